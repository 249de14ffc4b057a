// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

namespace t2d::backend {

/// `dbt_project.yml` of a new project.
[[nodiscard]] std::string render_dbt_project();

/// `profiles.yml` of a new project on a local DuckDB file.
[[nodiscard]] std::string render_profiles();

} // namespace t2d::backend
