// SPDX-License-Identifier: Apache-2.0
#include <nlohmann/json.hpp>

#include "cli/render.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const Diagnostic& diagnostic, const SourceManager& sources) {
    Json json{{"code", diagnostic.info->code},
              {"severity", name_of(diagnostic.info->severity)},
              {"message", diagnostic.message},
              {"hint", diagnostic.hint}};
    if (!diagnostic.span.valid()) {
        json["file"] = nullptr;
        return json;
    }
    const LineColumn begin = sources.locate(diagnostic.span.file, diagnostic.span.begin);
    const LineColumn end = sources.locate(diagnostic.span.file, diagnostic.span.end);
    json["file"] = sources.file(diagnostic.span.file).name;
    json["line"] = begin.line;
    json["column"] = begin.column;
    json["end_line"] = end.line;
    json["end_column"] = end.column;
    return json;
}

} // namespace

std::string render_json(const Diagnostics& diagnostics, const SourceManager& sources) {
    Json list = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.all()) list.push_back(to_json(diagnostic, sources));
    const Json document{{"schema_version", "1.0"}, {"diagnostics", std::move(list)}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace t2d::cli
