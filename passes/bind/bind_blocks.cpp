// SPDX-License-Identifier: Apache-2.0
// Lists of statements, and what becomes of those behind a statement that could not be bound and may lead elsewhere.
#include <algorithm>
#include <utility>

#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;
using ast::WayOut;

/// Statements in order. Nobody knows whether those behind a way out that could not be bound run, so what they write is a hole. The
/// statement with the way out in it looks after its own.
void Binder::block(const ast::Block& statements, Body& out) {
    const ast::Stmt* leaves = nullptr;
    std::vector<const ast::Stmt*> unsure;
    for (const ast::Stmt& stmt : statements) {
        if (leaves != nullptr) unsure.push_back(&stmt);
        const WayOut before = lost_;
        statement(stmt, out);
        if (before == WayOut::none && lost_ != WayOut::none) leaves = &stmt;
    }
    if (!unsure.empty()) forget(leaves->span, unsure, out);
}

void Binder::forget(SourceSpan span, const std::vector<const ast::Stmt*>& statements, Body& out) {
    HoleStatement hole = hole_of(span, "whether this runs depends on a statement that is not compiled", statements);
    hole.id += ":behind"; // another statement may be a hole on the same line
    if (return_code_ >= 0) hole.variables.push_back(return_code_);
    out.push_back({std::move(hole), -1, span, {}});
}

/// The body of a module: RETURN and GOTO lead no farther than to its end, THROW does.
void Binder::module_block(const ast::Block& statements, Body& out) {
    const WayOut before = std::exchange(lost_, WayOut::none);
    const Session session = session_; // SET lasts to the end of the module
    block(statements, out);
    session_ = session;
    if (lost_ == WayOut::label) { // the label may stand before everything that is known to run
        std::vector<const ast::Stmt*> all;
        for (const ast::Stmt& stmt : statements) all.push_back(&stmt);
        forget(statements.front().span, all, out);
    }
    lost_ = std::max(before, lost_ == WayOut::batch ? WayOut::batch : WayOut::none);
}

/// A loop that a statement in it may leave runs nobody knows how often.
void Binder::loop_statement(const ast::While& node, const ast::Stmt& stmt, Body& out) {
    const WayOut before = std::exchange(lost_, WayOut::none);
    while_statement(node, stmt, out);
    if (lost_ != WayOut::none && !failed_) forget(stmt.span, {&stmt}, out);
    lost_ = std::max(before, lost_ == WayOut::loop ? WayOut::none : lost_);
}

} // namespace t2d::passes
