// SPDX-License-Identifier: Apache-2.0
// Writes become relations over the versions before them.
#include <catch2/catch.hpp>

#include "passes/reenact.h"

#include "passes/rewrite.h"

using namespace t2d;
using namespace t2d::ir;
using namespace t2d::passes;

namespace {

const SqlType kInt = simple_type(TypeKind::int_);

/// A program over target (k, v) and source (k, v); `keyed` declares k as the source's key.
struct Lab {
    Arena arena;
    Builder build{arena};
    Program program;
    Diagnostics diagnostics;
    Reenactment result;

    explicit Lab(bool keyed = true) {
        program.name = "dbo.p";
        for (const char* name : {"target", "source"}) {
            TableSymbol table;
            table.schema = "dbo";
            table.name = name;
            table.key = std::string("dbo.") + name;
            table.columns = {{"k", kInt, false}, {"v", kInt, true}};
            table.rules.resize(2);
            table.self = arena.fresh_quantifier();
            program.tables.push_back(table);
        }
        if (keyed) program.tables[1].keys = program.tables[1].unique_keys = {{0}};
        program.variables = {{"@p", kInt}, {"@x", kInt}};
        Variable parameter;
        parameter.name = parameter.parameter = "p";
        parameter.type = kInt;
        program.parameters = {parameter};
        program.parameter_variables = {0};
    }
    [[nodiscard]] Quantifier read(TableId table) {
        return build.quantifier(arena.make(Rel{CurrentTable{table}, program.tables[static_cast<std::size_t>(table)].columns, {}, {}, {}}));
    }
    [[nodiscard]] ScalarRef variable(int index) { return arena.make(Scalar{VarRef{index}, kInt, true, {}}); }
    template <typename Node>
    void add(Body& body, Node node) {
        program.records.push_back({});
        body.push_back({std::move(node), static_cast<int>(program.records.size()) - 1, {}, {}});
    }
    template <typename Node>
    void add(Node node) {
        add(program.body, std::move(node));
    }
    RelRef run() {
        result = reenact(program, arena, diagnostics);
        return result.final[0];
    }
    [[nodiscard]] Update update(ScalarRef value, ScalarRef where) {
        const Quantifier row = read(0);
        return Update{0, row.id, build.from(row), where, {{1, value}}, 0, 0, {}};
    }
    [[nodiscard]] Insert insert_values(std::vector<std::vector<ScalarRef>> rows) {
        return Insert{0, {0, 1}, arena.make(Rel{Values{std::move(rows)}, program.tables[0].columns, {}, {}, {}}), arena.fresh_quantifier(), false, {}};
    }
    /// UPDATE target SET v = source.v FROM target JOIN source ON source.k = target.k
    [[nodiscard]] Update update_from_source(JoinKind kind = JoinKind::inner) {
        const Quantifier row = read(0), other = read(1);
        const ScalarRef on = build.equal(build.column(other, 0), build.column(row, 0));
        return Update{0, row.id, build.join(kind, build.from(row), build.from(other), on), nullptr, {{1, build.column(other, 1)}}, 0, 0, {}};
    }
    [[nodiscard]] bool reported(std::string_view name) const {
        for (const Diagnostic& diagnostic : diagnostics.all())
            if (diagnostic.info->name == name) return true;
        return false;
    }
};

const Select& block(RelRef rel) {
    REQUIRE(rel != nullptr);
    REQUIRE(std::holds_alternative<Select>(rel->node));
    return std::get<Select>(rel->node);
}

template <typename Node>
bool contains(RelRef rel) {
    bool found = false;
    for_each_rel(rel, [&](RelRef node) {
        for (const ScalarRef scalar : scalars_of(node)) for_each_scalar(scalar, [&](ScalarRef inner) { found = found || holds<Node>(inner->node); }, false);
    });
    return found;
}

template <typename Node>
bool reaches(RelRef rel) {
    bool found = false;
    for_each_rel(rel, [&](RelRef node) { found = found || holds<Node>(node->node); });
    return found;
}

} // namespace

