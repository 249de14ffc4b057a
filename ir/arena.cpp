// SPDX-License-Identifier: Apache-2.0
#include "ir/arena.h"

#include "ir/match.h"
#include "ir/slots.h"

namespace t2d::ir {

ScalarRef Arena::make(Scalar scalar) {
    bool found = false;
    const auto operand = [&](ScalarRef part) { found = found || part->has_query; };
    const auto query = [&](RelRef) { found = true; };
    visit_held([&](const auto& node) { scalar_slots(unboxed(node), operand, query); }, scalar.node);
    scalar.has_query = found;
    return &scalars_.emplace_back(std::move(scalar));
}

RelRef Arena::make(Rel rel) {
    bool found = false;
    const auto part = [&](const auto* node) { found = found || node->has_query; };
    const auto input = [](RelRef) {};
    visit_held([&](const auto& node) { rel_slots(node, part, input, part); }, rel.node);
    rel.has_query = found;
    return &rels_.emplace_back(std::move(rel));
}

FromRef Arena::make(From from) {
    from.has_query = match(
        from.node, [](const Quantifier&) { return false; },
        [](const Join& join) { return join.left->has_query || join.right->has_query || (join.on != nullptr && join.on->has_query); });
    return &froms_.emplace_back(std::move(from));
}

// Nodes are made as values that are not const; that is for those who share them.
void Arena::retype(ScalarRef scalar, const SqlType& type) { const_cast<Scalar*>(scalar)->type = type; }

} // namespace t2d::ir
