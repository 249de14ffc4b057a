// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "passes/reenact.h"
#include "passes/rewrite.h"

namespace t2d::passes {

/// What one round of a loop computes beside the row of its state: a lateral one-row query, or the one row of a table that a
/// condition finds.
struct Beside {
    ir::Quantifier row;
    ir::JoinKind kind = ir::JoinKind::cross;
    bool lateral = true;
    ir::ScalarRef on = nullptr;
    ir::ScalarRef first = nullptr; ///< stands for its value before the first round, where the type has no NULL
};

/// One column of a loop's state: its value before the first round and after a round.
struct StateColumn {
    ir::Column column;
    ir::ScalarRef first = nullptr, next = nullptr;
    bool needed = false; ///< read after the loop, or by something that is
};

/// A loop after its body was run once over a symbolic row of its state.
struct LoopBody {
    ir::Quantifier state;               ///< over the RecursiveRef, one column per entry of `columns`
    std::vector<StateColumn> columns;
    std::vector<Beside> beside;         ///< in the order of the statements
    ir::ScalarRef condition = nullptr;  ///< over `state`: whether there is another round
    std::vector<ir::RelRef> added;      ///< per table: rows that a round adds, over `state` and `beside`; null pointer: none
    std::string label;
};

/// The loop as relations.
struct LoopResult {
    ir::RelRef after = nullptr;         ///< one row: the needed columns of the state after the last round
    std::vector<int> place;             ///< per column of the state: its column in `after`; -1 where it was not needed
    std::vector<ir::RelRef> added;      ///< per entry of LoopBody::added: the rows of all rounds; null pointer: none
};

/// Builds the recursion: a row of the state for each round. Columns and computations that nothing needs are left out.
[[nodiscard]] LoopResult build_loop(const Builder& build, LoopBody body);

} // namespace t2d::passes
