// SPDX-License-Identifier: Apache-2.0
#include "passes/drop_joins.h"

#include <set>

#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool has_at_most_one_row(RelRef rel) {
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr || !block->limit || block->limit->percent || block->limit->with_ties || block->limit->count == nullptr) return false;
    const auto* count = std::get_if<Constant>(&block->limit->count->node);
    return count != nullptr && count->text == "1";
}

/// The relation on the right of such a join; null pointer for every other join.
const Quantifier* optional_row(const Join& join) {
    const auto* right = join.kind == JoinKind::left ? std::get_if<Quantifier>(&join.right->node) : nullptr;
    return right != nullptr && has_at_most_one_row(right->rel) ? right : nullptr;
}

bool joins_optional_row(FromRef from) {
    const auto* join = from == nullptr ? nullptr : std::get_if<Join>(&from->node);
    return join != nullptr && (optional_row(*join) != nullptr || joins_optional_row(join->left) || joins_optional_row(join->right));
}

/// What a block's expressions, conditions of joins included, and the relations of its FROM clause refer to.
QuantIds mentioned_in(RelRef rel) {
    QuantIds out;
    for (const ScalarRef scalar : scalars_of(rel)) out.merge(free_quantifiers(scalar));
    for (const Quantifier* quantifier : quantifiers(std::get<Select>(rel->node).from)) out.merge(free_quantifiers(quantifier->rel));
    return out;
}

FromRef without_unused(Arena& arena, FromRef from, const QuantIds& mentioned) {
    const auto* join = std::get_if<Join>(&from->node);
    if (join == nullptr) return from;
    const FromRef left = without_unused(arena, join->left, mentioned), right = without_unused(arena, join->right, mentioned);
    const Quantifier* row = optional_row(*join);
    if (row != nullptr && !mentioned.contains(row->id)) return left;
    if (left == join->left && right == join->right) return from;
    Join copy = *join;
    copy.left = left;
    copy.right = right;
    return arena.make(From{copy});
}

} // namespace

RelRef drop_unused_joins(Arena& arena, RelRef root) {
    CopyHooks hooks;
    hooks.after = [&](RelRef, RelRef rebuilt) {
        const auto* block = std::get_if<Select>(&rebuilt->node);
        if (block == nullptr || !joins_optional_row(block->from)) return rebuilt;
        const FromRef from = without_unused(arena, block->from, mentioned_in(rebuilt));
        if (from == block->from) return rebuilt;
        Rel copy = *rebuilt;
        std::get<Select>(copy.node).from = from;
        return arena.make(std::move(copy));
    };
    return GraphCopy(arena, std::move(hooks))(root);
}

} // namespace t2d::passes
