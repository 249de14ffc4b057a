// SPDX-License-Identifier: Apache-2.0
// INSERT, SELECT INTO and queries that stand alone.
#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

const ast::Select* first_block(const ast::Query& query) {
    return match(
        query.body, [](const ast::Select& block) { return &block; }, [](const ast::SetOp& node) { return first_block(*node.left); },
        [](const ast::Query& inner) { return first_block(inner); }, [](const ast::Values&) -> const ast::Select* { return nullptr; });
}

void Binder::query_statement(const ast::QueryStmt& node, Body& out) {
    const auto* block = std::get_if<ast::Select>(&node.query.body);
    if (const ast::Select* first = first_block(node.query); first != nullptr && first->into) return select_into(node.query, *first->into, out);
    const bool assigns = block != nullptr && std::any_of(block->items.begin(), block->items.end(), [](const auto& item) { return !item.variable.empty(); });
    if (assigns) {
        ctes(node.query.with, nullptr);
        ast::Query plain = node.query;
        plain.with.clear();
        return assign_from_select(plain, out);
    }
    if (results_ != nullptr) return add_result_set(node.query, out);
    skip("returns rows to the caller and writes none");
    if (!counts_rows_) return;
    const RelRef rows = rows_of(node.query, nullptr);
    if (!failed_) push(out, Assign{rowcount_, build_.subquery(build_.count_rows(rows))});
}

/// SELECT … INTO t: the query gives the table's columns.
void Binder::select_into(const ast::Query& node, const ast::Name& into, Body& out) {
    ast::Query plain;
    IdentityColumn identity;
    const bool numbers = unnumbered(node, plain, identity);
    RelRef rel = query(numbers ? plain : node, nullptr);
    if (numbers && !failed_) rel = numbered(rel, identity);
    if (failed_) return;
    const std::string& name = into.last();
    std::vector<Column> columns = rel->columns;
    for (auto& column : columns)
        if (column.type.kind == TypeKind::null) column.type = simple_type(TypeKind::int_); // SELECT NULL INTO gives an int column
    rel = converted(rel, columns);
    if (!name.empty() && name.front() == '#') {
        const TableId id = local_table(name, TableKind::temporary, std::move(columns));
        made_from_[id] = rel;
        note_made(id, into);
        if (numbers) {
            ColumnRule& rule = program_.tables[static_cast<std::size_t>(id)].rules[static_cast<std::size_t>(find_column(rel->columns, identity.name))];
            rule.identity = true;
            rule.identity_seed = identity.seed;
            rule.identity_increment = identity.increment;
        }
        return push(out, Define{id, rel});
    }
    // A persistent table made by the procedure: its content is replaced by the query.
    const std::string key = catalog_key(into);
    const bool known = catalog_.tables.contains(key) || persistent_.contains(key);
    const TableId id = persistent_table(key, into, span_);
    if (!known) {
        TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
        symbol.columns = columns;
        symbol.rules.assign(columns.size(), {});
        symbol.inferred = false;
    }
    push(out, Define{id, rel});
}

std::vector<int> Binder::insert_columns(const std::vector<std::string>& names, TableId id, SourceSpan span) {
    TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    std::vector<int> out;
    for (const auto& name : names) {
        int index = find_column(symbol.columns, name);
        if (index < 0 && symbol.inferred) {
            symbol.columns.push_back({name, undeclared_type(symbol, name), true});
            symbol.rules.emplace_back();
            index = static_cast<int>(symbol.columns.size()) - 1;
        }
        if (index < 0) fail<diag::unknown_column>(span, name);
        out.push_back(index);
    }
    if (!names.empty()) return out;
    // No column list: every column that can be written, in order.
    for (int i = 0; i < static_cast<int>(symbol.columns.size()); ++i) {
        const ColumnRule& rule = symbol.rules[static_cast<std::size_t>(i)];
        const bool skipped = rule.computed != nullptr || (rule.identity && !identity_insert_.contains(id)) || symbol.columns[static_cast<std::size_t>(i)].type.kind == TypeKind::rowversion;
        if (!skipped) out.push_back(i);
    }
    if (symbol.inferred) fail<diag::star_without_ddl>(span, symbol.name);
    return out;
}

