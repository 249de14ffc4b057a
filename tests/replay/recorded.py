#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The statement-by-statement replay that --replay-tests emits, judged by recorded rows: on every case the replay must end in the rows
that a T-SQL engine left, its comparison with the models must pass, in a further run on unchanged sources as well, and a model with other rows must fail it. `--target postgres` does so on a server
of its own; `--light` runs without dbt."""
import argparse
import collections
import contextlib
import multiprocessing
import os
import pathlib
import re
import sys
import tempfile
import traceback

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'corpus'))
import postgres  # noqa: E402
import replay_postgres  # noqa: E402
from dbt_run import DbtError, Project  # noqa: E402
from light_dbt import LightRun  # noqa: E402
from replay import Failure, case_folders, compile_case, load_step  # noqa: E402
from replay_case import Case, difference, key  # noqa: E402


class DuckDb:
    """Where a case runs: a database file in its folder."""

    difference, load_step, options = staticmethod(difference), staticmethod(load_step), ()

    def __init__(self, runner, out, work, case):
        self.project = runner(out, work, {**case.params, 'tsql_replay': True})

    @contextlib.contextmanager
    def connect(self):
        with duckdb.connect(self.project.database) as connection:
            connection.execute("set timezone = 'UTC'")
            yield connection

    def close(self):
        pass


class Postgres:
    """A database of its own on the server of this process."""

    difference, load_step, options = staticmethod(postgres.difference), staticmethod(replay_postgres.load_step), ('--target', 'postgres')

    def __init__(self, runner, out, work, case):
        self.database = f'case_{case.folder.name}_{os.getpid()}'.lower()
        replay_postgres.typed(case, out)
        replay_postgres.SERVER.create(self.database)
        self.project = runner(out, work, {**case.params, 'tsql_replay': True}, self.database)

    def connect(self):
        return replay_postgres.SERVER.connect(self.database)

    def close(self):
        replay_postgres.SERVER.drop(self.database)


def compared_targets(out):
    """{model: None, or why it is not replayed} and {model: its copy in the scratch schema} from the emitted tests."""
    targets, copies = {}, {}
    for path in pathlib.Path(out).glob('tests/replay/*__replay.sql'):
        text, model = path.read_text(encoding='utf-8'), path.name[:-len('__replay.sql')]
        reason = re.search(r"'not replayed' as difference,\n    '(.*)' as reason", text)
        targets[model] = reason.group(1) if reason else None
        if not reason:
            copies[model] = re.search(r'from \{\{ tsql_replay_schema\(\) \}\}\.(\w+)', text).group(1)
    return targets, copies


def excluded_columns(out, model):
    text = (pathlib.Path(out) / 'tests' / 'replay' / f'{model}__replay.sql').read_text(encoding='utf-8')
    lines = re.search(r'-- Not compared, values of run-time functions: ((?:.|\n--)*)', text)
    return {name.strip().lower() for name in lines.group(1).replace('\n--', ' ').split(',')} if lines else set()


def replay_case(folder, tool, options, engine, runner):
    """(targets compared, reasons of the others); raises Failure."""
    case = Case(folder)
    with tempfile.TemporaryDirectory(prefix='replay-') as work:
        out = os.path.join(work, 'dbt')
        items = compile_case(tool, case, out, '--replay-tests', *engine.options, *options)
        names = {key(item['item_id']): (item.get('output') or {}).get('model_name') or '' for item in items}
        holes = [names[key(item['item_id'])] for item in items if item['status'] != 'ok' and names[key(item['item_id'])]]
        targets, copies = compared_targets(out)
        run = os.path.join(work, 'run')
        os.makedirs(run)
        place = engine(runner, out, run, case)
        try:
            for step in case.steps:
                with place.connect() as connection:
                    place.load_step(connection, case, place.project, names, case.before(step), step is case.steps[0])
                place.project.build(holes)
                with place.connect() as connection:
                    compare_with_recorded(place, connection, case, step, names, copies, out)
            place.project.build(holes)  # sources as they were: the comparisons of this run say whether it is the procedure applied once more
        finally:
            place.close()
    compared = [name for name, reason in targets.items() if reason is None]
    return len(compared), [f'{name}: {reason}' for name, reason in targets.items() if reason is not None]


def compare_with_recorded(place, connection, case, step, names, copies, out):
    for target in case.targets:
        model = names.get(key(target), '')
        if model not in copies:
            continue
        ignore = case.ignore.get(key(target), set()) | excluded_columns(out, model)
        why = place.difference(connection, ('main__replay', copies[model]), case.tables[key(target)], ignore, case.after(step, target))
        if why:
            raise Failure('rows', f'{step.name} {target}: {why}')


def one(job):
    folder, *how = job
    try:
        return folder, 'pass', replay_case(pathlib.Path(folder), *how)
    except Failure as failure:
        return folder, failure.kind, str(failure)
    except DbtError as error:
        return folder, 'dbt', str(error)
    except Exception:
        return folder, 'case', traceback.format_exc(limit=-2)


RUNNERS = {('duckdb', False): Project, ('duckdb', True): LightRun, ('postgres', False): replay_postgres.DbtRun, ('postgres', True): replay_postgres.LightPostgresRun}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--tool', required=True)
    parser.add_argument('-j', '--jobs', type=int, default=2)
    parser.add_argument('--target', choices=('duckdb', 'postgres'), default='duckdb')
    parser.add_argument('--light', action='store_true', help='without dbt')
    parser.add_argument('--option', action='append', default=[], help='of the compiler')
    parser.add_argument('cases', nargs='+')
    options = parser.parse_args()
    on_server = options.target == 'postgres'
    if on_server and not postgres.available():
        print('skipped: no PostgreSQL server or no psycopg2')
        return 0
    how = (os.path.abspath(options.tool), options.option, Postgres if on_server else DuckDb, RUNNERS[options.target, options.light])
    jobs = [(str(folder), *how) for parent in options.cases for folder in case_folders(parent)]
    counts = collections.Counter()
    with postgres.Server() if on_server else contextlib.nullcontext() as replay_postgres.SERVER:
        with multiprocessing.get_context('fork').Pool(options.jobs, maxtasksperchild=1) as pool:
            for folder, kind, found in pool.imap(one, jobs, chunksize=1):
                counts[kind] += 1
                if kind == 'pass':
                    counts['targets'] += found[0]
                    counts['not replayed'] += len(found[1])
                    for reason in found[1]:
                        print(f'not replayed {os.path.basename(folder)}: {reason}', flush=True)
                else:
                    print(f'{kind:8} {os.path.basename(folder)}: {found}', flush=True)
    print(f"replay: {counts['targets']} targets compared, {counts['not replayed']} not replayed")
    print(f"replay tests: {counts['pass']} passed, {len(jobs) - counts['pass']} failed")
    return 0 if jobs and counts['pass'] == len(jobs) else 1


if __name__ == '__main__':
    sys.exit(main())
