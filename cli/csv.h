// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace t2d::cli {

using CsvRow = std::vector<std::optional<std::string>>; ///< nothing is NULL

/// The rows of a CSV file, its header first: commas, double quotes, `\N` for NULL. Nothing when rows have other numbers of values than the header.
[[nodiscard]] std::optional<std::vector<CsvRow>> read_csv(std::string_view text);

/// The file's text: header and values in quotes.
[[nodiscard]] std::string csv_text(const std::vector<std::string>& header, const std::vector<CsvRow>& rows);

} // namespace t2d::cli
