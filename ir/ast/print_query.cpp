// SPDX-License-Identifier: Apache-2.0
#include <array>

#include "ir/ast/printer.h"
#include "ir/match.h"

namespace t2d::ast {
namespace {

bool has_clauses(const Query& q) {
    return !q.with_prefix.empty() || !q.with.empty() || !q.order_by.empty() || q.offset || q.fetch || !q.computes.empty() || q.for_clause || !q.options.empty();
}

bool is_union(const Query& q) {
    const auto* s = std::get_if<SetOp>(&q.body);
    return s != nullptr && s->op != SetOpKind::intersect;
}

} // namespace

void Printer::ctes(const std::string& prefix, const std::vector<Cte>& with) {
    if (prefix.empty() && with.empty()) return;
    put("WITH ").put(prefix);
    if (!prefix.empty() && !with.empty()) put(", ");
    commas(with, [&](const Cte& c) {
        identifier(c.name);
        identifiers(c.columns);
        put(" AS ");
        nested(*c.query);
    });
    line();
}

void Printer::query(const Query& q) {
    ctes(q.with_prefix, q.with);
    match(
        q.body, [&](const Select& s) { select(s); }, [&](const SetOp& s) { set_op(s); },
        [&](const Values& v) { values(v); }, [&](const Query& inner) { nested(inner); });
    if (!q.order_by.empty()) {
        line();
        put("ORDER BY ");
        order(q.order_by);
    }
    if (q.offset) {
        line();
        put("OFFSET ");
        row_limit(**q.offset);
        put(" ROWS");
    }
    if (q.fetch) {
        put(" FETCH NEXT ");
        row_limit(**q.fetch);
        put(" ROWS ONLY");
    }
    for (const Hint& compute : q.computes) {
        line();
        put("COMPUTE ").put(compute.text);
    }
    if (q.for_clause) for_clause(*q.for_clause);
    options(q.options);
}

/// A call or a column would not tell OFFSET from the end of ORDER BY.
void Printer::row_limit(const Expr& e) {
    const bool constant = std::holds_alternative<Literal>(e.node) || std::holds_alternative<Variable>(e.node);
    if (!constant) put("(");
    expr(e);
    if (!constant) put(")");
}

void Printer::operand(const Query& q, bool parentheses) {
    if (parentheses || has_clauses(q))
        nested(q);
    else
        query(q);
}

void Printer::set_op(const SetOp& s) {
    static constexpr std::array<std::string_view, 4> texts = {"UNION", "UNION ALL", "EXCEPT", "INTERSECT"};
    const bool intersect = s.op == SetOpKind::intersect;
    operand(*s.left, intersect && is_union(*s.left));
    line();
    put(texts[static_cast<std::size_t>(s.op)]);
    line();
    const bool chain = std::holds_alternative<SetOp>(s.right->body);
    operand(*s.right, intersect ? chain : is_union(*s.right));
}

void Printer::values(const Values& v) {
    put("VALUES ");
    commas(v.rows, [&](const std::vector<Expr>& row) {
        put("(");
        exprs(row);
        put(")");
    });
}

void Printer::top(const Top& t) {
    put("TOP (");
    expr(*t.count);
    put(")");
    if (t.percent) put(" PERCENT");
    if (t.with_ties) put(" WITH TIES");
    put(" ");
}

void Printer::select(const Select& s) {
    put(s.distinct ? "SELECT DISTINCT " : "SELECT ");
    if (s.top) top(*s.top);
    select_items(s.items);
    if (s.into) {
        line();
        put("INTO ");
        name(*s.into);
    }
    from(s.from);
    where(s.where);
    if (!s.group_by.empty()) {
        line();
        put(s.group_by_all ? "GROUP BY ALL " : "GROUP BY ");
        commas(s.group_by, [&](const GroupingElement& g) { grouping(g); });
    }
    if (s.having) {
        line();
        put("HAVING ");
        expr(**s.having);
    }
    if (s.windows.empty()) return;
    line();
    put("WINDOW ");
    commas(s.windows, [&](const NamedWindow& w) {
        identifier(w.name);
        put(" AS ");
        over(*w.over, false);
    });
}

std::string_view spelling(AssignOp op) {
    static constexpr std::array<std::string_view, 10> texts = {"=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "||="};
    return texts[static_cast<std::size_t>(op)];
}

void Printer::select_item(const SelectItem& i) {
    if (!i.variable.empty()) put(i.variable).put(" ").put(spelling(i.op)).put(" ");
    expr(i.expr, kValueStrength);
    if (i.alias.empty()) return;
    put(" AS ");
    identifier(i.alias);
}

void Printer::select_items(const std::vector<SelectItem>& items) {
    commas(items, [&](const SelectItem& i) { select_item(i); });
}

void Printer::grouping(const GroupingElement& g) {
    if (g.grouping == GroupingKind::grouping_sets) {
        put("GROUPING SETS (");
        commas(g.nested, [&](const GroupingElement& e) { grouping(e); });
        put(")");
        return;
    }
    if (g.grouping == GroupingKind::plain) return exprs(g.items);
    put(g.grouping == GroupingKind::cube ? "CUBE (" : "ROLLUP (");
    exprs(g.items);
    put(")");
}

void Printer::for_clause(const ForClause& f) {
    line();
    put("FOR ").put(f.mode);
    if (!f.directives.empty()) put(f.mode == "UPDATE" ? " OF " : " ");
    hints(f.directives);
}

void Printer::options(const std::vector<Hint>& list) {
    if (list.empty()) return;
    line();
    put("OPTION (");
    hints(list);
    put(")");
}

void Printer::from(const std::vector<TableSource>& list) {
    if (list.empty()) return;
    line();
    put("FROM ");
    commas(list, [&](const TableSource& t) { table(t); });
}

void Printer::where(const OptExpr& condition) {
    if (!condition) return;
    line();
    put("WHERE ");
    expr(**condition);
}

/// `operand`: where a join needs parentheses.
void Printer::table(const TableSource& t, bool operand) {
    const bool parentheses =
        operand && (holds<Join>(t.node) || holds<Apply>(t.node));
    if (parentheses) put("(");
    match(
        t.node, [&](const NamedTable& n) { source(n); }, [&](const DerivedTable& n) { source(n); },
        [&](const FunctionTable& n) { source(n); }, [&](const Join& n) { source(n); },
        [&](const Apply& n) { source(n); }, [&](const Pivot& n) { source(n); },
        [&](const Unpivot& n) { source(n); }, [&](const DmlTable& n) { source(n); });
    if (parentheses) put(")");
}

void Printer::alias(const std::string& text, const std::vector<std::string>& columns) {
    if (text.empty()) return;
    put(" AS ");
    identifier(text);
    identifiers(columns);
}

void Printer::table_hints(const std::vector<Hint>& list) {
    if (list.empty()) return;
    put(" WITH (");
    hints(list);
    put(")");
}

void Printer::source(const NamedTable& t) {
    name(t.name);
    const auto argument = [&](std::size_t i) { expr(t.temporal_args[i], 9); };
    switch (t.temporal) {
    case TemporalKind::none: break;
    case TemporalKind::all: put(" FOR SYSTEM_TIME ALL"); break;
    case TemporalKind::as_of:
        put(" FOR SYSTEM_TIME AS OF ");
        argument(0);
        break;
    case TemporalKind::from_to:
        put(" FOR SYSTEM_TIME FROM ");
        argument(0);
        put(" TO ");
        argument(1);
        break;
    case TemporalKind::between:
        put(" FOR SYSTEM_TIME BETWEEN ");
        argument(0);
        put(" AND ");
        argument(1);
        break;
    case TemporalKind::contained_in:
        put(" FOR SYSTEM_TIME CONTAINED IN (");
        argument(0);
        put(", ");
        argument(1);
        put(")");
        break;
    }
    if (t.for_path) put(" FOR PATH");
    alias(t.alias);
    if (!t.sample.empty()) put(" TABLESAMPLE ").put(t.sample);
    table_hints(t.hints);
}

void Printer::source(const DerivedTable& t) {
    nested(*t.query);
    alias(t.alias, t.columns);
}

void Printer::source(const FunctionTable& t) {
    expr(t.call);
    if (!t.schema.empty()) {
        put(" WITH (");
        commas(t.schema, [&](const SchemaColumn& c) {
            identifier(c.name);
            put(" ");
            type(c.type);
            if (!c.path.empty()) {
                put(" ");
                string(c.path);
            }
            if (c.as_json) put(" AS JSON");
        });
        put(")");
    }
    if (t.schema_table) {
        put(" WITH ");
        name(*t.schema_table);
    }
    alias(t.alias, t.columns);
}

void Printer::source(const Join& t) {
    static constexpr std::array<std::string_view, 5> texts = {"INNER", "LEFT", "RIGHT", "FULL", "CROSS"};
    table(*t.left);
    line();
    put(texts[static_cast<std::size_t>(t.join)]);
    if (!t.hint.empty()) put(" ").put(t.hint);
    put(" JOIN ");
    table(*t.right, true);
    if (!t.on) return;
    put(" ON ");
    expr(**t.on);
}

void Printer::source(const Apply& t) {
    table(*t.left);
    line();
    put(t.outer ? "OUTER APPLY " : "CROSS APPLY ");
    table(*t.right, true);
}

void Printer::source(const Pivot& t) {
    table(*t.source, true);
    put(" PIVOT (");
    expr(t.aggregate);
    put(" FOR ");
    name(t.column);
    put(" IN");
    identifiers(t.values);
    put(")");
    alias(t.alias);
}

void Printer::source(const Unpivot& t) {
    table(*t.source, true);
    put(" UNPIVOT (");
    identifier(t.value_column);
    put(" FOR ");
    identifier(t.name_column);
    put(" IN (");
    commas(t.columns, [&](const Name& n) { name(n); });
    put("))");
    alias(t.alias);
}

void Printer::source(const DmlTable& t) {
    put("(");
    ++indent_;
    if (t.merge) node(**t.merge);
    if (t.insert) node(**t.insert);
    if (t.update) node(**t.update);
    if (t.remove) node(**t.remove);
    --indent_;
    put(")");
    alias(t.alias, t.columns);
}

} // namespace t2d::ast
