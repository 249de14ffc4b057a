// SPDX-License-Identifier: Apache-2.0
// Control flow: which statements are reached under which condition.
#include <algorithm>

#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

bool Reenactor::dead() const {
    return std::any_of(path_.begin(), path_.end(), [](const Step& step) { return is_constant_false(step.condition); });
}

ScalarRef Reenactor::condition_of(const Path& path) const {
    std::vector<ScalarRef> conditions;
    for (const Step& step : path) conditions.push_back(step.condition);
    return build_.conjunction(std::move(conditions));
}

/// After a place that several paths lead to, only what holds on every path may be used.
void Reenactor::forget_path() {
    state_.seen = state_.values;
    state_.visible = state_.tables;
}

void Reenactor::body(const Body& statements) {
    const std::size_t entry = path_.size();
    const Statement* outer = statement_;
    bodies_.emplace_back(&statements, 0);
    for (const auto& statement : statements) {
        statement_ = &statement;
        bodies_.back().second = static_cast<std::size_t>(&statement - statements.data());
        if (const auto* landing = std::get_if<Landing>(&statement.node)) land(*landing, entry);
        else if (!dead()) execute(statement);
    }
    statement_ = outer;
    bodies_.pop_back();
}

void Reenactor::execute(const Statement& statement) {
    match(
        statement.node, [&](const Define& n) { define(n); }, [&](const Insert& n) { insert(n); }, [&](const Update& n) { update(n); },
        [&](const Delete& n) { remove(n); }, [&](const WriteThrough& n) { write_through(n); }, [&](const Merge& n) { merge(n); },
        [&](const Truncate& n) { truncate(n); }, [&](const Transaction& n) { transaction(n); }, [&](const Assign& n) { assign(n.variable, resolve(n.value)); },
        [&](const AssignQuery& n) { assign_query(n); }, [&](const If& n) { branch(n); },
        [&](const While& n) { loop(n); },
        [&](const Break&) { unsupported("BREAK outside of a loop", {}); }, [&](const Continue&) { unsupported("CONTINUE outside of a loop", {}); },
        [&](const Return& n) { give_back(n); }, [&](const Jump& n) { jump(n); }, [](const Landing&) {}, [&](const Inlined& n) { call(n); },
        [&](const Raise& n) { raise(n); }, [&](const HoleStatement& n) { hole(n); });
}

/// A comparison of a choice between constants with one of them is the condition of that choice (as true or not true).
ScalarRef Reenactor::decided(ScalarRef condition) const {
    const auto* compare = std::get_if<Compare>(&condition->node);
    if (compare == nullptr || compare->op != CompareOp::equal) return condition;
    const auto* choice = std::get_if<Case>(&compare->left->node);
    const auto* value = std::get_if<Constant>(&compare->right->node);
    if (choice == nullptr || value == nullptr || choice->operand != nullptr || choice->otherwise == nullptr) return condition;
    const auto is_it = [&](ScalarRef result) -> std::optional<bool> {
        const auto* constant = std::get_if<Constant>(&result->node);
        if (constant == nullptr) return std::nullopt;
        return !constant->is_null && constant->text == value->text;
    };
    ScalarRef out = build_.boolean(false), earlier = build_.boolean(true);
    for (const CaseArm& arm : choice->arms) {
        const auto hit = is_it(arm.then);
        if (!hit) return condition;
        if (*hit) out = build_.disjunction(out, build_.conjunction(earlier, arm.when));
        earlier = build_.conjunction(earlier, build_.is_not_true(arm.when));
    }
    const auto hit = is_it(choice->otherwise);
    if (!hit) return condition;
    return *hit ? build_.disjunction(out, earlier) : out;
}

