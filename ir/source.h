// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace t2d {

/// Index of a file in a SourceManager.
using FileId = std::uint32_t;
inline constexpr FileId kNoFile = 0xFFFFFFFF;

/// A half-open range of bytes [begin, end) of one file's text after decoding to UTF-8.
struct SourceSpan {
    FileId file = kNoFile;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;

    [[nodiscard]] bool valid() const { return file != kNoFile; }
    friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

/// The smallest span that covers both; an invalid span is neutral.
[[nodiscard]] SourceSpan cover(SourceSpan a, SourceSpan b);

/// A place for people: 1-based line, 1-based column counted in characters (not bytes).
struct LineColumn {
    std::uint32_t line = 0;
    std::uint32_t column = 0;
};

/// One decoded file: the name a user gave and the text as UTF-8.
struct SourceFile {
    std::string name;
    std::string text;
    std::vector<std::uint32_t> line_starts; ///< byte offset of each line's first character
};

/// Owns the texts that spans point into. Texts are added once and never change, so views stay valid.
class SourceManager {
public:
    /// Adds a decoded text and returns its id.
    FileId add(std::string name, std::string text);
    [[nodiscard]] const SourceFile& file(FileId id) const { return files_[id]; }
    [[nodiscard]] std::size_t size() const { return files_.size(); }
    /// The bytes a span covers; empty for an invalid span.
    [[nodiscard]] std::string_view text(SourceSpan span) const;
    /// Line and column of a byte offset.
    [[nodiscard]] LineColumn locate(FileId id, std::uint32_t offset) const;
    /// The text of a 1-based line without its line end.
    [[nodiscard]] std::string_view line(FileId id, std::uint32_t line) const;

private:
    std::deque<SourceFile> files_;
};

} // namespace t2d
