// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "passes/compile.h"

namespace t2d::passes {

/// Collects every table, sequence, module, synonym and type that the scripts define. ALTER TABLE and CREATE INDEX are applied in
/// script order; a second definition of a table is reported and the first one kept. Temporary tables are left to the binder.
/// Triggers of a table where a script disables one have no statement (`stmt`).
[[nodiscard]] Catalog build_catalog(const std::vector<SourceScript>& scripts, Diagnostics& diagnostics);

/// A table as one definition declares it; also used for temporary tables and table variables.
[[nodiscard]] CatalogTable declare_table(const ast::TableDef& def, const std::map<std::string, SqlType>& types);

/// The key under which the catalog keeps a table type among the tables: one that no table has.
[[nodiscard]] std::string table_type_key(const ast::Name& name);
[[nodiscard]] bool is_table_type(std::string_view key);

} // namespace t2d::passes
