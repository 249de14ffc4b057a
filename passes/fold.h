// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "passes/builder.h"

namespace t2d::passes {

/// The constant TRUE or FALSE where a condition compares integer constants, tests a constant for NULL or joins such conditions;
/// NOT EXISTS and NOT … IS NULL as one node; any other scalar is given back as it is. Branches that a constant decides disappear
/// with it.
[[nodiscard]] ir::ScalarRef fold_condition(const Builder& build, ir::ScalarRef scalar);

} // namespace t2d::passes
