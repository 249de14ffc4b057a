// SPDX-License-Identifier: Apache-2.0
// Table sources: tables, views, CTEs, joins, APPLY, table functions, PIVOT and UNPIVOT.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

FromRef Binder::add(RelRef rel, std::string alias, Scope& scope, TableId table, std::string key) {
    const Quantifier quantifier = build_.quantifier(rel, alias);
    scope.tables.push_back({std::move(alias), std::move(key), quantifier.id, rel, table});
    return build_.from(quantifier);
}

/// Comma-separated sources are cross joins.
FromRef Binder::from(const std::vector<ast::TableSource>& sources, Scope& scope) {
    FromRef out = nullptr;
    for (const auto& node : sources) {
        const FromRef next = source(node, scope);
        if (next == nullptr) {
            scope.incomplete = true;
            return nullptr;
        }
        out = out == nullptr ? next : build_.join(JoinKind::cross, out, next, nullptr);
    }
    return out;
}

FromRef Binder::source(const ast::TableSource& node, Scope& scope) {
    return match(
        node.node, [&](const ast::NamedTable& n) { return named(n, node.span, scope); },
        [&](const ast::DerivedTable& n) {
            Scope around;
            around.outer = scope.outer; // a derived table sees the enclosing query, not its neighbours
            RelRef rel = query(*n.query, scope.outer == nullptr ? nullptr : &around);
            rel = renamed(rel, n.columns, node.span);
            return add(rel->label.empty() ? build_.labelled(rel, n.alias) : rel, n.alias, scope);
        },
        [&](const ast::FunctionTable& n) { return function_table(n, node.span, scope); },
        [&](const ast::Join& n) { return join(n, scope); }, [&](const ast::Apply& n) { return apply(n, scope); },
        [&](const ast::Pivot& n) { return pivot(n, scope); }, [&](const ast::Unpivot& n) { return unpivot(n, scope); },
        [&](const ast::DmlTable&) -> FromRef {
            fail<diag::unsupported_syntax>(node.span, "a data change inside FROM");
            return nullptr;
        });
}

namespace {

/// The tables that entered the scope from `first` on, up to `past`, have rows of NULLs from here on.
void mark_outer_joined(Scope& scope, std::size_t first, std::size_t past) {
    for (std::size_t i = first; i < past; ++i) scope.tables[i].outer_joined = true;
}

} // namespace

FromRef Binder::join(const ast::Join& node, Scope& scope) {
    const std::size_t first = scope.tables.size();
    const FromRef left = source(*node.left, scope);
    const std::size_t middle = scope.tables.size();
    const FromRef right = source(*node.right, scope);
    if (left == nullptr || right == nullptr) return nullptr;
    static constexpr JoinKind kKinds[] = {JoinKind::inner, JoinKind::left, JoinKind::right, JoinKind::full, JoinKind::cross};
    const JoinKind kind = kKinds[static_cast<std::size_t>(node.join)];
    const ScalarRef on = node.on ? condition(**node.on, scope) : nullptr;
    if (kind == JoinKind::left || kind == JoinKind::full) mark_outer_joined(scope, middle, scope.tables.size());
    if (kind == JoinKind::right || kind == JoinKind::full) mark_outer_joined(scope, first, middle);
    return build_.join(kind, left, right, on);
}

FromRef Binder::apply(const ast::Apply& node, Scope& scope) {
    const FromRef left = source(*node.left, scope);
    if (left == nullptr) return nullptr;
    // The right side sees the left one as an enclosing query.
    Scope inner;
    inner.outer = &scope;
    FromRef right = nullptr;
    if (const auto* derived = std::get_if<ast::DerivedTable>(&node.right->node)) {
        RelRef rel = renamed(query(*derived->query, &scope), derived->columns, node.right->span);
        right = add(rel, derived->alias, inner);
    } else {
        right = source(*node.right, inner);
    }
    if (right == nullptr) return nullptr;
    const std::size_t first = scope.tables.size();
    for (auto& range : inner.tables) scope.tables.push_back(range);
    if (node.outer) mark_outer_joined(scope, first, scope.tables.size());
    return build_.join(node.outer ? JoinKind::left : JoinKind::cross, left, right, node.outer ? build_.boolean(true) : nullptr, true);
}

RelRef Binder::current(TableId table) {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
    return build_.arena().make(Rel{CurrentTable{table}, symbol.columns, symbol.name, {}, {}});
}

