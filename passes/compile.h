// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "ir/parser.h"
#include "ir/procedure.h"
#include "ir/project.h"

namespace t2d::passes {

/// A parsed file. `ddl_only`: it came from `--ddl`, so its procedures are known but not compiled.
struct SourceScript {
    FileId file = kNoFile;
    ast::Script script;
    bool ddl_only = false;
};

struct Options {
    std::string stop_after; ///< name of a pass; empty: run all
    std::string dump_after; ///< name of a pass, or `all`
    bool time_passes = false;
    bool force_state = false;       ///< the state form for every stateful model
    bool readability = true;        ///< fuse blocks and drop columns that nobody reads
    bool native_strings = false;    ///< config `string_comparison: native`
    bool skip_operational = false;  ///< config `operational: skip`
    /// Proposed bodies of holes by hole id: a query that gives the whole content of the table that the statement writes.
    std::map<std::string, std::string> proposals;
    bool keep_programs = false;     ///< give the bound procedures too (Outcome::programs)
    std::vector<std::string> order; ///< config `order`: procedures in the order they run, where several write one table
};

struct PassDump {
    std::string pass, text;
};
struct PassTiming {
    std::string pass;
    double milliseconds = 0;
};

struct Outcome {
    ir::Project project;
    /// The procedures as they were bound, in the order in which they run; their relations live in the project's arenas.
    std::vector<ir::Program> programs;
    Catalog catalog; ///< points into the scripts, which outlive it
    std::vector<PassDump> dumps;
    std::vector<PassTiming> timings;
};

struct PassInfo {
    std::string_view name, description;
};
/// The pipeline in order.
[[nodiscard]] const std::vector<PassInfo>& pass_table();

/// Compiles parsed scripts to a dbt project. Bad input never fails: it becomes diagnostics, holes and `partial` items.
[[nodiscard]] Outcome compile(const std::vector<SourceScript>& scripts, const SourceManager& sources, const Parser& parser, const Options& options, Diagnostics& diagnostics);

} // namespace t2d::passes
