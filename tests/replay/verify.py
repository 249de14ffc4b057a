#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tsql2dbt verify` from the outside: verdicts, samples, exit codes; a model with wrong rows must not pass."""
import csv
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import equal, functions, run  # noqa: E402

TOOL = os.environ['TSQL2DBT']
DBT = str(pathlib.Path(sys.executable).with_name('dbt'))
TABLES = '''
CREATE TABLE ops.Src (Id INT NULL, Amount INT NULL, Kind VARCHAR(10) NULL);
GO
CREATE TABLE ops.Total (Id INT NOT NULL PRIMARY KEY, Amount INT NULL, Seen DATETIME NULL);
GO
'''
PROCEDURE = '''
CREATE PROCEDURE ops.LoadTotal AS
BEGIN
    DECLARE @least INT = 5;
    UPDATE t SET Amount = t.Amount + 1 FROM ops.Total t WHERE t.Amount > @least;
    INSERT INTO ops.Total (Id, Amount, Seen)
    SELECT s.Id, SUM(s.Amount), GETDATE() FROM ops.Src s
    WHERE s.Id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ops.Total t WHERE t.Id = s.Id)
    GROUP BY s.Id;
    IF @@ROWCOUNT = 0 DELETE FROM ops.Total WHERE Amount IS NULL;
END
'''
RECURSIVE_CALL = '''
CREATE FUNCTION ops.Next(@n INT) RETURNS INT AS
BEGIN
    DECLARE @next INT = @n + 1;
    RETURN @next;
END
GO
CREATE TABLE ops.Counted (Id INT NULL);
GO
CREATE PROCEDURE ops.LoadCounted AS
WITH counted AS (SELECT 1 AS Id UNION ALL SELECT ops.Next(Id) FROM counted WHERE Id < 3)
INSERT INTO ops.Counted (Id) SELECT Id FROM counted;
'''


OTHER = '''
CREATE TABLE ops.Other (Id INT NOT NULL PRIMARY KEY, Kind VARCHAR(10) NULL);
GO
CREATE PROCEDURE ops.LoadOther AS BEGIN TRUNCATE TABLE ops.Other; INSERT INTO ops.Other (Id, Kind) SELECT Id, Kind FROM ops.Src WHERE Id > 1 AND Kind = 'a'; END
'''


class Folder:
    """A folder with T-SQL, sources in DuckDB, and a project after the first `verify`."""

    def __init__(self, sql):
        self.holder = tempfile.TemporaryDirectory(prefix='verify-')
        self.path = pathlib.Path(self.holder.name)
        (self.path / 'all.sql').write_text(sql, encoding='utf-8')
        with duckdb.connect(str(self.path / 'tsql2dbt.duckdb')) as connection:
            connection.execute("create schema ops; create table ops.Src (Id int, Amount int, Kind varchar); "
                               "insert into ops.Src values (1, 4, 'a'), (1, 6, 'b'), (2, 3, null), (null, 9, 'a'), (3, null, 'a')")

    def verify(self, *options, dbt=DBT):
        done = subprocess.run([TOOL, 'verify', 'all.sql', '-o', 'dbt', '-q', '--dbt', dbt, *options], cwd=self.path, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stdout, done.stderr

    def verdicts(self, *options):
        code, out, err = self.verify('--report', '-', *options)
        return code, {target['model']: target for target in json.loads(out)['targets']}, err


def check_right_models_are_equal_in_later_runs_too():
    folder = Folder(TABLES + PROCEDURE)
    for _ in range(2):
        code, verdicts, err = folder.verdicts()
        equal((code, verdicts['total']['result'], verdicts['total']['differences']), (0, 'equal', 0), 'verdict ' + err)


def check_columns_of_run_time_functions_are_listed():
    folder = Folder(TABLES + PROCEDURE)
    folder.verify()
    text = (folder.path / 'dbt/tests/replay/total__replay.sql').read_text(encoding='utf-8')
    assert 'Not compared, values of run-time functions: Seen' in text, text


def check_a_wrong_model_fails_with_rows():
    folder = Folder(TABLES + PROCEDURE)
    folder.verify()
    with duckdb.connect(str(folder.path / 'tsql2dbt.duckdb')) as connection:
        connection.execute('insert into ops.Src values (7, 70, null)')
    model = next((folder.path / 'dbt/models').rglob('total.sql'))
    text = model.read_text(encoding='utf-8')
    assert 'sum(' in text, text
    model.write_text(text.replace('sum(', 'max(1 + '), encoding='utf-8')  # an edited file is kept
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['total']['result']), (1, 'different'), 'verdict ' + err)
    rows = {(row['difference'], row['Id'], row['Amount']) for row in verdicts['total']['samples']}
    equal(rows, {('changed: expected', 7, 70), ('changed: actual', 7, 71)}, 'samples')
    code, out, _ = folder.verify()
    assert code == 0 or 'different' in out, out


