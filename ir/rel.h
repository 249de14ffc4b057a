// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/container/small_vector.hpp>

#include "ir/scalar.h"

/// Relational IR: immutable query blocks owned by an `ir::Arena`. A relation may be used by several others (a DAG).
namespace t2d::ir {

/// Index into `Program::tables` (ir/procedure.h).
using TableId = int;

struct Column {
    std::string name; ///< as the user spelled it
    SqlType type;
    bool nullable = true;
};

/// The state of a persistent table before the procedure ran (version 0): a source, `previous`, or a capture.
struct TableScan {
    TableId table = 0;
};
/// The state of a table at this point of the procedure; gone after the SSA pass.
struct CurrentTable {
    TableId table = 0;
};
/// Rows of a built-in table function (STRING_SPLIT, GENERATE_SERIES…), possibly correlated.
struct FunctionScan {
    FunctionId function;
    std::vector<ScalarRef> args;
};

/// Rows of a user-defined table function, by index into Program::functions; gone after the SSA pass (inlined).
struct UserScan {
    int function = 0;
    std::vector<ScalarRef> args;
};

struct From;
using FromRef = const From*;
struct Quantifier {
    QuantId id = 0;
    RelRef rel = nullptr;
    std::string alias; ///< as written; may be empty
};
enum class JoinKind { inner, left, right, full, cross };
/// `lateral`: the right side may refer to the left one (APPLY).
struct Join {
    JoinKind kind = JoinKind::inner;
    bool lateral = false;
    FromRef left = nullptr, right = nullptr;
    ScalarRef on = nullptr; ///< null pointer for cross joins
};
struct From {
    std::variant<Quantifier, Join> node;
    bool has_query = false; ///< in a condition of a join; set by `Arena::make`
};

struct Limit {
    ScalarRef count = nullptr;  ///< TOP or FETCH; null pointer when only an offset is given
    ScalarRef offset = nullptr; ///< null pointer when none
    bool percent = false;
    bool with_ties = false;
};

/// One query block. With aggregates or `group_by` it is a grouped block; `grouping_sets` holds indexes into `group_by`
/// (empty: one set of all of them).
struct Select {
    FromRef from = nullptr; ///< null pointer: no FROM clause, one row
    ScalarRef where = nullptr;
    bool grouped = false; ///< GROUP BY was written, HAVING was, or an aggregate is used
    std::vector<ScalarRef> group_by;
    std::vector<std::vector<int>> grouping_sets;
    ScalarRef having = nullptr;
    std::vector<ScalarRef> items; ///< parallel to Rel::columns
    bool distinct = false;
    std::vector<SortKey> order; ///< meaningful only with `limit`
    std::optional<Limit> limit;
};

enum class SetOpKind { union_all, union_, except, intersect };
/// Columns are aligned by position; names and types are the node's own. More than two operands only for union_all.
struct SetOp {
    SetOpKind kind = SetOpKind::union_all;
    std::vector<RelRef> inputs;
};
/// Literal rows; no rows makes a typed empty relation.
struct Values {
    std::vector<std::vector<ScalarRef>> rows;
};
/// Recursive CTE: `step` refers to itself through RecursiveRef nodes with the same `id`.
struct Recursive {
    int id = 0;
    RelRef anchor = nullptr, step = nullptr;
    bool distinct = false; ///< UNION instead of UNION ALL (made by passes only)
};
struct RecursiveRef {
    int id = 0;
};
/// What could not be compiled, with the columns that are expected of it. `hole` indexes Program::holes.
struct HoleRel {
    int hole = 0;
};

struct Rel {
    std::variant<TableScan, CurrentTable, FunctionScan, UserScan, Select, SetOp, Values, Recursive, RecursiveRef, HoleRel> node;
    std::vector<Column> columns;
    std::string label;                 ///< temp table, CTE or alias this relation is known by; empty: anonymous
    std::vector<std::string> comments; ///< comments of the statements it came from
    SourceSpan span;
    bool has_query = false; ///< a subquery stands in its own scalars; set by `Arena::make`
};

/// Kept in place where they are few: most FROM clauses are short, and they are asked for all the time.
using Quantifiers = boost::container::small_vector<const Quantifier*, 4>;
/// The quantifiers below a FROM tree, left to right.
[[nodiscard]] Quantifiers quantifiers(FromRef from);
/// The relation of a subquery; null pointer for every other scalar.
[[nodiscard]] RelRef subquery_of(ScalarRef scalar);
/// Position of a column by name, ignoring case; -1 when there is none.
[[nodiscard]] int find_column(const std::vector<Column>& columns, std::string_view name);

} // namespace t2d::ir
