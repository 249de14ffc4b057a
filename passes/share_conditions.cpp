// SPDX-License-Identifier: Apache-2.0
#include "passes/share_conditions.h"

#include <algorithm>
#include <map>
#include <numeric>

#include "ir/text.h"
#include "passes/copy_graph.h"
#include "passes/fuse_blocks.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr std::string_view kAffected = "is_affected";
/// Tests in all copies of a condition together from which on it reads better when it is computed once.
constexpr int kManyTests = 9;

/// Only a subquery that reads the row is long: one that does not reads like a variable or a list.
bool has_correlated_subquery(ScalarRef scalar) {
    bool found = false;
    const auto look = [&](ScalarRef node) {
        const RelRef query = subquery_of(node);
        found = found || (query != nullptr && !free_quantifiers(query).empty());
    };
    for_each_scalar(scalar, look, false);
    return found;
}

/// How many tests AND, OR and NOT put together.
int tests_in(ScalarRef condition) {
    if (const auto* negation = std::get_if<Not>(&condition->node)) return tests_in(negation->operand);
    const auto* logic = std::get_if<Logic>(&condition->node);
    if (logic == nullptr) return 1;
    return std::accumulate(logic->operands.begin(), logic->operands.end(), 0, [](int sum, ScalarRef part) { return sum + tests_in(part); });
}

/// The conditions of the searched CASEs in an item, in order.
std::vector<ScalarRef> conditions_of(ScalarRef item) {
    std::vector<ScalarRef> out;
    const auto look = [&](ScalarRef node) {
        const auto* choice = std::get_if<Case>(&node->node);
        if (choice == nullptr || choice->operand != nullptr) return;
        for (const auto& arm : choice->arms)
            if (std::find(out.begin(), out.end(), arm.when) == out.end()) out.push_back(arm.when);
    };
    for_each_scalar(item, look, false);
    return out;
}

/// The conditions that decide several items and are long to say, in order.
std::vector<ScalarRef> shared_conditions(const Select& block) {
    std::vector<std::pair<ScalarRef, int>> uses;
    for (const ScalarRef item : block.items)
        for (const ScalarRef condition : conditions_of(item)) {
            const auto known = std::find_if(uses.begin(), uses.end(), [&](const auto& use) { return use.first == condition; });
            if (known == uses.end()) uses.emplace_back(condition, 1);
            else ++known->second;
        }
    std::vector<ScalarRef> out;
    for (const auto& [condition, count] : uses)
        if (count > 1 && (has_correlated_subquery(condition) || count * tests_in(condition) >= kManyTests)) out.push_back(condition);
    return out;
}

bool contains(ScalarRef scalar, const std::vector<ScalarRef>& wanted) {
    bool found = false;
    for_each_scalar(scalar, [&](ScalarRef node) { found = found || std::find(wanted.begin(), wanted.end(), node) != wanted.end(); }, false);
    return found;
}

/// Makes two blocks of one: below, its FROM clause with the conditions as flags; above, its items.
class Split {
public:
    Split(Arena& arena, const Select& block) : arena_(arena), build_(arena) {
        below_.from = block.from;
        for (const Quantifier* quantifier : quantifiers(block.from))
            for (std::size_t i = 0; i < quantifier->rel->columns.size(); ++i) add_column(*quantifier, static_cast<int>(i));
    }

    RelRef operator()(const Rel& rel, const std::vector<ScalarRef>& conditions) {
        const auto& block = std::get<Select>(rel.node);
        const bool filters_above = block.where != nullptr && contains(block.where, conditions);
        if (!filters_above) below_.where = block.where;
        std::map<ScalarRef, int> flags; // looked up only
        for (const ScalarRef condition : conditions) flags[condition] = add(condition, unused(std::string(kAffected)), true);
        const Quantifier& first = *quantifiers(block.from).front();
        const Quantifier checked = build_.quantifier(build_.labelled(build_.select(std::move(below_), std::move(columns_)), first.rel->label), quantifiers(block.from).size() == 1 ? first.alias : std::string{});

        CopyHooks to_flags, to_checked;
        to_flags.scalar = [&](ScalarRef scalar) {
            const auto flag = flags.find(scalar);
            return flag == flags.end() ? scalar : build_.column(checked, flag->second);
        };
        to_checked.column = [&](ScalarRef, const ColumnRef& ref) {
            const auto place = places_.find({ref.quant, ref.column});
            return place == places_.end() ? nullptr : build_.column(checked, place->second);
        };
        GraphCopy with_flags(arena_, std::move(to_flags)), on_checked(arena_, std::move(to_checked));
        Rel out = rel;
        Select& above = std::get<Select>(out.node);
        above.from = build_.from(checked);
        above.where = filters_above ? on_checked(with_flags(block.where)) : nullptr;
        for (ScalarRef& item : above.items) item = on_checked(with_flags(item));
        return arena_.make(std::move(out));
    }

private:
    int add(ScalarRef item, std::string name, bool nullable) {
        below_.items.push_back(item);
        columns_.push_back({std::move(name), item->type, nullable});
        return static_cast<int>(columns_.size()) - 1;
    }

    void add_column(const Quantifier& quantifier, int index) {
        const Column& column = quantifier.rel->columns[static_cast<std::size_t>(index)];
        const std::string prefix = !quantifier.alias.empty() ? quantifier.alias : quantifier.rel->label;
        std::string name = has_name(column.name) && !prefix.empty() ? prefix + "_" + column.name : column.name;
        places_[{quantifier.id, index}] = add(build_.column(quantifier, index), unused(std::move(name)), column.nullable || !places_.empty());
    }

    [[nodiscard]] bool has_name(std::string_view name) const {
        return std::any_of(columns_.begin(), columns_.end(), [&](const Column& column) { return equal_ignoring_case(column.name, name); });
    }
    [[nodiscard]] std::string unused(std::string name) const {
        const std::string base = name;
        for (int number = 2; has_name(name); ++number) name = base + "_" + std::to_string(number);
        return name;
    }

    Arena& arena_;
    Builder build_;
    Select below_;
    std::vector<Column> columns_;
    std::map<std::pair<QuantId, int>, int> places_; ///< where a column of the FROM clause is below; looked up only
};

class Sharer {
public:
    explicit Sharer(Arena& arena) : arena_(arena) {}

    RelRef operator()(RelRef rel) {
        const auto* block = std::get_if<Select>(&rel->node);
        if (block == nullptr || block->from == nullptr || !is_row_wise(*block) || has_window(*block)) return rel;
        const std::vector<ScalarRef> conditions = shared_conditions(*block);
        return conditions.empty() || !closedness_.closed(rel) ? rel : Split(arena_, *block)(*rel, conditions);
    }

private:
    Arena& arena_;
    Closedness closedness_;
};

} // namespace

RelRef share_conditions(Arena& arena, RelRef root) {
    Sharer sharer(arena);
    CopyHooks hooks;
    hooks.after = [&](RelRef, RelRef rebuilt) { return sharer(rebuilt); };
    const RelRef shared = GraphCopy(arena, std::move(hooks))(root);
    return shared == root ? root : drop_dead_columns(arena, shared);
}

bool holds_condition(RelRef rel) {
    return !rel->columns.empty() && rel->columns.back().name.starts_with(kAffected);
}

} // namespace t2d::passes
