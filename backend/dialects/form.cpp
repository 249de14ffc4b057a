// SPDX-License-Identifier: Apache-2.0
// Facts about operands that make a plain form exact.
#include "backend/dialects/form.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <limits>

#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

Form spelled(std::string text, const SqlType& native, int strength) { return {std::move(text), native, strength, strength, false, {}}; }

Form around(const Form& inner, std::string text, const SqlType& native) { return {std::move(text), native, strength::atom, inner.inner, false, {}}; }

Form refusal(std::string what) {
    Form out;
    out.refused = std::move(what);
    return out;
}

std::optional<SqlType> literal_type(const Scalar& scalar) {
    const auto value = scalar.type.kind == TypeKind::bit ? std::nullopt : integer_of(&scalar);
    if (!value) return std::nullopt;
    const bool wide = *value > std::numeric_limits<std::int32_t>::max() || *value < std::numeric_limits<std::int32_t>::min();
    return simple_type(wide ? TypeKind::bigint : TypeKind::int_);
}

namespace {

bool same_text(const Scalar& a, const Scalar& b) {
    const Constant* left = constant_of(&a);
    const Constant* right = constant_of(&b);
    return left != nullptr && right != nullptr && !left->is_null && !right->is_null && left->text == right->text;
}

/// CHARINDEX('-', x + '-') finds something.
bool finds_itself(const Call& call) {
    const auto* whole = std::get_if<Arithmetic>(&call.args[1]->node);
    return call.args.size() == 2 && whole != nullptr && whole->op == ArithmeticOp::concat && (same_text(*whole->left, *call.args[0]) || same_text(*whole->right, *call.args[0]));
}

std::optional<long long> call_at_least(const Call& call) {
    switch (call.function) {
    case FunctionId::charindex: return finds_itself(call) ? 1 : 0;
    case FunctionId::len:
    case FunctionId::datalength:
    case FunctionId::patindex:
    case FunctionId::abs:
    case FunctionId::square: return 0;
    case FunctionId::year:
    case FunctionId::month:
    case FunctionId::day: return 1;
    case FunctionId::nullif: return at_least(*call.args[0]);
    case FunctionId::isnull:
    case FunctionId::coalesce: {
        std::optional<long long> least;
        for (const ScalarRef argument : call.args) {
            const auto bound = at_least(*argument);
            if (!bound) return std::nullopt;
            least = least ? std::min(*least, *bound) : *bound;
        }
        return least;
    }
    default: return std::nullopt;
    }
}

/// An integer type counts as wide as its values are.
std::optional<int> digits_of_type(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit: return 1;
    case TypeKind::tinyint: return 3;
    case TypeKind::smallint: return 5;
    case TypeKind::int_: return 10;
    case TypeKind::bigint: return 19;
    case TypeKind::decimal: return type.precision;
    default: return std::nullopt;
    }
}

} // namespace

std::optional<long long> at_least(const Scalar& scalar) {
    using Bound = std::optional<long long>;
    return match(
        scalar.node, [&](const Constant&) -> Bound { return integer_of(&scalar); }, [&](const Call& n) -> Bound { return call_at_least(n); },
        [&](const Arithmetic& n) -> Bound {
            if (n.op == ArithmeticOp::subtract) {
                const Bound left = at_least(*n.left), right = integer_of(n.right);
                return left && right ? Bound(*left - *right) : Bound{};
            }
            const Bound left = at_least(*n.left), right = at_least(*n.right);
            if (!left || !right || (n.op != ArithmeticOp::add && n.op != ArithmeticOp::multiply) || *left < 0 || *right < 0) return {};
            return n.op == ArithmeticOp::add ? *left + *right : *left * *right;
        },
        [&](const Aggregate& n) -> Bound { return n.function == AggregateKind::count || n.function == AggregateKind::count_star ? Bound(0) : Bound{}; },
        [&](const auto&) -> Bound { return scalar.type.kind == TypeKind::tinyint || scalar.type.kind == TypeKind::bit ? Bound(0) : Bound{}; });
}

std::optional<int> digits_at_most(const Scalar& scalar) {
    if (const Constant* constant = constant_of(&scalar); constant != nullptr && scalar.type.is_integer()) return static_cast<int>(constant->text.size());
    if (const auto* call = std::get_if<Call>(&scalar.node)) {
        const bool part = call->function == FunctionId::datepart;
        if (call->function == FunctionId::year || (part && call->date_part == "year")) return 4;
        if (call->function == FunctionId::month || call->function == FunctionId::day) return 2;
        if (part && (call->date_part == "quarter" || call->date_part == "weekday")) return 1;
        if (part && (call->date_part == "dayofyear" || call->date_part == "millisecond")) return 3;
        if (part && call->date_part != "microsecond" && call->date_part != "nanosecond") return 2;
    }
    return digits_of_type(scalar.type);
}

namespace {

/// A .NET format of a date that gives digits only: years, months and days as numbers, the parts of a time.
bool is_digit_format(const Constant* format) {
    return format != nullptr && format->text.size() > 1 && format->text.find_first_not_of("yMdHhmsf") == std::string::npos && format->text.find("MMM") == std::string::npos && format->text.find("ddd") == std::string::npos;
}

} // namespace

