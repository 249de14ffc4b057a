// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE whose rows are found by a query: TOP (n), and writing through a CTE or derived table.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

const Quantifier* single(FromRef from) { return from == nullptr ? nullptr : std::get_if<Quantifier>(&from->node); }

/// The columns of a table as far as they are known by now: where they are taken from use, its older relations have fewer.
std::vector<ScalarRef> known_columns(Builder& build, QuantId quantifier, const std::vector<Column>& columns) {
    std::vector<ScalarRef> items;
    for (std::size_t c = 0; c < columns.size(); ++c) items.push_back(build.column(quantifier, static_cast<int>(c), columns[c]));
    return items;
}

} // namespace

/// SQL Server promises no order of the rows that TOP takes here; all columns make it the same ones in every run. The condition that
/// a row is among them, for a target that is bound a second time; null pointer where its table has no key.
ScalarRef Binder::among_top(const ast::Top& top, const RowWrite& again, QuantId target) {
    const TableSymbol symbol = program_.tables[static_cast<std::size_t>(again.table)];
    if (symbol.keys.empty()) {
        fail<diag::unsupported_syntax>(span_, "TOP with PERCENT, a join or OUTPUT, on a table without a key,");
        return nullptr;
    }
    Select rows;
    rows.from = again.from;
    rows.where = again.where;
    for (std::size_t c = 0; c < symbol.columns.size(); ++c) {
        rows.items.push_back(build_.column(again.target, static_cast<int>(c), symbol.columns[c]));
        rows.order.push_back({rows.items.back(), false});
    }
    if (single(again.from) == nullptr) { // a row counts once, however many matches it has
        rows.order.clear();
        rows.distinct = true;
        const Quantifier matched = build_.quantifier(build_.select(std::move(rows), symbol.columns));
        rows = {};
        rows.from = build_.from(matched);
        rows.items = all_columns(build_, matched);
        for (const ScalarRef item : rows.items) rows.order.push_back({item, false});
    }
    Scope none;
    rows.limit = Limit{value(*top.count, none, top.percent ? simple_type(TypeKind::float_) : simple_type(TypeKind::bigint)), nullptr, top.percent, false};
    const Quantifier taken = build_.quantifier(build_.select(std::move(rows), symbol.columns));
    Select found;
    found.from = build_.from(taken);
    found.items = {build_.integer(1)};
    for (const int column : symbol.keys.front())
        found.where = build_.conjunction(found.where, build_.equal(build_.column(taken, column), build_.column(target, column, symbol.columns[static_cast<std::size_t>(column)])));
    return build_.exists(build_.select(std::move(found), {{"found", simple_type(TypeKind::int_), false}}));
}

/// TOP (n) of one table, without OUTPUT.
void Binder::write_top(const ast::Top& top, const RowWrite& write, Body& out) {
    Scope none;
    const ScalarRef count = value(*top.count, none, simple_type(TypeKind::bigint));
    if (!failed_) write_numbered(write, {}, count, out);
}

/// The first `count` rows by `order` (no keys: by all columns) of those that `where` finds.
void Binder::write_numbered(const RowWrite& write, std::vector<SortKey> order, ScalarRef count, Body& out) {
    const Quantifier base = *single(write.from);
    const std::vector<Column> table_columns = program_.tables[static_cast<std::size_t>(write.table)].columns;
    WriteThrough numbered;
    numbered.table = write.table;
    numbered.target = base.id;
    numbered.inside = write.where;
    numbered.remove = write.set.empty();
    Select rows;
    rows.from = write.from;
    rows.where = write.where;
    rows.items = known_columns(build_, base.id, table_columns);
    Window number;
    number.function = WindowKind::row_number;
    number.order = std::move(order);
    if (number.order.empty())
        for (const ScalarRef item : rows.items) number.order.push_back({item, false});
    const SqlType bigint = simple_type(TypeKind::bigint);
    rows.items.push_back(make({std::move(number), bigint, false, span_}));
    std::vector<Column> columns = table_columns;
    columns.push_back({"row_no", bigint, false});
    numbered.rows = build_.select(std::move(rows), columns);
    numbered.row = build_.arena().fresh_quantifier();
    const ScalarRef position = build_.column(numbered.row, static_cast<int>(table_columns.size()), columns.back());
    numbered.where = make({Compare{CompareOp::less_equal, position, count}, simple_type(TypeKind::bit), false, span_});
    for (const SetColumn& column : write.set) {
        const ScalarRef moved = substitute(build_.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == base.id ? build_.column(numbered.row, ref.column, table_columns[static_cast<std::size_t>(ref.column)]) : nullptr;
        });
        numbered.set.push_back({column.column, moved});
    }
    push_through(std::move(numbered), out);
}

