#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what emitted SQL gives on DuckDB with what SQL Server documents: one T-SQL expression per line of the tables beside this file.

    CREATE TABLE dbo.t (i int, s varchar(10))     the table that the rows after it read
    VALUES (7, 'AbC'), (null, '')                 its rows, as DuckDB writes them
    LEFT(s, 2) + 'x' => varchar(11) 'Abx'         the value, stored in a column of the type that SQL Server gives the expression
    SQRT(-1.0) => aborts float                    SQL Server fails, so must the model when it runs
    RAND() => refused                             no exact form: must be reported, never run

All expressions are compiled at once, each in a procedure of its own, and run one by one in one DuckDB process; with `--target postgres` on a
PostgreSQL server of its own, where what is refused is counted and not judged: that dialect has fewer forms.
"""
import argparse
import json
import math
import os
import pathlib
import re
import subprocess
import sys
import tempfile
from typing import NamedTuple, Optional

import duckdb
import jinja2

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / 'corpus')]
import postgres  # noqa: E402
from checks import run  # noqa: E402
from replay_case import read_tables  # noqa: E402

TOOL = os.environ['TSQL2DBT']


class Row(NamedTuple):
    place: str
    table: str  # name of the input table
    expression: str
    verdict: str  # 'value', 'aborts' or 'refused'
    type: Optional[str] = None
    value: Optional[str] = None


class Table(NamedTuple):
    name: str
    ddl: str
    rows: str


def read_row(place, table, line):
    expression, found, result = line.rpartition(' => ')
    assert found, f'{place}: no => in {line}'
    kind, _, value = result.partition(' ')
    if kind in ('aborts', 'refused'):
        return Row(place, table, expression, kind, value or None)
    if value.startswith("'") and value.endswith("'"):
        value = value[1:-1].replace("''", "'")
    return Row(place, table, expression, 'value', kind, None if value == 'NULL' else value)


def read_file(path):
    """The tables and rows of one file; the name of an input table is unique in all files."""
    tables, rows = [], []
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if line.startswith('CREATE TABLE dbo.t '):
            name = f'{path.stem}_{len(tables) + 1}'
            tables.append(Table(name, line.replace('dbo.t ', f'dbo.{name} ', 1), ''))
        elif line.startswith('VALUES '):
            tables[-1] = tables[-1]._replace(rows=line)
        elif line and not line.startswith('#'):
            rows.append(read_row(f'{path.name}:{number}', tables[-1].name, line))
    return tables, rows


def source_of(tables, rows):
    """T-SQL: row number i fills table dbo.r<i>."""
    parts = [table.ddl for table in tables]
    for i, row in enumerate(rows):
        parts.append(f'CREATE TABLE dbo.r{i} (v {row.type or "varchar(100)"} NULL)')
        parts.append(f'CREATE PROCEDURE dbo.p{i} AS BEGIN TRUNCATE TABLE dbo.r{i}; INSERT INTO dbo.r{i} (v) SELECT {row.expression} FROM dbo.{row.table} END')
    return '\nGO\n'.join(parts) + '\n'


def compile_rows(tables, rows, folder, target='duckdb'):
    """({row index: diagnostics} of rows that are not compiled, {row index: SQL} of the others)."""
    source = pathlib.Path(folder, 'semantics.sql')
    source.write_text(source_of(tables, rows), encoding='utf-8')
    done = subprocess.run([TOOL, 'compile', str(source), '-o', f'{folder}/dbt', '--target', target, '-q'], capture_output=True, text=True, timeout=300)
    assert done.returncode in (0, 1), done.stderr[-2000:]
    results = json.loads(pathlib.Path(folder, 'dbt/target/tsql2dbt/result.json').read_text(encoding='utf-8'))['results']
    holes, queries, known = {}, {}, jinja_of(f'{folder}/dbt')
    for result in results:
        index = int(result['item_id'].rpartition('.r')[2])
        if result['status'] != 'ok':
            holes[index] = '; '.join(f"{d['code']} {d['message']}" for d in result['diagnostics'])
            continue
        text = pathlib.Path(folder, 'dbt', result['output']['artifact_paths']['model_sql']).read_text(encoding='utf-8')
        queries[index] = jinja2.Template(text).render(known)
    return holes, queries


def jinja_of(project):
    """What the Jinja of these models calls: source, config and the macros of their project."""
    known = {'config': lambda **settings: '', 'source': lambda schema, name: f'{schema}.{name}'}
    for path in sorted(pathlib.Path(project, 'macros').glob('tsql_*.sql')):
        known[path.stem] = getattr(jinja2.Template(path.read_text(encoding='utf-8')).module, path.stem)
    return known


def load(connection, tables):
    connection.execute("set timezone = 'UTC'; create schema dbo")
    for table in tables:
        columns = next(iter(read_tables(table.ddl).values()))
        connection.execute(f"create table dbo.{table.name} ({', '.join(f'{c.name} {c.kind}' for c in columns)})")
        connection.execute(f'insert into dbo.{table.name} {table.rows}')


def equal_values(actual, expected, kind):
    if actual is None or expected is None:
        return actual is expected
    if kind in ('DOUBLE', 'FLOAT'):
        return math.isclose(float(actual), float(expected), rel_tol=1e-12 if kind == 'DOUBLE' else 1e-6)
    return actual == expected


def text_of(kind):
    """SQL that shows a value `v` of a DuckDB type as these tables write it."""
    shown = {'BOOLEAN': 'cast(cast(v as integer) as varchar)', 'BLOB': "'0x' || hex(v)", 'UUID': 'upper(cast(v as varchar))'}
    return shown.get(kind, 'cast(v as varchar)')


class OnDuckDb:
    """What the checks ask of a connection to DuckDB."""

    def __init__(self, connection):
        self.connection = connection

    def kind_of(self, query):
        return str(self.connection.sql(f'select v from ({query}) as model').types[0])

    def values(self, query, kind):
        return self.connection.execute(f'select {text_of(kind)} from ({query}) as model').fetchall()

    @staticmethod
    def fails_when_run(error):
        return not isinstance(error, (duckdb.ParserException, duckdb.BinderException, duckdb.CatalogException))

    expected_kind = staticmethod(lambda kind: kind)
    error = duckdb.Error


class OnPostgres:
    """The same of a connection to PostgreSQL."""

    SHOWN = {'boolean': 'cast(cast(v as integer) as text)', 'bytea': "'0x' || upper(encode(v, 'hex'))", 'uuid': 'upper(cast(v as text))'}

    def __init__(self, connection):
        import psycopg2
        self.connection, self.error = connection, psycopg2.Error

    def kind_of(self, query):
        self.connection.execute('drop view if exists pg_temp.model')
        self.connection.execute(f'create temporary view model as {query}')
        return self.connection.execute("select format_type(atttypid, atttypmod) || coalesce(' ' || collname, '') from pg_attribute left join pg_collation c on c.oid = attcollation and collname <> 'default' "
                                       "where attrelid = 'pg_temp.model'::regclass and attnum = 1").fetchone()[0]

    def values(self, _, kind):
        return self.connection.execute(f"select {self.SHOWN.get(kind, 'cast(v as text)')} from pg_temp.model").fetchall()

    @staticmethod
    def fails_when_run(error):
        return not (error.pgcode or '42').startswith('42')  # a class of its own: errors of the text, not of the rows

    @staticmethod
    def expected_kind(kind):
        return postgres.type_of(kind)


def check_row(engine, row, hole, query):
    """Raises AssertionError with the SQL when the row is not as it is written."""
    if row.verdict == 'refused':
        assert hole is not None, f'{row.place}: {row.expression} is compiled: {query}'
        return
    assert hole is None, f'{row.place}: {row.expression} is not compiled: {hole}'
    try:
        kind = engine.kind_of(query)
        actual = engine.values(query, kind)
    except engine.error as error:
        assert engine.fails_when_run(error) and row.verdict == 'aborts', f'{row.place}: {row.expression} fails: {error}\n{query}'
        return
    assert row.verdict == 'value', f'{row.place}: {row.expression} gives {actual} instead of failing\n{query}'
    declared = next(iter(read_tables(f'CREATE TABLE dbo.r (v {row.type})').values()))[0].kind
    expected_kind = engine.expected_kind(declared)
    assert kind == expected_kind, f'{row.place}: {row.expression} has type {kind}, not {expected_kind}'
    assert len(actual) == 1, f'{row.place}: {row.expression} gives {len(actual)} rows'
    assert equal_values(actual[0][0], row.value, declared), f'{row.place}: {row.expression} gives {actual[0][0]!r} instead of {row.value!r}\n{query}'


def check_mistakes_are_found(engine, rows, holes, queries):
    """Every row fails once its expectation is made wrong: the comparison cannot pass by itself."""
    for i, row in enumerate(rows):
        wrong = row._replace(verdict='refused') if row.verdict != 'refused' else row._replace(verdict='aborts')
        mistakes = [wrong]
        if row.verdict == 'value':
            mistakes.append(row._replace(verdict='aborts'))
            mistakes.append(row._replace(value='0' if row.value is None else None))
        for mistake in mistakes:
            try:
                check_row(engine, mistake, holes.get(i), queries.get(i))
            except AssertionError:
                continue
            raise AssertionError(f'{row.place}: passes as {mistake}')


def load_postgres(connection, tables, library):
    """The rows of DuckDB's tables, which are written in its SQL, with the library that the models call."""
    source = duckdb.connect()
    load(source, tables)
    connection.execute("set timezone = 'UTC'")
    connection.execute(re.search(r'macro tsql_functions\(\) %\}(.*)\{% endmacro', library, re.S).group(1))
    connection.execute('create schema dbo')
    for table in tables:
        columns = next(iter(read_tables(table.ddl).values()))
        connection.execute(f"create table dbo.{table.name} ({', '.join(f'{postgres.quoted(c.name)} {postgres.type_of(c.kind)}' for c in columns)})")
        shown = ', '.join(postgres.quoted(c.name) if c.kind == 'BLOB' else f'cast({postgres.quoted(c.name)} as varchar)' for c in columns)
        places = ', '.join(f'cast(%s as {postgres.type_of(c.kind)})' for c in columns)
        for row in source.execute(f'select {shown} from dbo.{table.name}').fetchall():
            connection.execute(f'insert into dbo.{table.name} values ({places})', row)


