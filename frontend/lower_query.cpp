// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "frontend/expr_fold.h"

namespace t2d::frontend {
namespace {

bool has_clauses(const ast::Query& q) {
    return !q.with_prefix.empty() || !q.with.empty() || !q.order_by.empty() || q.offset || q.fetch || !q.computes.empty() || q.for_clause || !q.options.empty();
}

} // namespace

ast::AssignOp Lowering::assign_op(std::size_t type) {
    using Op = ast::AssignOp;
    switch (type) {
    case TSqlParser::ADDA: return Op::add;
    case TSqlParser::SUBA: return Op::subtract;
    case TSqlParser::MULA: return Op::multiply;
    case TSqlParser::DIVA: return Op::divide;
    case TSqlParser::MODA: return Op::modulo;
    case TSqlParser::ANDA: return Op::bit_and;
    case TSqlParser::ORA: return Op::bit_or;
    case TSqlParser::XORA: return Op::bit_xor;
    case TSqlParser::CATA: return Op::concat;
    default: return Op::assign;
    }
}

ast::Query Lowering::query(P::QueryContext* c) {
    ast::Query first;
    first.body = select(c->first);
    first.span = span(c->first);
    return with_tail({}, std::move(first), c->tail, span(c));
}

ast::Query Lowering::query(P::QueryAnyContext* c) {
    return prefixed(c->w, with_tail(ctes(c->w), query_term(c->first), c->tail, span(c)));
}

ast::Query Lowering::query_term(P::QueryTermContext* c) {
    if (c->inner != nullptr) return query(c->inner);
    ast::Query result;
    result.span = span(c);
    if (c->core != nullptr)
        result.body = select(c->core);
    else
        result.body = values(c->vals);
    return result;
}

ast::Query Lowering::with_tail(std::vector<ast::Cte> with, ast::Query first, P::QueryTailContext* tail,
                               SourceSpan where) {
    if (tail->next != nullptr) return ordered_union(std::move(with), std::move(first), tail, where);
    ast::Query result = set_operations(std::move(first), tail);
    const bool more = !with.empty() || tail->order != nullptr || !tail->sums.empty() || !tail->fors.empty() || tail->opt != nullptr;
    if (has_clauses(result) && more) { // a parenthesised query with clauses of its own inside another
        ast::Query outer;
        outer.body = Box<ast::Query>(std::move(result));
        result = std::move(outer);
    }
    result.span = where;
    if (!with.empty()) result.with = std::move(with);
    if (tail->order != nullptr) result.order_by = order_by(tail->order);
    if (tail->off != nullptr) offset(tail->off, result);
    for (P::ComputeClauseContext* sum : tail->sums) {
        claims_.claim(index(sum->start));
        result.computes.push_back({joined(index(sum->start) + 1, past(sum)), span(sum)});
    }
    if (tail->fors.size() > 1) fail(span(tail->fors[1]), "unexpected second FOR clause");
    if (!tail->fors.empty()) result.for_clause = for_clause(tail->fors[0]);
    if (tail->opt != nullptr) result.options = options(tail->opt);
    return result;
}

/// `SELECT TOP … ORDER BY … UNION SELECT TOP … ORDER BY …`: every ORDER BY belongs to the SELECT before it.
ast::Query Lowering::ordered_union(std::vector<ast::Cte> with, ast::Query first, P::QueryTailContext* tail,
                                   SourceSpan where) {
    if (!tail->sums.empty()) fail(span(tail->sums[0]), "COMPUTE stands in no union");
    if (!tail->ops.empty()) fail(span(tail), "an ORDER BY between set operators needs parentheses around its query");
    const auto ordered = [&](ast::Query q, P::OrderByContext* order, P::OffsetClauseContext* off) {
        if (order != nullptr) q.order_by = order_by(order);
        if (off != nullptr) offset(off, q);
        return q;
    };
    ast::Query result = ordered(std::move(first), tail->order, tail->off);
    for (P::OrderedUnionContext* next = tail->next; next != nullptr; next = next->next) {
        has(next->op);
        const bool all = take(index(next->op) + 1, index(next->op) + 2, P::K_ALL);
        const ast::SetOpKind op = next->op->getType() == P::K_EXCEPT      ? ast::SetOpKind::except
                                  : next->op->getType() == P::K_INTERSECT ? ast::SetOpKind::intersect
                                  : all                                   ? ast::SetOpKind::union_all
                                                                          : ast::SetOpKind::union_;
        ast::Query both;
        both.body = ast::SetOp{op, std::move(result), ordered(query_term(next->term), next->order, next->off)};
        both.span = where;
        result = std::move(both);
    }
    result.span = where;
    result.with = std::move(with);
    if (!tail->fors.empty()) result.for_clause = for_clause(tail->fors[0]);
    if (tail->opt != nullptr) result.options = options(tail->opt);
    return result;
}

/// INTERSECT binds tighter than UNION and EXCEPT, which associate to the left.
ast::Query Lowering::set_operations(ast::Query first, P::QueryTailContext* tail) {
    if (tail->ops.empty()) return first;
    if (tail->ops.size() > kMaxHeight) {
        fail(span(tail), "query too long: more than a thousand set operators in a row");
        return first;
    }
    const auto combine = [](ast::SetOpKind op, ast::Query left, ast::Query right) {
        ast::Query result;
        result.span = cover(left.span, right.span);
        result.body = ast::SetOp{op, std::move(left), std::move(right)};
        return result;
    };
    std::vector<ast::Query> terms;
    std::vector<ast::SetOpKind> ops;
    terms.push_back(std::move(first));
    for (std::size_t i = 0; i < tail->ops.size(); ++i) {
        const Token* t = tail->ops[i];
        has(t);
        const bool all = take(index(t) + 1, index(t) + 2, P::K_ALL);
        const auto* core = tail->terms[i]->core;
        if (core != nullptr && core->into != nullptr) fail(span(core->into), "INTO goes with the first SELECT");
        ast::Query term = query_term(tail->terms[i]);
        if (t->getType() == P::K_INTERSECT) {
            if (all) fail(span(index(t), index(t) + 2), "INTERSECT ALL is not T-SQL");
            terms.back() = combine(ast::SetOpKind::intersect, std::move(terms.back()), std::move(term));
            continue;
        }
        if (all && t->getType() == P::K_EXCEPT) fail(span(index(t), index(t) + 2), "EXCEPT ALL is not T-SQL");
        ops.push_back(t->getType() == P::K_EXCEPT ? ast::SetOpKind::except
                      : all                       ? ast::SetOpKind::union_all
                                                  : ast::SetOpKind::union_);
        terms.push_back(std::move(term));
    }
    ast::Query result = std::move(terms[0]);
    for (std::size_t i = 0; i < ops.size(); ++i)
        result = combine(ops[i], std::move(result), std::move(terms[i + 1]));
    return result;
}

std::vector<ast::Cte> Lowering::ctes(P::WithClauseContext* c) {
    std::vector<ast::Cte> result;
    if (c == nullptr) return result;
    for (P::CteContext* e : c->c) {
        ast::Cte cte;
        cte.name = identifier(e->n);
        cte.columns = names(e->cols);
        cte.query = Box<ast::Query>(query(e->q));
        cte.span = span(e);
        result.push_back(std::move(cte));
    }
    return result;
}

/// XMLNAMESPACES (…) or CHANGE_TRACKING_CONTEXT (…) of WITH; empty when none.
std::string Lowering::with_prefix(P::WithClauseContext* c) {
    if (c == nullptr || c->pre == nullptr) return {};
    return upper_text(c->pre) + " " + joined(c->prefix);
}

ast::Query Lowering::prefixed(P::WithClauseContext* c, ast::Query q) {
    refuse_change_tracking(c);
    q.with_prefix = with_prefix(c);
    return q;
}

ast::Select Lowering::select(P::SelectCoreContext* c) {
    ast::Select result;
    take(first(c) + 1, first(c) + 2, P::K_ALL); // the default
    result.distinct = has(c->distinct);
    result.top = top(c->limit);
    result.items = select_items(c->items);
    if (c->into != nullptr) result.into = name(c->into);
    has(c->group); // filegroup of the new table: physical
    result.from = from(c->from);
    result.where = where(c->wh);
    if (c->gr != nullptr) group_by(c->gr, result);
    if (c->hav != nullptr) result.having = opt(c->hav->e);
    if (c->win != nullptr)
        for (P::WindowDefContext* w : c->win->w)
            result.windows.push_back({identifier(w->n), Box<ast::Over>(window_spec(w->spec))});
    return result;
}

ast::Values Lowering::values(P::ValuesClauseContext* c) {
    ast::Values result;
    claims_.claim(first(c)); // VALUES
    result.rows.reserve(c->rows.size());
    for (P::RowContext* r : c->rows)
        result.rows.push_back(row(r));
    return result;
}

std::optional<ast::Top> Lowering::top(P::TopContext* c) {
    if (c == nullptr) return std::nullopt;
    ast::Top result;
    check_top(c);
    if (c->e != nullptr)
        result.count = ast::ExprBox(paren(c->e));
    else
        result.count = ast::ExprBox(c->n->getType() == P::LOCAL_ID ? variable(c->n) : literal(c->n));
    result.percent = has(c->pct);
    result.with_ties = c->ties != nullptr;
    expect_word(c->ties, "TIES");
    return result;
}

std::vector<ast::SelectItem> Lowering::select_items(const std::vector<P::SelectItemContext*>& list) {
    std::vector<ast::SelectItem> result;
    result.reserve(list.size());
    for (P::SelectItemContext* c : list)
        result.push_back(select_item(c));
    return result;
}

ast::SelectItem Lowering::select_item(P::SelectItemContext* c) {
    ast::SelectItem item;
    item.span = span(c);
    if (has(c->s)) {
        item.expr = wrap(ast::Star{}, item.span);
        return item;
    }
    ExprFold fold(*this, c->e);
    if (c->aop != nullptr) { // @v += value
        has(c->aop);
        item.op = assign_op(c->aop->getType());
        const ast::Expr target = fold.whole();
        if (const auto* v = std::get_if<ast::Variable>(&target.node))
            item.variable = v->name;
        else
            fail(target.span, "only a variable can be assigned with a compound operator in a select list");
        item.expr = expr(c->v);
    } else {
        if (auto target = fold.assignment_target()) {
            item.variable = target->variable;
            item.alias = target->name.last();
            item.op = target->op;
            one_part(target->name);
            if (item.op != ast::AssignOp::assign && item.variable.empty())
                fail(target->span, "only a variable can be assigned with a compound operator in a select list");
        }
        item.expr = fold.whole();
    }
    if (c->alias == nullptr) return item;
    if (!item.alias.empty() || !item.variable.empty())
        fail(span(index(c->alias), index(c->alias) + 1), "unexpected second alias");
    item.alias = alias_text(c->alias);
    return item;
}

std::vector<ast::OrderItem> Lowering::order_by(P::OrderByContext* c) {
    std::vector<ast::OrderItem> result;
    if (c == nullptr) return result;
    for (P::OrderItemContext* i : c->items) {
        ast::OrderItem item{expr(i->e), false};
        if (has(i->dir)) item.descending = i->dir->getType() == P::K_DESC;
        result.push_back(std::move(item));
    }
    return result;
}

void Lowering::offset(P::OffsetClauseContext* c, ast::Query& q) {
    take(first(c), past(c), P::K_OFFSET);
    q.offset = opt(c->e);
    expect_word(c->unit, "ROW ROWS");
    if (c->n == nullptr) return;
    take(index(c->unit), past(c), P::K_FETCH);
    expect_word(c->which, "NEXT FIRST");
    q.fetch = opt(c->n);
    expect_word(c->unit2, "ROW ROWS");
    expect_word(c->only, "ONLY");
}

ast::ForClause Lowering::for_clause(P::ForClauseContext* c) {
    ast::ForClause result;
    take(first(c), past(c), P::K_FOR);
    if (has(c->browse))
        result.mode = "BROWSE";
    else if (has(c->upd))
        result.mode = "UPDATE";
    else if (has(c->ro))
        result.mode = "READ ONLY";
    else
        result.mode = upper_text(c->what);
    if (c->only != nullptr) expect_word(c->only, "ONLY");
    if (c->what != nullptr) {
        expect_word(c->what, "XML JSON");
        expect_form("for-clause", first(c) + 1, past(c));
    }
    for (P::NameContext* n : c->cols)
        result.directives.push_back(hint(n));
    for (P::ForDirectiveContext* d : c->d)
        result.directives.push_back(hint(d));
    const auto names = [&](std::string_view word) {
        return std::any_of(c->d.begin(), c->d.end(), [&](P::ForDirectiveContext* d) { return to_upper(view(first(d))) == word; });
    };
    if (names("ROOT") && names("WITHOUT_ARRAY_WRAPPER")) accept(span(c), "ROOT with WITHOUT_ARRAY_WRAPPER", "both");
    return result;
}

std::vector<ast::Hint> Lowering::options(P::OptionClauseContext* c) {
    return c == nullptr ? std::vector<ast::Hint>() : hints(c->h);
}

void Lowering::group_by(P::GroupByContext* c, ast::Select& s) {
    s.group_by_all = has(c->all);
    if (s.group_by_all && c->kind != nullptr) fail(span(c), "GROUP BY ALL does not go with ROLLUP and CUBE");
    for (P::GroupItemContext* i : c->items)
        s.group_by.push_back(group_item(i));
    if (c->kind == nullptr) return;
    expect_word(c->kind, "ROLLUP CUBE");
    ast::GroupingElement all;
    all.grouping = is_word(c->kind, "CUBE") ? ast::GroupingKind::cube : ast::GroupingKind::rollup;
    for (ast::GroupingElement& e : s.group_by) {
        if (e.grouping != ast::GroupingKind::plain)
            fail(span(c), "WITH ROLLUP and WITH CUBE go with plain columns only");
        else
            all.items.push_back(std::move(e.items[0]));
    }
    s.group_by = {std::move(all)};
}

ast::GroupingElement Lowering::group_item(P::GroupItemContext* c) {
    ast::GroupingElement result;
    if (c->sets != nullptr) {
        drop(first(c), index(c->sets) + 1);
        result.grouping = ast::GroupingKind::grouping_sets;
        for (P::GroupItemContext* i : c->items)
            result.nested.push_back(group_item(i));
        return result;
    }
    ast::Expr e = expr(c->e);
    if (auto* call = get_boxed<ast::Call>(e.node); call != nullptr && call->function.parts.size() == 1) {
        const std::string word = to_upper(call->function.last());
        if (word == "ROLLUP" || word == "CUBE") {
            result.grouping = word == "CUBE" ? ast::GroupingKind::cube : ast::GroupingKind::rollup;
            result.items = std::move(call->args);
            return result;
        }
    }
    drop(c->agg); // DISTRIBUTED_AGG: where rows are grouped
    result.items.push_back(std::move(e));
    return result;
}

ast::OptExpr Lowering::where(P::WhereClauseContext* c) {
    if (c == nullptr) return std::nullopt;
    if (c->cur == nullptr) return opt(c->e);
    drop(first(c), index(c->cur));
    if (c->global != nullptr) {
        expect_word(c->cur, "GLOBAL");
        return ast::ExprBox(wrap(ast::CurrentOf{identifier(c->global)}, span(c)));
    }
    ast::CurrentOf current{c->cur->getType() == P::LOCAL_ID ? text(c->cur) : identifier(c->cur)};
    return ast::ExprBox(wrap(std::move(current), span(c)));
}

ast::Assignment Lowering::assignment(P::SetItemContext* c) {
    ast::Assignment result;
    result.span = span(c);
    ExprFold fold(*this, c->e);
    if (auto outer = fold.assignment_target()) {
        result.variable = outer->variable;
        result.target = outer->name;
        result.op = outer->op;
        if (outer->literal) fail(outer->span, "a string cannot be assigned to");
        if (!result.variable.empty() && c->aop == nullptr) // @v = column = value
            if (auto inner = fold.assignment_target()) {
                result.target = inner->name;
                result.op = inner->op;
                if (!inner->variable.empty() || inner->literal) fail(inner->span, "expected a column to assign to");
            }
    }
    result.value = fold.whole();
    if (c->aop != nullptr) {
        has(c->aop);
        result.op = assign_op(c->aop->getType());
        if (auto* column = std::get_if<ast::ColumnName>(&result.value.node))
            result.target = std::move(column->name);
        else if (auto* v = std::get_if<ast::Variable>(&result.value.node); v != nullptr && result.variable.empty())
            result.variable = v->name;
        else
            fail(result.span, "expected a column or variable to assign to");
        result.value = expr(c->v);
    } else if (result.target.parts.empty() && result.variable.empty() &&
               !holds<ast::MethodCall>(result.value.node) &&
               !holds<ast::Call>(result.value.node)) {
        fail(result.span, "expected an assignment");
    }
    return result;
}

} // namespace t2d::frontend
