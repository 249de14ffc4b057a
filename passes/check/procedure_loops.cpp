// SPDX-License-Identifier: Apache-2.0
// Loops: a round runs once, on the variables of a row; the rows of all rounds are a relation.
#include <algorithm>
#include <utility>

#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

const std::string kStopped = "stopped", kReturned = "returned", kResult = "returned value"; ///< columns beside the variables

} // namespace

struct Procedure::Memory {
    decltype(Procedure::state_) state;
    decltype(Procedure::local_) local;
    decltype(Procedure::variables_) variables;
    decltype(Procedure::types_) types;
    decltype(Procedure::jumps_) jumps;
    decltype(Procedure::labels_) labels;
    decltype(Procedure::cursors_) cursors;
    decltype(Procedure::loops_) loops;
    decltype(Procedure::failures_) failures;
    decltype(Procedure::reasons_) reasons;
    TermId path, running, returned;
};

Procedure::Memory Procedure::memory() const { return {state_, local_, variables_, types_, jumps_, labels_, cursors_, loops_, failures_, reasons_, path_, running_, returned_}; }

void Procedure::recall(Memory memory) {
    state_ = std::move(memory.state);
    local_ = std::move(memory.local);
    variables_ = std::move(memory.variables);
    types_ = std::move(memory.types);
    jumps_ = std::move(memory.jumps);
    labels_ = std::move(memory.labels);
    cursors_ = std::move(memory.cursors);
    loops_ = std::move(memory.loops);
    failures_ = std::move(memory.failures);
    reasons_ = std::move(memory.reasons);
    path_ = memory.path;
    running_ = memory.running;
    returned_ = memory.returned;
}

/// BREAK, CONTINUE and RETURN: the rest of the round runs where they are not reached.
void Procedure::leave_round(bool ends_loop, bool returns) {
    if (loops_.empty()) return;
    const TermId taken = guard(), sure = b_.build("not", {}, {b_.build("not_true", {}, {taken})});
    if (ends_loop) loops_.back().left.push_back(sure);
    if (returns) loops_.back().returned.push_back(sure);
    running_ = b_.conjunction({running_, b_.build("not_true", {}, {taken})});
}

void Procedure::loop(const ast::Stmt& s, const ast::While& node) {
    Memory before = memory();
    if (!writes_of(s).anything && rounds(node)) return;
    recall(std::move(before));
    unknown(s, "a loop");
}

/// The rows that a round adds to a table; nothing when it does something else with it.
std::optional<Terms> Procedure::added_rows(TermId carried, TermId after) const {
    const TermPool& pool = b_.pool();
    if (after == carried) return Terms{};
    if (!pool.is(after, "union_all") || pool[after].args.empty() || !pool.is(pool[after].args[0], "select")) return std::nullopt;
    const SelectParts kept = b_.parts(pool[after].args[0]);
    const bool all = kept.joins.size() == 1 && kept.joins[0].rel == carried && kept.where.empty() &&
                     std::all_of(kept.outputs.begin(), kept.outputs.end(), [&](const auto& output) { return pool.is(output.second, "col") && pool[output.second].text == output.first; });
    if (!all) return std::nullopt;
    Terms added(pool[after].args.begin() + 1, pool[after].args.end());
    if (std::any_of(added.begin(), added.end(), [&](TermId rows) { return pool.has(rows, has_identity | has_volatile); })) return std::nullopt;
    return added;
}

/// What every round gives of `rows`, which read the row that it starts from.
Relation Procedure::rows_of_rounds(const Rounds& loop, TermId rel, TermId rows, const std::vector<std::string>& columns) {
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId round = walker_.add_use(parts, scope, {rel, {}}, "rounds", "inner");
    const TermId added = walker_.add_use(parts, scope, {b_.replace(rows, {{loop.self, round}}), columns}, "rows", "inner");
    parts.where.push_back(b_.replace(loop.condition, {{loop.self, round}}));
    for (const std::string& column : columns) parts.outputs.emplace_back(column, b_.column(added, column));
    return {b_.select(std::move(parts)), columns};
}

TermId Procedure::last_value(const Rounds& loop, TermId rel, const std::string& name) {
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId last = walker_.add_use(parts, scope, {rel, {}}, "rounds", "inner");
    parts.where.push_back(b_.build("not_true", {}, {b_.replace(loop.condition, {{loop.self, last}})}));
    parts.outputs.emplace_back(name, b_.column(last, name));
    return b_.build("scalar", {}, {b_.select(std::move(parts))});
}

