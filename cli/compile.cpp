// SPDX-License-Identifier: Apache-2.0
#include "cli/compile.h"

#include <algorithm>
#include <chrono>
#include <istream>
#include <map>
#include <ostream>
#include <random>

#include "backend/dialect.h"
#include "backend/project_writer.h"
#include "backend/replay/replay_files.h"
#include "backend/result_json.h"
#include "cli/config.h"
#include "cli/dbt.h"
#include "cli/execution.h"
#include "cli/files.h"
#include "cli/pipeline.h"
#include "cli/render.h"
#include "cli/structural_check.h"
#include "cli/support.h"
#include "cli/write.h"
#include "ir/ast/dump.h"
#include "llm/hole_context.h"

namespace t2d::cli {

namespace {

/// The frontend has a name like a pass, so that the same options show its work.
constexpr passes::PassInfo kParse{"parse", "text to syntax trees"};
constexpr const char* kResultPath = "target/tsql2dbt/result.json";
constexpr const char* kHolesPath = "target/tsql2dbt/holes.json";

std::string random_id() {
    std::random_device device;
    std::string id;
    for (int i = 0; i < 4; ++i) id += fmt::format("{:08x}", device());
    return id;
}

passes::Options pass_options(const CompileOptions& options, const std::map<std::string, std::string>& proposals) {
    passes::Options result;
    result.stop_after = options.stop_after;
    result.dump_after = options.dump_after;
    result.time_passes = options.time_passes;
    result.force_state = options.force_state;
    result.readability = !options.plain;
    result.native_strings = options.native_strings;
    result.skip_operational = options.skip_operational;
    result.keep_programs = options.replay_tests;
    result.order = options.order;
    result.proposals = proposals;
    return result;
}

/// What a proposer needs to fill the holes (`--proposals` takes the answers).
std::string holes_json(const ir::Project& project, const SourceManager& sources) {
    std::vector<std::string> contexts;
    for (const ir::Hole& hole : project.holes) contexts.push_back(llm::hole_context(hole, sources));
    return fmt::format("[\n{}\n]\n", fmt::join(contexts, ",\n"));
}

void print_seen(const passes::Outcome& outcome, const Console& console) {
    for (const passes::PassDump& dump : outcome.dumps) console.out << fmt::format("=== after {} ===\n{}\n", dump.pass, dump.text);
    for (const passes::PassTiming& timing : outcome.timings)
        console.err << fmt::format("{:>10.2f} ms  {}\n", timing.milliseconds, timing.pass);
}

void print_diagnostics(Diagnostics all, const SourceManager& sources, const CompileOptions& options, const Console& console) {
    all.sort();
    if (options.format == DiagnosticFormat::json) {
        console.out << render_json(all, sources);
        return;
    }
    if (options.format == DiagnosticFormat::sarif) {
        console.out << render_sarif(all, sources);
        return;
    }
    console.err << render_text(options.quiet ? all.only(Severity::error) : all, sources, console.terminal ? Colour::always : Colour::never);
}

std::size_t count(const ir::Project& project, ir::ItemStatus status) {
    return static_cast<std::size_t>(std::count_if(project.items.begin(), project.items.end(), [&](const ir::Item& item) { return item.status == status; }));
}

std::string summary(const ir::Project& project, const WriteReport& report, const std::string& out) {
    return fmt::format("{} ok, {} partial, {} error; {}: {} files written, {} unchanged{}\n", count(project, ir::ItemStatus::ok),
                       count(project, ir::ItemStatus::partial), count(project, ir::ItemStatus::error), out, report.written,
                       report.unchanged, report.kept == 0 ? "" : fmt::format(", {} edited and kept", report.kept));
}

bool reported(const Diagnostics& diagnostics, Severity severity) {
    return std::any_of(diagnostics.all().begin(), diagnostics.all().end(), [&](const Diagnostic& d) { return d.info->severity == severity; });
}

/// Writes the result JSON where a user wants it. False when that failed.
bool deliver(const std::string& result, const std::string& place, const Console& console) {
    Diagnostics problems;
    if (place == "-") console.out << result;
    if (place.empty() || place == "-" || write_file(place, result, problems)) return true;
    console.err << render_text(problems, SourceManager(), Colour::never);
    return false;
}

/// One compilation from files to files.
class Compilation {
public:
    Compilation(CompileOptions options, const Console& console) : options_(std::move(options)), console_(console) {}

    /// Empty where nothing was compiled.
    [[nodiscard]] const std::string& result() const { return result_; }

    ExitCode run() {
        failed_ = !apply_config(options_, diagnostics_) || !read_proposals();
        if (!failed_) compile();
        print_diagnostics(diagnostics_, sources_, options_, console_);
        if (!options_.quiet) console_.err << verdicts_ << summary_;
        if (failed_ || !console_.out.flush()) return exit_io;
        const bool invalid = reported(diagnostics_, Severity::error) || (options_.strict && reported(diagnostics_, Severity::warning));
        return invalid || incomplete_ ? exit_validation : exit_ok;
    }

private:
    bool read_proposals() {
        if (options_.proposals.empty()) return true;
        std::string text;
        const bool readable = read_file(options_.proposals, text);
        auto [bodies, error] = readable ? llm::read_proposals(text) : llm::Proposals{.bodies = {}, .error = text};
        if (!error.empty()) diagnostics_.report<diag::bad_config>({}, options_.proposals, error);
        proposals_ = std::move(bodies);
        return error.empty();
    }

