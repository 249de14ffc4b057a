// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"

namespace t2d::passes {

/// Conditions and blocks that are constant: `1 = 1` disappears, a block under a false condition is empty, empty branches of a
/// UNION ALL go, blocks that pass all columns of one input through are their input.
[[nodiscard]] ir::RelRef fold_constants(ir::Arena& arena, ir::RelRef root);

/// Merges blocks that a reader would write as one: a block whose input is used by it alone and maps rows one to one takes the
/// input's FROM clause, conditions and expressions. Never duplicates an expression that is more than a column or a constant.
[[nodiscard]] ir::RelRef fuse_blocks(ir::Arena& arena, ir::RelRef root);

/// Leaves out columns of inner blocks that nobody reads.
[[nodiscard]] ir::RelRef drop_dead_columns(ir::Arena& arena, ir::RelRef root);

} // namespace t2d::passes
