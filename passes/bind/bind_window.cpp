// SPDX-License-Identifier: Apache-2.0
// Window functions and their frames.
#include <algorithm>
#include <map>

#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

struct WindowRow {
    std::string_view name;
    WindowKind kind;
    AggregateKind aggregate;
};
constexpr WindowRow kWindows[] = {
    {"ROW_NUMBER", WindowKind::row_number, {}}, {"RANK", WindowKind::rank, {}}, {"DENSE_RANK", WindowKind::dense_rank, {}},
    {"NTILE", WindowKind::ntile, {}}, {"LAG", WindowKind::lag, {}}, {"LEAD", WindowKind::lead, {}},
    {"FIRST_VALUE", WindowKind::first_value, {}}, {"LAST_VALUE", WindowKind::last_value, {}},
    {"PERCENT_RANK", WindowKind::percent_rank, {}}, {"CUME_DIST", WindowKind::cume_dist, {}},
    {"PERCENTILE_CONT", WindowKind::percentile_cont, {}}, {"PERCENTILE_DISC", WindowKind::percentile_disc, {}},
    {"COUNT", WindowKind::aggregate, AggregateKind::count}, {"COUNT_BIG", WindowKind::aggregate, AggregateKind::count_big},
    {"SUM", WindowKind::aggregate, AggregateKind::sum}, {"AVG", WindowKind::aggregate, AggregateKind::avg},
    {"MIN", WindowKind::aggregate, AggregateKind::min}, {"MAX", WindowKind::aggregate, AggregateKind::max},
    {"STDEV", WindowKind::aggregate, AggregateKind::stdev}, {"STDEVP", WindowKind::aggregate, AggregateKind::stdevp},
    {"VAR", WindowKind::aggregate, AggregateKind::var}, {"VARP", WindowKind::aggregate, AggregateKind::varp}};

SqlType window_type(const Window& window) {
    const SqlType argument = window.args.empty() ? SqlType{} : window.args.front()->type;
    switch (window.function) {
    case WindowKind::row_number:
    case WindowKind::rank:
    case WindowKind::dense_rank:
    case WindowKind::ntile: return simple_type(TypeKind::bigint);
    case WindowKind::percent_rank:
    case WindowKind::cume_dist:
    case WindowKind::percentile_cont: return simple_type(TypeKind::float_);
    case WindowKind::percentile_disc: return window.within.empty() ? SqlType{} : window.within.front().expr->type;
    case WindowKind::aggregate: return aggregate_type(window.aggregate_kind, argument);
    case WindowKind::lag:
    case WindowKind::lead:
    case WindowKind::first_value:
    case WindowKind::last_value: return argument;
    }
    return {};
}

bool window_nullable(const Window& window) {
    switch (window.function) {
    case WindowKind::row_number:
    case WindowKind::rank:
    case WindowKind::dense_rank:
    case WindowKind::ntile:
    case WindowKind::percent_rank:
    case WindowKind::cume_dist: return false;
    case WindowKind::aggregate:
        return window.aggregate_kind != AggregateKind::count && window.aggregate_kind != AggregateKind::count_star &&
               window.aggregate_kind != AggregateKind::count_big && window.aggregate_kind != AggregateKind::count_big_star;
    default: return true;
    }
}

} // namespace

ScalarRef Binder::window(const ast::Call& node, std::string_view name, SourceSpan span, Scope& scope) {
    const auto* row = std::find_if(std::begin(kWindows), std::end(kWindows), [&](const WindowRow& r) { return r.name == name; });
    if (row == std::end(kWindows) || !node.over || node.distinct) {
        fail<diag::unsupported_syntax>(span, fmt::format("{} as a window function", name));
        return poison();
    }
    Window out;
    out.function = row->kind;
    out.aggregate_kind = row->aggregate;
    out.ignore_nulls = node.nulls == ast::NullTreatment::ignore_nulls;
    const bool star = !node.args.empty() && std::holds_alternative<ast::Star>(node.args[0].node);
    if (star) out.aggregate_kind = out.aggregate_kind == AggregateKind::count_big ? AggregateKind::count_big_star : AggregateKind::count_star;
    else
        for (const auto& argument : node.args) out.args.push_back(expr(argument, scope));
    for (const auto& item : node.within_group) out.within.push_back({key(expr(item.expr, scope), true, span), item.descending});
    over(**node.over, out, scope);
    if ((out.function == WindowKind::lag || out.function == WindowKind::lead) && out.args.size() == 3) out.args[2] = build_.convert(out.args[2], out.args[0]->type);
    const bool extreme = out.function == WindowKind::aggregate && (out.aggregate_kind == AggregateKind::min || out.aggregate_kind == AggregateKind::max);
    if (extreme && !out.args.empty()) out.args[0] = key(out.args[0], true, span);
    const SqlType type = window_type(out);
    const bool nullable = window_nullable(out);
    return make({std::move(out), type, nullable, span});
}

void Binder::over(const ast::Over& node, Window& window, Scope& scope) {
    if (!node.window.empty()) {
        const auto* windows = scope.windows;
        const ast::NamedWindow* named = nullptr;
        for (std::size_t i = 0; windows != nullptr && i < windows->size(); ++i)
            if (equal_ignoring_case((*windows)[i].name, node.window)) named = &(*windows)[i];
        if (named == nullptr || named->over->window == node.window) return fail<diag::unsupported_syntax>(span_, "a window that is not named in this SELECT");
        over(*named->over, window, scope); // what follows the name adds to it
    }
    for (const auto& key : node.partition_by) window.partition.push_back(this->key(expr(key, scope), false, key.span));
    for (const auto& item : node.order_by) {
        const ScalarRef key = this->key(expr(item.expr, scope), true, item.expr.span);
        // `ORDER BY (SELECT NULL)` is T-SQL's way to ask for no order at all.
        if (const auto* subquery = std::get_if<ScalarSubquery>(&key->node)) {
            const auto* block = std::get_if<Select>(&subquery->query->node);
            if (block != nullptr && block->from == nullptr) continue;
        }
        window.order.push_back({key, item.descending});
    }
    if (!node.frame) return;
    const auto bound = [&](const ast::FrameBound& b) { return FrameBound{static_cast<BoundKind>(b.bound), b.offset ? expr(**b.offset, scope) : nullptr}; };
    ir::Frame frame;
    frame.unit = node.frame->unit == ast::FrameUnit::rows ? FrameUnit::rows : FrameUnit::range;
    frame.start = bound(node.frame->start);
    frame.end = node.frame->end ? bound(*node.frame->end) : FrameBound{BoundKind::current_row, nullptr};
    window.frame = frame;
}

} // namespace t2d::passes
