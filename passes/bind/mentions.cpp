// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/mentions.h"

#include <re2/re2.h>
#include <re2/set.h>

#include <array>
#include <utility>
#include <vector>

namespace t2d::passes {

namespace {

using Wanted = std::pair<const char*, bool Mentions::*>;
constexpr std::array<Wanted, 6> kWanted{{{"@@rowcount|rowcount_big", &Mentions::row_count},
                                         {"rollback", &Mentions::rollback},
                                         {"@@identity", &Mentions::last_identity},
                                         {"scope_identity", &Mentions::scope_identity},
                                         {"disable trigger", &Mentions::disable_trigger},
                                         {R"(sp_executesql|exec(ute)? ?\()", &Mentions::dynamic_sql}}};

RE2::Set compiled() {
    RE2::Options options;
    options.set_case_sensitive(false);
    options.set_encoding(RE2::Options::EncodingLatin1); // the words are ASCII, so bytes will do
    RE2::Set set(options, RE2::UNANCHORED);
    for (const auto& [pattern, flag] : kWanted) set.Add(pattern, nullptr);
    set.Compile();
    return set;
}

} // namespace

Mentions mentions_in(std::string_view text) {
    static const RE2::Set set = compiled();
    std::vector<int> found;
    set.Match(re2::StringPiece(text.data(), text.size()), &found);
    Mentions out;
    for (const int which : found) out.*kWanted[static_cast<std::size_t>(which)].second = true;
    return out;
}

} // namespace t2d::passes
