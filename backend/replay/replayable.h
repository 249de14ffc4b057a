// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"
#include "ir/procedure.h"

namespace t2d::backend {

/// What of a program a replay cannot run on a target, as a reason for a person; empty when it can run all of it.
[[nodiscard]] std::string not_replayable(const ir::Program& program, const Dialect& dialect);

} // namespace t2d::backend
