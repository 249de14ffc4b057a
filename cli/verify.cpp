// SPDX-License-Identifier: Apache-2.0
#include "cli/verify.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>
#include <ostream>
#include <sstream>

#include "cli/compile.h"
#include "cli/files.h"
#include "cli/process.h"
#include "cli/write.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view kSuffix = "__replay";
constexpr std::string_view kSample = "tsql_replay_sample ";
constexpr std::size_t kSamples = 5;

/// What became of one target.
struct Verdict {
    std::string model;
    std::string result; ///< equal, different, not replayed, error
    long long differences = 0;
    std::string message;
    std::string relation; ///< where dbt stored the rows that differ
    std::vector<Json> samples;
};

/// `test.project.customer__replay` → `customer`; empty for other nodes.
std::string replayed_model(const std::string& id) {
    const std::string name = id.substr(id.rfind('.') + 1);
    if (!id.starts_with("test.") || !name.ends_with(kSuffix)) return {};
    return name.substr(0, name.size() - kSuffix.size());
}

std::string text_of(const Json& node, const char* key) {
    const auto found = node.find(key);
    return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

class Verification {
public:
    Verification(VerifyOptions options, const Console& console) : options_(std::move(options)), console_(console), folder_(std::filesystem::path(options_.compile.out) / "target" / "tsql2dbt") {}

    ExitCode run() {
        options_.compile.replay_tests = true;
        const ExitCode compiled = compile(options_.compile, console_);
        if (compiled == exit_io) return exit_io;
        Json vars = Json::parse(options_.vars, nullptr, false);
        if (!vars.is_object()) return fail("--vars is not a JSON object");
        vars["tsql_replay"] = true;
        const int code = dbt({"build", "--exclude-resource-type", "unit_test"}, vars, "verify.log");
        if (code < 0) return fail("cannot run " + options_.dbt);
        if (!read_results()) return fail("dbt left no results; see " + (folder_ / "verify.log").string());
        read_samples(vars);
        if (options_.report != "-") print();
        if (!report()) return exit_io;
        return compiled == exit_ok && code == 0 && agreed() ? exit_ok : exit_validation;
    }

private:
    ExitCode fail(const std::string& message) const {
        console_.err << "tsql2dbt: " << message << "\n";
        return exit_io;
    }

    [[nodiscard]] int dbt(std::vector<std::string> arguments, const Json& vars, const std::string& log) const {
        arguments.insert(arguments.begin(), options_.dbt);
        for (const char* option : {"--project-dir", "--profiles-dir"}) {
            arguments.emplace_back(option);
            arguments.push_back(options_.compile.out);
        }
        arguments.insert(arguments.end(), {"--no-use-colors", "--no-send-anonymous-usage-stats", "--vars", vars.dump()});
        return run_process(arguments, (folder_ / log).string());
    }

    bool read_results() {
        std::string text;
        if (!read_file((std::filesystem::path(options_.compile.out) / "target" / "run_results.json").string(), text)) return false;
        const Json results = Json::parse(text, nullptr, false);
        if (!results.is_object() || !results.contains("results")) return false;
        for (const Json& node : results["results"]) {
            const std::string id = text_of(node, "unique_id"), status = text_of(node, "status"), model = replayed_model(id);
            if (!model.empty()) verdicts_[model] = verdict(model, status, node);
            else if (status == "error" || status == "fail") errors_.push_back(id.substr(id.rfind('.') + 1) + ": " + text_of(node, "message"));
        }
        return true;
    }

    static Verdict verdict(const std::string& model, const std::string& status, const Json& node) {
        Verdict out;
        out.model = model;
        out.result = status == "pass" ? "equal" : status == "fail" ? "different" : status == "warn" ? "not replayed" : "error";
        if (const auto failures = node.find("failures"); failures != node.end() && failures->is_number()) out.differences = failures->get<long long>();
        if (status != "pass" && status != "fail") out.message = text_of(node, "message");
        out.relation = text_of(node, "relation_name");
        return out;
    }

    /// The rows that dbt stored, printed by a macro as JSON.
    void read_samples(const Json& vars) {
        Json relations = Json::object();
        for (const auto& [model, verdict] : verdicts_)
            if ((verdict.result == "different" || verdict.result == "not replayed") && !verdict.relation.empty()) relations[model] = verdict.relation;
        if (relations.empty()) return;
        const Json arguments = {{"relations", relations}, {"number", kSamples}};
        if (dbt({"run-operation", "tsql_replay_samples", "--args", arguments.dump()}, vars, "samples.log") != 0) return;
        std::ifstream log(folder_ / "samples.log");
        for (std::string line; std::getline(log, line);) {
            const std::size_t at = line.find(kSample);
            if (at == std::string::npos) continue;
            const Json sample = Json::parse(line.substr(at + kSample.size()), nullptr, false);
            const auto known = sample.is_object() ? verdicts_.find(text_of(sample, "model")) : verdicts_.end();
            if (known == verdicts_.end()) continue;
            known->second.samples.push_back(sample["row"]);
            if (const std::string reason = text_of(sample["row"], "reason"); known->second.result == "not replayed" && !reason.empty()) known->second.message = reason;
        }
    }

    [[nodiscard]] std::size_t count(std::string_view result) const {
        return static_cast<std::size_t>(std::count_if(verdicts_.begin(), verdicts_.end(), [&](const auto& entry) { return entry.second.result == result; }));
    }

    [[nodiscard]] bool agreed() const {
        return errors_.empty() && count("different") == 0 && count("error") == 0 && (!options_.compile.strict || count("not replayed") == 0);
    }

    void print() const {
        std::size_t width = 6;
        for (const auto& [model, verdict] : verdicts_) width = std::max(width, model.size());
        console_.out << fmt::format("{:<{}}  {:<12}  {}\n", "target", width, "result", "rows that differ");
        for (const auto& [model, verdict] : verdicts_) {
            const std::string last = verdict.message.empty() ? std::to_string(verdict.differences) : verdict.message;
            console_.out << fmt::format("{:<{}}  {:<12}  {}\n", model, width, verdict.result, last);
            for (const Json& sample : verdict.result == "different" ? verdict.samples : std::vector<Json>()) console_.out << "    " << sample.dump() << "\n";
        }
        for (const std::string& error : errors_) console_.out << "failed: " << error << "\n";
        console_.out << fmt::format("{} equal, {} different, {} not replayed, {} failed\n", count("equal"), count("different"), count("not replayed"), count("error") + errors_.size());
    }

    bool report() const {
        if (options_.report.empty()) return true;
        Json targets = Json::array();
        for (const auto& [model, verdict] : verdicts_)
            targets.push_back({{"model", model}, {"result", verdict.result}, {"differences", verdict.differences}, {"message", verdict.message}, {"samples", verdict.samples}});
        const Json all = {{"schema_version", "1.0"}, {"targets", targets}, {"failed", errors_}};
        if (options_.report == "-") {
            console_.out << all.dump(2) << "\n";
            return true;
        }
        Diagnostics ignored;
        return write_file(options_.report, all.dump(2) + "\n", ignored);
    }

    VerifyOptions options_;
    const Console& console_;
    std::filesystem::path folder_;
    std::map<std::string, Verdict> verdicts_;
    std::vector<std::string> errors_; ///< nodes that failed beside the comparisons
};

} // namespace

ExitCode verify(VerifyOptions options, const Console& console) { return Verification(std::move(options), console).run(); }

} // namespace t2d::cli
