// SPDX-License-Identifier: Apache-2.0
// MERGE: existing rows with their source row, and source rows without a target row.
#include <algorithm>

#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

/// One MERGE statement on its way to a new version. Branches of one kind exclude each other in the order in which they are written.
class MergeWriter {
public:
    MergeWriter(Reenactor& outer, const Merge& node)
        : outer_(outer), build_(outer.build_), node_(node), path_(outer.path()), target_{node.target, outer.current(node.table), {}},
          source_{node.source.id, outer.resolve(node.source.rel), node.source.alias}, on_(outer.resolve(node.on)), branches_(node.branches),
          output_(outer.resolve(node.output)), top_(outer.resolve(node.top)), row_(target_) {
        for (MergeBranch& branch : branches_) {
            branch.condition = outer.resolve(branch.condition);
            for (SetColumn& column : branch.set) column.value = outer.resolve(column.value);
        }
    }

    void run() {
        match_existing();
        const RelRef existing = existing_rows();
        const RelRef before = outer_.current(node_.table);
        insert_rows();
        if (removes()) {
            outer_.keep_counters(node_.table);
            if (outer_.symbol(node_.table).kind == TableKind::persistent) outer_.out_.removes_rows[static_cast<std::size_t>(node_.table)] = true;
        }
        std::vector<RelRef> parts{existing};
        if (added_.rows != nullptr) parts.push_back(added_.rows);
        outer_.set_table(node_.table, build_.union_all(parts, columns()));
        if (added_.rows != nullptr) outer_.advance_counters(node_.table, before);
        if (added_.rows != nullptr) outer_.note_identity(node_.table, added_.rows);
        if (outer_.rowcount_ >= 0) outer_.count_written(affected());
        for (const auto& into : output_) outer_.append(into, output(into));
    }

private:
    /// A branch that changes existing rows: which ones, and how they look afterwards (empty: they go).
    struct Change {
        ScalarRef condition = nullptr;
        std::vector<ScalarRef> after;
    };

    const std::vector<Column>& columns() const { return outer_.symbol(node_.table).columns; }

    bool removes() const {
        for (const MergeBranch& branch : branches_)
            if (branch.action == MergeAction::remove) return true;
        return false;
    }

    /// Joins the source row to each target row; without a look at the source's columns it is enough that there is one.
    void match_existing() {
        std::vector<ScalarRef> reads;
        for (const MergeBranch& branch : branches_) {
            if (branch.match != MergeMatch::matched) continue;
            if (branch.condition != nullptr) reads.push_back(branch.condition);
            for (const SetColumn& column : branch.set) reads.push_back(column.value);
        }
        for (const auto& into : output_) reads.insert(reads.end(), into.items.begin(), into.items.end());
        const auto used = outer_.places_of(reads, {source_.id});
        Reenactor::Leaf leaf{source_, true, false, conjuncts(on_)};
        if (changes_matches() && !outer_.unique_leaf(leaf)) stop_where_ambiguous();
        if (used.empty() || !touches_existing()) {
            matching_ = {build_.from(target_), build_.exists(outer_.ones(build_.from(source_), on_)), {}};
        } else if (outer_.unique_leaf(leaf)) {
            matching_.condition = outer_.witness(leaf);
            matching_.from = build_.join(JoinKind::left, build_.from(target_), build_.from(leaf.quantifier), on_ == nullptr ? build_.boolean(true) : on_);
        } else {
            matching_ = outer_.one_match(target_, build_.from(source_), {on_}, {&source_}, used);
        }
        collect_changes(used);
    }

