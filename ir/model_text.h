// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ir/ast/stmt.h"

namespace t2d::ir {

/// A dbt model as its text says: configuration and query. Names of relations are one-part names that start with a tag: `source:schema.table`,
/// `ref:model`, `this:`; a parameter is a call of `tsql_var` with its name and, when it has one, its default. Operators that T-SQL does not have
/// are calls named by their sign (`||`, `//`, `is not true`, `* replace`, `qualify`, `nulls first` and `nulls last` where T-SQL would order NULLs the other way).
struct ModelText {
    std::map<std::string, std::vector<std::string>> config; ///< a single value is a list of one
    ast::Query query;
    std::vector<SourceSpan> run_places; ///< blocks of `is_incremental()`, and `this` outside of one: where a first run says something else than a later one
    bool raises = false; ///< the model raises a compiler error when it runs
    std::string error;   ///< what could not be read; empty when `query` is the whole model
};

} // namespace t2d::ir
