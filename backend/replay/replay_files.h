// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/model_printer.h"
#include "ir/procedure.h"

namespace t2d::backend {

/// The dbt artifacts that replay procedures (`--replay-tests`), path → text: a macro per procedure that runs its statements one by
/// one on copies of its tables, a model per group of procedures that calls them, and a singular test per target that compares the
/// end states. All of it is disabled unless the dbt var `tsql_replay` is true. `programs` are in the order in which they run;
/// the dialect has replays.
[[nodiscard]] std::map<std::string, std::string> render_replays(const std::vector<ir::Program>& programs, const PrintContext& context);

/// Sources that only replays read: models leave out what nothing needs.
void add_replay_sources(const std::vector<ir::Program>& programs, const Dialect& dialect, ir::Project& project);

} // namespace t2d::backend
