// SPDX-License-Identifier: Apache-2.0
// Writes that add rows or replace all rows.
#include "backend/replay/write_printer.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

namespace {

const SqlType kInt = simple_type(TypeKind::int_);

} // namespace

WritePrinter::WritePrinter(QueryWriter& queries, Script& script, std::string prefix, int rowcount, int identity)
    : queries_(queries), script_(script), prefix_(std::move(prefix)), rowcount_(rowcount), identity_(identity) {}

std::string WritePrinter::work(const std::string& name) const {
    return jinja::expression("s") + "." + scratch_name(prefix_, name);
}

std::string WritePrinter::next_row() const {
    return "nextval('" + jinja::expression("s") + "." + prefix_ + "__row_ids')";
}

std::string WritePrinter::set_session(const std::string& name, const std::string& value) const { return replay().set_variable(name, value); }

std::string WritePrinter::make_work(const std::string& name, const std::string& query) const { return replay().replaced_table(work(name), query); }

std::string WritePrinter::counter(ir::TableId table, int column) const {
    return counter_name(prefix_, queries_.symbol(table), column);
}

std::string WritePrinter::name(ir::TableId table, int column) const {
    return queries_.dialect().identifier(queries_.symbol(table).columns[static_cast<std::size_t>(column)].name);
}

const SqlType& WritePrinter::type(ir::TableId table, int column) const {
    return queries_.symbol(table).columns[static_cast<std::size_t>(column)].type;
}

void WritePrinter::count(const std::string& number, Lines& out) const {
    if (rowcount_ >= 0) out.push_back(set_session(session_name(queries_.program(), rowcount_), number));
}

std::vector<std::string> WritePrinter::emptied(ir::TableId table) const {
    Lines out = {"delete from " + relation(table)};
    for (int c = 0; c < width(table); ++c) {
        if (!is_numbered(queries_.symbol(table), c)) continue;
        const ir::ColumnRule& rule = queries_.symbol(table).rules[static_cast<std::size_t>(c)];
        if (rule.identity) // a sequence goes on
            out.push_back(set_session(counter(table, c), fmt::format("{} - ({})", rule.identity_seed, rule.identity_increment)));
    }
    return out;
}

void WritePrinter::truncate(const ir::Truncate& node) { script_.run(emptied(node.table)); }

void WritePrinter::define(const ir::Define& node) {
    const auto* values = std::get_if<ir::Values>(&node.content->node);
    if (values != nullptr && values->rows.empty()) return script_.run(emptied(node.table));
    std::vector<std::string> names, quoted;
    std::vector<SqlType> types;
    for (int c = 0; c < width(node.table); ++c) {
        names.push_back("c" + std::to_string(c));
        types.push_back(type(node.table, c));
        quoted.push_back(name(node.table, c));
    }
    Lines out = {make_work("rows", queries_.rows(node.content, names, types))};
    for (std::string& line : emptied(node.table))
        out.push_back(std::move(line));
    out.push_back(fmt::format("insert into {} ({}, {})\nselect {}, {} from {}", relation(node.table), join(quoted, ", "),
                              kRowId, join(names, ", "), next_row(), work("rows")));
    advance(node.table, relation(node.table), out);
    count("(select count(*) from " + work("rows") + ")", out);
    script_.run(out);
}

/// The rows of a source with the keys of its ORDER BY beside them; rows of VALUES keep their places, and rows without an order are
/// numbered by all their values.
WritePrinter::NewRows WritePrinter::new_rows(ir::TableId table, const std::vector<int>& columns, ir::RelRef source) {
    NewRows out{.table = table, .columns = columns, .query = {}, .into = work("new")};
    if (columns.empty()) {
        out.query = "select 1 as one";
        return out;
    }
    ir::Rel copy = *source;
    std::vector<std::string> names;
    std::vector<SqlType> types;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        names.push_back("c" + std::to_string(i));
        types.push_back(type(table, columns[i]));
    }
    const auto add_key = [&](const SqlType& type, bool down) {
        names.push_back("k" + std::to_string(out.keys.size()));
        types.push_back(type);
        copy.columns.push_back({names.back(), type, true});
        out.keys.emplace_back(names.back(), type);
        out.descending.push_back(down);
    };
    if (auto* block = std::get_if<ir::Select>(&copy.node)) {
        for (const ir::SortKey& key : block->order) {
            block->items.push_back(key.expr);
            add_key(key.expr->type, key.descending);
        }
        if (!block->limit) block->order.clear();
    } else if (auto* values = std::get_if<ir::Values>(&copy.node)) {
        int place = 0;
        for (auto& row : values->rows)
            row.push_back(queries_.integer(++place));
        add_key(kInt, false);
    }
    out.query = queries_.rows(queries_.arena().make(std::move(copy)), names, types);
    if (out.keys.empty())
        for (std::size_t i = 0; i < columns.size(); ++i)
            out.keys.emplace_back(names[i], types[i]);
    return out;
}

