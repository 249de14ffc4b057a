// SPDX-License-Identifier: Apache-2.0
// Functions of the library for numbers.
#include "backend/dialects/postgres_library.h"

namespace t2d::backend::postgres {

std::string_view library_of_numbers() {
    return R"SQL(-- Numbers

create or replace function tsql.quotient(dividend numeric, divisor numeric, scale integer) returns numeric language sql immutable strict as $$
    select div(dividend * ('1e' || scale::text)::numeric, divisor) * ('1e-' || scale::text)::numeric
$$;

create or replace function tsql.tinyint(value numeric) returns smallint language plpgsql immutable strict as $$
begin
    if value not between 0 and 255 then
        raise exception 'Arithmetic overflow error for data type tinyint, value = %.', value;
    end if;
    return value::smallint;
end $$;

create or replace function tsql.try_tinyint(value numeric) returns smallint language sql immutable strict as $$
    select case when value between 0 and 255 then value::smallint end
$$;

-- A whole number of a text: blanks are 0. With `try`, NULL where SQL Server would stop.
create or replace function tsql.whole_of_text(value text, lowest numeric, highest numeric, try boolean) returns bigint language plpgsql immutable strict as $$
declare
    number numeric;
begin
    if length(trim(value)) = 0 then
        return 0;
    end if;
    if value collate "C" ~ '^ *[+-]?[0-9]+ *$' then
        number := trim(value)::numeric;
        if number between lowest and highest then
            return number::bigint;
        end if;
    end if;
    if try then
        return null;
    end if;
    raise exception 'Conversion failed when converting the value ''%'' to a whole number.', value;
end $$;

create or replace function tsql.to_bigint(value text) returns bigint language sql immutable strict as $$ select tsql.whole_of_text(value, -9223372036854775808, 9223372036854775807, false) $$;
create or replace function tsql.to_int(value text) returns integer language sql immutable strict as $$ select tsql.whole_of_text(value, -2147483648, 2147483647, false)::integer $$;
create or replace function tsql.to_smallint(value text) returns smallint language sql immutable strict as $$ select tsql.whole_of_text(value, -32768, 32767, false)::smallint $$;
create or replace function tsql.to_tinyint(value text) returns smallint language sql immutable strict as $$ select tsql.whole_of_text(value, 0, 255, false)::smallint $$;
create or replace function tsql.try_to_bigint(value text) returns bigint language sql immutable strict as $$ select tsql.whole_of_text(value, -9223372036854775808, 9223372036854775807, true) $$;
create or replace function tsql.try_to_int(value text) returns integer language sql immutable strict as $$ select tsql.whole_of_text(value, -2147483648, 2147483647, true)::integer $$;
create or replace function tsql.try_to_smallint(value text) returns smallint language sql immutable strict as $$ select tsql.whole_of_text(value, -32768, 32767, true)::smallint $$;
create or replace function tsql.try_to_tinyint(value text) returns smallint language sql immutable strict as $$ select tsql.whole_of_text(value, 0, 255, true)::smallint $$;

create or replace function tsql.bit_of_text(value text, try boolean) returns boolean language plpgsql immutable strict as $$
begin
    if value collate "C" ~* '^ *true *$' or value collate "C" ~ '^ *[+-]?[0-9]*[1-9][0-9]* *$' then
        return true;
    end if;
    if value collate "C" ~* '^ *false *$' or value collate "C" ~ '^ *[+-]?0* *$' then
        return false;
    end if;
    if try then
        return null;
    end if;
    raise exception 'Conversion failed when converting the value ''%'' to data type bit.', value;
end $$;

-- A number of a text; `pattern` says which ones SQL Server reads.
create or replace function tsql.number_of_text(value text, pattern text, blank_is_zero boolean, try boolean) returns numeric language plpgsql immutable strict as $$
begin
    if blank_is_zero and length(trim(value)) = 0 then
        return 0;
    end if;
    if value collate "C" ~ pattern then
        return trim(value)::numeric;
    end if;
    if try then
        return null;
    end if;
    raise exception 'Error converting the value ''%'' to a number.', value;
end $$;

create or replace function tsql.to_decimal(value text) returns numeric language sql immutable strict as $$
    select tsql.number_of_text(value, '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$', false, false)
$$;

create or replace function tsql.try_to_decimal(value text, "precision" integer, scale integer) returns numeric language sql immutable strict as $$
    select case when abs(round(number, scale)) < ('1e' || ("precision" - scale)::text)::numeric then number end
    from (select tsql.number_of_text(value, '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$', false, true) as number) as read
$$;

create or replace function tsql.to_money(value text) returns numeric language sql immutable strict as $$
    select tsql.number_of_text(value, '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+) *$', true, false)
$$;

create or replace function tsql.to_float(value text) returns double precision language sql immutable strict as $$
    select tsql.number_of_text(value, '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})? *$', true, false)::double precision
$$;

create or replace function tsql.try_to_float(value text) returns double precision language plpgsql immutable strict as $$
begin
    return tsql.number_of_text(value, '^ *[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]{1,3})? *$', true, true)::double precision;
exception when numeric_value_out_of_range then
    return null;
end $$;

-- A float with all digits that it has; a cast would keep fifteen.
create or replace function tsql.decimal_of_float(value double precision) returns numeric language plpgsql immutable strict as $$
begin
    if value = 'NaN' or abs(value) = 'Infinity' then
        raise exception 'Arithmetic overflow error converting float to data type numeric.';
    end if;
    return to_char(value, '9.9999999999999999EEEE')::numeric;
end $$;

-- Style 0: six digits at most, an exponent of three digits.
create or replace function tsql.float_text(value double precision) returns text language plpgsql immutable strict as $$
declare
    written text;
    mantissa numeric;
    exponent integer;
begin
    if value = 0 then
        return '0';
    end if;
    written := trim(to_char(value, '9.99999EEEE'));
    mantissa := trim_scale(split_part(written, 'e', 1)::numeric);
    exponent := split_part(written, 'e', 2)::integer;
    if exponent between -5 and 5 and exponent <> -5 then
        return trim_scale(mantissa * (10::numeric ^ exponent))::text;
    end if;
    return mantissa::text || 'e' || case when exponent < 0 then '-' else '+' end || lpad(abs(exponent)::text, 3, '0');
end $$;

create or replace function tsql.in_domain(value double precision, inside boolean) returns double precision language plpgsql immutable as $$
begin
    if not inside then
        raise exception 'An invalid floating point operation occurred.';
    end if;
    return value;
end $$;
)SQL";
}

} // namespace t2d::backend::postgres
