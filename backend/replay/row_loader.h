// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "backend/dialect.h"

namespace t2d::backend {

/// A table with the rows that it shall hold.
struct LoadedTable {
    std::string schema, name;                            ///< as they are spelled in SQL; the schema may be Jinja in stand-ins
    std::vector<std::pair<std::string, SqlType>> columns; ///< spelled, too
    std::vector<std::vector<std::optional<std::string>>> rows; ///< values as CSV files write them; nothing is NULL
};

/// Files of a dbt project whose macro `tsql_load` runs `before` and then fills tables (made where they are missing), path → text: how rows
/// come into a database whose queries read no files. `profile` is the name of the profile.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> row_loader(const std::string& profile, const std::vector<std::string>& before, const std::vector<LoadedTable>& tables,
                                                                          const Dialect& dialect);

} // namespace t2d::backend
