// SPDX-License-Identifier: Apache-2.0
// What the passes make of the corpus are graphs of relations in which every reference is bound.
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "cli/pipeline.h"
#include "frontend/parse.h"
#include "passes/compile.h"
#include "passes/well_formed.h"

using namespace t2d;

namespace {

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream buffer;
    buffer << in.rdbuf();
    return buffer.str();
}

std::vector<std::filesystem::path> cases() {
    std::vector<std::filesystem::path> out;
    for (const char* root : {T2D_SOURCE_DIR "/corpus", T2D_SOURCE_DIR "/../shared/cases/open"}) {
        if (!std::filesystem::exists(root)) continue;
        for (const auto& folder : std::filesystem::directory_iterator(root))
            if (std::filesystem::exists(folder.path() / "procedure.sql")) out.push_back(folder.path());
    }
    std::sort(out.begin(), out.end());
    return out;
}

/// The first defect of any model of a case, with the model's name.
std::string defect(const std::filesystem::path& folder, const passes::Options& options) {
    SourceManager sources;
    Diagnostics diagnostics;
    std::vector<passes::SourceScript> scripts;
    for (const bool ddl : {true, false}) {
        const FileId file = sources.add(folder.filename().string(), text_of(folder / (ddl ? "schema.sql" : "procedure.sql")));
        scripts.push_back({file, frontend::parse(sources, file, diagnostics), ddl});
    }
    const passes::Outcome outcome = passes::compile(scripts, sources, cli::FrontendParser(sources), options, diagnostics);
    for (const ir::Model& model : outcome.project.models)
        for (const ir::Cte& cte : model.ctes)
            if (std::string found = passes::defect_of(cte.rel); !found.empty()) return model.name + ", " + cte.name + ": " + found;
    return {};
}

} // namespace

TEST_CASE("the corpus compiles to well-formed graphs") {
    passes::Options plain, state;
    plain.readability = false;
    state.force_state = true;
    for (const auto& folder : cases())
        for (const auto& options : {passes::Options(), plain, state}) {
            INFO(folder.filename().string());
            CHECK(defect(folder, options) == "");
        }
}
