// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"

namespace t2d::passes {

/// Computes a long condition once where it decides several columns of a block: as a column of a block below, which is what a reader would
/// write for WHEN MATCHED AND … or for the WHERE of an UPDATE with several SET columns. Long is one with a correlated subquery, and one
/// of many tests over all columns together. Only for blocks that depend on nothing around them.
[[nodiscard]] ir::RelRef share_conditions(ir::Arena& arena, ir::RelRef root);

/// Whether a relation is such a block below.
[[nodiscard]] bool holds_condition(ir::RelRef rel);

} // namespace t2d::passes
