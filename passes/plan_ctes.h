// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/project.h"

namespace t2d::passes {

/// How a model imports a table scan; `name` is the wanted CTE name.
struct ImportPlan {
    ir::ImportKind kind = ir::ImportKind::source;
    std::string schema, table, model, name;
    ir::RelRef rel = nullptr; ///< the scan
};

/// The blocks of a model in the order in which they are written, all of them named.
struct CtePlan {
    std::vector<ir::Import> imports;
    std::vector<ir::Cte> ctes; ///< the last one is `final`
};

/// Splits a relation into import CTEs, logical CTEs and `final`. `own_name`: what versions of the model's own table are called
/// after; `describe` tells how a TableScan is imported.
[[nodiscard]] CtePlan plan_ctes(ir::Arena& arena, ir::RelRef root, const std::string& own_name, const std::function<ImportPlan(ir::RelRef)>& describe);

} // namespace t2d::passes
