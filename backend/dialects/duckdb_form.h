// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "backend/dialects/duckdb.h"
#include "backend/dialects/form.h"

namespace t2d::backend {

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

[[nodiscard]] Form conversion_form(const Conversion& conversion);
/// Bytes of the hash that a call of HASHBYTES gives; 0 for every other scalar.
[[nodiscard]] int hash_bytes(const ir::Scalar& scalar);
/// The parts of `conversion_form` for dates and times as text, and for what becomes a date or time.
[[nodiscard]] Form moment_text_form(const Conversion& conversion);
[[nodiscard]] Form moment_form(const Conversion& conversion);

/// The text of a macro that reads texts as moments (`tsql_date`, `tsql_try_datetime`, `tsql_date_103`, …), whose parameter is the SQL of
/// the text; empty for another name.
[[nodiscard]] std::string reading_macro_text(std::string_view name);
/// The text of a macro that gives the bytes of a text; empty for another name.
[[nodiscard]] std::string byte_macro_text(std::string_view name);

/// What code page 1252 has at 128 to 159 where Unicode has none of these characters; `?` stands where both have the same control character.
inline constexpr std::string_view kCodePage = "'€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ'";
/// The name of the reading macro for a type, a style (below 1: none) and TRY_; empty when what SQL Server reads there has no exact form.
[[nodiscard]] std::string reading_macro(TypeKind to, int style, bool try_);

/// `text`, a timestamp, on SQL Server's grid of 1/300 seconds (type datetime).
[[nodiscard]] std::string on_datetime_grid(const std::string& text);
/// `text`, a timestamp, rounded to minutes (type smalldatetime).
[[nodiscard]] std::string on_minutes(const std::string& text);

/// LIKE: `$0` is the operand, `$1` the pattern; the escape character is part of the text.
[[nodiscard]] Form like_form(const ir::Like& node, bool ignore_case);
/// PATINDEX of a constant pattern.
[[nodiscard]] Form patindex_form(const ir::Call& node);

} // namespace t2d::backend
