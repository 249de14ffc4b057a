// SPDX-License-Identifier: Apache-2.0
// What a write does beyond what its statement says: foreign keys that cascade, keys that drop duplicates; views as targets.
#include <fmt/format.h>

#include <algorithm>

#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

/// An INSERT into a key that drops duplicates does less than it says.
void Binder::refuse_duplicates(TableId id, std::string_view event) {
    const auto declared = catalog_.tables.find(program_.tables[static_cast<std::size_t>(id)].key);
    if (declared == catalog_.tables.end()) return;
    const auto& keys = declared->second.keys;
    if (std::any_of(keys.begin(), keys.end(), [](const CatalogKey& k) { return k.ignores_duplicates; }))
        fail<diag::unsupported_statement>(span_, fmt::format("{} on a table with IGNORE_DUP_KEY", event));
}

namespace {

/// The tables whose foreign keys to `parent` say what happens to their rows.
template <typename Use>
void for_each_reference(const Catalog& catalog, const std::string& parent, Use use) {
    for (const auto& [key, table] : catalog.tables)
        for (const CatalogForeignKey& foreign : table.foreign_keys)
            if (foreign.table == parent) use(key, table, foreign);
}

} // namespace

/// Rows that refer to a row that is gone. The foreign key held before, so these are the rows that the DELETE takes along.
ScalarRef Binder::orphaned(QuantId child, const RelRef rows, const CatalogForeignKey& foreign, TableId parent) {
    const Quantifier gone = build_.quantifier(current(parent));
    std::vector<ScalarRef> filled, same;
    for (std::size_t i = 0; i < foreign.columns.size() && i < foreign.referenced.size(); ++i) {
        const int from = find_column(rows->columns, foreign.columns[i]), to = find_column(gone.rel->columns, foreign.referenced[i]);
        if (from < 0 || to < 0) {
            fail<diag::unknown_column>(span_, from < 0 ? foreign.columns[i] : foreign.referenced[i]);
            return poison();
        }
        const ScalarRef column = build_.column(child, from, rows->columns[static_cast<std::size_t>(from)]);
        filled.push_back(build_.is_null(column, true));
        same.push_back(build_.equal(build_.column(gone, to), column));
    }
    filled.push_back(build_.exists(build_.filter(gone, build_.conjunction(std::move(same))), true));
    return build_.conjunction(std::move(filled));
}

/// ON DELETE CASCADE and SET NULL, after rows of `parent` were removed.
void Binder::cascade_delete(TableId parent, Body& out) {
    const std::string parent_key = program_.tables[static_cast<std::size_t>(parent)].key;
    if (!cascading_.insert(parent).second) return fail<diag::unsupported_statement>(span_, fmt::format("DELETE that comes back to {} through foreign keys", parent_key));
    for_each_reference(catalog_, parent_key, [&](const std::string& key, const CatalogTable& table, const CatalogForeignKey& foreign) {
        if (failed_ || foreign.on_delete == ast::ReferentialAction::no_action) return;
        if (foreign.on_delete == ast::ReferentialAction::set_default || foreign.referenced.size() != foreign.columns.size() || key == parent_key)
            return fail<diag::unsupported_statement>(span_, fmt::format("DELETE of a table that a foreign key of {} refers to with this action", key));
        const TableId child = persistent_table(key, ast::Name{{table.schema, table.name}, span_}, span_);
        const Quantifier target = build_.quantifier(current(child));
        const ScalarRef where = orphaned(target.id, target.rel, foreign, parent);
        if (failed_) return;
        if (foreign.on_delete == ast::ReferentialAction::cascade)
            return push_delete(Delete{child, target.id, build_.from(target), where, build_.arena().fresh_quantifier(), {}}, out);
        Update clear{child, target.id, build_.from(target), where, {}, build_.arena().fresh_quantifier(), build_.arena().fresh_quantifier(), {}};
        for (const std::string& name : foreign.columns) {
            const int column = find_column(target.rel->columns, name);
            clear.set.push_back({column, build_.null(target.rel->columns[static_cast<std::size_t>(column)].type)});
        }
        push_update(std::move(clear), out);
    });
    cascading_.erase(parent);
}

/// ON UPDATE actions: a key that others refer to is not followed when it changes.
void Binder::refuse_key_change(TableId id, const std::vector<SetColumn>& set) {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    for_each_reference(catalog_, symbol.key, [&](const std::string& key, const CatalogTable&, const CatalogForeignKey& foreign) {
        const bool changes = std::any_of(set.begin(), set.end(), [&](const SetColumn& column) {
            const std::string& name = symbol.columns[static_cast<std::size_t>(column.column)].name;
            return std::any_of(foreign.referenced.begin(), foreign.referenced.end(), [&](const std::string& referenced) { return equal_ignoring_case(referenced, name); });
        });
        if (changes && foreign.on_update != ast::ReferentialAction::no_action) fail<diag::unsupported_statement>(span_, fmt::format("UPDATE of a key that a foreign key of {} follows", key));
    });
}

void Binder::push_through(WriteThrough write, Body& out) {
    const TableId table = write.table;
    const bool removes = write.remove;
    const std::string_view event = removes ? "DELETE" : "UPDATE";
    refuse_versioned(table);
    if (!removes) refuse_duplicates(table, event);
    if (!removes && !failed_) refuse_key_change(table, write.set);
    if (!removes && !failed_) note_change(table);
    if (!triggers_of(table, event, true).empty() || !triggers_of(table, event, false).empty())
        fail<diag::unsupported_statement>(span_, fmt::format("{} through a CTE, or with TOP, of a table with a trigger", event));
    if (failed_) return;
    push(out, std::move(write));
    if (removes) cascade_delete(table, out);
}

/// An INSERT through a view over one table is an INSERT into that table; nothing where the view is of another kind.
std::optional<ast::Insert> Binder::through_view(const ast::Insert& node, const ast::CreateView& view) {
    const auto* block = std::get_if<ast::Select>(&view.query.body);
    const auto* base = block == nullptr || block->from.size() != 1 ? nullptr : std::get_if<ast::NamedTable>(&block->from.front().node);
    if (base == nullptr || block->distinct || block->top || !block->group_by.empty() || view.check_option || !view.query.with.empty()) return std::nullopt;
    std::vector<std::string> names, columns;
    for (std::size_t i = 0; i < block->items.size(); ++i) {
        const auto* column = std::get_if<ast::ColumnName>(&block->items[i].expr.node);
        if (column == nullptr) return std::nullopt;
        columns.push_back(column->name.last());
        names.push_back(i < view.columns.size() ? view.columns[i] : block->items[i].alias.empty() ? columns.back() : block->items[i].alias);
    }
    ast::Insert out = node;
    out.target = base->name;
    if (node.columns.empty()) out.columns = columns;
    for (std::string& column : out.columns) {
        const auto found = std::find_if(names.begin(), names.end(), [&](const std::string& name) { return equal_ignoring_case(name, column); });
        if (found == names.end()) continue; // one of the view's columns, or it is reported as unknown
        column = columns[static_cast<std::size_t>(found - names.begin())];
    }
    return out;
}

} // namespace t2d::passes
