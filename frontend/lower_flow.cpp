// SPDX-License-Identifier: Apache-2.0
#include "frontend/keywords.h"
#include "frontend/lowering.h"

namespace t2d::frontend {

ast::If Lowering::if_(P::IfStatementContext* c) {
    ast::If s{expr(c->cond), statement(c->then), {}};
    if (c->other != nullptr) s.otherwise = Box<ast::Stmt>(statement(c->other));
    return s;
}

Lowering::Node Lowering::begin(P::BeginStatementContext* c) {
    if (has(c->tran)) {
        has(c->dist);
        ast::Transaction s{ast::TransactionKind::begin, c->n == nullptr ? std::string() : identifier(c->n)};
        if (c->mark != nullptr) drop(index(c->mark), past(c)); // WITH MARK: a note in the log
        expect_word(c->mark, "MARK");
        return s;
    }
    if (c->tr != nullptr) {
        drop(first(c), first(c) + 2);
        ast::TryCatch s;
        s.body = statements(c->body);
        const std::size_t body_end = c->body->stop == nullptr ? first(c) + 2 : std::max(first(c) + 2, past(c->body));
        drop(body_end, first(c->handler)); // END TRY; BEGIN CATCH
        s.handler = statements(c->handler);
        drop(past(c) - 2, past(c));
        return s;
    }
    if (c->atomic != nullptr) {
        expect_word(c->atomic, "ATOMIC");
        drop(index(c->atomic), first(c->body)); // options of natively compiled code
    }
    ast::BlockStmt s{statements(c->body)};
    return s;
}

Lowering::Node Lowering::transaction(P::TransactionStatementContext* c) {
    ast::Transaction s{ast::TransactionKind::commit, {}};
    if (has(c->roll)) s.transaction = ast::TransactionKind::rollback;
    if (has(c->save)) s.transaction = ast::TransactionKind::save;
    drop(first(c), std::min(past(c), first(c) + 2)); // the verb and TRAN
    s.name = identifier(c->n);
    if (c->work != nullptr && !is_word(c->work, "WORK")) s.name = identifier(c->work);
    for (std::size_t i = first(c); i < past(c); ++i)
        if (type(i) == P::WITH_PAREN) expect_form("commit-options", i + 1, past(c));
    drop(first(c), past(c)); // durability options
    return s;
}

/// The last variable may be a cursor with its query: it is declared and set.
Lowering::Node Lowering::declare(P::DeclareStatementContext* c) {
    if (c->n != nullptr) {
        take(first(c), past(c), P::K_FOR);
        return ast::DeclareCursor{identifier(c->n), {words(c->opts), query(c->q)}};
    }
    ast::Declare s;
    for (P::DeclareItemContext* d : c->d)
        s.variables.push_back(variable_decl(d));
    const P::DeclareItemContext* last = c->d.back();
    if (c->q == nullptr && last->opts.empty() && last->late == nullptr) return s;
    if (c->q == nullptr) {
        fail(span(past(c) - 1, past(c)), "expected FOR and the query of the cursor");
        return s;
    }
    return declared_cursor(c, std::move(s));
}

ast::BlockStmt Lowering::declared_cursor(P::DeclareStatementContext* c, ast::Declare s) {
    P::DeclareItemContext* last = c->d.back();
    if (last->cur == nullptr && last->late == nullptr) fail(span(c->q), "only a cursor has a query");
    accept(span(last), "a query in the declaration of a cursor variable", "SET @cursor = CURSOR …");
    take(first(c), past(c), P::K_FOR);
    std::vector<std::string> options = words(last->opts);
    if (last->late != nullptr) {
        expect_word(last->t->stop, "SCROLL INSENSITIVE");
        options.push_back(to_upper(view(index(last->t->stop))));
    }
    ast::SetVariable set;
    set.variable = s.variables.back().name;
    set.cursor = Box<ast::CursorDef>({std::move(options), query(c->q)});
    ast::BlockStmt both;
    both.body.push_back({std::move(s), span(c), {}, {}});
    both.body.push_back({std::move(set), span(c), {}, {}});
    return both;
}

ast::VariableDecl Lowering::variable_decl(P::DeclareItemContext* c) {
    ast::VariableDecl result;
    result.name = text(c->v);
    result.span = span(c);
    if (c->def != nullptr) result.table = table_def(c->def);
    result.cursor = has(c->cur) || has(c->late);
    if (c->t != nullptr && !result.cursor) result.type = data_type(c->t);
    if (c->nul != nullptr) drop(past(c->t), index(c->nul) + 1); // NOT NULL of natively compiled code
    if (c->e != nullptr) {
        claims_.claim(first(c->e) - 1); // =
        result.value = opt(c->e);
    }
    return result;
}

std::vector<std::string> Lowering::words(const std::vector<Token*>& list) {
    std::vector<std::string> result;
    for (const Token* t : list)
        result.push_back(upper_text(t));
    return result;
}

Lowering::Node Lowering::set(P::SetStatementContext* c) {
    if (c->first != nullptr) {
        ast::SetOption option;
        for (std::size_t i = first(c) + 1; i < past(c); ++i) {
            claims_.claim(i);
            const bool word = type(i) == P::ID && view(i)[0] != '[' && view(i)[0] != '"';
            option.words.push_back(word || is_keyword(type(i)) ? to_upper(view(i)) : std::string(view(i)));
        }
        return option;
    }
    ast::SetVariable s;
    s.variable = text(c->v);
    if (c->meth != nullptr) { // SET @x.modify(…)
        ast::MethodCall call;
        call.operand = ast::ExprBox(variable(c->v));
        call.method = identifier(c->meth);
        call.is_static = has(c->dc);
        call.parentheses = c->args != nullptr;
        bool distinct = false;
        if (call.parentheses) call.args = args(c->args, distinct);
        s.variable.clear();
        const SourceSpan where = span(index(c->v), past(c));
        ast::Expr value = wrap(std::move(call), where);
        if (c->property != nullptr) { // SET @x.Y = value
            claims_.claim(first(c->property) - 1);
            value = wrap(ast::Binary{ast::BinaryOp::equal, std::move(value), expr(c->property)}, where);
        }
        s.value = ast::ExprBox(std::move(value));
        return s;
    }
    has(c->op);
    s.op = assign_op(c->op->getType());
    s.value = opt(c->e);
    if (c->q != nullptr) {
        take(first(c), past(c), P::K_FOR);
        s.cursor = Box<ast::CursorDef>({words(c->opts), query(c->q)});
    }
    if (c->a.empty()) return s;
    return assigned(c, std::move(s));
}

/// Several variables are set one after the other.
ast::BlockStmt Lowering::assigned(P::SetStatementContext* c, ast::SetVariable s) {
    accept(span(c), "SET with several variables", "one SET after the other");
    ast::BlockStmt all;
    all.body.push_back({std::move(s), span(first(c), first(c->a[0]) - 1), {}, {}});
    for (P::AssignmentContext* a : c->a) {
        ast::SetVariable next;
        next.variable = text(a->v);
        has(a->op);
        next.op = assign_op(a->op->getType());
        next.value = opt(a->e);
        all.body.push_back({std::move(next), span(a), {}, {}});
    }
    return all;
}

} // namespace t2d::frontend
