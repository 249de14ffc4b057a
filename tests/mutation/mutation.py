#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores the structural check: mutates emitted models and asks `tsql2dbt check` about every mutant and every unmutated model.

    TSQL2DBT=build/release/tsql2dbt python3 tests/mutation/mutation.py [--limit N] [--survivors] [CASE…]

A model that is only spelled another way must not become a semantic gap. A mutant is killed when a check calls it a semantic gap, noticed when its verdict is worse than that of the model it was made from. Mutants
of models that are not proved themselves (verdict unproven) are counted apart: there only a gap is a finding.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from operators import FORMATTING, OPERATORS  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = os.path.abspath(os.environ['TSQL2DBT'])
RANK = {'match': 0, 'intentional divergence': 1, 'unproven': 2, 'semantic gap': 3}
BATCH = 60  # mutants for one call of the tool


def verdicts(case, paths):
    """Path → (verdict, checks) as `tsql2dbt check` gives them."""
    out = {}
    for i in range(0, len(paths), BATCH):
        command = [TOOL, 'check', str(case / 'procedure.sql'), *map(str, paths[i:i + BATCH]), '--ddl', str(case / 'schema.sql'), '--json']
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        for model in json.loads(done.stdout)['models']:
            out[model['path']] = (model['verdict'], model['checks'])
    return out


def models_of(case, folder):
    subprocess.run([TOOL, 'compile', str(case / 'procedure.sql'), '--ddl', str(case / 'schema.sql'), '-o', str(folder), '-q'], capture_output=True, text=True, check=False)
    return [m for m in sorted(folder.glob('models/*/*.sql')) if not m.stem.endswith('__before')]


def mutants_of(model, folder, limit, operators):
    """Writes every mutant of a model into a folder of its own; (operator, path)."""
    text = model.read_text(encoding='utf-8')
    seen = {text}
    for name, operator in operators.items():
        made = 0
        for mutant in operator(text):
            if mutant in seen or (limit and made >= limit):
                continue
            seen.add(mutant)
            made += 1
            path = folder / str(len(seen)) / model.name
            path.parent.mkdir(parents=True)
            path.write_text(mutant, encoding='utf-8')
            yield name, path


def score_case(case, options, table, shares, survivors, spelled):
    gaps = []
    with tempfile.TemporaryDirectory(prefix='mutation-') as scratch:
        scratch = pathlib.Path(scratch)
        for model in models_of(case, scratch / 'dbt'):
            base = verdicts(case, [model])[str(model)]
            shares[base[0]] += 1
            if base[0] == 'semantic gap':
                gaps.append((case.name, model.stem))
            respelled = list(mutants_of(model, scratch / 'respelled' / model.stem, options.limit, FORMATTING))
            for path, (verdict, _) in verdicts(case, [path for _, path in respelled]).items():
                spelled[verdict == base[0]] += 1
                if verdict == 'semantic gap':
                    gaps.append((case.name, model.stem, difference(model.read_text(), pathlib.Path(path).read_text())))
            mutants = list(mutants_of(model, scratch / model.stem, options.limit, OPERATORS))
            found = verdicts(case, [path for _, path in mutants])
            proved = RANK[base[0]] < RANK['unproven']
            for name, path in mutants:
                verdict = found[str(path)][0]
                kind = 'gap' if verdict == 'semantic gap' else 'noticed' if proved and RANK[verdict] > RANK[base[0]] and verdict == 'unproven' else 'survived'
                table[name][('proved ' if proved else 'unproved ') + kind] += 1
                if proved and kind == 'survived':
                    survivors.append((case.name, model.stem, name, difference(model.read_text(), path.read_text())))
    return gaps


def difference(before, after):
    old, new = before.split('\n'), after.split('\n')
    start = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), 0)
    return f'{start + 1}: {old[start].strip()} -> {new[start].strip()}'


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('cases', nargs='*', type=pathlib.Path, help='case folders (default: corpus/*)')
    parser.add_argument('--limit', type=int, default=0, help='mutants of one operator in one model (default: all)')
    parser.add_argument('--survivors', action='store_true', help='list the mutants of proved models that no check noticed')
    options = parser.parse_args()
    cases = options.cases or sorted(p for p in (ROOT / 'corpus').iterdir() if (p / 'procedure.sql').exists())
    table, shares, survivors, gaps, spelled = collections.defaultdict(collections.Counter), collections.Counter(), [], [], collections.Counter()
    for case in cases:
        gaps += score_case(case, options, table, shares, survivors, spelled)
    kinds = ['proved gap', 'proved noticed', 'proved survived', 'unproved gap', 'unproved survived']
    print(f'{"operator":<28}' + ''.join(f'{kind:>19}' for kind in kinds))
    total = collections.Counter()
    for name in OPERATORS:
        total.update(table[name])
        print(f'{name:<28}' + ''.join(f'{table[name][kind]:>19}' for kind in kinds))
    print(f'{"all":<28}' + ''.join(f'{total[kind]:>19}' for kind in kinds))
    proved = sum(total[kind] for kind in kinds[:3])
    print(f'mutants: {sum(total.values())}; of proved models {proved}, detected {100 * (proved - total["proved survived"]) / max(1, proved):.1f} %, called a gap {100 * total["proved gap"] / max(1, proved):.1f} %')
    print(f'models spelled another way: {sum(spelled.values())}, of these with another verdict: {spelled[False]}')
    print('unmutated models:', dict(shares), 'gaps:', gaps)
    if options.survivors:
        for survivor in survivors:
            print(*survivor, sep=' | ')
    return 1 if gaps else 0


if __name__ == '__main__':
    sys.exit(main())
