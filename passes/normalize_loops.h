// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Gives every WHILE of a program the one form that reenactment runs as a recursion: no BREAK, CONTINUE, RETURN or other loop in
/// its body, and a condition without subqueries. BREAK and RETURN become variables that the condition asks, CONTINUE a jump to the
/// end of the round; a loop inside a loop becomes a second kind of round of the outer one, told apart by a variable
/// (Hirn, Grust: "One WITH RECURSIVE is Worth Many GOTOs", SIGMOD 2021).
void normalize_loops(ir::Program& program, ir::Arena& arena);

} // namespace t2d::passes
