// SPDX-License-Identifier: Apache-2.0
// Functions, aggregates and windows of DuckDB, and what has no exact form there.
#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "backend/dialects/duckdb_printer.h"
#include "backend/layout.h"
#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

namespace {

/// Functions that DuckDB spells `name(args)` with the same meaning.
const std::map<std::string_view, std::string_view>& plain_functions() {
    static const std::map<std::string_view, std::string_view> table{
        {"ISNULL", "coalesce"}, {"COALESCE", "coalesce"}, {"NULLIF", "nullif"}, {"UPPER", "upper"}, {"LOWER", "lower"}, {"LTRIM", "ltrim"}, {"RTRIM", "rtrim"}, {"TRIM", "trim"}, {"REVERSE", "reverse"},
        {"ABS", "abs"}, {"FLOOR", "floor"}, {"CEILING", "ceiling"}, {"SIGN", "sign"}, {"SQRT", "sqrt"}, {"EXP", "exp"}, {"LOG10", "log10"}, {"PI", "pi"},
        {"NEWID", "gen_random_uuid"}, {"YEAR", "year"}, {"MONTH", "month"}, {"DAY", "day"}, {"DATEFROMPARTS", "make_date"}};
    return table;
}

bool is_now(std::string_view name) { return name == "GETDATE" || name == "SYSDATETIME" || name == "GETUTCDATE" || name == "SYSUTCDATETIME"; }

bool known_function(std::string_view name) {
    static constexpr std::string_view kOthers[] = {"LEN", "LEFT", "RIGHT", "SUBSTRING", "CHARINDEX", "REPLACE", "CONCAT", "DATEADD", "DATEDIFF", "DATEPART", "EOMONTH", "ROUND", "REPLICATE", "SPACE"};
    return plain_functions().contains(name) || is_now(name) || std::find(std::begin(kOthers), std::end(kOthers), name) != std::end(kOthers);
}

const Constant* constant_of(ScalarRef scalar) { return scalar == nullptr ? nullptr : std::get_if<Constant>(&scalar->node); }

bool without_letters(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; });
}

bool is_constant_int(ScalarRef scalar) { return constant_of(scalar) != nullptr && scalar->type.is_integer(); }

/// `yyyymmdd` or `yyyy-mm-dd`, with an optional time: the forms that every session reads alike.
std::string iso_date(std::string_view text) {
    const auto digits = [](std::string_view part) { return std::all_of(part.begin(), part.end(), [](char c) { return c >= '0' && c <= '9'; }); };
    std::string date, rest;
    if (text.size() >= 8 && digits(text.substr(0, 8))) {
        date = fmt::format("{}-{}-{}", text.substr(0, 4), text.substr(4, 2), text.substr(6, 2));
        rest = text.substr(8);
    } else if (text.size() >= 10 && digits(text.substr(0, 4)) && text[4] == '-' && digits(text.substr(5, 2)) && text[7] == '-' && digits(text.substr(8, 2))) {
        date = text.substr(0, 10);
        rest = text.substr(10);
    } else {
        return {};
    }
    if (rest.empty()) return date;
    if ((rest[0] != ' ' && rest[0] != 'T') || rest.size() < 6) return {};
    rest[0] = ' ';
    if (const std::size_t point = rest.find('.'); point != std::string::npos && rest.size() > point + 7) rest.resize(point + 7); // microseconds: the seventh digit is cut
    const bool clock = std::all_of(rest.begin() + 1, rest.end(), [](char c) { return (c >= '0' && c <= '9') || c == ':' || c == '.'; });
    return clock ? date + rest : std::string{};
}

bool calendar(const SqlType& type) { return type.is_temporal() && type.kind != TypeKind::time && type.kind != TypeKind::datetimeoffset; }