def check_what_cannot_be_replayed_says_so():
    folder = Folder(RECURSIVE_CALL)
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['counted']['result']), (0, 'not replayed'), 'verdict ' + err)
    assert 'ops.Next' in verdicts['counted']['message'], verdicts
    equal(folder.verify('--strict')[0], 1, 'exit code with --strict')


def extract(folder, name, query):
    """Writes what the legacy system has, as CSV or Parquet."""
    (folder.path / 'legacy').mkdir(exist_ok=True)
    with duckdb.connect(str(folder.path / 'tsql2dbt.duckdb')) as connection:
        options = "format parquet" if name.endswith('.parquet') else "header, nullstr '\\N'"
        connection.execute(f"copy ({query}) to '{folder.path / 'legacy' / name}' ({options})")


def check_extracts_of_the_legacy_system():
    rows = "select * from (values (1, 10, now()), (2, 3, null), (3, null, null)) as t(Id, Amount, Seen)"
    for name in ('ops.total.csv', 'ops.Total.parquet'):
        folder = Folder(TABLES + PROCEDURE)
        extract(folder, name, rows)
        code, verdicts, err = folder.verdicts('--legacy', 'legacy')
        equal((code, verdicts['total']['result']), (0, 'equal'), name + err)
        extract(folder, name, rows.replace('(2, 3, ', '(2, 4, '))
        code, verdicts, err = folder.verdicts('--legacy', 'legacy')
        equal((code, verdicts['total']['result']), (1, 'different'), name + err)
        assert {'changed: expected', 'changed: actual'} <= {row['difference'] for row in verdicts['total']['samples']}, verdicts


def check_targets_without_an_extract():
    folder = Folder(TABLES + PROCEDURE + '''
GO
CREATE TABLE ops.Counted (Id INT NULL);
GO
CREATE PROCEDURE ops.LoadCounted AS BEGIN TRUNCATE TABLE ops.Counted; INSERT INTO ops.Counted (Id) VALUES (3); END''')
    extract(folder, 'ops.counted.csv', 'select 3 as Id')
    code, verdicts, err = folder.verdicts('--legacy', 'legacy')
    equal((code, verdicts['total']['result'], verdicts['counted']['result']), (0, 'not compared', 'equal'), err)
    equal(folder.verify('--legacy', 'legacy', '--strict')[0], 1, 'exit code with --strict')
    equal(folder.verify('--legacy', 'no-such-folder')[0], 2, 'a folder that is not there')


GENERATED = '''
CREATE TABLE g.Kind (Kind CHAR(3) NOT NULL PRIMARY KEY, Level INT NOT NULL CHECK (Level BETWEEN 2 AND 9));
CREATE TABLE g.Src (Id INT NOT NULL, Part SMALLINT NOT NULL, Kind CHAR(3) NULL REFERENCES g.Kind (Kind), Amount DECIMAL(9,2) NULL, SoldOn DATE NOT NULL,
    State VARCHAR(8) NULL CHECK (State IN ('open', 'closed')), CONSTRAINT pk PRIMARY KEY (Id, Part), CHECK (Amount >= 0 OR State = 'open'));
CREATE TABLE g.Total (Kind CHAR(3) NULL, Amount DECIMAL(9,2) NULL);
GO
CREATE PROCEDURE g.Load @AsOf DATE = '2024-02-10' AS
BEGIN
    DECLARE @least DECIMAL(9,2) = 7.5;
    DELETE FROM g.Total WHERE Amount < 3;
    INSERT INTO g.Total (Kind, Amount) SELECT s.Kind, SUM(s.Amount) FROM g.Src s
    WHERE s.Amount > @least AND s.SoldOn >= '2024-01-15' AND s.State <> 'closed' GROUP BY s.Kind;
END
'''


