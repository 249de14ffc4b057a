// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/expr_printer.h"

namespace t2d::backend {

/// A relation that has a name in the model: an import, a CTE, or a recursive CTE inside its own body.
struct NamedRelation {
    std::string name;
    std::vector<PrintedColumn> columns; ///< `text` is the column's name as the dialect spells it
    bool open = false;                  ///< it may have more columns than these: `*` does not stand for them
};

/// One relation of a FROM clause under the name that qualifies its columns.
struct ScopeEntry {
    ir::QuantId id = 0;
    std::string name;
    std::vector<PrintedColumn> columns;
    bool open = false; ///< as in NamedRelation
};

/// The names a block sees: those of its own FROM clause and, through `outer`, those of the blocks around it.
struct Scope {
    const Scope* outer = nullptr;
    std::vector<ScopeEntry> entries = {};
    bool qualified = false; ///< columns of this block's own relations carry the relation's name
    int recursion = 0;      ///< id of the recursive CTE whose step this is; 0: none
    const NamedRelation* recursive = nullptr;
};

/// How a reference is spelled from inside `scope`.
[[nodiscard]] PrintedColumn resolve(const Scope& scope, const ir::ColumnRef& ref);

/// Whether a relation of `scope` or of a block around it goes by `name` (ignoring case).
[[nodiscard]] bool is_taken(const Scope* scope, std::string_view name);

/// The recursive CTE `id` that `scope` lies in; null pointer when there is none.
[[nodiscard]] const NamedRelation* find_recursion(const Scope* scope, int id);

} // namespace t2d::backend