    void compile() {
        const Inputs inputs = read_inputs(options_.inputs, options_.ddl, console_.in, sources_, diagnostics_);
        failed_ = inputs.failed;
        if (inputs.files.empty()) return; // nothing could be read: leave the project alone
        passes::Outcome outcome = run_passes(inputs);
        print_seen(outcome, console_);
        ir::Project& project = outcome.project;
        refuse_unsupported(project, *backend::find_dialect(options_.target), diagnostics_);
        incomplete_ = count(project, ir::ItemStatus::ok) != project.items.size();
        if (!options_.stop_after.empty()) return;
        if (project.items.empty() && !diagnostics_.has_errors()) diagnostics_.report<diag::nothing_to_compile>({});
        diagnostics_.sort();
        if (options_.replay_tests) backend::add_replay_sources(outcome.programs, *backend::find_dialect(options_.target), project);
        emit(project, outcome.programs, outcome.catalog);
    }

    passes::Outcome run_passes(const Inputs& inputs) {
        Progress progress(console_.terminal && !options_.quiet ? &console_.err : nullptr);
        const auto began = std::chrono::steady_clock::now();
        scripts_ = parse_all(inputs.files, sources_, options_.jobs, progress, diagnostics_);
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        print_parsed(scripts_, took.count());
        if (options_.stop_after == kParse.name) return {};
        progress.phase("compiling", 0);
        return passes::compile(scripts_, sources_, FrontendParser(sources_), pass_options(options_, proposals_), diagnostics_);
    }

    void print_parsed(const std::vector<passes::SourceScript>& scripts, double milliseconds) const {
        passes::Outcome parsed;
        if (options_.dump_after == kParse.name || options_.dump_after == "all")
            for (const passes::SourceScript& script : scripts)
                parsed.dumps.push_back({fmt::format("{} of {}", kParse.name, sources_.file(script.file).name), ast::dump(script.script)});
        if (options_.time_passes) parsed.timings.push_back({std::string(kParse.name), milliseconds});
        print_seen(parsed, console_);
    }

    /// The structural check, with its time among those of the passes.
    void compare(ir::Project& project, const Catalog& catalog, const std::map<std::string, std::string>& files) {
        const auto began = std::chrono::steady_clock::now();
        check_project(project, catalog, files, sources_, diagnostics_);
        for (const ir::Item& item : project.items) {
            if (item.equivalence.verdict == ir::Verdict::gap) incomplete_ = true;
            verdicts_ += verdict_line(item.table_ref, item.equivalence);
        }
        const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - began;
        if (options_.time_passes) console_.err << fmt::format("{:>10.2f} ms  check\n", took.count());
    }

    void emit(ir::Project& project, const std::vector<ir::Program>& programs, const Catalog& catalog) {
        const backend::Dialect& dialect = *backend::find_dialect(options_.target);
        const backend::ProjectOptions rendering{.native_strings = options_.native_strings, .replay_tests = options_.replay_tests};
        auto files = backend::render_project(project, dialect, rendering);
        if (options_.check && dialect.name() == kCheckedDialect) {
            compare(project, catalog, files);
            backend::render_verdicts(project, dialect, rendering, files);
        }
        if (options_.replay_tests) files.merge(backend::render_replays(programs, {dialect, project, options_.native_strings}));
        result_ = backend::result_json(project, sources_, options_.run_id.empty() ? random_id() : options_.run_id);
        files[kResultPath] = result_;
        files[kHolesPath] = holes_json(project, sources_);
        const WriteReport report = write_project(options_.out, files, options_.force ? EditedFiles::overwrite : EditedFiles::keep, diagnostics_);
        failed_ = failed_ || report.failed;
        if (options_.dbt.empty()) failed_ = !deliver(result_, options_.result, console_) || failed_;
        if (!report.failed) summary_ = summary(project, report, options_.out);
    }

    CompileOptions options_;
    const Console& console_;
    SourceManager sources_;
    std::vector<passes::SourceScript> scripts_; ///< the catalog points into them
    Diagnostics diagnostics_;
    std::map<std::string, std::string> proposals_;
    std::string result_;   ///< the result JSON
    std::string verdicts_; ///< of the structural check, one line each
    std::string summary_;
    bool failed_ = false;     ///< something could not be read or written
    bool incomplete_ = false; ///< an item is not ok
};

} // namespace

ExitCode compile(CompileOptions options, const Console& console) {
    const Dbt dbt(options.dbt_command, options.out, console, options.quiet, {options.profiles_dir, {}});
    if (!options.stop_after.empty()) options.dbt.clear();
    const std::string step = options.dbt, place = options.result;
    const bool quiet = options.quiet;
    Compilation compilation(std::move(options), console);
    const ExitCode compiled = compilation.run();
    if (step.empty()) return compiled;
    std::string result = compilation.result();
    ExitCode done = compiled;
    if (compiled != exit_io) {
        const DbtCheck check = check_with_dbt(step, dbt, console, quiet);
        done = std::max(compiled, check.code);
        result = with_execution(result, read_outcome(dbt.project(), check.log));
        Diagnostics ignored; // the file was written a moment ago
        if (!write_file(dbt.log_path("result.json"), result, ignored)) done = exit_io;
    }
    return result.empty() || (deliver(result, place, console) && console.out.flush()) ? done : exit_io;
}

std::vector<passes::PassInfo> stages() {
    std::vector<passes::PassInfo> result{kParse};
    result.insert(result.end(), passes::pass_table().begin(), passes::pass_table().end());
    return result;
}

void list_passes(const Console& console) {
    for (const passes::PassInfo& pass : stages()) console.out << fmt::format("{:<24} {}\n", pass.name, pass.description);
}

} // namespace t2d::cli