def on_postgres(tables, rows):
    if not postgres.available():
        print('skipped: no PostgreSQL server or no psycopg2')
        return
    with tempfile.TemporaryDirectory(prefix='semantics-') as folder:
        holes, queries = compile_rows(tables, rows, folder, 'postgres')
        library = pathlib.Path(folder, 'dbt/macros/tsql_functions.sql').read_text(encoding='utf-8')
    refused = sum(i in holes and row.verdict != 'refused' for i, row in enumerate(rows))
    print(f'semantics on PostgreSQL: {len(rows)} expressions, {refused} of them refused there only')
    with postgres.Server() as server, server.connect('postgres') as connection:
        load_postgres(connection, tables, library)
        engine = OnPostgres(connection)
        judged = [(i, row) for i, row in enumerate(rows) if i not in holes or row.verdict == 'refused']
        run('semantics on PostgreSQL', [(row.place, lambda i=i, row=row: check_row(engine, row, holes.get(i), queries.get(i))) for i, row in judged])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--target', choices=('duckdb', 'postgres'), default='duckdb')
    parser.add_argument('files', nargs='*', type=pathlib.Path)
    options = parser.parse_args()
    files = [read_file(path) for path in options.files or sorted(HERE.glob('*.txt')) if path.name != 'CMakeLists.txt']
    tables, rows = [t for f in files for t in f[0]], [r for f in files for r in f[1]]
    if options.target == 'postgres':
        on_postgres(tables, rows)
        return
    with tempfile.TemporaryDirectory(prefix='semantics-') as folder:
        holes, queries = compile_rows(tables, rows, folder)
    connection = duckdb.connect()
    load(connection, tables)
    engine = OnDuckDb(connection)
    checks = [(row.place, lambda i=i, row=row: check_row(engine, row, holes.get(i), queries.get(i))) for i, row in enumerate(rows)]
    checks.append(('mistakes', lambda: check_mistakes_are_found(engine, rows, holes, queries)))
    counts = {verdict: sum(row.verdict == verdict for row in rows) for verdict in ('value', 'aborts', 'refused')}
    print(f"semantics: {len(rows)} expressions: {counts['value']} values, {counts['aborts']} failures, {counts['refused']} refused")
    run('semantics', checks)


if __name__ == '__main__':
    main()