RelRef Binder::view_rel(const CatalogModule<ast::CreateView>& view) {
    const std::string key = catalog_key(view.schema, view.name);
    if (!open_views_.insert(key).second) {
        fail<diag::recursive_module>(view.stmt->span, key);
        return build_.empty({});
    }
    const auto saved_ctes = std::exchange(ctes_, {});
    frames_.emplace_back();
    RelRef rel = renamed(query(view.node->query, nullptr), view.node->columns, view.stmt->span);
    frames_.pop_back();
    ctes_ = saved_ctes;
    open_views_.erase(key);
    // Bound anew at each use: it reads the tables as they are there.
    return build_.labelled(rel, view.name);
}

RelRef Binder::table_rel(const ast::Name& name, SourceSpan span, TableId& table_id) {
    table_id = -1;
    if (name.parts.size() == 1) {
        for (auto it = ctes_.rbegin(); it != ctes_.rend(); ++it) {
            if (!equal_ignoring_case(it->name, name.last())) continue;
            it->used = true;
            return it->rel;
        }
    }
    if (name.parts.size() > 3) {
        fail<diag::unsupported_syntax>(span, "a linked server");
        return nullptr;
    }
    if (const auto* view = view_of(name)) return view_rel(*view);
    table_id = table(name, span);
    return table_id < 0 ? nullptr : current(table_id);
}

FromRef Binder::named(const ast::NamedTable& node, SourceSpan span, Scope& scope) {
    if (!node.sample.empty() || node.for_path) {
        fail<diag::unsupported_syntax>(span, node.for_path ? "FOR PATH" : "TABLESAMPLE");
        return nullptr;
    }
    if (node.temporal != ast::TemporalKind::none) return in_system_time(node, span, scope);
    TableId id = -1;
    const RelRef rel = table_rel(node.name, span, id);
    if (rel == nullptr) return nullptr;
    const bool aliased = !node.alias.empty();
    return add(rel, aliased ? node.alias : node.name.last(), scope, id, aliased ? std::string{} : catalog_key(node.name));
}

FromRef Binder::function_table(const ast::FunctionTable& node, SourceSpan span, Scope& scope) {
    const auto* call_node = get_boxed<ast::Call>(node.call.node);
    if (call_node == nullptr || !node.schema.empty()) {
        fail<diag::unsupported_syntax>(span, "this table function");
        return nullptr;
    }
    const auto function = catalog_.functions.find(catalog_key(call_node->function));
    if (function != catalog_.functions.end()) {
        std::vector<ScalarRef> args = user_arguments(function->second.node->parameters, call_node->args, span, scope);
        const int symbol = function_symbol(function->second);
        if (failed_ || symbol < 0) return nullptr;
        const FunctionSymbol& bound = program_.functions[static_cast<std::size_t>(symbol)];
        if (bound.query == nullptr && bound.result < 0) {
            fail<diag::unknown_function>(span, bound.name);
            return nullptr;
        }
        const auto& columns = bound.query != nullptr ? bound.query->columns : program_.tables[static_cast<std::size_t>(bound.result)].columns;
        RelRef rel = build_.arena().make(Rel{UserScan{symbol, std::move(args)}, columns, function->second.name, {}, span});
        return add(renamed(rel, node.columns, span), node.alias, scope);
    }
    const auto id = find_function(call_node->function.last());
    if (!id || (info_of(*id).name != "STRING_SPLIT" && info_of(*id).name != "GENERATE_SERIES")) {
        fail<diag::unknown_function>(span, call_node->function.last());
        return nullptr;
    }
    FunctionScan scan{*id, {}};
    for (const auto& argument : call_node->args) scan.args.push_back(expr(argument, scope));
    std::vector<Column> columns{{"value", scan.args.empty() ? SqlType{} : scan.args.front()->type, true}};
    if (*id == FunctionId::string_split && scan.args.size() == 3) { // enable_ordinal: the places of the parts
        const auto* ordinal = std::get_if<Constant>(&scan.args.back()->node);
        if (ordinal == nullptr || (!ordinal->is_null && ordinal->text != "0" && ordinal->text != "1")) fail<diag::unsupported_syntax>(span, "STRING_SPLIT with this third argument");
        if (ordinal != nullptr && ordinal->text == "1") columns.push_back({"ordinal", simple_type(TypeKind::bigint), false});
        scan.args.pop_back();
    }
    const RelRef rel = renamed(build_.arena().make(Rel{std::move(scan), std::move(columns), node.alias, {}, span}), node.columns, span);
    return add(rel, node.alias.empty() ? call_node->function.last() : node.alias, scope);
}

// ---- PIVOT and UNPIVOT

