// SPDX-License-Identifier: Apache-2.0
#include "frontend/scanner.h"

#include <algorithm>
#include <array>

#include "TSqlParser.h"
#include "frontend/keywords.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

enum CharClass : std::uint8_t { kStartsName = 1, kInName = 2, kDigit = 4, kSpace = 8 };

constexpr std::array<std::uint8_t, 256> make_classes() {
    std::array<std::uint8_t, 256> classes{};
    for (std::size_t c = 0; c < 256; ++c) {
        const bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '#' || c >= 0x80;
        const bool digit = c >= '0' && c <= '9';
        const bool space = c == ' ' || (c >= '\t' && c <= '\r');
        classes[c] = static_cast<std::uint8_t>((letter ? kStartsName | kInName : 0) | (digit ? kDigit | kInName : 0) |
                                               (c == '@' || c == '$' ? kInName : 0) | (space ? kSpace : 0));
    }
    return classes;
}
constexpr auto kClasses = make_classes();

bool has(char c, std::uint8_t wanted) { return (kClasses[static_cast<unsigned char>(c)] & wanted) != 0; }
char upper(char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; }
bool is_hex(char c) { return has(c, kDigit) || (upper(c) >= 'A' && upper(c) <= 'F'); }

/// An operator's characters and token type; longer spellings come first.
struct Operator {
    std::string_view text;
    std::uint16_t kind;
};
constexpr std::array kOperators = {
    Operator{"||=", Tok::CATA}, Operator{"||", Tok::CAT}, Operator{"*=", Tok::MULA}, Operator{"=*", Tok::OJR},
    Operator{"+=", Tok::ADDA}, Operator{"-=", Tok::SUBA}, Operator{"/=", Tok::DIVA}, Operator{"%=", Tok::MODA},
    Operator{"&=", Tok::ANDA}, Operator{"^=", Tok::XORA}, Operator{"|=", Tok::ORA},  Operator{"::", Tok::DCOLON}, Operator{"<<", Tok::SHL},  Operator{">>", Tok::SHR},
    Operator{"=", Tok::EQ},    Operator{"<", Tok::LT},    Operator{">", Tok::GT},    Operator{"+", Tok::PLUS},
    Operator{"-", Tok::MINUS}, Operator{"*", Tok::STAR},  Operator{"/", Tok::SLASH}, Operator{"%", Tok::PCT},
    Operator{"&", Tok::AMP},   Operator{"|", Tok::PIPE},  Operator{"^", Tok::CARET}, Operator{"~", Tok::TILDE},
    Operator{"(", Tok::LP},    Operator{")", Tok::RP},    Operator{",", Tok::COMMA}, Operator{";", Tok::SEMI},
    Operator{":", Tok::COLON}, Operator{".", Tok::DOT},   Operator{"{", Tok::LB},    Operator{"}", Tok::RB}};

class Scanner {
public:
    explicit Scanner(std::string_view text) : text_(text) { result_.tokens.reserve(text.size() / 6 + 16); }

    ScanResult run() {
        while (at_ < text_.size()) {
            begin_ = at_;
            if (!skip_space()) token();
        }
        return std::move(result_);
    }

private:
    [[nodiscard]] char peek(std::size_t ahead = 0) const {
        return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0';
    }

    void put(std::uint16_t kind) {
        result_.tokens.push_back({static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(at_), kind});
    }

    bool skip_space() {
        while (at_ < text_.size()) {
            const std::size_t width = has(text_[at_], kSpace) ? 1 : wide_space();
            if (width == 0) break;
            at_ += width;
        }
        return at_ != begin_;
    }

    /// Length of the Unicode space at the current byte; 0 when there is none.
    [[nodiscard]] std::size_t wide_space() const { return static_cast<unsigned char>(peek()) < 0xC2 ? 0 : wide_space_here(); }

    [[nodiscard]] std::size_t wide_space_here() const {
        static constexpr std::array<std::string_view, 7> spaces = {
            "\xC2\xA0", "\xE1\x9A\x80", "\xE2\x80\xAF", "\xE2\x81\x9F", "\xE3\x80\x80", "\xEF\xBB\xBF", "\xE2\x80\x80"};
        const std::string_view rest = text_.substr(at_, 3);
        for (const std::string_view space : spaces)
            if (rest.substr(0, space.size()) == space) return space.size();
        // U+2000 .. U+200B
        return rest.size() == 3 && rest.substr(0, 2) == "\xE2\x80" && static_cast<unsigned char>(rest[2]) <= 0x8B ? 3
                                                                                                                  : 0;
    }

    void token() {
        const char c = peek();
        if ((c == 'N' || c == 'n') && peek(1) == '\'') {
            ++at_;
            return quoted('\'', Tok::STRING, Unclosed::string);
        }
        if (static_cast<unsigned char>(c) >= 0x80 && currency() != 0 && money()) return;
        if (has(c, kStartsName)) return word();
        if (has(c, kDigit) || (c == '.' && has(peek(1), kDigit))) return number();
        switch (c) {
        case '\'': return quoted('\'', Tok::STRING, Unclosed::string);
        case '[': return quoted(']', Tok::ID, Unclosed::bracket);
        case '"': return quoted('"', Tok::ID, Unclosed::quote);
        case '@': skip_name(); return put(Tok::LOCAL_ID);
        case '$': return dollar();
        case ':':
        case '!':
            if (command_line()) return;
            break;
        case '%':
            if (locator()) return;
            break;
        default: break;
        }
        if (c == '-' && peek(1) == '-') return line_comment();
        if (c == '/' && peek(1) == '*') return block_comment();
        operator_token();
    }

