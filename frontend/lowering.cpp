// SPDX-License-Identifier: Apache-2.0
#include "frontend/lowering.h"

#include <fmt/format.h>

namespace t2d::frontend {

std::string to_upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return result;
}

namespace {

/// Undoes the doubling of the closing character of a quoted text.
std::string undouble(std::string_view inner, char close) {
    std::string result;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        result += inner[i];
        if (inner[i] == close && i + 1 < inner.size()) ++i;
    }
    return result;
}

std::string unquoted(std::string_view written) {
    if (written.size() >= 2 && (written[0] == '[' || written[0] == '"'))
        return undouble(written.substr(1, written.size() - 2), written[0] == '[' ? ']' : '"');
    return std::string(written);
}

} // namespace

std::size_t Lowering::past(const Context* c) const { return c->stop == nullptr ? first(c) : index(c->stop) + 1; }

SourceSpan Lowering::span(std::size_t first, std::size_t past) const {
    const std::uint32_t begin = in_.tokens.at(first).begin;
    return {in_.file, begin, past > first ? in_.tokens.at(past - 1).end : begin};
}

bool Lowering::has(const Token* t) {
    if (t != nullptr) claims_.claim(index(t));
    return t != nullptr;
}

bool Lowering::take(std::size_t first, std::size_t past, std::size_t wanted) {
    for (std::size_t i = first; i < past; ++i) {
        if (type(i) != wanted) continue;
        claims_.claim(i);
        return true;
    }
    return false;
}

std::string Lowering::text(const Token* t) { return has(t) ? std::string(view(index(t))) : std::string(); }
std::string Lowering::upper_text(const Token* t) { return to_upper(text(t)); }

std::string Lowering::identifier(const Token* t) { return has(t) ? identifier_at(index(t)) : std::string(); }

std::string Lowering::identifier_at(std::size_t i) {
    std::string result = unquoted(view(i));
    if (result.empty()) fail(span(i, i + 1), "a name cannot be empty");
    return result;
}

std::string Lowering::string_value(const Token* t) {
    const std::string written = text(t);
    if (written[0] == '"') return unquoted(written); // QUOTED_IDENTIFIER is OFF
    const std::size_t open = written.find('\'');
    return open == std::string::npos
               ? written
               : undouble(std::string_view(written).substr(open + 1, written.size() - open - 2), '\'');
}

std::string Lowering::alias_text(const Token* t) {
    if (t == nullptr) return {};
    return t->getType() == P::STRING ? string_value(t) : identifier(t);
}

std::string Lowering::joined(std::size_t first, std::size_t past) {
    std::string result;
    for (std::size_t i = first; i < past; ++i) {
        if (i > first && in_.tokens.at(i - 1).end != in_.tokens.at(i).begin) result += ' ';
        result += view(i);
    }
    drop(first, past);
    return result;
}

bool Lowering::is_word(const Token* t, std::string_view upper) const {
    return t != nullptr && to_upper(view(index(t))) == upper;
}

void Lowering::expect_word(const Token* t, std::string_view words) {
    if (!has(t)) return;
    std::string choice;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t end = std::min(words.find(' ', at), words.size());
        if (is_word(t, words.substr(at, end - at))) return;
        choice += choice.empty() ? "" : end == words.size() ? " or " : ", ";
        choice += words.substr(at, end - at);
        at = end + 1;
    }
    fail(span(index(t), index(t) + 1), fmt::format("expected {} but found '{}'", choice, view(index(t))));
}

void Lowering::fail(SourceSpan where, std::string message) {
    if (!problem_) problem_.emplace(where, std::move(message));
}

ast::Name Lowering::name_at(std::size_t& at, std::size_t past) {
    ast::Name result;
    const std::size_t begin = at;
    bool after_dot = true;
    for (; at < past; ++at) {
        if (type(at) == P::DOT) {
            if (after_dot) result.parts.emplace_back();
            after_dot = true;
        } else if (type(at) == P::ID && after_dot) {
            claims_.claim(at);
            result.parts.push_back(identifier_at(at));
            after_dot = false;
        } else {
            break;
        }
    }
    result.span = span(begin, at);
    return result;
}

ast::Name Lowering::name(P::NameContext* c) {
    if (c == nullptr) return {};
    std::size_t at = first(c);
    return name_at(at, past(c));
}

ast::Name Lowering::target(P::TargetContext* c) {
    if (c->v != nullptr) return {{text(c->v)}, span(c)};
    if (c->rowset != nullptr) {
        fail(span(c), "expected the name of a table");
        return {};
    }
    return name(c->n);
}

std::vector<std::string> Lowering::names(P::NameListContext* c) {
    std::vector<std::string> result;
    if (c == nullptr) return result;
    for (P::NameContext* n : c->n) {
        const ast::Name column = name(n);
        one_part(column);
        result.push_back(column.last());
    }
    return result;
}

void Lowering::one_part(const ast::Name& n) {
    if (n.parts.size() > 1) fail(n.span, "expected a column name without a table name in front");
}

ast::TypeName Lowering::data_type(P::DataTypeContext* c) {
    ast::TypeName result;
    result.name = name(c->n);
    if (c->national != nullptr) result.name.parts.back() = text(c->national) + " " + result.name.parts.back();
    if (c->second != nullptr) result.name.parts.back() += " " + text(c->second);
    for (P::TypeArgContext* a : c->a)
        result.args.push_back(joined(a));
    result.span = span(c);
    check_type(result, c);
    return result;
}

std::string Lowering::signed_number(P::SignedNumberContext* c) { return text(c->sign) + text(c->n); }

} // namespace t2d::frontend
