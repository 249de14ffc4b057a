#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays cases: compiles each, runs the emitted dbt project on DuckDB step by step, compares rows and column types.

A case whose compile gives other models with --force-state is replayed in that form too: the cheaper form must equal the state form.
`--also=--plain` does the same for models that were not made readable.
"""
import argparse
import collections
import contextlib
import importlib
import json
import multiprocessing
import os
import pathlib
import subprocess
import sys
import tempfile
import traceback

import duckdb

from dbt_run import DbtError, Project, RetriedRun
from light_dbt import LightRun
from replay_case import Case, difference, key, load


class Failure(Exception):
    """`kind` says what to look at: compile, hole, missing, dbt, rows."""

    def __init__(self, kind, text):
        super().__init__(text)
        self.kind = kind


def compile_case(tool, case, out, *options):
    command = [tool, 'compile', str(case.folder / case.procedure), '--ddl', str(case.folder / 'schema.sql'), '-o', out, '-j', '1', *options]
    run = subprocess.run(command, capture_output=True, text=True, timeout=120)
    try:
        with open(os.path.join(out, 'target', 'tsql2dbt', 'result.json'), encoding='utf-8') as file:
            return json.load(file)['results']
    except (OSError, ValueError) as error:
        raise Failure('compile', f'exit {run.returncode}, no result ({error}): {run.stderr[-600:]}') from error


def check_items(case, items):
    by_key = {key(item['item_id']): item for item in items}
    for target in case.targets:
        item = by_key.get(key(target))
        if item is None:
            raise Failure('missing', f'no result for {target}')
        if key(target) in case.holes:
            if item['status'] == 'ok':
                raise Failure('case', f'{target} should be a hole')
        elif item['status'] != 'ok':
            raise Failure('hole', f'{target}: ' + '; '.join(f"{d['code']} {d['message']}" for d in item.get('diagnostics', []))[:600])


LEGACY = 'legacy'  # where the rows of the old system are in a replay with load scripts


def load_step(connection, case, project, names, given, first, scripts=None):
    sources, models = project.sources(), project.models()
    for table, relation in sources.items():
        if table in case.tables and (first or table in given):
            load(connection, relation, case.tables[table], given.get(table))
    for table, name in names.items():
        schema, alias, materialized = models.get(name.lower(), (None, None, None))
        if table not in given or table not in case.tables or materialized not in ('incremental', 'table'):
            continue
        if scripts and first and materialized == 'incremental':
            load(connection, (LEGACY, table.split('.', 1)[1]), case.tables[table], given[table])
            connection.execute(scripts[name.lower()])
        else:
            load(connection, (schema, alias), case.tables[table], given[table])


def replay(case, items, out, work, load_scripts=False, runner=Project):
    os.makedirs(work)
    try:
        project = runner(out, work, case.params | ({'legacy_schema': LEGACY} if load_scripts else {}))
        scripts = project.load_scripts() if load_scripts else {}
        names = {key(item['item_id']): (item.get('output') or {}).get('model_name') or '' for item in items}
        holes = [names[key(item['item_id'])] for item in items if item['status'] != 'ok' and names[key(item['item_id'])]]
        for step in case.steps:
            with duckdb.connect(project.database) as connection:
                connection.execute("set timezone = 'UTC'")
                load_step(connection, case, project, names, case.before(step), step is case.steps[0], scripts)
            project.build(holes)
            with duckdb.connect(project.database) as connection:
                connection.execute("set timezone = 'UTC'")
                compare_step(connection, case, step, project, names)
    except DbtError as error:
        raise Failure('dbt', str(error)) from error


def compare_step(connection, case, step, project, names):
    for target in (t for t in case.targets if key(t) not in case.holes):
        schema, alias, _ = project.models()[names[key(target)].lower()]
        why = difference(connection, (schema, alias), case.tables[key(target)], case.ignore.get(key(target), set()), case.after(step, target))
        if why:
            raise Failure('rows', f'{step.name} {target}: {why}')


def models_of(out):
    """{path: text} of everything that runs."""
    texts = {}
    for folder, _, names in os.walk(out):
        if os.path.relpath(folder, out).split(os.sep)[0] in ('models', 'snapshots', 'macros'):
            for name in names:
                path = os.path.join(folder, name)
                with open(path, encoding='utf-8') as file:
                    texts[os.path.relpath(path, out)] = file.read()
    return texts


def judge(case, tool, variants, work, seen=lambda items: None, load_scripts=False, runner=Project):
    """Raises the first Failure of a case; `seen` is given the items of its result before they are judged.
    With `load_scripts`, rows that a stateful target has before the first step come through the script that is emitted for it."""
    out = os.path.join(work, 'dbt')
    items = compile_case(tool, case, out)
    seen(items)
    check_items(case, items)
    different = [models_of(out)]
    projects = [('', items, out)]
    for option in variants:
        out = os.path.join(work, 'dbt' + option)
        items = compile_case(tool, case, out, option)
        if models_of(out) not in different:
            different.append(models_of(out))
            projects.append((option + ' ', items, out))
    for option, items, out in projects:  # after all compiles: dbt writes into the project
        try:
            if option:  # dbt has run the case already; a variant asks for its rows only
                replay(case, items, out, out + '.run', runner=LightRun)
            else:
                replay(case, items, out, out + '.run', load_scripts, runner)
        except Failure as failure:
            raise Failure(failure.kind, f'{option}{failure}') from failure


def one(job):
    folder, tool, variants, load_scripts, runner = job
    try:
        with tempfile.TemporaryDirectory(prefix='replay-') as work:
            judge(Case(folder), tool, variants, work, load_scripts=load_scripts, runner=runner)
        return folder, 'pass', ''
    except Failure as failure:
        return folder, failure.kind, str(failure)
    except Exception:  # a broken case counts against the case
        return folder, 'case', traceback.format_exc(limit=-2)


def modules_of(run, job):
    """The modules that Python has loaded once a case is judged."""
    run(job)
    return sorted(sys.modules)


def warm_up(run, job):
    """dbt loads much of itself when it first runs. What one fork loads is loaded here, so that the forks after it find it, which
    halves their time. No case is judged here: DuckDB's threads would not survive a fork."""
    with multiprocessing.get_context('fork').Pool(1) as pool:
        modules = pool.apply(modules_of, (run, job))
    for name in modules:
        with contextlib.suppress(Exception):  # some load only beside others, which the forks do by themselves
            importlib.import_module(name)


