// SPDX-License-Identifier: Apache-2.0
#include "ir/sql_type.h"

#include <fmt/format.h>

#include "ir/text.h"

namespace t2d {

namespace {

std::string_view base_name(TypeKind kind) {
    switch (kind) {
    case TypeKind::unknown: return "unknown";
    case TypeKind::null: return "null";
    case TypeKind::bit: return "bit";
    case TypeKind::tinyint: return "tinyint";
    case TypeKind::smallint: return "smallint";
    case TypeKind::int_: return "int";
    case TypeKind::bigint: return "bigint";
    case TypeKind::decimal: return "decimal";
    case TypeKind::money: return "money";
    case TypeKind::smallmoney: return "smallmoney";
    case TypeKind::float_: return "float";
    case TypeKind::real: return "real";
    case TypeKind::char_: return "char";
    case TypeKind::varchar: return "varchar";
    case TypeKind::nchar: return "nchar";
    case TypeKind::nvarchar: return "nvarchar";
    case TypeKind::text: return "text";
    case TypeKind::ntext: return "ntext";
    case TypeKind::xml: return "xml";
    case TypeKind::date: return "date";
    case TypeKind::time: return "time";
    case TypeKind::datetime: return "datetime";
    case TypeKind::datetime2: return "datetime2";
    case TypeKind::smalldatetime: return "smalldatetime";
    case TypeKind::datetimeoffset: return "datetimeoffset";
    case TypeKind::uniqueidentifier: return "uniqueidentifier";
    case TypeKind::binary: return "binary";
    case TypeKind::varbinary: return "varbinary";
    case TypeKind::image: return "image";
    case TypeKind::rowversion: return "rowversion";
    case TypeKind::sql_variant: return "sql_variant";
    case TypeKind::other: return "other";
    }
    return "unknown";
}

} // namespace

StringComparison comparison_named(std::string_view collation) {
    const std::string name = to_upper(collation);
    if (name.empty() || name == "DATABASE_DEFAULT" || name == "CATALOG_DEFAULT") return StringComparison::database;
    if (name.find("_BIN") != std::string::npos) return StringComparison::binary;
    if (name.find("_AI") != std::string::npos) return StringComparison::unsupported;
    if (name.find("_CS") == std::string::npos) return StringComparison::case_insensitive;
    return name.starts_with("SQL_") ? StringComparison::upper_first : StringComparison::case_sensitive;
}

std::string_view name_of(StringComparison strings) {
    switch (strings) {
    case StringComparison::database: return {};
    case StringComparison::case_sensitive: return "Latin1_General_CS_AS";
    case StringComparison::upper_first: return "SQL_Latin1_General_CP1_CS_AS";
    case StringComparison::case_insensitive: return "Latin1_General_CI_AS";
    case StringComparison::binary: return "Latin1_General_BIN2";
    case StringComparison::unsupported: return "Latin1_General_CI_AI";
    }
    return {};
}

std::string to_string(const SqlType& type) {
    const std::string_view base = base_name(type.kind);
    switch (type.kind) {
    case TypeKind::decimal: return fmt::format("{}({},{})", base, type.precision, type.scale);
    case TypeKind::char_:
    case TypeKind::varchar:
    case TypeKind::nchar:
    case TypeKind::nvarchar:
    case TypeKind::binary:
    case TypeKind::varbinary:
        if (type.length == kMaxLength) return fmt::format("{}(max)", base);
        return fmt::format("{}({})", base, type.length);
    case TypeKind::time:
    case TypeKind::datetime2:
    case TypeKind::datetimeoffset: return fmt::format("{}({})", base, type.scale);
    default: return std::string(base);
    }
}

} // namespace t2d
