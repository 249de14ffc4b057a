# SPDX-License-Identifier: Apache-2.0
"""Every file diagnostics/<code>.sql is a small input that produces the diagnostic it is named after."""
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
    codes = sorted({d['code'] for d in (found['diagnostics'] if isinstance(found, dict) else found)})
    assert source.stem in codes, f'produced {codes}'


checks.run('diagnostics', [(s.stem, lambda s=s: check(s)) for s in sorted(INPUTS.glob('*.sql'))])
