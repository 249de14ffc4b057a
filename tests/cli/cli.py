#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What a user of the command line relies on: exit codes, bad input, machine-readable diagnostics, output that is whole or absent."""
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from checks import Skip, equal, functions, run  # noqa: E402

TOOL = os.path.abspath(os.environ['TSQL2DBT'])
TABLES = '''create table src.A (Id int not null primary key, Name varchar(20) null);
create table dw.B (Id int not null, Name varchar(20) null);
'''
LOAD = '''create procedure dbo.usp_LoadB as
begin
    set nocount on;
    truncate table dw.B;
    insert into dw.B (Id, Name) select a.Id, upper(a.Name) from src.A a;
end
'''


class Scratch:
    """A folder that is the working directory of the tool, removed at the end."""

    def __enter__(self):
        self.path = pathlib.Path(tempfile.mkdtemp(prefix='cli-'))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.path, ignore_errors=True)

    def write(self, name, content):
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return name

    def tool(self, *arguments, stdin='', timeout=120):
        return subprocess.run([TOOL, *arguments], cwd=self.path, input=stdin, capture_output=True, text=True, timeout=timeout)

    def files(self, folder='dbt'):
        return {str(f.relative_to(self.path)): f.read_bytes() for f in sorted((self.path / folder).rglob('*')) if f.is_file()}

    def project(self, load=LOAD):
        self.write('tables.sql', TABLES)
        self.write('load.sql', load)
        return ['load.sql', '--ddl', 'tables.sql', '--run-id', 'fixed']

    def codes(self, *arguments, stdin=''):
        """(exit code, codes of the diagnostics)."""
        done = self.tool(*arguments, '--diagnostics', 'json', stdin=stdin)
        return done.returncode, [d['code'] for d in json.loads(done.stdout)['diagnostics']]


def check_compiles():
    with Scratch() as s:
        done = s.tool(*s.project())
        equal(done.returncode, 0, done.stderr)
        assert (s.path / 'dbt/models/staging/b.sql').exists(), sorted(s.files())
        result = json.loads((s.path / 'dbt/target/tsql2dbt/result.json').read_text())
        equal((result['schema_version'], result['run_id']), ('1.0', 'fixed'), 'head of the result')
        equal([(r['item_id'].lower(), r['status']) for r in result['results']], [('dw.b', 'ok')], 'items')


def check_short_form_equals_compile():
    with Scratch() as s:
        arguments = s.project()
        s.tool(*arguments, '-o', 'one')
        s.tool('compile', *arguments, '-o', 'two')
        one, two = s.files('one'), s.files('two')
        equal([p[4:] for p in one], [p[4:] for p in two], 'files')


def check_wrong_usage():
    with Scratch() as s:
        s.project()
        for wrong in (['verfiy'], ['--nope', 'load.sql'], ['compile'], ['load.sql', '--diagnostics', 'yaml'], ['load.sql', '--target', 'db2x'],
                      ['load.sql', '--stop-after', 'nope'], ['load.sql', '-j', '0'], ['explain'], ['explain', 'T2D9876'], ['load.sql', '-o'],
                      ['load.sql', '--result', '-', '--diagnostics', 'json'], ['-', '--ddl', '-']):
            done = s.tool(*wrong)
            equal(done.returncode, 2, f'exit code of {wrong}')
            assert done.stderr and not done.stdout, f'{wrong} must speak on stderr only'
        assert not (s.path / 'dbt').exists()


def check_help_and_version():
    with Scratch() as s:
        for asked in (['--help'], ['compile', '--help'], ['explain', '--help'], ['--version'], ['--list-passes'], []):
            done = s.tool(*asked)
            equal((done.returncode, bool(done.stdout), done.stderr), (0, True, ''), f'{asked}')
        for command in ('compile', 'explain'):
            assert 'Example:' in s.tool(command, '--help').stdout


def check_missing_file_does_not_stop_others():
    with Scratch() as s:
        equal(s.codes(*s.project(), 'missing.sql'), (2, ['T2D0001']), 'outcome')
        assert (s.path / 'dbt/models/staging/b.sql').exists()


def check_binary_file():
    with Scratch() as s:
        s.write('picture.sql', b'\x89PNG\x00\x01\x02\xff\xfe\x00\x00rest')
        code, codes = s.codes(*s.project(), 'picture.sql')
        equal((code, codes), (2, ['T2D0001']), 'outcome')
        assert (s.path / 'dbt/models/staging/b.sql').exists()


