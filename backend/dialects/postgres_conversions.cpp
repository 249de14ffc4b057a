// SPDX-License-Identifier: Apache-2.0
// CAST and CONVERT. What is read from a text is read by a function of the library, whose name begins with `try_` for TRY_CAST.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/postgres.h"
#include "backend/dialects/postgres_form.h"

namespace t2d::backend {

using namespace ir;

namespace postgres {

Form not_exact(const Conversion& c) {
    return refusal(fmt::format("conversion of {} to {}{}", to_string(c.from), to_string(c.to), c.style >= 0 ? fmt::format(" with style {}", c.style) : ""));
}

namespace {

Form cast_to(const Conversion& c, const std::string& text) { return spelled(fmt::format("cast({} as {})", text, type_name(c.to)), c.to); }

std::string_view try_(const Conversion& c) { return c.try_ ? "try_" : ""; }

// ---- to text

bool fits(const SqlType& to, int length) { return to.length <= 0 || to.length >= length; }

/// SQL Server gives `*` for an int that does not fit into a char or varchar, and fails for Unicode and other numbers.
Form number_text(const Conversion& c, const std::string& text, int longest) {
    if (fits(c.to, longest)) return spelled(text, c.to);
    const bool star = c.from.is_integer() && c.from.kind != TypeKind::bigint && !c.to.is_unicode();
    const std::string instead = star ? "'*'" : c.try_ ? "null" : "tsql.fail('Arithmetic overflow error converting to " + to_string(c.to) + ".', cast(null as text))";
    return spelled(fmt::format("case when length({0}) > {1} then {2} else {0} end", text, c.to.length, instead), c.to);
}

Form string_text(const Conversion& c) {
    const bool longer = c.from.length == kMaxLength || c.from.length > c.to.length || c.from.length == 0;
    const bool padded = c.from.is_fixed_string() && !c.to.is_fixed_string();
    if (c.to.length > 0 && longer) return spelled(fmt::format("left({}, {})", padded ? "#0" : "$0", c.to.length), c.to);
    return spelled(padded ? "#0" : "$0", c.to, strength::any);
}

Form text_form(const Conversion& c) {
    const SqlType& from = c.from;
    if (from.is_string()) return string_text(c);
    if (from.kind == TypeKind::bit) return spelled("cast(cast($0 as integer) as text)", c.to);
    if (from.is_integer()) return number_text(c, "cast($0 as text)", digits_at_most(c.operand).value_or(19) + (at_least(c.operand).value_or(-1) < 0 ? 1 : 0));
    if (from.kind == TypeKind::decimal) return number_text(c, "cast(#0 as text)", c.operand.type.precision + 3);
    if (from.is_money()) return c.style <= 0 ? number_text(c, "cast(round($0, 2) as text)", 19) : c.style == 2 ? number_text(c, "cast(#0 as text)", 21) : not_exact(c);
    if (from.is_approximate()) return fits(c.to, 13) && c.style <= 0 && from.kind == TypeKind::float_ ? spelled("tsql.float_text($0)", c.to) : not_exact(c);
    if (from.kind == TypeKind::uniqueidentifier) return fits(c.to, 36) ? spelled("upper(cast($0 as text))", c.to) : not_exact(c);
    if (from.is_binary() && (c.style == 1 || c.style == 2) && fits(c.to, from.length > 0 ? 2 * from.length + 2 : 16001)) {
        const std::string hex = "upper(encode($0, 'hex'))";
        return c.style == 1 ? spelled("'0x' || " + hex, c.to, strength::concat) : spelled(hex, c.to);
    }
    if (!from.is_temporal()) return not_exact(c);
    return moment_text(c, [](const std::string& moment, const std::string& format, bool) { return to_char(moment, format); });
}

// ---- to numbers

Form number_of_text(const Conversion& c) {
    switch (c.to.kind) {
    case TypeKind::bit: return spelled(fmt::format("tsql.bit_of_text($0, {})", c.try_), c.to);
    case TypeKind::tinyint: return spelled(fmt::format("tsql.{}to_tinyint($0)", try_(c)), c.to);
    case TypeKind::smallint: return spelled(fmt::format("tsql.{}to_smallint($0)", try_(c)), c.to);
    case TypeKind::int_: return spelled(fmt::format("tsql.{}to_int($0)", try_(c)), c.to);
    case TypeKind::bigint: return spelled(fmt::format("tsql.{}to_bigint($0)", try_(c)), c.to);
    case TypeKind::decimal: return cast_to(c, c.try_ ? fmt::format("tsql.try_to_decimal($0, {}, {})", c.to.precision, c.to.scale) : "tsql.to_decimal($0)");
    case TypeKind::float_: return spelled(fmt::format("tsql.{}to_float($0)", try_(c)), c.to);
    default: return c.to.is_money() && !c.try_ ? cast_to(c, "tsql.to_money($0)") : not_exact(c);
    }
}

/// The greatest value of a whole number's type, as TRY_CAST asks for it.
std::string_view greatest_of(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::smallint: return "32767";
    case TypeKind::int_: return "2147483647";
    default: return "9223372036854775807";
    }
}

Form whole_of_number(const Conversion& c) {
    const bool fraction = (c.from.kind == TypeKind::decimal && c.from.scale > 0) || c.from.is_approximate();
    const std::string number = fraction ? "trunc($0)" : c.from.is_money() ? "round($0)" : c.from.kind == TypeKind::bit ? "cast($0 as integer)" : "$0"; // money rounds
    const bool narrower = !c.from.is_integer() || c.from.kind > c.to.kind;
    if (c.to.kind == TypeKind::tinyint) return c.from.kind == TypeKind::bit ? cast_to(c, number) : spelled(fmt::format("tsql.{}tinyint({})", try_(c), c.from.is_approximate() ? "cast(" + number + " as numeric)" : number), c.to);
    if (c.try_ && narrower) return spelled(fmt::format("case when {0} between -{2} - 1 and {2} then cast({0} as {1}) end", number, type_name(c.to), greatest_of(c.to)), c.to);
    if (number == "cast($0 as integer)" && c.to.kind == TypeKind::int_) return spelled(number, c.to);
    return cast_to(c, number);
}

Form number_of_number(const Conversion& c) {
    if (c.to.kind == TypeKind::bit) return c.from.kind == TypeKind::bit ? spelled("$0", c.to, strength::any) : spelled("@0 <> 0", c.to, strength::compare);
    if (type_name(c.from) == type_name(c.to) && c.to.kind != TypeKind::tinyint) return spelled("$0", c.to, strength::any);
    if (c.to.is_integer()) return whole_of_number(c);
    const std::string number = c.from.kind == TypeKind::bit ? "cast($0 as integer)" : "$0";
    if (c.to.is_approximate()) return c.to.kind == TypeKind::real && c.from.kind != TypeKind::float_ ? not_exact(c) : cast_to(c, number);
    if (c.from.kind == TypeKind::real) return not_exact(c);
    const std::string exact = c.from.kind == TypeKind::float_ ? "tsql.decimal_of_float($0)" : number;
    const int integral = (c.to.is_money() ? (c.to.kind == TypeKind::money ? 19 : 10) : c.to.precision) - scale_of(c.to);
    if (!c.try_) return cast_to(c, exact);
    return spelled(fmt::format("case when abs(round({}, {})) < 1{} then cast({} as {}) end", exact, scale_of(c.to), std::string(static_cast<std::size_t>(integral), '0'), exact, type_name(c.to)), c.to);
}

Form guid_form(const Conversion& c) {
    if (!c.from.is_string()) return not_exact(c);
    const std::string found = R"(substring($0 collate "C" from '^[{]?([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})[}]?'))";
    if (c.try_) return cast_to(c, found);
    return cast_to(c, fmt::format("case when $0 is not null then coalesce({}, '') end", found)); // '' fails
}

Form binary_form(const Conversion& c) {
    if (!c.from.is_binary()) return not_exact(c);
    const bool cuts = c.to.length > 0 && (c.from.length == kMaxLength || c.from.length > c.to.length);
    const bool pads = c.to.kind == TypeKind::binary && c.from.length != c.to.length;
    return cuts || pads ? not_exact(c) : spelled("$0", c.to, strength::any);
}

} // namespace

} // namespace postgres