    void skip_name() {
        ++at_;
        while (at_ < text_.size() && has(text_[at_], kInName) && wide_space() == 0)
            ++at_;
    }

    void word() {
        std::array<char, kLongestKeyword> folded{};
        std::size_t length = 0;
        while (at_ < text_.size() && has(text_[at_], kInName) && wide_space() == 0) {
            if (length < folded.size()) folded[length] = upper(text_[at_]);
            ++length;
            ++at_;
        }
        const std::string_view name(folded.data(), std::min(length, folded.size()));
        if (name == "GO" && go()) return;
        const std::uint16_t kind = length <= folded.size() ? keyword(name) : std::uint16_t{0};
        put(kind != 0 ? kind : std::uint16_t{Tok::ID});
    }

    /// `$action`, `$(variable)` of sqlcmd, or an amount of money (`$` alone is 0).
    void dollar() {
        if (peek(1) == '_' || (upper(peek(1)) >= 'A' && upper(peek(1)) <= 'Z')) return word();
        std::size_t close = at_ + 2;
        while (close < text_.size() && (text_[close] == '_' || has(text_[close], kDigit) ||
                                        (upper(text_[close]) >= 'A' && upper(text_[close]) <= 'Z')))
            ++close;
        if (peek(1) != '(' || close >= text_.size() || text_[close] != ')') {
            if (money()) return;
            ++at_;
            return put(Tok::MONEY);
        }
        at_ = close;
        skip_name();
        put(Tok::ID);
    }

    /// `%%physloc%%`, the place of a row.
    bool locator() {
        if (peek(1) != '%' || !has(peek(2), kInName)) return false;
        std::size_t end = at_ + 2;
        while (end < text_.size() && has(text_[end], kInName))
            ++end;
        if (text_.substr(end, 2) != "%%") return false;
        at_ = end + 2;
        put(Tok::ID);
        return true;
    }

    [[nodiscard]] bool first_on_line() const {
        std::size_t before = begin_;
        while (before > 0 && (text_[before - 1] == ' ' || text_[before - 1] == '\t'))
            --before;
        return before == 0 || text_[before - 1] == '\n' || text_.substr(0, before) == "\xEF\xBB\xBF";
    }

    /// True when a command of sqlcmd follows the colon.
    [[nodiscard]] bool sqlcmd_word() const {
        static constexpr std::array<std::string_view, 16> commands = {
            "CONNECT", "ED",        "ERROR", "EXIT", "HELP",  "LIST",       "LISTVAR", "ON",
            "OUT",     "PERFTRACE", "QUIT",  "R",    "RESET", "SERVERLIST", "SETVAR",  "XML"};
        std::array<char, 16> folded{};
        std::size_t length = 0;
        while (length < folded.size() && has(peek(length + 1), kInName)) {
            folded[length] = upper(peek(length + 1));
            ++length;
        }
        return std::find(commands.begin(), commands.end(), std::string_view(folded.data(), length)) != commands.end();
    }

    /// A line for sqlcmd (`:setvar a b`, `:r file`, `!!dir`) is no T-SQL: it is skipped like a comment.
    bool command_line() {
        const bool shell = peek() == '!' && peek(1) == '!';
        if ((!shell && (peek() != ':' || !sqlcmd_word())) || !first_on_line()) return false;
        at_ = std::min(text_.find('\n', at_), text_.size());
        return true;
    }

    [[nodiscard]] bool after_semicolon_or_go() const {
        if (result_.tokens.empty()) return false;
        const auto& last = result_.tokens.back();
        if (last.kind == Tok::SEMI) return true;
        return last.end - last.begin == 2 && upper(text_[last.begin]) == 'G' && upper(text_[last.begin + 1]) == 'O' && text_.substr(last.end, begin_ - last.end).find('\n') == std::string_view::npos;
    }

    /// GO is a batch separator when nothing but a count, semicolons or a comment shares its line.
    bool go() {
        if (!after_semicolon_or_go() && !first_on_line()) return false;
        std::size_t after = at_;
        const auto more = [&] { return upper(text_[after]) == 'G' && after + 1 < text_.size() && upper(text_[after + 1]) == 'O'; };
        while (after < text_.size() && text_[after] != '\n' &&
               (has(text_[after], kDigit | kSpace) || text_[after] == ';' || (text_[after - 1] == ';' && more())))
            after += has(text_[after], kDigit | kSpace) || text_[after] == ';' ? 1 : 2;
        const std::string_view rest = text_.substr(after, 2);
        if (!rest.empty() && rest[0] != '\n' && rest != "--" && rest != "/*") return false;
        put(Tok::GO);
        at_ = after;
        return true;
    }