def generated(folder, *options):
    """The rows that `--generate` writes, {step and table: [row]}: dbt cannot run, so nothing else happens."""
    code, _, err = folder.verify('--generate', '60', *options, dbt='no-such-dbt')
    equal(code, 2, err)
    root = folder.path / 'dbt/target/tsql2dbt/generated'
    return {str(path.relative_to(root)): [{k: None if v == '\\N' else v for k, v in row.items()} for row in csv.DictReader(path.open(encoding='utf-8'))] for path in sorted(root.rglob('*.csv'))}


def check_generated_rows_respect_the_schema():
    folder = Folder(GENERATED)
    tables = generated(folder, '--steps', '3')
    equal(sorted(tables), ['step1/before/g.Kind.csv', 'step1/before/g.Src.csv', 'step1/before/g.Total.csv'] + [f'step{n}/before/g.{t}.csv' for n in (2, 3) for t in ('Kind', 'Src')], 'files')
    for step in ('step1', 'step2', 'step3'):
        kinds, rows = tables[step + '/before/g.Kind.csv'], tables[step + '/before/g.Src.csv']
        assert len(rows) > 40 and kinds, (len(rows), len(kinds))
        equal(len({(r['Id'], r['Part']) for r in rows}), len(rows), 'primary key')
        assert {r['Kind'] for r in rows} - {None} <= {k['Kind'] for k in kinds}, 'foreign key'
        assert all(2 <= int(k['Level']) <= 9 for k in kinds), 'CHECK with BETWEEN'
        assert all(r['State'] in ('open', 'closed', None) for r in rows), 'CHECK with IN'
        assert all(r['Amount'] is None or float(r['Amount']) >= 0 or r['State'] != 'closed' for r in rows), 'CHECK over two columns'
        assert all(r['SoldOn'] for r in rows) and any(r['Kind'] is None for r in rows), 'NULLs where they may be'
    assert {'7.49', '7.50', '7.51'} <= {r['Amount'] for n in ('step1', 'step2', 'step3') for r in tables[n + '/before/g.Src.csv']}, 'both sides of a boundary, through a variable'
    assert {'2024-01-14', '2024-01-15', '2024-01-16'} <= {r['SoldOn'] for n in ('step1', 'step2', 'step3') for r in tables[n + '/before/g.Src.csv']}, 'dates around a constant'
    one, two = ({(r['Id'], r['Part']): r['Amount'] for r in tables[n + '/before/g.Src.csv']} for n in ('step1', 'step2'))
    assert any(one[key] != two[key] for key in set(one) & set(two)), 'rows change between the steps'
    equal(generated(folder, '--steps', '3'), tables, 'the same seed gives the same rows')
    assert generated(folder, '--steps', '3', '--seed', '2') != tables, 'another seed gives others'


def check_generated_rows_find_a_wrong_model():
    folder = Folder(GENERATED)
    code, verdicts, err = folder.verdicts('--generate', '60')
    equal((code, verdicts['total']['result'], verdicts['total']['run']), (0, 'equal', 2), err)
    assert not duckdb.connect(str(folder.path / 'tsql2dbt.duckdb')).execute("select * from information_schema.tables where table_name = 'total'").fetchall(), 'the own database is left alone'
    model = next((folder.path / 'dbt/models').rglob('total.sql'))
    text = model.read_text(encoding='utf-8')
    wrong = text.replace('Amount > cast', 'Amount >= cast')
    assert text != wrong, text
    model.write_text(wrong, encoding='utf-8')
    code, verdicts, err = folder.verdicts('--generate', '60')
    equal((code, verdicts['total']['result']), (1, 'different'), err)
    assert verdicts['total']['samples'], verdicts
    equal(folder.verify('--generate', '5', '--legacy', '.')[0], 2, 'two sources of rows')


def check_compile_runs_dbt():
    folder = Folder(TABLES + PROCEDURE)

    def compiled(*options):
        done = subprocess.run([TOOL, 'compile', 'all.sql', '-o', 'dbt', '--dbt-command', DBT, *options], cwd=folder.path, capture_output=True, text=True, timeout=600)
        return done.returncode, done.stderr
    for step in ('parse', 'build'):
        code, err = compiled('--dbt', step)
        assert code == 0 and f'dbt {step}: passed' in err, err
    profile = folder.path / 'dbt/profiles.yml'
    profile.write_text(profile.read_text(encoding='utf-8').replace('path: tsql2dbt.duckdb', 'path: no/such/folder/x.duckdb'), encoding='utf-8')
    code, err = compiled('--dbt', 'compile')
    assert code == 0 and 'dbt parse runs in place of dbt compile' in err and 'dbt parse: passed' in err, err
    model = next((folder.path / 'dbt/models').rglob('total.sql'))
    model.write_text(model.read_text(encoding='utf-8') + '{% endif %}', encoding='utf-8')
    code, err = compiled('--dbt', 'parse')
    assert code == 1 and 'dbt parse: failed' in err, err
    equal(compiled('--dbt', 'parse', '--dbt-command', 'no-such-dbt')[0], 2, 'no dbt')


