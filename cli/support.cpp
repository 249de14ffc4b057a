// SPDX-License-Identifier: Apache-2.0
#include "cli/support.h"

#include <algorithm>
#include <set>

#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::cli {

using namespace ir;

namespace {

/// DuckDB finds no grouping key inside a correlated subquery, and a text key is more than its column (`rtrim(x)`).
bool reads_text_key_in_subquery(const Select& block) {
    std::set<QuantId> keys;
    for (const ScalarRef key : block.group_by)
        if (const auto* ref = std::get_if<ColumnRef>(&key->node); ref != nullptr && key->type.is_string()) keys.insert(ref->quant);
    if (keys.empty()) return false;
    bool found = false;
    for (const ScalarRef item : block.items)
        passes::for_each_scalar(item, [&](ScalarRef part) {
            const RelRef query = subquery_of(part);
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

/// What a dialect has no exact form for, and where.
struct Refusal {
    SourceSpan span;
    std::string reason;
};

/// Everything below some CTEs, subqueries included, that the dialect cannot print; each reason once.
std::vector<Refusal> refusals_in(const std::vector<Cte>& ctes, const backend::Dialect& dialect) {
    std::vector<RelRef> roots;
    for (const Cte& cte : ctes) roots.push_back(cte.rel);
    const std::vector<RelRef> relations = passes::relations_below(roots);
    std::vector<Refusal> out;
    const auto refuse = [&](SourceSpan span, const std::string& reason) {
        if (std::none_of(out.begin(), out.end(), [&](const Refusal& known) { return known.reason == reason; })) out.push_back({span, reason});
    };
    for (const RelRef rel : relations)
        if (const auto* block = std::get_if<Select>(&rel->node); block != nullptr && reads_text_key_in_subquery(*block)) refuse(rel->span, "a subquery over a text that the query groups by");
    for (const RelRef rel : relations)
        if (const auto reason = dialect.unsupported(*rel)) refuse(rel->span, *reason);
    const auto look = [&](ScalarRef scalar) {
        if (const auto reason = dialect.unsupported(*scalar)) refuse(scalar->span, *reason);
    };
    for (const RelRef rel : relations) passes::for_each_scalar_in(rel, look);
    return out;
}

/// A condition that would end a run and cannot be tested leaves everything open that its procedure writes.
void refuse_guards(Project& project, const backend::Dialect& dialect, Diagnostics& diagnostics) {
    std::erase_if(project.guards, [&](const GuardTest& guard) {
        const std::vector<Refusal> refusals = refusals_in(guard.ctes, dialect);
        for (const Refusal& refusal : refusals) {
            diagnostics.report<diag::no_exact_form>(refusal.span, refusal.reason, dialect.name());
            for (const Item& item : project.items) {
                const bool guarded = std::find(item.procedures.begin(), item.procedures.end(), guard.procedure) != item.procedures.end();
                if (guarded && item.model >= 0) make_hole(project, static_cast<std::size_t>(item.model), refusal.span, "the condition before it: " + refusal.reason);
            }
        }
        return !refusals.empty();
    });
}

} // namespace

void refuse_unsupported(Project& project, const backend::Dialect& dialect, Diagnostics& diagnostics) {
    for (std::size_t m = 0; m < project.models.size(); ++m)
        for (const Refusal& refusal : refusals_in(project.models[m].ctes, dialect)) {
            diagnostics.report<diag::no_exact_form>(refusal.span, refusal.reason, dialect.name());
            if (Item* item = item_of(project, m)) item->diagnostics.push_back(diagnostics.all().back());
            make_hole(project, m, refusal.span, refusal.reason);
        }
    refuse_guards(project, dialect, diagnostics);
    while (spread(project, diagnostics)) {
    }
}

} // namespace t2d::cli
