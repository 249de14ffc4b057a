// SPDX-License-Identifier: Apache-2.0
// UPDATE and DELETE whose rows are found by a query: TOP (n), and writing through a CTE or derived table.
#include <algorithm>
#include <functional>

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
    report_top(again.table);
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

/// Which rows TOP takes is the model's choice: it is said under the table's own name, where its rows are numbered, too.
void Binder::report_top(TableId table) { diagnostics_.report<diag::top_rows>(span_, program_.tables[static_cast<std::size_t>(behind(table))].name); }

/// TOP (n) of one table, without OUTPUT.
void Binder::write_top(const ast::Top& top, const RowWrite& write, Body& out) {
    report_top(write.table);
    Scope none;
    const ScalarRef count = value(*top.count, none, simple_type(top.percent ? TypeKind::float_ : TypeKind::bigint));
    if (!failed_) write_numbered(write, {}, count, top.percent, out);
}

/// The first `count` rows (or hundredths of the rows) by `order` (no keys: by all columns) of those that `where` finds.
void Binder::write_numbered(const RowWrite& write, std::vector<SortKey> order, ScalarRef count, bool percent, Body& out) {
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
    if (percent) {
        Window all;
        all.function = WindowKind::aggregate;
        all.aggregate_kind = AggregateKind::count_star;
        rows.items.push_back(make({std::move(all), bigint, false, span_}));
        columns.push_back({"all_rows", bigint, false});
    }
    numbered.rows = build_.select(std::move(rows), columns);
    numbered.width = table_columns.size();
    numbered.row = build_.arena().fresh_quantifier();
    const ScalarRef position = build_.column(numbered.row, static_cast<int>(table_columns.size()), columns[table_columns.size()]);
    numbered.where = make({Compare{CompareOp::less_equal, position, count}, simple_type(TypeKind::bit), false, span_});
    if (percent) { // a part of a row counts as a row: the rows before it are fewer than the share
        const SqlType real = simple_type(TypeKind::float_);
        const auto times = [&](ScalarRef a, ScalarRef b) { return make({Arithmetic{ArithmeticOp::multiply, build_.convert(a, real), build_.convert(b, real)}, real, false, span_}); };
        const ScalarRef before = make({Arithmetic{ArithmeticOp::subtract, position, build_.convert(build_.integer(1), bigint)}, bigint, false, span_});
        const ScalarRef all = build_.column(numbered.row, static_cast<int>(table_columns.size()) + 1, columns.back());
        numbered.where = make({Compare{CompareOp::less, times(before, build_.integer(100)), times(count, all)}, simple_type(TypeKind::bit), false, span_});
    }
    for (const SetColumn& column : write.set) {
        const ScalarRef moved = substitute(build_.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == base.id ? build_.column(numbered.row, ref.column, table_columns[static_cast<std::size_t>(ref.column)]) : nullptr;
        });
        numbered.set.push_back({column.column, moved});
    }
    push_through(std::move(numbered), out);
}

/// Follows a column of a block through CTEs of CTEs to the table that it is a column of.
bool Binder::find_path(const Select& block, int column, std::vector<const Quantifier*>& path) {
    const auto* ref = std::get_if<ColumnRef>(&block.items[static_cast<std::size_t>(column)]->node);
    if (ref == nullptr || block.from == nullptr) return false;
    for (const Quantifier* quantifier : quantifiers(block.from)) {
        if (quantifier->id != ref->quant) continue;
        path.push_back(quantifier);
        if (std::holds_alternative<CurrentTable>(quantifier->rel->node)) return true;
        const auto* inner = std::get_if<Select>(&quantifier->rel->node);
        return inner != nullptr && !inner->grouped && !inner->distinct && find_path(*inner, ref->column, path);
    }
    return false;
}

/// The way to the only table that a block reads.
bool Binder::only_path(const Select& block, std::vector<const Quantifier*>& path) {
    const Quantifier* quantifier = single(block.from);
    if (quantifier == nullptr) return false;
    path.push_back(quantifier);
    if (std::holds_alternative<CurrentTable>(quantifier->rel->node)) return true;
    const auto* inner = std::get_if<Select>(&quantifier->rel->node);
    return inner != nullptr && !inner->grouped && !inner->distinct && only_path(*inner, path);
}