    /// Error 8672: a row of the target would be changed for more than one row of the source.
    void stop_where_ambiguous() {
        const std::string name = outer_.display_name(node_.table);
        outer_.diagnostics_.report<diag::merge_source_not_unique>(outer_.statement_->span, name);
        ScalarRef acts = build_.boolean(false);
        for (const MergeBranch& branch : branches_)
            if (branch.match == MergeMatch::matched) acts = build_.disjunction(acts, branch.condition == nullptr ? build_.boolean(true) : branch.condition);
        const Quantifier counted = build_.quantifier(build_.count_rows(outer_.ones(build_.from(source_), build_.conjunction(on_, acts))));
        Select count;
        count.from = build_.from(counted);
        count.items = {build_.column(counted, 0)};
        const ScalarRef matches = build_.subquery(build_.select(std::move(count), {{"matches", simple_type(TypeKind::bigint), false}}));
        Select ambiguous;
        ambiguous.from = build_.from(target_);
        ambiguous.items = {build_.integer(1)};
        ambiguous.where = build_.arena().make(Scalar{Compare{CompareOp::greater, matches, build_.integer(1)}, simple_type(TypeKind::bit), false, {}});
        const ScalarRef found = build_.exists(build_.select(std::move(ambiguous), {{"found", simple_type(TypeKind::int_), false}}));
        outer_.stop_where(fmt::format("MERGE would change a row of {} more than once (error 8672)", name), build_.conjunction(path_, found));
    }

    bool changes_matches() const {
        return std::any_of(branches_.begin(), branches_.end(), [](const MergeBranch& branch) { return branch.match == MergeMatch::matched; });
    }

    bool touches_existing() const {
        for (const MergeBranch& branch : branches_)
            if (branch.match != MergeMatch::not_matched_by_target) return true;
        return false;
    }

    void collect_changes(const std::set<Place>& used) {
        ScalarRef earlier[2] = {nullptr, nullptr};
        for (const MergeBranch& branch : branches_) {
            if (branch.match == MergeMatch::not_matched_by_target) continue;
            const bool matched = branch.match == MergeMatch::matched;
            const ScalarRef own = outer_.on_matching(branch.condition, matching_);
            ScalarRef& before = earlier[matched ? 0 : 1];
            changes_.push_back({build_.conjunction({path_, matched ? matching_.condition : build_.is_not_true(matching_.condition), own, before}), {}});
            before = build_.conjunction(before, build_.is_not_true(own));
        }
        if (top_ != nullptr && !changes_.empty()) number_changes(used);
        auto change = changes_.begin();
        for (const MergeBranch& branch : branches_) {
            if (branch.match == MergeMatch::not_matched_by_target) continue;
            if (branch.action == MergeAction::update) {
                std::vector<std::pair<int, ScalarRef>> set;
                for (const SetColumn& column : branch.set) set.emplace_back(column.column, outer_.on_matching(column.value, matching_));
                change->after = outer_.changed_row(node_.table, row_, set);
            }
            ++change;
        }
    }

    /// TOP (n) of the rows that change and those that are new, in this order: SQL Server promises none, and all columns make it the same
    /// in every run. The rows of the target come with their place in it, and with what is read of their matches.
    void number_changes(const std::set<Place>& used) {
        const SqlType integer = simple_type(TypeKind::int_), bigint = simple_type(TypeKind::bigint);
        Select block;
        block.from = matching_.from;
        std::vector<Column> shape;
        const auto add = [&](ScalarRef item, const Column& column) {
            block.items.push_back(item);
            shape.push_back(column);
        };
        for (int c = 0; c < static_cast<int>(columns().size()); ++c) add(build_.column(target_, c), columns()[static_cast<std::size_t>(c)]);
        for (const Place& place : used) {
            const auto found = matching_.columns.find(place);
            const ScalarRef item = found == matching_.columns.end() ? build_.column(source_, place.second) : found->second;
            add(item, {"source_" + source_.rel->columns[static_cast<std::size_t>(place.second)].name, item->type, true});
        }
        Case taken;
        for (const Change& change : changes_) taken.arms.push_back({change.condition == nullptr ? build_.boolean(true) : change.condition, build_.integer(static_cast<int>(taken.arms.size()) + 1)});
        taken.otherwise = build_.integer(0);
        const int branch = static_cast<int>(shape.size());
        add(build_.arena().make(Scalar{std::move(taken), integer, false, {}}), {"branch", integer, false});
        const Quantifier all = build_.quantifier(build_.select(std::move(block), shape));

        Select numbered;
        numbered.from = build_.from(all);
        numbered.items = all_columns(build_, all);
        Window number;
        number.function = WindowKind::row_number;
        number.order.push_back({build_.choose(build_.equal(build_.column(all, branch), build_.integer(0)), build_.integer(1), build_.integer(0)), false});
        for (std::size_t c = 0; c < columns().size(); ++c) number.order.push_back({numbered.items[c], false});
        numbered.items.push_back(build_.arena().make(Scalar{std::move(number), bigint, false, {}}));
        shape.push_back({"row_no", bigint, false});
        row_ = build_.quantifier(build_.select(std::move(numbered), shape), target_.alias);

        std::map<Place, ScalarRef> columns_of;
        for (int c = 0; c < static_cast<int>(columns().size()); ++c) columns_of[{target_.id, c}] = build_.column(row_, c);
        int at = static_cast<int>(columns().size());
        for (const Place& place : used) columns_of[place] = build_.column(row_, at++);
        const ScalarRef early = at_most_top(build_.column(row_, branch + 1), top_);
        for (std::size_t i = 0; i < changes_.size(); ++i)
            changes_[i].condition = build_.conjunction(build_.equal(build_.column(row_, branch), build_.integer(static_cast<int>(i) + 1)), early);
        matching_ = {build_.from(row_), nullptr, std::move(columns_of)};
    }

