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

enum class Commuting {
    no,
    appends, ///< each only adds rows that do not depend on the table's rows
    updates, ///< each only updates, in place, rows in which one column equals a constant of its own, and reads none but those
};

/// Whether writes of several procedures give the same rows in any order, but for identity values. That a row has a constant of its
/// own is said by the update's condition, or of the row whose key the condition looks up.
[[nodiscard]] Commuting commute(const std::vector<TableWrite>& writes);

} // namespace t2d::passes
