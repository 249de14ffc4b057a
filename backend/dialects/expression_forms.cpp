// SPDX-License-Identifier: Apache-2.0
// Puts operands into the forms of functions, conversions and arithmetic.
#include <fmt/format.h>

#include <algorithm>

#include "backend/dialects/expression_printer.h"
#include "backend/jinja.h"
#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

namespace {

/// Functions that give one of their text arguments, or a part or another case of it: no blanks at the end where those have none.
bool keeps_ends(FunctionId id) {
    constexpr FunctionId kKeeping[] = {FunctionId::isnull, FunctionId::coalesce, FunctionId::upper, FunctionId::lower, FunctionId::ltrim, FunctionId::nullif};
    return std::find(std::begin(kKeeping), std::end(kKeeping), id) != std::end(kKeeping);
}

/// A sum of a DATE and days, of which DuckDB takes no more than an INTEGER; its own parts of dates are BIGINT.
bool adds_days(const Call& node, const SqlType& type) {
    const bool days = node.date_part == "day" || node.date_part == "dayofyear" || node.date_part == "weekday";
    return node.function == FunctionId::dateadd && type.kind == TypeKind::date && days && node.args[0]->type.is_integer();
}

/// Functions that give one of their arguments.
bool chooses(FunctionId id) { return id == FunctionId::isnull || id == FunctionId::coalesce || id == FunctionId::nullif || id == FunctionId::greatest || id == FunctionId::least; }

} // namespace

// ---- forms

std::vector<ExpressionPrinter::Operand> ExpressionPrinter::operands(const std::vector<ScalarRef>& scalars) const {
    std::vector<Operand> out;
    for (const ScalarRef scalar : scalars) out.push_back({scalar, print(*scalar)});
    return out;
}

Printed ExpressionPrinter::exact_value(const Operand& operand) const {
    const Scalar& scalar = *operand.scalar;
    Printed out = scalar.type.kind == TypeKind::decimal || scalar.type.is_money() ? as_type(operand, scalar.type) : operand.printed;
    if (!scalar.type.is_fixed_string() || scalar.type.length <= 0 || fills_its_length(scalar)) return out;
    out.text = fmt::format("rpad({}, {}, ' ')", out.text, scalar.type.length);
    out.strength = strength::atom;
    return out;
}

Printed ExpressionPrinter::filled(const Form& form, const std::vector<Operand>& operands) const {
    Printed out{{}, form.strength, form.native, false, form.trimmed};
    if (!form.refused.empty()) return {spelling_.failure(form.refused + " has no exact form.", form.native), strength::atom, form.native, false, true};
    for (std::size_t i = 0; i < form.text.size(); ++i) {
        const char c = form.text[i], next = i + 1 < form.text.size() ? form.text[i + 1] : '\0';
        const bool sigil = kSigils.find(c) != std::string_view::npos;
        if (!sigil || (next != c && !(next >= '0' && next <= '9'))) {
            out.text += c;
            continue;
        }
        ++i;
        if (next == c) {
            out.text += c;
            continue;
        }
        auto index = static_cast<std::size_t>(next - '0');
        for (; i + 1 < form.text.size() && form.text[i + 1] >= '0' && form.text[i + 1] <= '9'; ++i) { // CONCAT and COALESCE take many
            const std::size_t longer = index * 10 + static_cast<std::size_t>(form.text[i + 1] - '0');
            if (longer >= operands.size()) break;
            index = longer;
        }
        const Printed printed = placed(c, operands[index]);
        const int needed = c == '@' ? strength::atom : c == '<' ? form.inner : c == '>' ? form.inner + 1 : c == '&' ? strength::concat : strength::any;
        out.text += printed.strength < needed ? "(" + printed.text + ")" : printed.text;
        out.collated = out.collated || (printed.collated && !form.native.is_number() && !form.native.is_temporal());
        if (form.text.size() == 2) out.strength = printed.strength;
    }
    return out;
}

/// The operand as its sigil wants it.
Printed ExpressionPrinter::placed(char sigil, const Operand& operand) const {
    const auto* convert = std::get_if<Convert>(&operand.scalar->node);
    const bool stays_number = sigil == '~' && convert != nullptr && convert->implicit && convert->operand->type.is_integer() && convert->operand->type.kind != TypeKind::bit;
    if (stays_number) return print(*convert->operand);
    if (sigil == '!') return as_type(operand, operand.scalar->type);
    if (sigil == '`') return {jinja::argument(operand.printed.text), strength::atom, operand.printed.type, operand.printed.collated, operand.printed.trimmed};
    return sigil == '#' || sigil == '~' || sigil == '&' ? exact_value(operand) : operand.printed;
}

// ---- conversions

Printed ExpressionPrinter::converted(const Conversion& conversion, const Printed& printed) const {
    Form form = spelling_.conversion_form(conversion);
    if (!ends_count_ && form.text == "#0") form.text = "$0";
    if (form.text == "$0" && form.refused.empty()) return {printed.text, printed.strength, conversion.to, printed.collated, printed.trimmed};
    return filled(form, {{&conversion.operand, printed}});
}

