// SPDX-License-Identifier: Apache-2.0
#include "ir/source.h"

#include <algorithm>

namespace t2d {

SourceSpan cover(SourceSpan a, SourceSpan b) {
    if (!a.valid()) return b;
    if (!b.valid() || b.file != a.file) return a;
    return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

FileId SourceManager::add(std::string name, std::string text) {
    std::vector<std::uint32_t> starts{0};
    for (std::size_t end = text.find('\n'); end != std::string::npos; end = text.find('\n', end + 1)) starts.push_back(static_cast<std::uint32_t>(end + 1));
    files_.push_back({std::move(name), std::move(text), std::move(starts)});
    return static_cast<FileId>(files_.size() - 1);
}

std::string_view SourceManager::text(SourceSpan span) const {
    if (!span.valid()) return {};
    return std::string_view(files_[span.file].text).substr(span.begin, span.end - span.begin);
}

LineColumn SourceManager::locate(FileId id, std::uint32_t offset) const {
    const SourceFile& file = files_[id];
    const auto next = std::upper_bound(file.line_starts.begin(), file.line_starts.end(), offset);
    const auto line = static_cast<std::uint32_t>(next - file.line_starts.begin());
    std::uint32_t column = 1;
    for (std::uint32_t i = *(next - 1); i < offset && i < file.text.size(); ++i)
        if ((static_cast<unsigned char>(file.text[i]) & 0xC0) != 0x80) ++column; // skip UTF-8 continuation bytes
    return {line, column};
}

std::string_view SourceManager::line(FileId id, std::uint32_t line) const {
    const SourceFile& file = files_[id];
    if (line == 0 || line > file.line_starts.size()) return {};
    const std::size_t begin = file.line_starts[line - 1];
    std::size_t end = file.text.find('\n', begin);
    if (end == std::string::npos) end = file.text.size();
    if (end > begin && file.text[end - 1] == '\r') --end;
    return std::string_view(file.text).substr(begin, end - begin);
}

} // namespace t2d
