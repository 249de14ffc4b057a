#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Replays cases on PostgreSQL: compiles each with `--target postgres`, runs the emitted project step by step on a server of its own and compares rows
and column types. What is reported as not compiled is counted, not judged: the dialect refuses what has no exact form. `--light` runs without dbt."""
import argparse
import collections
import multiprocessing
import os
import pathlib
import sys
import tempfile
import traceback

import yaml

import postgres
from dbt_run import DbtError, Project
from light_dbt import LightProject, LightRun
from replay import Failure, case_folders, compile_case, models_of, warm_up
from replay_case import Case, key, quoted

SERVER = None  # of this process and its forks


class DbtRun(Project):
    """An emitted project with a database of its own."""

    def __init__(self, folder, work, params, database):
        self.database_name = database
        super().__init__(folder, work, params)

    def output(self):
        return {'type': 'postgres', 'host': str(SERVER.folder), 'port': 5432, 'user': 'postgres', 'password': '', 'dbname': self.database_name, 'schema': 'main', 'threads': 1}


class LightPostgres(LightProject):
    """What dbt does with a `table` and an `incremental` model on PostgreSQL."""

    def exists(self, schema, name):
        return self.connection.execute('select to_regclass(%s)', [quoted(schema, name)]).fetchone()[0] is not None

    def run_model(self, name):
        sql = self.render(name, self.files[name])
        settings, run, target = dict(self.settings), self.connection.execute, quoted('main', name)
        if not self.incremental:
            run(f'create table main.light_new as ({sql})')
            run(f'drop table if exists {target}')
            run(f'alter table main.light_new rename to {quoted(name)}')
            return
        run('drop table if exists light_rows')
        run(f'create temporary table light_rows as ({sql})')
        columns = [quoted(c) for c in postgres.described(self.connection, ('main', name))]
        strategy, keys = settings['incremental_strategy'], settings.get('unique_key') or []
        same = ' and '.join(f'old.{k} = light_rows.{k}' for k in keys)
        if strategy == 'tsql_state':
            run(f'delete from {target}')
        elif strategy == 'delete+insert':
            run(f'delete from {target} as old using light_rows where {same}')
        elif strategy == 'merge':
            updated = settings.get('merge_update_columns') or columns
            run(f"merge into {target} as old using light_rows on {same} when matched then update set {', '.join(f'{c} = light_rows.{c}' for c in updated)} "
                f"when not matched then insert ({', '.join(columns)}) values ({', '.join(f'light_rows.{c}' for c in columns)})")
            return
        run(f"insert into {target} ({', '.join(columns)}) select {', '.join(columns)} from light_rows")


class LightPostgresRun(LightRun):
    def __init__(self, folder, work, params, database):
        super().__init__(folder, work, params)
        self.database = database

    def build(self, excluded):
        with SERVER.connect(self.database) as connection:
            connection.execute('create schema if not exists main')
            project = LightPostgres(self.folder, connection, self.params)
            connection.execute(project.context['tsql_functions']())
            failed = {name: why for name, why in project.build().items() if name not in excluded}
        if failed:
            raise DbtError(' | '.join(f'{name}: {kind}: {text}' for name, (kind, text) in failed.items())[:1500])

    def models(self):
        with SERVER.connect(self.database) as connection:
            return LightPostgres(self.folder, connection, self.params).models()


def typed(case, out):
    """The case's columns, computed ones with the type that the emitted files give them."""
    types = {}
    for path in pathlib.Path(out, 'models').glob('**/*.yml'):
        content = yaml.safe_load(path.read_text(encoding='utf-8'))
        tables = [t for s in content.get('sources', []) for t in s['tables']] + content.get('models', [])
        types.update({c['name'].lower(): c['data_type'] for t in tables for c in t.get('columns', []) if 'data_type' in c})
    for table, columns in case.tables.items():
        case.tables[table] = [c if c.kind else c._replace(kind=types.get(c.name.lower())) for c in columns]


def load_step(connection, case, project, names, given, first):
    sources, models = project.sources(), project.models()
    for table, relation in sources.items():
        if table in case.tables and (first or table in given):
            postgres.load(connection, relation, case.tables[table], given.get(table))
    for table, name in names.items():
        schema, alias, materialized = models.get(name.lower(), (None, None, None))
        if table in given and table in case.tables and materialized in ('incremental', 'table'):
            postgres.load(connection, (schema, alias), case.tables[table], given[table])


