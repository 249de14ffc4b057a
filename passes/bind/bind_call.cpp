// SPDX-License-Identifier: Apache-2.0
// Function calls: system functions, aggregates and user-defined functions.
#include <algorithm>
#include <map>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/bind/separated_list.h"
#include "passes/build_catalog.h"

namespace t2d::passes {

using namespace ir;

namespace {

const std::map<std::string_view, AggregateKind>& aggregates() {
    static const std::map<std::string_view, AggregateKind> table{
        {"COUNT", AggregateKind::count}, {"COUNT_BIG", AggregateKind::count_big}, {"SUM", AggregateKind::sum},
        {"AVG", AggregateKind::avg}, {"MIN", AggregateKind::min}, {"MAX", AggregateKind::max},
        {"STDEV", AggregateKind::stdev}, {"STDEVP", AggregateKind::stdevp}, {"VAR", AggregateKind::var},
        {"VARP", AggregateKind::varp}, {"STRING_AGG", AggregateKind::string_agg}, {"CHECKSUM_AGG", AggregateKind::checksum_agg},
        {"GROUPING", AggregateKind::grouping}, {"GROUPING_ID", AggregateKind::grouping_id},
        {"APPROX_COUNT_DISTINCT", AggregateKind::approx_count_distinct}};
    return table;
}

bool is_window_function(std::string_view name) {
    static constexpr std::string_view kNames[] = {"ROW_NUMBER", "RANK", "DENSE_RANK", "NTILE", "LAG", "LEAD", "FIRST_VALUE", "LAST_VALUE", "PERCENT_RANK", "CUME_DIST", "PERCENTILE_CONT", "PERCENTILE_DISC"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

bool takes_date_part(std::string_view name) {
    static constexpr std::string_view kNames[] = {"DATEADD", "DATEDIFF", "DATEDIFF_BIG", "DATEPART", "DATENAME", "DATETRUNC", "DATE_BUCKET"};
    return std::find(std::begin(kNames), std::end(kNames), name) != std::end(kNames);
}

/// Positions (after the date part) of arguments that are dates: texts and numbers there are converted.
std::vector<std::size_t> date_positions(std::string_view name) {
    if (name == "DATEADD" || name == "DATE_BUCKET") return {1};
    if (name == "DATEDIFF" || name == "DATEDIFF_BIG") return {0, 1};
    if (name == "DATEPART" || name == "DATENAME" || name == "DATETRUNC" || name == "EOMONTH" || name == "YEAR" || name == "MONTH" || name == "DAY") return {0};
    return {};
}

/// Whether an argument of a string function is a text: other values there are converted.
bool is_text_position(FunctionId id, std::size_t position) {
    switch (id) {
    case FunctionId::concat:
    case FunctionId::concat_ws: return true;
    case FunctionId::replace:
    case FunctionId::translate: return position < 3;
    case FunctionId::charindex:
    case FunctionId::patindex: return position < 2;
    case FunctionId::stuff: return position == 0 || position == 3;
    case FunctionId::ascii:
    case FunctionId::left:
    case FunctionId::len:
    case FunctionId::lower:
    case FunctionId::ltrim:
    case FunctionId::quotename:
    case FunctionId::replicate:
    case FunctionId::reverse:
    case FunctionId::right:
    case FunctionId::rtrim:
    case FunctionId::substring:
    case FunctionId::trim:
    case FunctionId::unicode:
    case FunctionId::upper: return position == 0;
    default: return false;
    }
}

} // namespace

ScalarRef Binder::call(const ast::Call& node, SourceSpan span, Scope& scope) {
    if (!node.json_options.empty()) {
        fail<diag::unsupported_syntax>(span, node.json_options);
        return poison();
    }
    if (node.function.parts.size() == 1) {
        const std::string name = to_upper(node.function.last());
        if (is_window_function(name)) return window(node, name, span, scope);
        if (const auto it = aggregates().find(name); it != aggregates().end()) {
            if (node.over) return window(node, name, span, scope);
            return aggregate(it->second, node, span, scope);
        }
        if (name == "IIF" && node.args.size() == 3) {
            ScalarRef then = expr(node.args[1], scope), otherwise = expr(node.args[2], scope);
            const ScalarRef test = condition(node.args[0], scope);
            const SqlType type = then->type.kind == TypeKind::null ? otherwise->type : otherwise->type.kind == TypeKind::null ? then->type : common_type(then->type, otherwise->type);
            return make({Case{nullptr, {{test, build_.convert(then, type)}}, build_.convert(otherwise, type)}, type, then->nullable || otherwise->nullable, span});
        }
        if (name == "UPDATE") return updates_column(node, span);
        if (name == "COL_LENGTH")
            if (const ScalarRef length = column_length(node, span)) return length;
        if (name == "OBJECT_ID") return temporary_object(node, span);
        if (name == "SCOPE_IDENTITY") return make({VarRef{identity_}, simple_type(TypeKind::bigint), true, span});
        if (name == "ROWCOUNT_BIG") return make({VarRef{rowcount_}, simple_type(TypeKind::int_), false, span});
        if (name == "OBJECT_NAME" && node.args.size() == 1)
            if (const auto* argument = std::get_if<ast::Variable>(&node.args[0].node); argument != nullptr && equal_ignoring_case(argument->name, "@@PROCID"))
                return build_.text(program_.name.substr(program_.name.rfind('.') + 1));
        if (const auto value = find_environment_value(name); value && node.args.empty()) return environment(*value, span);
        if (const auto id = find_function(name)) return system_call(*id, node, span, scope);
    }
    const auto function = catalog_.functions.find(catalog_key(node.function));
    if (function != catalog_.functions.end() && function->second.node->returns) return user_call(function->second, node, span, scope);
    fail<diag::unknown_function>(span, fmt::format("{}", fmt::join(node.function.parts, ".")));
    return poison();
}

ScalarRef Binder::system_call(FunctionId id, const ast::Call& node, SourceSpan span, Scope& scope) {
    const FunctionInfo& info = info_of(id);
    Call out{id, {}, {}};
    std::size_t first = 0;
    if (takes_date_part(info.name)) {
        const auto* part = node.args.empty() ? nullptr : std::get_if<ast::ColumnName>(&node.args[0].node);
        if (part != nullptr) out.date_part = canonical_date_part(part->name.last());
        if (out.date_part.empty()) {
            fail<diag::unsupported_syntax>(span, fmt::format("the date part of {}", info.name));
            return poison();
        }
        first = 1;
    }
    for (std::size_t i = first; i < node.args.size(); ++i) {
        const bool empties = id == FunctionId::stuff && i == 0; // STUFF gives NULL for '' as for NULL
        const auto list = empties ? xml_list_of(node.args[i]) : std::nullopt;
        out.args.push_back(list ? xml_list(*list, node.args[i].span, scope, true) : expr(node.args[i], scope));
    }
    const int count = static_cast<int>(out.args.size());
    if (count + static_cast<int>(first) < info.min_args || (info.max_args >= 0 && count + static_cast<int>(first) > info.max_args)) {
        fail<diag::argument_count>(span, info.name, count);
        return poison();
    }
    if (failed_) return poison();
    if (info.name.starts_with("ERROR_")) return error_function(id, function_type(id, out.args), span);
    if (id == FunctionId::xact_state) return open_transactions(true, span);
    if (info.name == "COALESCE" || info.name == "ISNULL" || info.name == "NULLIF") return unified_call(id, std::move(out.args), span);
    for (const std::size_t position : date_positions(info.name)) {
        if (position >= out.args.size()) continue;
        ScalarRef& argument = out.args[position];
        if (argument->type.is_string() || argument->type.is_number()) argument = build_.convert(argument, simple_type(TypeKind::datetime));
    }
    for (std::size_t i = 0; i < out.args.size(); ++i) {
        const SqlType& written = out.args[i]->type;
        if (is_text_position(id, i) && written.known() && !written.is_string() && !written.is_binary()) out.args[i] = build_.convert(out.args[i], text_type(written));
    }
    if (id == FunctionId::choose) return choice(std::move(out.args), span);
    if (id == FunctionId::greatest || id == FunctionId::least)
        for (auto& argument : out.args) argument = build_.convert(argument, function_type(id, out.args));
    if (id == FunctionId::stuff)
        if (const ScalarRef joined = joined_by_separator(build_, out)) return joined;
    if (compares_texts(id)) out.strings = collation_of(out.args, span);
    if ((id == FunctionId::greatest || id == FunctionId::least) && is_exact(out.strings)) fail<diag::unsupported_syntax>(span, fmt::format("{} under a collation of its own", info.name));
    const SqlType type = function_type(id, out.args);
    const bool nullable = function_nullable(id, out.args);
    const std::string_view part = out.date_part;
    return by_first_weekday(id, make({std::move(out), type, nullable, span}), part, span);
}

/// CHOOSE(index, a, b…) is CASE index WHEN 1 THEN a WHEN 2 THEN b… END.
ScalarRef Binder::choice(std::vector<ScalarRef> args, SourceSpan span) {
    const SqlType type = function_type(FunctionId::choose, args);
    Case out;
    out.operand = build_.convert(args[0], simple_type(TypeKind::int_));
    for (std::size_t i = 1; i < args.size(); ++i) out.arms.push_back({build_.integer(static_cast<long long>(i)), build_.convert(args[i], type)});
    return make({std::move(out), type, true, span});
}

/// COALESCE, ISNULL and NULLIF: the arguments are converted to one type.
ScalarRef Binder::unified_call(FunctionId id, std::vector<ScalarRef> args, SourceSpan span) {
    const std::string_view name = info_of(id).name;
    StringComparison strings = StringComparison::database;
    note_texts(args);
    const SqlType type = function_type(id, args);
    if (name == "NULLIF") {
        strings = collation_of({args[0], args[1]}, span);
        if (const auto* constant = std::get_if<Constant>(&args[0]->node); constant != nullptr && constant->is_null) return args[0];
        ScalarRef left = args[0], right = args[1];
        unify(left, right);
        if (left != args[0]) { // compared in another type than it is returned in
            return make({Case{nullptr, {{compare(CompareOp::equal, args[0], args[1], span), build_.null(args[0]->type)}}, args[0]}, args[0]->type, true, span});
        }
        return make({Call{id, {left, right}, {}, strings}, args[0]->type, true, span});
    }
    for (auto& argument : args) argument = name == "ISNULL" ? build_.stored(argument, type) : build_.convert(argument, type); // ISNULL cuts at the first argument's length
    const bool nullable = std::all_of(args.begin(), args.end(), [](ScalarRef a) { return a->nullable; });
    return make({Call{id, std::move(args), {}, strings}, type, nullable, span});
}

ScalarRef Binder::aggregate(AggregateKind kind, const ast::Call& node, SourceSpan span, Scope& scope) {
    if (scope.grouped != nullptr) *scope.grouped = true;
    Aggregate out;
    out.function = kind;
    out.distinct = node.distinct;
    const bool star = !node.args.empty() && std::holds_alternative<ast::Star>(node.args[0].node);
    if (star) {
        out.function = kind == AggregateKind::count_big ? AggregateKind::count_big_star : AggregateKind::count_star;
        return make({std::move(out), aggregate_type(out.function, {}), false, span});
    }
    for (const auto& argument : node.args) out.args.push_back(expr(argument, scope));
    if (out.args.empty()) {
        fail<diag::argument_count>(span, node.function.last(), 0);
        return poison();
    }
    if (out.args[0]->type.is_string() && (kind == AggregateKind::sum || kind == AggregateKind::avg)) out.args[0] = build_.convert(out.args[0], simple_type(TypeKind::float_));
    for (const auto& item : node.within_group) out.order.push_back({key(expr(item.expr, scope), true, span), item.descending});
    const bool extreme = kind == AggregateKind::min || kind == AggregateKind::max;
    const bool of_keys = kind == AggregateKind::grouping || kind == AggregateKind::grouping_id;
    if (extreme || of_keys || out.distinct)
        for (ScalarRef& argument : out.args) argument = key(argument, extreme, span);
    const SqlType type = aggregate_type(kind, out.args[0]->type);
    const bool counts = kind == AggregateKind::count || kind == AggregateKind::count_big || kind == AggregateKind::grouping || kind == AggregateKind::grouping_id || kind == AggregateKind::approx_count_distinct;
    return make({std::move(out), type, !counts, span});
}

std::vector<ScalarRef> Binder::user_arguments(const std::vector<ast::Parameter>& parameters, const std::vector<ast::Expr>& args, SourceSpan span, Scope& scope) {
    std::vector<ScalarRef> out;
    if (args.size() > parameters.size()) fail<diag::argument_count>(span, "the function", static_cast<int>(args.size()));
    for (std::size_t i = 0; i < parameters.size() && !failed_; ++i) {
        const SqlType type = type_of(parameters[i].type);
        const bool defaulted = i >= args.size() || std::holds_alternative<ast::DefaultValue>(args[i].node);
        Scope none;
        if (!defaulted) out.push_back(build_.stored(value(args[i], scope, type), type));
        else if (parameters[i].default_value) out.push_back(value(**parameters[i].default_value, none, type));
        else fail<diag::argument_count>(span, "the function", static_cast<int>(args.size()));
    }
    return out;
}

ScalarRef Binder::user_call(const CatalogModule<ast::CreateFunction>& function, const ast::Call& node, SourceSpan span, Scope& scope) {
    std::vector<ScalarRef> args = user_arguments(function.node->parameters, node.args, span, scope);
    const int symbol = function_symbol(function);
    if (failed_ || symbol < 0) return poison();
    return make({UserCall{symbol, std::move(args)}, program_.functions[static_cast<std::size_t>(symbol)].type, true, span});
}

/// Binds a user-defined function once; its body has a frame of its own and no place in the statement account.
int Binder::function_symbol(const CatalogModule<ast::CreateFunction>& function) {
    const std::string key = catalog_key(function.schema, function.name);
    if (const auto it = functions_.find(key); it != functions_.end()) return it->second;
    if (!open_views_.insert(key).second) {
        fail<diag::recursive_module>(function.stmt->span, key);
        return -1;
    }
    const ast::CreateFunction& node = *function.node;
    if (!node.external_name.empty()) fail<diag::unsupported_statement>(function.stmt->span, "a CLR function");
    FunctionSymbol symbol;
    symbol.name = function.schema + "." + function.name;
    const auto place = program_.functions.size(); // taken before the functions that this one calls
    program_.functions.push_back(symbol);
    const int caller = std::exchange(function_, static_cast<int>(place));
    frames_.emplace_back();
    const auto saved_ctes = std::exchange(ctes_, {});
    const bool saved_hidden = std::exchange(hidden_, true);
    const int caller_code = std::exchange(return_code_, -1);
    const bool caller_counts = std::exchange(counts_rows_, false);
    const int saved_record = record_;
    for (const auto& parameter : node.parameters) symbol.parameters.push_back(declare_variable(parameter.name, type_of(parameter.type)));
    if (node.query) {
        symbol.query = query(**node.query, nullptr);
    } else {
        if (node.returns) symbol.type = type_of(*node.returns);
        if (node.table) symbol.result = declare_local(node.table_variable, TableKind::variable, declare_table(*node.table, catalog_.types));
        program_.functions[place].type = symbol.type; // RETURN converts its value to it
        const ast::WayOut caller_lost = std::exchange(lost_, ast::WayOut::none);
        block(node.body, symbol.body);
        if (std::exchange(lost_, caller_lost) != ast::WayOut::none) fail<diag::unsupported_statement>(function.stmt->span, "a function in which a RETURN depends on what is not compiled");
        for (const int parameter : symbol.parameters) std::erase_if(frames_.back().variables, [&](const auto& local) { return local.second == parameter; });
        forget_locals(symbol.body);
    }
    function_ = caller;
    record_ = saved_record;
    return_code_ = caller_code;
    counts_rows_ = caller_counts;
    hidden_ = saved_hidden;
    ctes_ = saved_ctes;
    frames_.pop_back();
    open_views_.erase(key);
    program_.functions[place] = std::move(symbol);
    return functions_[key] = static_cast<int>(place);
}

} // namespace t2d::passes