/// The column of the base that an item of the block is; the path has been found.
int Binder::base_column(const Select& block, int column) {
    const auto& ref = std::get<ColumnRef>(block.items[static_cast<std::size_t>(column)]->node);
    for (const Quantifier* quantifier : quantifiers(block.from))
        if (quantifier->id == ref.quant)
            if (const auto* inner = std::get_if<Select>(&quantifier->rel->node)) return base_column(*inner, ref.column);
    return ref.column;
}

namespace {

/// A FROM clause that reads another relation under a quantifier.
FromRef with_source(const Builder& build, FromRef from, QuantId id, RelRef rel) {
    if (const auto* quantifier = std::get_if<Quantifier>(&from->node)) {
        if (quantifier->id != id) return from;
        Quantifier moved = *quantifier;
        moved.rel = rel;
        return build.from(moved);
    }
    const auto& join = std::get<Join>(from->node);
    return build.join(join.kind, with_source(build, join.left, id, rel), with_source(build, join.right, id, rel), join.on, join.lateral);
}

/// Whether every row of `id` comes out of the FROM clause with the conditions on it moved behind the joins: nothing fills its columns with NULL.
bool is_preserved(FromRef from, QuantId id) {
    if (const auto* quantifier = std::get_if<Quantifier>(&from->node)) return quantifier->id == id;
    const auto& join = std::get<Join>(from->node);
    if (join.lateral) return false; // the other side may refer to its columns
    const bool left = join.kind != JoinKind::right && join.kind != JoinKind::full, right = join.kind != JoinKind::left && join.kind != JoinKind::full;
    return (left && is_preserved(join.left, id)) || (right && is_preserved(join.right, id));
}

bool has_lateral(FromRef from) {
    const auto* join = std::get_if<Join>(&from->node);
    return join != nullptr && (join->lateral || has_lateral(join->left) || has_lateral(join->right));
}

/// A FROM clause with another one in the place of a quantifier, whose columns become expressions.
FromRef with_from(const Builder& build, FromRef from, QuantId id, FromRef instead, const std::function<ScalarRef(ScalarRef)>& inlined) {
    if (const auto* quantifier = std::get_if<Quantifier>(&from->node)) return quantifier->id == id ? instead : from;
    const auto& join = std::get<Join>(from->node);
    return build.join(join.kind, with_from(build, join.left, id, instead, inlined), with_from(build, join.right, id, instead, inlined), inlined(join.on), join.lateral);
}

} // namespace

/// The table whose rows the relation's rows are: the one that SET names columns of, or the only one that is read.
bool Binder::find_base(Through& through, const std::vector<ast::Assignment>* set, SourceSpan span) {
    if (set == nullptr && !only_path(*through.block, through.path)) through.path.clear();
    const auto& ranges = through.names.tables;
    const auto own = std::find_if(ranges.begin(), ranges.end(), [&](const RangeVariable& range) { return range.quant == through.visible; });
    const std::string alias = own == ranges.end() ? std::string{} : own->alias;
    for (std::size_t i = 0; set != nullptr && i < set->size(); ++i) {
        const ast::Assignment& node = (*set)[i];
        const int visible = find_column(*through.columns, node.target.parts.empty() ? std::string{} : node.target.last());
        std::vector<const Quantifier*> path;
        const bool found = visible >= 0 && node.variable.empty() && find_path(*through.block, visible, path);
        if (!found || (!through.path.empty() && through.path != path)) {
            fail<diag::unsupported_syntax>(node.span, "this assignment through a CTE");
            return false;
        }
        through.path = path;
        const TableId table = std::get<CurrentTable>(path.back()->rel->node).table;
        const int column = base_column(*through.block, visible);
        const SqlType type = program_.tables[static_cast<std::size_t>(table)].columns[static_cast<std::size_t>(column)].type;
        through.set.push_back({column, value(whole_value(node, alias), through.names, type)});
    }
    if (through.path.empty()) {
        fail<diag::unsupported_syntax>(span, "deleting through a CTE or derived table over more than one table");
        return false;
    }
    through.base = through.path.back();
    through.table = std::get<CurrentTable>(through.base->rel->node).table;
    return !failed_;
}

