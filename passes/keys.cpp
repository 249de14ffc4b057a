// SPDX-License-Identifier: Apache-2.0
#include "passes/keys.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "ir/match.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// A column of one quantifier of a block.
using Place = std::pair<QuantId, int>;
using Places = std::set<Place>;

/// More sets than this are never useful and only cost time in long chains of joins.
constexpr std::size_t kMaxSets = 16;

void add_set(std::vector<Places>& sets, Places set) {
    if (sets.size() < kMaxSets && std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(std::move(set));
}

void add_set(std::vector<ColumnSet>& sets, ColumnSet set) {
    std::sort(set.begin(), set.end());
    if (sets.size() < kMaxSets && std::find(sets.begin(), sets.end(), set) == sets.end()) sets.push_back(std::move(set));
}

QuantIds ids_of(FromRef from) {
    QuantIds out;
    for (const Quantifier* quantifier : quantifiers(from)) out.insert(quantifier->id);
    return out;
}

bool meet(const QuantIds& a, const QuantIds& b) {
    return std::any_of(a.begin(), a.end(), [&](QuantId id) { return b.count(id) != 0; });
}

/// ON conditions that hold for every row of a FROM tree: those of inner joins, also below the left side of outer ones.
void inner_conditions(FromRef from, std::vector<ScalarRef>& out) {
    const auto* join = from == nullptr ? nullptr : std::get_if<Join>(&from->node);
    if (join == nullptr || join->kind == JoinKind::right || join->kind == JoinKind::full) return;
    inner_conditions(join->left, out);
    if (join->kind == JoinKind::left) return;
    for (const ScalarRef condition : conjuncts(join->on)) out.push_back(condition);
    inner_conditions(join->right, out);
}

bool is_one_row_limit(const Select& select) {
    if (!select.limit || select.limit->count == nullptr || select.limit->percent || select.limit->with_ties) return false;
    const auto* count = std::get_if<Constant>(&select.limit->count->node);
    return count != nullptr && !count->is_null && (count->text == "1" || count->text == "0");
}

class Keys {
public:
    Keys(const std::vector<TableSymbol>& tables, const TableVersions* versions) : tables_(tables), versions_(versions) {}

    std::vector<ColumnSet> of(RelRef rel) {
        const auto known = done_.find(rel);
        if (known != done_.end()) return known->second;
        std::vector<ColumnSet> sets = match(
            rel->node, [&](const TableScan& scan) { return declared(scan.table); },
            [&](const CurrentTable& current) { return declared(current.table); }, [&](const Select& select) { return of_select(select); },
            [&](const SetOp& op) { return of_set_op(op, rel->columns.size()); },
            [&](const Values& values) { return values.rows.size() < 2 ? std::vector<ColumnSet>{{}} : std::vector<ColumnSet>{}; },
            [](const auto&) { return std::vector<ColumnSet>{}; });
        if (versions_ != nullptr)
            if (const auto version = versions_->find(rel); version != versions_->end())
                for (auto& set : declared(version->second)) add_set(sets, std::move(set));
        done_.emplace(rel, sets);
        return sets;
    }

private:
    std::vector<ColumnSet> declared(TableId table) const {
        const auto& symbol = tables_[static_cast<std::size_t>(table)];
        std::vector<ColumnSet> sets;
        for (const auto& key : symbol.keys) add_set(sets, key);
        for (const auto& key : symbol.unique_keys) add_set(sets, key);
        return sets;
    }

    std::vector<ColumnSet> of_set_op(const SetOp& op, std::size_t width) {
        if (op.kind == SetOpKind::union_all) return op.inputs.size() == 1 ? of(op.inputs.front()) : std::vector<ColumnSet>{};
        std::vector<ColumnSet> sets;
        if (op.kind != SetOpKind::union_) sets = of(op.inputs.front());
        ColumnSet all(width);
        for (std::size_t i = 0; i < width; ++i) all[i] = static_cast<int>(i);
        add_set(sets, std::move(all));
        return sets;
    }

    std::vector<ColumnSet> of_select(const Select& select) {
        if (is_one_row_limit(select)) return {{}};
        std::vector<ColumnSet> sets = select.grouped ? of_groups(select) : of_rows(select);
        if (!select.grouped) of_row_numbers(select, sets);
        if (select.distinct) {
            ColumnSet all(select.items.size());
            for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<int>(i);
            add_set(sets, std::move(all));
        }
        return sets;
    }

    static int item_of(const Select& select, ScalarRef expr) {
        for (std::size_t i = 0; i < select.items.size(); ++i)
            if (same_scalar(select.items[i], expr)) return static_cast<int>(i);
        return -1;
    }

    /// Positions of expressions among the items; nothing when one is missing or compares by a collation of its own.
    static std::optional<ColumnSet> items_of(const Select& select, const std::vector<ScalarRef>& exprs) {
        ColumnSet out;
        for (const ScalarRef expr : exprs) {
            const int item = std::holds_alternative<Collate>(expr->node) ? -1 : item_of(select, expr);
            if (item < 0) return std::nullopt;
            out.push_back(item);
        }
        return out;
    }

    static std::vector<ColumnSet> of_groups(const Select& select) {
        if (select.grouping_sets.size() > 1) return {};
        const auto items = items_of(select, select.group_by);
        return items ? std::vector<ColumnSet>{*items} : std::vector<ColumnSet>{};
    }

    /// `row_number() over (partition by p)` numbers every p from 1: p with the number is unique.
    static void of_row_numbers(const Select& select, std::vector<ColumnSet>& sets) {
        for (std::size_t i = 0; i < select.items.size(); ++i) {
            const auto* window = get_boxed<Window>(select.items[i]->node);
            if (window == nullptr || window->function != WindowKind::row_number) continue;
            auto items = items_of(select, window->partition);
            if (!items) continue;
            items->push_back(static_cast<int>(i));
            add_set(sets, std::move(*items));
        }
    }

    std::vector<ColumnSet> of_rows(const Select& select) {
        if (select.from == nullptr) return {{}};
        std::vector<ScalarRef> conditions = conjuncts(select.where);
        inner_conditions(select.from, conditions);
        std::vector<ColumnSet> out;
        for (Places& places : of_from(select.from, conditions)) {
            close(places, ids_of(select.from), conditions);
            ColumnSet set;
            const bool visible = std::all_of(places.begin(), places.end(), [&](const Place& place) {
                const int item = item_of_place(select, place, conditions);
                if (item >= 0) set.push_back(item);
                return item >= 0;
            });
            if (visible) add_set(out, std::move(set));
        }
        return out;
    }

    /// Drops the columns that the conditions fix to one value.
    static void close(Places& places, const QuantIds& inside, const std::vector<ScalarRef>& conditions) {
        for (const ScalarRef condition : conditions)
            for (const Equality& equality : equalities_of(condition))
                if (!meet(free_quantifiers(equality.other), inside)) places.erase({equality.quant, equality.column});
    }

    /// The item that shows a column, or one that a condition makes equal to it.
    static int item_of_place(const Select& select, const Place& place, const std::vector<ScalarRef>& conditions) {
        for (std::size_t i = 0; i < select.items.size(); ++i)
            if (const auto* column = std::get_if<ColumnRef>(&select.items[i]->node))
                if (Place{column->quant, column->column} == place) return static_cast<int>(i);
        for (const ScalarRef condition : conditions)
            for (const Equality& equality : equalities_of(condition))
                if (Place{equality.quant, equality.column} == place && std::holds_alternative<ColumnRef>(equality.other->node))
                    if (const int item = item_of(select, equality.other); item >= 0) return item;
        return -1;
    }

    std::vector<Places> of_from(FromRef from, const std::vector<ScalarRef>& conditions) {
        return match(
            from->node,
            [&](const Quantifier& quantifier) {
                std::vector<Places> out;
                for (const ColumnSet& set : of(quantifier.rel)) {
                    Places places;
                    for (const int column : set) places.insert({quantifier.id, column});
                    add_set(out, std::move(places));
                }
                return out;
            },
            [&](const Join& join) { return of_join(join, conditions); });
    }

    std::vector<Places> of_join(const Join& join, const std::vector<ScalarRef>& conditions) {
        if (join.kind == JoinKind::full || join.kind == JoinKind::right) return {};
        const bool inner = join.kind != JoinKind::left;
        // What WHERE says about the right side of a left join holds for its matches; a row without match is alone anyway.
        std::vector<ScalarRef> on = conditions;
        if (!inner)
            for (const ScalarRef condition : conjuncts(join.on)) on.push_back(condition);
        if (!inner) inner_conditions(join.right, on);
        const auto left = of_from(join.left, conditions);
        const auto right = of_from(join.right, on);
        std::vector<Places> out;
        if (at_most_one(right, join.right, on))
            for (const auto& set : left) add_set(out, set);
        if (inner && !join.lateral && at_most_one(left, join.left, on))
            for (const auto& set : right) add_set(out, set);
        for (const auto& a : left)
            for (const auto& b : right) {
                Places both = a;
                both.insert(b.begin(), b.end());
                add_set(out, std::move(both));
            }
        return out;
    }

    /// Whether equalities with something outside of `side` fix one of its unique sets.
    static bool at_most_one(const std::vector<Places>& sets, FromRef side, const std::vector<ScalarRef>& conditions) {
        const auto inside = ids_of(side);
        return std::any_of(sets.begin(), sets.end(), [&](Places set) {
            close(set, inside, conditions);
            return set.empty();
        });
    }

    const std::vector<TableSymbol>& tables_;
    const TableVersions* versions_;
    std::unordered_map<RelRef, std::vector<ColumnSet>> done_;
};

/// The column below conversions that keep different values different.
const ColumnRef* plain_column(ScalarRef scalar) {
    if (const auto* column = std::get_if<ColumnRef>(&scalar->node)) return column;
    const auto* convert = std::get_if<Convert>(&scalar->node);
    if (convert == nullptr || convert->try_) return nullptr;
    const SqlType &from = convert->operand->type, &to = scalar->type;
    const bool widens = from.is_integer() && to.is_integer() && to.kind >= from.kind;
    return widens ? plain_column(convert->operand) : nullptr;
}

} // namespace

