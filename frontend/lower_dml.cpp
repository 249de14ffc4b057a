// SPDX-License-Identifier: Apache-2.0
#include "frontend/lowering.h"

namespace t2d::frontend {

/// WITH … before any of the data statements.
Lowering::Node Lowering::with_ctes(P::CteStatementContext* c) {
    std::vector<ast::Cte> with = ctes(c->w);
    std::string prefix = with_prefix(c->w);
    if (c->sel != nullptr) {
        refuse_change_tracking(c->w);
        ast::Query q = query(c->sel);
        q.with_prefix = std::move(prefix);
        q.with = std::move(with);
        q.span = span(c);
        return ast::QueryStmt{std::move(q)};
    }
    const auto prefixed = [&](auto statement) {
        statement.with_prefix = std::move(prefix);
        statement.with = std::move(with);
        return Node(std::move(statement));
    };
    if (c->ins != nullptr) return prefixed(insert(c->ins));
    if (c->del != nullptr) return prefixed(delete_(c->del));
    if (c->mrg != nullptr) return prefixed(merge(c->mrg));
    Node node = update(c->upd);
    if (auto* statement = get_boxed<ast::Update>(node)) return prefixed(std::move(*statement));
    fail(span(c), "expected a table to change after WITH");
    return node;
}

Lowering::Node Lowering::insert_node(P::InsertStatementContext* c) {
    if (c->t->rowset != nullptr) return rowset_change(c, c->t->rowset);
    return insert(c);
}

ast::Insert Lowering::insert(P::InsertStatementContext* c) {
    ast::Insert s;
    s.top = top(c->limit);
    s.target = target(c->t);
    check_table_hints(c->h, true);
    s.hints = table_hints(c->h);
    for (P::NameContext* n : c->cols)
        s.columns.push_back(name(n).last());
    s.output = outputs(c->outs);
    if (c->q1 != nullptr)
        s.source = query(c->q1);
    else if (c->first != nullptr)
        s.source =
            prefixed(c->w, with_tail(ctes(c->w), query_term(c->first), c->qtail, span(first(c->w), past(c->qtail))));
    else if (c->q2 != nullptr)
        s.source = query(c->q2);
    else
        insert_source(c->src, s);
    return s;
}

void Lowering::insert_source(P::InsertSourceContext* c, ast::Insert& s) {
    if (has(c->dv)) {
        take(first(c), past(c), P::K_DEFAULT);
        s.source = ast::DefaultValues{};
        s.options = options(c->opt);
    } else if (c->vals != nullptr) {
        ast::Query q;
        q.body = values(c->vals);
        q.span = span(c);
        q.options = options(c->opt);
        s.source = std::move(q);
    } else if (c->exe != nullptr) {
        Node node = exec(c->exe);
        if (auto* e = get_boxed<ast::Exec>(node))
            s.source = Box<ast::Exec>(std::move(*e));
        else
            fail(span(c), "expected a procedure or a string to execute");
        s.options = options(c->opt);
    } else {
        if (c->q->first->into != nullptr) fail(span(c->q->first->into), "INTO does not go with INSERT");
        s.source = query(c->q);
    }
}

std::vector<ast::Output> Lowering::outputs(const std::vector<P::OutputClauseContext*>& list) {
    std::vector<ast::Output> result;
    for (P::OutputClauseContext* c : list) {
        take(first(c), first(c) + 1, P::K_OUTPUT);
        ast::Output output;
        output.items = select_items(c->items);
        if (c->into != nullptr) output.into = target(c->into);
        output.into_columns = names(c->cols);
        output.span = span(c);
        result.push_back(std::move(output));
    }
    return result;
}

std::vector<ast::Assignment> Lowering::assignments(const std::vector<P::SetItemContext*>& list) {
    std::vector<ast::Assignment> result;
    result.reserve(list.size());
    for (P::SetItemContext* c : list)
        result.push_back(assignment(c));
    return result;
}

Lowering::Node Lowering::update(P::UpdateStatementContext* c) {
    if (c->t->rowset != nullptr) return rowset_change(c, c->t->rowset);
    if (c->call != nullptr) return rowset_change(c, c->t->start);
    ast::Update s;
    s.top = top(c->limit);
    s.target = target(c->t);
    check_table_hints(c->h, true);
    s.hints = table_hints(c->h);
    s.set = assignments(c->s);
    s.output = outputs(c->outs);
    s.from = from(c->from);
    s.where = where(c->wh);
    s.options = options(c->opt);
    return s;
}

Lowering::Node Lowering::delete_node(P::DeleteStatementContext* c) {
    if (c->t->rowset != nullptr) return rowset_change(c, c->t->rowset);
    if (c->call != nullptr) return rowset_change(c, c->t->start);
    return delete_(c);
}

ast::Delete Lowering::delete_(P::DeleteStatementContext* c) {
    ast::Delete s;
    claims_.claim(first(c));
    if (c->call != nullptr) fail(span(c->call), "expected the name of a table");
    s.top = top(c->limit);
    s.target = target(c->t);
    check_table_hints(c->h, true);
    s.hints = table_hints(c->h);
    s.output = outputs(c->outs);
    s.from = from(c->from);
    s.where = where(c->wh);
    s.options = options(c->opt);
    return s;
}

ast::Merge Lowering::merge(P::MergeStatementContext* c) {
    ast::Merge s;
    claims_.claim(first(c)); // MERGE
    s.top = top(c->limit);
    s.target = target(c->t);
    check_table_hints(c->h, false);
    s.hints = table_hints(c->h);
    s.alias = identifier(c->alias);
    s.source = table_source(c->src);
    s.on = expr(c->on);
    for (P::MergeWhenContext* w : c->w)
        s.branches.push_back(merge_branch(w));
    s.output = outputs(c->outs);
    s.options = options(c->opt);
    return s;
}

ast::MergeBranch Lowering::merge_branch(P::MergeWhenContext* c) {
    ast::MergeBranch b;
    b.span = span(c);
    const bool by_source = has(c->by) && c->by->getType() == P::K_SOURCE;
    if (has(c->nt))
        b.match = by_source ? ast::MergeMatch::not_matched_by_source : ast::MergeMatch::not_matched_by_target;
    else if (c->by != nullptr)
        fail(b.span, "BY TARGET and BY SOURCE go with NOT MATCHED only");
    if (c->cond != nullptr) {
        claims_.claim(first(c->cond) - 1); // AND
        b.condition = opt(c->cond);
    }
    if (has(c->upd)) {
        b.set = assignments(c->s);
    } else if (has(c->del)) {
        b.action = ast::MergeAction::remove;
    } else {
        has(c->ins);
        b.action = ast::MergeAction::insert;
        b.columns = names(c->cols);
        if (c->vals != nullptr) {
            claims_.claim(first(c->vals) - 1); // VALUES
            b.values = row(c->vals);
        }
        b.default_values = has(c->dv);
        if (b.default_values) claims_.claim(index(c->dv) - 1);
    }
    return b;
}

ast::Truncate Lowering::truncate(P::TruncateStatementContext* c) {
    if (c->parts != nullptr) expect_form("truncated-partitions", first(c->parts), past(c->parts));
    return {name(c->n), joined(c->parts)};
}

} // namespace t2d::frontend
