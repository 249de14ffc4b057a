// SPDX-License-Identifier: Apache-2.0
#include "ir/environment.h"

#include "ir/text.h"

namespace t2d {

namespace {

constexpr int kName = 128; ///< characters of a sysname

struct Row {
    std::string_view name, spelling, variable;
    TypeKind kind;
    int length;
    bool of_login;
};

/// Types as in https://learn.microsoft.com/sql/t-sql/functions/configuration-functions-transact-sql and
/// https://learn.microsoft.com/sql/t-sql/functions/security-functions-transact-sql. Names of one value share its variable.
constexpr Row kRows[] = {
    {"@@LANGID", "@@LANGID", "tsql_langid", TypeKind::smallint, 0, false},
    {"@@LANGUAGE", "@@LANGUAGE", "tsql_language", TypeKind::nvarchar, kName, false},
    {"@@LOCK_TIMEOUT", "@@LOCK_TIMEOUT", "tsql_lock_timeout", TypeKind::int_, 0, false},
    {"@@MAX_CONNECTIONS", "@@MAX_CONNECTIONS", "tsql_max_connections", TypeKind::int_, 0, false},
    {"@@SERVERNAME", "@@SERVERNAME", "tsql_servername", TypeKind::nvarchar, kName, false},
    {"@@SERVICENAME", "@@SERVICENAME", "tsql_servicename", TypeKind::nvarchar, kName, false},
    {"@@SPID", "@@SPID", "tsql_spid", TypeKind::smallint, 0, false},
    {"@@VERSION", "@@VERSION", "tsql_version", TypeKind::nvarchar, 300, false},
    {"APP_NAME", "APP_NAME()", "tsql_app_name", TypeKind::nvarchar, kName, false},
    {"CURRENT_USER", "USER_NAME()", "tsql_user_name", TypeKind::nvarchar, kName, true},
    {"DB_ID", "DB_ID()", "tsql_db_id", TypeKind::int_, 0, false},
    {"DB_NAME", "DB_NAME()", "tsql_db_name", TypeKind::nvarchar, kName, false},
    {"HOST_ID", "HOST_ID()", "tsql_host_id", TypeKind::char_, 10, false},
    {"HOST_NAME", "HOST_NAME()", "tsql_host_name", TypeKind::nvarchar, kName, false},
    {"ORIGINAL_LOGIN", "ORIGINAL_LOGIN()", "tsql_original_login", TypeKind::nvarchar, kName, false},
    {"SCHEMA_NAME", "SCHEMA_NAME()", "tsql_schema_name", TypeKind::nvarchar, kName, true},
    {"SESSION_USER", "USER_NAME()", "tsql_user_name", TypeKind::nvarchar, kName, true},
    {"SUSER_NAME", "SUSER_SNAME()", "tsql_suser_sname", TypeKind::nvarchar, kName, true},
    {"SUSER_SNAME", "SUSER_SNAME()", "tsql_suser_sname", TypeKind::nvarchar, kName, true},
    {"SYSTEM_USER", "SUSER_SNAME()", "tsql_suser_sname", TypeKind::nvarchar, kName, true},
    {"USER", "USER_NAME()", "tsql_user_name", TypeKind::nvarchar, kName, true},
    {"USER_ID", "USER_ID()", "tsql_user_id", TypeKind::int_, 0, true},
    {"USER_NAME", "USER_NAME()", "tsql_user_name", TypeKind::nvarchar, kName, true},
};

} // namespace

std::optional<EnvironmentValue> find_environment_value(std::string_view name) {
    for (const Row& row : kRows) {
        if (!equal_ignoring_case(row.name, name) && row.variable != name) continue;
        return EnvironmentValue{row.spelling, row.variable, row.length > 0 ? string_type(row.kind, row.length) : simple_type(row.kind), row.of_login};
    }
    return std::nullopt;
}

} // namespace t2d
