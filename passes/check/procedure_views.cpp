// SPDX-License-Identifier: Apache-2.0
// What an UPDATE or DELETE writes to when it does not name a table alone: a CTE over a table, the first rows of a table.
#include <algorithm>

#include "ir/text.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

/// The named tables of a FROM clause in the order in which they are read; nothing where an operand is something else, or joined by RIGHT or FULL JOIN.
bool list_tables(const ast::TableSource& source, std::vector<const ast::NamedTable*>& out) {
    if (const auto* join = get_boxed<ast::Join>(source.node)) {
        const bool plain = join->join == ast::JoinKind::inner || join->join == ast::JoinKind::cross || join->join == ast::JoinKind::left;
        return plain && list_tables(*join->left, out) && list_tables(*join->right, out);
    }
    out.push_back(std::get_if<ast::NamedTable>(&source.node));
    return true;
}

/// A block that gives rows of its tables, one for each.
bool gives_rows(const ast::Query& query, const ast::Select& block) {
    const bool ties = block.top && (block.top->percent || block.top->with_ties);
    return query.with.empty() && !query.offset && !query.fetch && !block.distinct && block.group_by.empty() && !block.group_by_all && !block.having && !ties;
}

} // namespace

Procedure::Written Procedure::whole(const Target& to) {
    const Relation rows = state(to.key);
    return {to, rows, rows.columns, {}, {}, Written::Which::all, 0, 0};
}

std::optional<Procedure::Written> Procedure::written(const ast::Name& name, const std::vector<ast::Cte>& with, const std::string& set) {
    const auto named = [&](const ast::Cte& cte) { return name.parts.size() == 1 && equal_ignoring_case(cte.name, name.last()); };
    const auto cte = std::find_if(with.begin(), with.end(), named);
    if (cte != with.end()) return written_cte(*cte, set, walker_.with({with.begin(), cte}, {}, nullptr));
    const std::optional<Target> to = target(name);
    return to ? std::optional(whole(*to)) : std::nullopt;
}

void Procedure::store(const Written& written, TermId changed) {
    const std::vector<std::string> columns = state(written.to.key).columns;
    Relation after{changed, columns};
    if (written.rest != 0) after = b_.union_all(after, {written.rest, columns});
    state_[written.to.key] = after;
}

/// The columns of the table in rows that also have others.
void Procedure::keep_own(SelectParts& parts, TermId atom, const Written& written) {
    for (const std::string& column : state(written.to.key).columns) parts.outputs.emplace_back(written.own(column), b_.column(atom, column));
}

std::optional<Procedure::Written> Procedure::first_rows(const Target& to, const ast::Top& top, const ast::OptExpr& where, const std::string& name, const Ctes& ctes) {
    if (top.percent || top.with_ties) return std::nullopt;
    Written view{to, {}, state(to.key).columns, {}, to_lower(name), Written::Which::counted, value(*top.count), 0};
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, state(to.key), name, "inner");
    if (where) parts.where.push_back(walker_.condition(**where, scope, ctes));
    for (const std::string& column : view.columns) {
        parts.outputs.emplace_back(column, b_.column(atom, column));
        view.base[column] = column;
    }
    parts.outputs.emplace_back(Written::kIn, row_number(b_.pool().make("order")));
    number_rows(std::move(parts), atom, view);
    return view;
}

TermId Procedure::row_number(TermId order) {
    TermPool& pool = b_.pool();
    return pool.make("win:row_number", {}, {pool.make("args"), pool.make("partition"), order});
}

/// Rows of one table that the block's WHERE keeps, with windows over them; the other rows stay as they are.
void Procedure::number_rows(SelectParts parts, TermId atom, Written& view) {
    keep_own(parts, atom, view);
    if (const TermId condition = b_.conjunction(parts.where); !b_.pool().is(condition, "true")) {
        SelectParts rest = walker_.new_parts();
        Scope scope;
        const Relation table = state(view.to.key);
        const TermId other = walker_.add_use(rest, scope, table, "rest", "inner");
        Substitution map;
        for (const std::string& column : table.columns) {
            rest.outputs.emplace_back(column, b_.column(other, column));
            map[b_.column(atom, column)] = rest.outputs.back().second;
        }
        rest.where = {b_.build("not_true", {}, {b_.replace(condition, map)})};
        view.rest = b_.select(std::move(rest));
    }
    view.rows = {b_.select(std::move(parts)), view.columns};
}

