// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/sql_type.h"
#include "passes/check/term.h"
#include "passes/check/value.h"

namespace t2d::passes::check {

/// The value of a call of the normal form (`term` names it) for these arguments, with T-SQL's meaning; `unknown` for functions and arguments that are
/// not computed here, and where SQL Server raises an error.
[[nodiscard]] Value call_value(const Term& term, const std::vector<Value>& args);
/// AVG: of whole numbers a whole one, else only where no digits are cut.
[[nodiscard]] Value mean_of(double total, std::size_t count, bool whole);
/// A conversion of a value of type `from`; what does not convert is NULL when `attempt` (TRY_CAST), else `unknown`.
[[nodiscard]] Value converted(const Value& value, const SqlType& from, const SqlType& to, bool attempt);

} // namespace t2d::passes::check
