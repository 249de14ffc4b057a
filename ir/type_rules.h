// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <span>

#include "ir/ast/expr.h"
#include "ir/scalar.h"
#include "ir/sql_type.h"

namespace t2d {

/// The type a T-SQL type name stands for (`sysname`, `numeric`, `dec`, `double precision`, `national character varying` … included); kind
/// `other` for names that are not system types. Default lengths: 1 in declarations, 30 in CAST and CONVERT (`in_cast`).
/// https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql
[[nodiscard]] SqlType resolve_type(const ast::TypeName& name, bool in_cast = false);

/// Result type of CASE, COALESCE, UNION and comparisons: the operand with the higher precedence wins; decimals, strings and
/// binaries unify their parameters.
/// https://learn.microsoft.com/sql/t-sql/data-types/data-type-precedence-transact-sql
[[nodiscard]] SqlType common_type(const SqlType& a, const SqlType& b);

/// What `left op right` means and gives: `+` becomes concat for two strings, date_add for datetime + number; the type of
/// decimal arithmetic follows SQL Server's precision and scale rules (with reduction at 38). Nothing when the types do not fit.
/// https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql
struct ArithmeticResult {
    ir::ArithmeticOp op;
    SqlType type;
    SqlType left, right; ///< types the operands are converted to first (integer literals keep their minimal decimal form)
};
[[nodiscard]] std::optional<ArithmeticResult> arithmetic_type(ast::BinaryOp op, const ir::Scalar& left, const ir::Scalar& right);

/// The decimal type that holds every value of an exact number: int is decimal(10,0), money decimal(19,4).
[[nodiscard]] SqlType decimal_form(const SqlType& type);

/// Result type of `-x`, `+x` and `~x`: a negated tinyint is a smallint, a bit or string becomes a number first.
[[nodiscard]] SqlType unary_type(ast::UnaryOp op, const SqlType& operand);

/// The string type that a value of `type` becomes where a string is needed (CONCAT, LEFT, `+`): int is varchar(12).
[[nodiscard]] SqlType text_type(const SqlType& type);

/// Result type of an aggregate over an argument: SUM of int is int, AVG of int is int, SUM of decimal(p,s) is decimal(38,s)…
[[nodiscard]] SqlType aggregate_type(ir::AggregateKind kind, const SqlType& argument);

/// Result type of a semantic function (the type_rule column of functions.def applied to the arguments).
[[nodiscard]] SqlType function_type(FunctionId id, std::span<const ir::ScalarRef> args);

/// Whether a function can give NULL for arguments that are not NULL (NULLIF, TRY_…), or never gives NULL (COUNT, CONCAT, GETDATE).
[[nodiscard]] bool function_nullable(FunctionId id, std::span<const ir::ScalarRef> args);

/// Precedence rank of a type: a higher number wins.
[[nodiscard]] int type_precedence(TypeKind kind);

/// Canonical name of a DATEADD/DATEDIFF/DATEPART part (`yy` → `year`, `dw` → `weekday`); empty when it is none.
[[nodiscard]] std::string_view canonical_date_part(std::string_view written);

} // namespace t2d
