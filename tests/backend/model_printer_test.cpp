// SPDX-License-Identifier: Apache-2.0
#include "backend/model_printer.h"

#include <catch2/catch.hpp>

#include "tests/backend/plain_dialect.h"
#include "tests/backend/support.h"

namespace t2d::test {

namespace {

const PlainDialect kPlain;
const std::vector<ir::Column> kNumber{{"n", kInt}};

/// 1, 2, 3 … as `with recursive`.
ir::RelRef numbers(Make& make) {
    ir::Select anchor;
    anchor.items = {make.number(1)};
    ir::Rel self;
    self.node = ir::RecursiveRef{1};
    self.columns = kNumber;
    const ir::Quantifier again = make.use(make.rel(self));
    ir::Select step;
    step.from = make.from(again);
    step.items = {make.sum(make.column(again, 0), make.number(1))};
    ir::Rel rel;
    rel.node = ir::Recursive{1, make.select(anchor, kNumber), make.select(step, kNumber), false};
    rel.columns = kNumber;
    return make.rel(rel);
}

std::string body_of(const std::string& file) { return file.substr(file.find('\n') + 1); }

} // namespace

TEST_CASE("a recursive CTE makes the whole chain recursive") {
    ir::Project project;
    project.arenas.push_back(std::make_unique<ir::Arena>());
    Make make(*project.arenas.back());
    ir::Model model;
    model.name = "numbers";
    const ir::RelRef rel = numbers(make);
    const ir::Quantifier rows = make.use(rel);
    ir::Select block;
    block.from = make.from(rows);
    block.items = {make.column(rows, 0)};
    model.ctes = {{"series", rel, {"Counting up."}}, {"final", make.select(block, {{"Id", kInt}}), {}}};
    model.columns = {{{"Id", decimal_type(10, 0)}, {}}};
    CHECK(body_of(backend::print_model(model, {kPlain, project})) == R"({{ config(materialized='table') }}

-- Counting up.
with recursive series as (
    select 1 as n
    union all
    select n + 1 as n
    from series
),

final as (
    select cast(n as decimal(10, 0)) as Id
    from series
)

select * from final
)");
}

TEST_CASE("a merge states its key and the columns it changes") {
    ir::Project project;
    project.arenas.push_back(std::make_unique<ir::Arena>());
    Make make(*project.arenas.back());
    ir::Model model;
    model.name = "dim";
    model.materialization = ir::Materialization::incremental;
    model.strategy = ir::Strategy::merge;
    model.unique_key = {"Order"};
    model.merge_update_columns = {"Name"};
    model.imports.push_back({"staged", ir::ImportKind::source, "stg", "It's", "", make.table(kNumber), {}, {}});
    const std::string text = backend::print_model(model, {kPlain, project});
    CHECK(body_of(text) == R"({{
    config(
        materialized='incremental',
        incremental_strategy='merge',
        unique_key=['"Order"'],
        merge_update_columns=['Name'],
        full_refresh=false
    )
}}

with staged as (
    select * from {{ source('stg', 'It\'s') }}
)

select * from staged
)");
}

TEST_CASE("parameters read their var through one macro") {
    ir::Project project;
    ir::Variable var;
    var.name = "load__AsOf";
    var.parameter = "AsOf";
    var.fallback = "AsOf";
    var.type = simple_type(TypeKind::date);
    var.required = true;
    project.variables = {var};
    project.arenas.push_back(std::make_unique<ir::Arena>());
    Make make(*project.arenas.back());
    ir::Select block;
    block.items = {make.parameter("AsOf", var.type)};
    ir::Model model;
    model.ctes = {{"final", make.select(block, {{"Day", var.type}}), {}}};
    const std::string text = backend::print_model(model, {kPlain, project});
    CHECK(text.find("{{ tsql_var('load__AsOf', 'date', fallback='AsOf', required=true) }} as Day") != std::string::npos);
    project.variables.clear();
    CHECK(backend::print_model(model, {kPlain, project}).find("raise_compiler_error('parameter AsOf is not declared')") !=
          std::string::npos);
}

} // namespace t2d::test
