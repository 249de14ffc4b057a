// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

struct ProjectOptions {
    bool native_strings = false; ///< config `string_comparison: native`
    bool replay_tests = false;   ///< models keep their rows from before a run where the dbt var `tsql_replay` asks for it
};

/// Every file of the dbt project, path below the output folder → text. The caller writes `dbt_project.yml` and
/// `profiles.yml` only where there is none.
[[nodiscard]] std::map<std::string, std::string> render_project(const ir::Project& project, const Dialect& dialect,
                                                                const ProjectOptions& options = {});

/// Renders the models' `schema_path` files again, each with the verdict of its item's structural check.
void render_verdicts(const ir::Project& project, const Dialect& dialect, const ProjectOptions& options, std::map<std::string, std::string>& files);

/// `models/<folder>/<model>.sql` and `models/<folder>/_<model>.yml`.
[[nodiscard]] std::string model_path(const ir::Model& model);
[[nodiscard]] std::string schema_path(const ir::Model& model);

} // namespace t2d::backend
