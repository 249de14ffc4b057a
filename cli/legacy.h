// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "backend/dialect.h"
#include "cli/dbt.h"

namespace t2d::cli {

/// Extracts of the legacy system for the targets of a compiled project: model → absolute path, empty where the folder has none.
/// `result_json` is the result of the compilation. A file is called `SCHEMA.TABLE.csv` or `.parquet`, in any letter case; of both, the Parquet file
/// wins if `parquet_wins`, else the other one.
/// Throws std::filesystem::filesystem_error when the folder cannot be read.
[[nodiscard]] std::map<std::string, std::string> legacy_extracts(const std::string& result_json, const std::string& folder, bool parquet_wins);

/// For a target whose queries read no files: loads the extracts into tables of the replays' schema. Gives model → table; nothing, with the reason in `error`, when
/// a file cannot be read or dbt failed.
[[nodiscard]] std::map<std::string, std::string> load_extracts(const std::map<std::string, std::string>& files, const backend::Dialect& dialect, const Dbt& dbt, std::string& error);

} // namespace t2d::cli
