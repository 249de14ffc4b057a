// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "backend/dialect.h"
#include "ir/project.h"

namespace t2d::backend {

struct SchemaOptions {
    bool captured = false;        ///< a pre-hook keeps the rows from before a run for replays
    std::string_view equivalence; ///< verdict of the structural check, for the model's `meta`; empty when it was not checked
};
/// `models/<folder>/_<model>.yml`: description, columns with their types, data tests.
[[nodiscard]] std::string render_schema(const ir::Model& model, const Dialect& dialect, const SchemaOptions& options = {});
[[nodiscard]] std::string render_schema(const ir::CaptureModel& capture, const Dialect& dialect);

/// Names of the data tests that `render_schema` puts into the file: `not_null:Id`, `unique_combination:A,B`.
[[nodiscard]] std::vector<std::string> schema_tests(const ir::Model& model);

/// What the model is, for its description: the given one, or a sentence about the table it stands for.
[[nodiscard]] std::string description_of(const ir::Model& model);

} // namespace t2d::backend
