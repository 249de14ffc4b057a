#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Random procedures: what the compiled models hold after dbt ran must be what a replay of the procedure, statement by statement, leaves.

Many programs share a dbt project and a process. A difference is made smaller (statements and rows are taken away as long as it stays)
and written to a folder as schema.sql, procedure.sql and the rows."""
import argparse
import collections
import copy
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

import duckdb

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'corpus'))
from dbt.cli.main import dbtRunner  # noqa: E402
from dbt_run import Project  # noqa: E402
from light_dbt import LightProject  # noqa: E402
from programs import Statement, make_program  # noqa: E402
from replay_case import read_tables, quoted  # noqa: E402


# What has to occur at least once in a long enough run.
STATEMENTS = ('@@ROWCOUNT', 'DELETE', 'DELETE CTE', 'DELETE FROM', 'EXEC', 'IF', 'INSERT', 'MERGE', 'OUTPUT', 'RETURN', 'SELECT @v', 'SELECT INTO', 'SET', 'TRUNCATE', 'TRY', 'UPDATE', 'UPDATE CTE',
              'UPDATE FROM', 'WHILE', 'accumulate', 'cursor', 'table variable', 'temp table')
EFFECTS = ('append', 'delete_insert', 'replace', 'state', 'update_only', 'upsert')
STRATEGIES = ('append', 'merge', 'table', 'tsql_state')
ENOUGH = 200


class Result:
    """What became of one program."""

    def __init__(self, kind, text=''):
        self.kind, self.text = kind, text  # same, different, model error, replay error, not compiled, not replayed


def compile_programs(tool, programs, work):
    sql = os.path.join(work, 'sql')
    os.makedirs(sql)
    with open(os.path.join(work, 'schema.sql'), 'w', encoding='utf-8') as file:
        file.write('\n'.join(p.ddl() for p in programs))
    for program in programs:
        with open(os.path.join(sql, f'p{program.number}.sql'), 'w', encoding='utf-8') as file:
            file.write(program.text())
    out = os.path.join(work, 'dbt')
    run = subprocess.run([tool, 'compile', sql, '--ddl', os.path.join(work, 'schema.sql'), '-o', out, '-q', '-j', '1', '--replay-tests'], capture_output=True, text=True)
    with open(os.path.join(out, 'target', 'tsql2dbt', 'result.json'), encoding='utf-8') as file:
        return out, json.load(file)['results'], run


def full_rows(table, rows):
    """Rows of a table with its identity, default and computed columns."""
    out = []
    for at, row in enumerate(rows, 1):
        values = dict(zip(table.names(), row))
        if table.identity:
            values['id'] = at
        if table.extras.startswith('twice'):
            values['twice'] = None if values['n'] is None else values['n'] * 2
        elif table.extras:
            values['tag'] = 'old'
        out.append(values)
    return out


def load(connection, relation, columns, rows):
    connection.execute(f'create schema if not exists {quoted(relation[0])}')
    listed = ', '.join(f'{quoted(c.name)} {c.kind or "INTEGER"}' for c in columns)
    connection.execute(f'create or replace table {quoted(*relation)} ({listed})')
    if rows:
        values = ', '.join('(' + ', '.join('null' if row.get(c.name) is None else "'" + str(row[c.name]) + "'" for c in columns) + ')' for row in rows)
        connection.execute(f'insert into {quoted(*relation)} values {values}')


def load_step(connection, programs, project, tables, step):
    models = project.models()
    for program in programs:
        for table in program.sources:
            name = program.numbered(table.name)
            load(connection, (f'p{program.number}', name), tables[f'p{program.number}.{name}'], full_rows(table, table.rows[min(step, len(table.rows) - 1)]))
        for table in program.targets:
            name = program.numbered(table.name)
            schema, alias, materialized = models.get(name, (None, None, None))
            if materialized is None:
                load(connection, (f'p{program.number}', name), tables[f'p{program.number}.{name}'], full_rows(table, table.rows[0]))
            elif step == 0 and materialized in ('incremental', 'table'):
                load(connection, (schema, alias), tables[f'p{program.number}.{name}'], full_rows(table, table.rows[0]))


def number_of(name):
    found = re.search(r'(?:src|tgt|p)(\d+)', name)
    return int(found.group(1)) if found else None


def sample(connection, sql):
    try:
        cursor = connection.execute(sql)
        names = [d[0] for d in cursor.description]
        return '\n'.join(str(dict(zip(names, row))) for row in cursor.fetchmany(6))
    except duckdb.Error as error:
        return str(error)


def build(project, results, step, programs):
    """Runs dbt once and notes what failed; a program that failed before is not looked at again."""
    outcome = dbtRunner(manifest=project.manifest).invoke(['build', '--exclude', 'test_type:generic', *project.common])
    failed = {}
    for row in getattr(outcome.result, 'results', None) or []:
        number, status = number_of(row.node.name), str(row.status)
        if status in ('success', 'pass', 'skipped', 'warn', 'no-op') or number is None:
            continue
        kind = 'different' if status == 'fail' else 'replay error' if row.node.name.startswith('replay__') else 'model error'
        failed.setdefault(number, []).append((kind, row))
    if outcome.exception:
        raise outcome.exception
    with duckdb.connect(project.database) as connection:
        for number, rows in failed.items():
            if number in results:
                continue
            kinds = {kind for kind, _ in rows}
            kind = 'model error' if 'model error' in kinds else 'replay error' if 'replay error' in kinds else 'different'
            text = '\n'.join(f'step {step + 1}: {row.node.name}: {sample(connection, row.node.compiled_code) if kind == "different" else row.message}' for k, row in rows if k == kind)
            results[number] = Result(kind, text)


def build_light(project, results, step):
    failed = {}
    for name, (status, message) in project.build().items():
        kind = 'different' if status == 'fail' else 'replay error' if name.startswith('replay__') else 'model error'
        failed.setdefault(number_of(name), []).append((kind, f'step {step + 1}: {name}: {message}'))
    for number, found in failed.items():
        kinds = {kind for kind, _ in found}
        kind = next(k for k in ('model error', 'replay error', 'different') if k in kinds)
        results.setdefault(number, Result(kind, '\n'.join(text for k, text in found if k == kind)))


def run_programs(tool, programs, steps=2, light=False):
    """{number: Result}, and the result items of the compiler."""
    with tempfile.TemporaryDirectory(prefix='random-') as work:
        out, items, _ = compile_programs(tool, programs, work)
        results = {}
        for item in items:
            if item['status'] != 'ok':
                reasons = [s.get('reason', '') for s in item.get('statements', []) if s['action'] == 'hole']
                results[number_of(item['item_id'])] = Result('not compiled', '; '.join(reasons)[:300])
        for path in pathlib.Path(out).glob('tests/replay/*.sql'):
            text = path.read_text(encoding='utf-8')
            reason = re.search(r"'not replayed' as difference,\n    '(.*)' as reason", text)
            if reason:
                results.setdefault(number_of(path.name), Result('not replayed', reason.group(1)))
        strategies = collections.Counter()
        for path in pathlib.Path(out).glob('models/staging/*.sql'):
            text = path.read_text(encoding='utf-8')
            found = re.search(r"incremental_strategy='([^']+)'", text)
            strategies[found.group(1) if found else 'table'] += 1
        run = os.path.join(work, 'run')
        os.makedirs(run)
        with open(os.path.join(work, 'schema.sql'), encoding='utf-8') as file:
            tables = read_tables(file.read())
        if light:
            with duckdb.connect() as connection:
                connection.execute("set timezone = 'UTC'")
                project = LightProject(out, connection, {'tsql_replay': True})
                for step in range(steps):
                    load_step(connection, programs, project, tables, step)
                    build_light(project, results, step)
            for program in programs:
                results.setdefault(program.number, Result('same'))
            return results, items, strategies
        project = Project(out, run, {'tsql_replay': True})
        for step in range(steps):
            with duckdb.connect(project.database) as connection:
                load_step(connection, programs, project, tables, step)
            build(project, results, step, programs)
        for program in programs:
            results.setdefault(program.number, Result('same'))
        return results, items, strategies


# ---- making a failing program smaller

def variants(program):
    """Programs with one thing less."""
    def without(statements):
        for at, statement in enumerate(statements):
            yield statements[:at] + statements[at + 1:]
            for b, block in enumerate(statement.blocks):
                yield statements[:at] + block + statements[at + 1:]
                for smaller in without(block):
                    blocks = statement.blocks[:b] + [smaller] + statement.blocks[b + 1:]
                    yield statements[:at] + [Statement(statement.kind, statement.text, blocks, statement.fixed)] + statements[at + 1:]
    for body in without(program.body):
        yield replaced(program, body=body)
    for role in ('sources', 'targets'):
        for t, table in enumerate(getattr(program, role)):
            for s, rows in enumerate(table.rows):
                for r in range(len(rows)):
                    smaller = copy.deepcopy(program)
                    del getattr(smaller, role)[t].rows[s][r]
                    yield smaller


def replaced(program, **changes):
    out = copy.deepcopy(program)
    for name, value in changes.items():
        setattr(out, name, copy.deepcopy(value))
    return out


def size(program):
    return len(program.text()) + 20 * sum(len(rows) for t in program.sources + program.targets for rows in t.rows)


def shrink(tool, program, kind, light, rounds=25):
    for _ in range(rounds):
        candidates = sorted(variants(program), key=size)[:60]
        for number, candidate in enumerate(candidates, 1):
            candidate.number = number
        try:
            results, _, _ = run_programs(tool, candidates, light=light)
        except Exception as error:  # the rest of the search is worth more than this round
            print('shrinking stopped:', error)
            break
        smaller = [c for c in candidates if results[c.number].kind == kind]
        if not smaller:
            break
        program = smaller[0]
    program.number = 1
    return program


def describe(program, result):
    lines = [result.text, '', program.ddl(), '', program.text(), '']
    for table in program.sources + program.targets:
        for step, rows in enumerate(table.rows, 1):
            lines.append(f'-- {program.numbered(table.name)}, step {step}: {table.names()}: {rows}')
    return '\n'.join(lines)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tool', required=True)
    parser.add_argument('--programs', type=int, default=200)
    parser.add_argument('--batch', type=int, default=50, help='programs per dbt project')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--finds', default='', help='folder for programs that differ')
    parser.add_argument('--light', action='store_true', help='without dbt (light_dbt.py): for long runs')
    parser.add_argument('--no-shrink', action='store_true')
    options = parser.parse_args()
    tool = os.path.abspath(options.tool)
    counts, kinds, effects, strategies, finds = (collections.Counter() for _ in range(5))
    tables = [0, 0]
    for first in range(0, options.programs, options.batch):
        programs = [make_program(n, options.seed * 1000003 + first + n) for n in range(1, min(options.batch, options.programs - first) + 1)]
        results, items, found = run_programs(tool, programs, light=options.light)
        strategies.update(found)
        effects.update(item.get('write_effect', 'unknown') for item in items)
        for program in programs:
            result = results[program.number]
            counts[result.kind] += 1
            kinds.update(program.kinds())
            for table in program.sources + program.targets:
                tables[0] += 1
                rows = [row for step in table.rows for row in step]
                tables[1] += any(None in row for row in rows) and len({row[0] for row in rows}) < len(rows)
            if result.kind in ('different', 'model error', 'replay error'):
                finds[result.kind] += 1
                report(tool, options, program, result, first)
        print(f'{first + len(programs)} programs: {dict(counts)}', flush=True)
    missing = []
    for title, counter, expected in (('statements', kinds, STATEMENTS), ('write effects', effects, EFFECTS), ('strategies', strategies, STRATEGIES)):
        print(f'{title}: ' + ', '.join(f'{name} {counter[name]}' for name in sorted({*counter, *expected})))
        missing += [name for name in expected if not counter[name]]
    if missing and options.programs >= ENOUGH:
        print('does not occur:', ', '.join(missing))
    print(f'tables with NULLs and duplicate keys: {tables[1]} of {tables[0]}')
    print(f"random programs: {counts['same']} passed, {sum(finds.values())} failed")
    return 1 if finds or not counts['same'] or (missing and options.programs >= ENOUGH) else 0


def report(tool, options, program, result, first):
    seed = options.seed * 1000003 + first + program.number
    print(f'--- {result.kind}, seed {seed}: {result.text[:700]}', flush=True)
    if not options.finds:
        return
    os.makedirs(options.finds, exist_ok=True)
    if not options.no_shrink:
        program = shrink(tool, copy.deepcopy(program), result.kind, options.light)
        result = run_programs(tool, [program], light=options.light)[0][1]
    path = os.path.join(options.finds, f"{result.kind.replace(' ', '_')}_{seed}.sql")
    with open(path, 'w', encoding='utf-8') as file:
        file.write(describe(program, result))


if __name__ == '__main__':
    sys.exit(main())
