// SPDX-License-Identifier: Apache-2.0
// Identity columns and sequences: the counter is part of a table's state.
#include <algorithm>
#include <charconv>

#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {
long long whole(const std::string& text) {
    long long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end != text.data() ? value : 1;
}
} // namespace

bool Reenactor::is_numbered(TableId table, int column) const {
    const auto& rules = symbol(table).rules;
    if (static_cast<std::size_t>(column) >= rules.size()) return false;
    const ColumnRule& rule = rules[static_cast<std::size_t>(column)];
    return rule.identity || (rule.default_value != nullptr && std::holds_alternative<NextValue>(rule.default_value->node));
}

/// The number before the first one: what the counter stands at while the table has never had a row.
ScalarRef Reenactor::before_first(TableId table, int column) const {
    const auto index = static_cast<std::size_t>(column);
    const ColumnRule& rule = symbol(table).rules[index];
    const long long value = whole(rule.identity_seed) - whole(rule.identity_increment);
    return build_.arena().make(Scalar{Constant{std::to_string(value)}, symbol(table).columns[index].type, false, {}});
}

ScalarRef Reenactor::greatest(RelRef rel, TableId table, int column) const {
    const auto index = static_cast<std::size_t>(column);
    const Quantifier rows = build_.quantifier(rel);
    const bool down = whole(symbol(table).rules[index].identity_increment) < 0;
    Select block;
    block.from = build_.from(rows);
    block.grouped = true;
    block.items = {build_.aggregate(down ? AggregateKind::min : AggregateKind::max, {build_.column(rows, column)}, rel->columns[index].type)};
    return build_.subquery(build_.select(std::move(block), {{rel->columns[index].name, rel->columns[index].type, true}}));
}

ScalarRef Reenactor::last_number(TableId table, int column) const {
    const auto kept = state_.counters.find({table, column});
    if (kept != state_.counters.end()) return kept->second;
    const RelRef rel = current(table);
    const ScalarRef start = before_first(table, column);
    return is_empty(rel) ? start : not_before_first(greatest(rel, table, column), table, column);
}

/// A counter never stands before the number that it starts with: rows may have keys below the seed (an unknown member has -1).
ScalarRef Reenactor::not_before_first(ScalarRef last, TableId table, int column) const {
    const bool down = whole(symbol(table).rules[static_cast<std::size_t>(column)].identity_increment) < 0;
    const FunctionId further = down ? FunctionId::least : FunctionId::greatest;
    return build_.arena().make(Scalar{Call{further, {last, before_first(table, column)}, {}}, last->type, false, {}});
}

/// Before rows are removed: the counter does not go back with them.
void Reenactor::keep_counters(TableId table) {
    for (int column = 0; column < static_cast<int>(symbol(table).columns.size()); ++column)
        if (is_numbered(table, column)) state_.counters.insert_or_assign({table, column}, last_number(table, column));
}

/// After rows were added: the counter is the greatest number in the table again, unless it was ahead of the table before.
void Reenactor::advance_counters(TableId table, RelRef before, const Select* row) {
    for (int column = 0; column < static_cast<int>(symbol(table).columns.size()); ++column) {
        const auto kept = state_.counters.find({table, column});
        if (kept == state_.counters.end()) continue;
        if (is_empty(before) && std::holds_alternative<Constant>(kept->second->node)) {
            state_.counters.erase(kept);
            continue;
        }
        if (row != nullptr && in_round() && symbol(table).rules[static_cast<std::size_t>(column)].identity) { // its number is the last one, and a round need not look for it
            kept->second = build_.choose(row->where == nullptr ? build_.boolean(true) : row->where, row->items[static_cast<std::size_t>(column)], kept->second);
            continue;
        }
        Select last;
        last.items = {kept->second};
        kept->second = greatest_with(table, column, build_.select(std::move(last), {current(table)->columns[static_cast<std::size_t>(column)]}));
    }
}

/// The greatest number in a table's current version and in the one column of `other`.
ScalarRef Reenactor::greatest_with(TableId table, int column, RelRef other) const {
    const auto index = static_cast<std::size_t>(column);
    const std::vector<Column> shape{current(table)->columns[index]};
    const Quantifier rows = build_.quantifier(current(table));
    Select numbers;
    numbers.from = build_.from(rows);
    numbers.items = {build_.column(rows, column)};
    const Quantifier all = build_.quantifier(build_.union_all({build_.select(std::move(numbers), shape), other}, shape));
    const bool down = whole(symbol(table).rules[index].identity_increment) < 0;
    Select block;
    block.from = build_.from(all);
    block.grouped = true;
    block.items = {build_.aggregate(down ? AggregateKind::min : AggregateKind::max, {build_.column(all, 0)}, shape.front().type)};
    return build_.subquery(build_.select(std::move(block), shape));
}

ScalarRef Reenactor::number(TableId table, int column, const RowNumber& position) {
    const auto index = static_cast<std::size_t>(column);
    const SqlType type = symbol(table).columns[index].type;
    const long long increment = whole(symbol(table).rules[index].identity_increment);
    const ScalarRef last = last_number(table, column);
    if (position.constant > 0) return build_.add(last, build_.convert(build_.integer(position.constant * increment), type));
    Window window;
    window.function = WindowKind::row_number;
    window.order = position.order;
    ScalarRef steps = build_.arena().make(Scalar{std::move(window), simple_type(TypeKind::bigint), false, {}});
    if (increment != 1)
        steps = build_.arena().make(Scalar{Arithmetic{ArithmeticOp::multiply, steps, build_.integer(increment)}, steps->type, false, {}});
    return build_.add(last, build_.convert(steps, type));
}

/// Numbers follow the ORDER BY of the statement, else all columns of the rows; columns that are unique together end the order.
std::vector<SortKey> Reenactor::insert_order(RelRef source, const std::vector<ScalarRef>& items, TableId table) {
    const auto* select = std::get_if<Select>(&source->node);
    if (select != nullptr && !select->limit && !select->order.empty()) return select->order;
    diagnostics_.report<diag::identity_order>(statement_->span, display_name(table));
    std::vector<SortKey> order;
    ColumnSet used;
    std::set<Place> ordered;
    for (std::size_t i = 0; i < items.size(); ++i) {
        // What is computed from columns that are in the order already adds nothing to it; constants never do.
        const auto places = places_of({items[i]}, free_quantifiers(items[i]));
        used.push_back(static_cast<int>(i));
        if (std::includes(ordered.begin(), ordered.end(), places.begin(), places.end())) continue;
        order.push_back({items[i], false});
        if (std::holds_alternative<ColumnRef>(items[i]->node)) ordered.insert(places.begin(), places.end());
        if (unique_on(source, used, program_.tables, &version_of_)) break;
    }
    if (order.empty()) order.push_back({build_.null(simple_type(TypeKind::int_)), false});
    return order;
}

} // namespace t2d::passes
