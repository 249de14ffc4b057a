// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "ir/ast/stmt.h"
#include "ir/diagnostics.h"
#include "ir/source.h"

namespace t2d {

/// Reads T-SQL text on behalf of a pass (folded dynamic SQL, a proposed body of a hole): passes may not know the frontend,
/// so the driver injects this.
class Parser {
public:
    virtual ~Parser() = default;
    /// Parses `text`, which becomes a file of its own named `name` so that diagnostics can point into it.
    [[nodiscard]] virtual ast::Script parse(std::string name, std::string text, Diagnostics& diagnostics) const = 0;
    /// Parses a text that must be one query; nothing (with a diagnostic) when it is not.
    [[nodiscard]] virtual std::optional<ast::Query> parse_query(std::string name, std::string text, Diagnostics& diagnostics) const = 0;
};

} // namespace t2d