/// Why a conversion has no exact form here.
std::optional<std::string> unsupported_convert(const Convert& node, const SqlType& to) {
    const SqlType& from = node.operand->type;
    const Constant* constant = constant_of(node.operand);
    if (constant != nullptr && constant->is_null) return std::nullopt;
    if (!from.known() || !to.known() || from.kind == TypeKind::null) return std::nullopt;
    if (calendar(to) && from.is_string() && constant != nullptr && !iso_date(constant->text).empty()) return std::nullopt;
    if (calendar(to) && from.is_integer() && is_constant_int(node.operand)) return std::nullopt;
    if (calendar(to) && calendar(from)) return to.kind == TypeKind::smalldatetime ? std::optional<std::string>("conversion to smalldatetime") : std::nullopt;
    if (to.is_string() && from.is_string()) return std::nullopt;
    if (to.is_string() && from.is_integer()) return std::nullopt;
    if (to.is_string() && from.kind == TypeKind::decimal) return std::nullopt;
    if (to.is_string() && from.kind == TypeKind::date && (node.style < 0 || node.style == 112 || node.style == 120 || node.style == 23)) return std::nullopt;
    if (to.is_string() && calendar(from) && node.style == 112) return std::nullopt;
    if (to.is_number() && from.is_number()) return to.is_approximate() || !from.is_approximate() || to.is_integer() ? std::nullopt : std::optional<std::string>("conversion of float to decimal");
    if (to.is_integer() && to.kind != TypeKind::bit && from.is_string()) return std::nullopt;
    if (to.kind == TypeKind::decimal && from.is_string()) return std::nullopt;
    return fmt::format("conversion of {} to {}{}", to_string(from), to_string(to), node.style >= 0 ? fmt::format(" with style {}", node.style) : "");
}

std::optional<std::string> unsupported_arithmetic(const Arithmetic& node, const SqlType& type) {
    const SqlType& a = node.left->type;
    const SqlType& b = node.right->type;
    const auto scale = [](const SqlType& t) { return t.kind == TypeKind::decimal ? t.scale : t.is_money() ? 4 : 0; };
    if (node.op == ArithmeticOp::multiply && type.kind == TypeKind::decimal && type.scale < scale(a) + scale(b)) return "a product whose scale SQL Server reduces";
    if ((node.op == ArithmeticOp::add || node.op == ArithmeticOp::subtract) && type.kind == TypeKind::decimal && type.scale < std::max(scale(a), scale(b))) return "a sum whose scale SQL Server reduces";
    if (node.op == ArithmeticOp::divide && (type.is_money() || type.scale - scale(a) + scale(b) < 0)) return "a quotient of " + to_string(a) + " and " + to_string(b);
    if ((node.op == ArithmeticOp::date_add || node.op == ArithmeticOp::date_subtract) && !(a.is_integer() || b.is_integer())) return "date arithmetic with a fraction of a day";
    return std::nullopt;
}

} // namespace

std::optional<std::string> duckdb_unsupported(const Scalar& scalar) {
    using Why = std::optional<std::string>;
    return match(
        scalar.node,
        [&](const Call& n) -> Why {
            const auto name = info_of(n.function).name;
            if (!known_function(name)) return "function " + std::string(name);
            if (name == "NULLIF" && n.args[0]->type.is_string()) return std::nullopt;
            if (name == "REPLACE" && !(constant_of(n.args[1]) != nullptr && without_letters(constant_of(n.args[1])->text))) return "REPLACE of letters without case";
            if (name == "CHARINDEX" && n.args.size() > 2) return "CHARINDEX with a start";
            if ((name == "LTRIM" || name == "RTRIM" || name == "TRIM") && n.args.size() > 1) return "trimming of given characters";
            if (name == "ROUND" && n.args.size() > 2) return "ROUND that truncates";
            if (name == "ROUND" && n.args[0]->type.is_approximate()) return "ROUND of a float";
            if ((name == "LEFT" || name == "RIGHT" || name == "REPLICATE" || name == "SPACE") && !is_constant_int(n.args.back())) return std::string(name) + " with a computed length";
            if (name == "SUBSTRING" && !(is_constant_int(n.args[1]) && std::stoi(constant_of(n.args[1])->text) >= 1)) return "SUBSTRING with a computed start";
            if (name == "DATEADD" && (n.date_part == "nanosecond" || n.date_part == "microsecond")) return "DATEADD " + n.date_part;
            if (name == "DATEDIFF" && n.date_part == "nanosecond") return "DATEDIFF nanosecond";
            if (name == "DATEPART" && (n.date_part == "week" || n.date_part == "nanosecond" || n.date_part == "microsecond")) return "DATEPART " + n.date_part;
            return std::nullopt;
        },
        [&](const Convert& n) -> Why { return unsupported_convert(n, scalar.type); }, [&](const Arithmetic& n) -> Why { return unsupported_arithmetic(n, scalar.type); },
        [&](const Like& n) -> Why {
            const Constant* pattern = constant_of(n.pattern);
            if (pattern == nullptr) return "LIKE with a computed pattern";
            if (pattern->text.find('[') != std::string::npos) return "LIKE with a character class";
            if (!pattern->text.empty() && pattern->text.back() != '%') return "LIKE whose pattern may meet trailing blanks";
            return std::nullopt;
        },
        [&](const Compare& n) -> Why {
            if (n.left->type.kind == TypeKind::rowversion) return "comparison of row versions";
            return std::nullopt;
        },
        [&](const Aggregate& n) -> Why {
            if (n.function == AggregateKind::checksum_agg || n.function == AggregateKind::approx_count_distinct) return "this aggregate";
            if (n.function == AggregateKind::avg && n.args[0]->type.is_money()) return "AVG of money";
            return std::nullopt;
        },
        [&](const Window& n) -> Why {
            if (n.function == WindowKind::percentile_cont || n.function == WindowKind::percentile_disc) return "percentiles";
            return std::nullopt;
        },
        [&](const NextValue&) -> Why { return "NEXT VALUE FOR"; }, [&](const Collate&) -> Why { return std::nullopt; }, [](const auto&) -> Why { return std::nullopt; });
}

