// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/block_printer.h"

namespace t2d::backend {

/// The names that a block with this FROM clause sees.
[[nodiscard]] Scope block_scope(const BlockPrinter& printer, const ir::Select& block, const Scope* outer);

/// `from …` with its joins, starting at column `indent`; `scope` is that of `block_scope`.
[[nodiscard]] std::string from_clause(const BlockPrinter& printer, ir::FromRef from, const Scope& scope,
                                      const Surroundings& around, int indent);

} // namespace t2d::backend