    ScalarRef at_most_top(ScalarRef number, ScalarRef count) const {
        return build_.arena().make(Scalar{Compare{CompareOp::less_equal, number, count}, simple_type(TypeKind::bit), true, {}});
    }

    /// The new rows that TOP (n) leaves room for behind the changed ones.
    RelRef first_of(Select block, std::vector<Column> shape) const {
        const std::vector<Column> own = shape;
        const SqlType bigint = simple_type(TypeKind::bigint);
        Window number;
        number.function = WindowKind::row_number;
        for (const ScalarRef item : all_columns(build_, source_)) number.order.push_back({item, false});
        block.items.push_back(build_.arena().make(Scalar{std::move(number), bigint, false, {}}));
        shape.push_back({"row_no", bigint, false});
        const Quantifier numbered = build_.quantifier(build_.select(std::move(block), std::move(shape)));
        ScalarRef place = build_.column(numbered, static_cast<int>(own.size()));
        if (!changes_.empty()) {
            ScalarRef changed = build_.boolean(false);
            for (const Change& change : changes_) changed = build_.disjunction(changed, change.condition);
            place = build_.add(place, build_.subquery(build_.count_rows(outer_.ones(matching_.from, changed))));
        }
        Select first;
        first.from = build_.from(numbered);
        first.where = at_most_top(place, top_);
        for (std::size_t c = 0; c < own.size(); ++c) first.items.push_back(build_.column(numbered, static_cast<int>(c)));
        return build_.select(std::move(first), own);
    }

    RelRef existing_rows() const {
        if (changes_.empty()) return target_.rel;
        Select next;
        next.from = matching_.from;
        std::vector<ScalarRef> kept;
        for (const Change& change : changes_)
            if (change.after.empty()) kept.push_back(build_.is_not_true(change.condition));
        next.where = build_.conjunction(kept);
        for (int c = 0; c < static_cast<int>(columns().size()); ++c) next.items.push_back(next_value(c));
        return build_.select(std::move(next), columns());
    }

    ScalarRef next_value(int column) const {
        const ScalarRef old = build_.column(row_, column);
        Case choice;
        for (const Change& change : changes_) {
            if (change.after.empty()) continue;
            const ScalarRef after = change.after[static_cast<std::size_t>(column)];
            if (!same_scalar(after, old)) choice.arms.push_back({change.condition, after});
        }
        if (choice.arms.empty()) return old;
        if (choice.arms.size() == 1) return build_.choose(choice.arms.front().when, choice.arms.front().then, old);
        choice.otherwise = old;
        return build_.arena().make(Scalar{std::move(choice), old->type, true, {}});
    }