void Reenactor::branch(const If& node) {
    ScalarRef condition = decided(resolve(node.condition));
    if (in_round()) condition = flag_of(condition);
    if (is_constant_true(condition)) return body(node.then);
    if (is_constant_false(condition)) return body(node.otherwise);
    const std::size_t entry = path_.size();
    const auto run = [&](ScalarRef guard, const Body& statements) {
        path_.push_back({guard, false});
        body(statements);
        Path escapes(path_.begin() + static_cast<std::ptrdiff_t>(entry) + 1, path_.end());
        path_.resize(entry);
        return escapes;
    };
    const State before = state_;
    const int open = open_transactions_;
    const Path then_path = run(condition, node.then);
    const int still_open = std::exchange(open_transactions_, open);
    const State then = state_;
    state_.seen = before.seen;
    state_.visible = before.visible;
    const Path else_path = run(build_.is_not_true(condition), node.otherwise);
    open_transactions_ = std::max(open_transactions_, still_open);
    merge_branches(condition, before, then, then_path, else_path);
}

/// What is known after an IF: values of variables by CASE, and the path where a branch was left early.
void Reenactor::merge_branches(ScalarRef condition, const State& before, const State& then, const Path& then_path, const Path& else_path) {
    const auto ends = [](const Path& path) {
        return std::any_of(path.begin(), path.end(), [](const Step& step) { return is_constant_false(step.condition); });
    };
    const auto returns = [](const Path& path) { return std::all_of(path.begin(), path.end(), [](const Step& step) { return step.escape; }); };
    const auto follow = [&](ScalarRef guard, bool escape, const Path& rest) {
        path_.push_back({guard, escape});
        path_.insert(path_.end(), rest.begin(), rest.end());
    };
    if (ends(then_path)) return follow(build_.is_not_true(condition), returns(then_path), else_path);
    if (ends(else_path)) {
        state_.seen = then.seen;
        state_.visible = then.visible;
        return follow(condition, returns(else_path), then_path);
    }
    for (std::size_t v = 0; v < state_.seen.size(); ++v)
        if (state_.seen[v] != then.seen[v] && in_round()) state_.seen[v] = state_.values[v]; // computed once, by name
        else if (state_.seen[v] != then.seen[v]) state_.seen[v] = build_.choose(condition, then.seen[v], state_.seen[v]);
    for (std::size_t t = 0; t < state_.tables.size(); ++t)
        state_.visible[t] = state_.tables[t] != before.tables[t] ? state_.tables[t] : before.visible[t];
    if (then_path.empty() && else_path.empty()) return;
    const ScalarRef first = build_.conjunction(condition, condition_of(then_path));
    const ScalarRef second = build_.conjunction(build_.is_not_true(condition), condition_of(else_path));
    path_.push_back({build_.disjunction(first, second), returns(then_path) && returns(else_path)});
}

void Reenactor::transaction(const Transaction& node) {
    switch (node.step) {
    case TransactionStep::commit: open_transactions_ = std::max(0, open_transactions_ - 1); return;
    case TransactionStep::save: saved_[node.name] = state_.tables; return;
    case TransactionStep::begin:
        if (open_transactions_++ > 0) return;
        saved_.clear();
        if (is_constant_true(path()) && !in_round()) saved_[{}] = state_.tables;
        return;
    case TransactionStep::rollback: break;
    }
    const auto named = node.name.empty() ? saved_.end() : saved_.find(node.name);
    const auto saved = named != saved_.end() ? named : saved_.find({});
    if (named == saved_.end()) open_transactions_ = 0;
    if (saved == saved_.end() || in_round()) return unsupported("ROLLBACK whose BEGIN TRANSACTION is conditional or not here", program_.body);
    roll_back(std::vector<RelRef>(saved->second));
}

/// Numbers that were handed out are not given back.
void Reenactor::roll_back(const std::vector<RelRef>& saved) {
    const ScalarRef reached = path();
    for (std::size_t t = 0; t < saved.size(); ++t) {
        const TableId table = static_cast<TableId>(t);
        if (saved[t] == nullptr || saved[t] == state_.tables[t] || symbol(table).kind == TableKind::variable) continue;
        keep_counters(table);
        if (symbol(table).kind == TableKind::persistent) out_.removes_rows[t] = true;
        if (is_constant_true(reached)) {
            set_table(table, saved[t]);
            continue;
        }
        const RelRef undone = build_.filter(build_.quantifier(saved[t]), reached);
        const RelRef kept = build_.filter(build_.quantifier(current(table)), build_.is_not_true(reached));
        set_table(table, build_.union_all({undone, kept}, symbol(table).columns));
    }
}

