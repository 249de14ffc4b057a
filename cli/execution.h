// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace t2d::cli {

/// What a run of dbt left: its `run_results.json` and `manifest.json` (empty where there is none), and what it printed.
struct DbtOutcome {
    std::string results, manifest, log;
};

/// Reads what the last run of dbt on a project left; `log` is the file with its output.
[[nodiscard]] DbtOutcome read_outcome(const std::string& project, const std::string& log);

/// The result JSON of a compilation with `execution` of every item as the run shows it: whether the item's model compiled, and whether it and the tests on it
/// passed a build. What a run does not tell stays as it was, and what failed once stays failed. Comparisons of `verify` are no part of it.
[[nodiscard]] std::string with_execution(const std::string& result_json, const DbtOutcome& outcome);

} // namespace t2d::cli
