// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "ir/arena.h"
#include "ir/node_map.h"

namespace t2d::passes {

/// What a `GraphCopy` does with the nodes that it meets; every hook may be empty. A hook is a function of the node: of one that stands
/// in several places it may be asked more than once.
struct CopyHooks {
    /// Sees a relation before it is entered; a result other than null pointer replaces it as a whole.
    std::function<ir::RelRef(ir::RelRef original)> before;
    /// Sees a relation and its rebuilt form; the result takes its place.
    std::function<ir::RelRef(ir::RelRef original, ir::RelRef rebuilt)> after;
    /// Sees a column reference; a result other than null pointer replaces it.
    std::function<ir::ScalarRef(ir::ScalarRef original, const ir::ColumnRef& ref)> column;
    /// Sees a rebuilt scalar; the result takes its place.
    std::function<ir::ScalarRef(ir::ScalarRef rebuilt)> scalar;
    /// New id of a quantifier.
    std::function<ir::QuantId(ir::QuantId)> quantifier;
};

/// Rebuilds a graph of relations while the hooks still see the originals, which `Rewriter` does not show: decisions made on the
/// old graph (how often is it used, which columns are read) can be looked up by node. What does not change keeps its identity.
class GraphCopy {
public:
    GraphCopy(ir::Arena& arena, CopyHooks hooks) : arena_(arena), hooks_(std::move(hooks)) {}
    [[nodiscard]] ir::RelRef operator()(ir::RelRef rel);
    [[nodiscard]] ir::ScalarRef operator()(ir::ScalarRef scalar);
    [[nodiscard]] ir::FromRef operator()(ir::FromRef from);

private:
    ir::RelRef rebuild(ir::RelRef rel);
    ir::ScalarRef rebuild(ir::ScalarRef scalar);
    ir::FromRef rebuild(ir::FromRef from);

    [[nodiscard]] bool stays(ir::ScalarRef scalar);
    template <typename Node, typename Each>
    const Node* with_replaced(const Node* original, const Each& each);

    ir::Arena& arena_;
    CopyHooks hooks_;
    ir::NodeMap<ir::RelRef, ir::RelRef> rels_;
    ir::NodeMap<ir::ScalarRef, ir::ScalarRef> scalars_;
    ir::NodeMap<ir::FromRef, ir::FromRef> froms_;
};

} // namespace t2d::passes
