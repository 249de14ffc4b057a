// SPDX-License-Identifier: Apache-2.0
#include "backend/model_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "backend/block_printer.h"
#include "backend/chain_printer.h"
#include "backend/content_hash.h"
#include "backend/jinja.h"
#include "backend/layout.h"

namespace t2d::backend {

namespace {

std::string header_lines(const std::vector<std::string>& header) {
    std::string out;
    for (const std::string& line : header)
        out += comment_lines(line, 0);
    return out;
}

std::string list_of(const std::vector<std::string>& names, const Dialect& dialect) {
    std::vector<std::string> quoted;
    for (const std::string& name : names)
        quoted.push_back(jinja::literal(dialect.identifier(name)));
    return "[" + join(quoted, ", ") + "]";
}

/// `{{ config(…) }}`, on one line where it fits.
std::string config_block(const std::vector<std::string>& settings) {
    const std::string line = jinja::expression("config(" + join(settings, ", ") + ")");
    if (settings.size() == 1 && fits(line, 0)) return line + "\n";
    const std::string gap = ",\n" + blanks(2 * kStep);
    // The delimiters stand on lines of their own.
    return jinja::expression("\n" + blanks(kStep) + "config(\n" + blanks(2 * kStep) + join(settings, gap) + "\n" +
                             blanks(kStep) + ")\n") +
           "\n";
}

std::vector<std::string> settings_of(const ir::Model& model, const Dialect& dialect) {
    std::vector<std::string> out = {fmt::format("materialized='{}'", ir::name_of(model.materialization))};
    if (model.materialization == ir::Materialization::incremental) {
        if (model.strategy != ir::Strategy::none)
            out.push_back(fmt::format("incremental_strategy='{}'", ir::name_of(model.strategy)));
        if (!model.unique_key.empty()) out.push_back("unique_key=" + list_of(model.unique_key, dialect));
        if (!model.merge_update_columns.empty())
            out.push_back("merge_update_columns=" + list_of(model.merge_update_columns, dialect));
        out.push_back("full_refresh=false");
    }
    if (model.operational) out.push_back("tags=['operational']");
    return out;
}

/// Models that must run first although no CTE reads them: dbt learns of them from these comments.
std::string dependencies(const ir::Model& model, const ir::Project& project) {
    std::set<std::string> names(model.depends_on.begin(), model.depends_on.end());
    for (const ir::CaptureModel& capture : project.captures)
        if (capture.model == model.name) names.insert(capture.name);
    for (const ir::Import& import : model.imports)
        if (import.kind == ir::ImportKind::ref) names.erase(import.model);
    names.erase(model.name);
    std::string out;
    for (const std::string& name : names)
        out += "-- depends_on: " + jinja::expression("ref(" + jinja::literal(name) + ")") + "\n";
    return out;
}

std::vector<ir::Column> declared(const ir::Model& model) {
    std::vector<ir::Column> out;
    for (const ir::ModelColumn& column : model.columns)
        out.push_back(column.column);
    return out;
}

/// A model that could not be compiled: dbt parses it and refuses to run it.
std::string refusal(const ir::Model& model, const PrintContext& context) {
    // One statement is a hole once for each table and variable that it may have changed.
    std::vector<std::string> causes;
    for (const int index : model.holes) {
        const ir::Hole& hole = context.project.holes[static_cast<std::size_t>(index)];
        std::string cause = hole.id + ": " + hole.reason;
        if (std::find(causes.begin(), causes.end(), cause) == causes.end()) causes.push_back(std::move(cause));
    }
    std::string comments;
    for (const std::string& cause : causes) comments += comment_lines("Not translated, " + cause, 0);
    const std::string reasons = fmt::format("{}", fmt::join(causes, "; "));
    const std::string raise = jinja::expression("exceptions.raise_compiler_error(" +
                                                jinja::literal(model.name + " is not complete: " + reasons) + ")");
    return comments + jinja::statement("if execute") + "\n" + raise + "\n" + jinja::statement("endif") +
           "\n\nwith final as (\n" + typed_empty(context.dialect, declared(model), kStep) +
           "\n)\n\nselect * from final\n";
}

std::string finished(const std::string& text) { return stamp(kSqlComment, jinja::finish(text)); }

} // namespace

std::string print_model(const ir::Model& model, const PrintContext& context) {
    std::string out = header_lines(model.header) + config_block(settings_of(model, context.dialect));
    out += "\n";
    if (const std::string needed = dependencies(model, context.project); !needed.empty()) out += needed + "\n";
    const bool complete = model.holes.empty() && (!model.ctes.empty() || !model.imports.empty());
    return finished(out + (complete ? print_chain({model.imports, model.ctes, declared(model), model.sorts_strings}, context)
                                    : refusal(model, context)));
}

std::string print_capture(const ir::CaptureModel& capture, const PrintContext& context) {
    const Dialect& dialect = context.dialect;
    std::vector<std::string> columns;
    for (const ir::Column& column : capture.columns)
        columns.push_back(dialect.identifier(column.name));
    std::string out = comment_lines("The rows of " + capture.model + " before its run, for models that read them.", 0);
    out += config_block({"materialized='table'"}) + "\n";
    // No ref(): the captured model runs after this one.
    out += jinja::statement("set relation = none") + "\n" + jinja::statement("if execute") + "\n";
    out += jinja::statement("set relation = adapter.get_relation(\n    database=target.database,\n    "
                            "schema=target.schema,\n    identifier=" +
                            jinja::literal(capture.model) + "\n)") +
           "\n" + jinja::statement("endif") + "\n\n";
    const std::string at = blanks(kStep), gap = ",\n" + blanks(2 * kStep);
    out += "with final as (\n" + at + jinja::statement("if relation is not none") + "\n" + at + "select\n" + at + at +
           join(columns, gap) + "\n" + at + "from " + jinja::expression("relation") + "\n" + at +
           jinja::statement("else") + "\n" + typed_empty(dialect, capture.columns, kStep) + "\n" + at +
           jinja::statement("endif") + "\n)\n\nselect * from final\n";
    return finished(out);
}

std::string print_guard(const ir::GuardTest& guard, const PrintContext& context) {
    const std::string config = guard.warn ? jinja::expression("config(severity='warn')") + "\n\n" : std::string();
    return finished(header_lines(guard.header) + config + (guard.header.empty() || guard.warn ? "" : "\n") +
                    print_chain({guard.imports, guard.ctes, {}, guard.sorts_strings}, context));
}

} // namespace t2d::backend
