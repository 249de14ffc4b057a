// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// What one procedure does to a table, over the state before.
struct TableWrite {
    ir::RelRef state = nullptr, before = nullptr;
    const ir::TableSymbol* table = nullptr;
    ir::Arena* arena = nullptr;
};

/// Whether writes of several procedures give the same rows in any order, but for identity values: each only appends rows that do
/// not depend on the table's rows, or only updates rows in which one column equals a constant of its own (said by the condition, or of the row whose key it looks up).
[[nodiscard]] bool commute(const std::vector<TableWrite>& writes);

} // namespace t2d::passes
