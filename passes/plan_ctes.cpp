// SPDX-License-Identifier: Apache-2.0
#include "passes/plan_ctes.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "passes/builder.h"
#include "passes/copy_graph.h"
#include "passes/graph_facts.h"
#include "passes/name_ctes.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// An operand of a set operation that reads well in place.
bool is_plain_operand(RelRef rel) {
    const auto* block = std::get_if<Select>(&rel->node);
    return block != nullptr && !block->limit;
}

/// `select a, b from x`: shorter in place than a CTE of its own.
bool only_picks_columns(RelRef rel) {
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr || only_quantifier(block->from) == nullptr || block->where != nullptr || !is_row_wise(*block)) return false;
    return std::all_of(block->items.begin(), block->items.end(), [](ScalarRef item) { return std::holds_alternative<ColumnRef>(item->node); });
}

/// Decides which relations of a model become CTEs.
class Planner {
public:
    explicit Planner(RelRef root) : relations_(relations_below({root})), uses_(count_uses(relations_)) {
        for (const RelRef rel : relations_) note_places(rel);
    }

    [[nodiscard]] const std::vector<RelRef>& relations() const { return relations_; }
    [[nodiscard]] const std::string& alias_of(RelRef rel) { return aliases_[rel]; }

    [[nodiscard]] bool is_cte(RelRef rel) {
        if (std::holds_alternative<TableScan>(rel->node) || std::holds_alternative<RecursiveRef>(rel->node)) return false;
        if (!closedness_.closed(rel)) return false;
        if (std::holds_alternative<FunctionScan>(rel->node)) return uses_[rel] > 1;
        if (rel->label.empty() && !stands_alone_.contains(rel) && only_picks_columns(rel)) return false;
        return !rel->label.empty() || uses_[rel] > 1 || stands_alone_.contains(rel) || std::holds_alternative<Recursive>(rel->node);
    }

private:
    void note_places(RelRef rel) {
        if (const auto* block = std::get_if<Select>(&rel->node)) {
            for (const Quantifier* quantifier : quantifiers(block->from)) {
                stands_alone_.insert(quantifier->rel);
                aliases_.try_emplace(quantifier->rel, quantifier->alias);
            }
        }
        if (const auto* set = std::get_if<SetOp>(&rel->node))
            for (const RelRef input : set->inputs)
                if (!is_plain_operand(input)) stands_alone_.insert(input);
    }

    std::vector<RelRef> relations_;
    UseCounts uses_;
    Closedness closedness_;
    std::unordered_set<RelRef> stands_alone_;
    std::unordered_map<RelRef, std::string> aliases_;
};

/// `select <all columns>` of a relation that cannot be a CTE of its own.
RelRef spelled_out(const Builder& build, RelRef rel) {
    const Quantifier quantifier = build.quantifier(rel);
    Select block;
    block.from = build.from(quantifier);
    block.items = all_columns(build, quantifier);
    return build.select(std::move(block), rel->columns);
}

} // namespace

CtePlan plan_ctes(Arena& arena, RelRef root, const std::string& own_name, const std::function<ImportPlan(RelRef)>& describe) {
    const Builder build(arena);
    if (std::holds_alternative<TableScan>(root->node)) root = spelled_out(build, root);
    Planner planner(root);
    CtePlan plan;
    std::vector<ImportPlan> wanted;
    for (const RelRef rel : planner.relations()) {
        if (!std::holds_alternative<TableScan>(rel->node)) continue;
        wanted.push_back(describe(rel));
        wanted.back().rel = rel;
        const ImportPlan& import = wanted.back();
        plan.imports.push_back({{}, import.kind, import.schema, import.table, import.model, rel, {}, {}});
    }
    std::vector<NamedBlock> blocks;
    for (const RelRef rel : planner.relations())
        if (rel != root && planner.is_cte(rel)) blocks.push_back({rel, planner.alias_of(rel)});
    const BlockNames names = name_ctes(wanted, blocks, own_name);
    for (std::size_t i = 0; i < plan.imports.size(); ++i) plan.imports[i].cte = names.imports[i];
    for (std::size_t i = 0; i < blocks.size(); ++i) plan.ctes.push_back({names.blocks[i], blocks[i].rel, blocks[i].rel->comments});
    plan.ctes.push_back({"final", root, root->comments});
    return plan;
}

} // namespace t2d::passes
