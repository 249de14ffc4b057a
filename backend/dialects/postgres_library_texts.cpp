// SPDX-License-Identifier: Apache-2.0
// Functions of the library for texts: they compare as SQL Server does, whatever the collation of their arguments is.
#include "backend/dialects/postgres_library.h"

namespace t2d::backend::postgres {

std::string_view library_of_texts() {
    return R"SQL(-- Errors, and texts that compare without regard to case

create or replace function tsql.fail(message text, as_type anyelement) returns anyelement language plpgsql volatile as $$
begin
    raise exception '%', message;
end $$;

-- A text that the collation compares as SQL Server does. ICU also takes a superscript, a ligature or a no-break space for the plain
-- character and leaves control characters out: a text with any that may do so is an error, never a wrong match.
create or replace function tsql.comparable_beyond_ascii(value text) returns text language plpgsql immutable strict as $$
begin
    if value collate "C" !~ '^[\t\n\r\u0020-\u007e\u00a1-\u00a7\u00a9\u00ab\u00ac\u00ae\u00b0\u00b1\u00b6\u00b7\u00bb\u00bf-\u0131\u0134-\u013e\u0141-\u0148\u014a-\u017e\u0386\u0388-\u038a\u038c\u038e-\u03a1\u03a4-\u03c1\u03c4-\u03ce\u0400-\u0482\u048a-\u052f\u2010\u2012-\u2015\u2018-\u2022\u2030\u2039\u203a\u20a0-\u20a7\u20a9-\u20bf\u4e00-\u9ffc]*$' then
        raise exception 'The text ''%'' has characters whose comparison has no exact form.', value;
    end if;
    return value;
end $$;

create or replace function tsql.comparable(value text) returns text language sql immutable strict as $$
    select case when value collate "C" ~ '^[ -~]*$' then value else tsql.comparable_beyond_ascii(value) end
$$;

-- One character becomes one character, as in SQL Server: positions stay what they are.
create or replace function tsql.lower(value text) returns text language sql immutable strict as $$
    select case
        when octet_length(value) = length(value) then lower(value collate "C")
        else (
            select string_agg(case when length(lower(c collate "und-x-icu")) = 1 then lower(c collate "und-x-icu") else c end, '' order by i)
            from unnest(string_to_array(value, null)) with ordinality as letter (c, i)
        )
    end
$$;

create or replace function tsql.upper(value text) returns text language sql immutable strict as $$
    select case
        when octet_length(value) = length(value) then upper(value collate "C")
        else (
            select string_agg(case when length(upper(c collate "und-x-icu")) = 1 then upper(c collate "und-x-icu") else c end, '' order by i)
            from unnest(string_to_array(value, null)) with ordinality as letter (c, i)
        )
    end
$$;

create or replace function tsql.charindex_exact(needle text, value text, start integer default 1) returns integer language sql immutable strict as $$
    select case
        when length(needle) = 0 or strpos(substring(value collate "C", greatest(start, 1)), needle collate "C") = 0 then 0
        else strpos(substring(value collate "C", greatest(start, 1)), needle collate "C") + greatest(start, 1) - 1
    end
$$;

create or replace function tsql.charindex(needle text, value text, start integer default 1) returns integer language sql immutable strict as $$
    select tsql.charindex_exact(tsql.lower(needle), tsql.lower(value), start)
$$;

-- A pattern of LIKE as a regular expression.
create or replace function tsql.like_pattern(pattern text, escape text) returns text language plpgsql immutable strict as $$
declare
    out text := '';
    letter text collate "C";
    inside text collate "C";
    at integer := 1;
    closing integer;
begin
    while at <= length(pattern) loop
        letter := substr(pattern, at, 1);
        if length(escape) = 1 and letter = escape collate "C" and at < length(pattern) then
            at := at + 1;
            out := out || regexp_replace(substr(pattern, at, 1) collate "C", '([^[:alnum:]])', '\\\1');
        elsif letter = '%' then
            out := out || '.*';
        elsif letter = '_' then
            out := out || '.';
        elsif letter = '[' then
            inside := substr(pattern, at + 1);
            closing := strpos(substr(inside, 2), ']');
            if left(inside, 1) = ']' or closing = 0 or left(inside, 2) = '^]' then
                raise exception 'A pattern with an unfinished character class has no exact form.';
            end if;
            inside := left(inside, closing);
            at := at + closing + 1;
            if left(inside, 1) = '^' then
                out := out || '[^';
                inside := substr(inside, 2);
            else
                out := out || '[';
            end if;
            inside := regexp_replace(inside, '([\[\\^])', '\\\1', 'g');
            out := out || regexp_replace(regexp_replace(inside, '^-', '\\-'), '(.)-$', '\1\\-') || ']';
        else
            out := out || regexp_replace(letter, '([^[:alnum:]])', '\\\1');
        end if;
        at := at + 1;
    end loop;
    return out;
end $$;

create or replace function tsql.like_exact(value text, pattern text, escape text, trims boolean) returns boolean language sql immutable strict as $$
    select value collate "C" ~ ('^' || tsql.like_pattern(pattern, escape) || case when trims then ' *$' else '$' end)
$$;

create or replace function tsql.like(value text, pattern text, escape text, trims boolean) returns boolean language sql immutable strict as $$
    select tsql.lower(value) collate "C" ~ ('^' || tsql.like_pattern(tsql.lower(pattern), tsql.lower(escape)) || case when trims then ' *$' else '$' end)
$$;

create or replace function tsql.patindex_exact(pattern text, value text, trims boolean) returns integer language sql immutable strict as $$
    select regexp_instr(
        value collate "C",
        case when left(pattern, 1) = '%' then '' else '^' end
        || tsql.like_pattern(regexp_replace(pattern collate "C", '^%+|%+$', '', 'g'), '')
        || case when right(pattern, 1) = '%' then '' when trims then ' *$' else '$' end
    )
$$;

create or replace function tsql.patindex(pattern text, value text, trims boolean) returns integer language sql immutable strict as $$
    select tsql.patindex_exact(tsql.lower(pattern), tsql.lower(value), trims)
$$;

create or replace function tsql.replace(value text, old text, new text) returns text language plpgsql immutable strict as $$
declare
    low text collate "C" := tsql.lower(value);
    searched text collate "C" := tsql.lower(old);
    out text := '';
    at integer;
begin
    if length(searched) = 0 then
        return value;
    end if;
    loop
        at := strpos(low, searched);
        exit when at = 0;
        out := out || left(value, at - 1) || new;
        value := substr(value, at + length(searched));
        low := substr(low, at + length(searched));
    end loop;
    return out || value;
end $$;

create or replace function tsql.stuff(value text, start integer, length integer, new text) returns text language sql immutable as $$
    select case when start between 1 and length(value) and length >= 0 then left(value, start - 1) || coalesce(new, '') || substring(value, start + length) end
$$;

create or replace function tsql.replicate(value text, times integer, longest integer) returns text language sql immutable strict as $$
    select case when times >= 0 then left(repeat(value, least(times, longest)), longest) end
$$;

create or replace function tsql.length_argument(length integer, name text) returns integer language plpgsql immutable as $$
begin
    if length < 0 then
        raise exception 'Invalid length parameter passed to the % function.', name;
    end if;
    return length;
end $$;

-- The code of the first character in code page 1252.
create or replace function tsql.ascii(value text) returns integer language plpgsql immutable strict as $$
declare
    code integer := ascii(value);
    place integer := strpos('€?‚ƒ„…†‡ˆ‰Š‹Œ?Ž??‘’“”•–—˜™š›œ?žŸ' collate "C", left(value, 1) collate "C");
begin
    if code <= 255 then return nullif(code, 0); end if;
    if place = 0 then raise exception 'ASCII of a character that code page 1252 does not have has no exact form.'; end if;
    return 127 + place;
end $$;

create or replace function tsql.isnumeric(value text) returns integer language sql immutable as $$
    select case
        when value collate "C" ~ '^ *([+-]? *[$]?[0-9,]*[.]?[0-9]*|[$] *[+-]?[0-9,]*[.]?[0-9]*|[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)[eEdD][+-]?[0-9]+) *$' and length(trim(value)) > 0 then 1
        else 0
    end
$$;

create or replace function tsql.string_split(value text, separator text) returns table (part text, place bigint) language sql immutable strict as $$
    select part, place
    from unnest(case when length(value) = 0 then array[''] else string_to_array(value collate "C", separator collate "C") end) with ordinality as split (part, place)
$$;
)SQL";
}

} // namespace t2d::backend::postgres