    /// The rows of WHEN NOT MATCHED BY TARGET, with the source's columns beside them for OUTPUT.
    void insert_rows() {
        for (const MergeBranch& branch : branches_) {
            if (branch.match != MergeMatch::not_matched_by_target) continue;
            Select block;
            std::vector<Column> shape;
            std::vector<int> named;
            block.from = build_.from(source_);
            block.where = build_.conjunction(build_.exists(outer_.ones(build_.from(target_), on_), true), branch.condition);
            for (const SetColumn& column : branch.set) {
                named.push_back(column.column);
                block.items.push_back(column.value);
                shape.push_back(columns()[static_cast<std::size_t>(column.column)]);
            }
            if (!output_.empty())
                for (int c = 0; c < static_cast<int>(source_.rel->columns.size()); ++c) {
                    block.items.push_back(build_.column(source_, c));
                    shape.push_back(source_.rel->columns[static_cast<std::size_t>(c)]);
                }
            const auto& rules = outer_.symbol(node_.table).rules;
            bool explicit_identity = false;
            for (const int column : named) explicit_identity = explicit_identity || (static_cast<std::size_t>(column) < rules.size() && rules[static_cast<std::size_t>(column)].identity);
            const RelRef rows = top_ == nullptr ? build_.select(std::move(block), std::move(shape)) : first_of(std::move(block), std::move(shape));
            added_ = outer_.new_rows(node_.table, named, rows, explicit_identity, path_);
            return;
        }
    }

    RelRef affected() const {
        const RelRef none = outer_.ones(nullptr, build_.boolean(false));
        std::vector<RelRef> parts;
        for (const Change& change : changes_) parts.push_back(outer_.ones(matching_.from, change.condition));
        if (added_.all != nullptr) parts.push_back(outer_.ones(build_.from(build_.quantifier(added_.all)), nullptr));
        return parts.empty() ? none : build_.union_all(parts, none->columns);
    }

    ScalarRef null_of(const ColumnRef& ref) const { return build_.null(columns()[static_cast<std::size_t>(ref.column)].type); }
    ScalarRef action(const char* name) const {
        return build_.arena().make(Scalar{Constant{name}, string_type(TypeKind::nvarchar, 10), false, {}});
    }

    RelRef changed_output(const OutputInto& into, const Change& change) const {
        Select block;
        block.from = matching_.from;
        block.where = change.condition;
        return outer_.output_rows(into, std::move(block), [&](const ColumnRef& ref) -> ScalarRef {
            if (ref.quant == node_.inserted) return change.after.empty() ? null_of(ref) : change.after[static_cast<std::size_t>(ref.column)];
            if (ref.quant == node_.deleted) return build_.column(row_, ref.column);
            if (ref.quant == node_.action) return action(change.after.empty() ? "DELETE" : "UPDATE");
            const auto found = matching_.columns.find({ref.quant, ref.column});
            return found == matching_.columns.end() ? nullptr : found->second;
        });
    }

    RelRef inserted_output(const OutputInto& into) const {
        const Quantifier rows = build_.quantifier(added_.all);
        Select block;
        block.from = build_.from(rows);
        const int width = static_cast<int>(columns().size());
        return outer_.output_rows(into, std::move(block), [&](const ColumnRef& ref) -> ScalarRef {
            if (ref.quant == node_.inserted) return build_.column(rows, ref.column);
            if (ref.quant == node_.deleted || ref.quant == node_.target) return null_of(ref);
            if (ref.quant == node_.action) return action("INSERT");
            return ref.quant == source_.id ? build_.column(rows, width + ref.column) : nullptr;
        });
    }

    RelRef output(const OutputInto& into) const {
        std::vector<RelRef> parts;
        for (const Change& change : changes_) parts.push_back(changed_output(into, change));
        if (added_.all != nullptr) parts.push_back(inserted_output(into));
        std::vector<Column> shape;
        for (std::size_t i = 0; i < into.items.size(); ++i) {
            const Column& column = outer_.symbol(into.into).columns[static_cast<std::size_t>(into.columns[i])];
            shape.push_back({column.name, into.items[i]->type, true});
        }
        return build_.union_all(parts, std::move(shape));
    }

    Reenactor& outer_;
    const Builder& build_;
    const Merge& node_;
    ScalarRef path_;
    Quantifier target_;
    Quantifier source_;
    ScalarRef on_;
    std::vector<MergeBranch> branches_;
    std::vector<OutputInto> output_;
    ScalarRef top_;
    Quantifier row_; ///< the target's rows as they are written; with TOP their numbers are there, too
    Matching matching_;
    std::vector<Change> changes_;
    Reenactor::NewRows added_;
};

void Reenactor::merge(const Merge& node) { MergeWriter(*this, node).run(); }

} // namespace t2d::passes
