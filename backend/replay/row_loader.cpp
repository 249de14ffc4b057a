// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/row_loader.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/replay/script.h"

namespace t2d::backend {

namespace {

constexpr std::size_t kRowsOfStatement = 500;

std::string row_text(const LoadedTable& table, const std::vector<std::optional<std::string>>& row, const ReplaySpelling& spelling) {
    std::vector<std::string> values;
    for (std::size_t c = 0; c < row.size(); ++c) values.push_back(row[c] ? spelling.inserted(*row[c], table.columns[c].second) : "null");
    return "(" + join(values, ", ") + ")";
}

std::vector<std::string> statements_of(const LoadedTable& table, const Dialect& dialect) {
    std::vector<std::string> names, declared;
    for (const auto& [name, type] : table.columns) {
        names.push_back(name);
        declared.push_back(name + " " + dialect.type_name(type));
    }
    const std::string relation = table.schema + "." + table.name;
    std::vector<std::string> out = {"create schema if not exists " + table.schema, listed("create table if not exists " + relation + " (", declared, ")", 0), "delete from " + relation};
    for (std::size_t begin = 0; begin < table.rows.size(); begin += kRowsOfStatement) {
        std::vector<std::string> rows;
        for (std::size_t r = begin; r < std::min(begin + kRowsOfStatement, table.rows.size()); ++r) rows.push_back(row_text(table, table.rows[r], *dialect.replay()));
        out.push_back(fmt::format("insert into {} ({})\nvalues\n{}", relation, join(names, ", "), indented(join(rows, ",\n"), kStep)));
    }
    return out;
}

} // namespace

std::vector<std::pair<std::string, std::string>> row_loader(const std::string& profile, const std::vector<std::string>& before, const std::vector<LoadedTable>& tables,
                                                            const Dialect& dialect) {
    Script script(kStep);
    if (!before.empty()) script.run(before);
    for (const LoadedTable& table : tables) script.run(statements_of(table, dialect));
    script.run({"commit"}); // dbt takes back what an operation leaves open
    const std::string macro = jinja::statement("macro tsql_load()") + "\n" + script.text() + jinja::statement("endmacro") + "\n";
    return {{"dbt_project.yml", "name: tsql_rows\nversion: \"1.0.0\"\nconfig-version: 2\nprofile: " + profile + "\nmacro-paths: [macros]\n"}, {"macros/tsql_load.sql", jinja::finish(macro)}};
}

} // namespace t2d::backend
