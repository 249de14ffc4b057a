// SPDX-License-Identifier: Apache-2.0
// Conditions: comparisons and their implicit conversions, IN, BETWEEN, LIKE, quantified comparisons.
#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

const SqlType kBit = simple_type(TypeKind::bit);

bool numeric_pair(const SqlType& a, const SqlType& b) {
    return a.is_number() && b.is_number() && a.kind != TypeKind::bit && b.kind != TypeKind::bit;
}

bool native_pair(const SqlType& a, const SqlType& b) {
    if (numeric_pair(a, b)) return true;
    if (a.is_string() && b.is_string()) return true;
    const auto calendar = [](const SqlType& t) { return t.is_temporal() && t.kind != TypeKind::time && t.kind != TypeKind::datetimeoffset; };
    return calendar(a) && calendar(b);
}

} // namespace

ScalarRef Binder::condition(const ast::Expr& node, Scope& scope) {
    const ScalarRef bound = expr(node, scope);
    if (!failed_ && !is_predicate(*bound)) fail<diag::not_a_condition>(node.span);
    return bound;
}

void Binder::unify(ScalarRef& left, ScalarRef& right) {
    if (left->type == right->type || native_pair(left->type, right->type)) return;
    if (left->type.kind == TypeKind::null) {
        left = build_.null(right->type);
        return;
    }
    if (right->type.kind == TypeKind::null) {
        right = build_.null(left->type);
        return;
    }
    if (!left->type.known() || !right->type.known()) return;
    // A bit compared with 0 or 1 stays a bit: the number's form would only add conversions.
    const auto as_bit = [&](ScalarRef& constant, const ScalarRef& other) {
        const auto* value = std::get_if<Constant>(&constant->node);
        if (value == nullptr || other->type.kind != TypeKind::bit || !constant->type.is_integer()) return false;
        if (value->text != "0" && value->text != "1") return false;
        constant = build_.boolean(value->text == "1");
        return true;
    };
    if (as_bit(left, right) || as_bit(right, left)) return;
    const SqlType type = common_type(left->type, right->type);
    left = build_.convert(left, type);
    right = build_.convert(right, type);
}

ScalarRef Binder::compare(CompareOp op, ScalarRef left, ScalarRef right, SourceSpan span, bool null_safe) {
    const StringComparison strings = collation_of({left, right}, span, op != CompareOp::equal && op != CompareOp::not_equal);
    unify(left, right);
    const bool nullable = !null_safe && (left->nullable || right->nullable);
    return make({Compare{op, left, right, null_safe, strings}, kBit, nullable, span});
}

ScalarRef Binder::between(const ast::Between& node, SourceSpan span, Scope& scope) {
    const ScalarRef operand = expr(*node.operand, scope);
    ScalarRef low = expr(*node.low, scope), high = expr(*node.high, scope);
    note_texts({operand, low, high});
    ScalarRef for_low = operand, for_high = operand;
    unify(for_low, low);
    unify(for_high, high);
    const bool nullable = operand->nullable || low->nullable || high->nullable;
    if (for_low == operand && for_high == operand)
        return make({Between{operand, low, high, node.negated, collation_of({operand, low, high}, span, true)}, kBit, nullable, span});
    // The bounds want the operand in different types: two comparisons say so.
    const auto bound = [&](CompareOp op, ScalarRef side, ScalarRef limit) { return compare(op, side, limit, span); };
    const ScalarRef both = node.negated ? build_.disjunction(bound(CompareOp::less, for_low, low), bound(CompareOp::greater, for_high, high))
                                        : build_.conjunction(bound(CompareOp::greater_equal, for_low, low), bound(CompareOp::less_equal, for_high, high));
    return both;
}

ScalarRef Binder::in_list(const ast::InList& node, SourceSpan span, Scope& scope) {
    const ScalarRef operand = expr(*node.operand, scope);
    std::vector<ScalarRef> compared{operand};
    for (const auto& item : node.items) compared.push_back(expr(item, scope));
    note_texts(compared);
    bool same_operand = true, nullable = operand->nullable;
    std::vector<std::pair<ScalarRef, ScalarRef>> pairs;
    for (auto item = compared.begin() + 1; item != compared.end(); ++item) {
        ScalarRef left = operand;
        unify(left, *item);
        same_operand = same_operand && left == operand;
        nullable = nullable || (*item)->nullable;
        pairs.emplace_back(left, *item);
    }
    if (same_operand) {
        InList in{operand, {compared.begin() + 1, compared.end()}, node.negated, collation_of(compared, span)};
        return make({std::move(in), kBit, nullable, span});
    }
    ScalarRef any = build_.boolean(false);
    for (const auto& [left, item] : pairs) any = build_.disjunction(any, compare(CompareOp::equal, left, item, span));
    return node.negated ? make({Not{any}, kBit, nullable, span}) : any;
}

