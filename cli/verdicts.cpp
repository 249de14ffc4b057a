// SPDX-License-Identifier: Apache-2.0
#include "cli/verdicts.h"

#include <fmt/format.h>

#include <algorithm>

#include "cli/dbt_nodes.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

/// `test.project.customer__replay` → `customer`; empty for other nodes.
std::string compared_model(const std::string& id, const std::string& suffix) {
    const std::string name = id.substr(id.rfind('.') + 1);
    if (!id.starts_with("test.") || !name.ends_with(suffix)) return {};
    return name.substr(0, name.size() - suffix.size());
}

Verdict verdict(const std::string& model, const std::string& status, const Json& node) {
    Verdict out;
    out.model = model;
    out.result = status == "pass" ? "equal" : status == "fail" ? "different" : status == "warn" ? "not replayed" : "error";
    if (const auto failures = node.find("failures"); failures != node.end() && failures->is_number()) out.differences = failures->get<long long>();
    if (status != "pass" && status != "fail") out.message = text_of(node, "message");
    out.relation = text_of(node, "relation_name");
    return out;
}

} // namespace

std::size_t Verdicts::count(std::string_view result) const {
    return static_cast<std::size_t>(std::count_if(targets.begin(), targets.end(), [&](const auto& entry) { return entry.second.result == result; }));
}

bool Verdicts::agreed(bool strict) const { return errors.empty() && count("different") == 0 && count("error") == 0 && (!strict || (skipped() == 0 && broken.empty())); }

void add_run(Verdicts& verdicts, Verdicts later, std::size_t run) {
    for (auto& [model, verdict] : later.targets) {
        verdict.run = run;
        const auto known = verdicts.targets.find(model);
        if (known == verdicts.targets.end() || known->second.result == "equal" || known->second.result == "not compared") verdicts.targets[model] = std::move(verdict);
    }
    for (const std::string& error : later.errors) verdicts.errors.push_back(error);
    for (const std::string& test : later.broken) verdicts.broken.push_back(fmt::format("run {}: {}", run, test));
}

bool read_results(const std::string& text, const std::string& suffix, Verdicts& verdicts) {
    const Json results = Json::parse(text, nullptr, false);
    if (!results.is_object() || !results.contains("results")) return false;
    for (const Json& node : results["results"]) {
        const std::string id = text_of(node, "unique_id"), status = text_of(node, "status"), model = compared_model(id, suffix);
        if (!model.empty()) verdicts.targets[model] = verdict(model, status, node);
        else if (status == "error" || status == "fail") verdicts.errors.push_back(id.substr(id.rfind('.') + 1) + ": " + text_of(node, "message"));
    }
    return true;
}

bool read_broken(const std::string& text, std::vector<std::string>& broken) {
    const Json results = Json::parse(text, nullptr, false);
    if (!results.is_object() || !results.contains("results")) return false;
    for (const Json& node : results["results"])
        if (const std::string status = text_of(node, "status"); status == "fail" || status == "error") broken.push_back(node_name(text_of(node, "unique_id")) + ": " + text_of(node, "message"));
    return true;
}

void print_verdicts(const Verdicts& verdicts, std::size_t runs, std::ostream& out) {
    std::size_t width = 6;
    for (const auto& [model, verdict] : verdicts.targets) width = std::max(width, model.size());
    out << fmt::format("{:<{}}  {:<12}  {}\n", "target", width, "result", "rows that differ");
    for (const auto& [model, verdict] : verdicts.targets) {
        const std::string last = verdict.message.empty() ? std::to_string(verdict.differences) : verdict.message;
        const std::string when = runs > 1 && verdict.result == "different" ? fmt::format(" in run {} of {}", verdict.run, runs) : "";
        out << fmt::format("{:<{}}  {:<12}  {}{}\n", model, width, verdict.result, last, when);
        for (const Json& sample : verdict.result == "different" ? verdict.samples : std::vector<Json>()) out << "    " << sample.dump() << "\n";
    }
    for (const std::string& error : verdicts.errors) out << "failed: " << error << "\n";
    if (!verdicts.broken.empty()) out << "tests that the generated rows break (SQL Server would have stopped there):\n";
    for (const std::string& test : verdicts.broken) out << "    " << test << "\n";
    const std::string_view skipped = verdicts.count("not compared") > 0 ? "not compared" : "not replayed";
    out << fmt::format("{} equal, {} different, {} {}, {} failed\n", verdicts.count("equal"), verdicts.count("different"), verdicts.skipped(), skipped, verdicts.count("error") + verdicts.errors.size());
}

Json verdicts_json(const Verdicts& verdicts) {
    Json targets = Json::array();
    for (const auto& [model, verdict] : verdicts.targets)
        targets.push_back({{"model", model}, {"result", verdict.result}, {"differences", verdict.differences}, {"run", verdict.run}, {"message", verdict.message}, {"samples", verdict.samples}});
    return {{"targets", targets}, {"failed", verdicts.errors}, {"broken_tests", verdicts.broken}};
}

} // namespace t2d::cli
