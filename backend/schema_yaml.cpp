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

void put_arguments(YamlText& yaml, const ir::ColumnTest& test, const Dialect& dialect) {
    if (!has_arguments(test)) return;
    const auto arguments = yaml.open("arguments");
    if (test.kind == ir::ColumnTestKind::max_length) {
        yaml.word("length", std::to_string(test.length));
    } else {
        yaml.code("to", referenced(test));
        yaml.text("field", dialect.identifier(test.to_column));
    }
}

void put_config(YamlText& yaml, const ir::ColumnTest& test) {
    if (!test.warn && test.where.empty()) return;
    const auto config = yaml.open("config");
    if (test.warn) yaml.word("severity", "warn");
    if (!test.where.empty()) yaml.text("where", test.where);
}

void put_test(YamlText& yaml, const ir::ColumnTest& test, const Dialect& dialect) {
    const std::string_view name = name_of(test.kind);
    if (!has_arguments(test) && !test.warn && test.where.empty()) return yaml.word_item(name);
    const auto item = yaml.item();
    const auto properties = yaml.open(name);
    put_arguments(yaml, test, dialect);
    put_config(yaml, test);
}

void put_columns(YamlText& yaml, const std::vector<ir::ModelColumn>& columns, const Dialect& dialect) {
    if (columns.empty()) return;
    const auto list = yaml.open("columns");
    for (const ir::ModelColumn& column : columns) {
        const auto item = yaml.item();
        yaml.column_head(column.column, dialect);
        if (column.tests.empty()) continue;
        const auto tests = yaml.open("data_tests");
        for (const ir::ColumnTest& test : column.tests) put_test(yaml, test, dialect);
    }
}

void put_combinations(YamlText& yaml, const ir::Model& model, const Dialect& dialect) {
    if (model.unique_combinations.empty()) return;
    const auto tests = yaml.open("data_tests");
    for (const std::vector<std::string>& columns : model.unique_combinations) {
        const auto item = yaml.item();
        const auto test = yaml.open("unique_combination");
        const auto arguments = yaml.open("arguments");
        const auto list = yaml.open("columns");
        for (const std::string& column : columns) yaml.text_item(dialect.identifier(column));
    }
}

void put_model_config(YamlText& yaml, const SchemaOptions& options) {
    if (!options.captured && options.equivalence.empty()) return;
    const auto config = yaml.open("config");
    if (!options.equivalence.empty()) {
        const auto meta = yaml.open("meta");
        yaml.text("equivalence", options.equivalence);
    }
    if (options.captured) yaml.code("pre_hook", "{{ tsql_replay_capture(this) }}");
}

} // namespace

std::string render_schema(const ir::Model& model, const Dialect& dialect, const SchemaOptions& options) {
    YamlText yaml("models");
    const auto item = yaml.item();
    yaml.text("name", model.name);
    yaml.text("description", description_of(model));
    put_model_config(yaml, options);
    put_columns(yaml, model.columns, dialect);
    put_combinations(yaml, model, dialect);
    return yaml.finished();
}

std::string render_schema(const ir::CaptureModel& capture, const Dialect& dialect) {
    YamlText yaml("models");
    const auto item = yaml.item();
    yaml.text("name", capture.name);
    yaml.text("description", fmt::format("The rows of {} before its run.", capture.model));
    yaml.columns(capture.columns, dialect);
    return yaml.finished();
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
