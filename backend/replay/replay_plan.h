// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "backend/replay/replay_names.h"
#include "ir/procedure.h"
#include "ir/project.h"

namespace t2d::backend {

/// A table that a replay writes and whose end is compared with a model.
struct ReplayTarget {
    const ir::Model* model = nullptr;
    const ir::TableSymbol* symbol = nullptr;
    std::string scratch;               ///< name in the scratch schema
    std::string reason;                ///< why it is not compared; empty: it is
    std::vector<std::string> excluded; ///< columns with values of run-time functions
};

/// Procedures that are replayed together, because one touches a table that another one writes; in the order in which they run.
struct ReplayGroup {
    std::string name;
    std::vector<const ir::Program*> programs;
    std::set<std::string> written; ///< keys of persistent tables
    std::string reason;            ///< why the group is not replayed; empty: it is
    std::vector<ReplayTarget> targets;
};

/// The replays of a project. `programs` are in the order in which they run.
[[nodiscard]] std::vector<ReplayGroup> plan_replays(const ir::Project& project, const std::vector<ir::Program>& programs, const Dialect& dialect);

/// Where the tables of one of the group's programs are found: copies of what the group writes, sources for the rest.
[[nodiscard]] std::map<ir::TableId, ReplayTable> tables_of(const ReplayGroup& group, const ir::Program& program);

/// The model of a table; null pointer when none is emitted.
[[nodiscard]] const ir::Model* model_of(const ir::Project& project, const std::string& key);

} // namespace t2d::backend
