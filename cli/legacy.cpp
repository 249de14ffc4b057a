// SPDX-License-Identifier: Apache-2.0
#include "cli/legacy.h"

#include <filesystem>
#include <nlohmann/json.hpp>

#include "ir/text.h"

namespace t2d::cli {

std::map<std::string, std::string> legacy_extracts(const std::string& result_json, const std::string& folder) {
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
            if (const auto file = files.find(table + ending); file != files.end()) found = file->second;
    }
    return out;
}

} // namespace t2d::cli
