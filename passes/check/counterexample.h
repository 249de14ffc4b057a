// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "passes/check/builder.h"

namespace t2d::passes::check {

/// Rows of the tables for which the procedure leaves something else than the model.
struct Counterexample {
    std::string column; ///< the only column with other values; empty when there are other rows
    std::string text;   ///< the rows and both results, for people
};

/// What the search needs to know of the table that both sides write.
struct WrittenTable {
    std::string name;                      ///< catalog key
    std::vector<std::string> unique_key;   ///< that the model relies on
    std::set<std::string> excused_columns; ///< lower case; a rule explains that they differ
    std::vector<TermId> failures;          ///< conditions under which the procedure fails: such rows say nothing
};

/// Tries both relations on small databases. Nothing is found for relations that are equal, as far as the databases tell them apart, and for those
/// that cannot be computed.
[[nodiscard]] std::optional<Counterexample> find_counterexample(Builder& builder, const Relation& procedure, const Relation& model, const WrittenTable& table);

} // namespace t2d::passes::check
