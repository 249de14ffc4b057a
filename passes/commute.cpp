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
            if (const auto* aggregate = get_boxed<Aggregate>(node->node)) numbers = numbers && aggregate->function == AggregateKind::max;
        },
        false);
    return numbers && block->grouped;
}

/// Whether an expression asks no subquery.
bool is_closed(ScalarRef scalar) {
    bool asks = false;
    for_each_scalar(scalar, [&](ScalarRef node) { asks = asks || subquery_of(node) != nullptr; }, false);
    return !asks;
}

bool appends_freely(const TableWrite& write) {
    const auto rows = appended_rows(*write.arena, write.state, write.before);
    if (!rows) return false;
    for (const RelRef rel : relations_below(*rows)) {
        const Relations reads = reads_of(rel);
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

/// A column of some row of the state before, and the shares that the row is in: `(select [top (1)] c from t where …)`, also by way
/// of other queries that hand it on.
struct Origin {
    int column = 0;
    std::vector<Share> shares;
};

std::optional<Origin> origin_of(RelRef query, int column, RelRef before) {
    const auto* block = std::get_if<Select>(&query->node);
    if (block == nullptr || block->grouped || block->distinct) return std::nullopt;
    if (block->from == nullptr && block->where == nullptr) {
        const auto* value = std::get_if<ScalarSubquery>(&block->items[static_cast<std::size_t>(column)]->node);
        return value == nullptr ? std::nullopt : origin_of(value->query, 0, before);
    }
    const Quantifier* input = only_quantifier(block->from);
    const auto* ref = input == nullptr ? nullptr : std::get_if<ColumnRef>(&block->items[static_cast<std::size_t>(column)]->node);
    if (ref == nullptr || ref->quant != input->id) return std::nullopt;
    if (input->rel != before) return block->where == nullptr ? origin_of(input->rel, ref->column, before) : std::nullopt;
    for (const ScalarRef part : scalars_of(query))
        if (!is_closed(part)) return std::nullopt;
    return Origin{ref->column, shares_of(block->where, input->id)};
}

/// The shares of the rows whose unique column equals a value that was read off the table.
std::vector<Share> looked_up_shares(ScalarRef condition, QuantId quant, const TableWrite& write) {
    std::vector<Share> out;
    for (const ScalarRef part : conjuncts(condition))
        for (const Equality& equality : equalities_of(part)) {
            const auto* query = std::get_if<ScalarSubquery>(&equality.other->node);
            const auto origin = query == nullptr || equality.quant != quant ? std::nullopt : origin_of(query->query, 0, write.before);
            const auto& keys = write.table->unique_keys;
            if (!origin || origin->column != equality.column || std::find(keys.begin(), keys.end(), std::vector<int>{equality.column}) == keys.end()) continue;
            out.insert(out.end(), origin->shares.begin(), origin->shares.end());
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
        const ScalarRef condition = choice->arms.front().when;
        const auto reads_table = [&](ScalarRef part) {
            bool reads = false;
            for_each_rel(part, [&](RelRef rel) { reads = reads || rel == write.before; });
            return reads;
        };
        // What is read of the table must lie in the shares that are written.
        const auto looked_up = looked_up_shares(condition, input->id, write);
        if (reads_table(choice->arms.front().then) || (reads_table(condition) && looked_up.empty())) return std::nullopt;
        if (out) continue;
        out = shares_of(condition, input->id);
        out->insert(out->end(), looked_up.begin(), looked_up.end());
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

Commuting commute(const std::vector<TableWrite>& writes) {
    if (std::all_of(writes.begin(), writes.end(), appends_freely)) return Commuting::appends;
    std::vector<std::vector<Share>> shares;
    for (const TableWrite& write : writes) {
        auto share = updated_share(write);
        if (!share) return Commuting::no;
        for (const auto& other : shares)
            if (!disjoint(other, *share)) return Commuting::no;
        shares.push_back(std::move(*share));
    }
    return Commuting::updates;
}

} // namespace t2d::passes