/// `WITH d AS (SELECT …) DELETE FROM d WHERE rn > 1`: names mean the columns of the CTE.
void Binder::write_through(const WriteTarget& target, Through through, const std::vector<ast::Assignment>* set, const ast::OptExpr& where, Body& out) {
    through.block = target.through == nullptr ? nullptr : std::get_if<Select>(&target.through->node);
    if (through.block == nullptr || through.block->from == nullptr || through.block->grouped || through.block->distinct)
        return fail<diag::unsupported_syntax>(span_, "writing through a CTE or derived table that groups or combines rows");
    through.columns = &target.through->columns;
    if (through.top != nullptr) flatten(through);
    if (!find_base(through, set, span_)) return;
    if (where) through.where = condition(**where, through.names);
    if (failed_) return;
    const bool remove = set == nullptr;
    const auto& output = *through.output;
    const bool plain = !has_triggers(through.table) && std::none_of(output.begin(), output.end(), [](const ast::Output& rows) { return rows.into.has_value(); });
    const bool alone = through.joined == nullptr && through.path.size() == 1;
    if (through.top != nullptr && (!plain || !alone || through.top->percent || through.block->limit || single(through.block->from) == nullptr))
        return fail<diag::unsupported_syntax>(span_, "TOP of a write through a CTE that reads more than one table or has triggers, OUTPUT or a TOP itself");
    if (plain && alone) return through_alone(through, remove, target.through->label, out);
    if (has_triggers(through.table) && program_.tables[static_cast<std::size_t>(through.table)].keys.empty())
        return fail<diag::unsupported_syntax>(span_, "writing through a CTE to a table with triggers but without a key");
    const bool row_wise = plain && through.path.size() == 1 && !through.block->limit && !has_window(*through.block);
    if (row_wise && !has_lateral(through.joined) && is_preserved(through.joined, through.visible)) return through_join(through, remove, out);
    through_key(through, remove, out);
}

/// Through a relation that stands alone and reads its table itself.
void Binder::through_alone(const Through& through, bool remove, const std::string& label, Body& out) {
    const auto& limit = through.block->limit;
    const bool one_table = single(through.block->from) != nullptr;
    const bool first_rows = limit && !limit->percent && !limit->with_ties && limit->count != nullptr && limit->offset == nullptr;
    if (first_rows && one_table && through.where == nullptr && !has_window(*through.block)) {
        const auto& items = through.block->items;
        RowWrite write{through.table, through.base->id, through.block->from, through.block->where, through.set};
        for (SetColumn& column : write.set)
            column.value = substitute(build_.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef {
                return ref.quant == through.visible ? items[static_cast<std::size_t>(ref.column)] : nullptr;
            });
        return write_numbered(write, through.block->order, limit->count, false, out);
    }
    if (one_table && !limit) return through_rows(through, remove, label, out);
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
    write.width = table_columns.size();
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
    if (through.top != nullptr) number_rows(write, *through.top);
    push_through(std::move(write), out);
}

/// A block over blocks that only map and filter rows of one table becomes one block over that table.
void Binder::flatten(Through& through) const {
    for (;;) {
        const Quantifier* source = single(through.block->from);
        const auto* inner = source == nullptr ? nullptr : std::get_if<Select>(&source->rel->node);
        if (inner == nullptr || single(inner->from) == nullptr || !is_row_wise(*inner) || has_window(*inner)) return;
        const auto inlined = [&](ScalarRef scalar) {
            if (scalar == nullptr) return scalar;
            return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == source->id ? inner->items[static_cast<std::size_t>(ref.column)] : nullptr; });
        };
        Select flat = *through.block;
        flat.from = inner->from;
        flat.where = build_.conjunction(inner->where, inlined(flat.where));
        for (ScalarRef& item : flat.items) item = inlined(item);
        for (SortKey& key : flat.order) key.expr = inlined(key.expr);
        through.block = std::get_if<Select>(&build_.select(std::move(flat), *through.columns)->node);
    }
}

