#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One effect, several spellings: every procedure_N.sql of a folder must give the recorded rows and the same `write_effect` (the
latter is reported, and demanded with --effects).

A folder of corpus/spellings is a replay case with several procedures in place of procedure.sql. Each of them is replayed as replay.py
does it, in all of its variants.
"""
import argparse
import collections
import multiprocessing
import os
import sys
import tempfile
import traceback

from replay import Failure, case_folders, judge, warm_up
from replay_case import Case, key


class Spelling(Case):
    """The case of a folder, written as one of its procedures."""

    def __init__(self, folder, procedure):
        super().__init__(folder)
        self.procedure = procedure


def effects(case, items):
    """{target: write effect} of the compared targets."""
    wanted = {key(target) for target in case.targets}
    return {key(item['item_id']): item['write_effect'] for item in items if key(item['item_id']) in wanted}


def one(job):
    """(folder, procedure, kind of failure or 'pass', text, effects) of one spelling."""
    folder, procedure, tool, variants = job
    found = {}
    try:
        case = Spelling(folder, procedure)
        with tempfile.TemporaryDirectory(prefix='spelling-') as work:
            judge(case, tool, variants, work, seen=lambda items: found.update(effects(case, items)))
        return folder, procedure, 'pass', '', found
    except Failure as failure:
        return folder, procedure, failure.kind, str(failure), found
    except Exception:  # a broken case counts against the case
        return folder, procedure, 'case', traceback.format_exc(limit=-2), found


def disagreements(results):
    """A line per folder and target whose spellings were not given one write effect."""
    by_target = collections.defaultdict(dict)
    for folder, procedure, _, _, found in results:
        for target, effect in found.items():
            by_target[folder, target][procedure] = effect
    for (folder, target), named in sorted(by_target.items()):
        if len(set(named.values())) > 1:
            yield f'effect   {os.path.basename(folder)}: {target}: ' + ', '.join(f'{p}: {e}' for p, e in sorted(named.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--tool', required=True, help='the tsql2dbt to judge')
    parser.add_argument('-j', '--jobs', type=int, default=2)
    parser.add_argument('--also', action='append', default=['--force-state', '--plain'], help='replay with this option of the compiler too')
    parser.add_argument('--effects', action='store_true', help='fail where the spellings of a folder are not given one write effect, too')
    parser.add_argument('folders', nargs='+', help='folders with several procedures, or folders of such folders')
    options = parser.parse_args()
    folders = [folder for parent in options.folders for folder in case_folders(parent)]
    jobs = [(str(folder), procedure.name, os.path.abspath(options.tool), options.also)
            for folder in folders for procedure in sorted(folder.glob('procedure_*.sql'))]
    # As in replay.py: dbt is loaded once and keeps global state, so each spelling gets a fork.
    warm_up(one, jobs[0])
    with multiprocessing.get_context('fork').Pool(options.jobs, maxtasksperchild=1) as pool:
        results = list(pool.imap(one, jobs, chunksize=1))
    failed = [f'{kind:8} {os.path.basename(folder)}/{procedure}: {text}' for folder, procedure, kind, text, _ in results if kind != 'pass']
    lines = failed + list(disagreements(results))
    print('\n'.join([*lines, f'spellings: {len(results) - len(failed)} passed, {len(failed)} failed, {len(lines) - len(failed)} effects differ']))
    return 1 if failed or not jobs or (options.effects and lines) else 0


if __name__ == '__main__':
    sys.exit(main())
