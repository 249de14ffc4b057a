// SPDX-License-Identifier: Apache-2.0
// One query block: select list, grouping, order and limits.
#include <functional>
#include <utility>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The name a select item has without an alias: its column's, else none.
std::string implied_name(const ast::Expr& node) {
    const auto* column = std::get_if<ast::ColumnName>(&node.node);
    return column == nullptr ? std::string{} : column->name.last();
}

ScalarRef without_collation(ScalarRef key) {
    const auto* collate = std::get_if<Collate>(&key->node);
    return collate == nullptr ? key : collate->operand;
}

/// Index of a group key equal to `key`, appending it when it is new.
int group_index(Select& block, ScalarRef key) {
    for (std::size_t i = 0; i < block.group_by.size(); ++i) {
        const auto* a = std::get_if<ColumnRef>(&without_collation(block.group_by[i])->node);
        const auto* b = std::get_if<ColumnRef>(&without_collation(key)->node);
        if (a != nullptr && b != nullptr && a->quant == b->quant && a->column == b->column) return static_cast<int>(i);
    }
    block.group_by.push_back(key);
    return static_cast<int>(block.group_by.size()) - 1;
}

using GroupingSet = std::vector<int>;

/// Every combination of one set of `left` and one of `right`: how several elements of GROUP BY combine.
std::vector<GroupingSet> cross(const std::vector<GroupingSet>& left, const std::vector<GroupingSet>& right) {
    std::vector<GroupingSet> out;
    for (const auto& a : left)
        for (const auto& b : right) {
            GroupingSet both = a;
            both.insert(both.end(), b.begin(), b.end());
            out.push_back(std::move(both));
        }
    return out;
}

std::vector<GroupingSet> rollup(const std::vector<GroupingSet>& items) {
    std::vector<GroupingSet> out;
    for (std::size_t n = items.size() + 1; n-- > 0;) {
        GroupingSet set;
        for (std::size_t i = 0; i < n; ++i) set.insert(set.end(), items[i].begin(), items[i].end());
        out.push_back(std::move(set));
    }
    return out;
}

std::vector<GroupingSet> cube(const std::vector<GroupingSet>& items) {
    std::vector<GroupingSet> out;
    for (std::size_t mask = std::size_t{1} << items.size(); mask-- > 0;) {
        GroupingSet set;
        for (std::size_t i = 0; i < items.size(); ++i)
            if ((mask >> i & 1U) != 0) set.insert(set.end(), items[i].begin(), items[i].end());
        out.push_back(std::move(set));
    }
    return out;
}

/// Expands grouping elements to grouping sets over the block's keys.
class GroupingExpander {
public:
    using KeyIndex = std::function<int(const ast::Expr&)>;
    explicit GroupingExpander(KeyIndex index) : index_(std::move(index)) {}

    std::vector<GroupingSet> expand(const ast::GroupingElement& element) const {
        std::vector<GroupingSet> items;
        for (const auto& item : element.items) items.push_back(set_of(item));
        switch (element.grouping) {
        case ast::GroupingKind::plain: return {items.empty() ? GroupingSet{} : items.front()};
        case ast::GroupingKind::rollup: return rollup(items);
        case ast::GroupingKind::cube: return cube(items);
        case ast::GroupingKind::grouping_sets: break;
        }
        std::vector<GroupingSet> out;
        for (const auto& nested : element.nested)
            for (auto& set : expand(nested)) out.push_back(std::move(set));
        return out;
    }

private:
    GroupingSet set_of(const ast::Expr& item) const {
        GroupingSet out;
        if (const auto* tuple = std::get_if<ast::Tuple>(&item.node)) {
            for (const auto& key : tuple->items) out.push_back(index_(key));
        } else {
            out.push_back(index_(item));
        }
        return out;
    }
    KeyIndex index_;
};

} // namespace

RelRef Binder::select(const ast::Select& node, const ast::Query* around, Scope* outer) {
    Select block;
    Scope scope;
    scope.outer = outer;
    scope.grouped = &block.grouped;
    scope.windows = &node.windows;
    if (node.group_by_all) fail<diag::unsupported_syntax>(span_, "GROUP BY ALL");
    block.from = from(node.from, scope);
    if (node.where) block.where = condition(**node.where, scope);
    group_by(node, scope, block);
    std::vector<Column> columns;
    items(node, scope, block, columns);
    if (node.having) {
        block.grouped = true;
        block.having = condition(**node.having, scope);
    }
    block.distinct = node.distinct;
    if (around != nullptr && !failed_) order_by(around->order_by, scope, block, columns);
    limit(node, around, scope, block);
    settle_collations(block);
    const bool listed = around != nullptr && around->for_clause;
    if (!block.limit && outer != nullptr && !listed) block.order.clear(); // an order without TOP means nothing inside another query
    return build_.select(std::move(block), std::move(columns));
}

