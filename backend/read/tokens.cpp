// SPDX-License-Identifier: Apache-2.0
#include "backend/read/tokens.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "ir/text.h"

namespace t2d::backend::read {

namespace {

bool word_start(char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == '_' || static_cast<unsigned char>(c) >= 0x80; }
bool word_part(char c) { return word_start(c) || std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '$'; }
bool space(char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (space(text.front()) || text.front() == '-')) text.remove_prefix(1);
    while (!text.empty() && (space(text.back()) || text.back() == '-')) text.remove_suffix(1);
    return text;
}

/// Whether a macro gives SQL for the SQL of its arguments (Dialect::macros); `tsql_var` takes constants.
bool takes_sql(std::string_view name) { return name.starts_with("tsql_") && name != "tsql_var"; }

/// Reads the few forms of Jinja expressions that models use: a name, or a call with constants, lists of constants, and texts that are
/// put together with `~`.
class JinjaReader {
public:
    explicit JinjaReader(std::string_view text) : text_(text) {}

    bool call(JinjaCall& out) {
        out.name = word();
        if (out.name.empty()) return false;
        if (!take('(')) return at_end();
        while (!take(')')) {
            std::string name;
            const std::size_t before = at_;
            if (std::string candidate = word(); !candidate.empty() && take('=')) name = std::move(candidate);
            else at_ = before;
            JinjaValue value;
            if (!this->value(value)) return false;
            if (name.empty()) out.args.push_back(std::move(value));
            else out.named[name] = std::move(value);
            (void)take(',');
        }
        return at_end();
    }

private:
    void skip() {
        while (at_ < text_.size() && space(text_[at_])) ++at_;
    }
    bool take(char c) {
        skip();
        if (at_ >= text_.size() || text_[at_] != c) return false;
        ++at_;
        return true;
    }
    bool at_end() {
        skip();
        return at_ == text_.size();
    }
    std::string word() {
        skip();
        const std::size_t begin = at_;
        while (at_ < text_.size() && (word_part(text_[at_]) || text_[at_] == '.')) ++at_;
        return std::string(text_.substr(begin, at_ - begin));
    }
    bool value(JinjaValue& out) {
        skip();
        if (at_ >= text_.size()) return false;
        if (take('[')) {
            while (!take(']')) {
                JinjaValue item;
                if (!value(item)) return false;
                out.items.push_back(std::move(item.text));
                (void)take(',');
            }
            return true;
        }
        do {
            if (!part(out.text)) return false;
        } while (take('~'));
        return true;
    }
    /// A text or a constant; a call is Jinja inside of the text.
    bool part(std::string& out) {
        skip();
        if (at_ >= text_.size()) return false;
        if (text_[at_] == '\'' || text_[at_] == '"') return quoted(out);
        const std::size_t begin = at_;
        while (at_ < text_.size() && std::string_view(",()] \n\t~").find(text_[at_]) == std::string_view::npos) ++at_;
        if (at_ == begin) return false;
        const bool is_call = at_ < text_.size() && text_[at_] == '(';
        if (is_call && !arguments()) return false;
        const std::string code(text_.substr(begin, at_ - begin));
        out += is_call ? "{{ " + code + " }}" : code;
        return true;
    }
    /// Goes behind the parenthesis that closes a call.
    bool arguments() {
        int depth = 0;
        for (; at_ < text_.size(); ++at_) {
            std::string ignored;
            if (text_[at_] == '\'' || text_[at_] == '"') {
                if (!quoted(ignored)) return false;
                --at_;
            } else if (text_[at_] == '(') ++depth;
            else if (text_[at_] == ')' && --depth == 0) return ++at_, true;
        }
        return false;
    }
    bool quoted(std::string& out) {
        const char quote = text_[at_++];
        for (; at_ < text_.size() && text_[at_] != quote; ++at_) {
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            out += text_[at_];
        }
        return at_ < text_.size() && text_[at_++] == quote;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

class Tokenizer {
public:
    Tokenizer(std::string_view text, FileId file, bool incremental) : text_(text), file_(file), incremental_(incremental) {}

    Tokens run() {
        while (at_ < text_.size() && out_.error.empty()) step();
        if (!branches_.empty() && out_.error.empty()) out_.error = "a Jinja block that does not end";
        add(TokenKind::end, at_, "");
        return std::move(out_);
    }

private:
    [[nodiscard]] bool starts(std::string_view word) const { return text_.substr(at_).starts_with(word); }
    [[nodiscard]] bool active() const {
        return std::all_of(branches_.begin(), branches_.end(), [](const Branch& branch) { return branch.taken; });
    }
    void add(TokenKind kind, std::size_t begin, std::string text) {
        if (active()) out_.list.push_back({kind, std::move(text), {}, span(begin)});
    }
    /// From `begin` to here.
    [[nodiscard]] SourceSpan span(std::size_t begin) const { return {file_, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)}; }
    std::string_view between(std::string_view close) {
        at_ += 2;
        const std::size_t begin = at_, end = text_.find(close, at_);
        if (end == std::string_view::npos) {
            out_.error = "Jinja that does not end";
            at_ = text_.size();
            return {};
        }
        at_ = end + 2;
        return text_.substr(begin, end - begin);
    }

    /// `between` the braces of an expression, whose texts may hold braces.
    std::string_view inside() {
        const std::size_t begin = at_ + 2;
        char quote = '\0';
        for (at_ = begin; at_ < text_.size(); ++at_) {
            const char c = text_[at_];
            if (quote != '\0' && c == '\\') ++at_;
            else if (quote == '\0' ? c == '\'' || c == '"' : c == quote) quote = quote == '\0' ? c : '\0';
            else if (quote == '\0' && starts("}}")) {
                at_ += 2;
                return text_.substr(begin, at_ - 2 - begin);
            }
        }
        at_ = text_.size();
        out_.error = "Jinja that does not end";
        return {};
    }

    void step() {
        const char c = text_[at_];
        const std::size_t begin = at_;
        if (space(c)) ++at_;
        else if (starts("--")) comment();
        else if (starts("{#")) (void)between("#}");
        else if (starts("{%")) statement(trimmed(between("%}")), begin);
        else if (starts("{{")) expression(trimmed(inside()), begin);
        else if (c == '\'') quoted(TokenKind::string, '\'');
        else if (c == '"') quoted(TokenKind::quoted, '"');
        else if (std::isdigit(static_cast<unsigned char>(c)) != 0 || (c == '.' && at_ + 1 < text_.size() && std::isdigit(static_cast<unsigned char>(text_[at_ + 1])) != 0)) number();
        else if (word_start(c)) {
            while (at_ < text_.size() && word_part(text_[at_])) ++at_;
            add(TokenKind::word, begin, to_lower(text_.substr(begin, at_ - begin)));
        } else symbol();
    }

    /// Jinja inside of an SQL comment still runs, but says nothing about the rows.
    void comment() { at_ = std::min(text_.find('\n', at_), text_.size()); }

    static bool by_run(std::string_view condition) { return condition == "is_incremental()" || condition == "not is_incremental()"; }

    void statement(std::string_view words, std::size_t begin) {
        const auto condition = [&](std::string_view text) {
            if (by_run(text)) return incremental_ != text.starts_with("not ");
            if (text == "execute" || text == "relation is not none") return true;
            out_.error = "Jinja condition " + std::string(text);
            return true;
        };
        if (words.starts_with("if ")) {
            const std::string_view text = trimmed(words.substr(3));
            if (by_run(text) && by_run_++ == 0) run_begin_ = begin;
            branches_.push_back({condition(text), by_run(text)});
        } else if (words == "else" && !branches_.empty()) branches_.back().taken = !branches_.back().taken;
        else if (words == "endif" && !branches_.empty()) {
            if (branches_.back().by_run && --by_run_ == 0) out_.run_places.push_back(span(run_begin_));
            branches_.pop_back();
        }
        else if (!words.starts_with("set ")) out_.error = "Jinja statement " + std::string(words);
    }

    void expression(std::string_view text, std::size_t begin) {
        if (text.find("raise_compiler_error") != std::string_view::npos) {
            out_.raises = true;
            return;
        }
        JinjaCall call;
        if (!JinjaReader(text).call(call)) {
            out_.error = "Jinja expression " + std::string(text.substr(0, 40));
            return;
        }
        if (call.name == "config") {
            out_.config = std::move(call);
            return;
        }
        if (takes_sql(call.name)) return applied(call, begin);
        add(TokenKind::jinja, begin, call.name);
        if (call.name == "this" && by_run_ == 0) out_.run_places.push_back(span(begin));
        if (active()) out_.list.back().call = std::move(call);
    }

    /// A macro's call as one of a function; its arguments' tokens stand where the call does.
    void applied(const JinjaCall& call, std::size_t begin) {
        add(TokenKind::word, begin, call.name);
        add(TokenKind::symbol, begin, "(");
        for (std::size_t i = 0; i < call.args.size(); ++i) {
            if (i > 0) add(TokenKind::symbol, begin, ",");
            Tokens argument = Tokenizer(call.args[i].text, file_, incremental_).run();
            if (out_.error.empty()) out_.error = argument.error;
            argument.list.pop_back(); // its end
            for (Token& token : argument.list) {
                token.span = span(begin);
                if (active()) out_.list.push_back(std::move(token));
            }
        }
        add(TokenKind::symbol, begin, ")");
    }

    void quoted(TokenKind kind, char quote) {
        const std::size_t begin = at_++;
        std::string value;
        while (at_ < text_.size() && (text_[at_] != quote || text_.substr(at_ + 1).starts_with(quote))) {
            if (text_[at_] == quote) ++at_;
            value += text_[at_++];
        }
        if (at_ == text_.size()) out_.error = "a string that does not end";
        else ++at_;
        add(kind, begin, std::move(value));
    }

    void number() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && (word_part(text_[at_]) || text_[at_] == '.')) {
            const bool exponent = text_[at_] == 'e' || text_[at_] == 'E';
            ++at_;
            if (exponent && at_ < text_.size() && (text_[at_] == '-' || text_[at_] == '+')) ++at_;
        }
        add(TokenKind::number, begin, std::string(text_.substr(begin, at_ - begin)));
    }

    void symbol() {
        static constexpr std::array<std::string_view, 11> kLong{"||", "//", "::", "<>", "<=", ">=", "!=", ":=", "->", "<<", ">>"};
        const std::size_t begin = at_;
        std::size_t size = 1;
        for (const std::string_view word : kLong)
            if (starts(word)) size = 2;
        at_ += size;
        add(TokenKind::symbol, begin, std::string(text_.substr(begin, size)));
    }

    std::string_view text_;
    FileId file_;
    bool incremental_;
    std::size_t at_ = 0;
    struct Branch {
        bool taken = true;
        bool by_run = false; ///< its condition is `is_incremental()`, negated or not
    };
    std::vector<Branch> branches_;
    int by_run_ = 0;            ///< depth of such blocks
    std::size_t run_begin_ = 0; ///< of the outermost of them
    Tokens out_;
};

} // namespace

Tokens tokenize(std::string_view text, FileId file, bool incremental) { return Tokenizer(text, file, incremental).run(); }

} // namespace t2d::backend::read
