// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/options.h"
#include "ir/diagnostics.h"

namespace t2d::cli {

/// Reads `options.config` (default: `tsql2dbt.yml` if present) under the command line: an option given there wins.
/// False, with diagnostics, when the file cannot be read or holds something the compiler does not know.
[[nodiscard]] bool apply_config(CompileOptions& options, Diagnostics& diagnostics);

} // namespace t2d::cli
