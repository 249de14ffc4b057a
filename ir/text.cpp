// SPDX-License-Identifier: Apache-2.0
#include "ir/text.h"

#include <algorithm>

namespace t2d {

namespace {
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) { return is_lower(c) ? static_cast<char>(c - 'a' + 'A') : c; }

/// A new word starts at an upper-case letter after a lower-case one (`posLine`), and at the last letter of an acronym
/// that a lower-case letter follows (`VATRate` → `vat_rate`).
bool starts_word(std::string_view name, std::size_t i) {
    if (i == 0 || !is_upper(name[i])) return false;
    if (is_lower(name[i - 1]) || is_digit(name[i - 1])) return true;
    return is_upper(name[i - 1]) && i + 1 < name.size() && is_lower(name[i + 1]);
}
} // namespace

std::string to_lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), lower);
    return out;
}

std::string to_upper(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), upper);
    return out;
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string to_snake_case(std::string_view name) {
    std::string out;
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        if (!is_upper(c) && !is_lower(c) && !is_digit(c)) {
            if (!out.empty() && out.back() != '_') out += '_';
            continue;
        }
        if (starts_word(name, i) && !out.empty() && out.back() != '_') out += '_';
        out += lower(c);
    }
    while (!out.empty() && out.back() == '_') out.pop_back();
    return out;
}

} // namespace t2d
