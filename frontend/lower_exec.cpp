// SPDX-License-Identifier: Apache-2.0
#include "frontend/lowering.h"

namespace t2d::frontend {

Lowering::Node Lowering::exec(P::ExecStatementContext* c) {
    claims_.claim(first(c));
    if (c->as != nullptr) { // EXECUTE AS: the caller's rights
        ast::Recognized s{"EXECUTE AS", {}, false};
        s.text = joined(c);
        return s;
    }
    ast::Exec s;
    if (c->v != nullptr) {
        const bool assigns = c->n != nullptr || c->pv != nullptr;
        if (assigns) claims_.claim(index(c->v) + 1); // =
        (assigns ? s.return_variable : s.procedure_variable) = text(c->v);
        if (c->pv != nullptr) s.procedure_variable = text(c->pv);
    }
    s.procedure = name(c->n);
    if (c->source1 != nullptr) {
        s.procedure.parts.push_back(joined(index(c->source1), first(c->rest)));
        for (const Token* part : c->rest->parts)
            s.procedure.parts.push_back(alias_text(part));
    }
    if (c->number != nullptr) s.procedure.parts.back() += ";" + text(c->number);
    if (c->str != nullptr) {
        s.string = opt(c->str);
        for (P::ExecStringContext* e : c->more) {
            if (e->out != nullptr && type(first(e)) != P::LOCAL_ID) fail(span(e), "only a variable can be OUTPUT");
            if (type(first(e)) == P::LOCAL_ID && type(first(e) + 1) == P::EQ) fail(span(e), "a value for a string has no name");
            s.args.push_back({{}, expr(e->e), has(e->out)});
        }
        const std::size_t close = c->more.empty() ? past(c->str) : past(c->more.back());
        const std::size_t end = c->at != nullptr ? index(c->at) : c->opts.empty() ? past(c) : first(c->opts[0]) - 1;
        if (close + 1 < end) s.options.push_back({joined(close + 1, end), span(close + 1, end)}); // AS USER = 'name'
        expect_word(c->at, "AT");
        if (c->source != nullptr) expect_word(c->server->start, "DATA_SOURCE");
        s.at_server = c->source != nullptr   ? identifier(c->source)
                      : c->server != nullptr ? name(c->server).last()
                                             : std::string();
    }
    if (c->args != nullptr) s.args = exec_args(c->args);
    for (P::ExecOptionContext* h : c->opts)
        s.options.push_back(hint(h));
    return s;
}

std::vector<ast::ExecArg> Lowering::exec_args(P::ExecArgsContext* c) {
    std::vector<ast::ExecArg> result;
    for (P::ExecArgContext* a : c->a) {
        ast::ExecArg arg;
        const bool named = a->n != nullptr && (a->lv != nullptr || a->val != nullptr);
        if (!named && !result.empty() && !result.back().name.empty()) fail(span(a), "after an argument with a name all must have one");
        if (named) {
            arg.name = text(a->n);
            claims_.claim(index(a->n) + 1); // =
        }
        if (a->val != nullptr)
            arg.value = simple_value(a->val);
        else
            arg.value = variable(a->lv != nullptr ? a->lv : a->n);
        arg.output = has(a->out);
        result.push_back(std::move(arg));
    }
    return result;
}

ast::Raiserror Lowering::raiserror(P::RaiserrorStatementContext* c) {
    if (c->old == nullptr) return {exprs(c->e), words(c->opts)};
    const auto value = [&](const Token* t) { return t->getType() == P::LOCAL_ID ? variable(t) : literal(t); };
    ast::Raiserror s; // RAISERROR number 'message': severity 16
    s.args.push_back(value(c->msg != nullptr ? c->msg : c->old));
    has(c->old);
    drop(index(c->old), past(c)); // values for the placeholders of the message
    const SourceSpan where = span(index(c->old), index(c->old) + 1);
    s.args.push_back(wrap(ast::Literal{ast::LiteralKind::integer, "16"}, where));
    s.args.push_back(wrap(ast::Literal{ast::LiteralKind::integer, "1"}, where));
    return s;
}

ast::CursorStmt Lowering::cursor(P::CursorStatementContext* c) {
    ast::CursorStmt s;
    if (c->fetch != nullptr) {
        s.action = ast::CursorAction::fetch;
        fetch(c, s);
        return s;
    }
    has(c->verb);
    s.action = c->verb->getType() == P::K_OPEN    ? ast::CursorAction::open
               : c->verb->getType() == P::K_CLOSE ? ast::CursorAction::close
                                                  : ast::CursorAction::deallocate;
    if (c->n2 != nullptr) {
        expect_word(c->n, "GLOBAL");
        s.cursor = identifier(c->n2);
    } else {
        s.cursor = c->v != nullptr ? text(c->v) : identifier(c->n);
    }
    return s;
}

/// `FETCH [NEXT | ABSOLUTE n | … FROM] [GLOBAL] cursor INTO @a, @b`.
void Lowering::fetch(P::CursorStatementContext* c, ast::CursorStmt& s) {
    has(c->fetch);
    if (c->from != nullptr) {
        s.direction = upper_text(c->dir);
        expect_word(c->dir, "NEXT PRIOR FIRST LAST ABSOLUTE RELATIVE");
        if (c->from2 != nullptr) expect_word(c->from, "GLOBAL");
        const Token* name = c->from2 != nullptr ? c->from2 : c->from;
        s.cursor = name->getType() == P::LOCAL_ID ? text(name) : identifier(name);
        if (c->off != nullptr) {
            ast::Expr value = c->off->getType() == P::NUM ? literal(c->off) : variable(c->off);
            const SourceSpan where = value.span;
            if (has(c->neg)) value = wrap(ast::Unary{ast::UnaryOp::minus, std::move(value)}, where);
            s.offset = ast::ExprBox(std::move(value));
        }
    } else {
        s.cursor = c->v != nullptr ? text(c->v) : identifier(c->dir);
        if (c->off != nullptr) fail(span(index(c->off), index(c->off) + 1), "expected FROM and a cursor name");
    }
    for (const Token* t : c->into)
        s.into.push_back(text(t));
}

} // namespace t2d::frontend
