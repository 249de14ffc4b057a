// SPDX-License-Identifier: Apache-2.0
// Dates and times as text: which characters a style gives. How they are written is the target's.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql#date-and-time-styles
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/form.h"

namespace t2d::backend {

using namespace ir;

namespace {

Form not_exact(const Conversion& c) {
    return refusal(fmt::format("conversion of {} to {}{}", to_string(c.from), to_string(c.to), c.style >= 0 ? fmt::format(" with style {}", c.style) : ""));
}

/// A style as a strftime format: `date` is all that a DATE has of it; `%g` stands for the fraction that the type keeps.
struct Style {
    int number;
    std::string_view date, moment;
    bool blank_padded = false; ///< day and hour with a blank instead of a zero
};
constexpr Style kStyles[] = {
    {0, "%b %d %Y", "%b %d %Y %I:%M%p", true},
    {1, "%m/%d/%y", "%m/%d/%y"},
    {2, "%y.%m.%d", "%y.%m.%d"},
    {3, "%d/%m/%y", "%d/%m/%y"},
    {4, "%d.%m.%y", "%d.%m.%y"},
    {5, "%d-%m-%y", "%d-%m-%y"},
    {6, "%d %b %y", "%d %b %y"},
    {7, "%b %d, %y", "%b %d, %y"},
    {8, "", "%H:%M:%S"},
    {9, "%b %d %Y", "%b %d %Y %I:%M:%S:%g%p", true},
    {10, "%m-%d-%y", "%m-%d-%y"},
    {11, "%y/%m/%d", "%y/%m/%d"},
    {12, "%y%m%d", "%y%m%d"},
    {13, "%d %b %Y", "%d %b %Y %H:%M:%S:%g"},
    {14, "", "%H:%M:%S:%g"},
    {20, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"},
    {21, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%g"},
    {23, "%Y-%m-%d", "%Y-%m-%d"},
    {24, "", "%H:%M:%S"},
    {25, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%g"},
    {100, "%b %d %Y", "%b %d %Y %I:%M%p", true},
    {101, "%m/%d/%Y", "%m/%d/%Y"},
    {102, "%Y.%m.%d", "%Y.%m.%d"},
    {103, "%d/%m/%Y", "%d/%m/%Y"},
    {104, "%d.%m.%Y", "%d.%m.%Y"},
    {105, "%d-%m-%Y", "%d-%m-%Y"},
    {106, "%d %b %Y", "%d %b %Y"},
    {107, "%b %d, %Y", "%b %d, %Y"},
    {108, "", "%H:%M:%S"},
    {109, "%b %d %Y", "%b %d %Y %I:%M:%S:%g%p", true},
    {110, "%m-%d-%Y", "%m-%d-%Y"},
    {111, "%Y/%m/%d", "%Y/%m/%d"},
    {112, "%Y%m%d", "%Y%m%d"},
    {113, "%d %b %Y", "%d %b %Y %H:%M:%S:%g"},
    {114, "", "%H:%M:%S:%g"},
    {120, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S"},
    {121, "%Y-%m-%d", "%Y-%m-%d %H:%M:%S.%g"},
    {126, "%Y-%m-%d", "%Y-%m-%dT%H:%M:%S.%g"},
};

const Style* style_of(int number) {
    const auto* const found = std::find_if(std::begin(kStyles), std::end(kStyles), [&](const Style& row) { return row.number == number; });
    return found == std::end(kStyles) ? nullptr : found;
}

/// The format of the fraction that a type keeps; empty when strftime has none for that many digits.
std::optional<std::string_view> fraction_format(const SqlType& type) {
    if (type.kind == TypeKind::datetime || type.kind == TypeKind::smalldatetime || type.scale == 3) return "%g";
    if (type.scale == 0) return "";
    if (type.scale == 6) return "%f";
    if (type.scale == 7) return "%f0";
    return std::nullopt;
}

/// The format with the fraction of the type, without its separator where there is none.
std::optional<std::string> format_of(std::string_view style, const SqlType& type) {
    std::string out(style);
    const std::size_t at = out.find("%g");
    if (at == std::string::npos) return out;
    const auto fraction = fraction_format(type);
    if (!fraction) return std::nullopt;
    if (fraction->empty()) out.erase(at - 1, 3);
    else out.replace(at, 2, *fraction);
    return out;
}

int width_of(char directive) { return directive == 'Y' ? 4 : directive == 'b' || directive == 'g' ? 3 : directive == 'f' ? 6 : 2; }

/// The beginning of a format that gives `length` characters; empty when a directive would have to be cut.
std::string shortened(std::string_view format, int length) {
    std::string out;
    for (std::size_t i = 0; i < format.size() && length > 0; ++i) {
        const bool directive = format[i] == '%';
        length -= directive ? width_of(format[i + 1]) : 1;
        out += format[i];
        if (directive) out += format[++i];
    }
    return length == 0 ? out : std::string{};
}

int length_of(std::string_view format) {
    int length = 0;
    for (std::size_t i = 0; i < format.size(); ++i) length += format[i] == '%' ? width_of(format[++i]) : 1;
    return length;
}

Form formatted(const Conversion& c, const MomentWriter& write, const std::string& format, bool blank_padded, const std::string& moment) {
    const bool cuts = c.to.length > 0 && c.to.length < length_of(format);
    const std::string shorter = cuts ? shortened(format, c.to.length) : format;
    const bool plain_date = format == "%Y-%m-%d" && !cuts && c.from.kind == TypeKind::date;
    std::string text = write(moment, shorter.empty() ? format : shorter, plain_date);
    if (blank_padded) text = "replace(" + text + ", ' 0', '  ')";
    Form out = spelled(shorter.empty() ? fmt::format("left({}, {})", text, c.to.length) : text, c.to);
    out.trimmed = !cuts;
    return out;
}

Form time_text(const Conversion& c, const MomentWriter& write) {
    const bool clock = c.style == 108 || c.style == 8 || c.style == 24;
    if (c.style >= 0 && !clock && c.style != 114 && c.style != 14 && c.style != 121 && c.style != 120) return not_exact(c);
    const bool fraction = !clock && c.style != 120;
    const auto format = format_of(fraction ? (c.style == 114 || c.style == 14 ? "%H:%M:%S:%g" : "%H:%M:%S.%g") : "%H:%M:%S", c.from);
    if (!format) return not_exact(c);
    return formatted(c, write, *format, false, "date '1900-01-01' + @0");
}

} // namespace

Form moment_text(const Conversion& c, const MomentWriter& write) {
    if (c.from.kind == TypeKind::time) return time_text(c, write);
    if (!is_calendar(c.from)) return not_exact(c);
    const bool old = c.from.kind == TypeKind::datetime || c.from.kind == TypeKind::smalldatetime;
    const Style* style = style_of(c.style >= 0 ? c.style : old ? 0 : 121); // the newer types default to ODBC form
    if (style == nullptr || (c.from.kind == TypeKind::date && style->date.empty())) return not_exact(c);
    const auto format = format_of(c.from.kind == TypeKind::date ? style->date : style->moment, c.from);
    if (!format) return not_exact(c);
    if (style->number != 126 || c.from.kind != TypeKind::datetime || (c.to.length > 0 && c.to.length <= 19)) {
        const bool whole_minute = style->number == 126 && c.from.kind == TypeKind::smalldatetime;
        return formatted(c, write, whole_minute ? "%Y-%m-%dT%H:%M:%S" : *format, style->blank_padded, "$0");
    }
    if (c.to.length > 0 && c.to.length < 23) return not_exact(c);
    return spelled("replace(" + write("$0", "%Y-%m-%dT%H:%M:%S.%g", false) + ", '.000', '')", c.to); // style 126 leaves a zero fraction out
}

} // namespace t2d::backend
