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
    CHECK(complaint("ALTER INDEX i ON t REBUILD WITH (ONLINE = ON (WAIT_AT_LOW_PRIORITY (MAX_DURATION = 0, ABORT_AFTER_WAIT = SELF)))") ==
          "expected 'NONE' or 'BLOCKERS' but found 'SELF'");
    CHECK(complaint("CREATE XML INDEX i ON t (c) USING XML INDEX x FOR VALUE WITH (ONLINE = ON)") == "expected 'OFF' but found 'ON'");
    CHECK(complaint("CREATE SERVER AUDIT a TO FILE (FILEPATH = 'p', MAX_ROLLOVER_FILES = 2147483648)") ==
          "expected a whole number in 0..2147483647 or 'UNLIMITED' but found '2147483648'");
    CHECK(complaint("CREATE DATABASE AUDIT SPECIFICATION s FOR SERVER AUDIT a ADD (SELECT, UPDATE ON SCHEMA::dbo BY public), ADD (SCHEMA_OBJECT_ACCESS_GROUP)").empty());
    CHECK(complaint("CREATE DATABASE AUDIT SPECIFICATION s FOR SERVER AUDIT a ADD (UPDATE ON t (c) BY public)") == "expected '::' or 'BY' but found '('");
    CHECK(complaint("DROP STATISTICS t.s, ..t.s").empty());
    CHECK(complaint("DROP STATISTICS s") == "expected '.' but found the end of the statement");
    CHECK(complaint("DROP FULLTEXT STOPLIST s") == "DROP FULLTEXT STOPLIST must end with a semicolon");
    CHECK(complaint("DROP FULLTEXT STOPLIST s;").empty());
}

TEST_CASE("parts in any order that must all be there") {
    CHECK(complaint("SELECT * FROM OPENROWSET(OBJECT = 'o', PROVIDER = 'CosmosDB', CONNECTION = 'c') AS r").empty());
    CHECK(complaint("SELECT * FROM OPENROWSET(OBJECT = 'o', PROVIDER = 'CosmosDB', CREDENTIAL = 'k', CONNECTION = 'c') AS r").empty());
    CHECK(complaint("SELECT * FROM OPENROWSET(OBJECT = 'o', PROVIDER = 'CosmosDB') AS r") == "expected a comma and 'CONNECTION' but found the end of the statement");
    CHECK(complaint("SELECT * FROM OPENROWSET(OBJECT = 'o', OBJECT = 'o') AS r") == "'OBJECT' is given twice");
}

TEST_CASE("parts of definitions, hints and calls that SQL Server refuses") {
    CHECK(complaint("CREATE TABLE t (a int(4))") == "the type INT has no length or precision");
    CHECK(complaint("CREATE TABLE t (a int IDENTITY IDENTITY)") == "IDENTITY is given twice");
    CHECK(complaint("ALTER TABLE t ADD CONSTRAINT c CHECK (EXISTS (SELECT 1))") == "a CHECK constraint cannot hold a subquery");
    CHECK(complaint("DECLARE @t TABLE (a int CONSTRAINT c PRIMARY KEY)") == "a constraint of a table variable or table type has no name");
    CHECK(complaint("CREATE INDEX i ON t (a) WITH (FILLFACTOR = 80, FILLFACTOR = 90)") == "'FILLFACTOR' is given twice");
    CHECK(complaint("SELECT * FROM t WITH (NOLOK)") == "'NOLOK' is no table hint");
    CHECK(complaint("SELECT 1 FROM t FOR JSON PATH, ROOT, ROOT") == "'ROOT' is given twice");
    CHECK(complaint("SELECT JSON_ARRAY(1, NULL ON NULL), JSON_ARRAY(1 ABSENT ON NULL)").empty());
    CHECK(complaint("SELECT JSON_ARRAY(1 ON NULL)") == "expected NULL or ABSENT before ON NULL");
    CHECK(complaint("CREATE INDEX i ON t (a) WHERE a > CAST('1' AS int) AND a < CONVERT(int, '9')").empty());
    CHECK(complaint("CREATE INDEX i ON t (a) WHERE a > CAST(CAST('1' AS char(1)) AS int)") == "the filter of an index cannot convert a constant twice");
    CHECK(complaint("CREATE TABLE t (a int,, )") == "expected a column definition between the commas");
    CHECK(complaint("CREATE TABLE t (a int, )").empty());
    CHECK(complaint("CREATE TABLE t AS NODE") == "a table of nodes needs a column");
    CHECK(complaint("WITH CHANGE_TRACKING_CONTEXT (0x1) SELECT 1") == "WITH CHANGE_TRACKING_CONTEXT goes with statements that change rows");
    CHECK(complaint("SELECT SUM(DISTINCT a) OVER () FROM t") == "DISTINCT does not go with OVER");
    CHECK(complaint("SELECT * FROM n WHERE MATCH(a-(b)->c AND a-(e)->d)").empty());
    CHECK(complaint("SELECT * FROM n WHERE MATCH(a-(b)-c)") == "expected '>' but found 'c'");
    CHECK(complaint("EXEC p @a = 1, 2") == "after an argument with a name all must have one");
}
