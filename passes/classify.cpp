// SPDX-License-Identifier: Apache-2.0
#include "passes/classify.h"

#include <algorithm>
#include <initializer_list>
#include <string_view>

#include "ir/text.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Whether a name (in snake case, between underscores) has one of the parts (each between underscores, too).
bool has_part(const std::string& name, std::initializer_list<std::string_view> parts) {
    return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return name.find(part) != std::string::npos; });
}

/// What the columns and keys of a table say about it.
struct Shape {
    bool surrogate = false, natural_key = false, interval = false, current_flag = false, snapshot_date = false;
    int milestones = 0, measures = 0, references = 0, flags = 0, texts = 0;
};

bool in_key(const TableSymbol& symbol, int column) {
    return std::any_of(symbol.unique_keys.begin(), symbol.unique_keys.end(), [&](const std::vector<int>& key) { return std::find(key.begin(), key.end(), column) != key.end(); });
}

Shape shape_of(const TableSymbol& symbol, const CatalogTable* table) {
    Shape shape;
    bool from = false, to = false;
    for (std::size_t i = 0; i < symbol.columns.size(); ++i) {
        const Column& column = symbol.columns[i];
        const std::string name = "_" + to_snake_case(column.name) + "_";
        const bool identity = i < symbol.rules.size() && symbol.rules[i].identity;
        const bool key = in_key(symbol, static_cast<int>(i));
        from = from || has_part(name, {"_valid_from_", "_effective_from_", "_effective_date_", "_start_date_", "_date_from_", "_from_date_"});
        to = to || has_part(name, {"_valid_to_", "_effective_to_", "_expiry_date_", "_end_date_", "_date_to_", "_to_date_", "_expired_on_"});
        shape.current_flag = shape.current_flag || has_part(name, {"_is_current_", "_current_flag_", "_current_", "_is_latest_"});
        shape.snapshot_date = shape.snapshot_date || has_part(name, {"_snapshot_date_", "_as_of_date_", "_as_of_", "_period_end_date_", "_balance_date_", "_month_end_date_", "_reporting_date_", "_snapshot_"});
        if (identity) {
            shape.surrogate = true;
        } else if (key) {
            shape.natural_key = true;
        } else if (column.type.kind == TypeKind::bit) {
            ++shape.flags;
        } else if (column.type.is_temporal()) {
            shape.milestones += column.nullable ? 1 : 0;
        } else if (column.type.is_string()) {
            ++shape.texts;
        } else if (column.type.is_number() && has_part(name, {"_key_", "_sk_", "_id_"})) {
            ++shape.references;
        } else if (column.type.is_number()) {
            ++shape.measures;
        }
    }
    shape.interval = from && to;
    shape.references += table == nullptr ? 0 : static_cast<int>(table->foreign_keys.size());
    return shape;
}

/// Grouping in the blocks that build the rows themselves, below filters and unions.
bool is_grouped(RelRef rel) {
    if (const auto* set = std::get_if<SetOp>(&rel->node)) return std::any_of(set->inputs.begin(), set->inputs.end(), is_grouped);
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr) return false;
    if (block->grouped || !block->group_by.empty()) return true;
    const Quantifier* input = only_quantifier(block->from);
    return input != nullptr && is_grouped(input->rel);
}

bool is_combination(RelRef rel) {
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr) return false;
    const auto* join = block->from == nullptr ? nullptr : std::get_if<Join>(&block->from->node);
    return block->distinct || (join != nullptr && join->kind == JoinKind::cross && !join->lateral);
}

Classification decided(std::string kind, std::string confidence, std::vector<std::string> evidence) { return {std::move(kind), std::move(confidence), std::move(evidence)}; }

Classification reloaded(const TableFacts& facts, const Shape& shape) {
    if (is_grouped(facts.state) && shape.measures > 0) return decided("fact_aggregate", "medium", {"reloaded as a whole", "rows are groups"});
    if (is_combination(facts.state) && shape.flags + shape.texts > 1 && shape.measures == 0) return decided("dim_junk", "medium", {"reloaded as a whole", "distinct combinations of flags"});
    if (shape.snapshot_date && shape.measures > 0) return decided("fact_periodic_snapshot", "medium", {"reloaded as a whole", "snapshot date", "measures"});
    if (shape.measures > 0 && shape.references > 1) return decided("fact_transaction", "medium", {"reloaded as a whole", "references and measures"});
    return decided("dim_non_scd", shape.texts > shape.measures ? "high" : "low", {"reloaded as a whole", "descriptive columns"});
}