/// The table whose rows the relation's rows are: the one that SET names columns of, or the only one that is read directly.
bool Binder::find_base(Through& through, const std::vector<ast::Assignment>* set, SourceSpan span) {
    std::vector<const Quantifier*> tables;
    for (const Quantifier* quantifier : quantifiers(through.block->from))
        if (std::holds_alternative<CurrentTable>(quantifier->rel->node)) tables.push_back(quantifier);
    if (set == nullptr && tables.size() == 1 && single(through.block->from) != nullptr) through.base = tables.front();
    for (std::size_t i = 0; set != nullptr && i < set->size(); ++i) {
        const auto& name = (*set)[i].target;
        const int visible = find_column(*through.columns, name.parts.empty() ? std::string{} : name.last());
        const auto* ref = visible < 0 ? nullptr : std::get_if<ColumnRef>(&through.block->items[static_cast<std::size_t>(visible)]->node);
        const auto base = std::find_if(tables.begin(), tables.end(), [&](const Quantifier* q) { return ref != nullptr && q->id == ref->quant; });
        if (base == tables.end() || (through.base != nullptr && through.base != *base) || (*set)[i].op != ast::AssignOp::assign || !(*set)[i].variable.empty()) {
            fail<diag::unsupported_syntax>((*set)[i].span, "this assignment through a CTE");
            return false;
        }
        through.base = *base;
        const TableId table = std::get<CurrentTable>((*base)->rel->node).table;
        const SqlType type = program_.tables[static_cast<std::size_t>(table)].columns[static_cast<std::size_t>(ref->column)].type;
        through.set.push_back({ref->column, value((*set)[i].value, through.names, type)});
    }
    if (through.base == nullptr) fail<diag::unsupported_syntax>(span, "deleting through a CTE or derived table over more than one table");
    else through.table = std::get<CurrentTable>(through.base->rel->node).table;
    return !failed_;
}

/// `WITH d AS (SELECT …) DELETE FROM d WHERE rn > 1`: names mean the columns of the CTE.
void Binder::write_through(const WriteTarget& target, const std::vector<ast::Assignment>* set, const ast::OptExpr& where, const std::vector<ast::Output>& output, Body& out) {
    Through through;
    through.output = &output;
    through.block = target.through == nullptr ? nullptr : std::get_if<Select>(&target.through->node);
    if (through.block == nullptr || through.block->from == nullptr || through.block->grouped || through.block->distinct)
        return fail<diag::unsupported_syntax>(span_, "writing through a CTE or derived table that groups or combines rows");
    through.columns = &target.through->columns;
    through.visible = build_.arena().fresh_quantifier();
    through.names.tables.push_back({target.through->label, {}, through.visible, build_.empty(*through.columns), -1});
    if (!find_base(through, set, span_)) return;
    if (where) through.where = condition(**where, through.names);
    if (failed_) return;
    const bool remove = set == nullptr;
    if (has_triggers(through.table) || std::any_of(output.begin(), output.end(), [](const ast::Output& rows) { return rows.into.has_value(); })) {
        if (program_.tables[static_cast<std::size_t>(through.table)].keys.empty()) return fail<diag::unsupported_syntax>(span_, "OUTPUT of a write through a CTE to a table without a key");
        return through_key(through, remove, out);
    }
    const auto& limit = through.block->limit;
    const bool one_table = single(through.block->from) != nullptr;
    const bool first_rows = limit && !limit->percent && !limit->with_ties && limit->count != nullptr && limit->offset == nullptr;
    if (first_rows && one_table && where == std::nullopt && !has_window(*through.block)) {
        const auto& items = through.block->items;
        RowWrite write{through.table, through.base->id, through.block->from, through.block->where, through.set};
        for (SetColumn& column : write.set)
            column.value = substitute(build_.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef {
                return ref.quant == through.visible ? items[static_cast<std::size_t>(ref.column)] : nullptr;
            });
        return write_numbered(write, through.block->order, limit->count, out);
    }
    if (one_table && !limit) return through_rows(through, remove, target.through->label, out);
    if (limit || has_window(*through.block)) return through_key(through, remove, out);
    through_join(through, remove, out);
}

