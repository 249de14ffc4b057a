// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/catalog.h"
#include "ir/procedure.h"
#include "ir/project.h"

namespace t2d::passes {

/// What the next state of a table does with the state before, read off its relational form (architecture.md, section 4).
struct Spine {
    bool found = false;         ///< rows of the state before go through to the next state
    bool filtered = false;      ///< not all of them
    int parts = 0;              ///< places where they enter the result: several when kept and changed rows are apart
    std::vector<bool> changed;  ///< per column: it is computed anew for some rows
    std::vector<ir::RelRef> added; ///< operands without rows of the state before
};
[[nodiscard]] Spine spine_of(ir::RelRef state, ir::RelRef before);

/// The rows to append, where the next state is provably the state before and other rows (bag union): nothing is filtered,
/// changed or joined on the way.
[[nodiscard]] std::optional<std::vector<ir::RelRef>> appended_rows(ir::Arena& arena, ir::RelRef state, ir::RelRef before);

/// The write effect of a table whose next state is `state`.
[[nodiscard]] ir::WriteEffect write_effect(ir::RelRef state, ir::RelRef before, bool appends);

/// The write effect as the statements of the only procedure that writes `table` (by its key) give it: for tables whose next state
/// comes out of a loop, where the relational form does not show what happens to single rows.
[[nodiscard]] ir::WriteEffect effect_of_statements(const ir::Program& program, const std::string& table);

} // namespace t2d::passes
