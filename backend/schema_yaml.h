// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

/// `models/<folder>/_<model>.yml`: description, columns with their types, data tests.
/// `captured`: a pre-hook keeps the rows from before a run for replays.
[[nodiscard]] std::string render_schema(const ir::Model& model, const Dialect& dialect, bool captured = false);
[[nodiscard]] std::string render_schema(const ir::CaptureModel& capture, const Dialect& dialect);

/// Names of the data tests that `render_schema` puts into the file: `not_null:Id`, `unique_combination:A,B`.
[[nodiscard]] std::vector<std::string> schema_tests(const ir::Model& model);

/// What the model is, for its description: the given one, or a sentence about the table it stands for.
[[nodiscard]] std::string description_of(const ir::Model& model);

} // namespace t2d::backend
