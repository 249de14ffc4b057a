// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <set>
#include <string>

#include "ir/catalog.h"
#include "ir/project.h"

namespace t2d::passes {

/// Where a foreign key points: the model of a table, or its source; both empty where the test must be left out.
struct ReferencedTable {
    std::string model, schema, table;
};

/// Fills the data tests of a model's columns from the constraints of its table. SQL Server enforced them, so they hold for right rows.
/// It also stopped where a text was too long for its column: `narrow` names the columns where that may happen.
void derive_tests(ir::Model& model, const CatalogTable& table, const std::set<std::string>& narrow, const std::function<ReferencedTable(const std::string& key)>& referenced);

} // namespace t2d::passes
