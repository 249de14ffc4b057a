#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""`tsql2dbt verify --target postgres` from the outside, on a server of the test's own: verdicts, samples, extracts, generated rows."""
import os
import pathlib
import subprocess
import sys

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'corpus'))
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import postgres  # noqa: E402
import verify  # noqa: E402
from checks import equal, functions, run  # noqa: E402

SERVER = None
QUOTED = '''
CREATE TABLE ops.Named (Name NVARCHAR(200) NULL);
GO
CREATE PROCEDURE ops.LoadNamed @n NVARCHAR(50) = 'a' AS
BEGIN
    DECLARE @unused NVARCHAR(200) = QUOTENAME(@n);
    INSERT INTO ops.Named (Name) VALUES (@n);
END
'''


class Folder(verify.Folder):
    """A folder with T-SQL and a database; the emitted profile finds both by the variables of PostgreSQL's programs."""

    count = 0

    def __init__(self, sql):
        super().__init__(sql)
        Folder.count += 1
        self.database = f'verify_{Folder.count}'
        SERVER.create(self.database)
        self.environment = os.environ | {'PGHOST': str(SERVER.folder), 'PGUSER': 'postgres', 'PGDATABASE': self.database, 'PGDATABASE_GENERATED': self.database + '_generated'}
        self.execute('create schema ops', 'create table ops."Src" ("Id" int, "Amount" int, "Kind" text)',
                     "insert into ops.\"Src\" values (1, 4, 'a'), (1, 6, 'b'), (2, 3, null), (null, 9, 'a'), (3, null, 'a')")

    def execute(self, *statements):
        with SERVER.connect(self.database) as connection:
            for statement in statements:
                connection.execute(statement)

    def verify(self, *options, dbt=verify.DBT):
        command = [verify.TOOL, 'verify', 'all.sql', '-o', 'dbt', '-q', '--target', 'postgres', '--dbt', dbt, *options]
        done = subprocess.run(command, cwd=self.path, capture_output=True, text=True, timeout=600, env=self.environment)
        return done.returncode, done.stdout, done.stderr

    def model(self, name):
        return next((self.path / 'dbt/models').rglob(name + '.sql'))

    def logs(self):
        return '\n'.join(path.read_text(encoding='utf-8')[-1500:] for path in (self.path / 'dbt/target/tsql2dbt').glob('*.log'))


def check_a_right_model_and_a_wrong_one():
    folder = Folder(verify.TABLES + verify.PROCEDURE)
    for _ in range(2):
        code, verdicts, err = folder.verdicts()
        equal((code, verdicts['total']['result'], verdicts['total']['differences']), (0, 'equal', 0), err + folder.logs())
    folder.execute('insert into ops."Src" values (7, 70, null)')
    model = folder.model('total')
    text = model.read_text(encoding='utf-8')
    assert 'sum(' in text, text
    model.write_text(text.replace('sum(', 'max(1 + '), encoding='utf-8')  # an edited file is kept
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['total']['result']), (1, 'different'), err + folder.logs())
    rows = {(row['difference'], row['Id'], row['Amount']) for row in verdicts['total']['samples']}
    equal(rows, {('changed: expected', 7, 70), ('changed: actual', 7, 71)}, 'samples')


def check_what_cannot_be_replayed_says_so():
    folder = Folder(verify.RECURSIVE_CALL + 'GO' + QUOTED)
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['counted']['result'], verdicts['named']['result']), (0, 'not replayed', 'not replayed'), err + folder.logs())
    assert 'ops.Next' in verdicts['counted']['message'], verdicts
    equal(verdicts['named']['message'], 'ops.LoadNamed: there is no exact form on postgres for function QUOTENAME', 'reason')
    equal(folder.verify('--strict')[0], 1, 'exit code with --strict')


