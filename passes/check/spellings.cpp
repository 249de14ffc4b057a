// SPDX-License-Identifier: Apache-2.0
#include "passes/check/spellings.h"

#include <algorithm>
#include <array>

namespace t2d::passes::check {

namespace {

/// A term with holes: `?x` stands for any term, the same one at every place.
struct Pattern {
    std::string hole;
    std::string op, text;
    std::vector<Pattern> args;
};

/// Reads `op@text(arg, …)`, `?x`, `'text'` and numbers.
class PatternReader {
public:
    explicit PatternReader(std::string_view written) : rest_(written) {}

    Pattern read() {
        if (take('?')) return {word(), {}, {}, {}};
        if (take('\'')) {
            const std::size_t end = rest_.find('\'');
            Pattern result{{}, "lit", "s:" + std::string(rest_.substr(0, end)), {}};
            rest_.remove_prefix(end + 1);
            return result;
        }
        Pattern result{{}, word(), {}, {}};
        if (result.op.find_first_not_of("-0123456789") == std::string::npos) return {{}, "lit", result.op, {}};
        if (result.op == "null") return {{}, "lit", "null", {}};
        if (take('@')) result.text = word();
        if (!take('(')) return result;
        while (!take(')')) {
            result.args.push_back(read());
            (void)take(',');
        }
        return result;
    }

private:
    bool take(char c) {
        while (rest_.starts_with(' ')) rest_.remove_prefix(1);
        if (!rest_.starts_with(c)) return false;
        rest_.remove_prefix(1);
        return true;
    }
    std::string word() {
        const std::size_t size = std::min(rest_.find_first_of("@(), '"), rest_.size());
        std::string result(rest_.substr(0, size));
        rest_.remove_prefix(size);
        return result;
    }

