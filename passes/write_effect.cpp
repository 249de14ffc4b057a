// SPDX-License-Identifier: Apache-2.0
#include "passes/write_effect.h"

#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/builder.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

void merge_changes(std::vector<bool>& into, const std::vector<bool>& more) {
    if (into.size() < more.size()) into.resize(more.size(), false);
    for (std::size_t i = 0; i < more.size(); ++i)
        if (more[i]) into[i] = true;
}

/// Whether a join may lose or repeat rows of the side that holds the state before.
bool keeps_rows(FromRef from, QuantId id) {
    const auto* join = std::get_if<Join>(&from->node);
    if (join == nullptr) return true;
    const Quantifiers left = quantifiers(join->left);
    const bool is_left = std::any_of(left.begin(), left.end(), [&](const Quantifier* q) { return q->id == id; });
    return is_left && join->kind == JoinKind::left && keeps_rows(join->left, id);
}

bool hands_on(const Select& block, const Quantifier& input, std::size_t columns) {
    for (std::size_t i = 0; i < columns; ++i) {
        const auto* ref = std::get_if<ColumnRef>(&block.items[i]->node);
        if (ref != nullptr && ref->quant == input.id && ref->column == static_cast<int>(i)) return true;
    }
    return false;
}

Spine spine_of_block(const Select& block, RelRef before) {
    Spine out;
    if (!is_row_wise(block) || block.items.size() < before->columns.size()) return out;
    for (const Quantifier* input : quantifiers(block.from)) {
        out = spine_of(input->rel, before);
        // A block that only looks the rows before up, and hands none of their columns on, makes new rows.
        if (!out.found || !hands_on(block, *input, before->columns.size())) continue;
        out.filtered = out.filtered || block.where != nullptr || !keeps_rows(block.from, input->id);
        for (std::size_t i = 0; i < before->columns.size(); ++i) {
            const auto* ref = std::get_if<ColumnRef>(&block.items[i]->node);
            if (ref == nullptr || ref->quant != input->id || ref->column != static_cast<int>(i)) out.changed[i] = true;
        }
        return out;
    }
    return {};
}

Spine spine_of_union(const SetOp& set, RelRef before) {
    Spine out;
    for (const RelRef input : set.inputs) {
        Spine part = spine_of(input, before);
        if (!part.found) {
            out.added.push_back(input);
            continue;
        }
        // Parts that each leave rows out usually share them between them: kept rows here, changed rows there.
        out.filtered = out.found ? out.filtered && part.filtered : part.filtered;
        out.found = true;
        out.parts += part.parts;
        merge_changes(out.changed, part.changed);
        out.added.insert(out.added.end(), part.added.begin(), part.added.end());
    }
    return out;
}

/// Rows that go to the state under a condition that does not depend on them (an IF).
struct Branch {
    ScalarRef condition = nullptr;
    std::vector<RelRef> added;
};

std::optional<Branch> branch_of(Arena& arena, RelRef rel, RelRef before) {
    const auto* block = std::get_if<Select>(&rel->node);
    const Quantifier* input = block == nullptr ? nullptr : only_quantifier(block->from);
    if (input == nullptr || block->where == nullptr || !free_quantifiers(block->where).empty()) return std::nullopt;
    Select plain = *block;
    plain.where = nullptr;
    if (!passes_through(plain)) return std::nullopt;
    auto rows = appended_rows(arena, input->rel, before);
    if (!rows) return std::nullopt;
    return Branch{block->where, std::move(*rows)};
}

/// Two branches whose conditions complement each other: each branch's own rows under its condition.
std::optional<std::vector<RelRef>> joined_branches(Arena& arena, const Branch& a, const Branch& b) {
    const Builder build(arena);
    if (!same_scalar(build.is_not_true(a.condition), b.condition) && !same_scalar(build.is_not_true(b.condition), a.condition)) return std::nullopt;
    std::vector<RelRef> out;
    for (const Branch* branch : {&a, &b})
        for (const RelRef row : branch->added) out.push_back(build.filter(build.quantifier(row), branch->condition));
    return out;
}

