# SPDX-License-Identifier: Apache-2.0
"""Random T-SQL procedures over small random tables. A program is a tree of statements, so that a failing one can be made smaller.

What SQL Server leaves open is avoided (TOP without a full order) or follows the documented choice of the compiler (several matches of
an UPDATE); what stops with an error there is avoided too: keys stay unique, numbers stay small, texts stay short."""
import dataclasses
import random

NUMBER = '§'  # stands for a program's number, so that many variants of a program can live in one project
WORDS = ['alpha', 'beta', 'gamma', 'delta', '']
MESSY_WORDS = ['alpha', 'Alpha', 'beta', 'BETA ', 'gamma ', '', ' ']  # equal to each other for SQL Server, not for a target
TYPES = {'k': 'INT', 'n': 'INT', 'm': 'DECIMAL(9,2)', 'g': 'VARCHAR(40)', 'd': 'DATE', 'f': 'BIT'}
KINDS = 'knmgdf'


@dataclasses.dataclass
class Statement:
    """`text` with `{0}`, `{1}` … where its blocks stand."""
    kind: str
    text: str
    blocks: list = dataclasses.field(default_factory=list)
    fixed: bool = False  # a declaration, which later statements need

    def render(self):
        return self.text.format(*['\n'.join(s.render() for s in block) or 'SET @i0 = @i0;' for block in self.blocks])


@dataclasses.dataclass
class Table:
    name: str
    columns: list  # (name, kind)
    key: bool = False       # k is the primary key
    identity: bool = False
    rows: list = dataclasses.field(default_factory=list)  # per step
    extras: str = ''

    def names(self):
        return [c for c, _ in self.columns]


@dataclasses.dataclass
class Program:
    number: int
    sources: list
    targets: list
    body: list
    callee: list
    uses_callee: bool = False

    @property
    def schema(self):
        return f'p{NUMBER}'

    def numbered(self, text):
        return text.replace(NUMBER, str(self.number))

    def ddl(self):
        return self.numbered('\n'.join(self.create(t) for t in self.sources + self.targets))

    def create(self, table):
        columns = [f'{c} {TYPES[k]}' + (' NOT NULL PRIMARY KEY' if table.key and c == 'k' else ' NULL') for c, k in table.columns]
        if table.identity:
            columns.insert(0, 'id INT IDENTITY(1,1) NOT NULL')
        if table.extras:
            columns.append(table.extras)
        return f"CREATE TABLE {self.schema}.{table.name} ({', '.join(columns)});"

    def text(self):
        out = ''
        if self.uses_callee:
            out = f'CREATE PROCEDURE {self.schema}.usp_callee @p INT, @q INT OUTPUT AS\nBEGIN\n' + self.block(self.callee) + '\nEND\nGO\n'
        declared = 'DECLARE @i0 INT = 0, @i1 INT = 3, @i2 INT, @s0 VARCHAR(40) = \'beta\', @m0 DECIMAL(9,2) = 1.5, @d0 DATE;\n'
        return self.numbered(out + f'CREATE PROCEDURE {self.schema}.usp_run AS\nBEGIN\nSET NOCOUNT ON;\n{declared}' + self.block(self.body) + '\nEND\nGO\n')

    def block(self, statements):
        return '\n'.join(s.render() for s in statements)

    def kinds(self):
        found = []

        def see(block):
            for statement in block:
                found.append(statement.kind)
                for inner in statement.blocks:
                    see(inner)
        see(self.body)
        if self.uses_callee:
            see(self.callee)
        return found


