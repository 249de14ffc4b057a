// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "ir/box.h"
#include "ir/functions.h"
#include "ir/source.h"
#include "ir/sql_type.h"

/// Relational IR, scalar half: typed expressions whose operators carry T-SQL semantics (architecture.md, section 2).
/// Nodes are immutable and owned by an `ir::Arena` (ir/arena.h); pointers stay valid as long as the arena lives.
namespace t2d::ir {

struct Rel;
struct Scalar;
using ScalarRef = const Scalar*;
using RelRef = const Rel*;

/// Identifies one use of a relation in a FROM clause; unique within an arena.
using QuantId = int;

/// A typed constant. `text` is canonical: digits with sign for numbers, characters for strings, ISO form for dates and
/// times, hex digits after 0x for binaries, 0/1 for bit; `is_null` leaves `text` empty.
struct Constant {
    std::string text;
    bool is_null = false;
};

/// Column `column` (0-based) of the relation that quantifier `quant` stands for, in this block or an enclosing one.
struct ColumnRef {
    QuantId quant = 0;
    int column = 0;
};

/// A parameter of the compiled procedure: a dbt var at run time. Name without the at-sign, original case.
struct ParamRef {
    std::string name;
};

/// A scalar variable, by index into Program::variables; gone after the SSA pass.
struct VarRef {
    int variable = 0;
};

/// `add … modulo` follow T-SQL's result types (integer division truncates, decimal scales); `concat` is string `+` (NULL
/// if one side is NULL); `date_add` is datetime + number of days; `date_subtract` is datetime - days.
enum class ArithmeticOp { add, subtract, multiply, divide, modulo, bit_and, bit_or, bit_xor, concat, date_add, date_subtract };
struct Arithmetic {
    ArithmeticOp op = ArithmeticOp::add;
    ScalarRef left = nullptr, right = nullptr;
};

enum class UnaryKind { negate, bit_not };
struct UnaryOp {
    UnaryKind op = UnaryKind::negate;
    ScalarRef operand = nullptr;
};

enum class CompareOp { equal, not_equal, less, less_equal, greater, greater_equal };
using t2d::StringComparison;
/// Comparison with T-SQL semantics; operands already have a common type (implicit conversions are Convert nodes).
/// `null_safe` is IS NOT DISTINCT FROM (equal) or IS DISTINCT FROM (not_equal).
struct Compare {
    CompareOp op = CompareOp::equal;
    ScalarRef left = nullptr, right = nullptr;
    bool null_safe = false;
    StringComparison strings = StringComparison::database;
};

enum class LogicOp { and_, or_ };
/// At least two operands.
struct Logic {
    LogicOp op = LogicOp::and_;
    std::vector<ScalarRef> operands;
};
struct Not {
    ScalarRef operand = nullptr;
};
/// Whether a predicate is TRUE (neither FALSE nor UNKNOWN), or with `negated` whether it is not. Made by the relational
/// forms of DELETE and IF, never by the binder.
struct IsTrue {
    ScalarRef operand = nullptr;
    bool negated = false;
};
struct IsNull {
    ScalarRef operand = nullptr;
    bool negated = false;
};
struct Between {
    ScalarRef operand = nullptr, low = nullptr, high = nullptr;
    bool negated = false;
    StringComparison strings = StringComparison::database;
};
struct InList {
    ScalarRef operand = nullptr;
    std::vector<ScalarRef> items;
    bool negated = false;
    StringComparison strings = StringComparison::database;
};
/// LIKE with T-SQL patterns (%, _, [set], [^set]).
struct Like {
    ScalarRef operand = nullptr, pattern = nullptr;
    ScalarRef escape = nullptr; ///< null pointer when none
    bool negated = false;
    StringComparison strings = StringComparison::database;
};
struct Exists {
    RelRef query = nullptr;
    bool negated = false;
};
/// `operand [NOT] IN (query)`; the query has one column.
struct InQuery {
    ScalarRef operand = nullptr;
    RelRef query = nullptr;
    bool negated = false;
    StringComparison strings = StringComparison::database;
};
/// `operand op ALL|ANY (query)`.
struct Quantified {
    CompareOp op = CompareOp::equal;
    bool all = false;
    ScalarRef operand = nullptr;
    RelRef query = nullptr;
    StringComparison strings = StringComparison::database;
};
/// The one value of a query with one column: NULL when it has no row, an error when it has several.
struct ScalarSubquery {
    RelRef query = nullptr;
};

struct CaseArm {
    ScalarRef when = nullptr, then = nullptr;
};
/// Searched CASE, or the simple form when `operand` is set (arms then compare for equality under `strings`).
struct Case {
    ScalarRef operand = nullptr;
    std::vector<CaseArm> arms;
    ScalarRef otherwise = nullptr; ///< null pointer: ELSE NULL
    StringComparison strings = StringComparison::database;
};

/// Conversion to the node's own type with T-SQL rules (decimal to int truncates, '' to 0, date styles…).
/// `implicit`: not written by the user. `try_`: NULL instead of an error. `style`: CONVERT's style, or -1 when not given.
struct Convert {
    ScalarRef operand = nullptr;
    bool implicit = false;
    bool try_ = false;
    int style = -1;
};

/// A call of a semantic function. Date-part functions keep the part in `date_part` (canonical: year, quarter, month,
/// dayofyear, day, week, iso_week, weekday, hour, minute, second, millisecond, microsecond, nanosecond), not in `args`.
/// `strings` is how functions that compare (CHARINDEX, REPLACE, NULLIF, PATINDEX…) do so.
struct Call {
    FunctionId function;
    std::vector<ScalarRef> args;
    std::string_view date_part; ///< of the table of canonical names
    StringComparison strings = StringComparison::database;
};

/// A call of a user-defined scalar function, by index into Program::functions; gone after the SSA pass (inlined).
struct UserCall {
    int function = 0;
    std::vector<ScalarRef> args;
};

/// A value that keeps its characters but compares under a collation of its own: as COLLATE says, or, where it is a key (of a group, an order, DISTINCT, a set
/// operation, MIN or MAX), as the columns in it are declared.
struct Collate {
    ScalarRef operand = nullptr;
    std::string collation;
};

struct SortKey {
    ScalarRef expr = nullptr;
    bool descending = false;
};

enum class AggregateKind { count_star, count, sum, avg, min, max, stdev, stdevp, var, varp, string_agg, checksum_agg, count_big, count_big_star, grouping, grouping_id, approx_count_distinct, collect };
/// An aggregate over the groups of the enclosing Select. STRING_AGG: args are value and separator, `order` is WITHIN GROUP.
/// `collect` (made by passes only) gives all rows of `args` as one value, which the table function `rows_of` reads again: how a table
/// travels through the rounds of a loop.
struct Aggregate {
    AggregateKind function = AggregateKind::count_star;
    std::vector<ScalarRef> args;
    bool distinct = false;
    std::vector<SortKey> order;
    std::vector<std::string> names = {}; ///< of `args`: collect only
};

enum class WindowKind { aggregate, row_number, rank, dense_rank, ntile, lag, lead, first_value, last_value, percent_rank, cume_dist, percentile_cont, percentile_disc };
enum class FrameUnit { rows, range };
enum class BoundKind { unbounded_preceding, preceding, current_row, following, unbounded_following };
struct FrameBound {
    BoundKind kind = BoundKind::current_row;
    ScalarRef offset = nullptr;
};
struct Frame {
    FrameUnit unit = FrameUnit::range;
    FrameBound start, end;
};
/// A window function; for `aggregate`, `aggregate_kind` says which. `frame` is absent where the user wrote none (T-SQL's
/// default with ORDER BY: RANGE UNBOUNDED PRECEDING TO CURRENT ROW). Percentiles keep their WITHIN GROUP key in `within`.
struct Window {
    WindowKind function = WindowKind::row_number;
    AggregateKind aggregate_kind = AggregateKind::sum;
    std::vector<ScalarRef> args;
    bool ignore_nulls = false;
    std::vector<SortKey> within;
    std::vector<ScalarRef> partition;
    std::vector<SortKey> order;
    std::optional<Frame> frame;
};

/// `NEXT VALUE FOR` a sequence (by catalog name, lower case `schema.name`).
struct NextValue {
    std::string sequence;
};

struct Scalar {
    std::variant<Constant, ColumnRef, ParamRef, VarRef, Arithmetic, UnaryOp, Compare, Logic, Not, IsTrue, IsNull, Between, InList, Like, Exists, InQuery, Quantified, ScalarSubquery, Case, Convert, Call, UserCall, Collate, Box<Aggregate>, Box<Window>, NextValue> node; ///< boxed what is large and rare: a node is small, because there are many
    SqlType type; ///< predicates have type `bit`
    bool nullable = true;
    SourceSpan span;
    bool has_query = false; ///< a subquery stands in it or below; set by `Arena::make`, so that walks of relations pass by the others
};

/// True for nodes that are conditions (comparison, logic, EXISTS…), which T-SQL does not allow as values.
[[nodiscard]] bool is_predicate(const Scalar& scalar);

} // namespace t2d::ir
