// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "cli/render.h"

namespace t2d::cli {

namespace {

constexpr std::size_t kWindow = 140; ///< generated scripts have lines of megabytes: show what surrounds the place

std::string_view colour_of(Severity severity) {
    switch (severity) {
    case Severity::error: return "\x1b[1;31m";
    case Severity::warning: return "\x1b[1;33m";
    case Severity::info: return "\x1b[1;36m";
    }
    return "";
}

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

std::size_t characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

/// A part of a line and the bytes of it that a span covers.
struct Excerpt {
    std::string_view text;
    std::size_t begin = 0, end = 0;
};

Excerpt cut(std::string_view line, std::size_t begin, std::size_t end) {
    std::size_t from = begin > kWindow / 2 && line.size() > kWindow ? begin - kWindow / 2 : 0;
    std::size_t to = std::min(line.size(), from + kWindow);
    while (from > 0 && continues(line[from])) --from;
    while (to < line.size() && continues(line[to])) ++to;
    return {line.substr(from, to - from), begin - from, std::min(end, to) - from};
}

/// Blanks that end under the first character of the span: tabs stay tabs, so the caret fits any tab width.
std::string indent_under(std::string_view before) {
    std::string result;
    for (const char byte : before)
        if (!continues(byte)) result += byte == '\t' ? '\t' : ' ';
    return result;
}

/// Messages may quote the source; a quoted line end must not break the line.
std::string one_line(std::string text) {
    std::replace_if(text.begin(), text.end(), [](char byte) { return byte == '\n' || byte == '\r'; }, ' ');
    return text;
}

class Painter {
public:
    explicit Painter(Colour colour) : on_(colour == Colour::always) {}
    [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const {
        return on_ ? fmt::format("{}{}\x1b[0m", code, text) : std::string(text);
    }

private:
    bool on_;
};

std::string source_lines(const Diagnostic& diagnostic, const SourceManager& sources, const Painter& painter) {
    const auto [file, begin, end] = diagnostic.span;
    const LineColumn at = sources.locate(file, begin);
    const std::string_view line = sources.line(file, at.line);
    const std::size_t offset = std::min<std::size_t>(begin - sources.file(file).line_starts[at.line - 1], line.size());
    const std::size_t length = std::min<std::size_t>(end > begin ? end - begin : 0, line.size() - offset);
    if (line.empty()) return {};
    const Excerpt excerpt = cut(line, offset, offset + length);
    const std::size_t width = std::max<std::size_t>(characters(excerpt.text.substr(excerpt.begin, excerpt.end - excerpt.begin)), 1);
    const std::string caret = "^" + std::string(width - 1, '~');
    return fmt::format("{:>5} | {}\n      | {}{}\n", at.line, excerpt.text, indent_under(excerpt.text.substr(0, excerpt.begin)),
                       painter.paint(colour_of(diagnostic.info->severity), caret));
}

} // namespace

std::string render_text(const Diagnostics& diagnostics, const SourceManager& sources, Colour colour) {
    const Painter painter(colour);
    std::string text;
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        std::string place = "tsql2dbt";
        if (diagnostic.span.valid()) {
            const LineColumn at = sources.locate(diagnostic.span.file, diagnostic.span.begin);
            place = fmt::format("{}:{}:{}", sources.file(diagnostic.span.file).name, at.line, at.column);
        }
        const std::string label = fmt::format("{}[{}]", name_of(diagnostic.info->severity), diagnostic.info->code);
        text += fmt::format("{}: {}: {}\n", place, painter.paint(colour_of(diagnostic.info->severity), label), one_line(diagnostic.message));
        if (diagnostic.span.valid()) text += source_lines(diagnostic, sources, painter);
        if (!diagnostic.hint.empty()) text += fmt::format("      = hint: {}\n", diagnostic.hint);
    }
    return text;
}

} // namespace t2d::cli
