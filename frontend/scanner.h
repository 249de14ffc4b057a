// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace t2d::frontend {

/// One token of a file: bytes [begin, end) and its kind, a token type of the generated parser.
struct ScanToken {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint16_t kind = 0;
};

/// A comment: bytes [begin, end) with its markers, and the index of the token after it.
struct ScanComment {
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::uint32_t next_token = 0;
};

/// What opened and never closed.
enum class Unclosed { string, bracket, quote, comment };
struct ScanError {
    Unclosed what = Unclosed::string;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
};

struct ScanResult {
    std::vector<ScanToken> tokens;
    std::vector<ScanComment> comments;
    std::vector<ScanError> errors;
};

/// Splits a UTF-8 text into the tokens of grammars/TSqlLexer.g4, without a heap allocation per token. GO alone on its
/// line becomes a GO token that swallows the count on its line. A string, quoted name or comment that never closes
/// becomes one BAD token up to the end of the text and one error, whose span ends with the line it starts on.
[[nodiscard]] ScanResult scan(std::string_view text);

} // namespace t2d::frontend
