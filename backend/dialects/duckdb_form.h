// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/dialects/duckdb.h"
#include "ir/constants.h"

namespace t2d::backend {

/// Binding strengths of DuckDB's operators, weakest first.
namespace strength {
enum : int { any = 0, or_ = 1, and_ = 2, not_ = 3, is = 4, compare = 5, concat = 6, add = 7, multiply = 8, unary = 9, atom = 10 };
}

/// How DuckDB spells a T-SQL operation so that it gives exactly SQL Server's value, or why it cannot. In `text`, `$0` stands
/// for operand 0 as an argument, `@0` for it as an operand of any operator (in parentheses unless it is an atom), and `#0` for
/// its exact value as an argument: of its own T-SQL type, a CHAR with its blanks; `~0` is `#0` where a whole number may stay one.
/// `<0` and `>0` are the left and right operand of an operator of strength `inner`, `&0` one of `||`, exact as `#0`; `!0` is its
/// SQL as an argument of a macro. A doubled sigil is that character.
struct Form {
    std::string text;
    SqlType native;                ///< the type that DuckDB gives it
    int strength = strength::atom;
    int inner = strength::atom;    ///< of the operator that `<0` and `>0` belong to
    bool trimmed = false;          ///< has no trailing blanks
    std::string refused;           ///< what has no exact form; empty when there is one
};

inline constexpr std::string_view kSigils = "$@#~<>&!"; ///< what marks an operand in `Form::text`

[[nodiscard]] Form spelled(std::string text, const SqlType& native, int strength = strength::atom);
/// A form around another one's text, with its operands.
[[nodiscard]] Form around(const Form& inner, std::string text, const SqlType& native);
[[nodiscard]] Form refusal(std::string what);
/// An operation that arithmetic has to spell; `left` and `right` are what DuckDB makes of the operands.
[[nodiscard]] Form arithmetic_form(const ir::Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right);

/// The form of a call of a system function whose value has type `type`.
[[nodiscard]] Form call_form(const ir::Call& node, const SqlType& type);
/// The families behind `call_form`; nothing for a function of another family.
[[nodiscard]] std::optional<Form> string_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] std::optional<Form> number_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] std::optional<Form> date_form(const ir::Call& node, const SqlType& type);
/// FORMAT, for the .NET formats that are listed there.
[[nodiscard]] Form format_form(const ir::Call& node);

/// The conversion of `operand`, which DuckDB gives as a value of `from`, to `to`: CAST, CONVERT with a style (-1: none), or with
/// `try_` their forms that give NULL where the others fail.
struct Conversion {
    const ir::Scalar& operand;
    SqlType from, to;
    int style = -1;
    bool try_ = false;
    bool implicit = false; ///< an assignment: SQL Server stops where it would have to cut bytes off
};
[[nodiscard]] Form conversion_form(const Conversion& conversion);
/// Bytes of the hash that a call of HASHBYTES gives; 0 for every other scalar.
[[nodiscard]] int hash_bytes(const ir::Scalar& scalar);
/// The parts of `conversion_form` for dates and times as text, and for what becomes a date or time.
[[nodiscard]] Form moment_text_form(const Conversion& conversion);
[[nodiscard]] Form moment_form(const Conversion& conversion);

/// The macros that read texts as moments (`tsql_date`, `tsql_try_datetime`, `tsql_date_103`, …), name → text. Their parameter is the
/// SQL of the text.
[[nodiscard]] std::map<std::string, std::string> reading_macros();
/// The one for a type, a style (below 1: none) and TRY_; empty when what SQL Server reads there has no exact form.
[[nodiscard]] std::string reading_macro(TypeKind to, int style, bool try_);

/// `text`, a timestamp, on SQL Server's grid of 1/300 seconds (type datetime).
[[nodiscard]] std::string on_datetime_grid(const std::string& text);
/// `text`, a timestamp, rounded to minutes (type smalldatetime).
[[nodiscard]] std::string on_minutes(const std::string& text);
/// The ISO spelling of a constant that every session reads as the same date (`20240131`, `2024-01-31 10:00`); empty when it is none.
[[nodiscard]] std::string iso_date(std::string_view text);
/// A constant text as a literal of a datetime2 or datetimeoffset, or of a time, rounded to the digits that the type keeps; nothing
/// for a text of another form.
[[nodiscard]] std::optional<Form> moment_literal(std::string_view text, const SqlType& type);
[[nodiscard]] std::optional<Form> time_literal(std::string_view text, const SqlType& type);

/// LIKE: `$0` is the operand, `$1` the pattern; the escape character is part of the text.
[[nodiscard]] Form like_form(const ir::Like& node, bool ignore_case);
/// PATINDEX of a constant pattern.
[[nodiscard]] Form patindex_form(const ir::Call& node);

/// The type of what DuckDB makes of several values that T-SQL gives one `type` (CASE, COALESCE); kind `other` where it may be
/// another than `type`.
[[nodiscard]] SqlType native_of(const SqlType& type, const std::vector<SqlType>& values);

// ---- facts about operands

/// The type that DuckDB gives a whole number which stands alone as a column; nothing for every other scalar.
[[nodiscard]] std::optional<SqlType> literal_type(const ir::Scalar& scalar);
/// A number that the value is never below, where one is known.
[[nodiscard]] std::optional<long long> at_least(const ir::Scalar& scalar);
/// How many decimal digits the value has at most, where that is known.
[[nodiscard]] std::optional<int> digits_at_most(const ir::Scalar& scalar);
/// Whether the text consists of digits only, at least one, whatever the data is.
[[nodiscard]] bool is_digits(const ir::Scalar& scalar);
/// Whether the text is never empty or blank.
[[nodiscard]] bool never_blank(const ir::Scalar& scalar);
/// Whether a value of a fixed-length type fills its length whatever the data is.
[[nodiscard]] bool fills_its_length(const ir::Scalar& scalar);
[[nodiscard]] bool without_letters(std::string_view text);
/// date, smalldatetime, datetime and datetime2: what DuckDB holds as DATE or TIMESTAMP.
[[nodiscard]] bool is_calendar(const SqlType& type);
/// Whether two string comparisons that say so ignore case.
[[nodiscard]] bool ignores_case(ir::StringComparison strings);

/// A SQL string constant.
[[nodiscard]] std::string sql_text(std::string_view text);
/// A SQL string constant as a part of a form.
[[nodiscard]] std::string form_literal(std::string_view text);
/// Characters of a literal text in a regular expression or its replacement.
[[nodiscard]] std::string escaped_pattern(std::string_view text);

} // namespace t2d::backend
