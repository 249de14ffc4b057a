// SPDX-License-Identifier: Apache-2.0
#include "cli/model_set.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <vector>

#include "cli/files.h"

namespace t2d::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::array<std::string_view, 4> kKinds{"models", "tests", "macros", "snapshots"};
constexpr std::array<std::string_view, 3> kNotEmitted{"target", "dbt_packages", "logs"};

bool any_of(const std::string& word, const auto& words) { return std::find(words.begin(), words.end(), word) != words.end(); }

/// The outermost folder that names a kind: `models/tests/x.sql` is a model.
std::string kind_of(const fs::path& path) {
    for (const fs::path& part : path.parent_path())
        if (any_of(part.string(), kKinds)) return part.string();
    return "models";
}

std::vector<fs::path> sql_files(const fs::path& root) {
    std::vector<fs::path> files;
    for (fs::recursive_directory_iterator it(root), end; it != end; ++it) {
        if (it->is_directory() && any_of(it->path().filename().string(), kNotEmitted)) it.disable_recursion_pending();
        else if (it->is_regular_file() && it->path().extension() == ".sql") files.push_back(it->path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

} // namespace

bool read_model_set(const std::string& path, ModelSet& set, std::string& error) {
    std::error_code failed;
    const bool folder = fs::is_directory(path, failed);
    std::vector<fs::path> files{path};
    try {
        if (folder) files = sql_files(path);
    } catch (const fs::filesystem_error& problem) {
        error = problem.what();
        return false;
    }
    for (const fs::path& file : files) {
        ModelFile entry{file.string(), {}};
        if (!read_file(entry.path, entry.text)) {
            error = entry.path + ": " + entry.text;
            return false;
        }
        const std::string kind = folder ? kind_of(file.lexically_relative(path)) : "models";
        if (const auto [known, added] = set.emplace(std::pair(kind, file.stem().string()), entry); !added) {
            error = entry.path + " and " + known->second.path + " have one name";
            return false;
        }
    }
    if (set.empty()) error = path + ": there is no *.sql file";
    return !set.empty();
}

} // namespace t2d::cli
