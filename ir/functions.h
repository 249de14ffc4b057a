// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string_view>

namespace t2d {

/// Semantic functions: what a T-SQL function means, independent of how a dialect spells it.
/// The rows live in `ir/functions.def`: FUNCTION(id, "TSQL_NAME", min_args, max_args, type_rule, volatility).
enum class FunctionId {
#define FUNCTION(id, name, min_args, max_args, type_rule, volatility) id,
#include "ir/functions.def"
#undef FUNCTION
};

/// `stable` functions give one value for the whole run (GETDATE), `per_row` a new one for every row (NEWID).
enum class Volatility { none, stable, per_row };

struct FunctionInfo {
    FunctionId id;
    std::string_view name; ///< T-SQL name in upper case
    int min_args;
    int max_args; ///< -1: any number
    Volatility volatility;
};

/// The row of a function.
[[nodiscard]] const FunctionInfo& info_of(FunctionId id);
/// Looks a T-SQL function up by name, ignoring case; nothing when the table has no such row.
[[nodiscard]] std::optional<FunctionId> find_function(std::string_view name);
/// Whether a function finds its texts equal or ordered, by a collation.
[[nodiscard]] bool compares_texts(FunctionId id);
/// Whether the first written argument is a date part (DATEADD, DATEDIFF, DATEPART…), which is kept outside of `Call::args`.
[[nodiscard]] bool takes_date_part(FunctionId id);

} // namespace t2d
