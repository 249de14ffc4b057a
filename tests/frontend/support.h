// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "ir/ast/stmt.h"
#include "ir/diagnostics.h"
#include "ir/source.h"

namespace t2d::test {

/// A parsed text with everything its spans point into.
struct Parsed {
    SourceManager sources;
    FileId file = 0;
    Diagnostics diagnostics;
    ast::Script script;

    /// `line:column: code message`, one a line.
    [[nodiscard]] std::string messages() const;
};

[[nodiscard]] Parsed parse(std::string_view sql);
/// The dump of a text's tree, without a mention of its diagnostics.
[[nodiscard]] std::string dumped(std::string_view sql);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);
/// A file of this project.
[[nodiscard]] std::filesystem::path source_path(std::string_view relative);
/// Every .sql file of the corpus and, where they are at hand, of the cases beside the project; in order.
[[nodiscard]] std::vector<std::filesystem::path> sample_files();
/// Compares `actual` with a golden file; writes it instead when the environment says TSQL2DBT_UPDATE=1.
void check_golden(const std::filesystem::path& path, const std::string& actual);

} // namespace t2d::test
