// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE: what the target name stands for, and writing through a CTE.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

/// Finds the target among the FROM sources (by alias, or by table name), or adds it when there is no FROM clause.
Binder::WriteTarget Binder::write_target(const ast::Name& name, const std::vector<ast::TableSource>& sources, SourceSpan span, Scope& scope, FromRef& from_out) {
    WriteTarget target;
    from_out = from(sources, scope);
    if (failed_) return target;
    const RangeVariable* found = nullptr;
    const std::string key = catalog_key(name);
    for (const RangeVariable& range : scope.tables) {
        const bool by_alias = name.parts.size() == 1 && equal_ignoring_case(range.alias, name.last());
        const bool by_table = range.table >= 0 && program_.tables[static_cast<std::size_t>(range.table)].kind == TableKind::persistent && program_.tables[static_cast<std::size_t>(range.table)].key == key;
        if (by_alias || (found == nullptr && by_table)) found = &range;
        if (by_alias) break;
    }
    if (found == nullptr && !sources.empty()) {
        // UPDATE t … FROM other tables only: the target joins them without a condition of its own.
        TableId id = -1;
        const RelRef rel = table_rel(name, span, id);
        if (rel == nullptr || failed_) return target;
        const FromRef own = add(rel, name.last(), scope, id, key);
        from_out = build_.join(JoinKind::cross, own, from_out, nullptr);
        found = &scope.tables.back();
    } else if (found == nullptr) {
        TableId id = -1;
        const RelRef rel = table_rel(name, span, id);
        if (rel == nullptr || failed_) return target;
        from_out = add(rel, name.last(), scope, id, key);
        found = &scope.tables.back();
    }
    target.table = found->table;
    target.quant = found->quant;
    if (target.table < 0) target.through = found->rel;
    return target;
}

std::vector<SetColumn> Binder::assignments(const std::vector<ast::Assignment>& set, TableId id, Scope& scope) {
    std::vector<SetColumn> out;
    for (const auto& node : set) {
        if (!node.variable.empty() || node.target.parts.empty()) {
            fail<diag::unsupported_syntax>(node.span, "an assignment to a variable inside UPDATE");
            return out;
        }
        const auto columns = insert_columns({node.target.last()}, id, node.span);
        if (failed_) return out;
        const Column& column = program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(columns.front())];
        if (std::holds_alternative<ast::DefaultValue>(node.value.node)) {
            const ScalarRef rule = program_.tables[static_cast<std::size_t>(id)].rules[static_cast<std::size_t>(columns.front())].default_value;
            out.push_back({columns.front(), rule != nullptr ? rule : build_.null(column.type)});
            continue;
        }
        ast::Expr whole = node.value;
        if (node.op != ast::AssignOp::assign) {
            static constexpr ast::BinaryOp kOps[] = {ast::BinaryOp::add, ast::BinaryOp::add, ast::BinaryOp::subtract, ast::BinaryOp::multiply, ast::BinaryOp::divide, ast::BinaryOp::modulo, ast::BinaryOp::bit_and, ast::BinaryOp::bit_or, ast::BinaryOp::bit_xor};
            whole = {ast::Binary{kOps[static_cast<std::size_t>(node.op)], ast::Expr{ast::ColumnName{node.target}, node.span}, node.value}, node.span};
        }
        const SqlType type = column.type;
        const ScalarRef bound = value(whole, scope, type);
        Column& again = program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(columns.front())];
        if (!again.type.known()) again.type = bound->type;
        out.push_back({columns.front(), bound});
    }
    return out;
}

void Binder::update(const ast::Update& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    Update write;
    const WriteTarget target = write_target(node.target, node.from, span_, scope, write.from);
    if (failed_) return;
    if (node.top) return fail<diag::unsupported_syntax>(span_, "UPDATE TOP");
    if (target.table < 0) {
        if (!node.from.empty() || !node.output.empty()) return fail<diag::unsupported_syntax>(span_, "UPDATE through a derived table with FROM or OUTPUT");
        return write_through(target, &node.set, node.where, span_, out);
    }
    write.table = target.table;
    write.target = target.quant;
    write.set = assignments(node.set, target.table, scope);
    if (node.where) write.where = condition(**node.where, scope);
    write.inserted = build_.arena().fresh_quantifier();
    write.deleted = build_.arena().fresh_quantifier();
    const RelRef shape = build_.empty(program_.tables[static_cast<std::size_t>(target.table)].columns);
    scope.tables.push_back({"inserted", {}, write.inserted, shape, target.table});
    scope.tables.push_back({"deleted", {}, write.deleted, shape, target.table});
    write.output = outputs(node.output, scope);
    if (!failed_) push(out, std::move(write));
}

