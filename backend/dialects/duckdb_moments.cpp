// SPDX-License-Identifier: Apache-2.0
// Dates and times as text, and what becomes a date or a time.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles
#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "backend/dialects/duckdb_form.h"

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

namespace {

/// Whether a constant has a fraction that datetime keeps as it is: none, or three digits on the grid.
bool is_on_grid(std::string_view iso) {
    const std::size_t point = iso.find('.');
    return point == std::string_view::npos || (iso.size() == point + 4 && std::string_view("037").find(iso.back()) != std::string_view::npos);
}

/// More than the three digits of fractional seconds that datetime and smalldatetime read.
bool has_long_fraction(std::string_view iso) {
    const std::size_t point = iso.find('.');
    return point != std::string_view::npos && iso.size() > point + 4;
}

/// Which order of day, month and year a style reads, with any of the separators that SQL Server takes.
struct Reading {
    int number;
    std::string_view pattern, format;
};
constexpr int kFineLength = 22; ///< of `20240101 10:11:12.1234`
constexpr std::string_view kYearLast = "^ *[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{4} *$";
constexpr std::string_view kYearFirst = "^ *[0-9]{4}[-./][0-9]{1,2}[-./][0-9]{1,2} *$";
constexpr Reading kReadings[] = {
    {101, kYearLast, "%m/%d/%Y"}, {103, kYearLast, "%d/%m/%Y"}, {104, kYearLast, "%d/%m/%Y"}, {105, kYearLast, "%d/%m/%Y"},
    {110, kYearLast, "%m/%d/%Y"}, {102, kYearFirst, "%Y/%m/%d"}, {111, kYearFirst, "%Y/%m/%d"},
};

/// Written dates of the session language us_english, beside the ISO forms. A time alone is of the day 1900-01-01, here and there.
constexpr std::string_view kNamedDates = "['%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S', '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p', '%Y/%m/%d', '%H:%M', '%H:%M:%S', "
                                         "'%b %d %Y', '%B %d %Y', '%b %d, %Y', '%B %d, %Y', '%d %b %Y', '%d %B %Y', '%d/%b/%Y', '%Y/%b/%d', '%Y/%B/%d']";
/// The texts that a cast of DuckDB reads as SQL Server does: it also takes `epoch`, `2/9/24` (of the year 2) and `10:15 PM` (as 10:15).
constexpr std::string_view kIsoText = "^ *([0-9]{4}[-/]?[0-9]{1,2}[-/]?[0-9]{1,2}([T ][0-9:. ]+Z?)?) *$";
/// Texts that SQL Server may read though neither of the two does: years of two digits (their century is a setting of the server) or in
/// the middle, a year alone, blanks beside separators, times with AM, PM or a fraction behind another date, names of months in other forms.
constexpr std::string_view kOtherDates = "^ *([0-9]{4}|[0-9]{6}) *$|^ *[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}( |$)|^ *[0-9]{1,2}[-/.][0-9]{4}[-/.]|[0-9] +[-/.]|[-/.] +[0-9]|[0-9] *[ap]m"
                                         "|:[0-9]+:[0-9]+:|^[ 0-9]*:|/.*:.*[.]|[0-9][-/., ]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]*[0-9]";

/// Written dates that are read where the day is one of the month; otherwise SQL Server does not read them either.
constexpr std::string_view kShortMonths = "^ *([0-9]{1,2}[- /][a-z]{3}[- /]|[a-z]{3} +[0-9]{1,2},? +)[0-9]{4} *$";

/// TRY_CAST must not take a date with a year of two digits for none: which century it means depends on the server.
std::string with_long_year(const Conversion& c, const std::string& text) {
    if (!c.try_) return text;
    return fmt::format("case when regexp_full_match($0, ' *([0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{2}}|[0-9]{{6}}) *') then error('A date with a year of two digits has no exact form.') else {} end", text);
}

/// `$0` with the date 1900-01-01, as `written`, where it is blank: SQL Server reads '' so.
std::string not_blank(const Conversion& c, std::string_view written) {
    return never_blank(c.operand) ? "$0" : fmt::format("regexp_replace($0, '^ *$', '{}')", written);
}

/// A timestamp of a text without a style. A TRY_CAST fails, too, on what SQL Server may read and this does not: by a cast that fails, as
/// DuckDB takes no error() in the order of a window, and rows are numbered by such values.
std::string written_date(const Conversion& c) {
    const std::string iso = fmt::format(R"(try_cast(regexp_replace(regexp_extract({}, '{}', 1), '^([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})\b', '\1-\2-\3') as timestamp))", not_blank(c, "1900-01-01"), kIsoText);
    const std::string named = fmt::format("{}strptime(translate(regexp_extract($0, '^[ 0-9:]+$|.*[0-9]{{4}}.*'), '-.', '//'), {})", c.try_ ? "try_" : "", kNamedDates);
    if (!c.try_) return fmt::format("coalesce({}, {})", iso, named);
    return fmt::format("coalesce({}, {}, case when regexp_matches($0, '{}', 'i') and not regexp_matches($0, '{}', 'i') then cast('A date that is written in this way has no exact form.' as timestamp) end)", iso, named, kOtherDates, kShortMonths);
}

/// A timestamp of a text, as the style reads it; empty when the style is not known.
std::string read_text(const Conversion& c) {
    const std::string_view try_ = c.try_ ? "try_" : "";
    const bool iso = c.style == 20 || c.style == 21 || c.style == 23 || c.style == 25 || c.style == 120 || c.style == 121 || c.style == 126;
    if (iso) return fmt::format("{}cast(regexp_extract({}, '^[-0-9T:. ]+$') as timestamp)", try_, not_blank(c, "1900-01-01"));
    if (c.style == 112) {
        if (is_digits(c.operand) && c.operand.type.length == 8) return fmt::format("{}strptime($0, '%Y%m%d')", try_);
        return fmt::format("{}strptime(regexp_extract({}, '^ *[0-9]{{8}} *$'), '%Y%m%d')", try_, not_blank(c, "19000101"));
    }
    for (const Reading& row : kReadings)
        if (row.number == c.style)
            return fmt::format("{}strptime({}, '{}')", try_, with_long_year(c, fmt::format("translate(regexp_extract({}, '{}'), '-.', '//')", not_blank(c, row.format[1] == 'Y' ? "1900/01/01" : "01/01/1900"), row.pattern)), row.format);
    if (c.style > 0) return {};
    return written_date(c);
}

/// A moment with the digits of fractional seconds of its type.
std::string rounded(const SqlType& to, const std::string& text) {
    if (to.scale == 0) return "date_trunc('second', " + text + " + to_milliseconds(500))";
    if (to.scale == 3) return "date_trunc('millisecond', " + text + " + to_microseconds(500))";
    if (to.scale >= 6) return text;
    const std::string unit = "1" + std::string(static_cast<std::size_t>(6 - to.scale), '0');
    return fmt::format("time_bucket(to_microseconds({}), {} + to_microseconds({}))", unit, text, "5" + unit.substr(2));
}

/// `text`, but what SQL Server does on texts whose seconds have more than three digits, where the operand has room for them.
std::string not_too_fine(const Conversion& c, const std::string& text) {
    const bool room = c.from.length == kMaxLength || c.from.length == 0 || c.from.length >= kFineLength;
    if (!room || constant_of(&c.operand) != nullptr) return text;
    const std::string_view instead = c.try_ ? "null" : "cast('Conversion failed when converting date and/or time from character string.' as timestamp)";
    return fmt::format("case when regexp_matches($0, ':[0-9]+[.][0-9]{{4}}') then {} else {} end", instead, text);
}

/// What was read from a text, rounded where the type has digits of its own.
Form cut_to(const SqlType& to, const std::string& text) { return spelled(to.kind == TypeKind::datetime2 ? rounded(to, text) : text, to); }

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
    if (plain && old && has_long_fraction(iso)) return c.try_ ? spelled("cast(null as timestamp)", c.to) : refusal("a text that datetime does not read");
    if (plain && c.try_ && !old) return cut_to(c.to, fmt::format("try_cast('{}' as {})", c.to.kind == TypeKind::date ? iso.substr(0, 10) : iso, duckdb_type(c.to)));
    if (plain && c.to.kind == TypeKind::date) return spelled("date '" + iso.substr(0, 10) + "'", c.to);
    if (plain && !c.try_ && c.to.kind != TypeKind::smalldatetime && (c.to.kind != TypeKind::datetime || is_on_grid(iso))) return spelled("timestamp '" + iso + "'", c.to);
    const std::string text = !plain ? read_text(c) : c.try_ ? "try_cast('" + iso + "' as timestamp)" : "timestamp '" + iso + "'";
    if (text.empty() || !is_calendar(c.to)) return not_exact(c);
    const bool date_only = c.style == 112 || (c.style > 100 && c.style < 112);
    if (c.to.kind == TypeKind::date) return spelled("cast(" + text + " as date)", c.to);
    if (c.to.kind == TypeKind::datetime && !date_only) return spelled(not_too_fine(c, on_datetime_grid(text)), c.to);
    if (c.to.kind == TypeKind::smalldatetime) return spelled(not_too_fine(c, "date_trunc('minute', " + text + " + to_milliseconds(30001))"), c.to);
    return date_only ? spelled(text, c.to) : cut_to(c.to, text);
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
    if (c.to.kind == TypeKind::smalldatetime) return c.from.kind == c.to.kind || c.from.kind == TypeKind::date ? spelled(moment, c.to, own) : spelled("date_trunc('minute', " + (clock_only ? moment : "@0") + " + to_milliseconds(30001))", c.to);
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
