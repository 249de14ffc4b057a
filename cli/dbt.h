// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/options.h"

namespace t2d::cli {

/// The dbt of a user, on one project. What it prints goes to log files below `target/tsql2dbt/`; on a terminal a bar shows how far it is.
class Dbt {
public:
    /// `command` is looked up in PATH; the profile is the one in `profiles` (default: the project's folder).
    Dbt(std::string command, std::string project, const Console& console, bool quiet, std::string profiles = {});

    /// Runs dbt with these arguments and `vars` (a JSON object; empty: none). Its exit code; -1 when it could not be started.
    [[nodiscard]] int run(std::vector<std::string> arguments, const std::string& vars, const std::string& log) const;
    [[nodiscard]] std::string log_path(const std::string& log) const;
    [[nodiscard]] const std::string& command() const { return command_; }

private:
    std::string command_, project_, profiles_;
    const Console* console_;
    bool quiet_;
};

/// Runs `dbt parse`, `compile` or `build` on an emitted project (`compile --dbt`) and says what came of it. Where `compile` or `build` finds no connection to
/// the database, `parse` runs in its place, and that is said. exit_ok, exit_validation (dbt failed) or exit_io (dbt could not be started).
[[nodiscard]] ExitCode check_with_dbt(const std::string& step, const Dbt& dbt, const Console& console, bool quiet);

} // namespace t2d::cli
