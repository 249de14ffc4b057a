// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "passes/build_models.h"

namespace t2d::passes {

/// A persistent table of the run. Three scans stand for it, told apart by identity: its state before the run, its state after the
/// run of another procedure that writes it, and what its model gives.
struct RunTable {
    ir::TableSymbol symbol; ///< of the first procedure that knows it; columns are those of all procedures
    std::vector<int> writers; ///< procedures, in the order they run
    ir::RelRef before = nullptr, foreign = nullptr, after = nullptr;
    ir::RelRef final = nullptr; ///< the state after all writers; null pointer when nothing writes it
    std::vector<int> holes;     ///< indexes into Project::holes
    bool emitted = false;       ///< gets a model
    bool operational = false;
    std::string model;          ///< name of its model
};

/// A guard with the procedure that has it; its condition is over the run's scans.
struct RunGuard {
    int procedure = 0;
    Guard guard;
};

/// All procedures of a run over one list of tables, in one arena.
struct Run {
    ir::Arena* arena = nullptr;
    std::vector<RunTable> tables;        ///< in the order of first appearance
    std::vector<int> targets;            ///< tables with a final version, in the order of their first write
    std::vector<RunGuard> guards;
    std::map<std::string, int> by_key;

    /// What a scan stands for.
    enum class Role { before, foreign, after };
    struct Scan {
        int table = 0;
        Role role = Role::before;
    };
    std::unordered_map<ir::RelRef, Scan> scans; ///< looked up only

    [[nodiscard]] RunTable& at(int table) { return tables[static_cast<std::size_t>(table)]; }
    [[nodiscard]] const RunTable& at(int table) const { return tables[static_cast<std::size_t>(table)]; }
};

/// Brings all procedures into one arena and composes the writes of several procedures to one table: in the configured order, or in
/// that of the input where they commute; what does neither is reported and becomes a hole of the table.
[[nodiscard]] Run compose_run(const std::vector<Compiled>& compiled, const Options& options, ir::Arena& arena, ir::Project& project, Diagnostics& diagnostics);

} // namespace t2d::passes
