// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/ast/stmt.h"

namespace t2d::ast {

/// Prints a tree as nested `(kind field=value …)` text without spans or comments: two trees are equal when their dumps are.
[[nodiscard]] std::string dump(const Script& script);
[[nodiscard]] std::string dump(const Stmt& stmt);
[[nodiscard]] std::string dump(const Query& query);
[[nodiscard]] std::string dump(const Expr& expr);

} // namespace t2d::ast
