// SPDX-License-Identifier: Apache-2.0
// Date and time functions, under SET DATEFIRST 7 and SET LANGUAGE us_english.
// https://learn.microsoft.com/sql/t-sql/functions/date-and-time-data-types-and-functions-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/postgres_form.h"

namespace t2d::backend::postgres {

using namespace ir;

namespace {

const SqlType kInt = simple_type(TypeKind::int_);
const SqlType kDate = simple_type(TypeKind::date);

constexpr std::string_view kParts[] = {"year", "quarter", "month", "dayofyear", "day", "week", "iso_week", "weekday", "hour", "minute", "second", "millisecond", "microsecond"};

bool is_part(const std::string& part) { return std::find(std::begin(kParts), std::end(kParts), part) != std::end(kParts); }
bool is_clock(const std::string& part) { return part == "hour" || part == "minute" || part == "second" || part == "millisecond" || part == "microsecond"; }

/// An argument as a timestamp: a TIME is one of the day 1900-01-01.
std::string moment(const Call& node, std::size_t index) {
    return node.args[index]->type.kind == TypeKind::time ? fmt::format("date '1900-01-01' + @{}", index) : fmt::format("${}", index);
}

bool readable(const SqlType& type) { return is_calendar(type) || type.kind == TypeKind::time; }

Form dateadd_form(const Call& node, const SqlType& type) {
    std::string part(node.date_part);
    if (part == "dayofyear" || part == "weekday") part = "day";
    const SqlType& count = node.args[0]->type;
    if (!is_part(part) || part == "iso_week" || !is_calendar(type) || !is_calendar(node.args[1]->type)) return refusal("DATEADD " + part + " of " + to_string(node.args[1]->type));
    if ((type.kind == TypeKind::date && is_clock(part)) || !count.is_number()) return refusal("DATEADD " + part + " of a " + to_string(type));
    const bool whole = count.is_integer() && count.kind != TypeKind::bit && count.kind != TypeKind::bigint;
    const std::string number = whole ? "!0" : count.kind == TypeKind::bit || count.kind == TypeKind::bigint ? "cast($0 as integer)" : "cast(trunc($0) as integer)";
    const std::string sum = fmt::format("tsql.dateadd('{}', {}, $1)", part, number);
    const bool fine = part == "millisecond" || part == "microsecond";
    if (type.kind == TypeKind::datetime && fine) return spelled("tsql.on_grid(" + sum + ")", type);
    if (type.kind == TypeKind::smalldatetime && (fine || part == "second")) return spelled("tsql.to_minute(" + sum + ")", type);
    return spelled(sum, type);
}

Form datediff_form(const Call& node, const SqlType& type) {
    std::string part(node.date_part);
    if (part == "dayofyear" || part == "weekday") part = "day";
    if (!is_part(part) || part == "iso_week" || !readable(node.args[0]->type) || !readable(node.args[1]->type)) return refusal("DATEDIFF " + part + " of " + to_string(node.args[0]->type) + " and " + to_string(node.args[1]->type));
    return spelled(fmt::format("tsql.datediff{}('{}', {}, {})", node.function == FunctionId::datediff_big ? "_big" : "", part, moment(node, 0), moment(node, 1)), type);
}

Form part_form(const Call& node, const std::string& part) {
    if (!is_part(part) || !readable(node.args[0]->type)) return refusal("DATEPART " + part + " of " + to_string(node.args[0]->type));
    return spelled(fmt::format("tsql.datepart('{}', {})", part, moment(node, 0)), kInt);
}

Form name_form(const Call& node, const SqlType& type) {
    const std::string part(node.date_part);
    if (!is_calendar(node.args[0]->type)) return refusal("DATENAME of " + to_string(node.args[0]->type));
    if (part == "month" || part == "weekday") return spelled(part == "month" ? "to_char($0, 'FMMonth')" : "to_char($0, 'FMDay')", type);
    const Form number = part_form(node, part);
    return number.refused.empty() ? spelled("cast(" + number.text + " as text)", type) : refusal("DATENAME " + part);
}

Form eomonth_form(const Call& node) {
    if (!is_calendar(node.args[0]->type)) return refusal("EOMONTH of " + to_string(node.args[0]->type));
    if (node.args.size() < 2) return spelled("tsql.eomonth($0)", kDate);
    return node.args[1]->type.is_integer() ? spelled("tsql.eomonth($0, !1)", kDate) : refusal("EOMONTH with a fractional number of months");
}

bool all_whole(const Call& node) {
    return std::all_of(node.args.begin(), node.args.end(), [](ScalarRef argument) { return argument->type.is_integer() && argument->type.kind != TypeKind::bit; });
}

Form moment_of_parts(const Call& node, const SqlType& type) {
    if (!all_whole(node)) return refusal("a date of fractional parts");
    if (node.function == FunctionId::smalldatetimefromparts) return spelled("tsql.momentfromparts(!0, !1, !2, !3, !4, 0, 0, 1)", type);
    const std::string parts = "tsql.momentfromparts(!0, !1, !2, !3, !4, !5, !6, ";
    if (node.function == FunctionId::datetimefromparts) return spelled("tsql.on_grid(" + parts + "1000))", type);
    const auto digits = integer_of(node.args.back());
    if (!digits || *digits < 0 || *digits > 7) return refusal("a computed precision");
    return spelled(fmt::format("{}1{})", parts, std::string(static_cast<std::size_t>(*digits), '0')), type);
}

Form datetrunc_form(const Call& node, const SqlType& type) {
    const std::string part(node.date_part);
    if (!is_calendar(type) || !is_part(part) || part == "weekday") return refusal("DATETRUNC " + part + " of " + to_string(type));
    const std::string text = fmt::format("tsql.datetrunc('{}', $0)", part);
    return type.kind == TypeKind::date ? spelled("cast(" + text + " as date)", type) : spelled(text, type);
}

} // namespace

std::optional<Form> date_form(const Call& node, const SqlType& type) {
    switch (node.function) {
    case FunctionId::getdate:
    case FunctionId::getutcdate: return spelled("tsql.on_grid(now() at time zone 'UTC')", type);
    case FunctionId::sysdatetime:
    case FunctionId::sysutcdatetime: return spelled("cast(now() at time zone 'UTC' as timestamp)", type);
    case FunctionId::sysdatetimeoffset: return spelled("now()", type);
    case FunctionId::dateadd: return dateadd_form(node, type);
    case FunctionId::datediff:
    case FunctionId::datediff_big: return datediff_form(node, type);
    case FunctionId::datepart: return part_form(node, std::string(node.date_part));
    case FunctionId::year: return part_form(node, "year");
    case FunctionId::month: return part_form(node, "month");
    case FunctionId::day: return part_form(node, "day");
    case FunctionId::datename: return name_form(node, type);
    case FunctionId::eomonth: return eomonth_form(node);
    case FunctionId::datefromparts: return all_whole(node) ? spelled("tsql.datefromparts(!0, !1, !2)", kDate) : refusal("a date of fractional parts");
    case FunctionId::datetimefromparts:
    case FunctionId::datetime2fromparts:
    case FunctionId::smalldatetimefromparts: return moment_of_parts(node, type);
    case FunctionId::datetrunc: return datetrunc_form(node, type);
    default: return std::nullopt;
    }
}

} // namespace t2d::backend::postgres
