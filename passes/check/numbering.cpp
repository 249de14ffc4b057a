// SPDX-License-Identifier: Apache-2.0
#include "passes/check/numbering.h"

#include <algorithm>

#include "ir/text.h"

namespace t2d::passes::check {

namespace {

/// The catalog key of the sequence that a column's default asks; empty when it asks none.
std::string sequence_of(const CatalogColumn& column) {
    const auto* asked = column.default_value ? get_boxed<ast::NextValue>((**column.default_value).node) : nullptr;
    return asked == nullptr ? std::string() : catalog_key(asked->sequence);
}

std::size_t columns_numbered_by(const Catalog& catalog, const std::string& sequence) {
    std::size_t count = 0;
    for (const auto& [key, table] : catalog.tables) count += static_cast<std::size_t>(std::count_if(table.columns.begin(), table.columns.end(), [&](const CatalogColumn& column) { return sequence_of(column) == sequence; }));
    return count;
}

} // namespace

std::optional<Numbering> numbering_of(const Catalog& catalog, const std::vector<CatalogColumn>& columns) {
    for (const CatalogColumn& column : columns)
        if (column.identity) return Numbering{to_lower(column.name), column.identity->seed, column.identity->increment, {}};
    for (const CatalogColumn& column : columns) {
        const std::string key = sequence_of(column);
        const auto sequence = catalog.sequences.find(key);
        if (sequence != catalog.sequences.end() && columns_numbered_by(catalog, key) == 1) return Numbering{to_lower(column.name), sequence->second.start, sequence->second.increment, key};
    }
    return std::nullopt;
}

} // namespace t2d::passes::check