/// What fills a column that the rows do not give; empty where it stays NULL.
std::string WritePrinter::filling(const NewRows& rows, int column) const {
    const ir::TableSymbol& symbol = queries_.symbol(rows.table);
    if (static_cast<std::size_t>(column) >= symbol.rules.size()) return {};
    const ir::ColumnRule& rule = symbol.rules[static_cast<std::size_t>(column)];
    if (is_numbered(symbol, column))
        return fmt::format("cast({} + {} * row_number() over (order by {}) as {})", replay().counter(counter(rows.table, column)),
                           rule.identity_increment, queries_.order_by(rows.keys, rows.descending),
                           queries_.dialect().type_name(type(rows.table, column)));
    if (rule.computed != nullptr || rule.default_value == nullptr) return {};
    return queries_.over_places(rule.default_value, type(rows.table, column), {});
}

/// Puts rows into a work table with their new ids, and from there into the table.
void WritePrinter::append(const NewRows& rows, Lines& out) const {
    out.push_back(replay().replaced_table(rows.into, fmt::format("select rows.*, {} as {} from (\n{}\n) as rows", next_row(), kRowId, indented(rows.query, kStep))));
    const auto& rules = queries_.symbol(rows.table).rules;
    Lines names, values;
    for (int c = 0; c < width(rows.table); ++c) {
        const auto given = std::find(rows.columns.begin(), rows.columns.end(), c);
        const bool identity = static_cast<std::size_t>(c) < rules.size() && rules[static_cast<std::size_t>(c)].identity;
        const bool taken = given != rows.columns.end() && (!identity || rows.explicit_identity);
        std::string value = taken ? "c" + std::to_string(given - rows.columns.begin()) : filling(rows, c);
        if (value.empty()) continue;
        names.push_back(name(rows.table, c));
        values.push_back(std::move(value));
    }
    names.emplace_back(kRowId);
    values.emplace_back(kRowId);
    out.push_back(fmt::format("insert into {} ({})\nselect\n    {}\nfrom {}", relation(rows.table), join(names, ", "),
                              join(values, ",\n    "), rows.into));
    advance(rows.table, rows.into, out);
    recompute(rows.table, out);
}

/// Counters follow the numbers that were handed out, and identity values that were given and lie ahead.
void WritePrinter::advance(ir::TableId table, const std::string& added, Lines& out) const {
    const ir::TableSymbol& symbol = queries_.symbol(table);
    for (int c = 0; c < width(table); ++c) {
        if (!is_numbered(symbol, c)) continue;
        const ir::ColumnRule& rule = symbol.rules[static_cast<std::size_t>(c)];
        const bool down = rule.identity_increment.starts_with("-");
        const std::string reached = fmt::format("(select {}({}) from {} where {} in (select {} from {}))", down ? "min" : "max",
                                                name(table, c), relation(table), kRowId, kRowId, added);
        const std::string counted = counter(table, c);
        out.push_back(set_session(counted, fmt::format("{}({}, {})", down ? "least" : "greatest", replay().counter(counted), reached)));
        if (rule.identity && identity_ >= 0) {
            const std::string last = session_name(queries_.program(), identity_);
            out.push_back(set_session(
                last, fmt::format("case when exists (select 1 from {}) then {} else {} end", added, replay().counter(counted), replay().counter(last))));
        }
    }
}

