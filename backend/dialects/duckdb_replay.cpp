// SPDX-License-Identifier: Apache-2.0
// Replays on DuckDB: session variables of its own, files that queries read.
#include <fmt/format.h>

#include "backend/dialects/duckdb.h"
#include "backend/dialects/form.h"

namespace t2d::backend {

namespace {

constexpr const char* kMacros = R"(
{# The schema of everything that replays write. #}
{% macro tsql_replay_schema() %}
    {%- do return(api.Relation.create(
        database=target.database, schema=target.schema ~ '__replay'
    )) -%}
{% endmacro %}

{# A statement that makes the schema where it is missing. #}
{% macro tsql_replay_make_schema() -%}
    create schema if not exists {{ tsql_replay_schema() }}
{%- endmacro %}

{#
    The rows of a file with an extract of the legacy system. CSV: a header, \N
    for NULL, bits as 0 and 1, binary as 0x….
#}
{% macro tsql_legacy_rows(file, columns) %}
    {%- set is_csv = file.lower().endswith('.csv') -%}
    {%- set quoted = "'" ~ file.replace("'", "''") ~ "'" -%}
    (
        select
            {% for column in columns -%}
            {% if is_csv and column[1].lower() == 'blob' -%}
            unhex(substr({{ column[0] }}, 3)) as {{ column[0] }}
            {%- else -%}
            cast({{ column[0] }} as {{ column[1] }}) as {{ column[0] }}
            {%- endif -%}
            {%- if not loop.last %},{% endif %}
            {% endfor -%}
        {% if is_csv -%}
        from read_csv(
            {{ quoted }}, header=true, all_varchar=true, delim=',', quote='"',
            escape='"', nullstr='\N'
        )
        {%- else -%}
        from read_parquet({{ quoted }})
        {%- endif %}
    )
{% endmacro %}

{# Makes tables from CSV files: the generated rows of `tsql2dbt verify`. #}
{% macro tsql_replay_load(tables) %}
    {%- for table in tables -%}
    {%- do run_query('create schema if not exists ' ~ table.schema) -%}
    {%- do run_query(
        'create or replace table ' ~ table.relation ~ ' as select * from '
        ~ tsql_legacy_rows(table.file, table.columns)
    ) -%}
    {%- endfor -%}
{% endmacro %}
)";

class DuckDbReplay final : public ReplaySpelling {
public:
    std::string set_variable(const std::string& name, const std::string& value) const override { return "set variable " + name + " = " + value; }
    std::string variable(const std::string& name, const std::string& type) const override { return fmt::format("cast({} as {})", counter(name), type); }
    std::string counter(const std::string& name) const override { return "getvariable('" + name + "')"; }
    std::string replaced_table(const std::string& relation, const std::string& query) const override { return "create or replace table " + relation + " as\n" + query; }
    std::string twelve_digits(const std::string& column) const override { return "format('{:.12g}', cast(" + column + " as double))"; }
    std::string macros() const override { return kMacros; }
    bool reads_files() const override { return true; }
    std::string inserted(const std::string& text, const SqlType&) const override { return sql_text(text); }
    std::string emptied_database() const override { return {}; } // a new file
    std::string own_database(const std::string& folder) const override {
        return "      type: duckdb\n      path: " + sql_text(folder + "/generated.duckdb") + "\n      schema: main\n      settings:\n        TimeZone: UTC\n";
    }
};

} // namespace

const ReplaySpelling& duckdb_replay() {
    static const DuckDbReplay replay;
    return replay;
}

} // namespace t2d::backend
