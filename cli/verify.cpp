// SPDX-License-Identifier: Apache-2.0
#include "cli/verify.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "backend/dialect.h"
#include "cli/compile.h"
#include "cli/dbt.h"
#include "cli/execution.h"
#include "cli/files.h"
#include "cli/generated.h"
#include "cli/legacy.h"
#include "cli/verdicts.h"
#include "cli/write.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSample = "tsql_replay_sample ";
constexpr std::size_t kSamples = 5;

// What dbt is asked to do.
const std::vector<std::string> kEverything{"build", "--exclude-resource-type", "unit_test"};
const std::vector<std::string> kComparisonsOnly{"build", "--select", "resource_type:model", "resource_type:seed", "resource_type:snapshot", "tag:replay", "--indirect-selection", "empty"};
const std::vector<std::string> kTestsOnly{"test", "--exclude", "tag:replay", "resource_type:unit_test"};

class Verification {
public:
    Verification(VerifyOptions options, const Console& console)
        : options_(std::move(options)), console_(console), dialect_(*backend::find_dialect(options_.compile.target)),
          dbt_(options_.dbt, options_.compile.out, console, options_.compile.quiet, {options_.compile.profiles_dir, {}}) {}

    ExitCode run() {
        options_.compile.replay_tests = true;
        const ExitCode compiled = compile(options_.compile, console_);
        if (compiled == exit_io) return exit_io;
        vars_ = Json::parse(options_.vars, nullptr, false);
        if (!vars_.is_object()) return fail("--vars is not a JSON object");
        if (options_.legacy.empty()) vars_["tsql_replay"] = true;
        else if (!find_extracts()) return exit_io;
        const ExitCode built = options_.generate > 0 ? generated_runs() : run_once(1);
        if (built == exit_io) return exit_io;
        if (options_.report != "-") print_verdicts(verdicts_, options_.generate > 0 ? options_.steps : 1, console_.out);
        if (!report()) return exit_io;
        return compiled == exit_ok && built == exit_ok && verdicts_.agreed(options_.compile.strict) ? exit_ok : exit_validation;
    }

private:
    ExitCode fail(const std::string& message) const {
        console_.err << "tsql2dbt: " << message << "\n";
        return exit_io;
    }

    /// One `dbt build` with its verdicts and samples.
    ExitCode run_once(std::size_t number) {
        const int code = dbt_.run(options_.generate > 0 ? kComparisonsOnly : kEverything, vars_.dump(), "verify.log");
        if (code < 0) return fail("cannot run " + options_.dbt);
        const DbtOutcome outcome = read_outcome(options_.compile.out, dbt_.log_path("verify.log"));
        if (!record(outcome)) return exit_io;
        Verdicts found;
        if (!read_results(outcome.results, options_.legacy.empty() ? "__replay" : "__legacy", found)) return fail("dbt left no results; see " + dbt_.log_path("verify.log"));
        read_samples(found);
        if (options_.generate > 0 && !run_tests(found)) return fail("dbt left no results; see " + dbt_.log_path("tests.log"));
        add_run(verdicts_, std::move(found), number);
        return code == 0 ? exit_ok : exit_validation;
    }

    /// Tests on rows that nobody chose for the procedure say something about the rows, not about the model.
    bool run_tests(Verdicts& found) const {
        if (dbt_.run(kTestsOnly, vars_.dump(), "tests.log") < 0) return false;
        return read_broken(read_outcome(options_.compile.out, dbt_.log_path("tests.log")).results, found.broken);
    }

    /// Puts into the result JSON what the build showed of every item.
    bool record(const DbtOutcome& outcome) const {
        const std::string path = dbt_.log_path("result.json");
        std::string result;
        Diagnostics ignored;
        if (read_file(path, result) && write_file(path, with_execution(result, outcome), ignored)) return true;
        return fail(path + " cannot be written"), false;
    }

