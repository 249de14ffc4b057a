// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/rel.h"

namespace t2d::passes {

/// What is wrong with a graph of relations, or nothing: a column reference whose quantifier no block around it binds, that asks for a
/// column which the bound relation does not have, or has with another type; blocks and set operations whose parts differ in their
/// number of columns; a quantifier that two blocks bind (a statement that stands in several rounds of a loop) to different columns. No pass may make such a graph; it would be rows of the wrong column, not an error.
[[nodiscard]] std::string defect_of(ir::RelRef root);

} // namespace t2d::passes
