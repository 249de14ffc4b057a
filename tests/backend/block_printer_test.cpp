// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/backend/support.h"

namespace t2d::test {

namespace {

const std::vector<ir::Column> kSkuQty{{"Sku", kText}, {"Qty", kInt}};

} // namespace

TEST_CASE("all columns of one relation are a star") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales);
    ir::Select block;
    block.from = p.make.from(s);
    block.items = p.make.columns(s);
    CHECK(p.print(p.make.select(block, p.sales->columns)) == "select * from sales");
    block.where = p.make.equal(p.make.column(s, 1), p.make.number(3));
    CHECK(p.print(p.make.select(block, p.sales->columns)) == "select *\nfrom sales\nwhere Qty = 3");
}

TEST_CASE("joins qualify columns and drop abbreviated aliases") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales, "s"), d = p.make.use(p.product, "d");
    ir::Select block;
    const ir::ScalarRef on = p.make.logic(
        ir::LogicOp::and_, {p.make.equal(p.make.column(s, 0), p.make.column(d, 0)),
                            p.make.logic(ir::LogicOp::or_, {p.make.equal(p.make.column(s, 1), p.make.number(1)),
                                                            p.make.equal(p.make.column(s, 1), p.make.number(2))})});
    block.from = p.make.join(ir::JoinKind::left, p.make.from(s), p.make.from(d), on);
    block.items = {p.make.column(s, 0), p.make.sum(p.make.column(d, 1), p.make.number(1))};
    CHECK(p.print(p.make.select(block, {{"Sku", kText}, {"Price", kInt}})) == R"(select
    sales.Sku,
    product.Price + 1 as Price
from sales
left join product
    on sales.Sku = product.Sku
    and (sales.Qty = 1 or sales.Qty = 2))");
}

TEST_CASE("a second use of a relation gets a readable alias") {
    Printing p;
    const ir::Quantifier a = p.make.use(p.sales, "a"), b = p.make.use(p.sales, "b"), c = p.make.use(p.sales, "Earlier");
    ir::Select block;
    block.from =
        p.make.join(ir::JoinKind::cross, p.make.join(ir::JoinKind::cross, p.make.from(a), p.make.from(b), nullptr),
                    p.make.from(c), nullptr);
    block.items = {p.make.column(a, 0), p.make.column(b, 1), p.make.column(c, 2)};
    CHECK(p.print(p.make.select(block, p.sales->columns)) == R"(select
    sales.Sku,
    sales_2.Qty,
    earlier.Region
from sales
cross join sales as sales_2
cross join sales as earlier)");
}

TEST_CASE("a correlated subquery qualifies both sides; EXISTS selects 1") {
    Printing p;
    const ir::Quantifier outer = p.make.use(p.sales), inner = p.make.use(p.sales, "x");
    ir::Select sub;
    sub.from = p.make.from(inner);
    sub.where = p.make.equal(p.make.column(inner, 0), p.make.column(outer, 0));
    sub.items = p.make.columns(inner);
    ir::Select block;
    block.from = p.make.from(outer);
    block.where = p.make.exists(p.make.select(sub, p.sales->columns), true);
    block.items = p.make.columns(outer);
    CHECK(p.print(p.make.select(block, p.sales->columns)) == R"(select *
from sales
where not exists (
    select 1 from sales as sales_2 where sales_2.Sku = sales.Sku
))");
}

TEST_CASE("EXISTS over an aggregate without keys keeps its one row") {
    Printing p;
    const ir::Quantifier inner = p.make.use(p.sales);
    ir::Select sub;
    sub.from = p.make.from(inner);
    sub.grouped = true;
    sub.items = {p.make.aggregate(ir::AggregateKind::count_star, {})};
    ir::Select block;
    block.where = p.make.exists(p.make.select(sub, {{"n", kInt}}), false);
    block.items = {p.make.number(1)};
    CHECK(p.print(p.make.select(block, {{"One", kInt}})) ==
          "select 1 as One\nwhere exists (select count(*) from sales)");
}

TEST_CASE("derived and lateral tables are printed in place") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales), inner = p.make.use(p.product);
    ir::Select best;
    best.from = p.make.from(inner);
    best.where = p.make.equal(p.make.column(inner, 0), p.make.column(s, 0));
    best.items = {p.make.column(inner, 1)};
    best.order = {{p.make.column(inner, 1), true}};
    best.limit = ir::Limit{p.make.number(1), nullptr, false, false};
    const ir::Quantifier lateral = p.make.use(p.make.select(best, {{"Price", kInt}}), "best");
    ir::Select block;
    block.from = p.make.join(ir::JoinKind::left, p.make.from(s), p.make.from(lateral), nullptr, true);
    block.items = {p.make.column(s, 0), p.make.column(lateral, 0)};
    CHECK(p.print(p.make.select(block, {{"Sku", kText}, {"Price", kInt}})) == R"(select
    sales.Sku,
    best.Price
from sales
left join lateral (
    select product.Price
    from product
    where product.Sku = sales.Sku
    order by product.Price desc nulls last
    limit 1
) as best
    on true)");
}

