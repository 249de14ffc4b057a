// SPDX-License-Identifier: Apache-2.0
#include "backend/dbt_project.h"

namespace t2d::backend {

std::string render_dbt_project(const Dialect& dialect) {
    const std::string start = dialect.project_support().on_run_start;
    return R"(name: tsql2dbt
version: "1.0.0"
config-version: 2
profile: tsql2dbt

model-paths: [models]
test-paths: [tests]
macro-paths: [macros]
snapshot-paths: [snapshots]
)" + (start.empty() ? start : "on-run-start: \"" + start + "\"\n");
}

std::string render_profiles(const Dialect& dialect) { return "tsql2dbt:\n  target: dev\n  outputs:\n    dev:\n" + dialect.project_support().output; }

} // namespace t2d::backend
