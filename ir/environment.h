// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

#include "ir/sql_type.h"

namespace t2d {

/// A value that a procedure takes from its server or session, and that does not change while it runs: an input like a parameter.
struct EnvironmentValue {
    std::string_view spelling; ///< as T-SQL asks for it
    std::string_view variable; ///< the dbt var that gives it
    SqlType type;
    bool of_login = false; ///< another one under EXECUTE AS
};

/// What a global variable (`@@SERVERNAME`) or a function without arguments (`HOST_NAME`, without parentheses) asks the environment for,
/// ignoring case, or a dbt var of such a value stands for; nothing for any other name.
[[nodiscard]] std::optional<EnvironmentValue> find_environment_value(std::string_view name);

} // namespace t2d
