// SPDX-License-Identifier: Apache-2.0
#include "backend/macros.h"

#include <algorithm>

#include "backend/content_hash.h"

namespace t2d::backend {

namespace {

constexpr const char* kStateStrategy = R"({#
    Incremental strategy `tsql_state`: the model's query is the whole next state
    of the table, so all old rows make way for it, in one transaction.
#}
{% macro get_incremental_tsql_state_sql(arg_dict) %}
    {%- set target = arg_dict['target_relation'] -%}
    {%- set columns = get_quoted_csv(
        arg_dict['dest_columns'] | map(attribute='name')
    ) -%}

    delete from {{ target }};

    insert into {{ target }} ({{ columns }})
    select {{ columns }}
    from {{ arg_dict['temp_relation'] }}
{% endmacro %}
)";

constexpr const char* kVariable = R"({#
    The value of a stored procedure's parameter as SQL: the dbt var `name`, else
    the var `fallback`, else `default`. None is NULL. The value is quoted and
    cast, so its text never becomes SQL; `length` cuts strings as T-SQL does.
    A `required` parameter without a value is an error when a model runs.
#}
{% macro tsql_var(
    name, type, length=none, fallback=none, default=none, required=false
) %}
    {%- if var.has_var(name) -%}
        {%- set value = var(name) -%}
    {%- elif fallback is not none and var.has_var(fallback) -%}
        {%- set value = var(fallback) -%}
    {%- else -%}
        {%- if required and execute -%}
            {{ exceptions.raise_compiler_error(
                "the var '" ~ name ~ "' is needed: pass it with --vars"
            ) }}
        {%- endif -%}
        {%- set value = default -%}
    {%- endif -%}
    {%- if value is none -%}
        cast(null as {{ type }})
    {%- else -%}
        {%- if value is boolean -%}
            {%- set value = 1 if value else 0 -%}
        {%- endif -%}
        {%- set text = value | string -%}
        {%- if length is not none -%}
            {%- set text = text[:length] -%}
        {%- endif -%}
        cast('{{ text | replace("'", "''") }}' as {{ type }})
    {%- endif -%}
{% endmacro %}
)";

constexpr const char* kUniqueCombination = R"({#
    Data test: no two rows have the same values in all of `columns`. NULLs count
    as equal, as in a UNIQUE constraint of SQL Server.
#}
{% test unique_combination(model, columns) %}
select
    {{ columns | join(', ') }},
    count(*) as row_count
from {{ model }}
group by {{ columns | join(', ') }}
having count(*) > 1
{% endtest %}
)";

constexpr const char* kLengthTest = R"({#
    Data test: no text is longer than `length` characters. SQL Server stops where
    a statement writes a longer one to the column.
#}
{% test max_length(model, column_name, length) %}
select {{ column_name }}
from {{ model }}
where length({{ column_name }}) > {{ length }}
{% endtest %}
)";

bool tests_length(const ir::Model& model) {
    return std::any_of(model.columns.begin(), model.columns.end(), [](const ir::ModelColumn& column) {
        return std::any_of(column.tests.begin(), column.tests.end(), [](const ir::ColumnTest& test) { return test.kind == ir::ColumnTestKind::max_length; });
    });
}

bool any_model(const ir::Project& project, bool (*holds)(const ir::Model&)) {
    return std::any_of(project.models.begin(), project.models.end(), holds);
}

} // namespace

std::map<std::string, std::string> render_macros(const ir::Project& project) {
    std::map<std::string, std::string> files;
    if (any_model(project, [](const ir::Model& model) { return model.strategy == ir::Strategy::state; }))
        files["macros/get_incremental_tsql_state_sql.sql"] = stamp(kJinjaComment, kStateStrategy);
    if (!project.variables.empty()) files["macros/tsql_var.sql"] = stamp(kJinjaComment, kVariable);
    if (any_model(project, [](const ir::Model& model) { return !model.unique_combinations.empty(); }))
        files["macros/test_unique_combination.sql"] = stamp(kJinjaComment, kUniqueCombination);
    if (any_model(project, tests_length)) files["macros/test_max_length.sql"] = stamp(kJinjaComment, kLengthTest);
    return files;
}

void add_called_macros(const Dialect& dialect, std::map<std::string, std::string>& files) {
    static constexpr std::string_view kPrefix = "tsql_";
    std::map<std::string, std::string> called; // what is no macro of the dialect, too, with no text
    for (const auto& [path, text] : files) {
        for (std::size_t at = text.find(kPrefix); at != std::string::npos; at = text.find(kPrefix, at + 1)) {
            const std::size_t open = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_0123456789", at);
            if (open == std::string::npos || text[open] != '(') continue;
            const std::string name = text.substr(at, open - at);
            const auto [entry, is_new] = called.try_emplace("macros/" + name + ".sql");
            if (!is_new) continue;
            if (const std::string macro = dialect.macro(name); !macro.empty()) entry->second = stamp(kJinjaComment, macro);
        }
    }
    std::erase_if(called, [](const auto& file) { return file.second.empty(); });
    files.merge(called);
}

} // namespace t2d::backend
