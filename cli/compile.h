// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/options.h"

namespace t2d::cli {

/// The main job: T-SQL files → a dbt project, result JSON and diagnostics.
[[nodiscard]] ExitCode compile(CompileOptions options, const Console& console);

/// `--list-passes`: name and description of every pass, in order.
void list_passes(const Console& console);

} // namespace t2d::cli
