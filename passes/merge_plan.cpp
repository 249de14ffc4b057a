// SPDX-License-Identifier: Apache-2.0
#include "passes/merge_plan.h"

#include <algorithm>
#include <set>

#include "ir/text.h"
#include "passes/builder.h"
#include "passes/graph_facts.h"
#include "passes/keys.h"
#include "passes/rewrite.h"
#include "passes/write_effect.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The block that hands every row of the state before on, changed or not, once.
struct ChangeBlock {
    RelRef rel = nullptr;
    const Select* block = nullptr;
    const Quantifier* row = nullptr; ///< over the state before
};

/// Whether a FROM tree has every row of its leftmost table at least once.
bool keeps_leftmost(FromRef from) {
    const auto* join = std::get_if<Join>(&from->node);
    return join == nullptr || (join->kind == JoinKind::left && keeps_leftmost(join->left));
}

std::optional<ChangeBlock> change_block(RelRef rel, RelRef before) {
    const auto* block = std::get_if<Select>(&rel->node);
    if (block == nullptr || block->from == nullptr || !is_row_wise(*block) || block->where != nullptr || !keeps_leftmost(block->from)) return std::nullopt;
    const Quantifier* row = quantifiers(block->from).front();
    if (row->rel != before) return std::nullopt;
    return ChangeBlock{rel, block, row};
}

bool keeps(const ChangeBlock& change, std::size_t column) {
    const auto* ref = std::get_if<ColumnRef>(&change.block->items[column]->node);
    return ref != nullptr && ref->quant == change.row->id && ref->column == static_cast<int>(column);
}

class MergePlanner {
public:
    MergePlanner(Arena& arena, RelRef before, const std::vector<TableSymbol>& tables) : build_(arena), before_(before), tables_(tables) {}

    std::optional<MergePlan> operator()(RelRef state, const CatalogTable* declared, std::string& unproved) {
        const auto fail = [&](const char* why) {
            unproved = why;
            return std::nullopt;
        };
        if (!split(state)) return fail("merge not used: rows may be removed, or changed by more than one step");
        const auto changed = changed_rows();
        if (!changed) return fail("merge not used: the rows that change cannot be told from the others");
        if (declared == nullptr) return fail("merge not used: no key is declared unique and NOT NULL");
        bool any_key = false;
        for (const CatalogKey& key : declared->keys) {
            const auto columns = key_columns(key, *declared);
            if (columns.empty()) continue;
            any_key = true;
            if (!std::all_of(columns.begin(), columns.end(), [&](int c) { return keeps(change_, static_cast<std::size_t>(c)); })) continue;
            if (!std::all_of(added_.begin(), added_.end(), [&](RelRef rows) { return is_new(rows, columns); }) || added_.size() > 1) continue;
            return plan(*changed, columns);
        }
        return any_key ? fail("merge not used: not proved that the new rows are unique on the key and new") : fail("merge not used: no key is declared unique and NOT NULL");
    }

private:
    bool split(RelRef state) {
        std::vector<RelRef> parts{state};
        if (const auto* set = std::get_if<SetOp>(&state->node); set != nullptr && set->kind == SetOpKind::union_all) parts = set->inputs;
        for (const RelRef part : parts) {
            const auto found = change_block(part, before_);
            if (!found) added_.push_back(part);
            else if (change_.block != nullptr) return false;
            else change_ = *found;
        }
        return change_.block != nullptr;
    }

