// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// `models/_sources.yml`: every table that is read and not produced here, by schema. Empty when there is none.
[[nodiscard]] std::string render_sources(const ir::Project& project, const Dialect& dialect);

} // namespace t2d::backend
