// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ir/project.h"
#include "ir/source.h"

namespace t2d::backend {

/// The result JSON (docs: contracts, section 3). `run_id` is the only thing in it that the input does not determine.
[[nodiscard]] std::string result_json(const ir::Project& project, const SourceManager& sources,
                                      const std::string& run_id);

/// The verdicts of `check` on model files: `{"schema_version", "models": [{"path", "verdict", "checks"}]}`.
[[nodiscard]] std::string equivalence_json(const std::vector<std::pair<std::string, ir::Equivalence>>& models, const SourceManager& sources);

} // namespace t2d::backend