/// VALUES rows of an INSERT: each cell takes its column's type, DEFAULT takes the column's default.
RelRef Binder::insert_values(const ast::Values& rows, std::vector<int>& columns, TableId id, Scope* outer) {
    Scope scope;
    scope.outer = outer;
    Values out;
    std::vector<Column> shape;
    for (const int column : columns) shape.push_back(program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(column)]);
    for (const auto& row_node : rows.rows) {
        if (row_node.size() != columns.size()) {
            fail<diag::column_count>(span_, columns.size(), row_node.size());
            return build_.empty(shape);
        }
        std::vector<ScalarRef> row;
        for (std::size_t i = 0; i < row_node.size(); ++i) {
            if (std::holds_alternative<ast::DefaultValue>(row_node[i].node)) {
                row.push_back(default_of(program_.tables[static_cast<std::size_t>(id)], static_cast<std::size_t>(columns[i])));
                continue;
            }
            const ScalarRef cell = value(row_node[i], scope, shape[i].type);
            if (!shape[i].type.known()) shape[i].type = cell->type;
            row.push_back(cell);
        }
        out.rows.push_back(std::move(row));
    }
    return build_.arena().make(Rel{std::move(out), std::move(shape), {}, {}, span_});
}

namespace {
const ast::Cte* cte_called(const std::vector<ast::Cte>& ctes, const ast::Name& name) {
    const auto found = std::find_if(ctes.begin(), ctes.end(), [&](const ast::Cte& cte) { return name.parts.size() == 1 && equal_ignoring_case(cte.name, name.last()); });
    return found == ctes.end() ? nullptr : &*found;
}
} // namespace

void Binder::insert(const ast::Insert& node, Body& out) {
    if (const auto* view = view_of(node.target)) {
        const auto direct = through_view(node, *view->node);
        if (!direct) return fail<diag::unsupported_statement>(span_, "INSERT into a view that is more than columns of one table");
        return insert(*direct, out);
    }
    if (const ast::Cte* cte = cte_called(node.with, node.target)) {
        ast::CreateView view;
        view.columns = cte->columns;
        view.query = *cte->query;
        const auto direct = through_view(node, view);
        if (!direct || cte_called(node.with, direct->target) != nullptr) return fail<diag::unsupported_statement>(span_, "INSERT into a CTE that is more than columns of one table");
        return insert(*direct, out);
    }
    ctes(node.with, nullptr);
    const TableId id = table(node.target, span_);
    if (id < 0) return;
    if (!node.top) return insert_rows(node, id, out);
    // INSERT TOP (n) takes any n rows of its query; the first ones of SELECT TOP (n) are such rows.
    ast::Insert limited = node;
    auto* rows = std::get_if<ast::Query>(&limited.source);
    auto* block = rows == nullptr ? nullptr : std::get_if<ast::Select>(&rows->body);
    if (block == nullptr || block->top || rows->offset || rows->fetch) return fail<diag::unsupported_syntax>(span_, "INSERT TOP with this source");
    block->top = node.top;
    insert_rows(limited, id, out);
}

namespace {

/// Whether an item is `NEXT VALUE FOR s OVER (…)`.
bool asks_number_over(const ast::SelectItem& item) {
    const auto* asked = std::get_if<Box<ast::NextValue>>(&item.expr.node);
    return asked != nullptr && (*asked)->over;
}

/// `INSERT … SELECT NEXT VALUE FOR s OVER (ORDER BY x)`: new rows take their numbers in the order of the statement, so x becomes that.
ast::Query numbered_in_order(ast::Query query) {
    auto* block = std::get_if<ast::Select>(&query.body);
    if (block == nullptr || !query.order_by.empty() || query.offset || query.fetch || block->top) return query;
    for (ast::SelectItem& item : block->items) {
        if (!asks_number_over(item)) continue;
        ast::NextValue& asked = *std::get<Box<ast::NextValue>>(item.expr.node);
        const ast::Over& over = **asked.over;
        if (!query.order_by.empty() || !over.window.empty() || !over.partition_by.empty() || over.order_by.empty()) continue;
        query.order_by = over.order_by;
        asked.over.reset();
    }
    return query;
}

} // namespace

