// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

namespace t2d::cli {

/// Runs a program with these arguments (the first is its name, looked up in PATH) and waits for it. What it prints goes to the
/// file `output`. Gives Gives its exit code; -1 when it could not be started or was killed. `waiting` is called a few times in a second while it runs.
[[nodiscard]] int run_process(const std::vector<std::string>& arguments, const std::string& output, const std::function<void()>& waiting = {});

} // namespace t2d::cli
