// SPDX-License-Identifier: Apache-2.0
#include "passes/commute.h"

#include <algorithm>
#include <optional>

#include "ir/text.h"
#include "passes/graph_facts.h"
#include "passes/keys.h"
#include "passes/rewrite.h"
#include "passes/write_effect.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// `max(identity)` over the state before: numbering of new rows, which is no more than a matter of order.
bool only_numbers(RelRef rel, const TableWrite& write) {
    const auto* block = std::get_if<Select>(&rel->node);
    const Quantifier* input = block == nullptr ? nullptr : only_quantifier(block->from);
    if (input == nullptr || input->rel != write.before || block->where != nullptr || block->items.size() != 1) return false;
    bool numbers = true;
    for_each_scalar(
        block->items.front(), [&](ScalarRef node) {
            if (const auto* ref = std::get_if<ColumnRef>(&node->node)) numbers = numbers && write.table->rules[static_cast<std::size_t>(ref->column)].identity;
            if (const auto* aggregate = std::get_if<Aggregate>(&node->node)) numbers = numbers && aggregate->function == AggregateKind::max;
        },
        false);
    return numbers && block->grouped;
}

bool appends_freely(const TableWrite& write) {
    const auto rows = appended_rows(*write.arena, write.state, write.before);
    if (!rows) return false;
    for (const RelRef rel : relations_below(*rows)) {
        const std::vector<RelRef> reads = reads_of(rel);
        if (std::find(reads.begin(), reads.end(), write.before) != reads.end() && !only_numbers(rel, write)) return false;
    }
    return std::find(rows->begin(), rows->end(), write.before) == rows->end();
}

/// Column and constant that a condition demands of a row of `quant`.
struct Share {
    int column = 0;
    std::string value;
};

std::vector<Share> shares_of(ScalarRef condition, QuantId quant) {
    std::vector<Share> out;
    for (const ScalarRef part : conjuncts(condition)) {
        const auto* compare = std::get_if<Compare>(&part->node);
        if (compare == nullptr || compare->op != CompareOp::equal) continue;
        for (const auto& [a, b] : {std::pair(compare->left, compare->right), std::pair(compare->right, compare->left)}) {
            const auto* ref = std::get_if<ColumnRef>(&a->node);
            const auto* value = std::get_if<Constant>(&b->node);
            if (ref != nullptr && ref->quant == quant && value != nullptr && !value->is_null) out.push_back({ref->column, to_lower(value->text)});
        }
    }
    return out;
}

/// The shares of the table that an update in place is limited to; nothing for any other write. The column that tells the rows
/// apart must stay as it is.
std::optional<std::vector<Share>> updated_share(const TableWrite& write) {
    const auto* block = std::get_if<Select>(&write.state->node);
    const Quantifier* input = block == nullptr ? nullptr : only_quantifier(block->from);
    if (input == nullptr || input->rel != write.before || block->where != nullptr || !is_row_wise(*block)) return std::nullopt;
    std::optional<std::vector<Share>> out;
    std::vector<int> changed;
    for (std::size_t i = 0; i < block->items.size(); ++i) {
        const ScalarRef item = block->items[i];
        const auto is_own = [&](ScalarRef scalar) {
            const auto* ref = scalar == nullptr ? nullptr : std::get_if<ColumnRef>(&scalar->node);
            return ref != nullptr && ref->quant == input->id && ref->column == static_cast<int>(i);
        };
        if (is_own(item)) continue;
        changed.push_back(static_cast<int>(i));
        const auto* choice = std::get_if<Case>(&item->node);
        if (choice == nullptr || choice->operand != nullptr || choice->arms.size() != 1 || !is_own(choice->otherwise)) return std::nullopt;
        for (const ScalarRef part : {choice->arms.front().when, choice->arms.front().then}) {
            bool reads_table = false;
            for_each_rel(part, [&](RelRef rel) { reads_table = reads_table || rel == write.before; });
            if (reads_table) return std::nullopt;
        }
        if (!out) out = shares_of(choice->arms.front().when, input->id);
    }
    if (out) std::erase_if(*out, [&](const Share& share) { return std::find(changed.begin(), changed.end(), share.column) != changed.end(); });
    return out;
}

bool disjoint(const std::vector<Share>& a, const std::vector<Share>& b) {
    return std::any_of(a.begin(), a.end(), [&](const Share& x) {
        return std::any_of(b.begin(), b.end(), [&](const Share& y) { return x.column == y.column && x.value != y.value; });
    });
}

} // namespace

bool commute(const std::vector<TableWrite>& writes) {
    if (std::all_of(writes.begin(), writes.end(), appends_freely)) return true;
    std::vector<std::vector<Share>> shares;
    for (const TableWrite& write : writes) {
        auto share = updated_share(write);
        if (!share) return false;
        for (const auto& other : shares)
            if (!disjoint(other, *share)) return false;
        shares.push_back(std::move(*share));
    }
    return true;
}

} // namespace t2d::passes
