// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "ir/catalog.h"

namespace t2d::passes::check {

/// How the rows of a table get their numbers: by an identity, or by a sequence that nothing but the default of this column asks.
struct Numbering {
    std::string column; ///< lower case
    std::string seed = "1", step = "1";
    std::string sequence;  ///< its catalog key; empty for an identity
    /// TRUNCATE starts an identity again, and no sequence.
    [[nodiscard]] bool restarts() const { return sequence.empty(); }
};

/// The numbering of a table with these columns; nothing when no column has one. An identity goes before a sequence.
[[nodiscard]] std::optional<Numbering> numbering_of(const Catalog& catalog, const std::vector<CatalogColumn>& columns);

} // namespace t2d::passes::check
