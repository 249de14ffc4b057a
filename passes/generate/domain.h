// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/catalog.h"
#include "passes/generate/mined.h"

namespace t2d::passes::generate {

/// The values that a column may get, as texts: the mined constants with their neighbours on both sides, then some of the type's own. `spread` is how many
/// different values of its own a column has, so that tables find matches in each other. In a fixed order, without doubles, never empty.
[[nodiscard]] std::vector<std::string> domain_of(const CatalogColumn& column, const Mined& mined, std::size_t spread);

/// The `number`-th of endlessly many different values of the column's type (as far as the type has them): for keys.
[[nodiscard]] std::string counted_value(const SqlType& type, std::size_t number);

} // namespace t2d::passes::generate
