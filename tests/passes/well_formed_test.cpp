// SPDX-License-Identifier: Apache-2.0
// Each kind of defect of a graph is found.
#include <catch2/catch.hpp>

#include "passes/builder.h"
#include "passes/well_formed.h"

using namespace t2d;
using namespace t2d::ir;
using namespace t2d::passes;

namespace {

const SqlType kInt = simple_type(TypeKind::int_);
const SqlType kDate = simple_type(TypeKind::date);

struct Graph {
    Arena arena;
    Builder build{arena};
    RelRef table = build.empty({{"a", kInt, true}, {"b", kInt, true}});
    Quantifier row = build.quantifier(table);

    RelRef block(ScalarRef item) const {
        Select select;
        select.from = build.from(row);
        select.items = {item};
        return build.select(std::move(select), {{"x", kInt, true}});
    }
};

} // namespace

TEST_CASE("a bound reference is no defect") {
    const Graph graph;
    CHECK(defect_of(graph.block(graph.build.column(graph.row, 1))) == "");
}

TEST_CASE("references are bound, exist and have their column's type") {
    Graph graph;
    const auto read = [&](QuantId id, int column, const SqlType& type) { return defect_of(graph.block(graph.build.column(id, column, {"x", type, true}))); };
    CHECK(read(graph.row.id + 100, 0, kInt) == fmt::format("quantifier {} is not bound", graph.row.id + 100));
    CHECK(read(graph.row.id, 2, kInt) == fmt::format("column 2 of quantifier {} does not exist", graph.row.id));
    CHECK(read(graph.row.id, 1, kDate) == fmt::format("column b of quantifier {} is of type int, read as date", graph.row.id));
}

TEST_CASE("parts have as many columns as the whole") {
    Graph graph;
    Rel wide = *graph.block(graph.build.column(graph.row, 0));
    wide.columns.push_back({"y", kInt, true});
    CHECK(defect_of(graph.arena.make(Rel(wide))) == "a block has 2 columns and 1 items");
    Rel both = wide;
    both.node = SetOp{SetOpKind::union_all, {graph.table, graph.block(graph.build.column(graph.row, 0))}};
    CHECK(defect_of(graph.arena.make(std::move(both))) == "an operand has another number of columns than its set operation");
}

TEST_CASE("a quantifier has the same columns wherever it is bound") {
    Graph graph;
    const RelRef first = graph.block(graph.build.column(graph.row, 0));
    graph.row.rel = graph.build.empty({{"a", kInt, true}, {"c", kInt, true}});
    const RelRef second = graph.block(graph.build.column(graph.row, 0));
    CHECK(defect_of(graph.build.union_all({first, second}, first->columns)) == fmt::format("quantifier {} is bound to relations of different columns", graph.row.id));
}
