// SPDX-License-Identifier: Apache-2.0
#include "ir/text.h"
#include "passes/copy_graph.h"
#include "passes/fuse_blocks.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The value of a condition that is the same for every row and run; null pointer when it is not known.
ScalarRef folded(const Builder& build, ScalarRef scalar) {
    if (const auto* compare = std::get_if<Compare>(&scalar->node)) {
        const auto* left = std::get_if<Constant>(&compare->left->node);
        const auto* right = std::get_if<Constant>(&compare->right->node);
        // Only integers: equality of other constants depends on collation, scale or format.
        if (left == nullptr || right == nullptr || left->is_null || right->is_null) return nullptr;
        if (!compare->left->type.is_integer() || !compare->right->type.is_integer()) return nullptr;
        if (compare->op == CompareOp::equal) return build.boolean(left->text == right->text);
        if (compare->op == CompareOp::not_equal) return build.boolean(left->text != right->text);
        return nullptr;
    }
    if (const auto* logic = std::get_if<Logic>(&scalar->node)) {
        const bool is_and = logic->op == LogicOp::and_;
        std::vector<ScalarRef> open;
        for (const ScalarRef operand : logic->operands) {
            if (is_and ? is_constant_false(operand) : is_constant_true(operand)) return build.boolean(!is_and);
            if (is_and ? !is_constant_true(operand) : !is_constant_false(operand)) open.push_back(operand);
        }
        if (open.size() == logic->operands.size()) return nullptr;
        if (open.empty()) return build.boolean(is_and);
        if (open.size() == 1) return open.front();
        return build.arena().make(Scalar{Logic{logic->op, open}, scalar->type, scalar->nullable, scalar->span});
    }
    if (const auto* test = std::get_if<IsTrue>(&scalar->node)) {
        if (is_constant_true(test->operand)) return build.boolean(!test->negated);
        if (is_constant_false(test->operand)) return build.boolean(test->negated);
    }
    if (const auto* exists = std::get_if<Exists>(&scalar->node); exists != nullptr && is_empty(exists->query)) return build.boolean(exists->negated);
    if (const auto* negation = std::get_if<Not>(&scalar->node)) {
        if (is_constant_true(negation->operand)) return build.boolean(false);
        if (is_constant_false(negation->operand)) return build.boolean(true);
    }
    if (const auto* choice = std::get_if<Case>(&scalar->node); choice != nullptr && choice->operand == nullptr && choice->arms.size() == 1) {
        if (is_constant_true(choice->arms.front().when)) return choice->arms.front().then;
        if (is_constant_false(choice->arms.front().when) && choice->otherwise != nullptr) return choice->otherwise;
    }
    return nullptr;
}

bool same_columns(const std::vector<Column>& a, const std::vector<Column>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].name != b[i].name || a[i].type != b[i].type) return false;
    return true;
}

/// Whether a FROM tree has no rows because a relation in it has none.
bool has_no_rows(FromRef from) {
    if (const Quantifier* source = only_quantifier(from)) return is_empty(source->rel);
    const auto* join = from == nullptr ? nullptr : std::get_if<Join>(&from->node);
    if (join == nullptr) return false;
    switch (join->kind) {
    case JoinKind::inner:
    case JoinKind::cross: return has_no_rows(join->left) || has_no_rows(join->right);
    case JoinKind::left: return has_no_rows(join->left);
    case JoinKind::right: return has_no_rows(join->right);
    case JoinKind::full: return has_no_rows(join->left) && has_no_rows(join->right);
    }
    return false;
}

RelRef simplified(const Builder& build, RelRef rel) {
    if (const auto* block = std::get_if<Select>(&rel->node)) {
        const bool nothing = (block->where != nullptr && is_constant_false(block->where)) || has_no_rows(block->from);
        if (nothing && is_row_wise(*block)) return build.empty(rel->columns);
        if (block->where != nullptr && is_constant_true(block->where)) {
            Rel copy = *rel;
            std::get<Select>(copy.node).where = nullptr;
            return simplified(build, build.arena().make(std::move(copy)));
        }
        const Quantifier* input = only_quantifier(block->from);
        if (input != nullptr && passes_through(*block) && same_columns(rel->columns, input->rel->columns)) return input->rel;
    }
    if (const auto* set = std::get_if<SetOp>(&rel->node); set != nullptr && set->kind == SetOpKind::union_all) {
        std::vector<RelRef> inputs;
        for (const RelRef input : set->inputs)
            if (!is_empty(input)) inputs.push_back(input);
        if (inputs.size() == set->inputs.size()) return rel;
        if (inputs.empty()) return build.empty(rel->columns);
        if (inputs.size() == 1 && same_columns(rel->columns, inputs.front()->columns)) return inputs.front();
        if (inputs.size() == 1) return rel; // the union gives the columns their names and types
        Rel copy = *rel;
        std::get<SetOp>(copy.node).inputs = std::move(inputs);
        return build.arena().make(std::move(copy));
    }
    return rel;
}

} // namespace

RelRef fold_constants(Arena& arena, RelRef root) {
    const Builder build(arena);
    CopyHooks hooks;
    hooks.scalar = [&](ScalarRef scalar) {
        const ScalarRef value = folded(build, scalar);
        return value == nullptr ? scalar : value;
    };
    hooks.after = [&](RelRef, RelRef rebuilt) { return simplified(build, rebuilt); };
    return GraphCopy(arena, std::move(hooks))(root);
}

} // namespace t2d::passes
