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
        const TableSymbol* symbol = range.table < 0 ? nullptr : &program_.tables[static_cast<std::size_t>(behind(range.table))];
        const bool by_table = symbol != nullptr && symbol->kind == TableKind::persistent && symbol->key == key;
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

/// The value of an assignment: of `c += e` it is c + e, where c is the column of the target.
ast::Expr Binder::whole_value(const ast::Assignment& node, const std::string& alias) {
    if (node.op == ast::AssignOp::assign) return node.value;
    static constexpr ast::BinaryOp kOps[] = {ast::BinaryOp::add, ast::BinaryOp::add, ast::BinaryOp::subtract, ast::BinaryOp::multiply, ast::BinaryOp::divide, ast::BinaryOp::modulo, ast::BinaryOp::bit_and, ast::BinaryOp::bit_or, ast::BinaryOp::bit_xor, ast::BinaryOp::concat};
    std::vector<std::string> parts{node.target.last()};
    if (!alias.empty()) parts.insert(parts.begin(), alias);
    return {ast::Binary{kOps[static_cast<std::size_t>(node.op)], ast::Expr{ast::ColumnName{{std::move(parts), node.span}}, node.span}, node.value}, node.span};
}

/// What SET gives each column; `c += e` reads the column of the target, whatever other tables have a column of that name.
std::vector<SetColumn> Binder::assignments(const std::vector<ast::Assignment>& set, TableId id, QuantId target, Scope& scope) {
    const auto own = std::find_if(scope.tables.begin(), scope.tables.end(), [&](const RangeVariable& range) { return range.quant == target; });
    const std::string alias = own == scope.tables.end() ? std::string{} : own->alias;
    std::vector<SetColumn> out;
    for (const auto& node : set) {
        if (node.target.parts.empty() && node.variable.empty()) fail<diag::unsupported_syntax>(node.span, "an assignment by a method of the column");
        if (failed_) return out;
        if (node.target.parts.empty()) continue; // see variables_of_update
        const auto columns = insert_columns({node.target.last()}, id, node.span);
        if (failed_) return out;
        const Column& column = program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(columns.front())];
        if (std::holds_alternative<ast::DefaultValue>(node.value.node)) {
            out.push_back({columns.front(), default_of(program_.tables[static_cast<std::size_t>(id)], static_cast<std::size_t>(columns.front()))});
            continue;
        }
        const SqlType type = column.type;
        const ScalarRef bound = value(whole_value(node, alias), scope, type);
        Column& again = program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(columns.front())];
        if (!again.type.known()) again.type = bound->type;
        out.push_back({columns.front(), bound});
    }
    return out;
}

namespace {
/// TOP over the target alone: rows and their numbers need one pass then.
template <typename Node>
bool is_plain_top(const Node& node, FromRef from) {
    return node.output.empty() && std::holds_alternative<Quantifier>(from->node);
}
} // namespace

/// The target, its joins and conditions once more, to find the rows that TOP takes.
template <typename Node>
ScalarRef Binder::top_condition(const Node& node, QuantId target) {
    Scope scope;
    RowWrite again;
    const WriteTarget same = write_target(node.target, node.from, span_, scope, again.from);
    if (failed_) return nullptr;
    again.table = same.table;
    again.target = same.quant;
    again.where = write_condition(node.where, same.table, same.quant, scope);
    return among_top(*node.top, again, target);
}

/// `SET @v = e` and `SET @v = c = e` take their values from the rows as they are before the statement, so they are a SELECT before
/// it; of several rows the variable keeps the last one's.
void Binder::variables_of_update(const ast::Update& node, const Update& write, Scope& scope, Body& out) {
    AssignQuery assign;
    Select block;
    std::vector<Column> columns;
    for (const auto& item : node.set) {
        if (item.variable.empty()) continue;
        if (node.top) return fail<diag::unsupported_syntax>(item.span, "an assignment to a variable in UPDATE TOP");
        const int index = find_variable(item.variable);
        if (index < 0) return fail<diag::unknown_variable>(item.span, item.variable);
        if (item.op != ast::AssignOp::assign) return fail<diag::unsupported_syntax>(item.span, "a compound assignment to a variable inside UPDATE");
        const SqlType& type = program_.variables[static_cast<std::size_t>(index)].type;
        ScalarRef assigned = expr(item.value, scope);
        if (!item.target.parts.empty()) { // the variable takes the value that the column has then
            const int column = find_column(program_.tables[static_cast<std::size_t>(write.table)].columns, item.target.last());
            const auto set = std::find_if(write.set.begin(), write.set.end(), [&](const SetColumn& s) { return s.column == column; });
            assigned = set->value;
        }
        assign.variables.push_back(index);
        block.items.push_back(build_.stored(build_.convert(assigned, type), type));
        columns.push_back({item.variable.substr(1), type, true});
    }
    if (failed_ || assign.variables.empty()) return;
    bool read = false;
    const auto look = [&](ScalarRef node) {
        const auto* variable = std::get_if<VarRef>(&node->node);
        read = read || (variable != nullptr && std::find(assign.variables.begin(), assign.variables.end(), variable->variable) != assign.variables.end());
    };
    for (const SetColumn& column : write.set) for_each_scalar(column.value, look, true);
    for (const ScalarRef item : block.items) for_each_scalar(item, look, true);
    if (read) return fail<diag::unsupported_syntax>(span_, "an UPDATE whose values go on from row to row through a variable, in an order that SQL Server does not promise,");
    block.from = write.from;
    block.where = write.where;
    assign.query = build_.select(std::move(block), std::move(columns));
    for (const int variable : assign.variables) learn(variable, nullptr);
    push(out, std::move(assign));
}