def check_folder_without_sql():
    with Scratch() as s:
        s.write('notes/readme.txt', 'no sql')
        equal(s.codes('notes'), (2, ['T2D0001']), 'outcome')


def check_folder_is_read_recursively():
    with Scratch() as s:
        s.write('all/ddl/tables.SQL', TABLES)
        s.write('all/procedures/load.sql', LOAD)
        equal(s.tool('all').returncode, 0, 'exit code')
        assert (s.path / 'dbt/models/staging/b.sql').exists()


def check_folder_without_permission():
    if os.geteuid() == 0:
        raise Skip('root may read everything')
    with Scratch() as s:
        s.write('all/load.sql', LOAD)
        s.write('all/secret/x.sql', LOAD)
        (s.path / 'all/secret').chmod(0)
        code, codes = s.codes('all')
        (s.path / 'all/secret').chmod(0o755)
        equal((code, 'T2D0001' in codes), (2, True), 'outcome')


def check_empty_input():
    with Scratch() as s:
        s.write('empty.sql', '')
        equal(s.codes('empty.sql'), (0, ['T2D0005']), 'outcome')
        equal(s.tool('empty.sql', '-q').stderr, '', 'quiet')


def check_standard_input():
    with Scratch() as s:
        done = s.tool('-', '--result', '-', '-q', stdin=TABLES + 'go\n' + LOAD)
        equal((done.returncode, done.stderr), (0, ''), 'outcome')
        equal(json.loads(done.stdout)['results'][0]['item_id'].lower(), 'dw.b', 'item')


def check_broken_statement_is_located():
    with Scratch() as s:
        done = s.tool('-', '--diagnostics', 'json', stdin='select 1;\nselect * frm x where;\n')
        first = json.loads(done.stdout)['diagnostics'][0]
        equal((done.returncode, first['code'], first['file'], first['line']), (1, 'T2D1001', '<stdin>', 2), 'outcome')


def check_unterminated_texts():
    with Scratch() as s:
        for text in ("select 'abc", 'select 1 /* never closed', 'select [abc', 'select "abc'):
            code, codes = s.codes('-', stdin=text)
            equal((code, bool(codes)), (1, True), text)


def check_deep_nesting():
    with Scratch() as s:
        for depth in (2000, 200000):
            nested = 'select ' + '(' * depth + '1' + ')' * depth + ' as x into dw.C;'
            done = s.tool('-', stdin=nested)
            assert done.returncode in (0, 1), f'exit {done.returncode} at depth {depth}: {done.stderr[-300:]}'


def check_long_chains():
    def compiled(s, line, count):
        lines = '\n'.join(line for _ in range(count))
        s.write('chain.sql', f'create procedure dbo.p @p int as begin\ndeclare @a int = @p;\n{lines}\ninsert into dw.C (x) select @a;\nend')
        done = s.tool('chain.sql', '--ddl', 'schema.sql')
        assert done.returncode in (0, 1), f'exit {done.returncode} after {count} times {line}: {done.stderr[-300:]}'
        return done.stderr.count('T2D4001') > 0, sum(len(content) for content in s.files().values())

    with Scratch() as s:
        s.write('schema.sql', 'create table dw.C (x int not null);')
        # Each line doubles the value as it would be written out; what is written grows with the lines only.
        equal(compiled(s, 'set @a = @a + @a;', 100)[0], False, 'a hundred doublings are compiled')
        assert compiled(s, 'set @a = @a + @a;', 100)[1] < 3 * compiled(s, 'set @a = @a + @a;', 50)[1]
        equal(compiled(s, 'if @p > 1 set @a = @a + 1;', 50)[0], False, 'fifty conditions are compiled')
        equal(compiled(s, 'insert into dw.C (x) values (1);', 1000)[0], False, 'a thousand INSERTs are compiled')
        for line in ('set @a = @a + @a;', 'update dw.C set x = x + @p where x > @p;', 'if @p > 1 set @a = @a + 1;'):
            equal(compiled(s, line, 1000)[0], True, f'too many times {line} is a diagnostic')


def check_ten_megabytes_in_one_statement():
    with Scratch() as s:
        rows = ',\n'.join(f"({i}, 'name number {i} of a very long list of values')" for i in range(170000))
        text = f'insert into dw.B (Id, Name) values {rows};'
        assert len(text) > 10_000_000
        began = time.monotonic()
        done = s.tool('-', stdin=text, timeout=600)
        assert done.returncode in (0, 1), f'exit {done.returncode}: {done.stderr[-300:]}'
        print(f'  10 MB took {time.monotonic() - began:.1f} s')