void Binder::insert_rows(const ast::Insert& node, TableId id, Body& out) {
    Insert write;
    write.table = id;
    write.explicit_identity = identity_insert_.contains(id);
    write.inserted = build_.arena().fresh_quantifier();
    write.columns = insert_columns(node.columns, id, span_);
    if (failed_) return;
    if (std::holds_alternative<ast::DefaultValues>(node.source)) {
        write.columns.clear();
        write.source = build_.arena().make(Rel{Values{{{}}}, {}, {}, {}, span_});
    } else if (const auto* exec_node = std::get_if<Box<ast::Exec>>(&node.source)) {
        return insert_exec(**exec_node, id, write.columns, out);
    } else {
        const ast::Query& source = std::get<ast::Query>(node.source);
        const auto* rows = std::get_if<ast::Values>(&source.body);
        const auto* block = std::get_if<ast::Select>(&source.body);
        const bool numbers = block != nullptr && std::any_of(block->items.begin(), block->items.end(), asks_number_over);
        if (rows != nullptr && source.with.empty()) write.source = insert_values(*rows, write.columns, id, nullptr);
        else if (const RelRef changed = changed_rows(source, out)) write.source = changed;
        else if (!failed_ && numbers) write.source = query(numbered_in_order(source), nullptr);
        else if (!failed_) write.source = query(source, nullptr);
    }
    if (failed_) return;
    if (!std::holds_alternative<ast::DefaultValues>(node.source) && write.source->columns.size() != write.columns.size())
        return fail<diag::column_count>(span_, write.columns.size(), write.source->columns.size());
    TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    for (std::size_t i = 0; symbol.inferred && i < write.columns.size(); ++i) {
        Column& column = symbol.columns[static_cast<std::size_t>(write.columns[i])];
        if (!column.type.known()) column.type = write.source->columns[i].type; // without DDL the first writer decides
    }
    Scope scope;
    scope.tables.push_back({"inserted", {}, write.inserted, build_.empty(symbol.columns), id});
    write.output = outputs(node.output, scope);
    if (failed_) return;
    note_own_numbers(write);
    push_insert(std::move(write), out);
}

/// The rows of `(MERGE … OUTPUT …)` inside FROM: the MERGE is a statement of its own that leaves its OUTPUT rows in a table.
TableId Binder::rows_of_merge(const ast::DmlTable& dml, Body& out) {
    Scope scope;
    ctes((*dml.merge)->with, nullptr);
    MergeView view;
    Merge change = bind_merge(**dml.merge, scope, view);
    if (view.by_numbers) fail<diag::unsupported_syntax>(span_, "MERGE into a CTE or view that joins or numbers rows of a table without a key, as a source of rows,");
    if (failed_) return -1;
    OutputInto rows = taken_rows((*dml.merge)->output.front(), scope);
    if (failed_) return -1;
    const TableId changes = rows.into;
    push(out, Define{changes, build_.empty(program_.tables[static_cast<std::size_t>(changes)].columns)});
    change.output.push_back(std::move(rows));
    settle_merge_view(view, change);
    if (failed_) return -1;
    push_merge(std::move(change), out);
    return changes;
}

/// The same for INSERT, UPDATE and DELETE.
TableId Binder::rows_of_change(const ast::DmlTable& dml, Body& out) {
    const std::size_t before = out.size();
    if (dml.insert) insert(**dml.insert, out);
    else if (dml.update) update(**dml.update, out);
    else remove(**dml.remove, out);
    if (failed_) return -1;
    if (taken_->table < 0) fail<diag::unsupported_syntax>(span_, "this data change inside FROM");
    else out.insert(out.begin() + static_cast<std::ptrdiff_t>(before), {Define{taken_->table, build_.empty(program_.tables[static_cast<std::size_t>(taken_->table)].columns)}, record_, span_, {}});
    return taken_->table;
}

/// The items of an OUTPUT clause, and the columns that they are.
std::vector<Column> Binder::output_items(const ast::Output& node, Scope& scope, std::vector<ScalarRef>& items) {
    std::vector<Column> columns;
    for (const ast::SelectItem& item : node.items) {
        if (const auto* all = std::get_if<ast::Star>(&item.expr.node)) {
            Select list;
            star(*all, item.span, false, scope, list, columns);
            items.insert(items.end(), list.items.begin(), list.items.end());
            continue;
        }
        const auto* name = std::get_if<ast::ColumnName>(&item.expr.node);
        items.push_back(expr(item.expr, scope));
        const std::string own = !item.alias.empty() ? item.alias : name != nullptr ? name->name.last() : fmt::format("column{}", items.size());
        columns.push_back({own, items.back()->type, true});
    }
    return columns;
}

/// A table for the rows that OUTPUT gives to the statement around it.
OutputInto Binder::taken_rows(const ast::Output& node, Scope& scope) {
    OutputInto rows;
    std::vector<Column> columns = output_items(node, scope, rows.items);
    if (failed_) return rows;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        columns[i].nullable = true;
        if (i < taken_->columns.size()) columns[i].name = taken_->columns[i];
    }
    const std::string name = taken_->alias.empty() ? "changes" : taken_->alias;
    rows.columns.resize(columns.size());
    std::iota(rows.columns.begin(), rows.columns.end(), 0);
    rows.into = local_table(name, TableKind::temporary, std::move(columns));
    frames_.back().tables.erase(to_lower(name)); // no statement can name it
    taken_->table = rows.into;
    return rows;
}

