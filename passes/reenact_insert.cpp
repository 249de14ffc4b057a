// SPDX-License-Identifier: Apache-2.0
// Writes that add rows or replace a whole table.
#include <algorithm>

#include "ir/match.h"
#include "passes/graph_facts.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

std::string Reenactor::display_name(TableId table) const {
    const std::string& name = symbol(table).name;
    const std::size_t start = name.find_first_not_of("#@");
    return start == std::string::npos ? name : name.substr(start);
}

RelRef Reenactor::current(TableId table) const {
    const RelRef rel = state_.tables[static_cast<std::size_t>(table)];
    return rel != nullptr ? rel : build_.empty(symbol(table).columns);
}

/// Makes `rel` the newest version of a table.
void Reenactor::set_table(TableId table, RelRef rel) {
    const auto index = static_cast<std::size_t>(table);
    if (functions_ == 0 && ends_long_chain(rel)) return cut_chain();
    if (functions_ == 0) {
        written_[index] = true;
        if (rel == state_.tables[index]) return;
        if (round_ != nullptr) return set_table_in_round(table, rel);
        const bool shared = std::holds_alternative<TableScan>(rel->node) || version_of_.count(rel) != 0 || one_row_.count(rel) != 0;
        Rel copy = shared ? *build_.filter(build_.quantifier(rel), nullptr) : *rel;
        copy.label = display_name(table);
        copy.span = statement_->span;
        copy.comments = statement_->comments;
        rel = build_.arena().make(std::move(copy));
        version_of_[rel] = table;
        const auto earlier = std::count_if(out_.versions.begin(), out_.versions.end(), [&](const Version& v) { return v.table == table; });
        out_.versions.push_back({table, static_cast<int>(earlier), rel, statement_->span});
    }
    state_.tables[index] = state_.visible[index] = rel;
}

void Reenactor::count_written(RelRef rows) {
    if (rowcount_ >= 0 && functions_ == 0) assign(rowcount_, build_.subquery(build_.count_rows(rows)));
}

void Reenactor::define(const Define& node) {
    const ScalarRef reached = path();
    RelRef content = resolve(node.content);
    const RelRef before = state_.tables[static_cast<std::size_t>(node.table)];
    if (!is_constant_true(reached) && !is_empty(content)) content = build_.filter(build_.quantifier(content), reached);
    // A table that exists before keeps its content where this statement is not reached.
    const bool kept = !is_constant_true(reached) && before != nullptr && !is_empty(before) && before->columns.size() == content->columns.size();
    if (kept) content = build_.union_all({build_.filter(build_.quantifier(before), build_.is_not_true(reached)), content}, content->columns);
    std::erase_if(state_.counters, [&](const auto& counter) { return counter.first.table == node.table; });
    if (node.continues >= 0) {
        const auto counters = state_.counters;
        for (const auto& [counter, number] : counters)
            if (counter.table == node.continues) state_.counters.insert_or_assign({node.table, counter.column}, number);
    }
    set_table(node.table, content);
    if (!std::holds_alternative<Values>(content->node) && node.continues < 0) count_written(current(node.table));
}

void Reenactor::truncate(const Truncate& node) {
    const ScalarRef reached = path();
    for (int column = 0; column < static_cast<int>(symbol(node.table).columns.size()); ++column) {
        if (!is_numbered(node.table, column)) continue;
        const ScalarRef last = last_number(node.table, column);
        const bool starts_again = symbol(node.table).rules[static_cast<std::size_t>(column)].identity; // a sequence knows nothing of its tables
        state_.counters.insert_or_assign({node.table, column}, starts_again ? build_.choose(reached, before_first(node.table, column), last) : last);
    }
    if (is_constant_true(reached)) return set_table(node.table, build_.empty(symbol(node.table).columns));
    set_table(node.table, build_.filter(build_.quantifier(current(node.table)), build_.is_not_true(reached)));
}

bool Reenactor::needs_numbers(TableId table, const std::vector<int>& columns, RelRef source, bool explicit_identity) const {
    const auto* block = std::get_if<Select>(&source->node);
    for (std::size_t i = 0; block != nullptr && i < columns.size() && i < block->items.size(); ++i)
        if (std::holds_alternative<NextValue>(block->items[i]->node) && is_numbered(table, columns[i])) return true;
    for (int c = 0; c < static_cast<int>(symbol(table).columns.size()); ++c) {
        const bool given = std::find(columns.begin(), columns.end(), c) != columns.end();
        const bool identity = static_cast<std::size_t>(c) < symbol(table).rules.size() && symbol(table).rules[static_cast<std::size_t>(c)].identity;
        if (is_numbered(table, c) && (!given || (identity && !explicit_identity))) return true;
    }
    return false;
}

