// SPDX-License-Identifier: Apache-2.0
#include "cli/dbt.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <optional>
#include <ostream>
#include <sstream>

#include "cli/files.h"
#include "cli/process.h"
#include "cli/progress.h"

namespace t2d::cli {

namespace {

/// `12:00:01  3 of 7 OK created …` → {3, 7}: how dbt says how far it is.
std::optional<std::pair<std::size_t, std::size_t>> position(const std::string& line) {
    const std::size_t of = line.find(" of ");
    if (of == std::string::npos || line.find(" START ") != std::string::npos) return {};
    const std::size_t begin = line.rfind(' ', of - 1);
    std::istringstream done(line.substr(begin == std::string::npos ? 0 : begin + 1)), total(line.substr(of + 4));
    std::pair<std::size_t, std::size_t> out;
    if (!(done >> out.first) || !(total >> out.second) || out.first > out.second) return {};
    return out;
}

/// Follows a growing log and tells a progress bar.
class Follower {
public:
    Follower(const std::string& path, Progress& progress) : log_(path), progress_(progress) {}

    void look() {
        log_.clear();
        for (std::string line; std::getline(log_, line);) {
            const auto at = position(line);
            if (!at) continue;
            if (at->second != total_) progress_.phase("dbt", total_ = at->second);
            progress_.step();
        }
    }

private:
    std::ifstream log_;
    Progress& progress_;
    std::size_t total_ = 0;
};

/// Where profiles.yml is: dbt itself would look at the variable, too.
std::string profiles_folder(const DbtProfile& profile, const std::string& project) {
    if (!profile.folder.empty()) return profile.folder;
    const char* const named = std::getenv("DBT_PROFILES_DIR");
    return named != nullptr && *named != '\0' ? named : project;
}

} // namespace

std::string profile_of(const std::string& project) {
    std::string text;
    if (!read_file((std::filesystem::path(project) / "dbt_project.yml").string(), text)) return "tsql2dbt";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("profile:")) {
            const std::size_t begin = line.find_first_not_of(" \t\"'", 8), end = line.find_last_not_of(" \t\r\"'");
            return begin == std::string::npos ? "tsql2dbt" : line.substr(begin, end - begin + 1);
        }
    return "tsql2dbt";
}

Dbt::Dbt(std::string command, std::string project, const Console& console, bool quiet, DbtProfile profile)
    : command_(std::move(command)), project_(std::move(project)), logs_((std::filesystem::path(project_) / "target" / "tsql2dbt").string()), profile_(std::move(profile)), console_(&console),
      quiet_(quiet) {}

Dbt Dbt::on(const std::string& project) const {
    Dbt out = *this;
    out.profile_.folder = profiles_folder(profile_, project_);
    out.project_ = project;
    return out;
}

Dbt Dbt::with(DbtProfile profile) const {
    Dbt out = *this;
    out.profile_ = std::move(profile);
    return out;
}

std::string Dbt::log_path(const std::string& log) const { return (std::filesystem::path(logs_) / log).string(); }

int Dbt::run(std::vector<std::string> arguments, const std::string& vars, const std::string& log) const {
    std::error_code ignored;
    if (arguments.front() != "debug") std::filesystem::remove(std::filesystem::path(project_) / "target" / "run_results.json", ignored);
    arguments.insert(arguments.begin(), command_);
    arguments.insert(arguments.end(), {"--project-dir", project_, "--profiles-dir", profiles_folder(profile_, project_), "--no-use-colors", "--no-send-anonymous-usage-stats"});
    if (!profile_.output.empty()) arguments.insert(arguments.end(), {"--target", profile_.output});
    if (!vars.empty()) arguments.insert(arguments.end(), {"--vars", vars});
    const std::string path = log_path(log);
    if (!console_->terminal || quiet_) return run_process(arguments, path);
    std::ofstream(path, std::ios::trunc).flush(); // so that there is a log to follow
    Progress progress(&console_->err);
    progress.phase("dbt", 0);
    Follower follower(path, progress);
    return run_process(arguments, path, [&] { follower.look(); });
}

DbtCheck check_with_dbt(const std::string& step, const Dbt& dbt, const Console& console, bool quiet) {
    const auto run = [&](const std::string& what) {
        std::vector<std::string> arguments{what};
        if (what == "build") arguments.insert(arguments.end(), {"--exclude-resource-type", "unit_test"});
        return dbt.run(arguments, {}, "dbt-" + what + ".log");
    };
    std::string done = step;
    int code = run(step);
    if (code > 0 && step != "parse" && dbt.run({"debug", "--connection"}, {}, "dbt-debug.log") != 0) {
        console.err << fmt::format("tsql2dbt: there is no connection to the database (see {}): dbt parse runs in place of dbt {}\n", dbt.log_path("dbt-debug.log"), step);
        done = "parse";
        code = run(done);
    }
    if (code < 0) {
        console.err << "tsql2dbt: cannot run " << dbt.command() << "\n";
        return {exit_io, {}};
    }
    const std::string log = dbt.log_path("dbt-" + done + ".log");
    if (code != 0 || !quiet) console.err << fmt::format("dbt {}: {}\n", done, code == 0 ? "passed" : "failed; see " + log);
    return {code == 0 ? exit_ok : exit_validation, log};
}

} // namespace t2d::cli
