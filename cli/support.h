// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/dialect.h"
#include "ir/diagnostics.h"
#include "ir/project.h"

namespace t2d::cli {

/// Makes a hole of every model that holds an expression without an exact form in the target, and of the models that read such a
/// model or whose procedure hangs on such a condition: a model that runs and gives other rows is worse than none. Reports each expression
/// where it was written.
void refuse_unsupported(ir::Project& project, const backend::Dialect& dialect, Diagnostics& diagnostics);

} // namespace t2d::cli