/// One new row in the table's column order: given values, defaults, numbers, and at last computed columns over all of these.
std::vector<ScalarRef> Reenactor::full_row(TableId table, const std::vector<int>& columns, const std::vector<ScalarRef>& given, bool explicit_identity, const RowNumber& position) {
    const TableSymbol& target = symbol(table);
    std::vector<ScalarRef> row(target.columns.size(), nullptr);
    const auto rule_of = [&](std::size_t c) { return c < target.rules.size() ? target.rules[c] : ColumnRule{}; };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const auto c = static_cast<std::size_t>(columns[i]);
        if (!rule_of(c).identity || explicit_identity) row[c] = build_.convert(given[i], target.columns[c].type);
    }
    for (std::size_t c = 0; c < row.size(); ++c) {
        const ColumnRule rule = rule_of(c);
        // A sequence asked for by the statement itself counts like the column's own default.
        const bool asked = row[c] != nullptr && std::holds_alternative<NextValue>(row[c]->node) && is_numbered(table, static_cast<int>(c));
        if ((row[c] != nullptr && !asked) || rule.computed != nullptr) continue;
        if (is_numbered(table, static_cast<int>(c))) row[c] = number(table, static_cast<int>(c), position);
        else if (rule.default_value != nullptr) row[c] = build_.convert(resolve(rule.default_value), target.columns[c].type);
        else row[c] = build_.null(target.columns[c].type);
    }
    const std::vector<ScalarRef> stored = row;
    for (std::size_t c = 0; c < row.size(); ++c) {
        const ColumnRule rule = rule_of(c);
        if (rule.computed == nullptr) continue;
        row[c] = substitute(build_.arena(), resolve(rule.computed), [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == target.self ? stored[static_cast<std::size_t>(ref.column)] : nullptr;
        });
    }
    return row;
}

RelRef Reenactor::literal_rows(TableId table, const std::vector<int>& columns, const Values& values, bool explicit_identity, ScalarRef filter) {
    Values rows;
    for (const auto& given : values.rows) {
        RowNumber position;
        position.constant = static_cast<long long>(rows.rows.size()) + 1;
        rows.rows.push_back(full_row(table, columns, given, explicit_identity, position));
    }
    if (rows.rows.size() == 1) {
        Select single;
        single.items = std::move(rows.rows.front());
        single.where = filter;
        return build_.select(std::move(single), symbol(table).columns);
    }
    const RelRef all = build_.arena().make(Rel{std::move(rows), symbol(table).columns, {}, {}, {}});
    return is_constant_true(filter) ? all : build_.filter(build_.quantifier(all), filter);
}

/// The source with a column for each key of its ORDER BY; `places` says which. Its own order ends where no TOP needs it.
RelRef Reenactor::with_order_columns(RelRef source, std::vector<int>& places) const {
    const auto* select = std::get_if<Select>(&source->node);
    if (select == nullptr || select->order.empty()) return source;
    Rel copy = *source;
    Select block = *select;
    for (const SortKey& key : select->order) {
        const auto same = std::find_if(block.items.begin(), block.items.end(), [&](ScalarRef item) { return same_scalar(item, key.expr); });
        places.push_back(static_cast<int>(same - block.items.begin()));
        if (same != block.items.end()) continue;
        block.items.push_back(key.expr);
        copy.columns.push_back({"sort_key_" + std::to_string(block.items.size()), key.expr->type, key.expr->nullable});
    }
    if (!block.limit) block.order.clear();
    copy.node = std::move(block);
    return build_.arena().make(std::move(copy));
}

