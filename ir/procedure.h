// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <variant>
#include <vector>

#include "ir/box.h"
#include "ir/catalog.h"
#include "ir/project.h"
#include "ir/rel.h"

/// Procedure IR: a control-flow tree of table writes and scalar assignments over resolved names and types
/// (architecture.md, section 2). All sugar is gone; reads of tables are CurrentTable, reads of variables VarRef.
namespace t2d::ir {

enum class TableKind { persistent, temporary, variable };

/// How a column is filled where an INSERT does not name it.
struct ColumnRule {
    ScalarRef default_value = nullptr;
    ScalarRef computed = nullptr; ///< over quantifier `TableSymbol::self`
    bool identity = false;
    std::string identity_seed = "1", identity_increment = "1"; ///< also start and increment of a default's sequence
};

/// A CHECK constraint, which no row may answer with FALSE.
struct CheckRule {
    std::string name;              ///< empty: it has none
    ScalarRef condition = nullptr; ///< over quantifier `TableSymbol::self`; null pointer: not compiled
    std::string reason;            ///< why it is not compiled
    bool trusted = true;           ///< false: rows from before may break it
    SourceSpan span;
};

/// A table that the procedure reads or writes.
struct TableSymbol {
    std::string key; ///< catalog key; `#t` or `@t` made unique for temporary ones
    std::string schema, name; ///< as declared (or as written where no DDL is given)
    TableKind kind = TableKind::persistent;
    std::vector<Column> columns;
    std::vector<ColumnRule> rules;       ///< parallel to columns
    std::vector<CheckRule> checks;       ///< of persistent tables
    std::vector<std::vector<int>> keys;  ///< unique, NOT NULL column sets
    std::vector<std::vector<int>> unique_keys; ///< all unique column sets, nullable ones included
    QuantId self = 0;                    ///< quantifier that computed columns and checks are written over
    bool inferred = false;               ///< no DDL: columns are collected from use
};

struct VariableSymbol {
    std::string name; ///< with its at-sign
    SqlType type;
};

/// OUTPUT … INTO; the items are written over the `inserted` and `deleted` quantifiers of the statement and over its sources.
struct OutputInto {
    std::vector<ScalarRef> items;
    TableId into = 0;
    std::vector<int> columns;
};

struct SetColumn {
    int column = 0;
    ScalarRef value = nullptr;
};

/// SELECT INTO, CREATE TABLE #t, DECLARE @t TABLE: the table's first content. After ALTER TABLE `continues` is the table of the old
/// shape, whose identity numbers go on.
struct Define {
    TableId table = 0;
    RelRef content = nullptr;
    TableId continues = -1;
};
/// `source` has one column per entry of `columns`; its block's `order` (without limit) is the insert order.
struct Insert {
    TableId table = 0;
    std::vector<int> columns;
    RelRef source = nullptr;
    QuantId inserted = 0;
    bool explicit_identity = false; ///< under SET IDENTITY_INSERT ON
    std::vector<OutputInto> output;
};
/// `from` contains quantifier `target` over CurrentTable{table}; every row of the target that some row of FROM/WHERE matches is
/// changed once. `inserted` and `deleted` stand for the row after and before.
struct Update {
    TableId table = 0;
    QuantId target = 0;
    FromRef from = nullptr;
    ScalarRef where = nullptr;
    std::vector<SetColumn> set;
    QuantId inserted = 0, deleted = 0;
    std::vector<OutputInto> output;
};
struct Delete {
    TableId table = 0;
    QuantId target = 0;
    FromRef from = nullptr;
    ScalarRef where = nullptr;
    QuantId deleted = 0;
    std::vector<OutputInto> output;
};
/// DELETE or UPDATE through a derived relation over one table (dedupe through a CTE, TOP (n)): `rows` has the target's columns
/// first and then the relation's own; it keeps each target row at most once. Rows of the target outside `rows` stay: they are
/// those for which `inside` is not true.
struct WriteThrough {
    TableId table = 0;
    QuantId target = 0;     ///< quantifier of `inside` over CurrentTable{table}
    ScalarRef inside = nullptr; ///< null pointer: all rows are inside
    QuantId row = 0;        ///< quantifier of `where` and `set` over `rows`
    RelRef rows = nullptr;
    std::size_t width = 0;  ///< columns of the table in `rows`; one without DDL may get more later
    ScalarRef where = nullptr;
    bool remove = false;
    std::vector<SetColumn> set;
};
enum class MergeMatch { matched, not_matched_by_target, not_matched_by_source };
enum class MergeAction { update, remove, insert };
struct MergeBranch {
    MergeMatch match = MergeMatch::matched;
    ScalarRef condition = nullptr;
    MergeAction action = MergeAction::update;
    std::vector<SetColumn> set; ///< of UPDATE, and of INSERT (columns not named take their defaults)
};
struct Merge {
    TableId table = 0;
    QuantId target = 0;
    Quantifier source;
    ScalarRef on = nullptr;
    std::vector<MergeBranch> branches;
    QuantId inserted = 0, deleted = 0;
    QuantId action = 0; ///< quantifier whose only column is $action
    ScalarRef top = nullptr; ///< how many rows are written at most; null pointer: all
    std::vector<OutputInto> output;
};
struct Truncate {
    TableId table = 0;
};
/// BEGIN, COMMIT, ROLLBACK and SAVE TRANSACTION: ROLLBACK gives tables (but no table variables) the rows back that they had at the
/// outermost BEGIN, or at the SAVE of that name. Bound only where the procedure rolls back outside of CATCH.
enum class TransactionStep { begin, commit, rollback, save };
struct Transaction {
    TransactionStep step = TransactionStep::begin;
    std::string name;
};
/// `SET @v = e`.
struct Assign {
    int variable = 0;
    ScalarRef value = nullptr;
};
/// `SELECT @a = x, @b = y FROM …`: the variables keep their values where the query has no row.
struct AssignQuery {
    std::vector<int> variables;
    RelRef query = nullptr; ///< one column per variable
};
struct Statement;
using Body = std::vector<Statement>;
struct If {
    ScalarRef condition = nullptr;
    Body then, otherwise;
};
struct While {
    ScalarRef condition = nullptr;
    Body body;
};
struct Break {};
struct Continue {};
/// Ends the innermost Inlined body, or the procedure; `value` is a function's result.
struct Return {
    ScalarRef value = nullptr;
};
/// GOTO to a label further down, and that label: statements between them are not reached under the jump's condition.
struct Jump {
    std::string label;
};
struct Landing {
    std::string label;
};
/// The body of a called procedure; RETURN in it ends it. `outputs`: callee variable → caller variable afterwards.
struct Inlined {
    Body body;
    std::vector<std::pair<int, int>> outputs;
    bool of_expression = false; ///< functions that a statement calls: @@ROWCOUNT and @@IDENTITY are afterwards what they were
};
/// RAISERROR or THROW reached under the path's condition: a guard.
struct Raise {
    std::string message;
};
/// A statement that could not be compiled and the tables and variables it may have changed.
struct HoleStatement {
    std::string id; ///< stable: `<procedure>:<line>`
    std::string reason;
    std::vector<TableId> tables;
    std::vector<int> variables;
    bool everything = false; ///< what it changes cannot be known (dynamic SQL)
};

struct Statement {
    std::variant<Define, Insert, Update, Delete, WriteThrough, Merge, Truncate, Transaction, Assign, AssignQuery, If, While, Break, Continue, Return, Jump, Landing, Inlined, Raise, HoleStatement> node;
    int record = -1; ///< index into Program::records: the statement account
    SourceSpan span;
    std::vector<std::string> comments;
};

/// A user-defined function, bound once; calls give the values of `parameters`.
struct FunctionSymbol {
    std::string name;
    std::vector<int> parameters; ///< variables
    Body body;                   ///< scalar and multi-statement functions
    RelRef query = nullptr;      ///< inline table functions, over VarRefs
    TableId result = -1;         ///< the returned table variable of a multi-statement function
    SqlType type;                ///< of a scalar function
};

/// One procedure with everything it calls.
struct Program {
    std::string name; ///< `schema.procedure` as written
    SourceSpan span;
    std::vector<std::string> comments;
    std::vector<TableSymbol> tables;
    std::vector<VariableSymbol> variables;
    std::vector<FunctionSymbol> functions;
    std::vector<Variable> parameters; ///< of the procedure itself
    std::vector<int> parameter_variables;
    Body body;
    std::vector<StatementRecord> records;
    std::vector<std::string> called; ///< procedures inlined into this one
};

} // namespace t2d::ir
