// SPDX-License-Identifier: Apache-2.0
#include "backend/load_script.h"

#include <fmt/format.h>

#include "backend/content_hash.h"
#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

bool needs_existing_rows(const ir::Model& model) {
    return model.materialization == ir::Materialization::incremental && !model.table.empty() && model.holes.empty();
}

std::string load_script_path(const ir::Model& model) { return "analyses/load_" + model.name + ".sql"; }

std::string render_load_script(const ir::Model& model, const Dialect& dialect) {
    std::string columns;
    for (const ir::ModelColumn& column : model.columns) {
        const std::string name = dialect.identifier(column.column.name);
        const std::string_view gap = columns.empty() ? "" : ",\n";
        if (column.column.type.known()) columns += fmt::format("{}    cast({} as {}) as {}", gap, name, dialect.type_name(column.column.type), name);
        else columns += fmt::format("{}    {}", gap, name);
    }
    const std::string relation = jinja::expression("ref(" + jinja::literal(model.name) + ")");
    const std::string legacy = jinja::expression(fmt::format("api.Relation.create(database=var('legacy_database', target.database), schema=var('legacy_schema', {}), identifier={})",
                                                             jinja::literal(model.schema), jinja::literal(model.table)));
    std::string out = comment_lines(fmt::format("The existing rows of {}.{} for model {}: run once at cut-over, before the first build.", model.schema, model.table, model.name), 0);
    out += comment_lines(fmt::format("`dbt compile --select load_{}` resolves the names; the vars legacy_database and legacy_schema say where the rows are.", model.name), 0);
    out += fmt::format("create schema if not exists {};\n\n", jinja::expression("ref(" + jinja::literal(model.name) + ").without_identifier()"));
    out += fmt::format("create table {} as\nselect\n{}\nfrom {};\n", relation, columns, legacy);
    return stamp(kSqlComment, jinja::finish(out));
}

} // namespace t2d::backend
