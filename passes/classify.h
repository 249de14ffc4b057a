// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/catalog.h"
#include "ir/procedure.h"
#include "ir/project.h"
#include "passes/write_effect.h"

namespace t2d::passes {

/// What classification looks at.
struct TableFacts {
    const ir::TableSymbol* symbol = nullptr;
    const CatalogTable* table = nullptr; ///< null pointer without DDL
    ir::RelRef state = nullptr, before = nullptr;
    ir::WriteEffect effect = ir::WriteEffect::unknown;
};

/// The kind of a table from its write effect, columns and keys, with the signals that led to it.
[[nodiscard]] ir::Classification classify(const TableFacts& facts);

/// Whether a table keeps account of runs: its rows are built from constants, variables and system functions, or found by them.
[[nodiscard]] bool keeps_account(ir::RelRef state, ir::RelRef before);

} // namespace t2d::passes
