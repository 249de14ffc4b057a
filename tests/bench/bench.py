#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the frontend and the whole compiler: `bench.py BUILD_DIR [--sqlglot PYTHON]… [FILE…]`, with the sqlglot of every given Python
(this one without the option) beside them: give one that has sqlglotc, too, to compare with the compiled build.

Without files the project's own corpus is measured. Prints MB/s and lines/s of every stage (CPU time, best of many passes), the gain of two
threads next to that of two spinning ones, the cold start, the cost of the structural check, the memory per input byte and the growth of time
with size, and at the end the goals as ratios within this run."""
import argparse
import json
import logging
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
STAGES = ('lex', 'filter', 'parse', 'ast', 'compile')
GROWTH_MB = (0.1, 1, 10, 50)
GROWTH_ROUNDS = 3
GROWTH_PASS_MB = 10  # a small text is parsed often enough for as many bytes as this
SQLGLOT_ROUNDS = 4
LEAST_SPIN = 1.5
PASSES = 30  # neighbours are rarely quiet for both of two threads at once


def run(command):
    return subprocess.run([str(c) for c in command], capture_output=True, text=True, check=True).stdout


def speed(tool, files, *options):
    return json.loads(run([tool, *options, *files]))


def time_sqlglot(files):
    """Prints, as JSON, what the sqlglot of this Python accepts of the files and its seconds for them: tokenizer and parser only, best of three."""
    try:
        import sqlglot
        import sqlglot.parser
    except ImportError:
        print('null')
        return
    logging.getLogger('sqlglot').setLevel(logging.CRITICAL)  # it says which statements it keeps as text
    accepted, seconds = [], 0.0
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
        accepted.append(str(path))
        seconds += min(times)
    compiled = not sqlglot.parser.__file__.endswith('.py')
    print(json.dumps({'name': f"sqlglot {sqlglot.__version__}{' compiled' if compiled else ''}", 'compiled': compiled, 'accepted': accepted, 'seconds': seconds}))


class Goals:
    """Numbers of this run beside what they should be."""

    def __init__(self):
        self.lines = []

    def at_least(self, what, number, goal):
        self.lines.append((what, number, f'>= {goal}', number >= goal))

    def at_most(self, what, number, goal):
        self.lines.append((what, number, f'<= {goal}', number <= goal))

    def print(self):
        print('\n| figure | this run | goal | met |\n| --- | ---: | ---: | --- |')
        for what, number, goal, met in self.lines:
            print(f"| {what} | {number:.2f} | {goal} | {'yes' if met else 'no'} |")


def stage_table(result, goals):
    megabytes = result['bytes'] / 1e6
    print(f"{result['bytes']:,} bytes, {result['lines']:,} lines")
    print(f"{'stage':8} {'MB/s cold':>10} {'MB/s warm':>10} {'klines/s':>10} {'2 threads':>10}")
    for stage in STAGES:
        r = result[stage]
        gain = 2 * r['wall1'] / r['wall2']
        print(f"{stage:8} {megabytes / r['first']:10.2f} {megabytes / r['best']:10.2f} {result['lines'] / r['best'] / 1000:10.0f} {gain:9.2f}x")
    spin = result['spin']
    spinning = 2 * spin['wall1'] / spin['wall2']
    print(f"two spinning threads reach {spinning:.2f}x at this moment")
    ast = result['ast']
    goals.at_most('bare scanner, times as fast as the parse to trees', ast['best'] / result['lex']['best'], 15)
    goals.at_least('whole compile, part of the speed of the parse', ast['best'] / result['compile']['best'], 0.25)
    if spinning < LEAST_SPIN:
        print('too busy a machine to say what a second thread gains')
        return
    goals.at_least('two threads, times one, where two spinning threads reach two', 2 * (2 * ast['wall1'] / ast['wall2']) / spinning, 1.8)


def beside_sqlglot(tool, pythons, files, goals):
    """Both take turns, and the best of each counts: a busy moment of the machine hits neither of them alone."""
    for python in pythons:
        seconds, best = [], []
        for _ in range(SQLGLOT_ROUNDS):
            other = json.loads(run([python, __file__, '--time-sqlglot', *files]))
            if other is None or not other['accepted']:
                break
            ours = speed(tool, other['accepted'], '--stage', 'ast', '--passes', PASSES)
            seconds.append(other['seconds'])
            best.append(ours['ast']['best'])
        if not best:
            continue
        megabytes, gain = ours['bytes'] / 1e6, min(seconds) / min(best)
        print(f"\n{other['name']} on the {len(other['accepted'])} of {len(files)} files that it accepts: {megabytes / min(seconds):.2f} MB/s; "
              f"ours to trees: {megabytes / min(best):.1f} MB/s, {gain:.0f}x")
        goals.at_least(f"parse to trees, times {other['name']}", gain, 10 if other['compiled'] else 30)


def memory(tool, files, sample, goals):
    """Peak of a process that parses one file, per input byte: the largest file (or the sample repeated, where all are small, so that the process
    itself counts for little) and one INSERT of many short rows."""
    with tempfile.TemporaryDirectory() as work:
        largest = max(files, key=lambda f: f.stat().st_size)
        if largest.stat().st_size < 1e6:
            largest = pathlib.Path(work) / 'repeated.sql'
            largest.write_text((sample + '\nGO\n') * (1 + 4_000_000 // len(sample)))
        rows = pathlib.Path(work) / 'rows.sql'
        rows.write_text('INSERT INTO dbo.t (a, b, c, d, e) VALUES\n' + ',\n'.join(f"({i}, 'name {i}', {i}.5, '2024-01-01', NULL)" for i in range(100000)) + ';\n')
        for what, path in (('a large file', largest), ('one INSERT of 100,000 rows', rows)):
            result = speed(tool, [path], '--stage', 'ast', '--passes', '1')
            goals.at_most(f"bytes of memory per byte of {what} ({result['bytes'] / 1e6:.1f} MB)", 1024 * result['peak_kb'] / result['bytes'], 60)


def growth(tool, sample, work, goals):
    """Nanoseconds per byte for texts of one kind: best of several rounds over all sizes, so that a busy moment hits none of them alone."""
    print('\ngrowth of parsing to trees')
    best, peak, sizes = {}, {}, {}
    path = work / 'large.sql'
    for _ in range(GROWTH_ROUNDS):
        for size in GROWTH_MB:
            path.write_text((sample + '\nGO\n') * max(1, int(size * 1e6 / len(sample))))
            result = speed(tool, [path], '--stage', 'ast', '--passes', max(2, int(GROWTH_PASS_MB / size)))
            best[size] = min(best.get(size, 1e9), 1e9 * result['ast']['best'] / result['bytes'])
            peak[size], sizes[size] = 1024 * result['peak_kb'] / result['bytes'], result['bytes']
    for size in GROWTH_MB:
        print(f'{sizes[size] / 1e6:7.1f} MB: {best[size]:6.1f} ns a byte, peak memory {peak[size]:6.1f} bytes a byte')
    goals.at_most(f'time per byte, dearest of {GROWTH_MB[0]} to {GROWTH_MB[-1]} MB by cheapest', max(best.values()) / min(best.values()), 1.3)


def check_cost(tsql2dbt, work, goals):
    """What the structural check adds to compiling the corpus: CPU seconds of whole processes, best of three."""
    cases = [c for c in sorted((ROOT / 'corpus').iterdir()) if (c / 'procedure.sql').exists()]
    seconds = {}
    for option in ('--no-check', '--check'):
        times = []
        for _ in range(3):
            began = resource.getrusage(resource.RUSAGE_CHILDREN)
            for case in cases:
                subprocess.run([tsql2dbt, 'compile', case / 'procedure.sql', '--ddl', case / 'schema.sql', '-o', work / 'dbt', '-q', '--force', option], capture_output=True, check=False)
            ended = resource.getrusage(resource.RUSAGE_CHILDREN)
            times.append(ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime)
        seconds[option] = min(times)
    plain, checked = seconds['--no-check'], seconds['--check']
    print(f'\nstructural check, {len(cases)} cases: compiling {plain:.2f} s, with the check {checked:.2f} s')
    goals.at_most('structural check, part of the compile time', (checked - plain) / plain, 0.5)


def cold_start(tsql2dbt, sample, work, goals):
    path = work / 'procedure.sql'
    text = (sample + '\nGO\n') * (1 + 12000 // len(sample))
    path.write_text(text[:text.rindex('\nGO\n', 0, 12000 + len(sample))])
    times = []
    for _ in range(7):
        began = time.perf_counter()
        subprocess.run([tsql2dbt, 'compile', path, '--stop-after', 'parse', '-q'], capture_output=True, check=False)
        times.append(time.perf_counter() - began)
    print(f'\ncold process, {path.stat().st_size:,} bytes: {1000 * min(times):.1f} ms')
    goals.at_most('cold process with a procedure of 12 KB, milliseconds', 1000 * min(times), 30)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n\n')[0])
    parser.add_argument('--sqlglot', action='append', metavar='PYTHON', help='an interpreter with sqlglot')
    parser.add_argument('--time-sqlglot', action='store_true', help='only time the sqlglot of this Python over the files')
    parser.add_argument('paths', nargs='+', type=pathlib.Path)
    options = parser.parse_intermixed_args()
    if options.time_sqlglot:
        time_sqlglot(options.paths)
        return
    build = options.paths[0].resolve()
    tool = build / 'tests/bench/speed'
    files = options.paths[1:] or sorted(f for f in (ROOT / 'corpus').rglob('*.sql') if not {'expected', 'fuzz'} & set(f.parts))
    goals = Goals()
    stage_table(speed(tool, files, '--passes', PASSES), goals)
    beside_sqlglot(tool, options.sqlglot or [sys.executable], files, goals)
    sample = max((f.read_text(encoding='utf-8-sig', errors='replace') for f in files), key=lambda t: min(len(t), 100000))
    memory(tool, files, sample, goals)
    with tempfile.TemporaryDirectory() as work:
        cold_start(build / 'tsql2dbt', sample[:12000] if len(sample) > 12000 else sample, pathlib.Path(work), goals)
        check_cost(build / 'tsql2dbt', pathlib.Path(work), goals)
        growth(tool, sample, pathlib.Path(work), goals)
    goals.print()


if __name__ == '__main__':
    main()
