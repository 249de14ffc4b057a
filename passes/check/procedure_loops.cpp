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

const std::string kReturned = "returned", kResult = "returned value", kRowsOf = "rows of "; ///< columns beside the variables

std::string rows_name(const std::string& table) { return kRowsOf + table; }

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

/// BREAK, CONTINUE and RETURN: the rest of the round runs where they are not `taken`.
void Procedure::leave_round(TermId taken, bool ends_loop, bool returns) {
    const TermId sure = b_.build("not", {}, {b_.build("not_true", {}, {taken})});
    if (!loops_.empty() && ends_loop) loops_.back().left.push_back(sure);
    if (!loops_.empty() && returns) loops_.back().returned.push_back(sure);
    running_ = b_.conjunction({running_, b_.build("not_true", {}, {taken})});
}

void Procedure::loop(const ast::Stmt& s, const ast::While& node) {
    const Memory before = memory();
    if (batches(node)) return;
    recall(before);
    std::set<std::string> lists;
    for (bool more = !writes_of(s).anything; more;) {
        const std::size_t known = lists.size();
        if (rounds(node, lists)) return;
        recall(before);
        more = lists.size() > known;
    }
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

/// What a loop leaves in a table that it carries.
Relation Procedure::carried_rows(const Rounds& loop, TermId rel, const std::string& key) {
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const std::vector<std::string> columns = state(key).columns;
    const TermId last = walker_.add_use(parts, scope, {rel, {}}, "rounds", "inner");
    const TermId row = walker_.add_use(parts, scope, {b_.build("unnested", {}, {b_.column(last, rows_name(key))}), columns}, "rows", "inner");
    parts.where.push_back(b_.build("not_true", {}, {b_.replace(loop.condition, {{loop.self, last}})}));
    for (const std::string& column : columns) parts.outputs.emplace_back(column, b_.column(row, column));
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

/// The rows of a table as a value of the row that a round starts from.
void Procedure::carry(const std::string& key, Rounds& loop) {
    const std::string name = rows_name(key);
    const Relation before = state(key);
    loop.first.emplace_back(name, b_.build("collected", {}, {b_.block(before, {})}));
    const auto local = local_.find(key);
    const auto& columns = local != local_.end() ? local->second : catalog_.tables.at(key).columns;
    for (const CatalogColumn& column : columns) b_.declare_column(loop.self, name + "." + to_lower(column.name), column.type);
    state_[key] = {b_.build("unnested", {}, {b_.column(loop.self, name)}), before.columns};
}

Procedure::Round Procedure::one_round(const ast::While& node, const std::set<std::string>& lists) {
    TermPool& pool = b_.pool();
    Round round;
    Rounds& loop = round.loop;
    const TermId entered = guard();
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
    for (const ast::Name* name : writes.tables) {
        const std::string key = key_of(*name);
        if ((!local_.contains(key) && !catalog_.tables.contains(key)) || !round.before.emplace(key, state(key)).second) continue;
        if (lists.contains(key)) carry(key, loop);
        else state_[key] = {pool.make("carried", key, {loop.self}), round.before[key].columns};
    }
    loops_.push_back({loop.self, {}, {}});
    path_ = running_ = b_.truth(true);
    if (returned_ != 0) returned_ = b_.column(loop.self, kResult);
    loop.condition = b_.conjunction({entered, b_.predicate(value(node.condition))});
    statement(*node.body);
    const Loop exits = loops_.back();
    round.returns = !exits.returned.empty();
    loops_.pop_back();
    if (returned_ != 0) variables_[kResult] = returned_;
    for (const auto& [name, value] : loop.first)
        if (const auto known = variables_.find(name); known != variables_.end()) loop.next.emplace_back(name, known->second);
    for (const std::string& key : lists) loop.next.emplace_back(rows_name(key), b_.build("collected", {}, {b_.block(state_.at(key), {})}));
    const auto flag = [&](const std::string& name, const Terms& where) {
        if (where.empty()) return;
        b_.declare_column(loop.self, name, simple_type(TypeKind::int_));
        loop.first.emplace_back(name, b_.number("0"));
        loop.next.emplace_back(name, b_.build("case", {}, {b_.build("or", {}, where), b_.number("1"), b_.column(loop.self, name)}));
    };
    flag(kStopped, exits.left);
    flag(kReturned, exits.returned);
    if (!exits.left.empty()) loop.condition = b_.conjunction({loop.condition, b_.build("eq", {}, {b_.column(loop.self, kStopped), b_.number("0")})});
    round.constants = take_constants(b_, loop);
    return round;
}

bool Procedure::rounds(const ast::While& node, std::set<std::string>& lists) {
    TermPool& pool = b_.pool();
    const std::size_t reasons = reasons_.size(), failures = failures_.size();
    const TermId path = path_, running = running_;
    const auto cursors = cursors_;
    Round round = one_round(node, lists);
    Rounds& loop = round.loop;
    const auto& before = round.before;
    const Substitution& constants = round.constants;
    if (reasons_.size() != reasons) return false;
    for (const auto& [name, known] : cursors)
        if (cursors_.at(name).rows.term != known.rows.term) return false;
    std::map<std::string, Terms> added;
    bool carries = false;
    for (const auto& [key, relation] : before) {
        if (lists.contains(key)) continue;
        const std::optional<Terms> rows = added_rows(pool.make("carried", key, {loop.self}), state_.at(key).term);
        if (rows) added[key] = *rows;
        else carries = lists.insert(key).second;
    }
    const auto look = [&](TermId id) {
        (void)b_.contains(id, [&](const Term& term) {
            if (term.op == "carried") carries = lists.insert(term.text).second || carries;
            return false;
        });
        return id;
    };
    look(loop.condition);
    for (const auto& [name, value] : loop.next) look(value);
    for (auto& [key, rows] : added)
        for (TermId& one : rows) one = look(b_.replace(one, constants));
    for (std::size_t i = failures; i < failures_.size(); ++i) failures_[i] = look(b_.replace(failures_[i], constants));
    const TermId rel = carries ? 0 : Canon(b_).made(loop);
    if (rel == 0) return false;
    loop = rounds_of(pool, rel);

    for (const auto& [key, relation] : before) {
        if (lists.contains(key)) continue;
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
    for (const std::string& key : lists) state_[key] = carried_rows(loop, rel, key);
    cursors_ = cursors;
    path_ = path;
    running_ = running;
    for (const auto& [name, value] : loop.next)
        if (!name.starts_with(kRowsOf)) variables_[name] = last_value(loop, rel, name);
    for (const auto& [column, value] : constants)
        if (!pool[column].text.starts_with(kRowsOf)) variables_[pool[column].text] = value;
    if (returned_ != 0) returned_ = variables_[kResult];
    variables_.erase(kResult);
    if (round.returns) leave_round(b_.build("eq", {}, {variables_[kReturned], b_.number("1")}), true, true);
    variables_.erase(kReturned);
    variables_.erase(kStopped);
    return true;
}

} // namespace t2d::passes::check
