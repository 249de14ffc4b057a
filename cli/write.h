// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "ir/diagnostics.h"

namespace t2d::cli {

enum class EditedFiles { keep, overwrite };

/// What a write did, for the summary line.
struct WriteReport {
    bool failed = false;
    std::size_t written = 0, unchanged = 0, kept = 0;
};

/// Writes the files of a project (path below `root` → text). Nothing is renamed into place before everything is on disk under a
/// temporary name, so a killed run or a full disk leaves the old files whole. `dbt_project.yml` and `profiles.yml` are written only
/// when absent; a file that a person edited is kept and the new text goes to `<file>.new`, unless `edited` says otherwise.
[[nodiscard]] WriteReport write_project(const std::string& root, const std::map<std::string, std::string>& files,
                                        EditedFiles edited, Diagnostics& diagnostics);

/// Writes one file of the tool's own (a report), with the same guarantee. False, with a diagnostic, when it could not.
[[nodiscard]] bool write_file(const std::string& path, const std::string& text, Diagnostics& diagnostics);

} // namespace t2d::cli
