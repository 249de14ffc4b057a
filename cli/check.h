// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "cli/options.h"

namespace t2d::cli {

/// What `check` was asked to do.
struct CheckOptions {
    std::string procedure;
    std::vector<std::string> models; ///< files named after the models they hold
    std::vector<std::string> ddl;
    bool json = false;
    bool strict = false; ///< what is not proved fails too
};

/// `tsql2dbt check`: compares models with the procedure they stand for and prints each check. Validation fails when a check finds a semantic gap.
[[nodiscard]] ExitCode check(const CheckOptions& options, const Console& console);

} // namespace t2d::cli
