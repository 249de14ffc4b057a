// SPDX-License-Identifier: Apache-2.0
#include "cli/execution.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <vector>

#include "cli/dbt_nodes.h"
#include "cli/files.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

bool is_relation(const std::string& id) { return id.starts_with("model.") || id.starts_with("snapshot."); }

/// What a run showed of one model.
struct Seen {
    Json compiled, built; ///< true, false, or null: not known
    std::vector<std::string> errors;

    void fail(Json Seen::*what, const std::string& error) {
        this->*what = false;
        errors.push_back(error);
    }
};

/// The models that a test of the models' YAML or a guard reads; none for the comparisons of `verify`.
std::vector<std::string> tested_models(const Json& manifest, const std::string& id) {
    std::vector<std::string> out;
    const auto nodes = manifest.find("nodes");
    if (nodes == manifest.end() || !nodes->contains(id)) return out;
    const Json& node = (*nodes)[id];
    for (const Json& tag : node.value("tags", Json::array()))
        if (tag == "replay" || tag == "legacy") return out;
    const Json depends = node.value("depends_on", Json::object());
    for (const Json& other : depends.value("nodes", Json::array()))
        if (other.is_string() && is_relation(other.get<std::string>())) out.push_back(node_name(other.get<std::string>()));
    return out;
}

void see_relation(const Json& node, bool build, Seen& seen) {
    const std::string status = text_of(node, "status"), message = text_of(node, "message");
    const bool done = status == "success", compiled = done || node.value("compiled", Json()) == true;
    if (compiled) seen.compiled = true;
    if (build && done && seen.built.is_null()) seen.built = true;
    if (done) return;
    if (status == "skipped") return seen.fail(build ? &Seen::built : &Seen::compiled, "skipped: something that it reads failed");
    if (!compiled) seen.compiled = false;
    seen.fail(build ? &Seen::built : &Seen::compiled, message);
}

std::map<std::string, Seen> seen_in(const Json& results, const Json& manifest) {
    std::map<std::string, Seen> out;
    const Json arguments = results.value("args", Json::object());
    const std::string which = text_of(arguments, "which");
    if (which != "build" && which != "compile") return out;
    for (const Json& node : results.value("results", Json::array())) {
        const std::string id = text_of(node, "unique_id"), status = text_of(node, "status");
        if (is_relation(id)) see_relation(node, which == "build", out[node_name(id)]);
        if (!id.starts_with("test.") || (status != "fail" && status != "error")) continue;
        for (const std::string& model : tested_models(manifest, id)) out[model].fail(which == "build" ? &Seen::built : &Seen::compiled, node_name(id) + ": " + text_of(node, "message"));
    }
    return out;
}

/// The words by which dbt says that it cannot read a project; nothing was run then.
constexpr std::array<std::string_view, 3> kBroken{"Compilation Error", "Parsing Error", "Syntax error"};

/// The lines of the log from such words on; empty where there are none.
std::string reading_error(const std::string& log) {
    std::size_t first = std::string::npos;
    for (const std::string_view words : kBroken) first = std::min(first, log.find(words));
    if (first == std::string::npos) return {};
    std::string text = log.substr(first);
    while (!text.empty() && std::isspace(static_cast<unsigned char>(text.back())) != 0) text.pop_back();
    return text;
}

void record(Json& execution, const char* key, const Json& value) {
    if (!value.is_null() && execution[key] != false) execution[key] = value;
}

} // namespace

DbtOutcome read_outcome(const std::string& project, const std::string& log) {
    const auto text = [](const std::filesystem::path& path) {
        std::string out;
        return read_file(path.string(), out) ? out : std::string();
    };
    const std::filesystem::path target = std::filesystem::path(project) / "target";
    return {text(target / "run_results.json"), text(target / "manifest.json"), text(log)};
}

std::string with_execution(const std::string& result_json, const DbtOutcome& outcome) {
    Json result = Json::parse(result_json, nullptr, false);
    const Json results = Json::parse(outcome.results, nullptr, false), manifest = Json::parse(outcome.manifest, nullptr, false);
    if (!result.is_object() || !result.contains("results")) return result_json;
    std::map<std::string, Seen> seen;
    if (results.is_object()) seen = seen_in(results, manifest.is_object() ? manifest : Json::object());
    const std::string error = results.is_object() ? std::string() : reading_error(outcome.log);
    const bool somebody_named = std::any_of(result["results"].begin(), result["results"].end(),
                                            [&](const Json& item) { return error.find("model " + text_of(item["output"], "model_name") + " (") != std::string::npos; });
    for (Json& item : result["results"]) {
        const std::string model = text_of(item["output"], "model_name");
        if (model.empty()) continue;
        Seen& shown = seen[model];
        if (!error.empty() && (!somebody_named || error.find("model " + model + " (") != std::string::npos)) shown.fail(&Seen::compiled, error);
        Json& execution = item["output"]["execution"];
        record(execution, "dbt_compile_passed", shown.compiled);
        record(execution, "dbt_build_passed", shown.built);
        for (const std::string& text : shown.errors) execution["dbt_errors"].push_back(text);
    }
    return result.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace t2d::cli