bool looks_like(const std::string& name, std::initializer_list<std::string_view> parts) {
    const std::string lower = to_snake_case(name);
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return lower.find(part) != std::string::npos; });
}

/// Closing an interval: an end date or a current flag changes and little else does.
bool closes_versions(const std::vector<bool>& changed, const std::vector<Column>& columns) {
    int other = 0;
    bool closes = false;
    for (std::size_t i = 0; i < changed.size(); ++i) {
        if (!changed[i]) continue;
        const bool end = looks_like(columns[i].name, {"_to", "end", "until", "expir", "current", "is_active", "latest", "closed"});
        closes = closes || end;
        if (!end && !looks_like(columns[i].name, {"updated", "modified", "changed", "loaded"})) ++other;
    }
    return closes && other == 0;
}

/// Whether values of the state before enter the columns of `rel`, row by row.
bool hands_values_on(RelRef rel, RelRef before) {
    if (rel == before) return true;
    if (const auto* set = std::get_if<SetOp>(&rel->node)) return std::any_of(set->inputs.begin(), set->inputs.end(), [&](RelRef input) { return hands_values_on(input, before); });
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr || !is_row_wise(*block)) return false;
    const auto inputs = quantifiers(block->from);
    return std::any_of(inputs.begin(), inputs.end(), [&](const Quantifier* input) {
        bool read = false;
        for (const ScalarRef item : block->items)
            for_each_scalar(item, [&](ScalarRef part) {
                const auto* ref = std::get_if<ColumnRef>(&part->node);
                read = read || (ref != nullptr && ref->quant == input->id);
            }, false);
        return read && hands_values_on(input->rel, before);
    });
}

/// Rows of the state before and new ones brought together by a full join, whose columns are taken from either side.
bool is_full_join_of(RelRef state, RelRef before) {
    const auto* block = std::get_if<Select>(&state->node);
    const auto* join = block == nullptr || block->from == nullptr || block->where != nullptr ? nullptr : std::get_if<Join>(&block->from->node);
    return join != nullptr && join->kind == JoinKind::full && hands_values_on(state, before);
}

/// What the statements of a program do with a table, wherever they stand.
struct Writes {
    bool inserts = false, updates = false, removes = false;
    std::vector<bool> changed; ///< columns that UPDATE sets
};

void note_set(const std::vector<SetColumn>& set, Writes& out) {
    out.updates = true;
    for (const SetColumn& item : set) {
        const auto column = static_cast<std::size_t>(item.column);
        if (out.changed.size() <= column) out.changed.resize(column + 1, false);
        out.changed[column] = true;
    }
}

void collect_writes(const Body& body, TableId table, Writes& out) {
    const auto is_insert = [&](const OutputInto& output) { return output.into == table; };
    for (const Statement& statement : body)
        match(
            statement.node,
            [&](const Insert& n) { out.inserts = out.inserts || n.table == table || std::any_of(n.output.begin(), n.output.end(), is_insert); },
            [&](const Update& n) {
                if (n.table == table) note_set(n.set, out);
                out.inserts = out.inserts || std::any_of(n.output.begin(), n.output.end(), is_insert);
            },
            [&](const Delete& n) {
                out.removes = out.removes || n.table == table;
                out.inserts = out.inserts || std::any_of(n.output.begin(), n.output.end(), is_insert);
            },
            [&](const WriteThrough& n) {
                if (n.table != table) return;
                if (n.remove) out.removes = true;
                else note_set(n.set, out);
            },
            [&](const Merge& n) {
                out.inserts = out.inserts || std::any_of(n.output.begin(), n.output.end(), is_insert);
                if (n.table != table) return;
                for (const MergeBranch& branch : n.branches) {
                    out.inserts = out.inserts || branch.action == MergeAction::insert;
                    out.removes = out.removes || branch.action == MergeAction::remove;
                    if (branch.action == MergeAction::update) note_set(branch.set, out);
                }
            },
            [&](const Truncate& n) { out.removes = out.removes || n.table == table; },
            [&](const If& n) {
                collect_writes(n.then, table, out);
                collect_writes(n.otherwise, table, out);
            },
            [&](const While& n) { collect_writes(n.body, table, out); }, [&](const Inlined& n) { collect_writes(n.body, table, out); }, [](const auto&) {});
}

} // namespace

