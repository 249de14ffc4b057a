// SPDX-License-Identifier: Apache-2.0
// Texts that become dates: SQL Server's rules take many lines of SQL, so a project has them as macros and its models call those.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

namespace {

/// What a macro reads: the type, and the style that says how the text is written (0: as us_english or ISO 8601 write it).
struct Wanted {
    TypeKind to;
    int style;
    bool try_;
};

/// Which order of day, month and year a style reads, with any of the separators that SQL Server takes.
struct Reading {
    int style;
    std::string_view pattern, format;
};
constexpr std::string_view kYear = "YYYY"; ///< in patterns: a year that the type has
constexpr std::string_view kYearLast = "^ *[0-9]{1,2}[-./][0-9]{1,2}[-./]YYYY *$";
constexpr std::string_view kYearFirst = "^ *YYYY[-./][0-9]{1,2}[-./][0-9]{1,2} *$";
constexpr Reading kReadings[] = {
    {101, kYearLast, "%m/%d/%Y"}, {103, kYearLast, "%d/%m/%Y"}, {104, kYearLast, "%d/%m/%Y"}, {105, kYearLast, "%d/%m/%Y"},
    {110, kYearLast, "%m/%d/%Y"}, {102, kYearFirst, "%Y/%m/%d"}, {111, kYearFirst, "%Y/%m/%d"},
};
constexpr int kIsoStyles[] = {20, 21, 23, 25, 120, 121, 126};
constexpr int kCompactStyle = 112;

/// Written dates of the session language us_english, beside the ISO forms. A time alone is of the day 1900-01-01, here and there.
constexpr std::string_view kNamedDates = R"([
            '%m/%d/%Y', '%m/%d/%Y %H:%M', '%m/%d/%Y %H:%M:%S',
            '%m/%d/%Y %I:%M %p', '%m/%d/%Y %I:%M:%S %p', '%Y/%m/%d',
            '%H:%M', '%H:%M:%S',
            '%b %d %Y', '%B %d %Y', '%b %d, %Y', '%B %d, %Y',
            '%d %b %Y', '%d %B %Y', '%d/%b/%Y', '%Y/%b/%d', '%Y/%B/%d'
        ])";
/// The texts that a cast of DuckDB reads as SQL Server does: it also takes `epoch`, `2/9/24` (of the year 2) and `10:15 PM` (as 10:15).
constexpr std::string_view kIsoText = "^ *(YYYY[-/]?[0-9]{1,2}[-/]?[0-9]{1,2}([T ][0-9:. ]+Z?)?) *$";
/// Texts that SQL Server may read though neither of the two does: years of two digits (their century is a setting of the server) or in
/// the middle, a year alone, blanks beside separators, times with AM, PM or a fraction behind another date, names of months in other forms.
constexpr std::string_view kOtherDates[] = {"^ *([0-9]{4}|[0-9]{6}) *$", "^ *[0-9]{1,2}[-/.][0-9]{1,2}[-/.][0-9]{2}( |$)", "^ *[0-9]{1,2}[-/.][0-9]{4}[-/.]", "[0-9] +[-/.]|[-/.] +[0-9]", "[0-9] *[ap]m", ":[0-9]+:[0-9]+:|^[ 0-9]*:|/.*:.*[.]",
                                            "[0-9][-/., ]*(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)", "(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[-/., ]*[0-9]"};
/// Written dates that are read where the day is one of the month; otherwise SQL Server does not read them either.
constexpr std::string_view kShortMonths = "^ *([0-9]{1,2}[- /][a-z]{3}[- /]|[a-z]{3} +[0-9]{1,2},? +)[0-9]{4} *$";

/// Not all types begin with the year 1.
std::string_view years_of(TypeKind to) {
    if (to == TypeKind::datetime) return "(?:175[3-9]|17[6-9][0-9]|1[89][0-9]{2}|[2-9][0-9]{3})";
    return to == TypeKind::smalldatetime ? "(?:19[0-9]{2}|20[0-7][0-9])" : "[0-9]{4}";
}

/// A pattern with the years of the type.
std::string dated(const Wanted& w, std::string_view pattern) {
    std::string out(pattern);
    if (const std::size_t at = out.find(kYear); at != std::string::npos) out.replace(at, kYear.size(), years_of(w.to));
    return out;
}

std::string_view try_of(const Wanted& w) { return w.try_ ? "try_" : ""; }

/// A cast that fails: DuckDB takes no error() in the order of a window, and rows are numbered by such values.
std::string fails(std::string_view message) { return fmt::format("cast('{}' as timestamp)", message); }

/// `$0` with the date 1900-01-01, as `written`, where it is blank: SQL Server reads '' so.
std::string not_blank(std::string_view written) { return fmt::format("regexp_replace($0, '^ *$', '{}')", written); }

/// A text of a style. TRY_ must not take a date with a year of two digits for none: which century it means depends on the server.
std::string styled(const Wanted& w, const Reading& row) {
    const std::string text = fmt::format("translate(\n            regexp_extract({}, '{}'),\n            '-.', '//'\n        )", not_blank(row.format[1] == 'Y' ? "1900/01/01" : "01/01/1900"), dated(w, row.pattern));
    const std::string read = fmt::format("{}strptime(\n        {},\n        '{}'\n    )", try_of(w), text, row.format);
    if (!w.try_) return read;
    return fmt::format("case\n        when regexp_full_match(\n            $0, ' *([0-9]{{1,2}}[-/.][0-9]{{1,2}}[-/.][0-9]{{2}}|[0-9]{{6}}) *'\n        ) then {}\n        else {}\n    end", fails("A date with a year of two digits has no exact form."), read);
}

