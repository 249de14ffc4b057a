// SPDX-License-Identifier: Apache-2.0
// FORMAT with the .NET formats that DuckDB can follow exactly, in the culture en-US.
// https://learn.microsoft.com/dotnet/standard/base-types/custom-date-and-time-format-strings
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/duckdb_form.h"
#include "ir/type_rules.h"

namespace t2d::backend {

using namespace ir;

namespace {

const SqlType kText = string_type(TypeKind::nvarchar, 4000);

struct Directive {
    std::string_view written, strftime;
};
/// Longer ones first: `MMMM` is not `MM` twice.
constexpr Directive kDirectives[] = {
    {"yyyy", "%Y"}, {"MMMM", "%B"}, {"dddd", "%A"}, {"MMM", "%b"}, {"ddd", "%a"}, {"yy", "%y"}, {"MM", "%m"}, {"dd", "%d"}, {"HH", "%H"}, {"hh", "%I"}, {"mm", "%M"}, {"ss", "%S"}, {"tt", "%p"},
    {"M", "%-m"}, {"d", "%-d"}, {"H", "%-H"}, {"h", "%-I"}, {"m", "%-M"}, {"s", "%-S"},
};
/// Standard formats, as long as the server's version does not matter: that of long dates does.
constexpr std::pair<char, std::string_view> kStandard[] = {
    {'d', "M/d/yyyy"}, {'s', "yyyy-MM-ddTHH:mm:ss"}, {'t', "h:mm tt"}, {'T', "h:mm:ss tt"}, {'g', "M/d/yyyy h:mm tt"}, {'G', "M/d/yyyy h:mm:ss tt"},
};

/// The digits of `fff`, `ffff`, …: of all moments with at most milliseconds the others are zeros; six are there for all.
std::string fraction_of(std::size_t digits, const SqlType& type) {
    constexpr std::size_t kMilliseconds = 3, kMicroseconds = 6, kMost = 7;
    if (digits < kMilliseconds || digits > kMost) return {};
    if (digits == kMilliseconds || type.kind != TypeKind::datetime2 || type.scale <= 3) return "%g" + std::string(digits - kMilliseconds, '0');
    return digits == kMicroseconds ? "%f" : std::string{};
}

/// The strftime format of a .NET format; empty when a part of it is not known.
std::string date_format(std::string_view text, const SqlType& type) {
    std::string out;
    if (text.size() == 1) {
        const auto* const standard = std::find_if(std::begin(kStandard), std::end(kStandard), [&](const auto& row) { return row.first == text[0]; });
        return standard == std::end(kStandard) ? std::string{} : date_format(standard->second, type);
    }
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == 'f') {
            const std::size_t digits = std::min(text.find_first_not_of('f', i), text.size()) - i;
            const std::string fraction = fraction_of(digits, type);
            if (fraction.empty()) return {};
            out += fraction;
            i += digits;
            continue;
        }
        const auto* const row = std::find_if(std::begin(kDirectives), std::end(kDirectives), [&](const Directive& d) { return text.substr(i).starts_with(d.written); });
        if (row != std::end(kDirectives)) {
            out += row->strftime;
            i += row->written.size();
            if (i < text.size() && text[i] == text[i - 1]) return {}; // more letters than the directive has
            continue;
        }
        if (std::string_view(" -/.:,_()TZ").find(text[i]) == std::string_view::npos) return {};
        out += text[i++];
    }
    return out;
}

