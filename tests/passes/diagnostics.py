# SPDX-License-Identifier: Apache-2.0
"""Every file diagnostics/<code>[-<case>].sql is a small input that produces the diagnostic it is named after; a comment /*here*/ stands
where the diagnostic must point."""
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import checks  # noqa: E402

TOOL = os.environ['TSQL2DBT']
INPUTS = pathlib.Path(__file__).resolve().parent / 'diagnostics'


def check(source):
    with tempfile.TemporaryDirectory() as out:
        run = subprocess.run([TOOL, 'compile', str(source), '--out', out, '--diagnostics', 'json'], capture_output=True, text=True, check=False)
    assert run.returncode in (0, 1), f'exit {run.returncode}: {run.stderr}'
    found = json.loads(run.stdout)
    codes = sorted({d['code'] for d in found['diagnostics']})
    code = source.stem.split('-')[0]
    assert code in codes, f'produced {codes}'
    before, marker, _ = source.read_text().partition('/*here*/')
    if marker:
        place = (before.count('\n') + 1, len((before + marker).rsplit('\n', 1)[-1]) + 1)
        places = [(d['line'], d['column']) for d in found['diagnostics'] if d['code'] == code]
        assert place in places, f'expected {code} at {place}, found it at {places}'


checks.run('diagnostics', [(s.stem, lambda s=s: check(s)) for s in sorted(INPUTS.glob('*.sql'))])