template <typename Node>
Binder::Through Binder::through_of(const Node& node, const WriteTarget& target, Scope scope, FromRef from) const {
    Through through;
    through.output = &node.output;
    through.top = node.top ? &*node.top : nullptr;
    through.visible = target.quant;
    if (!std::holds_alternative<Quantifier>(from->node)) through.joined = from;
    through.names = std::move(scope);
    return through;
}

/// The table that a numbered copy stands for; any other table stands for itself.
TableId Binder::behind(TableId id) const {
    const auto copy = copies_.find(id);
    return copy == copies_.end() ? id : copy->second;
}

/// Whether TOP has to tell rows apart that no key tells apart: those of a join, or those that OUTPUT gives as well.
template <typename Node>
bool Binder::needs_numbers(const Node& node, TableId id) const {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    return node.top && node.with.empty() && symbol.keys.empty() && symbol.unique_keys.empty() && !symbol.inferred && !fills_columns(id) && !has_triggers(id);
}

/// A write to the numbered rows of a table, which bear its names meanwhile.
void Binder::with_numbers(TableId id, Body& out, const std::function<void()>& write) {
    const TableId numbered = numbered_copy(id, out);
    copies_[numbered] = id;
    rename_table(id, numbered);
    write();
    rename_table(numbered, id);
    take_back(id, numbered, out);
}

void Binder::update(const ast::Update& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    Update write;
    const WriteTarget target = write_target(node.target, node.from, span_, scope, write.from);
    if (failed_) return;
    if (target.table < 0)
        return write_through(target, through_of(node, target, std::move(scope), write.from), &node.set, node.where, out);
    if (!is_plain_top(node, write.from) && needs_numbers(node, target.table))
        return with_numbers(target.table, out, [&] { update(node, out); });
    write.table = target.table;
    write.target = target.quant;
    write.set = assignments(node.set, target.table, target.quant, scope);
    write.where = write_condition(node.where, target.table, target.quant, scope);
    if (!failed_) variables_of_update(node, write, scope, out);
    if (write.set.empty() || failed_) return;
    if (const Cursor* cursor = cursor_by_value(node.where, target.table))
        return write_by_value(*cursor, {target.table, target.quant, write.from, write.where, std::move(write.set)}, !node.top && is_plain_top(node, write.from), out);
    write.inserted = build_.arena().fresh_quantifier();
    write.deleted = build_.arena().fresh_quantifier();
    const RelRef shape = build_.empty(program_.tables[static_cast<std::size_t>(behind(target.table))].columns);
    if (node.top && is_plain_top(node, write.from)) return write_top(*node.top, {target.table, target.quant, write.from, write.where, std::move(write.set)}, out);
    if (node.top) write.where = build_.conjunction(write.where, top_condition(node, target.quant));
    scope.tables.push_back({"inserted", {}, write.inserted, shape, behind(target.table)});
    scope.tables.push_back({"deleted", {}, write.deleted, shape, behind(target.table)});
    write.output = outputs(node.output, scope);
    if (!failed_) push_update(std::move(write), out);
}

void Binder::remove(const ast::Delete& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    Delete write;
    const WriteTarget target = write_target(node.target, node.from, span_, scope, write.from);
    if (failed_) return;
    if (target.table < 0)
        return write_through(target, through_of(node, target, std::move(scope), write.from), nullptr, node.where, out);
    if (!is_plain_top(node, write.from) && needs_numbers(node, target.table))
        return with_numbers(target.table, out, [&] { remove(node, out); });
    write.table = target.table;
    write.target = target.quant;
    write.where = write_condition(node.where, target.table, target.quant, scope);
    if (failed_) return;
    if (const Cursor* cursor = cursor_by_value(node.where, target.table))
        return write_by_value(*cursor, {target.table, target.quant, write.from, write.where, {}}, !node.top && is_plain_top(node, write.from), out);
    if (node.top && is_plain_top(node, write.from)) return write_top(*node.top, {target.table, target.quant, write.from, write.where, {}}, out);
    if (node.top) write.where = build_.conjunction(write.where, top_condition(node, target.quant));
    write.deleted = build_.arena().fresh_quantifier();
    scope.tables.push_back({"deleted", {}, write.deleted, build_.empty(program_.tables[static_cast<std::size_t>(behind(target.table))].columns), behind(target.table)});
    write.output = outputs(node.output, scope);
    if (!failed_) push_delete(std::move(write), out);
}

} // namespace t2d::passes
