// SPDX-License-Identifier: Apache-2.0
#include "backend/project_writer.h"

#include "backend/dbt_project.h"
#include "backend/load_script.h"
#include "backend/macros.h"
#include "backend/model_printer.h"
#include "backend/schema_yaml.h"
#include "backend/sources_yaml.h"

namespace t2d::backend {

namespace {

std::string model_path(const std::string& folder, const std::string& name) {
    return "models/" + folder + "/" + name + ".sql";
}
std::string schema_path(const std::string& folder, const std::string& name) {
    return "models/" + folder + "/_" + name + ".yml";
}

} // namespace

std::string model_path(const ir::Model& model) { return model_path(model.folder, model.name); }

std::string schema_path(const ir::Model& model) { return schema_path(model.folder, model.name); }

std::map<std::string, std::string> render_project(const ir::Project& project, const Dialect& dialect,
                                                  const ProjectOptions& options) {
    const PrintContext context{dialect, project, options.native_strings};
    std::map<std::string, std::string> files = render_macros(project);
    files["dbt_project.yml"] = render_dbt_project(dialect);
    files["profiles.yml"] = render_profiles(dialect);
    files.merge(dialect.project_support().macros);
    for (const ir::Model& model : project.models) {
        files[model_path(model)] = print_model(model, context);
        files[schema_path(model)] = render_schema(model, dialect, {.captured = options.replay_tests, .equivalence = {}});
        if (needs_existing_rows(model)) files[load_script_path(model)] = render_load_script(model, dialect);
    }
    for (const ir::CaptureModel& capture : project.captures) {
        files[model_path(capture.folder, capture.name)] = print_capture(capture, context);
        files[schema_path(capture.folder, capture.name)] = render_schema(capture, dialect);
    }
    for (const ir::GuardTest& guard : project.guards)
        files["tests/" + guard.name + ".sql"] = print_guard(guard, context);
    if (std::string sources = render_sources(project, dialect); !sources.empty())
        files["models/_sources.yml"] = std::move(sources);
    add_called_macros(dialect, files);
    return files;
}

void render_verdicts(const ir::Project& project, const Dialect& dialect, const ProjectOptions& options, std::map<std::string, std::string>& files) {
    for (const ir::Item& item : project.items) {
        if (item.model < 0 || item.equivalence.checks.empty()) continue;
        const ir::Model& model = project.models[static_cast<std::size_t>(item.model)];
        files[schema_path(model)] = render_schema(model, dialect, {.captured = options.replay_tests, .equivalence = ir::name_of(item.equivalence.verdict)});
    }
}

} // namespace t2d::backend