Form PostgresSpelling::conversion_form(const Conversion& c) const {
    const Constant* constant = constant_of(&c.operand);
    const bool null = constant != nullptr && constant->is_null;
    if (null && c.to.known() && c.to.kind != TypeKind::null) return spelled("cast(null as " + type_name(c.to) + ")", c.to);
    if (!c.to.known() || c.to.kind == TypeKind::null) return spelled("$0", c.from, strength::any);
    if (!c.from.known() || c.from.kind == TypeKind::null || c.from.kind == TypeKind::other) return c.from.kind == TypeKind::null ? postgres::cast_to(c, "$0") : postgres::not_exact(c);
    if (c.to.is_string()) return postgres::text_form(c);
    if (c.to.is_number() && c.from.is_string()) return postgres::number_of_text(c);
    if (c.to.is_number()) return c.from.is_number() ? postgres::number_of_number(c) : postgres::not_exact(c);
    if (c.to.is_temporal()) return postgres::moment_form(c);
    if (c.to.is_binary()) return postgres::binary_form(c);
    if (c.to.kind == TypeKind::uniqueidentifier) return c.from.kind == c.to.kind ? spelled("$0", c.to, strength::any) : postgres::guid_form(c);
    return postgres::not_exact(c);
}

} // namespace t2d::backend
