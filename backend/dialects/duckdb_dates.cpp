// SPDX-License-Identifier: Apache-2.0
// Date and time functions, under SET DATEFIRST 7 and SET LANGUAGE us_english.
// https://learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql
#include <fmt/format.h>

#include <map>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

const SqlType kInt = simple_type(TypeKind::int_);
const SqlType kBigint = simple_type(TypeKind::bigint);
const SqlType kDate = simple_type(TypeKind::date);

/// The interval of one date part.
const std::map<std::string_view, std::string_view>& steps() {
    static const std::map<std::string_view, std::string_view> table{
        {"year", "to_years"}, {"month", "to_months"}, {"day", "to_days"}, {"dayofyear", "to_days"}, {"weekday", "to_days"}, {"week", "to_weeks"}, {"hour", "to_hours"},
        {"minute", "to_minutes"}, {"second", "to_seconds"}, {"millisecond", "to_milliseconds"}, {"microsecond", "to_microseconds"}};
    return table;
}

/// The value of a moment as its type keeps it: datetime on its grid, smalldatetime on the minute.
Form kept(const std::string& text, const SqlType& type, const std::string& part) {
    const bool fine = part == "second" || part == "millisecond" || part == "microsecond";
    if (type.kind == TypeKind::datetime && (part == "millisecond" || part == "microsecond")) return spelled(on_datetime_grid(text), type);
    if (type.kind == TypeKind::smalldatetime && fine) return spelled("date_trunc('minute', " + text + " + to_milliseconds(30001))", type);
    return spelled(text, type, strength::add);
}

Form dateadd_form(const Call& node, const SqlType& type) {
    const std::string part(node.date_part);
    const bool clock = part == "hour" || part == "minute" || part == "second" || part == "millisecond" || part == "microsecond";
    const ScalarRef count = node.args[0];
    const bool whole = (count->type.is_integer() && count->type.kind != TypeKind::bit) || !count->type.known();
    if ((part != "quarter" && !steps().contains(part)) || (type.known() && !type.is_temporal())) return refusal("DATEADD " + part);
    if ((type.kind == TypeKind::date && clock) || (type.kind == TypeKind::time && !clock)) return refusal("DATEADD " + part + " of a " + to_string(type));
    if (count->type.known() && !count->type.is_number()) return refusal("DATEADD with a count of " + to_string(count->type));
    const std::string number = whole ? "$0" : "cast(trunc($0) as integer)";
    const bool days = part == "day" || part == "dayofyear" || part == "weekday";
    const auto known = integer_of(count);
    if (type.kind == TypeKind::date && days && known && *known < 0) return spelled(fmt::format("@1 - {}", -*known), type, strength::add);
    if (type.kind == TypeKind::date && days) return spelled(whole ? "@1 + @0" : "@1 + " + number, type, strength::add);
    const std::string step = part == "quarter" ? fmt::format("to_months(3 * {})", whole ? "@0" : number) : fmt::format("{}({})", steps().at(part), number);
    const std::string sum = "@1 + " + step;
    return type.kind == TypeKind::date ? spelled("cast(" + sum + " as date)", type) : kept(sum, type, part);
}

Form datediff_form(const Call& node) {
    const std::string part(node.date_part);
    if (part == "nanosecond" || part == "iso_week" || part == "tzoffset") return refusal("DATEDIFF " + part);
    // Weeks begin on Sunday; DuckDB's own difference of weeks counts elapsed ones.
    if (part == "week") return spelled("date_diff('day', date_trunc('week', @0 + to_days(1)), date_trunc('week', @1 + to_days(1))) // 7", kBigint, strength::multiply);
    return spelled(fmt::format("date_diff('{}', $0, $1)", part == "dayofyear" || part == "weekday" ? "day" : part), kBigint);
}

/// One part of a date as a number.
Form part_form(const Call& node, const std::string& part) {
    const bool offset = node.args[0]->type.kind == TypeKind::datetimeoffset;
    if (part == "nanosecond" || part == "tzoffset" || offset) return refusal("DATEPART " + part + (offset ? " of a datetimeoffset" : ""));
    if (part == "weekday") return spelled("dayofweek($0) + 1", kBigint, strength::add);
    if (part == "iso_week") return spelled("week($0)", kBigint);
    if (part == "week") return spelled("(dayofyear($0) + dayofweek(date_trunc('year', $0)) - 1) // 7 + 1", kBigint, strength::add);
    if (part == "millisecond" || part == "microsecond") return spelled(part == "millisecond" ? "millisecond($0) % 1000" : "microsecond($0) % 1000000", kBigint, strength::multiply);
    return spelled(part + "($0)", kBigint);
}

Form name_form(const Call& node, const SqlType& type) {
    const std::string part(node.date_part);
    if (part == "month" || part == "weekday") return spelled(part == "month" ? "monthname($0)" : "dayname($0)", type);
    const Form number = part_form(node, part);
    return number.refused.empty() ? spelled("cast(" + number.text + " as varchar)", type) : refusal("DATENAME " + part);
}

Form eomonth_form(const Call& node) {
    if (node.args.size() < 2) return spelled("last_day($0)", kDate);
    const std::string count = node.args[1]->nullable ? "coalesce($1, 0)" : "$1"; // NULL months are none
    return node.args[1]->type.is_integer() ? spelled("last_day(@0 + to_months(" + count + "))", kDate) : refusal("EOMONTH with a fractional number of months");
}

