// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "ir/rel.h"

namespace t2d::backend::postgres {

/// Why PostgreSQL would not run this relation (not what it reads), or not exactly: recursion beyond its rules, joins that it cannot plan,
/// table functions.
[[nodiscard]] std::optional<std::string> unsupported_relation(const ir::Rel& rel);

} // namespace t2d::backend::postgres
