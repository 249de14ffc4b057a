// SPDX-License-Identifier: Apache-2.0
#include "passes/check/constants.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "ir/text.h"

namespace t2d::passes::check {

namespace {

bool all_digits(std::string_view text) { return !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos; }

/// Whether `text` has the form of `pattern`, in which 0 is any digit.
bool has_form(std::string_view text, std::string_view pattern) {
    return text.size() == pattern.size() && std::equal(text.begin(), text.end(), pattern.begin(), [](char c, char p) { return p == '0' ? c >= '0' && c <= '9' : c == p; });
}

/// The time behind a date as ` hh:mm:ss[.f]`, empty at midnight; nothing when it is none.
std::optional<std::string> canonical_time(std::string_view written) {
    std::string time(written);
    const std::size_t point = time.find('.');
    std::string fraction = point == std::string::npos ? "" : time.substr(point);
    time.resize(std::min(point, time.size()));
    if (has_form(time, "00:00")) time += ":00";
    if (!has_form(time, "00:00:00") || (!fraction.empty() && !all_digits(std::string_view(fraction).substr(1)))) return std::nullopt;
    fraction.erase(fraction.find_last_not_of('0') + 1);
    if (fraction == ".") fraction.clear();
    return time == "00:00:00" && fraction.empty() ? "" : " " + time + fraction;
}

} // namespace

std::string canonical_number(std::string_view written) {
    std::string digits(written);
    if (digits.find_first_of("eE") != std::string::npos) return to_lower(digits);
    const bool negative = !digits.empty() && digits.front() == '-';
    if (negative || digits.starts_with('+')) digits.erase(0, 1);
    if (digits.find('.') != std::string::npos) {
        digits.erase(digits.find_last_not_of('0') + 1); // the point stays: 60. is a decimal, and what is divided by it is no integer division
    }
    digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size()));
    if (digits.empty() || digits.front() == '.') digits.insert(digits.begin(), '0');
    return (negative && digits != "0" && digits != "0." ? "-" : "") + digits;
}

std::string canonical_text(std::string_view written) {
    const bool compact = written.size() >= 8 && all_digits(written.substr(0, 8));
    const std::size_t size = compact ? 8 : 10;
    if (written.size() < size || (!compact && !has_form(written.substr(0, 10), "0000-00-00"))) return std::string(written);
    const std::string text(written);
    const std::string date = compact ? text.substr(0, 4) + "-" + text.substr(4, 2) + "-" + text.substr(6, 2) : text.substr(0, 10);
    if (text.size() == size) return date;
    if (text[size] != ' ' && (text[size] != 'T' || compact)) return text;
    const std::optional<std::string> time = canonical_time(std::string_view(text).substr(size + 1));
    return time ? date + *time : text;
}

bool may_be_moment(std::string_view text) {
    static constexpr std::array<std::string_view, 16> kWords{"t", "z", "am", "pm", "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"};
    constexpr std::size_t kShortMonth = 3;
    bool digits = false;
    for (std::size_t at = 0; at < text.size();) {
        std::size_t end = at;
        while (end < text.size() && std::isalpha(static_cast<unsigned char>(text[end])) != 0) ++end;
        if (end == at) {
            if (std::string_view("0123456789:-/., +").find(text[at]) == std::string_view::npos) return false;
            digits = digits || std::isdigit(static_cast<unsigned char>(text[at])) != 0;
            ++at;
            continue;
        }
        const std::string word = to_lower(text.substr(at, end - at));
        if (std::find(kWords.begin(), kWords.end(), word.substr(0, kShortMonth)) == kWords.end()) return false;
        at = end;
    }
    return digits || text.find_first_not_of(' ') == std::string_view::npos;
}

bool plain_moment(std::string_view text) {
    return has_form(text.substr(0, 10), "0000-00-00") && (text.size() == 10 || (has_form(text.substr(10, 9), " 00:00:00") && (text.size() == 19 || (text[19] == '.' && all_digits(text.substr(20))))));
}

std::string kept_moment(std::string_view canonical) {
    constexpr std::size_t kMicroseconds = std::string_view("0000-00-00 00:00:00.000000").size();
    return canonical.size() > kMicroseconds && plain_moment(canonical) ? canonical_text(canonical.substr(0, kMicroseconds)) : std::string(canonical);
}

std::string cut_text(std::string_view text, std::size_t characters) {
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        const bool continues = (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
        if (!continues && characters-- == 0) break;
    }
    return std::string(text.substr(0, at));
}

std::optional<std::string> cut_format(std::string_view format, std::size_t characters) {
    constexpr std::string_view kPairs = "ymdHMS", kTriples = "bg";
    constexpr std::size_t kYear = 4, kTriple = 3, kPair = 2;
    std::size_t length = 0;
    for (std::size_t i = 0; i < format.size();) {
        if (length == characters) return std::string(format.substr(0, i));
        const bool field = format[i] == '%' && i + 1 < format.size();
        const char kind = field ? format[i + 1] : ' ';
        const std::size_t size = !field ? 1 : kind == 'Y' ? kYear : kPairs.find(kind) != std::string_view::npos ? kPair : kTriples.find(kind) != std::string_view::npos ? kTriple : 0;
        if (size == 0 || length + size > characters) return std::nullopt;
        length += size;
        i += field ? 2 : 1;
    }
    return std::string(format);
}

std::optional<std::size_t> text_length(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte >= 0xF0U) return std::nullopt;
        if ((byte & 0xC0U) != 0x80U) ++count;
    }
    return count;
}

std::optional<bool> compare_constants(std::string_view op, const Term& left, const Term& right) {
    const auto number = [](const Term& term) { return term.op == "lit" && !term.text.empty() && term.text.find_first_not_of("-0123456789.") == std::string::npos; };
    // Words of ASCII that differ in more than their case differ under every collation.
    const auto word = [](const Term& term) {
        return term.op == "lit" && term.text.starts_with("s:") && !may_be_moment(std::string_view(term.text).substr(2)) && std::all_of(term.text.begin(), term.text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80U; });
    };
    if (word(left) && word(right) && (op == "eq" || op == "ne")) {
        if (left.text == right.text) return op == "eq";
        return equal_ignoring_case(left.text, right.text) ? std::nullopt : std::optional(op == "ne");
    }
    if (!number(left) || !number(right)) return std::nullopt;
    const double a = std::stod(left.text), b = std::stod(right.text);
    if (op == "eq") return a == b;
    if (op == "ne") return a != b;
    if (op == "lt") return a < b;
    if (op == "le") return a <= b;
    return std::nullopt;
}

} // namespace t2d::passes::check