    /// Rows under the conditions of the CASEs that compute the changed columns.
    std::optional<RelRef> changed_rows() {
        if (has_window(*change_.block)) return std::nullopt; // it has to see all rows
        std::vector<ScalarRef> conditions;
        Select rows = *change_.block;
        for (std::size_t c = 0; c < rows.items.size(); ++c) {
            if (keeps(change_, c)) continue;
            const auto* choice = std::get_if<Case>(&rows.items[c]->node);
            if (choice == nullptr || choice->operand != nullptr || choice->otherwise == nullptr) return std::nullopt;
            const auto* old = std::get_if<ColumnRef>(&choice->otherwise->node);
            if (old == nullptr || old->quant != change_.row->id || old->column != static_cast<int>(c)) return std::nullopt;
            for (const CaseArm& arm : choice->arms)
                if (std::none_of(conditions.begin(), conditions.end(), [&](ScalarRef known) { return same_scalar(known, arm.when); })) conditions.push_back(arm.when);
        }
        if (conditions.empty()) return std::nullopt;
        if (conditions.size() == 1)
            for (std::size_t c = 0; c < rows.items.size(); ++c)
                if (!keeps(change_, c)) rows.items[c] = std::get<Case>(rows.items[c]->node).arms.front().then;
        rows.where = conditions.front();
        for (std::size_t i = 1; i < conditions.size(); ++i) rows.where = build_.disjunction(rows.where, conditions[i]);
        if (conditions.size() == 1) drop_witness(rows);
        return build_.select(std::move(rows), change_.rel->columns);
    }

    /// `left join … where matched is not null` is an inner join.
    void drop_witness(Select& rows) const {
        const auto* join = std::get_if<Join>(&rows.from->node);
        if (join == nullptr || join->kind != JoinKind::left) return;
        const auto right = quantifiers(join->right);
        std::vector<ScalarRef> rest;
        bool matched = false;
        for (const ScalarRef part : conjuncts(rows.where)) {
            const auto* test = std::get_if<IsNull>(&part->node);
            const auto* ref = test == nullptr || !test->negated ? nullptr : std::get_if<ColumnRef>(&test->operand->node);
            const bool witness = ref != nullptr && right.size() == 1 && right.front()->id == ref->quant && !right.front()->rel->columns[static_cast<std::size_t>(ref->column)].nullable;
            if (witness) matched = true;
            else rest.push_back(part);
        }
        if (!matched) return;
        rows.from = build_.join(JoinKind::inner, join->left, join->right, join->on, join->lateral);
        rows.where = build_.conjunction(rest);
    }

    [[nodiscard]] std::vector<int> key_columns(const CatalogKey& key, const CatalogTable& declared) const {
        std::vector<int> out;
        if (key.filtered) return {};
        for (const std::string& name : key.columns) {
            const auto column = std::find_if(declared.columns.begin(), declared.columns.end(), [&](const CatalogColumn& c) { return equal_ignoring_case(c.name, name); });
            const int place = find_column(before_->columns, name);
            // The merge compares as the target does, and stored rows may carry the blanks of char(n) that the model leaves out.
            if (place >= 0 && before_->columns[static_cast<std::size_t>(place)].type.is_fixed_string()) return {};
            // What proves that rows are new compares keys by the default collation.
            if (column != declared.columns.end() && is_exact(column->type.collation)) return {};
            if (place < 0 || column == declared.columns.end() || (column->nullable && !key.primary)) return {};
            out.push_back(place);
        }
        return out;
    }

    /// New rows that are unique on the key, and whose WHERE says that the state before has no row with it.
    [[nodiscard]] bool is_new(RelRef rows, const std::vector<int>& key) {
        const auto* block = std::get_if<Select>(&rows->node);
        if (block == nullptr || !is_row_wise(*block)) return false;
        if (std::any_of(key.begin(), key.end(), [&](int column) { return is_next_number(*block, column); })) return true;
        if (!unique_on(rows, key, tables_)) return false;
        const auto conditions = conjuncts(block->where);
        return std::any_of(conditions.begin(), conditions.end(), [&](ScalarRef condition) { return excludes_known(condition, *block, key); });
    }

