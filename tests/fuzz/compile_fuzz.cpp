// SPDX-License-Identifier: Apache-2.0
// libFuzzer target: any bytes go through the whole compiler, up to the files of the project.
#include <cstdint>

#include "backend/dialect.h"
#include "backend/project_writer.h"
#include "backend/result_json.h"
#include "cli/pipeline.h"
#include "cli/support.h"
#include "frontend/decode.h"
#include "frontend/parse.h"

using namespace t2d;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const frontend::Decoded decoded =
        frontend::decode(std::string_view(reinterpret_cast<const char*>(data), size)); // NOLINT: bytes are bytes
    if (!decoded.error.empty()) return 0;
    SourceManager sources;
    Diagnostics diagnostics;
    const FileId file = sources.add("fuzz.sql", decoded.text);
    std::vector<passes::SourceScript> scripts;
    scripts.push_back({file, frontend::parse(sources, file, diagnostics), false});
    passes::Outcome outcome = passes::compile(scripts, sources, cli::FrontendParser(sources), {}, diagnostics);
    const backend::Dialect& dialect = *backend::find_dialect("duckdb");
    cli::refuse_unsupported(outcome.project, dialect, diagnostics);
    diagnostics.sort();
    (void)backend::render_project(outcome.project, dialect, {});
    (void)backend::result_json(outcome.project, sources, "fuzz");
    return 0;
}
