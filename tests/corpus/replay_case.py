# SPDX-License-Identifier: Apache-2.0
"""One replay case (docs/architecture.md, "Replay cases"): its tables, its rows, and the comparison of what a model built with what is expected."""
import csv
import pathlib
import re
from typing import NamedTuple, Optional

import yaml

DUCKDB_TYPES = {
    'bit': 'BOOLEAN', 'tinyint': 'UTINYINT', 'smallint': 'SMALLINT', 'int': 'INTEGER', 'integer': 'INTEGER', 'bigint': 'BIGINT',
    'money': 'DECIMAL(19,4)', 'smallmoney': 'DECIMAL(10,4)', 'float': 'DOUBLE', 'real': 'FLOAT', 'date': 'DATE', 'time': 'TIME',
    'datetime': 'TIMESTAMP', 'datetime2': 'TIMESTAMP', 'smalldatetime': 'TIMESTAMP', 'datetimeoffset': 'TIMESTAMP WITH TIME ZONE',
    'uniqueidentifier': 'UUID', 'binary': 'BLOB', 'varbinary': 'BLOB', 'image': 'BLOB', 'rowversion': 'BLOB', 'timestamp': 'BLOB',
}
NO_COLUMN = {'constraint', 'primary', 'unique', 'foreign', 'check', 'index'}
TOKEN = re.compile(r"--[^\n]*|/\*.*?\*/|\[(?:[^\]]|\]\])*\]|\"[^\"]*\"|N?'(?:[^']|'')*'|\w+|[^\s\w]", re.S)
PART = re.compile(r'\[([^\]]+)\]|"([^"]+)"|([^.\[\]"]+)')


class Column(NamedTuple):
    name: str
    kind: Optional[str]  # DuckDB type; None for a computed column
    padded: bool = False  # CHAR, whose trailing blanks are not part of the value


def split_name(text):
    """The (schema, name) of a possibly quoted name with one or more parts, as written."""
    parts = [a or b or c for a, b, c in PART.findall(text)]
    return (parts[-2], parts[-1]) if len(parts) > 1 else ('dbo', parts[0])


def key(text):
    schema, name = split_name(text)
    return f'{schema}.{name}'.lower()


def quoted(*names):
    return '.'.join('"' + name.replace('"', '""') + '"' for name in names)


def duckdb_type(base, arguments, aliases):
    base = aliases.get(base, base)
    if base in ('decimal', 'numeric', 'dec'):
        precision, scale = (arguments + ['0'])[:2] if arguments else ('18', '0')
        return f'DECIMAL({precision},{scale})'
    if base == 'float' and arguments and int(arguments[0]) <= 24:
        return 'FLOAT'
    return DUCKDB_TYPES.get(base, 'VARCHAR')


def column_of(tokens, aliases):
    """The Column of one element of a CREATE TABLE, None for a constraint."""
    name = split_name(tokens[0])[1]
    if tokens[0].lower() in NO_COLUMN or [t.lower() for t in tokens[:2]] == ['period', 'for']:
        return None
    if len(tokens) > 1 and tokens[1].lower() == 'as':
        return Column(name, None)
    rest = tokens[1:] or ['timestamp']
    while len(rest) > 2 and rest[1] == '.':
        rest = rest[2:]
    arguments = [t for t in rest[2:rest.index(')')] if t.isdigit()] if rest[1:2] == ['('] else []
    base = split_name(rest[0])[1].lower()
    return Column(name, duckdb_type(base, arguments, aliases), aliases.get(base, base) in ('char', 'nchar'))


def read_tables(ddl):
    """{key: [Column]} of every CREATE TABLE in a T-SQL text."""
    tokens = [t for t in TOKEN.findall(ddl) if not t.startswith(('--', '/*'))]
    lower = [t.lower() for t in tokens]
    tables, aliases = {}, {}
    for at, word in enumerate(lower):
        if word != 'create' or lower[at + 1:at + 2] not in (['table'], ['type']):
            continue
        end = at + 3
        while lower[end] == '.':
            end += 2
        name = ''.join(tokens[at + 2:end])
        if lower[end] == 'from':
            aliases[key(name).split('.')[1]] = lower[end + 1]
        elif lower[end] == '(':
            tables[key(name)] = [c for c in (column_of(e, aliases) for e in elements(tokens, end)) if c]
    return tables


def elements(tokens, at):
    """The comma-separated elements of the parenthesis that opens at `at`."""
    depth, element = 0, []
    for token in tokens[at:]:
        depth += (token == '(') - (token == ')')
        if depth == 0 or (depth == 1 and token == ','):
            yield element
            element = []
            if depth == 0:
                return
        elif not (depth == 1 and token == '(' and not element):
            element.append(token)