    /// Runs on generated rows, one `dbt build` for each state of the sources.
    ExitCode generated_runs() {
        std::string error;
        const GeneratedData data(options_.compile, {options_.generate, options_.steps, options_.seed}, error);
        if (!error.empty()) return fail(error);
        dbt_ = dbt_.with(data.profile(dbt_.profile()));
        ExitCode worst = exit_ok;
        for (std::size_t step = 0; step < data.steps(); ++step) {
            if (!data.load(step, dbt_)) return fail("the generated rows cannot be loaded; see " + dbt_.log_path("load.log"));
            worst = std::max(worst, run_once(step + 1));
            if (worst == exit_io) break;
        }
        return worst;
    }

    /// Tells the tests which files to compare with. Every target is `not compared` until a test has run.
    bool find_extracts() {
        std::string result;
        if (!read_file(dbt_.log_path("result.json"), result)) return fail(result), false;
        std::map<std::string, std::string> found;
        try {
            for (const auto& [model, file] : legacy_extracts(result, options_.legacy, dialect_.replay()->reads_files())) {
                const char* const why = file.empty() ? "there is no extract of it" : "it was not built, or all of its columns may differ from run to run";
                verdicts_.targets[model] = {model, "not compared", 0, 1, why, {}, {}};
                if (!file.empty()) found[model] = file;
            }
        } catch (const std::filesystem::filesystem_error& error) {
            return fail(error.what()), false;
        }
        if (found.empty()) return fail(options_.legacy + ": there is no extract of a target (SCHEMA.TABLE.csv or .parquet)"), false;
        std::string error;
        if (!dialect_.replay()->reads_files()) found = load_extracts(found, dialect_, dbt_, error);
        if (!error.empty()) return fail(error), false;
        vars_["tsql_legacy"] = found;
        return true;
    }

    /// The rows that dbt stored, printed by a macro as JSON.
    void read_samples(Verdicts& found) const {
        Json relations = Json::object();
        for (const auto& [model, verdict] : found.targets)
            if ((verdict.result == "different" || verdict.result == "not replayed") && !verdict.relation.empty()) relations[model] = verdict.relation;
        if (relations.empty()) return;
        const Json arguments = {{"relations", relations}, {"number", kSamples}};
        if (dbt_.run({"run-operation", "tsql_replay_samples", "--args", arguments.dump()}, vars_.dump(), "samples.log") != 0) return;
        std::ifstream log(dbt_.log_path("samples.log"));
        for (std::string line; std::getline(log, line);)
            if (const std::size_t at = line.find(kSample); at != std::string::npos) take_sample(Json::parse(line.substr(at + kSample.size()), nullptr, false), found);
    }

    static void take_sample(const Json& sample, Verdicts& found) {
        if (!sample.is_object()) return;
        const auto known = found.targets.find(sample.value("model", ""));
        if (known == found.targets.end()) return;
        Verdict& verdict = known->second;
        verdict.samples.push_back(sample["row"]);
        if (verdict.result == "not replayed" && sample["row"].contains("reason")) verdict.message = sample["row"].value("reason", "");
    }

    bool report() const {
        if (options_.report.empty()) return true;
        Json all = {{"schema_version", "1.0"}, {"compared_with", options_.legacy.empty() ? "replay" : "legacy"}, {"runs", options_.generate > 0 ? options_.steps : 1}};
        all.update(verdicts_json(verdicts_));
        if (options_.report == "-") {
            console_.out << all.dump(2) << "\n";
            return true;
        }
        Diagnostics ignored;
        return write_file(options_.report, all.dump(2) + "\n", ignored);
    }

    VerifyOptions options_;
    const Console& console_;
    const backend::Dialect& dialect_;
    Dbt dbt_;
    Json vars_;
    Verdicts verdicts_;
};

} // namespace

ExitCode verify(VerifyOptions options, const Console& console) { return Verification(std::move(options), console).run(); }

} // namespace t2d::cli
