// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <tuple>

#include "passes/check/builder.h"

namespace t2d::passes::check {

/// A second form of CASE and of conditions, in which all that choose alike are one term: decisions over what is TRUE and what is not, each thing
/// asked once, in one order (an ordered decision diagram). Terms have to be in canonical form, so that the order is that of the other side.
class Decisions {
public:
    explicit Decisions(Builder& builder) : b_(builder) {}
    /// A CASE: conditions and values by turns, ELSE last.
    TermId choice(const Terms& args);
    /// A condition that counts only where it is TRUE.
    TermId condition(TermId id);
    /// An operation over values that were decided is decided, too; 0 where that would become too large.
    TermId lifted(const Term& operation);

private:
    TermId choose(TermId when, TermId then, TermId otherwise);
    TermId decide(TermId fact, TermId then, TermId otherwise);
    TermId fact(TermId id);
    [[nodiscard]] bool is_decision(TermId id) const { return b_.pool().is(id, "decide"); }
    [[nodiscard]] std::size_t size(TermId id) const;

    Builder& b_;
    std::map<std::tuple<TermId, TermId, TermId>, TermId> chosen_;
    std::map<TermId, TermId> conditions_;
};

} // namespace t2d::passes::check
