// SPDX-License-Identifier: Apache-2.0
// Arithmetic with SQL Server's result types.
// https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

constexpr int kMaxPrecision = 38;
constexpr int kInt64Digits = 18; ///< DuckDB multiplies decimals of up to so many digits into as many
constexpr int kRoomForValues = 12; ///< integral digits that a product should always have room for

int scale_of(const SqlType& type) { return type.kind == TypeKind::decimal ? type.scale : type.is_money() ? 4 : 0; }

int width_of(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit:
    case TypeKind::tinyint: return 3;
    case TypeKind::smallint: return 5;
    case TypeKind::int_: return 10;
    case TypeKind::bigint:
    case TypeKind::money: return 19;
    case TypeKind::smallmoney: return 10;
    default: return type.precision;
    }
}

std::string power_of_ten(int digits) { return "1" + std::string(static_cast<std::size_t>(digits), '0'); }
std::string unit_of(int scale) { return scale == 0 ? "1" : "0." + std::string(static_cast<std::size_t>(scale - 1), '0') + "1"; }

/// A bit counts as 0 or 1.
std::string counted(const SqlType& type, std::string_view sigil, int index) {
    return type.kind == TypeKind::bit ? fmt::format("cast(${} as integer)", index) : fmt::format("{}{}", sigil, index);
}

/// The wider of the whole numbers' types in DuckDB, where constants take that of the other operand.
SqlType widest(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    SqlType out = type;
    if (!type.is_integer()) return out;
    if (constant_of(node.left) == nullptr && left.is_integer() && width_of(left) > width_of(out)) out = left;
    if (constant_of(node.right) == nullptr && right.is_integer() && width_of(right) > width_of(out)) out = right;
    return out;
}

Form infix(const Arithmetic& node, std::string_view op, int own, const SqlType& native) {
    return spelled(fmt::format("{} {} {}", counted(node.left->type, "<", 0), op, counted(node.right->type, ">", 1)), native, own);
}

/// Whole numbers are as wide as the wider operand; DuckDB takes constants for as narrow as the other operand.
Form whole(const Arithmetic& node, const SqlType& type, std::string_view op, int own, const SqlType& left, const SqlType& right) {
    const auto wide = [&](const Scalar& scalar, const SqlType& native) { return constant_of(&scalar) == nullptr && width_of(native) >= width_of(type) && native.kind != TypeKind::bit; };
    const bool constants = constant_of(node.left) != nullptr && constant_of(node.right) != nullptr;
    const bool bits = node.left->type.kind == TypeKind::bit || node.right->type.kind == TypeKind::bit;
    if (wide(*node.left, left) || wide(*node.right, right) || ((constants || bits) && type.kind == TypeKind::int_)) return infix(node, op, own, widest(node, type, left, right));
    const std::string cast = fmt::format("cast(${} as {})", constant_of(node.left) == nullptr || constants ? 0 : 1, duckdb_type(type));
    if (cast[6] == '0') return spelled(fmt::format("{} {} {}", cast, op, counted(node.right->type, ">", 1)), type, own);
    return spelled(fmt::format("{} {} {}", counted(node.left->type, "<", 0), op, cast), type, own);
}

/// Bits of two BITs: a logical AND would make false of NULL and false.
Form bitwise(const Arithmetic& node, const SqlType& type, std::string_view op, const SqlType& left, const SqlType& right) {
    if (type.kind != TypeKind::bit) return whole(node, type, op, strength::concat, left, right);
    return spelled(fmt::format("cast(cast($0 as integer) {} cast($1 as integer) as boolean)", op), type);
}

Form exclusive(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    if (type.kind == TypeKind::bit) return spelled("@0 <> @1", type, strength::compare);
    return spelled(fmt::format("xor({}, {})", counted(node.left->type, "$", 0), counted(node.right->type, "$", 1)), widest(node, type, left, right));
}

Form sum(const Arithmetic& node, const SqlType& type, std::string_view op, const SqlType& left, const SqlType& right) {
    const int scale = std::max(scale_of(left), scale_of(right));
    if (!type.known() && (left.is_string() || right.is_string())) return refusal("a sum of a text and a value of an unknown type");
    if (type.kind != TypeKind::decimal) return infix(node, op, strength::add, type);
    if (type.scale < scale) return spelled(fmt::format("cast($0 as {0}) {1} cast($1 as {0})", duckdb_type(type), op), type, strength::add); // rounded before they are added
    const int integral = std::max(width_of(left) - scale_of(left), width_of(right) - scale_of(right));
    return infix(node, op, strength::add, decimal_type(std::min(kMaxPrecision, integral + scale + 1), scale));
}

