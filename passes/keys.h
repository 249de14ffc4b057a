// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <vector>

#include "ir/procedure.h"

namespace t2d::passes {

/// A set of column positions of a relation.
using ColumnSet = std::vector<int>;

/// Relations that are versions of a table: its declared keys hold for them, too (SQL Server would have refused the write).
/// Looked up only; never iterated.
using TableVersions = std::unordered_map<ir::RelRef, ir::TableId>;

/// Column sets that are provably unique in a relation: declared keys of tables, GROUP BY keys, DISTINCT, `row_number() … = 1`
/// over a partition, one-row relations (the empty set), joins that keep them. NULLs may repeat in nullable unique columns unless
/// the key comes from grouping or DISTINCT, so only what holds for equality joins is promised: no two rows are equal (=) on it.
[[nodiscard]] std::vector<ColumnSet> unique_sets(ir::RelRef rel, const std::vector<ir::TableSymbol>& tables, const TableVersions* versions = nullptr);

/// Whether at most one row of `rel` can satisfy the equalities that fix `columns`.
[[nodiscard]] bool unique_on(ir::RelRef rel, const ColumnSet& columns, const std::vector<ir::TableSymbol>& tables, const TableVersions* versions = nullptr);

/// The operands of a conjunction, nested ones included; the condition itself where it is none.
[[nodiscard]] std::vector<ir::ScalarRef> conjuncts(ir::ScalarRef condition);

/// `column = other`: the column is fixed by the other side, and not NULL where the condition is true.
struct Equality {
    ir::QuantId quant = 0;
    int column = 0;
    ir::ScalarRef other = nullptr;
};
/// An equality read in both directions; empty for every other condition.
[[nodiscard]] std::vector<Equality> equalities_of(ir::ScalarRef condition);

} // namespace t2d::passes
