// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "passes/copy_graph.h"
#include "passes/plan_ctes.h"
#include "passes/run_tables.h"

namespace t2d::passes {

/// Which model reads which: names and operational tables, references between models without a cycle, captures, sources.
class ModelGraph {
public:
    ModelGraph(Run& run, const std::vector<Compiled>& compiled, const Options& options, ir::Project& project, Diagnostics& diagnostics);

    /// The last version of an emitted table, in which those of other models' tables are these models.
    [[nodiscard]] ir::RelRef state_of(int table) const { return states_.at(table); }
    /// A scalar in which the last versions of all models' tables are these models.
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
    void resolve_states();
    void connect();
    void connect_foreign(int table, int read);
    void need_capture(int table);
    /// Hooks that put models in place of last versions, that of table `own` aside (-1: of none).
    [[nodiscard]] CopyHooks model_hooks(int own) const;
    /// The other tables that an emitted table's state reads in this role.
    [[nodiscard]] std::vector<int> read_by(int table, Run::Role role) const;
    [[nodiscard]] std::string name_of(int table) const;

    Run& run_;
    const std::vector<Compiled>& compiled_;
    const Options& options_;
    ir::Project& project_;
    Diagnostics& diagnostics_;
    std::unordered_map<ir::RelRef, ir::RelRef> models_; ///< last version of an emitted table, and its model; looked up only
    std::map<int, ir::RelRef> states_;                  ///< of the emitted tables
    std::map<int, std::vector<Run::Scan>> reads_;       ///< scans of other tables in these states, in their order
    std::vector<std::set<int>> edges_;          ///< per table: the tables whose models it runs after
    std::vector<std::set<int>> operational_;    ///< those of them that no CTE reads
    std::set<std::pair<int, int>> before_;      ///< foreign reads that would make a cycle: they read the state before
    std::set<int> captured_, sources_;
};

} // namespace t2d::passes
