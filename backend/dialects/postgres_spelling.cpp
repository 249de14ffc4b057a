// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's spelling of types, names, constants and aggregates.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "backend/dialects/postgres.h"
#include "backend/dialects/postgres_form.h"
#include "backend/layout.h"
#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

namespace {

/// Words that PostgreSQL does not take as plain column or table names.
constexpr auto kReserved = std::to_array<std::string_view>({"all", "analyse", "analyze", "and", "any", "array", "as", "asc", "asymmetric", "authorization", "between", "bigint", "binary", "bit", "boolean", "both", "case", "cast", "char", "character", "check", "coalesce", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "current_catalog", "current_date", "current_role", "current_schema", "current_time", "current_timestamp", "current_user", "dec", "decimal", "default", "deferrable", "desc", "distinct", "do", "else", "end", "except", "exists", "extract", "false", "fetch", "float", "for", "foreign", "freeze", "from", "full", "grant", "greatest", "group", "grouping", "having", "ilike", "in", "initially", "inner", "inout", "int", "integer", "intersect", "interval", "into", "is", "isnull", "join", "lateral", "leading", "least", "left", "like", "limit", "localtime", "localtimestamp", "national", "natural", "nchar", "none", "normalize", "not", "notnull", "null", "nullif", "numeric", "offset", "on", "only", "or", "order", "out", "outer", "overlaps", "overlay", "placing", "position", "precision", "primary", "real", "references", "returning", "right", "row", "select", "session_user", "setof", "similar", "smallint", "some", "substring", "symmetric", "system_user", "table", "tablesample", "then", "time", "timestamp", "to", "trailing", "treat", "trim", "true", "union", "unique", "user", "using", "values", "varchar", "variadic", "verbose", "when", "where", "window", "with", "xmlattributes", "xmlconcat", "xmlelement", "xmlexists", "xmlforest", "xmlnamespaces", "xmlparse", "xmlpi", "xmlroot", "xmlserialize", "xmltable"});
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));

Printed value(std::string text, const SqlType& native) { return {std::move(text), strength::atom, native, false, true}; }

bool is_exact_fraction(const SqlType& type) { return type.kind == TypeKind::decimal || type.is_money(); }

/// Whole numbers are cut at the point, decimals at their scale.
Printed average(const NumberAggregate& call) {
    const std::string sum = call.wrap("sum", call.argument), count = call.wrap("count", call.argument);
    if (call.type.is_integer()) return value(fmt::format("cast(tsql.quotient({}, {}, 0) as {})", sum, count, postgres::type_name(call.type)), call.type);
    if (!is_exact_fraction(call.type)) return value(call.wrap("avg", "cast(" + call.argument + " as double precision)"), simple_type(TypeKind::float_));
    const int scale = postgres::scale_of(call.type);
    return value(fmt::format("tsql.quotient({}, {}, {})", sum, count, scale), postgres::numeric(scale));
}

} // namespace

namespace postgres {

std::string type_name(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit: return "boolean";
    case TypeKind::tinyint:
    case TypeKind::smallint: return "smallint";
    case TypeKind::int_:
    case TypeKind::null: return "integer";
    case TypeKind::bigint: return "bigint";
    case TypeKind::decimal: return type.precision == 0 ? "numeric" : fmt::format("numeric({}, {})", type.precision, type.scale);
    case TypeKind::money: return "numeric(19, 4)";
    case TypeKind::smallmoney: return "numeric(10, 4)";
    case TypeKind::float_: return "double precision";
    case TypeKind::real: return "real";
    case TypeKind::date: return "date";
    case TypeKind::time: return "time";
    case TypeKind::datetime:
    case TypeKind::datetime2:
    case TypeKind::smalldatetime: return "timestamp";
    case TypeKind::datetimeoffset: return "timestamptz";
    case TypeKind::uniqueidentifier: return "uuid";
    case TypeKind::binary:
    case TypeKind::varbinary:
    case TypeKind::image:
    case TypeKind::rowversion: return "bytea";
    default: return "text";
    }
}

SqlType numeric(int scale) { return decimal_type(0, scale); }

int scale_of(const SqlType& type) { return type.kind == TypeKind::decimal ? type.scale : type.is_money() ? 4 : 0; }

} // namespace postgres

std::string PostgresSpelling::type_name(const SqlType& type) const { return postgres::type_name(type); }

/// A smallint holds more than a tinyint.
bool PostgresSpelling::same_type(const SqlType& a, const SqlType& b) const {
    return type_name(a) == type_name(b) && (a.kind == TypeKind::tinyint) == (b.kind == TypeKind::tinyint);
}

SqlType PostgresSpelling::result_of_function(const SqlType& type) const { return is_exact_fraction(type) ? postgres::numeric(postgres::scale_of(type)) : type; }

/// PostgreSQL folds plain names to lower case.
std::string PostgresSpelling::identifier(std::string_view name) const {
    const auto word = [](char c) { return (c >= 'a' && c <= 'z') || c == '_' || (c >= '0' && c <= '9'); };
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), word) && !(name[0] >= '0' && name[0] <= '9');
    return plain && !std::binary_search(kReserved.begin(), kReserved.end(), name) ? std::string(name) : quoted(name);
}

std::string PostgresSpelling::failure(std::string_view message, const SqlType& type) const {
    return fmt::format("tsql.fail({}, cast(null as {}))", sql_text(message), type_name(type));
}

