// SPDX-License-Identifier: Apache-2.0
#include "passes/rewrite.h"

#include "ir/match.h"
#include "passes/slots.h"

namespace t2d::passes {

using namespace ir;

Rewriter::Rewriter(Arena& arena, ScalarHook scalar, RelHook rel) : arena_(arena), scalar_hook_(std::move(scalar)), rel_hook_(std::move(rel)) {}

ScalarRef Rewriter::operator()(ScalarRef scalar) {
    if (scalar == nullptr) return nullptr;
    const auto known = scalars_.find(scalar);
    if (known != scalars_.end()) return known->second;
    const ScalarRef result = rebuild(scalar);
    scalars_.emplace(scalar, result);
    return result;
}

RelRef Rewriter::operator()(RelRef rel) {
    if (rel == nullptr) return nullptr;
    const auto known = rels_.find(rel);
    if (known != rels_.end()) return known->second;
    const RelRef result = rebuild(rel);
    rels_.emplace(rel, result);
    return result;
}

FromRef Rewriter::operator()(FromRef from) {
    if (from == nullptr) return nullptr;
    From copy = *from;
    bool changed = false;
    match(
        copy.node,
        [&](Quantifier& quantifier) {
            const RelRef rel = (*this)(quantifier.rel);
            changed = rel != quantifier.rel;
            quantifier.rel = rel;
        },
        [&](Join& join) {
            const Join before = join;
            join.left = (*this)(join.left);
            join.right = (*this)(join.right);
            join.on = (*this)(join.on);
            changed = join.left != before.left || join.right != before.right || join.on != before.on;
        });
    return changed ? arena_.make(std::move(copy)) : from;
}

ScalarRef Rewriter::rebuild(ScalarRef scalar) {
    Scalar copy = *scalar;
    bool changed = false;
    const auto replace = [&](auto& ref) {
        const auto replaced = (*this)(ref);
        changed = changed || replaced != ref;
        ref = replaced;
    };
    std::visit([&](auto& node) { scalar_slots(node, replace, replace); }, copy.node);
    const ScalarRef rebuilt = changed ? arena_.make(std::move(copy)) : scalar;
    return scalar_hook_ ? scalar_hook_(rebuilt) : rebuilt;
}

RelRef Rewriter::rebuild(RelRef rel) {
    Rel copy = *rel;
    bool changed = false;
    const auto replace = [&](auto& ref) {
        const auto replaced = (*this)(ref);
        changed = changed || replaced != ref;
        ref = replaced;
    };
    std::visit([&](auto& node) { rel_slots(node, replace, replace, replace); }, copy.node);
    const RelRef rebuilt = changed ? arena_.make(std::move(copy)) : rel;
    return rel_hook_ ? rel_hook_(rebuilt) : rebuilt;
}

ScalarRef substitute(Arena& arena, ScalarRef scalar, const std::function<ScalarRef(const ColumnRef&)>& mapping) {
    Rewriter rewriter(
        arena,
        [&](ScalarRef node) {
            const auto* column = std::get_if<ColumnRef>(&node->node);
            const ScalarRef replacement = column == nullptr ? nullptr : mapping(*column);
            return replacement == nullptr ? node : replacement;
        },
        nullptr);
    return rewriter(scalar);
}

} // namespace t2d::passes
