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

Lowering::Node Lowering::declare(P::DeclareStatementContext* c) {
    if (c->q != nullptr) {
        take(first(c), past(c), P::K_FOR);
        return ast::DeclareCursor{identifier(c->n), {words(c->opts), query(c->q)}};
    }
    ast::Declare s;
    for (P::DeclareItemContext* d : c->d)
        s.variables.push_back(variable_decl(d));
    return s;
}

ast::VariableDecl Lowering::variable_decl(P::DeclareItemContext* c) {
    ast::VariableDecl result;
    result.name = text(c->v);
    result.span = span(c);
    if (c->def != nullptr) result.table = table_def(c->def);
    result.cursor = has(c->cur);
    if (c->t != nullptr) result.type = data_type(c->t);
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
    switch (c->op->getType()) {
    case P::ADDA: s.op = ast::AssignOp::add; break;
    case P::SUBA: s.op = ast::AssignOp::subtract; break;
    case P::MULA: s.op = ast::AssignOp::multiply; break;
    case P::DIVA: s.op = ast::AssignOp::divide; break;
    case P::MODA: s.op = ast::AssignOp::modulo; break;
    case P::ANDA: s.op = ast::AssignOp::bit_and; break;
    case P::XORA: s.op = ast::AssignOp::bit_xor; break;
    case P::ORA: s.op = ast::AssignOp::bit_or; break;
    case P::CATA: s.op = ast::AssignOp::concat; break;
    default: break;
    }
    s.value = opt(c->e);
    if (c->q != nullptr) {
        take(first(c), past(c), P::K_FOR);
        s.cursor = Box<ast::CursorDef>({words(c->opts), query(c->q)});
    }
    return s;
}

} // namespace t2d::frontend
