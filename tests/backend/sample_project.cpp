// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/support.h"

namespace t2d::test {

namespace {

const std::vector<ir::Column> kSource{{"Msisdn", kText}, {"PlanCode", kText}, {"Order", kInt}};
const std::vector<ir::Column> kTarget{{"Msisdn", kText, false}, {"PlanCode", kText}, {"Order", kInt}, {"Note", kText}};

std::vector<ir::ModelColumn> model_columns() {
    std::vector<ir::ModelColumn> out;
    for (const ir::Column& column : kTarget)
        out.push_back({column, {}});
    out[0].tests = {{ir::ColumnTestKind::not_null, {}, {}, {}, {}, 0, false, {}},
                    {ir::ColumnTestKind::unique, {}, {}, {}, {}, 0, true, "Msisdn <> ''"}};
    out[1].tests = {{ir::ColumnTestKind::relationships, {}, "stg", "Subscriber", "PlanCode", 0, true, {}}};
    return out;
}

/// Rows of the source that the table does not have yet are added to it; a note tells the mode.
ir::Model stateful(ir::Arena& arena) {
    Make make(arena);
    ir::Model model;
    model.name = "subscriber";
    model.schema = "dbo";
    model.table = "Subscriber";
    model.header = {"dbo.usp_subscriber, lines 1-20 of load.sql"};
    model.materialization = ir::Materialization::incremental;
    model.strategy = ir::Strategy::state;
    const ir::RelRef source = make.table(kSource), old = make.table(kTarget);
    model.imports.push_back({"staged", ir::ImportKind::source, "stg", "Subscriber", "", source, {0, 1}, {1}});
    model.imports.push_back({"previous", ir::ImportKind::previous, "", "", "", old, {0}, {}});
    const ir::Quantifier before = make.use(old), staged = make.use(source, "s");
    ir::Select matching;
    matching.from = make.from(before);
    matching.where = make.equal(make.column(before, 0), make.column(staged, 0));
    matching.items = make.columns(before);
    ir::Select added;
    added.from = make.from(staged);
    added.where = make.exists(make.select(matching, kTarget), true);
    added.items = {make.column(staged, 0), make.column(staged, 1), make.column(staged, 2),
                   make.parameter("Mode", kText)};
    const ir::RelRef added_rel = make.select(added, kTarget);
    model.ctes.push_back(
        {"added",
         added_rel,
         {"Only numbers that are new; {{ braces }} of a comment are no Jinja, and long ones are wrapped."}});
    ir::Rel both;
    both.node = ir::SetOp{ir::SetOpKind::union_all, {old, added_rel}};
    both.columns = kTarget;
    model.ctes.push_back({"final", make.rel(std::move(both)), {}});
    model.columns = model_columns();
    model.unique_combinations = {{"Msisdn", "Order"}};
    return model;
}

/// A log that reads the subscribers as they were before the run.
ir::Model log_model(ir::Arena& arena) {
    Make make(arena);
    ir::Model model;
    model.name = "loadlog";
    model.folder = "operational";
    model.operational = true;
    model.schema = "etl";
    model.table = "LoadLog";
    model.depends_on = {"subscriber"};
    const ir::RelRef before = make.table(kTarget);
    model.imports.push_back({"subscriber_before", ir::ImportKind::ref, "", "", "subscriber__before", before, {}, {}});
    const ir::Quantifier rows = make.use(before);
    ir::Select block;
    block.from = make.from(rows);
    block.grouped = true;
    block.items = {make.aggregate(ir::AggregateKind::count_star, {}), make.text("{{ no jinja }}")};
    model.ctes.push_back({"final", make.select(block, {{"Rows", kInt}, {"Message", kText}}), {}});
    model.columns = {{{"Rows", kInt}, {}}, {{"Message", kText}, {}}};
    return model;
}

ir::Model incomplete() {
    ir::Model model;
    model.name = "broken";
    model.schema = "dbo";
    model.table = "Broken";
    model.columns = {{{"Id", kInt}, {}}};
    model.holes = {0};
    return model;
}

ir::GuardTest guard(ir::Arena& arena) {
    Make make(arena);
    const ir::RelRef source = make.table(kSource);
    const ir::Quantifier rows = make.use(source);
    ir::Select block;
    block.from = make.from(rows);
    block.where = make.equal(make.column(rows, 0), make.text("none"));
    block.items = make.columns(rows);
    ir::GuardTest test;
    test.name = "usp_subscriber_12";
    test.header = {"dbo.usp_subscriber, line 12: number is not valid"};
    test.imports.push_back({"staged", ir::ImportKind::source, "stg", "Subscriber", "", source, {}, {}});
    test.ctes.push_back({"final", make.select(block, kSource), {}});
    return test;
}

} // namespace

ir::Project sample_project() {
    ir::Project project;
    project.arenas.push_back(std::make_unique<ir::Arena>());
    ir::Arena& arena = *project.arenas.back();
    project.models = {stateful(arena), log_model(arena), incomplete()};
    project.captures.push_back({"subscriber__before", "subscriber", "dbo", "Subscriber", "staging", kTarget});
    project.guards.push_back(guard(arena));
    project.sources.push_back({"stg", "Subscriber", kSource, "As the provider sends them."});
    ir::Variable mode;
    mode.name = mode.parameter = "Mode";
    mode.type = kText;
    mode.default_text = "it's }} 'SUMMARY'";
    project.variables.push_back(mode);
    ir::Hole hole;
    hole.id = "dbo.usp_broken:7";
    hole.procedure = "dbo.usp_broken";
    hole.reason = "cursor 'c' writes \"twice\"";
    project.holes.push_back(hole);
    for (std::size_t i = 0; i < project.models.size(); ++i) {
        ir::Item item;
        item.table_ref = project.models[i].schema + "." + project.models[i].table;
        item.model_name = project.models[i].name;
        item.status = project.models[i].holes.empty() ? ir::ItemStatus::ok : ir::ItemStatus::partial;
        item.procedures = {"dbo.usp_subscriber"};
        item.model = static_cast<int>(i);
        project.items.push_back(item);
    }
    return project;
}

} // namespace t2d::test
