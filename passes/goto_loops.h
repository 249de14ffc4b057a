// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Turns GOTO to an earlier label into WHILE, and GOTO out of a loop into BREAK and a GOTO behind the loop, so that every jump left
/// leads further down in its own body or in one around it. Jumps into a block are left for reenactment to refuse. Run before
/// normalize_loops.
void goto_loops(ir::Program& program, ir::Arena& arena);

} // namespace t2d::passes
