// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

namespace t2d::passes {

/// What the text of a module speaks of anywhere, comments and strings included: a module that never does needs none of the statements
/// that keep track of it.
struct Mentions {
    bool row_count = false;       ///< @@ROWCOUNT, ROWCOUNT_BIG
    bool rollback = false;        ///< ROLLBACK
    bool last_identity = false;   ///< @@IDENTITY
    bool scope_identity = false;  ///< SCOPE_IDENTITY
    bool disable_trigger = false; ///< DISABLE TRIGGER
    bool current = false;         ///< CURRENT OF
    bool dynamic_sql = false;     ///< sp_executesql, EXEC (…)
};

/// Looks for all of them in one walk over `text`.
[[nodiscard]] Mentions mentions_in(std::string_view text);

} // namespace t2d::passes