def check_unknown_tables_are_reported():
    with Scratch() as s:
        s.write('load.sql', LOAD)
        code, codes = s.codes('load.sql')
        assert code in (0, 1) and codes, (code, codes)


def check_caret():
    with Scratch() as s:
        done = s.tool('-', stdin='select 1;\n\tselect * frm x where;\n')
        lines = done.stderr.splitlines()
        assert lines[0].startswith('<stdin>:2:') and 'error[T2D1001]' in lines[0], lines
        assert lines[1].startswith('    2 | \tselect') and '^' in lines[2] and '\x1b' not in done.stderr, lines


def check_sarif():
    with Scratch() as s:
        s.write('a b.sql', 'select * frm x where;')
        log = json.loads(s.tool('a b.sql', '--diagnostics', 'sarif').stdout)
        driver, result = log['runs'][0]['tool']['driver'], log['runs'][0]['results'][0]
        equal((log['version'], driver['name']), ('2.1.0', 'tsql2dbt'), 'head')
        equal(driver['rules'][result['ruleIndex']]['id'], result['ruleId'], 'rule')
        place = result['locations'][0]['physicalLocation']
        equal((place['artifactLocation']['uri'], place['region']['startLine'], result['level']), ('a%20b.sql', 1, 'error'), 'place')


def check_json_of_nothing():
    with Scratch() as s:
        equal(json.loads(s.tool(*s.project(), '--diagnostics', 'json').stdout)['schema_version'], '1.0', 'version')


def check_strict():
    with Scratch() as s:
        arguments = s.project()
        s.tool(*arguments)
        model = s.path / 'dbt/models/staging/b.sql'
        model.write_text(model.read_text() + '-- mine\n')
        s.write('load.sql', LOAD.replace('upper', 'lower'))
        equal(s.codes(*arguments), (0, ['T2D0004']), 'without --strict')
        equal(s.tool(*arguments, '--strict').returncode, 1, 'with --strict')


def check_edited_file_is_kept():
    with Scratch() as s:
        arguments = s.project()
        s.tool(*arguments)
        model = s.path / 'dbt/models/staging/b.sql'
        edited = model.read_text() + '-- mine\n'
        model.write_text(edited)
        equal(s.codes(*arguments), (0, ['T2D0004']), 'outcome')
        equal(model.read_text(), edited, 'edited file')
        assert (s.path / 'dbt/models/staging/b.sql.new').exists()
        equal(s.codes(*arguments, '--force'), (0, []), 'with --force')
        assert '-- mine' not in model.read_text()


def check_generated_file_is_updated():
    with Scratch() as s:
        arguments = s.project()
        s.tool(*arguments)
        s.write('load.sql', LOAD.replace('upper', 'lower'))
        equal(s.codes(*arguments), (0, []), 'outcome')
        assert 'lower(' in (s.path / 'dbt/models/staging/b.sql').read_text()


def check_project_file_is_never_overwritten():
    with Scratch() as s:
        s.write('dbt/dbt_project.yml', 'name: mine\n')
        s.tool(*s.project(), '--force')
        equal((s.path / 'dbt/dbt_project.yml').read_text(), 'name: mine\n', 'dbt_project.yml')


def check_output_that_cannot_be_written():
    with Scratch() as s:
        s.write('dbt', 'a file where the folder should be')
        equal(s.codes(*s.project()), (2, ['T2D0002']), 'file in place of the folder')
        s.write('out/models/staging/b.sql/x', 'a folder where a file should be')
        before = s.files('out')
        equal(s.codes(*s.project(), '-o', 'out'), (2, ['T2D0002']), 'folder in place of a file')
        equal(s.files('out'), before, 'nothing is left behind')


def check_full_disk():
    with Scratch() as s:
        arguments = s.project()
        small = s.path / 'small'
        small.mkdir()
        mounted = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=8k', 'tmpfs', str(small)], capture_output=True) if shutil.which('mount') else None
        if mounted is None or mounted.returncode != 0:
            raise Skip('mount is not permitted here')
        try:
            equal(s.codes(*arguments, '-o', 'small/dbt'), (2, ['T2D0002']), 'outcome')
            equal(s.files('small'), {}, 'nothing is left behind')
        finally:
            subprocess.run(['umount', str(small)], check=True)


