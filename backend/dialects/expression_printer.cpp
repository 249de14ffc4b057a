// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/expression_printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/layout.h"
#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

namespace {

bool ends_with_blank(std::string_view text) { return !text.empty() && text.back() == ' '; }

int strength_of(LogicOp op) { return op == LogicOp::and_ ? strength::and_ : strength::or_; }

std::string paren(const Printed& printed, int at_least) { return printed.strength >= at_least ? printed.text : "(" + printed.text + ")"; }

const SqlType kBit = simple_type(TypeKind::bit);

/// Whether the value cannot end with a blank whatever the data is.
bool never_blank_ended(const Scalar& scalar) {
    return match(
        scalar.node, [&](const Constant& n) { return !scalar.type.is_string() || !ends_with_blank(n.text); },
        [&](const Convert& n) { return !n.operand->type.is_string() || never_blank_ended(*n.operand); },
        [&](const Call& n) {
            const auto name = info_of(n.function).name;
            if (name == "RTRIM" || name == "TRIM") return true;
            if (name == "UPPER" || name == "LOWER" || name == "LTRIM" || name == "ISNULL" || name == "COALESCE" || name == "NULLIF")
                return std::all_of(n.args.begin(), n.args.end(), [](ScalarRef a) { return never_blank_ended(*a); });
            return false;
        },
        [&](const Case& n) {
            return std::all_of(n.arms.begin(), n.arms.end(), [](const CaseArm& a) { return never_blank_ended(*a.then); }) && (n.otherwise == nullptr || never_blank_ended(*n.otherwise));
        },
        [&](const auto&) { return !scalar.type.is_string(); });
}

/// Whether the text is one of its operands, as it is.
bool gives_operand(const Scalar& scalar) {
    if (!scalar.type.is_string()) return false;
    if (const auto* call = std::get_if<Call>(&scalar.node)) return call->function == FunctionId::isnull || call->function == FunctionId::coalesce;
    const auto* convert = std::get_if<Convert>(&scalar.node);
    return std::holds_alternative<Case>(scalar.node) || (convert != nullptr && convert->operand->type.is_string());
}

} // namespace

std::string ExpressionPrinter::text(const Scalar& scalar, int at_least) const { return paren(print(scalar), at_least); }

Printed ExpressionPrinter::print(const Scalar& scalar) const {
    const SqlType& type = scalar.type;
    if (!ends_count_ && !gives_operand(scalar)) {
        ExpressionPrinter whole = deeper(0);
        whole.ends_count_ = true;
        return whole.print(scalar);
    }
    const auto predicate = [&](std::string text, int strength) { return Printed{std::move(text), strength, kBit, false, true}; };
    return match(
        scalar.node, [&](const Constant& n) { return constant(n, type); },
        [&](const ColumnRef& n) {
            const PrintedColumn column = around_.column(n);
            const std::string grouped = bare_ ? std::string{} : around_.grouped_column(n);
            if (!grouped.empty()) return Printed{grouped, strength::atom, spelling_.result_of_function(column.type.known() ? column.type : type), column.collated, column.trimmed};
            return Printed{column.text, strength::atom, column.type.known() ? column.type : type, column.collated, column.trimmed};
        },
        [&](const ParamRef& n) { return Printed{around_.parameter(n.name), strength::atom, type, false, false}; },
        [&](const VarRef& n) { return Printed{around_.variable(n.variable), strength::atom, type, false, false}; },
        [&](const Arithmetic& n) { return arithmetic(n, type); },
        [&](const UnaryOp& n) { return unary(n, type); },
        [&](const Compare& n) { return compare(n); }, [&](const Logic& n) { return logic(n); },
        [&](const Not& n) { return predicate("not " + logic_operand(*n.operand, strength::not_), strength::not_); },
        [&](const IsTrue& n) { return predicate(logic_operand(*n.operand, strength::atom) + (n.negated ? " is not true" : " is true"), strength::is); },
        [&](const IsNull& n) { return predicate(text(*n.operand, strength::compare + 1) + (n.negated ? " is not null" : " is null"), strength::is); },
        [&](const Between& n) {
            Side operand = comparand(*n.operand, n.strings), low = comparand(*n.low, n.strings), high = comparand(*n.high, n.strings);
            if (n.operand->type.is_string() && is_exact(n.strings)) {
                agree(operand, low, *n.operand, *n.low, n.strings, true);
                high = exactly(high, n.strings, high.collated);
            } else if (n.operand->type.is_string()) {
                agree(operand, low, *n.operand, *n.low, n.strings);
                agree(operand, high, *n.operand, *n.high, n.strings);
            }
            return predicate(fmt::format("{}{} between {} and {}", at(operand, strength::compare + 1), n.negated ? " not" : "", at(low, strength::compare + 1), at(high, strength::compare + 1)), strength::compare);
        },
        [&](const InList& n) { return in_list(n); }, [&](const Like& n) { return like(n); },
        [&](const Exists& n) { return predicate((n.negated ? "not exists " : "exists ") + around_.subquery(n.query, indent_), n.negated ? strength::not_ : strength::atom); },
        [&](const InQuery& n) { return in_query(n); }, [&](const Quantified& n) { return quantified(n); },
        [&](const ScalarSubquery& n) {
            const PrintedColumn value = around_.value_subquery(n.query, indent_);
            return Printed{value.text, strength::atom, value.type.known() ? value.type : type, value.collated && spelling_.keeps_collations(), false};
        },
        [&](const Case& n) { return case_expr(n, type); }, [&](const Convert& n) { return convert(n, type); },
        [&](const Call& n) { return call(n, type); }, [&](const Collate& n) { return print(*n.operand); },
        [&](const Aggregate& n) { return aggregate(n, type); }, [&](const Window& n) { return window(n, type); },
        [&](const auto&) { return Printed{"null", strength::atom, type, false, false}; });
}

