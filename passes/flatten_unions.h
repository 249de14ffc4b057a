// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"

namespace t2d::passes {

/// One UNION ALL where several stand in each other, as after several INSERTs into a table: an inner one that nobody else reads, with
/// columns of the same types, gives its branches to the outer one. Graphs with recursion stay as they are: there the first branch of
/// a UNION decides its types on some targets.
[[nodiscard]] ir::RelRef flatten_unions(ir::Arena& arena, ir::RelRef root);

} // namespace t2d::passes
