// SPDX-License-Identifier: Apache-2.0
// Arithmetic, mathematical functions and choices.
// https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/postgres.h"
#include "backend/dialects/postgres_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

const SqlType kFloat = simple_type(TypeKind::float_);
constexpr int kMaxPrecision = 38;

std::string name_of(const Call& node) { return std::string(info_of(node.function).name); }
bool is_exact_fraction(const SqlType& type) { return type.kind == TypeKind::decimal || type.is_money(); }

int digits_of(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit:
    case TypeKind::tinyint: return 3;
    case TypeKind::smallint: return 5;
    case TypeKind::int_:
    case TypeKind::smallmoney: return 10;
    case TypeKind::bigint:
    case TypeKind::money: return 19;
    default: return type.precision;
    }
}

/// An operand of an operator; a bit counts as 0 or 1, a text that reads as a number is one already.
std::string counted(const Scalar& operand, std::string_view sigil, int index) {
    return operand.type.kind == TypeKind::bit ? fmt::format("cast(${} as integer)", index) : fmt::format("{}{}", sigil, index);
}

std::string infix(const Arithmetic& node, std::string_view op) { return fmt::format("{} {} {}", counted(*node.left, "<", 0), op, counted(*node.right, ">", 1)); }

/// What PostgreSQL makes of an operand: constants are at least integers.
TypeKind width_of(const Scalar& operand, const SqlType& native) {
    const TypeKind least = constant_of(&operand) != nullptr || native.kind == TypeKind::bit ? TypeKind::int_ : native.kind == TypeKind::tinyint ? TypeKind::smallint : native.kind;
    return std::max(least, constant_of(&operand) != nullptr ? literal_type(operand).value_or(native).kind : least);
}

/// Whole numbers: a result of the declared type, so that it overflows where SQL Server's does.
Form whole(const Arithmetic& node, const SqlType& type, std::string_view op, int own, const SqlType& left, const SqlType& right) {
    const Form out = spelled(infix(node, op), type, own);
    if (type.kind == TypeKind::tinyint) return around(out, "tsql.tinyint(" + out.text + ")", type);
    const TypeKind native = std::max(width_of(*node.left, left), width_of(*node.right, right));
    if (native == type.kind) return out;
    if (native > type.kind) return around(out, fmt::format("cast({} as {})", out.text, postgres::type_name(type)), type);
    return spelled(fmt::format("cast({} as {}) {} {}", counted(*node.left, "$", 0), postgres::type_name(type), op, counted(*node.right, ">", 1)), type, own);
}

/// Decimals are exact without a bound: what SQL Server rounds to fewer decimals is rounded, what may overflow 38 digits is checked.
Form decimal(const Arithmetic& node, const SqlType& type, std::string_view op, int own, const SqlType& left, const SqlType& right) {
    const int ls = postgres::scale_of(left), rs = postgres::scale_of(right);
    const bool product = node.op == ArithmeticOp::multiply;
    const int scale = product ? ls + rs : std::max(ls, rs), wanted = postgres::scale_of(type);
    const Form out = spelled(infix(node, op), postgres::numeric(scale), own);
    const auto integral_of = [](const SqlType& operand) { return digits_of(operand) - postgres::scale_of(operand); };
    const int a = integral_of(node.left->type), b = integral_of(node.right->type);
    const bool overflows = type.is_money() || (product ? a + b : std::max(a, b) + 1) + scale > kMaxPrecision;
    if (!product && wanted < scale) return spelled(fmt::format("cast({1} as {0}) {3} cast({2} as {0})", postgres::type_name(type), counted(*node.left, "$", 0), counted(*node.right, "$", 1), op), postgres::numeric(wanted), own); // rounded before they are added
    if (wanted < scale || overflows) return around(out, fmt::format("cast({} as {})", out.text, postgres::type_name(type)), type);
    return out;
}

/// Two reals give a real, a real beside anything else does not.
Form approximate(const Arithmetic& node, std::string_view op, int own, const SqlType& left, const SqlType& right) {
    const bool reals = left.kind == TypeKind::real && right.kind == TypeKind::real;
    return spelled(infix(node, op), simple_type(reals ? TypeKind::real : TypeKind::float_), own);
}

