// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "cli/pipeline.h"
#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "ir/project.h"
#include "ir/source.h"
#include "passes/check/check.h"

namespace t2d::cli {

/// The dialect whose models can be read back.
constexpr std::string_view kCheckedDialect = "duckdb";

/// The structural check of a project's models. The texts become files of `sources`, so that checks can point into them.
class StructuralCheck {
public:
    /// `files` is the rendered project, path → text.
    StructuralCheck(const ir::Project& project, const Catalog& catalog, const std::map<std::string, std::string>& files, SourceManager& sources);
    [[nodiscard]] bool knows(const std::string& model) const { return models_.contains(model); }
    /// The verdict on one model.
    [[nodiscard]] ir::Equivalence run(const std::string& model);
    /// The verdict on another text of a model (one that a person wrote or edited) among the emitted ones.
    [[nodiscard]] ir::Equivalence run(const std::string& model, const std::string& path, const std::string& text);

private:
    void read(passes::check::ReadModel& model, const std::string& path, const std::string& text);

    const Catalog& catalog_;
    SourceManager& sources_;
    FrontendParser parser_;
    passes::check::ReadModels models_;
    passes::check::Checker checker_;
};

/// Runs the check on every item that has a model and fills `Item::equivalence`; an item with a semantic gap becomes `partial` and reports it.
void check_project(ir::Project& project, const Catalog& catalog, const std::map<std::string, std::string>& files, SourceManager& sources, Diagnostics& diagnostics);

/// Reports the semantic gaps of the check of `table`.
void report_gaps(const std::string& table, const ir::Equivalence& equivalence, const SourceManager& sources, Diagnostics& diagnostics);

/// One line about a verdict that is not `match`: the checks that say so; empty for `match`.
[[nodiscard]] std::string verdict_line(const std::string& table, const ir::Equivalence& equivalence);

/// The verdict on `name` and each of its checks for people; both sides with their places where they differ.
[[nodiscard]] std::string describe(const std::string& name, const ir::Equivalence& equivalence, const SourceManager& sources);

} // namespace t2d::cli