TEST_CASE("a table that nothing writes has no final version", "[reenact]") {
    Lab lab;
    CHECK(lab.run() == nullptr);
    CHECK(lab.result.initial[0] != nullptr);
    CHECK(lab.result.versions.size() == 2);
}

TEST_CASE("an update without joins is a CASE over the previous version", "[reenact]") {
    Lab lab;
    Update write = lab.update(lab.build.integer(1), nullptr);
    write.where = lab.build.is_null(lab.build.column(write.target, 1, lab.program.tables[0].columns[1]));
    lab.add(write);
    const Select& next = block(lab.run());
    CHECK(std::holds_alternative<ColumnRef>(next.items[0]->node));
    CHECK(std::holds_alternative<Case>(next.items[1]->node));
    CHECK(lab.result.versions.back().number == 1);
}

TEST_CASE("truncate forgets the state before", "[reenact]") {
    Lab lab;
    lab.add(Truncate{0});
    lab.add(lab.insert_values({{lab.build.integer(1), lab.build.integer(2)}}));
    const RelRef final = lab.run();
    CHECK_FALSE(reaches<TableScan>(final));
    CHECK_FALSE(lab.result.removes_rows[0]);
}

TEST_CASE("both branches of an IF guard what they write", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.build.equal(lab.variable(0), lab.build.integer(1));
    lab.add(branch.then, lab.insert_values({{lab.build.integer(1), lab.build.integer(1)}}));
    lab.add(branch.otherwise, Truncate{0});
    lab.add(branch);
    const Select& kept = block(lab.run());
    REQUIRE(kept.where != nullptr); // rows stay where the condition holds
    CHECK(std::holds_alternative<Compare>(kept.where->node));
}

TEST_CASE("IF EXISTS of the row that an update changes anyway is not asked twice", "[reenact]") {
    Lab lab;
    If branch;
    const Quantifier row = lab.read(0);
    branch.condition = lab.build.exists(lab.build.filter(row, lab.build.equal(lab.build.column(row, 0), lab.variable(0))));
    Update write = lab.update(lab.build.integer(1), nullptr);
    write.where = lab.build.equal(lab.build.column(write.target, 0, lab.program.tables[0].columns[0]), lab.variable(0));
    lab.add(branch.then, write);
    lab.add(branch);
    CHECK_FALSE(contains<Exists>(lab.run()));
}

TEST_CASE("NOT EXISTS is the opposite of a branch on EXISTS, not a third case", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.arena.make(Scalar{Not{lab.build.exists(lab.build.filter(lab.read(1), nullptr))}, simple_type(TypeKind::bit), false, {}});
    lab.add(branch.then, Return{});
    lab.add(branch);
    lab.add(Truncate{0});
    const auto* kept = std::get_if<Exists>(&block(lab.run()).where->node);
    REQUIRE(kept != nullptr);
    CHECK(kept->negated);
}

TEST_CASE("a constant condition leaves no trace", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.build.equal(lab.build.integer(1), lab.build.integer(0));
    lab.add(branch.then, Truncate{0});
    lab.add(branch);
    CHECK(lab.run() == nullptr);
}

TEST_CASE("nothing after an unconditional RETURN is reached", "[reenact]") {
    Lab lab;
    lab.add(Return{});
    lab.add(Truncate{0});
    CHECK(lab.run() == nullptr);
}

TEST_CASE("what follows a conditional RETURN runs where it was not taken", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.build.is_null(lab.variable(0));
    lab.add(branch.then, Return{});
    lab.add(branch);
    lab.add(Truncate{0});
    const Select& kept = block(lab.run());
    REQUIRE(kept.where != nullptr);
    CHECK(std::get<IsNull>(kept.where->node).negated == false);
}

