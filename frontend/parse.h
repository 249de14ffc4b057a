// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/ast/stmt.h"
#include "ir/diagnostics.h"
#include "ir/source.h"

namespace t2d::frontend {

/// Parses one file of `sources` into a tree. Never fails: what is not T-SQL becomes `ast::Unparsed` statements with a
/// located diagnostic, and the statements around it are kept.
[[nodiscard]] ast::Script parse(const SourceManager& sources, FileId file, Diagnostics& diagnostics);

/// Parses a text that is a single query (a proposed body of a hole).
[[nodiscard]] std::optional<ast::Query> parse_query(const SourceManager& sources, FileId file,
                                                    Diagnostics& diagnostics);

} // namespace t2d::frontend
