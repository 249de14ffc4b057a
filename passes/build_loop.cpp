// SPDX-License-Identifier: Apache-2.0
#include "passes/build_loop.h"

#include <map>
#include <set>
#include <utility>

#include "ir/text.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

namespace {

using Place = std::pair<QuantId, int>;

std::set<Place> places_in(ScalarRef scalar) {
    std::set<Place> out;
    for_each_scalar(scalar, [&](ScalarRef node) {
        if (const auto* ref = std::get_if<ColumnRef>(&node->node)) out.insert({ref->quant, ref->column});
    }, true);
    return out;
}

std::vector<RelRef> operands(RelRef rel) {
    const auto* set = std::get_if<SetOp>(&rel->node);
    if (set != nullptr && set->kind == SetOpKind::union_all) return set->inputs;
    return {rel};
}

class LoopBuilder {
public:
    LoopBuilder(const Builder& build, LoopBody body) : build_(build), body_(std::move(body)) {}

    LoopResult operator()() {
        need(body_.condition);
        need_beside_condition(body_.condition);
        for (std::size_t i = 0; i < body_.columns.size(); ++i)
            if (body_.columns[i].needed) need_column(i);
        for (const RelRef rows : body_.added)
            if (rows != nullptr) plan_added(rows);
        make_recursion();
        LoopResult out;
        after(out);
        for (const RelRef rows : body_.added) out.added.push_back(rows == nullptr ? nullptr : all_rounds(rows));
        return out;
    }

private:
    // ---- what is needed

    void need(ScalarRef scalar) {
        if (scalar == nullptr) return;
        for (const Place& place : places_in(scalar)) need_place(place);
    }
    void need_place(const Place& place) {
        if (place.first == body_.state.id) return need_column(static_cast<std::size_t>(place.second));
        for (std::size_t i = 0; i < body_.beside.size(); ++i)
            if (body_.beside[i].row.id == place.first && needed_beside_.insert(i).second) {
                need(build_.exists(body_.beside[i].row.rel));
                need(body_.beside[i].on);
            }
    }
    void need_beside_condition(ScalarRef scalar) {
        if (scalar == nullptr) return;
        for (const Place& place : places_in(scalar))
            for (std::size_t i = 0; i < body_.beside.size(); ++i)
                if (body_.beside[i].row.id == place.first && beside_condition_.insert(i).second) {
                    need_beside_condition(build_.exists(body_.beside[i].row.rel));
                    need_beside_condition(body_.beside[i].on);
                }
    }
    void need_column(std::size_t index) {
        if (!seen_columns_.insert(index).second) return;
        body_.columns[index].needed = true;
        need(body_.columns[index].next);
    }

    /// Rows over the state alone are read off the state at the start of each round. Others need what the round computed: it is
    /// carried to the next state, beside which the rows stand then.
    void plan_added(RelRef rows) {
        const auto places = places_in(build_.exists(rows));
        bool only_state = true;
        for (const Place& place : places) only_state = only_state && !is_beside(place.first);
        for (const Place& place : places) {
            if (place.first != body_.state.id && !is_beside(place.first)) continue;
            need_place(place);
            if (!only_state) carried_.insert(place);
        }
        if (!only_state) carrying_.insert(rows);
    }
    [[nodiscard]] bool is_beside(QuantId id) const {
        for (const Beside& beside : body_.beside)
            if (beside.row.id == id) return true;
        return false;
    }

    // ---- the recursion

    [[nodiscard]] std::string fresh_name(const std::string& wanted) {
        std::string name = wanted.empty() ? "value" : wanted;
        for (int number = 2; !names_.insert(to_lower(name)).second; ++number) name = (wanted.empty() ? "value" : wanted) + "_" + std::to_string(number);
        return name;
    }
    [[nodiscard]] Column column_at(const Place& place) const {
        if (place.first == body_.state.id) {
            Column column = body_.columns[static_cast<std::size_t>(place.second)].column;
            column.name += "_before";
            return column;
        }
        for (const Beside& beside : body_.beside)
            if (beside.row.id == place.first) return beside.row.rel->columns[static_cast<std::size_t>(place.second)];
        return {};
    }

    /// What stands in a carried column before the first round; null pointer: NULL.
    [[nodiscard]] ScalarRef first_at(const Place& place) const {
        if (place.first == body_.state.id) {
            const StateColumn& state = body_.columns[static_cast<std::size_t>(place.second)];
            return state.column.type.kind == TypeKind::other ? state.first : nullptr;
        }
        for (const Beside& beside : body_.beside)
            if (beside.row.id == place.first) return beside.first;
        return nullptr;
    }