Printed ExpressionPrinter::convert(const Convert& node, const SqlType& type) const {
    const Printed printed = print(*node.operand);
    const bool plain_number = node.implicit && type.kind == TypeKind::decimal && integer_of(node.operand).has_value();
    if (plain_number) return printed; // `else 0` beside decimals
    // A text needs the value's own type; other targets take what DuckDB has, so that it is not cast twice.
    const bool native = printed.type.known() && printed.type.is_number() && node.operand->type.is_number() && !type.is_string() && !type.is_binary();
    return converted({*node.operand, native ? printed.type : node.operand->type, type, node.style, node.try_}, printed);
}

Printed ExpressionPrinter::as_type(const Scalar& scalar, const SqlType& type) const { return as_type(Operand{&scalar, print(scalar)}, type); }

Printed ExpressionPrinter::as_type(const Operand& operand, const SqlType& type) const {
    const Scalar& scalar = *operand.scalar;
    const Printed& printed = operand.printed;
    const Constant* constant = constant_of(&scalar);
    if (constant != nullptr && constant->is_null) return {cast("null", type), strength::atom, type, false, true};
    if (const auto own = literal_type(scalar); own && type.is_integer() && type.kind != TypeKind::bit && own->kind != type.kind)
        return {cast(printed.text, type), strength::atom, type, false, true};
    const bool unsure = printed.type.kind == TypeKind::other && scalar.type.is_number();
    const SqlType from = printed.type.known() && !unsure ? printed.type : scalar.type;
    if (unsure && spelling_.same_type(from, type)) return {cast(printed.text, type), strength::atom, type, false, true};
    const bool padded = scalar.type.is_fixed_string() && type.is_string() && !type.is_fixed_string();
    const bool other_moment = from.is_temporal() && type.is_temporal() && from != type; // the target holds types of several precisions in one
    if (!type.known() || !from.known() || (spelling_.same_type(from, type) && !padded && !other_moment)) return printed;
    if (constant != nullptr && type.kind == TypeKind::bit && from.is_integer()) return {constant->text == "0" ? "false" : "true", strength::atom, type, false, true};
    return converted({scalar, padded ? scalar.type : from, type}, printed);
}

// ---- calls

/// NULLIF of texts compares them as the collation says and gives the first as it is.
Printed ExpressionPrinter::null_if(const Call& node, const SqlType& type) const {
    const Printed value = print(*node.args[0]);
    Side left = comparand(*node.args[0], node.strings), right = comparand(*node.args[1], node.strings);
    agree(left, right, *node.args[0], *node.args[1], node.strings);
    if (left.text == value.text) return {fmt::format("nullif({}, {})", left.text, right.text), strength::atom, type, value.collated, value.trimmed};
    const bool constant = constant_of(node.args[1]) != nullptr;
    return {fmt::format("case when {} <> {}{} then {} end", at(left, strength::compare + 1), at(right, strength::compare + 1), constant ? "" : " or " + at(right, strength::compare + 1) + " is null", value.text), strength::atom, type, value.collated, value.trimmed};
}

Printed ExpressionPrinter::call(const Call& node, const SqlType& type) const {
    if (node.function == FunctionId::nullif && node.args[0]->type.is_string()) return null_if(node, type);
    std::vector<Operand> args = operands(node.args);
    if (adds_days(node, type) && args[0].printed.type.kind == TypeKind::bigint) args[0].printed = {fmt::format("cast({} as integer)", args[0].printed.text), strength::atom, simple_type(TypeKind::int_), false, false};
    Printed out = filled(spelling_.call_form(node, type), args);
    if (chooses(node.function)) {
        std::vector<SqlType> natives;
        for (const Operand& argument : args) natives.push_back(argument.printed.type);
        out.type = spelling_.native_of(type, natives);
    }
    if (keeps_ends(node.function)) out.trimmed = std::all_of(args.begin(), args.end(), [](const Operand& a) { return a.printed.trimmed; });
    return out;
}

// ---- arithmetic

Printed ExpressionPrinter::arithmetic(const Arithmetic& node, const SqlType& type) const {
    const auto native = [&](const Operand& operand) {
        const SqlType& printed = operand.printed.type;
        if (type.is_integer() && printed.kind == TypeKind::other) return printed; // perhaps narrower
        const bool number = printed.known() && printed.is_number() && operand.scalar->type.kind != TypeKind::bit;
        return number ? printed : operand.scalar->type;
    };
    const std::vector<Operand> sides = operands({node.left, node.right});
    return filled(spelling_.arithmetic_form(node, type, native(sides[0]), native(sides[1])), sides);
}

Printed ExpressionPrinter::unary(const UnaryOp& node, const SqlType& type) const {
    if (node.op == UnaryKind::bit_not && type.kind == TypeKind::bit) return {"not " + text(*node.operand, strength::not_), strength::not_, type, false, true};
    if (node.op == UnaryKind::negate && node.operand->type.kind == TypeKind::tinyint) return {fmt::format("-cast({} as smallint)", text(*node.operand)), strength::unary, simple_type(TypeKind::smallint), false, true};
    const Printed operand = print(*node.operand);
    const bool wider = type.is_integer() && operand.type.is_integer() && operand.type.kind > type.kind;
    const std::string inner = operand.strength > strength::unary ? operand.text : "(" + operand.text + ")";
    // `~` is an operator like any other: `~a + b` is `~(a + b)`
    return {(node.op == UnaryKind::negate ? "-" : "~") + inner, node.op == UnaryKind::negate ? strength::unary : strength::concat, wider ? operand.type : type, false, false};
}

} // namespace t2d::backend
