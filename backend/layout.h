// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

/// Small rules of how generated text is laid out.
namespace t2d::backend {

inline constexpr int kWidth = 80; ///< longest line where that is feasible
inline constexpr int kStep = 4;   ///< one level of indentation in SQL

[[nodiscard]] std::string blanks(int count);
[[nodiscard]] bool is_one_line(std::string_view text);
/// Whether `text` is one line that ends within the width when it starts at column `indent`.
[[nodiscard]] bool fits(std::string_view text, int indent);
[[nodiscard]] std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// `head(part, part)` on one line where it fits, else one part per line.
[[nodiscard]] std::string listed(std::string_view head, const std::vector<std::string>& parts, std::string_view tail,
                                 int indent);
/// Every line of SQL with `indent` more blanks (empty lines stay empty); lines of a text constant stay as they are.
[[nodiscard]] std::string indented(std::string_view text, int indent);
/// Words of `text` filled into lines `<indent>-- …` that end within the width; line breaks of the text are kept.
[[nodiscard]] std::string comment_lines(std::string_view text, int indent);

} // namespace t2d::backend