    /// `greatest((select max(key) from <the state before>), …) + row_number() …`: above every key before.
    [[nodiscard]] bool is_next_number(const Select& block, int column) {
        const auto* sum = std::get_if<Arithmetic>(&block.items[static_cast<std::size_t>(column)]->node);
        if (sum == nullptr || sum->op != ArithmeticOp::add || !is_row_number(sum->right)) return false;
        const auto* start = std::get_if<Call>(&sum->left->node);
        const auto* greatest = start == nullptr || start->function != FunctionId::greatest ? nullptr : std::get_if<ScalarSubquery>(&start->args.front()->node);
        const auto* query = greatest == nullptr ? nullptr : std::get_if<Select>(&greatest->query->node);
        const Quantifier* known = query == nullptr || query->where != nullptr || !query->group_by.empty() ? nullptr : only_quantifier(query->from);
        const auto* aggregate = known == nullptr ? nullptr : get_boxed<Aggregate>(query->items.front()->node);
        if (aggregate == nullptr || aggregate->function != AggregateKind::max || (known->rel != before_ && known->rel != change_.rel)) return false;
        const auto* key = std::get_if<ColumnRef>(&aggregate->args.front()->node);
        const bool follows = key != nullptr && key->quant == known->id && key->column == column;
        if (follows) probes_.insert(greatest->query);
        return follows;
    }
    [[nodiscard]] static bool is_row_number(ScalarRef scalar) {
        if (const auto* convert = std::get_if<Convert>(&scalar->node)) return is_row_number(convert->operand);
        const auto* window = get_boxed<Window>(scalar->node);
        return window != nullptr && window->function == WindowKind::row_number && window->partition.empty();
    }

    /// `not exists (select … from <the state before> where <its key> = <the new row's key>)`
    [[nodiscard]] bool excludes_known(ScalarRef condition, const Select& block, const std::vector<int>& key) {
        const auto* test = std::get_if<Exists>(&condition->node);
        const auto* probe = test == nullptr || !test->negated ? nullptr : std::get_if<Select>(&test->query->node);
        const Quantifier* known = probe == nullptr || probe->grouped || probe->limit ? nullptr : only_quantifier(probe->from);
        if (known == nullptr || (known->rel != before_ && known->rel != change_.rel)) return false;
        const auto parts = conjuncts(probe->where);
        // A further condition would let known keys through.
        const bool excludes = std::all_of(parts.begin(), parts.end(), [&](ScalarRef part) {
                   return std::any_of(key.begin(), key.end(), [&](int column) { return equates(part, known->id, column, block); });
               }) &&
               std::all_of(key.begin(), key.end(), [&](int column) {
                   return std::any_of(parts.begin(), parts.end(), [&](ScalarRef part) { return equates(part, known->id, column, block); });
               });
        if (excludes) probes_.insert(test->query);
        return excludes;
    }
    [[nodiscard]] static bool equates(ScalarRef condition, QuantId known, int column, const Select& block) {
        for (const Equality& equality : equalities_of(condition))
            if (equality.quant == known && equality.column == column && same_scalar(equality.other, block.items[static_cast<std::size_t>(column)])) return true;
        return false;
    }

    [[nodiscard]] MergePlan plan(RelRef changed, const std::vector<int>& key) const {
        MergePlan out;
        // Keys do not change, so they are looked up in the state before; the changed state need not be computed for that.
        Rewriter earlier(build_.arena(), nullptr, [&](RelRef rel) -> RelRef {
            if (!probes_.contains(rel)) return rel;
            Select probe = std::get<Select>(rel->node);
            Quantifier known = *only_quantifier(probe.from);
            known.rel = before_;
            probe.from = build_.from(known);
            return build_.select(std::move(probe), rel->columns);
        });
        std::vector<RelRef> parts{changed};
        for (const RelRef rows : added_) parts.push_back(earlier(rows));
        const auto& columns = before_->columns;
        out.rows = build_.union_all(std::move(parts), columns);
        for (const int column : key) out.key.push_back(columns[static_cast<std::size_t>(column)].name);
        for (std::size_t c = 0; c < columns.size(); ++c)
            if (!keeps(change_, c)) out.updated.push_back(columns[c].name);
        return out;
    }

    Builder build_;
    RelRef before_;
    const std::vector<TableSymbol>& tables_;
    ChangeBlock change_;
    std::vector<RelRef> added_;
    std::set<RelRef> probes_; ///< looked up only
};

} // namespace

std::optional<MergePlan> plan_merge(Arena& arena, RelRef state, RelRef before, const CatalogTable* declared, const std::vector<TableSymbol>& tables, std::string& unproved) {
    return MergePlanner(arena, before, tables)(state, declared, unproved);
}

} // namespace t2d::passes
