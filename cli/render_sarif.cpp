// SPDX-License-Identifier: Apache-2.0
#include <map>

#include <nlohmann/json.hpp>

#include "cli/render.h"

namespace t2d::cli {

namespace {

using Json = nlohmann::ordered_json;

std::string_view level_of(Severity severity) {
    switch (severity) {
    case Severity::error: return "error";
    case Severity::warning: return "warning";
    case Severity::info: return "note";
    }
    return "none";
}

/// A path as the relative or absolute URI reference that SARIF asks for.
std::string uri_of(std::string_view path) {
    constexpr std::string_view kPlain = "-._~/";
    std::string uri;
    for (const char byte : path) {
        const auto code = static_cast<unsigned char>(byte);
        const bool letter = (code >= '0' && code <= '9') || (code >= 'A' && code <= 'Z') || (code >= 'a' && code <= 'z');
        uri += letter || kPlain.find(byte) != std::string_view::npos ? std::string(1, byte) : fmt::format("%{:02X}", code);
    }
    return uri;
}

Json location_of(SourceSpan span, const SourceManager& sources) {
    const LineColumn begin = sources.locate(span.file, span.begin);
    const LineColumn end = sources.locate(span.file, span.end);
    return {{"physicalLocation",
             {{"artifactLocation", {{"uri", uri_of(sources.file(span.file).name)}}},
              {"region",
               {{"startLine", begin.line}, {"startColumn", begin.column}, {"endLine", end.line}, {"endColumn", end.column}}}}}};
}

Json rule_of(const DiagnosticInfo& info) {
    return {{"id", info.code},
            {"name", info.name},
            {"shortDescription", {{"text", info.message}}},
            {"fullDescription", {{"text", info.explanation}}},
            {"defaultConfiguration", {{"level", level_of(info.severity)}}}};
}

} // namespace

std::string render_sarif(const Diagnostics& diagnostics, const SourceManager& sources) {
    std::map<std::string_view, std::size_t> index;
    for (const Diagnostic& diagnostic : diagnostics.all()) index.emplace(diagnostic.info->code, 0);
    Json rules = Json::array();
    for (const DiagnosticInfo& info : diagnostic_table()) {
        const auto used = index.find(info.code);
        if (used == index.end()) continue;
        used->second = rules.size();
        rules.push_back(rule_of(info));
    }
    Json results = Json::array();
    for (const Diagnostic& diagnostic : diagnostics.all()) {
        const std::string message = diagnostic.hint.empty() ? diagnostic.message : diagnostic.message + " (" + diagnostic.hint + ")";
        Json result{{"ruleId", diagnostic.info->code},
                    {"ruleIndex", index.at(diagnostic.info->code)},
                    {"level", level_of(diagnostic.info->severity)},
                    {"message", {{"text", message}}}};
        if (diagnostic.span.valid()) result["locations"] = Json::array({location_of(diagnostic.span, sources)});
        results.push_back(std::move(result));
    }
    const Json driver{{"name", "tsql2dbt"}, {"version", T2D_VERSION}, {"rules", std::move(rules)}};
    const Json run{{"tool", {{"driver", driver}}}, {"columnKind", "unicodeCodePoints"}, {"results", std::move(results)}};
    const Json document{{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                        {"version", "2.1.0"},
                        {"runs", Json::array({run})}};
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace t2d::cli
