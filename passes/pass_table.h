// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "passes/build_models.h"
#include "passes/compile.h"
#include "passes/reenact.h"

namespace t2d::passes {

/// What holds between passes; a pass says which facts it needs and which it gives.
enum Fact : std::uint32_t { kNone = 0, kCatalog = 1, kBound = 2, kVersions = 4, kModels = 8 };

/// One procedure on its way through the pipeline. The arena outlives everything that points into it.
struct Unit {
    const CatalogModule<ast::CreateProcedure>* module = nullptr;
    std::unique_ptr<ir::Arena> arena;
    ir::Program program;
    Reenactment reenactment;
    Diagnostics diagnostics;
};

/// Everything the passes work on.
struct Compilation {
    const std::vector<SourceScript>& scripts;
    const SourceManager& sources;
    const Parser& parser;
    const Options& options;
    Diagnostics& diagnostics;
    Catalog catalog;
    std::vector<Unit> units;
    ir::Project project;
};

/// A pass: a name for the command line, what it does, the facts it needs and gives, its function and how its result prints.
struct Pass {
    std::string_view name, description;
    std::uint32_t needs, gives;
    void (*run)(Compilation&);
    std::string (*dump)(const Compilation&);
};

void run_catalog(Compilation& compilation);
void run_bind(Compilation& compilation);
void run_reenact(Compilation& compilation);
void run_build_models(Compilation& compilation);
[[nodiscard]] std::string dump_catalog(const Compilation& compilation);
[[nodiscard]] std::string dump_programs(const Compilation& compilation);
[[nodiscard]] std::string dump_versions(const Compilation& compilation);
[[nodiscard]] std::string dump_models(const Compilation& compilation);

/// The pipeline. The order is checked when this file is compiled.
inline constexpr std::array kPasses{
    Pass{"catalog", "tables, sequences and modules that the input defines", kNone, kCatalog, run_catalog, dump_catalog},
    Pass{"bind", "names to ids, stars to columns, types: procedures as table writes and assignments", kCatalog, kBound, run_bind, dump_programs},
    Pass{"reenact", "tables in SSA form: every write a relation over the versions before it", kBound, kVersions, run_reenact, dump_versions},
    Pass{"build_models", "versions to models: effect, materialization, CTE chains, names, tests", kVersions, kModels, run_build_models, dump_models},
};

constexpr bool well_ordered() {
    std::uint32_t facts = kNone;
    for (const Pass& pass : kPasses) {
        if ((pass.needs & facts) != pass.needs) return false;
        facts |= pass.gives;
    }
    return true;
}
static_assert(well_ordered(), "a pass needs a fact that no pass before it gives");

} // namespace t2d::passes
