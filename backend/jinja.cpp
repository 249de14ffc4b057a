// SPDX-License-Identifier: Apache-2.0
#include "backend/jinja.h"

namespace t2d::backend::jinja {

namespace {

// Bytes that UTF-8 never uses; as long as what they stand for, so that line widths are right.
constexpr char kOpen = '\xF8', kClose = '\xF9', kOpenStatement = '\xFA', kCloseStatement = '\xFB';

std::string enclosed(char open, std::string_view code, char close) {
    const std::string gap = !code.empty() && code.front() == '\n' ? "" : " "; // code on lines of its own
    return std::string(2, open) + gap + std::string(code) + gap + std::string(2, close);
}

bool opens_jinja(std::string_view text, std::size_t at) {
    return text[at] == '{' && at + 1 < text.size() &&
           (text[at + 1] == '{' || text[at + 1] == '%' || text[at + 1] == '#');
}

std::string_view spelled(char stand_in) {
    switch (stand_in) {
    case kOpen: return "{{";
    case kClose: return "}}";
    case kOpenStatement: return "{%";
    case kCloseStatement: return "%}";
    default: return {};
    }
}

} // namespace

std::string expression(std::string_view code) { return enclosed(kOpen, code, kClose); }

std::string statement(std::string_view code) { return enclosed(kOpenStatement, code, kCloseStatement); }

bool opens(char c) { return c == kOpen || c == kOpenStatement; }

bool closes(char c) { return c == kClose || c == kCloseStatement; }

std::string literal(std::string_view text) {
    std::string out = "'";
    for (const char c : text) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\r')
            out += "\\r";
        else if (c == '\\' || c == '\'')
            out += {'\\', c};
        else
            out += c;
    }
    return out + "'";
}

namespace {

/// SQL without its line breaks, those in quotes aside.
std::string on_one_line(std::string_view sql) {
    std::string out;
    char quote = '\0';
    for (std::size_t i = 0; i < sql.size(); ++i) {
        const char c = sql[i];
        if (quote == '\0' && (c == '\'' || c == '"')) quote = c;
        else if (c == quote) quote = '\0';
        const bool breaks = quote == '\0' && c == '\n';
        out += breaks ? ' ' : c;
        while (breaks && i + 1 < sql.size() && sql[i + 1] == ' ') ++i;
    }
    return out;
}

/// A literal in the quotes that need no escapes, where one of the two does not.
std::string readable_literal(std::string_view sql) {
    const bool doubled = sql.find('\'') != std::string_view::npos && sql.find_first_of("\"\\\n\r") == std::string_view::npos;
    return doubled ? '"' + std::string(sql) + '"' : literal(sql);
}

} // namespace

std::string argument(std::string_view sql) {
    const std::string text = on_one_line(sql);
    std::string out;
    const auto part = [&](const std::string& code) { out += (out.empty() ? "" : " ~ ") + code; };
    std::size_t begin = 0;
    for (std::size_t open = text.find(kOpen); open != std::string_view::npos; open = text.find(kOpen, begin)) {
        const std::size_t close = text.find(kClose, open);
        if (open > begin) part(readable_literal(text.substr(begin, open - begin)));
        part(text.substr(open + 3, close - open - 4)); // both delimiters have two bytes and a blank
        begin = close + 2;
    }
    if (begin < text.size() || out.empty()) part(readable_literal(text.substr(begin)));
    return out;
}

std::string defused(std::string_view text) {
    std::string out;
    std::size_t copied = 0;
    for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at + 1)) {
        if (!opens_jinja(text, at)) continue;
        out.append(text.substr(copied, at + 1 - copied)) += ' ';
        copied = at + 1;
    }
    return out.append(text.substr(copied));
}

std::string finish(std::string_view text) {
    std::string out;
    bool inside = false;
    std::size_t copied = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '{' && static_cast<unsigned char>(text[i]) < static_cast<unsigned char>(kOpen)) continue; // nearly all of them
        const std::string_view delimiter = spelled(text[i]);
        const bool escape = !inside && opens_jinja(text, i);
        if (delimiter.empty() && !escape) continue;
        out.append(text.substr(copied, i - copied));
        if (escape) {
            out.append("{{ '").append(text.substr(i, 2)).append("' }}");
        } else {
            out += delimiter;
            inside = text[i] == kOpen || text[i] == kOpenStatement;
        }
        copied = ++i + 1; // both are of two bytes
    }
    return out.append(text.substr(copied));
}

} // namespace t2d::backend::jinja