ScalarRef Binder::in_query(const ast::InQuery& node, SourceSpan span, Scope& scope) {
    ScalarRef operand = expr(*node.operand, scope);
    RelRef rel = query(*node.query, &scope);
    if (failed_ || rel->columns.empty()) return poison();
    const Column& column = rel->columns.front();
    if (!native_pair(operand->type, column.type) && operand->type.known() && column.type.known()) {
        const SqlType type = common_type(operand->type, column.type);
        operand = build_.convert(operand, type);
        rel = converted(rel, {{column.name, type, column.nullable}});
    }
    const StringComparison strings = collation_with(operand, rel, span, false);
    return make({InQuery{operand, under_collation(rel, strings), node.negated, strings}, kBit, true, span});
}

ScalarRef Binder::quantified(const ast::Quantified& node, SourceSpan span, Scope& scope) {
    ScalarRef operand = expr(*node.operand, scope);
    RelRef rel = query(*node.query, &scope);
    if (failed_ || rel->columns.empty()) return poison();
    if (!native_pair(operand->type, rel->columns.front().type)) {
        const SqlType type = common_type(operand->type, rel->columns.front().type);
        operand = build_.convert(operand, type);
        rel = converted(rel, {{rel->columns.front().name, type, true}});
    }
    static constexpr CompareOp kOps[] = {CompareOp::equal, CompareOp::not_equal, CompareOp::less, CompareOp::less_equal, CompareOp::greater, CompareOp::greater_equal, CompareOp::greater_equal, CompareOp::less_equal};
    const auto index = static_cast<std::size_t>(node.op) - static_cast<std::size_t>(ast::BinaryOp::equal);
    const StringComparison strings = collation_with(operand, rel, span, index > 1);
    const Quantified compared{kOps[index], node.all, operand, under_collation(rel, strings), strings};
    if (index > 1 && operand->type.is_string()) return quantified_by_rows(compared, span);
    return make({compared, kBit, true, span});
}

/// An order of texts under ANY or ALL, which no target compares by its collation: a row decides, or else one with NULL leaves it open.
ScalarRef Binder::quantified_by_rows(const Quantified& node, SourceSpan span) {
    const auto some_row = [&](bool decides) {
        const Quantifier row = build_.quantifier(node.query);
        const ScalarRef column = build_.column(row, 0);
        const ScalarRef holds = make({Compare{node.op, node.operand, column, false, node.strings}, kBit, true, span});
        Select found;
        found.from = build_.from(row);
        found.items = {build_.integer(1)};
        if (decides) found.where = node.all ? make({Not{holds}, kBit, true, span}) : holds;
        else found.where = build_.disjunction(build_.is_null(node.operand), build_.is_null(column));
        return build_.exists(build_.select(std::move(found), {{"found", simple_type(TypeKind::int_), false}}));
    };
    const SqlType integer = simple_type(TypeKind::int_);
    Case answer;
    answer.arms = {{some_row(true), build_.integer(node.all ? 0 : 1)}, {some_row(false), build_.null(integer)}};
    answer.otherwise = build_.integer(node.all ? 1 : 0);
    return make({Compare{CompareOp::equal, make({std::move(answer), integer, true, span}), build_.integer(1)}, kBit, true, span});
}

ScalarRef Binder::like(const ast::Like& node, SourceSpan span, Scope& scope) {
    const auto as_text = [&](const ast::Expr& side) {
        const ScalarRef bound = expr(side, scope);
        return bound->type.is_string() || !bound->type.known() ? bound : build_.convert(bound, string_type(TypeKind::varchar, 30));
    };
    Like out{as_text(*node.operand), as_text(*node.pattern), nullptr, node.negated};
    if (node.escape) out.escape = expr(**node.escape, scope);
    out.strings = collation_of({out.operand, out.pattern}, span);
    return make({out, kBit, out.operand->nullable || out.pattern->nullable, span});
}

} // namespace t2d::passes
