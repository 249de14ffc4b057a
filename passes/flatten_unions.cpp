// SPDX-License-Identifier: Apache-2.0
#include "passes/flatten_unions.h"

#include <algorithm>

#include "passes/copy_graph.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

namespace {

const SetOp* union_all_of(RelRef rel) {
    const auto* set = std::get_if<SetOp>(&rel->node);
    return set != nullptr && set->kind == SetOpKind::union_all ? set : nullptr;
}

bool same_types(const std::vector<Column>& a, const std::vector<Column>& b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Column& left, const Column& right) { return left.type == right.type; });
}

} // namespace

RelRef flatten_unions(Arena& arena, RelRef root) {
    const std::vector<RelRef> relations = relations_below({root});
    if (std::any_of(relations.begin(), relations.end(), [](RelRef rel) { return std::holds_alternative<Recursive>(rel->node); })) return root;
    const UseCounts uses = count_uses(relations);
    CopyHooks hooks;
    hooks.after = [&](RelRef original, RelRef rebuilt) {
        const SetOp* outer = union_all_of(rebuilt);
        if (outer == nullptr) return rebuilt;
        const std::vector<RelRef>& originals = std::get<SetOp>(original->node).inputs;
        std::vector<RelRef> branches;
        for (std::size_t i = 0; i < originals.size(); ++i) {
            const RelRef input = outer->inputs[i];
            const SetOp* inner = union_all_of(input);
            if (inner != nullptr && uses.at(originals[i]) == 1 && same_types(input->columns, rebuilt->columns)) branches.insert(branches.end(), inner->inputs.begin(), inner->inputs.end());
            else branches.push_back(input);
        }
        if (branches.size() == originals.size()) return rebuilt;
        Rel flat = *rebuilt;
        std::get<SetOp>(flat.node).inputs = std::move(branches);
        return arena.make(std::move(flat));
    };
    return GraphCopy(arena, std::move(hooks))(root);
}

} // namespace t2d::passes
