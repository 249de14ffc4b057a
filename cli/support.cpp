// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

#include <algorithm>
#include <set>

#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::cli {

using namespace ir;

namespace {

/// The relations of a model, those of subqueries included.
std::vector<RelRef> relations_of(const Model& model) {
    std::vector<RelRef> roots;
    for (const auto& cte : model.ctes) roots.push_back(cte.rel);
    return passes::relations_below(roots);
}

/// DuckDB finds no grouping key inside a correlated subquery, and a text key is more than its column (`rtrim(x)`).
bool reads_text_key_in_subquery(const Select& block) {
    std::set<QuantId> keys;
    for (const ScalarRef key : block.group_by)
        if (const auto* ref = std::get_if<ColumnRef>(&key->node); ref != nullptr && key->type.is_string()) keys.insert(ref->quant);
    if (keys.empty()) return false;
    bool found = false;
    for (const ScalarRef item : block.items)
        passes::for_each_scalar(item, [&](ScalarRef part) {
            const RelRef query = passes::subquery_of(part);
            if (query == nullptr) return;
            for (const QuantId id : passes::free_quantifiers(query)) found = found || keys.contains(id);
        }, false);
    return found;
}

Item* item_of(Project& project, std::size_t model) {
    const auto it = std::find_if(project.items.begin(), project.items.end(), [&](const Item& item) { return item.model == static_cast<int>(model); });
    return it == project.items.end() ? nullptr : &*it;
}

void make_hole(Project& project, std::size_t model, SourceSpan span, const std::string& reason) {
    Item* item = item_of(project, model);
    Hole hole;
    hole.procedure = item == nullptr || item->procedures.empty() ? project.models[model].name : item->procedures.front();
    hole.id = hole.procedure + ":" + project.models[model].name;
    hole.span = span;
    hole.reason = reason;
    hole.table = project.models[model].schema + "." + project.models[model].table;
    for (const auto& column : project.models[model].columns) hole.expected.push_back(column.column);
    project.holes.push_back(std::move(hole));
    project.models[model].holes.push_back(static_cast<int>(project.holes.size()) - 1);
    if (item != nullptr) item->status = ItemStatus::partial;
}

/// Models that read a model with a hole cannot be built either.
bool spread(Project& project, Diagnostics& diagnostics) {
    bool changed = false;
    for (std::size_t m = 0; m < project.models.size(); ++m) {
        if (!project.models[m].holes.empty()) continue;
        for (const auto& import : project.models[m].imports) {
            if (import.kind != ImportKind::ref) continue;
            const auto it = std::find_if(project.models.begin(), project.models.end(), [&](const Model& other) { return other.name == import.model && !other.holes.empty(); });
            if (it == project.models.end()) continue;
            const Hole cause = project.holes[static_cast<std::size_t>(it->holes.front())];
            diagnostics.report<diag::reads_incomplete>(cause.span, project.models[m].name, it->name);
            if (Item* item = item_of(project, m)) item->diagnostics.push_back(diagnostics.all().back());
            make_hole(project, m, cause.span, "reads " + it->name + ": " + cause.reason);
            changed = true;
            break;
        }
    }
    return changed;
}

} // namespace

void refuse_unsupported(Project& project, const backend::Dialect& dialect, Diagnostics& diagnostics) {
    for (std::size_t m = 0; m < project.models.size(); ++m) {
        std::set<std::string> reasons;
        const std::vector<RelRef> relations = relations_of(project.models[m]);
        for (const RelRef rel : relations) {
            const auto* block = std::get_if<Select>(&rel->node);
            if (block == nullptr || !reads_text_key_in_subquery(*block) || !reasons.insert("grouped").second) continue;
            const std::string reason = "a subquery over a text that the query groups by";
            diagnostics.report<diag::no_exact_form>(rel->span, reason, dialect.name());
            make_hole(project, m, rel->span, reason);
        }
        const auto look = [&](ScalarRef scalar) {
            const auto reason = dialect.unsupported(*scalar);
            if (!reason || !reasons.insert(*reason).second) return;
            diagnostics.report<diag::no_exact_form>(scalar->span, *reason, dialect.name());
            if (Item* item = item_of(project, m)) item->diagnostics.push_back(diagnostics.all().back());
            make_hole(project, m, scalar->span, *reason);
        };
        for (const RelRef rel : relations) passes::for_each_scalar_in(rel, look);
    }
    while (spread(project, diagnostics)) {
    }
}

} // namespace t2d::cli
