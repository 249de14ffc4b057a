// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>
#include <vector>

#include "ir/rel.h"

/// What the block printer must know of a block before it prints it.
namespace t2d::backend {

/// Whether a relation is printed elsewhere and only named here (a CTE): walks stop there.
using IsNamed = std::function<bool(ir::RelRef)>;

/// The scalars that stand directly in a block, left to right.
[[nodiscard]] std::vector<ir::ScalarRef> scalars_of(const ir::Select& block);

/// What is called for every node below a relation or scalar, subqueries included.
struct DeepVisitor {
    std::function<void(ir::RelRef)> rel;
    std::function<void(ir::ScalarRef)> scalar;
};
void walk(ir::RelRef rel, const DeepVisitor& visitor);
void walk(ir::FromRef from, const DeepVisitor& visitor);
void walk(ir::ScalarRef scalar, const DeepVisitor& visitor);

/// For each relation of a block's FROM clause the blocks below that stand between it and a place that reads it.
using Readers = std::map<ir::QuantId, std::set<const ir::Select*>>;
[[nodiscard]] Readers readers_of(const ir::Select& block, const IsNamed& named);

/// The relations of all subqueries of a scalar, outermost only.
[[nodiscard]] std::vector<ir::RelRef> subqueries_of(ir::ScalarRef scalar);

/// The relations below `scalar` that only EXISTS looks at, outermost only.
[[nodiscard]] std::vector<ir::RelRef> exists_queries_of(ir::ScalarRef scalar);

/// The relations below `scalar` whose values are read (everything but EXISTS), outermost only.
[[nodiscard]] std::vector<ir::RelRef> value_queries_of(ir::ScalarRef scalar);

/// Whether a relation refers to quantifiers that it does not bind.
[[nodiscard]] bool is_correlated(ir::RelRef rel, const IsNamed& named);

/// Whether rows of a relation come out of an outer join, however far below; `known` remembers the answers.
[[nodiscard]] bool reads_outer_join(ir::RelRef rel, std::map<ir::RelRef, bool>& known);

} // namespace t2d::backend
