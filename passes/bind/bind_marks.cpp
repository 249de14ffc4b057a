// SPDX-License-Identifier: Apache-2.0
// What a statement that is not compiled may change: tables by way of aliases, CTEs and views, and variables.
#include <algorithm>
#include <functional>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

/// The table whose rows a query gives; -1 where they are not those of one table.
TableId Binder::base_of(const ast::Query& query, const std::vector<ast::Cte>& with, std::size_t visible) {
    const auto* block = std::get_if<ast::Select>(&query.body);
    const auto* named = block == nullptr || block->from.size() != 1 ? nullptr : std::get_if<ast::NamedTable>(&block->from.front().node);
    if (named == nullptr) return -1;
    return query.with.empty() ? base_of(named->name, with, visible) : base_of(named->name, query.with, query.with.size());
}

/// The table that a name stands for; of the CTEs it may mean the first `visible`.
TableId Binder::base_of(const ast::Name& name, const std::vector<ast::Cte>& with, std::size_t visible) {
    for (std::size_t i = 0; name.parts.size() == 1 && i < visible; ++i)
        if (equal_ignoring_case(with[i].name, name.last())) return base_of(*with[i].query, with, i);
    if (const auto* view = view_of(name)) {
        if (!open_views_.insert(catalog_key(view->schema, view->name)).second) return -1;
        const TableId base = base_of(view->node->query, {}, 0);
        open_views_.erase(catalog_key(view->schema, view->name));
        return base;
    }
    const bool saved = std::exchange(failed_, false);
    const std::string saved_reason = reason_;
    const TableId id = table(name, span_);
    failed_ = saved;
    reason_ = saved_reason;
    return id;
}

namespace {

/// What an alias of a FROM clause stands for.
const ast::TableSource* source_called(const ast::TableSource& source, const std::string& alias) {
    const auto either = [&](const ast::TableSource& left, const ast::TableSource& right) {
        const ast::TableSource* found = source_called(left, alias);
        return found != nullptr ? found : source_called(right, alias);
    };
    return match(
        source.node, [&](const ast::NamedTable& n) { return equal_ignoring_case(n.alias, alias) ? &source : nullptr; },
        [&](const ast::DerivedTable& n) { return equal_ignoring_case(n.alias, alias) ? &source : nullptr; },
        [&](const ast::Join& n) { return either(*n.left, *n.right); }, [&](const ast::Apply& n) { return either(*n.left, *n.right); },
        [](const auto&) -> const ast::TableSource* { return nullptr; });
}

} // namespace

/// The table that a statement writes, under its own name, an alias, or through CTEs, derived tables and views.
void Binder::mark_target(const ast::Name& name, const std::vector<ast::TableSource>& sources, const std::vector<ast::Cte>& with, std::set<TableId>& tables, std::set<int>& variables, bool& everything) {
    const ast::TableSource* source = nullptr;
    for (std::size_t i = 0; name.parts.size() == 1 && i < sources.size() && source == nullptr; ++i) source = source_called(sources[i], name.last());
    const auto* derived = source == nullptr ? nullptr : std::get_if<ast::DerivedTable>(&source->node);
    const auto* named = source == nullptr ? nullptr : std::get_if<ast::NamedTable>(&source->node);
    const ast::Name& resolved = named == nullptr ? name : named->name;
    const bool local = derived == nullptr && !resolved.last().empty() && (resolved.last().front() == '@' || resolved.last().front() == '#');
    const bool reached = !local || std::any_of(frames_.begin(), frames_.end(), [&](const Frame& frame) { return frame.tables.contains(to_lower(resolved.last())); });
    if (!reached) return; // made by what cannot be compiled, too: nothing knows it yet
    const TableId id = derived != nullptr ? base_of(*derived->query, with, with.size()) : base_of(resolved, with, with.size());
    if (id < 0) {
        everything = true;
        return;
    }
    tables.insert(id);
    mark_triggered(id, tables, variables, everything);
}

