// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// `SELECT @v = @v + x FROM t`: an assignment that reads its own variable goes on from row to row. It becomes a loop over the rows,
/// numbered in the query's order (by all columns where it has none; SQL Server promises nothing then). Run before normalize_loops.
void spread_row_assignments(ir::Program& program, ir::Arena& arena);

} // namespace t2d::passes
