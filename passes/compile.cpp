// SPDX-License-Identifier: Apache-2.0
#include "passes/compile.h"

#include <algorithm>
#include <chrono>
#include <set>

#include "ir/text.h"
#include "passes/bind/bind.h"
#include "passes/build_catalog.h"
#include "passes/pass_table.h"
#include "passes/prepare_replay.h"

namespace t2d::passes {

void run_catalog(Compilation& compilation) { compilation.catalog = build_catalog(compilation.scripts, compilation.diagnostics); }

namespace {

/// Procedures to compile: those of the input proper, in the order of their files and places.
std::vector<const CatalogModule<ast::CreateProcedure>*> entry_procedures(const Compilation& compilation) {
    std::set<FileId> input;
    for (const auto& script : compilation.scripts)
        if (!script.ddl_only) input.insert(script.file);
    std::vector<const CatalogModule<ast::CreateProcedure>*> out;
    for (const auto& [key, module] : compilation.catalog.procedures)
        if (input.contains(module.stmt->span.file)) out.push_back(&module);
    std::sort(out.begin(), out.end(), [](const auto* a, const auto* b) {
        return std::pair(a->stmt->span.file, a->stmt->span.begin) < std::pair(b->stmt->span.file, b->stmt->span.begin);
    });
    return out;
}

} // namespace

void run_bind(Compilation& compilation) {
    std::set<std::string> called;
    for (const auto* module : entry_procedures(compilation)) {
        Unit unit;
        unit.module = module;
        unit.arena = std::make_unique<ir::Arena>();
        unit.program = bind_procedure(*module, *unit.arena, compilation.catalog, compilation.parser, compilation.sources, compilation.options.proposals, unit.diagnostics);
        called.insert(unit.program.called.begin(), unit.program.called.end());
        compilation.units.push_back(std::move(unit));
    }
    // A procedure that another one calls is part of its caller: alone it would compile the same writes twice.
    std::erase_if(compilation.units, [&](const Unit& unit) { return called.contains(catalog_key(unit.module->schema, unit.module->name)); });
    for (auto& unit : compilation.units) compilation.diagnostics.merge(std::move(unit.diagnostics));
}

namespace {

/// A bound procedure and the arena of its relations.
struct BoundProgram {
    ir::Program program;
    ir::Arena* arena = nullptr;
};

/// Procedures that the configured order names come first, in that order; the others follow as in the input.
std::vector<BoundProgram> programs_in_order(const Compilation& compilation) {
    std::vector<BoundProgram> out;
    for (const Unit& unit : compilation.units) out.push_back({unit.program, unit.arena.get()});
    const auto& order = compilation.options.order;
    const auto rank = [&](const BoundProgram& bound) {
        return std::find_if(order.begin(), order.end(), [&](const std::string& name) { return equal_ignoring_case(name, bound.program.name); }) - order.begin();
    };
    std::stable_sort(out.begin(), out.end(), [&](const BoundProgram& a, const BoundProgram& b) { return rank(a) < rank(b); });
    return out;
}

} // namespace

void run_reenact(Compilation& compilation) {
    for (auto& unit : compilation.units) unit.reenactment = reenact(unit.program, *unit.arena, compilation.diagnostics);
}

void run_build_models(Compilation& compilation) {
    std::vector<Compiled> compiled;
    for (auto& unit : compilation.units) compiled.push_back({&unit.program, &unit.reenactment, unit.arena.get()});
    build_models(compiled, compilation.catalog, compilation.options, compilation.sources, compilation.project, compilation.diagnostics);
    for (auto& unit : compilation.units) compilation.project.arenas.push_back(std::move(unit.arena));
}

const std::vector<PassInfo>& pass_table() {
    static const std::vector<PassInfo> table = [] {
        std::vector<PassInfo> rows;
        for (const Pass& pass : kPasses) rows.push_back({pass.name, pass.description});
        return rows;
    }();
    return table;
}

Outcome compile(const std::vector<SourceScript>& scripts, const SourceManager& sources, const Parser& parser, const Options& options, Diagnostics& diagnostics) {
    Compilation compilation{scripts, sources, parser, options, diagnostics, {}, {}, {}};
    Outcome outcome;
    std::vector<BoundProgram> bound;
    for (const Pass& pass : kPasses) {
        const auto start = std::chrono::steady_clock::now();
        pass.run(compilation);
        const std::chrono::duration<double, std::milli> spent = std::chrono::steady_clock::now() - start;
        if (options.keep_programs && (pass.gives & kBound) != 0) bound = programs_in_order(compilation);
        if (options.time_passes) outcome.timings.push_back({std::string(pass.name), spent.count()});
        if (options.dump_after == "all" || options.dump_after == pass.name) outcome.dumps.push_back({std::string(pass.name), pass.dump(compilation)});
        if (options.stop_after == pass.name) break;
    }
    for (BoundProgram& each : bound) { // after the passes: what they make is the same with and without replays
        prepare_replay(each.program, *each.arena);
        outcome.programs.push_back(std::move(each.program));
    }
    outcome.project = std::move(compilation.project);
    outcome.catalog = std::move(compilation.catalog);
    return outcome;
}

} // namespace t2d::passes
