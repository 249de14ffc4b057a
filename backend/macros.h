// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "ir/project.h"

namespace t2d::backend {

/// The macros that the files of a project call, path → text; only those.
[[nodiscard]] std::map<std::string, std::string> render_macros(const ir::Project& project);

} // namespace t2d::backend