// ---- conversions

Printed DuckDbPrinter::convert(const Convert& node, const SqlType& type) const {
    const SqlType& from = node.operand->type;
    if (const Constant* constant = constant_of(node.operand); constant != nullptr && !constant->is_null && calendar(type)) {
        std::string iso = from.is_string() ? iso_date(constant->text) : std::string{};
        if (from.is_integer() && constant->text == "0") iso = "1900-01-01";
        if (from.is_integer() && iso.empty()) return {fmt::format("timestamp '1900-01-01' + to_days({})", constant->text), strength::add, type, false, true};
        if (type.kind == TypeKind::date) iso = iso.substr(0, 10);
        if (!iso.empty()) return {(type.kind == TypeKind::date ? "date '" : "timestamp '") + iso + "'", strength::atom, type, false, true};
    }
    const Printed printed = print(*node.operand);
    if (type.is_string() && calendar(from) && node.style == 112) {
        const std::string whole = fmt::format("strftime({}, '%Y%m%d')", printed.text);
        return {type.length > 0 && type.length < 8 ? fmt::format("left({}, {})", whole, type.length) : whole, strength::atom, type, false, true};
    }
    return converted(*node.operand, printed, printed.type.known() ? printed.type : from, type, node.try_);
}

Printed DuckDbPrinter::converted(const Scalar& operand, const Printed& printed, const SqlType& from, const SqlType& type, bool try_) const {
    const std::string target = duckdb_type(type);
    const std::string cast = try_ ? "try_cast" : "cast";
    const auto done = [&](std::string inner) { return Printed{fmt::format("{}({} as {})", cast, inner, target), strength::atom, type, false, true}; };
    if (!type.known() || type.kind == TypeKind::null) return printed;
    if (type.is_string() && from.is_string()) {
        const bool cuts = type.length > 0 && (from.length == kMaxLength || from.length > type.length || from.length == 0);
        if (type.is_fixed_string() || !cuts) return {printed.text, printed.strength, type, printed.collated, printed.trimmed};
        return {fmt::format("left({}, {})", printed.text, type.length), strength::atom, type, printed.collated, false};
    }
    if (type.is_string() && from.is_temporal() && type.length > 0 && type.length < 10) return {fmt::format("left(cast({} as varchar), {})", printed.text, type.length), strength::atom, type, false, true};
    if (type.is_string()) return done(printed.text);
    if (type.is_integer() && type.kind != TypeKind::bit && from.is_string()) return done(fmt::format("case when trim({0}) = '' then '0' else trim({0}) end", printed.text));
    if (type.is_integer() && type.kind != TypeKind::bit && from.is_number() && !from.is_integer()) return done(fmt::format("trunc({})", printed.text));
    if (type.kind == TypeKind::bit && from.is_number()) return {fmt::format("{} <> 0", printed.strength >= strength::compare + 1 ? printed.text : "(" + printed.text + ")"), strength::compare, type, false, true};
    if (duckdb_type(from) == target) return printed;
    (void)operand;
    return done(printed.text);
}

