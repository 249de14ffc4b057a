// SPDX-License-Identifier: Apache-2.0
// LIKE and PATINDEX. A pattern without character classes stays LIKE; others become regular expressions (RE2), where a class or
// character of T-SQL is one character of the expression. Classes compare characters, not weights of a collation.
// https://learn.microsoft.com/sql/t-sql/language-elements/like-transact-sql
#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "backend/dialects/duckdb_form.h"

namespace t2d::backend {

using namespace ir;

namespace {

constexpr std::string_view kAnyText = "%";

/// The parts of a pattern: `%`, or what one character must be, as a regular expression.
struct Pattern {
    std::vector<std::string> parts;
    bool classes = false; ///< LIKE of DuckDB cannot say it
    bool valid = true;
};

bool is_any_text(const std::string& part) { return part == kAnyText; }

/// `[a-f]`, `[^0-9]` from its opening bracket; sets `at` to the closing one.
std::string class_pattern(std::string_view text, std::size_t& at) {
    const bool negated = at + 1 < text.size() && text[at + 1] == '^';
    const std::size_t first = at + (negated ? 2 : 1);
    const std::size_t close = text.find(']', first);
    if (close == std::string_view::npos || close == first) return {};
    std::string out = negated ? "[^" : "[";
    for (std::size_t i = first; i < close; ++i) {
        const bool range = text[i] == '-' && i > first && i + 1 < close;
        if (!range && std::string_view(R"(\[]^-)").find(text[i]) != std::string_view::npos) out += '\\';
        out += text[i];
    }
    at = close;
    return out + "]";
}

Pattern read_pattern(std::string_view text, char escape) {
    Pattern out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (escape != 0 && c == escape && i + 1 < text.size()) {
            out.parts.push_back(escaped_pattern(text.substr(++i, 1)));
        } else if (c == '%') {
            if (out.parts.empty() || !is_any_text(out.parts.back())) out.parts.emplace_back(kAnyText);
        } else if (c == '_') {
            out.parts.emplace_back(".");
        } else if (c == '[') {
            out.parts.push_back(class_pattern(text, i));
            out.classes = true;
            out.valid = out.valid && !out.parts.back().empty();
        } else {
            std::size_t length = 1; // a character of several bytes is one part
            while (i + length < text.size() && (static_cast<unsigned char>(text[i + length]) & 0xC0) == 0x80) ++length;
            out.parts.push_back(escaped_pattern(text.substr(i, length)));
            i += length - 1;
        }
    }
    return out;
}

/// Whether a character of the pattern may be a blank.
bool takes_blank(const std::string& part) {
    if (part.front() != '[') return part == "." || part == " ";
    const bool negated = part.size() > 1 && part[1] == '^';
    return negated != (part.find(' ') != std::string::npos);
}

/// The blanks that fill a CHAR count where the pattern can tell them from nothing.
bool sees_padding(const Scalar& operand, const Pattern& pattern, bool to_the_end) {
    if (!operand.type.is_fixed_string() || operand.type.length <= 0 || fills_its_length(operand)) return false;
    return to_the_end || std::any_of(pattern.parts.begin(), pattern.parts.end(), takes_blank);
}

std::string regex_of(const std::vector<std::string>& parts, std::size_t from) {
    std::string out;
    for (std::size_t i = from; i < parts.size(); ++i) out += is_any_text(parts[i]) ? ".*" : parts[i];
    return out;
}

char escape_of(const Like& node) {
    const Constant* escape = constant_of(node.escape);
    return escape == nullptr || escape->text.size() != 1 ? '\0' : escape->text.front();
}

/// SQL Server ignores trailing blanks of a varchar operand, not of Unicode and never of the pattern.
bool ignores_trailing_blanks(const Like& node) { return !node.operand->type.is_unicode() && !node.pattern->type.is_unicode(); }

/// A pattern that is computed is made a regular expression when the model runs, class by class and character by character.
Form computed_like(const Like& node, bool ignore_case) {
    if (node.escape != nullptr) return refusal("LIKE with a computed pattern and ESCAPE");
    const std::string parts = R"(regexp_extract_all(#1, '\[\^?[^]]+\]|.', 0, 's'))";
    const std::string part = R"(case when part = '%' then '.*' when part = '_' then '.' when length(part) > 1 then replace(part, '\', '\\') else regexp_escape(part) end)";
    const std::string pattern = fmt::format("array_to_string([{} for part in {}], '')", part, parts);
    const std::string blanks = ignores_trailing_blanks(node) ? " || ' *'" : "";
    const std::string call = fmt::format("regexp_full_match(#0, {}{}, '{}')", pattern, blanks, ignore_case ? "is" : "s");
    return spelled(node.negated ? "not " + call : call, simple_type(TypeKind::bit), node.negated ? strength::not_ : strength::atom);
}

} // namespace