/// A query of which only the rows count and no value is read: its stars need no columns.
RelRef Binder::rows_of(const ast::Query& node, Scope* outer) {
    const auto* block = std::get_if<ast::Select>(&node.body);
    const auto* around = std::exchange(rows_only_, block != nullptr && !block->distinct ? block : nullptr);
    const RelRef rows = query(node, outer);
    rows_only_ = around;
    return rows;
}

void Binder::star(const ast::Star& star, SourceSpan span, bool rows_only, Scope& scope, Select& block, std::vector<Column>& columns) {
    bool any = false;
    for (const RangeVariable& range : scope.tables) {
        if (!star.qualifier.parts.empty() && !equal_ignoring_case(range.alias, star.qualifier.last())) continue;
        any = true;
        if (range.table >= 0 && program_.tables[static_cast<std::size_t>(range.table)].inferred) {
            if (!rows_only) return fail<diag::star_without_ddl>(span, program_.tables[static_cast<std::size_t>(range.table)].name);
            block.items.push_back(build_.integer(1));
            columns.push_back({"column" + std::to_string(columns.size() + 1), block.items.back()->type, false});
            continue;
        }
        const auto& source = range.table >= 0 ? program_.tables[static_cast<std::size_t>(range.table)].columns : range.rel->columns;
        for (int i = 0; i < static_cast<int>(source.size()); ++i) {
            Column column = source[static_cast<std::size_t>(i)];
            column.nullable = column.nullable || range.outer_joined;
            block.items.push_back(build_.column(range.quant, i, column));
            columns.push_back(std::move(column));
        }
    }
    if (!any && !scope.incomplete) fail<diag::unknown_column>(span, star.qualifier.parts.empty() ? "*" : star.qualifier.last() + ".*");
}

void Binder::items(const ast::Select& node, Scope& scope, Select& block, std::vector<Column>& columns) {
    for (const auto& item : node.items) {
        if (const auto* all = std::get_if<ast::Star>(&item.expr.node)) {
            star(*all, item.span, &node == rows_only_, scope, block, columns);
            continue;
        }
        const ScalarRef bound = expr(item.expr, scope);
        std::string name = item.alias.empty() ? implied_name(item.expr) : item.alias;
        if (name.empty()) name = "column" + std::to_string(columns.size() + 1);
        block.items.push_back(bound);
        columns.push_back({std::move(name), type_with_collation(bound), bound->nullable});
    }
}

void Binder::group_by(const ast::Select& node, Scope& scope, Select& block) {
    if (node.group_by.empty()) return;
    block.grouped = true;
    const GroupingExpander expander([&](const ast::Expr& key) { return group_index(block, this->key(expr(key, scope), false, key.span)); });
    std::vector<GroupingSet> sets{{}};
    for (const auto& element : node.group_by) sets = cross(sets, expander.expand(element));
    if (sets.size() > 1) block.grouping_sets = std::move(sets);
}

void Binder::order_by(const std::vector<ast::OrderItem>& nodes, Scope& scope, Select& block, const std::vector<Column>& columns) {
    for (const auto& node : nodes) {
        ScalarRef key = nullptr;
        // An alias of the select list wins over a column; a number is a position.
        if (const auto* name = std::get_if<ast::ColumnName>(&node.expr.node); name != nullptr && name->name.parts.size() == 1) {
            const int index = find_column(columns, name->name.last());
            if (index >= 0) key = block.items[static_cast<std::size_t>(index)];
        }
        if (const auto* number = std::get_if<ast::Literal>(&node.expr.node); number != nullptr && number->literal == ast::LiteralKind::integer) {
            const std::size_t position = std::stoul(number->text);
            if (position >= 1 && position <= block.items.size()) key = block.items[position - 1];
        }
        block.order.push_back({this->key(key != nullptr ? key : expr(node.expr, scope), true, node.expr.span), node.descending});
    }
}

void Binder::limit(const ast::Select& node, const ast::Query* around, Scope& scope, Select& block) {
    Limit out;
    if (node.top) {
        out.count = expr(*node.top->count, scope);
        out.percent = node.top->percent;
        out.with_ties = node.top->with_ties;
    }
    if (around != nullptr && around->offset) out.offset = expr(**around->offset, scope);
    if (around != nullptr && around->fetch) out.count = expr(**around->fetch, scope);
    const auto* all = out.count == nullptr ? nullptr : std::get_if<Constant>(&out.count->node);
    if (out.percent && all != nullptr && all->text == "100") return; // TOP (100) PERCENT is every row
    if (out.count != nullptr || out.offset != nullptr) block.limit = out;
}

} // namespace t2d::passes
