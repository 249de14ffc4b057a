// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "ir/box.h"
#include "ir/source.h"

/// The abstract syntax tree: what was written, untyped and unresolved. Every node is an aggregate whose `fields`
/// function lists its members once; dumping and comparing (ir/ast/dump.h) are derived from that list.
namespace t2d::ast {

struct Query;
struct Expr;
using ExprBox = Box<Expr>;
using OptExpr = std::optional<ExprBox>;
using OptQuery = std::optional<Box<Query>>;

#define T2D_FIELDS(kind_name, ...)                                                                                     \
    static constexpr std::string_view kind = kind_name;                                                                \
    static void fields(auto& n, auto&& f) { __VA_ARGS__; (void)n; (void)f; }

/// A dotted name as written, without brackets or quotes; an empty part stands for an omitted one (`db..t`).
struct Name {
    std::vector<std::string> parts;
    SourceSpan span;
    T2D_FIELDS("name", f("parts", n.parts))
    /// The last part; empty for an empty name.
    [[nodiscard]] const std::string& last() const;
};

/// A data type as written: `decimal(12, 2)`, `varchar(max)`, `dbo.MyType`, `sysname`.
struct TypeName {
    Name name;
    std::vector<std::string> args; ///< length, precision, scale or `max`, as written
    SourceSpan span;
    T2D_FIELDS("type", f("name", n.name), f("args", n.args))
};

enum class LiteralKind { null, integer, decimal, floating, money, string, nstring, binary };
/// A constant; `text` is the value: digits as written, a string's characters without quotes and doubled quotes undone.
struct Literal {
    LiteralKind literal = LiteralKind::null;
    std::string text;
    T2D_FIELDS("literal", f("kind", n.literal), f("text", n.text))
};

/// A column (or pseudo column) reference: `a.b`, `inserted.x`, `$action`, `$identity`.
struct ColumnName {
    Name name;
    T2D_FIELDS("column", f("name", n.name))
};

/// `@x` or `@@rowcount`, with its at-signs.
struct Variable {
    std::string name;
    T2D_FIELDS("variable", f("name", n.name))
};

/// `*` or `t.*` in a select list, OUTPUT list or COUNT(*).
struct Star {
    Name qualifier; ///< empty parts when unqualified
    T2D_FIELDS("star", f("qualifier", n.qualifier))
};

/// The word DEFAULT used as a value.
struct DefaultValue {
    T2D_FIELDS("default")
};

enum class UnaryOp { plus, minus, bit_not, logical_not };
struct Unary {
    UnaryOp op = UnaryOp::minus;
    ExprBox operand;
    T2D_FIELDS("unary", f("op", n.op), f("operand", n.operand))
};

/// `not_less` is `!<`, `not_greater` is `!>`. `outer_left`/`outer_right` are the old `*=` and `=*`; `concat` is `||`.
enum class BinaryOp { add, subtract, multiply, divide, modulo, bit_and, bit_or, bit_xor, equal, not_equal, less, less_equal, greater, greater_equal, not_less, not_greater, outer_left, outer_right, shift_left, shift_right, concat };
struct Binary {
    BinaryOp op = BinaryOp::add;
    ExprBox left, right;
    T2D_FIELDS("binary", f("op", n.op), f("left", n.left), f("right", n.right))
};

enum class LogicOp { and_, or_ };
/// A chain of AND or OR, flattened: `a OR b OR c` is one node with three operands (at least two).
struct Logic {
    LogicOp op = LogicOp::and_;
    std::vector<Expr> operands;
    T2D_FIELDS("logic", f("op", n.op), f("operands", n.operands))
};

struct Between {
    bool negated = false;
    ExprBox operand, low, high;
    T2D_FIELDS("between", f("negated", n.negated), f("operand", n.operand), f("low", n.low), f("high", n.high))
};

struct InList {
    bool negated = false;
    ExprBox operand;
    std::vector<Expr> items;
    T2D_FIELDS("in_list", f("negated", n.negated), f("operand", n.operand), f("items", n.items))
};

struct InQuery {
    bool negated = false;
    ExprBox operand;
    Box<Query> query;
    T2D_FIELDS("in_query", f("negated", n.negated), f("operand", n.operand), f("query", n.query))
};

struct Like {
    bool negated = false;
    ExprBox operand, pattern;
    OptExpr escape;
    T2D_FIELDS("like", f("negated", n.negated), f("operand", n.operand), f("pattern", n.pattern), f("escape", n.escape))
};

/// `x IS [NOT] NULL`.
struct IsNull {
    bool negated = false;
    ExprBox operand;
    T2D_FIELDS("is_null", f("negated", n.negated), f("operand", n.operand))
};

/// `x IS [NOT] DISTINCT FROM y` (SQL Server 2022).
struct IsDistinct {
    bool negated = false;
    ExprBox left, right;
    T2D_FIELDS("is_distinct", f("negated", n.negated), f("left", n.left), f("right", n.right))
};

struct Exists {
    Box<Query> query;
    T2D_FIELDS("exists", f("query", n.query))
};

/// `x > ALL (query)`, `x = ANY (query)`; SOME is ANY.
struct Quantified {
    BinaryOp op = BinaryOp::equal;
    bool all = false;
    ExprBox operand;
    Box<Query> query;
    T2D_FIELDS("quantified", f("op", n.op), f("all", n.all), f("operand", n.operand), f("query", n.query))
};

/// A scalar subquery.
struct Subquery {
    Box<Query> query;
    T2D_FIELDS("subquery", f("query", n.query))
};

struct CaseWhen;
/// `operand` is present in the simple form.
struct Case {
    OptExpr operand;
    std::vector<CaseWhen> whens;
    OptExpr otherwise;
    T2D_FIELDS("case", f("operand", n.operand), f("whens", n.whens), f("else", n.otherwise))
};

enum class CastKind { cast, try_cast, convert, try_convert, parse, try_parse };
/// CAST and its relatives; `style` is CONVERT's third argument or PARSE's culture.
struct Cast {
    CastKind cast = CastKind::cast;
    ExprBox operand;
    TypeName type;
    OptExpr style;
    T2D_FIELDS("cast", f("kind", n.cast), f("operand", n.operand), f("type", n.type), f("style", n.style))
};

struct OrderItem;
enum class FrameUnit { rows, range };
enum class BoundKind { unbounded_preceding, preceding, current_row, following, unbounded_following };
struct FrameBound {
    BoundKind bound = BoundKind::current_row;
    OptExpr offset;
    T2D_FIELDS("bound", f("kind", n.bound), f("offset", n.offset))
};
struct Frame {
    FrameUnit unit = FrameUnit::rows;
    FrameBound start;
    std::optional<FrameBound> end; ///< absent in the short form `ROWS UNBOUNDED PRECEDING`
    T2D_FIELDS("frame", f("unit", n.unit), f("start", n.start), f("end", n.end))
};
struct Over {
    std::string window; ///< name of a WINDOW clause entry; empty when none
    std::vector<Expr> partition_by;
    std::vector<OrderItem> order_by;
    std::optional<Frame> frame;
    T2D_FIELDS("over", f("window", n.window), f("partition_by", n.partition_by), f("order_by", n.order_by), f("frame", n.frame))
};

enum class NullTreatment { none, ignore_nulls, respect_nulls };
/// A function call; also niladic functions (CURRENT_TIMESTAMP, SESSION_USER), which have `parentheses == false`.
/// DATEPART-like names of date parts are ColumnName arguments.
struct Call {
    Name function;
    std::vector<Expr> args;
    bool distinct = false;
    bool parentheses = true;
    std::vector<OrderItem> within_group;
    NullTreatment nulls = NullTreatment::none;
    std::string json_options; ///< text behind the arguments of a JSON function: NULL ON NULL, RETURNING int; empty when none
    std::optional<Box<Over>> over;
    T2D_FIELDS("call", f("function", n.function), f("args", n.args), f("distinct", n.distinct), f("parentheses", n.parentheses), f("within_group", n.within_group), f("nulls", n.nulls), f("json_options", n.json_options), f("over", n.over))
};

/// `operand.method(args)` or `operand.property` on XML, CLR types or sequences of them; also `Type::Method(args)`.
struct MethodCall {
    ExprBox operand;
    std::string method;
    bool is_static = false;
    bool parentheses = true;
    std::vector<Expr> args;
    T2D_FIELDS("method", f("operand", n.operand), f("method", n.method), f("static", n.is_static), f("parentheses", n.parentheses), f("args", n.args))
};

struct Collate {
    ExprBox operand;
    std::string collation;
    T2D_FIELDS("collate", f("operand", n.operand), f("collation", n.collation))
};

struct AtTimeZone {
    ExprBox operand, zone;
    T2D_FIELDS("at_time_zone", f("operand", n.operand), f("zone", n.zone))
};

/// `NEXT VALUE FOR s [OVER (…)]`.
struct NextValue {
    Name sequence;
    std::optional<Box<Over>> over;
    T2D_FIELDS("next_value", f("sequence", n.sequence), f("over", n.over))
};

/// A function argument of the form `key : value` (JSON_OBJECT), `key AS value` (PREDICT), or `BULK value`, `LANGUAGE value`.
struct NamedArgument {
    ExprBox key, value;
    bool as = false; ///< written with AS
    T2D_FIELDS("named_argument", f("key", n.key), f("value", n.value), f("as", n.as))
};

/// `{d '2024-01-01'}`, `{fn now()}`: ODBC escapes.
struct OdbcEscape {
    std::string tag;
    ExprBox operand;
    T2D_FIELDS("odbc", f("tag", n.tag), f("operand", n.operand))
};

/// `CURRENT OF cursor` in a WHERE clause; `cursor` may be a variable name.
struct CurrentOf {
    std::string cursor;
    T2D_FIELDS("current_of", f("cursor", n.cursor))
};

/// `MATCH (a-(edge)->b)` of graph tables: the pattern as written, with its parentheses.
struct GraphMatch {
    std::string pattern;
    T2D_FIELDS("match", f("pattern", n.pattern))
};

/// Several expressions in parentheses: a row of a grouping set; empty for `()`.
struct Tuple {
    std::vector<Expr> items;
    T2D_FIELDS("tuple", f("items", n.items))
};

struct Expr {
    // Kinds that are large or rare are boxed: there are some ten expressions to a line, and each is as large as the largest kind.
    std::variant<Literal, ColumnName, Variable, Star, DefaultValue, Unary, Binary, Logic, Between, InList, InQuery, Like, IsNull, IsDistinct, Exists, Quantified, Subquery, Box<Case>, Box<Cast>, Box<Call>, Box<MethodCall>, Collate, AtTimeZone, Box<NextValue>, NamedArgument, OdbcEscape, CurrentOf, GraphMatch, Tuple> node;
    SourceSpan span;
};

struct CaseWhen {
    Expr when, then;
    T2D_FIELDS("when", f("when", n.when), f("then", n.then))
};

struct OrderItem {
    Expr expr;
    bool descending = false;
    T2D_FIELDS("order_item", f("expr", n.expr), f("desc", n.descending))
};

} // namespace t2d::ast
