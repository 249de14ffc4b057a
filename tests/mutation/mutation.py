#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Scores the structural check: mutates emitted models, runs every mutant on data, and asks `tsql2dbt check` about it.

    TSQL2DBT=build/release/tsql2dbt python3 tests/mutation/mutation.py [--limit N] [--seconds N] [--survivors] [CASE…]

A mutant that gives other rows on some data is a defect that the check has to see in the models that it proves: as a semantic gap, or at least as
`unproven`. A model that nobody changed, or that is only spelled another way, must not become a semantic gap; that makes the tool fail. Mutants
that no data told apart are counted as equivalent.
"""
import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent))
from equivalence import Judge, key  # noqa: E402
from operators import FORMATTING, OPERATORS  # noqa: E402

ROOT = pathlib.Path(__file__).resolve().parents[2]
TOOL = os.path.abspath(os.environ['TSQL2DBT'])
RANK = {'match': 0, 'intentional divergence': 1, 'unproven': 2, 'semantic gap': 3}
BATCH = 60  # mutants for one call of the tool
KINDS = ['gap', 'noticed', 'survived', 'equivalent', 'gap on equal']


def verdicts(case, paths):
    """Path → verdict as `tsql2dbt check` gives it."""
    out = {}
    for i in range(0, len(paths), BATCH):
        command = [TOOL, 'check', str(case / 'procedure.sql'), *map(str, paths[i:i + BATCH]), '--ddl', str(case / 'schema.sql'), '--json']
        done = subprocess.run(command, capture_output=True, text=True, timeout=600)
        out.update({model['path']: model['verdict'] for model in json.loads(done.stdout)['models']})
    return out


def compiled(case, folder):
    """{model file: table} of the models that are complete."""
    subprocess.run([TOOL, 'compile', str(case / 'procedure.sql'), '--ddl', str(case / 'schema.sql'), '-o', str(folder), '-q', '--no-check'], capture_output=True, text=True, check=False)
    results = json.loads((folder / 'target/tsql2dbt/result.json').read_text(encoding='utf-8'))['results']
    return {folder / r['output']['artifact_paths']['model_sql']: key(r['item_id']) for r in results if r['status'] == 'ok' and r['output']['artifact_paths']['model_sql']}


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


def difference(before, after):
    old, new = before.split('\n'), after.split('\n')
    start = next((i for i, (a, b) in enumerate(zip(old, new)) if a != b), 0)
    return f'{start + 1}: {old[start].strip()} -> {new[start].strip()}'


def cases_of(path):
    return [path] if (path / 'procedure.sql').exists() else sorted(p for p in path.iterdir() if (p / 'procedure.sql').exists())


class Score:
    def __init__(self):
        self.table = collections.defaultdict(collections.Counter)  # operator → kind → count, over the models that are proved
        self.apart = collections.Counter()                        # mutants of other models, and of models that no rows were found for
        self.shares, self.spelled = collections.Counter(), collections.Counter()
        self.alarms, self.listed = [], []

    def case(self, case, options):
        with tempfile.TemporaryDirectory(prefix='mutation-') as scratch:
            scratch = pathlib.Path(scratch)
            models = compiled(case, scratch / 'dbt')
            judge = Judge(TOOL, case, scratch / 'dbt', {table: path.stem for path, table in models.items()}, scratch, range(1, options.seeds + 1))
            proved = {}  # model → what is known of it and of its mutants
            for model in models:
                base = verdicts(case, [model])[str(model)]
                self.shares[base] += 1
                if base == 'semantic gap':
                    self.alarms.append((case.name, model.stem))
                self.respelled(case, model, base, scratch, options)
                made = list(mutants_of(model, scratch / model.stem, options.limit, OPERATORS))
                if RANK[base] < RANK['unproven']:
                    proved[model.stem] = (base, model, made)
                else:
                    self.apart['unproven'] += len(made)
            differ, ran = judge.differing({stem: {path: path.read_text(encoding='utf-8') for _, path in made} for stem, (_, _, made) in proved.items()})
            for stem, (base, model, made) in proved.items():
                self.mutants(case, model, base, made, differ, stem in ran)

    def respelled(self, case, model, base, scratch, options):
        paths = [path for _, path in mutants_of(model, scratch / 'respelled' / model.stem, options.limit, FORMATTING)]
        for path, verdict in verdicts(case, paths).items():
            self.spelled[verdict == base] += 1
            if verdict == 'semantic gap':
                self.alarms.append((case.name, model.stem, difference(model.read_text(), pathlib.Path(path).read_text())))

    def mutants(self, case, model, base, made, differ, ran):
        if not ran:
            self.apart['not run'] += len(made)
            return
        found = verdicts(case, [path for _, path in made])
        for name, path in made:
            verdict = found[str(path)]
            if path in differ:
                kind = 'gap' if verdict == 'semantic gap' else 'noticed' if RANK[verdict] > RANK[base] else 'survived'
            else:
                kind = 'gap on equal' if verdict == 'semantic gap' else 'equivalent'
            self.table[name][kind] += 1
            if kind in ('survived', 'noticed', 'gap on equal'):
                self.listed.append((kind, case.name, model.stem, name, difference(model.read_text(), path.read_text())))

    def print(self, survivors):
        print(f'{"operator":<28}' + ''.join(f'{kind:>12}' for kind in KINDS))
        total = collections.Counter()
        for name in OPERATORS:
            total.update(self.table[name])
            print(f'{name:<28}' + ''.join(f'{self.table[name][kind]:>12}' for kind in KINDS))
        print(f'{"all":<28}' + ''.join(f'{total[kind]:>12}' for kind in KINDS))
        wrong = max(1, total['gap'] + total['noticed'] + total['survived'])
        print(f'mutants: {sum(total.values())} of proved models, {self.apart["unproven"]} of others, {self.apart["not run"]} that no rows were found for')
        print(f'of {wrong} that give other rows {100 * (wrong - total["survived"]) / wrong:.1f} % lose the verdict, {100 * total["gap"] / wrong:.1f} % are called a gap')
        print(f'models spelled another way: {sum(self.spelled.values())}, of these with another verdict: {self.spelled[False]}')
        print('unmutated models:', dict(self.shares), 'false alarms:', self.alarms)
        if survivors:
            for row in sorted(self.listed):
                print(*row, sep=' | ')


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('cases', nargs='*', type=pathlib.Path, help='case folders, or folders of them (default: corpus)')
    parser.add_argument('--limit', type=int, default=0, help='mutants of one operator in one model (default: all)')
    parser.add_argument('--seeds', type=int, default=4, help='runs with generated rows')
    parser.add_argument('--seconds', type=float, default=float('inf'), help='begin no further case after this time')
    parser.add_argument('--every', type=int, default=1, help='take every Nth case only')
    parser.add_argument('--survivors', action='store_true', help='list the mutants that were not called a gap')
    options = parser.parse_args()
    cases = [case for path in options.cases or [ROOT / 'corpus'] for case in cases_of(path)]
    score, until = Score(), time.monotonic() + options.seconds
    for case in cases[::options.every]:
        if time.monotonic() < until:
            score.case(case, options)
    score.print(options.survivors)
    return 1 if score.alarms else 0


if __name__ == '__main__':
    sys.exit(main())