TEST_CASE("a GOTO skips what stands before its label and nothing after it", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.build.is_null(lab.variable(0));
    lab.add(branch.then, Jump{"done"});
    lab.add(branch);
    lab.add(Assign{1, lab.build.integer(5)});
    lab.add(Landing{"done"});
    lab.add(lab.update(lab.variable(1), nullptr));
    const Select& next = block(lab.run());
    CHECK(std::holds_alternative<Case>(next.items[1]->node)); // 5 or NULL, for all rows
    CHECK(next.where == nullptr);
}

TEST_CASE("variables are values of the path they are read on", "[reenact]") {
    Lab lab;
    If branch;
    branch.condition = lab.build.is_null(lab.variable(0));
    lab.add(branch.then, Assign{1, lab.build.integer(1)});
    lab.add(branch.then, lab.update(lab.variable(1), nullptr));
    lab.add(branch);
    const Select& next = block(lab.run());
    const auto* choice = std::get_if<Case>(&next.items[1]->node);
    REQUIRE(choice != nullptr);
    CHECK(std::holds_alternative<Constant>(choice->arms.front().then->node));
}

TEST_CASE("a keyed source is joined, another one gives its first match", "[reenact]") {
    SECTION("keyed") {
        Lab lab(true);
        lab.add(lab.update_from_source());
        const auto& join = std::get<Join>(block(lab.run()).from->node);
        CHECK(join.kind == JoinKind::left);
        CHECK_FALSE(join.lateral);
        CHECK_FALSE(lab.reported("arbitrary_match"));
    }
    SECTION("not keyed") {
        Lab lab(false);
        lab.add(lab.update_from_source());
        const auto& join = std::get<Join>(block(lab.run()).from->node);
        CHECK(join.lateral);
        CHECK(std::get<Select>(std::get<Quantifier>(join.right->node).rel->node).limit.has_value());
        CHECK(lab.reported("arbitrary_match"));
    }
}

TEST_CASE("a left join changes rows without a match as well", "[reenact]") {
    Lab lab(true);
    lab.add(lab.update_from_source(JoinKind::left));
    CHECK(std::holds_alternative<ColumnRef>(block(lab.run()).items[1]->node));
}

TEST_CASE("a delete with joins keeps rows for which no match exists", "[reenact]") {
    Lab lab(false);
    const Quantifier row = lab.read(0), other = lab.read(1);
    const ScalarRef on = lab.build.equal(lab.build.column(other, 0), lab.build.column(row, 0));
    SECTION("inner join") {
        lab.add(Delete{0, row.id, lab.build.join(JoinKind::inner, lab.build.from(row), lab.build.from(other), on), nullptr, 0, {}});
        const auto* test = std::get_if<Exists>(&block(lab.run()).where->node);
        REQUIRE(test != nullptr);
        CHECK(test->negated);
    }
    SECTION("rows without a partner") {
        const ScalarRef missing = lab.build.is_null(lab.build.column(other, 0));
        lab.add(Delete{0, row.id, lab.build.join(JoinKind::left, lab.build.from(row), lab.build.from(other), on), missing, 0, {}});
        const auto* test = std::get_if<Exists>(&block(lab.run()).where->node);
        REQUIRE(test != nullptr);
        CHECK_FALSE(test->negated);
    }
    CHECK(lab.result.removes_rows[0]);
}

TEST_CASE("identity numbers follow the last one, and TRUNCATE starts again", "[reenact]") {
    Lab lab;
    lab.program.tables[0].rules[0].identity = true;
    Insert write{0, {1}, nullptr, lab.arena.fresh_quantifier(), false, {}};
    const Quantifier rows = lab.read(1);
    Select values;
    values.from = lab.build.from(rows);
    values.items = {lab.build.column(rows, 1)};
    write.source = lab.build.select(values, {{"v", kInt, true}});
    SECTION("over the rows that are there") {
        lab.add(write);
        const RelRef final = lab.run();
        CHECK(contains<Window>(final));
        CHECK(contains<ScalarSubquery>(final));
        CHECK(lab.reported("identity_order"));
    }
    SECTION("from the seed") {
        lab.add(Truncate{0});
        lab.add(write);
        const RelRef final = lab.run();
        CHECK(contains<Window>(final));
        CHECK_FALSE(contains<ScalarSubquery>(final));
    }
}

