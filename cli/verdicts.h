// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

namespace t2d::cli {

/// What became of one target.
struct Verdict {
    std::string model;
    std::string result; ///< equal, different, not replayed (with extracts: not compared), error
    long long differences = 0;
    std::size_t run = 1; ///< of several: the first one that was not equal, else the last
    std::string message;
    std::string relation; ///< where dbt stored the rows that differ
    std::vector<nlohmann::ordered_json> samples;
};

/// The verdicts of one dbt run.
struct Verdicts {
    std::map<std::string, Verdict> targets; ///< by model
    std::vector<std::string> errors;        ///< nodes that failed beside the comparisons
    std::vector<std::string> broken;        ///< tests of the models that generated rows break: SQL Server would have stopped there

    [[nodiscard]] std::size_t count(std::string_view result) const;
    [[nodiscard]] std::size_t skipped() const { return count("not replayed") + count("not compared"); }
    /// No difference and no failure; with `strict` nothing was left out and no test broken either.
    [[nodiscard]] bool agreed(bool strict) const;
};

/// Adds the verdicts of a later run: what a target had first of all but `equal` and `not compared` stays.
void add_run(Verdicts& verdicts, Verdicts later, std::size_t run);

/// Reads the comparisons (tests whose names end in `suffix`) and the failures out of dbt's `run_results.json`. False when the text is none.
[[nodiscard]] bool read_results(const std::string& text, const std::string& suffix, Verdicts& verdicts);

/// The tests that fail in dbt's `run_results.json`, with what dbt says. False when the text is none.
[[nodiscard]] bool read_broken(const std::string& text, std::vector<std::string>& broken);

/// A table for people: a line per target, rows that differ below it; of several `runs`, in which one.
void print_verdicts(const Verdicts& verdicts, std::size_t runs, std::ostream& out);
[[nodiscard]] nlohmann::ordered_json verdicts_json(const Verdicts& verdicts);

} // namespace t2d::cli
