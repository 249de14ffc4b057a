#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compiles every corpus case: the emitted project must be that of expected/ (where a case has one) and the same bytes every time.

`TSQL2DBT_UPDATE=1` rewrites expected/; to start one for a case, create the folder and update. Read the diff before committing it.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests'))
from checks import run  # noqa: E402

TOOL = os.environ['TSQL2DBT']
UPDATE = os.environ.get('TSQL2DBT_UPDATE') == '1'
GOLDEN = ('analyses', 'models', 'snapshots', 'tests')  # the rest of a project is the same for all cases
# Order of inputs, number of threads, language and time zone must not show in the output.
VARIANTS = [
    (['procedure.sql', 'schema.sql'], ['-j', '1'], {'LC_ALL': 'C', 'TZ': 'UTC'}),
    (['schema.sql', 'procedure.sql'], ['-j', '2'], {'LC_ALL': 'C.UTF-8', 'TZ': 'Asia/Kathmandu'}),
]


def compile_case(case, out, inputs, options=(), environment=None):
    command = [TOOL, 'compile', *inputs, '-o', str(out), '--run-id', 'fixed', *options]
    done = subprocess.run(command, cwd=case, capture_output=True, text=True, timeout=120, env={**os.environ, **(environment or {})})
    assert done.returncode in (0, 1), f'exit {done.returncode}: {done.stderr[-2000:]}'
    return done.stderr.replace(str(out), 'dbt')


def tree(folder, parts=None):
    """{path: text} of the files below a folder."""
    files = sorted(f for f in folder.rglob('*') if f.is_file())
    return {str(f.relative_to(folder)): f.read_text(encoding='utf-8') for f in files if parts is None or f.relative_to(folder).parts[0] in parts}


def first_difference(expected, actual):
    for path in sorted(expected.keys() | actual.keys()):
        if path not in actual or path not in expected:
            return f'{path} is {"missing" if path not in actual else "new"}'
        old, new = expected[path].splitlines(), actual[path].splitlines()
        for number, (a, b) in enumerate(zip(old + [''] * len(new), new + [''] * len(old)), 1):
            if a != b:
                return f'{path}:{number}:\n  expected {a}\n  but got  {b}'
    return 'only line ends differ'


def check_golden(case, work):
    diagnostics = compile_case(case, work / 'dbt', ['procedure.sql'], ['--ddl', 'schema.sql'])
    actual = {**tree(work / 'dbt', GOLDEN), 'diagnostics.txt': diagnostics}
    expected = case / 'expected'
    if not expected.is_dir():
        return
    if UPDATE:
        shutil.rmtree(expected)
        for path, text in actual.items():
            (expected / path).parent.mkdir(parents=True, exist_ok=True)
            (expected / path).write_text(text, encoding='utf-8')
    old = tree(expected)
    assert old == actual, first_difference(old, actual)


def check_same_bytes(case, work):
    results = []
    for number, (inputs, options, environment) in enumerate(VARIANTS):
        out = work / str(number)
        diagnostics = compile_case(case, out, inputs, options, environment)
        results.append({**tree(out), 'diagnostics.txt': diagnostics})
    assert results[0] == results[1], first_difference(*results)


def check_second_run_changes_nothing(case, work):
    compile_case(case, work / 'dbt', ['procedure.sql'], ['--ddl', 'schema.sql'])
    before = {f: f.stat().st_mtime_ns for f in (work / 'dbt').rglob('*') if f.is_file()}
    compile_case(case, work / 'dbt', ['procedure.sql'], ['--ddl', 'schema.sql'])
    after = {f: f.stat().st_mtime_ns for f in (work / 'dbt').rglob('*') if f.is_file()}
    assert before == after, f'rewritten: {sorted(str(f) for f in before.keys() | after.keys() if before.get(f) != after.get(f))}'


def in_scratch(check, case):
    def call():
        with tempfile.TemporaryDirectory(prefix='golden-') as work:
            check(case, pathlib.Path(work))
    return call


def main():
    cases = [pathlib.Path(a).resolve() for a in sys.argv[1:]] or sorted(f.parent for f in (ROOT / 'corpus').glob('*/case.yml'))
    checks = (check_golden, check_same_bytes, check_second_run_changes_nothing)
    run('golden', [(f'{case.name} {check.__name__[6:]}', in_scratch(check, case)) for case in cases for check in checks])


if __name__ == '__main__':
    main()
