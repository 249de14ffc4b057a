// SPDX-License-Identifier: Apache-2.0
// Cursors: the rows of the query, numbered in its order, are a table variable, and FETCH is an assignment from the row at the
// cursor's position. Loops over cursors need no form of their own then.
#include <algorithm>
#include <numeric>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

/// DISTINCT comes before the numbers, so it stands in a block below.
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

namespace {
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
    ast::Query rows = def.query;
    const bool read_only = rows.for_clause && rows.for_clause->mode == "READ ONLY";
    if (read_only || (rows.for_clause && rows.for_clause->mode == "UPDATE")) rows.for_clause.reset(); // what may be written, not which rows there are
    RelRef rel = query(rows, nullptr);
    if (failed_) return;
    const auto constants = constant_rows(rel);
    const auto remembered = [&](ScalarRef scalar) -> ScalarRef {
        const auto* read = std::get_if<VarRef>(&scalar->node);
        if (read == nullptr) return scalar;
        program_.variables.push_back({program_.variables[static_cast<std::size_t>(read->variable)].name, scalar->type});
        const int copy = static_cast<int>(program_.variables.size()) - 1;
        push(out, Assign{copy, scalar});
        return make({VarRef{copy}, scalar->type, scalar->nullable, scalar->span});
    };
    rel = Rewriter(build_.arena(), remembered, nullptr)(rel);
    const auto has_option = [&](std::string_view option) { return std::find(def.options.begin(), def.options.end(), option) != def.options.end(); };
    Cursor cursor;
    cursor.name = name;
    cursor.fixed = has_option("STATIC") || has_option("INSENSITIVE");
    cursor.width = rel->columns.size();
    if (!cursor.fixed && !read_only && !has_option("READ_ONLY") && !has_option("FAST_FORWARD")) rel = with_origins(rel, cursor);
    cursor.query = rel;
    cursor.constants = constants;
    std::vector<Column> columns = named_columns(rel->columns);
    columns.push_back({"row_no", simple_type(TypeKind::bigint), false});
    cursor.rows = local_table(name, TableKind::variable, std::move(columns));
    frames_.back().tables.erase(to_lower(name)); // no statement can name it
    program_.tables[static_cast<std::size_t>(cursor.rows)].unique_keys = {{static_cast<int>(rel->columns.size())}};
    program_.variables.push_back({"@" + name + "_row_no", simple_type(TypeKind::bigint)});
    cursor.position = static_cast<int>(program_.variables.size()) - 1;
    frames_.back().cursors[to_lower(name)] = std::move(cursor);
}

/// The cursor's query with the keys of the tables that it reads directly, which WHERE CURRENT OF asks for; without a key with all columns.
RelRef Binder::with_origins(RelRef rel, Cursor& cursor) {
    const auto* direct = std::get_if<Select>(&rel->node);
    if (direct == nullptr || direct->distinct || direct->grouped) return rel;
    Select block = *direct;
    std::vector<Column> columns = rel->columns;
    for (const Quantifier* quantifier : quantifiers(block.from)) {
        const auto* read = std::get_if<CurrentTable>(&quantifier->rel->node);
        if (read == nullptr) continue;
        const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(read->table)];
        const bool by_value = symbol.keys.empty();
        if (by_value && (!writes_current_ || symbol.inferred || fills_columns(read->table) || has_triggers(read->table))) continue;
        std::vector<int> key(by_value ? symbol.columns.size() : 0);
        std::iota(key.begin(), key.end(), 0);
        if (!by_value) key = symbol.keys.front();
        cursor.origins.push_back({read->table, key, columns.size(), by_value});
        for (const int column : key) {
            block.items.push_back(build_.column(*quantifier, column));
            columns.push_back(symbol.columns[static_cast<std::size_t>(column)]);
            columns.back().name = fmt::format("{}_{}", symbol.name, columns.back().name);
        }
    }
    return build_.select(std::move(block), std::move(columns));
}

/// Rows that are known, with the numbers that FETCH counts.
RelRef Binder::numbered_constants(const Cursor& cursor) const {
    const auto& columns = program_.tables[static_cast<std::size_t>(cursor.rows)].columns;
    Values rows;
    for (const auto& known : *cursor.constants) {
        rows.rows.emplace_back();
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Constant cell = i < known.size() ? known[i] : Constant{std::to_string(rows.rows.size()), false};
            rows.rows.back().push_back(make({cell, columns[i].type, cell.is_null, span_}));
        }
    }
    return build_.arena().make(Rel{std::move(rows), columns, {}, {}, span_});
}