TEST_CASE("a merge updates, removes and inserts in one version", "[reenact]") {
    Lab lab(true);
    Merge write;
    const Quantifier row = lab.read(0);
    write.target = row.id;
    write.source = lab.read(1);
    write.on = lab.build.equal(lab.build.column(row, 0), lab.build.column(write.source, 0));
    write.branches.push_back({MergeMatch::matched, nullptr, MergeAction::update, {{1, lab.build.column(write.source, 1)}}});
    write.branches.push_back({MergeMatch::not_matched_by_target, nullptr, MergeAction::insert, {{0, lab.build.column(write.source, 0)}, {1, lab.build.column(write.source, 1)}}});
    write.branches.push_back({MergeMatch::not_matched_by_source, nullptr, MergeAction::remove, {}});
    lab.add(write);
    const RelRef final = lab.run();
    REQUIRE(std::holds_alternative<SetOp>(final->node));
    const auto inputs = inputs_of(final);
    REQUIRE(inputs.size() == 2);
    CHECK(block(inputs[0]).where != nullptr);
    CHECK(std::holds_alternative<Exists>(block(inputs[1]).where->node));
    CHECK_FALSE(lab.reported("merge_source_not_unique"));
    CHECK(lab.result.removes_rows[0]);
}

TEST_CASE("a merge from a source without key says so and does not multiply rows", "[reenact]") {
    Lab lab(false);
    Merge write;
    const Quantifier row = lab.read(0);
    write.target = row.id;
    write.source = lab.read(1);
    write.on = lab.build.equal(lab.build.column(row, 0), lab.build.column(write.source, 0));
    write.branches.push_back({MergeMatch::matched, nullptr, MergeAction::update, {{1, lab.build.column(write.source, 1)}}});
    lab.add(write);
    CHECK(std::get<Join>(block(lab.run()).from->node).lateral);
    CHECK(lab.reported("merge_source_not_unique"));
}

TEST_CASE("holes are known to everything computed from them", "[reenact]") {
    Lab lab;
    lab.add(HoleStatement{"dbo.p:3", "unknown", {1}, {1}, false});
    lab.add(lab.update(lab.variable(1), nullptr));
    lab.run();
    CHECK(lab.result.holes[0].size() == 1);
    CHECK(lab.result.holes[1].size() == 1);
    CHECK(lab.result.hole_list.front().id == "dbo.p:3");
    CHECK(lab.program.records[0].action == StatementAction::hole);
    CHECK(lab.program.records[1].action == StatementAction::migrate);
}

TEST_CASE("RAISERROR is a guard on the path that reaches it", "[reenact]") {
    Lab lab;
    If branch;
    const Quantifier rows = lab.read(1);
    branch.condition = lab.build.exists(lab.build.filter(rows, nullptr), true);
    lab.add(branch.then, Raise{"nothing to load"});
    lab.add(branch);
    lab.run();
    REQUIRE(lab.result.guards.size() == 1);
    CHECK(lab.result.guards[0].message == "nothing to load");
    CHECK(std::holds_alternative<Exists>(lab.result.guards[0].condition->node));
}

TEST_CASE("no unresolved node is left in a version", "[reenact]") {
    Lab lab;
    lab.add(Assign{1, lab.build.add(lab.variable(0), lab.build.integer(1))});
    lab.add(lab.update_from_source());
    Update write = lab.update(lab.variable(1), nullptr);
    lab.add(write);
    const RelRef final = lab.run();
    CHECK_FALSE(contains<VarRef>(final));
    CHECK_FALSE(reaches<CurrentTable>(final));
}
