// SPDX-License-Identifier: Apache-2.0
// MERGE with all its branches.
#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

/// TOP (n) of a MERGE; a null pointer where it leaves out nothing.
ScalarRef Binder::merge_top(const ast::Merge& node) {
    if (!node.top) return nullptr;
    const auto* share = std::get_if<ast::Literal>(&(*node.top->count).node);
    if (share != nullptr && node.top->percent && share->text == "100") return nullptr;
    if (node.top->percent) fail<diag::unsupported_syntax>(span_, "MERGE TOP with PERCENT");
    diagnostics_.report<diag::top_rows>(span_, node.target.last());
    Scope none;
    return failed_ ? nullptr : value(*node.top->count, none, simple_type(TypeKind::bigint));
}

/// The source as one relation; the columns of a join are placed in it.
Quantifier Binder::merge_source(const ast::TableSource& node, Scope& scope, MergeView& view) {
    const std::size_t first = scope.tables.size();
    const FromRef from = source(node, scope);
    if (from == nullptr || failed_) return {};
    if (const auto* single = std::get_if<Quantifier>(&from->node)) return *single;
    Select block;
    block.from = from;
    std::vector<Column> columns;
    for (std::size_t i = first; i < scope.tables.size(); ++i) {
        const RangeVariable& range = scope.tables[i];
        for (std::size_t c = 0; c < range.rel->columns.size(); ++c) {
            Column column = range.rel->columns[c];
            column.nullable = column.nullable || range.outer_joined;
            view.joined[{range.quant, static_cast<int>(c)}] = static_cast<int>(columns.size());
            block.items.push_back(build_.column(range.quant, static_cast<int>(c), column));
            if (find_column(columns, column.name) >= 0) column.name = range.alias + "_" + column.name;
            columns.push_back(std::move(column));
        }
        if (range.table >= 0 && program_.tables[static_cast<std::size_t>(range.table)].inferred) fail<diag::unsupported_syntax>(span_, "a join with a table without DDL as the source of MERGE");
    }
    return build_.quantifier(build_.select(std::move(block), std::move(columns)), "joined");
}

/// Binds all but OUTPUT, whose names `scope` then has. Of a MERGE into a CTE or view, `view` says what is behind it.
Merge Binder::bind_merge(const ast::Merge& written, Scope& scope, MergeView& view) {
    Merge out;
    out.top = merge_top(written);
    TableId id = -1;
    const RelRef target = failed_ ? nullptr : table_rel(written.target, span_, id);
    if (target == nullptr || failed_) return out;
    const bool through = id < 0;
    if (through && !open_merge_view(target, written, view)) return out;
    const ast::Merge& node = through ? view.node : written;
    const std::string alias = node.alias.empty() ? node.target.last() : node.alias;
    const FromRef target_from = add(target, alias, scope, id, node.alias.empty() ? catalog_key(node.target) : std::string{});
    out.source = merge_source(node.source, scope, view);
    if (failed_) return out;
    out.target = std::get<Quantifier>(target_from->node).id;
    if (through) {
        view.through.visible = out.target;
        id = view.through.table;
        const Quantifier base = build_.quantifier(current(id));
        out.target = base.id;
        if (!place_merge_view(view, base)) return out;
    }
    out.table = id;
    out.on = condition(node.on, scope);
    for (const auto& branch_node : node.branches) {
        if (branch_node.action != ast::MergeAction::remove) refuse_duplicates(id, "MERGE");
        MergeBranch branch;
        branch.match = static_cast<MergeMatch>(branch_node.match);
        branch.action = static_cast<MergeAction>(branch_node.action);
        // Rows without a match have columns of one side only, so names need no qualifier there.
        Scope visible = scope;
        if (branch.match == MergeMatch::not_matched_by_target) visible.tables.erase(visible.tables.begin());
        if (branch.match == MergeMatch::not_matched_by_source) visible.tables.resize(1);
        if (branch_node.condition) branch.condition = condition(**branch_node.condition, visible);
        for (const auto& item : branch_node.set)
            if (!item.variable.empty()) fail<diag::unsupported_syntax>(item.span, "an assignment to a variable inside MERGE");
        if (branch.action == MergeAction::update) {
            branch.set = assignments(branch_node.set, id, out.target, visible);
            if (!failed_) refuse_key_change(id, branch.set);
        }
        if (branch.action == MergeAction::insert && !branch_node.default_values) {
            const auto columns = insert_columns(branch_node.columns, id, branch_node.span);
            if (!failed_ && columns.size() != branch_node.values.size()) fail<diag::column_count>(branch_node.span, columns.size(), branch_node.values.size());
            for (std::size_t i = 0; i < columns.size() && !failed_; ++i) {
                if (std::holds_alternative<ast::DefaultValue>(branch_node.values[i].node)) continue; // not named: the default fills it
                const SqlType type = program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(columns[i])].type;
                branch.set.push_back({columns[i], value(branch_node.values[i], visible, type)});
            }
        }
        if (failed_) return out;
        out.branches.push_back(std::move(branch));
    }
    out.inserted = build_.arena().fresh_quantifier();
    out.deleted = build_.arena().fresh_quantifier();
    out.action = build_.arena().fresh_quantifier();
    const RelRef shape = build_.empty(through ? *view.through.columns : program_.tables[static_cast<std::size_t>(id)].columns);
    view.after = through ? build_.arena().fresh_quantifier() : out.inserted;
    view.before = through ? build_.arena().fresh_quantifier() : out.deleted;
    scope.tables.push_back({"inserted", {}, view.after, shape, through ? -1 : id});
    scope.tables.push_back({"deleted", {}, view.before, shape, through ? -1 : id});
    scope.tables.push_back({"$", {}, out.action, build_.empty({{"$action", string_type(TypeKind::nvarchar, 10), false}}), -1});
    return out;
}

void Binder::merge(const ast::Merge& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    MergeView view;
    Merge change = bind_merge(node, scope, view);
    if (failed_) return;
    if (view.by_numbers) return with_numbers(view.through.table, out, [&] { merge(node, out); });
    change.output = outputs(node.output, scope);
    if (!failed_) settle_merge_view(view, change);
    if (failed_) return;
    push_merge(std::move(change), out);
}

} // namespace t2d::passes
