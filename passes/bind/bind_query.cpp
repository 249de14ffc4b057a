// SPDX-License-Identifier: Apache-2.0
// Query expressions: CTEs, set operations, VALUES and what may stand around a query.
#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

RelRef Binder::query(const ast::Query& node, Scope* outer) {
    const std::size_t visible = ctes_.size();
    ctes(node.with, outer);
    if (!node.computes.empty()) fail<diag::unsupported_syntax>(node.computes[0].span, "COMPUTE");
    if (node.for_clause) fail<diag::unsupported_syntax>(node.span, "FOR " + node.for_clause->mode);
    const RelRef rel = match(
        node.body, [&](const ast::Select& body) { return select(body, &node, outer); },
        [&](const ast::SetOp& body) { return sorted(set_op(body, outer), node, outer); },
        [&](const ast::Values& body) { return values(body, outer); },
        [&](const ast::Query& body) { return sorted(query(body, outer), node, outer); });
    ctes_.resize(visible);
    return rel;
}

void Binder::ctes(const std::vector<ast::Cte>& nodes, Scope* outer) {
    for (const auto& node : nodes) {
        RelRef rel = nullptr;
        const auto* body = std::get_if<ast::SetOp>(&node.query->body);
        if (body != nullptr && body->op == ast::SetOpKind::union_all && node.query->with.empty()) rel = recursive_cte(node, *body, outer);
        else rel = query(*node.query, outer);
        rel = renamed(rel, node.columns, node.span);
        ctes_.push_back({node.name, build_.labelled(rel, node.name), false, &node, false});
    }
}

/// A CTE over UNION ALL may refer to itself: the first member that does not is the anchor.
RelRef Binder::recursive_cte(const ast::Cte& node, const ast::SetOp& body, Scope* outer) {
    const RelRef bound_anchor = query(*body.left, outer);
    const RelRef named_anchor = renamed(bound_anchor, node.columns, node.span);
    const int id = build_.arena().fresh_recursion();
    const RelRef self = build_.arena().make(Rel{RecursiveRef{id}, named_anchor->columns, node.name, {}, node.span});
    ctes_.push_back({node.name, self, true, &node, false});
    const std::size_t entry = ctes_.size() - 1;
    RelRef step = query(*body.right, outer);
    const bool recursive = ctes_[entry].used;
    ctes_.resize(entry);
    if (failed_) return named_anchor;
    if (!recursive) return set_op(body, outer);
    step = converted(step, named_anchor->columns);
    return build_.arena().make(Rel{Recursive{id, named_anchor, step, false}, named_anchor->columns, node.name, {}, node.span});
}

namespace {
Column unified_column(const Column& left, const Column& right, SetOpKind kind) {
    Column out = left;
    if (left.type.kind == TypeKind::null) out.type = right.type;
    else if (right.type.kind != TypeKind::null) out.type = common_type(left.type, right.type);
    out.type.collation = is_exact(left.type.collation) ? left.type.collation : right.type.collation; // of a constant on one side nothing is said
    if (is_exact(left.type.collation) && is_exact(right.type.collation) && left.type.collation != right.type.collation) out.type.collation = StringComparison::unsupported;
    out.nullable = kind == SetOpKind::except ? left.nullable : kind == SetOpKind::intersect ? left.nullable && right.nullable : left.nullable || right.nullable;
    return out;
}
} // namespace

RelRef Binder::set_op(const ast::SetOp& node, Scope* outer) {
    RelRef left = query(*node.left, outer);
    RelRef right = query(*node.right, outer);
    if (failed_) return left;
    if (left->columns.size() != right->columns.size()) {
        fail<diag::column_count>(node.left->span, left->columns.size(), right->columns.size());
        return left;
    }
    static constexpr SetOpKind kKinds[] = {SetOpKind::union_, SetOpKind::union_all, SetOpKind::except, SetOpKind::intersect};
    const SetOpKind kind = kKinds[static_cast<std::size_t>(node.op)];
    std::vector<Column> columns;
    for (std::size_t i = 0; i < left->columns.size(); ++i) columns.push_back(unified_column(left->columns[i], right->columns[i], kind));
    std::vector<RelRef> inputs;
    const auto* nested = std::get_if<SetOp>(&left->node);
    const bool flatten = nested != nullptr && nested->kind == SetOpKind::union_all && kind == SetOpKind::union_all && left->label.empty();
    if (flatten)
        for (const RelRef input : nested->inputs) inputs.push_back(converted(input, columns));
    else inputs.push_back(converted(left, columns));
    inputs.push_back(converted(right, columns));
    if (kind != SetOpKind::union_all)
        for (RelRef& input : inputs) input = under_collations(input, columns);
    return build_.arena().make(Rel{SetOp{kind, std::move(inputs)}, std::move(columns), {}, {}, {}});
}

