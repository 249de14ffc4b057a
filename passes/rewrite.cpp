// SPDX-License-Identifier: Apache-2.0
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

CopyHooks hooks_of_rebuilt(Rewriter::ScalarHook scalar, Rewriter::RelHook rel) {
    CopyHooks hooks;
    hooks.scalar = std::move(scalar);
    if (rel) hooks.after = [hook = std::move(rel)](RelRef, RelRef rebuilt) { return hook(rebuilt); };
    return hooks;
}

} // namespace

Rewriter::Rewriter(Arena& arena, ScalarHook scalar, RelHook rel) : copy_(arena, hooks_of_rebuilt(std::move(scalar), std::move(rel))) {}

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
