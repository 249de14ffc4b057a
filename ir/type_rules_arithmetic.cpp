// SPDX-License-Identifier: Apache-2.0
// Result types of operators and aggregates.
// https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
#include <algorithm>

#include "ir/type_rules.h"

namespace t2d {

namespace {

using ir::ArithmeticOp;

constexpr int kMaxPrecision = 38;
constexpr int kMinReducedScale = 6;

/// Products and quotients keep their integral digits and give up scale, but not below six digits.
SqlType reduce_product(int precision, int scale) {
    if (precision <= kMaxPrecision) return decimal_type(precision, scale);
    const int integral = precision - scale;
    if (integral < kMaxPrecision - kMinReducedScale) return decimal_type(kMaxPrecision, std::min(scale, kMaxPrecision - integral));
    return decimal_type(kMaxPrecision, std::min(scale, kMinReducedScale));
}

/// Sums give up scale for every integral digit that would not fit.
SqlType reduce_sum(int precision, int scale, int integral) {
    if (precision <= kMaxPrecision) return decimal_type(precision, scale);
    return decimal_type(kMaxPrecision, std::max(0, std::min(scale, kMaxPrecision - integral)));
}

SqlType decimal_result(ast::BinaryOp op, const SqlType& a, const SqlType& b) {
    const int p1 = a.precision, s1 = a.scale, p2 = b.precision, s2 = b.scale;
    switch (op) {
    case ast::BinaryOp::multiply: return reduce_product(p1 + p2 + 1, s1 + s2);
    case ast::BinaryOp::divide: {
        const int scale = std::max(kMinReducedScale, s1 + p2 + 1);
        return reduce_product(p1 - s1 + s2 + scale, scale);
    }
    case ast::BinaryOp::modulo: {
        const int scale = std::max(s1, s2);
        return reduce_sum(std::min(p1 - s1, p2 - s2) + scale, scale, std::min(p1 - s1, p2 - s2));
    }
    default: {
        const int integral = std::max(p1 - s1, p2 - s2), scale = std::max(s1, s2);
        return reduce_sum(integral + scale + 1, scale, integral);
    }
    }
}

/// An integer constant takes part in decimal arithmetic with just its digits: `Price * 100` multiplies by decimal(3,0).
SqlType decimal_operand(const ir::Scalar& scalar) {
    const auto* constant = std::get_if<ir::Constant>(&scalar.node);
    if (constant == nullptr || constant->is_null || !scalar.type.is_integer() || scalar.type.kind == TypeKind::bit) return decimal_form(scalar.type);
    const auto digits = std::count_if(constant->text.begin(), constant->text.end(), [](char c) { return c >= '0' && c <= '9'; });
    return decimal_type(std::max(1, static_cast<int>(digits)), 0);
}

bool is_bitwise(ast::BinaryOp op) { return op == ast::BinaryOp::bit_and || op == ast::BinaryOp::bit_or || op == ast::BinaryOp::bit_xor; }

ArithmeticOp operator_of(ast::BinaryOp op) {
    switch (op) {
    case ast::BinaryOp::subtract: return ArithmeticOp::subtract;
    case ast::BinaryOp::multiply: return ArithmeticOp::multiply;
    case ast::BinaryOp::divide: return ArithmeticOp::divide;
    case ast::BinaryOp::modulo: return ArithmeticOp::modulo;
    case ast::BinaryOp::bit_and: return ArithmeticOp::bit_and;
    case ast::BinaryOp::bit_or: return ArithmeticOp::bit_or;
    case ast::BinaryOp::bit_xor: return ArithmeticOp::bit_xor;
    default: return ArithmeticOp::add;
    }
}

int added_length(const SqlType& a, const SqlType& b, int limit) {
    if (a.length == kMaxLength || b.length == kMaxLength) return kMaxLength;
    return std::min(a.length + b.length, limit);
}

/// A text or LOB type with the length it has as an operand of `+`.
SqlType concatenable(const SqlType& type) {
    if (type.kind == TypeKind::text) return string_type(TypeKind::varchar, kMaxLength);
    if (type.kind == TypeKind::ntext || type.kind == TypeKind::xml) return string_type(TypeKind::nvarchar, kMaxLength);
    return type;
}

ArithmeticResult concatenation(const SqlType& left, const SqlType& right) {
    const SqlType a = concatenable(left), b = concatenable(right);
    if (a.is_binary()) {
        const TypeKind kind = a.kind == TypeKind::binary && b.kind == TypeKind::binary ? TypeKind::binary : TypeKind::varbinary;
        return {ArithmeticOp::concat, string_type(kind, added_length(a, b, 8000)), a, b};
    }
    const bool unicode = a.is_unicode() || b.is_unicode();
    const bool fixed = a.is_fixed_string() && b.is_fixed_string();
    const TypeKind varying = unicode ? TypeKind::nvarchar : TypeKind::varchar;
    const TypeKind kind = !fixed ? varying : unicode ? TypeKind::nchar : TypeKind::char_;
    return {ArithmeticOp::concat, string_type(kind, added_length(a, b, unicode ? 4000 : 8000)), a, b};
}

bool counts_days(const SqlType& type) { return type.kind == TypeKind::datetime || type.kind == TypeKind::smalldatetime; }

/// datetime ± number or text; other date types know no arithmetic in T-SQL.
std::optional<ArithmeticResult> date_arithmetic(ast::BinaryOp op, SqlType left, SqlType right) {
    if (op != ast::BinaryOp::add && op != ast::BinaryOp::subtract) return std::nullopt;
    if (left.is_string() || left.kind == TypeKind::null) left = right;
    if (right.is_string() || right.kind == TypeKind::null) right = left;
    const bool fits = (counts_days(left) || left.is_number()) && (counts_days(right) || right.is_number());
    if (!fits) return std::nullopt;
    const SqlType result = type_precedence(left.kind) >= type_precedence(right.kind) ? left : right;
    return ArithmeticResult{op == ast::BinaryOp::add ? ArithmeticOp::date_add : ArithmeticOp::date_subtract, result, left, right};
}

/// Texts and NULLs take the other operand's type; two of them cannot be computed with.
std::optional<ArithmeticResult> bitwise(ast::BinaryOp op, const SqlType& left, const SqlType& right) {
    if (left.is_integer() && right.is_integer()) {
        const SqlType type = common_type(left, right);
        return ArithmeticResult{operator_of(op), type, type, type};
    }
    const bool with_binary = (left.is_integer() && right.is_binary()) || (left.is_binary() && right.is_integer());
    if (!with_binary) return std::nullopt;
    const SqlType type = left.is_integer() ? left : right;
    return ArithmeticResult{operator_of(op), type, type, type};
}

std::optional<ArithmeticResult> numeric(ast::BinaryOp op, const ir::Scalar& left, const ir::Scalar& right, const SqlType& left_type, const SqlType& right_type) {
    const SqlType common = common_type(left_type, right_type);
    if (common.kind == TypeKind::bit) return std::nullopt;
    if (common.kind != TypeKind::decimal) return ArithmeticResult{operator_of(op), common, common, common};
    const SqlType a = left_type == left.type ? decimal_operand(left) : left_type;
    const SqlType b = right_type == right.type ? decimal_operand(right) : right_type;
    return ArithmeticResult{operator_of(op), decimal_result(op, a, b), a, b};
}

bool untyped(const SqlType& type) { return type.kind == TypeKind::null; }

} // namespace

std::optional<ArithmeticResult> arithmetic_type(ast::BinaryOp op, const ir::Scalar& left, const ir::Scalar& right) {
    SqlType a = left.type, b = right.type;
    if (!a.known() || !b.known()) return ArithmeticResult{operator_of(op), {}, a, b};
    if (untyped(a)) a = untyped(b) ? simple_type(TypeKind::int_) : b;
    if (untyped(b)) b = a;
    if (a.is_temporal() || b.is_temporal()) return date_arithmetic(op, a, b);
    const bool textual = (a.is_string() && b.is_string()) || (a.is_binary() && b.is_binary());
    if (textual) return op == ast::BinaryOp::add ? std::optional(concatenation(a, b)) : std::nullopt;
    if (a.is_string()) a = b;
    if (b.is_string()) b = a;
    if (is_bitwise(op)) return bitwise(op, a, b);
    if (a.is_binary()) a = b;
    if (b.is_binary()) b = a;
    if (!a.is_number() || !b.is_number()) return std::nullopt;
    return numeric(op, left, right, a, b);
}

SqlType unary_type(ast::UnaryOp op, const SqlType& operand) {
    if (op == ast::UnaryOp::bit_not || op == ast::UnaryOp::plus) return operand;
    if (op == ast::UnaryOp::logical_not) return simple_type(TypeKind::bit);
    if (operand.kind == TypeKind::tinyint) return simple_type(TypeKind::smallint);
    if (operand.kind == TypeKind::bit || operand.is_string() || untyped(operand)) return simple_type(TypeKind::int_);
    return operand;
}

namespace {

SqlType sum_type(const SqlType& argument) {
    switch (argument.kind) {
    case TypeKind::bit:
    case TypeKind::tinyint:
    case TypeKind::smallint: return simple_type(TypeKind::int_);
    case TypeKind::decimal: return decimal_type(kMaxPrecision, argument.scale);
    case TypeKind::smallmoney: return simple_type(TypeKind::money);
    case TypeKind::real: return simple_type(TypeKind::float_);
    case TypeKind::null: return simple_type(TypeKind::int_);
    default: return argument;
    }
}

SqlType list_type(const SqlType& argument) {
    if (argument.length == kMaxLength) return argument;
    if (argument.kind == TypeKind::char_ || argument.kind == TypeKind::varchar) return string_type(TypeKind::varchar, 8000);
    return string_type(TypeKind::nvarchar, 4000);
}

} // namespace

SqlType aggregate_type(ir::AggregateKind kind, const SqlType& argument) {
    using ir::AggregateKind;
    switch (kind) {
    case AggregateKind::count_star:
    case AggregateKind::count:
    case AggregateKind::checksum_agg:
    case AggregateKind::grouping_id: return simple_type(TypeKind::int_);
    case AggregateKind::grouping: return simple_type(TypeKind::tinyint);
    case AggregateKind::count_big:
    case AggregateKind::count_big_star:
    case AggregateKind::approx_count_distinct: return simple_type(TypeKind::bigint);
    case AggregateKind::sum: return sum_type(argument);
    case AggregateKind::avg:
        if (argument.kind == TypeKind::decimal) return decimal_type(kMaxPrecision, std::max(argument.scale, kMinReducedScale));
        return sum_type(argument);
    case AggregateKind::min:
    case AggregateKind::max: return argument;
    case AggregateKind::stdev:
    case AggregateKind::stdevp:
    case AggregateKind::var:
    case AggregateKind::varp: return simple_type(TypeKind::float_);
    case AggregateKind::string_agg: return list_type(argument);
    case AggregateKind::collect: return simple_type(TypeKind::other);
    }
    return {};
}

} // namespace t2d
