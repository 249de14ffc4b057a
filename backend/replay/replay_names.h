// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "backend/dialect.h"
#include "ir/procedure.h"

/// Names inside a replay: tables of the scratch schema, session variables, macros.
namespace t2d::backend {

/// The column of a scratch table that tells its rows apart; UPDATE, DELETE and MERGE find their rows by it.
inline constexpr const char* kRowId = "tsql_row";

/// How long the names of tables may be (PostgreSQL cuts longer ones).
inline constexpr std::size_t kLongestName = 63;
/// How long the name of a replay may be: `replay__NAME` and `NAME__row_ids` are names, too.
inline constexpr std::size_t kLongestReplay = 50;

/// Where a replay finds a table of a program.
struct ReplayTable {
    std::string cte;      ///< its name in queries
    std::string relation; ///< SQL with Jinja
    bool scratch = false; ///< a copy that the replay writes, with `kRowId` after its columns
};

/// `dbo.usp_Load` → `dbo_usp_load`: a name that needs no quotes.
[[nodiscard]] std::string plain_name(std::string_view text);
/// A name of at most `longest` characters: a longer one ends in a hash of it.
[[nodiscard]] std::string short_name(const std::string& name, std::size_t longest);
/// A table of the scratch schema that belongs to a replay.
[[nodiscard]] std::string scratch_name(const std::string& replay, const std::string& table);
/// The session variable of a T-SQL variable.
[[nodiscard]] std::string session_name(const ir::Program& program, int variable);
/// The session variable that holds the last number handed out for an identity or sequence column.
[[nodiscard]] std::string counter_name(const std::string& prefix, const ir::TableSymbol& table, int column);
/// Reads a session variable as a value of `type`.
[[nodiscard]] std::string read_session(const std::string& name, const SqlType& type, const Dialect& dialect);
/// Whether values of a column are handed out by the engine: an identity, or a default that asks a sequence.
[[nodiscard]] bool is_numbered(const ir::TableSymbol& table, int column);

} // namespace t2d::backend
