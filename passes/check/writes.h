// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/ast/stmt.h"
#include "passes/check/builder.h"

namespace t2d::passes::check {

/// The variable that holds what SCOPE_IDENTITY() gives.
constexpr const char* kScopeIdentity = "scope_identity()";
constexpr const char* kFetchStatus = "@@fetch_status";
/// The column of a loop's row that says that a BREAK or RETURN ended the loop.
constexpr const char* kStopped = "stopped";
/// The column with the numbers of rows that were numbered.
constexpr const char* kRowNumber = "row number";
/// The variable that holds the number of the row that a cursor is at.
[[nodiscard]] std::string place_of(const std::string& cursor);

/// What a statement and the statements inside of it may write.
struct Writes {
    std::vector<const ast::Name*> tables;
    std::vector<std::string> variables;
    bool anything = false; ///< it contains something whose writes cannot be read off (dynamic SQL, an unknown statement)
};
[[nodiscard]] Writes writes_of(const ast::Stmt& statement);

/// `left op= right`.
[[nodiscard]] TermId compound(Builder& builder, ast::AssignOp op, TermId left, TermId right);

} // namespace t2d::passes::check
