// SPDX-License-Identifier: Apache-2.0
#include "cli/check.h"

#include <algorithm>
#include <filesystem>
#include <istream>
#include <ostream>

#include "backend/dialect.h"
#include "backend/project_writer.h"
#include "backend/result_json.h"
#include "cli/files.h"
#include "cli/pipeline.h"
#include "cli/render.h"
#include "cli/structural_check.h"

namespace t2d::cli {

ExitCode check(const CheckOptions& options, const Console& console) {
    SourceManager sources;
    Diagnostics diagnostics;
    const Inputs inputs = read_inputs({options.procedure}, options.ddl, console.in, sources, diagnostics);
    Progress progress(nullptr);
    const auto scripts = parse_all(inputs.files, sources, 1, progress, diagnostics);
    passes::Outcome outcome = passes::compile(scripts, sources, FrontendParser(sources), {}, diagnostics);
    const auto files = backend::render_project(outcome.project, *backend::find_dialect(kCheckedDialect));
    bool failed = inputs.failed, differs = false;
    Diagnostics reported = diagnostics.only(Severity::error);
    std::vector<std::pair<std::string, ir::Equivalence>> results;
    StructuralCheck structural(outcome.project, outcome.catalog, files, sources);
    for (const std::string& path : options.models) {
        const std::string model = std::filesystem::path(path).stem().string();
        std::string text;
        if (!read_file(path, text)) {
            console.err << fmt::format("tsql2dbt: {}: {}\n", path, text);
            failed = true;
            continue;
        }
        if (!structural.knows(model)) {
            console.err << fmt::format("tsql2dbt: {}: the procedure fills no table whose model is called '{}'\n", path, model);
            failed = true;
            continue;
        }
        ir::Equivalence equivalence = structural.run(model, path, text);
        differs = differs || equivalence.verdict == ir::Verdict::gap || (options.strict && equivalence.verdict == ir::Verdict::unproven);
        report_gaps(path, equivalence, sources, reported);
        results.emplace_back(path, std::move(equivalence));
    }
    if (options.json) console.out << backend::equivalence_json(results, sources);
    else
        for (const auto& [path, equivalence] : results) console.out << describe(path, equivalence, sources);
    console.err << render_text(reported, sources, console.terminal ? Colour::always : Colour::never);
    return failed ? exit_io : differs ? exit_validation : exit_ok;
}

} // namespace t2d::cli
