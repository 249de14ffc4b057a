// SPDX-License-Identifier: Apache-2.0
#include "backend/scope.h"

#include <fmt/format.h>

#include "ir/text.h"

namespace t2d::backend {

PrintedColumn resolve(const Scope& scope, const ir::ColumnRef& ref) {
    for (const Scope* at = &scope; at != nullptr; at = at->outer) {
        for (const ScopeEntry& entry : at->entries) {
            if (entry.id != ref.quant || static_cast<std::size_t>(ref.column) >= entry.columns.size()) continue;
            PrintedColumn column = entry.columns[static_cast<std::size_t>(ref.column)];
            if (at != &scope || at->qualified) column.text = entry.name + "." + column.text;
            return column;
        }
    }
    // A fault of an earlier pass: a name that no table has makes the target refuse the query.
    return {.text = fmt::format("unresolved_column_{}_of_{}", ref.column, ref.quant), .type = {}};
}

bool is_taken(const Scope* scope, std::string_view name) {
    for (; scope != nullptr; scope = scope->outer)
        for (const ScopeEntry& entry : scope->entries)
            if (equal_ignoring_case(entry.name, name)) return true;
    return false;
}

const NamedRelation* find_recursion(const Scope* scope, int id) {
    for (; scope != nullptr; scope = scope->outer)
        if (scope->recursive != nullptr && scope->recursion == id) return scope->recursive;
    return nullptr;
}

} // namespace t2d::backend