Printed DuckDbPrinter::as_type(const Scalar& scalar, const SqlType& type) const {
    const Printed printed = print(scalar);
    if (const Constant* constant = constant_of(&scalar); constant != nullptr && constant->is_null) return {"cast(null as " + duckdb_type(type) + ")", strength::atom, type, false, true};
    const SqlType from = printed.type.known() ? printed.type : scalar.type;
    if (!type.known() || !from.known() || duckdb_type(from) == duckdb_type(type)) return printed;
    if (const Constant* constant = constant_of(&scalar); constant != nullptr && type.kind == TypeKind::bit && from.is_integer()) return {constant->text == "0" ? "false" : "true", strength::atom, type, false, true};
    if (calendar(type) && from.is_string() && constant_of(&scalar) == nullptr) return {fmt::format("cast({} as {})", printed.text, duckdb_type(type)), strength::atom, type, false, true};
    return converted(scalar, printed, from, type, false);
}

// ---- functions

Printed DuckDbPrinter::call(const Call& node, const SqlType& type) const {
    const std::string_view name = info_of(node.function).name;
    std::vector<std::string> args;
    bool collated = false, trimmed = true;
    for (const ScalarRef argument : node.args) {
        const Printed printed = print(*argument);
        args.push_back(printed.text);
        collated = collated || printed.collated;
        trimmed = trimmed && printed.trimmed;
    }
    const auto done = [&](std::string text, SqlType native, bool is_trimmed = false) { return Printed{std::move(text), strength::atom, native, collated, is_trimmed}; };
    if (is_now(name)) return done("cast(now() at time zone 'UTC' as timestamp)", type);
    if (name == "NULLIF" && node.args[0]->type.is_string()) {
        Side left = comparand(*node.args[0], node.strings), right = comparand(*node.args[1], node.strings);
        agree(left, right, *node.args[0], *node.args[1], node.strings);
        if (left.text == args[0]) return done(fmt::format("nullif({}, {})", left.text, right.text), type, trimmed);
        return done(fmt::format("case when {} <> {} or {} is null then {} end", left.text, right.text, right.text, args[0]), type, trimmed);
    }
    if (name == "LEN") return done(fmt::format("length(rtrim({}))", args[0]), simple_type(TypeKind::bigint));
    if (name == "CHARINDEX") return done(fmt::format("case when {0} = '' then 0 else strpos(lower({1}), lower({0})) end", args[0], args[1]), simple_type(TypeKind::bigint));
    if (name == "SPACE") return done(fmt::format("repeat(' ', {})", args[0]), type);
    if (name == "REPLICATE") return done(fmt::format("repeat({}, {})", args[0], args[1]), type);
    if (name == "LEFT" || name == "RIGHT" || name == "SUBSTRING" || name == "REPLACE" || name == "CONCAT" || name == "ROUND") {
        const std::string spelled = name == "LEFT" ? "left" : name == "RIGHT" ? "right" : name == "SUBSTRING" ? "substring" : name == "REPLACE" ? "replace" : name == "CONCAT" ? "concat" : "round";
        Printed out = done(spelled + "(" + join(args, ", ") + ")", type);
        if (name == "ROUND") out.type = {};
        return out;
    }
    if (name == "DATEADD" || name == "DATEDIFF" || name == "DATEPART" || name == "EOMONTH") return date_call(node, type);
    SqlType native = type;
    if (name == "YEAR" || name == "MONTH" || name == "DAY") native = simple_type(TypeKind::bigint);
    if (name == "SIGN") native = {};
    if (name == "FLOOR" || name == "CEILING") native = {};
    return done(std::string(plain_functions().at(name)) + "(" + join(args, ", ") + ")", native, name == "RTRIM" || name == "TRIM" || trimmed);
}

