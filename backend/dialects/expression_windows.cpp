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

std::string ExpressionPrinter::frame(const Frame& frame) const {
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
    return fmt::format("{} between {} and {}", frame.unit == FrameUnit::rows ? "rows" : "range", bound(frame.start), bound(frame.end));
}

/// On the line of the function where it is short; else each clause has lines of its own.
std::string ExpressionPrinter::over(const Window& node) const {
    static constexpr std::size_t kShort = 60; // the function and what is around it stand on the line, too
    const int inside = indent_ + kStep;
    std::vector<std::string> flat, laid_out;
    const auto add = [&](std::string_view head, const std::vector<std::string>& keys) {
        if (keys.empty()) return;
        flat.push_back(std::string(head) + join(keys, ", "));
        laid_out.push_back(listed(head, keys, "", inside));
    };
    std::vector<std::string> partition, order;
    for (const ScalarRef key : node.partition) partition.push_back(spelling_.window_key(grouping_key(*key).text));
    for (const auto& key : node.order) order.push_back(spelling_.window_key(sort_key(key)));
    add("partition by ", partition);
    add("order by ", order);
    if (node.frame) add("", {frame(*node.frame)});
    const std::string line = join(flat, " ");
    if (line.size() <= kShort || !is_one_line(line)) return " over (" + line + ")";
    const std::string gap = "\n" + blanks(inside);
    return " over (" + gap + join(laid_out, gap) + "\n" + blanks(indent_) + ")";
}

Printed ExpressionPrinter::window(const Window& node, const SqlType& type) const {
    const std::string tail = over(node);
    if (node.function == WindowKind::aggregate) return aggregate_text(node.aggregate_kind, node.args, false, type, tail);
    if (is_percentile(node.function)) {
        const Printed value = print(*node.within.front().expr);
        const bool continuous = node.function == WindowKind::percentile_cont;
        return {spelling_.percentile(continuous, text(*node.args.front()), value.text) + tail, strength::atom, continuous ? type : value.type, false, true};
    }
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