def check_device_as_result():
    with Scratch() as s:
        equal(s.tool(*s.project(), '--result', '/dev/full').returncode, 2, 'full device')
        equal(s.tool(*s.project(), '--result', '/dev/null').returncode, 0, 'null device')


def check_configuration():
    with Scratch() as s:
        arguments = s.project()
        for wrong in ('operatoinal: skip\n', 'operational: maybe\n', 'order: {a: [\n', '- list\n'):
            s.write('tsql2dbt.yml', wrong)
            equal(s.codes(*arguments), (2, ['T2D0003']), wrong)
        equal(s.codes(*arguments, '--config', 'missing.yml'), (2, ['T2D0003']), 'missing file')
        s.write('tsql2dbt.yml', 'ddl: tables.sql\noperational: compile\nstring_comparison: tsql\n')
        equal(s.codes('load.sql'), (0, []), 'ddl from the configuration')


def check_proposals():
    with Scratch() as s:
        arguments = [*s.project(), '--proposals', 'bodies.json']
        equal(s.codes(*arguments), (2, ['T2D0003']), 'missing file')
        s.write('bodies.json', '["not an object"]')
        equal(s.codes(*arguments), (2, ['T2D0003']), 'wrong file')
        s.write('bodies.json', '{}')
        equal(s.codes(*arguments), (0, []), 'no proposals')
        equal(json.loads((s.path / 'dbt/target/tsql2dbt/holes.json').read_text()), [], 'holes')


def many(s, count):
    for i in range(count):
        s.write(f'many/load{i:03}.sql', (TABLES + 'go\n' + LOAD).replace('dw.B', f'dw.B{i:03}').replace('src.A', f'src.A{i:03}').replace('usp_LoadB', f'usp_{i:03}'))
    return ['many', '--run-id', 'fixed']


def check_jobs_do_not_change_output():
    with Scratch() as s:
        arguments = many(s, 40)
        one = s.tool(*arguments, '-j', '1', '-o', 'out')
        first = s.files('out')
        shutil.rmtree(s.path / 'out')
        two = s.tool(*arguments, '-j', '8', '-o', 'out')
        equal((one.returncode, one.stderr), (two.returncode, two.stderr), 'report')
        equal(first, s.files('out'), 'files')


def check_order_of_inputs_does_not_change_output():
    with Scratch() as s:
        many(s, 6)
        names = [f'many/load{i:03}.sql' for i in range(6)]
        s.tool(*names, '--run-id', 'fixed', '-o', 'out')
        first = s.files('out')
        shutil.rmtree(s.path / 'out')
        s.tool(*reversed(names), names[2], '--run-id', 'fixed', '-o', 'out')
        equal(first, s.files('out'), 'files')


def check_killed_run_leaves_no_partial_file():
    with Scratch() as s:
        arguments = many(s, 60)
        began = time.monotonic()
        s.tool(*arguments)
        took = time.monotonic() - began
        whole = s.files()
        for tenth in range(1, 11):
            shutil.rmtree(s.path / 'dbt', ignore_errors=True)
            process = subprocess.Popen([TOOL, *arguments], cwd=s.path, stderr=subprocess.DEVNULL)
            time.sleep(took * tenth / 10)
            process.send_signal(signal.SIGKILL if tenth % 2 else signal.SIGTERM)
            process.wait()
            left = {p: b for p, b in s.files().items() if not p.endswith('.tmp')} if (s.path / 'dbt').exists() else {}
            equal({p for p, b in left.items() if whole.get(p) != b}, set(), 'partial files')


def check_explain():
    with Scratch() as s:
        for name in ('T2D1001', 't2d1001', 'syntax_error'):
            done = s.tool('explain', name)
            assert done.returncode == 0 and done.stdout.startswith('T2D1001 syntax_error (error)'), done
        assert s.tool('explain', '--all', '--markdown').stdout.startswith('# Diagnostics\n')


def check_dumps():
    with Scratch() as s:
        arguments = s.project()
        last = s.tool('--list-passes').stdout.splitlines()[-1].split()[0]
        done = s.tool(*arguments, '--dump-after', 'all', '--stop-after', last, '--time-passes')
        assert f'=== after {last} ===' in done.stdout and f'ms  {last}' in done.stderr, done
        assert not (s.path / 'dbt').exists(), '--stop-after must not write'


