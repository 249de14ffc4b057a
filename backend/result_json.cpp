// SPDX-License-Identifier: Apache-2.0
#include "backend/result_json.h"

#include <algorithm>

#include <nlohmann/json.hpp>

#include "backend/project_writer.h"
#include "backend/schema_yaml.h"

namespace t2d::backend {

namespace {

using Json = nlohmann::ordered_json;

void put_place(Json& json, const SourceManager& sources, SourceSpan span) {
    if (!span.valid()) return;
    const LineColumn begin = sources.locate(span.file, span.begin), end = sources.locate(span.file, span.end);
    json["file"] = sources.file(span.file).name;
    json["line"] = begin.line;
    json["column"] = begin.column;
    json["end_line"] = end.line;
    json["end_column"] = end.column;
}

Json place_of(const SourceManager& sources, SourceSpan span) {
    Json json = Json::object();
    put_place(json, sources, span);
    return json;
}

Json diagnostics_of(const ir::Item& item, const SourceManager& sources) {
    Json list = Json::array();
    for (const Diagnostic& diagnostic : item.diagnostics) {
        Json json{{"code", diagnostic.info->code},
                  {"severity", name_of(diagnostic.info->severity)},
                  {"message", diagnostic.message}};
        if (!diagnostic.hint.empty()) json["hint"] = diagnostic.hint;
        put_place(json, sources, diagnostic.span);
        list.push_back(std::move(json));
    }
    return list;
}

Json statements_of(const ir::Item& item, const SourceManager& sources) {
    Json list = Json::array();
    for (const ir::StatementRecord& record : item.statements) {
        Json json{{"span", place_of(sources, record.span)}, {"action", ir::name_of(record.action)}};
        if (!record.reason.empty()) json["reason"] = record.reason;
        list.push_back(std::move(json));
    }
    return list;
}

Json equivalence_of(const ir::Equivalence& equivalence, const SourceManager& sources) {
    Json checks = Json::array();
    for (const ir::EquivalenceCheck& check : equivalence.checks) {
        Json json{{"check", check.name}, {"verdict", ir::name_of(check.verdict)}};
        if (!check.rule.empty()) json["rule"] = check.rule;
        for (const auto& [side, text, span] : {std::tuple("procedure", check.procedure, check.procedure_span), std::tuple("model", check.model, check.model_span)}) {
            if (check.verdict == ir::Verdict::match || (text.empty() && !span.valid())) continue;
            json[side] = place_of(sources, span);
            json[side]["text"] = text;
        }
        if (!check.hint.empty()) json["hint"] = check.hint;
        checks.push_back(std::move(json));
    }
    return {{"verdict", ir::name_of(equivalence.verdict)}, {"checks", std::move(checks)}};
}

/// Whether a model reads its own rows of earlier runs to decide what is new.
bool uses_watermark(const ir::Model& model) {
    return model.strategy == ir::Strategy::append &&
           std::any_of(model.imports.begin(), model.imports.end(),
                       [](const ir::Import& import) { return import.kind == ir::ImportKind::previous; });
}

Json output_of(const ir::Item& item, const ir::Model* model) {
    Json json{{"table_ref", item.table_ref}, {"model_name", item.model_name}};
    const auto text_or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    json["artifact_paths"] = {{"model_sql", text_or_null(model != nullptr ? model_path(*model) : "")},
                              {"model_yaml", text_or_null(model != nullptr ? schema_path(*model) : "")}};
    Json generated;
    generated["model_sql"] = {
        {"materialized", text_or_null(model != nullptr ? std::string(ir::name_of(model->materialization)) : "")},
        {"uses_watermark", model != nullptr && uses_watermark(*model)}};
    generated["model_yaml"] = {{"has_model_description", model != nullptr},
                               {"schema_tests_rendered", model != nullptr ? Json(schema_tests(*model)) : Json::array()},
                               {"has_unit_tests", false}};
    json["generated"] = std::move(generated);
    // Compiling does not run dbt; `generate` and `verify` do and fill these in.
    json["execution"] = {{"dbt_compile_passed", nullptr},
                         {"dbt_build_passed", nullptr},
                         {"self_correction_iterations", 0},
                         {"dbt_errors", Json::array()}};
    return json;
}

Json result_of(const ir::Item& item, const ir::Project& project, const SourceManager& sources) {
    const ir::Model* model = item.model < 0 ? nullptr : &project.models[static_cast<std::size_t>(item.model)];
    Json json{{"item_id", item.table_ref}, {"status", ir::name_of(item.status)}};
    json["output"] = output_of(item, model);
    json["procedure"] = item.procedures.size() == 1 ? Json(item.procedures[0]) : Json(item.procedures);
    json["write_effect"] = ir::name_of(item.effect);
    const auto& [kind, confidence, evidence] = item.classification;
    json["classification"] = {{"resolved_kind", kind.empty() ? Json() : Json(kind)},
                              {"confidence", confidence.empty() ? Json() : Json(confidence)},
                              {"evidence", evidence}};
    json["equivalence"] = equivalence_of(item.equivalence, sources);
    json["statements"] = statements_of(item, sources);
    json["diagnostics"] = diagnostics_of(item, sources);
    return json;
}

} // namespace

std::string result_json(const ir::Project& project, const SourceManager& sources, const std::string& run_id) {
    Json json{{"schema_version", "1.0"}, {"run_id", run_id}, {"results", Json::array()}};
    for (const ir::Item& item : project.items)
        json["results"].push_back(result_of(item, project, sources));
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string equivalence_json(const std::vector<std::pair<std::string, ir::Equivalence>>& models, const SourceManager& sources) {
    Json json{{"schema_version", "1.0"}, {"models", Json::array()}};
    for (const auto& [path, equivalence] : models) {
        Json entry{{"path", path}};
        entry.update(equivalence_of(equivalence, sources));
        json["models"].push_back(std::move(entry));
    }
    return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

} // namespace t2d::backend