/// Over one table: its rows are computed once with all columns of the table beside them; rows outside stay.
void Binder::through_rows(const Through& through, bool remove, const std::string& label, Body& out) {
    const Quantifier& base = *through.base;
    const std::vector<Column> table_columns = program_.tables[static_cast<std::size_t>(through.table)].columns;
    WriteThrough write;
    write.table = through.table;
    write.target = base.id;
    write.inside = through.block->where;
    write.remove = remove;
    Select rows = *through.block;
    std::vector<Column> columns = table_columns;
    std::vector<ScalarRef> items = known_columns(build_, base.id, table_columns);
    items.insert(items.end(), rows.items.begin(), rows.items.end());
    columns.insert(columns.end(), through.columns->begin(), through.columns->end());
    rows.items = std::move(items);
    write.rows = build_.labelled(build_.select(std::move(rows), columns), label);
    write.row = build_.arena().fresh_quantifier();
    const int offset = static_cast<int>(table_columns.size());
    const auto onto_rows = [&](ScalarRef scalar) {
        if (scalar == nullptr) return scalar;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
            if (ref.quant != through.visible) return nullptr;
            // A column of the table is read where it stands: behind the others it would be there twice, under one name.
            const auto* own = std::get_if<ColumnRef>(&through.block->items[static_cast<std::size_t>(ref.column)]->node);
            const int at = own != nullptr && own->quant == base.id ? own->column : offset + ref.column;
            return build_.column(write.row, at, columns[static_cast<std::size_t>(at)]);
        });
    };
    write.where = onto_rows(through.where);
    for (const SetColumn& column : through.set) write.set.push_back({column.column, onto_rows(column.value)});
    push_through(std::move(write), out);
}

/// Over a join whose rows stand for themselves: the same as UPDATE … FROM that join.
void Binder::through_join(const Through& through, bool remove, Body& out) {
    const auto inlined = [&](ScalarRef scalar) {
        if (scalar == nullptr) return scalar;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == through.visible ? through.block->items[static_cast<std::size_t>(ref.column)] : nullptr;
        });
    };
    RowWrite write{through.table, through.base->id, through.block->from, build_.conjunction(through.block->where, inlined(through.where)), {}};
    for (const SetColumn& column : through.set) write.set.push_back({column.column, inlined(column.value)});
    finish(std::move(write), remove, out);
}

/// Window functions and TOP see the rows of the whole relation: the table joins it by its key.
void Binder::through_key(const Through& through, bool remove, Body& out) {
    const TableSymbol symbol = program_.tables[static_cast<std::size_t>(through.table)];
    if (symbol.keys.empty()) return through_numbers(through, remove, out);
    const std::vector<int> key = symbol.keys.front();
    Select rows = *through.block;
    std::vector<Column> columns = *through.columns;
    const int offset = static_cast<int>(columns.size());
    for (const int column : key) {
        rows.items.push_back(build_.column(*through.base, column));
        columns.push_back(symbol.columns[static_cast<std::size_t>(column)]);
        columns.back().name = "key_" + columns.back().name;
    }
    const Quantifier found = build_.quantifier(build_.select(std::move(rows), columns));
    const Quantifier target = build_.quantifier(current(through.table));
    ScalarRef on = nullptr;
    for (std::size_t i = 0; i < key.size(); ++i)
        on = build_.conjunction(on, build_.equal(build_.column(found, offset + static_cast<int>(i)), build_.column(target, key[i])));
    const auto onto_found = [&](ScalarRef scalar) {
        if (scalar == nullptr) return scalar;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == through.visible ? build_.column(found, ref.column) : nullptr; });
    };
    RowWrite write{through.table, target.id, build_.join(JoinKind::inner, build_.from(target), build_.from(found), on), onto_found(through.where), {}};
    for (const SetColumn& column : through.set) write.set.push_back({column.column, onto_found(column.value)});
    if (output_through(through, found, remove, write)) finish(std::move(write), remove, out);
}

