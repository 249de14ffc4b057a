// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ir/catalog.h"
#include "passes/compile.h"

namespace t2d::passes::generate {

/// How much is generated. The same numbers give the same rows.
struct GenerateOptions {
    std::size_t rows = 50; ///< of each table; fewer where keys leave no room for more
    std::size_t steps = 2; ///< states of the tables, one for each run
    std::uint64_t seed = 1;
};

using GeneratedRow = std::vector<std::optional<std::string>>; ///< a value for each column of the table; nothing is NULL

/// Table contents by catalog key.
using GeneratedTables = std::map<std::string, std::vector<GeneratedRow>>;

/// Contents of all tables of the catalog, one state after the other: the same keys come back with other values, some vanish, some are new. Rows respect primary keys,
/// unique keys, foreign keys, NOT NULL and those CHECKs that can be judged (see violates). Values are constants of the code, their neighbours on both
/// sides, and a few others per type, so that both sides of a predicate's boundary are met and joins find partners and duplicates.
[[nodiscard]] std::vector<GeneratedTables> generate(const Catalog& catalog, const std::vector<SourceScript>& scripts, const GenerateOptions& options);

} // namespace t2d::passes::generate
