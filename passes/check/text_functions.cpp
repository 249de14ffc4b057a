// SPDX-License-Identifier: Apache-2.0
// T-SQL's text functions that the target does not have, in terms of LEFT, SUBSTRING, REPEAT and LEN.
// https://learn.microsoft.com/sql/t-sql/functions/string-functions-transact-sql
#include <algorithm>
#include <array>
#include <optional>

#include "ir/text.h"
#include "passes/check/constants.h"
#include "passes/check/functions.h"
#include "passes/check/spellings.h"

namespace t2d::passes::check {

namespace {

std::optional<int> whole_number(const TermPool& pool, TermId id) {
    const Term& term = pool[id];
    constexpr std::size_t kMostDigits = 6;
    const bool number = term.op == "lit" && !term.text.empty() && term.text.size() <= kMostDigits && term.text.find_first_not_of("-0123456789") == std::string::npos;
    return number ? std::optional(std::stoi(term.text)) : std::nullopt;
}

/// A sum with the constants added up.
TermId plus(Builder& b, TermId a, TermId c) {
    const auto x = whole_number(b.pool(), a), y = whole_number(b.pool(), c);
    if (x && y) return b.number(std::to_string(*x + *y));
    if (y == 0) return a;
    return x == 0 ? c : b.build("add", {}, {a, c});
}

/// STUFF (text, start, length, new): nothing when the start is not in the text or the length is below 0.
TermId stuffed(Builder& b, const Terms& args) {
    const TermId text = args[0], start = args[1], length = args[2], put = b.build("coalesce", {}, {args[3], b.text("")}), one = b.number("1");
    const auto first = whole_number(b.pool(), start);
    Terms pieces;
    if (first != 1) pieces.push_back(b.build("fn:left", {}, {text, plus(b, start, b.number("-1"))}));
    if (put != b.text("")) pieces.push_back(put);
    const TermId rest = plus(b, start, length);
    pieces.push_back(b.build("substring", {}, {text, rest}));
    const TermId inside = b.conjunction({b.build("le", {}, {one, start}), b.build("le", {}, {start, b.build("len", {}, {text})}), b.build("le", {}, {b.number("0"), length})});
    return b.build("case", {}, {inside, pieces.size() == 1 ? pieces[0] : b.build("concat", {}, std::move(pieces)), b.null()});
}

/// REPLICATE (text, count): nothing when the count is below 0, cut at the longest text of its type.
TermId repeated(Builder& b, TermId text, TermId count) {
    constexpr int kLongest = 8000;
    const SqlType type = b.type_of(text);
    const int longest = type.is_unicode() ? kLongest / 2 : kLongest;
    const TermId repeat = b.build("fn:repeat", {}, {text, count});
    if (const auto times = whole_number(b.pool(), count)) {
        if (*times < 0) return b.null();
        if (type.length > 0 && *times <= longest / std::max(type.length, 1)) return repeat;
    }
    return b.build("case", {}, {b.build("le", {}, {b.number("0"), count}), b.build("fn:left", {}, {repeat, b.number(std::to_string(longest))}), b.null()});
}

/// DATALENGTH: bytes, two for each character of Unicode; a CHAR has always all of its bytes.
TermId bytes(Builder& b, TermId value) {
    const SqlType type = b.type_of(value);
    const int width = type.is_unicode() ? 2 : 1;
    if (!type.is_string() || b.pool().is(value, "lit")) return 0; // a constant does not say whether it is Unicode
    if (type.is_fixed_string()) return b.build("case", {}, {b.build("not", {}, {b.build("isnull", {}, {value})}), b.number(std::to_string(width * type.length)), b.null()});
    const TermId length = b.build("len", {}, {value});
    return width == 1 ? length : b.build("mul", {}, {b.number("2"), length});
}

/// PATINDEX of a constant pattern: the length of what ends with the first character that the pattern matches.
TermId pattern_index(Builder& b, TermId pattern, TermId text) {
    const Term& term = b.pool()[pattern];
    if (term.op != "lit" || !term.text.starts_with("s:")) return 0;
    LikePattern like = like_pattern(std::string_view(term.text).substr(2));
    std::vector<std::string>& parts = like.parts;
    const bool floats = !parts.empty() && parts.front() == "%";
    if (floats) parts.erase(parts.begin());
    const bool open = !parts.empty() && parts.back() == "%";
    if (open) parts.pop_back();
    if (parts.empty()) return 0;
    const std::string end = open ? "" : b.type_of(text).is_unicode() ? "$" : " *$";
    const std::string regex = std::string(floats ? "^(.*?" : "^(") + parts[0] + ")" + like.regex(1, parts.size()) + end;
    return b.build("len", {}, {b.build("fn:regexp_extract", {}, {text, b.pool().make("lit", "s:" + regex), b.number("1"), b.text("is")})});
}

/// A number where a text is needed is converted.
TermId as_text(Builder& b, TermId value) {
    const SqlType type = b.type_of(value);
    return type.is_integer() || type.kind == TypeKind::decimal ? b.cast(value, string_type(TypeKind::varchar, kMaxLength)) : value;
}

} // namespace

TermId tsql_text_call(Builder& b, const std::string& name, Terms& args) {
    static constexpr std::array<std::string_view, 10> kOfText{"left", "right", "substring", "len", "upper", "lower", "reverse", "replace", "stuff", "replicate"};
    if (!args.empty() && std::find(kOfText.begin(), kOfText.end(), name) != kOfText.end()) args[0] = as_text(b, args[0]);
    if (name == "concat") // bits among them
        for (TermId& arg : args)
            if (b.type_of(arg).kind == TypeKind::bit) arg = b.build("cast", "string", {arg});
    if (name == "stuff" && args.size() == 4) return stuffed(b, args);
    if (name == "replicate" && args.size() == 2) return repeated(b, args[0], args[1]);
    if (name == "space" && args.size() == 1) return repeated(b, b.text(" "), args[0]);
    if (name == "datalength" && args.size() == 1) return bytes(b, args[0]);
    if (name == "unicode" && args.size() == 1) return b.build("nullif", {}, {b.build("fn:unicode", {}, std::move(args)), b.number("-1")}); // of an empty text: none
    if (name == "ascii" && args.size() == 1) return b.build("fn:code_in_1252", {}, std::move(args));
    if (name == "patindex" && args.size() == 2) return pattern_index(b, args[0], args[1]);
    if (name == "quotename" && args.size() == 1) return b.build("concat", {}, {b.text("["), b.build("fn:replace", {}, {args[0], b.text("]"), b.text("]]")}), b.text("]")});
    if (name == "substring" && args.size() == 3) { // what is before the first character counts, too
        const auto start = whole_number(b.pool(), args[1]), length = whole_number(b.pool(), args[2]);
        if (start && length && *start < 1) return b.build("fn:left", {}, {args[0], b.number(std::to_string(std::max(0, *start + *length - 1)))});
    }
    if (name == "left" || name == "right" || name == "reverse" || name == "replace") return b.build("fn:" + name, {}, std::move(args));
    if (name == "substring" || name == "upper" || name == "lower") return b.build(name, {}, std::move(args));
    return 0;
}

} // namespace t2d::passes::check
