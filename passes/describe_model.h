// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "passes/build_models.h"

namespace t2d::passes {

/// Adds where a model comes from: the tool's version, the procedure, its file and lines.
void add_header(ir::Model& model, const ir::Program& program, const SourceManager& sources);
void add_header(ir::GuardTest& test, const ir::Program& program, SourceSpan span, const SourceManager& sources);

/// The first sentence that people wrote above a procedure, or one that names the procedures.
[[nodiscard]] std::string description_of(const ir::Program& program, const std::string& procedures);

/// `<procedure>_guard`, numbered where there are several.
[[nodiscard]] std::string guard_name(const ir::Program& program, const std::vector<ir::GuardTest>& existing);
/// Name of the test of a model for a CHECK constraint of that name, which may be empty.
[[nodiscard]] std::string check_name(const std::string& model, const std::string& constraint, const std::vector<ir::GuardTest>& existing);

/// The parameters of all procedures as dbt vars. Where several procedures mean different things by one name each has a var of its
/// own that falls back to the common one.
void collect_variables(const std::vector<Compiled>& compiled, std::vector<ir::Variable>& variables);

} // namespace t2d::passes
