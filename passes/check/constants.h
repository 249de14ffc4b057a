// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "passes/check/term.h"

/// Values of constants: the compiler may convert a constant where the procedure says CAST, so both sides are brought to one spelling.
namespace t2d::passes::check {

/// 007.50 → 7.5 and 2.0 → 2.: one spelling for one number of one type.
[[nodiscard]] std::string canonical_number(std::string_view written);

/// A date constant has one spelling, `yyyy-mm-dd[ hh:mm:ss[.f]]`; other texts stay as they are.
[[nodiscard]] std::string canonical_text(std::string_view written);

/// A date constant with the digits of a second that the target keeps.
[[nodiscard]] std::string kept_moment(std::string_view canonical);

/// Whether a text may be a date or time in some spelling, so that it can stand for another text.
[[nodiscard]] bool may_be_moment(std::string_view text);

/// Whether a text is a date or a date with its time in the form of `canonical_text`.
[[nodiscard]] bool plain_moment(std::string_view text);

/// The first `characters` of a text in UTF-8.
[[nodiscard]] std::string cut_text(std::string_view text, std::size_t characters);

/// A format of strftime for the first `characters` of its text; nothing where that ends inside of a field or the length is not fixed.
[[nodiscard]] std::optional<std::string> cut_format(std::string_view format, std::size_t characters);

/// How many characters a text has; nothing where T-SQL counts them in another way than the target does (beyond the basic plane).
[[nodiscard]] std::optional<std::size_t> text_length(std::string_view text);

/// The truth of a comparison (`eq`, `ne`, `lt`, `le`) of two constants; nothing where it depends on more than their digits.
[[nodiscard]] std::optional<bool> compare_constants(std::string_view op, const Term& left, const Term& right);

} // namespace t2d::passes::check