std::string PostgresSpelling::constant(const Constant& node, const SqlType& type) const {
    if (type.is_money() || type.is_approximate()) return fmt::format("cast({} as {})", node.text, type_name(type));
    if (type.kind == TypeKind::date) return "date " + sql_text(node.text);
    if (is_calendar(type)) return "timestamp " + sql_text(node.text);
    if (type.is_binary()) return "'\\x" + hex_digits(node) + "'::bytea";
    return "cast(" + sql_text(node.text) + " as " + type_name(type) + ")";
}

/// Whole numbers are at least integers, decimals have no bound.
SqlType PostgresSpelling::type_of_number(const Constant& node, const SqlType& type) const {
    constexpr std::size_t kSafeDigits = 9;
    if (type.kind == TypeKind::decimal) return postgres::numeric(node.text.find('.') == std::string::npos ? 0 : static_cast<int>(node.text.size() - node.text.find('.') - 1));
    const bool narrow = type.kind == TypeKind::tinyint || type.kind == TypeKind::smallint;
    return narrow || (type.kind == TypeKind::bigint && node.text.size() <= kSafeDigits) ? simple_type(TypeKind::int_) : type;
}

Form PostgresSpelling::call_form(const Call& node, const SqlType& type) const {
    std::optional<Form> form = postgres::string_form(node, type);
    if (!form) form = postgres::number_form(node, type);
    if (!form) form = postgres::date_form(node, type);
    return form ? *std::move(form) : refusal("function " + std::string(info_of(node.function).name));
}

Printed PostgresSpelling::number_aggregate(const NumberAggregate& call) const {
    const SqlType& type = call.type;
    const auto of_float = [&](std::string_view name) { return value(call.wrap(name, "cast(" + call.argument + " as double precision)"), simple_type(TypeKind::float_)); };
    switch (call.kind) {
    case AggregateKind::sum:
        if (type.is_integer() || type.is_money()) return value(fmt::format("cast({} as {})", call.wrap("sum", call.argument), type_name(type)), type);
        return is_exact_fraction(type) ? value(call.wrap("sum", call.argument), postgres::numeric(type.scale)) : of_float("sum");
    case AggregateKind::avg: return average(call);
    case AggregateKind::stdev: return of_float("stddev_samp");
    case AggregateKind::stdevp: return of_float("stddev_pop");
    case AggregateKind::var: return of_float("var_samp");
    default: return of_float("var_pop");
    }
}

std::string PostgresSpelling::percentile(bool, const std::string&, const std::string&) const { return failure("A percentile as a window has no exact form.", {}); }

std::string PostgresSpelling::row_list(const std::vector<std::string>&, const std::vector<std::string>&) const { return failure("A table in the rounds of a loop has no exact form.", {}); }

std::optional<std::string> PostgresSpelling::unsupported(const Scalar& scalar) const {
    using Why = std::optional<std::string>;
    const auto orders = [](CompareOp op) { return op != CompareOp::equal && op != CompareOp::not_equal; };
    const auto has_no_order = [](const SqlType& type) { return type.kind == TypeKind::uniqueidentifier || type.is_binary(); };
    return match(
        scalar.node,
        [&](const Compare& n) -> Why {
            if (n.left->type.kind == TypeKind::rowversion) return "comparison of row versions";
            if (orders(n.op) && has_no_order(n.left->type)) return "an order of " + to_string(n.left->type);
            return n.left->type.is_string() && orders(n.op) && is_exact(n.strings) ? Why("an order of texts with regard to case") : Why{};
        },
        [&](const Between& n) -> Why {
            if (has_no_order(n.operand->type)) return "an order of " + to_string(n.operand->type);
            return n.operand->type.is_string() && is_exact(n.strings) ? Why("an order of texts with regard to case") : Why{};
        },
        [&](const Quantified& n) -> Why { return n.operand->type.is_string() && orders(n.op) ? Why("an order of texts under ANY or ALL") : Why{}; },
        [&](const Collate& n) -> Why { return is_exact(comparison_named(n.collation)) ? Why("a text that is a key with regard to case") : Why{}; },
        [&](const Aggregate& n) -> Why {
            if (n.function == AggregateKind::checksum_agg || n.function == AggregateKind::approx_count_distinct) return "this aggregate";
            if (n.function == AggregateKind::collect) return "a table that a loop carries from round to round";
            if (std::any_of(n.order.begin(), n.order.end(), [&](const SortKey& key) { return has_no_order(key.expr->type); })) return "an order of uniqueidentifier or binary values";
            const bool extreme = n.function == AggregateKind::min || n.function == AggregateKind::max;
            return extreme && has_no_order(n.args[0]->type) ? Why("MIN or MAX of " + to_string(n.args[0]->type)) : Why{};
        },
        [&](const Window& n) -> Why {
            const auto unordered = [&](const SortKey& key) { return has_no_order(key.expr->type); };
            if (is_percentile(n.function)) return "percentiles";
            if (n.ignore_nulls) return "IGNORE NULLS";
            if (n.function == WindowKind::aggregate && (n.aggregate_kind == AggregateKind::min || n.aggregate_kind == AggregateKind::max) && has_no_order(n.args[0]->type)) return "MIN or MAX of " + to_string(n.args[0]->type);
            return std::any_of(n.order.begin(), n.order.end(), unordered) ? Why("an order of uniqueidentifier or binary values") : Why{};
        },
        [&](const ParamRef&) -> Why { return scalar.type.is_binary() ? Why("a parameter of type " + to_string(scalar.type)) : Why{}; },
        [&](const UnaryOp& n) -> Why { return n.op == UnaryKind::bit_not && scalar.type.kind == TypeKind::tinyint ? Why("the bits of a tinyint") : Why{}; },
        [](const NextValue&) -> Why { return "NEXT VALUE FOR"; }, [](const auto&) -> Why { return std::nullopt; });
}

} // namespace t2d::backend
