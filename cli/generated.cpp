// SPDX-License-Identifier: Apache-2.0
#include "cli/generated.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "backend/dialect.h"
#include "cli/config.h"
#include "cli/files.h"
#include "cli/pipeline.h"
#include "cli/write.h"
#include "ir/text.h"
#include "passes/build_catalog.h"

namespace t2d::cli {

namespace fs = std::filesystem;
using passes::generate::GeneratedRow;
using passes::generate::GeneratedTables;

namespace {

/// Arguments of one call of the loading macro stay below the length that operating systems allow.
constexpr std::size_t kLongestArguments = 60'000;

std::string csv_of(const CatalogTable& table, const std::vector<GeneratedRow>& rows) {
    const auto quoted = [](const std::string& text) {
        std::string out = "\"";
        for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
        return out + "\"";
    };
    std::string out;
    for (std::size_t c = 0; c < table.columns.size(); ++c) out += (c == 0 ? "" : ",") + quoted(table.columns[c].name);
    out += "\n";
    for (const GeneratedRow& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) out += (c == 0 ? "" : ",") + (row[c] ? quoted(*row[c]) : "\\N");
        out += "\n";
    }
    return out;
}

/// The name of the profile that the project asks for.
std::string profile_of(const std::string& project) {
    std::string text;
    if (!read_file((fs::path(project) / "dbt_project.yml").string(), text)) return "tsql2dbt";
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        if (line.starts_with("profile:")) {
            const std::size_t begin = line.find_first_not_of(" \t\"'", 8), end = line.find_last_not_of(" \t\r\"'");
            return begin == std::string::npos ? "tsql2dbt" : line.substr(begin, end - begin + 1);
        }
    return "tsql2dbt";
}

/// What the compilation made of a table: the model's name and materialization.
struct TargetModel {
    std::string name, materialized;
};

std::map<std::string, TargetModel> models_of(const std::string& result_json) {
    std::map<std::string, TargetModel> out;
    const auto result = nlohmann::json::parse(result_json, nullptr, false);
    if (!result.is_object()) return out;
    for (const auto& item : result.value("results", nlohmann::json::array())) {
        const auto& output = item["output"];
        if (!output["artifact_paths"]["model_sql"].is_string()) continue;
        out[to_lower(output.value("table_ref", ""))] = {output.value("model_name", ""), output["generated"]["model_sql"].value("materialized", "")};
    }
    return out;
}

} // namespace

GeneratedData::GeneratedData(const CompileOptions& compile, const passes::generate::GenerateOptions& options, std::string& error)
    : folder_(fs::absolute(fs::path(compile.out) / "target" / "tsql2dbt" / "generated").string()) {
    CompileOptions configured = compile;
    Diagnostics diagnostics;
    SourceManager sources;
    if (!apply_config(configured, diagnostics)) error = "the configuration cannot be read";
    std::istringstream nothing;
    const Inputs inputs = read_inputs(configured.inputs, configured.ddl, nothing, sources, diagnostics);
    Progress progress(nullptr);
    const auto scripts = parse_all(inputs.files, sources, configured.jobs, progress, diagnostics);
    const Catalog catalog = passes::build_catalog(scripts, diagnostics);
    if (error.empty() && catalog.tables.empty()) error = "there is no table definition to generate rows for";
    if (error.empty()) write(configured, catalog, passes::generate::generate(catalog, scripts, options), error);
}

void GeneratedData::write(const CompileOptions& compile, const Catalog& catalog, const std::vector<GeneratedTables>& steps, std::string& error) {
    const backend::Dialect& dialect = *backend::find_dialect(compile.target);
    std::string result;
    if (!read_file((fs::path(compile.out) / "target" / "tsql2dbt" / "result.json").string(), result)) error = result;
    const auto models = models_of(result);
    Diagnostics diagnostics;
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    const std::string database = (fs::path(folder_) / "generated.duckdb").string();
    const std::string profile = fmt::format("{}:\n  target: generated\n  outputs:\n    generated:\n      type: duckdb\n      path: {}\n      schema: main\n      settings:\n        TimeZone: UTC\n",
                                            profile_of(compile.out), nlohmann::json(database).dump());
    bool written = write_file((fs::path(folder_) / "profiles.yml").string(), profile, diagnostics);
    for (std::size_t step = 0; step < steps.size(); ++step) {
        nlohmann::ordered_json tables = nlohmann::ordered_json::array();
        std::vector<std::string> calls;
        for (const auto& [key, rows] : steps[step]) {
            const CatalogTable& table = catalog.tables.at(key);
            const auto model = models.find(to_lower(table.schema + "." + table.name));
            const bool kept = model != models.end() && (model->second.materialized == "incremental" || model->second.materialized == "table");
            if (model != models.end() && (!kept || step > 0)) continue; // the model makes the rows itself
            const std::string path = (fs::path(folder_) / fmt::format("step{}", step + 1) / "before" / (table.schema + "." + table.name + ".csv")).string();
            written = write_file(path, csv_of(table, rows), diagnostics) && written;
            const std::string schema = kept ? "main" : dialect.identifier(table.schema);
            nlohmann::ordered_json columns = nlohmann::ordered_json::array();
            for (const CatalogColumn& column : table.columns) columns.push_back({dialect.identifier(column.name), dialect.type_name(column.type)});
            tables.push_back({{"schema", schema}, {"relation", schema + "." + dialect.identifier(kept ? model->second.name : table.name)}, {"file", path}, {"columns", columns}});
            if (tables.dump().size() < kLongestArguments) continue;
            calls.push_back(nlohmann::ordered_json{{"tables", tables}}.dump());
            tables.clear();
        }
        if (!tables.empty()) calls.push_back(nlohmann::ordered_json{{"tables", tables}}.dump());
        loads_.push_back(std::move(calls));
    }
    if (!written && error.empty()) error = "the generated rows cannot be written to " + folder_;
}

bool GeneratedData::load(std::size_t step, const Dbt& dbt) const {
    for (const std::string& arguments : loads_[step])
        if (dbt.run({"run-operation", "tsql_replay_load", "--args", arguments}, {}, "load.log") != 0) return false;
    return true;
}

} // namespace t2d::cli
