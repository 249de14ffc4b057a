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
    for (const auto& statement : statements) {
        statement_ = &statement;
        if (const auto* landing = std::get_if<Landing>(&statement.node)) land(*landing, entry);
        else if (!dead()) execute(statement);
    }
    statement_ = outer;
}

void Reenactor::execute(const Statement& statement) {
    match(
        statement.node, [&](const Define& n) { define(n); }, [&](const Insert& n) { insert(n); }, [&](const Update& n) { update(n); },
        [&](const Delete& n) { remove(n); }, [&](const WriteThrough& n) { write_through(n); }, [&](const Merge& n) { merge(n); },
        [&](const Truncate& n) { truncate(n); }, [&](const Assign& n) { assign(n.variable, resolve(n.value)); },
        [&](const AssignQuery& n) { assign_query(n); }, [&](const If& n) { branch(n); },
        [&](const While& n) { loop(n); },
        [&](const Break&) { unsupported("BREAK outside of a loop", {}); }, [&](const Continue&) { unsupported("CONTINUE outside of a loop", {}); },
        [&](const Return& n) { give_back(n); }, [&](const Jump& n) { jump(n); }, [](const Landing&) {}, [&](const Inlined& n) { call(n); },
        [&](const Raise& n) { raise(n); }, [&](const HoleStatement& n) { hole(n); });
}

void Reenactor::branch(const If& node) {
    ScalarRef condition = resolve(node.condition);
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
    const Path then_path = run(condition, node.then);
    const State then = state_;
    state_.seen = before.seen;
    state_.visible = before.visible;
    const Path else_path = run(build_.is_not_true(condition), node.otherwise);
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
    if (node.in_catch) return;
    const ScalarRef reached = path();
    const ScalarRef condition = reached == nullptr ? build_.boolean(true) : reached;
    Select probe;
    probe.where = condition;
    probe.items = {build_.integer(1)};
    const bool unknown = !holes_of(build_.select(std::move(probe), {{"reached", simple_type(TypeKind::int_), false}})).empty();
    if (!unknown && in_round()) {
        if (!is_constant_false(condition)) round_->guards.push_back({node.message, condition, statement_->span});
        return;
    }
    if (!unknown) {
        out_.guards.push_back({node.message, condition, statement_->span});
        return;
    }
    if (statement_->record < 0) return;
    StatementRecord& record = program_.records[static_cast<std::size_t>(statement_->record)];
    record.action = StatementAction::hole;
    record.reason = "its condition depends on a statement that is not compiled";
}

} // namespace t2d::passes
