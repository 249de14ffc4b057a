// SPDX-License-Identifier: Apache-2.0
// DuckDB's spelling of types, names, constants and aggregates.
#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "backend/dialects/duckdb_form.h"
#include "backend/layout.h"
#include "ir/match.h"
#include "ir/text.h"

namespace t2d::backend {

using namespace ir;

namespace {

/// Words that DuckDB does not take as plain column or table names.
constexpr auto kReserved = std::to_array<std::string_view>({"all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "at", "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "default", "deferrable", "desc", "describe", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "generated", "glob", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lambda", "lateral", "leading", "left", "like", "limit", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "pivot", "pivot_longer", "pivot_wider", "placing", "positional", "primary", "qualify", "recursive", "references", "returning", "right", "select", "semi", "show", "similar", "some", "summarize", "symmetric", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "unpack", "unpivot", "using", "values", "variadic", "verbose", "when", "where", "window", "with"});
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));
constexpr std::size_t kLongestReserved = std::max_element(kReserved.begin(), kReserved.end(), [](auto a, auto b) { return a.size() < b.size(); })->size();

bool is_reserved(std::string_view name) {
    return name.size() <= kLongestReserved && std::binary_search(kReserved.begin(), kReserved.end(), to_lower(name));
}

/// The exact average of decimals: SQL Server cuts the quotient of sum and count at its scale.
Printed average(const std::string& sum, const std::string& count, const SqlType& from, const SqlType& type) {
    const auto scale = [](const SqlType& t) { return t.is_money() ? 4 : t.kind == TypeKind::decimal ? t.scale : 0; };
    const auto zeros = [](int digits) { return std::string(static_cast<std::size_t>(digits), '0'); };
    const int shift = scale(type) - scale(from);
    const std::string digits = fmt::format("cast({} * 1{} as hugeint){}", sum, zeros(scale(from)), shift > 0 ? " * 1" + zeros(shift) : "");
    const std::string text = fmt::format("cast({} // nullif({}, 0) as decimal(38, 0)) * 0.{}1", digits, count, zeros(scale(type) - 1));
    return {text, strength::multiply, decimal_type(38, scale(type)), false, true};
}

/// DuckDB takes no volatile function in the keys of a window, and error() is one: a cast that fails with the same text is none.
std::string never_volatile(std::string text) {
    constexpr std::string_view kError = "error('";
    for (std::size_t at = text.find(kError); at != std::string::npos; at = text.find(kError, at + 1)) {
        const std::size_t end = text.find("')", at);
        const bool inside_text = at + kError.size() < text.size() && text[at + kError.size()] == '\'';
        if (end == std::string::npos || inside_text) continue;
        text.replace(end, 2, "' as utinyint)");
        text.replace(at, kError.size(), "cast('");
    }
    return text;
}

} // namespace

std::string duckdb_type(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit: return "boolean";
    case TypeKind::tinyint: return "utinyint";
    case TypeKind::smallint: return "smallint";
    case TypeKind::int_:
    case TypeKind::null: return "integer";
    case TypeKind::bigint: return "bigint";
    case TypeKind::decimal: return fmt::format("decimal({}, {})", type.precision, type.scale);
    case TypeKind::money: return "decimal(19, 4)";
    case TypeKind::smallmoney: return "decimal(10, 4)";
    case TypeKind::float_: return "double";
    case TypeKind::real: return "float";
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
    case TypeKind::rowversion: return "blob";
    default: return "varchar";
    }
}

std::string DuckDbSpelling::identifier(std::string_view name) const {
    const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9'); };
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), word) && !(name[0] >= '0' && name[0] <= '9');
    return plain && !is_reserved(name) ? std::string(name) : quoted(name);
}

std::string DuckDbSpelling::failure(std::string_view message, const SqlType&) const { return "error(" + sql_text(message) + ")"; }

std::string DuckDbSpelling::constant(const Constant& node, const SqlType& type) const {
    if (type.is_approximate()) return node.text.find_first_of("eE") == std::string::npos ? node.text + "e0" : node.text;
    if (type.is_money()) return "cast(" + node.text + " as decimal(19, 4))";
    if (type.kind == TypeKind::date) return "date " + sql_text(node.text);
    if (is_calendar(type)) return "timestamp " + sql_text(node.text);
    if (!type.is_binary()) return "cast(" + sql_text(node.text) + " as " + duckdb_type(type) + ")";
    const std::string digits = hex_digits(node);
    std::string out;
    for (std::size_t i = 0; i + 1 < digits.size(); i += 2) out += "\\x" + digits.substr(i, 2);
    return "'" + out + "'::blob";
}

