// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"

namespace t2d::backend {

/// `dbt_project.yml` of a new project.
[[nodiscard]] std::string render_dbt_project(const Dialect& dialect);

/// `profiles.yml` of a new project on a local database of the target.
[[nodiscard]] std::string render_profiles(const Dialect& dialect);

} // namespace t2d::backend
