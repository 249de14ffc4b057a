// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/mentions.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "ir/text.h"

namespace t2d::passes {

namespace {

struct Wanted {
    std::string_view word;
    bool Mentions::*flag;
};
constexpr std::array<Wanted, 7> kWanted{{{"@@rowcount", &Mentions::row_count},
                                         {"rowcount_big", &Mentions::row_count},
                                         {"rollback", &Mentions::rollback},
                                         {"@@identity", &Mentions::last_identity},
                                         {"scope_identity", &Mentions::scope_identity},
                                         {"current", &Mentions::current},
                                         {"sp_executesql", &Mentions::dynamic_sql}}};

/// Bytes that words are made of: those of identifiers and variables.
constexpr std::array<bool, 256> word_bytes() {
    std::array<bool, 256> out{};
    for (std::size_t c = 0; c < out.size(); ++c) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        out[c] = letter || (c >= '0' && c <= '9') || c == '_' || c == '@' || c == '#' || c == '$';
    }
    return out;
}
constexpr std::array<bool, 256> kWordBytes = word_bytes();

constexpr std::string_view kDisable = "disable", kExec = "exec", kExecute = "execute";

/// Bytes that begin the words looked for: most words of a text are passed by.
constexpr std::array<bool, 256> first_bytes() {
    std::array<bool, 256> out{};
    const auto begins = [&](std::string_view word) {
        const char c = word.front();
        out[static_cast<unsigned char>(c)] = true;
        if (c >= 'a' && c <= 'z') out[static_cast<unsigned char>(c - 'a' + 'A')] = true;
    };
    for (const Wanted& wanted : kWanted) begins(wanted.word);
    for (const std::string_view word : {kDisable, kExec, kExecute}) begins(word);
    return out;
}
constexpr std::array<bool, 256> kBegins = first_bytes();

bool in_word(char c) { return kWordBytes[static_cast<unsigned char>(c)]; }

std::string_view without_blanks(std::string_view rest) { return rest.substr(std::min(rest.find_first_not_of(" \t\r\n"), rest.size())); }

/// `DISABLE TRIGGER`.
bool disables_trigger(std::string_view word, std::string_view rest) {
    return equal_ignoring_case(word, kDisable) && equal_ignoring_case(without_blanks(rest).substr(0, 7), "trigger");
}

/// `EXEC (…)`, perhaps with a comment between the two.
bool runs_text(std::string_view word, std::string_view rest) {
    if (!equal_ignoring_case(word, kExec) && !equal_ignoring_case(word, kExecute)) return false;
    const std::string_view next = without_blanks(rest).substr(0, 1);
    return next == "(" || next == "/" || next == "-";
}

} // namespace

Mentions mentions_in(std::string_view text) {
    Mentions out;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (!in_word(text[at])) continue;
        const std::size_t begin = at;
        while (at < text.size() && in_word(text[at])) ++at;
        if (!kBegins[static_cast<unsigned char>(text[begin])]) continue;
        const std::string_view word = text.substr(begin, at - begin);
        for (const Wanted& wanted : kWanted)
            if (equal_ignoring_case(word, wanted.word)) out.*wanted.flag = true;
        out.disable_trigger = out.disable_trigger || disables_trigger(word, text.substr(at));
        out.dynamic_sql = out.dynamic_sql || runs_text(word, text.substr(at));
    }
    return out;
}

} // namespace t2d::passes
