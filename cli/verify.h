// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "cli/options.h"

namespace t2d::cli {

struct VerifyOptions {
    CompileOptions compile; ///< `replay_tests` is set by `verify` itself
    std::string dbt = "dbt";
    std::string vars = "{}"; ///< dbt vars as a JSON object: parameters of the procedures
    std::string report;      ///< a file or `-` for the verdicts as JSON
};

/// Compiles with replay tests, runs `dbt build` on the project with the var `tsql_replay`, and says for every target whether the
/// model and the replay of its procedure agree, with sample rows where they do not.
/// exit_ok: all that were replayed agree (with `strict`: all were replayed). exit_validation: a difference, a failed model, or a
/// partial item. exit_io: dbt could not be started or left no result.
[[nodiscard]] ExitCode verify(VerifyOptions options, const Console& console);

} // namespace t2d::cli
