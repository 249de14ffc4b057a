// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE with joins: the target row by row, with its match where it has one. Plain joins where keys prove that there is
// at most one match.
#include <algorithm>

#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

Quantifier Reenactor::target_of(const Target& target) const {
    std::string alias;
    for (const Quantifier* quantifier : quantifiers(target.from))
        if (quantifier->id == target.quant) alias = quantifier->alias;
    return {target.quant, current(target.table), alias};
}

QuantIds Reenactor::leaf_ids(const Chain& chain) const {
    QuantIds out;
    for (const Leaf& leaf : chain.leaves) out.insert(leaf.quantifier.id);
    return out;
}

/// The target, then one table after the other joined to what stands before it.
bool Reenactor::flatten(FromRef from, QuantId target, Chain& chain) const {
    return match(
        from->node, [&](const Quantifier& quantifier) { return quantifier.id == target; },
        [&](const Join& join) {
            const auto* right = std::get_if<Quantifier>(&join.right->node);
            const bool left_kind = join.kind == JoinKind::left;
            if (right == nullptr || right->id == target || join.kind == JoinKind::right || join.kind == JoinKind::full) return false;
            if (!flatten(join.left, target, chain)) return false;
            Leaf leaf{*right, !left_kind, join.lateral, {}};
            auto& conditions = left_kind ? leaf.on : chain.conditions;
            for (const ScalarRef condition : conjuncts(join.on)) conditions.push_back(condition);
            chain.leaves.push_back(std::move(leaf));
            return true;
        });
}

/// Inner joins in any order: the target may stand first.
bool Reenactor::flatten_inner(FromRef from, QuantId target, Chain& chain) const {
    return match(
        from->node,
        [&](const Quantifier& quantifier) {
            if (quantifier.id != target) chain.leaves.push_back({quantifier, true, false, {}});
            return true;
        },
        [&](const Join& join) {
            if (join.lateral || (join.kind != JoinKind::inner && join.kind != JoinKind::cross)) return false;
            if (!flatten_inner(join.left, target, chain) || !flatten_inner(join.right, target, chain)) return false;
            for (const ScalarRef condition : conjuncts(join.on)) chain.conditions.push_back(condition);
            return true;
        });
}