Classification appended(const Shape& shape, const Spine& spine) {
    if (std::any_of(spine.added.begin(), spine.added.end(), is_grouped) && shape.measures > 0) return decided("fact_aggregate", "medium", {"only appended to", "rows are groups"});
    if (shape.measures == 0 && shape.references < 2 && shape.texts > 1) return decided("dim_non_scd", "medium", {"only appended to", "descriptive columns"});
    return decided("fact_transaction", shape.measures > 0 ? "high" : "medium", {"only appended to"});
}

Classification changed(const TableFacts& facts, const Shape& shape, const Spine& spine) {
    int dates = 0;
    for (std::size_t i = 0; i < spine.changed.size(); ++i) dates += spine.changed[i] && facts.symbol->columns[i].type.is_temporal() && facts.symbol->columns[i].nullable ? 1 : 0;
    if (dates > 1 && shape.milestones > 1 && !shape.interval) return decided("fact_accumulating_snapshot", "medium", {"rows are updated", "several milestone dates are filled later"});
    if (shape.measures > 1 && shape.references > 1) return decided("fact_transaction", "low", {"rows are updated and added", "references and measures"});
    return decided("dim_scd1", shape.natural_key ? "high" : "medium", {"rows are updated in place", "new rows are added"});
}

// ---- tables that keep account of runs

/// A value that differs from run to run.
bool tells_of_run(ScalarRef scalar) {
    bool tells = false;
    for_each_scalar(
        scalar, [&](ScalarRef node) {
            const auto* call = std::get_if<Call>(&node->node);
            tells = tells || std::holds_alternative<ParamRef>(node->node) || std::holds_alternative<ScalarSubquery>(node->node) ||
                    (call != nullptr && info_of(call->function).volatility != Volatility::none);
        },
        false);
    return tells;
}

/// Walks from the next state down to the state before. False where data is joined in or appended.
bool only_accounts(RelRef rel, RelRef before, bool& tells) {
    if (rel == before) return true;
    if (const auto* set = std::get_if<SetOp>(&rel->node)) {
        if (set->kind != SetOpKind::union_all) return false;
        return std::all_of(set->inputs.begin(), set->inputs.end(), [&](RelRef input) { return only_accounts(input, before, tells); });
    }
    if (const auto* values = std::get_if<Values>(&rel->node)) {
        for (const auto& row : values->rows)
            for (const ScalarRef value : row) tells = tells || tells_of_run(value);
        return true;
    }
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr || !is_row_wise(*block)) return false;
    for (const ScalarRef item : block->items) tells = tells || tells_of_run(item);
    const Quantifier* input = only_quantifier(block->from);
    if (block->from == nullptr) return true;
    return input != nullptr && only_accounts(input->rel, before, tells);
}

} // namespace

bool keeps_account(RelRef state, RelRef before) {
    bool tells = false;
    return state != before && reaches(state, before) && only_accounts(state, before, tells) && tells;
}

Classification classify(const TableFacts& facts) {
    const Shape shape = shape_of(*facts.symbol, facts.table);
    const Spine spine = spine_of(facts.state, facts.before);
    const int versioned = (shape.surrogate && !shape.natural_key ? 1 : 0) + (shape.interval || shape.current_flag ? 1 : 0) + (facts.effect == WriteEffect::scd2 ? 1 : 0);
    if (versioned >= 2 && (shape.interval || shape.current_flag) && facts.effect != WriteEffect::replace)
        return decided("dim_scd2", versioned == 3 ? "high" : "medium", {"validity columns", facts.effect == WriteEffect::scd2 ? "old versions are closed, new ones added" : "surrogate key without a unique business key"});
    switch (facts.effect) {
    case WriteEffect::replace: return reloaded(facts, shape);
    case WriteEffect::append: return appended(shape, spine);
    case WriteEffect::scd2:
    case WriteEffect::upsert:
    case WriteEffect::update_only: return changed(facts, shape, spine);
    case WriteEffect::delete_insert:
        if (shape.snapshot_date || is_grouped(facts.state)) return decided("fact_periodic_snapshot", "medium", {"a period is deleted and loaded again"});
        return decided("fact_transaction", "low", {"rows are deleted and loaded again"});
    default: break;
    }
    if (shape.measures > 0 && shape.references > 1) return decided("fact_transaction", "low", {"references and measures"});
    return decided(shape.measures > shape.texts ? "" : "dim_scd1", "low", {"rows are changed in a way of their own"});
}

} // namespace t2d::passes
