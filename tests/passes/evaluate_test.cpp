// SPDX-License-Identifier: Apache-2.0
// The values and rows on which the structural check tries two relations.
#include <catch2/catch.hpp>

#include "passes/check/evaluate.h"

using namespace t2d;
using namespace t2d::passes::check;

namespace {

CatalogColumn column(const std::string& name, const SqlType& type) {
    CatalogColumn out;
    out.name = name;
    out.type = type;
    return out;
}

/// One table, dbo.t (n int, t varchar(10), d decimal(10,2)), and terms over it as they are written here: without normal form.
struct Fixture {
    Fixture() {
        CatalogTable table;
        table.columns = {column("n", simple_type(TypeKind::int_)), column("t", string_type(TypeKind::varchar, 10)), column("d", decimal_type(10, 2))};
        catalog.tables["dbo.t"] = table;
        (void)pool.make("-");
        rel = pool.make("table", "dbo.t");
        atom = builder.use(rel);
        database.tables["dbo.t"] = {};
    }

    TermId lit(const std::string& text) { return pool.make("lit", text); }
    TermId col(const std::string& name) { return pool.make("col", name, {atom}); }
    void row(const Value& n, const Value& t, const Value& d) { database.tables["dbo.t"].push_back({{"n", n}, {"t", t}, {"d", d}}); }

    SelectParts over_table() {
        SelectParts parts;
        parts.joins = {{"inner", atom, rel, builder.truth(true), builder.none()}};
        parts.having = builder.truth(true);
        parts.limit = builder.none();
        return parts;
    }