bool is_digits(const Scalar& scalar) {
    return match(
        scalar.node, [&](const Constant& n) { return !n.is_null && !n.text.empty() && std::all_of(n.text.begin(), n.text.end(), [](char c) { return c >= '0' && c <= '9'; }); },
        [&](const Convert& n) {
            if (!scalar.type.is_string()) return false;
            if (is_calendar(n.operand->type)) return n.style == 112 || n.style == 12;
            return n.operand->type.is_string() && is_digits(*n.operand);
        },
        [&](const Call& n) {
            if (n.function == FunctionId::format) return is_calendar(n.args[0]->type) && is_digit_format(constant_of(n.args[1]));
            if (n.function == FunctionId::datename) return n.date_part != "month" && n.date_part != "weekday" && n.date_part != "tzoffset";
            return (n.function == FunctionId::left || n.function == FunctionId::right) && integer_of(n.args[1]).value_or(0) > 0 && is_digits(*n.args[0]);
        },
        [](const auto&) { return false; });
}

bool never_blank(const Scalar& scalar) {
    if (const auto* call = std::get_if<Call>(&scalar.node); call != nullptr && call->function == FunctionId::nullif) {
        const Constant* blank = constant_of(call->args[1]);
        return blank != nullptr && blank->text.find_first_not_of(' ') == std::string::npos;
    }
    if (const Constant* constant = constant_of(&scalar)) return constant->text.find_first_not_of(' ') != std::string::npos;
    if (const auto* sum = std::get_if<Arithmetic>(&scalar.node); sum != nullptr && sum->op == ArithmeticOp::concat) return never_blank(*sum->left) || never_blank(*sum->right);
    if (const auto* convert = std::get_if<Convert>(&scalar.node)) return !convert->operand->type.is_string() || never_blank(*convert->operand);
    return is_digits(scalar);
}

bool fills_its_length(const Scalar& scalar) {
    if (const Constant* constant = constant_of(&scalar)) return constant->is_null || static_cast<int>(constant->text.size()) >= scalar.type.length;
    const auto* convert = std::get_if<Convert>(&scalar.node);
    if (convert == nullptr) return false;
    if (convert->operand->type.kind == TypeKind::uniqueidentifier) return scalar.type.length <= 36;
    if (scalar.type.length == 1 && convert->operand->type.is_number()) return true;
    const int style = convert->style;
    const bool date_first = (style >= 101 && style <= 105) || style == 110 || style == 111 || style == 120 || style == 121;
    return is_calendar(convert->operand->type) && ((date_first && scalar.type.length <= 10) || ((style == 112 || style == 108) && scalar.type.length <= 8));
}

bool without_letters(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; });
}

bool is_calendar(const SqlType& type) { return type.is_temporal() && type.kind != TypeKind::time && type.kind != TypeKind::datetimeoffset; }

std::string quoted(std::string_view name) {
    std::string out = "\"";
    for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
    return out + "\"";
}

std::string hex_digits(const Constant& constant) {
    const bool marked = constant.text.starts_with("0x") || constant.text.starts_with("0X");
    const std::string digits = marked ? constant.text.substr(2) : constant.text;
    return digits.size() % 2 == 0 ? digits : "0" + digits;
}

std::string sql_text(std::string_view text) {
    std::string out = "'";
    for (const char c : text) out += c == '\'' ? "''" : std::string(1, c);
    return out + "'";
}

std::string form_literal(std::string_view text) {
    std::string out;
    for (const char c : sql_text(text)) out += std::string(kSigils.find(c) == std::string_view::npos ? 1 : 2, c);
    return out;
}

std::string escaped_pattern(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (std::string_view(R"(\.+*?()[]{}|^$)").find(c) != std::string_view::npos) out += '\\';
        out += c;
    }
    return out;
}

std::string constant_text(const Call& node, std::size_t index) { return index < node.args.size() && constant_of(node.args[index]) != nullptr ? constant_of(node.args[index])->text : std::string{}; }

bool is_constant(const Call& node, std::size_t index) { return constant_of(node.args[index]) != nullptr && !constant_of(node.args[index])->is_null; }

Form concat_form(const Call& node, const SqlType& type) {
    const bool separated = node.function == FunctionId::concat_ws;
    std::string args;
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        if (!args.empty()) args += ", ";
        args += separated && i == 0 && node.args[0]->nullable ? "coalesce(#0, '')" : fmt::format("~{}", i);
    }
    return spelled(fmt::format("{}({})", separated ? "concat_ws" : "concat", args), type);
}

Form translate_form(const Call& node, const SqlType& type) {
    if (!is_constant(node, 1) || !is_constant(node, 2) || !without_letters(constant_text(node, 1))) return refusal("TRANSLATE of letters without case, or of computed characters");
    if (constant_text(node, 1).size() != constant_text(node, 2).size()) return refusal("TRANSLATE with texts of different lengths");
    return spelled("translate(#0, $1, $2)", type);
}

} // namespace t2d::backend
