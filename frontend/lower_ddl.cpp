// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "frontend/lowering.h"

namespace t2d::frontend {

Lowering::Node Lowering::create(P::CreateStatementContext* c) {
    const bool or_alter = has(c->orAlter);
    if (or_alter) claims_.claim(index(c->orAlter) - 1);
    claims_.claim(first(c));
    const bool module = c->proc != nullptr || c->func != nullptr || c->view != nullptr || c->trig != nullptr;
    if (or_alter && !module) fail(span(c), "CREATE OR ALTER goes with procedures, functions, views and triggers only");
    const auto mode = or_alter ? ast::DefineMode::create_or_alter : ast::DefineMode::create;
    const auto moded = [&](auto definition) {
        definition.mode = mode;
        return Node(std::move(definition));
    };
    if (c->proc != nullptr) return moded(procedure(c->proc));
    if (c->func != nullptr) return moded(function(c->func));
    if (c->view != nullptr) return moded(view(c->view));
    if (c->trig != nullptr) return moded(trigger(c->trig));
    if (c->tab != nullptr) return create_table(c->tab);
    if (c->idx != nullptr) return create_index(c->idx);
    if (c->seq != nullptr) return create_sequence(c);
    if (c->syn != nullptr) {
        drop(first(c), first(c->syn));
        drop(past(c->syn), first(c->of)); // FOR
        return ast::CreateSynonym{name(c->syn), name(c->of)};
    }
    if (c->type != nullptr) return create_type(c);
    return create_schema(c);
}

/// The owner (AUTHORIZATION) is a matter of rights.
Lowering::Node Lowering::create_schema(P::CreateStatementContext* c) {
    if (c->sn == nullptr && c->auth == nullptr) fail(span(c), "expected the name of a schema");
    ast::CreateSchema s{identifier(c->sn != nullptr ? c->sn : c->auth)};
    drop(c);
    return s;
}

ast::CreateSequence Lowering::create_sequence(P::CreateStatementContext* c) {
    ast::CreateSequence s;
    drop(first(c), first(c->seq));
    s.name = name(c->seq);
    if (s.name.parts.size() > 2) fail(s.name.span, "expected a name of at most 2 parts");
    bool negated = false; // after NO
    std::set<std::string> seen;
    for (P::SequenceOptionContext* o : c->seqOpts) {
        const std::string word = to_upper(view(first(o)));
        if (word != "NO" && !seen.insert(word).second) fail(span(o), fmt::format("{} is given twice", word));
        if (o->t != nullptr) {
            s.type = data_type(o->t);
            continue;
        }
        expect_word(o->w, "START INCREMENT MINVALUE MAXVALUE CYCLE CACHE NO");
        const std::string number = o->num == nullptr ? std::string() : signed_number(o->num);
        if (is_word(o->w, "START")) s.start = number;
        if (is_word(o->w, "INCREMENT")) s.increment = number;
        if (is_word(o->w, "MINVALUE")) s.minimum = number;
        if (is_word(o->w, "MAXVALUE")) s.maximum = number;
        if (is_word(o->w, "CYCLE")) s.cycle = !negated;
        negated = is_word(o->w, "NO");
    }
    return s;
}

Lowering::Node Lowering::create_type(P::CreateStatementContext* c) {
    if (c->ext != nullptr) { // a CLR type
        ast::Recognized s{"CREATE TYPE", {}, false};
        s.text = joined(c);
        return s;
    }
    ast::CreateType s;
    drop(first(c), first(c->type));
    s.name = name(c->type);
    if (c->base != nullptr) s.base = data_type(c->base);
    if (has(c->nul)) s.nullable = !has(c->nt);
    if (c->typeTable != nullptr) {
        s.table = table_def(c->typeTable);
        drop(past(c->typeTable), past(c)); // WITH (MEMORY_OPTIMIZED = ON)
    }
    return s;
}

Lowering::Node Lowering::create_table(P::TableCreateContext* c) {
    ast::CreateTable s;
    s.external = has(c->ext);
    s.name = name(c->n);
    if (c->def != nullptr) s.def = table_elements(c->def);
    for (P::TableOptionContext* o : c->o) {
        expect_form(s.external ? "external-table-option" : "table-option", first(o), past(o));
        s.options.push_back(hint(o));
    }
    if (c->made != nullptr) table_made_of(c->made, s);
    if (!s.query) check_types(s.def);
    check_table_parts(c, s);
    return s;
}

/// What ALTER TABLE may add but CREATE TABLE cannot have, and what the query of CTAS decides.
void Lowering::check_table_parts(P::TableCreateContext* c, const ast::CreateTable& s) {
    if (s.external && s.query && s.options.empty()) fail(span(c), "expected WITH and the place of the external table");
    if (s.query && c->def != nullptr && view(past(c->def) - 2) == ",") fail(span(c->def), "expected a column name behind the comma");
    for (const ast::ColumnDef& column : s.def.columns) {
        if (column.with_values) fail(column.span, "WITH VALUES goes with ALTER TABLE");
        if (s.query && column.type) fail(column.span, "the columns of CREATE TABLE AS SELECT have no types");
    }
    for (const ast::Constraint& k : s.def.constraints)
        if (k.constraint == ast::ConstraintKind::default_) fail(k.span, "DEFAULT … FOR goes with ALTER TABLE");
}

/// What follows AS: the query of CTAS, a table to clone, or the kind of a graph table or file table.
void Lowering::table_made_of(P::TableSourceOfContext* c, ast::CreateTable& s) {
    if (c->q != nullptr) {
        s.query = Box<ast::Query>(query(c->q));
        return;
    }
    if (c->cloned != nullptr) {
        expect_word(c->kind, "CLONE");
        if (c->at != nullptr) fail(span(index(c->at), past(c)), "a clone of the past is not known");
        ast::Select all;
        all.items.push_back({wrap(ast::Star{}, span(c->cloned)), {}, {}, ast::AssignOp::assign, span(c->cloned)});
        ast::NamedTable table;
        table.name = name(c->cloned);
        all.from.push_back({std::move(table), span(c->cloned)});
        ast::Query q;
        q.body = std::move(all);
        q.span = span(c);
        s.query = Box<ast::Query>(std::move(q));
        return;
    }
    expect_word(c->kind, "NODE EDGE FILETABLE");
    if (is_word(c->kind, "NODE") && s.def.columns.empty()) fail(span(c), "a table of nodes needs a column");
    s.options.push_back({"AS " + upper_text(c->kind), span(c)});
    for (P::TableOptionContext* o : c->o) {
        expect_form("table-option", first(o), past(o));
        s.options.push_back(hint(o));
    }
}

ast::CreateIndex Lowering::create_index(P::IndexCreateContext* c) {
    ast::CreateIndex s;
    s.unique = has(c->uq);
    s.clustered = has(c->cl) && c->cl->getType() == P::K_CLUSTERED;
    s.columnstore = has(c->cs);
    take(first(c), past(c), P::K_INDEX);
    s.name = identifier(c->n);
    s.table = name(c->t);
    s.columns = index_columns(c->cols);
    if (c->ord != nullptr) drop(first(c->ord) - 1, past(c->ord)); // ORDER (…) of a columnstore
    if (c->inc != nullptr) {
        claims_.claim(first(c->inc) - 1); // INCLUDE
        s.include = names(c->inc);
    }
    s.where = opt(c->wh);
    check_filter(c->wh);
    for (P::TableOptionContext* o : c->o)
        expect_form("index-option", first(o), past(o));
    s.options = hints(c->o);
    for (P::TableOptionContext* o : c->o)
        for (std::size_t i = first(o); i < past(o); ++i)
            if (type(i) == P::K_ORDER && !(s.columnstore && s.clustered)) fail(span(i, i + 1), "ORDER goes with clustered columnstore indexes");
    if (s.columnstore && s.clustered && (c->cols != nullptr || c->wh != nullptr))
        fail(span(c), "a clustered columnstore index holds all columns and rows");
    if (s.columnstore ? !s.clustered && c->cols == nullptr : c->cols == nullptr) fail(span(c), "expected the columns of the index");
    if (s.clustered && !s.columnstore && c->wh != nullptr) fail(span(c->wh), "only a nonclustered index may have a filter");
    return s;
}

Lowering::Node Lowering::alter(P::AlterStatementContext* c) {
    claims_.claim(first(c));
    const auto moded = [&](auto definition) {
        definition.mode = ast::DefineMode::alter;
        return Node(std::move(definition));
    };
    if (c->proc != nullptr) return moded(procedure(c->proc));
    if (c->func != nullptr) return moded(function(c->func));
    if (c->view != nullptr) return moded(view(c->view));
    if (c->trig != nullptr) return moded(trigger(c->trig));
    return alter_table(c);
}

Lowering::Node Lowering::alter_table(P::AlterStatementContext* c) {
    ast::AlterTable s;
    s.name = name(c->t);
    alter_action(c->action, s);
    return s;
}

void Lowering::alter_action(P::AlterActionContext* c, ast::AlterTable& s) {
    if (!c->items.empty()) {
        s.action = ast::AlterAction::add;
        refuse_repeated_periods(c->items);
        const bool unchecked = is_word(c->check, "NOCHECK");
        expect_word(c->check, "CHECK NOCHECK");
        drop(first(c), first(c->items[0]));
        for (P::TableElementContext* e : c->items)
            table_element(e, s.add);
        check_types(s.add);
        if (unchecked)
            for (ast::Constraint& k : s.add.constraints)
                k.trusted = false;
        return;
    }
    if (c->type != nullptr) {
        s.action = ast::AlterAction::alter_column;
        drop(first(c), index(c->col));
        ast::ColumnDef column;
        column.name = identifier(c->col);
        column.type = data_type(c->type);
        column.span = span(index(c->col), past(c));
        refuse_repeated(c->attrs);
        for (P::ColumnAttributeContext* a : c->attrs)
            column_attribute(a, column, s.add);
        const std::size_t end = c->attrs.empty() ? past(c->type) : past(c->attrs.back());
        if (end < past(c)) expect_form("alter-column-options", end, past(c));
        drop(end, past(c));
        s.add.columns.push_back(std::move(column));
        return;
    }
    bool constraints = true;
    bool columns = true;
    bool column = false; // the kind carries over to the names after it
    for (P::DropElementContext* d : c->drops) {
        if (d->kind != nullptr) column = d->kind->getType() == P::K_COLUMN;
        const bool plain = d->period == nullptr && (d->kind == nullptr || d->kind->getType() != P::K_PERIOD);
        constraints = constraints && plain && !column;
        columns = columns && plain && column;
    }
    if (c->drops.empty() || (!constraints && !columns)) {
        expect_form("alter-table", first(c), past(c));
        s.other = joined(c);
        return;
    }
    s.action = columns ? ast::AlterAction::drop_column : ast::AlterAction::drop_constraint;
    drop(first(c), first(c) + 1);
    for (P::DropElementContext* d : c->drops) {
        s.dropped.push_back(identifier(d->n));
        expect_form("drop-constraint-options", index(d->n) + 1, past(d));
        drop(d); // COLUMN IF EXISTS … WITH (ONLINE = ON)
    }
}

ast::Drop Lowering::drop_object(P::DropStatementContext* c) {
    using Kind = ast::ObjectKind;
    ast::Drop s;
    claims_.claim(first(c));
    const Token* kind = c->kind->start;
    switch (kind->getType()) {
    case P::K_TABLE: s.object = Kind::table; break;
    case P::K_PROC:
    case P::K_PROCEDURE: s.object = Kind::procedure; break;
    case P::K_VIEW: s.object = Kind::view; break;
    case P::K_FUNCTION: s.object = Kind::function; break;
    case P::K_TRIGGER: s.object = Kind::trigger; break;
    case P::K_INDEX: s.object = Kind::index; break;
    case P::K_SCHEMA: s.object = Kind::schema; break;
    case P::K_SEQUENCE: s.object = Kind::sequence; break;
    case P::K_SYNONYM: s.object = Kind::synonym; break;
    default: s.object = Kind::type; break;
    }
    claims_.claim(index(kind));
    take(first(c), index(kind), P::K_EXTERNAL);
    s.if_exists = has(c->ex);
    for (P::DropItemContext* i : c->items)
        s.names.push_back(drop_item(i, s));
    return s;
}

/// A name to drop; an index takes the name of its table in front, whichever way it was written.
ast::Name Lowering::drop_item(P::DropItemContext* c, ast::Drop& s) {
    ast::Name result = name(c->n);
    expect_word(c->behaviour, "RESTRICT CASCADE");
    const std::size_t behind = c->behaviour != nullptr ? index(c->behaviour) + 1 : past(c->n);
    if (c->owner != nullptr) {
        ast::Name table = name(c->owner);
        table.parts.push_back(result.last());
        result.parts = std::move(table.parts);
        if (s.object != ast::ObjectKind::index)
            fail(span(c->owner), "ON goes with DROP INDEX");
    } else if (behind < past(c) && type(behind) == P::K_ON) {
        s.server_scope = to_upper(joined(behind + 1, past(c)));
        if (s.object != ast::ObjectKind::trigger) fail(span(behind, past(c)), "ON goes with DROP TRIGGER");
    }
    if (s.object == ast::ObjectKind::sequence && result.parts.size() > 2) fail(result.span, "expected a name of at most 2 parts");
    const bool optioned = past(c) > behind && view(past(c) - 1) == ")";
    if (optioned && s.object == ast::ObjectKind::index) {
        std::size_t with = behind;
        while (type(with) != P::WITH_PAREN)
            ++with;
        expect_form("drop-index-options", with + 1, past(c));
    }
    if (s.object == ast::ObjectKind::index && result.parts.size() < 2) fail(span(c), "expected ON and the table of the index");
    drop(behind, past(c)); // ON, and options of the removal
    return result;
}

} // namespace t2d::frontend
