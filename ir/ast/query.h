// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/ast/expr.h"

namespace t2d::ast {

struct TableSource;
struct Merge;
struct Insert;
struct Update;
struct Delete;

/// TOP (expr) [PERCENT] [WITH TIES].
struct Top {
    ExprBox count;
    bool percent = false;
    bool with_ties = false;
    T2D_FIELDS("top", f("count", n.count), f("percent", n.percent), f("with_ties", n.with_ties))
};

enum class AssignOp { assign, add, subtract, multiply, divide, modulo, bit_and, bit_or, bit_xor, concat };

/// One entry of a select list. `alias = expr` and `expr AS alias` both set `alias`.
/// `@v = expr` (and `@v += expr`) set `variable` and `op`.
struct SelectItem {
    Expr expr; ///< may be a Star
    std::string alias;
    std::string variable;
    AssignOp op = AssignOp::assign;
    SourceSpan span;
    T2D_FIELDS("item", f("expr", n.expr), f("alias", n.alias), f("variable", n.variable), f("op", n.op))
};

/// A hint as written, e.g. `NOLOCK`, `INDEX(ix)`, `MAXRECURSION 50`: kept so that it can be reported or printed.
struct Hint {
    std::string text;
    SourceSpan span;
    T2D_FIELDS("hint", f("text", n.text))
};

/// `FOR SYSTEM_TIME …` of a temporal table.
enum class TemporalKind { none, all, as_of, from_to, between, contained_in };

/// A table, view or table variable (`@t` is a one-part name) in a FROM clause.
struct NamedTable {
    Name name;
    std::string alias;
    std::vector<Hint> hints;
    TemporalKind temporal = TemporalKind::none;
    std::vector<Expr> temporal_args;
    std::string sample; ///< text of TABLESAMPLE (…); empty when none
    bool for_path = false; ///< FOR PATH of a graph table: stands for the rows along a path
    T2D_FIELDS("table", f("name", n.name), f("alias", n.alias), f("hints", n.hints), f("temporal", n.temporal), f("temporal_args", n.temporal_args), f("sample", n.sample), f("for_path", n.for_path))
};

struct DerivedTable {
    Box<Query> query;
    std::string alias;
    std::vector<std::string> columns;
    T2D_FIELDS("derived", f("query", n.query), f("alias", n.alias), f("columns", n.columns))
};

/// Column of an `OPENJSON … WITH (…)` or similar schema clause.
struct SchemaColumn {
    std::string name;
    TypeName type;
    std::string path; ///< JSON or XML path; empty when none
    bool as_json = false;
    T2D_FIELDS("schema_column", f("name", n.name), f("type", n.type), f("path", n.path), f("as_json", n.as_json))
};

/// A table-valued function, rowset function or method (`x.nodes('…')`) in a FROM clause.
struct FunctionTable {
    Expr call;
    std::string alias;
    std::vector<std::string> columns;
    std::vector<SchemaColumn> schema;
    std::optional<Name> schema_table; ///< OPENXML (…) WITH table
    T2D_FIELDS("function_table", f("call", n.call), f("alias", n.alias), f("columns", n.columns), f("schema", n.schema), f("schema_table", n.schema_table))
};

enum class JoinKind { inner, left, right, full, cross };
struct Join {
    JoinKind join = JoinKind::inner;
    std::string hint; ///< LOOP, HASH, MERGE, REMOTE; empty when none
    Box<TableSource> left, right;
    OptExpr on;
    T2D_FIELDS("join", f("kind", n.join), f("hint", n.hint), f("left", n.left), f("right", n.right), f("on", n.on))
};

struct Apply {
    bool outer = false;
    Box<TableSource> left, right;
    T2D_FIELDS("apply", f("outer", n.outer), f("left", n.left), f("right", n.right))
};

/// `source PIVOT (agg(x) FOR column IN ([a], [b])) alias`.
struct Pivot {
    Box<TableSource> source;
    Expr aggregate; ///< a Call
    Name column;
    std::vector<std::string> values;
    std::string alias;
    T2D_FIELDS("pivot", f("source", n.source), f("aggregate", n.aggregate), f("column", n.column), f("values", n.values), f("alias", n.alias))
};

/// `source UNPIVOT (value FOR name IN (a, b)) alias`.
struct Unpivot {
    Box<TableSource> source;
    std::string value_column;
    std::string name_column;
    std::vector<Name> columns;
    std::string alias;
    T2D_FIELDS("unpivot", f("source", n.source), f("value", n.value_column), f("name", n.name_column), f("columns", n.columns), f("alias", n.alias))
};

/// `(MERGE … OUTPUT …) AS alias`: a data change as a table source; exactly one of the boxes is set.
struct DmlTable {
    std::optional<Box<Merge>> merge;
    std::optional<Box<Insert>> insert;
    std::optional<Box<Update>> update;
    std::optional<Box<Delete>> remove;
    std::string alias;
    std::vector<std::string> columns;
    T2D_FIELDS("dml_table", f("merge", n.merge), f("insert", n.insert), f("update", n.update), f("delete", n.remove), f("alias", n.alias), f("columns", n.columns))
};

struct TableSource {
    std::variant<NamedTable, DerivedTable, Box<FunctionTable>, Box<Join>, Box<Apply>, Box<Pivot>, Box<Unpivot>, Box<DmlTable>> node;
    SourceSpan span;
};

/// `set` items: an expression (possibly a Tuple) is a one-element set.
enum class GroupingKind { plain, rollup, cube, grouping_sets };
/// One comma-separated element of GROUP BY; `GROUP BY a, b WITH ROLLUP` is lowered to one rollup element.
struct GroupingElement {
    GroupingKind grouping = GroupingKind::plain;
    std::vector<Expr> items;                 ///< plain: one; rollup, cube: each may be a Tuple; sets: see `nested`
    std::vector<GroupingElement> nested;     ///< members of GROUPING SETS
    T2D_FIELDS("grouping", f("kind", n.grouping), f("items", n.items), f("nested", n.nested))
};

struct NamedWindow {
    std::string name;
    Box<Over> over;
    T2D_FIELDS("window", f("name", n.name), f("over", n.over))
};

struct Select {
    bool distinct = false;
    std::optional<Top> top;
    std::vector<SelectItem> items;
    std::optional<Name> into;
    std::vector<TableSource> from; ///< comma-separated sources
    OptExpr where;
    bool group_by_all = false;
    std::vector<GroupingElement> group_by;
    OptExpr having;
    std::vector<NamedWindow> windows;
    T2D_FIELDS("select", f("distinct", n.distinct), f("top", n.top), f("items", n.items), f("into", n.into), f("from", n.from), f("where", n.where), f("group_by_all", n.group_by_all), f("group_by", n.group_by), f("having", n.having), f("windows", n.windows))
};

enum class SetOpKind { union_, union_all, except, intersect };
struct SetOp {
    SetOpKind op = SetOpKind::union_;
    Box<Query> left, right;
    T2D_FIELDS("set_op", f("op", n.op), f("left", n.left), f("right", n.right))
};

/// VALUES (…), (…) as a query (INSERT source, derived table, MERGE source).
struct Values {
    std::vector<std::vector<Expr>> rows;
    T2D_FIELDS("values", f("rows", n.rows))
};

struct Cte {
    std::string name;
    std::vector<std::string> columns;
    Box<Query> query;
    SourceSpan span;
    T2D_FIELDS("cte", f("name", n.name), f("columns", n.columns), f("query", n.query))
};

/// FOR XML / FOR JSON / FOR BROWSE: mode and directives as written.
struct ForClause {
    std::string mode; ///< XML, JSON or BROWSE
    std::vector<Hint> directives;
    T2D_FIELDS("for", f("mode", n.mode), f("directives", n.directives))
};

/// A query expression with everything that may stand around it.
struct Query {
    std::string with_prefix; ///< XMLNAMESPACES (…) or CHANGE_TRACKING_CONTEXT (…) before the CTEs; empty when none
    std::vector<Cte> with;
    std::variant<Select, SetOp, Values, Box<Query>> body; ///< Box<Query>: a parenthesised query with clauses of its own
    std::vector<OrderItem> order_by;
    OptExpr offset, fetch;
    std::vector<Hint> computes; ///< COMPUTE … BY … of the days before 2012: result sets of their own
    std::optional<ForClause> for_clause;
    std::vector<Hint> options; ///< OPTION (…)
    SourceSpan span;
    T2D_FIELDS("query", f("with_prefix", n.with_prefix), f("with", n.with), f("body", n.body), f("order_by", n.order_by), f("offset", n.offset), f("fetch", n.fetch), f("computes", n.computes), f("for", n.for_clause), f("options", n.options))
};

} // namespace t2d::ast