    void make_recursion() {
        std::vector<ScalarRef> first, next;
        place_.assign(body_.columns.size(), -1);
        const auto add = [&](Column column, ScalarRef start, ScalarRef later) {
            column.name = fresh_name(column.name);
            column.nullable = true;
            columns_.push_back(column);
            first.push_back(start);
            next.push_back(later);
            return static_cast<int>(columns_.size()) - 1;
        };
        for (std::size_t i = 0; i < body_.columns.size(); ++i) {
            const StateColumn& state = body_.columns[i];
            if (state.needed) place_[i] = add(state.column, state.first, state.next);
        }
        if (!carried_.empty()) {
            const ScalarRef zero = build_.integer(0);
            started_ = add({"rounds_done", zero->type, false}, zero, build_.integer(1));
        }
        for (const Place& place : carried_) {
            const Column column = column_at(place);
            const ScalarRef first = first_at(place);
            carried_at_[place] = add(column, first != nullptr ? first : build_.null(column.type), build_.column(place.first, place.second, column));
        }
        if (columns_.empty()) add({"round", simple_type(TypeKind::int_), false}, build_.integer(0), build_.integer(0));
        const int id = build_.arena().fresh_recursion();
        Select anchor;
        anchor.items = std::move(first);
        const RelRef self = build_.arena().make(Rel{RecursiveRef{id}, columns_, body_.label, {}, {}});
        const Quantifier row{build_.arena().fresh_quantifier(), self, body_.label};
        Select step;
        step.from = build_.from(row);
        step.from = with_beside(step.from, row, needed_beside_);
        step.where = on_row(row)(body_.condition);
        for (const ScalarRef item : next) step.items.push_back(on_row(row)(item));
        const RelRef start = build_.select(std::move(anchor), columns_);
        recursion_ = build_.arena().make(Rel{Recursive{id, start, build_.select(std::move(step), columns_), false}, columns_, body_.label, {}, {}});
    }

    /// `from` with those of the relations beside the state that are listed, over `row` as the state.
    [[nodiscard]] FromRef with_beside(FromRef from, const Quantifier& row, const std::set<std::size_t>& which) const {
        for (const std::size_t i : which) {
            Beside beside = body_.beside[i];
            beside.row.rel = on_row(row)(beside.row.rel);
            from = build_.join(beside.kind, from, build_.from(beside.row), beside.on == nullptr ? nullptr : on_row(row)(beside.on), beside.lateral);
        }
        return from;
    }

    /// Moves what was computed over the symbolic row of the state to another row of it.
    [[nodiscard]] Rewriter on_row(const Quantifier& row) const {
        return Rewriter(
            build_.arena(),
            [this, row](ScalarRef scalar) -> ScalarRef {
                const auto* ref = std::get_if<ColumnRef>(&scalar->node);
                if (ref == nullptr || ref->quant != body_.state.id) return scalar;
                return build_.column(row, place_[static_cast<std::size_t>(ref->column)]);
            },
            nullptr);
    }
    /// The same where a round's values were carried to the state after it.
    [[nodiscard]] Rewriter on_next_row(const Quantifier& row) const {
        return Rewriter(
            build_.arena(),
            [this, row](ScalarRef scalar) -> ScalarRef {
                const auto* ref = std::get_if<ColumnRef>(&scalar->node);
                const auto at = ref == nullptr ? carried_at_.end() : carried_at_.find({ref->quant, ref->column});
                return at == carried_at_.end() ? scalar : build_.column(row, at->second);
            },
            nullptr);
    }

    // ---- what comes out

    void after(LoopResult& out) {
        const Quantifier row = build_.quantifier(recursion_);
        Select last;
        last.from = with_beside(build_.from(row), row, beside_condition_);
        last.where = build_.is_not_true(on_row(row)(body_.condition));
        std::vector<Column> shape;
        out.place.assign(place_.size(), -1);
        for (std::size_t i = 0; i < place_.size(); ++i) {
            if (place_[i] < 0) continue;
            out.place[i] = static_cast<int>(shape.size());
            last.items.push_back(build_.column(row, place_[i]));
            shape.push_back(columns_[static_cast<std::size_t>(place_[i])]);
        }
        if (!shape.empty()) out.after = build_.labelled(build_.select(std::move(last), std::move(shape)), "after_" + body_.label);
    }

    [[nodiscard]] RelRef all_rounds(RelRef rows) const {
        std::vector<RelRef> parts;
        for (const RelRef part : operands(rows)) parts.push_back(of_each_round(part, carrying_.contains(rows)));
        return build_.union_all(std::move(parts), rows->columns);
    }
    /// The rounds, with what their condition reads beside them where it is not carried.
    [[nodiscard]] FromRef condition_from(const Quantifier& row, bool carried) const {
        return carried ? build_.from(row) : with_beside(build_.from(row), row, beside_condition_);
    }
    [[nodiscard]] RelRef of_each_round(RelRef part, bool carried) const {
        const Quantifier row{build_.arena().fresh_quantifier(), recursion_, body_.label};
        Rewriter move = carried ? on_next_row(row) : on_row(row);
        const ScalarRef condition = carried ? build_.equal(build_.column(row, started_), build_.integer(1)) : move(body_.condition);
        const RelRef moved = move(part);
        const Select* direct = only_row_of(moved);
        Select block;
        if (direct != nullptr && !has_window(*direct)) { // a window sees one round
            block.from = condition_from(row, carried);
            block.items = direct->items;
            block.where = build_.conjunction(condition, direct->where);
        } else {
            const Quantifier each = build_.quantifier(moved);
            block.from = build_.join(JoinKind::cross, condition_from(row, carried), build_.from(each), nullptr, true);
            block.items = all_columns(build_, each);
            block.where = condition;
        }
        return build_.select(std::move(block), part->columns);
    }

    const Builder& build_;
    LoopBody body_;
    std::set<std::size_t> seen_columns_, needed_beside_;
    std::set<std::size_t> beside_condition_; ///< what the condition of the next round reads
    std::set<Place> carried_;
    std::set<RelRef> carrying_; ///< looked up only
    std::map<Place, int> carried_at_;
    std::set<std::string> names_;
    std::vector<Column> columns_;
    std::vector<int> place_;
    int started_ = -1;
    RelRef recursion_ = nullptr;
};

} // namespace

LoopResult build_loop(const Builder& build, LoopBody body) { return LoopBuilder(build, std::move(body))(); }

} // namespace t2d::passes
