// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/model_text.h"
#include "ir/source.h"

namespace t2d::passes::diff {

/// One thing in which two versions of a model differ.
struct Change {
    std::string kind;  ///< config, relation, join, condition, column, grain, distinct, set operation, order, step, structure
    std::string where; ///< the CTE that it is in; empty for the model as a whole and its last query
    std::string text;  ///< for people: `join to Region became inner, was left`
    SourceSpan expected, actual;
};

/// What differs between two texts of a model that were read in the same branch of `is_incremental()`. Empty exactly when they are written alike: layout,
/// comments, letter case of names, names of CTEs and aliases, the order of CTEs and of operands of AND, OR and = do not count. Neither text has an `error`.
[[nodiscard]] std::vector<Change> differences(const ir::ModelText& expected, const ir::ModelText& actual, const SourceManager& sources);

} // namespace t2d::passes::diff
