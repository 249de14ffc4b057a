// SPDX-License-Identifier: Apache-2.0
#include "cli/verify.h"

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/compile.h"
#include "cli/dbt.h"
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

class Verification {
public:
    Verification(VerifyOptions options, const Console& console)
        : options_(std::move(options)), console_(console), dbt_(options_.dbt, options_.compile.out, console, options_.compile.quiet) {}

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
        std::error_code ignored; // results of an earlier run are none of this one
        std::filesystem::remove(std::filesystem::path(options_.compile.out) / "target" / "run_results.json", ignored);
        const int code = dbt_.run({"build", "--exclude-resource-type", "unit_test"}, vars_.dump(), "verify.log");
        if (code < 0) return fail("cannot run " + options_.dbt);
        Verdicts found;
        if (!read_verdicts(found)) return fail("dbt left no results; see " + dbt_.log_path("verify.log"));
        read_samples(found);
        add_run(verdicts_, std::move(found), number);
        return code == 0 ? exit_ok : exit_validation;
    }

    /// Runs on generated rows, one `dbt build` for each state of the sources.
    ExitCode generated_runs() {
        std::string error;
        const GeneratedData data(options_.compile, {options_.generate, options_.steps, options_.seed}, error);
        if (!error.empty()) return fail(error);
        dbt_ = Dbt(options_.dbt, options_.compile.out, console_, options_.compile.quiet, data.folder());
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
        Json found = Json::object();
        try {
            for (const auto& [model, file] : legacy_extracts(result, options_.legacy)) {
                const char* const why = file.empty() ? "there is no extract of it" : "it was not built, or all of its columns may differ from run to run";
                verdicts_.targets[model] = {model, "not compared", 0, 1, why, {}, {}};
                if (!file.empty()) found[model] = file;
            }
        } catch (const std::filesystem::filesystem_error& error) {
            return fail(error.what()), false;
        }
        if (found.empty()) return fail(options_.legacy + ": there is no extract of a target (SCHEMA.TABLE.csv or .parquet)"), false;
        vars_["tsql_legacy"] = found;
        return true;
    }

    bool read_verdicts(Verdicts& found) const {
        std::string text;
        const std::string path = (std::filesystem::path(options_.compile.out) / "target" / "run_results.json").string();
        return read_file(path, text) && read_results(text, options_.legacy.empty() ? "__replay" : "__legacy", found);
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
    Dbt dbt_;
    Json vars_;
    Verdicts verdicts_;
};

} // namespace

ExitCode verify(VerifyOptions options, const Console& console) { return Verification(std::move(options), console).run(); }

} // namespace t2d::cli
