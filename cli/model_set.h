// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <utility>

namespace t2d::cli {

/// One file of emitted SQL.
struct ModelFile {
    std::string path, text;
};

/// Files by what they are (`models`, `tests`, `macros`, `snapshots`) and their name without folder and ending: a model that moved is the same model.
using ModelSet = std::map<std::pair<std::string, std::string>, ModelFile>;

/// Reads a `*.sql` file, or all of a folder but those that dbt made itself (`target/`, `dbt_packages/`). False, with the reason in `error`, when something
/// cannot be read or there is no such file.
[[nodiscard]] bool read_model_set(const std::string& path, ModelSet& set, std::string& error);

} // namespace t2d::cli