Printed ExpressionPrinter::constant(const Constant& node, const SqlType& type) const {
    if (node.is_null) {
        const bool untyped = !type.known() || type.kind == TypeKind::null;
        return {untyped ? "null" : cast("null", type), strength::atom, type, false, true};
    }
    const int sign = !node.text.empty() && node.text.front() == '-' ? strength::unary : strength::atom;
    if (type.is_string()) return {sql_text(node.text), strength::atom, type, false, !ends_with_blank(node.text)};
    if (type.kind == TypeKind::bit) return {node.text == "1" ? "true" : "false", strength::atom, type, false, true};
    const bool decimal = type.is_integer() || type.kind == TypeKind::decimal;
    return {decimal ? node.text : spelling_.constant(node, type), type.is_money() ? strength::atom : sign, decimal ? spelling_.type_of_number(node, type) : type, false, true};
}

// ---- conditions

Printed ExpressionPrinter::condition(const Scalar& scalar) const {
    if (is_predicate(scalar) || scalar.type.kind == TypeKind::bit) return print(scalar);
    return {text(scalar, strength::compare + 1) + " <> 0", strength::compare, kBit, false, true};
}

/// One side of a string comparison: without trailing blanks, which SQL Server ignores.
ExpressionPrinter::Side ExpressionPrinter::comparand(const Scalar& scalar, StringComparison strings) const {
    const Printed printed = scalar.type.is_string() ? without_ends().print(scalar) : print(scalar);
    if (!scalar.type.is_string() || around_.native_strings()) return {printed.text, printed.strength, true};
    (void)strings;
    if (const Constant* value = constant_of(&scalar); value != nullptr && !value->is_null) {
        std::string trimmed = value->text;
        while (ends_with_blank(trimmed)) trimmed.pop_back();
        return {sql_text(trimmed), strength::atom, false};
    }
    if (printed.trimmed || never_blank_ended(scalar)) return {printed.text, printed.strength, printed.collated};
    return {"rtrim(" + printed.text + ")", strength::atom, printed.collated};
}

Printed ExpressionPrinter::compared(const Scalar& scalar) const {
    const Side side = comparand(scalar, StringComparison::database);
    return {side.text, side.strength, print(scalar).type, side.collated, true};
}

/// Makes one side carry the collation of the comparison where neither does.
void ExpressionPrinter::agree(Side& left, Side& right, const Scalar& a, const Scalar& b, StringComparison strings, bool ordered) const {
    if (!a.type.is_string() || !b.type.is_string() || around_.native_strings()) return;
    if (is_exact(strings)) {
        // One clause decides for both sides; a constant needs none.
        left = exactly(left, strings, ordered && constant_of(&a) == nullptr);
        right = exactly(right, strings, ordered && (right.collated || constant_of(&a) != nullptr));
        return;
    }
    const bool one = left.collated || right.collated;
    Side& which = constant_of(&a) != nullptr ? right : left;
    if (!one) which = {spelling_.compared(at(which, strength::atom), around_.string_rule()), strength::unary, true};
    check(left, a);
    check(right, b);
}

/// A side of a comparison in which case counts.
ExpressionPrinter::Side ExpressionPrinter::exactly(Side side, StringComparison strings, bool ordered) const {
    if (around_.native_strings()) return side;
    const bool in_dictionary = ordered && strings == StringComparison::case_sensitive;
    if (in_dictionary) return {at(side, strength::atom) + spelling_.dictionary_collation(), strength::unary, false};
    if (side.collated) return {at(side, strength::atom) + spelling_.exact_collation(), strength::unary, false};
    return side;
}