TEST_CASE("TOP with ties and percent rank the rows") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales);
    ir::Select block;
    block.from = p.make.from(s);
    block.items = p.make.columns(s);
    block.order = {{p.make.column(s, 1), false}};
    block.limit = ir::Limit{p.make.number(10), nullptr, true, false};
    CHECK(p.print(p.make.select(block, p.sales->columns)) == R"(select *
from sales
qualify
    row_number() over (order by Qty nulls first)
    <= ceil(count(*) over () * 10 / 100.0))");
    block.limit->percent = false;
    block.limit->with_ties = true;
    CHECK(p.print(p.make.select(block, p.sales->columns)) ==
          "select *\nfrom sales\nqualify rank() over (order by Qty nulls first) <= 10");
}

TEST_CASE("ORDER BY means the column, not a new name that hides it") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales);
    ir::Select block;
    block.from = p.make.from(s);
    block.items = {p.make.sum(p.make.column(s, 1), p.make.number(1))};
    block.order = {{p.make.column(s, 1), false}};
    block.limit = ir::Limit{p.make.number(1), nullptr, false, false};
    CHECK(p.print(p.make.select(block, {{"Qty", kInt}})) ==
          "select sales.Qty + 1 as Qty\nfrom sales\norder by sales.Qty nulls first\nlimit 1");
}

TEST_CASE("grouping sets") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales);
    ir::Select block;
    block.from = p.make.from(s);
    block.grouped = true;
    block.group_by = {p.make.column(s, 0), p.make.column(s, 2)};
    block.grouping_sets = {{0, 1}, {0}, {}};
    block.items = {p.make.column(s, 0), p.make.column(s, 2),
                   p.make.aggregate(ir::AggregateKind::sum, {p.make.column(s, 1)})};
    CHECK(p.print(p.make.select(block, {{"Sku", kText}, {"Region", kText}, {"Qty", kInt}})) ==
          "select\n    Sku,\n    Region,\n    sum(Qty) as Qty\nfrom sales\ngroup by grouping sets ((Sku, Region), "
          "(Sku), ())");
}

TEST_CASE("branches of a union agree on types and names") {
    Printing p;
    const ir::Quantifier s = p.make.use(p.sales);
    ir::Select first;
    first.from = p.make.from(s);
    first.items = {p.make.column(s, 0), p.make.null(kInt)};
    ir::Rel both;
    both.node = ir::SetOp{ir::SetOpKind::union_all, {p.make.select(first, kSkuQty), p.product}};
    both.columns = kSkuQty;
    CHECK(p.print(p.make.rel(both)) == R"(select
    Sku,
    cast(null as integer) as Qty
from sales
union all
select
    Sku,
    Price as Qty
from product)");
}

TEST_CASE("rows of constants and empty relations") {
    Printing p;
    ir::Rel values;
    values.columns = kSkuQty;
    values.node = ir::Values{{{p.make.text("a"), p.make.number(1)}, {p.make.text("b"), p.make.null(kInt)}}};
    CHECK(p.print(p.make.rel(values)) == R"(select *
from (
    values
        ('a', 1),
        ('b', cast(null as integer))
) as entry (Sku, Qty))");
    values.node = ir::Values{{{p.make.text("a"), p.make.number(1)}}};
    CHECK(p.print(p.make.rel(values)) == "select\n    'a' as Sku,\n    1 as Qty");
    values.node = ir::Values{};
    CHECK(p.print(p.make.rel(values)) ==
          "select\n    cast(null as varchar) as Sku,\n    cast(null as integer) as Qty\nwhere false");
}

TEST_CASE("a recursive query in place brings its own WITH") {
    Printing p;
    const std::vector<ir::Column> columns{{"n", kInt}};
    ir::Select anchor;
    anchor.items = {p.make.number(1)};
    ir::Rel self;
    self.node = ir::RecursiveRef{1};
    self.columns = columns;
    const ir::Quantifier again = p.make.use(p.make.rel(self));
    ir::Select step;
    step.from = p.make.from(again);
    step.items = {p.make.sum(p.make.column(again, 0), p.make.number(1))};
    ir::Rel rel;
    rel.node = ir::Recursive{1, p.make.select(anchor, columns), p.make.select(step, columns), false};
    rel.columns = columns;
    rel.label = "Numbers";
    CHECK(p.print(p.make.rel(rel)) == R"(with recursive numbers as (
    select 1 as n
    union all
    select n + 1 as n
    from numbers
)

select * from numbers)");
}

TEST_CASE("what cannot be printed refuses to run") {
    Printing p;
    ir::Rel hole;
    hole.node = ir::HoleRel{0};
    hole.columns = kSkuQty;
    CHECK(p.print(p.make.rel(hole)).find("raise_compiler_error") != std::string::npos);
}

} // namespace t2d::test
