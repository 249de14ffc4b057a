// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "passes/compile.h"

namespace t2d::passes::generate {

/// A constant as written, with the kind of literal it is.
struct MinedValue {
    ast::LiteralKind kind = ast::LiteralKind::null;
    std::string text;
    friend auto operator<=>(const MinedValue&, const MinedValue&) = default;
};

/// What the code says about columns. Columns are known by their lower-case names alone: the same name means the same thing in most schemas, and a value too
/// many does no harm.
struct Mined {
    std::map<std::string, std::set<MinedValue>> values;    ///< constants that a column is compared with, through variables too
    std::map<std::string, std::vector<ast::Expr>> checks;  ///< CHECK conditions by catalog key of their table
};

/// Reads the predicates of all procedures, views, functions and CHECK constraints.
[[nodiscard]] Mined mine(const std::vector<SourceScript>& scripts);

} // namespace t2d::passes::generate
