// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"

namespace t2d::passes {

/// Leaves out left joins with at most one row (`… limit 1`, what UPDATE … FROM reads) of which a block reads nothing: they neither add
/// rows nor take any away. Such a join is left where an INSERT after the UPDATE asks only for keys.
[[nodiscard]] ir::RelRef drop_unused_joins(ir::Arena& arena, ir::RelRef root);

} // namespace t2d::passes
