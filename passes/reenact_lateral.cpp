// SPDX-License-Identifier: Apache-2.0
// The general form of writes with joins: for each target row the first of its matches, taken from a correlated subquery.
#include <algorithm>

#include <fmt/format.h>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {
/// Whether an outer join may give rows in which a table of the tree is missing.
bool may_be_missing(FromRef from, QuantId leaf) {
    const auto* join = std::get_if<Join>(&from->node);
    if (join == nullptr) return false;
    const auto holds = [&](FromRef side) {
        const auto all = quantifiers(side);
        return std::any_of(all.begin(), all.end(), [&](const Quantifier* q) { return q->id == leaf; });
    };
    if (holds(join->left)) return join->kind == JoinKind::right || join->kind == JoinKind::full || may_be_missing(join->left, leaf);
    if (holds(join->right)) return join->kind == JoinKind::left || join->kind == JoinKind::full || may_be_missing(join->right, leaf);
    return false;
}

/// A column name that the list does not have yet.
std::string fresh_name(const std::vector<Column>& columns, const std::string& name) {
    if (find_column(columns, name) < 0) return name;
    int number = 2;
    while (find_column(columns, fmt::format("{}_{}", name, number)) >= 0) ++number;
    return fmt::format("{}_{}", name, number);
}
} // namespace

FromRef Reenactor::replace_leaf(FromRef from, QuantId leaf, const Quantifier& by) const {
    return match(
        from->node, [&](const Quantifier& quantifier) { return quantifier.id == leaf ? build_.from(by) : from; },
        [&](const Join& join) {
            return build_.join(join.kind, replace_leaf(join.left, leaf, by), replace_leaf(join.right, leaf, by), join.on, join.lateral);
        });
}

/// The join tree with one constant row in place of the target, whose columns come from outside: outer joins keep their meaning.
FromRef Reenactor::without_target(const Target& target, std::vector<ScalarRef>& conditions) const {
    const RelRef row = build_.arena().make(Rel{Values{{{build_.integer(1)}}}, {{"one", simple_type(TypeKind::int_), false}}, {}, {}, {}});
    const Quantifier stand_in = build_.quantifier(row, "target_row");
    if (may_be_missing(target.from, target.quant)) conditions.push_back(build_.is_null(build_.column(stand_in.id, 0, {"one", simple_type(TypeKind::int_), true}), true));
    return replace_leaf(target.from, target.quant, stand_in);
}

/// `target left join lateral (select <used>, true from … order by <used> limit 1)`.
Matching Reenactor::one_match(const Quantifier& target, FromRef from, std::vector<ScalarRef> conditions, const std::vector<const Quantifier*>& others, const std::set<Place>& used) const {
    Select first;
    std::vector<Column> columns;
    std::vector<Place> places;
    for (const Quantifier* other : others)
        for (int c = 0; c < static_cast<int>(other->rel->columns.size()); ++c) {
            if (used.count({other->id, c}) == 0) continue;
            Column column = other->rel->columns[static_cast<std::size_t>(c)];
            column.name = fresh_name(columns, column.name);
            column.nullable = true;
            first.items.push_back(build_.column(*other, c));
            first.order.push_back({first.items.back(), false});
            columns.push_back(std::move(column));
            places.emplace_back(other->id, c);
        }
    first.from = from;
    first.where = build_.conjunction(std::move(conditions));
    first.items.push_back(build_.boolean(true));
    columns.push_back({fresh_name(columns, "is_matched"), simple_type(TypeKind::bit), true});
    first.limit = Limit{};
    first.limit->count = build_.integer(1);
    const Quantifier matched = build_.quantifier(build_.select(std::move(first), columns), "matched");
    Matching out;
    for (std::size_t i = 0; i < places.size(); ++i) out.columns[places[i]] = build_.column(matched, static_cast<int>(i));
    out.from = build_.join(JoinKind::left, build_.from(target), build_.from(matched), build_.boolean(true), true);
    out.condition = build_.is_null(build_.column(matched, static_cast<int>(places.size())), true);
    return out;
}

/// `chain` is given where all joins are inner.
Matching Reenactor::by_lateral(const Target& target, const Chain* chain, const std::set<Place>& used) {
    const Quantifier quantifier = target_of(target);
    std::vector<ScalarRef> own, others;
    FromRef tree = nullptr;
    if (chain != nullptr) {
        const auto ids = leaf_ids(*chain);
        for (const ScalarRef condition : chain->conditions) (mentions(condition, ids) ? others : own).push_back(condition);
        tree = inner_tree(chain->leaves, others);
    } else {
        others = conjuncts(target.where);
        tree = without_target(target, others);
    }
    if (used.empty()) {
        own.push_back(build_.exists(ones(tree, build_.conjunction(others))));
        return {build_.from(quantifier), build_.conjunction(own), {}};
    }
    std::vector<const Quantifier*> tables;
    std::string names;
    for (const Quantifier* other : quantifiers(target.from)) {
        if (other->id == target.quant) continue;
        tables.push_back(other);
        names += (names.empty() ? "" : ", ") + (other->alias.empty() ? other->rel->label : other->alias);
    }
    diagnostics_.report<diag::arbitrary_match>(statement_->span, names, display_name(target.table));
    Matching out = one_match(quantifier, tree, std::move(others), tables, used);
    own.insert(own.begin(), out.condition);
    out.condition = build_.conjunction(std::move(own));
    return out;
}

} // namespace t2d::passes
