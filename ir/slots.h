// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <type_traits>

#include "ir/match.h"
#include "ir/rel.h"

/// The edges of the relational IR, listed once for readers (const nodes) and for rebuilding (mutable copies).
namespace t2d::ir {

template <typename Node, typename... Types>
inline constexpr bool is_any_of = (std::is_same_v<std::remove_const_t<Node>, Types> || ...);

template <typename T, typename F>
void slot(T& ref, F& visit) {
    if (ref != nullptr) visit(ref);
}
template <typename T, typename F>
void slots(T& refs, F& visit) {
    for (auto& ref : refs) slot(ref, visit);
}
template <typename T, typename F>
void sort_slots(T& keys, F& visit) {
    for (auto& key : keys) slot(key.expr, visit);
}

template <typename Node, typename FS>
void window_slots(Node& node, FS& scalar) {
    slots(node.args, scalar);
    sort_slots(node.within, scalar);
    slots(node.partition, scalar);
    sort_slots(node.order, scalar);
    if (node.frame) {
        slot(node.frame->start.offset, scalar);
        slot(node.frame->end.offset, scalar);
    }
}

/// Calls `scalar` for each operand and `rel` for the subquery of one scalar node.
template <typename Node, typename FS, typename FR>
void scalar_slots(Node& node, FS& scalar, FR& rel) {
    if constexpr (is_any_of<Node, Arithmetic, Compare>) {
        slot(node.left, scalar);
        slot(node.right, scalar);
    } else if constexpr (is_any_of<Node, UnaryOp, Not, IsTrue, IsNull, Convert, Collate>) {
        slot(node.operand, scalar);
    } else if constexpr (is_any_of<Node, Logic>) {
        slots(node.operands, scalar);
    } else if constexpr (is_any_of<Node, Between>) {
        slot(node.operand, scalar);
        slot(node.low, scalar);
        slot(node.high, scalar);
    } else if constexpr (is_any_of<Node, InList>) {
        slot(node.operand, scalar);
        slots(node.items, scalar);
    } else if constexpr (is_any_of<Node, Like>) {
        slot(node.operand, scalar);
        slot(node.pattern, scalar);
        slot(node.escape, scalar);
    } else if constexpr (is_any_of<Node, Exists, ScalarSubquery>) {
        slot(node.query, rel);
    } else if constexpr (is_any_of<Node, InQuery, Quantified>) {
        slot(node.operand, scalar);
        slot(node.query, rel);
    } else if constexpr (is_any_of<Node, Case>) {
        slot(node.operand, scalar);
        for (auto& arm : node.arms) {
            slot(arm.when, scalar);
            slot(arm.then, scalar);
        }
        slot(node.otherwise, scalar);
    } else if constexpr (is_any_of<Node, Call, UserCall>) {
        slots(node.args, scalar);
    } else if constexpr (is_any_of<Node, Aggregate>) {
        slots(node.args, scalar);
        sort_slots(node.order, scalar);
    } else if constexpr (is_any_of<Node, Window>) {
        window_slots(node, scalar);
    } else {
        static_assert(is_any_of<Node, Constant, ColumnRef, ParamRef, VarRef, NextValue>, "a node without a list of its operands");
    }
}

/// True for scalars without operands: nearly half of all.
inline bool is_leaf(const Scalar& scalar) {
    return visit_held([](const auto& node) { return is_any_of<std::remove_reference_t<decltype(node)>, Constant, ColumnRef, ParamRef, VarRef, NextValue>; }, scalar.node);
}

/// What stands directly in a block beside its items.
template <typename Node, typename FS, typename FF>
void clause_slots(Node& node, FS& scalar, FF& from) {
    slot(node.from, from);
    slot(node.where, scalar);
    slots(node.group_by, scalar);
    slot(node.having, scalar);
    sort_slots(node.order, scalar);
    if (node.limit) {
        slot(node.limit->count, scalar);
        slot(node.limit->offset, scalar);
    }
}

/// Calls `scalar`, `rel` and `from` for what stands directly in one relation node.
template <typename Node, typename FS, typename FR, typename FF>
void rel_slots(Node& node, FS& scalar, FR& rel, FF& from) {
    if constexpr (is_any_of<Node, FunctionScan, UserScan>) {
        slots(node.args, scalar);
    } else if constexpr (is_any_of<Node, Select>) {
        clause_slots(node, scalar, from);
        slots(node.items, scalar);
    } else if constexpr (is_any_of<Node, SetOp>) {
        slots(node.inputs, rel);
    } else if constexpr (is_any_of<Node, Values>) {
        for (auto& row : node.rows) slots(row, scalar);
    } else if constexpr (is_any_of<Node, Recursive>) {
        slot(node.anchor, rel);
        slot(node.step, rel);
    } else {
        static_assert(is_any_of<Node, TableScan, CurrentTable, RecursiveRef, HoleRel>, "a node without a list of its inputs");
    }
}

} // namespace t2d::ir
