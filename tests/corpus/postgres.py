# SPDX-License-Identifier: Apache-2.0
"""A PostgreSQL server of a test's own, its connections with the calls of DuckDB's, and rows and types as they arrive there."""
import contextlib
import glob
import os
import pathlib
import pwd
import shutil
import subprocess
import tempfile

from replay_case import quoted, read_rows

BINARIES = sorted(glob.glob('/usr/lib/postgresql/*/bin'), key=lambda p: int(p.split('/')[4]), reverse=True)
TYPES = {
    'BOOLEAN': 'boolean', 'UTINYINT': 'smallint', 'SMALLINT': 'smallint', 'INTEGER': 'integer', 'BIGINT': 'bigint', 'DOUBLE': 'double precision', 'FLOAT': 'real',
    'DATE': 'date', 'TIME': 'time without time zone', 'TIMESTAMP': 'timestamp without time zone', 'TIMESTAMP WITH TIME ZONE': 'timestamp with time zone',
    'UUID': 'uuid', 'BLOB': 'bytea', 'VARCHAR': 'text', None: 'text',
}


def type_of(kind):
    """The PostgreSQL type for a type of `replay_case`, as `format_type` writes it."""
    return TYPES.get(kind) or {'timestamp': 'timestamp without time zone', 'timestamptz': 'timestamp with time zone', 'time': 'time without time zone'}.get(kind) or kind.replace('DECIMAL', 'numeric').replace(' ', '')


def available():
    try:
        import psycopg2  # noqa: F401
    except ImportError:
        return False
    return bool(BINARIES)


class Server:
    """A cluster in a folder of its own, reached by a socket there; gone with the `with` block. The server refuses to run as root."""

    def __enter__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='pg-', dir='/tmp'))
        if os.getuid() == 0:
            user = pwd.getpwnam('postgres')
            os.chown(self.folder, user.pw_uid, user.pw_gid)
        self.command('initdb', '-D', 'data', '-E', 'UTF8', '--locale=C.UTF-8', '-U', 'postgres', '-A', 'trust')
        settings = f"-c listen_addresses='' -c unix_socket_directories={self.folder} -c fsync=off -c full_page_writes=off -c synchronous_commit=off -c timezone=UTC"
        self.command('pg_ctl', '-D', 'data', '-w', '-l', 'log', '-o', settings, 'start')
        return self

    def __exit__(self, *_):
        self.command('pg_ctl', '-D', 'data', '-m', 'immediate', 'stop')
        shutil.rmtree(self.folder, ignore_errors=True)

    def command(self, name, *arguments):
        drop = ['runuser', '-u', 'postgres', '--'] if os.getuid() == 0 else []
        done = subprocess.run([*drop, f'{BINARIES[0]}/{name}', *arguments], cwd=self.folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
        if done.returncode:
            raise RuntimeError(f'{name}: {done.stderr[-1000:]}')

    def create(self, database):
        with self.connect('postgres') as connection:
            connection.execute(f'create database {quoted(database)}')

    def drop(self, database):
        with self.connect('postgres') as connection:
            connection.execute(f'drop database if exists {quoted(database)} with (force)')

    @contextlib.contextmanager
    def connect(self, database):
        import psycopg2
        connection = psycopg2.connect(host=str(self.folder), user='postgres', dbname=database)
        connection.autocommit = True
        try:
            yield Connection(connection)
        finally:
            connection.close()


class Connection:
    def __init__(self, connection):
        self.connection = connection

    def execute(self, sql, values=None):
        cursor = self.connection.cursor()
        cursor.execute(sql, values)
        return cursor


def load(connection, relation, columns, path):
    """Makes `relation` hold exactly the rows of a CSV file (None: no rows)."""
    connection.execute(f'create schema if not exists {quoted(relation[0])}')
    connection.execute(f"create table if not exists {quoted(*relation)} ({', '.join(f'{quoted(c.name)} {type_of(c.kind)}' for c in columns)})")
    connection.execute(f'delete from {quoted(*relation)}')
    if path is None:
        return
    kinds = {c.name.lower(): c.kind for c in columns}
    names = {c.name.lower(): c.name for c in columns}
    head, rows = read_rows(path)
    listed = ', '.join(quoted(names.get(name.lower(), name)) for name in head).replace('%', '%%')
    statement = f"insert into {quoted(*relation).replace('%', '%%')} ({listed}) values ({', '.join(f'cast(%s as {type_of(kinds.get(name.lower()))})' for name in head)})"
    for row in rows:
        connection.execute(statement, [value(text, kinds.get(name.lower())) for name, text in zip(head, row)])


def value(text, kind):
    if text == r'\N':
        return None
    if kind == 'TIMESTAMP' and '.' in text:
        text = text[:text.index('.') + 7]  # the seventh digit is cut
    return '\\x' + text[2:] if kind == 'BLOB' else text


def described(connection, relation):
    """{name: (type, collation)} of a relation's columns."""
    rows = connection.execute(
        'select attname, format_type(atttypid, atttypmod), coalesce(collname, \'default\') from pg_attribute left join pg_collation c on c.oid = attcollation '
        'where attrelid = cast(%s as regclass) and attnum > 0 and not attisdropped', [quoted(*relation)]).fetchall()
    return {row[0]: (row[1], row[2]) for row in rows}


def difference(connection, relation, columns, ignore, path):
    """Why the rows of `relation` are not those of the file, or ''."""
    have = described(connection, relation)
    present = {name.lower() for name in read_rows(path)[0]}
    compared = [c for c in columns if c.name.lower() in present and c.name.lower() not in ignore]
    for column in compared:
        if column.name not in have:
            return f'no column {column.name}, only {sorted(have)}'
        kind, collation = have[column.name]
        if column.kind is not None and kind != type_of(column.kind):
            return f'column {column.name} is {kind}, not {type_of(column.kind)}'
        if collation != 'default':
            return f'column {column.name} has collation {collation}'
    connection.execute('drop schema if exists expected cascade')
    load(connection, ('expected', 'rows'), columns, path)
    listed = ', '.join(comparable(c, have[c.name][0]) for c in compared)
    ours, theirs = (f'select {listed} from {quoted(*r)}' for r in (('expected', 'rows'), relation))
    missing = connection.execute(f'{ours} except all {theirs}').fetchall()
    extra = connection.execute(f'{theirs} except all {ours}').fetchall()
    connection.execute('drop schema expected cascade')
    if not missing and not extra:
        return ''
    return f'({listed}): {len(missing)} rows missing, e.g. {missing[:2]}; {len(extra)} rows too many, e.g. {extra[:2]}'


def comparable(column, kind):
    """What of a value counts: floating-point numbers to twelve digits, as the order of a sum is not part of a result."""
    name = quoted(column.name)
    if column.kind in ('DOUBLE', 'FLOAT'):
        return f"to_char({name}::double precision, '9.99999999999EEEE')"
    if column.padded:
        return f'rtrim({name})'
    return f'cast({name} as {kind})' if column.kind is None else name