/// Computed columns follow from the other columns of their row.
void WritePrinter::recompute(ir::TableId table, Lines& out) const {
    const ir::TableSymbol& symbol = queries_.symbol(table);
    Places places;
    for (int c = 0; c < width(table); ++c)
        places[{symbol.self, c}] = name(table, c);
    Lines set;
    for (int c = 0; c < width(table) && static_cast<std::size_t>(c) < symbol.rules.size(); ++c)
        if (const ir::ScalarRef computed = symbol.rules[static_cast<std::size_t>(c)].computed; computed != nullptr)
            set.push_back(name(table, c) + " = " + queries_.over_places(computed, type(table, c), places));
    if (!set.empty()) out.push_back("update " + relation(table) + " set " + join(set, ", "));
}

WritePrinter::Places WritePrinter::inserted(ir::TableId table, ir::QuantId quant, bool present) const {
    Places out;
    for (int c = 0; c < width(table); ++c)
        out[{quant, c}] = present ? "inserted." + name(table, c)
                                  : "cast(null as " + queries_.dialect().type_name(type(table, c)) + ")";
    return out;
}

void WritePrinter::output(const std::vector<ir::OutputInto>& output, const std::vector<Trace>& traces, Lines& out) const {
    for (const ir::OutputInto& into : output) {
        NewRows rows{.table = into.into, .columns = into.columns, .query = {}, .into = work("output")};
        Lines selects;
        for (const Trace& trace : traces) {
            Lines items;
            for (std::size_t i = 0; i < into.items.size(); ++i)
                items.push_back(fmt::format("{} as c{}", queries_.over_places(into.items[i], type(into.into, into.columns[i]), trace.places), i));
            selects.push_back("select\n    " + join(items, ",\n    ") + "\n" + trace.from);
        }
        for (std::size_t i = 0; i < into.items.size(); ++i)
            rows.keys.emplace_back("c" + std::to_string(i), type(into.into, into.columns[i]));
        rows.query = join(selects, "\nunion all\n");
        if (!selects.empty()) append(rows, out);
    }
}

void WritePrinter::insert(const ir::Insert& node) {
    NewRows rows = new_rows(node.table, node.columns, node.source);
    rows.explicit_identity = node.explicit_identity;
    Lines out;
    append(rows, out);
    count("(select count(*) from " + rows.into + ")", out);
    const std::string from = fmt::format("from {} as inserted\nwhere {} in (select {} from {})", relation(node.table), kRowId,
                                         kRowId, rows.into);
    output(node.output, {{from, inserted(node.table, node.inserted, true)}}, out);
    script_.run(out);
}

void WritePrinter::write_through(const ir::WriteThrough& node) {
    const ir::ScalarRef hit = queries_.first_true({node.where});
    std::vector<QueryItem> items;
    Lines names, values;
    for (int c = 0; c < width(node.table); ++c) {
        const ir::ScalarRef old = queries_.column(node.row, c, type(node.table, c));
        ir::ScalarRef value = old;
        for (const ir::SetColumn& set : node.set)
            if (set.column == c && node.where == nullptr) value = set.value;
            else if (set.column == c) value = queries_.arena().make(ir::Scalar{ir::Case{nullptr, {{node.where, set.value}}, old}, type(node.table, c), true, {}});
        items.push_back({value, "c" + std::to_string(c), type(node.table, c)});
        names.push_back(name(node.table, c));
        values.push_back(items.back().name);
    }
    items.push_back({hit, "hit", kInt});
    Lines out = {make_work("rows", queries_.select(items, queries_.from({node.row, node.rows, {}}), nullptr))};
    if (node.inside == nullptr) {
        out.push_back("delete from " + relation(node.table));
    } else {
        const ir::FromRef target = queries_.from({node.target, queries_.current(node.table), {}});
        const std::vector<QueryItem> id = {{queries_.row_id(node.table, node.target), kRowId, {}}};
        out.push_back(make_work("inside", queries_.select(id, target, node.inside)));
        out.push_back(removed(node.table, work("inside"), ""));
    }
    out.push_back(fmt::format("insert into {} ({}, {})\nselect {}, {} from {}{}", relation(node.table), join(names, ", "), kRowId,
                              join(values, ", "), next_row(), work("rows"), node.remove ? " where hit = 0" : ""));
    recompute(node.table, out);
    count("(select count(*) from " + work("rows") + " where hit = 1)", out);
    script_.run(out);
}

} // namespace t2d::backend