Reenactor::NewRows Reenactor::new_rows(TableId table, const std::vector<int>& columns, RelRef source, bool explicit_identity, ScalarRef filter) {
    const std::string label = "new_" + display_name(table);
    if (const auto* values = std::get_if<Values>(&source->node)) {
        const RelRef rows = build_.labelled(literal_rows(table, columns, *values, explicit_identity, filter), label);
        return {rows, rows};
    }
    const bool numbers = needs_numbers(table, columns, source, explicit_identity);
    const auto* select = std::get_if<Select>(&source->node);
    // The number's ORDER BY would repeat an aggregate, and no window function may stand in another's.
    const bool countable = select == nullptr || !numbers || (!select->grouped && !has_window(*select));
    const bool fused = select != nullptr && !select->distinct && !select->limit && countable && source->label.empty();
    Select block;
    RowNumber position;
    if (fused) {
        block = *select;
        block.order.clear();
        // A group without rows would appear again if the filter stood in WHERE.
        ScalarRef& place = block.grouped ? block.having : block.where;
        place = build_.conjunction(place, filter);
    } else {
        const std::size_t width = source->columns.size();
        std::vector<int> places;
        const RelRef readable = numbers ? with_order_columns(source, places) : source;
        const Quantifier rows = build_.quantifier(readable, source->label);
        block.from = build_.from(rows);
        block.items = all_columns(build_, rows);
        block.items.resize(width);
        block.where = filter;
        for (std::size_t i = 0; i < places.size(); ++i) position.order.push_back({build_.column(rows, places[i]), select->order[i].descending});
    }
    const std::vector<ScalarRef> given = block.items;
    if (fused && select->from == nullptr) position.constant = 1; // one row at most, like one of VALUES
    else if (numbers && position.order.empty()) position.order = fused ? insert_order(source, given, table) : insert_order(build_.select(block, source->columns), given, table);
    block.items = full_row(table, columns, given, explicit_identity, position);
    std::vector<Column> shape = symbol(table).columns;
    for (std::size_t extra = columns.size(); extra < given.size(); ++extra) {
        block.items.push_back(given[extra]);
        shape.push_back(source->columns[extra]);
    }
    NewRows out;
    out.all = build_.labelled(build_.select(std::move(block), shape), label);
    out.rows = out.all;
    if (shape.size() == symbol(table).columns.size()) return out;
    const Quantifier all = build_.quantifier(out.all);
    Select projected;
    projected.from = build_.from(all);
    for (int c = 0; c < static_cast<int>(symbol(table).columns.size()); ++c) projected.items.push_back(build_.column(all, c));
    out.rows = build_.select(std::move(projected), symbol(table).columns);
    return out;
}

/// SCOPE_IDENTITY() after rows were added: an INSERT without rows leaves it as it was.
void Reenactor::note_identity(TableId table, RelRef added) {
    if (identity_ < 0 || functions_ > 0) return;
    for (int c = 0; c < static_cast<int>(symbol(table).rules.size()); ++c) {
        if (!symbol(table).rules[static_cast<std::size_t>(c)].identity) continue;
        const ScalarRef last = last_number(table, c);
        const Select* row = only_row_of(added);
        const ScalarRef found = row != nullptr ? row->where : build_.exists(added);
        assign(identity_, has_one_row(added) ? last : build_.choose(found, last, state_.seen[static_cast<std::size_t>(identity_)]));
    }
}

std::vector<OutputInto> Reenactor::resolve(const std::vector<OutputInto>& output) {
    std::vector<OutputInto> out = output;
    for (auto& rows : out)
        for (ScalarRef& item : rows.items) item = resolve(item);
    return out;
}

void Reenactor::insert(const Insert& node) {
    const NewRows rows = new_rows(node.table, node.columns, resolve(node.source), node.explicit_identity, path());
    const std::vector<OutputInto> output = resolve(node.output);
    const RelRef before = current(node.table);
    set_table(node.table, build_.union_all({before, rows.rows}, symbol(node.table).columns));
    advance_counters(node.table, before, node.explicit_identity ? nullptr : only_row_of(rows.rows));
    note_identity(node.table, rows.rows);
    count_written(rows.rows);
    for (const auto& into : output) {
        Select block;
        block.from = build_.from({node.inserted, rows.rows, {}});
        append(into, output_rows(into, std::move(block), nullptr));
    }
}

/// Appends the rows of an OUTPUT clause to its table; they are rows of a statement that was reached, so no path is added.
void Reenactor::append(const OutputInto& output, RelRef rows) {
    const NewRows added = new_rows(output.into, output.columns, rows, false, nullptr);
    const RelRef before = current(output.into);
    set_table(output.into, build_.union_all({before, added.rows}, symbol(output.into).columns));
    advance_counters(output.into, before);
}

RelRef Reenactor::output_rows(const OutputInto& output, Select block, const Mapping& mapping) const {
    std::vector<Column> shape;
    block.items.clear();
    for (std::size_t i = 0; i < output.items.size(); ++i) {
        const ScalarRef item = mapping ? substitute(build_.arena(), output.items[i], mapping) : output.items[i];
        block.items.push_back(item);
        shape.push_back({symbol(output.into).columns[static_cast<std::size_t>(output.columns[i])].name, item->type, item->nullable});
    }
    return build_.select(std::move(block), std::move(shape));
}

} // namespace t2d::passes
