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
