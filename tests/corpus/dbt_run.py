# SPDX-License-Identifier: Apache-2.0
"""dbt in this process: parsed once per project, then run as often as a case has steps."""
import json
import os

import yaml
from dbt.cli.main import dbtRunner


class DbtError(Exception):
    pass


class Project:
    """An emitted project with a DuckDB file of its own."""

    def __init__(self, folder, work, params):
        self.folder, self.params, self.database = folder, params, os.path.join(work, 'case.duckdb')
        with open(os.path.join(folder, 'dbt_project.yml'), encoding='utf-8') as file:
            profile = yaml.safe_load(file)['profile']
        with open(os.path.join(work, 'profiles.yml'), 'w', encoding='utf-8') as file:
            yaml.safe_dump({profile: {'target': 'dev', 'outputs': {'dev': self.output()}}}, file)
        self.common = ['--project-dir', folder, '--profiles-dir', work, '--no-use-colors', '--no-send-anonymous-usage-stats', '--log-level',
                       'none', '--log-path', os.path.join(work, 'logs'), '--vars', json.dumps(params)]
        self.manifest = None
        self.manifest = self.run('parse')

    def output(self):
        return {'type': 'duckdb', 'path': self.database, 'schema': 'main', 'threads': 1, 'settings': {'TimeZone': 'UTC'}}

    def run(self, command, *arguments):
        result = dbtRunner(manifest=self.manifest).invoke([command, *arguments, *self.common])
        if result.success:
            return result.result
        texts = [str(result.exception)] if result.exception else []
        for row in getattr(result.result, 'results', None) or []:
            if str(row.status) not in ('success', 'pass', 'skipped', 'no-op'):
                texts.append(f'{row.node.name}: {row.status}: {row.message}')
        raise DbtError(f'dbt {command}: ' + ' | '.join(texts)[:1500])

    def build(self, excluded):
        self.run('build', '--exclude-resource-type', 'unit_test', *(['--exclude', *excluded] if excluded else []))

    def load_scripts(self):
        """{model: SQL} of the emitted load scripts, their names resolved."""
        if not any(n.resource_type == 'analysis' for n in self.manifest.nodes.values()):
            return {}
        return {row.node.name.removeprefix('load_').lower(): row.node.compiled_code for row in self.run('compile', '--select', 'resource_type:analysis').results}

    def sources(self):
        """{key: (schema, table)} of every declared source."""
        return {f'{s.schema}.{s.identifier}'.lower(): (s.schema, s.identifier) for s in self.manifest.sources.values()}

    def models(self):
        """{name: (schema, table, materialized)} of every model and snapshot."""
        nodes = (n for n in self.manifest.nodes.values() if n.resource_type in ('model', 'snapshot'))
        return {n.name.lower(): (n.schema, n.alias, n.config.materialized) for n in nodes}


class RetriedRun(Project):
    """Every build fails at one model, another one each time, before `dbt retry` does the rest with that model mended."""

    builds = 0

    def victim(self):
        nodes = [n for n in self.manifest.nodes.values() if n.resource_type == 'model' and n.config.materialized in ('incremental', 'table') and not n.name.endswith('__before')]
        nodes.sort(key=lambda n: n.name, reverse=True)
        return nodes[self.builds % len(nodes)]

    def build(self, excluded):
        node = self.victim()
        self.builds += 1
        sound, node.raw_code = node.raw_code, 'select no_such_column'
        try:
            super().build(excluded)
        except DbtError as failure:
            if node.name not in str(failure):
                raise
        else:
            raise DbtError(f'{node.name} was broken and built all the same')
        finally:
            node.raw_code = sound
        self.run('retry')
