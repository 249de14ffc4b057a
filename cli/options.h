// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <iosfwd>
#include <string>
#include <vector>

namespace t2d::cli {

/// The exit codes that scripts rely on (docs/diagnostics.md says which diagnostic leads to which).
enum ExitCode : int { exit_ok = 0, exit_validation = 1, exit_io = 2 };

enum class DiagnosticFormat { text, json, sarif };

/// Where a command reads and writes, so that tests can call it and only `main` knows the process.
struct Console {
    std::istream& in;
    std::ostream& out; ///< what a program may read: JSON, SARIF, dumps, documentation
    std::ostream& err; ///< what a person reads: diagnostics, summary, progress
    bool terminal = false; ///< `err` is a terminal: colour and a progress bar are welcome
};

/// Everything `compile` was asked to do: the command line over the configuration file.
struct CompileOptions {
    std::vector<std::string> inputs;
    std::vector<std::string> ddl;
    std::string out = "dbt";
    std::string target = "duckdb";
    unsigned jobs = 0; ///< 0: one per core
    std::string config;
    std::string dump_after;
    std::string stop_after;
    bool time_passes = false;
    bool list_passes = false;
    DiagnosticFormat format = DiagnosticFormat::text;
    bool strict = false;
    bool quiet = false;
    std::string result; ///< a file or `-`
    std::string run_id;
    std::string proposals; ///< JSON file: hole id → query
    bool force = false;
    bool force_state = false;
    bool check = true;         ///< compare the models with the procedures structurally
    std::string dbt;           ///< parse, compile or build: what the installed dbt does with the emitted project; empty: nothing
    std::string dbt_command = "dbt";
    std::string profiles_dir; ///< where dbt finds profiles.yml; empty: DBT_PROFILES_DIR, else the project
    bool replay_tests = false; ///< emit the replay of every procedure and its comparison
    bool plain = false; ///< models without the passes that make them readable
    bool native_strings = false;
    bool skip_operational = false;
    std::vector<std::string> order; ///< procedures in the order they run
};

} // namespace t2d::cli
