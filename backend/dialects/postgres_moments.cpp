// SPDX-License-Identifier: Apache-2.0
// What becomes a date or a time, and formats of dates.
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/postgres_form.h"

namespace t2d::backend::postgres {

using namespace ir;

namespace {

struct Directive {
    char letter;
    std::string_view word;
};
constexpr Directive kDirectives[] = {{'Y', "YYYY"}, {'y', "YY"}, {'m', "MM"}, {'d', "DD"}, {'b', "Mon"}, {'H', "HH24"}, {'I', "HH12"}, {'M', "MI"}, {'S', "SS"}, {'g', "MS"}, {'f', "US"}, {'p', "AM"}};

std::optional<Form> literal(const Conversion& c) {
    const Constant* constant = constant_of(&c.operand);
    if (constant == nullptr || c.try_ || c.style > 0) return std::nullopt;
    if (auto moment = moment_literal(constant->text, c.to)) return moment;
    if (c.to.kind == TypeKind::time) return time_literal(constant->text, c.to);
    const std::string iso = iso_date(constant->text);
    if (iso.empty()) return std::nullopt;
    const int year = std::stoi(iso.substr(0, 4));
    if (c.to.kind == TypeKind::date) return spelled("date " + form_literal(iso.substr(0, 10)), c.to);
    const bool dashed_date_alone = constant->text.size() == 10; // read by the session's DATEFORMAT, which is mdy: year first is year first
    if (c.to.kind == TypeKind::datetime && is_on_grid(iso) && year >= 1753 && (iso.size() > 10 || dashed_date_alone || constant->text.size() == 8)) return spelled("timestamp " + form_literal(iso), c.to);
    return std::nullopt;
}

Form of_text(const Conversion& c) {
    const Constant* constant = constant_of(&c.operand);
    if (constant != nullptr && !c.try_ && is_too_early(iso_date(constant->text), c.to)) return refusal("a date before the first one of " + to_string(c.to));
    if (const auto known = literal(c)) return *known;
    constexpr int kStyles[] = {0, 20, 21, 23, 25, 101, 102, 103, 104, 105, 110, 111, 112, 120, 121, 126};
    const int style = std::max(c.style, 0);
    if (std::find(std::begin(kStyles), std::end(kStyles), style) == std::end(kStyles)) return not_exact(c);
    const std::string_view name = c.to.kind == TypeKind::date ? "date" : c.to.kind == TypeKind::datetime ? "datetime" : c.to.kind == TypeKind::smalldatetime ? "smalldatetime" : c.to.kind == TypeKind::datetime2 ? "datetime2" : "";
    if (name.empty()) return not_exact(c);
    const std::string digits = c.to.kind == TypeKind::datetime2 ? fmt::format(", {}", c.to.scale) : "";
    return spelled(fmt::format("tsql.{}to_{}($0{}{})", c.try_ ? "try_" : "", name, digits, style == 0 ? "" : fmt::format(", {}", style)), c.to);
}

Form of_moment(const Conversion& c) {
    const TypeKind from = c.from.kind, to = c.to.kind;
    if (from == to && (to != TypeKind::datetime2 || c.to.scale >= c.from.scale || c.to.scale >= 6)) return spelled("$0", c.to, strength::any);
    if (from == TypeKind::time || from == TypeKind::datetimeoffset || to == TypeKind::datetimeoffset) return not_exact(c);
    if (c.try_ && from != TypeKind::date) return not_exact(c); // an overflow would be NULL
    if (to == TypeKind::date) return spelled("cast($0 as date)", c.to);
    if (from == TypeKind::date) return to == TypeKind::time ? not_exact(c) : spelled("cast($0 as timestamp)", c.to);
    if (to == TypeKind::time) return c.to.scale >= 6 || (from == TypeKind::datetime && c.to.scale >= 3) ? spelled("cast($0 as time)", c.to) : not_exact(c);
    return kept("$0", c.to);
}

} // namespace

std::string to_char(const std::string& moment, const std::string& format) {
    std::string out;
    for (std::size_t i = 0; i < format.size(); ++i) {
        if (format[i] == '%') {
            ++i;
            for (const Directive& row : kDirectives)
                if (row.letter == format[i]) out += row.word;
        } else {
            const bool letter = (format[i] >= 'a' && format[i] <= 'z') || (format[i] >= 'A' && format[i] <= 'Z') || (format[i] >= '0' && format[i] <= '9');
            out += letter ? "\"" + std::string(1, format[i]) + "\"" : std::string(1, format[i]);
        }
    }
    return fmt::format("to_char({}, '{}')", moment, out);
}

Form kept(const std::string& text, const SqlType& type) {
    switch (type.kind) {
    case TypeKind::datetime: return spelled("tsql.on_grid(" + text + ")", type);
    case TypeKind::smalldatetime: return spelled("tsql.to_minute(" + text + ")", type);
    default: return type.scale >= 6 ? spelled(text, type, strength::any) : spelled(fmt::format("tsql.to_digits({}, {})", text, type.scale), type);
    }
}

Form moment_form(const Conversion& c) {
    if (c.from.is_string()) return of_text(c);
    if (c.from.is_temporal()) return of_moment(c);
    const bool counts_days = c.from.is_integer() && c.from.kind != TypeKind::bit && (c.to.kind == TypeKind::datetime || c.to.kind == TypeKind::smalldatetime);
    if (counts_days && integer_of(&c.operand) == 0) return spelled("timestamp '1900-01-01'", c.to);
    return counts_days && !c.try_ ? spelled("tsql.dateadd('day', !0, timestamp '1900-01-01')", c.to) : not_exact(c);
}

} // namespace t2d::backend::postgres
