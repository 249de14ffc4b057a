// SPDX-License-Identifier: Apache-2.0
// CAST and CONVERT. A text is filtered by a pattern before DuckDB casts it: what SQL Server would not read becomes '', which
// DuckDB does not read either, so that CAST fails and TRY_CAST gives NULL.
// https://learn.microsoft.com/sql/t-sql/functions/cast-and-convert-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

std::string cast_to(const std::string& text, const SqlType& type, bool try_) { return fmt::format("{}({} as {})", try_ ? "try_cast" : "cast", text, duckdb_type(type)); }

Form exactly(const Conversion& c, const std::string& text) { return spelled(cast_to(text, c.to, c.try_), c.to); }

Form not_exact(const Conversion& c) {
    return refusal(fmt::format("conversion of {} to {}{}", to_string(c.from), to_string(c.to), c.style >= 0 ? fmt::format(" with style {}", c.style) : ""));
}

// ---- to text

/// Characters that fit; kMaxLength and 0 (no length known) mean any number.
bool fits(const SqlType& to, int length) { return to.length <= 0 || to.length >= length; }

std::string cut(const std::string& text, const SqlType& to, int longest) { return fits(to, longest) ? text : fmt::format("left({}, {})", text, to.length); }

/// SQL Server gives `*` for an int that does not fit into a char or varchar, and fails for Unicode and other numbers.
Form number_text(const Conversion& c, const std::string& text, int longest) {
    if (fits(c.to, longest)) return spelled(text, c.to);
    const bool star = c.from.is_integer() && c.from.kind != TypeKind::bigint && !c.to.is_unicode();
    const std::string instead = star ? "'*'" : c.try_ ? "null" : "error('Arithmetic overflow error converting to " + to_string(c.to) + ".')";
    return spelled(fmt::format("case when length({0}) > {1} then {2} else {0} end", text, c.to.length, instead), c.to);
}

/// Two decimals, with commas between the thousands in style 1 (put in from behind, where the groups of three begin), or all four.
Form money_text(const Conversion& c) {
    const std::string rounded = "cast(round($0, 2) as varchar)";
    if (c.style <= 0) return number_text(c, rounded, 19);
    if (c.style == 1) return number_text(c, fmt::format("reverse(regexp_replace(regexp_replace(reverse({}), '([0-9]{{3}})', '\\1,', 'g'), ',(-?)$', '\\1'))", rounded), 23);
    return c.style == 2 ? number_text(c, "cast(#0 as varchar)", 21) : not_exact(c);
}

/// Six digits at most, an exponent of three digits.
Form float_text(const Conversion& c) {
    if (!fits(c.to, 13) || c.style > 0) return not_exact(c);
    return spelled(R"(regexp_replace(printf('%.6g', $0), 'e([+-])([0-9][0-9])$', 'e\10\2'))", c.to);
}

Form binary_text(const Conversion& c) {
    if (c.style != 1 && c.style != 2) return not_exact(c);
    return spelled(cut(c.style == 1 ? "'0x' || hex($0)" : "hex($0)", c.to, c.from.length > 0 ? 2 * c.from.length + 2 : 16001), c.to, c.style == 1 ? strength::concat : strength::atom);
}

Form text_form(const Conversion& c) {
    const SqlType& from = c.from;
    if (from.is_string()) {
        const bool longer = from.length == kMaxLength || from.length > c.to.length || from.length == 0;
        const bool padded = from.is_fixed_string() && !c.to.is_fixed_string();
        if (c.to.length > 0 && longer) return spelled(fmt::format("left({}, {})", padded ? "#0" : "$0", c.to.length), c.to);
        return spelled(padded ? "#0" : "$0", c.to, strength::any);
    }
    if (from.kind == TypeKind::bit) return spelled("cast(cast($0 as integer) as varchar)", c.to);
    if (from.is_integer()) {
        const auto digits = digits_at_most(c.operand);
        const bool signed_ = at_least(c.operand).value_or(-1) < 0;
        return number_text(c, "cast($0 as varchar)", digits.value_or(19) + (signed_ ? 1 : 0));
    }
    if (from.kind == TypeKind::decimal) return number_text(c, "cast(#0 as varchar)", from.precision + 1 + (from.scale > 0 ? 1 : 0) + (from.precision == from.scale ? 1 : 0));
    if (from.is_money()) return money_text(c);
    if (from.is_approximate()) return float_text(c);
    if (from.kind == TypeKind::uniqueidentifier) return fits(c.to, 36) ? spelled("upper(cast($0 as varchar))", c.to) : not_exact(c);
    if (from.is_binary()) return binary_text(c);
    return moment_text_form(c);
}

// ---- to numbers

constexpr std::string_view kWhole = "^ *[+-]?[0-9]+ *$";
constexpr std::string_view kDecimal = "^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$";
constexpr std::string_view kFloat = "^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)? *$";

std::string filtered(std::string_view pattern, bool blank_is_zero) {
    const std::string text = blank_is_zero ? "regexp_replace($0, '^ *$', '0')" : "$0";
    return fmt::format("regexp_extract({}, '{}')", text, pattern);
}

/// The digits of a constant that is a whole number of few digits (or blank), with its sign; empty when it is none.
std::string small_number(const Constant* constant) {
    if (constant == nullptr) return {};
    const std::size_t first = constant->text.find_first_not_of(' ');
    if (first == std::string::npos) return "0"; // SQL Server reads a blank text so
    std::string digits = constant->text.substr(first, constant->text.find_last_not_of(' ') + 1 - first);
    const std::string sign = digits[0] == '-' ? "-" : "";
    if (digits[0] == '-' || digits[0] == '+') digits.erase(0, 1);
    const bool small = !digits.empty() && digits.size() <= 9 && digits[0] != '0' && digits.find_first_not_of("0123456789") == std::string::npos;
    return small ? sign + digits : digits == "0" ? digits : std::string{};
}