    std::string_view rest_;
};

struct Spelling {
    Pattern target, meaning;
};

/// The spelling of the target, and what T-SQL says for it.
const std::vector<Spelling>& spellings() {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTable{{
        // Weeks begin on Sunday: those that DuckDB counts begin on Monday.
        {"int_div(date_diff@day(fn:date_trunc('week', date_add@day(1, ?a)), fn:date_trunc('week', date_add@day(1, ?b))), 7)", "date_diff@week(?a, ?b)"},
        // Seconds are rounded to minutes within the range of the type.
        {"fn:date_trunc('minute', date_add@millisecond(30001, case(and(le(1900, date_part@year(?x)), le(date_part@year(?x), 2078)), ?x, null)))", "cast@smalldatetime(?x)"},
        // A start before the first character.
        {"case(le(add(?k, ?l), 1), fn:left(?s, 0), substring(?s, fn:greatest(?k, 1), sub(add(?k, ?l), fn:greatest(?k, 1))))", "substring(?s, ?k, ?l)"},
        // An empty text is at no place of a text.
        {"case(and(eq('', ?p), not(isnull(?s))), 0, charindex(?p, ?s))", "charindex(?p, ?s)"},
        {"add(charindex(?p, substring(?s, ?k)), case(lt(0, charindex(?p, substring(?s, ?k))), sub(?k, 1), 0))", "fn:charindex(?p, ?s, ?k)"},
        {"case(and(eq('', ?p), not(isnull(?s))), 0, fn:charindex(?p, lower(?s), case(lt(?k, 1), 1, ?k)))", "fn:charindex(?p, ?s, ?k)"},
        // Upper and lower case are one.
        {"case(eq('', ?p), ?s, fn:regexp_replace(?s, fn:regexp_escape(?p), ?r, 'gi'))", "fn:replace(?s, ?p, ?r)"},
        {"fn:regexp_replace(?s, fn:regexp_escape(?p), ?r, 'gi')", "fn:replace(?s, ?p, ?r)"},
    }};
    static const std::vector<Spelling> kRead = [] {
        std::vector<Spelling> out;
        for (const auto& [target, meaning] : kTable) out.push_back({PatternReader(target).read(), PatternReader(meaning).read()});
        return out;
    }();
    return kRead;
}

using Holes = std::map<std::string, TermId>;

bool commutes(std::string_view op) {
    static constexpr std::array<std::string_view, 6> kOps{"eq", "ne", "add", "mul", "and", "or"};
    return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

bool fits(const TermPool& pool, const Pattern& pattern, TermId id, Holes& holes);

/// The arguments in the order given, or in another one where the order does not count.
bool arguments_fit(const TermPool& pool, const Pattern& pattern, const Terms& args, Holes& holes) {
    Terms order = args;
    if (commutes(pattern.op)) std::sort(order.begin(), order.end());
    do {
        Holes tried = holes;
        bool all = true;
        for (std::size_t i = 0; i < order.size() && all; ++i) all = fits(pool, pattern.args[i], order[i], tried);
        if (!all) continue;
        holes = std::move(tried);
        return true;
    } while (commutes(pattern.op) && std::next_permutation(order.begin(), order.end()));
    return false;
}

bool fits(const TermPool& pool, const Pattern& pattern, TermId id, Holes& holes) {
    if (!pattern.hole.empty()) return holes.emplace(pattern.hole, id).first->second == id;
    const Term& term = pool[id];
    return term.op == pattern.op && term.text == pattern.text && term.args.size() == pattern.args.size() && arguments_fit(pool, pattern, term.args, holes);
}

TermId filled(Builder& b, const Pattern& pattern, const Holes& holes) {
    if (!pattern.hole.empty()) return holes.at(pattern.hole);
    Terms args;
    for (const Pattern& arg : pattern.args) args.push_back(filled(b, arg, holes));
    return b.build(pattern.op, pattern.text, std::move(args));
}

constexpr std::string_view kAnyText = "%";

/// `[a-f]` from its opening bracket as a class of a regular expression; moves `at` to the closing one.
std::string class_regex(std::string_view text, std::size_t& at) {
    const bool negated = text.substr(at + 1).starts_with('^');
    const std::size_t first = at + (negated ? 2 : 1), close = text.find(']', first);
    if (close == std::string_view::npos || close == first) return {};
    std::string out = negated ? "[^" : "[";
    for (std::size_t i = first; i < close; ++i) {
        const bool range = text[i] == '-' && i > first && i + 1 < close;
        if (!range && std::string_view("\\[]^-").find(text[i]) != std::string_view::npos) out += '\\';
        out += text[i];
    }
    at = close;
    return out + "]";
}

} // namespace

TermId shorter_spelling(Builder& b, TermId id) {
    const TermPool& pool = b.pool();
    const std::string& op = pool[id].op;
    if (op == "fn:regexp_replace" && pool[id].args.size() == 4 && pool.is(pool[id].args[1], "lit")) { // of a constant without special characters
        const Term& term = pool[id];
        const std::string &from = pool[term.args[1]].text, &to = pool[term.args[2]].text;
        const bool plain = from.size() > 2 && from.find_first_of("\\.[](){}*+?^$|", 2) == std::string::npos && to.find('\\') == std::string::npos;
        if (plain && pool[term.args[3]].text == "s:gi") return b.build("fn:replace", {}, {term.args[0], term.args[1], term.args[2]});
    }
    for (const Spelling& spelling : spellings()) {
        Holes holes;
        if (spelling.target.op == op && fits(pool, spelling.target, id, holes)) return filled(b, spelling.meaning, holes);
    }
    return id;
}

TermId text_of_number(Builder& b, TermId id) {
    static const std::array<Pattern, 4> kForms{
        PatternReader("fn:regexp_extract(fn:regexp_replace(?x, '^ *$', '0'), '^ *[+-]?[0-9]+ *$')").read(), PatternReader("fn:regexp_extract(?x, '^ *[+-]?[0-9]+ *$')").read(),
        Pattern{{}, "fn:regexp_extract", {}, {Pattern{"x", {}, {}, {}}, Pattern{{}, "lit", "s:^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$", {}}}},
        Pattern{{}, "fn:regexp_extract", {}, {PatternReader("fn:regexp_replace(?x, '^ *$', '0')").read(), Pattern{{}, "lit", "s:^ *(true|false|[01]) *$", {}}, Pattern{{}, "lit", "1", {}}, Pattern{{}, "lit", "s:i", {}}}}};
    for (const Pattern& form : kForms) {
        Holes holes;
        if (fits(b.pool(), form, id, holes)) return holes.at("x");
    }
    return id;
}

std::string LikePattern::regex(std::size_t first, std::size_t last) const {
    std::string out;
    for (std::size_t i = first; i < last; ++i) out += parts[i] == kAnyText ? ".*" : parts[i];
    return out;
}

LikePattern like_pattern(std::string_view text) {
    LikePattern out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            if (out.parts.empty() || out.parts.back() != kAnyText) out.parts.emplace_back(kAnyText);
        } else if (text[i] == '_') out.parts.emplace_back(".");
        else if (text[i] == '[') {
            out.parts.push_back(class_regex(text, i));
            if (out.parts.back().empty()) return {};
        } else {
            std::size_t length = 1; // a character of several bytes is one part
            while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0U) == 0x80U) ++length;
            const bool special = std::string_view(".[](){}*+?^$|\\").find(text[i]) != std::string_view::npos;
            out.parts.push_back((special ? "\\" : "") + std::string(text.substr(i, length)));
            i += length - 1;
        }
    }
    return out;
}

} // namespace t2d::passes::check
