// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "ir/sql_type.h"

namespace t2d::backend {

/// What a replay needs of a target beside its queries: values that last for a session, tables that make way for others, and macros.
class ReplaySpelling {
public:
    virtual ~ReplaySpelling() = default;
    /// A statement that gives `value` a name for the rest of the session.
    [[nodiscard]] virtual std::string set_variable(const std::string& name, const std::string& value) const = 0;
    /// The value of that name as a value of `type`, a type of the target.
    [[nodiscard]] virtual std::string variable(const std::string& name, const std::string& type) const = 0;
    /// The value of that name as a number that was counted.
    [[nodiscard]] virtual std::string counter(const std::string& name) const = 0;
    /// Statements after which `relation` is a table with the rows of `query`, whatever it was before.
    [[nodiscard]] virtual std::string replaced_table(const std::string& relation, const std::string& query) const = 0;
    /// A floating-point number as text of twelve digits.
    [[nodiscard]] virtual std::string twelve_digits(const std::string& column) const = 0;
    /// The macros `tsql_replay_schema`, `tsql_replay_make_schema` and `tsql_legacy_rows`, and what else the target alone needs.
    [[nodiscard]] virtual std::string macros() const = 0;

    /// Whether queries read files; where they do not, `verify` writes the rows of a file as INSERTs.
    [[nodiscard]] virtual bool reads_files() const = 0;
    /// The constant of an INSERT for a value as CSV files write it (bits 0 and 1, binary 0x…), for a column of that type.
    [[nodiscard]] virtual std::string inserted(const std::string& text, const SqlType& type) const = 0;
    /// A statement that empties a database for generated rows, and refuses to where something else is in it.
    [[nodiscard]] virtual std::string emptied_database() const = 0;
    /// The output of a profile whose database lies in `folder`, as in `ProjectSupport`; empty where only a user can make a database: then the
    /// output `generated` of the user's profile is taken.
    [[nodiscard]] virtual std::string own_database(const std::string& folder) const = 0;
};

} // namespace t2d::backend