/// Numbers of a moment from parts; a fraction of seconds counts units of the given number of digits.
Form moment_of_parts(const Call& node, const SqlType& type) {
    const auto seconds = [](std::size_t second, const std::string& unit) { return fmt::format("@{} + @{} / {}", second, second + 1, unit); };
    const auto power = [](long long digits) { return "1" + std::string(static_cast<std::size_t>(digits), '0') + "e0"; };
    const bool time = node.function == FunctionId::timefromparts;
    const std::size_t fraction = time ? 3 : 6;
    const bool none = node.args.size() > fraction && integer_of(node.args[fraction]) == 0;
    if (node.function == FunctionId::smalldatetimefromparts) return spelled("make_timestamp($0, $1, $2, $3, $4, 0)", type);
    if (node.function == FunctionId::datetimefromparts) {
        if (none) return spelled("make_timestamp($0, $1, $2, $3, $4, $5)", type);
        return spelled(on_datetime_grid(fmt::format("make_timestamp($0, $1, $2, $3, $4, {})", seconds(5, "1000e0"))), type);
    }
    const auto digits = integer_of(node.args.back());
    if (!digits || *digits < 0 || *digits > 7) return refusal("a computed precision");
    const std::string second = none ? fmt::format("${}", fraction - 1) : seconds(fraction - 1, power(*digits));
    return spelled(time ? fmt::format("make_time($0, $1, {})", second) : fmt::format("make_timestamp($0, $1, $2, $3, $4, {})", second), type);
}

Form datetrunc_form(const Call& node, const SqlType& type) {
    const std::string part(node.date_part);
    if (!is_calendar(type) || part == "nanosecond" || part == "weekday" || part == "tzoffset") return refusal("DATETRUNC " + part + " of " + to_string(type));
    const std::string unit = part == "dayofyear" ? "day" : part == "iso_week" ? "week" : part;
    const std::string text = part == "week" ? "date_trunc('week', @0 + to_days(1)) - to_days(1)" : fmt::format("date_trunc('{}', $0)", unit);
    if (type.kind == TypeKind::date) return spelled("cast(" + text + " as date)", type);
    return spelled(text, type, part == "week" ? strength::add : strength::atom);
}

Form bucket_form(const Call& node, const SqlType& type) {
    const auto step = steps().find(node.date_part);
    if (step == steps().end() || !is_calendar(type) || !integer_of(node.args[0])) return refusal("DATE_BUCKET " + std::string(node.date_part) + " of " + to_string(type));
    const std::string origin = node.args.size() > 2 ? "$2" : "timestamp '1900-01-01'";
    const std::string text = fmt::format("time_bucket({}($0), cast($1 as timestamp), {})", step->second, origin);
    return type.kind == TypeKind::date ? spelled("cast(" + text + " as date)", type) : spelled(text, type);
}

Form zone_form(const Call& node, const SqlType& type) {
    const Constant* zone = constant_of(node.args[1]);
    if (zone == nullptr || zone->text != "UTC") return refusal("AT TIME ZONE of another zone than UTC");
    if (node.args[0]->type.kind == TypeKind::datetimeoffset) return spelled("$0", type, strength::any);
    return is_calendar(node.args[0]->type) ? spelled("@0 at time zone 'UTC'", type, strength::compare) : refusal("AT TIME ZONE of " + to_string(node.args[0]->type));
}

/// Whether a text can be read as a datetime; a blank one counts as none, though CAST reads it.
Form isdate_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (!type.is_string()) return refusal("ISDATE of " + to_string(type));
    const Form read = moment_form({*node.args[0], type, simple_type(TypeKind::datetime), -1, true});
    return spelled(fmt::format("case when trim($0) <> '' and {} is not null then 1 else 0 end", read.text), simple_type(TypeKind::int_));
}

} // namespace

std::optional<Form> date_form(const Call& node, const SqlType& type) {
    switch (node.function) {
    case FunctionId::getdate:
    case FunctionId::getutcdate:
    case FunctionId::sysdatetime:
    case FunctionId::sysutcdatetime: return spelled("cast(now() at time zone 'UTC' as timestamp)", type);
    case FunctionId::sysdatetimeoffset: return spelled("now()", type);
    case FunctionId::dateadd: return dateadd_form(node, type);
    case FunctionId::datediff:
    case FunctionId::datediff_big: return datediff_form(node);
    case FunctionId::datepart: return part_form(node, std::string(node.date_part));
    case FunctionId::year: return part_form(node, "year");
    case FunctionId::month: return part_form(node, "month");
    case FunctionId::day: return part_form(node, "day");
    case FunctionId::datename: return name_form(node, type);
    case FunctionId::eomonth: return eomonth_form(node);
    case FunctionId::datefromparts: return spelled("make_date($0, $1, $2)", kDate);
    case FunctionId::datetimefromparts:
    case FunctionId::datetime2fromparts:
    case FunctionId::smalldatetimefromparts:
    case FunctionId::timefromparts: return moment_of_parts(node, type);
    case FunctionId::datetrunc: return datetrunc_form(node, type);
    case FunctionId::date_bucket: return bucket_form(node, type);
    case FunctionId::isdate: return isdate_form(node);
    case FunctionId::at_time_zone: return zone_form(node, type);
    default: return std::nullopt;
    }
}

} // namespace t2d::backend
