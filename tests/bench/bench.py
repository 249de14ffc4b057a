#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the frontend and the whole compiler: `bench.py BUILD_DIR [FILE…]`, with sqlglot of this Python beside them when it is installed.

Without files the project's own corpus is measured. Prints MB/s and lines/s of every stage (CPU time, best of several passes), the gain of two
threads next to that of two spinning ones, the cold start, the cost of the structural check, the memory per input byte and the growth of time with size."""
import json
import logging
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGES = ('lex', 'filter', 'parse', 'ast', 'compile')
GROWTH_MB = (0.1, 1, 10, 50)
PASSES = '5'


def run(command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True).stdout


def speed(tool, files, *options):
    return json.loads(run([tool, *options, *files]))


def sqlglot_seconds(files):
    """(accepted files, seconds for them, version); the tokenizer and parser only, best of three."""
    try:
        import sqlglot
    except ImportError:
        return [], 0.0, None
    logging.getLogger('sqlglot').setLevel(logging.CRITICAL)  # it says which statements it keeps as text
    accepted, best = [], 0.0
    for path in files:
        text = re.sub(r'(?im)^\s*GO\s*$', ';', path.read_text(encoding='utf-8-sig', errors='replace'))
        times = []
        try:
            for _ in range(3):
                began = time.process_time()
                sqlglot.parse(text, read='tsql')
                times.append(time.process_time() - began)
        except (sqlglot.errors.SqlglotError, RecursionError):
            continue
        accepted.append(path)
        best += min(times)
    return accepted, best, sqlglot.__version__


def stage_table(result):
    megabytes = result['bytes'] / 1e6
    print(f"{result['bytes']:,} bytes, {result['lines']:,} lines")
    print(f"{'stage':8} {'MB/s cold':>10} {'MB/s warm':>10} {'klines/s':>10} {'2 threads':>10}")
    for stage in STAGES:
        r = result[stage]
        gain = 2 * r['wall1'] / r['wall2']
        print(f"{stage:8} {megabytes / r['first']:10.2f} {megabytes / r['best']:10.2f} {result['lines'] / r['best'] / 1000:10.0f} {gain:9.2f}x")
    spin = result['spin']
    print(f"two spinning threads reach {2 * spin['wall1'] / spin['wall2']:.2f}x at this moment")


def growth(tool, sample, work):
    print('\ngrowth of parsing to trees')
    for size in GROWTH_MB:
        path = work / 'large.sql'
        path.write_text((sample + '\nGO\n') * max(1, int(size * 1e6 / len(sample))))
        result = speed(tool, [path], '--stage', 'ast', '--passes', '3' if size <= 1 else '1')
        nanoseconds = 1e9 * result['ast']['best'] / result['bytes']
        print(f"{result['bytes'] / 1e6:7.1f} MB: {nanoseconds:6.1f} ns a byte, peak memory {1024 * result['peak_kb'] / result['bytes']:6.1f} bytes a byte")


def check_cost(tsql2dbt, work):
    """What the structural check adds to compiling the corpus: CPU seconds of whole processes, best of three."""
    cases = [c for c in sorted((ROOT / 'corpus').iterdir()) if (c / 'procedure.sql').exists()]
    seconds = {}
    for option in ('--no-check', '--check'):
        times = []
        for _ in range(3):
            began = os.times()
            for case in cases:
                subprocess.run([tsql2dbt, 'compile', case / 'procedure.sql', '--ddl', case / 'schema.sql', '-o', work / 'dbt', '-q', '--force', option], capture_output=True, check=False)
            ended = os.times()
            times.append(ended.children_user + ended.children_system - began.children_user - began.children_system)
        seconds[option] = min(times)
    plain, checked = seconds['--no-check'], seconds['--check']
    print(f'\nstructural check, {len(cases)} cases: compiling {plain:.2f} s, with the check {checked:.2f} s: {(checked - plain) / plain:.2f} of the compile time')


def cold_start(tsql2dbt, sample, work):
    path = work / 'procedure.sql'
    text = (sample + '\nGO\n') * (1 + 12000 // len(sample))
    path.write_text(text[:text.rindex('\nGO\n', 0, 12000 + len(sample))])
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([tsql2dbt, 'compile', path, '--stop-after', 'parse', '-q'], capture_output=True, check=False)
        times.append(time.perf_counter() - began)
    print(f'\ncold process, {path.stat().st_size:,} bytes: {1000 * min(times):.1f} ms')


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    tool = build / 'tests/bench/speed'
    files = [pathlib.Path(f) for f in sys.argv[2:]] or sorted(f for f in (ROOT / 'corpus').rglob('*.sql') if 'expected' not in f.parts)
    stage_table(speed(tool, files, '--passes', PASSES))
    accepted, seconds, version = sqlglot_seconds(files)
    if accepted:
        ours = speed(tool, accepted, '--stage', 'ast', '--passes', PASSES)
        megabytes = ours['bytes'] / 1e6
        print(f"\nsqlglot {version} on the {len(accepted)} of {len(files)} files that it accepts: {megabytes / seconds:.2f} MB/s; "
              f"ours to trees: {megabytes / ours['ast']['best']:.1f} MB/s, {seconds / ours['ast']['best']:.0f}x")
    sample = max((f.read_text(encoding='utf-8-sig', errors='replace') for f in files), key=lambda t: min(len(t), 100000))
    with tempfile.TemporaryDirectory() as work:
        cold_start(build / 'tsql2dbt', sample[:12000] if len(sample) > 12000 else sample, pathlib.Path(work))
        check_cost(build / 'tsql2dbt', pathlib.Path(work))
        growth(tool, sample, pathlib.Path(work))


if __name__ == '__main__':
    main()
