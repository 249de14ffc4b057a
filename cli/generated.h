// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "cli/dbt.h"
#include "cli/options.h"
#include "passes/generate/generate.h"

namespace t2d::cli {

/// A DuckDB database of its own with generated tables, so that a verification never touches the user's data. All of it is below
/// `target/tsql2dbt/generated/`: the database, a profile, and the rows as CSV (`stepN/before/SCHEMA.TABLE.csv`).
class GeneratedData {
public:
    /// Generates the tables of the compilation's input. `error` says why it could not be; then nothing else may be called.
    GeneratedData(const CompileOptions& compile, const passes::generate::GenerateOptions& options, std::string& error);

    /// The folder with the profile.
    [[nodiscard]] const std::string& folder() const { return folder_; }
    [[nodiscard]] std::size_t steps() const { return loads_.size(); }
    /// Puts the tables of a step into the database: sources in every step, rows that targets have before the first run in the first. False when dbt failed.
    [[nodiscard]] bool load(std::size_t step, const Dbt& dbt) const;

private:
    void write(const CompileOptions& compile, const Catalog& catalog, const std::vector<passes::generate::GeneratedTables>& steps, std::string& error);

    std::string folder_;
    std::vector<std::vector<std::string>> loads_; ///< per step: arguments of the loading macro
};

} // namespace t2d::cli
