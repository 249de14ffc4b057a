// SPDX-License-Identifier: Apache-2.0
// Cursors: the rows of the query, numbered in its order, are a table variable, and FETCH is an assignment from the row at the
// cursor's position. Loops over cursors need no form of their own then.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {
/// A query of one block that its rows can be numbered in: DISTINCT comes before the numbers, so it stands in a block below.
Select numbered_block(const Builder& build, RelRef query) {
    const auto* direct = std::get_if<Select>(&query->node);
    if (direct != nullptr && !direct->distinct) return *direct;
    Select block;
    RelRef input = query;
    std::vector<SortKey> order;
    if (direct != nullptr) {
        Select below = *direct;
        order = std::exchange(below.order, {});
        input = build.select(std::move(below), query->columns);
    }
    const Quantifier rows = build.quantifier(input);
    block.from = build.from(rows);
    block.items = all_columns(build, rows);
    for (const SortKey& key : order) // DISTINCT demands that they are items
        for (std::size_t i = 0; i < direct->items.size(); ++i)
            if (same_scalar(direct->items[i], key.expr)) {
                block.order.push_back({block.items[i], key.descending});
                break;
            }
    return block;
}

/// Distinct names for the columns of a query, which a cursor does not demand.
std::vector<Column> named_columns(std::vector<Column> columns) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const std::vector<Column> before(columns.begin(), columns.begin() + static_cast<std::ptrdiff_t>(i));
        if (columns[i].name.empty() || find_column(before, columns[i].name) >= 0) columns[i].name = fmt::format("column{}", i + 1);
    }
    return columns;
}
} // namespace

/// SQL Server takes the values of variables in the query at DECLARE, and the rows of its tables at OPEN.
void Binder::declare_cursor(const std::string& name, const ast::CursorDef& def, Body& out) {
    RelRef rel = query(def.query, nullptr);
    if (failed_) return;
    const auto remembered = [&](ScalarRef scalar) -> ScalarRef {
        const auto* read = std::get_if<VarRef>(&scalar->node);
        if (read == nullptr) return scalar;
        program_.variables.push_back({program_.variables[static_cast<std::size_t>(read->variable)].name, scalar->type});
        const int copy = static_cast<int>(program_.variables.size()) - 1;
        push(out, Assign{copy, scalar});
        return make({VarRef{copy}, scalar->type, scalar->nullable, scalar->span});
    };
    rel = Rewriter(build_.arena(), remembered, nullptr)(rel);
    Cursor cursor;
    cursor.query = rel;
    std::vector<Column> columns = named_columns(rel->columns);
    columns.push_back({"row_no", simple_type(TypeKind::bigint), false});
    cursor.rows = local_table(name, TableKind::variable, std::move(columns));
    frames_.back().tables.erase(to_lower(name)); // no statement can name it
    program_.tables[static_cast<std::size_t>(cursor.rows)].unique_keys = {{static_cast<int>(rel->columns.size())}};
    program_.variables.push_back({"@" + name + "_row_no", simple_type(TypeKind::bigint)});
    cursor.position = static_cast<int>(program_.variables.size()) - 1;
    frames_.back().cursors[to_lower(name)] = cursor;
}

void Binder::open_cursor(const Cursor& cursor, Body& out) {
    Select block = numbered_block(build_, cursor.query);
    Window number;
    number.function = WindowKind::row_number;
    number.order = block.order;
    if (number.order.empty()) { // SQL Server promises no order then
        diagnostics_.report<diag::cursor_order>(span_);
        for (const ScalarRef item : block.items) number.order.push_back({item, false});
    }
    if (!block.limit) block.order.clear();
    block.items.push_back(make({std::move(number), simple_type(TypeKind::bigint), false, span_}));
    push(out, Define{cursor.rows, build_.select(std::move(block), program_.tables[static_cast<std::size_t>(cursor.rows)].columns)});
    push(out, Assign{cursor.position, build_.convert(build_.integer(0), simple_type(TypeKind::bigint))});
}

/// Moves the position and takes the row there; without a row the variables keep their values and @@FETCH_STATUS says so.
void Binder::fetch(const ast::CursorStmt& node, const Cursor& cursor, Body& out) {
    const SqlType bigint = simple_type(TypeKind::bigint);
    const ScalarRef position = make({VarRef{cursor.position}, bigint, true, span_});
    const auto move = [&](ScalarRef to) { push(out, Assign{cursor.position, to}); };
    if (node.direction.empty() || node.direction == "NEXT") move(build_.add(position, build_.convert(build_.integer(1), bigint)));
    else if (node.direction == "PRIOR") move(build_.add(position, build_.convert(build_.integer(-1), bigint)));
    else if (node.direction == "FIRST") move(build_.convert(build_.integer(1), bigint));
    else return fail<diag::unsupported_statement>(span_, "FETCH " + node.direction);
    const TableSymbol& rows = program_.tables[static_cast<std::size_t>(cursor.rows)];
    const std::size_t width = rows.columns.size() - 1;
    if (node.into.size() != width) return fail<diag::column_count>(span_, width, node.into.size());
    const Quantifier row = build_.quantifier(current(cursor.rows), rows.name);
    AssignQuery assign;
    Select block;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < width; ++i) {
        const int variable = find_variable(node.into[i]);
        if (variable < 0) return fail<diag::unknown_variable>(span_, node.into[i]);
        const SqlType& type = program_.variables[static_cast<std::size_t>(variable)].type;
        assign.variables.push_back(variable);
        block.items.push_back(build_.stored(build_.convert(build_.column(row, static_cast<int>(i)), type), type));
        columns.push_back({rows.columns[i].name, type, true});
        learn(variable, nullptr);
    }
    push(out, Assign{fetch_status_, build_.integer(-1)});
    assign.variables.push_back(fetch_status_);
    block.items.push_back(build_.integer(0));
    columns.push_back({"fetch_status", simple_type(TypeKind::int_), true});
    block.from = build_.from(row);
    block.where = build_.equal(build_.column(row, static_cast<int>(width)), position);
    assign.query = build_.select(std::move(block), std::move(columns));
    push(out, std::move(assign));
}

void Binder::cursor_statement(const ast::CursorStmt& node, Body& out) {
    const auto known = frames_.back().cursors.find(to_lower(node.cursor));
    if (known == frames_.back().cursors.end()) return fail<diag::unsupported_statement>(span_, "a cursor that is declared elsewhere");
    const Cursor cursor = known->second;
    switch (node.action) {
    case ast::CursorAction::open: return open_cursor(cursor, out);
    case ast::CursorAction::fetch: return fetch(node, cursor, out);
    case ast::CursorAction::close:
    case ast::CursorAction::deallocate: return skip("a closed cursor leaves nothing behind");
    }
}

} // namespace t2d::passes
