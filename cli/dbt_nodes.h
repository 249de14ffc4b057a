// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

/// Reading the nodes of dbt's artifacts (`run_results.json`, `manifest.json`).
namespace t2d::cli {

/// The text under a key of a node; empty when there is none.
[[nodiscard]] std::string text_of(const nlohmann::ordered_json& node, const char* key);

/// The name in a node's id: `model.project.customer` → `customer`, `test.project.unique_total_Id.0123abcd` → `unique_total_Id`; a text that is no id as it is.
[[nodiscard]] std::string node_name(const std::string& id);

} // namespace t2d::cli
