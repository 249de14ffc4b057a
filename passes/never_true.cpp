// SPDX-License-Identifier: Apache-2.0
#include "passes/never_true.h"

#include <algorithm>
#include <optional>

#include "ir/constants.h"
#include "ir/match.h"
#include "ir/text.h"
#include "passes/builder.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool is_never_false(ScalarRef condition);

/// The constant that an expression is, through ISNULL and COALESCE of a constant; null pointer for others.
ScalarRef constant_in(ScalarRef scalar) {
    if (std::holds_alternative<Constant>(scalar->node)) return scalar;
    const auto* call = std::get_if<Call>(&scalar->node);
    if (call == nullptr || (call->function != FunctionId::isnull && call->function != FunctionId::coalesce)) return nullptr;
    const ScalarRef first = constant_in(call->args.front());
    return first != nullptr && first->type == scalar->type && !std::get<Constant>(first->node).is_null ? first : nullptr;
}

/// Texts of letters and digits, which differ under every collation when they differ without regard to case.
bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; });
}

/// -1, 0 or 1 as `<=>` of two constants; 2 where they are only known to differ, nothing where nothing is known.
std::optional<int> order_of(const Scalar& left, const Scalar& right) {
    const auto a = integer_of(&left), b = integer_of(&right);
    if (a && b) return *a < *b ? -1 : *a > *b ? 1 : 0;
    if (!left.type.is_string() || !right.type.is_string()) return std::nullopt;
    const std::string& one = std::get<Constant>(left.node).text;
    const std::string& other = std::get<Constant>(right.node).text;
    if (one == other) return 0;
    return is_plain(one) && is_plain(other) && !equal_ignoring_case(one, other) ? std::optional(2) : std::nullopt;
}

std::optional<bool> holds(const Compare& node) {
    if (node.null_safe) return std::nullopt;
    const ScalarRef left = constant_in(node.left), right = constant_in(node.right);
    for (const ScalarRef side : {left, right})
        if (side != nullptr && std::get<Constant>(side->node).is_null) return false; // UNKNOWN
    const auto order = left == nullptr || right == nullptr ? std::nullopt : order_of(*left, *right);
    if (!order) return std::nullopt;
    if (node.op == CompareOp::equal) return *order == 0;
    if (node.op == CompareOp::not_equal) return *order != 0;
    if (*order == 2) return std::nullopt;
    const bool less = node.op == CompareOp::less || node.op == CompareOp::less_equal;
    const bool or_equal = node.op == CompareOp::less_equal || node.op == CompareOp::greater_equal;
    return *order == 0 ? or_equal : (*order < 0) == less;
}

/// FALSE for a test that fails for every row, TRUE for one that holds for every row.
std::optional<bool> holds(const IsNull& node) {
    const ScalarRef constant = constant_in(node.operand);
    if (constant != nullptr) return std::get<Constant>(constant->node).is_null != node.negated;
    return node.operand->nullable ? std::nullopt : std::optional(node.negated);
}

/// Whether one value of a list is the constant operand, or none of them is.
std::optional<bool> holds(const InList& node) {
    bool open = false;
    for (const ScalarRef item : node.items) {
        const auto found = holds(Compare{CompareOp::equal, node.operand, item, false, node.strings});
        if (found && *found) return !node.negated;
        open = open || !found;
    }
    return open || node.negated ? std::nullopt : std::optional(false);
}

std::optional<bool> holds(ScalarRef condition) {
    return match(
        condition->node, [](const Compare& n) { return holds(n); }, [](const IsNull& n) { return holds(n); }, [](const InList& n) { return holds(n); },
        [](const auto&) { return std::optional<bool>(); });
}

/// TRUE for every row, never FALSE or UNKNOWN.
bool is_never_false(ScalarRef condition) {
    if (is_constant_true(condition)) return true;
    const auto* logic = std::get_if<Logic>(&condition->node);
    if (logic == nullptr) return holds(condition).value_or(false);
    if (logic->op == LogicOp::and_) return std::all_of(logic->operands.begin(), logic->operands.end(), is_never_false);
    return std::any_of(logic->operands.begin(), logic->operands.end(), is_never_false);
}

} // namespace

bool is_never_true(ScalarRef condition) {
    if (condition == nullptr) return false;
    if (is_constant_false(condition)) return true;
    if (const auto* logic = std::get_if<Logic>(&condition->node)) {
        if (logic->op == LogicOp::and_) return std::any_of(logic->operands.begin(), logic->operands.end(), is_never_true);
        return std::all_of(logic->operands.begin(), logic->operands.end(), is_never_true);
    }
    if (const auto* negation = std::get_if<Not>(&condition->node)) return is_never_false(negation->operand);
    return !holds(condition).value_or(true);
}

} // namespace t2d::passes
