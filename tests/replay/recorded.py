#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The statement-by-statement replay that --replay-tests emits, judged by recorded rows: on every case the replay must end in the rows
that a T-SQL engine left, its comparison with the models must pass, and a model with other rows must fail it."""
import argparse
import collections
import json
import multiprocessing
import os
import pathlib
import re
import sys
import tempfile
import traceback

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'corpus'))
from dbt_run import DbtError, Project  # noqa: E402
from replay import Failure, case_folders, compile_case, load_step  # noqa: E402
from replay_case import Case, difference, key  # noqa: E402


def scratch_tables(connection):
    """{name without its replay's prefix: (schema, name)} of the copies that replays wrote."""
    rows = connection.execute("select table_schema, table_name from information_schema.tables where table_schema like '%\\_\\_replay' escape '\\'").fetchall()
    return {name.split('__', 1)[1]: (schema, name) for schema, name in rows if '__' in name and not name.endswith('__before')}


def compared_targets(out):
    """{model: None, or why it is not replayed} from the emitted tests."""
    targets = {}
    for path in pathlib.Path(out).glob('tests/replay/*__replay.sql'):
        text = path.read_text(encoding='utf-8')
        reason = re.search(r"'not replayed' as difference,\n    '(.*)' as reason", text)
        targets[path.name[:-len('__replay.sql')]] = reason.group(1) if reason else None
    return targets


def excluded_columns(out, model):
    text = (pathlib.Path(out) / 'tests' / 'replay' / f'{model}__replay.sql').read_text(encoding='utf-8')
    lines = re.search(r'-- Not compared, values of run-time functions: ((?:.|\n--)*)', text)
    return {name.strip().lower() for name in lines.group(1).replace('\n--', ' ').split(',')} if lines else set()


def replay_case(folder, tool, option):
    """(targets compared, reasons of the others); raises Failure."""
    case = Case(folder)
    with tempfile.TemporaryDirectory(prefix='replay-') as work:
        out = os.path.join(work, 'dbt')
        items = compile_case(tool, case, out, '--replay-tests', *option)
        names = {key(item['item_id']): (item.get('output') or {}).get('model_name') or '' for item in items}
        holes = [names[key(item['item_id'])] for item in items if item['status'] != 'ok' and names[key(item['item_id'])]]
        targets = compared_targets(out)
        run = os.path.join(work, 'run')
        os.makedirs(run)
        project = Project(out, run, {**case.params, 'tsql_replay': True})
        for step in case.steps:
            with duckdb.connect(project.database) as connection:
                connection.execute("set timezone = 'UTC'")
                load_step(connection, case, project, names, case.before(step), step is case.steps[0])
            project.build(holes)
            with duckdb.connect(project.database) as connection:
                connection.execute("set timezone = 'UTC'")
                compare_with_recorded(connection, case, step, names, targets, out)
    compared = [name for name, reason in targets.items() if reason is None]
    return len(compared), [f'{name}: {reason}' for name, reason in targets.items() if reason is not None]


def compare_with_recorded(connection, case, step, names, targets, out):
    scratch = scratch_tables(connection)
    for target in case.targets:
        model = names.get(key(target), '')
        if model not in targets or targets[model] is not None:
            continue
        ignore = case.ignore.get(key(target), set()) | excluded_columns(out, model)
        relation = scratch[re.sub(r'[^a-z0-9]+', '_', key(target)).strip('_')]
        why = difference(connection, relation, case.tables[key(target)], ignore, case.after(step, target))
        if why:
            raise Failure('rows', f'{step.name} {target}: {why}')


def one(job):
    folder, tool, option = job
    try:
        compared, reasons = replay_case(pathlib.Path(folder), tool, option)
        return folder, 'pass', (compared, reasons)
    except Failure as failure:
        return folder, failure.kind, str(failure)
    except DbtError as error:
        return folder, 'dbt', str(error)
    except Exception:
        return folder, 'case', traceback.format_exc(limit=-2)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--tool', required=True)
    parser.add_argument('-j', '--jobs', type=int, default=2)
    parser.add_argument('--option', action='append', default=[], help='of the compiler')
    parser.add_argument('cases', nargs='+')
    options = parser.parse_args()
    jobs = [(str(folder), os.path.abspath(options.tool), options.option) for parent in options.cases for folder in case_folders(parent)]
    counts = collections.Counter()
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
