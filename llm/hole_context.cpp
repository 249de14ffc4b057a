// SPDX-License-Identifier: Apache-2.0
#include "llm/hole_context.h"

#include <nlohmann/json.hpp>

namespace t2d::llm {

using Json = nlohmann::ordered_json;

namespace {
Json columns_json(const std::vector<ir::Column>& columns) {
    Json out = Json::array();
    for (const auto& column : columns) out.push_back({{"name", column.name}, {"type", to_string(column.type)}, {"nullable", column.nullable}});
    return out;
}
} // namespace

std::string hole_context(const ir::Hole& hole, const SourceManager& sources) {
    Json out;
    out["id"] = hole.id;
    out["procedure"] = hole.procedure;
    out["reason"] = hole.reason;
    out["statement"] = std::string(sources.text(hole.span));
    out["table"] = hole.table;
    out["expected"] = columns_json(hole.expected);
    out["inputs"] = Json::array();
    for (const auto& input : hole.inputs) out["inputs"].push_back({{"name", input.name}, {"columns", columns_json(input.rows->columns)}});
    return out.dump(2);
}

Proposals read_proposals(const std::string& json_text) {
    Proposals out;
    const Json json = Json::parse(json_text, nullptr, false);
    if (!json.is_object()) {
        out.error = "not a JSON object of hole ids and queries";
        return out;
    }
    for (const auto& [id, body] : json.items()) {
        if (body.is_string()) out.bodies[id] = body.get<std::string>();
        else out.error = "the body of " + id + " is not a text";
    }
    return out;
}

} // namespace t2d::llm