/// `PIVOT (SUM(x) FOR c IN ([a], [b]))` groups by every column that it does not name and aggregates once per value.
FromRef Binder::pivot(const ast::Pivot& node, Scope& scope) {
    Scope inner;
    inner.outer = scope.outer;
    Select block;
    inner.grouped = &block.grouped;
    block.from = source(*node.source, inner);
    const auto* call_node = get_boxed<ast::Call>(node.aggregate.node);
    if (block.from == nullptr || call_node == nullptr || failed_) return nullptr;
    const ScalarRef whole = call(*call_node, node.aggregate.span, inner);
    const ScalarRef key = column(node.column, node.column.span, inner);
    const auto* base = get_boxed<Aggregate>(whole->node);
    if (failed_ || base == nullptr || base->args.empty()) {
        if (!failed_) fail<diag::unsupported_syntax>(node.aggregate.span, "this aggregate in PIVOT");
        return nullptr;
    }
    block.grouped = true;
    std::vector<Column> columns;
    const auto* collate = std::get_if<Collate>(&base->args[0]->node);
    const ScalarRef argument = collate == nullptr ? base->args[0] : collate->operand;
    const auto is = [](ScalarRef scalar, QuantId quant, int index) {
        const auto* ref = std::get_if<ColumnRef>(&scalar->node);
        return ref != nullptr && ref->quant == quant && ref->column == index;
    };
    for (const RangeVariable& range : inner.tables) {
        const auto& source_columns = range.rel->columns;
        for (int i = 0; i < static_cast<int>(source_columns.size()); ++i) {
            if (is(argument, range.quant, i) || is(key, range.quant, i)) continue;
            const ScalarRef group = build_.column(range.quant, i, source_columns[static_cast<std::size_t>(i)]);
            block.group_by.push_back(this->key(group, false, node.aggregate.span));
            block.items.push_back(group);
            columns.push_back(source_columns[static_cast<std::size_t>(i)]);
        }
    }
    for (const auto& value_text : node.values) {
        Aggregate cell = *base;
        const ScalarRef test = compare(CompareOp::equal, key, build_.convert(build_.text(value_text), key->type.is_string() ? build_.text(value_text)->type : key->type), node.aggregate.span);
        cell.args[0] = make({Case{nullptr, {{test, argument}}, nullptr}, argument->type, true, node.aggregate.span});
        if (collate != nullptr) cell.args[0] = make({Collate{cell.args[0], collate->collation}, argument->type, true, node.aggregate.span});
        block.items.push_back(make({std::move(cell), whole->type, whole->nullable, node.aggregate.span}));
        columns.push_back({value_text, whole->type, whole->nullable});
    }
    return add(build_.labelled(build_.select(std::move(block), std::move(columns)), node.alias), node.alias, scope);
}

/// `UNPIVOT (v FOR n IN (a, b))` is one row per column that is not NULL.
FromRef Binder::unpivot(const ast::Unpivot& node, Scope& scope) {
    Scope inner;
    inner.outer = scope.outer;
    const FromRef base = source(*node.source, inner);
    if (base == nullptr || failed_) return nullptr;
    Values cells;
    SqlType type;
    std::vector<ScalarRef> unpivoted;
    for (const auto& name : node.columns) {
        const ScalarRef cell = column(name, name.span, inner);
        if (failed_) return nullptr;
        unpivoted.push_back(cell);
        type = type.known() ? common_type(type, cell->type) : cell->type;
        cells.rows.push_back({build_.text(name.last()), cell});
    }
    RelRef rows = build_.arena().make(Rel{std::move(cells), {{node.name_column, string_type(TypeKind::nvarchar, 128), false}, {node.value_column, type, true}}, {}, {}, {}});
    const Quantifier cell = build_.quantifier(rows, node.alias);
    Select block;
    block.from = build_.join(JoinKind::cross, base, build_.from(cell), nullptr, true);
    block.where = build_.is_null(build_.column(cell, 1), true);
    std::vector<Column> columns;
    for (const RangeVariable& range : inner.tables)
        for (int i = 0; i < static_cast<int>(range.rel->columns.size()); ++i) {
            const bool moved = std::any_of(unpivoted.begin(), unpivoted.end(), [&](ScalarRef scalar) {
                const auto* ref = std::get_if<ColumnRef>(&scalar->node);
                return ref != nullptr && ref->quant == range.quant && ref->column == i;
            });
            if (moved) continue;
            block.items.push_back(build_.column(range.quant, i, range.rel->columns[static_cast<std::size_t>(i)]));
            columns.push_back(range.rel->columns[static_cast<std::size_t>(i)]);
        }
    block.items.push_back(build_.column(cell, 1));
    columns.push_back({node.value_column, type, false});
    block.items.push_back(build_.column(cell, 0));
    columns.push_back({node.name_column, string_type(TypeKind::nvarchar, 128), false});
    return add(build_.labelled(build_.select(std::move(block), std::move(columns)), node.alias), node.alias, scope);
}

} // namespace t2d::passes
