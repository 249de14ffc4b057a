# SPDX-License-Identifier: Apache-2.0
"""A test runner for scripts: every check is a function; the closing line counts them."""
import sys
import traceback


class Skip(Exception):
    """The surroundings do not allow the check (its text says why)."""


def run(name, checks):
    """Runs (label, function) pairs; a function fails by raising. Exits with 1 when one failed."""
    passed = failed = 0
    for label, check in checks:
        try:
            check()
            passed += 1
        except Skip as why:
            print(f'skipped {label}: {why}')
        except AssertionError as error:
            failed += 1
            print(f'FAILED {label}: {error or traceback.format_exc(limit=-1)}')
        except Exception:
            failed += 1
            print(f'FAILED {label}: {traceback.format_exc()}')
    print(f'{name}: {passed} passed, {failed} failed')
    sys.exit(1 if failed or not passed else 0)


def functions(module, prefix='check_'):
    """The checks of a module in the order they are written."""
    return [(name[len(prefix):], value) for name, value in module.items() if name.startswith(prefix)]


def equal(actual, expected, what):
    assert actual == expected, f'{what}:\n  expected {expected!r}\n  but got  {actual!r}'
