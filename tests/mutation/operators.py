# SPDX-License-Identifier: Apache-2.0
"""Mutation operators on the text of emitted models: each yields the text with one meaning changed. They know SQL and Jinja as text only."""
import re

WORD = r'[A-Za-z_][\w]*'


def body_of(text):
    """Where the query starts: behind header comments and `config`."""
    found = re.search(r'^(with|select)\b', text, re.M)
    return found.start() if found else len(text)


def substitute(pattern, replace, flags=re.I):
    """An operator that replaces one match at a time; `replace` is a string or a function of the match that may decline with None."""
    def mutants(text):
        start = body_of(text)
        for match in re.finditer(pattern, text[start:], flags):
            new = match.expand(replace) if isinstance(replace, str) else replace(match)
            if new is not None and new != match.group(0):
                yield text[:start + match.start()] + new + text[start + match.end():]
    return mutants


def in_config(pattern, replace):
    def mutants(text):
        end = body_of(text)
        for match in re.finditer(pattern, text[:end]):
            new = match.expand(replace) if isinstance(replace, str) else replace(match)
            if new is not None and new != match.group(0):
                yield text[:match.start()] + new + text[match.end():]
    return mutants


def lines_dropped(pattern):
    """Drops one line that matches, when the text around stays a query."""
    def mutants(text):
        lines = text.split('\n')
        start = text[:body_of(text)].count('\n')
        for i in range(start, len(lines)):
            if re.match(pattern, lines[i]):
                yield '\n'.join(lines[:i] + lines[i + 1:])
    return mutants


def drop_first_condition(text):
    start = body_of(text)
    pattern = re.compile(r'\bwhere\s+((?:(?!\band\b|\bor\b|\bselect\b|[()]).)+?)\s+and\s+', re.S)
    for match in pattern.finditer(text, start):
        yield text[:match.start()] + 'where ' + text[match.end():]


def drop_where(text):
    start = body_of(text)
    for match in re.finditer(r'\n\s*where ([^\n()]+)(?=\n(\)|\s*\)|\s*group by|\s*union all|\s*order by))', text[start:]):
        if match.group(1).strip() != 'false':
            yield text[:start + match.start()] + text[start + match.end():]


def negate_where(text):
    start = body_of(text)
    for match in re.finditer(r'\bwhere ([^\n()]+)(?=\n\s*(\)|group by|union all|order by))', text[start:]):
        if match.group(1).strip() != 'false':
            yield text[:start + match.start()] + f'where not ({match.group(1)})' + text[start + match.end():]


def drop_left_join(text):
    """Turns a join of one table with a one-line ON clause into a cross join."""
    start = body_of(text)
    for match in re.finditer(r'\n(\s*)(inner|left) join ([^\n(]+)\n\s*on [^\n]+', text[start:]):
        yield text[:start + match.start()] + f'\n{match.group(1)}cross join {match.group(3)}' + text[start + match.end():]


def swap_columns(text):
    """Swaps the values of two neighbouring columns of a select list that keep their names."""
    lines = text.split('\n')
    item = re.compile(rf'^(\s+)(?:({WORD}\.)?({WORD})(?: as ({WORD}))?)(,?)$')
    start = text[:body_of(text)].count('\n')
    for i in range(start, len(lines) - 1):
        a, b = item.match(lines[i]), item.match(lines[i + 1])
        if not a or not b or not a.group(5) or a.group(3).lower() in ('select', 'from', 'end', 'distinct') or b.group(3).lower() in ('select', 'from', 'end'):
            continue
        name = [m.group(4) or m.group(3) for m in (a, b)]
        value = [(m.group(2) or '') + m.group(3) for m in (a, b)]
        if value[0].lower() == value[1].lower():
            continue
        swapped = lines[:i] + [f'{a.group(1)}{value[1]} as {name[0]},', f'{b.group(1)}{value[0]} as {name[1]}{b.group(5)}'] + lines[i + 2:]
        yield '\n'.join(swapped)


def null_column(text):
    """A column of `final` becomes NULL."""
    at = text.rfind('final as (')
    if at < 0:
        return
    for match in re.finditer(rf'\n(\s+)({WORD}\.)?({WORD})(,?)(?=\n)', text[at:]):
        if match.group(3).lower() in ('select', 'end', 'distinct'):
            continue
        yield text[:at + match.start()] + f'\n{match.group(1)}null as {match.group(3)}{match.group(4)}' + text[at + match.end():]


def drop_case_arm(text):
    start = body_of(text)
    for match in re.finditer(r'\n\s+when [^\n]+ then [^\n]+(?=\n\s+when )', text[start:]):
        yield text[:start + match.start()] + text[start + match.end():]


def drop_column(text):
    at = text.rfind('final as (')
    for match in re.finditer(rf'\n\s+(?:{WORD}\.)?{WORD},(?=\n)', text[max(at, 0):]):
        yield text[:max(at, 0) + match.start()] + text[max(at, 0) + match.end():]


def drop_watermark(text):
    """A later run reads no rows of its own: the filter against the table is lost."""
    if 'is_incremental()' in text:
        yield text.replace('{% if is_incremental() %}', '{% if false and is_incremental() %}', 1).replace('{% if false and is_incremental() %}', '{% if not is_incremental() %}')


def number(match):
    return str(int(match.group(0)) + 1)


