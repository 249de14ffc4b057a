// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace t2d {

/// ASCII lower case; other characters stay as they are.
[[nodiscard]] std::string to_lower(std::string_view text);
[[nodiscard]] std::string to_upper(std::string_view text);
/// Compares names as SQL Server does under its default collation (ASCII letters without case).
[[nodiscard]] bool equal_ignoring_case(std::string_view a, std::string_view b);
/// `PosLine`, `pos line`, `POS_LINE` → `pos_line`: lower case words joined by underscores, other characters dropped.
[[nodiscard]] std::string to_snake_case(std::string_view name);

} // namespace t2d
