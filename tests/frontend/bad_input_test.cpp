// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "frontend/decode.h"
#include "frontend/parse.h"
#include "ir/ast/dump.h"
#include "tests/frontend/support.h"

using namespace t2d;

namespace {

std::string repeat(std::string_view text, std::size_t count) {
    std::string result;
    result.reserve(text.size() * count);
    for (std::size_t i = 0; i < count; ++i)
        result += text;
    return result;
}

} // namespace

TEST_CASE("too deep nesting is one diagnostic, and the next batch is read") {
    const std::size_t deep = 20000;
    const std::vector<std::string> inputs = {
        "SELECT " + repeat("(", deep) + "1" + repeat(")", deep),
        repeat("BEGIN ", deep) + "SELECT 1 " + repeat("END ", deep),
        "SELECT " + repeat("CASE WHEN 1 = 1 THEN ", deep) + "1" + repeat(" END", deep),
        "SELECT " + repeat("f(", deep) + repeat(")", deep),
        "SELECT * FROM " + repeat("(SELECT * FROM ", deep) + "t" + repeat(") x", deep),
        repeat("IF 1 = 1 ", deep) + "SELECT 1",
        repeat("IF 1 = 1 SELECT 1 ELSE ", deep) + "SELECT 1",
        "ALTER TABLE t SET " + repeat("(", deep) + repeat(")", deep),
        "SELECT 1 WHERE a IN " + repeat("(SELECT 1 WHERE a IN ", deep) + "(1)" + repeat(")", deep),
    };
    for (const std::string& input : inputs) {
        const test::Parsed parsed = test::parse(input + "\nGO\nSELECT 2");
        INFO(input.substr(0, 40) << "\n" << parsed.messages());
        CHECK(parsed.diagnostics.all().size() == 1);
        CHECK(parsed.messages().find("nested too deep") != std::string::npos);
        REQUIRE(parsed.script.batches.size() == 2);
        CHECK(holds<ast::QueryStmt>(parsed.script.batches[1].statements.at(0).node));
    }
}

TEST_CASE("too long chains are one diagnostic") {
    const std::size_t length = 20000;
    const std::vector<std::string> inputs = {
        "SELECT 1" + repeat(" + 1", length),
        "SELECT " + repeat("- ", length) + "1",
        "SELECT 1 WHERE " + repeat("NOT ", length) + "1 = 1",
        "SELECT a" + repeat(" COLLATE x", length),
        "SELECT 1" + repeat(" UNION SELECT 1", length),
        "SELECT * FROM a" + repeat(" CROSS JOIN b", length),
        "SELECT @x" + repeat(".m()", length),
        "SELECT 1 WHERE 1" + repeat(" = 1", length),
    };
    for (const std::string& input : inputs) {
        const test::Parsed parsed = test::parse(input + "\nGO\nSELECT 2");
        INFO(input.substr(0, 40) << "\n" << parsed.messages());
        CHECK(parsed.diagnostics.all().size() == 1);
        CHECK(parsed.script.batches.size() == 2);
    }
}

TEST_CASE("nesting that people write is read") {
    CHECK(test::parse("SELECT " + repeat("(", 200) + "1" + repeat(")", 200)).messages().empty());
    CHECK(test::parse(repeat("BEGIN ", 200) + "SELECT 1 " + repeat("END ", 200)).messages().empty());
    CHECK(test::parse(repeat("IF 1 = 1 SELECT 1 ELSE ", 300) + "SELECT 1").messages().empty());
    CHECK(test::parse("SELECT 1" + repeat(" + 1", 900)).messages().empty());
    CHECK(test::parse("SELECT 1 WHERE 1 = 1" + repeat(" OR a = 1 AND b = 2", 20000)).messages().empty());
}

TEST_CASE("megabytes in one statement") {
    const std::string wide = repeat("x", 60);
    CHECK(test::parse("INSERT INTO t VALUES (1, 'abc')" +
                      repeat(", (1, '" + wide + "', '" + wide + "')", 10 * 1000 * 1000 / 140))
              .messages()
              .empty());
    CHECK(test::parse("SELECT '" + repeat("x", 10 * 1000 * 1000) + "'").messages().empty());
    CHECK(test::parse(repeat("(", 1000 * 1000)).diagnostics.all().size() == 1);
}

TEST_CASE("text that never ends is one diagnostic where it starts") {
    CHECK(test::parse("SELECT 1;\nSELECT 'abc\nGO\n").messages() ==
          "2:8: T2D1001 this string never ends: its closing quote is missing\n");
    CHECK(test::parse("SELECT 1 /* abc\nGO\n").messages() == "1:10: T2D1001 this comment never ends: */ is missing\n");
    CHECK(test::parse("SELECT [abc\n").messages() ==
          "1:8: T2D1001 this name never ends: its closing bracket is missing\n");
    CHECK(test::parse("SELECT \"abc\n").messages() ==
          "1:8: T2D1001 this quoted name never ends: its closing quote is missing\n");
}

TEST_CASE("any prefix and any gap of a file is survived") {
    for (const auto& path : test::sample_files()) {
        const std::string text = frontend::decode(test::read_file(path)).text;
        for (std::size_t cut = 0; cut < text.size(); cut += 97) {
            (void)test::parse(std::string_view(text).substr(0, cut));
            (void)test::parse(text.substr(0, cut) + text.substr(std::min(text.size(), cut + 13)));
        }
    }
}

TEST_CASE("a single query") {
    const auto query = [](std::string_view text, std::string& messages) {
        SourceManager sources;
        Diagnostics diagnostics;
        const FileId file = sources.add("q.sql", std::string(text));
        const auto result = frontend::parse_query(sources, file, diagnostics);
        for (const Diagnostic& d : diagnostics.all())
            messages += d.message + "\n";
        return result.has_value();
    };
    std::string messages;
    CHECK(query("WITH a AS (SELECT 1 AS x) SELECT x FROM a;", messages));
    CHECK(query("(SELECT 1) UNION SELECT 2", messages));
    CHECK(messages.empty());
    CHECK_FALSE(query("SELECT 1; SELECT 2", messages));
    CHECK_FALSE(query("DELETE FROM t", messages));
    CHECK_FALSE(query("SELECT FROM", messages));
    CHECK_FALSE(query("", messages));
    CHECK_FALSE(messages.empty());
}
