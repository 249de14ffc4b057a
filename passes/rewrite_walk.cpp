// SPDX-License-Identifier: Apache-2.0
#include <unordered_map>

#include "ir/match.h"
#include "ir/node_map.h"
#include "ir/slots.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

const auto kIgnore = [](const auto&) {};

/// Conditions and relations of a FROM tree, left to right.
template <typename FS, typename FR>
void from_slots(FromRef from, FS& scalar, FR& rel) {
    if (from == nullptr) return;
    match(
        from->node, [&](const Quantifier& quantifier) { slot(quantifier.rel, rel); },
        [&](const Join& join) {
            from_slots(join.left, scalar, rel);
            from_slots(join.right, scalar, rel);
            slot(join.on, scalar);
        });
}

/// What stands directly in a relation, FROM tree included.
template <typename FS, typename FR>
void parts(RelRef rel, FS& scalar, FR& input) {
    const auto from = [&](FromRef tree) { from_slots(tree, scalar, input); };
    visit_held([&](const auto& node) { rel_slots(node, scalar, input, from); }, rel->node);
}

/// Depth-first walk that sees every node once, but leaves wherever they stand: to remember them would cost more.
class Walk {
public:
    const std::function<void(ScalarRef)>* on_scalar = nullptr;
    const std::function<void(RelRef)>* on_rel = nullptr;
    bool into_rels = true;

    void operator()(ScalarRef scalar) {
        if (on_scalar == nullptr && !scalar->has_query) return;
        if (is_leaf(*scalar)) return (*on_scalar)(scalar);
        if (!scalars_.insert(scalar)) return;
        const auto next = [&](ScalarRef child) { (*this)(child); };
        const auto below = [&](RelRef query) {
            if (into_rels) (*this)(query);
        };
        visit_held([&](const auto& node) { scalar_slots(unboxed(node), next, below); }, scalar->node);
        if (on_scalar != nullptr) (*on_scalar)(scalar);
    }
    void operator()(RelRef rel) {
        if (!rels_.insert(rel)) return;
        const auto scalar = [&](ScalarRef child) { (*this)(child); };
        const auto input = [&](RelRef child) { (*this)(child); };
        if (on_scalar != nullptr || rel->has_query)
            parts(rel, scalar, input);
        else
            parts(rel, kIgnore, input);
        if (on_rel != nullptr) (*on_rel)(rel);
    }

private:
    FewNodes<ScalarRef> scalars_;
    FewNodes<RelRef> rels_;
};

/// Free quantifiers with one result per shared relation.
class FreeQuantifiers {
public:
    QuantIds operator()(ScalarRef scalar) {
        QuantIds out;
        FewNodes<ScalarRef> seen;
        collect(scalar, out, seen);
        return out;
    }
    const QuantIds& operator()(RelRef rel) {
        const auto known = rels_.find(rel);
        if (known != rels_.end()) return known->second;
        QuantIds out;
        FewNodes<ScalarRef> seen;
        const auto scalar = [&](ScalarRef child) { collect(child, out, seen); };
        const auto input = [&](RelRef child) { merge(out, (*this)(child)); };
        parts(rel, scalar, input);
        if (const auto* select = std::get_if<Select>(&rel->node))
            for (const Quantifier* bound : quantifiers(select->from)) out.erase(bound->id);
        return rels_.emplace(rel, std::move(out)).first->second;
    }

private:
    static void merge(QuantIds& into, const QuantIds& more) { into.insert(more.begin(), more.end()); }

    void collect(ScalarRef scalar, QuantIds& out, FewNodes<ScalarRef>& seen) {
        if (const auto* column = std::get_if<ColumnRef>(&scalar->node)) out.insert(column->quant);
        if (is_leaf(*scalar) || !seen.insert(scalar)) return;
        const auto next = [&](ScalarRef child) { collect(child, out, seen); };
        const auto below = [&](RelRef query) { merge(out, (*this)(query)); };
        visit_held([&](const auto& node) { scalar_slots(unboxed(node), next, below); }, scalar->node);
    }

    std::unordered_map<RelRef, QuantIds> rels_; ///< gives references, so not a NodeMap
};

bool same_order(const std::vector<SortKey>& a, const std::vector<SortKey>& b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (a[i].descending != b[i].descending) return false;
    return true;
}

bool same_frame(const Window& a, const Window& b) {
    if (a.frame.has_value() != b.frame.has_value()) return false;
    if (!a.frame) return true;
    const auto key = [](const Frame& f) { return std::tuple(f.unit, f.start.kind, f.end.kind, f.start.offset == nullptr, f.end.offset == nullptr); };
    return key(*a.frame) == key(*b.frame);
}

