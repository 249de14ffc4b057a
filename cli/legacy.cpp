// SPDX-License-Identifier: Apache-2.0
#include "cli/legacy.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "backend/jinja.h"
#include "backend/replay/replay_names.h"
#include "backend/replay/row_loader.h"
#include "cli/csv.h"
#include "cli/files.h"
#include "cli/write.h"
#include "ir/text.h"

namespace t2d::cli {

std::map<std::string, std::string> legacy_extracts(const std::string& result_json, const std::string& folder, bool parquet_wins) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_regular_file()) files[to_lower(entry.path().filename().string())] = std::filesystem::absolute(entry.path()).string();
    std::map<std::string, std::string> out;
    const auto result = nlohmann::json::parse(result_json, nullptr, false);
    if (!result.is_object()) return out;
    for (const auto& item : result.value("results", nlohmann::json::array())) {
        const std::string model = item["output"].value("model_name", ""), table = to_lower(item["output"].value("table_ref", ""));
        if (model.empty()) continue;
        std::string& found = out[model];
        for (const char* const ending : {".csv", ".parquet"})
            if (const auto file = files.find(table + ending); file != files.end() && (found.empty() || parquet_wins)) found = file->second;
    }
    return out;
}

std::map<std::string, std::string> load_extracts(const std::map<std::string, std::string>& files, const backend::Dialect& dialect, const Dbt& dbt, std::string& error) {
    const std::string schema = "\"" + backend::jinja::expression("target.schema") + "__replay\"";
    std::map<std::string, std::string> out;
    std::vector<backend::LoadedTable> tables;
    std::vector<std::string> before;
    for (const auto& [model, file] : files) {
        out[model] = backend::short_name(model + "__extract", backend::kLongestName);
        std::string text;
        if (!file.ends_with(".csv")) error = file + ": on " + std::string(dialect.name()) + " extracts are CSV files";
        else if (!read_file(file, text)) error = text;
        auto rows = read_csv(text);
        if (error.empty() && !rows) error = file + ": this is no CSV file with a header and as many values in every row";
        if (!error.empty()) return {};
        backend::LoadedTable table{schema, out[model], {}, {}};
        for (const auto& name : rows->front()) table.columns.emplace_back(dialect.identifier(name.value_or("")), simple_type(TypeKind::varchar));
        table.rows.assign(rows->begin() + 1, rows->end());
        before.push_back("drop table if exists " + schema + "." + table.name);
        tables.push_back(std::move(table));
    }
    const std::filesystem::path project = std::filesystem::absolute(std::filesystem::path(dbt.project()) / "target" / "tsql2dbt" / "extracts");
    Diagnostics diagnostics;
    for (const auto& [path, text] : backend::row_loader(profile_of(dbt.project()), before, tables, dialect))
        if (!write_file((project / path).string(), text, diagnostics)) error = "the extracts cannot be written to " + project.string();
    if (error.empty() && dbt.on(project.string()).run({"run-operation", "tsql_load"}, {}, "load.log") != 0) error = "the extracts cannot be loaded; see " + dbt.log_path("load.log");
    return out;
}

} // namespace t2d::cli
