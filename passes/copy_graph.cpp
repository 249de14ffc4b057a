// SPDX-License-Identifier: Apache-2.0
#include "passes/copy_graph.h"

#include "ir/match.h"
#include "ir/slots.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Room for this many nodes at first: most copies are of a few dozen, and growing from nothing takes five allocations.
constexpr std::size_t kFirstRoom = 32;

/// The remembered result for `key`, or the one that `make` gives now.
template <typename Map, typename Key, typename Make>
Key remember(Map& map, Key key, const Make& make) {
    if (key == nullptr) return nullptr;
    const auto known = map.find(key);
    if (known != map.end()) return known->second;
    const Key result = make();
    if (map.empty()) map.reserve(kFirstRoom);
    map.emplace(key, result);
    return result;
}

} // namespace

/// Whether a scalar is known to stay as it is without a look-up: what no hook sees, and a leaf that the hooks leave alone, is not worth
/// remembering. A leaf that changes is: its new form has to stay one node.
bool GraphCopy::stays(ScalarRef scalar) {
    if (!hooks_.scalar && !hooks_.column && !scalar->has_query) return true;
    if (!is_leaf(*scalar)) return false;
    const bool is_column = std::holds_alternative<ColumnRef>(scalar->node);
    if (!hooks_.scalar && !is_column) return true;
    if (!is_column && !std::holds_alternative<Constant>(scalar->node)) return false;
    return rebuild(scalar) == scalar;
}

RelRef GraphCopy::operator()(RelRef rel) {
    return remember(rels_, rel, [&] { return rebuild(rel); });
}
ScalarRef GraphCopy::operator()(ScalarRef scalar) {
    if (scalar == nullptr || stays(scalar)) return scalar;
    return remember(scalars_, scalar, [&] { return rebuild(scalar); });
}
FromRef GraphCopy::operator()(FromRef from) {
    return remember(froms_, from, [&] { return rebuild(from); });
}

/// `original` with every slot that `each` lists replaced by its rebuilt form; `original` itself where none changes. Most nodes do not,
/// and a node is dear to copy: so they are looked at first, and a second time (from memory) only to be replaced.
template <typename Node, typename Each>
const Node* GraphCopy::with_replaced(const Node* original, const Each& each) {
    bool changed = false;
    const auto look = [&](const auto& ref) {
        if ((*this)(ref) != ref) changed = true;
    };
    each(*original, look);
    if (!changed) return original;
    Node copy = *original;
    const auto replace = [&](auto& ref) { ref = (*this)(ref); };
    each(copy, replace);
    return arena_.make(std::move(copy));
}

RelRef GraphCopy::rebuild(RelRef rel) {
    if (hooks_.before)
        if (const RelRef replaced = hooks_.before(rel)) return replaced;
    const auto each = [](auto& node, auto& visit) {
        visit_held([&](auto& kind) { rel_slots(kind, visit, visit, visit); }, node.node);
    };
    const RelRef rebuilt = with_replaced(rel, each);
    return hooks_.after ? hooks_.after(rel, rebuilt) : rebuilt;
}

ScalarRef GraphCopy::rebuild(ScalarRef scalar) {
    if (hooks_.column)
        if (const auto* ref = std::get_if<ColumnRef>(&scalar->node))
            if (const ScalarRef replaced = hooks_.column(scalar, *ref)) return replaced;
    const auto each = [](auto& node, auto& visit) {
        visit_held([&](auto& kind) { scalar_slots(unboxed(kind), visit, visit); }, node.node);
    };
    const ScalarRef rebuilt = with_replaced(scalar, each);
    return hooks_.scalar ? hooks_.scalar(rebuilt) : rebuilt;
}

FromRef GraphCopy::rebuild(FromRef from) {
    return match(
        from->node,
        [&](const Quantifier& old) {
            const RelRef rel = (*this)(old.rel);
            const QuantId id = hooks_.quantifier ? hooks_.quantifier(old.id) : old.id;
            if (rel == old.rel && id == old.id) return from;
            From copy = *from;
            auto& quantifier = std::get<Quantifier>(copy.node);
            quantifier.rel = rel;
            quantifier.id = id;
            return arena_.make(std::move(copy));
        },
        [&](const Join&) {
            const auto each = [](auto& node, auto& visit) {
                auto& join = std::get<Join>(node.node);
                slot(join.left, visit);
                slot(join.right, visit);
                slot(join.on, visit);
            };
            return with_replaced(from, each);
        });
}

} // namespace t2d::passes
