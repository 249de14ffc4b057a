// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/options.h"

namespace t2d::cli {

struct ExplainOptions {
    std::string code; ///< code or name of a diagnostic, in any case
    bool all = false;
    bool markdown = false;
};

/// Prints the documentation of one diagnostic, or of all (`docs/diagnostics.md` is `--all --markdown`).
[[nodiscard]] ExitCode explain(const ExplainOptions& options, const Console& console);

} // namespace t2d::cli