// Whether two nodes agree in everything but their operands; lists that differ in length differ in their operands' number, except
// where two lists stand side by side.
bool same_shape(const Constant& a, const Constant& b) { return a.is_null == b.is_null && a.text == b.text; }
bool same_shape(const ColumnRef& a, const ColumnRef& b) { return a.quant == b.quant && a.column == b.column; }
bool same_shape(const ParamRef& a, const ParamRef& b) { return a.name == b.name; }
bool same_shape(const VarRef& a, const VarRef& b) { return a.variable == b.variable; }
bool same_shape(const Arithmetic& a, const Arithmetic& b) { return a.op == b.op; }
bool same_shape(const UnaryOp& a, const UnaryOp& b) { return a.op == b.op; }
bool same_shape(const Compare& a, const Compare& b) { return a.op == b.op && a.null_safe == b.null_safe && a.strings == b.strings; }
bool same_shape(const Logic& a, const Logic& b) { return a.op == b.op; }
bool same_shape(const Not&, const Not&) { return true; }
bool same_shape(const IsTrue& a, const IsTrue& b) { return a.negated == b.negated; }
bool same_shape(const IsNull& a, const IsNull& b) { return a.negated == b.negated; }
bool same_shape(const Between& a, const Between& b) { return a.negated == b.negated && a.strings == b.strings; }
bool same_shape(const InList& a, const InList& b) { return a.negated == b.negated && a.strings == b.strings; }
bool same_shape(const Like& a, const Like& b) { return a.negated == b.negated && a.strings == b.strings; }
bool same_shape(const Exists& a, const Exists& b) { return a.negated == b.negated; }
bool same_shape(const InQuery& a, const InQuery& b) { return a.negated == b.negated && a.strings == b.strings; }
bool same_shape(const Quantified& a, const Quantified& b) { return a.op == b.op && a.all == b.all && a.strings == b.strings; }
bool same_shape(const ScalarSubquery&, const ScalarSubquery&) { return true; }
bool same_shape(const Case& a, const Case& b) {
    return (a.operand == nullptr) == (b.operand == nullptr) && a.arms.size() == b.arms.size() && a.strings == b.strings;
}
bool same_shape(const Convert& a, const Convert& b) { return a.implicit == b.implicit && a.try_ == b.try_ && a.style == b.style; }
bool same_shape(const Call& a, const Call& b) { return a.function == b.function && a.date_part == b.date_part && a.strings == b.strings; }
bool same_shape(const UserCall& a, const UserCall& b) { return a.function == b.function; }
bool same_shape(const Collate& a, const Collate& b) { return a.collation == b.collation; }
bool same_shape(const Aggregate& a, const Aggregate& b) {
    return a.function == b.function && a.distinct == b.distinct && same_order(a.order, b.order);
}
bool same_shape(const Window& a, const Window& b) {
    return a.function == b.function && a.aggregate_kind == b.aggregate_kind && a.ignore_nulls == b.ignore_nulls &&
           a.partition.size() == b.partition.size() && same_order(a.within, b.within) && same_order(a.order, b.order) && same_frame(a, b);
}
bool same_shape(const NextValue&, const NextValue&) { return false; } // each one gives another number

} // namespace

Operands children_of(ScalarRef scalar) {
    Operands out;
    const auto add = [&](ScalarRef child) { out.push_back(child); };
    visit_held([&](const auto& node) { scalar_slots(unboxed(node), add, kIgnore); }, scalar->node);
    return out;
}

bool same_scalar(ScalarRef a, ScalarRef b) {
    if (a == b) return true;
    if (a == nullptr || b == nullptr || a->node.index() != b->node.index() || a->type != b->type) return false;
    const bool same = visit_held(
        [&](const auto& node) { return same_shape(unboxed(node), unboxed(std::get<std::decay_t<decltype(node)>>(b->node))); }, a->node);
    if (!same || subquery_of(a) != subquery_of(b)) return false;
    const auto left = children_of(a), right = children_of(b);
    if (left.size() != right.size()) return false;
    for (std::size_t i = 0; i < left.size(); ++i)
        if (!same_scalar(left[i], right[i])) return false;
    return true;
}

void for_each_scalar(ScalarRef scalar, const std::function<void(ScalarRef)>& visit, bool into_rels) {
    if (scalar == nullptr) return;
    Walk walk;
    walk.on_scalar = &visit;
    walk.into_rels = into_rels;
    walk(scalar);
}

void for_each_scalar_in(RelRef rel, const std::function<void(ScalarRef)>& visit) {
    Walk walk;
    walk.on_scalar = &visit;
    walk.into_rels = false;
    const auto root = [&](ScalarRef scalar) { walk(scalar); };
    parts(rel, root, kIgnore);
}

void for_each_rel(RelRef rel, const std::function<void(RelRef)>& visit) { for_each_rel(std::vector{rel}, visit); }

void for_each_rel(const std::vector<RelRef>& roots, const std::function<void(RelRef)>& visit) {
    Walk walk;
    walk.on_rel = &visit;
    for (const RelRef root : roots)
        if (root != nullptr) walk(root);
}

void for_each_rel(ScalarRef scalar, const std::function<void(RelRef)>& visit) {
    if (scalar == nullptr) return;
    Walk walk;
    walk.on_rel = &visit;
    walk(scalar);
}

Operands scalars_of(RelRef rel) {
    Operands out;
    const auto add = [&](ScalarRef scalar) { out.push_back(scalar); };
    parts(rel, add, kIgnore);
    return out;
}

Operands scalars_beside_items(const Select& block) {
    Operands out;
    const auto add = [&](ScalarRef scalar) { out.push_back(scalar); };
    const auto from = [&](FromRef tree) { from_slots(tree, add, kIgnore); };
    clause_slots(block, add, from);
    return out;
}

Relations inputs_of(RelRef rel) {
    Relations out;
    const auto add = [&](RelRef input) { out.push_back(input); };
    parts(rel, kIgnore, add);
    return out;
}

QuantIds free_quantifiers(RelRef rel) { return rel == nullptr ? QuantIds{} : FreeQuantifiers{}(rel); }
QuantIds free_quantifiers(ScalarRef scalar) { return scalar == nullptr ? QuantIds{} : FreeQuantifiers{}(scalar); }

} // namespace t2d::passes
