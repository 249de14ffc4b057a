// SPDX-License-Identifier: Apache-2.0
#include "backend/sources_yaml.h"

#include <map>
#include <utility>

#include "backend/yaml_text.h"

namespace t2d::backend {

namespace {

using Tables = std::map<std::string, const ir::SourceTable*>;

void put_columns(YAML::Emitter& yaml, const std::vector<ir::Column>& columns, const Dialect& dialect) {
    if (columns.empty()) return;
    put_key(yaml, "columns") << YAML::BeginSeq;
    for (const ir::Column& column : columns) {
        yaml << YAML::BeginMap;
        put_column_head(yaml, column, dialect);
        yaml << YAML::EndMap;
    }
    yaml << YAML::EndSeq;
}

void put_tables(YAML::Emitter& yaml, const Tables& tables, const Dialect& dialect) {
    put_key(yaml, "tables") << YAML::BeginSeq;
    for (const auto& [name, table] : tables) {
        yaml << YAML::BeginMap;
        put_text(yaml, "name", name);
        put_text(yaml, "identifier", name);
        if (!table->description.empty()) put_text(yaml, "description", table->description);
        put_columns(yaml, table->columns, dialect);
        yaml << YAML::EndMap;
    }
    yaml << YAML::EndSeq;
}

} // namespace

std::string render_sources(const ir::Project& project, const Dialect& dialect) {
    std::map<std::string, Tables> schemas;
    for (const ir::SourceTable& table : project.sources)
        schemas[table.schema][table.name] = &table;
    if (schemas.empty()) return {};
    YAML::Emitter yaml;
    start_yaml(yaml, "sources");
    for (const auto& [schema, tables] : schemas) {
        yaml << YAML::BeginMap;
        put_text(yaml, "name", schema);
        put_text(yaml, "schema", schema);
        put_tables(yaml, tables, dialect);
        yaml << YAML::EndMap;
    }
    return finish_yaml(yaml);
}

} // namespace t2d::backend
