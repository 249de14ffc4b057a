// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/container/flat_set.hpp>
#include <boost/container/small_vector.hpp>
#include <functional>
#include <vector>

#include "passes/builder.h"
#include "passes/copy_graph.h"

namespace t2d::passes {

/// Rebuilds relational IR bottom-up. `scalar` and `rel` see each rebuilt node and give its replacement (or the node itself);
/// nodes that do not change keep their identity, and a relation shared by several users is rebuilt once, so a DAG stays a DAG.
class Rewriter {
public:
    using ScalarHook = std::function<ir::ScalarRef(ir::ScalarRef)>;
    using RelHook = std::function<ir::RelRef(ir::RelRef)>;

    Rewriter(ir::Arena& arena, ScalarHook scalar, RelHook rel);
    [[nodiscard]] ir::ScalarRef operator()(ir::ScalarRef scalar) { return copy_(scalar); }
    [[nodiscard]] ir::RelRef operator()(ir::RelRef rel) { return copy_(rel); }
    [[nodiscard]] ir::FromRef operator()(ir::FromRef from) { return copy_(from); }

private:
    GraphCopy copy_;
};

/// Scalars below a node, relations that one reads, quantifiers that one refers to: mostly few, and asked for all the time.
using Operands = boost::container::small_vector<ir::ScalarRef, 8>;
using Relations = boost::container::small_vector<ir::RelRef, 4>;
using QuantIds = boost::container::flat_set<ir::QuantId>;

/// The scalars directly below a scalar, left to right (a subquery's relation is not entered).
[[nodiscard]] Operands children_of(ir::ScalarRef scalar);
/// Whether two scalars are the same expression: equal nodes over equal operands (subqueries: the same relation).
[[nodiscard]] bool same_scalar(ir::ScalarRef a, ir::ScalarRef b);

/// Calls `visit` for every scalar below `scalar` (itself included) once, and for those of its subqueries' relations when `into_rels`.
/// A leaf (`is_leaf`) that several expressions share may be seen several times.
void for_each_scalar(ir::ScalarRef scalar, const std::function<void(ir::ScalarRef)>& visit, bool into_rels);
/// The same for all scalars of a relation's own block, subqueries' relations left out; one that several of them share is seen once.
void for_each_scalar_in(ir::RelRef rel, const std::function<void(ir::ScalarRef)>& visit);
/// Calls `visit` for every relation reachable from `rel` (itself included) once, inputs first.
void for_each_rel(ir::RelRef rel, const std::function<void(ir::RelRef)>& visit);
/// The same for several relations; one that they share is seen once.
void for_each_rel(const std::vector<ir::RelRef>& roots, const std::function<void(ir::RelRef)>& visit);
/// The same for the relations of a scalar's subqueries.
void for_each_rel(ir::ScalarRef scalar, const std::function<void(ir::RelRef)>& visit);
/// All scalars that stand directly in a relation's own block.
[[nodiscard]] Operands scalars_of(ir::RelRef rel);
/// The same without the block's items.
[[nodiscard]] Operands scalars_beside_items(const ir::Select& block);
/// Relations that a relation reads directly: inputs of its FROM tree, set operation or recursion (not those of subqueries).
[[nodiscard]] Relations inputs_of(ir::RelRef rel);

/// Replaces column references by expressions: `mapping` gives the replacement for a reference, or null pointer to keep it.
[[nodiscard]] ir::ScalarRef substitute(ir::Arena& arena, ir::ScalarRef scalar, const std::function<ir::ScalarRef(const ir::ColumnRef&)>& mapping);

/// Quantifiers that a relation or scalar refers to but does not bind: empty for an uncorrelated query.
[[nodiscard]] QuantIds free_quantifiers(ir::RelRef rel);
[[nodiscard]] QuantIds free_quantifiers(ir::ScalarRef scalar);

} // namespace t2d::passes
