// SPDX-License-Identifier: Apache-2.0
// Mathematical functions and choices. What SQL Server fails on (the root of a negative number) fails; DuckDB would give NaN.
// https://learn.microsoft.com/sql/t-sql/functions/mathematical-functions-transact-sql
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

const SqlType kFloat = simple_type(TypeKind::float_);

/// The decimal type whose DuckDB form the number has: money is decimal(19, 4).
SqlType decimal_of(const SqlType& type) { return type.kind == TypeKind::money ? decimal_type(19, 4) : type.kind == TypeKind::smallmoney ? decimal_type(10, 4) : type; }
bool is_exact_fraction(const SqlType& type) { return type.kind == TypeKind::decimal || type.is_money(); }

Form whole_form(const Call& node) {
    const SqlType& type = node.args[0]->type;
    if (type.is_integer() && type.kind != TypeKind::bit) return spelled("$0", type, strength::any);
    const std::string text = node.function == FunctionId::ceiling ? "ceil($0)" : "floor($0)";
    if (is_exact_fraction(type)) return spelled(text, decimal_type(decimal_of(type).precision, 0));
    return type.is_approximate() || !type.known() ? spelled(text, type) : refusal(std::string(info_of(node.function).name) + " of " + to_string(type));
}

Form round_form(const Call& node, const SqlType& type) {
    const SqlType& from = node.args[0]->type;
    const auto digits = integer_of(node.args[1]);
    const bool truncates = node.args.size() > 2 && integer_of(node.args[2]) != 0;
    if (node.args.size() > 2 && !integer_of(node.args[2])) return refusal("ROUND with a computed mode");
    if (!digits) return refusal("ROUND to a computed number of digits");
    const std::string call = fmt::format("{}(#0, $1)", truncates ? "trunc" : "round");
    if (from.is_integer() && from.kind != TypeKind::bit) {
        if (*digits >= 0) return spelled("$0", from, strength::any);
        if (!truncates) return spelled(call, from);
        const std::string unit = "1" + std::string(static_cast<std::size_t>(std::min(-*digits, 18LL)), '0');
        return spelled(fmt::format("@0 // {0} * {0}", unit), from, strength::multiply);
    }
    if (is_exact_fraction(from)) {
        const SqlType exact = decimal_of(from);
        if (*digits >= exact.scale) return spelled("#0", from, strength::any);
        return spelled(call, decimal_type(exact.precision, static_cast<int>(std::max(*digits, 0LL))));
    }
    if ((from.is_approximate() || !from.known()) && !truncates) return spelled("round($0, $1)", type);
    if (from.is_approximate() && *digits == 0) return spelled("trunc($0)", type);
    return refusal("ROUND of " + to_string(from) + (truncates ? " that truncates" : ""));
}

/// The operand where it is in the domain of the function, else an error.
std::string guarded(std::string_view outside, bool inside) {
    if (inside) return "$0";
    return fmt::format("case when $0 {} then error('An invalid floating point operation occurred.') else $0 end", outside);
}

/// Whether the value is a number constant above zero.
bool positive_constant(const Scalar& scalar) {
    const Constant* value = constant_of(&scalar);
    return value != nullptr && scalar.type.is_number() && !value->is_null && value->text.front() != '-' && value->text.find_first_of("123456789") != std::string::npos;
}

/// Zero is left out by NULLIF(x, 0).
bool positive(const Scalar& scalar) {
    if (at_least(scalar).value_or(-1) >= 1 || positive_constant(scalar)) return true;
    const auto* call = std::get_if<Call>(&scalar.node);
    return call != nullptr && call->function == FunctionId::nullif && integer_of(call->args[1]) == 0 && at_least(*call->args[0]).value_or(-1) >= 0;
}

Form log_form(const Call& node) {
    const std::string argument = guarded("<= 0", positive(*node.args[0]));
    if (node.function == FunctionId::log10) return spelled("log10(" + argument + ")", kFloat);
    if (node.args.size() < 2) return spelled("ln(" + argument + ")", kFloat);
    if (integer_of(node.args[1]).value_or(0) < 2) return refusal("LOG with a computed base");
    return spelled(fmt::format("ln({}) / ln($1)", argument), kFloat, strength::multiply);
}