/// A text without a style. TRY_ fails, too, on what SQL Server may read and this does not.
std::string unstyled(const Wanted& w) {
    const std::string iso = fmt::format(R"(try_cast(regexp_replace(
            regexp_extract(
                {},
                '{}', 1
            ),
            '^([0-9]{{4}})([0-9]{{2}})([0-9]{{2}})\b', '\1-\2-\3'
        ) as timestamp))", not_blank("1900-01-01"), dated(w, kIsoText));
    const std::string named = fmt::format("{}strptime(\n            translate(regexp_extract($0, '{}'), '-.', '//'),\n            {}\n        )", try_of(w), dated(w, "^[ 0-9:]+$|.*YYYY.*"), kNamedDates);
    if (!w.try_) return fmt::format("coalesce(\n        {},\n        {}\n    )", iso, named);
    std::string others;
    for (const std::string_view other : kOtherDates) others += fmt::format("{}regexp_matches($0, '{}', 'i')", others.empty() ? "" : "\n                or ", other);
    return fmt::format("coalesce(\n        {},\n        {},\n        case\n            when (\n                {}\n            ) and not regexp_matches($0, '{}', 'i')\n                then {}\n        end\n    )",
                       iso, named, others, kShortMonths, fails("A date that is written in this way has no exact form."));
}

bool is_iso(int style) { return std::find(std::begin(kIsoStyles), std::end(kIsoStyles), style) != std::end(kIsoStyles); }

/// The row of a style that is neither ISO nor compact; null pointer when there is none.
const Reading* reading_of(int style) {
    const auto* const row = std::find_if(std::begin(kReadings), std::end(kReadings), [&](const Reading& reading) { return reading.style == style; });
    return row == std::end(kReadings) ? nullptr : row;
}

bool is_known(int style) { return style <= 0 || is_iso(style) || style == kCompactStyle || reading_of(style) != nullptr; }

/// A timestamp of `$0`, in a known style.
std::string timestamp_of(const Wanted& w) {
    if (w.style <= 0) return unstyled(w);
    if (is_iso(w.style))
        return fmt::format("{}cast(regexp_extract({}, '{}') as timestamp)", try_of(w), not_blank("1900-01-01"), dated(w, "^ *YYYY[-0-9T:. ]*$"));
    if (w.style == kCompactStyle) return fmt::format("{}strptime(regexp_extract({}, '{}'), '%Y%m%d')", try_of(w), not_blank("19000101"), dated(w, "^ *YYYY[0-9]{4} *$"));
    return styled(w, *reading_of(w.style));
}

/// A datetime or smalldatetime: SQL Server does not read seconds with more than three digits.
std::string not_too_fine(const Wanted& w, const std::string& text) {
    return fmt::format("case\n    when regexp_matches($0, ':[0-9]+[.][0-9]{{4}}')\n        then {}\n    else {}\nend", w.try_ ? "null" : fails("Conversion failed when converting date and/or time from character string."), text);
}

std::string value_of(const Wanted& w) {
    const std::string text = timestamp_of(w);
    if (w.to == TypeKind::datetime2) return text;
    if (w.to == TypeKind::date) return "cast(" + text + " as date)";
    return not_too_fine(w, w.to == TypeKind::datetime ? on_datetime_grid(text) : on_minutes(text));
}

std::string_view word_of(TypeKind kind) {
    switch (kind) {
    case TypeKind::date: return "date";
    case TypeKind::datetime: return "datetime";
    case TypeKind::smalldatetime: return "smalldatetime";
    default: return "datetime2";
    }
}

std::string name_of(const Wanted& w) {
    return fmt::format("tsql_{}{}{}", try_of(w), word_of(w.to), w.style <= 0 ? std::string{} : fmt::format("_{}", w.style));
}

/// The body of a macro with its parameter in place of `$0`.
std::string with_parameter(std::string body) {
    static constexpr std::string_view kPlace = "$0", kParameter = "{{ value }}";
    for (std::size_t at = body.find(kPlace); at != std::string::npos; at = body.find(kPlace, at + kParameter.size())) body.replace(at, kPlace.size(), kParameter);
    return body;
}

std::string about(const Wanted& w) {
    std::string text = fmt::format("{}CONVERT({}, value", w.try_ ? "TRY_" : "", word_of(w.to));
    text += w.style <= 0 ? ")" : fmt::format(", {})", w.style);
    text += " of T-SQL, where `value` is the SQL of a text. A blank text is\n    1900-01-01; ";
    return text + (w.try_ ? "what is no date is NULL, and what SQL Server reads by its own settings fails." : "what is no date fails.");
}

} // namespace

std::string reading_macro(TypeKind to, int style, bool try_) { return is_known(style) ? name_of({to, style, try_}) : std::string{}; }

std::string reading_macro_text(std::string_view name) {
    const std::string_view last = name.substr(name.rfind('_') + 1);
    int style = 0;
    if (last.find_first_not_of("0123456789") == std::string_view::npos) std::from_chars(last.data(), last.data() + last.size(), style);
    if (!is_known(style)) return {};
    for (const TypeKind to : {TypeKind::date, TypeKind::smalldatetime, TypeKind::datetime, TypeKind::datetime2})
        for (const bool try_ : {false, true})
            if (const Wanted wanted{to, style, try_}; name_of(wanted) == name)
                return fmt::format("{{#\n    {}\n#}}\n{{% macro {}(value) -%}}\n{}\n{{%- endmacro %}}\n", about(wanted), name, with_parameter(value_of(wanted)));
    return {};
}

} // namespace t2d::backend