/// OUTPUT names columns of the CTE: `deleted` is the row found, `inserted` the target's row where a column of it is meant.
bool Binder::output_through(const Through& through, const Quantifier& found, bool remove, RowWrite& write) {
    if (through.output->empty()) return true;
    const RelRef shape = build_.empty(*through.columns);
    const QuantId before = build_.arena().fresh_quantifier(), after = build_.arena().fresh_quantifier();
    Scope scope;
    scope.tables.push_back({"deleted", {}, before, shape, -1});
    if (!remove) scope.tables.push_back({"inserted", {}, after, shape, -1});
    write.inserted = build_.arena().fresh_quantifier();
    write.output = outputs(*through.output, scope);
    const auto& columns = program_.tables[static_cast<std::size_t>(through.table)].columns;
    const auto moved = [&](const ColumnRef& ref) -> ScalarRef {
        if (ref.quant != before && ref.quant != after) return nullptr;
        const auto* item = std::get_if<ColumnRef>(&through.block->items[static_cast<std::size_t>(ref.column)]->node);
        if (ref.quant == before || item == nullptr || item->quant != through.base->id) return build_.column(found, ref.column);
        return build_.column(write.inserted, item->column, columns[static_cast<std::size_t>(item->column)]);
    };
    for (OutputInto& rows : write.output)
        for (ScalarRef& item : rows.items) item = substitute(build_.arena(), item, moved);
    return !failed_;
}

/// A table without a key: its rows are numbered for the time of the statement, and the numbers are their key.
void Binder::through_numbers(const Through& through, bool remove, Body& out) {
    const TableId id = through.table;
    const TableSymbol symbol = program_.tables[static_cast<std::size_t>(id)];
    const bool counts = std::any_of(symbol.rules.begin(), symbol.rules.end(), [](const ColumnRule& rule) { return rule.identity || rule.computed != nullptr; });
    if (counts) return fail<diag::unsupported_syntax>(span_, "writing through a CTE to a table with identity or computed columns but without a key");
    const int width = static_cast<int>(symbol.columns.size());
    std::vector<Column> columns = symbol.columns;
    columns.push_back({"row_no", simple_type(TypeKind::bigint), false});
    const std::string name = symbol.name + "_numbered";
    const TableId numbered = local_table(name, TableKind::variable, columns);
    frames_.back().tables.erase(to_lower(name)); // no statement can name it
    program_.tables[static_cast<std::size_t>(numbered)].keys = {{width}};
    program_.tables[static_cast<std::size_t>(numbered)].unique_keys = {{width}};

    const Quantifier all = build_.quantifier(current(id));
    Select block;
    block.from = build_.from(all);
    block.items = all_columns(build_, all);
    Window number;
    number.function = WindowKind::row_number;
    for (const ScalarRef item : block.items) number.order.push_back({item, false});
    block.items.push_back(make({std::move(number), simple_type(TypeKind::bigint), false, span_}));
    push(out, Define{numbered, build_.select(std::move(block), columns)});

    const RelRef before = through.base->rel, instead = current(numbered);
    const auto swap = [&](RelRef rel) { return rel == before ? instead : rel; };
    Through again = through;
    Select moved = *through.block;
    moved.from = Rewriter(build_.arena(), nullptr, swap)(moved.from);
    again.block = &moved;
    again.table = numbered;
    for (const Quantifier* quantifier : quantifiers(moved.from))
        if (quantifier->id == through.base->id) again.base = quantifier;
    through_key(again, remove, out);

    const Quantifier kept = build_.quantifier(current(numbered));
    Select back;
    back.from = build_.from(kept);
    for (int c = 0; c < width; ++c) back.items.push_back(build_.column(kept, c));
    push(out, Define{id, build_.select(std::move(back), symbol.columns)});
}

void Binder::finish(RowWrite write, bool remove, Body& out) {
    const QuantId inserted = write.inserted != 0 ? write.inserted : build_.arena().fresh_quantifier(), deleted = build_.arena().fresh_quantifier();
    if (!remove) return push_update(Update{write.table, write.target, write.from, write.where, std::move(write.set), inserted, deleted, std::move(write.output)}, out);
    push_delete(Delete{write.table, write.target, write.from, write.where, deleted, std::move(write.output)}, out);
}

} // namespace t2d::passes