OPERATORS = {
    'join left to inner': substitute(r'\bleft join (?!lateral)', 'inner join '),
    'join inner to left': substitute(r'\binner join ', 'left join '),
    'join condition dropped': drop_left_join,
    'first condition dropped': drop_first_condition,
    'where dropped': drop_where,
    'where negated': negate_where,
    'later condition dropped': lines_dropped(r'^\s+and [^\n(]*[^\n(,]$'),
    'and to or': substitute(r'\n(\s+)and (?![^\n]*\bthen\b)', r'\n\1or '),
    'or to and': substitute(r'\bor\b', 'and'),
    'equal to not equal': substitute(r'(?<![<>!:=]) = ', ' <> '),
    'not equal to equal': substitute(r' <> ', ' = '),
    'boundary': substitute(r' (<|>|<=|>=) ', lambda m: {'<': ' <= ', '<=': ' < ', '>': ' >= ', '>=': ' > '}[m.group(1)]),
    'direction': substitute(r' (<|>|<=|>=) ', lambda m: {'<': ' > ', '<=': ' >= ', '>': ' < ', '>=': ' <= '}[m.group(1)]),
    'is null flipped': substitute(r'\bis (not )?null\b', lambda m: 'is null' if m.group(1) else 'is not null'),
    'not exists to exists': substitute(r'\bnot exists \(', 'exists ('),
    'exists to not exists': substitute(r'(?<!not )\bexists \(', 'not exists ('),
    'not in to in': substitute(r'\bnot in \(', 'in ('),
    'columns swapped': swap_columns,
    'column to null': null_column,
    'column dropped': drop_column,
    'aggregate changed': substitute(r'\b(sum|min|max|count|avg)\((?!\*)', lambda m: {'sum': 'max(', 'min': 'max(', 'max': 'min(', 'count': 'sum(', 'avg': 'sum('}[m.group(1).lower()]),
    'distinct lost': substitute(r'\bselect distinct\b', 'select'),
    'distinct in aggregate lost': substitute(r'\((distinct )', '('),
    'union all to union': substitute(r'\bunion all\b', 'union'),
    'union to union all': substitute(r'\bunion\b(?! all)', 'union all'),
    'except to intersect': substitute(r'\bexcept\b', 'intersect'),
    'case arm dropped': drop_case_arm,
    'arithmetic flipped': substitute(r' (\+|-) (?=[\w(])', lambda m: ' - ' if m.group(1) == '+' else ' + '),
    'number changed': substitute(r"(?<![\w.'\-(])\d+(?![\w.'])", number),
    'string changed': substitute(r"'([A-Za-z][\w ]*)'(?!\))", r"'\1x'"),
    'null guard dropped': substitute(rf'coalesce\(((?:{WORD}\.)?{WORD}), [^()]+\)', r'\1'),
    'order flipped': substitute(r'\border by ([\w.]+)( desc)?', lambda m: f'order by {m.group(1)}' + ('' if m.group(2) else ' desc')),
    'group key dropped': substitute(r'\bgroup by ([^,\n()]+), ', 'group by '),
    'row number kept': substitute(r'\brn = 1\b|\brow_num = 1\b', lambda m: m.group(0).replace('1', '2')),
    'limit changed': substitute(r'\blimit (\d+)', lambda m: f'limit {int(m.group(1)) + 1}'),
    'incremental to table': in_config(r"materialized='incremental'", "materialized='table'"),
    'table to incremental': in_config(r"config\(materialized='table'\)", "config(materialized='incremental', incremental_strategy='append')"),
    'strategy changed': in_config(r"incremental_strategy='(\w+)'", lambda m: "incremental_strategy='append'" if m.group(1) != 'append' else "incremental_strategy='tsql_state'"),
    'unique key changed': in_config(r"unique_key=\['(\w+)'(, '\w+')*\]", lambda m: "unique_key=['" + m.group(1) + "x']"),
    'update column lost': in_config(r"merge_update_columns=\['\w+', ", 'merge_update_columns=['),
    'watermark lost': drop_watermark,
}


def whitespace(text):
    """Every line break of the query twice, every indentation doubled."""
    start = body_of(text)
    yield text[:start] + re.sub(r'\n( *)', r'\n\n\1\1', text[start:])


def cte_renamed(text):
    """One CTE under another name, where the name means nothing else."""
    start = body_of(text)
    for match in re.finditer(rf'^(?:with )?({WORD}) as \(', text[start:], re.M):
        name = match.group(1)
        if name in ('final', 'previous') or re.search(rf'(\.|\bas |"){name}\b|\b{name}(?= as (?!\())|\'[^\'\n]*\b{name}\b', text[start:]):
            continue
        yield text[:start] + re.sub(rf'\b{name}\b', f'{name}_again', text[start:])


FORMATTING = {
    'whitespace': whitespace,
    'redundant parentheses': substitute(r'\bwhere ([^\n()]+)(?=\n\s*(\)|group by|union all|order by))', r'where ((\1))'),
    'parentheses in a list': substitute(rf'(?<=\n)(\s+)({WORD}\.{WORD}) as ({WORD})(?=,?\n)', r'\1((\2)) as \3'),
    'CTE renamed': cte_renamed,
    'comment': substitute(r'(?<=\n)final as \(', '-- the rows\nfinal as ('),
}
