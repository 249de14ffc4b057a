// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/arena.h"
#include "ir/catalog.h"
#include "ir/parser.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Binds one procedure: names to ids, stars to columns, a type for each expression; EXEC of procedures of the input is inlined.
/// Statements that cannot be bound become HoleStatements with a diagnostic.
[[nodiscard]] ir::Program bind_procedure(const CatalogModule<ast::CreateProcedure>& procedure, ir::Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, Diagnostics& diagnostics);

} // namespace t2d::passes
