// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/dialect.h"
#include "ir/constants.h"

namespace t2d::backend {

/// Binding strengths of operators, weakest first: those of PostgreSQL's grammar, which DuckDB has, too.
namespace strength {
enum : int { any = 0, or_ = 1, and_ = 2, not_ = 3, is = 4, compare = 5, concat = 6, add = 7, multiply = 8, unary = 9, atom = 10 };
}

/// How a target spells a T-SQL operation so that it gives exactly SQL Server's value, or why it cannot. In `text`, `$0` stands
/// for operand 0 as an argument, `@0` for it as an operand of any operator (in parentheses unless it is an atom), and `#0` for
/// its exact value as an argument: of its own T-SQL type, a CHAR with its blanks; `~0` is `#0` where a whole number may stay one.
/// `!0` is a whole number of exactly its own type. `<0` and `>0` are the left and right operand of an operator of strength `inner`,
/// `&0` one of `||`, exact as `#0`; a backtick and 0 are its SQL as an argument of a macro. A doubled sigil is that character.
struct Form {
    std::string text;
    SqlType native;                ///< the type that the target gives it
    int strength = strength::atom;
    int inner = strength::atom;    ///< of the operator that `<0` and `>0` belong to
    bool trimmed = false;          ///< has no trailing blanks
    std::string refused;           ///< what has no exact form; empty when there is one
};

inline constexpr std::string_view kSigils = "$@#~<>&!`"; ///< what marks an operand in `Form::text`

[[nodiscard]] Form spelled(std::string text, const SqlType& native, int strength = strength::atom);
/// A form around another one's text, with its operands.
[[nodiscard]] Form around(const Form& inner, std::string text, const SqlType& native);
[[nodiscard]] Form refusal(std::string what);

/// The conversion of `operand`, which the target gives as a value of `from`, to `to`: CAST, CONVERT with a style (-1: none), or with
/// `try_` their forms that give NULL where the others fail.
struct Conversion {
    const ir::Scalar& operand;
    SqlType from, to;
    int style = -1;
    bool try_ = false;
    bool implicit = false; ///< an assignment: SQL Server stops where it would have to cut bytes off
};

/// CONCAT and CONCAT_WS, whose NULLs vanish in the targets as in T-SQL; TRANSLATE of constant characters without letters.
[[nodiscard]] Form concat_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] Form translate_form(const ir::Call& node, const SqlType& type);

/// How a target writes a moment as text: `moment` by a strftime format, which gives `whole_date` the ISO form of a DATE.
using MomentWriter = std::function<std::string(const std::string& moment, const std::string& format, bool whole_date)>;
/// A date or time as text, in the style of the conversion.
[[nodiscard]] Form moment_text(const Conversion& conversion, const MomentWriter& write);

/// The ISO spelling of a constant that every session reads as the same date (`20240131`, `2024-01-31 10:00`); empty when it is none.
[[nodiscard]] std::string iso_date(std::string_view text);
/// Whether such a text has a fraction that datetime keeps as it is: none, or three digits on its grid.
[[nodiscard]] bool is_on_grid(std::string_view iso);
/// Whether such a text is before the first day of a datetime or smalldatetime; never for the other types.
[[nodiscard]] bool is_too_early(std::string_view iso, const SqlType& type);
/// A constant text as a literal of a datetime2 or datetimeoffset, or of a time, rounded to the digits that the type keeps; nothing
/// for a text of another form.
[[nodiscard]] std::optional<Form> moment_literal(std::string_view text, const SqlType& type);
[[nodiscard]] std::optional<Form> time_literal(std::string_view text, const SqlType& type);

// ---- facts about operands

/// The text of an argument that is a constant; empty for every other one and where there is none.
[[nodiscard]] std::string constant_text(const ir::Call& node, std::size_t index);
/// Whether an argument is a constant other than NULL.
[[nodiscard]] bool is_constant(const ir::Call& node, std::size_t index);

/// The type that a target gives a whole number which stands alone as a column; nothing for every other scalar.
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
/// date, smalldatetime, datetime and datetime2: what targets hold as DATE or TIMESTAMP.
[[nodiscard]] bool is_calendar(const SqlType& type);

/// A name in double quotes.
[[nodiscard]] std::string quoted(std::string_view name);
/// The digits of a binary constant, two for each byte.
[[nodiscard]] std::string hex_digits(const ir::Constant& constant);
/// A SQL string constant.
[[nodiscard]] std::string sql_text(std::string_view text);
/// A SQL string constant as a part of a form.
[[nodiscard]] std::string form_literal(std::string_view text);
/// Characters of a literal text in a regular expression or its replacement.
[[nodiscard]] std::string escaped_pattern(std::string_view text);

} // namespace t2d::backend
