// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/rel.h"

namespace t2d::backend {

/// How texts compare in a query: as the target does, without regard to case (enough for equality), or in dictionary order as well.
enum class StringRule { native, equality, dictionary };

/// How a printed expression behaves: binding strength decides about parentheses, `type` is the type that the target engine
/// really gives it (a wider one than the IR's where a cast would only be noise; whoever needs the exact type casts).
struct Printed {
    std::string text;
    int strength = 0;
    SqlType type;
    bool collated = false;      ///< the target compares it with SQL Server's default collation already
    bool trimmed = false;       ///< has no trailing blanks
};

/// How a column reference is spelled and what is known of it at a place of the model.
struct PrintedColumn {
    std::string text;  ///< qualified where the block needs it
    SqlType type;      ///< type in the target engine
    bool collated = false;
    bool trimmed = false;
};

/// What an expression printer must ask about its surroundings.
class Surroundings {
public:
    virtual ~Surroundings() = default;
    [[nodiscard]] virtual PrintedColumn column(const ir::ColumnRef& ref) const = 0;
    /// In a grouped block: how a grouping column is read outside aggregates, where its key is not the bare column; else empty.
    [[nodiscard]] virtual std::string grouped_column(const ir::ColumnRef&) const { return {}; }
    /// A subquery in parentheses (`(\n    select …\n)`); its lines after the first carry `indent` spaces.
    [[nodiscard]] virtual std::string subquery(ir::RelRef query, int indent) const = 0;
    /// `subquery` with whose values something is compared.
    [[nodiscard]] virtual std::string compared_subquery(ir::RelRef query, int indent) const { return subquery(query, indent); }
    /// `subquery` whose one value is asked, with the type that the target gives it.
    [[nodiscard]] virtual PrintedColumn value_subquery(ir::RelRef query, int indent) const { return {subquery(query, indent), query->columns.front().type}; }
    /// Jinja or SQL that gives the value of a parameter.
    [[nodiscard]] virtual std::string parameter(const std::string& name) const = 0;
    /// SQL that gives the value of a variable, by index into Program::variables: only replays print variables.
    [[nodiscard]] virtual std::string variable(int) const { return "null"; }
    [[nodiscard]] virtual StringRule string_rule() const = 0;
    [[nodiscard]] bool native_strings() const { return string_rule() == StringRule::native; }
};

} // namespace t2d::backend
