// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

#include <array>
#include <cstdint>

namespace t2d::ir {

/// Spreads the addresses of nodes: their low bits are all zero, and the tables below take the low bits of a hash.
struct NodeHash {
    std::size_t operator()(const void* node) const {
        const auto address = reinterpret_cast<std::uintptr_t>(node);
        return (address >> 4U) ^ (address >> 14U);
    }
};

/// What is remembered of nodes during a walk or copy of a graph. Open addressing: walks are most of a compile, and a table with one
/// allocation per node takes a third of their time. Looked up only; the order of addresses must never reach the output. An insertion
/// moves the values: keep no reference to one.
template <typename Node, typename Value>
using NodeMap = tsl::robin_map<Node, Value, NodeHash>;

/// A set of nodes, or of numbers that stand for nodes (with their own hash), for the many walks that meet only a few of them: those stand
/// in place, without an allocation, until there are more.
template <typename Node, typename Hash = NodeHash>
class FewNodes {
public:
    /// True for a node that was not in the set.
    bool insert(Node node) {
        if (count_ > few_.size()) return many_.insert(node).second;
        for (std::size_t i = 0; i < count_; ++i)
            if (few_[i] == node) return false;
        if (count_ < few_.size())
            few_[count_] = node;
        else
            spill(node);
        ++count_;
        return true;
    }

private:
    void spill(Node node) {
        many_.reserve(4 * few_.size());
        many_.insert(few_.begin(), few_.end());
        many_.insert(node);
    }

    std::array<Node, 16> few_{};
    std::size_t count_ = 0; ///< exact up to the size of `few_`; above, all nodes are in `many_`
    tsl::robin_set<Node, Hash> many_;
};

} // namespace t2d::ir
