// SPDX-License-Identifier: Apache-2.0
// Aggregates and windows.
#include <fmt/format.h>

#include "backend/dialects/expression_printer.h"
#include "backend/layout.h"

namespace t2d::backend {

using namespace ir;

Printed ExpressionPrinter::aggregate_text(AggregateKind kind, const std::vector<ScalarRef>& args, bool distinct, const SqlType& type, const std::string& tail) const {
    const auto wrap = [&](std::string_view name, const std::string& argument) { return fmt::format("{}({}{}){}", name, distinct ? "distinct " : "", argument, tail); };
    const auto result = [&](std::string text, SqlType native) { return Printed{std::move(text), strength::atom, native, false, true}; };
    const SqlType bigint = simple_type(TypeKind::bigint);
    if (kind == AggregateKind::count_star || kind == AggregateKind::count_big_star) return result("count(*)" + tail, bigint);
    const std::string plain = text(*args[0]);
    const SqlType& from = args[0]->type;
    switch (kind) {
    case AggregateKind::count:
    case AggregateKind::count_big: return result(wrap("count", distinct ? grouping_key(*args[0]).text : plain), bigint);
    case AggregateKind::min:
    case AggregateKind::max: {
        Printed out = result(wrap(kind == AggregateKind::min ? "min" : "max", plain), spelling_.result_of_function(spelling_.native_of(type, {print(*args[0]).type})));
        if (from.is_string() && !around_.native_strings()) {
            const Printed operand = print(*args[0]);
            if (const StringComparison strings = exact_key(*args[0]); is_exact(strings)) {
                out.text = wrap(kind == AggregateKind::min ? "min" : "max", exactly({plain, operand.strength, operand.collated}, strings, true).text);
                out.trimmed = operand.trimmed;
                return out;
            }
            if (!operand.collated) out.text = wrap(kind == AggregateKind::min ? "min" : "max", spelling_.compared(operand.strength >= strength::atom ? plain : "(" + plain + ")", around_.string_rule()));
            out.collated = true;
            out.trimmed = operand.trimmed;
        }
        return out;
    }
    case AggregateKind::sum:
    case AggregateKind::avg:
    case AggregateKind::stdev:
    case AggregateKind::stdevp:
    case AggregateKind::var:
    case AggregateKind::varp: return spelling_.number_aggregate({kind, from, print(*args[0]).type, type, plain, wrap});
    case AggregateKind::grouping: return result(wrap("grouping", grouping_key(*args[0]).text), bigint);
    case AggregateKind::grouping_id: {
        std::vector<std::string> keys;
        for (const ScalarRef key : args) keys.push_back(grouping_key(*key).text);
        return result(wrap(spelling_.grouping_id(), join(keys, ", ")), bigint);
    }
    default: return result(wrap("count", plain), bigint);
    }
}

Printed ExpressionPrinter::aggregate(const Aggregate& node, const SqlType& type) const {
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
Printed ExpressionPrinter::collect(const Aggregate& node, const SqlType& type) const {
    std::vector<std::string> values;
    for (const ScalarRef argument : node.args) values.push_back(as_type(*argument, argument->type).text);
    return {spelling_.row_list(node.names, values), strength::atom, type, false, true};
}

std::string ExpressionPrinter::over(const Window& node) const {
    std::vector<std::string> parts;
    std::vector<std::string> keys;
    for (const ScalarRef key : node.partition) keys.push_back(spelling_.window_key(grouping_key(*key).text));
    if (!keys.empty()) parts.push_back("partition by " + join(keys, ", "));
    keys.clear();
    for (const auto& key : node.order) keys.push_back(spelling_.window_key(sort_key(key)));
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

Printed ExpressionPrinter::window(const Window& node, const SqlType& type) const {
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
    return {fmt::format("{}({}{}){}", kNames[static_cast<std::size_t>(node.function)], join(args, ", "), node.ignore_nulls ? " ignore nulls" : "", tail), strength::atom, ranks ? type : spelling_.result_of_function(spelling_.native_of(type, natives)), collated, trimmed};
}

} // namespace t2d::backend
