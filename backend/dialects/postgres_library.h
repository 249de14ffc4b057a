// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

/// The functions of the schema `tsql`, as SQL that may run any number of times. Those that SQL Server's functions have too go by their names.
namespace t2d::backend::postgres {

[[nodiscard]] std::string_view library_of_texts();
[[nodiscard]] std::string_view library_of_numbers();
[[nodiscard]] std::string_view library_of_moments();

} // namespace t2d::backend::postgres
