// SPDX-License-Identifier: Apache-2.0
#include <catch2/catch.hpp>

#include "tests/frontend/support.h"

using namespace t2d;

namespace {

/// The only message about a text, without its place; empty when the text is read.
std::string complaint(const std::string& text) {
    const std::string messages = test::parse(text).messages();
    const std::size_t code = messages.find("T2D1001 ");
    return code == std::string::npos ? messages : messages.substr(code + 8, messages.find('\n') - code - 8);
}

} // namespace

TEST_CASE("a statement without a tree has its form") {
    CHECK(complaint("ALTER EXTERNAL DATA SOURCE s SET LOCATION = 'l', CREDENTIAL = c").empty());
    CHECK(complaint("ALTER INDEX i ON t REBUILD PARTITION = ALL WITH (ONLINE = ON (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 1 MINUTES, ABORT_AFTER_WAIT = SELF)))").empty());
    CHECK(complaint("CREATE SECURITY POLICY p ADD FILTER PREDICATE dbo.f(a) ON dbo.t, ADD BLOCK PREDICATE f(b) ON t AFTER INSERT WITH (STATE = ON)").empty());
    CHECK(complaint("CREATE DATABASE $(Name) ON (NAME = $(File), FILENAME = '$(Path)')").empty());
}

TEST_CASE("a wrong form is one message that says what was expected") {
    CHECK(complaint("DROP EXTERNAL DATA SOURCE s t") == "unexpected 't'");
    CHECK(complaint("CREATE DATABASE SCOPED CREDENTIAL c WITH IDENTITY 'i'") == "expected '=' but found ''i''");
    CHECK(complaint("CREATE EXTERNAL RESOURCE POOL p WITH (MAX_CPU_PERCENT = 101)") == "expected a whole number in 1..100 but found '101'");
    CHECK(complaint("CREATE SECURITY POLICY p WITH (STATE = ON, STATE = OFF)") == "'STATE' is given twice");
    CHECK(complaint("CREATE SECURITY POLICY a.b.p WITH (STATE = ON)") == "expected a name of at most 2 parts");
    CHECK(complaint("ALTER DATABASE d SET MEMORY_OPTIMIZED_ELEVATE_TO_SNAPSHOT ON") == "expected '=' but found 'ON'");
    CHECK(complaint("ALTER EXTERNAL DATA SOURCE s SET") ==
          "expected 'LOCATION', 'RESOURCE_MANAGER_LOCATION', 'CREDENTIAL', 'DATABASE_NAME', 'SHARD_MAP_NAME' or 'CONNECTION_OPTIONS' but found the end of the statement");
}

TEST_CASE("parts of definitions, hints and calls that SQL Server refuses") {
    CHECK(complaint("CREATE TABLE t (a int(4))") == "the type INT has no length or precision");
    CHECK(complaint("CREATE TABLE t (a int IDENTITY IDENTITY)") == "IDENTITY is given twice");
    CHECK(complaint("ALTER TABLE t ADD CONSTRAINT c CHECK (EXISTS (SELECT 1))") == "a CHECK constraint cannot hold a subquery");
    CHECK(complaint("DECLARE @t TABLE (a int CONSTRAINT c PRIMARY KEY)") == "a constraint of a table variable or table type has no name");
    CHECK(complaint("CREATE INDEX i ON t (a) WITH (FILLFACTOR = 80, FILLFACTOR = 90)") == "'FILLFACTOR' is given twice");
    CHECK(complaint("SELECT * FROM t WITH (NOLOK)") == "'NOLOK' is no table hint");
    CHECK(complaint("SELECT 1 FROM t FOR JSON PATH, ROOT, ROOT") == "'ROOT' is given twice");
    CHECK(complaint("SELECT SUM(DISTINCT a) OVER () FROM t") == "DISTINCT does not go with OVER");
    CHECK(complaint("SELECT * FROM n WHERE MATCH(a-(b)->c AND a-(e)->d)").empty());
    CHECK(complaint("SELECT * FROM n WHERE MATCH(a-(b)-c)") == "expected '>' but found 'c'");
    CHECK(complaint("EXEC p @a = 1, 2") == "after an argument with a name all must have one");
}
