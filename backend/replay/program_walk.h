// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <set>

#include "backend/rel_walk.h"
#include "ir/procedure.h"

namespace t2d::backend {

/// Calls `see` for every statement of a body, those inside of other statements included.
void for_each_statement(const ir::Body& body, const std::function<void(const ir::Statement&)>& see);
/// Visits every relation and scalar that the statements of a body read (not the rules of tables).
void walk(const ir::Body& body, const DeepVisitor& visitor);
/// Visits what one statement reads, without the statements inside of it.
void walk_own(const ir::Statement& statement, const DeepVisitor& visitor);
/// The tables that a statement writes, OUTPUT INTO included.
[[nodiscard]] std::set<ir::TableId> written_by(const ir::Statement& statement);
/// The tables that a body writes or reads.
[[nodiscard]] std::set<ir::TableId> written_in(const ir::Body& body);
[[nodiscard]] std::set<ir::TableId> read_in(const ir::Body& body);
/// How often a body reads or assigns each variable.
[[nodiscard]] std::map<int, int> variable_mentions(const ir::Body& body);
/// The variables that a body reads.
[[nodiscard]] std::set<int> variables_read(const ir::Body& body);

} // namespace t2d::backend