/// The operand that decides how all others compare with it.
ExpressionPrinter::Side ExpressionPrinter::under_collation(Side side, const Scalar& scalar, StringComparison strings) const {
    if (!scalar.type.is_string() || around_.native_strings()) return side;
    if (is_exact(strings)) return exactly(std::move(side), strings, false);
    return side.collated ? side : Side{spelling_.compared(at(side, strength::atom), around_.string_rule()), strength::unary, true};
}

/// Gives a side of a comparison under the collation what the target needs to compare it.
void ExpressionPrinter::check(Side& side, const Scalar& scalar) const {
    if (side.collated || !spelling_.compares_both() || !scalar.type.is_string() || around_.native_strings()) return;
    const Constant* constant = constant_of(&scalar);
    const bool plain = constant != nullptr && std::all_of(constant->text.begin(), constant->text.end(), [](char c) { return c >= ' ' && c <= '~'; });
    if (!plain) side = {spelling_.compared(at(side, strength::atom), around_.string_rule()), strength::unary, true};
}

std::string ExpressionPrinter::at(const Side& side, int at_least) { return side.strength >= at_least ? side.text : "(" + side.text + ")"; }

namespace {
constexpr std::string_view kOps[] = {"=", "<>", "<", "<=", ">", ">="};
}

Printed ExpressionPrinter::compare(const Compare& node) const {
    const Constant* value = constant_of(node.right);
    if (value != nullptr && node.right->type.kind == TypeKind::bit && !value->is_null && !node.null_safe && node.op == CompareOp::equal && node.left->type.kind == TypeKind::bit && std::holds_alternative<ColumnRef>(node.left->node)) {
        const std::string column = text(*node.left, strength::compare + 1);
        return value->text == "1" ? Printed{column, strength::atom, kBit, false, true} : Printed{"not " + column, strength::not_, kBit, false, true};
    }
    Side left = comparand(*node.left, node.strings), right = comparand(*node.right, node.strings);
    agree(left, right, *node.left, *node.right, node.strings, node.op != CompareOp::equal && node.op != CompareOp::not_equal);
    const std::string_view op = node.null_safe ? (node.op == CompareOp::equal ? "is not distinct from" : "is distinct from") : kOps[static_cast<std::size_t>(node.op)];
    return {fmt::format("{} {} {}", at(left, strength::compare + 1), op, at(right, strength::compare + 1)), strength::compare, kBit, false, true};
}

/// An operand of AND, OR, NOT or IS TRUE. Parentheses around several lines stand on lines of their own; what is in them is printed once, for the place
/// that it has then, or deep nesting would cost a power of two.
std::string ExpressionPrinter::logic_operand(const Scalar& scalar, int at_least) const {
    const auto* nested = std::get_if<Logic>(&scalar.node);
    if (nested == nullptr || strength_of(nested->op) >= at_least) return paren(condition(scalar), at_least);
    const std::string inner = deeper(kStep).condition(scalar).text;
    return is_one_line(inner) ? "(" + inner + ")" : "(\n" + blanks(indent_ + kStep) + inner + "\n" + blanks(indent_) + ")";
}

Printed ExpressionPrinter::logic(const Logic& node) const {
    const int own = strength_of(node.op);
    std::vector<std::string> parts;
    bool one_line = true;
    std::size_t length = 0;
    for (const ScalarRef operand : node.operands) {
        parts.push_back(logic_operand(*operand, own + 1));
        one_line = one_line && is_one_line(parts.back());
        length += parts.back().size() + 5;
    }
    const std::string word = node.op == LogicOp::and_ ? "and " : "or ";
    const bool flat = one_line && length + static_cast<std::size_t>(indent_) <= 70;
    return {join(parts, flat ? " " + word : "\n" + blanks(indent_) + word), own, kBit, false, true};
}

Printed ExpressionPrinter::in_list(const InList& node) const {
    Side operand = comparand(*node.operand, node.strings);
    std::vector<std::string> items;
    bool strings = node.operand->type.is_string();
    for (const ScalarRef item : node.items) {
        Side side = comparand(*item, node.strings);
        if (is_exact(node.strings)) side = under_collation(side, *item, node.strings);
        else check(side, *item);
        items.push_back(side.text);
        strings = strings && item->type.is_string();
    }
    if (strings) operand = under_collation(operand, *node.operand, node.strings);
    return {fmt::format("{}{} in ({})", at(operand, strength::compare + 1), node.negated ? " not" : "", join(items, ", ")), strength::compare, kBit, false, true};
}

Printed ExpressionPrinter::in_query(const InQuery& node) const {
    const Side operand = under_collation(comparand(*node.operand, node.strings), *node.operand, node.strings);
    return {fmt::format("{}{} in {}", at(operand, strength::compare + 1), node.negated ? " not" : "", around_.compared_subquery(node.query, indent_)), strength::compare, kBit, false, true};
}

