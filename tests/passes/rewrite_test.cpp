// SPDX-License-Identifier: Apache-2.0
// Rewriting keeps a DAG a DAG, and scoping of quantifiers is respected.
#include <catch2/catch.hpp>

#include "passes/fuse_blocks.h"
#include "passes/rewrite.h"

using namespace t2d;
using namespace t2d::ir;
using namespace t2d::passes;

namespace {
const SqlType kInt = simple_type(TypeKind::int_);

RelRef one_column_table(Arena& arena, TableId table) { return arena.make(Rel{TableScan{table}, {{"k", kInt, false}}, "t", {}, {}}); }

ScalarRef variable(Arena& arena, int index) { return arena.make(Scalar{VarRef{index}, kInt, true, {}}); }
} // namespace

TEST_CASE("a scalar used many times is rewritten once", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    ScalarRef value = variable(arena, 0);
    for (int i = 0; i < 60; ++i) value = build.add(value, value);
    int calls = 0;
    Rewriter rewriter(
        arena,
        [&](ScalarRef scalar) -> ScalarRef {
            ++calls;
            return std::holds_alternative<VarRef>(scalar->node) ? build.integer(1) : scalar;
        },
        nullptr);
    const ScalarRef result = rewriter(value);
    CHECK(calls == 61);
    const auto* sum = std::get_if<Arithmetic>(&result->node);
    REQUIRE(sum != nullptr);
    CHECK(sum->left == sum->right);
}

TEST_CASE("a relation shared by two users stays shared, an untouched one keeps its identity", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    const RelRef read = arena.make(Rel{CurrentTable{0}, {{"k", kInt, false}}, {}, {}, {}});
    const RelRef other = one_column_table(arena, 1);
    const RelRef scan = one_column_table(arena, 0);
    const RelRef both = build.union_all({read, read, other}, read->columns);
    Rewriter rewriter(arena, nullptr, [&](RelRef rel) { return std::holds_alternative<CurrentTable>(rel->node) ? scan : rel; });
    const RelRef result = rewriter(both);
    const auto inputs = inputs_of(result);
    REQUIRE(inputs.size() == 3);
    CHECK(inputs[0] == scan);
    CHECK(inputs[1] == scan);
    CHECK(inputs[2] == other);
    CHECK(rewriter(other) == other);
}

TEST_CASE("subqueries are rewritten inside joins and conditions", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    const Quantifier outer = build.quantifier(one_column_table(arena, 0));
    const Quantifier inner = build.quantifier(one_column_table(arena, 1));
    const RelRef query = build.filter(inner, build.equal(build.column(inner, 0), variable(arena, 3)));
    const RelRef rows = build.filter(outer, build.exists(query));
    Rewriter rewriter(
        arena, [&](ScalarRef scalar) -> ScalarRef { return std::holds_alternative<VarRef>(scalar->node) ? build.integer(7) : scalar; }, nullptr);
    bool variable_left = false;
    for_each_rel(rewriter(rows), [&](RelRef rel) {
        for (const ScalarRef scalar : scalars_of(rel))
            for_each_scalar(scalar, [&](ScalarRef node) { variable_left = variable_left || std::holds_alternative<VarRef>(node->node); }, false);
    });
    CHECK_FALSE(variable_left);
}

TEST_CASE("free quantifiers are those that no FROM clause on the way binds", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    const Quantifier outer = build.quantifier(one_column_table(arena, 0));
    const Quantifier inner = build.quantifier(one_column_table(arena, 1));
    const ScalarRef link = build.equal(build.column(inner, 0), build.column(outer, 0));
    const RelRef correlated = build.filter(inner, link);
    CHECK(free_quantifiers(link) == passes::QuantIds{outer.id, inner.id});
    CHECK(free_quantifiers(correlated) == passes::QuantIds{outer.id});
    CHECK(free_quantifiers(build.filter(outer, build.exists(correlated))).empty());
}

TEST_CASE("same_scalar compares meaning, not place", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    const Quantifier row = build.quantifier(one_column_table(arena, 0));
    const auto sum = [&](int column_value) { return build.add(build.column(row, 0), build.integer(column_value)); };
    CHECK(same_scalar(sum(1), sum(1)));
    CHECK_FALSE(same_scalar(sum(1), sum(2)));
    CHECK_FALSE(same_scalar(build.is_null(sum(1)), build.is_null(sum(1), true)));
    const ScalarRef a = arena.make(Scalar{NextValue{"dbo.s"}, kInt, false, {}});
    const ScalarRef b = arena.make(Scalar{NextValue{"dbo.s"}, kInt, false, {}});
    CHECK_FALSE(same_scalar(a, b)); // each call gives another number
}

TEST_CASE("substitute reaches into subqueries", "[rewrite]") {
    Arena arena;
    const Builder build(arena);
    const Quantifier outer = build.quantifier(one_column_table(arena, 0));
    const Quantifier inner = build.quantifier(one_column_table(arena, 1));
    const ScalarRef probe = build.exists(build.filter(inner, build.equal(build.column(inner, 0), build.column(outer, 0))));
    const ScalarRef closed = substitute(arena, probe, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == outer.id ? build.integer(1) : nullptr; });
    CHECK(free_quantifiers(closed).empty());
}

namespace {

/// A block over `rel` that reads its columns at `places`.
RelRef read_of(Arena& arena, RelRef rel, const std::vector<int>& places, bool distinct) {
    const Builder build(arena);
    const Quantifier rows = build.quantifier(rel);
    Select block;
    block.from = arena.make(From{rows});
    block.distinct = distinct;
    std::vector<Column> columns;
    for (const int place : places) {
        block.items.push_back(build.column(rows, place));
        columns.push_back({"c" + std::to_string(place), kInt, false});
    }
    return arena.make(Rel{std::move(block), std::move(columns), {}, {}, {}});
}

} // namespace

TEST_CASE("a block that only renames becomes one with the distinct rows it reads, unless it leaves a column out", "[rewrite]") {
    Arena arena;
    const RelRef table = arena.make(Rel{TableScan{0}, {{"a", kInt, false}, {"b", kInt, false}}, "t", {}, {}});
    const auto fused = [&](const std::vector<int>& places) { return fuse_blocks(arena, read_of(arena, read_of(arena, table, {0, 1}, true), places, false)); };

    const RelRef swapped = fused({1, 0});
    const auto& block = std::get<Select>(swapped->node);
    CHECK(block.distinct);
    CHECK(inputs_of(swapped) == passes::Relations{table});
    CHECK(std::get<ColumnRef>(block.items[0]->node).column == 1);
    CHECK(swapped->columns[0].name == "c1");

    CHECK_FALSE(std::get<Select>(fused({1})->node).distinct);
    CHECK_FALSE(std::get<Select>(fused({0, 0, 1})->node).distinct);
}
