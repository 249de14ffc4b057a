// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>

#include "backend/dialects/form.h"

/// The parts of `PostgresSpelling`. Functions `tsql.…` are those of the project's own library.
namespace t2d::backend::postgres {

[[nodiscard]] std::string type_name(const SqlType& type);
/// A number without a bound on its digits: what operators and functions give, whatever their arguments are.
[[nodiscard]] SqlType numeric(int scale);
/// The scale of an exact number, 0 for whole ones.
[[nodiscard]] int scale_of(const SqlType& type);

/// The families of functions; nothing for a function of another family.
[[nodiscard]] std::optional<Form> string_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] std::optional<Form> number_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] std::optional<Form> date_form(const ir::Call& node, const SqlType& type);
[[nodiscard]] Form patindex_form(const ir::Call& node);

/// `text`, a timestamp, as a value of a type of dates and times.
[[nodiscard]] Form kept(const std::string& text, const SqlType& type);
[[nodiscard]] Form not_exact(const Conversion& conversion);
/// What becomes a date or a time.
[[nodiscard]] Form moment_form(const Conversion& conversion);
/// `moment` by a strftime format, with the words of `to_char`.
[[nodiscard]] std::string to_char(const std::string& moment, const std::string& format);

} // namespace t2d::backend::postgres
