// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "passes/check/builder.h"

namespace t2d::passes::check {

/// A call as T-SQL spells it: ISNULL is COALESCE, GETDATE the run's time, DATEADD a `date_add` of its part …; names without a rule stay calls.
[[nodiscard]] TermId tsql_call(Builder& builder, const std::string& name, Terms args);

/// A value of the server or the session (ir/environment.h), by its variable or function: a parameter; 0 for other names.
[[nodiscard]] TermId environment_value(Builder& builder, const std::string& name);

/// The text functions among them that the target spells with several others; 0 for other names. Arguments that T-SQL makes a text are one then.
[[nodiscard]] TermId tsql_text_call(Builder& builder, const std::string& name, Terms& args);

/// A call as the target dialect (DuckDB) spells it, for what T-SQL spells another way.
[[nodiscard]] TermId duckdb_call(Builder& builder, const std::string& name, Terms args);

/// Types of the target dialect.
[[nodiscard]] SqlType duckdb_type(const ast::TypeName& name);

} // namespace t2d::passes::check