void Binder::open_cursor(const Cursor& cursor, Body& out) {
    const SqlType bigint = simple_type(TypeKind::bigint);
    const ScalarRef start = build_.convert(build_.integer(0), bigint);
    learn(cursor.position, start);
    Select block = numbered_block(build_, cursor.query);
    Window number;
    number.function = WindowKind::row_number;
    number.order = block.order;
    if (number.order.empty()) { // SQL Server promises no order then
        if (!cursor.constants) diagnostics_.report<diag::cursor_order>(span_);
        for (const ScalarRef item : block.items) number.order.push_back({item, false});
    }
    if (!block.limit) block.order.clear();
    block.items.push_back(make({std::move(number), bigint, false, span_}));
    if (cursor.constants) push(out, Define{cursor.rows, numbered_constants(cursor)});
    else push(out, Define{cursor.rows, build_.select(std::move(block), program_.tables[static_cast<std::size_t>(cursor.rows)].columns)});
    push(out, Assign{cursor.position, start});
}

/// The number of the row that FETCH moves to; null pointer after a failure. NEXT may run past the end by any number of rows; what
/// moves back starts from the place after the last row then.
ScalarRef Binder::fetched_position(const ast::CursorStmt& node, const Cursor& cursor) {
    const SqlType bigint = simple_type(TypeKind::bigint);
    const auto number = [&](long long value) { return build_.convert(build_.integer(value), bigint); };
    const auto below = [&](ScalarRef a, ScalarRef b) { return make({Compare{CompareOp::less, a, b}, simple_type(TypeKind::bit), false, span_}); };
    const ScalarRef position = make({VarRef{cursor.position}, bigint, true, span_});
    const std::string& direction = node.direction;
    if (direction.empty() || direction == "NEXT") return build_.add(position, number(1));
    if (direction == "FIRST") return number(1);
    const Quantifier count = build_.quantifier(build_.count_rows(current(cursor.rows)));
    Select counted;
    counted.from = build_.from(count);
    counted.items = {build_.convert(build_.column(count, 0), bigint)};
    const ScalarRef last = build_.subquery(build_.select(std::move(counted), {{"last_row", bigint, false}}));
    if (direction == "LAST") return last;
    Scope none;
    const ScalarRef offset = direction == "PRIOR" ? number(-1) : node.offset ? value(**node.offset, none, bigint) : number(0);
    if (failed_) return nullptr;
    const ScalarRef end = build_.add(last, number(1));
    const ScalarRef start = direction != "ABSOLUTE" ? build_.choose(below(end, position), end, position)
                                                    : build_.choose(below(offset, number(0)), end, number(0));
    const ScalarRef moved = build_.add(start, offset);
    return build_.choose(below(moved, number(0)), number(0), moved);
}

/// FETCH of a row that is known, by its number.
void Binder::fetch_constants(const ast::CursorStmt& node, const Cursor& cursor, std::size_t place, Body& out) {
    const bool found = place >= 1 && place <= cursor.constants->size();
    const auto assign = [&](int variable, ScalarRef value) {
        push(out, Assign{variable, value});
        learn(variable, value);
    };
    for (std::size_t i = 0; i < node.into.size() && found; ++i) {
        const int variable = find_variable(node.into[i]);
        if (variable < 0) return fail<diag::unknown_variable>(span_, node.into[i]);
        const SqlType& type = program_.variables[static_cast<std::size_t>(variable)].type;
        const Constant& cell = (*cursor.constants)[place - 1][i];
        const ScalarRef constant = make({cell, program_.tables[static_cast<std::size_t>(cursor.rows)].columns[i].type, cell.is_null, span_});
        assign(variable, build_.stored(build_.convert(constant, type), type));
    }
    assign(fetch_status_, build_.integer(found ? 0 : -1));
}

