// SPDX-License-Identifier: Apache-2.0
#include "backend/layout.h"

#include <algorithm>

#include "backend/jinja.h"

namespace t2d::backend {

namespace {

/// Characters, not bytes: continuation bytes of UTF-8 take no column. Bytes above them are stand-ins for Jinja's
/// delimiters.
int columns_of(std::string_view text) {
    return static_cast<int>(
        std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

std::string blanks(int count) { return std::string(static_cast<std::size_t>(count), ' '); }

bool is_one_line(std::string_view text) { return text.find('\n') == std::string_view::npos; }

bool fits(std::string_view text, int indent) { return is_one_line(text) && indent + columns_of(text) <= kWidth; }

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) out += separator;
        out += parts[i];
    }
    return out;
}

std::string listed(std::string_view head, const std::vector<std::string>& parts, std::string_view tail, int indent) {
    const std::string line = std::string(head) + join(parts, ", ") + std::string(tail);
    if (fits(line, indent)) return line;
    const std::string gap = "\n" + blanks(indent + kStep);
    std::string out(head);
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out + gap + join(parts, "," + gap) + (tail.empty() ? "" : "\n" + blanks(indent) + std::string(tail));
}

std::string indented(std::string_view text, int indent) {
    std::string out;
    bool at_start = true, in_constant = false;
    int in_jinja = 0;
    for (const char c : text) {
        if (at_start && !in_constant && c != '\n') out += blanks(indent);
        at_start = c == '\n';
        in_jinja += jinja::opens(c) ? 1 : jinja::closes(c) ? -1 : 0;
        if (c == '\'' && in_jinja == 0) in_constant = !in_constant;
        out += c;
    }
    return out;
}

namespace {

constexpr std::string_view kBlanks = " \t\v\f\r";

/// The words of one paragraph as lines of comment, each of which starts with `head`.
std::string wrapped(std::string_view paragraph, const std::string& head) {
    std::string out;
    std::string line = head;
    int width = static_cast<int>(head.size());
    for (std::size_t begin = paragraph.find_first_not_of(kBlanks); begin != std::string_view::npos;) {
        const std::size_t end = std::min(paragraph.find_first_of(kBlanks, begin), paragraph.size());
        const std::string_view word = paragraph.substr(begin, end - begin);
        const int more = 1 + columns_of(word);
        if (line.size() > head.size() && width + more > kWidth) {
            out += line + "\n";
            line = head;
            width = static_cast<int>(head.size());
        }
        line.append(" ").append(word);
        width += more;
        begin = paragraph.find_first_not_of(kBlanks, end);
    }
    return line.size() > head.size() ? out + line + "\n" : out;
}

} // namespace

std::string comment_lines(std::string_view text, int indent) {
    const std::string head = blanks(indent) + "--";
    const std::string paragraphs = jinja::defused(text);
    const std::string_view rest = paragraphs;
    std::string out;
    for (std::size_t begin = 0; begin < rest.size();) {
        const std::size_t end = std::min(rest.find('\n', begin), rest.size());
        out += wrapped(rest.substr(begin, end - begin), head);
        begin = end + 1;
    }
    return out;
}

} // namespace t2d::backend