Form DuckDbSpelling::call_form(const Call& node, const SqlType& type) const { return backend::call_form(node, type); }

Form DuckDbSpelling::conversion_form(const Conversion& conversion) const { return backend::conversion_form(conversion); }

Form DuckDbSpelling::arithmetic_form(const Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) const { return backend::arithmetic_form(node, type, left, right); }

Form DuckDbSpelling::like_form(const Like& node, bool ignore_case) const { return backend::like_form(node, ignore_case); }

Printed DuckDbSpelling::number_aggregate(const NumberAggregate& call) const {
    const SqlType& type = call.type;
    const auto result = [&](std::string text, const SqlType& native) { return Printed{std::move(text), strength::atom, native, false, true}; };
    const auto wrap = [&](std::string_view name) { return call.wrap(name, call.argument); };
    switch (call.kind) {
    case AggregateKind::sum:
        if (type.is_integer() || type.is_money()) return result(fmt::format("cast({} as {})", wrap("sum"), duckdb_type(type)), type);
        return result(wrap("sum"), type);
    case AggregateKind::avg:
        if (type.is_integer()) return result(fmt::format("cast({} // nullif({}, 0) as {})", wrap("sum"), wrap("count"), duckdb_type(type)), type);
        if (type.kind == TypeKind::decimal || type.is_money()) return average(wrap("sum"), wrap("count"), call.from, type);
        return result(wrap("avg"), simple_type(TypeKind::float_));
    case AggregateKind::stdev: return result(wrap("stddev_samp"), type);
    case AggregateKind::stdevp: return result(wrap("stddev_pop"), type);
    case AggregateKind::var: return result(wrap("var_samp"), type);
    default: return result(wrap("var_pop"), type);
    }
}

std::string DuckDbSpelling::percentile(bool continuous, const std::string& share, const std::string& value) const {
    return continuous ? fmt::format("quantile_cont(cast({} as double), {})", value, share) : fmt::format("quantile_disc({}, {})", value, share);
}

std::string DuckDbSpelling::row_list(const std::vector<std::string>& names, const std::vector<std::string>& values) const {
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < values.size(); ++i) fields.push_back(identifier(names[i]) + " := " + values[i]);
    return "list(struct_pack(" + join(fields, ", ") + "))";
}

std::string DuckDbSpelling::window_key(std::string text) const { return never_volatile(std::move(text)); }

namespace {

/// A constant share of ascending numbers or moments: from the other end ties and the last digits of a share may be others.
bool is_plain_percentile(const Window& node) {
    const auto* share = node.args.size() == 1 ? std::get_if<Constant>(&node.args.front()->node) : nullptr;
    if (share == nullptr || share->is_null || !node.args.front()->type.is_number() || node.within.size() != 1 || node.within.front().descending || !node.order.empty()) return false;
    const double value = std::strtod(share->text.c_str(), nullptr);
    const SqlType& type = node.within.front().expr->type;
    const bool number = type.is_number() && type.kind != TypeKind::bit;
    return value >= 0 && value <= 1 && (number || (node.function == WindowKind::percentile_disc && is_calendar(type)));
}

} // namespace

std::optional<std::string> DuckDbSpelling::unsupported(const Scalar& scalar) const {
    using Why = std::optional<std::string>;
    return match(
        scalar.node,
        [&](const Compare& n) -> Why { return n.left->type.kind == TypeKind::rowversion ? Why("comparison of row versions") : Why{}; },
        [&](const Quantified& n) -> Why { // DuckDB compares the sort key of one side with the text of the other
            return n.operand->type.is_string() && n.op != CompareOp::equal && n.op != CompareOp::not_equal ? Why("an order of texts under ANY or ALL") : Why{};
        },
        [&](const Aggregate& n) -> Why { return n.function == AggregateKind::checksum_agg || n.function == AggregateKind::approx_count_distinct ? Why("this aggregate") : Why{}; },
        [&](const Window& n) -> Why { return is_percentile(n.function) && !is_plain_percentile(n) ? Why("this form of a percentile") : Why{}; },
        [&](const NextValue&) -> Why { return "NEXT VALUE FOR"; }, [](const auto&) -> Why { return std::nullopt; });
}

Form call_form(const Call& node, const SqlType& type) {
    if (auto form = string_form(node, type)) return *std::move(form);
    if (auto form = number_form(node, type)) return *std::move(form);
    if (auto form = date_form(node, type)) return *std::move(form);
    return refusal("function " + std::string(info_of(node.function).name));
}

} // namespace t2d::backend
