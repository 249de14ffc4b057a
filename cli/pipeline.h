// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "cli/files.h"
#include "cli/progress.h"
#include "ir/parser.h"
#include "passes/compile.h"

namespace t2d::cli {

/// Parses all files on `jobs` threads (0: one per core). Trees and diagnostics come in the order of `files` whatever the number.
[[nodiscard]] std::vector<passes::SourceScript> parse_all(const std::vector<InputFile>& files, const SourceManager& sources,
                                                          unsigned jobs, Progress& progress, Diagnostics& diagnostics);

/// The frontend, as passes see it.
class FrontendParser final : public Parser {
public:
    /// Texts that passes give become files of `sources`, which must outlive this.
    explicit FrontendParser(SourceManager& sources) : sources_(sources) {}
    [[nodiscard]] ast::Script parse(std::string name, std::string text, Diagnostics& diagnostics) const override;
    [[nodiscard]] std::optional<ast::Query> parse_query(std::string name, std::string text,
                                                        Diagnostics& diagnostics) const override;

private:
    SourceManager& sources_;
};

} // namespace t2d::cli
