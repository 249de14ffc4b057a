// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <tsl/robin_map.h>
#include <tsl/robin_set.h>

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
template <typename Node>
using NodeSet = tsl::robin_set<Node, NodeHash>;
template <typename Node, typename Value>
using NodeMap = tsl::robin_map<Node, Value, NodeHash>;

} // namespace t2d::ir
