// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// What a dbt file is printed for.
struct PrintContext {
    const Dialect& dialect;
    const ir::Project& project;
    bool native_strings = false; ///< strings compare as the target does (config `string_comparison: native`)
};

/// `models/<folder>/<model>.sql`: configuration, import CTEs, logical CTEs, `final`.
[[nodiscard]] std::string print_model(const ir::Model& model, const PrintContext& context);

/// A model that copies another model's relation as it is before that model runs.
[[nodiscard]] std::string print_capture(const ir::CaptureModel& capture, const PrintContext& context);

/// `tests/<guard>.sql`: a query for the rows that violate a condition.
[[nodiscard]] std::string print_guard(const ir::GuardTest& guard, const PrintContext& context);

} // namespace t2d::backend
