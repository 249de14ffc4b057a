// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/procedure.h"

namespace t2d::passes {

/// A set of column positions of a relation.
using ColumnSet = std::vector<int>;

/// Column sets that are provably unique in a relation: declared keys of tables, GROUP BY keys, DISTINCT, `row_number() … = 1`
/// over a partition, one-row relations (the empty set), joins that keep them. NULLs may repeat in nullable unique columns unless
/// the key comes from grouping or DISTINCT, so only what holds for equality joins is promised: no two rows are equal (=) on it.
[[nodiscard]] std::vector<ColumnSet> unique_sets(ir::RelRef rel, const std::vector<ir::TableSymbol>& tables);

/// Whether at most one row of `rel` can satisfy the equalities that fix `columns`.
[[nodiscard]] bool unique_on(ir::RelRef rel, const ColumnSet& columns, const std::vector<ir::TableSymbol>& tables);

} // namespace t2d::passes