    std::optional<std::vector<Row>> rows(SelectParts parts) {
        Shapes shapes(builder);
        Evaluator evaluator(shapes, database, 10'000);
        return evaluator.relation(builder.select(std::move(parts)));
    }

    /// A value that reads no table, as it is shown; `?` for an unknown one.
    std::string value(TermId term) {
        SelectParts parts;
        parts.having = builder.truth(true);
        parts.limit = builder.none();
        parts.outputs = {{"x", term}};
        const auto found = rows(std::move(parts));
        REQUIRE(found);
        REQUIRE(found->size() == 1);
        return shown(found->at(0).at("x"));
    }
    std::string value(const std::string& op, Terms args, const std::string& text = {}) { return value(pool.make(op, text, std::move(args))); }

    /// The values of one output over the table, in the order of its rows; `none` when the rows are unknown.
    std::string values(TermId term, bool grouped = false, Terms where = {}) {
        SelectParts parts = over_table();
        parts.grouped = grouped;
        parts.where = std::move(where);
        parts.outputs = {{"x", term}};
        const auto found = rows(std::move(parts));
        if (!found) return "none";
        std::string out;
        for (const Row& one : *found) out += (out.empty() ? "" : " ") + shown(one.at("x"));
        return out;
    }

    Catalog catalog;
    TermPool pool;
    Builder builder{pool, catalog};
    Database database;
    TermId rel = 0, atom = 0;
};

} // namespace

TEST_CASE("logic has three values", "[evaluate]") {
    Fixture f;
    const TermId null = f.pool.make("eq", {}, {f.lit("null"), f.lit("1")}), yes = f.pool.make("eq", {}, {f.lit("1"), f.lit("1")}), no = f.pool.make("eq", {}, {f.lit("2"), f.lit("1")});
    CHECK(f.value(null) == "NULL");
    CHECK(f.value("and", {null, no}) == "0");
    CHECK(f.value("and", {null, yes}) == "NULL");
    CHECK(f.value("or", {null, yes}) == "1");
    CHECK(f.value("or", {null, no}) == "NULL");
    CHECK(f.value("not", {null}) == "NULL");
    CHECK(f.value("not_true", {null}) == "1");
    CHECK(f.value("isnull", {f.lit("null")}) == "1");
    CHECK(f.value("distinct_from", {f.lit("null"), f.lit("null")}) == "0");
    CHECK(f.value("distinct_from", {f.lit("null"), f.lit("1")}) == "1");
    CHECK(f.value("case", {null, f.lit("1"), f.lit("2")}) == "2");
}

TEST_CASE("what is not known spreads, unless something else settles it", "[evaluate]") {
    Fixture f;
    const TermId unknown = f.pool.opaque("a function"), no = f.pool.make("eq", {}, {f.lit("2"), f.lit("1")});
    CHECK(f.value(unknown) == "?");
    CHECK(f.value("add", {unknown, f.lit("1")}) == "?");
    CHECK(f.value("case", {f.pool.make("eq", {}, {unknown, f.lit("1")}), f.lit("1"), f.lit("1")}) == "?");
    CHECK(f.value("and", {f.pool.make("eq", {}, {unknown, f.lit("1")}), no}) == "0");
    CHECK(f.value("coalesce", {f.lit("3"), unknown}) == "3");
    CHECK(f.value("fn:soundex", {f.lit("s:a")}) == "?");
    f.row(number_value(1), text_value("a"), null_value());
    CHECK(f.values(f.col("n"), false, {f.pool.make("eq", {}, {unknown, f.lit("1")})}) == "none");
}

TEST_CASE("texts compare without case and trailing blanks", "[evaluate]") {
    Fixture f;
    CHECK(f.value("eq", {f.lit("s:Ab"), f.lit("s:aB ")}) == "1");
    CHECK(f.value("eq", {f.lit("s:Ab"), f.lit("s:aB")}, "cs") == "0");
    CHECK(f.value("eq", {f.lit("s: a"), f.lit("s:a")}) == "0");
    CHECK(f.value("lt", {f.lit("s:a"), f.lit("s:B")}) == "1");
    CHECK(f.value("lt", {f.lit("s:a-b"), f.lit("s:ab")}) == "?"); // the collation weighs a hyphen in its own way
    CHECK(f.value("eq", {f.lit("s:07"), f.lit("7")}) == "1");
    CHECK(f.value("eq", {f.lit("s:x"), f.lit("7")}) == "?"); // SQL Server fails
    CHECK(f.value("like", {f.lit("s:Abc"), f.lit("s:a_%")}) == "1");
    CHECK(f.value("like", {f.lit("s:Abc"), f.lit("s:[a]%")}) == "?");
}

TEST_CASE("the order puts NULL first, and ties are no order", "[evaluate]") {
    Fixture f;
    f.row(number_value(2), text_value("b"), null_value());
    f.row(null_value(), text_value("c"), null_value());
    f.row(number_value(1), text_value("a"), null_value());
    const auto number = [&](const std::string& direction) {
        return f.pool.make("win:row_number", {}, {f.pool.make("args"), f.pool.make("partition"), f.pool.make("order", {}, {f.pool.make("key", direction, {f.col("n")})})});
    };
    CHECK(f.values(number("asc")) == "3 1 2");
    CHECK(f.values(number("desc")) == "1 3 2");
    f.row(number_value(1), text_value("d"), null_value());
    CHECK(f.values(number("asc")) == "4 1 ? ?");
}

TEST_CASE("quotients are only those that every scale gives", "[evaluate]") {
    Fixture f;
    CHECK(f.value("int_div", {f.lit("7"), f.lit("2")}) == "3");
    CHECK(f.value("int_div", {f.lit("-7"), f.lit("2")}) == "-3");
    CHECK(f.value("div", {f.lit("7"), f.lit("2")}) == "3.5");
    CHECK(f.value("div", {f.lit("1"), f.lit("3")}) == "?"); // cut at a scale that depends on the types
    CHECK(f.value("div", {f.lit("1"), f.lit("0")}) == "?"); // SQL Server fails
    CHECK(f.value("mod", {f.lit("-7"), f.lit("2")}) == "-1");
    CHECK(f.value("fn:round", {f.lit("2.5"), f.lit("0")}) == "3");
    CHECK(f.value("cast", {f.lit("s:abc")}, "try int") == "NULL");
    CHECK(f.value("cast", {f.lit("s:abc")}, "int") == "?");
}

TEST_CASE("aggregates over nothing, NULLs and several values", "[evaluate]") {
    Fixture f;
    const TermId count = f.pool.make("agg:count"), sum = f.pool.make("agg:sum", {}, {f.col("n")}), filled = f.pool.make("agg:count", {}, {f.col("n")});
    CHECK(f.values(count, true) == "0");
    CHECK(f.values(sum, true) == "NULL");
    f.row(null_value(), null_value(), null_value());
    CHECK(f.values(count, true) == "1");
    CHECK(f.values(filled, true) == "0");
    CHECK(f.values(sum, true) == "NULL");
    f.row(number_value(3), text_value("A"), number_value(3));
    f.row(number_value(4), text_value("a "), number_value(4));
    CHECK(f.values(sum, true) == "7");
    CHECK(f.values(f.pool.make("agg:avg", {}, {f.col("n")}), true) == "3");
    CHECK(f.values(f.pool.make("agg:avg_exact", {}, {f.col("n")}), true) == "3.5");
    CHECK(f.values(f.pool.make("agg:avg", {}, {f.col("d")}), true) == "3.5");
    CHECK(f.values(f.pool.make("agg:max", {}, {f.col("n")}), true) == "4");
    CHECK(f.values(f.pool.make("agg:count", "distinct", {f.col("t")}), true) == "1");
    CHECK(f.values(f.pool.make("agg:any_value", {}, {f.col("n")}), true) == "?"); // which one is open
    SelectParts by_text = f.over_table();
    by_text.grouped = true;
    by_text.group = {f.col("t")};
    by_text.outputs = {{"x", count}};
    const auto groups = f.rows(by_text);
    REQUIRE(groups);
    CHECK(groups->size() == 2);
}

TEST_CASE("TOP is known where its end is no tie", "[evaluate]") {
    Fixture f;
    f.row(number_value(2), text_value("b"), null_value());
    f.row(number_value(1), text_value("a"), null_value());
    f.row(number_value(2), text_value("c"), null_value());
    const auto top = [&](const std::string& count) {
        SelectParts parts = f.over_table();
        parts.limit = f.pool.make("limit", {}, {f.lit(count), f.pool.make("order", {}, {f.pool.make("key", "asc", {f.col("n")})})});
        parts.outputs = {{"x", f.col("t")}};
        return f.rows(std::move(parts));
    };
    REQUIRE(top("1"));
    CHECK(top("1")->size() == 1);
    CHECK_FALSE(top("2"));
    REQUIRE(top("3"));
    CHECK(top("3")->size() == 3);
}

TEST_CASE("days of the calendar", "[evaluate]") {
    for (const CalendarDay& date : {CalendarDay{1753, 1, 1}, {1900, 2, 28}, {1900, 3, 1}, {1970, 1, 1}, {2000, 2, 29}, {2023, 12, 31}, {2024, 2, 29}, {2024, 12, 31}, {9999, 12, 31}}) {
        const CalendarDay back = calendar_day(days_of(date));
        CHECK(back.year == date.year);
        CHECK(back.month == date.month);
        CHECK(back.day == date.day);
    }
    CHECK(days_of({1970, 1, 1}) == 0);
    CHECK(days_of({2000, 3, 1}) == 11017);
    for (double day = days_of({1999, 12, 1}); day < days_of({2005, 2, 1}); ++day) CHECK(days_of(calendar_day(day)) == day);
}
