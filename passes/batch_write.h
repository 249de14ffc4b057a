// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "ir/procedure.h"
#include "passes/builder.h"

namespace t2d::passes {

/// DELETE or UPDATE of TOP (n) rows that hold `condition`, whose rows do not hold it any more afterwards; the condition and the new
/// values do not depend on which rows were written before (batch_loops.h).
struct BatchWrite {
    ir::TableId table = -1;
    ir::QuantId target = 0;
    ir::FromRef from = nullptr;
    ir::ScalarRef condition = nullptr; ///< null pointer: all rows
    bool remove = false;
    std::vector<ir::SetColumn> set;
    long long size = 0;        ///< n; 0 where it is a variable
    int size_variable = -1;
    ir::ScalarRef positive = nullptr; ///< n > 0, where n is a variable: no row is written otherwise

    [[nodiscard]] ir::Delete remove_all(const Builder& build) const;
    [[nodiscard]] ir::Update update_all(const Builder& build) const;
};

/// The write in that form; `assigned` are the variables that the loop around it assigns. Nothing where it has another one.
[[nodiscard]] std::optional<BatchWrite> batch_write(const Builder& build, const ir::WriteThrough& node, const std::set<int>& assigned);

/// Whether a condition is EXISTS over the rows of the write's table for which the write's condition holds, or over more of them.
[[nodiscard]] bool tests_same_rows(ir::ScalarRef condition, const BatchWrite& write);

} // namespace t2d::passes
