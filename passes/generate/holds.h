// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>

#include "ir/ast/expr.h"

namespace t2d::passes::generate {

/// A row's values by lower-case column name; nothing is NULL.
using RowValues = std::map<std::string, std::optional<std::string>>;

/// Whether a CHECK condition is false for a row. A condition (or a part of one) with operators beyond comparisons, IN, BETWEEN, IS NULL, LEN and AND, OR, NOT counts as
/// unknown, which a CHECK lets pass, as it does a comparison with NULL.
[[nodiscard]] bool violates(const ast::Expr& check, const RowValues& row);

} // namespace t2d::passes::generate
