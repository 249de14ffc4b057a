// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ir/diagnostics.h"
#include "ir/procedure.h"
#include "passes/builder.h"

namespace t2d::passes {

/// A RAISERROR or THROW that some rows would reach: `condition` (over no columns, subqueries only) must never be true.
struct Guard {
    std::string message;
    ir::ScalarRef condition = nullptr;
    SourceSpan span;
};

/// One version of a table: a node of the version graph.
struct Version {
    ir::TableId table = 0;
    int number = 0; ///< 0 is the state before the call
    ir::RelRef rel = nullptr;
    SourceSpan span;
};

/// The tables of one procedure in SSA form (architecture.md, section 3): every write made a new version, as a relation over the
/// versions before it. Relations contain no CurrentTable, VarRef, UserCall or UserScan.
struct Reenactment {
    std::vector<ir::RelRef> initial;    ///< per table: its TableScan (persistent tables), else null pointer
    std::vector<ir::RelRef> final;      ///< per table: the last version; null pointer where the procedure never writes it
    std::vector<Version> versions;      ///< in the order they were made
    std::vector<Guard> guards;
    std::vector<std::vector<int>> holes; ///< per table: holes (indexes into `hole_list`) that its last version depends on
    std::vector<ir::Hole> hole_list;
    std::vector<bool> removes_rows;      ///< per table: some write can remove rows (identity values could be handed out twice)
};

/// Runs the procedure over symbolic relations. Writes `records` of the program for statements that turn out to be holes.
[[nodiscard]] Reenactment reenact(ir::Program& program, ir::Arena& arena, Diagnostics& diagnostics);

} // namespace t2d::passes
