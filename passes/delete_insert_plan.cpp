// SPDX-License-Identifier: Apache-2.0
#include "passes/delete_insert_plan.h"

#include <algorithm>

#include "passes/builder.h"
#include "passes/graph_facts.h"
#include "passes/keys.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// `select … from <rel>` without anything that leaves rows out or repeats them.
const Quantifier* whole_input(const Select& block) {
    return block.where == nullptr && is_row_wise(block) ? only_quantifier(block.from) : nullptr;
}

/// What the kept rows are not in: `not exists (select … from <source> where <source column> = <column of the row> …)`.
struct Removal {
    RelRef source = nullptr;
    std::vector<std::pair<int, int>> equal; ///< column of the target, column of the source
};

std::optional<Removal> removal_of(const Select& kept, const Quantifier& row) {
    const auto* test = kept.where == nullptr ? nullptr : std::get_if<Exists>(&kept.where->node);
    const auto* probe = test == nullptr || !test->negated ? nullptr : std::get_if<Select>(&test->query->node);
    const Quantifier* source = probe == nullptr || !is_row_wise(*probe) ? nullptr : only_quantifier(probe->from);
    if (source == nullptr) return std::nullopt;
    Removal out{source->rel, {}};
    for (const ScalarRef part : conjuncts(probe->where)) {
        const auto equalities = equalities_of(part);
        const auto found = std::find_if(equalities.begin(), equalities.end(), [&](const Equality& e) {
            const auto* other = std::get_if<ColumnRef>(&e.other->node);
            return e.quant == row.id && other != nullptr && other->quant == source->id && !e.other->type.is_string();
        });
        if (found == equalities.end()) return std::nullopt;
        out.equal.emplace_back(found->column, std::get<ColumnRef>(found->other->node).column);
    }
    if (out.equal.empty()) return std::nullopt;
    return out;
}

bool hands_on_all(const Select& block, const Quantifier& row) {
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const auto* ref = std::get_if<ColumnRef>(&block.items[i]->node);
        if (ref == nullptr || ref->quant != row.id || ref->column != static_cast<int>(i)) return false;
    }
    return true;
}

} // namespace

std::optional<DeleteInsertPlan> plan_delete_insert(Arena& arena, RelRef state, RelRef before) {
    const auto* both = std::get_if<SetOp>(&state->node);
    if (both == nullptr || both->kind != SetOpKind::union_all || both->inputs.size() != 2) return std::nullopt;
    const auto* kept = std::get_if<Select>(&both->inputs[0]->node);
    const auto* added = std::get_if<Select>(&both->inputs[1]->node);
    const Quantifier* row = kept == nullptr || !is_row_wise(*kept) ? nullptr : only_quantifier(kept->from);
    const Quantifier* source = added == nullptr ? nullptr : whole_input(*added);
    if (row == nullptr || source == nullptr || row->rel != before || !hands_on_all(*kept, *row)) return std::nullopt;
    const auto removal = removal_of(*kept, *row);
    if (!removal || removal->source != source->rel) return std::nullopt;
    DeleteInsertPlan out;
    for (const auto& [target, from] : removal->equal) {
        const auto* item = std::get_if<ColumnRef>(&added->items[static_cast<std::size_t>(target)]->node);
        if (item == nullptr || item->quant != source->id || item->column != from) return std::nullopt;
        out.key.push_back(before->columns[static_cast<std::size_t>(target)].name);
    }
    Rel rows = *both->inputs[1];
    rows.columns = before->columns;
    rows.label.clear();
    out.rows = arena.make(std::move(rows));
    return out;
}

} // namespace t2d::passes
