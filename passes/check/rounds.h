// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "passes/check/builder.h"

namespace t2d::passes::check {

/// A loop as a relation: a first row, and after each row for which `condition` is true one more, computed from it. The last row is what the loop
/// leaves, the others are its rounds.
struct Rounds {
    TermId self = 0; ///< the row that a round starts from, in `next` and `condition`
    std::vector<std::pair<std::string, TermId>> first, next; ///< by column, in one order
    TermId condition = 0;
};

/// A loop without columns that no round changes: these have the value of the first row everywhere; they are given back.
Substitution take_constants(Builder& builder, Rounds& loop);
[[nodiscard]] TermId make_rounds(Builder& builder, const Rounds& loop);
[[nodiscard]] Rounds rounds_of(const TermPool& pool, TermId rel);

} // namespace t2d::passes::check