Form like_form(const Like& node, bool ignore_case) {
    const SqlType bit = simple_type(TypeKind::bit);
    if (node.escape != nullptr && escape_of(node) == 0) return refusal("LIKE with a computed escape character");
    const std::string word = fmt::format("{}{}", node.negated ? "not " : "", ignore_case ? "ilike" : "like");
    const std::string escape = node.escape == nullptr ? "" : " escape " + form_literal(std::string(1, escape_of(node)));
    const Constant* constant = constant_of(node.pattern);
    if (constant == nullptr) return computed_like(node, ignore_case);
    const Pattern pattern = read_pattern(constant->text, escape_of(node));
    if (!pattern.valid) return refusal("LIKE with an unfinished character class");
    const std::string& text = constant->text;
    const bool open = text.empty() || is_any_text(pattern.parts.back());
    const bool trims = !open && ignores_trailing_blanks(node);
    const bool ends_plainly = !open && text.back() != ' ' && text.back() != '_' && text.back() != ']';
    const bool padded = sees_padding(*node.operand, pattern, !open && !trims);
    const std::string_view text_of = padded ? "#0" : "$0";
    if (!pattern.classes && (!trims || ends_plainly)) return spelled(fmt::format("{} {} $1{}", trims ? "rtrim($0)" : padded ? "#0" : "@0", word, escape), bit, strength::compare);
    const std::string call = fmt::format("regexp_full_match({}, {}, '{}')", text_of, form_literal(regex_of(pattern.parts, 0) + (trims ? " *" : "")), ignore_case ? "is" : "s");
    return spelled(node.negated ? "not " + call : call, bit, node.negated ? strength::not_ : strength::atom);
}

Form patindex_form(const Call& node) {
    const Constant* constant = constant_of(node.args[0]);
    if (constant == nullptr || constant->is_null) return refusal("PATINDEX with a computed pattern");
    Pattern pattern = read_pattern(constant->text, 0);
    if (!pattern.valid || pattern.parts.empty()) return refusal("PATINDEX with an unfinished pattern");
    auto& parts = pattern.parts;
    const bool unicode = node.args[1]->type.is_unicode();
    const std::string_view text_of = sees_padding(*node.args[1], pattern, unicode && !is_any_text(parts.back())) ? "#1" : "$1";
    const bool floating = is_any_text(parts.front());
    if (floating) parts.erase(parts.begin());
    if (parts.empty()) return refusal("PATINDEX of any text");
    const bool open = is_any_text(parts.back());
    if (open) parts.pop_back();
    if (parts.empty()) return refusal("PATINDEX of any text");
    // The position is the length of what ends with the first character that the pattern matches.
    const std::string first = fmt::format("^({}{})", floating ? ".*?" : "", parts.front());
    const std::string end = open ? "" : unicode ? "$" : " *$";
    const std::string options = !is_exact(node.strings) ? "is" : "s";
    return spelled(fmt::format("length(regexp_extract({}, {}, 1, '{}'))", text_of, form_literal(first + regex_of(parts, 1) + end), options), simple_type(TypeKind::bigint));
}

} // namespace t2d::backend