class Maker:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.number = NUMBER
        self.counter = 0
        self.cursors = 0
        self.depth = 0
        self.loops = 0
        self.local = {}      # temporary tables and table variables by name
        self.in_callee = False
        self.messy = self.chance(40)

    # ---- choices
    def one(self, *items):
        return self.random.choice(items)

    def chance(self, percent):
        return self.random.randrange(100) < percent

    def fresh(self, prefix):
        self.counter += 1
        return f'{prefix}{self.counter}'

    # ---- tables
    def table(self, name, is_source):
        kinds = 'k' + ''.join(k for k in 'nmgdf' if self.chance(70))
        if len(kinds) < 3:
            kinds += ''.join(k for k in 'ng' if k not in kinds)
        table = Table(name, [(k, k) for k in kinds], key=self.chance(40))
        if not is_source and self.chance(25):
            table.identity = True
        if not is_source and self.chance(15) and 'n' in kinds:
            table.extras = 'twice AS (n * 2)'
        elif not is_source and self.chance(15):
            table.extras = "tag VARCHAR(40) NULL DEFAULT ('new')"
        return table

    def value(self, kind, nulls):
        if kind != 'k' and nulls and self.chance(25):
            return None
        return {'k': lambda: self.random.randrange(1, 7), 'n': lambda: self.random.randrange(-3, 12),
                'm': lambda: f'{self.random.randrange(-200, 900) / 100:.2f}', 'g': lambda: self.random.choice(MESSY_WORDS if self.messy else WORDS),
                'd': lambda: f'2024-{self.random.randrange(1, 4):02}-{self.random.randrange(1, 28):02}', 'f': lambda: self.random.randrange(2)}[kind]()

    def rows(self, table, few=False):
        nulls = self.chance(60)
        rows = []
        used = set()
        for _ in range(self.random.randrange(0, 5 if few else 9)):
            row = [self.value(kind, nulls) for _, kind in table.columns]
            if table.key:
                if row[0] in used:
                    continue
                used.add(row[0])
            elif nulls and self.chance(15):
                row[0] = None
            rows.append(row)
            if not table.key and self.chance(20):
                rows.append(list(row))
        return rows

    # ---- expressions; `scope` is [(alias, Table)]
    def column(self, scope, kind):
        found = [f'{alias}.{c}' for alias, table in scope for c, k in table.columns if k == kind or (kind == 'n' and k == 'k')]
        return self.random.choice(found) if found else None

    def expr(self, kind, scope, depth=2):
        column = self.column(scope, kind)
        leaf = depth <= 0 or self.chance(40)
        if kind in 'nk':
            if leaf:
                return column if column and self.chance(70) else self.one(str(self.random.randrange(-2, 9)), '@i0', '@i1', '@i2')
            other = self.expr('n', scope, depth - 1)
            return self.one(f'({other} + {self.random.randrange(1, 4)})', f'ISNULL({other}, 0)', f'ABS({other})', f'({other} % 5)',
                            f'CASE WHEN {self.condition(scope, depth - 1)} THEN {other} ELSE {self.random.randrange(5)} END', f'NULLIF({other}, 3)',
                            f"LEN({self.expr('g', scope, 0)})", f"DATEDIFF(DAY, '2024-01-15', {self.expr('d', scope, 0)})", f'({other} / 2)', self.subquery('n', scope, depth - 1))
        if kind == 'm':
            if leaf:
                return column if column and self.chance(75) else self.one('1.25', '0', '-3.5', '@m0')
            other = self.expr('m', scope, depth - 1)
            return self.one(f'({other} + 1.5)', f'ISNULL({other}, 0.5)', f'ROUND({other}, 1)', f'CAST({other} * 2 AS DECIMAL(9,2))', f"CAST({self.expr('n', scope, 0)} AS DECIMAL(9,2))",
                            f'COALESCE({other}, 7)', f'CAST({other} / 3 AS DECIMAL(9,2))', f'CASE WHEN {self.condition(scope, 0)} THEN {other} END', self.subquery('m', scope, depth - 1))
        if kind == 'g':
            if leaf:
                if column and self.chance(70):
                    return f'UPPER(RTRIM({column}))' if self.messy else column  # which of equal texts is left must not matter
                return self.one("'alpha'", "'BETA '", "'x'", "''", '@s0')
            other = self.expr('g', scope, depth - 1)
            return self.one(f'UPPER({other})', f'LEFT({other}, 3)', f"ISNULL({other}, 'none')", f"LEFT({other} + '-y', 20)", f"CONCAT('z', {self.expr('n', scope, 0)})",
                            f"REPLACE({other}, 'a', 'o')", f"CAST({self.expr('n', scope, 0)} AS VARCHAR(12))", f"CASE WHEN {self.condition(scope, 0)} THEN {other} ELSE 'other' END", f"NULLIF({other}, 'beta')")
        if kind == 'd':
            if leaf:
                return column if column and self.chance(80) else self.one("'2024-02-10'", '@d0', "CAST('2024-03-01' AS DATE)")
            other = self.expr('d', scope, depth - 1)
            return self.one(f'DATEADD(DAY, {self.random.randrange(-3, 9)}, CAST({other} AS DATE))', f"ISNULL({other}, '2024-01-01')", f'EOMONTH({other})')
        if column and self.chance(60):
            return column
        return self.one('0', '1', f'CASE WHEN {self.condition(scope, 0)} THEN 1 ELSE 0 END')

    def subquery(self, kind, scope, depth):
        table = self.any_table()
        if not any(k == kind for _, k in table.columns) or table.name == '':
            return '2'
        alias = self.fresh('q')
        correlated = ''
        outer = self.column(scope, 'k')
        if outer and self.chance(60):
            correlated = f' WHERE {alias}.k = {outer}'
        column = next(c for c, k in table.columns if k == kind)
        return f"(SELECT {self.one('MAX', 'MIN', 'SUM')}({alias}.{column}) FROM {self.ref(table)} AS {alias}{correlated})"

    def condition(self, scope, depth=1):
        kind = self.random.choice('nnmgd')
        left = self.expr(kind, scope, 0)
        if kind == 'g' and self.column(scope, 'g'):
            left = self.column(scope, 'g')
        if depth > 0 and self.chance(35):
            a, b = self.condition(scope, depth - 1), self.condition(scope, depth - 1)
            return self.one(f'({a} AND {b})', f'({a} OR {b})', f'NOT ({a})', f'({a} AND NOT ({b}))')
        choice = self.random.randrange(9)
        if choice == 0:
            return f"{left} IS {self.one('', 'NOT ')}NULL"
        if choice == 1 and kind == 'n':
            return f"{left} {self.one('', 'NOT ')}IN ({self.random.randrange(3)}, {self.random.randrange(3, 7)})"
        if choice == 2 and kind == 'n':
            return f'{left} BETWEEN 1 AND {self.random.randrange(2, 8)}'
        if choice == 3 and kind == 'g':
            return f"{left} {self.one('', 'NOT ')}LIKE {self.one(repr('%a%'), repr('b%'), repr('_e%'))}"
        if choice == 4:
            return self.exists(scope)
        if choice == 5 and kind == 'n':
            table = self.any_table()
            return f"{left} {self.one('', 'NOT ')}IN (SELECT k FROM {self.ref(table)}{self.one('', ' WHERE k IS NOT NULL')})"
        right = self.expr(kind, scope, 1)
        return f"{left} {self.one('=', '<>', '<', '>=', '>', '<=')} {right}"

    def exists(self, scope):
        table, alias = self.any_table(), self.fresh('e')
        outer = self.column(scope, 'k')
        conditions = [f'{alias}.k = {outer}'] if outer else []
        if self.chance(50) or not conditions:
            conditions.append(self.condition([(alias, table)], 0))
        return f"{self.one('', 'NOT ')}EXISTS (SELECT 1 FROM {self.ref(table)} AS {alias} WHERE {' AND '.join(conditions)})"

    # ---- tables in reach
    def ref(self, table):
        return table.name if table.name[0] in '#@' else f'p{self.number}.{table.name}'

    def any_table(self):
        return self.random.choice(self.sources + self.targets + list(self.local.values()))

    def writable(self, keyless=False):
        found = [t for t in self.targets + self.targets + list(self.local.values()) if not (keyless and t.key)]
        return self.random.choice(found) if found else None

    # ---- queries that give the kinds of `columns`
    def query(self, columns, depth=1):
        kinds = [k for _, k in columns]
        choice = self.random.randrange(11)
        a, ta = self.fresh('a'), self.any_table()
        if choice == 8:
            return self.windowed(columns, a, ta)
        if choice == 9:
            return self.applied(columns, a, ta)
        if choice == 10 and 'g' in ta.names():
            parts = [self.aggregate(k, a, ta) if k not in 'kg' else f'MAX({a}.k)' if k == 'k' else f'UPPER(RTRIM({a}.g))' for k in kinds]
            items = ', '.join(f'{p} AS {c}' for p, (c, _) in zip(parts, columns))
            return f'SELECT {items} FROM {self.ref(ta)} AS {a}{self.where([(a, ta)])} GROUP BY {a}.g'
        if choice <= 2:
            return f'SELECT {self.items(columns, [(a, ta)])} FROM {self.ref(ta)} AS {a}{self.where([(a, ta)])}'
        if choice <= 4:
            b, tb = self.fresh('b'), self.any_table()
            scope = [(a, ta), (b, tb)]
            join = self.one('INNER JOIN', 'INNER JOIN', 'LEFT JOIN', 'FULL JOIN')
            return f'SELECT {self.items(columns, scope)} FROM {self.ref(ta)} AS {a} {join} {self.ref(tb)} AS {b} ON {self.link(a, ta, b, tb)}{self.where(scope)}'
        if choice == 5:
            parts = [self.aggregate(k, a, ta) if k != 'k' else f'{a}.k' for k in kinds]
            items = ', '.join(f'{p} AS {c}' for p, (c, _) in zip(parts, columns))
            having = f' HAVING COUNT(*) > {self.random.randrange(2)}' if self.chance(30) else ''
            return f'SELECT {items} FROM {self.ref(ta)} AS {a}{self.where([(a, ta)])} GROUP BY {a}.k{having}'
        if choice == 6 and depth > 0:
            operator = self.one('UNION ALL', 'UNION', 'EXCEPT', 'INTERSECT', 'UNION ALL')
            both = f'{self.query(columns, 0)} {operator} {self.query(columns, 0)}'
            return both if operator == 'UNION ALL' else self.alike(columns, both)
        return self.alike(columns, f'SELECT DISTINCT {self.items(columns, [(a, ta)])} FROM {self.ref(ta)} AS {a}{self.where([(a, ta)])}')

    def alike(self, columns, query):
        """The rows of a query that keeps one of equal texts, which T-SQL leaves open, with texts that tell them apart no more."""
        if 'g' not in [kind for _, kind in columns]:
            return query
        rows = self.fresh('u')
        items = ', '.join(f'UPPER(RTRIM({rows}.{name})) AS {name}' if kind == 'g' else f'{rows}.{name}' for name, kind in columns)
        return f'SELECT {items} FROM ({query}) AS {rows}'

    def link(self, a, ta, b, tb):
        shared = [c for c in ta.names() if c in tb.names() and c in 'kgn']
        column = self.random.choice(shared) if self.chance(50) else 'k'
        more = f' AND {a}.{shared[-1]} = {b}.{shared[-1]}' if self.chance(20) else ''
        return f'{a}.{column} = {b}.{column}{more}'

    def windowed(self, columns, alias, table):
        order = ', '.join(f'{alias}.{c}' for c in table.names() if c != 'g' or not self.messy)
        over = self.one(f'OVER (PARTITION BY {alias}.k ORDER BY {order})', f'OVER (ORDER BY {order})', f'OVER (PARTITION BY {alias}.k)')
        parts = []
        for name, kind in columns:
            found = [c for c, k in table.columns if k == kind]
            if kind == 'n' and 'ORDER' in over and self.chance(50):
                ranked = 'ROW_NUMBER() ' if not self.messy else self.one('RANK() ', 'DENSE_RANK() ')
                parts.append(ranked + over)
            elif kind == 'n' and found:
                parts.append(f"{self.one('SUM', 'MAX', 'COUNT')}({alias}.{found[0]}) {over} % 50")
            elif kind in 'md' and found:
                value = f"{self.one('MAX', 'MIN')}({alias}.{found[0]}) {over}"
                parts.append(value)
            else:
                parts.append(self.expr(kind, [(alias, table)], 0))
        return f"SELECT {', '.join(f'{p} AS {c}' for p, (c, _) in zip(parts, columns))} FROM {self.ref(table)} AS {alias}{self.where([(alias, table)])}"

    def applied(self, columns, alias, table):
        inner, x = self.any_table(), self.fresh('x')
        order = ', '.join(f'{x}.{c}' for c in inner.names() if c != 'g' or not self.messy)
        kept = [c for c in inner.columns if c[0] != 'g' or not self.messy]
        lateral = Table('', kept)
        query = f"SELECT TOP (1) {', '.join(f'{x}.{c}' for c, _ in kept)} FROM {self.ref(inner)} AS {x} WHERE {x}.k = {alias}.k ORDER BY {order}"
        scope = [(alias, table), ('ap', lateral)]
        return f"SELECT {self.items(columns, scope)} FROM {self.ref(table)} AS {alias} {self.one('CROSS', 'OUTER')} APPLY ({query}) AS ap{self.where(scope)}"

    def aggregate(self, kind, alias, table):
        found = [c for c, k in table.columns if k == kind]
        if kind == 'n' and (not found or self.chance(40)):
            return self.one('COUNT(*)', f'COUNT(DISTINCT {alias}.k)')
        if not found:
            return {'m': '2.5', 'g': "'agg'", 'd': "CAST('2024-01-09' AS DATE)", 'f': '1', 'n': '1'}[kind]
        if kind == 'f':
            return f'MAX(CAST({alias}.{found[0]} AS INT))'
        if kind == 'm':
            return f"CAST({self.one('SUM', 'AVG', 'MAX')}({alias}.{found[0]}) AS DECIMAL(9,2))"
        if kind == 'g' and self.messy:
            return f"UPPER(RTRIM({self.one('MAX', 'MIN')}({alias}.{found[0]})))"
        return f"{self.one('MAX', 'MIN')}({alias}.{found[0]})"

    def items(self, columns, scope):
        return ', '.join(f'{self.expr(kind, scope, 1)} AS {name}' for name, kind in columns)

    def where(self, scope):
        return f' WHERE {self.condition(scope)}' if self.chance(60) else ''

    def keyed_query(self, table):
        """Rows that a table with a key may get: one per new key."""
        a, source = self.fresh('a'), self.any_table()
        parts = [f'{a}.k AS k'] + [f'{self.aggregate(k, a, source)} AS {c}' for c, k in table.columns[1:]]
        return (f"SELECT {', '.join(parts)} FROM {self.ref(source)} AS {a} WHERE {a}.k IS NOT NULL AND NOT EXISTS "
                f'(SELECT 1 FROM {self.ref(table)} AS old WHERE old.k = {a}.k) GROUP BY {a}.k')

    # ---- statements
    def statements(self, count):
        return [s for s in (self.statement() for _ in range(count)) if s]

    def statement(self):
        makers = ['insert', 'insert', 'insert', 'update', 'update', 'update_from', 'update_from', 'delete', 'delete', 'delete_from', 'merge', 'merge', 'set', 'select_var', 'if', 'if', 'output']
        if self.depth == 0:
            makers += ['temp', 'temp', 'table_variable', 'into', 'into', 'while', 'cursor', 'exec', 'through', 'through', 'try', 'truncate', 'rowcount', 'return']
        elif self.loops == 0 and self.depth < 2:
            makers += ['while', 'cursor', 'through', 'truncate', 'rowcount', 'return']
        return getattr(self, 'make_' + self.random.choice(makers))()

    def make_insert(self):
        table = self.writable()
        names = ', '.join(table.names())
        if table.key:
            return Statement('INSERT', self.safe(f'INSERT INTO {self.ref(table)} ({names}) {self.keyed_query(table)};'))
        if self.loops and self.chance(60) or self.chance(25):
            values = [', '.join(self.expr(k, [], 1) for _, k in table.columns) for _ in range(self.random.randrange(1, 3))]
            return Statement('INSERT', self.safe(f"INSERT INTO {self.ref(table)} ({names}) VALUES {', '.join(f'({v})' for v in values)};"))
        if self.loops:  # rows must not double in every round
            return self.make_update()
        return Statement('INSERT', self.safe(f'INSERT INTO {self.ref(table)} ({names}) {self.query(table.columns)};'))

    def sets(self, table, scope, prefix=''):
        columns = [(c, k) for c, k in table.columns if not (table.key and c == 'k')]
        chosen = self.random.sample(columns, min(len(columns), self.random.randrange(1, 3)))
        return ', '.join(f'{prefix}{c} = {self.bounded(k, scope)}' for c, k in chosen)

    def bounded(self, kind, scope):
        value = self.expr(kind, scope, 1 if kind != 'f' else 0)
        if kind in 'nk':
            return f'({value}) % 50'
        return f'CAST(({value}) % 500 AS DECIMAL(9,2))' if kind == 'm' else value

    def make_update(self):
        table = self.writable()
        name = self.ref(table)
        scope = [('t', table)]
        return Statement('UPDATE', self.safe(f'UPDATE t SET {self.sets(table, scope)} FROM {name} AS t{self.where(scope)};'))

    def make_update_from(self):
        table, source = self.writable(), self.any_table()
        scope = [('t', table), ('s', source)]
        join = self.one('INNER JOIN', 'INNER JOIN', 'LEFT JOIN')
        return Statement('UPDATE FROM', self.safe(f'UPDATE t SET {self.sets(table, scope)} FROM {self.ref(table)} AS t {join} {self.ref(source)} AS s ON {self.link("t", table, "s", source)}{self.where(scope)};'))

    def make_delete(self):
        table = self.writable()
        return Statement('DELETE', self.safe(f'DELETE FROM t FROM {self.ref(table)} AS t WHERE {self.condition([("t", table)])};'))

    def make_delete_from(self):
        table, source = self.writable(), self.any_table()
        scope = [('t', table), ('s', source)]
        join = self.one('INNER JOIN', 'LEFT JOIN')
        return Statement('DELETE FROM', self.safe(f'DELETE t FROM {self.ref(table)} AS t {join} {self.ref(source)} AS s ON {self.link("t", table, "s", source)} WHERE {self.condition(scope)};'))

    def make_truncate(self):
        return Statement('TRUNCATE', f'TRUNCATE TABLE {self.ref(self.random.choice(self.targets))};') if self.chance(50) else self.make_insert()

    def make_merge(self, output=False):
        table, source = self.random.choice(self.targets), self.random.choice(self.sources + [t for t in self.local.values() if t.name[0] == '#'])
        parts = ['x.k AS k'] + [f'{self.aggregate(k, "x", source)} AS {c}' for c, k in source.columns[1:]]
        using = f"(SELECT {', '.join(parts)} FROM {self.ref(source)} AS x WHERE x.k IS NOT NULL{self.one('', ' AND ' + self.condition([('x', source)], 0))} GROUP BY x.k) AS s"
        scope = [('t', table), ('s', source)]
        text = f'MERGE {self.ref(table)} AS t USING {using} ON t.k = s.k'
        branches = 0
        if self.chance(80):
            extra = f' AND {self.condition(scope, 0)}' if self.chance(50) else ''
            text += f'\nWHEN MATCHED{extra} THEN UPDATE SET {self.sets(table, scope)}'
            branches += 1
            if extra and self.chance(50):
                text += '\nWHEN MATCHED THEN DELETE'
        if self.chance(75) or not branches:
            extra = f" AND {self.condition([('s', source)], 0)}" if self.chance(30) else ''
            values = ['s.k'] + [self.expr(k, [('s', source)], 1) for _, k in table.columns[1:]]
            text += f"\nWHEN NOT MATCHED BY TARGET{extra} THEN INSERT ({', '.join(table.names())}) VALUES ({', '.join(values)})"
        if self.chance(35):
            extra = f" AND {self.condition([('t', table)], 0)}" if self.chance(50) else ''
            text += f'\nWHEN NOT MATCHED BY SOURCE{extra} THEN ' + (f"UPDATE SET {self.sets(table, [('t', table)])}" if self.chance(60) else 'DELETE')
        return Statement('MERGE', self.safe(text + ';'))

    def make_output(self):
        log = self.writable(keyless=True)
        table = self.random.choice(self.targets)
        shared = [c for c, k in table.columns if (c, k) in log.columns] if log else []
        if not shared or log is table:
            return self.make_update()
        where = self.where([('t', table)])
        if self.chance(50):
            return Statement('OUTPUT', self.safe(f"UPDATE t SET {self.sets(table, [('t', table)])} OUTPUT {', '.join(self.one('inserted.', 'deleted.') + c for c in shared)} INTO {self.ref(log)} ({', '.join(shared)}) FROM {self.ref(table)} AS t{where};"))
        return Statement('OUTPUT', self.safe(f"DELETE t OUTPUT {', '.join('deleted.' + c for c in shared)} INTO {self.ref(log)} ({', '.join(shared)}) FROM {self.ref(table)} AS t{where};"))

    def make_temp(self):
        table = self.table(self.fresh('#t'), True)
        table.key = False
        columns = ', '.join(f'{c} {TYPES[k]} NULL' for c, k in table.columns)
        query = self.query(table.columns)
        self.local[table.name] = table
        return Statement('temp table', self.safe(f"CREATE TABLE {table.name} ({columns});\nINSERT INTO {table.name} ({', '.join(table.names())}) {query};"), fixed=True)

    def make_table_variable(self):
        table = self.table(self.fresh('@t'), True)
        table.key = False
        columns = ', '.join(f'{c} {TYPES[k]} NULL' for c, k in table.columns)
        query = self.query(table.columns)
        self.local[table.name] = table
        return Statement('table variable', self.safe(f"DECLARE {table.name} TABLE ({columns});\nINSERT INTO {table.name} ({', '.join(table.names())}) {query};"), fixed=True)

    def make_into(self):
        table = self.table(self.fresh('#s'), True)
        table.key = False
        a, source = self.fresh('a'), self.any_table()
        typed = ', '.join(f'CAST({self.expr(k, [(a, source)], 1)} AS {TYPES[k]}) AS {c}' for c, k in table.columns)
        text = f'SELECT {typed} INTO {table.name} FROM {self.ref(source)} AS {a}{self.where([(a, source)])};'
        self.local[table.name] = table
        return Statement('SELECT INTO', self.safe(text), fixed=True)

    def make_set(self):
        variable, kind = self.one(('@i0', 'n'), ('@i1', 'n'), ('@i2', 'n'), ('@s0', 'g'), ('@m0', 'm'), ('@d0', 'd'))
        value = self.bounded(kind, []) if kind in 'nm' else self.expr(kind, [], 1)
        if kind == 'g':
            value = f'LEFT({value}, 12)'
        return Statement('SET', self.safe(f'SET {variable} = {value};'))

    def make_select_var(self):
        table = self.any_table()
        variable, kind = self.one(('@i0', 'n'), ('@i2', 'n'), ('@m0', 'm'), ('@d0', 'd'))
        columns = [c for c, k in table.columns if k == kind or (kind == 'n' and k == 'k')]
        if not columns:
            return self.make_set()
        where = self.where([('t', table)])
        choice = self.random.randrange(4)
        if choice == 0:
            return Statement('SELECT @v', self.safe(f"SELECT {variable} = {self.one('MAX', 'MIN', 'COUNT' if kind == 'n' else 'MAX')}(t.{columns[0]}) FROM {self.ref(table)} AS t{where};"))
        if choice == 1 and kind == 'n':
            return Statement('accumulate', self.safe(f'SELECT {variable} = (ISNULL({variable}, 0) + ISNULL(t.{columns[0]}, 1)) % 100 FROM {self.ref(table)} AS t{where};'))
        if choice == 2:
            return Statement('SELECT @v', self.safe(f"SELECT TOP (1) {variable} = t.{columns[0]} FROM {self.ref(table)} AS t{where} ORDER BY t.{columns[0]} {self.one('ASC', 'DESC')};"))
        return Statement('SELECT @v', self.safe(f'SELECT {variable} = t.{columns[0]} FROM {self.ref(table)} AS t{where} ORDER BY t.{columns[0]};'))

    def make_if(self):
        self.depth += 1
        condition = self.safe(self.exists([]) if self.chance(50) else self.condition([], 1))
        blocks = [self.statements(self.random.randrange(1, 3))]
        text = f'IF {condition}\nBEGIN\n{{0}}\nEND'
        if self.chance(50):
            blocks.append(self.statements(self.random.randrange(1, 3)))
            text += '\nELSE\nBEGIN\n{1}\nEND'
        self.depth -= 1
        return Statement('IF', text + ';', blocks)

    def make_while(self):
        counter, rounds = self.fresh('@w'), self.random.randrange(1, 4)
        self.depth += 1
        self.loops += 1
        block = self.statements(self.random.randrange(1, 4))
        leave = ''
        if self.chance(30):
            leave = f"\nIF {self.safe(self.condition([], 0))} {self.one('BREAK', 'CONTINUE')};"
        self.depth -= 1
        self.loops -= 1
        return Statement('WHILE', f'DECLARE {counter} INT = 0;\nWHILE {counter} < {rounds}\nBEGIN\nSET {counter} = {counter} + 1;{leave}\n{{0}}\nEND;', [block])

    def make_cursor(self):
        table = self.random.choice(self.sources)
        cursor, key = self.fresh('c'), self.fresh('@k')
        self.depth += 1
        self.loops += 1
        block = self.statements(self.random.randrange(1, 3))
        self.depth -= 1
        self.loops -= 1
        use = Statement('SET', self.one(f'SET @i0 = (ISNULL(@i0, 0) + ISNULL({key}, 1)) % 100;', f'SET @i2 = {key};'))
        where = self.safe(self.where([('t', table)]))
        return Statement('cursor', f'DECLARE {key} INT;\nDECLARE {cursor} CURSOR LOCAL FAST_FORWARD FOR SELECT t.k FROM p{self.number}.{table.name} AS t{where} ORDER BY t.k;\nOPEN {cursor};\nFETCH NEXT FROM {cursor} INTO {key};\n'
                         f'WHILE @@FETCH_STATUS = 0\nBEGIN\n{{0}}\nFETCH NEXT FROM {cursor} INTO {key};\nEND;\nCLOSE {cursor};\nDEALLOCATE {cursor};', [[use] + block])

    def make_exec(self):
        if self.in_callee:
            return self.make_set()
        self.called = True
        return Statement('EXEC', self.safe(f"EXEC p{self.number}.usp_callee @p = {self.one('@i0', '2', '@i1')}, @q = @i2 OUTPUT;"))

    def make_through(self):
        table = self.writable(keyless=self.chance(50))
        if table is None or table.identity or table.extras.startswith('twice') or (self.messy and 'g' in table.names()):
            return self.make_delete()
        order = ', '.join(c for c, _ in table.columns)
        scope = [('r', table)]
        inner = self.where([('t', table)])
        if self.chance(60):
            return Statement('DELETE CTE', self.safe(f'WITH r AS (SELECT t.*, ROW_NUMBER() OVER (PARTITION BY t.k ORDER BY {order}) AS rn FROM {self.ref(table)} AS t{inner}) DELETE FROM r WHERE rn > {self.random.randrange(1, 3)};'))
        return Statement('UPDATE CTE', self.safe(f'WITH r AS (SELECT t.*, ROW_NUMBER() OVER (ORDER BY {order}) AS rn FROM {self.ref(table)} AS t{inner}) UPDATE r SET {self.sets(table, scope).replace("r.rn", "rn")} WHERE rn <= {self.random.randrange(1, 4)};'))

    def make_try(self):
        self.depth += 1
        block = self.statements(self.random.randrange(1, 3))
        self.depth -= 1
        return Statement('TRY', 'BEGIN TRY\nBEGIN TRAN;\n{0}\nCOMMIT;\nEND TRY\nBEGIN CATCH\nIF @@TRANCOUNT > 0 ROLLBACK;\nTHROW;\nEND CATCH;', [block])

    def make_rowcount(self):
        write = self.one(self.make_update, self.make_delete, self.make_update_from)()
        return Statement('@@ROWCOUNT', write.text + '\nSET @i0 = @@ROWCOUNT;')

    def make_return(self):
        return Statement('RETURN', f'IF {self.safe(self.condition([], 0))} RETURN;') if self.chance(40) else self.make_set()

    @staticmethod
    def safe(text):
        return text.replace('{', '{{').replace('}', '}}')

    # ---- programs
    def program(self, steps=2):
        self.called = False
        self.sources = [self.table(f'src{self.number}{c}', True) for c in 'ab']
        self.targets = [self.table(f'tgt{self.number}{c}', False) for c in ('ab' if self.chance(60) else 'a')]
        for table in self.sources:
            table.rows = [self.rows(table) for _ in range(steps)]
        for table in self.targets:
            table.rows = [self.rows(table, few=True)]
        self.in_callee = True
        self.depth = 1
        callee = [Statement('SET', 'SET @q = ISNULL(@p, 0) + 1;')]
        names = {'@i0': '@p', '@i1': '@q', '@i2': '@p', '@s0': "'callee'", '@m0': '2.5', '@d0': "'2024-02-02'"}
        for statement in self.statements(2):
            if statement.kind in ('INSERT', 'UPDATE', 'DELETE', 'UPDATE FROM', 'DELETE FROM', 'MERGE'):
                for name, other in names.items():
                    statement.text = statement.text.replace(name, other)
                callee.append(statement)
        self.in_callee, self.depth, self.local = False, 0, {}
        body = self.statements(self.random.randrange(2, 9))
        return Program(0, self.sources, self.targets, body, callee, self.called)


def make_program(number, seed):
    """The program of a seed; `number` keeps its names apart from those of others in one project."""
    return dataclasses.replace(Maker(seed).program(), number=number)
