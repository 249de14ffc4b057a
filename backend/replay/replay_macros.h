// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/replay_spelling.h"

namespace t2d::backend {

/// The text of the macros that all replays of a project use: capturing, copies, conditions.
[[nodiscard]] std::string replay_macros(const ReplaySpelling& target);

} // namespace t2d::backend
