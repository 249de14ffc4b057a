// SPDX-License-Identifier: Apache-2.0
// System-versioned tables: FOR SYSTEM_TIME reads the table and its history
// (https://learn.microsoft.com/sql/t-sql/queries/from-transact-sql, FOR SYSTEM_TIME).
#include <algorithm>

#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

/// The table of earlier rows: as its own DDL says, or with the columns of the versioned table.
TableId Binder::history_of(const CatalogTable& declared, SourceSpan span) {
    const std::string& key = declared.history;
    const std::size_t dot = key.find('.');
    const ast::Name name{{key.substr(0, dot), key.substr(dot + 1)}, span};
    if (catalog_.tables.contains(key) || persistent_.contains(key)) return persistent_table(key, name, span);
    CatalogTable history;
    history.columns = declared.columns;
    for (CatalogColumn& column : history.columns) column.identity.reset();
    TableSymbol symbol;
    symbol.key = key;
    symbol.kind = TableKind::persistent;
    symbol.self = build_.arena().fresh_quantifier();
    symbol.schema = name.parts.front();
    symbol.name = name.last();
    fill_symbol(symbol, history);
    symbol.rules.resize(symbol.columns.size());
    program_.tables.push_back(std::move(symbol));
    return persistent_[key] = static_cast<TableId>(program_.tables.size()) - 1;
}

/// The rows of the table and of its history whose period fits, without those that were never seen (an empty period).
FromRef Binder::in_system_time(const ast::NamedTable& node, SourceSpan span, Scope& scope) {
    using Kind = ast::TemporalKind;
    const auto declared = catalog_.tables.find(resolved_key(node.name));
    if (declared == catalog_.tables.end() || declared->second.period.size() != 2 || declared->second.history.empty()) {
        fail<diag::unsupported_syntax>(span, "FOR SYSTEM_TIME of a table whose DDL does not name its period and its history table");
        return nullptr;
    }
    const TableId id = table(node.name, span), history = failed_ ? -1 : history_of(declared->second, span);
    if (failed_) return nullptr;
    const std::vector<Column> columns = program_.tables[static_cast<std::size_t>(id)].columns;
    const int from = find_column(columns, declared->second.period[0]), to = find_column(columns, declared->second.period[1]);
    if (from < 0 || to < 0) {
        fail<diag::unknown_column>(span, declared->second.period[from < 0 ? 0 : 1]);
        return nullptr;
    }
    std::vector<ScalarRef> moments;
    for (const ast::Expr& moment : node.temporal_args) moments.push_back(value(moment, scope, columns[static_cast<std::size_t>(from)].type));
    if (failed_) return nullptr;
    const auto compared = [&](CompareOp op, ScalarRef left, ScalarRef right) { return compare(op, left, right, span); };
    const auto part = [&](TableId read) -> RelRef {
        const Quantifier row = build_.quantifier(current(read));
        Select block;
        block.from = build_.from(row);
        for (const Column& column : columns) {
            const int place = find_column(program_.tables[static_cast<std::size_t>(read)].columns, column.name);
            if (place < 0) fail<diag::unknown_column>(span, column.name);
            else block.items.push_back(build_.column(row, place));
        }
        if (failed_) return nullptr;
        const ScalarRef begin = block.items[static_cast<std::size_t>(from)], end = block.items[static_cast<std::size_t>(to)];
        block.where = compared(CompareOp::not_equal, begin, end);
        const auto when = [&](ScalarRef condition) { block.where = build_.conjunction(block.where, condition); };
        if (node.temporal == Kind::as_of) {
            when(compared(CompareOp::less_equal, begin, moments[0]));
            when(compared(CompareOp::greater, end, moments[0]));
        } else if (node.temporal == Kind::contained_in) {
            when(compared(CompareOp::greater_equal, begin, moments[0]));
            when(compared(CompareOp::less_equal, end, moments[1]));
        } else if (node.temporal != Kind::all) {
            when(compared(node.temporal == Kind::between ? CompareOp::less_equal : CompareOp::less, begin, moments[1]));
            when(compared(CompareOp::greater, end, moments[0]));
        }
        return build_.select(std::move(block), columns);
    };
    const RelRef now = part(id), before = failed_ ? nullptr : part(history);
    if (failed_) return nullptr;
    const std::string alias = node.alias.empty() ? node.name.last() : node.alias;
    return add(build_.labelled(build_.union_all({before, now}, columns), alias), alias, scope);
}

/// A write to such a table stamps its rows and leaves the earlier ones in the history.
void Binder::refuse_versioned(TableId id) {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    const auto declared = symbol.kind == TableKind::persistent ? catalog_.tables.find(symbol.key) : catalog_.tables.end();
    if (declared != catalog_.tables.end() && declared->second.versioned) fail<diag::unsupported_statement>(span_, "a write to a system-versioned table");
}

} // namespace t2d::passes
