// SPDX-License-Identifier: Apache-2.0
// UPDATE, DELETE and both through a derived relation.
#include <algorithm>
#include <iterator>

#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

/// A row after its columns were set: all new values see the old row, computed columns see the new one.
std::vector<ScalarRef> Reenactor::changed_row(TableId table, const Quantifier& row, const std::vector<std::pair<int, ScalarRef>>& set) const {
    const TableSymbol& target = symbol(table);
    std::vector<ScalarRef> out;
    for (int c = 0; c < static_cast<int>(target.columns.size()); ++c) out.push_back(build_.column(row, c));
    const std::vector<ScalarRef> old = out;
    for (const auto& [column, value] : set) out[static_cast<std::size_t>(column)] = build_.convert(value, target.columns[static_cast<std::size_t>(column)].type);
    const std::vector<ScalarRef> stored = out;
    for (std::size_t c = 0; c < out.size() && c < target.rules.size(); ++c) {
        if (target.rules[c].computed == nullptr) continue;
        bool depends = false;
        for (const Place& place : places_of({target.rules[c].computed}, {target.self}))
            depends = depends || stored[static_cast<std::size_t>(place.second)] != old[static_cast<std::size_t>(place.second)];
        if (!depends) continue;
        out[c] = substitute(build_.arena(), target.rules[c].computed, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == target.self ? stored[static_cast<std::size_t>(ref.column)] : nullptr;
        });
    }
    return out;
}

/// Computed columns follow from the row as it is now, whether it was changed or not.
void Reenactor::recompute(TableId table, std::vector<ScalarRef>& row) const {
    const TableSymbol& target = symbol(table);
    const std::vector<ScalarRef> stored = row;
    for (std::size_t c = 0; c < row.size() && c < target.rules.size(); ++c) {
        if (target.rules[c].computed == nullptr) continue;
        row[c] = substitute(build_.arena(), target.rules[c].computed, [&](const ColumnRef& ref) -> ScalarRef {
            return ref.quant == target.self ? stored[static_cast<std::size_t>(ref.column)] : nullptr;
        });
    }
}

namespace {
/// The quantifiers of a FROM tree besides the target's.
QuantIds others_of(FromRef from, QuantId target) {
    QuantIds out;
    for (const Quantifier* quantifier : quantifiers(from))
        if (quantifier->id != target) out.insert(quantifier->id);
    return out;
}
} // namespace

/// The path of a statement over `row`, without `exists` of a row that `where` asks for anyway (IF EXISTS (…) UPDATE …).
ScalarRef Reenactor::path_beside(const Quantifier& row, ScalarRef where) const {
    const auto asked = conjuncts(where);
    const auto implied = [&](ScalarRef condition) {
        const auto* test = std::get_if<Exists>(&condition->node);
        const auto* probe = test == nullptr || test->negated ? nullptr : std::get_if<Select>(&test->query->node);
        const auto* rows = probe == nullptr || probe->from == nullptr ? nullptr : std::get_if<Quantifier>(&probe->from->node);
        if (rows == nullptr || rows->rel != row.rel || probe->grouped || probe->limit) return false;
        const auto parts = conjuncts(probe->where);
        return std::all_of(parts.begin(), parts.end(), [&](ScalarRef part) {
            const ScalarRef here = substitute(build_.arena(), part, [&](const ColumnRef& ref) -> ScalarRef {
                return ref.quant == rows->id ? build_.column(row, ref.column) : nullptr;
            });
            return std::any_of(asked.begin(), asked.end(), [&](ScalarRef other) { return same_scalar(here, other); });
        });
    };
    Path left;
    std::copy_if(path_.begin(), path_.end(), std::back_inserter(left), [&](const Step& step) { return !implied(step.condition); });
    return condition_of(left);
}

void Reenactor::update(const Update& node) {
    const ScalarRef where = resolve(node.where);
    if (is_constant_false(where)) return set_table(node.table, state_.tables[static_cast<std::size_t>(node.table)]);
    const Target target{node.table, node.target, resolve(node.from), where};
    const std::vector<OutputInto> output = resolve(node.output);
    std::vector<ScalarRef> reads;
    std::vector<std::pair<int, ScalarRef>> set;
    for (const SetColumn& column : node.set) {
        set.emplace_back(column.column, resolve(column.value));
        reads.push_back(set.back().second);
    }
    for (const auto& into : output) reads.insert(reads.end(), into.items.begin(), into.items.end());
    const Matching matching = match_rows(target, places_of(reads, others_of(target.from, node.target)));
    for (auto& column : set) column.second = on_matching(column.second, matching);
    const Quantifier row = target_of(target);
    const ScalarRef reached = path_beside(row, matching.condition);
    const ScalarRef condition = build_.conjunction(reached, matching.condition);
    // The number of changed rows does not depend on which match was taken.
    const Matching counted = matching.columns.empty() || rowcount_ < 0 ? matching : match_rows(target, {});
    const std::vector<ScalarRef> old = all_columns(build_, row);
    const std::vector<ScalarRef> after = changed_row(node.table, row, set);
    Select next;
    next.from = matching.from;
    for (std::size_t c = 0; c < after.size(); ++c) {
        const auto* same = std::get_if<ColumnRef>(&after[c]->node);
        const bool unchanged = same != nullptr && same->quant == row.id && same->column == static_cast<int>(c);
        next.items.push_back(unchanged ? after[c] : build_.choose(condition, after[c], old[c]));
    }
    recompute(node.table, next.items);
    set_table(node.table, build_.select(std::move(next), symbol(node.table).columns));
    count_written(ones(counted.from, build_.conjunction(reached, counted.condition)));
    const auto mapping = [&](const ColumnRef& ref) -> ScalarRef {
        if (ref.quant == node.inserted) return after[static_cast<std::size_t>(ref.column)];
        if (ref.quant == node.deleted) return old[static_cast<std::size_t>(ref.column)];
        const auto found = matching.columns.find({ref.quant, ref.column});
        return found == matching.columns.end() ? nullptr : found->second;
    };
    for (const auto& into : output) {
        Select block;
        block.from = matching.from;
        block.where = condition;
        append(into, output_rows(into, std::move(block), mapping));
    }
}

