// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "passes/check/model.h"
#include "passes/check/numbering.h"

namespace t2d::passes::check {

/// The catalog key of the table whose highest number ever a helper model keeps; empty for other tables.
[[nodiscard]] std::string marked_table(const Catalog& catalog, const std::string& key);

/// Whether the rows of a helper model are one row with the highest of all numbers that its table had: those before the run, the one that the helper
/// kept, those of the rows that the table's own model adds, and none besides.
[[nodiscard]] bool keeps_highest_number(Builder& builder, Model& models, const std::string& helper, const std::string& marked, const Numbering& numbering);

} // namespace t2d::passes::check
