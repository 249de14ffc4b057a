// SPDX-License-Identifier: Apache-2.0
// ALTER TABLE of a temporary table: from here on its name means a table of the new shape that starts with the rows of the old one.
#include <algorithm>

#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/build_catalog.h"

namespace t2d::passes {

using namespace ir;

/// Rows that exist take the default only under NOT NULL or WITH VALUES
/// (https://learn.microsoft.com/sql/t-sql/statements/alter-table-transact-sql, WITH VALUES).
void Binder::add_columns(const ast::TableDef& def, TableSymbol& altered, std::vector<ScalarRef>& items) {
    const CatalogTable declared = declare_table(def, catalog_.types);
    TableSymbol added;
    fill_symbol(added, declared);
    fill_rules(added, declared);
    for (std::size_t i = 0; i < added.columns.size(); ++i) {
        const ColumnRule& rule = added.rules[i];
        if (rule.computed != nullptr) return fail<diag::unsupported_syntax>(span_, "adding a computed column to a temporary table");
        if (rule.identity) {
            diagnostics_.report<diag::identity_order>(span_, altered.name);
            std::vector<SortKey> order;
            for (const ScalarRef item : items) order.push_back({item, false});
            items.push_back(identity_value(std::move(order), {added.columns[i].name, added.columns[i].type, rule.identity_seed, rule.identity_increment}));
            altered.columns.push_back(added.columns[i]);
            altered.rules.push_back(rule);
            continue;
        }
        const bool filled = rule.default_value != nullptr && (!added.columns[i].nullable || def.columns[i].with_values);
        items.push_back(filled ? default_of(added, i) : build_.null(added.columns[i].type));
        altered.columns.push_back(added.columns[i]);
        altered.rules.push_back(rule);
    }
}

void Binder::drop_columns(const std::vector<std::string>& dropped, TableSymbol& altered, std::vector<ScalarRef>& items) {
    const bool counts = std::any_of(altered.rules.begin(), altered.rules.end(), [](const ColumnRule& rule) { return rule.identity || rule.computed != nullptr; });
    if (counts) return fail<diag::unsupported_syntax>(span_, "dropping a column of a temporary table with identity or computed columns");
    for (const std::string& name : dropped) {
        const int index = find_column(altered.columns, name);
        if (index < 0) return fail<diag::unknown_column>(span_, name);
        altered.columns.erase(altered.columns.begin() + index);
        altered.rules.erase(altered.rules.begin() + index);
        items.erase(items.begin() + index);
    }
    altered.keys.clear(); // they may have named the column; others are not worth renumbering
    altered.unique_keys.clear();
}

void Binder::retype_column(const ast::TableDef& def, TableSymbol& altered, std::vector<ScalarRef>& items) {
    const CatalogTable declared = declare_table(def, catalog_.types);
    for (const CatalogColumn& column : declared.columns) {
        const int index = find_column(altered.columns, column.name);
        if (index < 0) return fail<diag::unknown_column>(span_, column.name);
        Column& changed = altered.columns[static_cast<std::size_t>(index)];
        changed.type = column.type;
        changed.nullable = column.nullable;
        items[static_cast<std::size_t>(index)] = build_.convert(items[static_cast<std::size_t>(index)], column.type);
    }
}

void Binder::alter_local(const ast::AlterTable& node, Body& out) {
    using Action = ast::AlterAction;
    if (node.action == Action::other || node.action == Action::drop_constraint || (node.action == Action::add && node.add.columns.empty()))
        return skip("a constraint or option of a temporary table");
    const TableId before = table(node.name, span_);
    if (before < 0) return;
    if (branches_ > 0) return fail<diag::unsupported_syntax>(span_, "ALTER TABLE of a temporary table under a condition or in a loop");
    TableSymbol altered = program_.tables[static_cast<std::size_t>(before)];
    const Quantifier old = build_.quantifier(current(before));
    Select content;
    content.from = build_.from(old);
    content.items = all_columns(build_, old);
    if (node.action == Action::add) add_columns(node.add, altered, content.items);
    else if (node.action == Action::drop_column) drop_columns(node.dropped, altered, content.items);
    else retype_column(node.add, altered, content.items);
    if (failed_) return;
    const TableId after = static_cast<TableId>(program_.tables.size());
    const std::string key = to_lower(node.name.last());
    altered.key = fmt::format("{}/{}", key, after);
    const std::vector<Column> columns = altered.columns;
    program_.tables.push_back(std::move(altered));
    for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame)
        if (const auto known = frame->tables.find(key); known != frame->tables.end()) {
            known->second = after;
            break;
        }
    push(out, Define{after, build_.select(std::move(content), columns), before});
}

} // namespace t2d::passes