void Reenactor::remove(const Delete& node) {
    const ScalarRef where = resolve(node.where);
    if (is_constant_false(where)) return set_table(node.table, state_.tables[static_cast<std::size_t>(node.table)]);
    const Target target{node.table, node.target, resolve(node.from), where};
    const std::vector<OutputInto> output = resolve(node.output);
    const Matching gone = match_rows(target, {});
    const Quantifier row = target_of(target);
    const ScalarRef condition = build_.conjunction(path_beside(row, gone.condition), gone.condition);
    Matching outgoing = gone;
    std::vector<ScalarRef> reads;
    for (const auto& into : output) reads.insert(reads.end(), into.items.begin(), into.items.end());
    const auto used = places_of(reads, others_of(target.from, node.target));
    if (!used.empty()) outgoing = match_rows(target, used);
    keep_counters(node.table);
    if (symbol(node.table).kind == TableKind::persistent) out_.removes_rows[static_cast<std::size_t>(node.table)] = true;
    if (is_constant_true(condition)) {
        set_table(node.table, build_.empty(symbol(node.table).columns));
    } else {
        Select kept;
        kept.from = gone.from;
        kept.where = build_.is_not_true(condition);
        kept.items = all_columns(build_, row);
        set_table(node.table, build_.select(std::move(kept), symbol(node.table).columns));
    }
    count_written(ones(gone.from, condition));
    const auto mapping = [&](const ColumnRef& ref) -> ScalarRef {
        if (ref.quant == node.deleted) return build_.column(row, ref.column);
        const auto found = outgoing.columns.find({ref.quant, ref.column});
        return found == outgoing.columns.end() ? nullptr : found->second;
    };
    for (const auto& into : output) {
        Select block;
        block.from = outgoing.from;
        block.where = build_.conjunction(path(), outgoing.condition);
        append(into, output_rows(into, std::move(block), mapping));
    }
}

namespace {

/// The rows with the table's columns from `known` on put behind the first `known` ones.
RelRef with_late_columns(Builder& build, RelRef rows, QuantId target, std::size_t known, const std::vector<Column>& columns) {
    Select block = std::get<Select>(rows->node);
    std::vector<Column> all = rows->columns;
    for (std::size_t c = known; c < columns.size(); ++c) {
        const auto at = static_cast<std::ptrdiff_t>(c);
        block.items.insert(block.items.begin() + at, build.column(target, static_cast<int>(c), columns[c]));
        all.insert(all.begin() + at, columns[c]);
    }
    return build.labelled(build.select(std::move(block), std::move(all)), rows->label);
}

} // namespace

void Reenactor::write_through(const WriteThrough& node) {
    const auto index = static_cast<std::size_t>(node.table);
    state_.visible[index] = state_.tables[index]; // kept and written rows must come from one version
    const auto& columns = symbol(node.table).columns;
    const std::size_t known = node.width;
    RelRef rows = resolve(node.rows);
    if (known < columns.size()) rows = with_late_columns(build_, rows, node.target, known, columns);
    const Quantifier row{node.row, rows, rows->label};
    const auto resolved = [&](ScalarRef scalar) -> ScalarRef {
        if (scalar == nullptr || known >= columns.size()) return resolve(scalar);
        return substitute(build_.arena(), resolve(scalar), [&](const ColumnRef& ref) -> ScalarRef {
            const bool behind = ref.quant == node.row && ref.column >= static_cast<int>(known);
            return behind ? build_.column(row, ref.column + static_cast<int>(columns.size() - known)) : nullptr;
        });
    };
    const ScalarRef inside = resolve(node.inside), where = resolved(node.where);
    const ScalarRef condition = build_.conjunction(path(), where);
    Select changed;
    changed.from = build_.from(row);
    if (node.remove) {
        keep_counters(node.table);
        if (symbol(node.table).kind == TableKind::persistent) out_.removes_rows[index] = true;
        changed.where = build_.is_not_true(condition);
        for (int c = 0; c < static_cast<int>(columns.size()); ++c) changed.items.push_back(build_.column(row, c));
    } else {
        std::vector<std::pair<int, ScalarRef>> set;
        for (const SetColumn& column : node.set) set.emplace_back(column.column, resolved(column.value));
        const auto after = changed_row(node.table, row, set);
        for (int c = 0; c < static_cast<int>(columns.size()); ++c) {
            const ScalarRef old = build_.column(row, c);
            changed.items.push_back(same_scalar(after[static_cast<std::size_t>(c)], old) ? old : build_.choose(condition, after[static_cast<std::size_t>(c)], old));
        }
        recompute(node.table, changed.items);
    }
    std::vector<RelRef> parts;
    if (node.inside != nullptr) parts.push_back(build_.filter({node.target, current(node.table), {}}, build_.is_not_true(inside)));
    parts.push_back(build_.select(std::move(changed), columns));
    set_table(node.table, build_.union_all(std::move(parts), columns));
    count_written(ones(build_.from(row), condition));
}

} // namespace t2d::passes
