// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>

#include "cli/options.h"

namespace t2d::cli {

struct VerifyOptions {
    CompileOptions compile; ///< `replay_tests` is set by `verify` itself
    std::string dbt = "dbt";
    std::string vars = "{}"; ///< dbt vars as a JSON object: parameters of the procedures
    std::string legacy;      ///< folder with extracts of the legacy system's targets; empty: the procedures are replayed
    std::size_t generate = 0; ///< rows per table to generate in place of the user's data; 0: none
    std::size_t steps = 2;    ///< runs with generated rows
    std::uint64_t seed = 1;
    std::string report;      ///< a file or `-` for the verdicts as JSON
};

/// Compiles with replay tests, runs `dbt build` on the project, and says for every target whether the model agrees with a replay of its procedure (with
/// `legacy`: with the extract of the legacy system), with sample rows where they do not. With `generate` the runs are on generated rows in
/// a database of their own.
/// exit_ok: all that were compared agree (with `strict`: all were compared). exit_validation: a difference, a failed model, or a
/// partial item. exit_io: dbt could not be started or left no result, or the extracts cannot be read.
[[nodiscard]] ExitCode verify(VerifyOptions options, const Console& console);

} // namespace t2d::cli
