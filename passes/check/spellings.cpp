// SPDX-License-Identifier: Apache-2.0
#include "passes/check/moments.h"
#include "passes/check/spellings.h"

#include <algorithm>
#include <array>

namespace t2d::passes::check {

namespace {

/// A term with holes: `?x` stands for any term, the same one at every place; `?x:kind` for one of a kind.
struct Pattern {
    std::string hole;
    std::string op, text;
    std::vector<Pattern> args;
};

/// Reads `op@text(arg, …)`, `op@'text'(arg, …)`, `?x`, `'text'` and numbers.
class PatternReader {
public:
    explicit PatternReader(std::string_view written) : rest_(written) {}

    Pattern read() {
        if (take('?')) return {word(), {}, {}, {}};
        if (take('\'')) return {{}, "lit", "s:" + quoted(), {}};
        Pattern result{{}, word(), {}, {}};
        if (result.op.find_first_not_of("-.0123456789") == std::string::npos) return {{}, "lit", result.op, {}};
        if (result.op == "null") return {{}, "lit", "null", {}};
        if (take('@')) result.text = take('\'') ? quoted() : word();
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
    std::string quoted() {
        const std::size_t end = rest_.find('\'');
        std::string result(rest_.substr(0, end));
        rest_.remove_prefix(end + 1);
        return result;
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
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 16> kTable{{
        // Weeks begin on Sunday: those that DuckDB counts begin on Monday.
        {"int_div(date_diff@day(fn:date_trunc('week', date_add@day(1, ?a)), fn:date_trunc('week', date_add@day(1, ?b))), 7)", "date_diff@week(?a, ?b)"},
        {"add(1, int_div(sub(add(date_part@dayofyear(?x), fn:dayofweek(fn:date_trunc('year', ?x))), 1), 7))", "date_part@week(?x)"},
        {"fn:week(?x)", "date_part@iso_week(?x)"}, // weeks from Monday on; the first one has four days of the year at least
        // Seconds are rounded to minutes within the range of the type.
        {"fn:date_trunc('minute', date_add@millisecond(30001, case(and(le(1900, date_part@year(?x)), le(date_part@year(?x), 2078)), ?x, null)))", "cast@smalldatetime(?x)"},
        // Outside of that range the conversion fails in T-SQL.
        {"case(and(le(1900, date_part@year(?x)), le(date_part@year(?x), 2078)), cast@smalldatetime(?x), null)", "cast@smalldatetime(?x)"},
        // The last four bytes are the number, in two's complement.
        {"sub(mod(add(2147483648, cast@bigint(concat('0x0', fn:right(fn:hex(?x:binary), 8)))), 4294967296), 2147483648)", "cast@int(?x:binary)"},
        {"fn:unhex(fn:right(fn:lpad(fn:hex(?x:int), 16, '0'), 8))", "cast@'varbinary(4)'(?x:int)"},
        // A start before the first character.
        {"case(le(add(?k, ?l), 1), fn:left(?s, 0), substring(?s, fn:greatest(?k, 1), sub(add(?k, ?l), fn:greatest(?k, 1))))", "substring(?s, ?k, ?l)"},
        // The code of a character in code page 1252.
        {"case(le(fn:unicode(?x), 255), nullif(fn:unicode(?x), -1), lt(0, charindex(collate_cs(fn:left(?x, 1)), '€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ')), add(127, charindex(collate_cs(fn:left(?x, 1)), '€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ')), null)", "fn:code_in_1252(?x)"},
        // A pattern that is not constant is made a regular expression where it is read.
        {"fn:regexp_full_match(?s, concat(fn:array_to_string(comprehension(case(eq('%', element@0), '.*', eq('_', element@0), '.', lt(1, len(element@0)), fn:replace(element@0, '\\', '\\\\'), fn:regexp_escape(element@0)), fn:regexp_extract_all(?p, '\\[\\^?[^]]+\\]|.', 0, 's')), ''), ' *'), 'is')", "like(?s, ?p)"},
        // An empty text is at no place of a text.
        {"case(and(eq('', ?p), not(isnull(?s))), 0, charindex(?p, ?s))", "charindex(?p, ?s)"},
        {"add(charindex(?p, substring(?s, ?k)), case(lt(0, charindex(?p, substring(?s, ?k))), sub(?k, 1), 0))", "fn:charindex(?p, ?s, ?k)"},
        {"case(and(eq('', ?p), not(isnull(?s))), 0, fn:charindex(?p, lower(?s), case(lt(?k, 1), 1, ?k)))", "fn:charindex(?p, ?s, ?k)"},
        // Upper and lower case are one.
        {"case(eq('', ?p), ?s, fn:regexp_replace(?s, fn:regexp_escape(?p), ?r:constant, 'gi'))", "fn:replace(?s, ?p, ?r:constant)"},
        {"case(eq('', ?p), ?s, fn:replace(?s, ?p, ?r:constant))", "fn:replace(?s, ?p, ?r:constant)"},
        {"fn:regexp_replace(?s, fn:regexp_escape(?p), ?r, 'gi')", "fn:replace(?s, ?p, ?r)"},
    }};
    static const std::vector<Spelling> kRead = [] {
        std::vector<Spelling> out;
        for (const auto& [target, meaning] : kTable) out.push_back({PatternReader(target).read(), PatternReader(meaning).read()});
        for (const auto& [target, meaning] : moment_spellings()) out.push_back({PatternReader(target).read(), PatternReader(meaning).read()});
        return out;
    }();
    return kRead;
}

using Holes = std::map<std::string, TermId>;

bool commutes(std::string_view op) {
    static constexpr std::array<std::string_view, 6> kOps{"eq", "ne", "add", "mul", "and", "or"};
    return std::find(kOps.begin(), kOps.end(), op) != kOps.end();
}

/// Whether a term can be in a hole of a kind.
bool of_kind(Builder& b, const std::string& hole, TermId id) {
    const std::size_t colon = hole.find(':');
    if (colon == std::string::npos) return true;
    const std::string_view kind = std::string_view(hole).substr(colon + 1);
    if (kind == "constant") return b.pool().is(id, "lit") && b.pool()[id].text != "null";
    const SqlType type = b.type_of(id);
    if (kind == "time") return type.kind == TypeKind::time;
    return kind == "int" ? type.kind == TypeKind::int_ : type.is_binary();
}

std::vector<Holes> fits(Builder& b, const Pattern& pattern, TermId id, const Holes& holes);

/// The arguments in the order given, and in every other one where the order does not count.
std::vector<Holes> arguments_fit(Builder& b, const Pattern& pattern, const Terms& args, const Holes& holes) {
    Terms order = args;
    std::vector<Holes> out;
    if (commutes(pattern.op)) std::sort(order.begin(), order.end());
    do {
        std::vector<Holes> ways{holes};
        for (std::size_t i = 0; i < order.size() && !ways.empty(); ++i) {
            std::vector<Holes> next;
            for (const Holes& way : ways)
                for (Holes& longer : fits(b, pattern.args[i], order[i], way)) next.push_back(std::move(longer));
            ways = std::move(next);
        }
        out.insert(out.end(), ways.begin(), ways.end());
    } while (commutes(pattern.op) && std::next_permutation(order.begin(), order.end()));
    return out;
}

/// Every way to fill the holes so that the pattern is the term.
std::vector<Holes> fits(Builder& b, const Pattern& pattern, TermId id, const Holes& holes) {
    if (!pattern.hole.empty()) {
        Holes filled = holes;
        const bool same = filled.emplace(pattern.hole, id).first->second == id && of_kind(b, pattern.hole, id);
        return same ? std::vector<Holes>{std::move(filled)} : std::vector<Holes>{};
    }
    const Term& term = b.pool()[id];
    if (term.op != pattern.op || term.text != pattern.text || term.args.size() != pattern.args.size()) return {};
    return arguments_fit(b, pattern, term.args, holes);
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
    const std::string_view op = pool[id].op;
    if (op == "fn:regexp_replace" && pool[id].args.size() == 4 && pool.is(pool[id].args[1], "lit")) { // of a constant without special characters
        const Term& term = pool[id];
        const std::string &from = pool[term.args[1]].text, &to = pool[term.args[2]].text;
        const bool plain = from.size() > 2 && from.find_first_of("\\.[](){}*+?^$|", 2) == std::string::npos && to.find('\\') == std::string::npos;
        if (plain && pool[term.args[3]].text == "s:gi") return b.build("fn:replace", {}, {term.args[0], term.args[1], term.args[2]});
    }
    for (const Spelling& spelling : spellings()) {
        if (spelling.target.op != op) continue;
        if (const std::vector<Holes> ways = fits(b, spelling.target, id, {}); !ways.empty()) return filled(b, spelling.meaning, ways.front());
    }
    return id;
}

TermId text_of_number(Builder& b, TermId id) {
    static const std::array<Pattern, 5> kForms{
        PatternReader("fn:regexp_extract(fn:regexp_replace(?x, '^ *$', '0'), '^ *[+-]?[0-9]+ *$')").read(), PatternReader("fn:regexp_extract(?x, '^ *[+-]?[0-9]+ *$')").read(),
        Pattern{{}, "fn:regexp_extract", {}, {Pattern{"x", {}, {}, {}}, Pattern{{}, "lit", "s:^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$", {}}}},
        Pattern{{}, "fn:regexp_extract", {}, {PatternReader("fn:regexp_replace(?x, '^ *$', '0')").read(), Pattern{{}, "lit", "s:^ *(true|false|[01]) *$", {}}, Pattern{{}, "lit", "1", {}}, Pattern{{}, "lit", "s:i", {}}}},
        PatternReader("fn:regexp_extract(fn:regexp_replace(fn:regexp_replace(?x, '^ *[+-]?0* *$', '0'), '^ *[+-]?[0-9]*[1-9][0-9]* *$', '1'), '^ *(true|false|[01]) *$', 1, 'i')").read()};
    for (const Pattern& form : kForms) {
        if (const std::vector<Holes> ways = fits(b, form, id, {}); !ways.empty()) return ways.front().at("x");
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
