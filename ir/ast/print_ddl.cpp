// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "ir/ast/printer.h"

namespace t2d::ast {

namespace {
/// True when the constraints to add are not to be checked: keys say NOT ENFORCED themselves.
bool unchecked(const TableDef& d) {
    return std::any_of(d.constraints.begin(), d.constraints.end(), [](const Constraint& c) {
        return !c.trusted && c.constraint != ConstraintKind::primary_key && c.constraint != ConstraintKind::unique;
    });
}
} // namespace

void Printer::elements(const TableDef& d) {
    commas(d.columns, [&](const ColumnDef& c) { column(c); });
    if (!d.columns.empty() && !d.constraints.empty()) put(", ");
    commas(d.constraints, [&](const Constraint& c) { constraint(c); });
}

void Printer::table_def(const TableDef& d) {
    put("(");
    elements(d);
    put(")");
}

void Printer::column(const ColumnDef& c) {
    identifier(c.name);
    if (c.computed) {
        put(" AS ");
        expr(**c.computed);
    }
    if (c.type) {
        put(" ");
        type(*c.type);
    }
    if (c.persisted) put(" PERSISTED");
    if (!c.collation.empty()) {
        put(" COLLATE ");
        identifier(c.collation);
    }
    if (c.sparse) put(" SPARSE");
    if (c.identity) put(" IDENTITY(").put(c.identity->seed).put(", ").put(c.identity->increment).put(")");
    if (!c.generated.empty()) put(" GENERATED ALWAYS AS ROW ").put(c.generated == "row_end" ? "END" : "START");
    if (c.nullable) put(*c.nullable ? " NULL" : " NOT NULL");
    if (c.rowguid) put(" ROWGUIDCOL");
    if (!c.default_value) return;
    put(" DEFAULT (");
    expr(**c.default_value);
    put(c.with_values ? ") WITH VALUES" : ")");
}

void Printer::index_columns(const std::vector<IndexColumn>& list) {
    if (list.empty()) return;
    put(" (");
    commas(list, [&](const IndexColumn& c) {
        identifier(c.name);
        if (c.descending) put(" DESC");
    });
    put(")");
}

void Printer::references(const ForeignKeyRef& r) {
    static constexpr std::array<std::string_view, 4> texts = {"NO ACTION", "CASCADE", "SET NULL", "SET DEFAULT"};
    put(" REFERENCES ");
    name(r.table);
    identifiers(r.columns);
    if (r.on_delete != ReferentialAction::no_action)
        put(" ON DELETE ").put(texts[static_cast<std::size_t>(r.on_delete)]);
    if (r.on_update != ReferentialAction::no_action)
        put(" ON UPDATE ").put(texts[static_cast<std::size_t>(r.on_update)]);
}

void Printer::key_options(const Constraint& c) {
    if (c.ignores_duplicates) put(" WITH (IGNORE_DUP_KEY = ON)");
}

void Printer::constraint(const Constraint& c) {
    if (c.constraint == ConstraintKind::index) {
        put("INDEX ");
        identifier(c.name);
        if (c.unique_index) put(" UNIQUE");
        if (c.columns.empty()) put(" CLUSTERED COLUMNSTORE"); // the only kind without columns of its own
        index_columns(c.columns);
        if (c.filter) {
            put(" WHERE ");
            expr(**c.filter);
        }
        return key_options(c);
    }
    if (!c.name.empty()) {
        put("CONSTRAINT ");
        identifier(c.name);
        put(" ");
    }
    const auto value = [&](std::string_view keyword) {
        put(keyword).put(" (");
        if (c.expr) expr(**c.expr);
        put(")");
    };
    switch (c.constraint) {
    case ConstraintKind::primary_key:
    case ConstraintKind::unique:
        put(c.constraint == ConstraintKind::unique ? "UNIQUE" : "PRIMARY KEY");
        index_columns(c.columns);
        key_options(c);
        if (!c.trusted) put(" NOT ENFORCED");
        return;
    case ConstraintKind::foreign_key:
        put("FOREIGN KEY");
        index_columns(c.columns);
        if (c.references) references(*c.references);
        if (!c.trusted) put(" NOT ENFORCED");
        return;
    case ConstraintKind::check: return value("CHECK");
    case ConstraintKind::default_:
        value("DEFAULT");
        put(" FOR ");
        return identifier(c.columns.empty() ? std::string_view() : std::string_view(c.columns[0].name));
    case ConstraintKind::period: put("PERIOD FOR SYSTEM_TIME"); return index_columns(c.columns);
    case ConstraintKind::connection: put("CONNECTION ").put(c.connection); return;
    case ConstraintKind::index: return;
    }
}

void Printer::node(const CreateTable& s) {
    put(s.external ? "CREATE EXTERNAL TABLE " : "CREATE TABLE ");
    name(s.name);
    if (!s.def.columns.empty() || !s.def.constraints.empty()) {
        put(" ");
        table_def(s.def);
    }
    for (const Hint& o : s.options)
        put(" ").put(o.text);
    if (!s.query) return;
    put(" AS");
    line();
    query(**s.query);
}

void Printer::node(const AlterTable& s) {
    put("ALTER TABLE ");
    name(s.name);
    const auto names = [&](std::string_view keyword) {
        put(" DROP ").put(keyword).put(" ");
        commas(s.dropped, [&](const std::string& n) { identifier(n); });
    };
    switch (s.action) {
    case AlterAction::add:
        if (unchecked(s.add)) put(" WITH NOCHECK");
        put(" ADD ");
        return elements(s.add);
    case AlterAction::alter_column: put(" ALTER COLUMN "); return elements(s.add);
    case AlterAction::drop_column: return names("COLUMN");
    case AlterAction::drop_constraint: return names("CONSTRAINT");
    case AlterAction::other: put(" ").put(s.other); return;
    }
}

void Printer::node(const CreateIndex& s) {
    put("CREATE ");
    if (s.unique) put("UNIQUE ");
    if (s.clustered) put("CLUSTERED ");
    if (s.columnstore) put("COLUMNSTORE ");
    put("INDEX ");
    identifier(s.name);
    put(" ON ");
    name(s.table);
    index_columns(s.columns);
    if (!s.include.empty()) put(" INCLUDE");
    identifiers(s.include);
    where(s.where);
    for (const Hint& o : s.options)
        put(" ").put(o.text);
}

void Printer::node(const Drop& s) {
    static constexpr std::array<std::string_view, 10> texts = {
        "TABLE", "PROCEDURE", "VIEW", "FUNCTION", "TRIGGER", "INDEX", "SCHEMA", "SEQUENCE", "SYNONYM", "TYPE"};
    put("DROP ").put(texts[static_cast<std::size_t>(s.object)]);
    if (s.if_exists) put(" IF EXISTS");
    put(" ");
    commas(s.names, [&](const Name& n) { name(n); });
    if (!s.server_scope.empty()) put(" ON ").put(s.server_scope);
}

void Printer::node(const CreateSchema& s) {
    put("CREATE SCHEMA ");
    identifier(s.name);
}

void Printer::node(const CreateSequence& s) {
    put("CREATE SEQUENCE ");
    name(s.name);
    if (s.type) {
        put(" AS ");
        type(*s.type);
    }
    if (!s.start.empty()) put(" START WITH ").put(s.start);
    if (!s.increment.empty()) put(" INCREMENT BY ").put(s.increment);
    if (!s.minimum.empty()) put(" MINVALUE ").put(s.minimum);
    if (!s.maximum.empty()) put(" MAXVALUE ").put(s.maximum);
    if (s.cycle) put(" CYCLE");
}

void Printer::node(const CreateSynonym& s) {
    put("CREATE SYNONYM ");
    name(s.name);
    put(" FOR ");
    name(s.target);
}

void Printer::node(const CreateType& s) {
    put("CREATE TYPE ");
    name(s.name);
    if (s.base) {
        put(" FROM ");
        type(*s.base);
    }
    if (s.nullable) put(*s.nullable ? " NULL" : " NOT NULL");
    if (!s.table) return;
    put(" AS TABLE ");
    table_def(*s.table);
}

void Printer::mode(DefineMode m) {
    put(m == DefineMode::create ? "CREATE " : m == DefineMode::alter ? "ALTER " : "CREATE OR ALTER ");
}

void Printer::parameters(const std::vector<Parameter>& list, bool parentheses) {
    put(parentheses ? "(" : list.empty() ? "" : " ");
    commas(list, [&](const Parameter& p) {
        put(p.name).put(" ");
        type(p.type);
        if (p.default_value) {
            put(" = ");
            expr(**p.default_value);
        }
        if (p.output) put(" OUTPUT");
        if (p.readonly) put(" READONLY");
    });
    if (parentheses) put(")");
}

void Printer::module_options(const std::vector<Hint>& list) {
    if (list.empty()) return;
    line();
    put("WITH ");
    hints(list);
}

void Printer::module_body(const Block& body, const std::string& external_name) {
    if (!external_name.empty()) {
        line();
        put("EXTERNAL NAME ").put(external_name);
    }
    for (const Stmt& s : body) {
        line();
        statement(s);
    }
}

void Printer::node(const CreateProcedure& s) {
    mode(s.mode);
    put("PROCEDURE ");
    name(s.name);
    parameters(s.parameters, false);
    module_options(s.options);
    line();
    put("AS");
    module_body(s.body, s.external_name);
}

void Printer::node(const CreateView& s) {
    mode(s.mode);
    put(s.materialized ? "MATERIALIZED VIEW " : "VIEW ");
    name(s.name);
    identifiers(s.columns);
    module_options(s.options);
    put(" AS");
    line();
    query(s.query);
    if (s.check_option) put(" WITH CHECK OPTION");
}

void Printer::node(const CreateFunction& s) {
    mode(s.mode);
    put("FUNCTION ");
    name(s.name);
    parameters(s.parameters, true);
    line();
    put("RETURNS ");
    if (s.returns)
        type(*s.returns);
    else if (s.table)
        put(s.table_variable).put(s.table_variable.empty() ? "TABLE " : " TABLE ");
    else
        put("TABLE");
    if (s.table) table_def(*s.table);
    module_options(s.options);
    line();
    put("AS");
    if (s.query) {
        line();
        put("RETURN ");
        nested(**s.query);
    }
    module_body(s.body, s.external_name);
}

void Printer::node(const CreateTrigger& s) {
    mode(s.mode);
    put("TRIGGER ");
    name(s.name);
    put(" ON ");
    const bool logon = std::find(s.events.begin(), s.events.end(), "LOGON") != s.events.end(); // an event of servers
    if (s.table.parts.empty()) put(logon ? "ALL SERVER" : "DATABASE");
    name(s.table);
    put(" ").put(s.timing).put(" ");
    commas(s.events, [&](const std::string& e) { put(e); });
    line();
    put("AS");
    module_body(s.body, s.external_name);
}

} // namespace t2d::ast
