// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "passes/check/builder.h"

/// What the target needs several functions for and T-SQL has one: both are read as the T-SQL function.
namespace t2d::passes::check {

/// The T-SQL meaning of a term in a longer spelling of the target; the term itself when it is none. The table is in spellings.cpp;
/// `tests/semantics` runs the spellings.
[[nodiscard]] TermId shorter_spelling(Builder& builder, TermId term);

/// What a text is before it is made a number in the target: T-SQL takes blanks as 0 and refuses what is no number.
[[nodiscard]] TermId text_of_number(Builder& builder, TermId term);

/// The regular expression of a LIKE pattern from its `first` part on, as the target writes it; empty for a pattern with an unfinished class.
struct LikePattern {
    std::vector<std::string> parts; ///< `%` or what one character must be
    [[nodiscard]] std::string regex(std::size_t first, std::size_t last) const;
};
[[nodiscard]] LikePattern like_pattern(std::string_view text);

} // namespace t2d::passes::check
