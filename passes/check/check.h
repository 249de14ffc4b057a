// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ir/catalog.h"
#include "ir/equivalence.h"
#include "ir/model_text.h"

namespace t2d::passes::check {

/// A model as it was emitted (or written by a person), read again in both branches of `is_incremental()`.
struct ReadModel {
    std::string table;                   ///< catalog key of its target
    std::vector<std::string> procedures; ///< that write the target
    ir::ModelText later, first;          ///< `is_incremental()` true and false
};
using ReadModels = std::map<std::string, ReadModel>; ///< by model name

/// Compares what procedures leave in a table with what a model leaves there: facts of the original syntax trees against facts of the model's text.
/// Never fails: what cannot be decided is `unproven`.
[[nodiscard]] ir::Equivalence check_model(const Catalog& catalog, const std::vector<const ast::CreateProcedure*>& procedures, const std::string& model, const ReadModels& models);

} // namespace t2d::passes::check
