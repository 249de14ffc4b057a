// SPDX-License-Identifier: Apache-2.0
#include "backend/sources_yaml.h"

#include <map>
#include <utility>

#include "backend/yaml_text.h"

namespace t2d::backend {

namespace {

using Tables = std::map<std::string, const ir::SourceTable*>;

void put_tables(YamlText& yaml, const Tables& tables, const Dialect& dialect) {
    const auto list = yaml.open("tables");
    for (const auto& [name, table] : tables) {
        const auto item = yaml.item();
        yaml.text("name", name);
        yaml.text("identifier", name);
        if (!table->description.empty()) yaml.text("description", table->description);
        yaml.columns(table->columns, dialect);
    }
}

} // namespace

std::string render_sources(const ir::Project& project, const Dialect& dialect) {
    std::map<std::string, Tables> schemas;
    for (const ir::SourceTable& table : project.sources)
        schemas[table.schema][table.name] = &table;
    if (schemas.empty()) return {};
    YamlText yaml("sources");
    for (const auto& [schema, tables] : schemas) {
        const auto item = yaml.item();
        yaml.text("name", schema);
        yaml.text("schema", schema);
        put_tables(yaml, tables, dialect);
    }
    return yaml.finished();
}

} // namespace t2d::backend