Form quotient(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) {
    if (type.is_integer()) return whole(node, type, "/", strength::multiply, left, right);
    if (type.is_approximate()) return approximate(node, "/", strength::multiply, left, right);
    if (!is_exact_fraction(type)) return refusal("a quotient of values of unknown types");
    const Form out = spelled(fmt::format("tsql.quotient({}, {}, {})", counted(*node.left, "$", 0), counted(*node.right, "$", 1), postgres::scale_of(type)), postgres::numeric(postgres::scale_of(type)));
    return spelled(fmt::format("cast({} as {})", out.text, postgres::type_name(type)), type);
}

/// Bits of two BITs: a logical AND would make false of NULL and false.
Form bitwise(const Arithmetic& node, const SqlType& type, std::string_view op, const SqlType& left, const SqlType& right) {
    if (type.kind != TypeKind::bit) return whole(node, type, op, strength::concat, left, right);
    return spelled(fmt::format("cast(cast($0 as integer) {} cast($1 as integer) as boolean)", op), type);
}

/// datetime counts days from 1900: adding two of them adds the second's distance.
Form moved(const Arithmetic& node, const SqlType& type) {
    const SqlType& a = node.left->type;
    const SqlType& b = node.right->type;
    const bool subtract = node.op == ArithmeticOp::date_subtract;
    if (a.is_temporal() && b.is_temporal()) return spelled(subtract ? "timestamp '1900-01-01' + (@0 - @1)" : "@0 + (@1 - timestamp '1900-01-01')", type, strength::add);
    const bool days = (a.is_temporal() ? b : a).is_integer();
    if (!days || (subtract && !a.is_temporal())) return refusal("date arithmetic with a fraction of a day");
    return spelled(fmt::format("tsql.dateadd('day', {}!{}, ${})", subtract ? "-" : "", a.is_temporal() ? 1 : 0, a.is_temporal() ? 0 : 1), type);
}

// ---- functions

Form whole_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (type.is_integer() && type.kind != TypeKind::bit) return spelled("$0", type, strength::any);
    const std::string text = node.function == FunctionId::ceiling ? "ceil($0)" : "floor($0)";
    if (is_exact_fraction(type)) return spelled(text, postgres::numeric(0));
    return type.is_approximate() ? spelled(text, type) : refusal(name_of(node) + " of " + to_string(type));
}

Form round_form(const Call& node) {
    const SqlType& from = node.args[0]->type;
    const auto digits = integer_of(node.args[1]);
    const auto mode = node.args.size() > 2 ? integer_of(node.args[2]) : std::optional<long long>(0);
    if (!mode) return refusal("ROUND with a computed mode");
    if (!digits) return refusal("ROUND to a computed number of digits");
    const std::string call = fmt::format("{}(#0, $1)", *mode != 0 ? "trunc" : "round");
    if (from.is_integer() && from.kind != TypeKind::bit) return *digits >= 0 ? spelled("$0", from, strength::any) : spelled(fmt::format("cast({} as {})", call, postgres::type_name(from)), from);
    if (is_exact_fraction(from)) {
        if (*digits >= postgres::scale_of(from)) return spelled("#0", from, strength::any);
        return spelled(call, postgres::numeric(static_cast<int>(std::max(*digits, 0LL))));
    }
    return refusal("ROUND of " + to_string(from));
}

bool positive_constant(const Scalar& scalar) {
    const Constant* value = constant_of(&scalar);
    return value != nullptr && scalar.type.is_number() && !value->is_null && value->text.front() != '-' && value->text.find_first_of("123456789") != std::string::npos;
}

/// Functions of floats fail in PostgreSQL where SQL Server's do: outside of their domain.
Form float_function(std::string_view name, const Call& node) {
    if (!node.args[0]->type.is_number()) return refusal(name_of(node) + " of " + to_string(node.args[0]->type));
    return spelled(fmt::format("{}(cast($0 as double precision))", name), kFloat);
}

Form power_form(const Call& node, const SqlType& type) {
    const bool whole_exponent = node.args[1]->type.is_integer();
    if (!whole_exponent && !positive_constant(*node.args[0])) return refusal("POWER with a fractional exponent");
    const std::string text = "power(cast($0 as double precision), cast($1 as double precision))";
    if (type.is_approximate()) return spelled(text, kFloat);
    const std::string exact = "tsql.decimal_of_float(" + text + ")";
    if (type.is_integer()) return spelled(fmt::format("cast(trunc({}) as {})", exact, postgres::type_name(type)), type);
    return is_exact_fraction(type) ? spelled(fmt::format("cast({} as {})", exact, postgres::type_name(type)), type) : refusal("POWER of " + to_string(type));
}

