// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/rel.h"

namespace t2d::passes {

/// Grouped blocks whose items ask subqueries about their groups become two blocks: the groups with their aggregates, and the
/// subqueries over them. Targets find no grouping key inside a correlated subquery where the key is more than a column.
[[nodiscard]] ir::RelRef split_groups(ir::Arena& arena, ir::RelRef root);

} // namespace t2d::passes
