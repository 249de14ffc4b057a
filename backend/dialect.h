// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/expr_printer.h"
#include "backend/replay_spelling.h"

namespace t2d::backend {

/// The files and settings of a dbt project that depend on its target.
struct ProjectSupport {
    std::string output;                        ///< of `profiles.yml`: the lines below its name, indented; other outputs may follow
    std::string on_run_start;                  ///< Jinja of `dbt_project.yml`; empty: none
    std::map<std::string, std::string> macros; ///< path → text
};

/// A target engine: how types, names and expressions are spelled so that they mean exactly what T-SQL meant.
/// One file per dialect; the block printer and the project writer never ask which dialect they serve.
class Dialect {
public:
    virtual ~Dialect() = default;
    [[nodiscard]] virtual std::string_view name() const = 0;
    /// The column type of contracts.md, section 6.
    [[nodiscard]] virtual std::string type_name(const SqlType& type) const = 0;
    /// Whether two T-SQL types are the same type in the target (`varchar(3)` and `varchar(10)`): no cast needed.
    [[nodiscard]] virtual bool same_type(const SqlType& a, const SqlType& b) const = 0;
    /// The name, quoted when it is reserved or has characters that need it.
    [[nodiscard]] virtual std::string identifier(std::string_view name) const = 0;
    /// An expression of a block, starting at column `indent`; long CASEs and ANDs break over lines.
    [[nodiscard]] virtual Printed expression(const ir::Scalar& scalar, const Surroundings& around, int indent) const = 0;
    /// `expression` as a value of exactly `type`: with the conversion that an INSERT into such a column would do.
    [[nodiscard]] virtual Printed value_of_type(const ir::Scalar& scalar, const SqlType& type, const Surroundings& around, int indent) const = 0;
    /// A condition for WHERE, ON, HAVING.
    [[nodiscard]] virtual Printed condition(const ir::Scalar& scalar, const Surroundings& around, int indent) const = 0;
    /// A key of GROUP BY, DISTINCT or a set operation: `expression` with the collation it needs to compare as in T-SQL.
    [[nodiscard]] virtual Printed grouping_key(const ir::Scalar& scalar, const Surroundings& around, int indent) const { return expression(scalar, around, indent); }
    /// `expression` as one side of a comparison: a text without its trailing blanks.
    [[nodiscard]] virtual Printed compared(const ir::Scalar& scalar, const Surroundings& around, int indent) const { return expression(scalar, around, indent); }
    /// A key of ORDER BY with its direction; NULLs sort lowest, as in T-SQL.
    [[nodiscard]] virtual std::string sort_key(const ir::SortKey& key, const Surroundings& around, int indent) const;
    /// A query (`select …`, its lines indented by `indent`) for the rows of a table function; empty when the target has no exact form.
    [[nodiscard]] virtual std::string table_function(const ir::FunctionScan& scan, const std::vector<ir::Column>& columns, const Surroundings& around, int indent) const;
    /// Why this node (not its operands) has no form in the target that gives exactly SQL Server's value; nothing when it has one.
    [[nodiscard]] virtual std::optional<std::string> unsupported(const ir::Scalar& scalar) const;
    /// Why this relation (not what it reads) has no form in the target; nothing when it has one.
    [[nodiscard]] virtual std::optional<std::string> unsupported(const ir::Rel& rel) const;
    /// Whether `select * replace (…)` changes some columns of a relation.
    [[nodiscard]] virtual bool has_star_replace() const { return true; }
    /// Whether QUALIFY filters by window functions.
    [[nodiscard]] virtual bool has_qualify() const { return true; }
    /// An aggregate that gives any of the values of a group.
    [[nodiscard]] virtual std::string any_of_group(const std::string& expression) const { return "any_value(" + expression + ")"; }
    /// A column without the collation that it was compared with; empty where a collation does not outlive its query.
    [[nodiscard]] virtual std::string uncollated(std::string_view) const { return {}; }
    /// `value` as a column of a recursive query, whose two parts must agree in everything that the target counts as its type.
    [[nodiscard]] virtual std::string settled(const std::string& value, const SqlType&) const { return value; }
    /// What a new dbt project needs to run on the target.
    [[nodiscard]] virtual ProjectSupport project_support() const { return {}; }
    /// A column whose strings compare as in SQL Server's default collation: `x collate nocase`, with `rtrim` if `trim`.
    [[nodiscard]] virtual std::string collated(std::string_view column, bool trim, StringRule strings) const = 0;
    /// A text that is compared as a whole row's part, with regard to case.
    [[nodiscard]] virtual Printed exactly(const Printed& printed) const { return printed; }
    /// Whether the engine may forget a LIMIT without ORDER BY, and the one that EXISTS stands for, over rows of an outer join: `offset 0`
    /// behind it keeps it.
    [[nodiscard]] virtual bool forgets_limits() const { return false; }
    /// How replays of procedures are written; null pointer where there are none for the target.
    [[nodiscard]] virtual const ReplaySpelling* replay() const { return nullptr; }
    /// The text of a macro that what it prints may call; empty for another name.
    [[nodiscard]] virtual std::string macro(std::string_view) const { return {}; }
};

/// The dialect of a `--target` name; null pointer when there is none.
[[nodiscard]] const Dialect* find_dialect(std::string_view name);

} // namespace t2d::backend
