// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>

namespace t2d::frontend {

/// The token type of a keyword written in upper case; 0 when the word is no keyword. The table is made from the literal
/// names in the grammar's vocabulary, so that there is no second list of keywords.
[[nodiscard]] std::uint16_t keyword(std::string_view upper);

/// True for the type of a keyword token.
[[nodiscard]] bool is_keyword(std::size_t type);

/// How a token type is written: `SELECT`, `(`; empty for classes of tokens such as names.
[[nodiscard]] std::string_view spelling(std::size_t type);

/// True for the type of a token that can only be the first one of a statement.
[[nodiscard]] bool starts_statement(std::size_t type);

inline constexpr std::size_t kLongestKeyword = 23;

} // namespace t2d::frontend
