// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// The macros that the files of a project call because of what its models are, path → text; only those.
[[nodiscard]] std::map<std::string, std::string> render_macros(const ir::Project& project);

/// Adds the macros of the dialect that the files call.
void add_called_macros(const Dialect& dialect, std::map<std::string, std::string>& files);

} // namespace t2d::backend
