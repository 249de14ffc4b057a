// SPDX-License-Identifier: Apache-2.0
#include "cli/structural_check.h"

#include <fmt/ranges.h>

#include <algorithm>

#include "backend/project_writer.h"
#include "backend/read/read_model.h"
#include "ir/text.h"

namespace t2d::cli {

namespace {

std::string place(const SourceManager& sources, SourceSpan span) {
    if (!span.valid()) return {};
    const LineColumn at = sources.locate(span.file, span.begin);
    return fmt::format(" ({}:{}:{})", sources.file(span.file).name, at.line, at.column);
}

} // namespace

StructuralCheck::StructuralCheck(const ir::Project& project, const Catalog& catalog, const std::map<std::string, std::string>& files, SourceManager& sources) : catalog_(catalog), sources_(sources), parser_(sources), checker_(catalog, models_, parser_) {
    for (const ir::Item& item : project.items) {
        if (item.model < 0) continue;
        const ir::Model& model = project.models[static_cast<std::size_t>(item.model)];
        const auto text = files.find(backend::model_path(model));
        if (text == files.end()) continue;
        models_[model.name] = {catalog_key(model.schema, model.table), item.procedures, {}, std::nullopt};
        read(models_[model.name], text->first, text->second);
    }
}

void StructuralCheck::read(passes::check::ReadModel& model, const std::string& path, const std::string& text) {
    const FileId file = sources_.add(path, text);
    model.later = backend::read_model(text, file, true);
    if (!model.later.run_places.empty()) model.first = backend::read_model(text, file, false);
}

ir::Equivalence StructuralCheck::run(const std::string& model, const std::string& path, const std::string& text) {
    passes::check::ReadModel emitted = std::move(models_.at(model));
    models_[model] = {emitted.table, emitted.procedures, {}, std::nullopt};
    read(models_[model], path, text);
    ir::Equivalence result = run(model);
    models_[model] = std::move(emitted);
    return result;
}

ir::Equivalence StructuralCheck::run(const std::string& model) {
    std::vector<const ast::CreateProcedure*> procedures;
    const auto known = models_.find(model);
    if (known != models_.end())
        for (const std::string& name : known->second.procedures)
            if (const auto found = catalog_.procedures.find(to_lower(name)); found != catalog_.procedures.end()) procedures.push_back(found->second.node);
    return checker_.check(procedures, model);
}

void check_project(ir::Project& project, const Catalog& catalog, const std::map<std::string, std::string>& files, SourceManager& sources, Diagnostics& diagnostics) {
    StructuralCheck check(project, catalog, files, sources);
    for (ir::Item& item : project.items) {
        if (item.model < 0) continue;
        item.equivalence = check.run(project.models[static_cast<std::size_t>(item.model)].name);
        if (item.equivalence.verdict != ir::Verdict::gap) continue;
        if (item.status == ir::ItemStatus::ok) item.status = ir::ItemStatus::partial;
        Diagnostics gaps;
        report_gaps(item.table_ref, item.equivalence, sources, gaps);
        item.diagnostics.insert(item.diagnostics.end(), gaps.all().begin(), gaps.all().end());
        diagnostics.merge(std::move(gaps));
    }
}

void report_gaps(const std::string& table, const ir::Equivalence& equivalence, const SourceManager& sources, Diagnostics& diagnostics) {
    const auto side = [](const std::string& text) { return text.empty() ? std::string("nothing") : text; };
    for (const ir::EquivalenceCheck& check : equivalence.checks) {
        if (check.verdict != ir::Verdict::gap) continue;
        diagnostics.report<diag::semantic_gap>(check.procedure_span, table, check.name, side(check.model), side(check.procedure));
        const std::string at = place(sources, check.model_span);
        if (!at.empty() || !check.hint.empty()) diagnostics.hint(check.hint.empty() ? "the model has it at" + at : check.hint + at);
    }
}

std::string verdict_line(const std::string& table, const ir::Equivalence& equivalence) {
    constexpr std::size_t kMostNames = 4;
    if (equivalence.verdict == ir::Verdict::match || equivalence.checks.empty()) return {};
    std::vector<std::string> names;
    std::size_t more = 0;
    for (const ir::EquivalenceCheck& check : equivalence.checks) {
        if (check.verdict != equivalence.verdict) continue;
        std::string name = !check.rule.empty() ? check.rule : (check.name == "procedure" || check.name == "model") ? check.procedure + check.model : check.name;
        if (std::find(names.begin(), names.end(), name) != names.end()) continue;
        if (names.size() == kMostNames) ++more;
        else names.push_back(std::move(name));
    }
    return fmt::format("{}: {}: {}{}\n", table, ir::name_of(equivalence.verdict), fmt::join(names, ", "), more == 0 ? "" : fmt::format(" and {} more", more));
}

std::string describe(const std::string& path, const ir::Equivalence& equivalence, const SourceManager& sources) {
    std::string out = fmt::format("{}: {}\n", path, ir::name_of(equivalence.verdict));
    for (const ir::EquivalenceCheck& check : equivalence.checks) {
        out += fmt::format("  {:<24} {}{}\n", check.name, ir::name_of(check.verdict), check.rule.empty() ? "" : " (" + check.rule + ")");
        if (check.verdict == ir::Verdict::match) continue;
        out += fmt::format("    procedure: {}{}\n", check.procedure.empty() ? "nothing" : check.procedure, place(sources, check.procedure_span));
        out += fmt::format("    model:     {}{}\n", check.model.empty() ? "nothing" : check.model, place(sources, check.model_span));
        if (!check.hint.empty()) out += fmt::format("    hint:      {}\n", check.hint);
    }
    return out;
}

} // namespace t2d::cli