/// TOP (n) of the rows that a write through a relation finds: they are numbered first. SQL Server promises no order of them; all columns make it the same in every run.
void Binder::number_rows(WriteThrough& write, const ast::Top& top) {
    report_top(write.table);
    if (program_.tables[static_cast<std::size_t>(write.table)].inferred) fail<diag::unsupported_syntax>(span_, "TOP of a write through a relation over a table without DDL");
    const SqlType bigint = simple_type(TypeKind::bigint), integer = simple_type(TypeKind::int_);
    Scope none;
    const ScalarRef count = value(*top.count, none, bigint);
    const Quantifier all = build_.quantifier(write.rows);
    Select rows;
    rows.from = build_.from(all);
    rows.items = all_columns(build_, all);
    Window number;
    number.function = WindowKind::row_number;
    if (write.where != nullptr) {
        const ScalarRef found = substitute(build_.arena(), write.where, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == write.row ? build_.column(all, ref.column) : nullptr; });
        number.order.push_back({make({Case{nullptr, {{found, build_.integer(0)}}, build_.integer(1)}, integer, false, span_}), false});
    }
    for (std::size_t i = 0; i < write.width; ++i) number.order.push_back({rows.items[i], false});
    rows.items.push_back(make({std::move(number), bigint, false, span_}));
    std::vector<Column> columns = write.rows->columns;
    columns.push_back({"row_no", bigint, false});
    write.rows = build_.select(std::move(rows), columns);
    const ScalarRef position = build_.column(write.row, static_cast<int>(columns.size()) - 1, columns.back());
    write.where = build_.conjunction(write.where, make({Compare{CompareOp::less_equal, position, count}, simple_type(TypeKind::bit), false, span_}));
}

/// Over a join whose rows stand for themselves: the same as UPDATE … FROM that join, with the tables beside it.
void Binder::through_join(const Through& through, bool remove, Body& out) {
    const auto inlined = [&](ScalarRef scalar) {
        if (scalar == nullptr) return scalar;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == through.visible ? through.block->items[static_cast<std::size_t>(ref.column)] : nullptr;
        });
    };
    const FromRef from = through.joined == nullptr ? through.block->from : with_from(build_, through.joined, through.visible, through.block->from, inlined);
    RowWrite write{through.table, through.base->id, from, build_.conjunction(through.block->where, inlined(through.where)), {}};
    for (const SetColumn& column : through.set) write.set.push_back({column.column, inlined(column.value)});
    finish(std::move(write), remove, out);
}

/// The block with columns of the base behind its own, handed on through all relations on the way.
RelRef Binder::with_columns_of_base(const Through& through, std::size_t depth, const Select& block, std::vector<Column> columns, const std::vector<int>& wanted, const std::string& label) {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(through.table)];
    const Quantifier& source = *through.path[depth];
    const bool last = depth + 1 == through.path.size();
    const auto first = static_cast<int>(source.rel->columns.size());
    RelRef rel = through.instead != nullptr ? through.instead : source.rel;
    if (!last) rel = with_columns_of_base(through, depth + 1, std::get<Select>(source.rel->node), source.rel->columns, wanted, source.rel->label);
    Select rows = block;
    if (rel != source.rel) rows.from = with_source(build_, rows.from, source.id, rel);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const Column& column = symbol.columns[static_cast<std::size_t>(wanted[i])];
        rows.items.push_back(build_.column(source.id, last ? wanted[i] : first + static_cast<int>(i), column));
        columns.push_back(column);
        columns.back().name = "key_" + column.name;
    }
    const RelRef out = build_.select(std::move(rows), std::move(columns));
    return label.empty() ? out : build_.labelled(out, label);
}

/// Window functions and TOP see the rows of the whole relation: the table joins it by its key. So it does where other tables are joined.
void Binder::through_key(const Through& through, bool remove, Body& out) {
    const TableSymbol symbol = program_.tables[static_cast<std::size_t>(through.table)];
    if (symbol.keys.empty()) return through_numbers(through, remove, out);
    const std::vector<int> key = symbol.keys.front();
    const int offset = static_cast<int>(through.columns->size());
    Quantifier found = build_.quantifier(with_columns_of_base(through, 0, *through.block, *through.columns, key, {}));
    FromRef from = build_.from(found);
    if (through.joined != nullptr) {
        found.id = through.visible;
        from = with_source(build_, through.joined, found.id, found.rel);
    }
    const Quantifier target = build_.quantifier(current(through.table));
    ScalarRef on = nullptr;
    for (std::size_t i = 0; i < key.size(); ++i)
        on = build_.conjunction(on, build_.equal(build_.column(found, offset + static_cast<int>(i)), build_.column(target, key[i])));
    const auto onto_found = [&](ScalarRef scalar) {
        if (scalar == nullptr) return scalar;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == through.visible ? build_.column(found, ref.column) : nullptr; });
    };
    RowWrite write{through.table, target.id, build_.join(JoinKind::inner, build_.from(target), from, on), onto_found(through.where), {}};
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
        std::vector<const Quantifier*> path;
        if (ref.quant == before || !find_path(*through.block, ref.column, path) || path != through.path) return build_.column(found, ref.column);
        const int own = base_column(*through.block, ref.column);
        return build_.column(write.inserted, own, columns[static_cast<std::size_t>(own)]);
    };
    for (OutputInto& rows : write.output)
        for (ScalarRef& item : rows.items) item = substitute(build_.arena(), item, moved);
    return !failed_;
}

