# SPDX-License-Identifier: Apache-2.0
"""Runs an emitted project without dbt: the same Jinja and SQL, the few functions of dbt that the emitted files call, and what dbt does
with a `table` and an `incremental` model on DuckDB. Several times as fast as dbt, for long runs; short runs use dbt itself."""
import functools
import hashlib
import os
import pathlib
import re
import types

import duckdb
import jinja2
import yaml

from dbt_run import DbtError

MACRO = re.compile(r'\{%-?\s*macro\s+(\w+)\(.*?endmacro\s*-?%\}', re.S)
REF = re.compile(r"ref\('(\w+)'\)")
ENVIRONMENT = jinja2.Environment(extensions=['jinja2.ext.do', 'jinja2.ext.loopcontrols'])


@functools.lru_cache(maxsize=4096)
def compiled(text):
    """The code of a template: macros and models come again in every step of a run."""
    return ENVIRONMENT.compile(text)


class Return(Exception):
    def __init__(self, value):
        super().__init__()
        self.value = value


class Var:
    def __init__(self, values):
        self.values = values

    def __call__(self, name, default=None):
        return self.values.get(name, default)

    def has_var(self, name):
        return name in self.values


class Relation:
    def __init__(self, schema, identifier=None):
        self.schema, self.identifier, self.database = schema, identifier, None

    def __str__(self):
        return f'"{self.schema}"' + (f'."{self.identifier}"' if self.identifier else '')


