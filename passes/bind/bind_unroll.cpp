// SPDX-License-Identifier: Apache-2.0
// Loops whose number of rounds is known are written out round by round where dynamic SQL needs it: the text of each round is known then.
#include <algorithm>

#include "ir/ast/errors.h"
#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr int kMostRounds = 40; ///< of a loop that is written out

/// Whether `is` holds for a statement or for one inside it.
template <typename Test>
bool any_statement(const ast::Stmt& stmt, const Test& is) {
    const auto inside = [&](const ast::Block& block) { return std::any_of(block.begin(), block.end(), [&](const ast::Stmt& inner) { return any_statement(inner, is); }); };
    return is(stmt) || match(
        stmt.node, [&](const ast::If& n) { return any_statement(*n.then, is) || (n.otherwise && any_statement(**n.otherwise, is)); },
        [&](const ast::While& n) { return any_statement(*n.body, is); }, [&](const ast::BlockStmt& n) { return inside(n.body); },
        [&](const ast::TryCatch& n) { return inside(n.body) || inside(n.handler); }, [](const auto&) { return false; });
}

bool runs_text(const ast::Stmt& stmt) {
    const auto* call = get_boxed<ast::Exec>(stmt.node);
    return call != nullptr && (call->string || equal_ignoring_case(call->procedure.parts.empty() ? "" : call->procedure.last(), "sp_executesql"));
}

/// Statements that leave a round early, or that have a place or a table of their own, which rounds would share.
bool ties_rounds(const ast::Stmt& stmt) {
    return match(
        stmt.node, [](const ast::Break&) { return true; }, [](const ast::Continue&) { return true; }, [](const ast::Return&) { return true; }, [](const ast::Goto&) { return true; },
        [](const ast::Label&) { return true; }, [](const ast::TryCatch& n) { return ast::takes_own_errors(n); },
        [](const ast::Declare& n) { return std::any_of(n.variables.begin(), n.variables.end(), [](const ast::VariableDecl& v) { return v.table.has_value() || v.cursor; }); },
        [](const ast::DeclareCursor&) { return true; }, [](const auto&) { return false; });
}

const ast::Block* statements_of(const ast::Stmt& body) {
    const auto* block = std::get_if<ast::BlockStmt>(&body.node);
    return block == nullptr ? nullptr : &block->body;
}

} // namespace

/// Takes over what a statement does to known variables, for SET, assignments without a table, and FETCH.
bool Binder::step_of_constants(const ast::Stmt& stmt) {
    Body scratch;
    return match(
        stmt.node,
        [&](const ast::SetVariable& n) {
            set_variable(n, scratch, stmt.span);
            return true;
        },
        [&](const ast::QueryStmt& n) {
            const auto* block = std::get_if<ast::Select>(&n.query.body);
            if (block == nullptr || !block->from.empty() || block->where || block->into || block->items.empty() || block->items.front().variable.empty()) return false;
            assign_from_select(n.query, scratch);
            return true;
        },
        [&](const ast::CursorStmt& n) {
            if (n.action != ast::CursorAction::fetch) return false;
            cursor_statement(n, scratch);
            return true;
        },
        [](const auto&) { return false; });
}

/// The number of rounds of a loop whose condition depends on constants only; -1 where that is not known, or where they are too many.
int Binder::constant_rounds(const ast::While& node) {
    const ast::Block* body = statements_of(*node.body);
    if (body == nullptr) return -1;
    const auto before = known_;
    const Diagnostics reported = diagnostics_;
    int rounds = 0;
    for (bool more = true; more; ++rounds) {
        Scope none;
        const ScalarRef bound = condition(node.condition, none);
        const auto goes_on = failed_ ? std::nullopt : decide(bound);
        if (!goes_on || rounds > kMostRounds) rounds = -1;
        if (rounds < 0 || !*goes_on) break;
        for (const ast::Stmt& stmt : *body) {
            if (step_of_constants(stmt)) continue;
            std::set<TableId> tables;
            std::set<int> variables;
            bool everything = false;
            mark_written(stmt, tables, variables, everything);
            for (const int variable : variables) known_.erase(variable);
        }
        more = !failed_;
    }
    known_ = before;
    diagnostics_ = reported;
    return std::exchange(failed_, false) ? -1 : rounds;
}

/// Whether the loop was written out. Its first round stands for all in the statement account.
bool Binder::unroll(const ast::While& node, const ast::Stmt& stmt, Body& out) {
    if (any_statement(*node.body, ties_rounds)) return false;
    if (!any_statement(*node.body, runs_text)) { // does it put together a text that is run later?
        std::set<TableId> tables;
        std::set<int> variables;
        bool everything = false;
        mark_written(stmt, tables, variables, everything);
        const bool text = std::any_of(variables.begin(), variables.end(), [&](int v) { return program_.variables[static_cast<std::size_t>(v)].type.is_string() && known_.contains(v); });
        if (!runs_text_ || !text) return false;
    }
    const int rounds = constant_rounds(node);
    if (rounds <= 0) return false;
    const bool hidden = hidden_, later = later_round_;
    for (int round = 0; round < rounds; ++round) {
        count_is(0, out);
        statement(*node.body, out);
        hidden_ = later_round_ = true;
    }
    hidden_ = hidden;
    later_round_ = later;
    count_is(0, out);
    return true;
}

} // namespace t2d::passes
