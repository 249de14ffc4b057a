// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Makes a program what a replay can execute: no calls of user-defined functions, no grouped block whose subqueries read its keys, and no
/// INSERT that asks the sequence which fills its column anyway.
///
/// Functions run instead of being folded into the queries that call them: before a statement, the arguments that its calls
/// meet are put into a table, the function's body runs once for each of them, and the call becomes a look-up of what came out.
/// Nothing here is shared with the folding that makes the models.
///
/// `program` is as the binder leaves it, `arena` its own. Calls in the step of a recursive query, in OUTPUT and in the rules of columns
/// keep their UserCall and UserScan nodes: what they are called with is not known before the statement runs.
void prepare_replay(ir::Program& program, ir::Arena& arena);

} // namespace t2d::passes