def check_terminal():
    """Colour and a progress bar are for terminals; a pipe gets neither (all other checks)."""
    try:
        import pty
    except ImportError as error:
        raise Skip('no pseudo terminal') from error
    with Scratch() as s:
        s.write('bad.sql', 'select * frm x where;')
        ours, theirs = pty.openpty()
        process = subprocess.Popen([TOOL, 'bad.sql'], cwd=s.path, stderr=theirs, stdout=subprocess.DEVNULL)
        os.close(theirs)
        text = b''
        try:
            while block := os.read(ours, 4096):
                text += block
        except OSError:
            pass  # how a closed terminal reads
        process.wait()
        os.close(ours)
        assert b'\x1b[1;31merror[T2D1001]\x1b[0m' in text, text


def checked(scratch, change=None, *options, load=LOAD):
    """`check` on the model of LOAD after `change` was made to its text: exit code and check → verdict (`` is the whole)."""
    project = scratch.project(load)
    scratch.tool('compile', *project)
    model = scratch.path / 'dbt/models/staging/b.sql'
    if change is not None:
        text = model.read_text()
        assert change(text) != text, 'the change fits nothing'
        model.write_text(change(text))
    done = scratch.tool('check', 'load.sql', str(model), '--ddl', 'tables.sql', '--json', *options)
    result = json.loads(done.stdout)['models'][0]
    equal('T2D5010' in done.stderr, result['verdict'] == 'semantic gap', 'a gap is reported')
    return done.returncode, {'': result['verdict'], **{c['check']: c['verdict'] for c in result['checks']}}


def check_structural_check_proves_what_it_emits():
    with Scratch() as scratch:
        code, verdicts = checked(scratch)
    equal(code, 0, 'exit code')
    equal(set(verdicts.values()), {'match'}, 'verdicts')
    assert {'write', 'sources', 'column id', 'column name'} <= set(verdicts), verdicts


def check_compile_says_what_is_proved():
    with Scratch() as scratch:
        scratch.write('tables.sql', TABLES)
        scratch.write('load.sql', LOAD)
        done = scratch.tool('compile', 'load.sql', '--ddl', 'tables.sql')
        meta = (scratch.path / 'dbt/models/staging/_b.yml').read_text()
        assert 'equivalence: "match"' in meta and 'unproven' not in done.stderr, (meta, done.stderr)
        scratch.tool('compile', 'load.sql', '--ddl', 'tables.sql', '--no-check', '-o', 'unchecked')
        assert 'equivalence' not in (scratch.path / 'unchecked/models/staging/_b.yml').read_text()


def check_structural_check_ignores_spelling():
    with Scratch() as scratch:
        code, verdicts = checked(scratch, lambda text: text.replace('    select * from {{', '    select   *\n    from {{').replace('upper(Name)', '(upper((Name)))'))
    equal((code, verdicts['']), (0, 'match'), 'other spelling')


def check_structural_check_judges_changes():
    changes = {
        'another expression': ('    select\n        Id,', '    select\n        Id + 1 as Id,', 'column id', 'semantic gap'),
        'a CTE that nobody reads': ('final as (', 'kept as (select * from a where Id < 5), final as (', '', 'match'),
        'a column that nothing has': ('    select\n        Id,', '    select\n        a.Number as Id,', 'model', 'semantic gap'),
        'another filter': ('    from a\n', '    from a\n    where Id <> 3\n', 'predicates', 'semantic gap'),
    }
    for what, (old, new, check, verdict) in changes.items():
        with Scratch() as scratch:
            code, verdicts = checked(scratch, lambda text, old=old, new=new: text.replace(old, new))
        assert verdicts[check] == verdict, (what, verdicts)
        equal(code, 1 if verdict == 'semantic gap' else 0, what)


