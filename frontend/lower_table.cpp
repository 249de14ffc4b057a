// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "frontend/lowering.h"

namespace t2d::frontend {
namespace {

/// Hints that may stand in bare parentheses after a table: `FROM t (NOLOCK)`.
bool is_table_hint(std::string_view word) {
    static constexpr std::array<std::string_view, 16> names = {
        "NOLOCK",   "READUNCOMMITTED", "READCOMMITTED", "READPAST",         "REPEATABLEREAD", "SERIALIZABLE",
        "HOLDLOCK", "ROWLOCK",         "PAGLOCK",       "TABLOCK",          "TABLOCKX",       "UPDLOCK",
        "XLOCK",    "NOWAIT",          "FASTFIRSTROW",  "READCOMMITTEDLOCK"};
    return std::find(names.begin(), names.end(), to_upper(word)) != names.end();
}

ast::JoinKind join_kind(const antlr4::Token* side) {
    if (side == nullptr) return ast::JoinKind::inner;
    if (side->getType() == TSqlParser::K_LEFT) return ast::JoinKind::left;
    return side->getType() == TSqlParser::K_RIGHT ? ast::JoinKind::right : ast::JoinKind::full;
}

} // namespace

std::vector<ast::TableSource> Lowering::from(P::FromClauseContext* c) {
    std::vector<ast::TableSource> result;
    if (c == nullptr) return result;
    for (P::TableSourceContext* t : c->t)
        result.push_back(table_source(t));
    return result;
}

ast::TableSource Lowering::table_source(P::TableSourceContext* c) {
    ast::TableSource result = table_operand(c->first);
    if (c->joins.size() > kMaxHeight) {
        fail(span(c), "more than a thousand joins in a row");
        return result;
    }
    for (P::JoinPartContext* j : c->joins)
        result = join(std::move(result), j);
    return result;
}

ast::TableSource Lowering::join(ast::TableSource left, P::JoinPartContext* c) {
    const SourceSpan where = cover(left.span, span(c));
    if (c->operand1 != nullptr) {
        take(first(c), past(c), P::K_CROSS);
        if (has(c->crossJoin))
            return {Box<ast::Join>({ast::JoinKind::cross, {}, std::move(left), table_operand(c->operand1), {}}), where};
        const bool outer = has(c->outerApply);
        take(first(c), first(c->operand1), P::K_APPLY);
        return {Box<ast::Apply>({outer, std::move(left), table_operand(c->operand1)}), where};
    }
    drop(first(c), first(c) + 1); // INNER, LEFT, …
    has(c->side);
    take(first(c), first(c->right), P::K_OUTER);
    ast::Join result{join_kind(c->side), upper_text(c->hint), std::move(left), table_source(c->right), {}};
    if (c->hint != nullptr) expect_word(c->hint, "LOOP HASH MERGE REMOTE REDUCE REPLICATE REDISTRIBUTE");
    result.on = opt(c->on);
    ast::TableSource joined{Box<ast::Join>(std::move(result)), where};
    for (P::PivotPartContext* p : c->pivots)
        joined = pivot(std::move(joined), p);
    return joined;
}

ast::TableSource Lowering::table_operand(P::TableOperandContext* c) {
    ast::TableSource result = table_base(c->base);
    for (P::PivotPartContext* p : c->pivots)
        result = pivot(std::move(result), p);
    return result;
}

ast::TableSource Lowering::table_base(P::TableBaseContext* c) {
    ast::TableSource result;
    if (c->inner != nullptr) {
        result = table_inner(c->inner);
        if (c->derivedAlias != nullptr) {
            if (auto* derived = std::get_if<ast::DerivedTable>(&result.node))
                alias(c->derivedAlias, derived->alias, derived->columns);
            else if (auto* dml = get_boxed<ast::DmlTable>(result.node))
                alias(c->derivedAlias, dml->alias, dml->columns);
            else
                fail(span(c->derivedAlias), "a joined table in parentheses has no alias");
        }
    } else if (c->joined != nullptr) {
        expect_word(c->oj, "OJ"); // {OJ …}: an ODBC escape around a join
        drop(first(c), first(c) + 1);
        drop(past(c) - 1, past(c));
        result = table_source(c->joined);
    } else if (c->var != nullptr) {
        result = variable_table(c);
    } else if (c->lp != nullptr) {
        result = function_table(c);
    } else {
        result = named_table(c);
    }
    result.span = span(c);
    return result;
}

ast::TableSource Lowering::table_inner(P::TableInnerContext* c) {
    const auto derived = [&](ast::Query q) {
        return ast::TableSource{ast::DerivedTable{std::move(q), {}, {}}, span(c)};
    };
    const auto change = [&](auto member, auto statement) {
        ast::DmlTable result;
        result.*member = std::move(statement);
        return ast::TableSource{std::move(result), span(c)};
    };
    if (c->q != nullptr) return derived(query(c->q));
    if (c->first != nullptr)
        return derived(prefixed(c->w, with_tail(ctes(c->w), query_term(c->first), c->qtail, span(c))));
    if (c->vals != nullptr) {
        ast::Query q;
        q.body = values(c->vals);
        q.span = span(c);
        return derived(std::move(q));
    }
    if (c->mrg != nullptr) return change(&ast::DmlTable::merge, merge(c->mrg));
    if (c->ins != nullptr) return change(&ast::DmlTable::insert, insert(c->ins));
    if (c->del != nullptr) return change(&ast::DmlTable::remove, delete_(c->del));
    if (c->upd != nullptr) {
        Node node = update(c->upd);
        if (auto* statement = get_boxed<ast::Update>(node))
            return change(&ast::DmlTable::update, std::move(*statement));
        fail(span(c), "expected a table or a subquery");
        return {};
    }
    ast::TableSource source = table_source(c->src);
    if (c->tail->stop == nullptr || index(c->tail->stop) < first(c->tail)) return source;
    auto* inner = std::get_if<ast::DerivedTable>(&source.node); // ((SELECT …) UNION SELECT …)
    if (inner == nullptr || !inner->alias.empty()) {
        fail(span(c->tail), "unexpected set operator or clause after a table");
        return source;
    }
    return derived(with_tail({}, std::move(*inner->query), c->tail, span(c)));
}

ast::TableSource Lowering::named_table(P::TableBaseContext* c) {
    ast::NamedTable result;
    result.name = name(c->n);
    if (type(first(c)) == P::DCOLON) fail(span(c), "expected a function after ::");
    take(first(c), first(c->n), P::DCOLON);
    table_tail(c->tail, result);
    return {std::move(result), span(c)};
}

/// A table variable, or the nodes of an xml variable.
ast::TableSource Lowering::variable_table(P::TableBaseContext* c) {
    ast::NamedTable table;
    table.name = {{text(c->var)}, span(index(c->var), index(c->var) + 1)};
    if (c->meth == nullptr) {
        table_tail(c->tail, table);
        return {std::move(table), span(c)};
    }
    ast::MethodCall call;
    call.operand = ast::ExprBox(variable(c->var));
    call.method = identifier(c->meth);
    bool distinct = false;
    call.args = args(c->margs, distinct);
    ast::FunctionTable result{wrap(std::move(call), span(c)), {}, {}, {}, {}};
    if (c->tail->alias != nullptr) alias(c->tail->alias, result.alias, result.columns);
    return {std::move(result), span(c)};
}

ast::TableSource Lowering::function_table(P::TableBaseContext* c) {
    const bool hint_like =
        c->args->a.size() == 1 && first(c->args) + 1 == past(c->args) && is_table_hint(view(first(c->args)));
    if (hint_like && c->schema == nullptr && c->schemaTable == nullptr) {
        ast::NamedTable table;
        table.name = name(c->n);
        table.hints.push_back(hint(c->args));
        if (c->ctail->alias != nullptr) table.alias = plain_alias(c->ctail->alias);
        if (c->ctail->hints != nullptr) fail(span(c->ctail), "unexpected second list of table hints");
        return {std::move(table), span(c)};
    }
    ast::Name function = name(c->n);
    ast::FunctionTable result;
    const std::string last = to_upper(function.last());
    const SourceSpan where = span(first(c->n), past(c->args));
    if (last == "OPENROWSET" || last == "PREDICT") expect_form(last, first(c->args), past(c->args));
    take(first(c), first(c->n), P::DCOLON); // ::fn_x(…): a system function
    if (function.parts.size() > 1 && last == "NODES") {
        ast::MethodCall call;
        call.method = function.last();
        function.parts.pop_back();
        call.operand = ast::ExprBox(wrap(ast::ColumnName{function}, function.span));
        bool distinct = false;
        call.args = args(c->args, distinct);
        result.call = wrap(std::move(call), where);
    } else {
        result.call = call(std::move(function), c->args, nullptr);
        result.call.span = where;
    }
    if (c->rest != nullptr) // OPENDATASOURCE(…).database.schema.table
        for (const Token* part : c->rest->parts) {
            ast::MethodCall property;
            property.operand = ast::ExprBox(std::move(result.call));
            property.method = alias_text(part);
            property.parentheses = false;
            result.call = wrap(std::move(property), where);
        }
    if (c->schema != nullptr)
        for (P::SchemaColumnContext* s : c->schema->cols) {
            result.schema.push_back({identifier(s->n), data_type(s->t),
                                     s->path == nullptr ? std::string() : string_value(s->path), s->json != nullptr});
            drop(past(s->t), s->path != nullptr ? index(s->path) : s->json != nullptr ? index(s->json) : past(s));
            expect_word(s->json, "JSON");
        }
    if (c->schemaTable != nullptr) result.schema_table = name(c->schemaTable);
    if (c->ctail->alias != nullptr) alias(c->ctail->alias, result.alias, result.columns);
    if (c->ctail->hints != nullptr) drop(c->ctail->hints); // locking hints on a function's rows change nothing
    return {std::move(result), where};
}

void Lowering::table_tail(P::TableTailContext* c, ast::NamedTable& t) {
    if (c->temp != nullptr) temporal(c->temp, t);
    t.for_path = c->path != nullptr;
    if (t.for_path) drop(index(c->path), index(c->path) + 2);
    if (c->sample != nullptr) {
        take(first(c->sample), past(c->sample), P::K_TABLESAMPLE);
        t.sample = joined(first(c->sample) + 1, past(c->sample));
    }
    check_table_hints(c->hints, false);
    t.hints = table_hints(c->hints);
    if (c->alias == nullptr) return;
    t.alias = identifier(c->alias->n);
    for (P::AliasColumnContext* a : c->alias->c) { // FROM t AS x (NOLOCK)
        if (!is_table_hint(view(first(a))) && type(first(a)) == P::ID)
            fail(span(a), "unexpected column list after the alias of a table");
        t.hints.push_back(hint(a));
    }
}

std::vector<ast::Hint> Lowering::table_hints(P::TableHintsContext* c) {
    return c == nullptr ? std::vector<ast::Hint>() : hints(c->h);
}

void Lowering::temporal(P::TemporalContext* c, ast::NamedTable& t) {
    using Kind = ast::TemporalKind;
    drop(first(c), first(c) + 2); // FOR SYSTEM_TIME
    if (has(c->all))
        t.temporal = Kind::all;
    else if (c->as != nullptr)
        t.temporal = Kind::as_of;
    else if (c->from != nullptr)
        t.temporal = Kind::from_to;
    else if (has(c->between))
        t.temporal = Kind::between;
    else
        t.temporal = Kind::contained_in;
    expect_word(c->contained, "CONTAINED");
    if (c->contained != nullptr) drop(index(c->contained), index(c->contained) + 2);
    if (c->e1 != nullptr) t.temporal_args.push_back(operand(c->e1));
    if (c->e2 == nullptr) return;
    drop(past(c->e1), first(c->e2)); // TO, AND, ","
    t.temporal_args.push_back(operand(c->e2));
}

void Lowering::alias(P::TableAliasContext* c, std::string& name, std::vector<std::string>& columns) {
    name = identifier(c->n);
    for (P::AliasColumnContext* a : c->c) {
        if (a->n == nullptr || first(a) + 1 != past(a)) fail(span(a), "expected a column name");
        columns.push_back(identifier(a->n));
    }
}

std::string Lowering::plain_alias(P::TableAliasContext* c) {
    if (c == nullptr) return {};
    if (!c->c.empty()) fail(span(c), "unexpected column list after an alias");
    return identifier(c->n);
}

ast::TableSource Lowering::pivot(ast::TableSource source, P::PivotPartContext* c) {
    const SourceSpan where = cover(source.span, span(c));
    take(first(c), past(c), P::K_FOR);
    take(first(c), past(c), P::K_IN);
    if (has(c->piv)) {
        ast::Pivot p{std::move(source), operand(c->agg), name(c->col), names(c->vals), plain_alias(c->alias)};
        return {Box<ast::Pivot>(std::move(p)), where};
    }
    has(c->unp);
    ast::Unpivot u{std::move(source), identifier(c->v), identifier(c->pn), {}, {}};
    for (P::NameContext* n : c->cols)
        u.columns.push_back(name(n));
    u.alias = plain_alias(c->alias);
    return {Box<ast::Unpivot>(std::move(u)), where};
}

} // namespace t2d::frontend
