// SPDX-License-Identifier: Apache-2.0
// OUTPUT: the rows that a write changed, as they were and as they are then.
#include <algorithm>
#include <utility>

#include "ir/text.h"
#include "passes/check/procedure.h"

namespace t2d::passes::check {

TermId Procedure::computed_of(const Target& target, const CatalogColumn& column, const RowValues& row) {
    const Relation table = state(target.key);
    const TermId atom = b_.use(table.term);
    const TermId value = walker_.expr(**column.computed, {{{"", table.columns, atom}}, nullptr}, {});
    Substitution map;
    for (const auto& [name, term] : row) map[b_.column(atom, name)] = term;
    return b_.replace(value, map);
}

TermId Procedure::once(TermId value) { return b_.pool().has(value, has_identity | has_volatile) ? b_.pool().opaque("a value that is made when the row is stored") : value; }

Procedure::Changed Procedure::inserted_rows(const Target& target, const Relation& rows) {
    Changed change{walker_.new_parts(), {}, {}, {}, "INSERT"};
    Scope scope;
    const TermId atom = walker_.add_use(change.parts, scope, rows, "rows", "inner");
    const Terms branches = b_.pool().is(rows.term, "union_all") ? Terms(b_.pool()[rows.term].args) : Terms{rows.term};
    for (std::size_t i = 0; i < target.columns.size(); ++i) {
        const bool stable = std::all_of(branches.begin(), branches.end(), [&](TermId branch) { return b_.pool().is(branch, "select") && once(b_.parts(branch).outputs[i].second) == b_.parts(branch).outputs[i].second; });
        const std::string name = to_lower(target.columns[i].name);
        change.inserted[name] = stable ? b_.column(atom, name) : b_.pool().opaque("a value that is made when the row is stored");
    }
    return change;
}

Procedure::Changed Procedure::merged_row(const Target& target, const ast::MergeBranch& insertion, const SelectParts& source, const Scope& scope, const Ctes& ctes) {
    Changed change{source, scope.bindings, {}, {}, "INSERT"};
    std::size_t next = 0;
    for (const CatalogColumn& column : target.columns) {
        const std::string name = to_lower(column.name);
        const bool numbered = column.identity || column.rowversion;
        std::size_t at = insertion.values.size();
        if (insertion.columns.empty()) at = numbered || column.computed ? at : next++;
        for (std::size_t i = 0; i < insertion.columns.size(); ++i)
            if (equal_ignoring_case(insertion.columns[i], column.name)) at = i;
        const TermId given = at < insertion.values.size() ? walker_.expr(insertion.values[at], scope, ctes) : b_.pool().make("default");
        if (b_.pool().is(given, "default")) change.inserted[name] = numbered ? b_.pool().opaque("a value that is made when the row is stored") : default_of(column);
        else change.inserted[name] = once(assigned(given, column.type));
    }
    for (const CatalogColumn& column : target.columns)
        if (column.computed) change.inserted[to_lower(column.name)] = computed_of(target, column, change.inserted);
    return change;
}

/// The row of an UPDATE before and after it; `values` are what it sets, converted to the columns' types.
void Procedure::changed_values(const Written& written, TermId row, const RowValues& values, Changed& change) {
    const Target& target = written.to;
    for (const CatalogColumn& column : target.columns) {
        const std::string name = to_lower(column.name);
        change.deleted[name] = b_.column(row, written.own(name));
        const auto set = values.find(name);
        change.inserted[name] = column.rowversion ? b_.pool().opaque("row version " + name) : set == values.end() ? change.deleted[name] : once(set->second);
    }
    for (const CatalogColumn& column : target.columns)
        if (column.computed) change.inserted[to_lower(column.name)] = computed_of(target, column, change.inserted);
}

Relation Procedure::output_rows(const ast::Output& output, const Target& written, const std::vector<Changed>& changes, const Ctes& ctes) {
    const Relation table = state(written.key);
    Relation result{b_.empty(), {}};
    for (const Changed& change : changes) {
        const TermId inserted = b_.use(table.term), deleted = b_.use(table.term), action = b_.pool().fresh_atom();
        Scope scope{change.sources, nullptr};
        scope.bindings.push_back({"inserted", table.columns, inserted});
        scope.bindings.push_back({"deleted", table.columns, deleted});
        scope.bindings.push_back({"", {"$action"}, action});
        Substitution map{{b_.column(action, "$action"), b_.text(change.action)}};
        for (const std::string& name : table.columns) {
            map[b_.column(inserted, name)] = change.inserted.empty() ? b_.null() : change.inserted.at(name);
            map[b_.column(deleted, name)] = change.deleted.empty() ? b_.null() : change.deleted.at(name);
        }
        SelectParts parts = change.parts;
        parts.outputs = walker_.select_list(output.items, scope, ctes);
        for (auto& [name, value] : parts.outputs) value = b_.replace(value, map);
        Relation one{0, Walker::names_apart(parts.outputs)};
        one.term = b_.select(std::move(parts));
        result = result.columns.empty() ? one : b_.union_all(result, one);
    }
    return result;
}

void Procedure::outputs(const std::vector<ast::Output>& output, const Target& written, const std::vector<Changed>& changes, const Ctes& ctes) {
    const bool read = std::exchange(reads_changes_, false);
    for (const ast::Output& one : output) {
        if (!one.into && !read) continue;
        const Relation rows = output_rows(one, written, changes, ctes);
        if (!one.into) {
            changed_rows_ = rows;
            continue;
        }
        if (const std::optional<Target> to = target(*one.into)) {
            state_[to->key] = b_.union_all(state(to->key), rows_for(*to, one.into_columns, rows));
            continue;
        }
        lose(*one.into, "OUTPUT INTO a view or an unknown table");
    }
}

void Procedure::run_change(const ast::DmlTable& change) {
    reads_changes_ = true;
    if (change.merge) merge(**change.merge), forget_cascades();
    else if (change.insert) insert(**change.insert);
    else if (change.update) update(**change.update);
    else if (change.remove) remove(**change.remove), forget_cascades();
    reads_changes_ = false;
}

} // namespace t2d::passes::check
