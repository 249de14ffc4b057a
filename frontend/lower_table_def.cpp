// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "frontend/lowering.h"
#include "ir/text.h"

namespace t2d::frontend {

ast::TableDef Lowering::table_def(P::TableDefContext* c) {
    ast::TableDef def = table_elements(c);
    check_types(def);
    check_unnamed_table(c);
    return def;
}

/// A column needs a type; only the columns of CTAS take theirs from the query.
void Lowering::check_types(const ast::TableDef& def) {
    for (const ast::ColumnDef& column : def.columns)
        if (!column.type && !column.computed && to_upper(column.name) != "TIMESTAMP")
            fail(column.span, fmt::format("the column '{}' has no data type", column.name));
}

ast::TableDef Lowering::table_elements(P::TableDefContext* c) {
    ast::TableDef def;
    refuse_repeated_periods(c->items);
    for (std::size_t i = 0; i < c->items.size(); ++i) {
        // A comma may follow the last element, but no two commas each other.
        if (i > 0 && first(c->items[i]) != past(c->items[i - 1]) + 1)
            fail(span(past(c->items[i - 1]), first(c->items[i])), "expected a column definition between the commas");
        table_element(c->items[i], def);
    }
    const std::size_t end = past(c->items.back());
    if (type(end) == P::COMMA && type(end + 1) == P::COMMA) fail(span(end + 1, end + 2), "expected a column definition between the commas");
    return def;
}

void Lowering::table_element(P::TableElementContext* c, ast::TableDef& def) {
    if (c->col != nullptr)
        column_def(c->col, def);
    else
        def.constraints.push_back(table_constraint(c->con));
}

void Lowering::column_def(P::ColumnDefContext* c, ast::TableDef& def) {
    ast::ColumnDef column;
    column.name = identifier(c->n);
    column.span = span(c);
    if (c->t != nullptr) column.type = data_type(c->t);
    column.computed = opt(c->comp);
    if (c->comp != nullptr) refuse_subquery(c->comp, "a computed column");
    for (P::ComputedAttributeContext* a : c->computed) {
        if (a->pers != nullptr) {
            expect_word(a->pers, "PERSISTED");
            column.persisted = true;
        } else if (has(a->nul)) {
            drop(a);
            column.nullable = false;
        } else {
            column_constraint(a->con, column, def);
        }
    }
    if (c->lead != nullptr) keyword_attribute(c->lead, column, def);
    refuse_repeated(c->attrs);
    for (P::ColumnAttributeContext* a : c->attrs)
        column_attribute(a, column, def);
    def.columns.push_back(std::move(column));
}

void Lowering::column_attribute(P::ColumnAttributeContext* c, ast::ColumnDef& column, ast::TableDef& def) {
    if (c->key != nullptr)
        keyword_attribute(c->key, column, def);
    else
        column_word(c, column);
}

void Lowering::keyword_attribute(P::KeywordAttributeContext* c, ast::ColumnDef& column, ast::TableDef& def) {
    if (c->con != nullptr) return column_constraint(c->con, column, def);
    if (c->repl != nullptr) return drop(c); // NOT FOR REPLICATION
    if (c->enforced1 != nullptr) {
        expect_word(c->enforced1, "ENFORCED");
        if (!def.constraints.empty()) def.constraints.back().trusted = false;
        return drop(c);
    }
    if (has(c->nul)) {
        column.nullable = !has(c->nt);
    } else if (has(c->ident)) {
        column.identity = ast::Identity{};
        if (c->seed != nullptr) column.identity = ast::Identity{signed_number(c->seed), signed_number(c->incr)};
    } else if (c->coll != nullptr) {
        claims_.claim(first(c));
        column.collation = identifier(c->coll);
    } else if (has(c->guid)) {
        column.rowguid = true;
    } else {
        column_index(c, column, def);
    }
}

/// INDEX within a column: over that column unless it names others.
void Lowering::column_index(P::KeywordAttributeContext* c, const ast::ColumnDef& column, ast::TableDef& def) {
    ast::Constraint k;
    k.constraint = ast::ConstraintKind::index;
    k.name = identifier(c->ix);
    k.span = span(c);
    k.unique_index = take(first(c), past(c), P::K_UNIQUE);
    if (take(first(c), past(c), P::K_COLUMNSTORE)) fail(span(c), "the index of a column cannot be a columnstore");
    k.columns = index_columns(c->cols);
    if (k.columns.empty()) k.columns.push_back({column.name, false});
    k.filter = opt(c->filter);
    drop(c);
    def.constraints.push_back(std::move(k));
}

/// SPARSE, GENERATED ALWAYS AS ROW START and words that matter to storage only.
void Lowering::column_word(P::ColumnAttributeContext* c, ast::ColumnDef& column) {
    expect_word(c->word, "SPARSE GENERATED ALWAYS HIDDEN MASKED ENCRYPTED FILESTREAM COLUMN_SET");
    if (is_word(c->word, "SPARSE")) column.sparse = true;
    if (is_word(c->word, "MASKED")) expect_form("MASKED", index(c->word) + 1, past(c));
    if (c->row1 == nullptr) return drop(index(c->word) + 1, past(c));
    expect_word(c->row1, "ROW SUSER_SID SUSER_SNAME TRANSACTION_ID SEQUENCE_NUMBER");
    expect_word(c->which, "START END");
    if (!is_word(c->row1, "ROW")) return; // who wrote the row, for ledgers and audits
    column.generated = is_word(c->which, "END") ? "row_end" : "row_start";
}

void Lowering::column_constraint(P::ColumnConstraintContext* named, ast::ColumnDef& column, ast::TableDef& def) {
    using Kind = ast::ConstraintKind;
    const std::string constraint = identifier(named->cn);
    if (has(named->nul)) { // CONSTRAINT name NOT NULL
        column.nullable = !has(named->nt);
        return;
    }
    P::ConstraintBodyContext* c = named->body;
    if (c->dv != nullptr) {
        drop(first(c), first(c->dv)); // CONSTRAINT name DEFAULT
        refuse_subquery(c->dv, "a default");
        column.default_value = ast::ExprBox(default_value(c->dv));
        column.with_values = has(c->wv);
        return;
    }
    ast::Constraint k;
    k.name = constraint;
    k.span = span(named);
    k.columns = index_columns(c->cols); // a table constraint after a forgotten comma names its columns
    if (c->fkCols != nullptr)
        for (std::string& n : names(c->fkCols))
            k.columns.push_back({std::move(n), false});
    if (k.columns.empty()) k.columns.push_back({column.name, false});
    if (has(c->pk) || has(c->uq)) {
        k.constraint = c->pk != nullptr ? Kind::primary_key : Kind::unique;
        check_key_options(first(c), past(c));
        k.ignores_duplicates = drops_duplicates(first(c), past(c));
        drop(c); // KEY CLUSTERED, and storage
    } else if (c->ref != nullptr) {
        k.constraint = Kind::foreign_key;
        drop(first(c), first(c->ref));
        k.references = references(c->ref);
    } else {
        drop(first(c), first(c->cond)); // CHECK NOT FOR REPLICATION
        k.constraint = Kind::check;
        k.columns.clear(); // the condition names its columns itself
        refuse_subquery(c->cond, "a CHECK constraint");
        k.expr = opt(c->cond);
    }
    def.constraints.push_back(std::move(k));
}

ast::Constraint Lowering::table_constraint(P::TableConstraintContext* c) {
    using Kind = ast::ConstraintKind;
    ast::Constraint k;
    k.span = span(c);
    k.name = identifier(c->cn);
    if (c->pk != nullptr || c->uq != nullptr || c->ix != nullptr) {
        key_constraint(c, k);
    } else if (c->fk != nullptr) {
        k.constraint = Kind::foreign_key;
        drop(index(c->fk), first(c->names != nullptr ? static_cast<Context*>(c->names) : c->ref));
        for (std::string& n : names(c->names))
            k.columns.push_back({std::move(n), false});
        k.references = references(c->ref);
        expect_word(c->enf, "ENFORCED");
        k.trusted = c->enf == nullptr;
        drop(past(c->ref), past(c)); // NOT FOR REPLICATION
    } else if (c->chk != nullptr) {
        k.constraint = Kind::check;
        drop(index(c->chk), first(c->cond));
        refuse_subquery(c->cond, "a CHECK constraint");
        k.expr = opt(c->cond);
    } else if (c->connection != nullptr) {
        k.constraint = Kind::connection;
        const auto close = [&] {
            std::size_t i = index(c->connection) + 1;
            while (type(i) != P::RP)
                ++i;
            return i + 1;
        };
        expect_form("CONNECTION", index(c->connection) + 1, close());
        k.connection = joined(index(c->connection) + 1, past(c));
        claims_.claim(index(c->connection));
    } else if (c->dv != nullptr) {
        k.constraint = Kind::default_;
        claims_.claim(first(c->dv) - 1);
        refuse_subquery(c->dv, "a default");
        k.expr = ast::ExprBox(default_value(c->dv));
        k.columns.push_back({identifier(c->col), false});
        drop(past(c->dv), past(c)); // FOR column WITH VALUES
    } else {
        k.constraint = Kind::period;
        drop(first(c), first(c->names)); // PERIOD FOR SYSTEM_TIME
        for (std::string& n : names(c->names))
            k.columns.push_back({std::move(n), false});
    }
    return k;
}

/// Whether the options of a key say IGNORE_DUP_KEY, by itself or as ON.
bool Lowering::drops_duplicates(std::size_t from, std::size_t to) const {
    for (std::size_t i = from; i < to; ++i)
        if (equal_ignoring_case(view(i), "IGNORE_DUP_KEY")) return i + 2 >= to || view(i + 1) != "=" || equal_ignoring_case(view(i + 2), "ON");
    return false;
}

/// PRIMARY KEY, UNIQUE and INDEX: columns count, storage does not.
void Lowering::key_constraint(P::TableConstraintContext* c, ast::Constraint& k) {
    using Kind = ast::ConstraintKind;
    k.constraint = c->pk != nullptr ? Kind::primary_key : c->uq != nullptr ? Kind::unique : Kind::index;
    if (c->ix != nullptr) k.name = identifier(c->n);
    k.unique_index = has(c->uix);
    k.columns = index_columns(c->cols);
    k.filter = opt(c->filter);
    const std::size_t keywords = c->ix != nullptr ? index(c->ix) : c->pk != nullptr ? index(c->pk) : index(c->uq);
    check_index_kind(keywords, c->cols == nullptr ? past(c) : first(c->cols), c->cols != nullptr, c->filter != nullptr);
    drop(keywords, c->cols == nullptr ? past(c) : first(c->cols)); // PRIMARY KEY CLUSTERED
    for (P::TableOptionContext* o : c->o) {
        expect_form("index-option", first(o), past(o));
        k.ignores_duplicates = k.ignores_duplicates || drops_duplicates(first(o), past(o));
        drop(o);
    }
    if (c->inc != nullptr) drop(first(c->inc) - 1, past(c->inc));
    k.trusted = c->en == nullptr;
    drop(c->en);
}

ast::ForeignKeyRef Lowering::references(P::ReferencesContext* c) {
    ast::ForeignKeyRef result;
    result.table = name(c->t);
    result.columns = names(c->cols);
    for (P::RefActionContext* a : c->acts) {
        has(a->on);
        ast::ReferentialAction action = ast::ReferentialAction::no_action;
        if (has(a->cascade)) action = ast::ReferentialAction::cascade;
        if (has(a->setNull)) action = ast::ReferentialAction::set_null;
        if (has(a->setDefault)) action = ast::ReferentialAction::set_default;
        expect_word(a->no, "NO");
        expect_word(a->act, "ACTION");
        (a->on->getType() == P::K_DELETE ? result.on_delete : result.on_update) = action;
    }
    return result;
}

std::vector<ast::IndexColumn> Lowering::index_columns(P::IndexColumnsContext* c) {
    std::vector<ast::IndexColumn> result;
    if (c == nullptr) return result;
    for (P::IndexColumnContext* i : c->c) {
        if (view(index(i->n))[0] == '$' && view(index(i->n))[1] != '(' && !is_word(i->n, "$NODE_ID") && !is_word(i->n, "$EDGE_ID") && !is_word(i->n, "$FROM_ID") && !is_word(i->n, "$TO_ID"))
            fail(span(i), "expected the name of a column");
        result.push_back({identifier(i->n), has(i->dir) && i->dir->getType() == P::K_DESC});
    }
    return result;
}

} // namespace t2d::frontend
