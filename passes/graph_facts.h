// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <unordered_map>
#include <vector>

#include "passes/rewrite.h"

/// Facts about a graph of relations that several steps of model building ask for.
namespace t2d::passes {

/// All relations below some roots, inputs first, each once.
[[nodiscard]] std::vector<ir::RelRef> relations_below(const std::vector<ir::RelRef>& roots);
/// Whether `from` reads `what` at any depth (or is it).
[[nodiscard]] bool reaches(ir::RelRef from, ir::RelRef what);
/// The relations that a relation reads at any place of its block, subqueries included, one entry per place.
[[nodiscard]] Relations reads_of(ir::RelRef rel);
/// How many places read each relation; looked up only.
using UseCounts = std::unordered_map<ir::RelRef, int>;
[[nodiscard]] UseCounts count_uses(const std::vector<ir::RelRef>& relations);

/// The block of a relation without FROM: one row, or none where its condition does not hold. A null pointer for all others.
[[nodiscard]] const ir::Select* only_row_of(ir::RelRef rel);
/// Whether an expression, or a relation at any depth, calls a function of the database.
[[nodiscard]] bool calls_function(ir::ScalarRef scalar);
[[nodiscard]] bool calls_function(ir::RelRef rel);

/// The column set [0, n) in order: an item list that passes a relation through.
[[nodiscard]] bool passes_through(const ir::Select& block);
/// The only quantifier of a FROM clause; null pointer when there are none or several.
[[nodiscard]] const ir::Quantifier* only_quantifier(ir::FromRef from);
/// Whether a block is rows of its FROM clause, filtered and mapped one to one: no grouping, DISTINCT or limit.
[[nodiscard]] bool is_row_wise(const ir::Select& block);
/// Whether a column of the block is computed with a window function.
[[nodiscard]] bool has_window(const ir::Select& block);

/// Which relations depend on nothing around them (no outer columns, no recursion around them) and may stand as a CTE.
class Closedness {
public:
    [[nodiscard]] bool closed(ir::RelRef rel) { return open_names(rel).empty(); }

private:
    /// Free quantifiers as positive, free recursions as negative numbers.
    const QuantIds& open_names(ir::RelRef rel);
    std::unordered_map<ir::RelRef, QuantIds> known_; ///< looked up only
};

} // namespace t2d::passes