/// Computed as a float and then converted to the type of the first argument.
Form power_form(const Call& node, const SqlType& type) {
    const auto exponent = integer_of(node.args[1]);
    const Constant* constant = constant_of(node.args[1]);
    const bool safe = constant != nullptr && !constant->is_null && constant->text.front() != '-' && (exponent || positive(*node.args[0]));
    const bool whole = node.args[1]->type.is_integer();
    if (!safe && !whole) return refusal("POWER with a fractional exponent");
    const bool not_negative = safe || at_least(*node.args[1]).value_or(-1) >= 0;
    const std::string base = not_negative ? "$0" : "case when $0 = 0 and $1 < 0 then error('An invalid floating point operation occurred.') else $0 end";
    const std::string text = fmt::format("power({}, $1)", base);
    if (type.is_approximate()) return spelled(text, type);
    if (type.is_integer() && !not_negative) return spelled(fmt::format("cast(trunc({}) as {})", text, duckdb_type(type)), type);
    return spelled(fmt::format("cast({} as {})", text, duckdb_type(type)), type);
}

Form extreme_form(const Call& node, const SqlType& type) {
    if (type.is_string()) return refusal(std::string(info_of(node.function).name) + " of texts");
    std::string args;
    for (std::size_t i = 0; i < node.args.size(); ++i) args += fmt::format("{}#{}", i == 0 ? "" : ", ", i);
    return spelled(fmt::format("{}({})", node.function == FunctionId::greatest ? "greatest" : "least", args), type);
}

Form coalesce_form(const Call& node, const SqlType& type) {
    std::string args;
    for (std::size_t i = 0; i < node.args.size(); ++i) args += fmt::format("{}${}", i == 0 ? "" : ", ", i);
    Form out = spelled("coalesce(" + args + ")", type);
    out.trimmed = true; // as its arguments are
    return out;
}

Form float_function(std::string_view name, const Call& node) {
    if (node.args[0]->type.known() && !node.args[0]->type.is_number()) return refusal(std::string(info_of(node.function).name) + " of " + to_string(node.args[0]->type));
    return spelled(fmt::format("{}($0)", name), kFloat);
}

} // namespace

std::optional<Form> number_form(const Call& node, const SqlType& type) {
    switch (node.function) {
    case FunctionId::abs: return (node.args[0]->type.is_number() && node.args[0]->type.kind != TypeKind::bit) || !node.args[0]->type.known() ? spelled("abs($0)", node.args[0]->type) : refusal("ABS of " + to_string(node.args[0]->type));
    case FunctionId::sign: return spelled("cast(sign($0) as integer)", simple_type(TypeKind::int_));
    case FunctionId::ceiling:
    case FunctionId::floor: return whole_form(node);
    case FunctionId::round: return round_form(node, type);
    case FunctionId::power: return power_form(node, type);
    case FunctionId::square: return spelled("power($0, 2)", kFloat);
    case FunctionId::sqrt: return spelled(fmt::format("sqrt({})", guarded("< 0", at_least(*node.args[0]).value_or(-1) >= 0)), kFloat);
    case FunctionId::log:
    case FunctionId::log10: return log_form(node);
    case FunctionId::exp: return float_function("exp", node);
    case FunctionId::sin: return float_function("sin", node);
    case FunctionId::cos: return float_function("cos", node);
    case FunctionId::tan: return float_function("tan", node);
    case FunctionId::atan: return float_function("atan", node);
    case FunctionId::cot: return float_function("cot", node);
    case FunctionId::asin: return float_function("asin", node);
    case FunctionId::acos: return float_function("acos", node);
    case FunctionId::atn2: return spelled("atan2($0, $1)", kFloat);
    case FunctionId::degrees:
    case FunctionId::radians: return type.is_approximate() ? float_function(node.function == FunctionId::degrees ? "degrees" : "radians", node) : refusal(std::string(info_of(node.function).name) + " of an exact number");
    case FunctionId::pi: return spelled("pi()", kFloat);
    case FunctionId::bit_count: return node.args[0]->type.is_integer() ? spelled("cast(bit_count($0) as bigint)", type) : refusal("BIT_COUNT of " + to_string(node.args[0]->type));
    case FunctionId::greatest:
    case FunctionId::least: return extreme_form(node, type);
    case FunctionId::isnull:
    case FunctionId::coalesce: return coalesce_form(node, type);
    case FunctionId::nullif: return spelled("nullif($0, $1)", type);
    case FunctionId::newid: return spelled("gen_random_uuid()", type);
    default: return std::nullopt;
    }
}

} // namespace t2d::backend
