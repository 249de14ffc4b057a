// SPDX-License-Identifier: Apache-2.0
// Functions of the library for dates and times.
#include "backend/dialects/postgres_library.h"

namespace t2d::backend::postgres {

std::string_view library_of_moments() {
    return R"SQL(-- Dates and times

-- SQL Server's grid of 1/300 seconds (type datetime).
create or replace function tsql.on_grid(value timestamp) returns timestamp language sql immutable strict as $$
    select date_trunc('second', value) + round(round(mod(extract(microsecond from value), 1000000) * 0.0003) / 0.3) * interval '1 millisecond'
$$;

create or replace function tsql.to_minute(value timestamp) returns timestamp language sql immutable strict as $$
    select date_trunc('minute', value + interval '30.001 seconds')
$$;

create or replace function tsql.to_digits(value timestamp, digits integer) returns timestamp language sql immutable strict as $$
    select date_trunc('second', value) + round(mod(extract(microsecond from value), 1000000) / 1000000, least(digits, 6)) * interval '1 second'
$$;

create or replace function tsql.in_calendar(value timestamp) returns timestamp language plpgsql immutable strict as $$
begin
    if value < timestamp '0001-01-01' or value >= timestamp '10000-01-01' then
        raise exception 'Adding a value to a ''datetime'' column caused an overflow.';
    end if;
    return value;
end $$;

create or replace function tsql.dateadd(part text, number integer, value timestamp) returns timestamp language sql immutable strict as $$
    select tsql.in_calendar(case part
        when 'year' then value + make_interval(years => number)
        when 'quarter' then value + make_interval(months => 3 * number)
        when 'month' then value + make_interval(months => number)
        when 'week' then value + make_interval(weeks => number)
        when 'day' then value + make_interval(days => number)
        when 'hour' then value + make_interval(hours => number)
        when 'minute' then value + make_interval(mins => number)
        when 'second' then value + number * interval '1 second'
        when 'millisecond' then value + number * interval '1 millisecond'
        when 'microsecond' then value + number * interval '1 microsecond'
    end)
$$;

create or replace function tsql.dateadd(part text, number integer, value date) returns date language sql immutable strict as $$
    select tsql.dateadd(part, number, value::timestamp)::date
$$;

create or replace function tsql.datediff_big(part text, first timestamp, last timestamp) returns bigint language sql immutable strict as $$
    select case part
        when 'year' then (extract(year from last) - extract(year from first))::bigint
        when 'quarter' then ((extract(year from last) - extract(year from first)) * 4 + extract(quarter from last) - extract(quarter from first))::bigint
        when 'month' then ((extract(year from last) - extract(year from first)) * 12 + extract(month from last) - extract(month from first))::bigint
        when 'week' then (date_trunc('week', last + interval '1 day')::date - date_trunc('week', first + interval '1 day')::date)::bigint / 7
        when 'day' then (last::date - first::date)::bigint
        when 'hour' then (extract(epoch from date_trunc('hour', last)) - extract(epoch from date_trunc('hour', first)))::bigint / 3600
        when 'minute' then (extract(epoch from date_trunc('minute', last)) - extract(epoch from date_trunc('minute', first)))::bigint / 60
        when 'second' then (extract(epoch from date_trunc('second', last)) - extract(epoch from date_trunc('second', first)))::bigint
        when 'millisecond' then (floor(extract(epoch from last) * 1000) - floor(extract(epoch from first) * 1000))::bigint
        when 'microsecond' then ((extract(epoch from last) - extract(epoch from first)) * 1000000)::bigint
    end
$$;

create or replace function tsql.datediff(part text, first timestamp, last timestamp) returns integer language sql immutable strict as $$
    select tsql.datediff_big(part, first, last)::integer
$$;

create or replace function tsql.datepart(part text, value timestamp) returns integer language sql immutable strict as $$
    select case part
        when 'weekday' then extract(dow from value)::integer + 1
        when 'dayofyear' then extract(doy from value)::integer
        when 'iso_week' then extract(week from value)::integer
        when 'week' then (extract(doy from value)::integer + extract(dow from date_trunc('year', value))::integer - 1) / 7 + 1
        when 'second' then floor(extract(second from value))::integer
        when 'millisecond' then floor(mod(extract(microsecond from value), 1000000) / 1000)::integer
        when 'microsecond' then mod(extract(microsecond from value), 1000000)::integer
        when 'year' then extract(year from value)::integer
        when 'quarter' then extract(quarter from value)::integer
        when 'month' then extract(month from value)::integer
        when 'day' then extract(day from value)::integer
        when 'hour' then extract(hour from value)::integer
        when 'minute' then extract(minute from value)::integer
    end
$$;

create or replace function tsql.eomonth(value timestamp, months integer default 0) returns date language sql immutable as $$
    select tsql.in_calendar(date_trunc('month', value) + make_interval(months => coalesce(months, 0) + 1) - interval '1 day')::date
$$;

create or replace function tsql.datefromparts(year integer, month integer, day integer) returns date language plpgsql immutable strict as $$
begin
    if year not between 1 and 9999 then
        raise exception 'Cannot construct data type date, some of the arguments have values which are not valid.';
    end if;
    return make_date(year, month, day);
end $$;

-- A moment from its parts; `fraction` counts units of 1 / `unit` seconds.
create or replace function tsql.momentfromparts(year integer, month integer, day integer, hour integer, minute integer, seconds integer, fraction integer, unit integer) returns timestamp language plpgsql immutable strict as $$
begin
    if year not between 1 and 9999 or hour not between 0 and 23 or minute not between 0 and 59 or seconds not between 0 and 59 or fraction not between 0 and unit - 1 then
        raise exception 'Cannot construct a date or time, some of the arguments have values which are not valid.';
    end if;
    return make_date(year, month, day) + make_interval(hours => hour, mins => minute, secs => seconds) + (trunc(fraction::numeric * 1000000 / unit)) * interval '1 microsecond';
end $$;

create or replace function tsql.datetrunc(part text, value timestamp) returns timestamp language sql immutable strict as $$
    select case part
        when 'week' then date_trunc('week', value + interval '1 day') - interval '1 day'
        when 'iso_week' then date_trunc('week', value)
        when 'dayofyear' then date_trunc('day', value)
        else date_trunc(part, value)
    end
$$;

-- A moment that is written as a text, by the style of CONVERT (0: none). NULL where SQL Server reads none and `try` is set; what it may
-- read and this does not is an error in any case.
create or replace function tsql.moment_of_text(value text, style integer, long_fraction boolean, try boolean) returns timestamp language plpgsql immutable strict as $$
declare
    clock constant text collate "C" := '([0-9]{1,2}):([0-9]{2})(?::([0-9]{2})(?:[.]([0-9]{1,7}))?)?';
    months constant text collate "C" := 'janfebmaraprmayjunjulaugsepoctnovdec';
    named constant text collate "C" := '(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december)';
    given text collate "C" := trim(lower(value collate "C"));
    part text[];
    year integer;
    month integer;
    day integer;
    hour integer;
begin
    if length(given) = 0 then
        return timestamp '1900-01-01';
    end if;
    if style in (101, 110) then
        part := regexp_match(given, '^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})$');
        if part is not null then year := part[3]; month := part[1]; day := part[2]; end if;
    elsif style in (103, 104, 105) then
        part := regexp_match(given, '^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})$');
        if part is not null then year := part[3]; month := part[2]; day := part[1]; end if;
    elsif style in (102, 111) then
        part := regexp_match(given, '^([0-9]{4})[-./]([0-9]{1,2})[-./]([0-9]{1,2})$');
        if part is not null then year := part[1]; month := part[2]; day := part[3]; end if;
    elsif style = 112 then
        part := regexp_match(given, '^([0-9]{4})([0-9]{2})([0-9]{2})$');
        if part is not null then year := part[1]; month := part[2]; day := part[3]; end if;
    else
        part := regexp_match(given, '^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:[ t]+' || clock || ')?$');
        if part is null then
            part := regexp_match(given, '^([0-9]{4})([0-9]{2})([0-9]{2})(?: +' || clock || ')?$');
        end if;
        if part is null and style = 0 then
            part := regexp_match(given, '^([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?: +' || clock || ')?$');
        end if;
        if part is not null then
            year := part[1]; month := part[2]; day := part[3];
        elsif style = 0 then
            part := regexp_match(given, '^([0-9]{1,2})[-./]([0-9]{1,2})[-./]([0-9]{4})(?: +' || clock || '(?: *([ap])m)?)?$');
            if part is not null then
                year := part[3]; month := part[1]; day := part[2];
            else
                part := regexp_match(given, '^' || named || ' +([0-9]{1,2}),? +([0-9]{4})(?: +' || clock || '(?: *([ap])m)?)?$');
                if part is not null then
                    year := part[3]; month := (strpos(months, left(part[1], 3)) + 2) / 3; day := part[2];
                else
                    part := regexp_match(given, '^([0-9]{1,2})[- /]' || named || '[- /]([0-9]{4})$');
                    if part is not null then
                        year := part[3]; month := (strpos(months, left(part[2], 3)) + 2) / 3; day := part[1];
                    elsif given ~ ('^[0-9]{4}[-/]' || named || '[-/][0-9]{1,2}$') then
                        part := regexp_match(given, '^([0-9]{4})[-/]' || named || '[-/]([0-9]{1,2})$');
                        year := part[1]; month := (strpos(months, left(part[2], 3)) + 2) / 3; day := part[3];
                    else
                        part := regexp_match(given, '^()()()([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?$');
                        if part is not null then year := 1900; month := 1; day := 1; end if;
                    end if;
                end if;
            end if;
        end if;
    end if;
    if part is null then
        if given ~ '[0-9]' and (style = 0 or not try or given ~ '^[0-9]{1,2}[-./][0-9]{1,2}[-./][0-9]{2}( |$)|^[0-9]{6}$') and given ~ '^[-0-9a-z:./, +]*$' and given !~ '^[0-9]{1,3}$|^[0-9]{5}$|^[0-9]{7}$|^[0-9]{9,}$|^[0-9]{1,2}[-/. ][a-z]{3}[-/. ][0-9]{4}$' and (given ~ '[-/.:]|^[0-9]{4}$|^[0-9]{6}$' or given ~ named) then
            raise exception 'A date that is written as ''%'' has no exact form.', value;
        end if;
    else
        hour := coalesce(part[4]::integer, 0);
        if part[8] is not null then
            hour := case when hour between 1 and 12 then mod(hour, 12) + case part[8] when 'p' then 12 else 0 end else 99 end;
        end if;
        if part[7] is not null and length(part[7]) > 3 and not long_fraction then
            part := null;
        elsif year >= 1 and month between 1 and 12 and day between 1 and 31 and hour <= 23 and coalesce(part[5]::integer, 0) <= 59 and coalesce(part[6]::integer, 0) <= 59
              and extract(month from make_date(year, month, 1) + (day - 1)) = month then
            return make_date(year, month, day) + make_interval(hours => hour, mins => coalesce(part[5]::integer, 0), secs => coalesce(part[6]::integer, 0))
                + coalesce(left(rpad(part[7], 6, '0'), 6)::integer, 0) * interval '1 microsecond';
        end if;
    end if;
    if try then
        return null;
    end if;
    raise exception 'Conversion failed when converting date and/or time from character string.';
end $$;

create or replace function tsql.datetime_or_null(value timestamp, lowest timestamp, highest timestamp, try boolean) returns timestamp language plpgsql immutable strict as $$
begin
    if value >= lowest and value < highest then
        return value;
    end if;
    if try then
        return null;
    end if;
    raise exception 'The conversion of a varchar data type to a datetime data type resulted in an out-of-range value.';
end $$;

create or replace function tsql.to_date(value text, style integer default 0) returns date language sql immutable strict as $$ select tsql.moment_of_text(value, style, true, false)::date $$;
create or replace function tsql.try_to_date(value text, style integer default 0) returns date language sql immutable strict as $$ select tsql.moment_of_text(value, style, true, true)::date $$;
create or replace function tsql.to_datetime(value text, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.datetime_or_null(tsql.on_grid(tsql.moment_of_text(value, style, false, false)), timestamp '1753-01-01', timestamp '10000-01-01', false)
$$;
create or replace function tsql.try_to_datetime(value text, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.datetime_or_null(tsql.on_grid(tsql.moment_of_text(value, style, false, true)), timestamp '1753-01-01', timestamp '10000-01-01', true)
$$;
create or replace function tsql.to_smalldatetime(value text, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.datetime_or_null(tsql.to_minute(tsql.moment_of_text(value, style, false, false)), timestamp '1900-01-01', timestamp '2079-06-07', false)
$$;
create or replace function tsql.try_to_smalldatetime(value text, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.datetime_or_null(tsql.to_minute(tsql.moment_of_text(value, style, false, true)), timestamp '1900-01-01', timestamp '2079-06-07', true)
$$;
create or replace function tsql.to_datetime2(value text, digits integer, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.to_digits(tsql.moment_of_text(value, style, true, false), digits)
$$;
create or replace function tsql.try_to_datetime2(value text, digits integer, style integer default 0) returns timestamp language sql immutable strict as $$
    select tsql.to_digits(tsql.moment_of_text(value, style, true, true), digits)
$$;
)SQL";
}

} // namespace t2d::backend::postgres
