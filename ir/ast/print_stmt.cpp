// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "ir/ast/printer.h"
#include "ir/match.h"

namespace t2d::ast {

void Printer::script(const Script& s) {
    for (std::size_t i = 0; i < s.batches.size(); ++i) {
        if (i > 0) put("GO\n");
        batch(s.batches[i]);
    }
}

void Printer::batch(const Batch& b) {
    for (const Stmt& s : b.statements) {
        statement(s);
        put("\n");
    }
}

void Printer::statement(const Stmt& s) {
    match(s.node, [&](const auto& n) { node(n); });
    // Compound statements end with a statement of their own; a label is no statement.
    const bool ended = std::holds_alternative<Label>(s.node) || holds<If>(s.node) ||
                       holds<While>(s.node) || holds<CreateProcedure>(s.node) ||
                       holds<CreateTrigger>(s.node);
    if (!ended) put(";");
}

void Printer::indented(const Block& block) {
    ++indent_;
    for (const Stmt& s : block) {
        line();
        statement(s);
    }
    --indent_;
}

void Printer::body_of(const Stmt& s) {
    ++indent_;
    line();
    statement(s);
    --indent_;
}

void Printer::outputs(const std::vector<Output>& list) {
    for (const Output& o : list) {
        line();
        put("OUTPUT ");
        select_items(o.items);
        if (!o.into) continue;
        put(" INTO ");
        name(*o.into);
        identifiers(o.into_columns);
    }
}

void Printer::assignments(const std::vector<Assignment>& list) {
    commas(list, [&](const Assignment& a) {
        if (!a.variable.empty()) put(a.variable).put(a.target.parts.empty() ? " " : " = ");
        if (!a.target.parts.empty()) {
            name(a.target);
            put(" ");
        }
        if (!a.variable.empty() || !a.target.parts.empty()) put(spelling(a.op)).put(" ");
        expr(a.value, a.variable.empty() && a.target.parts.empty() ? 0 : kValueStrength);
    });
}

void Printer::node(const Insert& s) {
    ctes(s.with_prefix, s.with);
    put("INSERT ");
    if (s.top) top(*s.top);
    put("INTO ");
    name(s.target);
    table_hints(s.hints);
    identifiers(s.columns);
    outputs(s.output);
    line();
    match(
        s.source,
        [&](const Query& q) {
            if (q.with_prefix.empty() && q.with.empty())
                query(q);
            else
                nested(q); // WITH may stand inside parentheses only
        },
        [&](const Exec& e) { node(e); }, [&](const DefaultValues&) { put("DEFAULT VALUES"); });
    options(s.options);
}

void Printer::node(const Update& s) {
    ctes(s.with_prefix, s.with);
    put("UPDATE ");
    if (s.top) top(*s.top);
    name(s.target);
    table_hints(s.hints);
    line();
    put("SET ");
    assignments(s.set);
    outputs(s.output);
    from(s.from);
    where(s.where);
    options(s.options);
}

void Printer::node(const Delete& s) {
    ctes(s.with_prefix, s.with);
    put("DELETE ");
    if (s.top) top(*s.top);
    put("FROM ");
    name(s.target);
    table_hints(s.hints);
    outputs(s.output);
    from(s.from);
    where(s.where);
    options(s.options);
}

void Printer::node(const Merge& s) {
    ctes(s.with_prefix, s.with);
    put("MERGE ");
    if (s.top) top(*s.top);
    put("INTO ");
    name(s.target);
    table_hints(s.hints);
    alias(s.alias);
    line();
    put("USING ");
    table(s.source);
    put(" ON ");
    expr(s.on);
    for (const MergeBranch& b : s.branches)
        merge_branch(b);
    outputs(s.output);
    options(s.options);
}

void Printer::merge_branch(const MergeBranch& b) {
    static constexpr std::array<std::string_view, 3> texts = {"WHEN MATCHED", "WHEN NOT MATCHED BY TARGET",
                                                              "WHEN NOT MATCHED BY SOURCE"};
    line();
    put(texts[static_cast<std::size_t>(b.match)]);
    if (b.condition) {
        put(" AND ");
        expr(**b.condition);
    }
    put(" THEN ");
    if (b.action == MergeAction::remove) {
        put("DELETE");
    } else if (b.action == MergeAction::update) {
        put("UPDATE SET ");
        assignments(b.set);
    } else {
        put("INSERT");
        identifiers(b.columns);
        if (b.default_values) {
            put(" DEFAULT VALUES");
            return;
        }
        put(" VALUES (");
        exprs(b.values);
        put(")");
    }
}

void Printer::node(const Truncate& s) {
    put("TRUNCATE TABLE ");
    name(s.table);
    if (!s.partitions.empty()) put(" WITH ").put(s.partitions);
}

void Printer::cursor_def(const CursorDef& d) {
    put("CURSOR ");
    for (const std::string& o : d.options)
        put(o).put(" ");
    put("FOR ");
    query(d.query);
}

void Printer::node(const Declare& s) {
    put("DECLARE ");
    commas(s.variables, [&](const VariableDecl& v) {
        put(v.name).put(" ");
        if (v.table) {
            put("TABLE ");
            table_def(*v.table);
        } else if (v.cursor) {
            put("CURSOR");
        } else if (v.type) {
            type(*v.type);
        }
        if (!v.value) return;
        put(" = ");
        expr(**v.value);
    });
}

void Printer::node(const DeclareCursor& s) {
    put("DECLARE ");
    identifier(s.name);
    put(" ");
    cursor_def(s.def);
}

void Printer::node(const SetVariable& s) {
    put("SET ");
    if (s.variable.empty()) return expr(**s.value); // a mutator: @x.modify(…)
    put(s.variable).put(" ").put(spelling(s.op)).put(" ");
    if (s.cursor)
        cursor_def(**s.cursor);
    else if (s.value)
        expr(**s.value);
}

void Printer::node(const SetOption& s) {
    put("SET");
    for (const std::string& w : s.words)
        put(" ").put(w);
}

void Printer::node(const If& s) {
    put("IF ");
    expr(s.condition);
    body_of(*s.then);
    if (!s.otherwise) return;
    line();
    put("ELSE");
    body_of(**s.otherwise);
}

void Printer::node(const While& s) {
    put("WHILE ");
    expr(s.condition);
    body_of(*s.body);
}

void Printer::node(const BlockStmt& s) {
    put("BEGIN");
    indented(s.body);
    line();
    put("END");
}

void Printer::node(const Return& s) {
    put("RETURN");
    if (s.value || s.query) put(" ");
    if (s.value) expr(**s.value);
    if (s.query) nested(**s.query);
}

void Printer::node(const Goto& s) {
    put("GOTO ");
    identifier(s.label);
}

void Printer::node(const Label& s) {
    identifier(s.name);
    put(":");
}

void Printer::node(const TryCatch& s) {
    put("BEGIN TRY");
    indented(s.body);
    line();
    put("END TRY");
    line();
    put("BEGIN CATCH");
    indented(s.handler);
    line();
    put("END CATCH");
}

void Printer::node(const Transaction& s) {
    static constexpr std::array<std::string_view, 4> texts = {"BEGIN", "COMMIT", "ROLLBACK", "SAVE"};
    put(texts[static_cast<std::size_t>(s.transaction)]).put(" TRANSACTION");
    if (s.name.empty()) return;
    put(" ");
    variable_or_name(s.name);
}

void Printer::node(const Exec& s) {
    put("EXEC ");
    if (!s.return_variable.empty()) put(s.return_variable).put(" = ");
    put(s.procedure_variable);
    name(s.procedure);
    const auto argument = [&](const ExecArg& a) {
        if (!a.name.empty()) put(a.name).put(" = ");
        expr(a.value);
        if (a.output) put(" OUTPUT");
    };
    if (s.string) {
        put("(");
        expr(**s.string);
        for (const ExecArg& a : s.args) {
            put(", ");
            argument(a);
        }
        put(")");
    } else if (!s.args.empty()) {
        put(" ");
        commas(s.args, argument);
    }
    const bool as_login = !s.options.empty() && s.options[0].text.substr(0, 3) == "AS ";
    if (as_login) put(" ").put(s.options[0].text);
    if (!s.at_server.empty()) {
        put(" AT ");
        identifier(s.at_server);
    }
    const std::vector<Hint> rest(s.options.begin() + (as_login ? 1 : 0), s.options.end());
    if (rest.empty()) return;
    put(" WITH ");
    hints(rest);
}

void Printer::node(const Print& s) {
    put("PRINT ");
    expr(s.message);
}

void Printer::node(const Raiserror& s) {
    put("RAISERROR (");
    exprs(s.args);
    put(")");
    if (!s.options.empty()) put(" WITH ");
    commas(s.options, [&](const std::string& o) { put(o); });
}

void Printer::node(const Throw& s) {
    put("THROW");
    if (!s.args.empty()) put(" ");
    exprs(s.args);
}

void Printer::node(const CursorStmt& s) {
    static constexpr std::array<std::string_view, 4> texts = {"OPEN ", "CLOSE ", "DEALLOCATE ", "FETCH "};
    put(texts[static_cast<std::size_t>(s.action)]);
    if (!s.direction.empty()) put(s.direction).put(" ");
    if (s.offset) {
        expr(**s.offset);
        put(" ");
    }
    if (!s.direction.empty()) put("FROM ");
    variable_or_name(s.cursor);
    if (s.into.empty()) return;
    put(" INTO ");
    commas(s.into, [&](const std::string& v) { put(v); });
}

void Printer::node(const Use& s) {
    put("USE ");
    identifier(s.database);
}

} // namespace t2d::ast
