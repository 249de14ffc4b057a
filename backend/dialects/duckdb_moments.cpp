// SPDX-License-Identifier: Apache-2.0
// Dates and times as text, and what becomes a date or a time.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "backend/dialects/duckdb_form.h"
#include "backend/jinja.h"

namespace t2d::backend {

using namespace ir;

namespace {

Form not_exact(const Conversion& c) {
    return refusal(fmt::format("conversion of {} to {}{}", to_string(c.from), to_string(c.to), c.style >= 0 ? fmt::format(" with style {}", c.style) : ""));
}

} // namespace

Form moment_text_form(const Conversion& c) {
    return moment_text(c, [](const std::string& moment, const std::string& format, bool whole_date) {
        return whole_date ? "cast(" + moment + " as varchar)" : fmt::format("strftime({}, '{}')", moment, format);
    });
}

// ---- text to dates and times

std::string on_datetime_grid(const std::string& text) {
    return fmt::format("make_timestamp(cast(round(round(epoch_us({}) * 0.0003) / 0.3) as bigint) * 1000)", text);
}

std::string on_minutes(const std::string& text) { return "date_trunc('minute', " + text + " + to_milliseconds(30001))"; }

namespace {

/// More than the three digits of fractional seconds that datetime and smalldatetime read.
bool has_long_fraction(std::string_view iso) {
    const std::size_t point = iso.find('.');
    return point != std::string_view::npos && iso.size() > point + 4;
}

/// A moment with the digits of fractional seconds of its type.
std::string rounded(const SqlType& to, const std::string& text) {
    if (to.scale == 0) return "date_trunc('second', " + text + " + to_milliseconds(500))";
    if (to.scale == 3) return "date_trunc('millisecond', " + text + " + to_microseconds(500))";
    if (to.scale >= 6) return text;
    const std::string unit = "1" + std::string(static_cast<std::size_t>(6 - to.scale), '0');
    return fmt::format("time_bucket(to_microseconds({}), {} + to_microseconds({}))", unit, text, "5" + unit.substr(2));
}

/// What was read from a text, rounded where the type has digits of its own.
Form cut_to(const SqlType& to, const std::string& text) { return spelled(to.kind == TypeKind::datetime2 ? rounded(to, text) : text, to); }

/// A day, read as a timestamp, as a value of the type.
Form days(const SqlType& to, const std::string& text) { return spelled(to.kind == TypeKind::date ? "cast(" + text + " as date)" : text, to); }

/// A constant that SQL Server reads as the ISO text `iso`.
Form constant_moment(const Conversion& c, const std::string& iso) {
    const std::string text = c.try_ ? "try_cast('" + iso + "' as timestamp)" : "timestamp '" + iso + "'";
    if (c.to.kind == TypeKind::date) return days(c.to, text);
    if (c.to.kind == TypeKind::datetime) return spelled(on_datetime_grid(text), c.to);
    if (c.to.kind == TypeKind::smalldatetime) return spelled(on_minutes(text), c.to);
    return cut_to(c.to, text);
}

Form time_of_text(const Conversion& c) {
    const Constant* constant = constant_of(&c.operand);
    if (const auto literal = constant == nullptr ? std::nullopt : time_literal(constant->text, c.to)) return *literal;
    const std::string time = fmt::format("{}(regexp_extract($0, '^ *[0-9]{{1,2}}:[0-9]{{2}}(:[0-9]{{2}}([.][0-9]{{1,7}})?)? *$') as time)", c.try_ ? "try_cast" : "cast");
    return spelled(c.to.scale >= 6 ? time : fmt::format("cast({} as time)", rounded(c.to, "date '1900-01-01' + " + time)), c.to);
}

Form from_text(const Conversion& c) {
    const Constant* constant = constant_of(&c.operand);
    const std::string iso = constant != nullptr ? iso_date(constant->text) : std::string{};
    const bool plain = !iso.empty() && (c.style < 0 || c.style == 0 || c.style >= 112 || (c.style >= 20 && c.style <= 25));
    if (c.to.kind == TypeKind::time) return c.style > 0 ? not_exact(c) : time_of_text(c);
    if (constant != nullptr && (plain || c.style <= 0) && !c.try_)
        if (const auto literal = moment_literal(constant->text, c.to)) return *literal;
    const bool old = c.to.kind == TypeKind::datetime || c.to.kind == TypeKind::smalldatetime;
    if (plain && is_too_early(iso, c.to)) return c.try_ ? spelled("cast(null as timestamp)", c.to) : refusal("a date before the first one of " + to_string(c.to));
    if (plain && old && has_long_fraction(iso)) return c.try_ ? spelled("cast(null as timestamp)", c.to) : refusal("a text that datetime does not read");
    if (plain && c.try_ && !old) return cut_to(c.to, fmt::format("try_cast('{}' as {})", c.to.kind == TypeKind::date ? iso.substr(0, 10) : iso, duckdb_type(c.to)));
    if (plain && c.to.kind == TypeKind::date) return spelled("date '" + iso.substr(0, 10) + "'", c.to);
    if (plain && !c.try_ && c.to.kind != TypeKind::smalldatetime && (c.to.kind != TypeKind::datetime || is_on_grid(iso))) return spelled("timestamp '" + iso + "'", c.to);
    if (!is_calendar(c.to)) return not_exact(c);
    if (plain) return constant_moment(c, iso);
    if (c.style == 112 && is_digits(c.operand) && c.operand.type.length == 8) return days(c.to, fmt::format("{}strptime($0, '%Y%m%d')", c.try_ ? "try_" : ""));
    const std::string name = reading_macro(c.to.kind, c.style, c.try_);
    if (name.empty()) return not_exact(c);
    const std::string call = jinja::expression(name + "(`0)");
    return c.style > 100 && c.style <= 112 ? spelled(call, c.to) : cut_to(c.to, call); // those have no time
}

/// How many digits of fractional seconds values of the type have.
int fraction_digits(const SqlType& type) {
    if (type.kind == TypeKind::datetime) return 3;
    return type.kind == TypeKind::date || type.kind == TypeKind::smalldatetime ? 0 : type.scale;
}

Form from_moment(const Conversion& c) {
    const bool clock_only = c.from.kind == TypeKind::time;
    const bool loses = fraction_digits(c.from) > fraction_digits(c.to);
    if (c.from.kind == TypeKind::datetimeoffset || c.to.kind == TypeKind::datetimeoffset) return c.from.kind == c.to.kind && !loses ? spelled("$0", c.to, strength::any) : not_exact(c);
    if (c.to.kind == TypeKind::date) return clock_only ? not_exact(c) : c.from.kind == TypeKind::date ? spelled("$0", c.to, strength::any) : spelled("cast($0 as date)", c.to);
    if (c.to.kind == TypeKind::time) {
        if (c.from.kind == TypeKind::date) return spelled("time '00:00:00'", c.to); // nothing of a date is a time
        const std::string moment = clock_only ? "date '1900-01-01' + @0" : "@0";
        const std::string text = loses ? rounded(c.to, moment) : "$0";
        return !loses && clock_only ? spelled("$0", c.to, strength::any) : spelled("cast(" + text + " as time)", c.to);
    }
    const std::string moment = clock_only ? "date '1900-01-01' + @0" : c.from.kind == TypeKind::date ? "cast($0 as timestamp)" : "$0";
    const int own = clock_only ? strength::add : c.from.kind == TypeKind::date ? strength::atom : strength::any;
    if (c.to.kind == TypeKind::smalldatetime) return c.from.kind == c.to.kind || c.from.kind == TypeKind::date ? spelled(moment, c.to, own) : spelled(on_minutes(clock_only ? moment : "@0"), c.to);
    if (c.to.kind == TypeKind::datetime && fraction_digits(c.from) > 0 && c.from.kind != TypeKind::datetime) return spelled(on_datetime_grid(moment), c.to);
    if (!loses) return spelled(moment, c.to, own);
    return spelled(rounded(c.to, clock_only ? moment : "@0"), c.to);
}

/// Days since 1900-01-01.
Form from_number(const Conversion& c) {
    if (c.to.kind != TypeKind::datetime && c.to.kind != TypeKind::smalldatetime) return not_exact(c);
    if (!c.from.is_integer() || c.from.kind == TypeKind::bit) return not_exact(c);
    if (integer_of(&c.operand) == 0) return spelled("timestamp '1900-01-01'", c.to);
    return spelled("timestamp '1900-01-01' + to_days($0)", c.to, strength::add);
}

} // namespace

Form moment_form(const Conversion& c) {
    if (c.from.is_temporal()) return from_moment(c);
    if (c.from.is_string()) return from_text(c);
    return c.from.is_number() && !c.try_ ? from_number(c) : not_exact(c);
}

} // namespace t2d::backend
