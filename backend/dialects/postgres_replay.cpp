// SPDX-License-Identifier: Apache-2.0
// Replays on PostgreSQL: settings of the session stand for variables, and rows of files come as INSERTs.
#include <fmt/format.h>

#include "backend/dialects/form.h"
#include "backend/dialects/postgres.h"

namespace t2d::backend {

namespace {

constexpr const char* kMacros = R"(
{# The schema of everything that replays write. #}
{% macro tsql_replay_schema() %}
    {%- do return(api.Relation.create(schema=target.schema ~ '__replay')) -%}
{% endmacro %}

{#
    A statement that makes the schema where it is missing. Of several models that
    do so at a time, all but one find it there when it is their turn.
#}
{% macro tsql_replay_make_schema() -%}
    do $$
    begin
        create schema if not exists {{ tsql_replay_schema() }};
    exception
        when unique_violation or duplicate_schema then null;
    end
    $$
{%- endmacro %}

{#
    The rows of a table in that schema with an extract of the legacy system: texts
    as in a CSV file, bits as 0 and 1, binary as 0x…. Names match in any case.
#}
{% macro tsql_legacy_rows(table, columns) %}
    {%- set names = {} -%}
    {%- if execute -%}
    {%- for column in adapter.get_columns_in_relation(adapter.get_relation(
        database=target.database, schema=target.schema ~ '__replay',
        identifier=table
    )) -%}
    {%- do names.update({column.name | lower: column.quoted}) -%}
    {%- endfor -%}
    {%- endif -%}
    (
        select
            {% for column in columns -%}
            {% set name = column[0].strip('"') | lower -%}
            {% if execute and name not in names -%}
            {{ exceptions.raise_compiler_error(
                'the extract has no column ' ~ column[0]
            ) }}
            {%- endif -%}
            {% set text = names.get(name, column[0]) -%}
            {% if column[1] == 'bytea' -%}
            decode(substr({{ text }}, 3), 'hex') as {{ column[0] }}
            {%- elif column[1] in ['timestamp', 'time'] -%}
            cast(
                regexp_replace({{ text }}, '([.][0-9]{6})[0-9]+', '\1')
                as {{ column[1] }}
            ) as {{ column[0] }}
            {%- else -%}
            cast({{ text }} as {{ column[1] }}) as {{ column[0] }}
            {%- endif -%}
            {%- if not loop.last %},{% endif %}
            {% endfor -%}
        from {{ tsql_replay_schema() }}.{{ table }}
    )
{% endmacro %}
)";

/// A schema of its own marks a database that may be emptied. Functions of the schema `tsql` may stay.
constexpr const char* kEmptied = R"(do $$
declare
    found record;
begin
    if to_regnamespace('tsql_generated') is null and exists (
        select 1
        from pg_class
        inner join pg_namespace
            on pg_namespace.oid = pg_class.relnamespace
        where
            pg_class.relkind in ('r', 'p', 'v', 'm', 'f', 'S')
            and pg_namespace.nspname not like 'pg\_%'
            and pg_namespace.nspname <> 'information_schema'
    ) then
        raise exception 'the database % has tables that are not generated: the output "generated" needs one of its own', current_database();
    end if;
    for found in
        select nspname
        from pg_namespace
        where
            nspname not like 'pg\_%'
            and nspname not in ('information_schema', 'public', 'tsql')
    loop
        execute format('drop schema %I cascade', found.nspname);
    end loop;
    create schema tsql_generated;
end
$$)";

/// A value of a setting is a text that is not NULL: an equals sign marks it.
constexpr std::string_view kSettings = "tsql.";

bool has_clock(const SqlType& type) { return type.kind == TypeKind::time || type.kind == TypeKind::datetime || type.kind == TypeKind::datetime2; }

class PostgresReplay final : public ReplaySpelling {
public:
    std::string set_variable(const std::string& name, const std::string& value) const override {
        return fmt::format("select set_config('{}{}', coalesce('=' || cast({} as text), ''), false)", kSettings, name, value);
    }
    std::string variable(const std::string& name, const std::string& type) const override {
        const std::string text = fmt::format("substr(nullif(current_setting('{}{}'), ''), 2)", kSettings, name);
        return type == "text" ? text : "cast(" + text + " as " + type + ")";
    }
    std::string counter(const std::string& name) const override { return variable(name, "numeric"); }
    std::string replaced_table(const std::string& relation, const std::string& query) const override {
        return "drop table if exists " + relation + ";\ncreate table " + relation + " as\n" + query;
    }
    std::string twelve_digits(const std::string& column) const override { return "to_char(cast(" + column + " as double precision), '9.99999999999EEEE')"; }
    std::string macros() const override { return kMacros; }
    bool reads_files() const override { return false; }
    /// PostgreSQL would round the seventh digit of a second; it is cut.
    std::string inserted(const std::string& text, const SqlType& type) const override {
        constexpr std::size_t kDigits = 6;
        if (type.is_binary() && text.starts_with("0x")) return sql_text("\\x" + text.substr(2));
        const std::size_t point = has_clock(type) ? text.find('.') : std::string::npos;
        return sql_text(point == std::string::npos ? text : text.substr(0, point + 1 + kDigits));
    }
    std::string emptied_database() const override { return kEmptied; }
    std::string own_database(const std::string&) const override { return {}; }
};

} // namespace

const ReplaySpelling& postgres_replay() {
    static const PostgresReplay replay;
    return replay;
}

} // namespace t2d::backend