FOLLOWED = {  # statement list → a change of the model that has to be seen
    'OUTPUT INTO a table variable': (
        "declare @gone table (Id int, Name varchar(10)); delete from src.A output deleted.Id, deleted.Name into @gone where Id > 2; insert into dw.B select Id, Name from @gone;",
        ('Id > 2', 'Id > 3')),
    'OUTPUT of what an UPDATE found and left': (
        "declare @was table (Id int, Name varchar(10)); update src.A set Name = 'x' output deleted.Id, deleted.Name into @was where Id > 2; insert into dw.B select Id, Name from @was;",
        ('select *\n    from a_before', "select Id, 'x' as Name\n    from a_before")),
    'GOTO ahead': (
        "if exists (select 1 from src.A where Id = 7) goto done; insert into dw.B select Id, Name from src.A; done:",
        ('Id = 7', 'Id = 8')),
    'dynamic SQL of constants': (
        "declare @n sysname = N'A'; declare @s nvarchar(max) = N'insert into dw.B select Id, Name from src.' + quotename(@n) + N' where Id > @low'; exec sp_executesql @s, N'@low int', @low = 4;",
        ('> 4', '> 5')),
    'DELETE from a CTE with numbered rows': (
        "insert into dw.B select Id, Name from src.A; with n as (select Id, row_number() over (partition by Name order by Id desc) as rn from dw.B) delete from n where rn > 1;",
        ('rn > 1', 'rn > 2')),
    'UPDATE through a CTE that joins': (
        "insert into dw.B select Id, Name from src.A; with n as (select b.Name, a.Name as Given from dw.B as b join src.A as a on a.Id = b.Id where a.Id > 1) update n set Name = Given + 'x';",
        ('> 1', '> 2')),
    'UPDATE with CROSS APPLY': (
        "insert into dw.B select Id, Name from src.A; update b set Name = x.Top_ from dw.B as b cross apply (select max(Name) as Top_ from src.A as a where a.Id > b.Id) as x where x.Top_ is not null;",
        ('max(', 'min(')),
    'TOP WITH TIES': (
        "insert into dw.B select top (2) with ties Id, Name from src.A order by Name;",
        ('<= 2', '<= 1')),
    'the last of ordered rows that are assigned': (
        "declare @n varchar(20); select @n = Name from src.A order by Id; insert into dw.B select Id, @n from src.A;",
        ('order by Id desc', 'order by Id')),
    'WHILE with BREAK': (
        "declare @i int = 2, @n varchar(20); while @i < 9 begin if @i > 5 break; select @n = Name from src.A where Id = @i; insert into dw.B values (@i, @n); set @i = @i + 1; end",
        ('> 5', '> 4')),
    'a cursor': (
        "declare @i int, @n varchar(20), @last varchar(20) = ''; declare c cursor local fast_forward for select Id, Name from src.A order by Id; open c; fetch next from c into @i, @n; "
        "while @@fetch_status = 0 begin if @n <> @last insert into dw.B values (@i, @n); set @last = @n; fetch next from c into @i, @n; end; close c; deallocate c;",
        ('order by Id', 'order by Id desc')),
    'DELETE in batches': (
        "insert into dw.B select Id, Name from src.A; while 1 = 1 begin delete top (2) from dw.B where Id > 4; if @@rowcount < 2 break; end",
        ('> 4', '> 5')),
}


def check_structural_check_rounds_moments():
    tables = 'create table src.A (Id int not null primary key, Moment datetime2(7) null, Word varchar(30) null);\ncreate table dw.B (Id int not null primary key, Moment datetime null);\n'
    bodies = {
        'a datetime2 in a datetime': ('insert into dw.B select Id, Moment from src.A;', 'make_timestamp(cast(round(round(epoch_us(Moment) * 0.0003) / 0.3) as bigint) * 1000)', 'Moment'),
        'a text in a style': ('insert into dw.B select Id, try_convert(date, Word, 103) from src.A;', 'tsql_try_date_103', 'tsql_try_date_101'),
    }
    for what, (body, old, new) in bodies.items():
        with Scratch() as scratch:
            project = scratch.project(f'create procedure dbo.p as begin truncate table dw.B; {body} end')
            scratch.write('tables.sql', tables)
            scratch.tool('compile', *project)
            model = scratch.path / 'dbt/models/staging/b.sql'
            for change, proved in ((False, True), (True, False)):
                if change:
                    assert old in model.read_text(), (what, model.read_text())
                    model.write_text(model.read_text().replace(old, new))
                result = json.loads(scratch.tool('check', 'load.sql', str(model), '--ddl', 'tables.sql', '--json').stdout)['models'][0]
                equal(result['verdict'] in ('match', 'intentional divergence'), proved, (what, result['verdict']))


def check_structural_check_follows_statements():
    for what, (body, (old, new)) in FOLLOWED.items():
        for change, verdict in ((None, 'match'), (lambda text, old=old, new=new: text.replace(old, new), 'semantic gap')):
            with Scratch() as scratch:
                _, verdicts = checked(scratch, change, load=f'create procedure dbo.p as begin truncate table dw.B; {body} end')
            equal(verdicts[''], verdict, (what, verdicts))


