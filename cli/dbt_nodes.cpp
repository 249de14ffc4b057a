// SPDX-License-Identifier: Apache-2.0
#include "cli/dbt_nodes.h"

namespace t2d::cli {

std::string text_of(const nlohmann::ordered_json& node, const char* key) {
    const auto found = node.find(key);
    return found != node.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::string node_name(const std::string& id) {
    const std::size_t first = id.find('.'), second = first == std::string::npos ? first : id.find('.', first + 1);
    const std::string rest = second == std::string::npos ? id : id.substr(second + 1);
    return rest.substr(0, rest.find('.'));
}

} // namespace t2d::cli
