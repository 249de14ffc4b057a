// SPDX-License-Identifier: Apache-2.0
#include "ir/functions.h"

#include <algorithm>
#include <array>

#include "ir/text.h"

namespace t2d {

namespace {

constexpr FunctionInfo kFunctions[] = {
#define FUNCTION(id, name, min_args, max_args, type_rule, volatility)                                                  \
    {FunctionId::id, name, min_args, max_args, Volatility::volatility},
#include "ir/functions.def"
#undef FUNCTION
};

/// Second names, most of them niladic functions of the SQL standard.
struct Alias {
    std::string_view name;
    FunctionId id;
};
constexpr Alias kAliases[] = {
    {"CURRENT_TIMESTAMP", FunctionId::getdate}, {"CURRENT_USER", FunctionId::user_name},
    {"SESSION_USER", FunctionId::user_name},    {"USER", FunctionId::user_name},
    {"SYSTEM_USER", FunctionId::suser_sname},
};

} // namespace

const FunctionInfo& info_of(FunctionId id) { return kFunctions[static_cast<std::size_t>(id)]; }

std::optional<FunctionId> find_function(std::string_view name) {
    for (const auto& row : kFunctions)
        if (equal_ignoring_case(row.name, name)) return row.id;
    for (const auto& alias : kAliases)
        if (equal_ignoring_case(alias.name, name)) return alias.id;
    return std::nullopt;
}

bool compares_texts(FunctionId id) {
    switch (id) {
    case FunctionId::nullif:
    case FunctionId::charindex:
    case FunctionId::patindex:
    case FunctionId::replace:
    case FunctionId::greatest:
    case FunctionId::least: return true;
    default: return false;
    }
}

bool takes_date_part(FunctionId id) {
    constexpr std::array kWithPart = {FunctionId::dateadd,      FunctionId::date_bucket, FunctionId::datediff,
                                      FunctionId::datediff_big, FunctionId::datename,    FunctionId::datepart,
                                      FunctionId::datetrunc};
    return std::find(kWithPart.begin(), kWithPart.end(), id) != kWithPart.end();
}

} // namespace t2d
