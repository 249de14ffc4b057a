// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/ast/stmt.h"

namespace t2d::ast {

/// Whether RAISERROR only informs: a severity of 10 or less, written as a number
/// (https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql).
[[nodiscard]] bool only_informs(const Raiserror& node);

/// Whether a statement may raise an error by THROW or RAISERROR, outside of TRY blocks in it.
[[nodiscard]] bool raises_error(const Stmt& stmt);

/// Whether the procedure goes on behind this TRY after an error that its own body raises by THROW or RAISERROR: there is such a
/// statement in the body, outside of other TRYs, and the CATCH block raises none.
[[nodiscard]] bool takes_own_errors(const TryCatch& node);

} // namespace t2d::ast