Form product(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    const int scale = scale_of(left) + scale_of(right), width = width_of(left) + width_of(right);
    if (type.kind != TypeKind::decimal) return infix(node, "*", strength::multiply, type);
    if (scale > kMaxPrecision) return refusal("a product with more than 38 decimals");
    const bool narrow = width_of(left) <= kInt64Digits && width_of(right) <= kInt64Digits;
    const int native = width <= kInt64Digits ? width : narrow ? kInt64Digits : kMaxPrecision;
    Form out = infix(node, "*", strength::multiply, decimal_type(std::min(native, std::max(width, scale)), scale));
    if (narrow && width > kInt64Digits && kInt64Digits - scale < kRoomForValues) {
        out = spelled(fmt::format("cast($0 as decimal(38, {})) * {}", scale_of(left), counted(right, ">", 1)), decimal_type(kMaxPrecision, scale), strength::multiply);
    }
    if (type.scale >= scale) return out;
    return around(out, fmt::format("cast({} as {})", out.text, duckdb_type(type)), type);
}

/// The digits of a number without its decimal point. Scaling up a decimal with many decimals leaves no room for its value: it is read
/// from its text.
std::string digits_of(const SqlType& from, int index) {
    const int scale = scale_of(from);
    const std::string operand = counted(from, from.kind == TypeKind::bit || scale == 0 ? "$" : "<", index);
    if (scale == 0) return fmt::format("cast({} as hugeint)", operand);
    const bool roomy = width_of(from) + scale <= kMaxPrecision || kMaxPrecision - 2 * scale >= kRoomForValues;
    if (roomy) return fmt::format("cast({} * {} as hugeint)", operand, power_of_ten(scale));
    return fmt::format("cast(replace(cast(cast(${} as decimal({}, {})) as varchar), '.', '') as hugeint)", index, kMaxPrecision, scale);
}

/// Decimals divide as scaled whole numbers, because SQL Server cuts the quotient at its scale.
Form quotient(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    if (type.is_integer()) return infix(node, "//", strength::multiply, widest(node, type, left, right));
    if (!type.is_number()) return refusal("a quotient of values of unknown types");
    if (type.is_approximate()) {
        const Constant* divisor = constant_of(node.right);
        const bool never_zero = divisor != nullptr && !divisor->is_null && divisor->text.find_first_of("123456789") != std::string::npos;
        if (never_zero) return infix(node, "/", strength::multiply, type);
        return spelled("<0 / case when @1 = 0 then error('Divide by zero error encountered.') else $1 end", type, strength::multiply);
    }
    const int scale = scale_of(type), shift = scale - scale_of(left) + scale_of(right);
    if (shift < 0) return refusal("a quotient of " + to_string(left) + " and " + to_string(right));
    const std::string digits = fmt::format("{}{} // {}", digits_of(left, 0), shift > 0 ? " * " + power_of_ten(shift) : "", digits_of(right, 1));
    const SqlType native = decimal_type(kMaxPrecision, scale);
    const Form out = spelled(fmt::format("cast({} as decimal(38, 0)) * {}", digits, unit_of(scale)), native, strength::multiply);
    return type.is_money() ? around(out, fmt::format("cast({} as {})", out.text, duckdb_type(type)), type) : out;
}

/// datetime counts days from 1900: adding two of them adds the second's distance.
Form moved(const Arithmetic& node, const SqlType& type) {
    const SqlType& a = node.left->type;
    const SqlType& b = node.right->type;
    const bool subtract = node.op == ArithmeticOp::date_subtract;
    if (a.is_temporal() && b.is_temporal()) {
        if (subtract) return spelled("timestamp '1900-01-01' + (@0 - @1)", type, strength::add);
        return spelled("@0 + (@1 - timestamp '1900-01-01')", type, strength::add);
    }
    const bool whole = (a.is_temporal() ? b : a).is_integer();
    if (!whole || (subtract && !a.is_temporal())) return refusal("date arithmetic with a fraction of a day");
    return spelled(fmt::format("@{} {} to_days(${})", a.is_temporal() ? 0 : 1, subtract ? "-" : "+", a.is_temporal() ? 1 : 0), type, strength::add);
}

} // namespace

Form arithmetic_form(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    Form out;
    switch (node.op) {
    case ArithmeticOp::add: out = type.is_integer() ? whole(node, type, "+", strength::add, left, right) : sum(node, type, "+", left, right); break;
    case ArithmeticOp::subtract: out = type.is_integer() ? whole(node, type, "-", strength::add, left, right) : sum(node, type, "-", left, right); break;
    case ArithmeticOp::multiply: out = type.is_integer() ? whole(node, type, "*", strength::multiply, left, right) : product(node, type, left, right); break;
    case ArithmeticOp::divide: return quotient(node, type, left, right);
    case ArithmeticOp::modulo: out = infix(node, "%", strength::multiply, widest(node, type, left, right)); break;
    case ArithmeticOp::bit_and: return bitwise(node, type, "&", left, right);
    case ArithmeticOp::bit_or: return bitwise(node, type, "|", left, right);
    case ArithmeticOp::bit_xor: return exclusive(node, type, left, right);
    case ArithmeticOp::concat: return spelled("&0 || &1", type, strength::concat);
    case ArithmeticOp::date_add:
    case ArithmeticOp::date_subtract: return moved(node, type);
    }
    if (type.is_money() && out.refused.empty()) return around(out, fmt::format("cast({} as {})", out.text, duckdb_type(type)), type);
    return out;
}

} // namespace t2d::backend
