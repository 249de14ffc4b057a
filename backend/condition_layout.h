// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "backend/dialect.h"

namespace t2d::backend {

/// A clause `where …`, `having …` or `qualify …` that starts at column `indent`: one condition stays on the keyword's
/// line where it fits, several stand one per line below it.
[[nodiscard]] std::string condition_clause(std::string_view keyword, const ir::Scalar& condition,
                                           const Dialect& dialect, const Surroundings& around, int indent);

/// `on …` of a join at column `indent`; further conditions follow on lines of their own.
[[nodiscard]] std::string join_condition(const ir::Scalar& condition, const Dialect& dialect,
                                         const Surroundings& around, int indent);

} // namespace t2d::backend
