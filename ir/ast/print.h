// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/ast/stmt.h"

namespace t2d::ast {

/// Prints a tree as T-SQL that parses to an equal tree (same `dump`). Identifiers are bracketed where they need it,
/// parentheses come from binding strength. Layout is plain: one statement per line group, four spaces of indent.
[[nodiscard]] std::string print_tsql(const Script& script);
[[nodiscard]] std::string print_tsql(const Stmt& stmt);
[[nodiscard]] std::string print_tsql(const Query& query);
[[nodiscard]] std::string print_tsql(const Expr& expr);

} // namespace t2d::ast
