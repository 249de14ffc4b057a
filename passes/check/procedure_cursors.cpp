// SPDX-License-Identifier: Apache-2.0
// Cursors: the rows of a query, numbered in its order when it is opened, and the number of the row that was fetched last.
#include "ir/text.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

Relation Procedure::cursor_rows(const ast::Query& query) {
    const auto [ordered, order] = with_order(query);
    const Relation rows = walker_.query(ordered, nullptr, {});
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, rows, "rows", "inner");
    Terms keys;
    for (const auto& [name, descending] : order) keys.push_back(b_.pool().make("key", descending ? "desc" : "asc", {b_.compared(b_.column(atom, name))}));
    Relation result{0, {}};
    for (const std::string& column : rows.columns) {
        if (column.starts_with("order ")) continue;
        parts.outputs.emplace_back(column, b_.column(atom, column));
        result.columns.push_back(column);
    }
    parts.outputs.emplace_back(kRowNumber, row_number(b_.pool().make("order", {}, std::move(keys))));
    result.term = b_.select(std::move(parts));
    return result;
}

void Procedure::cursor(const ast::Stmt& s, const ast::CursorStmt& node) {
    const auto known = cursors_.find(to_lower(node.cursor));
    if (node.action == ast::CursorAction::fetch) return fetch(s, node);
    if (node.action != ast::CursorAction::open) return;
    if (known == cursors_.end()) return unknown(s, "a cursor");
    known->second.rows = cursor_rows(known->second.definition.query);
    variables_.try_emplace(kFetchStatus, b_.null());
    types_[kFetchStatus] = types_[place_of(node.cursor)] = simple_type(TypeKind::int_);
    variables_.try_emplace(place_of(node.cursor), b_.null());
    set_variable(place_of(node.cursor), b_.number("0"));
}

/// FETCH NEXT: behind the last row the variables keep their values.
void Procedure::fetch(const ast::Stmt& s, const ast::CursorStmt& node) {
    const auto known = cursors_.find(to_lower(node.cursor));
    const bool next = node.direction.empty() || equal_ignoring_case(node.direction, "NEXT");
    if (known == cursors_.end() || known->second.rows.term == 0 || !next || (!node.into.empty() && node.into.size() != known->second.rows.columns.size())) return unknown(s, "a cursor");
    const Relation& rows = known->second.rows;
    set_variable(place_of(node.cursor), b_.build("add", {}, {variable(place_of(node.cursor)), b_.number("1")}));
    const TermId place = variable(place_of(node.cursor));
    const auto row = [&](const std::string& column) {
        SelectParts parts = walker_.new_parts();
        Scope scope;
        const TermId atom = walker_.add_use(parts, scope, rows, "row", "inner");
        parts.where.push_back(b_.build("eq", {}, {b_.column(atom, kRowNumber), place}));
        if (!column.empty()) parts.outputs.emplace_back(column, b_.column(atom, column));
        return b_.select(std::move(parts));
    };
    const TermId found = b_.build("exists", {}, {row("")});
    for (std::size_t i = 0; i < node.into.size(); ++i) {
        const TermId old = variable(node.into[i]), fetched = b_.build("scalar", {}, {row(rows.columns[i])});
        const bool was_null = b_.pool().is(old, "lit") && b_.pool()[old].text == "null";
        set_variable(node.into[i], was_null ? fetched : b_.build("case", {}, {found, fetched, old}));
    }
    set_variable(kFetchStatus, b_.build("case", {}, {found, b_.number("0"), b_.number("-1")}));
}

} // namespace t2d::passes::check