def check_extracts_of_the_legacy_system():
    folder = Folder(verify.TABLES + verify.PROCEDURE)
    legacy = folder.path / 'legacy'
    legacy.mkdir()
    (legacy / 'ops.total.csv').write_text('id,AMOUNT,Seen\n1,10,2024-01-01 10:00:00.1234567\n2,3,\\N\n"3",\\N,\\N\n', encoding='utf-8')
    code, verdicts, err = folder.verdicts('--legacy', 'legacy')
    equal((code, verdicts['total']['result']), (0, 'equal'), err + folder.logs())
    (legacy / 'ops.total.csv').write_text('id,AMOUNT,Seen\n1,10,\\N\n2,4,\\N\n3,\\N,\\N\n', encoding='utf-8')
    code, verdicts, err = folder.verdicts('--legacy', 'legacy')
    equal((code, verdicts['total']['result']), (1, 'different'), err + folder.logs())
    assert {'changed: expected', 'changed: actual'} <= {row['difference'] for row in verdicts['total']['samples']}, verdicts
    (legacy / 'ops.total.csv').rename(legacy / 'ops.total.parquet')
    code, _, err = folder.verify('--legacy', 'legacy')
    assert code == 2 and 'on postgres extracts are CSV files' in err, err


def check_generated_rows():
    folder = Folder(verify.GENERATED)
    code, _, err = folder.verify('--generate', '20')
    assert code == 2 and 'the generated rows cannot be loaded' in err, err  # there is no such database
    SERVER.create(folder.database + '_generated')
    code, verdicts, err = folder.verdicts('--generate', '60')
    equal((code, verdicts['total']['result'], verdicts['total']['run']), (0, 'equal', 2), err + folder.logs())
    with SERVER.connect(folder.database) as connection:
        found = connection.execute("select table_schema || '.' || table_name from information_schema.tables where table_schema not in ('pg_catalog', 'information_schema')").fetchall()
    equal(found, [('ops.Src',)], 'the own database is left alone')
    model = folder.model('total')
    text = model.read_text(encoding='utf-8')
    wrong = text.replace('"Amount" > cast', '"Amount" >= cast')
    assert text != wrong, text
    model.write_text(wrong, encoding='utf-8')
    code, verdicts, err = folder.verdicts('--generate', '60', '--steps', '1')  # what the run before left is gone
    equal((code, verdicts['total']['result']), (1, 'different'), err + folder.logs())
    assert verdicts['total']['samples'], verdicts


def check_generated_rows_need_a_database_of_their_own():
    folder = Folder(verify.GENERATED)
    folder.environment['PGDATABASE_GENERATED'] = folder.database
    code, _, err = folder.verify('--generate', '20')
    assert code == 2 and 'the generated rows cannot be loaded' in err, err
    assert 'has tables that are not generated' in folder.logs(), folder.logs()


def check_a_profile_elsewhere():
    folder = Folder(verify.TABLES + verify.PROCEDURE)
    elsewhere = folder.path / 'profiles'
    elsewhere.mkdir()
    output = {'type': 'postgres', 'host': str(SERVER.folder), 'port': 5432, 'user': 'postgres', 'password': '', 'dbname': folder.database, 'schema': 'Elsewhere', 'threads': 4}
    (elsewhere / 'profiles.yml').write_text(yaml.safe_dump({'tsql2dbt': {'target': 'own', 'outputs': {'own': output}}}), encoding='utf-8')
    for name in ('PGHOST', 'PGUSER', 'PGDATABASE'):
        folder.environment.pop(name)
    folder.environment['DBT_PROFILES_DIR'] = str(elsewhere)
    code, verdicts, err = folder.verdicts()
    equal((code, verdicts['total']['result']), (0, 'equal'), err + folder.logs())
    folder.environment['DBT_PROFILES_DIR'] = 'no/such/folder'
    equal(folder.verdicts('--profiles-dir', 'profiles')[1]['total']['result'], 'equal', 'the option')


if __name__ == '__main__':
    if not postgres.available():
        print('skipped: no PostgreSQL server or no psycopg2')
        sys.exit(0)
    wanted = sys.argv[1:]
    with postgres.Server() as SERVER:
        run('verify on PostgreSQL', [c for c in functions(globals()) if not wanted or c[0] in wanted])