SEEN = {  # tables, procedure, model → changes of the model, each of which gives other rows
    'where NULLs are ordered': (
        'create table src.A (Id int not null primary key, Name varchar(20) null);\ncreate table dw.B (Id int not null, Name varchar(20) null);',
        'truncate table dw.B; insert into dw.B select row_number() over (order by Name, Id), Name from src.A;', 'b',
        [(' nulls first', ''), (' nulls first', ' nulls last')]),
    'whole numbers of decimals': (
        'create table src.A (Id int not null primary key, Price decimal(10, 2) null);\ncreate table dw.B (Id int not null, Price decimal(10, 2) null);',
        'truncate table dw.B; insert into dw.B select Id, cast(Price * 2 as int) from src.A where Price > 3;', 'b',
        [('cast(trunc(Price * 2) as integer)', 'cast(Price * 2 as integer)'), ('cast(cast(trunc(Price * 2) as integer) as decimal(10, 2))', 'Price * 2'), ('Price > 3', 'cast(Price as decimal(10, 1)) > 3')]),
    'numbers of new rows': (
        'create table src.A (Id int not null primary key, Name varchar(20) null, Qty int null);\ncreate table dw.D (Id int identity(1, 1) not null primary key, Name varchar(20) null, Qty int null);',
        'insert into dw.D (Name, Qty) select Name, Qty from src.A order by Id;', 'd',
        [('(order by Id)', '(partition by Name order by Id)'), ('max(Id)', 'max(Qty)'), ('max(Id)', 'max(Id) - 1'), ('greatest((select max(Id) from previous), 0) + ', ''), ('greatest(', 'least('), ('row_number()', 'rank()')]),
    'a list without doubles': (
        'create table src.A (Id int not null primary key, Qty int null);\ncreate table dw.B (Qty int null);',
        'truncate table dw.B; insert into dw.B select Qty from src.A; declare @i int = 0; while @i < 3 begin update dw.B set Qty = Qty + @i where Qty < 10; delete from dw.B where Qty = 7; set @i = @i + 1; end', 'b',
        [('list(struct_pack', 'list(distinct struct_pack')]),
    'what else a batch writes': (
        'create table src.A (Id int not null primary key, Qty int null);\ncreate table dw.B (Id int not null, Qty int null);\ncreate table dw.L (N int null);',
        "insert into dw.B select Id, Qty from src.A; declare @n int = 1; while @n > 0 begin delete top (3) from dw.B where Qty > 5; set @n = @@rowcount; exec('insert into dw.L values (1)'); end", 'l',
        [('    from rounds\n    where n > 0\n', '    where false\n')]),
}


def check_structural_check_sees_what_the_target_does_otherwise():
    proved = ('match', 'intentional divergence')
    for what, (tables, body, name, changes) in SEEN.items():
        with Scratch() as scratch:
            project = scratch.project(f'create procedure dbo.p as begin {body} end')
            scratch.write('tables.sql', tables)
            scratch.tool('compile', *project)
            model = scratch.path / f'dbt/models/staging/{name}.sql'
            text = model.read_text()
            verdict = lambda: json.loads(scratch.tool('check', 'load.sql', str(model), '--ddl', 'tables.sql', '--json').stdout)['models'][0]['verdict']
            if what != 'what else a batch writes':
                assert verdict() in proved, (what, 'as it is', verdict())
            for old, new in changes:
                assert old in text, (what, old, text)
                model.write_text(text.replace(old, new))
                assert verdict() not in proved, (what, new, verdict())


def check_structural_check_says_what_it_cannot_read():
    with Scratch() as scratch:
        code, verdicts = checked(scratch, lambda text: text.replace('upper(Name)', 'list_first(Name :: varchar[])'), '--strict')
    equal((code, verdicts['']), (1, 'unproven'), 'a list function')
    with Scratch() as scratch:
        scratch.project()
        scratch.write('nothing.sql', 'select 1 as x')
        equal(scratch.tool('check', 'load.sql', 'nothing.sql', '--ddl', 'tables.sql').returncode, 2, 'a model of another name')


if __name__ == '__main__':
    wanted = sys.argv[1:]
    run('cli', [c for c in functions(globals()) if not wanted or c[0] in wanted])