/// Moves the position and takes the row there; without a row the variables keep their values and @@FETCH_STATUS says so.
void Binder::fetch(const ast::CursorStmt& node, const Cursor& cursor, Body& out) {
    const SqlType bigint = simple_type(TypeKind::bigint);
    const ScalarRef to = fetched_position(node, cursor);
    if (failed_) return;
    const auto place = cursor.constants ? fold(to) : std::nullopt;
    push(out, Assign{cursor.position, to});
    learn(cursor.position, to);
    const ScalarRef position = make({VarRef{cursor.position}, bigint, true, span_});
    const TableSymbol& rows = program_.tables[static_cast<std::size_t>(cursor.rows)];
    if (node.into.size() != cursor.width && !node.into.empty()) return fail<diag::column_count>(span_, cursor.width, node.into.size());
    if (place) return fetch_constants(node, cursor, static_cast<std::size_t>(std::stoll(place->text)), out);
    learn(fetch_status_, nullptr);
    const Quantifier row = build_.quantifier(current(cursor.rows), rows.name);
    AssignQuery assign;
    Select block;
    std::vector<Column> columns;
    for (std::size_t i = 0; i < node.into.size(); ++i) {
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
    block.where = build_.equal(build_.column(row, static_cast<int>(rows.columns.size()) - 1), position);
    assign.query = build_.select(std::move(block), std::move(columns));
    push(out, std::move(assign));
}

/// A cursor of this module, or (cursors are global unless declared LOCAL) of one that calls it.
const Binder::Cursor* Binder::find_cursor(const std::string& name) const {
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
        if (const auto known = frame->cursors.find(to_lower(name)); known != frame->cursors.end()) return &known->second;
    return nullptr;
}

void Binder::cursor_statement(const ast::CursorStmt& node, Body& out) {
    const Cursor* known = find_cursor(node.cursor);
    if (known == nullptr) return fail<diag::unsupported_statement>(span_, "a cursor that is declared elsewhere");
    const Cursor cursor = *known;
    switch (node.action) {
    case ast::CursorAction::open: return open_cursor(cursor, out);
    case ast::CursorAction::fetch: return fetch(node, cursor, out);
    case ast::CursorAction::close:
    case ast::CursorAction::deallocate:
        skip("a closed cursor leaves nothing behind");
        return count_is(0, out);
    }
}

/// A loop that changes the tables of a cursor which may show such changes.
void Binder::report_cursors_over(const std::set<TableId>& changed) {
    for (const auto& [key, cursor] : frames_.back().cursors) {
        if (cursor.fixed) continue;
        std::set<TableId> read;
        for_each_rel(cursor.query, [&](RelRef rel) {
            const auto* table = std::get_if<CurrentTable>(&rel->node);
            if (table != nullptr && changed.contains(table->table)) read.insert(table->table);
        });
        for (const TableId table : read)
            diagnostics_.report<diag::cursor_over_changes>(span_, program_.tables[static_cast<std::size_t>(table)].name, cursor.name);
    }
}

/// The rows that UPDATE and DELETE write.
ScalarRef Binder::write_condition(const ast::OptExpr& where, TableId table, QuantId target, Scope& scope) {
    if (!where) return nullptr;
    const auto* current_of = std::get_if<ast::CurrentOf>(&(**where).node);
    return current_of != nullptr ? current_row(current_of->cursor, table, target) : condition(**where, scope);
}

const Binder::CursorOrigin* Binder::origin_of(const Cursor* cursor, TableId table) const {
    for (std::size_t i = 0; cursor != nullptr && i < cursor->origins.size(); ++i)
        if (cursor->origins[i].table == table) return &cursor->origins[i];
    return nullptr;
}

/// The row of the cursor's rows that was fetched last.
ScalarRef Binder::at_position(const Cursor& cursor, QuantId row) const {
    const auto& columns = program_.tables[static_cast<std::size_t>(cursor.rows)].columns;
    const int number = static_cast<int>(columns.size()) - 1;
    return build_.equal(build_.column(row, number, columns.back()), make({VarRef{cursor.position}, simple_type(TypeKind::bigint), true, span_}));
}

/// WHERE CURRENT OF: the row of the table that has the key (or all values) of the row fetched last.
ScalarRef Binder::current_row(const std::string& name, TableId table, QuantId target) {
    const Cursor* cursor = find_cursor(name);
    const CursorOrigin* origin = origin_of(cursor, table);
    if (origin == nullptr || (origin->by_value && changed_.contains(table))) {
        fail<diag::unsupported_syntax>(span_, "WHERE CURRENT OF a cursor over a table without a key that is filled by itself, has no DDL or is changed by other statements, too,");
        return poison();
    }
    const Quantifier row = build_.quantifier(current(cursor->rows), cursor->name);
    Select found;
    found.from = build_.from(row);
    found.items = {build_.integer(1)};
    found.where = at_position(*cursor, row.id);
    const auto& columns = program_.tables[static_cast<std::size_t>(table)].columns;
    for (std::size_t i = 0; i < origin->key.size(); ++i) {
        const int column = origin->key[i];
        const ScalarRef own = build_.column(target, column, columns[static_cast<std::size_t>(column)]), fetched = build_.column(row, static_cast<int>(origin->first + i));
        const auto same = [&](ScalarRef a, ScalarRef b) { return make({Compare{CompareOp::equal, a, b, origin->by_value, origin->by_value ? StringComparison::binary : StringComparison::database}, simple_type(TypeKind::bit), false, span_}); };
        found.where = build_.conjunction(found.where, origin->by_value ? same(own, fetched) : build_.equal(fetched, own));
        if (!origin->by_value || !own->type.is_string() || own->type.is_fixed_string()) continue;
        const auto bytes = [&](ScalarRef text) { return make({Call{FunctionId::datalength, {text}, {}}, simple_type(TypeKind::int_), true, span_}); };
        found.where = build_.conjunction(found.where, same(bytes(own), bytes(fetched))); // trailing blanks
    }
    return build_.exists(build_.select(std::move(found), {{"found", simple_type(TypeKind::int_), false}}));
}

/// The cursor of WHERE CURRENT OF, where it knows the row by its values alone.
const Binder::Cursor* Binder::cursor_by_value(const ast::OptExpr& where, TableId table) const {
    const auto* current_of = where ? std::get_if<ast::CurrentOf>(&(**where).node) : nullptr;
    const Cursor* cursor = current_of == nullptr ? nullptr : find_cursor(current_of->cursor);
    const CursorOrigin* origin = origin_of(cursor, table);
    return origin != nullptr && origin->by_value ? cursor : nullptr;
}

/// Of rows that are equal one is written, whichever. The new values are computed first: the cursor's row has them then, too.
void Binder::write_by_value(const Cursor& known, RowWrite write, bool alone, Body& out) {
    if (!alone) return fail<diag::unsupported_syntax>(span_, "WHERE CURRENT OF beside a join, OUTPUT or TOP, on a table without a key,");
    const Cursor cursor = known;
    const CursorOrigin origin = *origin_of(&cursor, write.table);
    AssignQuery values;
    Select computed;
    std::vector<Column> columns;
    const Quantifier row = build_.quantifier(current(cursor.rows), cursor.name);
    std::vector<SetColumn> remembered;
    for (SetColumn& column : write.set) {
        const Column& own = program_.tables[static_cast<std::size_t>(write.table)].columns[static_cast<std::size_t>(column.column)];
        const ScalarRef value = substitute(build_.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == write.target ? build_.column(row, static_cast<int>(origin.first) + ref.column) : nullptr;
        });
        program_.variables.push_back({fmt::format("@{}_{}", cursor.name, own.name), own.type});
        const int variable = static_cast<int>(program_.variables.size()) - 1;
        values.variables.push_back(variable);
        computed.items.push_back(build_.stored(build_.convert(value, own.type), own.type));
        columns.push_back({own.name, own.type, true});
        column.value = make({VarRef{variable}, own.type, true, span_});
        remembered.push_back({static_cast<int>(origin.first) + column.column, column.value});
    }
    if (!remembered.empty()) {
        computed.from = build_.from(row);
        computed.where = at_position(cursor, row.id);
        values.query = build_.select(std::move(computed), std::move(columns));
        push(out, std::move(values));
    }
    by_value_.insert(write.table);
    through_cursor_ = true;
    write_numbered(write, {}, build_.convert(build_.integer(1), simple_type(TypeKind::bigint)), false, out);
    through_cursor_ = false;
    if (remembered.empty()) return;
    const Quantifier again = build_.quantifier(current(cursor.rows), cursor.name);
    push(out, Update{cursor.rows, again.id, build_.from(again), at_position(cursor, again.id), std::move(remembered), build_.arena().fresh_quantifier(), build_.arena().fresh_quantifier(), {}});
}

/// Rows that other statements change are not found again by the values that a cursor fetched.
void Binder::note_change(TableId table) {
    if (through_cursor_) return;
    if (by_value_.contains(table)) return fail<diag::unsupported_syntax>(span_, "changing a table without a key that a cursor writes, too,");
    for (const Frame& frame : frames_)
        for (const auto& [name, cursor] : frame.cursors)
            if (origin_of(&cursor, table) != nullptr) changed_.insert(table);
}

} // namespace t2d::passes