RelRef Binder::values(const ast::Values& node, Scope* outer) {
    Values out;
    std::vector<Column> columns;
    Scope scope;
    scope.outer = outer;
    for (const auto& row_node : node.rows) {
        std::vector<ScalarRef> row;
        for (std::size_t i = 0; i < row_node.size(); ++i) {
            row.push_back(expr(row_node[i], scope));
            const Column cell{"column" + std::to_string(i + 1), type_with_collation(row.back()), row.back()->nullable};
            if (columns.size() <= i) columns.push_back(cell);
            else columns[i] = unified_column(columns[i], cell, SetOpKind::union_all);
        }
        out.rows.push_back(std::move(row));
        if (out.rows.back().size() != out.rows.front().size()) fail<diag::column_count>(node.rows.front().front().span, out.rows.front().size(), row_node.size());
    }
    if (failed_) return build_.empty(columns);
    for (auto& row : out.rows)
        for (std::size_t i = 0; i < row.size(); ++i) row[i] = build_.convert(row[i], columns[i].type);
    return build_.arena().make(Rel{std::move(out), std::move(columns), {}, {}, {}});
}

/// ORDER BY … OFFSET … FETCH around a set operation or a parenthesised query.
RelRef Binder::sorted(RelRef rel, const ast::Query& node, Scope* outer) {
    if (failed_ || (node.order_by.empty() && !node.offset && !node.fetch)) return rel;
    Scope scope;
    scope.outer = outer;
    const Quantifier input = build_.quantifier(rel);
    scope.tables.push_back({{}, {}, input.id, rel, -1});
    Select block;
    block.from = build_.from(input);
    block.items = all_columns(build_, input);
    order_by(node.order_by, scope, block, rel->columns);
    limit({}, &node, scope, block);
    return build_.select(std::move(block), rel->columns);
}

/// The same rows with columns of other types (and names): conversions go into the block itself where it has none that they would change.
RelRef Binder::converted(RelRef rel, const std::vector<Column>& columns) {
    bool any = false;
    for (std::size_t i = 0; i < columns.size() && i < rel->columns.size(); ++i) any = any || needs_conversion(rel->columns[i].type, columns[i].type) || (rel->columns[i].type.kind == TypeKind::null && columns[i].type.kind != TypeKind::null);
    if (!any) return rel;
    const auto target = [&](ScalarRef item, std::size_t i) -> ScalarRef {
        const auto* constant = std::get_if<Constant>(&item->node);
        return constant != nullptr && constant->is_null ? build_.null(columns[i].type) : build_.convert(item, columns[i].type);
    };
    std::vector<Column> typed = rel->columns;
    for (std::size_t i = 0; i < typed.size(); ++i) typed[i].type = columns[i].type;
    const auto* block = std::get_if<Select>(&rel->node);
    if (block != nullptr && !block->distinct && rel->label.empty()) {
        Select copy = *block;
        for (std::size_t i = 0; i < copy.items.size(); ++i) copy.items[i] = target(copy.items[i], i);
        return build_.select(std::move(copy), std::move(typed));
    }
    const Quantifier input = build_.quantifier(rel);
    Select outer;
    outer.from = build_.from(input);
    outer.items = all_columns(build_, input);
    for (std::size_t i = 0; i < outer.items.size(); ++i) outer.items[i] = target(outer.items[i], i);
    return build_.select(std::move(outer), std::move(typed));
}

RelRef Binder::renamed(RelRef rel, const std::vector<std::string>& names, SourceSpan span) {
    if (names.empty() || failed_) return rel;
    if (names.size() != rel->columns.size()) {
        fail<diag::column_count>(span, names.size(), rel->columns.size());
        return rel;
    }
    Rel copy = *rel;
    if (std::holds_alternative<TableScan>(rel->node) || std::holds_alternative<CurrentTable>(rel->node) || !rel->label.empty()) {
        const Quantifier input = build_.quantifier(rel);
        Select block;
        block.from = build_.from(input);
        block.items = all_columns(build_, input);
        copy = Rel{std::move(block), rel->columns, {}, {}, {}};
    }
    for (std::size_t i = 0; i < names.size(); ++i) copy.columns[i].name = names[i];
    return build_.arena().make(std::move(copy));
}

} // namespace t2d::passes
