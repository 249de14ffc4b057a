// SPDX-License-Identifier: Apache-2.0
// Which column sets are unique, and what joins and filters do to them.
#include <catch2/catch.hpp>

#include "passes/keys.h"

#include "passes/builder.h"

using namespace t2d;
using namespace t2d::ir;
using namespace t2d::passes;

namespace {

const SqlType kInt = simple_type(TypeKind::int_);

/// Two tables (k, v): 0 has key k, 1 has none.
struct Tables {
    Arena arena;
    Builder build{arena};
    std::vector<TableSymbol> symbols{2};
    RelRef keyed = nullptr, plain = nullptr;

    Tables() {
        for (TableSymbol& symbol : symbols) symbol.columns = {{"k", kInt, false}, {"v", kInt, true}};
        symbols[0].keys = {{0}};
        symbols[0].unique_keys = {{0}};
        keyed = arena.make(Rel{TableScan{0}, symbols[0].columns, "keyed", {}, {}});
        plain = arena.make(Rel{TableScan{1}, symbols[1].columns, "plain", {}, {}});
    }
    [[nodiscard]] bool unique(RelRef rel, const ColumnSet& columns) const { return unique_on(rel, columns, symbols); }
    [[nodiscard]] RelRef project(FromRef from, std::vector<ScalarRef> items, ScalarRef where = nullptr) const {
        Select block;
        block.from = from;
        block.where = where;
        std::vector<Column> columns;
        for (std::size_t i = 0; i < items.size(); ++i) columns.push_back({"c" + std::to_string(i), items[i]->type, true});
        block.items = std::move(items);
        return build.select(std::move(block), std::move(columns));
    }
};

} // namespace

TEST_CASE("declared keys hold for the table and for its filtered rows", "[keys]") {
    Tables t;
    CHECK(t.unique(t.keyed, {0}));
    CHECK(t.unique(t.keyed, {0, 1}));
    CHECK_FALSE(t.unique(t.keyed, {1}));
    CHECK_FALSE(t.unique(t.plain, {0, 1}));
    const Quantifier row = t.build.quantifier(t.keyed);
    CHECK(t.unique(t.build.filter(row, t.build.is_null(t.build.column(row, 1))), {0}));
}

TEST_CASE("a projection keeps a key only if it shows it", "[keys]") {
    Tables t;
    const Quantifier row = t.build.quantifier(t.keyed);
    CHECK(t.unique(t.project(t.build.from(row), {t.build.column(row, 1), t.build.column(row, 0)}), {1}));
    CHECK_FALSE(t.unique(t.project(t.build.from(row), {t.build.column(row, 1)}), {0}));
}

TEST_CASE("a column fixed to one value leaves a key", "[keys]") {
    Tables t;
    const Quantifier row = t.build.quantifier(t.keyed);
    const RelRef one = t.project(t.build.from(row), {t.build.column(row, 1)}, t.build.equal(t.build.column(row, 0), t.build.integer(3)));
    CHECK(t.unique(one, {}));
}

TEST_CASE("grouping and DISTINCT make keys, no GROUP BY makes one row", "[keys]") {
    Tables t;
    const Quantifier row = t.build.quantifier(t.plain);
    Select groups;
    groups.from = t.build.from(row);
    groups.grouped = true;
    groups.group_by = {t.build.column(row, 1)};
    groups.items = {t.build.column(row, 1), t.build.aggregate(AggregateKind::count_star, {}, kInt)};
    CHECK(t.unique(t.build.select(groups, {{"v", kInt, true}, {"n", kInt, false}}), {0}));
    groups.group_by.clear();
    groups.items = {t.build.aggregate(AggregateKind::count_star, {}, kInt)};
    CHECK(t.unique(t.build.select(groups, {{"n", kInt, false}}), {}));
    Select distinct;
    distinct.from = t.build.from(row);
    distinct.distinct = true;
    distinct.items = {t.build.column(row, 1)};
    CHECK(t.unique(t.build.select(distinct, {{"v", kInt, true}}), {0}));
}

TEST_CASE("the first row of each partition is unique on the partition", "[keys]") {
    Tables t;
    const Quantifier row = t.build.quantifier(t.plain);
    Window number;
    number.partition = {t.build.column(row, 0)};
    number.order = {{t.build.column(row, 1), false}};
    const ScalarRef rn = t.arena.make(Scalar{number, simple_type(TypeKind::bigint), false, {}});
    const Quantifier numbered = t.build.quantifier(t.project(t.build.from(row), {t.build.column(row, 0), t.build.column(row, 1), rn}));
    const ScalarRef first = t.build.equal(t.build.column(numbered, 2), t.build.integer(1));
    CHECK(t.unique(t.build.filter(numbered, first), {0}));
    CHECK_FALSE(t.unique(t.build.filter(numbered, nullptr), {0}));
}

TEST_CASE("a join keeps the key of the side whose rows find at most one partner", "[keys]") {
    Tables t;
    const Quantifier many = t.build.quantifier(t.keyed), one = t.build.quantifier(t.keyed), any = t.build.quantifier(t.plain);
    const auto joined = [&](const Quantifier& left, const Quantifier& right, JoinKind kind, int left_column) {
        const ScalarRef on = t.build.equal(t.build.column(left, left_column), t.build.column(right, 0));
        return t.project(t.build.join(kind, t.build.from(left), t.build.from(right), on), {t.build.column(left, 0), t.build.column(right, 0)});
    };
    CHECK(t.unique(joined(many, one, JoinKind::left, 1), {0}));
    CHECK(t.unique(joined(many, one, JoinKind::inner, 1), {0}));
    CHECK_FALSE(t.unique(joined(many, one, JoinKind::left, 1), {1}));
    CHECK_FALSE(t.unique(joined(many, any, JoinKind::left, 1), {0}));
    CHECK_FALSE(t.unique(joined(many, any, JoinKind::full, 0), {0}));
}

TEST_CASE("NULL-safe equality over a nullable column proves nothing", "[keys]") {
    Tables t;
    t.symbols[0].columns[0].nullable = true;
    const Quantifier row = t.build.quantifier(t.arena.make(Rel{TableScan{0}, {{"k", kInt, true}}, {}, {}, {}}));
    const ScalarRef safe = t.arena.make(Scalar{Compare{CompareOp::equal, t.build.column(row, 0), t.build.integer(1), true}, simple_type(TypeKind::bit), false, {}});
    CHECK(equalities_of(safe).empty());
    CHECK_FALSE(t.unique(t.project(t.build.from(row), {t.build.integer(1)}, safe), {}));
}

TEST_CASE("a version of a table has the table's keys", "[keys]") {
    Tables t;
    const RelRef both = t.build.union_all({t.keyed, t.plain}, t.keyed->columns);
    const TableVersions versions{{both, 0}};
    CHECK_FALSE(unique_on(both, {0}, t.symbols));
    CHECK(unique_on(both, {0}, t.symbols, &versions));
}