void Reenactor::jump(const Jump& node) {
    if (call_.landed.count(node.label) != 0) return unsupported("GOTO to an earlier label", program_.body);
    call_.pending[node.label].push_back(path_);
    path_.push_back({build_.boolean(false), false});
}

/// The disjunction of two paths: what they share, and then either of what differs; complementary ends vanish.
Reenactor::Path Reenactor::join_paths(const Path& a, const Path& b) const {
    std::size_t shared = 0;
    while (shared < a.size() && shared < b.size() && same_scalar(a[shared].condition, b[shared].condition)) ++shared;
    Path out(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(shared));
    const ScalarRef first = condition_of({a.begin() + static_cast<std::ptrdiff_t>(shared), a.end()});
    const ScalarRef second = condition_of({b.begin() + static_cast<std::ptrdiff_t>(shared), b.end()});
    if (is_constant_true(first) || is_constant_true(second)) return out;
    if (same_scalar(build_.is_not_true(first), second) || same_scalar(build_.is_not_true(second), first)) return out;
    out.push_back({build_.disjunction(first, second), false});
    return out;
}

void Reenactor::land(const Landing& node, std::size_t entry) {
    call_.landed.insert(node.label);
    const auto jumps = call_.pending.find(node.label);
    if (jumps == call_.pending.end()) return;
    const std::vector<Path> paths = std::move(jumps->second);
    call_.pending.erase(jumps);
    for (auto from = paths.rbegin(); from != paths.rend(); ++from) {
        bool inside = from->size() >= entry;
        for (std::size_t i = 0; inside && i < entry; ++i) inside = (*from)[i].condition == path_[i].condition;
        if (!inside) return unsupported("GOTO into a block", program_.body);
        path_ = dead() ? *from : join_paths(path_, *from);
    }
    forget_path();
}

void Reenactor::call(const Inlined& node) {
    const Path entry = path_;
    Activation outer = std::exchange(call_, {});
    body(node.body);
    path_ = entry;
    if (!call_.pending.empty()) unsupported("GOTO without a label further down", node.body);
    const bool returned = call_.returned || !call_.landed.empty();
    call_ = std::move(outer);
    if (returned) forget_path();
    for (const auto& [callee, caller] : node.outputs) assign(caller, read_variable(callee));
}

void Reenactor::give_back(const Return& node) {
    call_.returned = true;
    if (functions_ > 0 && node.value != nullptr) {
        // Results are tried in order, so a condition need not repeat that no earlier RETURN was taken.
        Path own;
        for (const Step& step : path_)
            if (!step.escape) own.push_back(step);
        call_.results.emplace_back(condition_of(own), resolve(node.value));
    }
    path_.push_back({build_.boolean(false), true});
}

void Reenactor::raise(const Raise& node) {
    const ScalarRef reached = path();
    if (stop_where(node.message, reached == nullptr ? build_.boolean(true) : reached) || statement_->record < 0) return;
    StatementRecord& record = program_.records[static_cast<std::size_t>(statement_->record)];
    record.action = StatementAction::hole;
    record.reason = "its condition depends on a statement that is not compiled";
}

/// A guard; false where its condition depends on a hole.
bool Reenactor::stop_where(const std::string& message, ScalarRef condition) {
    Select probe;
    probe.where = condition;
    probe.items = {build_.integer(1)};
    if (!holes_of(build_.select(std::move(probe), {{"reached", simple_type(TypeKind::int_), false}})).empty()) return false;
    if (in_round() && is_constant_false(condition)) return true;
    (in_round() ? round_->guards : out_.guards).push_back({message, condition, statement_->span});
    return true;
}

} // namespace t2d::passes
