// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/options.h"

namespace t2d::cli {

/// What `diff` was asked to do.
struct DiffOptions {
    std::string expected, actual; ///< a file or a folder each
    bool json = false;
};

/// `tsql2dbt diff`: compares two sets of emitted models and names what differs. exit_ok: they are written alike; exit_validation: they are not;
/// exit_io: one of them cannot be read or holds no model.
[[nodiscard]] ExitCode diff(const DiffOptions& options, const Console& console);

} // namespace t2d::cli
