// SPDX-License-Identifier: Apache-2.0
// Aggregates and windows of DuckDB.
#include <fmt/format.h>

#include "backend/dialects/duckdb_printer.h"
#include "backend/layout.h"

namespace t2d::backend {

using namespace ir;

namespace {

/// The exact average of decimals: SQL Server cuts the quotient of sum and count at its scale.
Printed average(const std::string& sum, const std::string& count, const SqlType& from, const SqlType& type) {
    const auto scale = [](const SqlType& t) { return t.is_money() ? 4 : t.kind == TypeKind::decimal ? t.scale : 0; };
    const auto zeros = [](int digits) { return std::string(static_cast<std::size_t>(digits), '0'); };
    const int shift = scale(type) - scale(from);
    const std::string digits = fmt::format("cast({} * 1{} as hugeint){}", sum, zeros(scale(from)), shift > 0 ? " * 1" + zeros(shift) : "");
    const std::string text = fmt::format("cast({} // nullif({}, 0) as decimal(38, 0)) * 0.{}1", digits, count, zeros(scale(type) - 1));
    return {text, strength::multiply, decimal_type(38, scale(type)), false, true};
}

} // namespace

Printed DuckDbPrinter::aggregate_text(AggregateKind kind, const std::vector<ScalarRef>& args, bool distinct, const SqlType& type, const std::string& tail) const {
    const auto wrap = [&](std::string_view name, const std::string& argument) { return fmt::format("{}({}{}){}", name, distinct ? "distinct " : "", argument, tail); };
    const auto result = [&](std::string text, SqlType native) { return Printed{std::move(text), strength::atom, native, false, true}; };
    const SqlType bigint = simple_type(TypeKind::bigint);
    if (kind == AggregateKind::count_star || kind == AggregateKind::count_big_star) return result("count(*)" + tail, bigint);
    const std::string plain = text(*args[0]);
    const SqlType& from = args[0]->type;
    switch (kind) {
    case AggregateKind::count:
    case AggregateKind::count_big: return result(wrap("count", distinct ? grouping_key(*args[0]).text : plain), bigint);
    case AggregateKind::sum:
        if (type.is_integer()) return result(fmt::format("cast({} as {})", wrap("sum", plain), duckdb_type(type)), type);
        if (type.is_money()) return result(fmt::format("cast({} as {})", wrap("sum", plain), duckdb_type(type)), type);
        return result(wrap("sum", plain), type);
    case AggregateKind::avg:
        if (type.is_integer()) return result(fmt::format("cast({} // nullif({}, 0) as {})", wrap("sum", plain), wrap("count", plain), duckdb_type(type)), type);
        if (type.kind == TypeKind::decimal || type.is_money()) return average(wrap("sum", plain), wrap("count", plain), from, type);
        return result(wrap("avg", plain), simple_type(TypeKind::float_));
    case AggregateKind::min:
    case AggregateKind::max: {
        Printed out = result(wrap(kind == AggregateKind::min ? "min" : "max", plain), native_of(type, {print(*args[0]).type}));
        if (from.is_string() && !around_.native_strings()) {
            const Printed operand = print(*args[0]);
            if (!operand.collated) out.text = wrap(kind == AggregateKind::min ? "min" : "max", (operand.strength >= strength::atom ? plain : "(" + plain + ")") + collation(around_.string_rule()));
            out.collated = true;
            out.trimmed = operand.trimmed;
        }
        return out;
    }
    case AggregateKind::stdev: return result(wrap("stddev_samp", plain), type);
    case AggregateKind::stdevp: return result(wrap("stddev_pop", plain), type);
    case AggregateKind::var: return result(wrap("var_samp", plain), type);
    case AggregateKind::varp: return result(wrap("var_pop", plain), type);
    case AggregateKind::grouping: return result(wrap("grouping", grouping_key(*args[0]).text), bigint);
    case AggregateKind::grouping_id: {
        std::vector<std::string> keys;
        for (const ScalarRef key : args) keys.push_back(grouping_key(*key).text);
        return result(wrap("grouping_id", join(keys, ", ")), bigint);
    }
    default: return result(wrap("count", plain), bigint);
    }
}

Printed DuckDbPrinter::aggregate(const Aggregate& node, const SqlType& type) const {
    if (!bare_) return row_wise().aggregate(node, type);
    if (node.function == AggregateKind::string_agg) {
        std::string order;
        for (const auto& key : node.order) order += (order.empty() ? " order by " : ", ") + sort_key(key);
        return {fmt::format("string_agg({}, {}{})", exact_value({node.args[0], print(*node.args[0])}).text, text(*node.args[1]), order), strength::atom, type, false, false};
    }
    if (node.function == AggregateKind::collect) return collect(node, type);
    return aggregate_text(node.function, node.args, node.distinct, type, {});
}

/// All rows as a list of structs, with fields of exactly the declared types: each round of a loop must give the same type.
Printed DuckDbPrinter::collect(const Aggregate& node, const SqlType& type) const {
    std::vector<std::string> fields;
    for (std::size_t i = 0; i < node.args.size(); ++i) fields.push_back(find_dialect("duckdb")->identifier(node.names[i]) + " := " + as_type(*node.args[i], node.args[i]->type).text);
    return {"list(struct_pack(" + join(fields, ", ") + "))", strength::atom, type, false, true};
}

namespace {

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

std::string DuckDbPrinter::over(const Window& node) const {
    std::vector<std::string> parts;
    std::vector<std::string> keys;
    for (const ScalarRef key : node.partition) keys.push_back(never_volatile(grouping_key(*key).text));
    if (!keys.empty()) parts.push_back("partition by " + join(keys, ", "));
    keys.clear();
    for (const auto& key : node.order) keys.push_back(never_volatile(sort_key(key)));
    if (!keys.empty()) parts.push_back("order by " + join(keys, ", "));
    if (node.frame) {
        const auto bound = [&](const FrameBound& b) -> std::string {
            switch (b.kind) {
            case BoundKind::unbounded_preceding: return "unbounded preceding";
            case BoundKind::preceding: return text(*b.offset, strength::atom) + " preceding";
            case BoundKind::current_row: return "current row";
            case BoundKind::following: return text(*b.offset, strength::atom) + " following";
            case BoundKind::unbounded_following: return "unbounded following";
            }
            return "current row";
        };
        parts.push_back(fmt::format("{} between {} and {}", node.frame->unit == FrameUnit::rows ? "rows" : "range", bound(node.frame->start), bound(node.frame->end)));
    }
    return listed(" over (", parts, ")", indent_).find('\n') == std::string::npos || parts.size() > 1 ? " over (" + join(parts, parts.size() > 1 && fmt::format("{}", fmt::join(parts, " ")).size() > 60 ? "\n" + blanks(indent_ + 4) : " ") + ")" : " over (" + join(parts, " ") + ")";
}

Printed DuckDbPrinter::window(const Window& node, const SqlType& type) const {
    const std::string tail = over(node);
    if (node.function == WindowKind::aggregate) return aggregate_text(node.aggregate_kind, node.args, false, type, tail);
    static constexpr std::string_view kNames[] = {"", "row_number", "rank", "dense_rank", "ntile", "lag", "lead", "first_value", "last_value", "percent_rank", "cume_dist", "", ""};
    std::vector<std::string> args;
    bool collated = false, trimmed = true;
    std::vector<SqlType> natives;
    for (const ScalarRef argument : node.args) {
        const Printed printed = print(*argument);
        args.push_back(printed.text);
        natives.push_back(printed.type);
        collated = collated || printed.collated;
        trimmed = trimmed && printed.trimmed;
    }
    const bool ranks = node.function != WindowKind::lag && node.function != WindowKind::lead && node.function != WindowKind::first_value && node.function != WindowKind::last_value;
    if (natives.size() > 1) natives.erase(natives.begin() + 1); // how many rows away
    return {fmt::format("{}({}{}){}", kNames[static_cast<std::size_t>(node.function)], join(args, ", "), node.ignore_nulls ? " ignore nulls" : "", tail), strength::atom, ranks ? type : native_of(type, natives), collated, trimmed};
}

} // namespace t2d::backend
