# SPDX-License-Identifier: Apache-2.0
"""Decides by running them whether a changed model still gives the same rows: on the rows of the case and on generated rows that respect the keys
and hit the constants of the procedure (`tsql2dbt verify --generate`). All in one DuckDB process, without dbt and without the structural check."""
import pathlib
import subprocess
import sys
import threading

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'corpus'))
from light_dbt import LightProject  # noqa: E402
from replay_case import Case, key, load  # noqa: E402

ROWS, STEPS = 14, 2
SECONDS = 20  # for one mutant
NOW = "timestamptz '2024-07-15 10:20:30.123+00'"  # one moment for all runs
RANDOM = ('gen_random_uuid', 'random()', 'uuid()')
NOTHING = 'true'  # a dbt that does nothing: only the generated rows are wanted


def fixed(text):
    return text.replace('now()', NOW)


def generated_steps(tool, folder, scratch, seed):
    """[{table: CSV file}] of one run of generated steps; empty where rows cannot be generated."""
    out = scratch / f'rows{seed}'
    command = [tool, 'verify', str(folder / 'procedure.sql'), '--ddl', str(folder / 'schema.sql'), '-o', str(out), '--generate', str(ROWS), '--steps', str(STEPS), '--seed', str(seed), '--dbt', NOTHING, '-q']
    subprocess.run(command, capture_output=True, text=True, timeout=120)
    found = sorted((out / 'target/tsql2dbt/generated').glob('step*/before'))
    return [{key(f.stem): f for f in sorted(step.glob('*.csv'))} for step in found]


class Judge:
    """The models of one compiled case."""

    def __init__(self, tool, folder, project, names, scratch, seeds):
        self.case, self.folder, self.names = Case(folder), project, names  # names: table → model
        own = [self.case.before(step) for step in self.case.steps]
        self.sequences = [s for s in [own, *(generated_steps(tool, folder, scratch, seed) for seed in seeds)] if s]

    def differing(self, mutants):
        """{model: {mutant: text}} → (mutants that give other rows or fail, models that were run at all)."""
        differ, ran = set(), set()
        for sequence in self.sequences:
            with duckdb.connect() as connection:
                connection.execute("set timezone = 'UTC'")
                project = LightProject(self.folder, connection, self.case.params)
                project.files = {name: fixed(text) for name, text in project.files.items() if not name.startswith('replay__')}
                for number, given in enumerate(sequence):
                    self.load_step(connection, project, given, number == 0)
                    if not all(self.run_model(connection, project, name, mutants.get(name, {}), differ, ran) for name in project.order()):
                        break
        return differ, ran

    def load_step(self, connection, project, given, first):
        kept = project.models()
        models = {table: name for table, name in self.names.items() if name in kept}
        for table, columns in self.case.tables.items():
            if table in models:
                if first and table in given and kept[models[table]][2] in ('incremental', 'table'):
                    load(connection, ('main', models[table]), columns, given[table])
            elif first or table in given:
                schema, name = self.written(table)
                load(connection, (schema, name), columns, given.get(table))

    def written(self, table):
        """Schema and name of a source as the models spell them."""
        return table.split('.', 1)

    def run_model(self, connection, project, name, mutants, differ, ran):
        """Runs every mutant and then the model itself on the same state; False when the model does not run."""
        text, target = project.files[name], f'main."{name}"'
        judged = {} if any(word in text for word in RANDOM) else mutants
        before = project.exists('main', name)
        if before and judged:
            connection.execute(f'create or replace temp table saved_rows as select * from {target}')
        try:
            project.run_model(name)
        except Exception:  # rows that this model refuses
            return False
        if not judged:
            return True
        ran.add(name)
        connection.execute(f'create or replace temp table right_rows as select * from {target}')
        for mutant, changed in judged.items():
            if mutant in differ:
                continue
            connection.execute(f'create or replace table {target} as select * from saved_rows' if before else f'drop table if exists {target}')
            project.files[name] = fixed(changed)
            watch = threading.Timer(SECONDS, connection.interrupt)  # a recursion may have lost its end
            watch.start()
            try:
                project.run_model(name)
                same = not self.other_rows(connection, target)
            except Exception:  # a mutant that fails is noticed
                same = False
            finally:
                watch.cancel()
            if not same:
                differ.add(mutant)
        project.files[name] = text
        connection.execute(f'create or replace table {target} as select * from right_rows')
        return True

    @staticmethod
    def other_rows(connection, target):
        listed = ', '.join(f'"{row[0]}"' for row in connection.execute('describe right_rows').fetchall())
        sides = f'select {listed} from right_rows', f'select {listed} from {target}'
        return any(connection.execute(f'select 1 from ({a} except all {b}) limit 1').fetchall() for a, b in (sides, sides[::-1]))
