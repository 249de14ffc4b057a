// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "frontend/decode.h"
#include "frontend/keywords.h"
#include "ir/ast/dump.h"
#include "ir/ast/print.h"
#include "tests/frontend/support.h"

using namespace t2d;

namespace {

/// parse → print → parse gives the same tree, and printing that gives the same text.
void check_round_trip(const std::string& sql) {
    const test::Parsed first = test::parse(sql);
    const std::string printed = ast::print_tsql(first.script);
    const test::Parsed second = test::parse(printed);
    CAPTURE(printed);
    CHECK(ast::dump(second.script) == ast::dump(first.script));
    CHECK(ast::print_tsql(second.script) == printed);
    CHECK(second.messages().empty());
}

} // namespace

TEST_CASE("every sample file parses without a diagnostic and survives printing") {
    const auto files = test::sample_files();
    REQUIRE(!files.empty());
    for (const auto& path : files) {
        INFO(path.string());
        const frontend::Decoded decoded = frontend::decode(test::read_file(path));
        REQUIRE(decoded.error.empty());
        const test::Parsed parsed = test::parse(decoded.text);
        CHECK(parsed.messages().empty());
        check_round_trip(decoded.text);
    }
}

TEST_CASE("the statements of the golden files survive printing") {
    for (const auto& entry : std::filesystem::directory_iterator(test::source_path("tests/frontend/golden"))) {
        const std::string content = test::read_file(entry.path());
        const std::string sql = content.substr(0, content.find("\n--\n") + 1);
        if (!test::parse(sql).messages().empty()) continue; // deliberately bad input
        INFO(entry.path().string());
        check_round_trip(sql);
    }
}

TEST_CASE("every keyword can be a name when it is bracketed") {
    for (std::size_t type = 1; type < 400; ++type) {
        if (!frontend::is_keyword(type)) continue;
        const std::string word(frontend::spelling(type));
        INFO(word);
        check_round_trip("SELECT [" + word + "] AS [" + word + "], x.[" + word + "] FROM [" + word + "] AS [" + word +
                         "];");
    }
}

namespace {

/// The words of grammars/TSqlLexer.g4 that are keywords in some places only.
std::vector<std::string> soft_keywords() {
    const std::string grammar = test::read_file(test::source_path("grammars/TSqlLexer.g4"));
    const std::size_t begin = grammar.find("// ---- words that are keywords in some places only");
    const std::size_t end = grammar.find("// ---- names and constants");
    REQUIRE(begin < end);
    std::vector<std::string> words;
    for (std::size_t at = grammar.find(": '", begin); at < end; at = grammar.find(": '", at + 1))
        words.push_back(grammar.substr(at + 3, grammar.find('\'', at + 3) - at - 3));
    return words;
}

} // namespace

TEST_CASE("words that are reserved nowhere can be names without brackets") {
    const std::vector<std::string> words = soft_keywords();
    REQUIRE(words.size() > 50);
    for (const std::string& w : words) {
        INFO(w);
        // After a value these begin a clause or a statement.
        const bool clause = w == "OUTPUT" || w == "OUT" || w == "USING" || w == "THROW";
        check_round_trip("SELECT " + w + ", x." + w + " AS " + w + ", 1 " + (clause ? "AS " : "") + w + " FROM dbo." + w + " AS " + w + " WHERE " + w + " = 1 GROUP BY " + w + " ORDER BY " + w + ";");
        check_round_trip("CREATE TABLE " + w + " (" + w + " int, b int); INSERT INTO " + w + " (" + w + ", b) VALUES (1, 2);");
        check_round_trip("UPDATE " + w + " SET " + w + " = b; DELETE FROM " + w + " WHERE b = " + w + "; EXEC " + w + ";");
        check_round_trip("DECLARE @" + w + " int = 1; DECLARE " + w + " CURSOR FOR SELECT 1 AS a; OPEN " + w + ";");
    }
}
