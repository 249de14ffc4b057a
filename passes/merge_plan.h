// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/catalog.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// A stateful model as the rows that dbt's `merge` updates and inserts (architecture.md, section 4).
struct MergePlan {
    ir::RelRef rows = nullptr;      ///< changed rows of the state before and new rows, all columns
    std::vector<std::string> key;   ///< declared unique and NOT NULL; no row's key changes
    std::vector<std::string> updated; ///< columns that may change
};

/// The plan, where every obligation of a merge is proved: no row is removed, the rows that change can be told apart, their key does
/// not change, the new rows are unique on it and meet no key of the state before. Else nothing, and `unproved` names the first
/// obligation that is not. `tables` resolves TableScan ids; `declared` is the target's DDL (null pointer: none).
[[nodiscard]] std::optional<MergePlan> plan_merge(ir::Arena& arena, ir::RelRef state, ir::RelRef before, const CatalogTable* declared, const std::vector<ir::TableSymbol>& tables, std::string& unproved);

} // namespace t2d::passes
