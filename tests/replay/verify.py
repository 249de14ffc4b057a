#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tsql2dbt verify` from the outside: verdicts, samples, exit codes; a model with wrong rows must not pass."""
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
FUNCTION = '''
CREATE FUNCTION ops.Steps(@n INT) RETURNS INT AS
BEGIN
    DECLARE @i INT = 0;
    WHILE @i < @n SET @i = @i + 1;
    RETURN @i;
END
GO
CREATE TABLE ops.Counted (Id INT NULL);
GO
CREATE PROCEDURE ops.LoadCounted AS INSERT INTO ops.Counted (Id) VALUES (ops.Steps(3));
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
    folder = Folder(FUNCTION)
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['counted']['result']), (0, 'not replayed'), 'verdict ' + err)
    assert 'ops.Steps' in verdicts['counted']['message'], verdicts
    equal(folder.verify('--strict')[0], 1, 'exit code with --strict')


def check_dbt_that_cannot_run():
    folder = Folder(TABLES + PROCEDURE)
    code, _, err = folder.verify(dbt='no-such-dbt')
    equal(code, 2, 'exit code')
    assert 'no-such-dbt' in err, err


if __name__ == '__main__':
    run('verify', functions(globals()))
