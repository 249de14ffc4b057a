// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cli/options.h"
#include "passes/compile.h"

namespace t2d::cli {

/// The main job: T-SQL files → a dbt project, result JSON and diagnostics.
[[nodiscard]] ExitCode compile(CompileOptions options, const Console& console);

/// What `--dump-after` and `--stop-after` take: the frontend and every pass, in order.
[[nodiscard]] std::vector<passes::PassInfo> stages();

/// `--list-passes`: name and description of every pass, in order.
void list_passes(const Console& console);

} // namespace t2d::cli