/// Digits after the point of `N2`, `#,##0.00`, `0.00`, `F2`; nothing for other formats. `grouped`: with thousands separators.
std::optional<int> number_format(std::string_view text, bool& grouped) {
    grouped = text.starts_with("#,##0") || text.starts_with("#,0") || text.starts_with("N") || text.starts_with("n");
    if (text.size() <= 2 && !text.empty() && std::string_view("NnFf").find(text[0]) != std::string_view::npos) {
        if (text.size() == 1) return 2;
        return text[1] >= '0' && text[1] <= '9' ? std::optional(text[1] - '0') : std::nullopt;
    }
    const std::string_view head = text.starts_with("#,##0") ? "#,##0" : text.starts_with("#,0") ? "#,0" : text.starts_with("0") ? "0" : "";
    if (head.empty()) return std::nullopt;
    const std::string_view rest = text.substr(head.size());
    if (rest.empty()) return 0;
    if (rest[0] != '.' || rest.size() < 2 || rest.find_first_not_of('0', 1) != std::string_view::npos) return std::nullopt;
    return static_cast<int>(rest.size()) - 1;
}

/// `00000` and `D5`: at least so many digits.
int padded_digits(std::string_view text) {
    if (!text.empty() && text.find_first_not_of('0') == std::string_view::npos) return static_cast<int>(text.size());
    return text.size() == 2 && (text[0] == 'D' || text[0] == 'd') && text[1] >= '1' && text[1] <= '9' ? text[1] - '0' : 0;
}

Form number_text(const Call& node, std::string_view text) {
    const SqlType& type = node.args[0]->type;
    const bool whole = type.is_integer() && type.kind != TypeKind::bit;
    if (const int digits = padded_digits(text); whole && digits > 0) {
        if (at_least(*node.args[0]).value_or(-1) >= 0) return spelled(fmt::format("printf('%0{}d', $0)", digits), kText);
        return spelled(fmt::format("case when $0 < 0 then '-' else '' end || printf('%0{}d', abs($0))", digits), kText, strength::concat);
    }
    bool grouped = false;
    const auto digits = number_format(text, grouped);
    constexpr int kDoubleDigits = 15, kBigintDigits = 18;
    const SqlType decimal = decimal_form(type);
    const bool long_decimal = (type.kind == TypeKind::decimal || type.is_money()) && decimal.precision > kDoubleDigits && decimal.precision - decimal.scale <= kBigintDigits;
    if (digits && long_decimal && *digits <= decimal.scale) {
        const std::string rounded = fmt::format("round(#0, {})", *digits);
        const std::string head = fmt::format("case when {0} < 0 then '-' else '' end || format('{{:{1}}}', cast(trunc(abs({0})) as bigint))", rounded, grouped ? "," : "d");
        return spelled(*digits == 0 ? head : head + fmt::format(" || '.' || right(cast({} as varchar), {})", rounded, *digits), kText, strength::concat);
    }
    const bool exact = whole ? type.kind != TypeKind::bigint : (type.kind == TypeKind::decimal || type.kind == TypeKind::smallmoney) && decimal.precision <= kDoubleDigits;
    if (!digits || !exact) return refusal("FORMAT of " + to_string(type) + " as " + sql_text(text));
    if (whole && *digits == 0) return spelled(grouped ? "format('{:,}', $0)" : "cast($0 as varchar)", kText);
    return spelled(fmt::format("format('{{:{}.{}f}}', cast({} as double))", grouped ? "," : "", *digits, whole ? "$0" : fmt::format("round(#0, {})", *digits)), kText);
}

} // namespace

Form format_form(const Call& node) {
    const Constant* format = constant_of(node.args[1]);
    const Constant* culture = node.args.size() > 2 ? constant_of(node.args[2]) : nullptr;
    if (format == nullptr || format->is_null) return refusal("FORMAT with a computed format");
    if (node.args.size() > 2 && (culture == nullptr || (culture->text != "en-US" && culture->text != "en-us"))) return refusal("FORMAT in another culture than en-US");
    if (!is_calendar(node.args[0]->type)) return number_text(node, format->text);
    const std::string strftime = date_format(format->text, node.args[0]->type);
    if (strftime.empty()) return refusal("FORMAT of a date as " + sql_text(format->text));
    return spelled("strftime($0, " + form_literal(strftime) + ")", kText);
}

} // namespace t2d::backend
