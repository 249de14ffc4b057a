// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/project.h"

namespace t2d::passes {

/// Fills `collated` and `trimmed` of imports: columns whose strings are compared anywhere in the CTE chain (conditions, grouping,
/// DISTINCT, set operations, ordering, MIN and MAX, functions that compare), followed back through the CTEs to where they enter.
/// True where the order of strings matters anywhere.
[[nodiscard]] bool find_string_columns(std::vector<ir::Import>& imports, const std::vector<ir::Cte>& ctes);

} // namespace t2d::passes
