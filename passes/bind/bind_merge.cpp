// SPDX-License-Identifier: Apache-2.0
// MERGE with all its branches.
#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

Merge Binder::bind_merge(const ast::Merge& node, Scope& scope) {
    Merge out;
    const auto* share = node.top ? std::get_if<ast::Literal>(&(*node.top->count).node) : nullptr;
    const bool all = share != nullptr && node.top->percent && share->text == "100";
    if (node.top && !all) fail<diag::unsupported_syntax>(span_, "MERGE TOP");
    TableId id = -1;
    const RelRef target = table_rel(node.target, span_, id);
    if (target == nullptr || failed_) return out;
    if (id < 0) {
        fail<diag::unsupported_syntax>(span_, "MERGE into a CTE or view");
        return out;
    }
    const std::string alias = node.alias.empty() ? node.target.last() : node.alias;
    const FromRef target_from = add(target, alias, scope, id, node.alias.empty() ? catalog_key(node.target) : std::string{});
    const FromRef source_from = source(node.source, scope);
    if (source_from == nullptr || failed_) return out;
    out.table = id;
    out.target = std::get<Quantifier>(target_from->node).id;
    if (const auto* single_source = std::get_if<Quantifier>(&source_from->node)) {
        out.source = *single_source;
    } else {
        fail<diag::unsupported_syntax>(span_, "a join as the source of MERGE");
        return out;
    }
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
    const RelRef shape = build_.empty(program_.tables[static_cast<std::size_t>(id)].columns);
    scope.tables.push_back({"inserted", {}, out.inserted, shape, id});
    scope.tables.push_back({"deleted", {}, out.deleted, shape, id});
    scope.tables.push_back({"$", {}, out.action, build_.empty({{"$action", string_type(TypeKind::nvarchar, 10), false}}), -1});
    return out;
}

void Binder::merge(const ast::Merge& node, Body& out) {
    ctes(node.with, nullptr);
    Scope scope;
    Merge change = bind_merge(node, scope);
    if (failed_) return;
    change.output = outputs(node.output, scope);
    if (failed_) return;
    push_merge(std::move(change), out);
}

} // namespace t2d::passes
