// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "backend/dialect.h"

namespace t2d::backend {

/// The DuckDB type of a T-SQL type (contracts.md, section 6).
[[nodiscard]] std::string duckdb_type(const SqlType& type);

/// Why this node (not its operands) has no exact DuckDB form; nothing when it has one.
[[nodiscard]] std::optional<std::string> duckdb_unsupported(const ir::Scalar& scalar);

} // namespace t2d::backend
