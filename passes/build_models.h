// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "ir/catalog.h"
#include "ir/procedure.h"
#include "passes/compile.h"
#include "passes/reenact.h"

namespace t2d::passes {

/// One procedure after reenactment; all three outlive the project.
struct Compiled {
    ir::Program* program = nullptr;
    Reenactment* reenactment = nullptr;
    ir::Arena* arena = nullptr;
};

/// Turns the last versions of all tables into models, with their captures, sources, variables, guards and items.
void build_models(const std::vector<Compiled>& compiled, const Catalog& catalog, const Options& options, const SourceManager& sources, ir::Project& project, Diagnostics& diagnostics);

} // namespace t2d::passes
