// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/postgres.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/content_hash.h"
#include "backend/dialects/postgres_library.h"
#include "backend/dialects/postgres_relations.h"

namespace t2d::backend {

namespace {

constexpr std::string_view kSchema = R"SQL(-- Two runs at a time would replace the same functions.
select pg_advisory_xact_lock(hashtext('tsql'));

create schema if not exists tsql;

-- Without regard to case, as SQL_Latin1_General_CP1_CI_AS; in dictionary order.
create collation if not exists tsql.ci (provider = icu, locale = 'en-u-ks-level2', deterministic = false);

)SQL";

/// An output of a profile: the connection that the variables of PostgreSQL's own programs name.
std::string output(const std::string& database) {
    return R"(      type: postgres
      host: "{{ env_var('PGHOST', 'localhost') }}"
      port: "{{ env_var('PGPORT', '5432') | as_number }}"
      user: "{{ env_var('PGUSER', 'postgres') }}"
      password: "{{ env_var('PGPASSWORD', '') }}"
      dbname: "{{ )" + database + R"( }}"
      schema: main
      threads: 4
)";
}

/// Generated rows have a database of their own (`verify --generate`).
std::string outputs() { return output("env_var('PGDATABASE', 'postgres')") + "    generated:\n" + output("env_var('PGDATABASE_GENERATED', 'tsql2dbt_generated')"); }

class Postgres final : public SqlDialect {
public:
    using SqlDialect::SqlDialect;
    using SqlDialect::unsupported;
    std::string_view name() const override { return "postgres"; }
    bool has_star_replace() const override { return false; }
    bool has_qualify() const override { return false; }
    std::string any_of_group(const std::string& expression) const override { return "(array_agg(" + expression + "))[1]"; }
    std::string uncollated(std::string_view column) const override { return std::string(column) + " collate \"default\""; }
    std::string settled(const std::string& value, const SqlType& type) const override {
        const std::string cast = " as " + type_name(type) + ")";
        if (type.is_string()) return uncollated(value.find(' ') == std::string::npos ? value : "(" + value + ")");
        const bool done = value.starts_with("cast(") && value.ends_with(cast);
        return (type.kind == TypeKind::decimal || type.is_money()) && !done ? "cast(" + value + cast : value;
    }

    const ReplaySpelling* replay() const override { return &postgres_replay(); }
    std::optional<std::string> unsupported(const ir::Rel& rel) const override { return postgres::unsupported_relation(rel); }

    ProjectSupport project_support() const override {
        const std::string macro = "{#\n    Functions that do what SQL Server's do, in the schema `tsql`: the models call them.\n#}\n{% macro tsql_functions() %}\n" + postgres_library() + "{% endmacro %}\n";
        return {outputs(), "{{ tsql_functions() }}", {{"macros/tsql_functions.sql", stamp(kJinjaComment, macro)}}};
    }

    std::string table_function(const ir::FunctionScan& scan, const std::vector<ir::Column>& columns, const Surroundings& around, int indent) const override {
        const std::string head = std::string(static_cast<std::size_t>(indent), ' ') + "select ";
        std::vector<std::string> args;
        for (const ir::ScalarRef argument : scan.args) args.push_back(value_of_type(*argument, argument->type, around, indent).text);
        const std::string name = identifier(columns.front().name);
        if (scan.function == FunctionId::generate_series) {
            if (args.size() == 2) args.push_back(fmt::format("case when {} > {} then -1 else 1 end", args[0], args[1]));
            return fmt::format("{}generate_series({}, {}, {}) as {}", head, args[0], args[1], args[2], name);
        }
        if (scan.function != FunctionId::string_split) return {};
        const std::string place = columns.size() < 2 ? std::string{} : ", place as " + identifier(columns[1].name);
        return fmt::format("{}part as {}{} from tsql.string_split({}, {})", head, name, place, args[0], args[1]);
    }
};

} // namespace

std::string postgres_library() {
    std::string out(kSchema);
    out += postgres::library_of_texts();
    out += "\n";
    out += postgres::library_of_numbers();
    out += "\n";
    return out += postgres::library_of_moments();
}

const Dialect& postgres_dialect() {
    static const PostgresSpelling spelling;
    static const Postgres postgres(spelling);
    return postgres;
}

} // namespace t2d::backend