/// A whole number is 0 or not; no digits at all count as 0.
Form bit_of_text(const Conversion& c) {
    const std::string_view text = "regexp_replace($0, '^ *[+-]?0* *$', '0')";
    return exactly(c, fmt::format("regexp_extract(regexp_replace({}, '^ *[+-]?[0-9]*[1-9][0-9]* *$', '1'), '^ *(true|false|[01]) *$', 1, 'i')", text));
}

Form number_of_text(const Conversion& c) {
    const std::string number = small_number(constant_of(&c.operand));
    if (c.to.kind == TypeKind::int_ && !number.empty()) return spelled(number, c.to, number[0] == '-' ? strength::unary : strength::atom);
    const bool zero = !never_blank(c.operand); // '' is 0, but not as a decimal
    if (c.to.kind == TypeKind::bit) return bit_of_text(c);
    if (c.to.is_integer()) return exactly(c, is_digits(c.operand) ? "$0" : filtered(kWhole, zero));
    if (c.to.kind == TypeKind::decimal) return exactly(c, is_digits(c.operand) ? "$0" : filtered(kDecimal, false));
    if (c.to.is_money()) return c.try_ ? not_exact(c) : exactly(c, filtered(kDecimal, zero));
    return exactly(c, filtered(kFloat, zero));
}

/// The last four bytes as a signed number, high byte first.
Form number_of_binary(const Conversion& c) {
    if (c.to.kind != TypeKind::int_) return not_exact(c);
    return spelled("cast((cast('0x0' || right(hex($0), 8) as bigint) + 2147483648) % 4294967296 - 2147483648 as integer)", c.to);
}

Form number_of_number(const Conversion& c) {
    if (c.to.kind == TypeKind::bit) return spelled("@0 <> 0", c.to, strength::compare);
    if (duckdb_type(c.from) == duckdb_type(c.to)) return spelled("$0", c.to, strength::any);
    const bool whole = c.to.is_integer();
    if (whole && (c.from.kind == TypeKind::decimal || c.from.is_approximate()) && !(c.from.kind == TypeKind::decimal && c.from.scale == 0)) return exactly(c, "trunc($0)");
    return exactly(c, "$0"); // money rounds to a whole number, as DuckDB does
}

Form number_form_of(const Conversion& c) {
    if (c.from.is_string()) return number_of_text(c);
    if (c.from.is_number()) return number_of_number(c);
    if (c.from.is_binary()) return number_of_binary(c);
    const bool counts_days = c.from.kind == TypeKind::datetime || c.from.kind == TypeKind::smalldatetime;
    if (counts_days && c.to.is_integer() && c.to.kind != TypeKind::bit) return exactly(c, "date_diff('day', timestamp '1900-01-01', @0 + to_hours(12))");
    return not_exact(c);
}

// ---- to binary and uniqueidentifier

int bytes_of(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::tinyint: return 1;
    case TypeKind::smallint: return 2;
    case TypeKind::int_: return 4;
    case TypeKind::bigint: return 8;
    default: return 0;
    }
}

Form binary_form(const Conversion& c) {
    const bool varying = c.to.kind == TypeKind::varbinary;
    if (c.from.is_binary()) {
        const bool cuts = c.to.length > 0 && (c.from.length == kMaxLength || c.from.length > c.to.length);
        const bool pads = !varying && c.from.length != c.to.length;
        if ((!cuts && !pads) || (c.to.length > 0 && hash_bytes(c.operand) == c.to.length)) return spelled("$0", c.to, strength::any);
        const std::string text = pads ? fmt::format("unhex(rpad(hex($0), {}, '0'))", 2 * c.to.length) : fmt::format("unhex(left(hex($0), {}))", 2 * c.to.length);
        if (!cuts || !c.implicit) return spelled(text, c.to);
        return spelled(fmt::format("case when octet_length($0) > {} then error('Binary data would be truncated.') else {} end", c.to.length, text), c.to);
    }
    if (c.from.is_integer() && bytes_of(c.from) > 0 && c.to.length > 0) {
        const int bytes = varying ? std::min(c.to.length, bytes_of(c.from)) : c.to.length;
        if (bytes > 8) return not_exact(c);
        return spelled(fmt::format("unhex(right(lpad(hex(cast($0 as bigint)), 16, '0'), {}))", 2 * bytes), c.to);
    }
    return not_exact(c);
}

Form guid_form(const Conversion& c) {
    if (!c.from.is_string()) return not_exact(c);
    return exactly(c, "regexp_extract($0, '^[{]?[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}[}]?')");
}

} // namespace

Form conversion_form(const Conversion& c) {
    const Constant* constant = constant_of(&c.operand);
    const bool null = constant != nullptr && constant->is_null;
    if (null && c.to.known() && c.to.kind != TypeKind::null) return spelled("cast(null as " + duckdb_type(c.to) + ")", c.to);
    if (!c.to.known() || c.to.kind == TypeKind::null) return spelled("$0", c.from, strength::any);
    if (!c.from.known() || c.from.kind == TypeKind::null) return exactly(c, "$0"); // of a table without DDL
    if (c.to.is_string()) return text_form(c);
    if (c.to.is_number()) return number_form_of(c);
    if (c.to.is_temporal()) return moment_form(c);
    if (duckdb_type(c.from) == duckdb_type(c.to) && !c.to.is_binary()) return spelled("$0", c.to, strength::any);
    if (c.to.is_binary()) return binary_form(c);
    if (c.to.kind == TypeKind::uniqueidentifier) return guid_form(c);
    return not_exact(c);
}

} // namespace t2d::backend
