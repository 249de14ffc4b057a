#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Shows the whole way on one case: compile, load the rows of its first step, `dbt build`, the emitted models and their rows."""
import argparse
import json
import os
import pathlib
import shutil
import subprocess
import sys

import duckdb

from dbt_run import Project
from replay import load_step
from replay_case import Case, difference, key


def table(head, rows):
    texts = [[('NULL' if v is None else str(v)) for v in row] for row in [head, *rows]]
    widths = [max(map(len, column)) for column in zip(*texts)]
    lines = ['  '.join(v.ljust(w) for v, w in zip(row, widths)).rstrip() for row in texts]
    return '\n'.join([lines[0], '  '.join('-' * w for w in widths), *lines[1:]])


def compile_case(tool, case, project):
    command = [tool, 'compile', case.folder / 'procedure.sql', '--ddl', case.folder / 'schema.sql', '-o', project]
    print('==', *(os.path.relpath(c) if isinstance(c, pathlib.Path) else c for c in command), flush=True)
    subprocess.run(command, check=True)
    return json.loads((project / 'target/tsql2dbt/result.json').read_text(encoding='utf-8'))['results']


def dbt_build(project, work):
    command = [pathlib.Path(sys.executable).with_name('dbt'), 'build', '--exclude-resource-type', 'unit_test', '--project-dir', project.folder,
               '--profiles-dir', work, '--no-send-anonymous-usage-stats', '--vars', json.dumps(project.params)]
    print('== dbt build', flush=True)
    subprocess.run(command, check=True)


def show_target(connection, case, item, project, target):
    schema, alias, _ = project.models()[item['output']['model_name'].lower()]
    cursor = connection.execute(f'select * from "{schema}"."{alias}" order by all')
    print(f'== {target}\n' + table([d[0] for d in cursor.description], cursor.fetchall()))
    why = difference(connection, (schema, alias), case.tables[key(target)], case.ignore.get(key(target), set()), case.after(case.steps[0], target))
    print('   other rows than the procedure left: ' + why if why else '   the same rows as the procedure left')
    return not why


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--tool', required=True)
    parser.add_argument('--work', required=True, help='folder for the project and the DuckDB file; replaced')
    parser.add_argument('case')
    options = parser.parse_args()
    case, work = Case(options.case), pathlib.Path(options.work).resolve()
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    items = {key(item['item_id']): item for item in compile_case(options.tool, case, work / 'dbt')}
    project = Project(str(work / 'dbt'), str(work), case.params)
    with duckdb.connect(project.database) as connection:
        names = {target: item['output']['model_name'] for target, item in items.items()}
        load_step(connection, case, project, names, case.before(case.steps[0]), True)
    dbt_build(project, work)
    for target in case.targets:
        path = work / 'dbt' / items[key(target)]['output']['artifact_paths']['model_sql']
        print(f'== {os.path.relpath(path)}\n{path.read_text(encoding="utf-8")}')
    with duckdb.connect(project.database) as connection:
        connection.execute("set timezone = 'UTC'")
        same = [show_target(connection, case, items[key(target)], project, target) for target in case.targets]
    return 0 if all(same) else 1


if __name__ == '__main__':
    sys.exit(main())
