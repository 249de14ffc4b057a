// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/dbt.h"
#include "cli/options.h"
#include "passes/generate/generate.h"

namespace t2d::cli {

/// A database of its own with generated tables, so that a verification never touches the user's data: a file where the target has files, else that of the output
/// `generated` of the user's profile. All else is below `target/tsql2dbt/generated/`: a profile or a project that loads the rows, and the rows as CSV
/// (`stepN/before/SCHEMA.TABLE.csv`).
class GeneratedData {
public:
    /// Generates the tables of the compilation's input. `error` says why it could not be; then nothing else may be called.
    GeneratedData(const CompileOptions& compile, const passes::generate::GenerateOptions& options, std::string& error);

    /// The connection to the database, for a user whose own is `own`.
    [[nodiscard]] DbtProfile profile(const DbtProfile& own) const { return has_file_ ? DbtProfile{folder_, {}} : DbtProfile{own.folder, "generated"}; }
    [[nodiscard]] std::size_t steps() const { return steps_.size(); }
    /// Puts the tables of a step into the database: sources in every step, rows that targets have before the first run in the first. False when dbt failed.
    [[nodiscard]] bool load(std::size_t step, const Dbt& dbt) const;

private:
    struct Step {
        std::vector<std::string> calls; ///< arguments of the loading macro
        std::string project;            ///< or a project with a loading macro of its own
    };

    void write(const CompileOptions& compile, const Catalog& catalog, const std::vector<passes::generate::GeneratedTables>& steps, std::string& error);

    std::string folder_;
    bool has_file_ = true;
    std::vector<Step> steps_;
};

} // namespace t2d::cli
