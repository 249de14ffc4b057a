// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Turns a loop that writes TOP (n) rows a round until no row is left into the write without TOP.
///
/// Let p be the condition of the write and S the rows of its table for which p holds when the loop starts. Where p and the new values
/// read nothing that the loop changes but the row itself, and p does not hold for a row that was written (it is gone, or its new values
/// make p false or unknown), a round writes min(n, |S|) rows of S and takes them out of S, whichever they are. Where the loop cannot end
/// after a round of n rows, it ends only when S is empty: every row of S was written exactly once, as the write without TOP does. Sums of
/// the rounds' row counts are the row count of that write. Loops that keep anything else of their rounds stay as they are.
///
/// Run after goto_loops and before normalize_loops.
void batch_loops(ir::Program& program, ir::Arena& arena);

} // namespace t2d::passes