/// Whether columns of a table are computed or numbered when a row is stored: a copy of the table would lose that.
bool Binder::fills_columns(TableId id) const {
    const auto& rules = program_.tables[static_cast<std::size_t>(id)].rules;
    return std::any_of(rules.begin(), rules.end(), [](const ColumnRule& rule) { return rule.identity || rule.computed != nullptr; });
}

/// A copy of a table whose rows are numbered, and the numbers are their key.
TableId Binder::numbered_copy(TableId id, Body& out) {
    const TableSymbol symbol = program_.tables[static_cast<std::size_t>(id)];
    const int width = static_cast<int>(symbol.columns.size());
    std::vector<Column> columns = symbol.columns;
    columns.push_back({"row_no", simple_type(TypeKind::bigint), false});
    const std::string name = symbol.name + "_numbered";
    const TableId numbered = local_table(name, TableKind::variable, columns);
    frames_.back().tables.erase(to_lower(name)); // no statement can name it
    program_.tables[static_cast<std::size_t>(numbered)].keys = {{width}};
    program_.tables[static_cast<std::size_t>(numbered)].unique_keys = {{width}};
    std::copy(symbol.rules.begin(), symbol.rules.end(), program_.tables[static_cast<std::size_t>(numbered)].rules.begin());

    const Quantifier all = build_.quantifier(current(id));
    Select block;
    block.from = build_.from(all);
    block.items = all_columns(build_, all);
    Window number;
    number.function = WindowKind::row_number;
    for (const ScalarRef item : block.items) number.order.push_back({item, false});
    block.items.push_back(make({std::move(number), simple_type(TypeKind::bigint), false, span_}));
    push(out, Define{numbered, build_.select(std::move(block), columns)});
    return numbered;
}

/// A table becomes what its numbered copy is, without the numbers; @@ROWCOUNT stays that of the write.
void Binder::take_back(TableId id, TableId numbered, Body& out) {
    const auto& columns = program_.tables[static_cast<std::size_t>(id)].columns;
    const Quantifier kept = build_.quantifier(current(numbered));
    Select back;
    back.from = build_.from(kept);
    for (std::size_t c = 0; c < columns.size(); ++c) back.items.push_back(build_.column(kept, static_cast<int>(c)));
    const SqlType integer = simple_type(TypeKind::int_);
    const int written = counts_rows_ ? declare_variable("@@rows_written", integer) : -1;
    if (written >= 0) push(out, Assign{written, make({VarRef{rowcount_}, integer, false, span_})});
    push(out, Define{id, build_.select(std::move(back), columns)});
    if (written >= 0) push(out, Assign{rowcount_, make({VarRef{written}, integer, false, span_})});
}

/// A table without a key: its rows are numbered for the time of the statement.
void Binder::through_numbers(const Through& through, bool remove, Body& out) {
    const TableId id = through.table;
    if (fills_columns(id)) return fail<diag::unsupported_syntax>(span_, "writing through a CTE to a table with identity or computed columns but without a key");
    const TableId numbered = numbered_copy(id, out);
    Through again = through;
    again.instead = current(numbered);
    again.table = numbered;
    through_key(again, remove, out);
    take_back(id, numbered, out);
}

/// All names of one table are those of another one.
void Binder::rename_table(TableId from, TableId to) {
    for (auto& [key, table] : persistent_)
        if (table == from) table = to;
    for (Frame& frame : frames_)
        for (auto& [name, table] : frame.tables)
            if (table == from) table = to;
}

void Binder::finish(RowWrite write, bool remove, Body& out) {
    const QuantId inserted = write.inserted != 0 ? write.inserted : build_.arena().fresh_quantifier(), deleted = build_.arena().fresh_quantifier();
    if (!remove) return push_update(Update{write.table, write.target, write.from, write.where, std::move(write.set), inserted, deleted, std::move(write.output)}, out);
    push_delete(Delete{write.table, write.target, write.from, write.where, deleted, std::move(write.output)}, out);
}

} // namespace t2d::passes
