// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// Whether the model goes on from rows that are there already, so that those of the old system have to be moved at cut-over.
[[nodiscard]] bool needs_existing_rows(const ir::Model& model);

/// The script that moves a stateful target's rows to its model's relation (contracts.md, section 2; docs/adopting.md): a dbt analysis,
/// because only dbt knows where that relation is.
[[nodiscard]] std::string render_load_script(const ir::Model& model, const Dialect& dialect);

/// Its path in the dbt project.
[[nodiscard]] std::string load_script_path(const ir::Model& model);

} // namespace t2d::backend