def replay(case, items, out, work, runner, database):
    """How many targets were compared."""
    os.makedirs(work)
    judged = 0
    typed(case, out)
    project = runner(out, work, case.params, database)
    names = {key(item['item_id']): (item.get('output') or {}).get('model_name') or '' for item in items}
    partial = {key(item['item_id']) for item in items if item['status'] != 'ok'}
    for step in case.steps:
        with SERVER.connect(database) as connection:
            load_step(connection, case, project, names, case.before(step), step is case.steps[0])
        try:
            project.build([names[table] for table in partial if names[table]])
        except DbtError as error:
            raise Failure('dbt', f'{step.name}: {error}') from error
        with SERVER.connect(database) as connection:
            for target in (t for t in case.targets if key(t) not in partial | case.holes):
                schema, alias, _ = project.models()[names[key(target)].lower()]
                why = postgres.difference(connection, (schema, alias), case.tables[key(target)], case.ignore.get(key(target), set()), case.after(step, target))
                if why:
                    raise Failure('rows', f'{step.name} {target}: {why}')
                judged += 1
    return judged


def judge(folder, tool, options, runner):
    """What became of a case, and why."""
    case = Case(folder)
    database = f'case_{os.path.basename(folder)}_{os.getpid()}'.lower()
    different, partial, refused, judged = [], [], [], 0
    for option in options:
        with tempfile.TemporaryDirectory(prefix='replay-') as work:
            os.chmod(work, 0o755)
            out = os.path.join(work, 'dbt')
            items = compile_case(tool, case, out, '--target', 'postgres', *option)
            partial += [item['item_id'] for item in items if item['status'] != 'ok']
            refused += [f"{item['item_id']}: {d['message']}" for item in items if item['status'] != 'ok' for d in item.get('diagnostics', []) if d['code'] == 'T2D3006']
            if models_of(out) in different:
                continue
            different.append(models_of(out))
            if all(item['status'] != 'ok' for item in items):
                continue
            SERVER.create(database)
            try:
                judged += replay(case, items, out, os.path.join(work, 'run'), runner, database)
            except Failure as failure:
                raise Failure(failure.kind, f"{' '.join(option)} {failure}") from failure
            finally:
                SERVER.drop(database)
    return ('partial' if judged else 'refused', '; '.join(refused)[:300]) if partial and not set(map(key, partial)) <= case.holes else ('pass', '')


def one(job):
    folder, tool, options, runner = job
    try:
        return (folder, *judge(folder, tool, options, runner))
    except Failure as failure:
        return folder, failure.kind, str(failure)
    except Exception:  # a broken case counts against the case
        return folder, 'case', traceback.format_exc(limit=-3)


def main():
    global SERVER
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument('--tool', required=True)
    parser.add_argument('-j', '--jobs', type=int, default=2)
    parser.add_argument('--light', action='store_true', help='without dbt')
    parser.add_argument('--also', action='append', default=[], help='replay with this option of the compiler too')
    parser.add_argument('-v', '--verbose', action='store_true', help='say why cases are refused')
    parser.add_argument('cases', nargs='+')
    options = parser.parse_args()
    if not postgres.available():
        print('skipped: no PostgreSQL server or no psycopg2')
        return 0
    jobs = [(str(folder), os.path.abspath(options.tool), [[], *([o] for o in options.also)], LightPostgresRun if options.light else DbtRun) for parent in options.cases for folder in case_folders(parent)]
    counts, good = collections.Counter(), ('pass', 'partial', 'refused')
    with postgres.Server() as SERVER:
        if not options.light:
            warm_up(one, jobs[0])
        with multiprocessing.get_context('fork').Pool(options.jobs, maxtasksperchild=1) as pool:
            for folder, kind, text in pool.imap(one, jobs, chunksize=1):
                counts[kind] += 1
                if kind not in good or (options.verbose and kind != 'pass'):
                    print(f'{kind:8} {os.path.basename(folder)}: {text}', flush=True)
    failed = sum(count for kind, count in counts.items() if kind not in good)
    print(f"replay on PostgreSQL: {counts['pass']} passed, {counts['partial']} passed in part, {counts['refused']} refused, {failed} failed")
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
