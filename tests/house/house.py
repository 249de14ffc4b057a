#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Rules of the house that no compiler checks: layers, sizes, diagnostics that are documented and tested, nothing left lying about."""
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / 'tests'))
from checks import functions, run  # noqa: E402

MAY_INCLUDE = {
    'ir': {'ir'}, 'frontend': {'ir', 'frontend'}, 'passes': {'ir', 'passes'}, 'backend': {'ir', 'backend'}, 'llm': {'ir', 'llm'},
    'cli': {'ir', 'frontend', 'passes', 'backend', 'llm', 'cli'},
}
TOP_LEVEL = {'CMakeLists.txt', 'CMakePresets.json', 'LICENSE', 'README.md', 'backend', 'cli', 'corpus', 'docs', 'frontend', 'grammars', 'ir',
             'llm', 'passes', 'tests'}
MAX_LINES = 600
DIAGNOSTIC = re.compile(r'^DIAG\((T2D\d{4}), (error|warning|info), (\w+), "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)"\)', re.M)
TOOL = os.environ.get('TSQL2DBT', '')


def tracked():
    """Every file of the project, as Git knows it (new files too), or by walking where there is no Git."""
    command = ['git', '-C', str(ROOT), 'ls-files', '--cached', '--others', '--exclude-standard', '-z']
    try:
        names = subprocess.run(command, capture_output=True, check=True).stdout.decode().split('\0')
        return sorted(ROOT / n for n in names if n and (ROOT / n).is_file())
    except (OSError, subprocess.CalledProcessError):
        skipped = {'.git', 'build', '.venv', '__pycache__'}
        return sorted(p for p in ROOT.rglob('*') if p.is_file() and not skipped & set(p.relative_to(ROOT).parts))


FILES = tracked()


def sources(*suffixes):
    return [f for f in FILES if f.suffix in suffixes and f.relative_to(ROOT).parts[0] in MAY_INCLUDE]


def read(path):
    return path.read_text(encoding='utf-8', errors='replace')


def none(findings):
    findings = list(findings)
    assert not findings, '\n  ' + '\n  '.join(map(str, findings))


def check_includes_follow_the_layers():
    bad = []
    for file in sources('.h', '.cpp', '.def'):
        layer = file.relative_to(ROOT).parts[0]
        for included in re.findall(r'^\s*#\s*include\s+"([^"]+)"', read(file), re.M):
            folder = included.split('/')[0]
            if folder in MAY_INCLUDE and folder not in MAY_INCLUDE[layer]:
                bad.append(f'{file.relative_to(ROOT)} includes {included}')
    none(bad)


def check_only_the_frontend_knows_antlr():
    none(f.relative_to(ROOT) for f in sources('.h', '.cpp') if 'antlr4' in read(f) and f.relative_to(ROOT).parts[0] != 'frontend')


def check_files_are_short():
    none(f'{f.relative_to(ROOT)}: {n} lines' for f in sources('.h', '.cpp') if (n := len(read(f).splitlines())) > MAX_LINES)


def check_spdx_first():
    code = [f for f in FILES if f.suffix in ('.h', '.cpp', '.def', '.py', '.sh', '.cmake', '.g4') or f.name == 'CMakeLists.txt']
    none(f.relative_to(ROOT) for f in code if not any('SPDX-License-Identifier: Apache-2.0' in line for line in read(f).splitlines()[:2]))


def diagnostics():
    return DIAGNOSTIC.findall(read(ROOT / 'ir/diagnostics.def'))


def check_diagnostics_are_in_order():
    rows = diagnostics()
    assert len(rows) == read(ROOT / 'ir/diagnostics.def').count('\nDIAG('), 'a row of the table has another form than the rest'
    codes, names = [r[0] for r in rows], [r[2] for r in rows]
    assert codes == sorted(set(codes)), 'codes are not sorted or not unique'
    none(n for n in set(names) if names.count(n) > 1)


def check_diagnostics_are_documented():
    none(f'{code}: the explanation says nothing' for code, _, _, _, explanation in diagnostics() if len(explanation.split()) < 8)


def check_diagnostics_are_reported():
    text = '\n'.join(read(f) for f in sources('.h', '.cpp'))
    none(f'{code} {name} is never reported' for code, _, name, _, _ in diagnostics() if not re.search(rf'\bdiag::{name}\b', text))


def check_diagnostics_are_tested():
    proofs = [f for f in FILES if f.relative_to(ROOT).parts[0] == 'tests' or (f.relative_to(ROOT).parts[0] == 'corpus' and 'expected' in f.parts)]
    named = [f.stem for f in proofs if f.parent.name == 'diagnostics'] # each file must produce the code it is named after
    text = '\n'.join([*named, *(read(f) for f in proofs if f.suffix not in ('.csv',))])
    none(f'no test produces {code} {name}' for code, _, name, _, _ in diagnostics() if code not in text and f'diag::{name}' not in text)


def check_diagnostics_page_is_current():
    generated = subprocess.run([TOOL, 'explain', '--all', '--markdown'], capture_output=True, check=True).stdout
    assert (ROOT / 'docs/diagnostics.md').read_bytes() == generated, 'run: tsql2dbt explain --all --markdown > docs/diagnostics.md'


def check_pass_table_of_the_docs():
    listed = subprocess.run([TOOL, '--list-passes'], capture_output=True, check=True, text=True).stdout.splitlines()
    page = read(ROOT / 'docs/architecture.md')
    none(f'docs/architecture.md has no row for pass `{name}`' for name in (line.split()[0] for line in listed) if f'`{name}`' not in page)


def check_top_level():
    present = {f.relative_to(ROOT).parts[0] for f in FILES}
    none(n for n in sorted(present - TOP_LEVEL) if not n.startswith('.'))


def check_nothing_is_left_for_later():
    words = re.compile(r'\b(TO' r'DO|FIX' r'ME|X' r'XX|HA' r'CK)\b')
    none(f'{f.relative_to(ROOT)}:{number}: {line.strip()[:100]}' for f in FILES if f.suffix not in ('.csv', '.sql') and f.name != 'LICENSE'
         for number, line in enumerate(read(f).splitlines(), 1) if words.search(line))


def check_no_machine_paths():
    paths = re.compile(r'(?<![\w.$/}])/(home|root|work|Users|mnt)/\w')
    none(f'{f.relative_to(ROOT)}:{number}: {line.strip()[:100]}' for f in FILES if f.suffix not in ('.csv',)
         for number, line in enumerate(read(f).splitlines(), 1) if paths.search(line))


if __name__ == '__main__':
    run('house', functions(globals()))
