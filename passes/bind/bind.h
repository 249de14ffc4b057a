// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "ir/arena.h"
#include "ir/catalog.h"
#include "ir/parser.h"
#include "ir/procedure.h"

namespace t2d::passes {

/// Binds one procedure: names to ids, stars to columns, a type for each expression; EXEC of procedures of the input is inlined.
/// Statements that cannot be bound become HoleStatements with a diagnostic, unless `proposals` has a body for their id, which then
/// goes through the same parser and binder as everything else.
[[nodiscard]] ir::Program bind_procedure(const CatalogModule<ast::CreateProcedure>& procedure, ir::Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, const std::map<std::string, std::string>& proposals, Diagnostics& diagnostics);

} // namespace t2d::passes
