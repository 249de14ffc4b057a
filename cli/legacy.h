// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

namespace t2d::cli {

/// Extracts of the legacy system for the targets of a compiled project: model → absolute path, empty where the folder has none.
/// `result_json` is the result of the compilation. A file is called `SCHEMA.TABLE.csv` or `.parquet`, in any letter case; the Parquet file wins.
/// Throws std::filesystem::filesystem_error when the folder cannot be read.
[[nodiscard]] std::map<std::string, std::string> legacy_extracts(const std::string& result_json, const std::string& folder);

} // namespace t2d::cli