bool Procedure::rounds(const ast::While& node) {
    TermPool& pool = b_.pool();
    const std::size_t reasons = reasons_.size(), failures = failures_.size();
    const TermId entered = guard(), path = path_, running = running_;
    const auto cursors = cursors_;
    Rounds loop;
    loop.self = pool.fresh_atom();
    const Writes writes = writes_of(*node.body);
    for (const std::string& name : writes.variables) variables_.try_emplace(to_lower(name), b_.null());
    if (returned_ != 0) variables_[kResult] = returned_;
    for (auto& [name, value] : variables_) {
        const auto type = types_.find(name);
        b_.declare_column(loop.self, name, type == types_.end() ? b_.type_of(value) : type->second);
        loop.first.emplace_back(name, value);
        value = b_.column(loop.self, name);
    }
    std::map<std::string, Relation> before; // of the tables that a round writes
    for (const ast::Name* name : writes.tables) {
        const std::string key = key_of(*name);
        if (!before.emplace(key, state(key)).second) continue;
        state_[key] = {pool.make("carried", key, {loop.self}), before[key].columns};
    }
    loops_.push_back({loop.self, {}, {}});
    path_ = running_ = b_.truth(true);
    if (returned_ != 0) returned_ = b_.column(loop.self, kResult);
    loop.condition = b_.conjunction({entered, b_.predicate(value(node.condition))});
    statement(*node.body);
    const Loop exits = loops_.back();
    loops_.pop_back();
    if (returned_ != 0) variables_[kResult] = returned_;
    for (const auto& [name, value] : loop.first) loop.next.emplace_back(name, variables_.at(name));
    const auto flag = [&](const std::string& name, const Terms& where) {
        if (where.empty()) return;
        b_.declare_column(loop.self, name, simple_type(TypeKind::int_));
        loop.first.emplace_back(name, b_.number("0"));
        loop.next.emplace_back(name, b_.build("case", {}, {b_.build("or", {}, where), b_.number("1"), b_.column(loop.self, name)}));
    };
    flag(kStopped, exits.left);
    flag(kReturned, exits.returned);
    if (!exits.left.empty()) loop.condition = b_.conjunction({loop.condition, b_.build("eq", {}, {b_.column(loop.self, kStopped), b_.number("0")})});

    std::map<std::string, Terms> added;
    for (const auto& [key, relation] : before) {
        const std::optional<Terms> rows = added_rows(pool.make("carried", key, {loop.self}), state_.at(key).term);
        if (!rows || reasons_.size() != reasons) return false;
        added[key] = *rows;
    }
    if (reasons_.size() != reasons) return false;
    for (const auto& [name, known] : cursors)
        if (cursors_.at(name).rows.term != known.rows.term) return false;
    const auto reads_written = [&](TermId id) { return b_.contains(id, [](const Term& term) { return term.op == "carried"; }); };
    const Substitution constants = take_constants(b_, loop);
    bool carries = reads_written(loop.condition) || std::any_of(loop.next.begin(), loop.next.end(), [&](const auto& one) { return reads_written(one.second); });
    for (auto& [key, rows] : added)
        for (TermId& one : rows) carries = reads_written(one = b_.replace(one, constants)) || carries;
    for (std::size_t i = failures; i < failures_.size(); ++i) carries = reads_written(failures_[i] = b_.replace(failures_[i], constants)) || carries;
    const TermId rel = carries ? 0 : Canon(b_).made(loop);
    if (rel == 0) return false;
    loop = rounds_of(pool, rel);

    for (const auto& [key, relation] : before) {
        state_[key] = relation;
        for (const TermId rows : added[key]) state_[key] = b_.union_all(state_[key], rows_of_rounds(loop, rel, rows, relation.columns));
    }
    for (std::size_t i = failures; i < failures_.size(); ++i) {
        SelectParts parts = walker_.new_parts();
        Scope scope;
        const TermId round = walker_.add_use(parts, scope, {rel, {}}, "rounds", "inner");
        parts.where = {b_.replace(loop.condition, {{loop.self, round}}), b_.replace(failures_[i], {{loop.self, round}})};
        failures_[i] = b_.build("exists", {}, {b_.select(std::move(parts))});
    }
    cursors_ = cursors;
    path_ = path;
    running_ = running;
    for (const auto& [name, value] : loop.next) variables_[name] = last_value(loop, rel, name);
    for (const auto& [column, value] : constants) variables_[pool[column].text] = value;
    if (returned_ != 0) returned_ = variables_[kResult];
    variables_.erase(kResult);
    if (!exits.returned.empty()) {
        const TermId gone = b_.build("eq", {}, {variables_[kReturned], b_.number("1")});
        if (!loops_.empty()) {
            loops_.back().left.push_back(b_.build("not", {}, {b_.build("not_true", {}, {gone})}));
            loops_.back().returned.push_back(loops_.back().left.back());
        }
        running_ = b_.conjunction({running_, b_.build("not_true", {}, {gone})});
    }
    variables_.erase(kReturned);
    variables_.erase(kStopped);
    return true;
}

} // namespace t2d::passes::check
