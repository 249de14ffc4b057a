// SPDX-License-Identifier: Apache-2.0
#include "passes/check/functions.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <map>

#include "ir/environment.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/check/constants.h"
#include "passes/check/moments.h"

namespace t2d::passes::check {

namespace {

/// Functions that both sides spell alike, and the term they are.
TermId common_call(Builder& b, const std::string& name, Terms args) {
    static const std::map<std::string, std::string> kNames{{"coalesce", "coalesce"}, {"nullif", "nullif"}, {"rtrim", "rtrim"}, {"ltrim", "ltrim"}, {"upper", "upper"}, {"lower", "lower"}, {"substring", "substring"}};
    const auto found = kNames.find(name);
    if (found != kNames.end()) return b.build(found->second, {}, std::move(args));
    static const std::map<std::string, std::string> kParts{{"year", "year"}, {"month", "month"}, {"day", "day"}, {"quarter", "quarter"}, {"dayofyear", "dayofyear"}};
    const auto part = kParts.find(name);
    if (part != kParts.end() && args.size() == 1) return b.build("date_part", part->second, std::move(args));
    return b.build("fn:" + name, {}, std::move(args));
}

TermId lowered(Builder& b, TermId text) {
    const Term& term = b.pool()[text];
    if (term.op == "lower") return term.args[0];
    if (term.op == "lit" && term.text.starts_with("s:")) return b.pool().make("lit", "s:" + to_lower(term.text.substr(2)));
    return text;
}

/// The length of a constant is a constant.
TermId length_of(Builder& b, TermId text) {
    const Term& term = b.pool()[text];
    const bool constant = term.op == "lit" && term.text.starts_with("s:") && !may_be_moment(std::string_view(term.text).substr(2));
    const std::optional<std::size_t> length = constant ? text_length(std::string_view(term.text).substr(2)) : std::nullopt;
    return length ? b.number(std::to_string(*length)) : b.build("len", {}, {text});
}

/// A text without letters, which is the same in upper and lower case.
bool same_in_both_cases(const Term& term) {
    return term.op == "lit" && std::none_of(term.text.begin() + std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(term.text.size())), term.text.end(), [](char c) { return std::isalpha(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80U; });
}

std::string part_of(const Term& term) { return std::string(canonical_date_part(term.op == "name" ? term.text : term.op == "lit" && term.text.starts_with("s:") ? term.text.substr(2) : "")); }

} // namespace

TermId environment_value(Builder& b, const std::string& name) {
    const auto value = find_environment_value(name);
    if (!value) return 0;
    b.declare_parameter(std::string(value->variable), value->type);
    return b.pool().make("param", value->variable);
}

TermId tsql_call(Builder& b, const std::string& name, Terms args) {
    TermPool& pool = b.pool();
    if (const TermId value = args.empty() ? environment_value(b, name) : 0; value != 0) return value;
    if (name == "isnull" && args.size() == 2) {
        const SqlType type = b.type_of(args[0]), other = b.type_of(args[1]); // the result has the type of the first: a longer text is cut
        const bool cut = type.is_string() && other.is_string() && type.length > 0 && (other.length == kMaxLength || other.length > type.length);
        if (cut && type.length != kMaxLength) args[1] = b.build("fn:left", {}, {args[1], b.number(std::to_string(type.length))});
    }
    if (name == "isnull" && args.size() == 2) return b.build("coalesce", {}, std::move(args));
    if (name == "iif" && args.size() == 3) return b.build("case", {}, {b.predicate(args[0]), args[1], args[2]});
    if (name == "getdate" || name == "sysdatetime" || name == "current_timestamp" || name == "getutcdate" || name == "sysutcdatetime") return pool.make("now");
    if (const TermId text = tsql_text_call(b, name, args); text != 0) return text;
    if (name == "len" && args.size() == 1) return length_of(b, b.build("rtrim", {}, std::move(args)));
    if (name == "concat_ws" && !args.empty()) args[0] = b.build("coalesce", {}, {args[0], b.text("")}); // a missing separator is an empty one
    if (name == "charindex" && args.size() == 2) return pool.make("charindex", {}, {lowered(b, args[0]), lowered(b, args[1])});
    if (name == "eomonth" && args.size() == 1) return b.build("fn:last_day", {}, std::move(args));
    if (name == "eomonth" && args.size() == 2) return b.build("fn:last_day", {}, {b.build("date_add", "month", {b.build("coalesce", {}, {args[1], b.number("0")}), args[0]})});
    if (name == "square" && args.size() == 1) return b.build("fn:power", {}, {args[0], b.number("2")});
    if (name == "datefromparts") return b.build("fn:make_date", {}, std::move(args));
    if (name == "log" && args.size() == 1) return b.build("fn:ln", {}, std::move(args));
    if (name == "choose" && args.size() > 1) {
        Terms arms;
        for (std::size_t i = 1; i < args.size(); ++i) arms.insert(arms.end(), {b.build("eq", {}, {args[0], b.number(std::to_string(i))}), args[i]});
        arms.push_back(b.null());
        return b.build("case", {}, std::move(arms));
    }
    if (name == "round" && args.size() == 3 && pool.is(args[2], "lit") && pool[args[2]].text != "0") return b.build("fn:trunc", {}, {args[0], args[1]});
    if (name == "ceiling") return b.build("fn:ceil", {}, std::move(args));
    if (name == "trim" && args.size() == 1) return b.build("ltrim", {}, {b.build("rtrim", {}, std::move(args))});
    if (name == "checksum" || name == "hashbytes") return pool.opaque(name);
    const bool parted = name == "dateadd" || name == "datediff" || name == "datepart" || name == "datename" || name == "datediff_big";
    if (parted && args.size() >= 2) {
        const std::string part = part_of(pool[args[0]]);
        if (part.empty()) return pool.opaque(name);
        Terms rest(args.begin() + 1, args.end());
        for (TermId& arg : rest) // 0 as a date
            if (pool[arg].text == "0" && pool.is(arg, "lit") && (name != "dateadd" || &arg != &rest[0])) arg = b.text("1900-01-01");
        if (name == "dateadd" && part == "quarter") return b.build("date_add", "month", {b.build("mul", {}, {b.number("3"), rest[0]}), rest[1]});
        if (name == "dateadd") return b.build("date_add", part, rest);
        if (name == "datename" && (part == "month" || part == "weekday")) return b.build(part == "month" ? "fn:monthname" : "fn:dayname", {}, rest);
        if (name == "datename") return b.build("cast", "string", {b.build("date_part", part, rest)});
        if (name == "datepart" && part == "weekday") return b.build("add", {}, {b.number("1"), b.build("fn:dayofweek", {}, rest)});
        return b.build(name == "datepart" ? "date_part" : "date_diff", part, rest);
    }
    return common_call(b, name, std::move(args));
}

namespace {

/// What a macro of the target reads from a text: `tsql_date(x)` is CAST(x AS date), `tsql_try_datetime_103(x)` TRY_CONVERT(datetime, x, 103).
TermId read_by_macro(Builder& b, std::string_view name, TermId text) {
    const bool attempt = name.starts_with("try_");
    if (attempt) name.remove_prefix(4);
    const std::size_t end = std::min(name.find('_'), name.size());
    const std::string word(name.substr(0, end));
    const TermId style = end == name.size() ? 0 : b.number(std::string(name.substr(end + 1)));
    ast::TypeName type;
    type.name.parts = {word};
    if (const TermId moment = tsql_moment(b, text, resolve_type(type), style, attempt); moment != 0) return moment;
    return style != 0 ? b.build("fn:convert", (attempt ? "try " : "") + word, {text, style}) : b.cast(text, resolve_type(type), attempt);
}

} // namespace

TermId duckdb_call(Builder& b, const std::string& name, Terms args) {
    static constexpr std::string_view kMacro = "tsql_";
    TermPool& pool = b.pool();
    if (name.starts_with(kMacro) && args.size() == 1) return read_by_macro(b, std::string_view(name).substr(kMacro.size()), args[0]);
    if (name == "true" || name == "false") return b.number(name == "true" ? "1" : "0");
    if (name == "||") return b.build("concat", {}, std::move(args));
    if (name == "//") return b.build("int_div", {}, std::move(args));
    if (name == "is true") return b.predicate(args[0]) == args[0] ? b.build("not", {}, {b.build("not_true", {}, std::move(args))}) : b.predicate(args[0]);
    if (name == "is not true") return b.build("not_true", {}, std::move(args));
    if (name == "now" && args.empty()) return pool.make("now");
    if (name == "length" && args.size() == 1) return length_of(b, args[0]);
    if (name == "strpos" && args.size() == 2) return pool.make("charindex", {}, {lowered(b, args[1]), lowered(b, args[0])});
    if (name == "date_diff" && args.size() == 3) return b.build("date_diff", part_of(pool[args[0]]), {args[1], args[2]});
    if (name == "regexp_full_match" && args.size() == 3) { // LIKE does not count trailing blanks of the value
        args[0] = b.compared(args[0]);
        const Term& regex = pool[args[1]];
        if (regex.op == "lit" && regex.text.ends_with(" *")) args[1] = pool.make("lit", regex.text.substr(0, regex.text.size() - 2));
        const Term& plain = pool[args[1]];
        if (plain.op == "lit" && plain.text.find_first_of("\\.[](){}*+?^$|") == std::string::npos) return b.build("like", {}, {args[0], args[1]});
    }
    if (name == "replace" && args.size() == 3 && !same_in_both_cases(pool[args[1]])) return b.build("fn:replace_exactly", {}, std::move(args));
    if (name == "xor" && args.size() == 2) return b.build("bit_xor", {}, std::move(args));
    if (name.starts_with("to_") && name.ends_with("s") && args.size() == 1) return pool.make("period", name.substr(3, name.size() - 4), std::move(args));
    if (name == "trim" && args.size() == 1) return b.build("ltrim", {}, {b.build("rtrim", {}, std::move(args))});
    return common_call(b, name, std::move(args));
}

SqlType duckdb_type(const ast::TypeName& name) {
    static const std::map<std::string, TypeKind> kTypes{{"varchar", TypeKind::varchar}, {"integer", TypeKind::int_}, {"bigint", TypeKind::bigint}, {"smallint", TypeKind::smallint}, {"utinyint", TypeKind::tinyint}, {"boolean", TypeKind::bit}, {"double", TypeKind::float_}, {"float", TypeKind::real}, {"date", TypeKind::date}, {"time", TypeKind::time}, {"timestamptz", TypeKind::datetimeoffset}, {"uuid", TypeKind::uniqueidentifier}, {"blob", TypeKind::varbinary}};
    const std::string word = to_lower(name.name.last());
    if (word == "decimal" && name.args.size() == 2) return decimal_type(std::stoi(name.args[0]), std::stoi(name.args[1]));
    const auto found = kTypes.find(word);
    if (word == "timestamp") return fractional_type(TypeKind::datetime2, 7); // nothing is rounded to it
    if (word == "hugeint") return decimal_type(38, 0); // holds every whole number that it is used for
    if (found == kTypes.end()) return simple_type(TypeKind::other);
    return found->second == TypeKind::varchar ? string_type(TypeKind::varchar, kMaxLength) : simple_type(found->second);
}

} // namespace t2d::passes::check
