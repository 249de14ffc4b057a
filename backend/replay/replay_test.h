// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/model_printer.h"
#include "backend/replay/replay_plan.h"

namespace t2d::backend {

/// A singular test that compares a model with what the replay left, before `jinja::finish`: a row per difference, or, where the target is
/// not replayed, one row that says why (severity warn).
[[nodiscard]] std::string replay_test(const ReplayTarget& target, const std::string& replay_model, const PrintContext& context);

/// A singular test that compares a model with an extract of the legacy system (the dbt var `tsql_legacy`: model → file), before `jinja::finish`.
[[nodiscard]] std::string legacy_test(const ReplayTarget& target, const PrintContext& context);

} // namespace t2d::backend