/// The CTE as rows of the table that `set` is a column of; of its only table where nothing is set.
std::optional<Procedure::Written> Procedure::written_cte(const ast::Cte& cte, const std::string& set, const Ctes& ctes) {
    const auto* block = std::get_if<ast::Select>(&cte.query->body);
    std::vector<const ast::NamedTable*> tables;
    if (block == nullptr || !gives_rows(*cte.query, *block) || !std::all_of(block->from.begin(), block->from.end(), [&](const ast::TableSource& source) { return list_tables(source, tables); })) return std::nullopt;
    SelectParts parts = walker_.new_parts();
    Scope scope;
    walker_.sources(block->from, parts, scope, ctes);
    if (block->where) parts.where.push_back(walker_.condition(**block->where, scope, ctes));
    parts.outputs = walker_.select_list(block->items, scope, ctes);
    for (std::size_t i = 0; i < cte.columns.size() && i < parts.outputs.size(); ++i) parts.outputs[i].first = to_lower(cte.columns[i]);
    const std::vector<std::string> columns = Walker::names_apart(parts.outputs);
    TermId atom = parts.joins.size() == 1 ? parts.joins[0].atom : 0;
    for (const auto& [name, value] : parts.outputs)
        if (name == set && b_.pool().is(value, "col")) atom = b_.pool()[value].args[0];
    const auto mine = std::find_if(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) { return join.atom == atom; });
    const auto at = static_cast<std::size_t>(mine - parts.joins.begin());
    if (mine == parts.joins.end() || mine->kind != "inner" || tables.size() != parts.joins.size() || tables[at] == nullptr) return std::nullopt;
    const ast::Name& base = tables[at]->name;
    const std::optional<Target> to = base.parts.size() == 1 && ctes.contains(to_lower(base.last())) ? std::nullopt : target(base);
    const bool aggregates = std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return b_.pool().has(output.second, has_aggregate); });
    if (!to || aggregates) return std::nullopt;
    Written view{*to, {}, columns, {}, to_lower(cte.name), Written::Which::all, 0, 0};
    for (const auto& [name, value] : parts.outputs)
        if (b_.pool().is(value, "col") && b_.pool()[value].args[0] == atom) view.base[name] = b_.pool()[value].text;
    const bool windows = block->top || std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return b_.pool().has(output.second, has_window); });
    if (!windows) return joined_view(*block, ctes, base, std::move(view));
    if (parts.joins.size() > 1) return block->top ? std::nullopt : numbered_view(std::move(parts), at, std::move(view));
    if (block->top) {
        view.which = Written::Which::counted;
        view.count = value(*block->top->count);
        parts.outputs.emplace_back(Written::kIn, row_number(walker_.order_of(cte.query->order_by, &parts.outputs, scope, ctes)));
    }
    number_rows(std::move(parts), atom, view);
    return view;
}

/// Every row of the table, with what it is joined with; those that the CTE has are marked.
std::optional<Procedure::Written> Procedure::joined_view(const ast::Select& block, const Ctes& ctes, const ast::Name& base, Written view) {
    ast::Name name = base;
    for (const ast::TableSource& source : block.from) {
        std::vector<const ast::NamedTable*> tables;
        (void)list_tables(source, tables);
        for (const ast::NamedTable* table : tables)
            if (table != nullptr && table->name.parts == base.parts && !table->alias.empty()) name.parts = {table->alias}; // null pointer: no table
    }
    std::optional<Joined> joined = join_target(name, whole(view.to), block.from, block.where, ctes);
    if (!joined) return std::nullopt;
    joined->parts.outputs = walker_.select_list(block.items, joined->scope, ctes);
    for (std::size_t i = 0; i < view.columns.size() && i < joined->parts.outputs.size(); ++i) joined->parts.outputs[i].first = view.columns[i];
    joined->parts.outputs.emplace_back(Written::kIn, joined->condition);
    view.which = Written::Which::marked;
    keep_own(joined->parts, joined->target, view);
    view.rows = {b_.select(std::move(joined->parts)), view.columns};
    return view;
}

/// Windows over a join: the rows of the table are numbered, and each finds its row of the CTE by that number.
std::optional<Procedure::Written> Procedure::numbered_view(SelectParts parts, std::size_t at, Written view) {
    TermPool& pool = b_.pool();
    const Relation table = state(view.to.key);
    SelectParts numbered = walker_.new_parts();
    Scope scope;
    const TermId use = walker_.add_use(numbered, scope, table, "t", "inner");
    Terms keys;
    for (const std::string& column : table.columns) {
        numbered.outputs.emplace_back(column, b_.column(use, column));
        keys.push_back(pool.make("key", "asc", {b_.compared(b_.column(use, column))}));
    }
    numbered.outputs.emplace_back(kRowNumber, row_number(pool.make("order", {}, keys)));
    const TermId rows = b_.select(std::move(numbered));
    const TermId inside = b_.use(rows);
    parts.outputs.emplace_back(kRowNumber, b_.column(inside, kRowNumber));
    Substitution map;
    for (const std::string& column : table.columns) map[b_.column(parts.joins[at].atom, column)] = b_.column(inside, column);
    parts.joins[at].atom = inside;
    parts.joins[at].rel = rows;
    b_.substitute(parts, map);
    SelectParts all = walker_.new_parts();
    const TermId own = walker_.add_use(all, scope, {rows, {}}, "rows", "inner");
    const TermId match = walker_.add_use(all, scope, {b_.select(std::move(parts)), {}}, "view", "pick");
    all.joins[1].on = b_.build("eq", {}, {b_.column(own, kRowNumber), b_.column(match, kRowNumber)});
    for (const std::string& column : view.columns) all.outputs.emplace_back(column, b_.column(view.base.contains(column) ? own : match, view.base.contains(column) ? view.base.at(column) : column));
    all.outputs.emplace_back(Written::kIn, pool.make("matched", {}, {match}));
    view.which = Written::Which::marked;
    keep_own(all, own, view);
    view.rows = {b_.select(std::move(all)), view.columns};
    return view;
}

} // namespace t2d::passes::check
