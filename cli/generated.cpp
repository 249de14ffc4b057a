// SPDX-License-Identifier: Apache-2.0
#include "cli/generated.h"

#include <fmt/format.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "backend/dialect.h"
#include "backend/jinja.h"
#include "backend/replay/row_loader.h"
#include "cli/config.h"
#include "cli/csv.h"
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

/// A table with generated rows and the file that holds them, too.
struct Filled {
    backend::LoadedTable table;
    std::string file;
};

/// Sources stand under their own names, what a model owns under the model's.
backend::LoadedTable loaded(const CatalogTable& table, const std::vector<GeneratedRow>& rows, const std::string& model, const backend::Dialect& dialect) {
    const std::string own = dialect.replay()->reads_files() ? "main" : "\"" + backend::jinja::expression("target.schema") + "\"";
    backend::LoadedTable out{model.empty() ? dialect.identifier(table.schema) : own, dialect.identifier(model.empty() ? table.name : model), {}, rows};
    for (const CatalogColumn& column : table.columns) out.columns.emplace_back(dialect.identifier(column.name), column.type);
    return out;
}

std::vector<std::string> names_of(const CatalogTable& table) {
    std::vector<std::string> out;
    for (const CatalogColumn& column : table.columns) out.push_back(column.name);
    return out;
}

/// Arguments for the macro that reads files.
std::vector<std::string> calls_for(const std::vector<Filled>& tables, const backend::Dialect& dialect) {
    std::vector<std::string> out;
    nlohmann::ordered_json listed = nlohmann::ordered_json::array();
    const auto flush = [&] {
        if (!listed.empty()) out.push_back(nlohmann::ordered_json{{"tables", listed}}.dump());
        listed.clear();
    };
    for (const auto& [table, file] : tables) {
        nlohmann::ordered_json columns = nlohmann::ordered_json::array();
        for (const auto& [name, type] : table.columns) columns.push_back({name, dialect.type_name(type)});
        listed.push_back({{"schema", table.schema}, {"relation", table.schema + "." + table.name}, {"file", file}, {"columns", columns}});
        if (listed.dump().size() >= kLongestArguments) flush();
    }
    flush();
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
    std::error_code ignored;
    fs::remove_all(folder_, ignored);
    const std::string profile = profile_of(compile.out), output = dialect.replay()->own_database(folder_);
    has_file_ = !output.empty();
    Diagnostics diagnostics;
    bool written = !has_file_ || write_file((fs::path(folder_) / "profiles.yml").string(), profile + ":\n  target: generated\n  outputs:\n    generated:\n" + output, diagnostics);
    for (std::size_t step = 0; step < steps.size(); ++step) {
        const fs::path folder = fs::path(folder_) / fmt::format("step{}", step + 1);
        std::vector<Filled> tables;
        for (const auto& [key, rows] : steps[step]) {
            const CatalogTable& table = catalog.tables.at(key);
            const auto model = models.find(to_lower(table.schema + "." + table.name));
            const bool kept = model != models.end() && (model->second.materialized == "incremental" || model->second.materialized == "table");
            if (model != models.end() && (!kept || step > 0)) continue; // the model makes the rows itself
            tables.push_back({loaded(table, rows, kept ? model->second.name : std::string(), dialect), (folder / "before" / (table.schema + "." + table.name + ".csv")).string()});
            written = write_file(tables.back().file, csv_text(names_of(table), rows), diagnostics) && written;
        }
        steps_.push_back({});
        if (dialect.replay()->reads_files()) {
            steps_.back().calls = calls_for(tables, dialect);
            continue;
        }
        std::vector<backend::LoadedTable> loaded;
        for (Filled& table : tables) loaded.push_back(std::move(table.table));
        const std::vector<std::string> before = step == 0 ? std::vector<std::string>{dialect.replay()->emptied_database()} : std::vector<std::string>{};
        steps_.back().project = (folder / "load").string();
        for (const auto& [path, text] : backend::row_loader(profile, before, loaded, dialect)) written = write_file((folder / "load" / path).string(), text, diagnostics) && written;
    }
    if (!written && error.empty()) error = "the generated rows cannot be written to " + folder_;
}

bool GeneratedData::load(std::size_t step, const Dbt& dbt) const {
    const Step& what = steps_[step];
    if (!what.project.empty()) return dbt.on(what.project).run({"run-operation", "tsql_load"}, {}, "load.log") == 0;
    for (const std::string& arguments : what.calls)
        if (dbt.run({"run-operation", "tsql_replay_load", "--args", arguments}, {}, "load.log") != 0) return false;
    return true;
}

} // namespace t2d::cli
