// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/ast/stmt.h"

namespace t2d::ast {

/// Whether RAISERROR only informs: a severity of 10 or less, written as a number
/// (https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql).
[[nodiscard]] bool only_informs(const Raiserror& node);

/// Whether a statement may raise an error by THROW or RAISERROR, outside of TRY blocks in it.
[[nodiscard]] bool raises_error(const Stmt& stmt);

/// How far a statement may lead away from the one behind it, in this order: out of the loop around it, out of its module, to a label
/// anywhere in its module, out of the whole batch.
enum class WayOut { none, loop, module, label, batch };

/// The farthest way out of a statement by BREAK, CONTINUE, RETURN, GOTO, or THROW (RAISERROR goes on) where the caller says that no
/// TRY block around takes it.
[[nodiscard]] WayOut way_out(const Stmt& stmt, bool throws);

/// Whether the procedure goes on behind this TRY after an error that its own body raises by THROW or RAISERROR: there is such a
/// statement in the body, outside of other TRYs, and the CATCH block raises none.
[[nodiscard]] bool takes_own_errors(const TryCatch& node);

} // namespace t2d::ast
