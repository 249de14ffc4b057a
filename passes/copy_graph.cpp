// SPDX-License-Identifier: Apache-2.0
#include "passes/copy_graph.h"

#include "ir/match.h"
#include "passes/slots.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The remembered result for `key`, or the one that `make` gives now.
template <typename Map, typename Key, typename Make>
Key remember(Map& map, Key key, const Make& make) {
    if (key == nullptr) return nullptr;
    const auto known = map.find(key);
    if (known != map.end()) return known->second;
    const Key result = make();
    map.emplace(key, result);
    return result;
}

} // namespace

RelRef GraphCopy::operator()(RelRef rel) {
    return remember(rels_, rel, [&] { return rebuild(rel); });
}
ScalarRef GraphCopy::operator()(ScalarRef scalar) {
    return remember(scalars_, scalar, [&] { return rebuild(scalar); });
}
FromRef GraphCopy::operator()(FromRef from) {
    return remember(froms_, from, [&] { return rebuild(from); });
}

RelRef GraphCopy::rebuild(RelRef rel) {
    if (hooks_.before)
        if (const RelRef replaced = hooks_.before(rel)) return replaced;
    Rel copy = *rel;
    bool changed = false;
    const auto visit = [&](auto& ref) {
        const auto now = (*this)(ref);
        changed = changed || now != ref;
        ref = now;
    };
    std::visit([&](auto& node) { rel_slots(node, visit, visit, visit); }, copy.node);
    const RelRef rebuilt = changed ? arena_.make(std::move(copy)) : rel;
    return hooks_.after ? hooks_.after(rel, rebuilt) : rebuilt;
}

ScalarRef GraphCopy::rebuild(ScalarRef scalar) {
    if (hooks_.column)
        if (const auto* ref = std::get_if<ColumnRef>(&scalar->node))
            if (const ScalarRef replaced = hooks_.column(scalar, *ref)) return replaced;
    Scalar copy = *scalar;
    bool changed = false;
    const auto visit = [&](auto& ref) {
        const auto now = (*this)(ref);
        changed = changed || now != ref;
        ref = now;
    };
    std::visit([&](auto& node) { scalar_slots(node, visit, visit); }, copy.node);
    const ScalarRef rebuilt = changed ? arena_.make(std::move(copy)) : scalar;
    return hooks_.scalar ? hooks_.scalar(rebuilt) : rebuilt;
}

FromRef GraphCopy::rebuild(FromRef from) {
    From copy = *from;
    const bool changed = match(
        copy.node,
        [&](Quantifier& quantifier) {
            const Quantifier old = quantifier;
            quantifier.rel = (*this)(quantifier.rel);
            if (hooks_.quantifier) quantifier.id = hooks_.quantifier(quantifier.id);
            return quantifier.rel != old.rel || quantifier.id != old.id;
        },
        [&](Join& join) {
            const Join old = join;
            join.left = (*this)(join.left);
            join.right = (*this)(join.right);
            join.on = (*this)(join.on);
            return join.left != old.left || join.right != old.right || join.on != old.on;
        });
    return changed ? arena_.make(std::move(copy)) : from;
}

} // namespace t2d::passes