class LightProject:
    def __init__(self, folder, connection, values):
        self.folder, self.connection = pathlib.Path(folder), connection
        self.database = connection.execute('select current_database()').fetchone()[0]
        self.results = {}
        self.context = self.functions(values)
        for path in sorted(self.folder.glob('macros/**/*.sql')):
            for found in MACRO.finditer(path.read_text(encoding='utf-8')):
                self.add_macro(found.group(1), found.group(0))
        self.files = {p.stem: p.read_text(encoding='utf-8') for p in self.folder.glob('models/**/*.sql')}
        self.tests = {p.stem: p.read_text(encoding='utf-8') for p in self.folder.glob('tests/replay/*.sql')}
        self.materialized = {}

    def functions(self, values):
        def give_back(value=None):
            raise Return(value)

        def refuse(message):
            raise RuntimeError(message)

        create = types.SimpleNamespace(create=lambda database=None, schema=None, identifier=None: Relation(schema, identifier))
        return {'execute': True, 'var': Var(values), 'return': give_back, 'ref': lambda name: Relation('main', name), 'source': Relation, 'statement': self.statement,
                'load_result': lambda name: {'data': self.results[name]}, 'config': lambda **settings: self.settings.update(settings) or '',
                'flags': types.SimpleNamespace(WHICH='build'), 'target': types.SimpleNamespace(database=self.database, schema='main'), 'api': types.SimpleNamespace(Relation=create),
                'adapter': types.SimpleNamespace(get_relation=lambda database, schema, identifier: Relation(schema, identifier) if self.exists(schema, identifier) else None),
                'exceptions': types.SimpleNamespace(raise_compiler_error=refuse), 'is_incremental': lambda: self.incremental, 'local_md5': lambda text: hashlib.md5(text.encode()).hexdigest(), 'this': None, 'model': types.SimpleNamespace(name='')}

    def add_macro(self, name, text):
        holder = []

        def call(*args, **kwargs):
            if not holder:
                holder.append(getattr(self.template(text).make_module(), name))
            try:
                return holder[0](*args, **kwargs)
            except Return as result:
                return result.value
        self.context[name] = call

    def template(self, text):
        return jinja2.Template.from_code(ENVIRONMENT, compiled(text), ENVIRONMENT.make_globals(self.context))

    def statement(self, name=None, fetch_result=False, caller=None):
        cursor = self.connection.execute(caller())
        if fetch_result:
            self.results[name] = cursor.fetchall()
        return ''

    def exists(self, schema, name):
        # duckdb_tables() would look at every table.
        try:
            self.connection.execute(f'select 1 from "{self.database}"."{schema}"."{name}" limit 0')
        except duckdb.CatalogException:
            return False
        return True

    def render(self, name, text):
        self.settings = {}
        self.context['this'] = Relation('main', name)
        self.context['model'].name = name  # macros resolve their names once
        self.incremental = self.exists('main', name) and "materialized='incremental'" in text
        return self.template(text).render()

    def order(self):
        done, out = set(), []

        def visit(name):
            if name in done or name not in self.files:
                return
            done.add(name)
            for other in REF.findall(self.files[name]):
                visit(other)
            out.append(name)
        for name in sorted(self.files):
            visit(name)
        return out

    def models(self):
        kinds = {name: re.search(r"materialized='(\w+)'", text) for name, text in self.files.items()}
        return {name.lower(): ('main', name, found.group(1) if found else 'table') for name, found in kinds.items()}

    def build(self):
        """{node: (status, message)} of everything that did not pass; status is `error` or `fail`."""
        failed = {}
        for name in self.order():
            broken = [other for other in REF.findall(self.files[name]) if other in failed]
            if broken:
                failed[name] = ('skip', '')
                continue
            try:
                self.capture(name)
                self.run_model(name)
            except Exception as error:
                failed[name] = ('error', f'{type(error).__name__}: {error}')
        for name, text in sorted(self.tests.items()):
            if any(other in failed for other in REF.findall(text)) or "'not replayed' as difference" in text:
                continue
            cursor = self.connection.execute(self.render(name, text))
            rows = cursor.fetchmany(6)
            if rows:
                names = [d[0] for d in cursor.description]
                failed[name] = ('fail', '\n'.join(str(dict(zip(names, row))) for row in rows))
        return {name: found for name, found in failed.items() if found[0] != 'skip'}

    def capture(self, name):
        """The pre-hook of models that replays compare."""
        self.context['model'].name = name
        if not name.startswith('replay__') and 'tsql_replay_capture' in self.context:
            statements = self.context['tsql_replay_capture'](Relation('main', name))
            if statements.strip():
                self.connection.execute(statements)

    def run_model(self, name):
        sql = self.render(name, self.files[name])
        settings = dict(self.settings)
        run = self.connection.execute
        target = f'main."{name}"'
        if not self.incremental:
            run(f'create or replace table light_new as {sql}')
            run(f'create or replace table {target} as select * from light_new')
            return
        run(f'create or replace temp table light_rows as {sql}')
        columns = ', '.join(f'"{row[0]}"' for row in run(f'describe {target}').fetchall())
        strategy, keys = settings['incremental_strategy'], settings.get('unique_key') or []
        same = ' and '.join(f'old.{key} = light_rows.{key}' for key in keys)
        if strategy == 'tsql_state':
            run(f'delete from {target}')
        elif strategy == 'delete+insert':
            run(f'delete from {target} as old using light_rows where {same}')
        elif strategy == 'merge':
            updated = settings.get('merge_update_columns') or [c for c in columns.split(', ')]
            run(f"merge into {target} as old using light_rows on {same} when matched then update set {', '.join(f'{c} = light_rows.{c}' for c in updated)} "
                f"when not matched then insert ({columns}) values ({', '.join(f'light_rows.{c}' for c in columns.split(', '))})")
            return
        run(f'insert into {target} ({columns}) select {columns} from light_rows')


class LightRun:
    """`dbt_run.Project` without dbt: the same calls, the same rows."""

    def __init__(self, folder, work, params):
        self.folder, self.params, self.database = folder, params, os.path.join(work, 'case.duckdb')

    def project(self, connection):
        connection.execute("set timezone = 'UTC'")
        return LightProject(self.folder, connection, self.params)

    def build(self, excluded):
        with duckdb.connect(self.database) as connection:
            failed = {name: why for name, why in self.project(connection).build().items() if name not in excluded}
        if failed:
            raise DbtError(' | '.join(f'{name}: {kind}: {text}' for name, (kind, text) in failed.items())[:1500])

    def sources(self):
        path = pathlib.Path(self.folder, 'models', '_sources.yml')
        listed = yaml.safe_load(path.read_text(encoding='utf-8'))['sources'] if path.exists() else []
        return {f"{s['schema']}.{t['identifier']}".lower(): (s['schema'], t['identifier']) for s in listed for t in s['tables']}

    def models(self):
        with duckdb.connect() as connection:
            return self.project(connection).models()