def check_what_dbt_showed_is_in_the_result():
    folder = Folder(TABLES + PROCEDURE + 'GO' + OTHER)

    def shown(*command):
        done = subprocess.run([TOOL, *command], cwd=folder.path, capture_output=True, text=True, timeout=600)
        result = json.loads((folder.path / 'dbt/target/tsql2dbt/result.json').read_text(encoding='utf-8'))
        assert '--result' not in command or json.loads(done.stdout)['results'] == result['results'], done.stdout
        return {item['output']['model_name']: item['output']['execution'] for item in result['results']}
    compiling = ['compile', 'all.sql', '-o', 'dbt', '-q', '--dbt-command', DBT, '--dbt']
    nothing, good = {'dbt_compile_passed': None, 'dbt_build_passed': None}, {'dbt_compile_passed': True, 'dbt_build_passed': True}
    rest = {'self_correction_iterations': 0, 'dbt_errors': []}
    equal(shown('compile', 'all.sql', '-o', 'dbt', '-q', '--result', '-'), {'total': nothing | rest, 'other': nothing | rest}, 'no dbt')
    equal(shown(*compiling, 'parse', '--result', '-'), {'total': nothing | rest, 'other': nothing | rest}, 'dbt parse')
    equal(shown(*compiling, 'compile'), {'total': good | rest | {'dbt_build_passed': None}, 'other': good | rest | {'dbt_build_passed': None}}, 'dbt compile')
    equal(shown(*compiling, 'build', '--result', '-'), {'total': good | rest, 'other': good | rest}, 'dbt build')
    equal(shown('verify', 'all.sql', '-o', 'dbt', '-q', '--dbt', DBT), {'total': good | rest, 'other': good | rest}, 'verify')
    model = next((folder.path / 'dbt/models').rglob('other.sql'))
    text = model.read_text(encoding='utf-8')
    model.write_text(text.replace('select', 'select no_such_column,', 1), encoding='utf-8')
    found = shown(*compiling, 'build')
    equal((found['total'], found['other']['dbt_compile_passed'], found['other']['dbt_build_passed']), (good | rest, True, False), 'a model that fails')
    assert 'no_such_column' in found['other']['dbt_errors'][0], found
    model.write_text(text + '{% endif %}', encoding='utf-8')
    found = shown(*compiling, 'parse')
    equal((found['total'], found['other']['dbt_compile_passed']), (nothing | rest, False), 'a project that does not parse')
    assert 'endif' in found['other']['dbt_errors'][0], found
    model.write_text(text, encoding='utf-8')
    with duckdb.connect(str(folder.path / 'tsql2dbt.duckdb')) as connection:
        connection.execute("insert into ops.Src values (8, 1, 'a'), (8, 2, 'a')")
    found = shown(*compiling, 'build')
    equal((found['total'], found['other']['dbt_compile_passed'], found['other']['dbt_build_passed']), (good | rest, True, False), 'a test on a model that fails')
    assert 'unique' in found['other']['dbt_errors'][0], found


def check_generated_rows_that_break_tests():
    folder = Folder(TABLES + OTHER.replace(" AND Kind = 'a'", ''))
    for options, expected in (((), 0), (('--strict',), 1)):
        code, out, err = folder.verify('--generate', '60', '--steps', '1', *options)
        assert '1 equal, 0 different' in out and 'tests that the generated rows break' in out and 'unique_other_Id' in out, out + err
        equal(code, expected, f'exit code {options}')


def check_dbt_that_cannot_run():
    folder = Folder(TABLES + PROCEDURE)
    code, _, err = folder.verify(dbt='no-such-dbt')
    equal(code, 2, 'exit code')
    assert 'no-such-dbt' in err, err


if __name__ == '__main__':
    wanted = sys.argv[1:]
    run('verify', [c for c in functions(globals()) if not wanted or c[0] in wanted])
