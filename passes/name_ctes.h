// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "passes/plan_ctes.h"

namespace t2d::passes {

/// A relation that becomes a CTE, and the alias it is first read under.
struct NamedBlock {
    ir::RelRef rel = nullptr;
    std::string alias;
};

/// Names parallel to the imports and blocks that were asked for.
struct BlockNames {
    std::vector<std::string> imports, blocks;
};

/// Gives every CTE of a model a unique name: snake case of the table, label or alias. Of several versions of one table the last
/// one carries the plain name, the ones before say what happened to them (`_added`, `_updated`, `_kept`). Versions of the model's
/// own table always say so, because its last version is `final`.
[[nodiscard]] BlockNames name_ctes(const std::vector<ImportPlan>& imports, const std::vector<NamedBlock>& blocks, const std::string& own_name);

} // namespace t2d::passes
