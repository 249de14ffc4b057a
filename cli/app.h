// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace t2d::cli {

/// Runs one command line (without the program's name) and returns its exit code.
[[nodiscard]] ExitCode run(std::vector<std::string> arguments, const Console& console);

} // namespace t2d::cli
