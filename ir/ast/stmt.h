// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/ast/query.h"

namespace t2d::ast {

struct Stmt;
using Block = std::vector<Stmt>;

/// A comment of the source: `span` covers it with its markers.
struct Comment {
    std::string text; ///< without markers, trimmed
    SourceSpan span;
    T2D_FIELDS("comment", f("text", n.text))
};

// ---- data ---------------------------------------------------------------------------------------------------------

/// OUTPUT items [INTO target (columns)]; several OUTPUT clauses may follow each other (one with INTO, one without).
struct Output {
    std::vector<SelectItem> items;
    std::optional<Name> into;
    std::vector<std::string> into_columns;
    SourceSpan span;
    T2D_FIELDS("output", f("items", n.items), f("into", n.into), f("into_columns", n.into_columns))
};

struct Exec;
struct DefaultValues {
    T2D_FIELDS("default_values")
};

/// A statement that is a query: `SELECT …`, also with INTO or variable assignments.
struct QueryStmt {
    Query query;
    T2D_FIELDS("query_stmt", f("query", n.query))
};

/// INSERT; the source is a query (VALUES is a query too), EXEC, or DEFAULT VALUES.
struct Insert {
    std::string with_prefix; ///< see Query
    std::vector<Cte> with;
    std::optional<Top> top;
    Name target;
    std::vector<Hint> hints;
    std::vector<std::string> columns;
    std::vector<Output> output;
    std::variant<Query, Box<Exec>, DefaultValues> source;
    std::vector<Hint> options;
    T2D_FIELDS("insert", f("with_prefix", n.with_prefix), f("with", n.with), f("top", n.top), f("target", n.target), f("hints", n.hints), f("columns", n.columns), f("output", n.output), f("source", n.source), f("options", n.options))
};

/// One assignment of SET: `target = value`, `@v = target = value` (variable and target), `@v = value` (variable only).
/// `.WRITE(…)` and CLR mutators are MethodCall values with an empty target.
struct Assignment {
    Name target;
    std::string variable;
    AssignOp op = AssignOp::assign;
    Expr value;
    SourceSpan span;
    T2D_FIELDS("assignment", f("target", n.target), f("variable", n.variable), f("op", n.op), f("value", n.value))
};

struct Update {
    std::string with_prefix; ///< see Query
    std::vector<Cte> with;
    std::optional<Top> top;
    Name target; ///< table, view, CTE or alias of `from`
    std::vector<Hint> hints;
    std::vector<Assignment> set;
    std::vector<Output> output;
    std::vector<TableSource> from;
    OptExpr where;
    std::vector<Hint> options;
    T2D_FIELDS("update", f("with_prefix", n.with_prefix), f("with", n.with), f("top", n.top), f("target", n.target), f("hints", n.hints), f("set", n.set), f("output", n.output), f("from", n.from), f("where", n.where), f("options", n.options))
};

struct Delete {
    std::string with_prefix; ///< see Query
    std::vector<Cte> with;
    std::optional<Top> top;
    Name target;
    std::vector<Hint> hints;
    std::vector<Output> output;
    std::vector<TableSource> from; ///< the second FROM
    OptExpr where;
    std::vector<Hint> options;
    T2D_FIELDS("delete", f("with_prefix", n.with_prefix), f("with", n.with), f("top", n.top), f("target", n.target), f("hints", n.hints), f("output", n.output), f("from", n.from), f("where", n.where), f("options", n.options))
};

enum class MergeMatch { matched, not_matched_by_target, not_matched_by_source };
enum class MergeAction { update, remove, insert };
struct MergeBranch {
    MergeMatch match = MergeMatch::matched;
    OptExpr condition;
    MergeAction action = MergeAction::update;
    std::vector<Assignment> set;
    std::vector<std::string> columns; ///< of INSERT
    std::vector<Expr> values;         ///< of INSERT
    bool default_values = false;
    SourceSpan span;
    T2D_FIELDS("merge_branch", f("match", n.match), f("condition", n.condition), f("action", n.action), f("set", n.set), f("columns", n.columns), f("values", n.values), f("default_values", n.default_values))
};

struct Merge {
    std::string with_prefix; ///< see Query
    std::vector<Cte> with;
    std::optional<Top> top;
    Name target;
    std::string alias;
    std::vector<Hint> hints;
    TableSource source;
    Expr on;
    std::vector<MergeBranch> branches;
    std::vector<Output> output;
    std::vector<Hint> options;
    T2D_FIELDS("merge", f("with_prefix", n.with_prefix), f("with", n.with), f("top", n.top), f("target", n.target), f("alias", n.alias), f("hints", n.hints), f("source", n.source), f("on", n.on), f("branches", n.branches), f("output", n.output), f("options", n.options))
};

struct Truncate {
    Name table;
    std::string partitions; ///< text of WITH (PARTITIONS (…)); empty when none
    T2D_FIELDS("truncate", f("table", n.table), f("partitions", n.partitions))
};

// ---- tables -------------------------------------------------------------------------------------------------------

enum class ReferentialAction { no_action, cascade, set_null, set_default };
struct ForeignKeyRef {
    Name table;
    std::vector<std::string> columns;
    ReferentialAction on_delete = ReferentialAction::no_action;
    ReferentialAction on_update = ReferentialAction::no_action;
    T2D_FIELDS("references", f("table", n.table), f("columns", n.columns), f("on_delete", n.on_delete), f("on_update", n.on_update))
};

struct Identity {
    std::string seed = "1";
    std::string increment = "1";
    T2D_FIELDS("identity", f("seed", n.seed), f("increment", n.increment))
};

struct IndexColumn {
    std::string name;
    bool descending = false;
    T2D_FIELDS("index_column", f("name", n.name), f("desc", n.descending))
};

enum class ConstraintKind { primary_key, unique, foreign_key, check, default_, index, period, connection };
/// A table or column constraint. Column-level PRIMARY KEY, UNIQUE, CHECK and REFERENCES are lowered to table constraints
/// over that one column; a named or unnamed DEFAULT of a column definition is `ColumnDef::default_value` instead.
struct Constraint {
    ConstraintKind constraint = ConstraintKind::check;
    std::string name;
    std::vector<IndexColumn> columns;
    std::optional<ForeignKeyRef> references;
    OptExpr expr;                ///< CHECK condition, or the value of ALTER TABLE … ADD DEFAULT … FOR column
    OptExpr filter;              ///< WHERE of a filtered index
    bool unique_index = false;   ///< INDEX … UNIQUE
    bool ignores_duplicates = false; ///< WITH (IGNORE_DUP_KEY = ON)
    bool trusted = true;         ///< false after WITH NOCHECK, and for a key that is NOT ENFORCED
    std::string connection;      ///< text of an edge's CONNECTION (a TO b)
    SourceSpan span;
    T2D_FIELDS("constraint", f("kind", n.constraint), f("name", n.name), f("columns", n.columns), f("references", n.references), f("expr", n.expr), f("filter", n.filter), f("unique_index", n.unique_index), f("ignores_duplicates", n.ignores_duplicates), f("trusted", n.trusted), f("connection", n.connection))
};

struct ColumnDef {
    std::string name;
    std::optional<TypeName> type; ///< absent for a computed column (and for bare `timestamp`)
    OptExpr computed;
    bool persisted = false;
    std::optional<bool> nullable; ///< absent when neither NULL nor NOT NULL was written
    std::optional<Identity> identity;
    OptExpr default_value;
    std::string collation;
    bool rowguid = false;
    bool sparse = false;
    std::string generated; ///< `row_start`, `row_end` of a temporal table; empty otherwise
    bool with_values = false; ///< ALTER TABLE … ADD … DEFAULT … WITH VALUES: rows that exist get the default too
    SourceSpan span;
    T2D_FIELDS("column_def", f("name", n.name), f("type", n.type), f("computed", n.computed), f("persisted", n.persisted), f("nullable", n.nullable), f("identity", n.identity), f("default", n.default_value), f("collation", n.collation), f("rowguid", n.rowguid), f("sparse", n.sparse), f("generated", n.generated), f("with_values", n.with_values))
};

struct TableDef {
    std::vector<ColumnDef> columns;
    std::vector<Constraint> constraints;
    T2D_FIELDS("table_def", f("columns", n.columns), f("constraints", n.constraints))
};

/// CREATE [EXTERNAL] TABLE, also CTAS (`CREATE TABLE t WITH (…) AS SELECT …`) when `query` is set. `AS CLONE OF t` is lowered
/// to the query that it stands for.
struct CreateTable {
    Name name;
    bool external = false;
    TableDef def;
    OptQuery query;
    std::vector<Hint> options; ///< ON filegroup, WITH (…), TEXTIMAGE_ON …
    T2D_FIELDS("create_table", f("name", n.name), f("external", n.external), f("def", n.def), f("query", n.query), f("options", n.options))
};

enum class AlterAction { add, drop_column, drop_constraint, alter_column, other };
struct AlterTable {
    Name name;
    AlterAction action = AlterAction::other;
    TableDef add;                     ///< ADD, and the new definition of ALTER COLUMN
    std::vector<std::string> dropped; ///< names of dropped columns or constraints
    std::string other;                ///< text of an action that only physical design needs
    T2D_FIELDS("alter_table", f("name", n.name), f("action", n.action), f("add", n.add), f("dropped", n.dropped), f("other", n.other))
};

struct CreateIndex {
    std::string name;
    Name table;
    bool unique = false;
    bool clustered = false;
    bool columnstore = false;
    std::vector<IndexColumn> columns;
    std::vector<std::string> include;
    OptExpr where;
    std::vector<Hint> options;
    T2D_FIELDS("create_index", f("name", n.name), f("table", n.table), f("unique", n.unique), f("clustered", n.clustered), f("columnstore", n.columnstore), f("columns", n.columns), f("include", n.include), f("where", n.where), f("options", n.options))
};

enum class ObjectKind { table, procedure, view, function, trigger, index, schema, sequence, synonym, type };
struct Drop {
    ObjectKind object = ObjectKind::table;
    bool if_exists = false;
    std::vector<Name> names;  ///< an index is named `table.index`
    std::string server_scope; ///< DATABASE or ALL SERVER: where a DDL trigger stands; empty otherwise
    T2D_FIELDS("drop", f("object", n.object), f("if_exists", n.if_exists), f("names", n.names), f("server_scope", n.server_scope))
};

struct CreateSchema {
    std::string name;
    T2D_FIELDS("create_schema", f("name", n.name))
};

struct CreateSequence {
    Name name;
    std::optional<TypeName> type;
    std::string start, increment, minimum, maximum; ///< empty when not written
    bool cycle = false;
    T2D_FIELDS("create_sequence", f("name", n.name), f("type", n.type), f("start", n.start), f("increment", n.increment), f("minimum", n.minimum), f("maximum", n.maximum), f("cycle", n.cycle))
};

struct CreateSynonym {
    Name name, target;
    T2D_FIELDS("create_synonym", f("name", n.name), f("target", n.target))
};

/// CREATE TYPE … FROM type, or … AS TABLE.
struct CreateType {
    Name name;
    std::optional<TypeName> base;
    std::optional<TableDef> table;
    std::optional<bool> nullable;
    T2D_FIELDS("create_type", f("name", n.name), f("base", n.base), f("table", n.table), f("nullable", n.nullable))
};

// ---- variables and control flow -----------------------------------------------------------------------------------

struct CursorDef {
    std::vector<std::string> options; ///< upper case: LOCAL, FAST_FORWARD, …
    Query query;
    T2D_FIELDS("cursor_def", f("options", n.options), f("query", n.query))
};

/// One declared variable: a scalar (`type`), a table variable (`table`) or a cursor variable (`cursor`).
struct VariableDecl {
    std::string name;
    std::optional<TypeName> type;
    OptExpr value;
    std::optional<TableDef> table;
    bool cursor = false;
    SourceSpan span;
    T2D_FIELDS("variable_decl", f("name", n.name), f("type", n.type), f("value", n.value), f("table", n.table), f("cursor", n.cursor))
};

struct Declare {
    std::vector<VariableDecl> variables;
    T2D_FIELDS("declare", f("variables", n.variables))
};

struct DeclareCursor {
    std::string name;
    CursorDef def;
    T2D_FIELDS("declare_cursor", f("name", n.name), f("def", n.def))
};

struct SetVariable {
    std::string variable;
    AssignOp op = AssignOp::assign;
    OptExpr value;
    std::optional<Box<CursorDef>> cursor;
    T2D_FIELDS("set_variable", f("variable", n.variable), f("op", n.op), f("value", n.value), f("cursor", n.cursor))
};

/// SET NOCOUNT ON, SET IDENTITY_INSERT t ON, SET TRANSACTION ISOLATION LEVEL …: words in upper case as written.
struct SetOption {
    std::vector<std::string> words;
    T2D_FIELDS("set_option", f("words", n.words))
};

struct If {
    Expr condition;
    Box<Stmt> then;
    std::optional<Box<Stmt>> otherwise;
    T2D_FIELDS("if", f("condition", n.condition), f("then", n.then), f("else", n.otherwise))
};

struct While {
    Expr condition;
    Box<Stmt> body;
    T2D_FIELDS("while", f("condition", n.condition), f("body", n.body))
};

struct BlockStmt {
    Block body;
    T2D_FIELDS("block", f("body", n.body))
};

struct Break {
    T2D_FIELDS("break")
};
struct Continue {
    T2D_FIELDS("continue")
};
struct Return {
    OptExpr value;
    OptQuery query; ///< RETURN (SELECT …) of an inline table function
    T2D_FIELDS("return", f("value", n.value), f("query", n.query))
};
struct Goto {
    std::string label;
    T2D_FIELDS("goto", f("label", n.label))
};
struct Label {
    std::string name;
    T2D_FIELDS("label", f("name", n.name))
};
struct TryCatch {
    Block body;
    Block handler;
    T2D_FIELDS("try_catch", f("body", n.body), f("handler", n.handler))
};

enum class TransactionKind { begin, commit, rollback, save };
struct Transaction {
    TransactionKind transaction = TransactionKind::begin;
    std::string name;
    T2D_FIELDS("transaction", f("kind", n.transaction), f("name", n.name))
};

/// An argument of EXEC: `@name = value [OUTPUT]`; DEFAULT is a DefaultValue.
struct ExecArg {
    std::string name;
    Expr value;
    bool output = false;
    T2D_FIELDS("exec_arg", f("name", n.name), f("value", n.value), f("output", n.output))
};

/// EXEC procedure args, EXEC @variable args, or EXEC (string) [AT server]; `string` is set for the last.
struct Exec {
    std::string return_variable;
    Name procedure;
    std::string procedure_variable;
    OptExpr string;
    std::vector<ExecArg> args;
    std::string at_server;
    std::vector<Hint> options; ///< WITH RECOMPILE, WITH RESULT SETS …, AS USER = …
    T2D_FIELDS("exec", f("return_variable", n.return_variable), f("procedure", n.procedure), f("procedure_variable", n.procedure_variable), f("string", n.string), f("args", n.args), f("at_server", n.at_server), f("options", n.options))
};

struct Print {
    Expr message;
    T2D_FIELDS("print", f("message", n.message))
};
struct Raiserror {
    std::vector<Expr> args;
    std::vector<std::string> options;
    T2D_FIELDS("raiserror", f("args", n.args), f("options", n.options))
};
struct Throw {
    std::vector<Expr> args; ///< none: re-throw
    T2D_FIELDS("throw", f("args", n.args))
};

enum class CursorAction { open, close, deallocate, fetch };
struct CursorStmt {
    CursorAction action = CursorAction::open;
    std::string cursor; ///< name, or variable with its at-sign
    std::string direction; ///< FETCH: NEXT, PRIOR, FIRST, LAST, ABSOLUTE, RELATIVE; empty when not written
    OptExpr offset;
    std::vector<std::string> into;
    T2D_FIELDS("cursor", f("action", n.action), f("cursor", n.cursor), f("direction", n.direction), f("offset", n.offset), f("into", n.into))
};

// ---- modules ------------------------------------------------------------------------------------------------------

struct Parameter {
    std::string name;
    TypeName type;
    OptExpr default_value;
    bool output = false;
    bool readonly = false;
    SourceSpan span;
    T2D_FIELDS("parameter", f("name", n.name), f("type", n.type), f("default", n.default_value), f("output", n.output), f("readonly", n.readonly))
};

enum class DefineMode { create, alter, create_or_alter };
struct CreateProcedure {
    DefineMode mode = DefineMode::create;
    Name name;
    std::vector<Parameter> parameters;
    std::vector<Hint> options;
    std::string external_name; ///< `assembly.class.method` of a CLR module, which has no body; empty otherwise
    Block body;
    T2D_FIELDS("create_procedure", f("mode", n.mode), f("name", n.name), f("parameters", n.parameters), f("options", n.options), f("external_name", n.external_name), f("body", n.body))
};

struct CreateView {
    DefineMode mode = DefineMode::create;
    Name name;
    std::vector<std::string> columns;
    std::vector<Hint> options;
    Query query;
    bool check_option = false;
    bool materialized = false; ///< Synapse CREATE MATERIALIZED VIEW
    T2D_FIELDS("create_view", f("mode", n.mode), f("name", n.name), f("columns", n.columns), f("options", n.options), f("query", n.query), f("check_option", n.check_option), f("materialized", n.materialized))
};

/// Scalar function: `returns` set, `table` and `query` not. Inline: `query`. Multi-statement: `table` and `table_variable`.
struct CreateFunction {
    DefineMode mode = DefineMode::create;
    Name name;
    std::vector<Parameter> parameters;
    std::optional<TypeName> returns;
    std::string table_variable;
    std::optional<TableDef> table;
    OptQuery query;
    std::vector<Hint> options;
    std::string external_name; ///< `assembly.class.method` of a CLR module, which has no body; empty otherwise
    Block body;
    T2D_FIELDS("create_function", f("mode", n.mode), f("name", n.name), f("parameters", n.parameters), f("returns", n.returns), f("table_variable", n.table_variable), f("table", n.table), f("query", n.query), f("options", n.options), f("external_name", n.external_name), f("body", n.body))
};

struct CreateTrigger {
    DefineMode mode = DefineMode::create;
    Name name;
    Name table; ///< empty for DATABASE and ALL SERVER triggers
    std::string timing; ///< FOR, AFTER, INSTEAD OF
    std::vector<std::string> events;
    std::string external_name; ///< `assembly.class.method` of a CLR module, which has no body; empty otherwise
    Block body;
    T2D_FIELDS("create_trigger", f("mode", n.mode), f("name", n.name), f("table", n.table), f("timing", n.timing), f("events", n.events), f("external_name", n.external_name), f("body", n.body))
};

struct Use {
    std::string database;
    T2D_FIELDS("use", f("database", n.database))
};

/// A statement of a closed list (frontend/recognized.def: GRANT, DBCC, CREATE USER, WAITFOR, BACKUP, UPDATE STATISTICS …) that is recognised
/// by its kind and extent only. `what` is its leading keywords in upper case, e.g. `UPDATE STATISTICS`.
struct Recognized {
    std::string what;
    std::string text;
    bool changes_data = false; ///< rows or variables may differ afterwards (BULK INSERT, RECEIVE)
    Name loaded = {}; ///< the table that a load from files fills (BULK INSERT, COPY INTO)
    T2D_FIELDS("recognized", f("what", n.what), f("text", n.text), f("changes_data", n.changes_data), f("loaded", n.loaded))
};

/// A statement that could not be parsed or whose tokens were not all claimed.
struct Unparsed {
    std::string text;
    std::string message;
    T2D_FIELDS("unparsed", f("text", n.text), f("message", n.message))
};

struct Stmt {
    // As in Expr, the large kinds are boxed; the first is what a new Stmt holds and costs nothing.
    std::variant<Break, Box<QueryStmt>, Box<Insert>, Box<Update>, Box<Delete>, Box<Merge>, Truncate, Box<CreateTable>, Box<AlterTable>, Box<CreateIndex>, Drop, CreateSchema, Box<CreateSequence>, Box<CreateSynonym>, Box<CreateType>, Declare, Box<DeclareCursor>, SetVariable, SetOption, Box<If>, Box<While>, BlockStmt, Continue, Return, Goto, Label, TryCatch, Transaction, Box<Exec>, Box<Print>, Raiserror, Throw, Box<CursorStmt>, Box<CreateProcedure>, Box<CreateView>, Box<CreateFunction>, Box<CreateTrigger>, Use, Box<Recognized>, Unparsed> node;
    SourceSpan span;
    std::vector<Comment> comments;          ///< comments before the statement, after the one before it
    std::vector<Comment> trailing_comments; ///< on the statement's last line, or before the END that closes its block
};

/// Statements between two GO separators.
struct Batch {
    Block statements;
    SourceSpan span;
    T2D_FIELDS("batch", f("statements", n.statements))
};

/// One file.
struct Script {
    std::vector<Batch> batches;
    T2D_FIELDS("script", f("batches", n.batches))
};

} // namespace t2d::ast
