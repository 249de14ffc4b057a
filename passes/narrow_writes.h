// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <set>
#include <string>

#include "ir/procedure.h"

namespace t2d::passes {

/// Whether a text of type `from` may be longer than a column of type `to` holds. SQL Server then stops ("String or binary data would be truncated").
[[nodiscard]] bool may_be_longer(ir::ScalarRef value, const SqlType& to);

/// Names of the columns of the table `key` that some statement of the program writes a text to that may be longer than the column.
[[nodiscard]] std::set<std::string> narrowly_written(const ir::Program& program, const std::string& key);

} // namespace t2d::passes