Printed DuckDbPrinter::date_call(const Call& node, const SqlType& type) const {
    const std::string_view name = info_of(node.function).name;
    const std::string& part = node.date_part;
    const auto arg = [&](std::size_t i) { return text(*node.args[i]); };
    if (name == "EOMONTH") {
        const std::string base = node.args.size() > 1 ? fmt::format("{} + to_months({})", text(*node.args[0], strength::add), arg(1)) : arg(0);
        return {fmt::format("last_day({})", base), strength::atom, simple_type(TypeKind::date), false, true};
    }
    if (name == "DATEPART") {
        if (part == "weekday") return {fmt::format("dayofweek({}) + 1", arg(0)), strength::add, simple_type(TypeKind::bigint), false, true};
        if (part == "millisecond") return {fmt::format("millisecond({}) % 1000", arg(0)), strength::multiply, simple_type(TypeKind::bigint), false, true};
        const std::string unit = part == "iso_week" ? "week" : part;
        return {fmt::format("date_part('{}', {})", unit, arg(0)), strength::atom, simple_type(TypeKind::bigint), false, true};
    }
    if (name == "DATEDIFF") {
        if (part == "week") return {fmt::format("date_diff('week', {} + to_days(1), {} + to_days(1))", text(*node.args[0], strength::add), text(*node.args[1], strength::add)), strength::atom, simple_type(TypeKind::bigint), false, true};
        const std::string unit = part == "dayofyear" || part == "weekday" ? "day" : part;
        return {fmt::format("date_diff('{}', {}, {})", unit, arg(0), arg(1)), strength::atom, simple_type(TypeKind::bigint), false, true};
    }
    static const std::map<std::string_view, std::string_view> kSteps{{"year", "to_years"}, {"month", "to_months"}, {"day", "to_days"}, {"dayofyear", "to_days"}, {"weekday", "to_days"}, {"week", "to_weeks"}, {"hour", "to_hours"}, {"minute", "to_minutes"}, {"second", "to_seconds"}, {"millisecond", "to_milliseconds"}};
    const ScalarRef count = node.args[0];
    const std::string number = count->type.is_integer() ? arg(0) : fmt::format("cast(trunc({}) as integer)", arg(0));
    const std::string step = part == "quarter" ? fmt::format("to_months(3 * {})", count->type.is_integer() ? text(*count, strength::multiply + 1) : number) : fmt::format("{}({})", kSteps.at(part), number);
    const std::string sum = fmt::format("{} + {}", text(*node.args[1], strength::add), step);
    if (type.kind == TypeKind::date) return {"cast(" + sum + " as date)", strength::atom, type, false, true};
    return {sum, strength::add, type, false, true};
}

// ---- aggregates and windows

Printed DuckDbPrinter::aggregate_text(AggregateKind kind, const std::vector<ScalarRef>& args, bool distinct, const SqlType& type, const std::string& tail) const {
    const auto wrap = [&](std::string_view name, const std::string& argument) { return fmt::format("{}({}{}){}", name, distinct ? "distinct " : "", argument, tail); };
    const auto result = [&](std::string text, SqlType native) { return Printed{std::move(text), strength::atom, native, false, true}; };
    const SqlType bigint = simple_type(TypeKind::bigint);
    if (kind == AggregateKind::count_star || kind == AggregateKind::count_big_star) return result("count(*)" + tail, bigint);
    const std::string plain = text(*args[0]);
    const SqlType& from = args[0]->type;
    switch (kind) {
    case AggregateKind::count:
    case AggregateKind::count_big: return result(wrap("count", distinct ? grouping_key(*args[0]).text : plain), bigint);
    case AggregateKind::sum:
        if (type.is_integer()) return result(fmt::format("cast({} as {})", wrap("sum", plain), duckdb_type(type)), type);
        if (type.is_money()) return result(fmt::format("cast({} as {})", wrap("sum", plain), duckdb_type(type)), type);
        return result(wrap("sum", plain), type);
    case AggregateKind::avg:
        if (type.is_integer()) return result(fmt::format("cast({} // nullif({}, 0) as {})", wrap("sum", plain), wrap("count", plain), duckdb_type(type)), type);
        if (type.kind == TypeKind::decimal) {
            const int shift = type.scale - (from.kind == TypeKind::decimal ? from.scale : 0);
            const std::string unit = "0." + std::string(static_cast<std::size_t>(type.scale - 1), '0') + "1";
            const std::string whole = fmt::format("cast({} * 1{} as hugeint)", wrap("sum", plain), std::string(static_cast<std::size_t>(type.scale - shift), '0'));
            return {fmt::format("cast({} * 1{} // nullif({}, 0) as decimal(38, 0)) * {}", whole, std::string(static_cast<std::size_t>(shift), '0'), wrap("count", plain), unit), strength::multiply, decimal_type(38, type.scale), false, true};
        }
        return result(wrap("avg", plain), simple_type(TypeKind::float_));
    case AggregateKind::min:
    case AggregateKind::max: {
        Printed out = result(wrap(kind == AggregateKind::min ? "min" : "max", plain), type);
        if (from.is_string() && !around_.native_strings()) {
            const Printed operand = print(*args[0]);
            if (!operand.collated) out.text = wrap(kind == AggregateKind::min ? "min" : "max", (operand.strength >= strength::atom ? plain : "(" + plain + ")") + " collate nocase");
            out.collated = true;
            out.trimmed = operand.trimmed;
        }
        return out;
    }
    case AggregateKind::stdev: return result(wrap("stddev_samp", plain), type);
    case AggregateKind::stdevp: return result(wrap("stddev_pop", plain), type);
    case AggregateKind::var: return result(wrap("var_samp", plain), type);
    case AggregateKind::varp: return result(wrap("var_pop", plain), type);
    case AggregateKind::grouping: return result(wrap("grouping", grouping_key(*args[0]).text), bigint);
    case AggregateKind::grouping_id: {
        std::vector<std::string> keys;
        for (const ScalarRef key : args) keys.push_back(grouping_key(*key).text);
        return result(wrap("grouping_id", join(keys, ", ")), bigint);
    }
    default: return result(wrap("count", plain), bigint);
    }
}

