// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/block_printer.h"

namespace t2d::backend {

/// Prints one SELECT block. `rel` holds `block`.
[[nodiscard]] PrintedQuery print_select(const BlockPrinter& printer, ir::RelRef rel, const ir::Select& block,
                                        const QueryRequest& request);

} // namespace t2d::backend
