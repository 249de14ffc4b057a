// SPDX-License-Identifier: Apache-2.0
// High-water marks: where rows can be removed, the greatest key in a table may be less than the last one handed out. A one-row
// table beside it keeps the counter (architecture.md, section 4); it is a target like any other and becomes a model of its own.
#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The tables that a body removes rows of: some, or all by TRUNCATE, which starts an identity again but no sequence.
struct Removed {
    std::set<TableId> some, emptied;
};

void collect_removed(const Body& body, Removed& out);

void collect_removed(const Statement& statement, Removed& out) {
    match(
        statement.node,
        [&](const Delete& n) {
            if (!is_constant_false(n.where) || n.where == nullptr) out.some.insert(n.table);
        },
        [&](const Truncate& n) { out.emptied.insert(n.table); },
        [&](const WriteThrough& n) {
            if (n.remove) out.some.insert(n.table);
        },
        [&](const Merge& n) {
            for (const auto& branch : n.branches)
                if (branch.action == MergeAction::remove) out.some.insert(n.table);
        },
        [&](const If& n) {
            collect_removed(n.then, out);
            collect_removed(n.otherwise, out);
        },
        [&](const While& n) { collect_removed(n.body, out); },
        [&](const Inlined& n) { collect_removed(n.body, out); }, [](const auto&) {});
}

void collect_removed(const Body& body, Removed& out) {
    for (const auto& statement : body) collect_removed(statement, out);
}

} // namespace

TableId Reenactor::add_mark(TableId table, const std::vector<int>& columns) {
    TableSymbol mark;
    mark.key = symbol(table).key + "__keys";
    mark.schema = symbol(table).schema;
    mark.name = symbol(table).name + "__keys";
    for (const int column : columns) {
        mark.columns.push_back(symbol(table).columns[static_cast<std::size_t>(column)]);
        mark.columns.back().nullable = true;
    }
    mark.rules.resize(mark.columns.size());
    const auto id = static_cast<TableId>(program_.tables.size());
    const RelRef scan = build_.arena().make(Rel{TableScan{id}, mark.columns, mark.name, {}, {}});
    program_.tables.push_back(std::move(mark));
    written_.push_back(true);
    out_.removes_rows.push_back(false);
    out_.initial.push_back(scan);
    out_.versions.push_back({id, 0, scan, {}});
    version_of_[scan] = id;
    state_.tables.push_back(scan);
    state_.visible.push_back(scan);
    return id;
}

/// Gives every numbered table that can lose rows a mark, and starts its counters from the mark and the table.
void Reenactor::open_marks() {
    Removed removed;
    collect_removed(program_.body, removed);
    std::set<TableId> tables = removed.some;
    tables.insert(removed.emptied.begin(), removed.emptied.end());
    for (const TableId table : tables) {
        std::vector<int> columns;
        for (int column = 0; column < static_cast<int>(symbol(table).columns.size()); ++column)
            if (is_numbered(table, column) && (removed.some.contains(table) || !symbol(table).rules[static_cast<std::size_t>(column)].identity)) columns.push_back(column);
        if (symbol(table).kind != TableKind::persistent || columns.empty()) continue;
        const TableId mark = add_mark(table, columns);
        marks_.push_back({table, mark, columns});
        for (std::size_t i = 0; i < columns.size(); ++i) {
            const Quantifier kept = build_.quantifier(state_.tables[static_cast<std::size_t>(mark)]);
            Select last;
            last.from = build_.from(kept);
            last.items = {build_.column(kept, static_cast<int>(i))};
            const std::vector<Column> shape{kept.rel->columns[i]};
            const ScalarRef greatest_of_both = greatest_with(table, columns[i], build_.select(std::move(last), shape));
            state_.counters.insert_or_assign({table, columns[i]}, not_before_first(greatest_of_both, table, columns[i]));
        }
    }
}

/// The marks after the call: where the counters stand.
void Reenactor::close_marks() {
    for (const Mark& mark : marks_) {
        Select row;
        for (const int column : mark.columns) row.items.push_back(last_number(mark.table, column));
        set_table(mark.mark, build_.select(std::move(row), symbol(mark.mark).columns));
        diagnostics_.report<diag::key_mark>(program_.span, display_name(mark.table), symbol(mark.mark).name);
    }
}

} // namespace t2d::passes
