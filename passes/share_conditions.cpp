// SPDX-License-Identifier: Apache-2.0
#include "passes/share_conditions.h"

#include <algorithm>
#include <set>

#include "ir/text.h"
#include "passes/copy_graph.h"
#include "passes/fuse_blocks.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr std::string_view kAffected = "is_affected";

bool has_column(const std::vector<Column>& columns, std::string_view name) {
    return std::any_of(columns.begin(), columns.end(), [&](const Column& column) { return equal_ignoring_case(column.name, name); });
}

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

/// The first condition with a correlated subquery that decides more than one item; null pointer when there is none.
ScalarRef shared_condition(const Select& block) {
    std::set<ScalarRef> seen; // looked up only
    for (const ScalarRef item : block.items)
        for (const ScalarRef condition : conditions_of(item))
            if (!seen.insert(condition).second && has_correlated_subquery(condition)) return condition;
    return nullptr;
}

class Sharer {
public:
    explicit Sharer(Arena& arena) : arena_(arena), build_(arena) {}

    RelRef operator()(RelRef rel) {
        const auto* block = std::get_if<Select>(&rel->node);
        if (block == nullptr || !is_row_wise(*block) || has_window(*block)) return rel;
        const Quantifier* row = only_quantifier(block->from);
        if (row == nullptr || has_column(row->rel->columns, kAffected)) return rel;
        const ScalarRef condition = shared_condition(*block);
        return condition == nullptr || !closedness_.closed(rel) ? rel : split(*rel, *block, *row, condition);
    }

private:
    RelRef split(const Rel& rel, const Select& block, const Quantifier& row, ScalarRef condition) {
        Select below;
        below.from = block.from;
        below.where = block.where;
        below.items = all_columns(build_, row);
        below.items.push_back(condition);
        std::vector<Column> columns = row.rel->columns;
        columns.push_back({std::string(kAffected), simple_type(TypeKind::bit), true});
        const int flag = static_cast<int>(columns.size()) - 1;
        const Quantifier checked = build_.quantifier(build_.labelled(build_.select(std::move(below), std::move(columns)), row.rel->label), row.alias);
        const ScalarRef holds = build_.column(checked, flag);

        Rel out = rel;
        Select& above = std::get<Select>(out.node);
        above.from = build_.from(checked);
        above.where = nullptr;
        CopyHooks flags, columns_of_row;
        flags.scalar = [&](ScalarRef scalar) { return scalar == condition ? holds : scalar; };
        columns_of_row.column = [&](ScalarRef, const ColumnRef& ref) { return ref.quant == row.id ? build_.column(checked, ref.column) : nullptr; };
        GraphCopy with_flag(arena_, std::move(flags)), on_checked(arena_, std::move(columns_of_row));
        for (ScalarRef& item : above.items) item = on_checked(with_flag(item));
        return arena_.make(std::move(out));
    }

    Arena& arena_;
    Builder build_;
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
    return !rel->columns.empty() && rel->columns.back().name == kAffected;
}

} // namespace t2d::passes
