// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "passes/check/builder.h"

namespace t2d::passes::check {

/// T-SQL's conversion of a value to a date or a moment: texts are read by a style (0 when none is written), more digits of a second than the
/// type has are rounded. 0 for other types and for texts in styles that are not known.
[[nodiscard]] TermId tsql_moment(Builder& builder, TermId value, const SqlType& type, TermId style, bool attempt);

/// CONVERT of a date or time to a string in a style whose text is the same in strftime; 0 for other styles.
[[nodiscard]] TermId styled_text(Builder& builder, TermId value, const SqlType& type, TermId style);

/// CAST of a moment whose digits of a second are known to a string; 0 for other values.
[[nodiscard]] TermId moment_text(Builder& builder, TermId value);

/// Whether `value` has more digits of a second than a `rounded` term with this text.
[[nodiscard]] bool is_finer(const SqlType& value, std::string_view rounded);

/// Spellings of the target for what `tsql_moment` makes (see spellings.cpp).
[[nodiscard]] std::vector<std::pair<std::string, std::string>> moment_spellings();

} // namespace t2d::passes::check
