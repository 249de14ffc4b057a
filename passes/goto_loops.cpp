// SPDX-License-Identifier: Apache-2.0
#include "passes/goto_loops.h"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "passes/builder.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Calls `visit` for the statements of a body that run in it directly or under its conditions, not inside of loops and calls.
void for_each_here(const Body& body, const std::function<void(const Statement&)>& visit) {
    for (const Statement& statement : body) {
        visit(statement);
        if (const auto* branch = std::get_if<If>(&statement.node)) {
            for_each_here(branch->then, visit);
            for_each_here(branch->otherwise, visit);
        }
    }
}

std::set<std::string> jumps_of(const Body& body) {
    std::set<std::string> out;
    for_each_here(body, [&](const Statement& statement) {
        if (const auto* jump = std::get_if<Jump>(&statement.node)) out.insert(jump->label);
    });
    return out;
}

std::set<std::string> labels_of(const Body& body) {
    std::set<std::string> out;
    for_each_here(body, [&](const Statement& statement) {
        if (const auto* landing = std::get_if<Landing>(&statement.node)) out.insert(landing->label);
    });
    return out;
}

/// Replaces the jumps to a label, wherever they stand in the body, but in loops and calls.
void replace_jumps(Body& body, const std::string& label, const Body& instead) {
    Body out;
    for (Statement& statement : body) {
        if (auto* branch = std::get_if<If>(&statement.node)) {
            replace_jumps(branch->then, label, instead);
            replace_jumps(branch->otherwise, label, instead);
        }
        const auto* jump = std::get_if<Jump>(&statement.node);
        if (jump != nullptr && jump->label == label) out.insert(out.end(), instead.begin(), instead.end());
        else out.push_back(std::move(statement));
    }
    body = std::move(out);
}

class GotoLoops {
public:
    GotoLoops(Program& program, Arena& arena) : program_(program), build_(arena) {}

    /// Inner bodies first: their jumps outwards stand in this one then.
    void operator()(Body& body) {
        Body out;
        out.reserve(body.size());
        for (Statement& statement : body) {
            if (auto* branch = std::get_if<If>(&statement.node)) {
                (*this)(branch->then);
                (*this)(branch->otherwise);
            }
            if (auto* called = std::get_if<Inlined>(&statement.node)) (*this)(called->body);
            if (std::holds_alternative<While>(statement.node)) {
                (*this)(std::get<While>(statement.node).body);
                leave_by_break(std::move(statement), out);
            } else {
                out.push_back(std::move(statement));
            }
        }
        body = std::move(out);
        for (std::size_t i = 0; i < body.size(); ++i)
            if (const auto* landing = std::get_if<Landing>(&body[i].node)) repeat(body, i, landing->label);
    }

private:
    /// A loop whose body jumps to labels outside of it: a variable for each remembers the jump, which is done behind the loop.
    void leave_by_break(Statement loop, Body& out) {
        Body& body = std::get<While>(loop.node).body;
        const std::set<std::string> inside = labels_of(body);
        Body after;
        for (const std::string& label : jumps_of(body)) {
            if (inside.contains(label)) continue;
            program_.variables.push_back({"@goto_" + label, simple_type(TypeKind::int_)});
            const int variable = static_cast<int>(program_.variables.size()) - 1;
            const auto make = [&](decltype(Statement::node) node) { return Statement{std::move(node), loop.record, loop.span, {}}; };
            const auto set = [&](int value) { return make(Assign{variable, build_.integer(value)}); };
            replace_jumps(body, label, {set(1), make(Break{})});
            out.push_back(set(0));
            const ScalarRef flag = build_.arena().make(Scalar{VarRef{variable}, simple_type(TypeKind::int_), true, {}});
            after.push_back(make(If{build_.equal(flag, build_.integer(1)), {make(Jump{label})}, {}}));
        }
        out.push_back(std::move(loop));
        out.insert(out.end(), after.begin(), after.end());
    }

    /// The statements from a label to the last jump back to it run again as long as one of these jumps is taken.
    void repeat(Body& body, std::size_t at, const std::string& label) {
        const std::size_t last = last_jump(body, at, label);
        if (last == at) return;
        const auto first = body.begin() + static_cast<std::ptrdiff_t>(at) + 1, end = body.begin() + static_cast<std::ptrdiff_t>(last) + 1;
        Statement loop{While{build_.boolean(true), Body(first, end)}, first->record, first->span, {}};
        Body& round = std::get<While>(loop.node).body;
        (*this)(round);
        replace_jumps(round, label, {{Continue{}, first->record, first->span, {}}});
        round.push_back({Break{}, first->record, first->span, {}});
        Body around;
        leave_by_break(std::move(loop), around);
        body.erase(first, end);
        body.insert(body.begin() + static_cast<std::ptrdiff_t>(at) + 1, around.begin(), around.end());
    }

    /// The last statement that jumps back to the label, or to a label between the two.
    static std::size_t last_jump(const Body& body, std::size_t at, const std::string& label) {
        std::set<std::string> labels{label};
        std::size_t last = at;
        for (std::size_t i = at + 1; i < body.size(); ++i) {
            const auto jumps = jumps_of({body[i]});
            const bool back = std::any_of(jumps.begin(), jumps.end(), [&](const std::string& to) { return labels.contains(to); });
            if (!back) continue;
            for (; last < i; ++last)
                if (const auto* landing = std::get_if<Landing>(&body[last + 1].node)) labels.insert(landing->label);
        }
        return last;
    }

    Program& program_;
    Builder build_;
};

} // namespace

void goto_loops(Program& program, Arena& arena) {
    GotoLoops run(program, arena);
    run(program.body);
    for (FunctionSymbol& function : program.functions) run(function.body);
}

} // namespace t2d::passes
