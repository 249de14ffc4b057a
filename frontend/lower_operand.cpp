// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "frontend/expr_fold.h"

namespace t2d::frontend {
namespace {

/// Functions that are written without parentheses.
bool is_niladic(std::string_view word) {
    static constexpr std::array<std::string_view, 6> names = {"CURRENT_TIMESTAMP", "CURRENT_USER", "SESSION_USER",
                                                              "SYSTEM_USER",       "CURRENT_DATE", "CURRENT_TIMEZONE"};
    return std::find(names.begin(), names.end(), to_upper(word)) != names.end();
}

/// Methods of the xml type: `x.value(…)` is a method of the column x, not a function of the schema x.
bool is_xml_method(std::string_view word) {
    static constexpr std::array<std::string_view, 5> names = {"VALUE", "QUERY", "EXIST", "NODES", "MODIFY"};
    return std::find(names.begin(), names.end(), to_upper(word)) != names.end();
}

ast::CastKind cast_kind(std::size_t type) {
    switch (type) {
    case TSqlParser::K_TRY_CAST: return ast::CastKind::try_cast;
    case TSqlParser::K_CONVERT: return ast::CastKind::convert;
    case TSqlParser::K_TRY_CONVERT: return ast::CastKind::try_convert;
    case TSqlParser::K_PARSE: return ast::CastKind::parse;
    case TSqlParser::K_TRY_PARSE: return ast::CastKind::try_parse;
    default: return ast::CastKind::cast;
    }
}

} // namespace

ast::Expr Lowering::operand(P::OperandContext* c) {
    const std::uint32_t outer = std::exchange(max_height_, 0);
    ast::Expr result = operand_node(c);
    result.span = span(c);
    height_ = max_height_ + 1;
    max_height_ = std::max(outer, height_);
    return result;
}

ast::Expr Lowering::operand_node(P::OperandContext* c) {
    if (c->lit != nullptr) return literal(c->lit);
    if (c->var != nullptr) return methods(variable(c->var), c->m);
    if (c->word != nullptr) {
        const SourceSpan at = span(index(c->word), index(c->word) + 1);
        const ast::Name function{{text(c->word)}, at};
        if (c->lp != nullptr) return call(function, c->args, nullptr);
        return wrap(ast::Call{function, {}, false, false, {}, {}, {}, {}}, at);
    }
    if (c->ex != nullptr) {
        has(c->ex);
        return wrap(ast::Exists{paren_query(c->p)}, {});
    }
    if (c->p != nullptr) return methods(paren(c->p), c->m);
    if (c->cas != nullptr) return case_expr(c->cas);
    if (c->cast1 != nullptr) return methods(cast_expr(c->cast1), c->m);
    if (c->match != nullptr) expect_form("MATCH", index(c->match) + 1, past(c));
    if (has(c->match)) return wrap(ast::GraphMatch{joined(index(c->match) + 1, past(c))}, {});
    if (c->next != nullptr) {
        drop(first(c), first(c->next->seq)); // NEXT VALUE FOR
        return wrap(ast::NextValue{name(c->next->seq), over(c->next->over)}, {});
    }
    if (c->odbc != nullptr) {
        drop(first(c), first(c) + 1);
        drop(past(c) - 1, past(c));
        return wrap(ast::OdbcEscape{text(c->odbc->tag), box(c->odbc->e)}, {});
    }
    return reference(c);
}

ast::Expr Lowering::literal(const Token* t) {
    using Kind = ast::LiteralKind;
    const SourceSpan at = span(index(t), index(t) + 1);
    const auto make = [&](Kind kind, std::string value) { return wrap(ast::Literal{kind, std::move(value)}, at); };
    const std::string written = text(t);
    switch (t->getType()) {
    case P::NUM: return make(Kind::integer, written);
    case P::REAL: {
        const std::size_t exponent = written.find_first_of("eE");
        if (exponent == std::string::npos) return make(Kind::decimal, written);
        return make(Kind::floating, exponent + 1 == written.size() ? written + "0" : written);
    }
    case P::MONEY: { // any currency symbol means the same
        const std::size_t amount = written.find_first_of("0123456789.");
        return make(Kind::money, "$" + (amount == std::string::npos ? "0" : written.substr(amount)));
    }
    case P::BINARY: return make(Kind::binary, written);
    case P::K_DEFAULT: return wrap(ast::DefaultValue{}, at);
    case P::STRING: return make(written[0] == 'N' || written[0] == 'n' ? Kind::nstring : Kind::string, string_value(t));
    default: return make(Kind::null, {});
    }
}

ast::Expr Lowering::variable(const Token* t) {
    const SourceSpan at = span(index(t), index(t) + 1);
    return wrap(ast::Variable{text(t)}, at);
}

/// A column, `t.*`, a function call, a niladic function or something of a CLR type.
ast::Expr Lowering::reference(P::OperandContext* c) {
    std::size_t at = first(c);
    const bool plain = view(at)[0] != '[' && view(at)[0] != '"';
    ast::Name n = name_at(at, past(c));
    if (at < past(c) && type(at) == P::STAR) {
        claims_.claim(at);
        return wrap(ast::Star{std::move(n)}, {});
    }
    if (c->static1 != nullptr) return methods(type_call(c->static1, std::move(n)), c->m);
    if (c->lp == nullptr) {
        const SourceSpan where = n.span;
        if (n.parts.size() == 1 && plain && is_niladic(n.last()))
            return wrap(ast::Call{std::move(n), {}, false, false, {}, {}, {}, {}}, where);
        return wrap(ast::ColumnName{std::move(n)}, where);
    }
    const bool of_column = n.parts.size() > 1 && !n.parts[n.parts.size() - 2].empty();
    if (of_column && is_xml_method(n.last())) {
        ast::MethodCall m;
        m.method = n.last();
        n.parts.pop_back();
        m.operand = ast::ExprBox(wrap(ast::ColumnName{n}, n.span));
        bool distinct = false;
        m.args = args(c->args, distinct);
        return methods(wrap(std::move(m), n.span), c->m);
    }
    return methods(call(std::move(n), c->args, c->call), c->m);
}

ast::Expr Lowering::type_call(P::StaticMemberContext* c, ast::Name type) {
    drop(first(c), index(c->n)); // ::
    ast::MethodCall m;
    m.is_static = true;
    m.operand = ast::ExprBox(wrap(ast::ColumnName{type}, type.span));
    m.method = identifier(c->n);
    m.parentheses = c->lp != nullptr;
    bool distinct = false;
    if (m.parentheses) m.args = args(c->args, distinct);
    return wrap(std::move(m), type.span);
}

ast::Expr Lowering::methods(ast::Expr operand, const std::vector<P::MethodContext*>& list) {
    for (P::MethodContext* c : list) {
        const SourceSpan where = cover(operand.span, span(c));
        ast::MethodCall m;
        m.operand = ast::ExprBox(std::move(operand));
        m.method = identifier(c->n);
        m.parentheses = c->lp != nullptr;
        bool distinct = false;
        if (m.parentheses) m.args = args(c->args, distinct);
        operand = wrap(std::move(m), where);
        if (++max_height_ > kMaxHeight) {
            fail(where, "expression too long: more than a thousand method calls in a row");
            break;
        }
    }
    return operand;
}

ast::Expr Lowering::call(ast::Name function, P::ArgListContext* arguments, P::CallSuffixContext* suffix) {
    const SourceSpan where = function.span;
    ast::Call result;
    result.function = std::move(function);
    result.args = args(arguments, result.distinct);
    const bool only_options = arguments->a.empty() && arguments->stop != nullptr && type(first(arguments)) == P::K_ABSENT;
    result.json_options = only_options ? joined(arguments) : joined(arguments->json);
    check_json(result, arguments);
    if (!arguments->a.empty() && arguments->a[0]->from != nullptr) trim_arguments(result, arguments->a[0]->side);
    if (suffix != nullptr) {
        if (suffix->within != nullptr) result.within_group = order_by(suffix->within);
        if (has(suffix->nulls)) {
            result.nulls = suffix->nulls->getType() == P::K_IGNORE ? ast::NullTreatment::ignore_nulls
                                                                   : ast::NullTreatment::respect_nulls;
            claims_.claim(index(suffix->nulls) + 1); // NULLS: the filter has seen the word
        }
        result.over = over(suffix->over);
        if (result.distinct && result.over) fail(where, "DISTINCT does not go with OVER");
    }
    return wrap(std::move(result), where);
}

/// `TRIM(characters FROM text)` becomes TRIM(text, characters); with LEADING or TRAILING it is what T-SQL writes
/// LTRIM(text, characters) and RTRIM(text, characters) too.
void Lowering::trim_arguments(ast::Call& call, const Token* side) {
    auto* pair = call.args.size() == 1 ? std::get_if<ast::NamedArgument>(&call.args[0].node) : nullptr;
    const std::string word = to_upper(call.function.last());
    if (pair != nullptr && word == "EXTRACT") { // {fn EXTRACT (part FROM date)}
        call.function.parts.back() = "DATEPART";
        std::vector<ast::Expr> part_and_date{std::move(*pair->key), std::move(*pair->value)};
        call.args = std::move(part_and_date);
        return;
    }
    if (pair == nullptr || word != "TRIM")
        return fail(call.function.span, "unexpected FROM in the arguments of a function");
    if (side != nullptr && side->getType() == P::K_LEADING) call.function.parts.back() = "LTRIM";
    if (side != nullptr && side->getType() == P::K_TRAILING) call.function.parts.back() = "RTRIM";
    std::vector<ast::Expr> swapped{std::move(*pair->value), std::move(*pair->key)};
    call.args = std::move(swapped);
}

std::vector<ast::Expr> Lowering::args(P::ArgListContext* c, bool& distinct) {
    std::vector<ast::Expr> result;
    distinct = has(c->distinct);
    if (!distinct) take(first(c), first(c) + 1, P::K_ALL); // the default
    result.reserve(c->a.size());
    for (P::ArgContext* a : c->a) {
        result.push_back(arg(a));
        for (P::ExprContext* e : a->more) // 'address';'user';'password' of OPENROWSET
            result.push_back(expr(e));
    }
    return result;
}

ast::Expr Lowering::arg(P::ArgContext* c) {
    if (has(c->s)) return wrap(ast::Star{}, span(c));
    if (c->order != nullptr) { // ORDER (…) of OPENROWSET: the order that a file promises
        ast::Expr key = wrap(ast::ColumnName{{{"ORDER"}, span(c)}}, span(c));
        ast::Expr columns = wrap(ast::Literal{ast::LiteralKind::string, joined(index(c->order) + 1, past(c))}, span(c));
        claims_.claim(index(c->order));
        return wrap(ast::NamedArgument{std::move(key), std::move(columns), false}, span(c));
    }
    ast::Expr value = expr(c->e);
    const auto named = [&](std::string_view word, const Token* t) {
        ast::Expr key = wrap(ast::ColumnName{{{std::string(word)}, span(index(t), index(t) + 1)}}, {});
        return wrap(ast::NamedArgument{std::move(key), std::move(value), false}, span(c));
    };
    if (has(c->bulk)) return named("BULK", c->bulk);
    if (c->table1 != nullptr) { // TABLE = t AS a, COLUMN = c of VECTOR_SEARCH
        const SourceSpan at = span(index(c->table1), index(c->table1) + 1);
        claims_.claim(index(c->table1) + 1);
        ast::Expr word = wrap(ast::ColumnName{{{upper_text(c->table1)}, at}}, at);
        value = wrap(ast::Binary{ast::BinaryOp::equal, std::move(word), std::move(value)}, span(c));
    }
    if (has(c->lead)) return named(to_upper(view(index(c->lead))), c->lead);
    if (has(c->side)) return wrap(ast::NamedArgument{std::move(value), box(c->from), false}, span(c));
    if (c->named != nullptr) {
        const SourceSpan at = span(index(c->named), index(c->named) + 1);
        ast::Expr name = wrap(ast::ColumnName{{{identifier(c->named)}, at}}, at);
        return wrap(ast::NamedArgument{std::move(value), std::move(name), true}, span(c));
    }
    P::ExprContext* second = c->v != nullptr ? c->v : c->from;
    if (second == nullptr) return value;
    return wrap(ast::NamedArgument{std::move(value), box(second), false}, span(c));
}

ast::Expr Lowering::case_expr(P::CaseExprContext* c) {
    ast::Case result;
    result.operand = opt(c->input);
    for (std::size_t i = 0; i < c->w.size(); ++i)
        result.whens.push_back({expr(c->w[i]), expr(c->t[i])});
    result.otherwise = opt(c->other);
    return wrap(std::move(result), span(c));
}

ast::Expr Lowering::cast_expr(P::CastExprContext* c) {
    has(c->kind);
    return wrap(ast::Cast{cast_kind(c->kind->getType()), box(c->e), data_type(c->t), opt(c->style)}, span(c));
}

/// One expression in parentheses is the expression; a query is a subquery; none or several are a tuple.
ast::Expr Lowering::paren(P::ParenContext* c) {
    if (c->q != nullptr || c->first != nullptr) return wrap(ast::Subquery{paren_query(c)}, span(c));
    if (has(c->star)) return wrap(ast::Tuple{{wrap(ast::Star{}, span(c))}}, span(c));
    if (c->e.size() != 1) return wrap(ast::Tuple{exprs(c->e)}, span(c));
    ast::Expr inner = expr(c->e[0]);
    if (past(c->tail) == first(c->tail) || c->tail->stop == nullptr || index(c->tail->stop) < first(c->tail))
        return inner;
    auto* subquery = std::get_if<ast::Subquery>(&inner.node);
    if (subquery == nullptr) {
        fail(span(c->tail), "unexpected set operator or clause after an expression");
        return inner;
    }
    return wrap(ast::Subquery{with_tail({}, std::move(*subquery->query), c->tail, span(c))}, span(c));
}

ast::Query Lowering::paren_query(P::ParenContext* c) {
    if (c->q != nullptr) return query(c->q);
    if (c->first != nullptr) return prefixed(c->w, with_tail(ctes(c->w), query_term(c->first), c->tail, span(c)));
    ast::Expr inner = paren(c);
    if (auto* subquery = std::get_if<ast::Subquery>(&inner.node)) return std::move(*subquery->query);
    fail(span(c), "expected a subquery");
    return {};
}

std::optional<Box<ast::Over>> Lowering::over(P::OverClauseContext* c) {
    if (c == nullptr) return std::nullopt;
    if (c->spec != nullptr) return Box<ast::Over>(window_spec(c->spec));
    ast::Over result;
    result.window = identifier(c->n);
    // `OVER w` and `OVER (w)` mean the same.
    return Box<ast::Over>(std::move(result));
}

ast::Over Lowering::window_spec(P::WindowSpecContext* c) {
    ast::Over result;
    result.window = identifier(c->n);
    result.partition_by = exprs(c->part);
    result.order_by = order_by(c->order);
    if (c->fr == nullptr) return result;
    has(c->fr->unit);
    ast::Frame frame;
    frame.unit = c->fr->unit->getType() == P::K_ROWS ? ast::FrameUnit::rows : ast::FrameUnit::range;
    frame.start = bound(c->fr->low);
    if (c->fr->high != nullptr) {
        take(first(c->fr), past(c->fr), P::K_BETWEEN);
        claims_.claim(first(c->fr->high) - 1); // AND
        frame.end = bound(c->fr->high);
    }
    result.frame = std::move(frame);
    return result;
}

ast::FrameBound Lowering::bound(P::BoundContext* c) {
    if (has(c->cur)) {
        expect_word(c->row1, "ROW");
        return {ast::BoundKind::current_row, {}};
    }
    expect_word(c->dir, "PRECEDING FOLLOWING");
    const bool preceding = is_word(c->dir, "PRECEDING");
    if (first(c->x) + 1 == past(c->x) && is_word(c->x->start, "UNBOUNDED")) {
        has(c->x->start);
        return {preceding ? ast::BoundKind::unbounded_preceding : ast::BoundKind::unbounded_following, {}};
    }
    return {preceding ? ast::BoundKind::preceding : ast::BoundKind::following, opt(c->x)};
}

ast::Expr Lowering::simple_value(P::SimpleValueContext* c) {
    if (c->lit != nullptr) return literal(c->lit);
    if (c->word != nullptr) return wrap(ast::Literal{ast::LiteralKind::string, identifier(c->word)}, span(c)); // `@debug bit = false`
    ast::Expr value = literal(c->num);
    if (!has(c->sign)) return value;
    const ast::UnaryOp op = c->sign->getType() == P::MINUS ? ast::UnaryOp::minus : ast::UnaryOp::plus;
    return wrap(ast::Unary{op, std::move(value)}, span(c));
}

} // namespace t2d::frontend
