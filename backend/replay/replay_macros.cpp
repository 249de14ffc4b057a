// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replay_macros.h"

namespace t2d::backend {

namespace {

constexpr const char* kMacros = R"({#
    Pre-hook of every model that a replay compares: copies the relation as it is
    before the run.
#}
{% macro tsql_replay_capture(relation) %}
    {%- if execute and var('tsql_replay', false) -%}
    {%- set existing = adapter.get_relation(
        database=relation.database, schema=relation.schema,
        identifier=relation.identifier
    ) -%}
    {%- set copy = tsql_replay_schema() ~ '.' ~ tsql_replay_before(model.name) -%}
    {{ tsql_replay_make_schema() }};
    drop table if exists {{ copy }}
    {%- if existing is not none %};
    create table {{ copy }} as select * from {{ existing }}
    {%- endif -%}
    {%- endif -%}
{% endmacro %}

{# The name of that copy; the longest names of tables have 63 characters. #}
{% macro tsql_replay_before(model_name) %}
    {%- set short = model_name if model_name | length <= 55
        else model_name[:38] ~ '_' ~ local_md5(model_name)[:16] -%}
    {%- do return(short ~ '__before') -%}
{% endmacro %}

{# Starts a replay: its schema and the sequence that gives rows their ids. #}
{% macro tsql_replay_begin(s, name) %}
    {% call statement() %}
    {{ tsql_replay_make_schema() }};
    create sequence if not exists {{ s }}.{{ name }}__row_ids
    {% endcall %}
{% endmacro %}

{#
    Makes the table a replay writes, with the rows from before the run: those of
    the model that owns it, or of the source that nothing in the project writes.
#}
{% macro tsql_replay_table(s, replay, name, columns, model_name, rows=none) %}
    {%- set names = columns | map('first') | join(', ') -%}
    {%- if model_name is not none and tsql_replay_rows_before(s, model_name) -%}
    {%- set rows = s ~ '.' ~ tsql_replay_before(model_name) -%}
    {%- endif -%}
    {% call statement() %}
    drop table if exists {{ s }}.{{ name }};
    create table {{ s }}.{{ name }} (
        {% for column in columns -%}
        {{ column[0] }} {{ column[1] }},
        {% endfor -%}
        tsql_row bigint
    )
    {%- if rows is not none %};
    insert into {{ s }}.{{ name }} ({{ names }}, tsql_row)
    select {{ names }}, nextval('{{ s }}.{{ replay }}__row_ids')
    from {{ rows }}
    {%- endif %}
    {% endcall %}
{% endmacro %}

{# Whether there is a copy of a model's relation from before the run. #}
{% macro tsql_replay_rows_before(s, model_name) %}
    {%- set found = "select count(*) from information_schema.tables where "
        ~ "table_catalog = '" ~ target.database ~ "' and table_schema = '"
        ~ target.schema ~ "__replay' and table_name = '"
        ~ tsql_replay_before(model_name) ~ "'" -%}
    {%- do return(tsql_replay_value(found) > 0) -%}
{% endmacro %}

{# The greatest key that was handed out in earlier runs. #}
{% macro tsql_replay_mark(s, model_name, column) %}
    {%- if tsql_replay_rows_before(s, model_name) -%}
    (select max({{ column }}) from {{ s }}.{{ tsql_replay_before(model_name) }})
    {%- else -%}
    null
    {%- endif -%}
{% endmacro %}

{# The one value of a query. #}
{% macro tsql_replay_value(query) %}
    {%- call statement('replay_value', fetch_result=true) -%}
    {{ query }}
    {%- endcall -%}
    {%- do return(load_result('replay_value')['data'][0][0]) -%}
{% endmacro %}

{# Whether a query for 1 or 0 gives 1. #}
{% macro tsql_replay_flag(query) %}
    {%- do return(tsql_replay_value(query) == 1) -%}
{% endmacro %}

{# Prints rows that tests stored, as JSON: how `tsql2dbt verify` shows them. #}
{% macro tsql_replay_samples(relations, number) %}
    {%- for model_name, relation in relations.items() -%}
    {%- set rows = run_query(
        'select cast(to_json(found) as varchar) from ' ~ relation
        ~ ' as found limit ' ~ number
    ) -%}
    {%- for row in rows.rows -%}
    {%- do print(
        'tsql_replay_sample {"model": ' ~ tojson(model_name) ~ ', "row": '
        ~ row[0] ~ '}'
    ) -%}
    {%- endfor -%}
    {%- endfor -%}
{% endmacro %}

{# Whether a condition is true. #}
{% macro tsql_replay_holds(condition) %}
    {%- do return(tsql_replay_value(
        'select case when ' ~ condition ~ ' then 1 else 0 end'
    ) == 1) -%}
{% endmacro %}
)";

} // namespace

std::string replay_macros(const ReplaySpelling& target) { return kMacros + target.macros(); }

} // namespace t2d::backend
