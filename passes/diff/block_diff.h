// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "passes/diff/model_diff.h"
#include "passes/diff/normal_form.h"

namespace t2d::passes::diff {

/// One side of a comparison of two queries: the query as written and what its CTEs are called on both sides.
struct Side {
    const ast::Query* query = nullptr;
    CteNames ctes;
};

/// Names the differences of two queries that stand for each other, CTE definitions left out; `where` goes into each change.
[[nodiscard]] std::vector<Change> query_differences(const Side& expected, const Side& actual, const std::string& where, Interner& interner, const SourceManager& sources);

/// The parts of a query (columns, conditions, relations) as texts: what tells how like two queries are.
[[nodiscard]] std::vector<std::string> parts_of(const ast::Query& normal);

} // namespace t2d::passes::diff