def column_sets(spec):
    """{table: columns} of a mapping as it is written in YAML, names in lower case."""
    return {key(table): {column.lower() for column in columns} for table, columns in (spec or {}).items()}


def disputed():
    """{case: {table: columns}}: see disputed.yml."""
    path = pathlib.Path(__file__).with_name('disputed.yml')
    return yaml.safe_load(path.read_text(encoding='utf-8')) or {}


class Case:
    """A case folder, read."""

    procedure = 'procedure.sql'

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        spec = yaml.safe_load((self.folder / 'case.yml').read_text(encoding='utf-8'))
        self.targets = spec['targets']
        self.holes = {key(table) for table in spec.get('holes') or ()}  # targets that must be reported, not guessed
        self.params = {str(k): v for k, v in (spec.get('params') or {}).items()}
        self.ignore = column_sets(spec.get('ignore'))
        for table, columns in column_sets(disputed().get(self.folder.name)).items():
            self.ignore.setdefault(table, set()).update(columns)
        self.tables = read_tables((self.folder / 'schema.sql').read_text(encoding='utf-8-sig'))
        self.steps = sorted((d for d in self.folder.glob('step*')), key=lambda d: int(d.name[4:]))
        for step in self.steps:  # a table without DDL has the columns of its rows, as texts
            for table, path in self.before(step).items():
                self.tables.setdefault(table, [Column(name, None) for name in read_rows(path)[0]])

    def before(self, step):
        return {key(f.stem): f for f in sorted((step / 'before').glob('*.csv'))}

    def after(self, step, target):
        return next(f for f in (step / 'after').glob('*.csv') if key(f.stem) == key(target))


def read_rows(path):
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.reader(file))
    return (rows[0], rows[1:]) if rows else ([], [])


def load(connection, relation, columns, path):
    """Makes `relation` hold exactly the rows of a CSV file (None: no rows)."""
    connection.execute(f'create schema if not exists {quoted(relation[0])}')
    listed = ', '.join(f'{quoted(c.name)} {c.kind or "VARCHAR"}' for c in columns)
    connection.execute(f'create table if not exists {quoted(*relation)} ({listed})')
    connection.execute(f'delete from {quoted(*relation)}')
    if path is None:
        return
    kinds = {c.name.lower(): c.kind for c in columns}
    head, rows = read_rows(path)
    statement = f'insert into {quoted(*relation)} ({", ".join(map(quoted, head))}) values ({", ".join("?" * len(head))})'
    for row in rows:
        connection.execute(statement, [value(text, kinds.get(name.lower())) for name, text in zip(head, row)])


def value(text, kind):
    if text == r'\N':
        return None
    return bytes.fromhex(text[2:]) if kind == 'BLOB' else text


def difference(connection, relation, columns, ignore, path):
    """Why the rows of `relation` are not those of the file, or ''."""
    have = {row[0].lower(): row[1] for row in connection.execute(f'describe {quoted(*relation)}').fetchall()}
    present = {name.lower() for name in read_rows(path)[0]}
    compared = [c for c in columns if c.name.lower() in present and c.name.lower() not in ignore]
    for column in compared:
        kind = have.get(column.name.lower())
        if kind is None:
            return f'column {column.name} is missing'
        if kind != (column.kind or kind):
            return f'column {column.name} has type {kind}, not {column.kind}'
    declared = [c._replace(kind=c.kind or have.get(c.name.lower())) for c in columns]
    connection.execute('drop schema if exists expected cascade')
    load(connection, ('expected', 'rows'), declared, path)
    listed = ', '.join(comparable(c) for c in declared if c.name in {k.name for k in compared})
    ours, theirs = (f'select {listed} from {quoted(*r)}' for r in (('expected', 'rows'), relation))
    missing = connection.execute(f'{ours} except all {theirs}').fetchall()
    extra = connection.execute(f'{theirs} except all {ours}').fetchall()
    connection.execute('drop schema expected cascade')
    if not missing and not extra:
        return ''
    return f'({listed}): {len(missing)} rows missing, e.g. {missing[:2]}; {len(extra)} rows too many, e.g. {extra[:2]}'


def comparable(column):
    """What of a value counts: floating-point numbers to twelve digits, as the order of a sum is not part of a result."""
    if column.kind in ('DOUBLE', 'FLOAT'):
        return f"format('{{:.12g}}', {quoted(column.name)}::double)"
    return f'rtrim({quoted(column.name)})' if column.padded else quoted(column.name)