def case_folders(path):
    """`path` itself if it is a case, else the cases in it."""
    path = pathlib.Path(path).resolve()
    return [path] if (path / 'case.yml').exists() else sorted(f.parent for f in path.glob('*/case.yml'))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tool', required=True, help='the tsql2dbt to judge')
    parser.add_argument('-j', '--jobs', type=int, default=2)
    parser.add_argument('--also', action='append', default=['--force-state', '--plain'], help='replay with this option of the compiler too')
    parser.add_argument('--holes', action='store_true', help='a target that is reported as not compiled is no failure (wrong rows always are)')
    parser.add_argument('--load-scripts', action='store_true', help='existing rows of stateful targets come through the emitted load scripts')
    parser.add_argument('--retry', action='store_true', help='every build fails at one model first and is finished by dbt retry')
    parser.add_argument('cases', nargs='+', help='case folders, or folders of case folders')
    options = parser.parse_args()
    jobs = [(str(folder), os.path.abspath(options.tool), [] if options.retry else options.also, options.load_scripts, RetriedRun if options.retry else Project) for parent in options.cases for folder in case_folders(parent)]
    if not jobs:
        parser.error('there is no case in these folders')
    counts = collections.Counter()
    warm_up(one, jobs[0])
    # dbt is loaded once, in this process; each case gets a fork of it, because dbt keeps global state.
    with multiprocessing.get_context('fork').Pool(options.jobs, maxtasksperchild=1) as pool:
        for folder, kind, text in pool.imap(one, jobs, chunksize=1):
            counts[kind] += 1
            if kind != 'pass':
                print(f'{kind:8} {os.path.basename(folder)}: {text}', flush=True)
    allowed = counts['pass'] + (counts['hole'] if options.holes else 0)
    if options.holes:
        print(f"replay: {counts['hole']} of them reported as not compiled")
    print(f"replay: {counts['pass']} passed, {len(jobs) - counts['pass']} failed")
    return 0 if allowed == len(jobs) else 1


if __name__ == '__main__':
    sys.exit(main())
