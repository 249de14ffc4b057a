// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <catch2/catch.hpp>

#include "tests/frontend/support.h"

using namespace t2d;

namespace {

/// Statements whose optional clauses stand between {{ and }}. Taking a clause away must change the tree or be reported:
/// a clause that does neither is read by nobody.
constexpr std::array kStatements = {
    "SELECT {{DISTINCT }}{{TOP (5) }}a{{ AS x}}{{, b}} {{INTO #t }}FROM t{{ AS q}}{{ WITH (NOLOCK)}}{{ WHERE a = 1}}{{ "
    "ORDER BY a{{ DESC}}}}{{ OPTION (RECOMPILE)}}",
    "SELECT TOP (5){{ PERCENT}}{{ WITH TIES}} a FROM t ORDER BY a",
    "SELECT a FROM t GROUP BY {{ALL }}a{{, b}}{{ HAVING COUNT(*) > 1}}",
    "SELECT a FROM t GROUP BY a{{ WITH ROLLUP}}",
    "SELECT a FROM t{{ ORDER BY a{{ OFFSET 1 ROWS{{ FETCH NEXT 2 ROWS ONLY}}}}}}{{ FOR XML PATH('x'){{, TYPE}}}}",
    "SELECT 1{{ UNION{{ ALL}} SELECT 2}}{{ EXCEPT SELECT 3}}{{ INTERSECT SELECT 4}}",
    "{{WITH c{{ (x)}} AS (SELECT 1 AS a) }}SELECT a FROM c",
    "SELECT * FROM a{{ LEFT}}{{ JOIN b ON a.x = b.x}}{{ CROSS JOIN c}}{{ OUTER APPLY f(a.x) AS g}}",
    "SELECT * FROM a INNER{{ HASH}} JOIN b ON 1 = 1{{ AND 2 = 2}}",
    "SELECT * FROM t{{ FOR SYSTEM_TIME AS OF '2024-01-01'}}{{ AS x{{ TABLESAMPLE (5 PERCENT)}}}}",
    "SELECT * FROM OPENJSON(@j{{, '$.a'}}){{ WITH (id int{{ '$.id'}}{{, r nvarchar(max){{ AS JSON}}}})}} AS j",
    "SELECT * FROM (SELECT 1 AS a) AS d{{ (x)}}",
    "SELECT * FROM s PIVOT (SUM(a) FOR m IN (x{{, y}})){{ AS p}}",
    "SELECT * FROM s UNPIVOT (a FOR m IN (x{{, y}})) AS p",
    "SELECT COUNT({{DISTINCT }}a)",
    "SELECT COUNT(a){{ OVER ({{PARTITION BY b}}{{ ORDER BY c{{ ROWS{{ BETWEEN}} 1 PRECEDING{{ AND CURRENT "
    "ROW}}}}}})}}",
    "SELECT FIRST_VALUE(a){{ IGNORE NULLS}} OVER (ORDER BY b)",
    "SELECT STRING_AGG(a, ','){{ WITHIN GROUP (ORDER BY b{{ DESC}})}}",
    "SELECT CASE{{ x}} WHEN 1 THEN 2{{ WHEN 3 THEN 4}}{{ ELSE 5}} END",
    "SELECT CAST(a AS decimal{{ (10{{, 2}})}}), CONVERT(varchar(5), b{{, 112}}), PARSE('1' AS int{{ USING 'de'}})",
    "SELECT a{{ COLLATE Latin1_General_BIN}}{{ AT TIME ZONE 'UTC'}}{{ + 1}}",
    "SELECT 1 WHERE {{NOT }}a{{ NOT}} IN (1{{, 2}}) AND b{{ NOT}} LIKE 'x'{{ ESCAPE '!'}} AND c IS{{ NOT}} NULL AND "
    "d{{ NOT}} BETWEEN 1 AND 2 AND e IS{{ NOT}} DISTINCT FROM f{{ OR g = 1}}",
    "SELECT 1 WHERE {{NOT }}EXISTS (SELECT 1) AND a = {{ALL }}(SELECT 2)",
    "SELECT NEXT VALUE FOR s{{ OVER (ORDER BY a)}}",
    "INSERT{{ TOP (5)}} INTO t{{ WITH (TABLOCK)}}{{ (a)}}{{ OUTPUT inserted.a{{ INTO @o{{ (x)}}}}}} VALUES (1){{, "
    "(2)}}",
    "UPDATE{{ TOP (5)}} t{{ WITH (ROWLOCK)}} SET {{@v = }}a {{+}}= 1{{, b = 2}}{{ OUTPUT inserted.a}}{{ FROM t JOIN u "
    "ON 1 = 1}}{{ WHERE a = 1}}{{ OPTION (MAXDOP 1)}}",
    "DELETE{{ TOP (5)}} FROM t{{ WITH (ROWLOCK)}}{{ OUTPUT deleted.a}}{{ FROM t JOIN u ON 1 = 1}}{{ WHERE a = 1}}{{ "
    "OPTION (MAXDOP 1)}}",
    "MERGE{{ TOP (5)}} INTO t{{ WITH (HOLDLOCK)}} AS d USING s ON d.a = s.a WHEN MATCHED{{ AND s.b = 1}} THEN UPDATE "
    "SET a = 1{{, b = 2}}{{ WHEN MATCHED THEN DELETE}}{{ WHEN NOT MATCHED{{ BY SOURCE}} THEN DELETE}}{{ OUTPUT "
    "$action}}{{ OPTION (RECOMPILE)}};",
    "MERGE INTO t AS d USING s ON d.a = s.a WHEN NOT MATCHED THEN INSERT{{ (a)}} VALUES (1);",
    "TRUNCATE TABLE t{{ WITH (PARTITIONS (1))}}",
    "CREATE TABLE t (a int{{ IDENTITY{{ (5, 2)}}}}{{ NOT NULL}}{{ CONSTRAINT pk PRIMARY KEY}}{{ COLLATE x}}{{ DEFAULT "
    "1}}{{ CHECK (a > 1)}}{{ REFERENCES u{{ (b)}}{{ ON DELETE CASCADE}}{{ ON UPDATE SET NULL}}}}{{ ROWGUIDCOL}}{{ "
    "SPARSE}}{{, b AS (a + 1){{ PERSISTED{{ NOT NULL}}}}}}{{, UNIQUE (a{{ DESC}})}}{{, INDEX i{{ UNIQUE}} (a){{ WHERE "
    "a > 1}}}}){{ WITH (DATA_COMPRESSION = PAGE)}}",
    "ALTER TABLE t{{ WITH NOCHECK}} ADD{{ CONSTRAINT c}} CHECK (a > 1)",
    "ALTER TABLE t ADD a int{{ DEFAULT 1{{ WITH VALUES}}}}",
    "ALTER TABLE t ALTER COLUMN a int{{ NOT NULL}}",
    "CREATE{{ UNIQUE}} INDEX i ON t (a{{ DESC}}){{ INCLUDE (b)}}{{ WHERE a > 1}}{{ WITH (ONLINE = ON)}}",
    "CREATE{{ CLUSTERED}} INDEX i ON t (a)",
    "DROP TABLE{{ IF EXISTS}} a{{, b}}",
    "CREATE SEQUENCE s{{ AS int}}{{ START WITH 1}}{{ INCREMENT BY 2}}{{ MINVALUE 1}}{{ MAXVALUE 5}}{{ CYCLE}}",
    "CREATE TYPE t FROM int{{ NOT NULL}}",
    "DECLARE @a int{{ = 1}}{{, @b TABLE (x int)}}",
    "DECLARE c CURSOR{{ LOCAL}} FOR SELECT 1{{ FOR READ ONLY}}",
    "IF 1 = 1 SELECT 1{{ ELSE SELECT 2}}",
    "EXEC {{@r = }}p{{ {{@x = }}1}}{{ WITH RECOMPILE}}",
    "EXEC p @x = @y{{ OUTPUT}}",
    "EXEC ('x'{{, 1}}){{ AT srv}}",
    "RETURN{{ 1}}",
    "RAISERROR ('x', 16, 1{{, 2}}){{ WITH NOWAIT}}",
    "THROW{{ 50000, 'x', 1}}",
    "FETCH{{ PRIOR}}{{ FROM}} c{{ INTO @a{{, @b}}}}",
    "BEGIN TRAN{{ t}}",
    "CREATE{{ OR ALTER}} PROC p{{ @a int{{ = 1}}{{ OUTPUT}}}}{{ WITH RECOMPILE}} AS SELECT 1",
    "CREATE PROC p @a t{{ READONLY}} AS SELECT 1",
    "CREATE{{ OR ALTER}} VIEW v{{ (a)}}{{ WITH SCHEMABINDING}} AS SELECT 1 AS a{{ WITH CHECK OPTION}}",
    "CREATE FUNCTION f (@a int{{ = 1}}) RETURNS int{{ WITH SCHEMABINDING}} AS BEGIN RETURN 1 END",
};

/// Every text that arises by taking one marked clause (with the clauses inside it) away; `whole` keeps them all.
struct Variants {
    std::string whole;
    std::vector<std::pair<std::string, std::string>> without; ///< clause, rest
};

Variants variants_of(std::string_view marked) {
    Variants result;
    std::vector<std::size_t> open;
    std::vector<std::pair<std::size_t, std::size_t>> clauses;
    for (std::size_t i = 0; i < marked.size();) {
        const std::string_view pair = marked.substr(i, 2);
        if (pair == "{{") open.push_back(result.whole.size());
        if (pair == "}}") {
            clauses.emplace_back(open.back(), result.whole.size());
            open.pop_back();
        }
        if (pair == "{{" || pair == "}}")
            i += 2;
        else
            result.whole += marked[i++];
    }
    for (const auto& [begin, end] : clauses)
        result.without.emplace_back(result.whole.substr(begin, end - begin),
                                    result.whole.substr(0, begin) + result.whole.substr(end));
    return result;
}

} // namespace

TEST_CASE("no optional clause is read by nobody") {
    for (const char* marked : kStatements) {
        const Variants v = variants_of(marked);
        const test::Parsed whole = test::parse(v.whole);
        INFO(v.whole);
        CHECK(whole.messages() == "");
        const std::string tree = test::dumped(v.whole);
        for (const auto& [clause, rest] : v.without) {
            INFO("without '" << clause << "': " << rest);
            CHECK((test::dumped(rest) != tree || !test::parse(rest).messages().empty()));
        }
    }
}

TEST_CASE("a clause that the tree has no place for makes the statement unparsed") {
    const test::Parsed parsed = test::parse("SELECT 1; DECLARE @t TABLE (a int) WITH (b = 1); SELECT 3;");
    CHECK(parsed.messages() ==
          "1:42: T2D1002 'b' was parsed but nothing reads it, so its meaning would be lost\n");
    REQUIRE(parsed.script.batches.at(0).statements.size() == 3);
    CHECK(std::holds_alternative<ast::Unparsed>(parsed.script.batches[0].statements[1].node));
    CHECK(holds<ast::QueryStmt>(parsed.script.batches[0].statements[2].node));
}