/// `left join s on … where s.key is null` asks for rows without a match, however many matches others have. Outer tables that
/// nothing reads go as well.
void Reenactor::fold_anti_joins(Chain& chain, const std::set<Place>& used) const {
    const auto reads = [&](std::size_t except, QuantId id, ScalarRef but) {
        const QuantIds own{id};
        if (std::any_of(used.begin(), used.end(), [&](const Place& place) { return place.first == id; })) return true;
        for (const ScalarRef condition : chain.conditions)
            if (condition != but && mentions(condition, own)) return true;
        for (std::size_t i = 0; i < chain.leaves.size(); ++i) {
            if (i == except) continue;
            if (chain.leaves[i].lateral && free_quantifiers(chain.leaves[i].quantifier.rel).count(id) != 0) return true;
            for (const ScalarRef condition : chain.leaves[i].on)
                if (mentions(condition, own)) return true;
        }
        return false;
    };
    const auto asks_for_null = [&](const Leaf& leaf, ScalarRef condition) {
        const auto* test = std::get_if<IsNull>(&condition->node);
        const auto* column = test == nullptr || test->negated ? nullptr : std::get_if<ColumnRef>(&test->operand->node);
        if (column == nullptr || column->quant != leaf.quantifier.id) return false;
        if (!leaf.quantifier.rel->columns[static_cast<std::size_t>(column->column)].nullable) return true;
        return std::any_of(leaf.on.begin(), leaf.on.end(), [&](ScalarRef on) {
            const auto equalities = equalities_of(on);
            return std::any_of(equalities.begin(), equalities.end(), [&](const Equality& e) { return e.quant == column->quant && e.column == column->column && !std::get<Compare>(on->node).null_safe; });
        });
    };
    for (std::size_t i = chain.leaves.size(); i-- > 0;) {
        const Leaf leaf = chain.leaves[i];
        if (leaf.inner) continue;
        const auto test = std::find_if(chain.conditions.begin(), chain.conditions.end(), [&](ScalarRef condition) { return asks_for_null(leaf, condition); });
        if (reads(i, leaf.quantifier.id, test == chain.conditions.end() ? nullptr : *test)) continue;
        if (test != chain.conditions.end()) *test = build_.exists(ones(build_.from(leaf.quantifier), build_.conjunction(leaf.on)), true);
        chain.leaves.erase(chain.leaves.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

/// Gives each condition to the last inner table that it reads; the rest is about the target or about rows without a match.
void Reenactor::place_conditions(Chain& chain, std::vector<ScalarRef>& rest) const {
    for (const ScalarRef condition : chain.conditions) {
        const auto free = free_quantifiers(condition);
        Leaf* last = nullptr;
        for (Leaf& leaf : chain.leaves)
            if (free.count(leaf.quantifier.id) != 0) last = &leaf;
        if (last != nullptr && last->inner) last->on.push_back(condition);
        else rest.push_back(condition);
    }
    chain.conditions.clear();
}

bool Reenactor::unique_leaf(const Leaf& leaf) const {
    ColumnSet fixed;
    for (const ScalarRef condition : leaf.on)
        for (const Equality& equality : equalities_of(condition))
            if (equality.quant == leaf.quantifier.id && !mentions(equality.other, {leaf.quantifier.id})) fixed.push_back(equality.column);
    return unique_on(leaf.quantifier.rel, fixed, program_.tables, &version_of_);
}

/// A condition that is true exactly for rows that have a match in an outer join: a column that a match never leaves NULL, or a
/// constant added to the joined relation.
ScalarRef Reenactor::witness(Leaf& leaf) const {
    const RelRef rel = leaf.quantifier.rel;
    for (const ScalarRef condition : leaf.on)
        for (const Equality& equality : equalities_of(condition))
            if (equality.quant == leaf.quantifier.id && !std::get<Compare>(condition->node).null_safe)
                return build_.is_null(build_.column(leaf.quantifier, equality.column), true);
    if (std::holds_alternative<TableScan>(rel->node))
        for (std::size_t c = 0; c < rel->columns.size(); ++c)
            if (!rel->columns[c].nullable) return build_.is_null(build_.column(leaf.quantifier, static_cast<int>(c)), true);
    const Quantifier inner = build_.quantifier(rel, leaf.quantifier.alias);
    Select marked;
    marked.from = build_.from(inner);
    marked.items = all_columns(build_, inner);
    marked.items.push_back(build_.boolean(true));
    std::vector<Column> columns = rel->columns;
    columns.push_back({"is_matched", simple_type(TypeKind::bit), false});
    const int index = static_cast<int>(columns.size()) - 1;
    leaf.quantifier.rel = build_.select(std::move(marked), std::move(columns));
    Column nullable = leaf.quantifier.rel->columns.back();
    nullable.nullable = true;
    return build_.is_null(build_.column(leaf.quantifier.id, index, nullable), true);
}

/// Left joins all along; nothing where a table may have several matches.
Matching Reenactor::joined(const Quantifier& target, Chain chain, std::vector<ScalarRef> rest) const {
    Matching out;
    FromRef from = build_.from(target);
    std::vector<ScalarRef> conditions;
    for (Leaf& leaf : chain.leaves) {
        if (!unique_leaf(leaf)) return out;
        if (leaf.inner) conditions.push_back(witness(leaf));
        const ScalarRef on = build_.conjunction(leaf.on);
        from = build_.join(JoinKind::left, from, build_.from(leaf.quantifier), on == nullptr ? build_.boolean(true) : on, leaf.lateral);
    }
    conditions.insert(conditions.end(), rest.begin(), rest.end());
    out.from = from;
    out.condition = build_.conjunction(std::move(conditions));
    return out;
}

/// Inner joins of the tables without the target; conditions that link two of them become ON, the others stay.
FromRef Reenactor::inner_tree(const std::vector<Leaf>& leaves, std::vector<ScalarRef>& conditions) const {
    FromRef from = nullptr;
    QuantIds all, before;
    for (const Leaf& leaf : leaves) all.insert(leaf.quantifier.id);
    for (const Leaf& leaf : leaves) {
        const FromRef own = build_.from(leaf.quantifier);
        const QuantId id = leaf.quantifier.id;
        std::vector<ScalarRef> on, left;
        for (const ScalarRef condition : conditions) {
            const auto free = free_quantifiers(condition);
            const bool links = free.count(id) != 0 && mentions(condition, before);
            const bool later = std::any_of(free.begin(), free.end(), [&](QuantId q) { return all.count(q) != 0 && q != id && before.count(q) == 0; });
            (from != nullptr && links && !later ? on : left).push_back(condition);
        }
        conditions = left;
        if (from == nullptr) from = own;
        else from = build_.join(on.empty() ? JoinKind::cross : JoinKind::inner, from, own, build_.conjunction(on), leaf.lateral);
        before.insert(id);
    }
    return from;
}

Matching Reenactor::by_exists(const Quantifier& target, const Chain& chain) const {
    const auto ids = leaf_ids(chain);
    std::vector<ScalarRef> own, others;
    for (const ScalarRef condition : chain.conditions) (mentions(condition, ids) ? others : own).push_back(condition);
    const FromRef tree = inner_tree(chain.leaves, others);
    own.push_back(build_.exists(ones(tree, build_.conjunction(others))));
    return {build_.from(target), build_.conjunction(own), {}};
}

RelRef Reenactor::ones(FromRef from, ScalarRef where) const {
    Select block;
    block.from = from;
    block.where = where;
    block.items = {build_.integer(1)};
    return build_.select(std::move(block), {{"one", simple_type(TypeKind::int_), false}});
}

Matching Reenactor::match_rows(const Target& target, const std::set<Place>& used) {
    const Quantifier quantifier = target_of(target);
    if (std::holds_alternative<Quantifier>(target.from->node)) return {build_.from(quantifier), target.where, {}};
    Chain chain;
    if (!flatten(target.from, target.quant, chain)) {
        chain = {};
        if (!flatten_inner(target.from, target.quant, chain)) return by_lateral(target, nullptr, used);
    }
    for (const ScalarRef condition : conjuncts(target.where)) chain.conditions.push_back(condition);
    fold_anti_joins(chain, used);
    if (chain.leaves.empty()) return {build_.from(quantifier), build_.conjunction(chain.conditions), {}};
    const bool all_inner = std::all_of(chain.leaves.begin(), chain.leaves.end(), [](const Leaf& leaf) { return leaf.inner; });
    if (used.empty() && all_inner) return by_exists(quantifier, chain);
    Chain placed = chain;
    std::vector<ScalarRef> rest;
    place_conditions(placed, rest);
    Matching plain = joined(quantifier, std::move(placed), std::move(rest));
    if (plain.from != nullptr) return plain;
    return by_lateral(target, all_inner ? &chain : nullptr, used);
}

std::set<Place> Reenactor::places_of(const std::vector<ScalarRef>& scalars, const QuantIds& among) const {
    std::set<Place> out;
    for (const ScalarRef scalar : scalars)
        for_each_scalar(
            scalar,
            [&](ScalarRef node) {
                const auto* column = std::get_if<ColumnRef>(&node->node);
                if (column != nullptr && among.count(column->quant) != 0) out.insert({column->quant, column->column});
            },
            true);
    return out;
}

ScalarRef Reenactor::on_matching(ScalarRef scalar, const Matching& matching) const {
    if (scalar == nullptr || matching.columns.empty()) return scalar;
    return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
        const auto found = matching.columns.find({ref.quant, ref.column});
        return found == matching.columns.end() ? nullptr : found->second;
    });
}

} // namespace t2d::passes