std::vector<ScalarRef> conjuncts(ScalarRef condition) {
    if (condition == nullptr) return {};
    const auto* logic = std::get_if<Logic>(&condition->node);
    if (logic == nullptr || logic->op != LogicOp::and_) return {condition};
    std::vector<ScalarRef> out;
    for (const ScalarRef operand : logic->operands)
        for (const ScalarRef inner : conjuncts(operand)) out.push_back(inner);
    return out;
}

std::vector<Equality> equalities_of(ScalarRef condition) {
    const auto* compare = std::get_if<Compare>(&condition->node);
    if (compare == nullptr || compare->op != CompareOp::equal) return {};
    std::vector<Equality> out;
    const auto add = [&](ScalarRef side, ScalarRef other) {
        const ColumnRef* column = plain_column(side);
        // Two rows may both be NULL where NULL counts as equal.
        if (column == nullptr || (compare->null_safe && side->nullable)) return;
        out.push_back({column->quant, column->column, other});
    };
    add(compare->left, compare->right);
    add(compare->right, compare->left);
    return out;
}

std::vector<ColumnSet> unique_sets(RelRef rel, const std::vector<TableSymbol>& tables, const TableVersions* versions) {
    return Keys(tables, versions).of(rel);
}

bool unique_on(RelRef rel, const ColumnSet& columns, const std::vector<TableSymbol>& tables, const TableVersions* versions) {
    const auto sets = unique_sets(rel, tables, versions);
    return std::any_of(sets.begin(), sets.end(), [&](const ColumnSet& set) {
        return std::all_of(set.begin(), set.end(), [&](int column) { return std::find(columns.begin(), columns.end(), column) != columns.end(); });
    });
}

} // namespace t2d::passes