/// The rows of INSERT … SELECT … FROM (a data change with OUTPUT); null pointer for any other query.
RelRef Binder::changed_rows(const ast::Query& source, Body& out) {
    const auto* block = std::get_if<ast::Select>(&source.body);
    if (block == nullptr || block->from.size() != 1) return nullptr;
    const auto* dml = get_boxed<ast::DmlTable>(block->from.front().node);
    if (dml == nullptr) return nullptr;
    const auto& output = dml->merge ? (*dml->merge)->output : dml->insert ? (*dml->insert)->output : dml->update ? (*dml->update)->output : (*dml->remove)->output;
    if (output.size() != 1 || output.front().into) {
        fail<diag::unsupported_syntax>(span_, "this data change inside FROM");
        return nullptr;
    }
    TakenRows taken{dml->alias, dml->columns, -1};
    TakenRows* const around = std::exchange(taken_, &taken);
    const TableId changes = dml->merge ? rows_of_merge(*dml, out) : rows_of_change(*dml, out);
    taken_ = around;
    if (failed_ || changes < 0) return nullptr;
    // The outer SELECT reads the rows under the alias that the derived table had.
    Select outer;
    Scope reading;
    reading.grouped = &outer.grouped;
    outer.from = add(current(changes), dml->alias, reading, changes);
    if (block->where) outer.where = condition(**block->where, reading);
    group_by(*block, reading, outer);
    std::vector<Column> selected;
    this->items(*block, reading, outer, selected);
    outer.distinct = block->distinct;
    return build_.select(std::move(outer), std::move(selected));
}

std::vector<OutputInto> Binder::outputs(const std::vector<ast::Output>& nodes, Scope& scope) {
    std::vector<OutputInto> out;
    for (const auto& node : nodes) {
        if (!node.into && taken_ != nullptr && taken_->table < 0) {
            OutputInto taken = taken_rows(node, scope);
            if (failed_) return out;
            out.push_back(std::move(taken));
        }
        if (!node.into) continue; // rows for the caller
        OutputInto rows;
        rows.into = table(*node.into, node.span);
        if (rows.into < 0) return out;
        rows.columns = insert_columns(node.into_columns, rows.into, node.span);
        output_items(node, scope, rows.items);
        if (rows.items.size() != rows.columns.size()) fail<diag::column_count>(node.span, rows.columns.size(), rows.items.size());
        if (failed_) return out;
        const auto& columns = program_.tables[static_cast<std::size_t>(rows.into)].columns;
        for (std::size_t i = 0; i < rows.items.size(); ++i) rows.items[i] = build_.convert(rows.items[i], columns[static_cast<std::size_t>(rows.columns[i])].type);
        out.push_back(std::move(rows));
    }
    return out;
}

/// BULK INSERT and COPY INTO belong to the tool that loads files: the table's rows are there before the run. What empties it just
/// before goes with them; other rows that the procedure wrote before cannot be told from the loaded ones.
void Binder::load(const ast::Recognized& node, Body& out) {
    const TableId id = table(node.loaded, span_);
    if (failed_) return;
    if (program_.tables[static_cast<std::size_t>(id)].kind != TableKind::persistent) return fail<diag::unsupported_statement>(span_, node.what + " into a temporary table");
    const auto empties = [&](const Statement& statement) {
        const auto* removal = std::get_if<Delete>(&statement.node);
        const auto* emptied = std::get_if<Truncate>(&statement.node);
        return (removal != nullptr && removal->table == id && removal->output.empty()) || (emptied != nullptr && emptied->table == id);
    };
    std::vector<Body*> bodies{&program_.body};
    if (&out != &program_.body) bodies.push_back(&out); // dynamic SQL, a branch
    for (const Body* body : bodies)
        for (const Statement& statement : *body)
            if (!empties(statement) && written_in({statement}).tables.contains(id)) return fail<diag::unsupported_statement>(span_, node.what + " into a table that holds rows of this run");
    const std::string reason = "the table is loaded from files before dbt runs";
    for (Body* body : bodies)
        for (Statement& statement : *body) {
            if (!empties(statement)) continue;
            statement.node = Inlined{}; // the places of its neighbours stay
            if (statement.record < 0) continue;
            StatementRecord& record = program_.records[static_cast<std::size_t>(statement.record)];
            record.action = StatementAction::skip;
            record.reason = reason;
        }
    diagnostics_.report<diag::loaded_from_files>(span_, node.loaded.last());
    skip(reason);
    if (!counts_rows_) return;
    HoleStatement count;
    count.reason = "the number of rows that a file has";
    count.variables = {rowcount_};
    out.push_back({std::move(count), -1, span_, {}});
}

} // namespace t2d::passes