/// What a statement that is not compiled may change.
void Binder::mark_written(const ast::Stmt& stmt, std::set<TableId>& tables, std::set<int>& variables, bool& everything) {
    const auto inner = [&](const ast::Stmt& s) { mark_written(s, tables, variables, everything); };
    const auto target = [&](const ast::Name& name, const std::vector<ast::TableSource>& sources, const std::vector<ast::Cte>& with) { mark_target(name, sources, with, tables, variables, everything); };
    const auto into = [&](const std::vector<ast::Output>& outputs) {
        for (const ast::Output& output : outputs)
            if (output.into) target(*output.into, {}, {});
    };
    const auto assigned = [&](const std::string& name) {
        if (const int index = find_variable(name); index >= 0) variables.insert(index);
    };
    match(
        stmt.node,
        [&](const ast::Insert& n) {
            target(n.target, {}, n.with);
            into(n.output);
            if (std::holds_alternative<Box<ast::Exec>>(n.source)) everything = true;
            if (const auto* query = std::get_if<ast::Query>(&n.source); query != nullptr) {
                const ast::Select* block = first_block(*query);
                for (std::size_t i = 0; block != nullptr && i < block->from.size(); ++i)
                    if (std::holds_alternative<Box<ast::DmlTable>>(block->from[i].node)) everything = true;
            }
        },
        [&](const ast::Update& n) {
            target(n.target, n.from, n.with);
            into(n.output);
            for (const auto& item : n.set) assigned(item.variable);
        },
        [&](const ast::Delete& n) {
            target(n.target, n.from, n.with);
            into(n.output);
        },
        [&](const ast::Merge& n) {
            target(n.target, {}, n.with);
            into(n.output);
        },
        [&](const ast::Truncate& n) { target(n.table, {}, {}); },
        [&](const ast::QueryStmt& n) {
            const ast::Select* block = first_block(n.query);
            if (block == nullptr) return;
            for (const auto& item : block->items) assigned(item.variable);
            if (block->into) local_table(block->into->last(), TableKind::temporary, {});
        },
        [&](const ast::SetVariable& n) {
            assigned(n.variable);
            const auto* method = n.value ? get_boxed<ast::MethodCall>((*n.value)->node) : nullptr; // SET @x.modify(…)
            const auto* changed = method == nullptr ? nullptr : std::get_if<ast::Variable>(&method->operand->node);
            if (changed != nullptr && n.variable.empty()) assigned(changed->name);
        },
        [&](const ast::AlterTable& n) {
            if (switches_rows(n)) everything = true;
            const bool local = !n.name.parts.empty() && n.name.last().starts_with("#");
            const bool of_columns = n.action == ast::AlterAction::drop_column || n.action == ast::AlterAction::alter_column || (n.action == ast::AlterAction::add && !n.add.columns.empty());
            if (local && of_columns) target(n.name, {}, {});
        },
        [&](const ast::Declare& n) {
            for (const auto& decl : n.variables)
                if (const int known = find_variable(decl.name); decl.type && !table_type(*decl.type)) variables.insert(known >= 0 ? known : declare_variable(decl.name, type_of(*decl.type)));
        },
        [&](const ast::If& n) {
            inner(*n.then);
            if (n.otherwise) inner(**n.otherwise);
        },
        [&](const ast::While& n) { inner(*n.body); },
        [&](const ast::BlockStmt& n) { std::for_each(n.body.begin(), n.body.end(), inner); },
        [&](const ast::TryCatch& n) { std::for_each(n.body.begin(), n.body.end(), inner); },
        [&](const ast::CursorStmt& n) {
            for (const auto& name : n.into) assigned(name);
            const Cursor* cursor = find_cursor(n.cursor);
            if (cursor == nullptr) return;
            variables.insert({cursor->position, fetch_status_});
            if (n.action == ast::CursorAction::open) tables.insert(cursor->rows);
        },
        [&](const ast::Exec& n) {
            for (const auto& argument : n.args)
                if (const auto* out = std::get_if<ast::Variable>(&argument.value.node); argument.output && out != nullptr) assigned(out->name);
            everything = true;
        },
        [&](const ast::Recognized& n) {
            if (!n.loaded.parts.empty()) return target(n.loaded, {}, {});
            everything = everything || n.changes_data;
        },
        [&](const ast::Unparsed&) { everything = true; }, [](const auto&) {});
}

} // namespace t2d::passes
