// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/sql_type.h"
#include "passes/check/value.h"

namespace t2d::passes::check {

/// A function of the normal form with T-SQL's meaning.
struct Function {
    std::size_t least, most; ///< arguments
    Value (*compute)(const std::vector<Value>& args, const std::string& part);
    bool strict = true; ///< NULL when an argument is
};

/// The function of a term (`op`); nothing for those that are not computed here.
[[nodiscard]] const Function* function_named(std::string_view op, std::size_t arguments);
/// The value of a call for these arguments, all of them known; `unknown` where SQL Server raises an error.
[[nodiscard]] Value call_value(const Function& function, const std::string& part, const std::vector<Value>& args);
/// AVG: of whole numbers a whole one, else only where no digits are cut.
[[nodiscard]] Value mean_of(double total, std::size_t count, bool whole);
/// A conversion of a value of type `from`; what does not convert is NULL when `attempt` (TRY_CAST), else `unknown`.
[[nodiscard]] Value converted(const Value& value, const SqlType& from, const SqlType& to, bool attempt);

} // namespace t2d::passes::check