void Binder::remove(const ast::Delete& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    Delete write;
    const WriteTarget target = write_target(node.target, node.from, span_, scope, write.from);
    if (failed_) return;
    if (node.top) return fail<diag::unsupported_syntax>(span_, "DELETE TOP");
    if (target.table < 0) {
        if (!node.from.empty() || !node.output.empty()) return fail<diag::unsupported_syntax>(span_, "DELETE through a derived table with FROM or OUTPUT");
        return write_through(target, nullptr, node.where, span_, out);
    }
    write.table = target.table;
    write.target = target.quant;
    if (node.where) write.where = condition(**node.where, scope);
    write.deleted = build_.arena().fresh_quantifier();
    scope.tables.push_back({"deleted", {}, write.deleted, build_.empty(program_.tables[static_cast<std::size_t>(target.table)].columns), target.table});
    write.output = outputs(node.output, scope);
    if (!failed_) push(out, std::move(write));
}

namespace {
/// The quantifier of a FROM tree that is a single table.
const Quantifier* single(FromRef from) { return from == nullptr ? nullptr : std::get_if<Quantifier>(&from->node); }
} // namespace

/// Whether a query reads exactly one table, directly: then its rows are rows of that table.
bool Binder::base_table_of(const ast::Query& query_node, TableId& id) {
    const auto* block = std::get_if<ast::Select>(&query_node.body);
    if (block == nullptr || block->from.size() != 1) return false;
    const auto* named_table = std::get_if<ast::NamedTable>(&block->from.front().node);
    if (named_table == nullptr) return false;
    const bool saved = std::exchange(failed_, false);
    const std::string saved_reason = reason_;
    id = table(named_table->name, span_);
    failed_ = saved;
    reason_ = saved_reason;
    return id >= 0;
}

/// `WITH d AS (SELECT …, ROW_NUMBER() … FROM t WHERE p) DELETE FROM d WHERE rn > 1`: the rows of the CTE are rows of `t`.
/// They are computed once with all columns of `t` beside them; rows of `t` outside the CTE stay.
void Binder::write_through(const WriteTarget& target, const std::vector<ast::Assignment>* set, const ast::OptExpr& where, SourceSpan span, Body& out) {
    const auto* block = target.through == nullptr ? nullptr : std::get_if<Select>(&target.through->node);
    const Quantifier* base = block == nullptr ? nullptr : single(block->from);
    const auto* base_table = base == nullptr ? nullptr : std::get_if<CurrentTable>(&base->rel->node);
    if (base_table == nullptr || block->grouped || block->distinct || block->limit)
        return fail<diag::unsupported_syntax>(span, "writing through a CTE or derived table over more than one table");
    const TableId id = base_table->table;
    const auto table_columns = program_.tables[static_cast<std::size_t>(id)].columns;
    WriteThrough write;
    write.table = id;
    write.target = base->id;
    write.inside = block->where;
    write.remove = set == nullptr;
    Select rows = *block;
    std::vector<Column> columns = table_columns;
    std::vector<ScalarRef> items = all_columns(build_, *base);
    for (std::size_t i = 0; i < block->items.size(); ++i) {
        items.push_back(block->items[i]);
        columns.push_back(target.through->columns[i]);
    }
    rows.items = std::move(items);
    write.rows = build_.labelled(build_.select(std::move(rows), columns), target.through->label);
    write.row = build_.arena().fresh_quantifier();
    // Names mean the columns of the CTE; its plain columns are columns of the table.
    const std::size_t offset = table_columns.size();
    Scope names;
    const RelRef shape = build_.empty(target.through->columns);
    const QuantId through = build_.arena().fresh_quantifier();
    names.tables.push_back({target.through->label, {}, through, shape, -1});
    const auto onto_rows = [&](ScalarRef scalar) {
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
            if (ref.quant != through) return nullptr;
            const int index = static_cast<int>(offset) + ref.column;
            return build_.column(write.row, index, columns[static_cast<std::size_t>(index)]);
        });
    };
    if (where) write.where = onto_rows(condition(**where, names));
    for (std::size_t i = 0; set != nullptr && i < set->size(); ++i) {
        const auto& node = (*set)[i];
        const int visible = find_column(target.through->columns, node.target.parts.empty() ? std::string{} : node.target.last());
        const auto* ref = visible < 0 ? nullptr : std::get_if<ColumnRef>(&block->items[static_cast<std::size_t>(visible)]->node);
        if (ref == nullptr || ref->quant != base->id || node.op != ast::AssignOp::assign || !node.variable.empty())
            return fail<diag::unsupported_syntax>(node.span, "this assignment through a CTE");
        write.set.push_back({ref->column, onto_rows(value(node.value, names, table_columns[static_cast<std::size_t>(ref->column)].type))});
    }
    if (!failed_) push(out, std::move(write));
}

} // namespace t2d::passes