Form chosen(std::string_view name, const Call& node, const SqlType& type, std::string_view sigil) {
    std::string args;
    for (std::size_t i = 0; i < node.args.size(); ++i) args += fmt::format("{}{}{}", i == 0 ? "" : ", ", sigil, i);
    Form out = spelled(fmt::format("{}({})", name, args), type);
    out.trimmed = true; // as its arguments are
    return out;
}

Form extreme_form(const Call& node, const SqlType& type) {
    if (type.is_string() || type.is_binary() || type.kind == TypeKind::uniqueidentifier) return refusal(name_of(node) + " of " + to_string(type));
    return chosen(node.function == FunctionId::greatest ? "greatest" : "least", node, type, "#");
}

} // namespace

Form PostgresSpelling::arithmetic_form(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) const {
    const int own = node.op == ArithmeticOp::add || node.op == ArithmeticOp::subtract ? strength::add : strength::multiply;
    const auto of_numbers = [&](std::string_view op) {
        if (type.is_integer()) return whole(node, type, op, own, left, right);
        return is_exact_fraction(type) ? decimal(node, type, op, own, left, right) : type.is_approximate() ? approximate(node, op, own, left, right) : refusal("arithmetic of values of unknown types");
    };
    switch (node.op) {
    case ArithmeticOp::add: return of_numbers("+");
    case ArithmeticOp::subtract: return of_numbers("-");
    case ArithmeticOp::multiply: return of_numbers("*");
    case ArithmeticOp::modulo: return of_numbers("%");
    case ArithmeticOp::divide: return quotient(node, type, left, right);
    case ArithmeticOp::bit_and: return bitwise(node, type, "&&", left, right); // a doubled sigil
    case ArithmeticOp::bit_or: return bitwise(node, type, "|", left, right);
    case ArithmeticOp::bit_xor: return type.kind == TypeKind::bit ? spelled("@0 <> @1", type, strength::compare) : whole(node, type, "##", strength::concat, left, right);
    case ArithmeticOp::concat: return type.is_binary() ? refusal("a concatenation of binary values") : spelled("&0 || &1", type, strength::concat);
    case ArithmeticOp::date_add:
    case ArithmeticOp::date_subtract: return moved(node, type);
    }
    return refusal("this arithmetic");
}

std::optional<Form> postgres::number_form(const Call& node, const SqlType& type) {
    const auto is_number = [&] { return node.args[0]->type.is_number() && node.args[0]->type.kind != TypeKind::bit; };
    switch (node.function) {
    case FunctionId::abs: return is_number() ? spelled("abs($0)", is_exact_fraction(node.args[0]->type) ? numeric(scale_of(node.args[0]->type)) : node.args[0]->type) : refusal("ABS of " + to_string(node.args[0]->type));
    case FunctionId::sign: return is_number() ? spelled(fmt::format("cast(sign($0) as {})", type_name(type)), type) : refusal("SIGN of " + to_string(node.args[0]->type));
    case FunctionId::ceiling:
    case FunctionId::floor: return whole_form(node);
    case FunctionId::round: return round_form(node);
    case FunctionId::power: return power_form(node, type);
    case FunctionId::square: return spelled("power(cast($0 as double precision), 2)", kFloat);
    case FunctionId::sqrt: return float_function("sqrt", node);
    case FunctionId::log: return node.args.size() == 1 ? float_function("ln", node) : refusal("LOG with a base");
    case FunctionId::log10: return float_function("log10", node);
    case FunctionId::exp: return float_function("exp", node);
    case FunctionId::sin: return float_function("sin", node);
    case FunctionId::cos: return float_function("cos", node);
    case FunctionId::tan: return float_function("tan", node);
    case FunctionId::atan: return float_function("atan", node);
    case FunctionId::asin: return float_function("asin", node);
    case FunctionId::acos: return float_function("acos", node);
    case FunctionId::atn2: return spelled("atan2(cast($0 as double precision), cast($1 as double precision))", kFloat);
    case FunctionId::pi: return spelled("pi()", kFloat);
    case FunctionId::greatest:
    case FunctionId::least: return extreme_form(node, type);
    case FunctionId::isnull:
    case FunctionId::coalesce: return chosen("coalesce", node, type, "$");
    case FunctionId::nullif: return spelled("nullif($0, $1)", type);
    case FunctionId::newid: return spelled("gen_random_uuid()", type);
    default: return std::nullopt;
    }
}

} // namespace t2d::backend
