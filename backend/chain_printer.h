// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "backend/model_printer.h"

namespace t2d::backend {

/// The CTEs of a model or a test.
struct Chain {
    const std::vector<ir::Import>& imports;
    const std::vector<ir::Cte>& ctes;
    std::vector<ir::Column> declared; ///< columns and types of the last CTE; empty: as they are
    bool sorts_strings = false;       ///< the order of texts matters somewhere
};

/// `with … as (…), … select * from final`, to be finished by `jinja::finish`.
[[nodiscard]] std::string print_chain(const Chain& chain, const PrintContext& context);

} // namespace t2d::backend