Printed DuckDbPrinter::aggregate(const Aggregate& node, const SqlType& type) const {
    if (!bare_) return row_wise().aggregate(node, type);
    if (node.function == AggregateKind::string_agg) {
        std::string order;
        for (const auto& key : node.order) order += (order.empty() ? " order by " : ", ") + sort_key(key);
        return {fmt::format("string_agg({}, {}{})", text(*node.args[0]), text(*node.args[1]), order), strength::atom, type, false, false};
    }
    if (node.function == AggregateKind::collect) return collect(node, type);
    return aggregate_text(node.function, node.args, node.distinct, type, {});
}

/// All rows as a list of structs, with fields of exactly the declared types: each round of a loop must give the same type.
Printed DuckDbPrinter::collect(const Aggregate& node, const SqlType& type) const {
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < node.args.size(); ++i) fields.push_back(find_dialect("duckdb")->identifier(node.names[i]) + " := " + as_type(*node.args[i], node.args[i]->type).text);
    return {"list(struct_pack(" + join(fields, ", ") + "))", strength::atom, type, false, true};
}

std::string DuckDbPrinter::over(const Window& node) const {
    std::vector<std::string> parts;
    std::vector<std::string> keys;
    for (const ScalarRef key : node.partition) keys.push_back(grouping_key(*key).text);
    if (!keys.empty()) parts.push_back("partition by " + join(keys, ", "));
    keys.clear();
    for (const auto& key : node.order) keys.push_back(sort_key(key));
    if (!keys.empty()) parts.push_back("order by " + join(keys, ", "));
    if (node.frame) {
        const auto bound = [&](const FrameBound& b) -> std::string {
            switch (b.kind) {
            case BoundKind::unbounded_preceding: return "unbounded preceding";
            case BoundKind::preceding: return text(*b.offset, strength::atom) + " preceding";
            case BoundKind::current_row: return "current row";
            case BoundKind::following: return text(*b.offset, strength::atom) + " following";
            case BoundKind::unbounded_following: return "unbounded following";
            }
            return "current row";
        };
        parts.push_back(fmt::format("{} between {} and {}", node.frame->unit == FrameUnit::rows ? "rows" : "range", bound(node.frame->start), bound(node.frame->end)));
    }
    return listed(" over (", parts, ")", indent_).find('\n') == std::string::npos || parts.size() > 1 ? " over (" + join(parts, parts.size() > 1 && fmt::format("{}", fmt::join(parts, " ")).size() > 60 ? "\n" + blanks(indent_ + 4) : " ") + ")" : " over (" + join(parts, " ") + ")";
}

Printed DuckDbPrinter::window(const Window& node, const SqlType& type) const {
    const std::string tail = over(node);
    if (node.function == WindowKind::aggregate) return aggregate_text(node.aggregate_kind, node.args, false, type, tail);
    static constexpr std::string_view kNames[] = {"", "row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value", "percent_rank", "cume_dist", "", ""};
    std::vector<std::string> args;
    bool collated = false, trimmed = true;
    for (const ScalarRef argument : node.args) {
        const Printed printed = print(*argument);
        args.push_back(printed.text);
        collated = collated || printed.collated;
        trimmed = trimmed && printed.trimmed;
    }
    return {fmt::format("{}({}{}){}", kNames[static_cast<std::size_t>(node.function)], join(args, ", "), node.ignore_nulls ? " ignore nulls" : "", tail), strength::atom, type, collated, trimmed};
}

} // namespace t2d::backend
