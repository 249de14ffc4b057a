// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string_view>

#include "frontend/scanner.h"

namespace t2d::frontend {

/// What a statement of the closed list (recognized.def) may do to rows and variables.
enum class RecognizedEffect { none, data, load };

/// The leading words of a statement that nobody needs the structure of.
struct RecognizedHead {
    std::size_t words = 0;    ///< tokens of the head, the verb included
    std::size_t operands = 0; ///< tokens behind the head that belong to it whatever they are
    RecognizedEffect effect = RecognizedEffect::none;
};

/// The head that starts at token `at`, the longest one where several fit; nothing when the words are not in the list. Only
/// words are compared: whether a statement may start here is the caller's knowledge.
[[nodiscard]] std::optional<RecognizedHead> recognized_head(std::string_view text, std::span<const ScanToken> tokens,
                                                            std::size_t at);

/// One past the last token of the recognised statement that starts at `at`: it ends at ";", GO, END and ELSE, and where
/// another statement starts that cannot be a part of this one.
[[nodiscard]] std::size_t recognized_end(std::string_view text, std::span<const ScanToken> tokens, std::size_t at,
                                         const RecognizedHead& head);

} // namespace t2d::frontend
