// SPDX-License-Identifier: Apache-2.0
#include "backend/dbt_project.h"

namespace t2d::backend {

std::string render_dbt_project() {
    return R"(name: tsql2dbt
version: "1.0.0"
config-version: 2
profile: tsql2dbt

model-paths: [models]
test-paths: [tests]
macro-paths: [macros]
snapshot-paths: [snapshots]
)";
}

std::string render_profiles() {
    return R"(tsql2dbt:
  target: dev
  outputs:
    dev:
      type: duckdb
      path: tsql2dbt.duckdb
      schema: main
      settings:
        TimeZone: UTC
)";
}

} // namespace t2d::backend
