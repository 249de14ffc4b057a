// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace t2d::cli {

/// Which connection of a user dbt takes.
struct DbtProfile {
    std::string folder; ///< with profiles.yml; empty: the one that the variable DBT_PROFILES_DIR names, else the project's
    std::string output; ///< of the profile; empty: its default
};

/// The name of the profile that a project asks for.
[[nodiscard]] std::string profile_of(const std::string& project);

/// The dbt of a user, on one project. What it prints goes to log files below `target/tsql2dbt/`; on a terminal a bar shows how far it is.
class Dbt {
public:
    /// `command` is looked up in PATH.
    Dbt(std::string command, std::string project, const Console& console, bool quiet, DbtProfile profile);

    /// Runs dbt with these arguments and `vars` (a JSON object; empty: none). Its exit code; -1 when it could not be started. Results of an earlier run are gone.
    [[nodiscard]] int run(std::vector<std::string> arguments, const std::string& vars, const std::string& log) const;
    /// The same dbt on another project; the logs stay where they are.
    [[nodiscard]] Dbt on(const std::string& project) const;
    /// The same dbt with another connection.
    [[nodiscard]] Dbt with(DbtProfile profile) const;
    [[nodiscard]] std::string log_path(const std::string& log) const;
    [[nodiscard]] const std::string& command() const { return command_; }
    [[nodiscard]] const std::string& project() const { return project_; }
    [[nodiscard]] const DbtProfile& profile() const { return profile_; }

private:
    std::string command_, project_, logs_;
    DbtProfile profile_;
    const Console* console_;
    bool quiet_;
};

/// What became of `compile --dbt`.
struct DbtCheck {
    ExitCode code = exit_ok; ///< exit_ok, exit_validation (dbt failed) or exit_io (dbt could not be started)
    std::string log;         ///< of the step that counts
};

/// Runs `dbt parse`, `compile` or `build` on an emitted project (`compile --dbt`) and says what came of it. Where `compile` or `build` finds no connection to
/// the database, `parse` runs in its place, and that is said.
[[nodiscard]] DbtCheck check_with_dbt(const std::string& step, const Dbt& dbt, const Console& console, bool quiet);

} // namespace t2d::cli
