// SPDX-License-Identifier: Apache-2.0
#include "backend/schema_yaml.h"

#include <fmt/format.h>

#include <string_view>

#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/yaml_text.h"

namespace t2d::backend {

namespace {

std::string_view name_of(ir::ColumnTestKind kind) {
    switch (kind) {
    case ir::ColumnTestKind::not_null: return "not_null";
    case ir::ColumnTestKind::unique: return "unique";
    case ir::ColumnTestKind::relationships: return "relationships";
    case ir::ColumnTestKind::max_length: return "max_length";
    }
    return {};
}

std::string referenced(const ir::ColumnTest& test) {
    if (!test.to_model.empty()) return fmt::format("ref({})", jinja::literal(test.to_model));
    return fmt::format("source({}, {})", jinja::literal(test.to_schema), jinja::literal(test.to_table));
}

bool has_arguments(const ir::ColumnTest& test) {
    return test.kind == ir::ColumnTestKind::relationships || test.kind == ir::ColumnTestKind::max_length;
}

void put_arguments(YAML::Emitter& yaml, const ir::ColumnTest& test, const Dialect& dialect) {
    if (!has_arguments(test)) return;
    put_key(yaml, "arguments") << YAML::BeginMap;
    if (test.kind == ir::ColumnTestKind::max_length) {
        put_key(yaml, "length") << test.length;
    } else {
        put_key(yaml, "to") << YAML::DoubleQuoted << referenced(test);
        put_text(yaml, "field", dialect.identifier(test.to_column));
    }
    yaml << YAML::EndMap;
}

void put_config(YAML::Emitter& yaml, const ir::ColumnTest& test) {
    if (!test.warn && test.where.empty()) return;
    put_key(yaml, "config") << YAML::BeginMap;
    if (test.warn) put_word(put_key(yaml, "severity"), "warn");
    if (!test.where.empty()) put_text(yaml, "where", test.where);
    yaml << YAML::EndMap;
}

void put_test(YAML::Emitter& yaml, const ir::ColumnTest& test, const Dialect& dialect) {
    const std::string_view name = name_of(test.kind);
    if (!has_arguments(test) && !test.warn && test.where.empty()) {
        put_word(yaml, name);
        return;
    }
    put_key(yaml << YAML::BeginMap, name) << YAML::BeginMap;
    put_arguments(yaml, test, dialect);
    put_config(yaml, test);
    yaml << YAML::EndMap << YAML::EndMap;
}

void put_column(YAML::Emitter& yaml, const ir::Column& column, const std::vector<ir::ColumnTest>& tests,
                const Dialect& dialect) {
    yaml << YAML::BeginMap;
    put_column_head(yaml, column, dialect);
    if (!tests.empty()) {
        put_key(yaml, "data_tests") << YAML::BeginSeq;
        for (const ir::ColumnTest& test : tests)
            put_test(yaml, test, dialect);
        yaml << YAML::EndSeq;
    }
    yaml << YAML::EndMap;
}

void put_combinations(YAML::Emitter& yaml, const ir::Model& model, const Dialect& dialect) {
    if (model.unique_combinations.empty()) return;
    put_key(yaml, "data_tests") << YAML::BeginSeq;
    for (const std::vector<std::string>& columns : model.unique_combinations) {
        put_key(yaml << YAML::BeginMap, "unique_combination") << YAML::BeginMap;
        put_key(yaml, "arguments") << YAML::BeginMap;
        put_key(yaml, "columns") << YAML::BeginSeq;
        for (const std::string& column : columns)
            yaml << YAML::DoubleQuoted << jinja::defused(dialect.identifier(column));
        yaml << YAML::EndSeq << YAML::EndMap << YAML::EndMap << YAML::EndMap;
    }
    yaml << YAML::EndSeq;
}

} // namespace

std::string render_schema(const ir::Model& model, const Dialect& dialect, const SchemaOptions& options) {
    YAML::Emitter yaml;
    start_yaml(yaml, "models");
    yaml << YAML::BeginMap;
    put_text(yaml, "name", model.name);
    put_text(yaml, "description", description_of(model));
    if (options.captured || !options.equivalence.empty()) {
        put_key(yaml, "config") << YAML::BeginMap;
        if (!options.equivalence.empty()) {
            put_key(yaml, "meta") << YAML::BeginMap;
            put_text(yaml, "equivalence", std::string(options.equivalence));
            yaml << YAML::EndMap;
        }
        if (options.captured) put_key(yaml, "pre_hook") << YAML::DoubleQuoted << "{{ tsql_replay_capture(this) }}";
        yaml << YAML::EndMap;
    }
    put_key(yaml, "columns") << YAML::BeginSeq;
    for (const ir::ModelColumn& column : model.columns)
        put_column(yaml, column.column, column.tests, dialect);
    yaml << YAML::EndSeq;
    put_combinations(yaml, model, dialect);
    yaml << YAML::EndMap;
    return finish_yaml(yaml);
}

std::string render_schema(const ir::CaptureModel& capture, const Dialect& dialect) {
    YAML::Emitter yaml;
    start_yaml(yaml, "models");
    yaml << YAML::BeginMap;
    put_text(yaml, "name", capture.name);
    put_text(yaml, "description", fmt::format("The rows of {} before its run.", capture.model));
    put_key(yaml, "columns") << YAML::BeginSeq;
    for (const ir::Column& column : capture.columns)
        put_column(yaml, column, {}, dialect);
    yaml << YAML::EndSeq << YAML::EndMap;
    return finish_yaml(yaml);
}

std::vector<std::string> schema_tests(const ir::Model& model) {
    std::vector<std::string> out;
    for (const ir::ModelColumn& column : model.columns)
        for (const ir::ColumnTest& test : column.tests)
            out.push_back(fmt::format("{}:{}", name_of(test.kind), column.column.name));
    for (const std::vector<std::string>& columns : model.unique_combinations)
        out.push_back("unique_combination:" + join(columns, ","));
    return out;
}

std::string description_of(const ir::Model& model) {
    return model.description.empty() ? fmt::format("The table {}.{}.", model.schema, model.table) : model.description;
}

} // namespace t2d::backend