    void digits() {
        while (has(peek(), kDigit))
            ++at_;
    }

    void number() {
        if (peek() == '0' && upper(peek(1)) == 'X') {
            at_ += 2;
            while (is_hex(peek()))
                ++at_;
            return put(Tok::BINARY);
        }
        digits();
        bool real = false;
        if (peek() == '.') {
            real = true;
            ++at_;
            digits();
        }
        if (upper(peek()) == 'E') { // `1e` is a number too, whatever follows
            const std::size_t sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
            real = true;
            at_ += has(peek(1 + sign), kDigit) ? 1 + sign : 1;
            digits();
        }
        put(real ? std::uint16_t{Tok::REAL} : std::uint16_t{Tok::NUM});
    }

    /// Length of the currency symbol at the current byte; 0 when there is none.
    [[nodiscard]] std::size_t currency() const {
        const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(peek(i)); };
        if (peek() == '$') return 1;
        if (byte(0) == 0xC2 && byte(1) >= 0xA3 && byte(1) <= 0xA5) return 2;
        const bool taka = byte(0) == 0xE0 && byte(1) == 0xA7 && (byte(2) == 0xB2 || byte(2) == 0xB3);
        const bool baht = byte(0) == 0xE0 && byte(1) == 0xB8 && byte(2) == 0xBF;
        const bool block = byte(0) == 0xE2 && byte(1) == 0x82 && byte(2) >= 0xA0 && byte(2) <= 0xB1;
        return taka || baht || block ? 3 : 0;
    }

    /// Blanks may stand between the symbol and the amount; false when no amount follows.
    bool money() {
        std::size_t amount = currency();
        while (peek(amount) == ' ' || peek(amount) == '\t')
            ++amount;
        if (!has(peek(amount), kDigit) && !(peek(amount) == '.' && has(peek(amount + 1), kDigit))) return false;
        at_ += amount;
        digits();
        if (peek() == '.') ++at_;
        digits();
        put(Tok::MONEY);
        return true;
    }

    /// A string or quoted name; a doubled closing character stands for itself.
    void quoted(char close, std::uint16_t kind, Unclosed what) {
        ++at_;
        for (;;) {
            at_ = text_.find(close, at_);
            if (at_ == std::string_view::npos) return unclosed(what);
            ++at_;
            if (peek() != close) return put(kind);
            ++at_;
        }
    }

    void unclosed(Unclosed what) {
        const std::size_t line_end = std::min(text_.find('\n', begin_), text_.size());
        result_.errors.push_back({what, static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(line_end)});
        at_ = text_.size();
        put(Tok::BAD);
    }

    void comment() {
        result_.comments.push_back({static_cast<std::uint32_t>(begin_), static_cast<std::uint32_t>(at_),
                                    static_cast<std::uint32_t>(result_.tokens.size())});
    }

    void line_comment() {
        at_ = std::min(text_.find('\n', at_), text_.size());
        comment();
    }

    void block_comment() {
        std::size_t depth = 0;
        do {
            while (at_ < text_.size() && text_[at_] != '*' && text_[at_] != '/') ++at_;
            if (at_ + 1 >= text_.size()) return unclosed(Unclosed::comment);
            const bool opens = text_[at_] == '/' && text_[at_ + 1] == '*';
            const bool closes = text_[at_] == '*' && text_[at_ + 1] == '/';
            if (opens) ++depth;
            if (closes) --depth;
            at_ += opens || closes ? 2 : 1;
        } while (depth > 0);
        comment();
    }

    /// Space may stand between the characters of a comparison: `> =`.
    bool spaced_comparison() {
        const char c = peek();
        if (c != '<' && c != '>' && c != '!') return false;
        std::size_t next = at_ + 1;
        while (next < text_.size() && (text_[next] == ' ' || text_[next] == '\t' || text_[next] == '\r' || text_[next] == '\n'))
            ++next;
        const char second = next < text_.size() ? text_[next] : '\0';
        if (second != '=' && !(c == '<' && second == '>') && !(c == '!' && (second == '<' || second == '>'))) return false;
        at_ = next + 1;
        if (second == '=')
            put(c == '>' ? std::uint16_t{Tok::GE} : c == '!' ? std::uint16_t{Tok::NE2} : std::uint16_t{Tok::LE});
        else if (c == '<')
            put(Tok::NE);
        else
            put(second == '<' ? std::uint16_t{Tok::NLT} : std::uint16_t{Tok::NGT});
        return true;
    }

    void operator_token() {
        if (spaced_comparison()) return;
        const std::string_view rest = text_.substr(at_, 3);
        for (const Operator& candidate : kOperators) {
            if (candidate.text[0] != rest[0] || rest.substr(0, candidate.text.size()) != candidate.text) continue;
            at_ += candidate.text.size();
            return put(candidate.kind);
        }
        ++at_;
        put(Tok::OTHER);
    }

    std::string_view text_;
    std::size_t at_ = 0;
    std::size_t begin_ = 0;
    ScanResult result_;
};

} // namespace

ScanResult scan(std::string_view text) { return Scanner(text).run(); }

} // namespace t2d::frontend
