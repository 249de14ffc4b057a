// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// The value of a procedure's parameter: a call of the macro `tsql_var` (macros.h). `name` is a dbt var's name or,
/// where that names none, the parameter's own.
[[nodiscard]] std::string parameter_call(const ir::Project& project, const std::string& name, const Dialect& dialect);

} // namespace t2d::backend