Printed ExpressionPrinter::quantified(const Quantified& node) const {
    const bool ordered = node.op != CompareOp::equal && node.op != CompareOp::not_equal;
    const Side given = comparand(*node.operand, node.strings);
    const Side operand = is_exact(node.strings) && node.operand->type.is_string() ? exactly(given, node.strings, ordered) : under_collation(given, *node.operand, node.strings);
    return {fmt::format("{} {} {} {}", at(operand, strength::compare + 1), kOps[static_cast<std::size_t>(node.op)], node.all ? "all" : "any", around_.compared_subquery(node.query, indent_)), strength::compare, kBit, false, true};
}

Printed ExpressionPrinter::like(const Like& node) const {
    std::vector<Operand> sides = operands({node.operand, node.pattern});
    for (Operand& side : sides) // a pattern, too, would follow the collation of a column
        if (side.printed.collated && is_exact(node.strings)) side.printed = {paren(side.printed, strength::atom) + spelling_.exact_collation(), strength::unary, side.printed.type, false, side.printed.trimmed};
    return filled(spelling_.like_form(node, !around_.native_strings() && !is_exact(node.strings)), sides);
}

// ---- CASE

Printed ExpressionPrinter::case_expr(const Case& node, const SqlType& type) const {
    const ExpressionPrinter inner = deeper(8);
    std::vector<std::string> parts;
    bool trimmed = true, collated = false;
    std::vector<SqlType> natives;
    Side operand;
    if (node.operand != nullptr) operand = under_collation(comparand(*node.operand, node.strings), *node.operand, node.strings);
    for (const auto& arm : node.arms) {
        Side compared = node.operand != nullptr ? comparand(*arm.when, node.strings) : Side{};
        if (node.operand != nullptr && is_exact(node.strings)) compared = under_collation(compared, *arm.when, node.strings);
        else if (node.operand != nullptr) check(compared, *arm.when);
        const std::string when = node.operand != nullptr ? compared.text : inner.condition(*arm.when).text;
        const Printed then = inner.print(*arm.then);
        trimmed = trimmed && (then.trimmed || never_blank_ended(*arm.then));
        collated = collated || then.collated;
        natives.push_back(then.type);
        parts.push_back("when " + when + " then " + then.text);
    }
    if (node.otherwise != nullptr) {
        const Printed otherwise = inner.print(*node.otherwise);
        trimmed = trimmed && (otherwise.trimmed || never_blank_ended(*node.otherwise));
        natives.push_back(otherwise.type);
        parts.push_back("else " + otherwise.text);
    }
    const SqlType native = spelling_.native_of(type, natives);
    const std::string head = node.operand != nullptr ? "case " + operand.text : "case";
    const std::string flat = head + " " + join(parts, " ") + " end";
    if (is_one_line(flat) && flat.size() + static_cast<std::size_t>(indent_) <= 72) return {flat, strength::atom, native, collated, trimmed};
    const std::string line = "\n" + blanks(indent_ + 4);
    return {head + line + join(parts, line) + "\n" + blanks(indent_) + "end", strength::atom, native, collated, trimmed};
}

// ---- keys

StringComparison ExpressionPrinter::exact_key(const Scalar& scalar) const {
    const auto* collate = std::get_if<Collate>(&scalar.node);
    return collate == nullptr || around_.native_strings() ? StringComparison::database : comparison_named(collate->collation);
}

Printed ExpressionPrinter::grouping_key(const Scalar& scalar) const {
    if (!bare_) return row_wise().grouping_key(scalar);
    Printed printed = print(scalar);
    if (!scalar.type.is_string() || around_.native_strings()) return printed;
    Side side = comparand(scalar, StringComparison::database);
    if (const StringComparison strings = exact_key(scalar); is_exact(strings)) {
        side = exactly(side, strings, false);
        return {side.text, side.strength, printed.type, false, true};
    }
    if (!side.collated) side = {spelling_.compared(at(side, strength::atom), around_.string_rule()), strength::unary, true};
    return {side.text, side.strength, printed.type, true, true};
}

std::string ExpressionPrinter::sort_key(const SortKey& key) const {
    std::string out = text(*key.expr);
    if (key.expr->type.is_string() && !around_.native_strings()) {
        const StringComparison strings = exact_key(*key.expr);
        out = is_exact(strings) ? exactly(row_wise().comparand(*key.expr, strings), strings, true).text : grouping_key(*key.expr).text;
    }
    if (key.descending) out += " desc";
    if (key.expr->nullable) out += key.descending ? " nulls last" : " nulls first";
    return out;
}

} // namespace t2d::backend
