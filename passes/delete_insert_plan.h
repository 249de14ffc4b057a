// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/rel.h"

namespace t2d::passes {

/// A stateful model as the rows that dbt's `delete+insert` puts in the place of those with their keys (architecture.md, section 4).
struct DeleteInsertPlan {
    ir::RelRef rows = nullptr;
    std::vector<std::string> key; ///< need not be unique
};

/// The plan, where it is proved that the rows removed are exactly those whose key the new rows carry: both are read off one relation,
/// from which the new rows leave none out. Texts are no keys here: the target compares them by their bytes.
[[nodiscard]] std::optional<DeleteInsertPlan> plan_delete_insert(ir::Arena& arena, ir::RelRef state, ir::RelRef before);

} // namespace t2d::passes
