#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs a libFuzzer target: `fuzz.py TARGET SECONDS WORK_DIR [SEED]`. The seed is 1 where none is given, so that a test tries the same inputs
each time; 0 lets the fuzzer choose one, for long runs. What it starts from are the project's own T-SQL, cut into batches, and corpus/fuzz (nasty
inputs, and what a fuzzer has found) as it is; the dictionary is the grammar's list of literals. Exit code of the fuzzer: not 0 on a crash,
leak, timeout or sanitizer report."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
NASTY = ROOT / 'corpus/fuzz'
LARGEST_SEED = 4000


def literals():
    grammar = (ROOT / 'grammars/TSqlLexer.g4').read_text()
    words = re.findall(r"^\w+ *: '((?:[^'\\]|\\.)+)' ;", grammar, re.M)
    return sorted({word.replace('\\', '\\\\').replace('"', '\\"') for word in words})


def batches():
    for path in sorted((ROOT / 'corpus').glob('*/*.sql')):
        if path.parent != NASTY:
            yield from re.split(r'^\s*GO\s*$', path.read_text(errors='replace'), flags=re.M | re.I)
    for path in sorted((ROOT / 'tests/frontend/golden').glob('*.test')):
        yield from path.read_text().split('\n--\n')[0].split(';\n')


def main():
    target, seconds, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    seed = sys.argv[4] if len(sys.argv) > 4 else '1'
    seeds = work / 'seeds'
    found = work / 'found'
    seeds.mkdir(parents=True, exist_ok=True)
    found.mkdir(exist_ok=True)
    for number, text in enumerate(batches()):
        if text.strip() and len(text) <= LARGEST_SEED:
            (seeds / f'{number:05}.sql').write_text(text)
    dictionary = work / 'words.dict'
    dictionary.write_text(''.join(f'"{word}"\n' for word in literals()))
    return subprocess.run([target, f'-max_total_time={seconds}', f'-seed={seed}', '-verbosity=0', f'-dict={dictionary}', '-timeout=10', '-rss_limit_mb=3000', '-max_len=8000',
                           '-print_final_stats=1', f'-artifact_prefix={work}/', found, seeds, NASTY], check=False).returncode


if __name__ == '__main__':
    sys.exit(main())