Spine spine_of(RelRef state, RelRef before) {
    if (state == before) return {true, false, 1, std::vector<bool>(before->columns.size(), false), {}};
    if (const auto* block = std::get_if<Select>(&state->node)) return spine_of_block(*block, before);
    const auto* set = std::get_if<SetOp>(&state->node);
    return set != nullptr && set->kind == SetOpKind::union_all ? spine_of_union(*set, before) : Spine{};
}

std::optional<std::vector<RelRef>> appended_rows(Arena& arena, RelRef state, RelRef before) {
    if (state == before) return std::vector<RelRef>{};
    if (const auto* block = std::get_if<Select>(&state->node))
        return passes_through(*block) ? appended_rows(arena, only_quantifier(block->from)->rel, before) : std::nullopt;
    const auto* set = std::get_if<SetOp>(&state->node);
    if (set == nullptr || set->kind != SetOpKind::union_all) return std::nullopt;
    std::vector<RelRef> out;
    std::vector<Branch> branches;
    int whole = 0;
    for (const RelRef input : set->inputs) {
        if (const auto rows = appended_rows(arena, input, before)) {
            ++whole;
            out.insert(out.end(), rows->begin(), rows->end());
        } else if (auto branch = branch_of(arena, input, before)) {
            branches.push_back(std::move(*branch));
        } else {
            out.push_back(input);
        }
    }
    if (whole == 1 && branches.empty()) return out;
    if (whole != 0 || branches.size() != 2) return std::nullopt;
    const auto rows = joined_branches(arena, branches[0], branches[1]);
    if (!rows) return std::nullopt;
    out.insert(out.end(), rows->begin(), rows->end());
    return out;
}

WriteEffect write_effect(RelRef state, RelRef before, bool appends) {
    if (!reaches(state, before)) return WriteEffect::replace;
    if (appends) return WriteEffect::append;
    const Spine spine = spine_of(state, before);
    if (!spine.found) return is_full_join_of(state, before) ? WriteEffect::upsert : WriteEffect::state;
    const bool changes = std::any_of(spine.changed.begin(), spine.changed.end(), [](bool c) { return c; });
    if (spine.added.empty()) return changes && !spine.filtered ? WriteEffect::update_only : WriteEffect::state;
    // Rows that go away and come back with some of their old values are changed, not replaced.
    const bool comes_back = std::any_of(spine.added.begin(), spine.added.end(), [&](RelRef rel) { return hands_values_on(rel, before); });
    if (!changes && spine.filtered) return comes_back ? WriteEffect::upsert : WriteEffect::delete_insert;
    if (!changes || spine.filtered) return WriteEffect::state;
    return closes_versions(spine.changed, before->columns) ? WriteEffect::scd2 : WriteEffect::upsert;
}

WriteEffect effect_of_statements(const Program& program, const std::string& table) {
    Writes writes;
    const auto symbol = std::find_if(program.tables.begin(), program.tables.end(), [&](const TableSymbol& candidate) { return candidate.key == table; });
    if (symbol == program.tables.end()) return WriteEffect::state;
    collect_writes(program.body, static_cast<TableId>(symbol - program.tables.begin()), writes);
    if (writes.removes) return writes.inserts && !writes.updates ? WriteEffect::delete_insert : WriteEffect::state;
    if (!writes.updates) return writes.inserts ? WriteEffect::append : WriteEffect::state;
    if (!writes.inserts) return WriteEffect::update_only;
    return closes_versions(writes.changed, symbol->columns) ? WriteEffect::scd2 : WriteEffect::upsert;
}

} // namespace t2d::passes
