// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ir/catalog.h"
#include "ir/equivalence.h"
#include "ir/model_text.h"
#include "ir/parser.h"

namespace t2d::passes::check {

/// A model as it was emitted (or written by a person), read again in both branches of `is_incremental()`.
struct ReadModel {
    std::string table;                   ///< catalog key of its target
    std::vector<std::string> procedures; ///< that write the target
    ir::ModelText later;                ///< with `is_incremental()` true
    std::optional<ir::ModelText> first; ///< with `is_incremental()` false, where that says something else
};
using ReadModels = std::map<std::string, ReadModel>; ///< by model name

/// Compares what procedures leave in a table with what a model leaves there: facts of the original syntax trees against facts of the model's text.
/// Procedures that fill several tables are interpreted once, as long as their models are checked one after the other.
class Checker {
public:
    /// `models` may change between checks; `parser` reads the texts of dynamic SQL.
    Checker(const Catalog& catalog, const ReadModels& models, const Parser& parser);
    ~Checker();
    Checker(const Checker&) = delete;
    Checker& operator=(const Checker&) = delete;
    /// The verdict on the model that `procedures` fill. Never fails: what cannot be decided is `unproven`.
    [[nodiscard]] ir::Equivalence check(const std::vector<const ast::CreateProcedure*>& procedures, const std::string& model);

private:
    struct Run;
    ir::Equivalence compared(Run& run, const std::string& model);
    ir::Equivalence compared_mark(const std::string& marked, const std::string& model);

    const Catalog& catalog_;
    const ReadModels& models_;
    const Parser& parser_;
    std::unique_ptr<Run> run_;      ///< the procedures that were interpreted last
    std::unique_ptr<Run> numbered_; ///< the same with identities as numbers, where that was asked for
};

} // namespace t2d::passes::check
