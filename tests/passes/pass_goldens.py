# SPDX-License-Identifier: Apache-2.0
"""Small procedures through the pipeline up to one pass, compared with what that pass printed before.

goldens/<pass>.<what>.sql is the input, goldens/<pass>.<what>.txt the dump after <pass>. TSQL2DBT_UPDATE=1 rewrites the dumps.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import checks  # noqa: E402

TOOL = os.environ['TSQL2DBT']
GOLDENS = pathlib.Path(__file__).resolve().parent / 'goldens'


def dump(source, pass_name):
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.run([TOOL, 'compile', source.name, '--out', out, '--stop-after', pass_name, '--dump-after', pass_name, '-q'],
                             cwd=GOLDENS, capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    return run.stdout


def check(source):
    actual = dump(source, source.name.split('.')[0])
    expected = source.with_suffix('.txt')
    if os.environ.get('TSQL2DBT_UPDATE'):
        expected.write_text(actual, encoding='utf-8')
    assert actual.strip(), 'the pass printed nothing'
    checks.equal(actual, expected.read_text(encoding='utf-8'), expected.name)


def main():
    sources = sorted(GOLDENS.glob('*.sql'))
    checks.run('pass goldens', [(s.name, lambda s=s: check(s)) for s in sources])


main()
