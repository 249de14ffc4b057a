// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "backend/dialect.h"

namespace t2d::backend {

/// The DuckDB type of a T-SQL type (contracts.md, section 6).
[[nodiscard]] std::string duckdb_type(const SqlType& type);
/// The COLLATE clause after a text. `nocase` compares code points, so it orders punctuation and accented letters as no collation of
/// SQL Server does; `en.nocase` is a dictionary order (punctuation, digits, letters with their accents), at the price of sort keys.
[[nodiscard]] std::string collation(StringRule strings);

/// Why this node (not its operands) has no exact DuckDB form; nothing when it has one.
[[nodiscard]] std::optional<std::string> duckdb_unsupported(const ir::Scalar& scalar);

} // namespace t2d::backend
