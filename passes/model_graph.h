// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include "passes/plan_ctes.h"
#include "passes/run_tables.h"

namespace t2d::passes {

/// Which model reads which: names and operational tables, references between models without a cycle, captures, sources.
class ModelGraph {
public:
    ModelGraph(Run& run, const std::vector<Compiled>& compiled, const Options& options, ir::Project& project, Diagnostics& diagnostics);

    /// A relation in which the last versions of other models' tables are those models. `own`: the model's table, or -1.
    [[nodiscard]] ir::RelRef resolved(ir::RelRef rel, int own) const;
    /// The same for a scalar.
    [[nodiscard]] ir::ScalarRef resolved(ir::ScalarRef scalar) const;
    /// How a model (or with -1 a test) imports a scan. Adds the capture or source that it needs to the project.
    [[nodiscard]] ImportPlan describe(ir::RelRef scan, int own);
    /// Models that must run before a table's model though it does not read them.
    [[nodiscard]] std::vector<std::string> runs_after(int table) const;
    /// Whether `from` must run after `to`, directly or through others.
    [[nodiscard]] bool depends(int from, int to) const;
    /// Adds a source table to the project once.
    void need_source(int table);
    [[nodiscard]] std::string procedures_of(int table) const;

private:
    void choose_names();
    void find_operational();
    void connect();
    void connect_foreign(int table, int read);
    void need_capture(int table);
    [[nodiscard]] std::vector<int> read_by(int table, Run::Role role) const;
    [[nodiscard]] std::string name_of(int table) const;

    Run& run_;
    const std::vector<Compiled>& compiled_;
    const Options& options_;
    ir::Project& project_;
    Diagnostics& diagnostics_;
    std::vector<std::set<int>> edges_;          ///< per table: the tables whose models it runs after
    std::vector<std::set<int>> operational_;    ///< those of them that no CTE reads
    std::set<std::pair<int, int>> before_;      ///< foreign reads that would make a cycle: they read the state before
    std::set<int> captured_, sources_;
};

} // namespace t2d::passes
