// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

namespace t2d::backend {

/// How a file marks comments: `-- `, `# ` or `{# … #}`.
struct CommentStyle {
    std::string_view open, close;
};
inline constexpr CommentStyle kSqlComment{"-- ", ""};
inline constexpr CommentStyle kYamlComment{"# ", ""};
inline constexpr CommentStyle kJinjaComment{"{# ", " #}"};

/// FNV-1a (64 bit) of all bytes but carriage returns, as sixteen digits.
[[nodiscard]] std::string hash_of(std::string_view text);

/// Puts a comment line with the hash of `text` above it. The hash is that of all other bytes of the file:
/// a checkout with other line ends is still the same file.
[[nodiscard]] std::string stamp(const CommentStyle& style, const std::string& text);

/// Whether a generated file is still as the tool wrote it; false for files that carry no hash.
[[nodiscard]] bool is_intact(std::string_view text);

} // namespace t2d::backend
