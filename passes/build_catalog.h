// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "passes/compile.h"

namespace t2d::passes {

/// Collects every table, sequence, module, synonym and type that the scripts define. ALTER TABLE and CREATE INDEX are applied in
/// script order; a second definition of a table is reported and the first one kept. Temporary tables are left to the binder.
[[nodiscard]] Catalog build_catalog(const std::vector<SourceScript>& scripts, Diagnostics& diagnostics);

/// A table as one definition declares it; also used for temporary tables and table variables.
[[nodiscard]] CatalogTable declare_table(const ast::TableDef& def, const std::map<std::string, SqlType>& types);

} // namespace t2d::passes
