// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "ir/procedure.h"

namespace t2d::backend {

/// Table key and column.
using TaintedColumn = std::pair<std::string, int>;

/// Columns of persistent tables whose values come from functions that give another value in every run (GETDATE, NEWID): two
/// runs of one procedure differ there by right. Every assignment counts, wherever it stands and whether it is reached or not.
[[nodiscard]] std::set<TaintedColumn> tainted_columns(const std::vector<const ir::Program*>& programs);

} // namespace t2d::backend
