// SPDX-License-Identifier: Apache-2.0
#include "passes/fold.h"

#include <optional>

#include "ir/constants.h"
#include "ir/match.h"

namespace t2d::passes {

using namespace ir;

namespace {

std::optional<long long> known_integer(ScalarRef scalar) {
    if (const auto* convert = std::get_if<Convert>(&scalar->node); convert != nullptr && scalar->type.is_integer() && convert->operand->type.is_integer())
        return scalar->type.kind >= convert->operand->type.kind && scalar->type.kind != TypeKind::bit ? known_integer(convert->operand) : std::nullopt;
    return integer_of(scalar);
}

std::optional<bool> compare(const Compare& node) {
    const auto left = known_integer(node.left), right = known_integer(node.right);
    if (!left || !right) return std::nullopt;
    switch (node.op) {
    case CompareOp::equal: return *left == *right;
    case CompareOp::not_equal: return *left != *right;
    case CompareOp::less: return *left < *right;
    case CompareOp::less_equal: return *left <= *right;
    case CompareOp::greater: return *left > *right;
    case CompareOp::greater_equal: return *left >= *right;
    }
    return std::nullopt;
}

/// A constant operand decides an AND or an OR, or has no say in it.
ScalarRef fold_logic(const Builder& build, ScalarRef scalar, const Logic& node) {
    const bool deciding = node.op == LogicOp::or_;
    std::vector<ScalarRef> left;
    for (const ScalarRef operand : node.operands) {
        if (deciding ? is_constant_true(operand) : is_constant_false(operand)) return build.boolean(deciding);
        if (!(deciding ? is_constant_false(operand) : is_constant_true(operand))) left.push_back(operand);
    }
    if (left.size() == node.operands.size()) return scalar;
    if (left.empty()) return build.boolean(!deciding);
    if (left.size() == 1) return left.front();
    return build.arena().make(Scalar{Logic{node.op, std::move(left)}, scalar->type, scalar->nullable, scalar->span});
}

} // namespace

ScalarRef fold_condition(const Builder& build, ScalarRef scalar) {
    return match(
        scalar->node,
        [&](const Compare& node) {
            const auto result = compare(node);
            return result ? build.boolean(*result) : scalar;
        },
        [&](const IsNull& node) {
            const Constant* constant = constant_of(node.operand);
            return constant != nullptr ? build.boolean(constant->is_null != node.negated) : scalar;
        },
        [&](const Not& node) {
            const Constant* constant = constant_of(node.operand);
            if (constant != nullptr && !constant->is_null) return build.boolean(constant->text == "0");
            // These are never UNKNOWN, so their complement is their negation.
            const bool two_valued = std::holds_alternative<Exists>(node.operand->node) || std::holds_alternative<IsNull>(node.operand->node);
            return two_valued ? build.is_not_true(node.operand) : scalar;
        },
        [&](const Logic& node) { return fold_logic(build, scalar, node); }, [&](const auto&) { return scalar; });
}

} // namespace t2d::passes
