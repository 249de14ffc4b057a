// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/walker.h"

namespace t2d::passes::check {

namespace {

bool is_aggregate(const Term& term) { return term.op.starts_with("agg:"); }
bool is_window(const Term& term) { return term.op.starts_with("win:"); }

constexpr std::size_t kMostCubeParts = 8; ///< a CUBE has two to that power of sets

std::vector<std::string> lower(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names) out.push_back(to_lower(name));
    return out;
}

/// Whether rows are left out at the beginning; OFFSET 0 leaves out none.
bool skips_rows(const ast::Query& query) {
    const auto* constant = query.offset ? std::get_if<ast::Literal>(&(**query.offset).node) : nullptr;
    return query.offset && (constant == nullptr || constant->text != "0");
}

/// Whether the columns of a relation in reach are not known.
bool has_unlisted(const Scope& scope) {
    return std::any_of(scope.bindings.begin(), scope.bindings.end(), [](const Binding& binding) { return binding.columns.empty(); });
}

/// `rtrim(c) collate x as c`, which only says how c compares.
bool says_how_it_compares(const ast::Expr& replacement) {
    const auto* named = std::get_if<ast::NamedArgument>(&replacement.node);
    const auto* key = named == nullptr ? nullptr : std::get_if<ast::ColumnName>(&named->key->node);
    const ast::Expr* value = named == nullptr ? nullptr : &*named->value;
    if (const auto* collated = value == nullptr ? nullptr : std::get_if<ast::Collate>(&value->node)) value = &*collated->operand;
    if (const auto* call = value == nullptr ? nullptr : get_boxed<ast::Call>(value->node); call != nullptr && call->args.size() == 1 && equal_ignoring_case(call->function.last(), "rtrim")) value = &call->args[0];
    const auto* column = value == nullptr ? nullptr : std::get_if<ast::ColumnName>(&value->node);
    return key != nullptr && column != nullptr && equal_ignoring_case(column->name.last(), key->name.last());
}

/// `SELECT *` and nothing else, from one relation.
bool is_plain_star(const ast::Select& select, const ast::Query& query) {
    if (select.items.size() != 1) return false;
    const auto* call = get_boxed<ast::Call>(select.items[0].expr.node);
    const bool replaces = call != nullptr && call->function.last() == "* replace" && std::all_of(call->args.begin(), call->args.end(), says_how_it_compares);
    return (replaces || std::holds_alternative<ast::Star>(select.items[0].expr.node)) && select.from.size() == 1 && !select.where && select.group_by.empty() && !select.having && !select.distinct && !select.top && !query.fetch && !query.offset;
}

} // namespace

SelectParts Walker::new_parts() {
    SelectParts parts;
    parts.having = b_.truth(true);
    parts.limit = b_.none();
    return parts;
}

TermId Walker::add_use(SelectParts& parts, Scope& scope, const Relation& relation, const std::string& alias, const std::string& kind) {
    const TermId atom = b_.use(relation.term);
    parts.joins.push_back({kind, atom, relation.term, b_.truth(true), b_.none()});
    scope.bindings.push_back({to_lower(alias), relation.columns, atom});
    return atom;
}

Ctes Walker::with(const std::vector<ast::Cte>& list, Ctes known, const Scope* outer) {
    for (const ast::Cte& cte : list) {
        const std::string name = to_lower(cte.name);
        Relation relation = recursive(cte, known, outer);
        if (!cte.columns.empty() && relation.columns.empty()) relation.term = b_.pool().opaque("columns that are not known");
        if (!cte.columns.empty()) relation = {b_.block(relation, lower(cte.columns)), lower(cte.columns)};
        known[name] = relation;
    }
    return known;
}

/// The types of a recursion's columns, those of its anchor; a NULL has the type that it is converted to.
std::map<std::string, SqlType> Walker::types_of(const ast::Query& written, const Relation& anchor, const std::vector<std::string>& columns) {
    std::map<std::string, SqlType> types;
    if (b_.pool().is(anchor.term, "select")) {
        const SelectParts parts = b_.parts(anchor.term);
        for (std::size_t i = 0; i < parts.outputs.size() && i < columns.size(); ++i) {
            const TermId value = parts.outputs[i].second, rows = b_.pool().is(value, "collected") ? b_.pool()[value].args[0] : 0;
            types[columns[i]] = b_.type_of(value);
            const TermId block = rows != 0 && b_.pool().is(rows, "union_all") && !b_.pool()[rows].args.empty() ? b_.pool()[rows].args[0] : rows;
            if (block == 0 || !b_.pool().is(block, "select")) continue;
            for (const auto& [field, of] : b_.parts(block).outputs) types[columns[i] + "." + field] = b_.type_of(of);
        }
    }
    const auto* block = std::get_if<ast::Select>(&written.body);
    for (std::size_t i = 0; block != nullptr && i < block->items.size() && i < columns.size(); ++i)
        if (const auto* cast = get_boxed<ast::Cast>(block->items[i].expr.node); cast != nullptr && types[columns[i]].kind == TypeKind::null) types[columns[i]] = names_.type(cast->type);
    return types;
}

/// A CTE; one that reads itself becomes a term of its anchor and its step, in which it stands for `self`.
Relation Walker::recursive(const ast::Cte& cte, const Ctes& known, const Scope* outer) {
    const auto* op = std::get_if<ast::SetOp>(&cte.query->body);
    if (op == nullptr || op->op != ast::SetOpKind::union_all) return query(*cte.query, outer, known);
    Ctes inner = known;
    inner.erase(to_lower(cte.name));
    Relation anchor = query(*op->left, outer, with(cte.query->with, inner, outer));
    std::vector<std::string> columns = cte.columns.empty() ? anchor.columns : lower(cte.columns);
    const TermId self = b_.pool().make("self", std::to_string(recursion_++));
    inner[to_lower(cte.name)] = {self, columns};
    b_.declare_row(self, types_of(*op->left, anchor, columns));
    const Relation step = query(*op->right, outer, with(cte.query->with, inner, outer));
    --recursion_;
    const bool reads_itself = b_.contains(step.term, [&](const Term& term) { return term.op == "self" && term.text == std::to_string(recursion_); });
    if (!reads_itself) return query(*cte.query, outer, known);
    if (const TermId loop = Canon(b_).loop_of(b_.block(anchor, columns), b_.block(step, columns), self); loop != 0) {
        b_.declare_row(b_.pool()[loop].args[0], b_.row_types(self));
        return {loop, columns};
    }
    return {b_.pool().make("recursive", {}, {b_.block(anchor, columns), b_.block(step, columns)}), columns};
}

Relation Walker::query(const ast::Query& query, const Scope* outer, const Ctes& known) {
    const Ctes ctes = query.with.empty() ? known : with(query.with, known, outer);
    Relation result = match(
        query.body, [&](const ast::Select& s) { return select(s, query, outer, ctes); }, [&](const ast::SetOp& op) { return set_operation(op, outer, ctes); },
        [&](const ast::Values& v) { return values(v, outer, ctes); }, [&](const ast::Query& inner) { return this->query(inner, outer, ctes); });
    if (query.for_clause) result.term = b_.pool().opaque("FOR " + query.for_clause->mode);
    if (!std::holds_alternative<ast::Select>(query.body) && (skips_rows(query) || query.fetch)) result.term = b_.pool().opaque("OFFSET of a set operation");
    b_.pool().place(result.term, query.span);
    return result;
}

Relation Walker::set_operation(const ast::SetOp& op, const Scope* outer, const Ctes& ctes) {
    const Relation left = query(*op.left, outer, ctes), right = query(*op.right, outer, ctes);
    if (left.columns.size() != right.columns.size()) return {b_.pool().opaque(left.columns.empty() || right.columns.empty() ? "a set operation over columns that are not known" : kUnequalColumns), left.columns};
    if (op.op == ast::SetOpKind::union_all) return b_.union_all(left, right);
    std::vector<std::string> positions;
    for (std::size_t i = 0; i < left.columns.size(); ++i) positions.push_back("c" + std::to_string(i + 1));
    Terms sides{b_.comparable(b_.block(left, positions)), b_.comparable(b_.block(right, positions))};
    const std::string_view name = op.op == ast::SetOpKind::union_ ? "union" : op.op == ast::SetOpKind::except ? "except" : "intersect";
    return {b_.block({b_.pool().make(name, {}, std::move(sides)), positions}, left.columns), left.columns};
}

Relation Walker::values(const ast::Values& values, const Scope* outer, const Ctes& ctes) {
    const Scope scope{{}, outer};
    Relation result{b_.empty(), {}};
    for (std::size_t i = 0; !values.rows.empty() && i < values.rows[0].size(); ++i) result.columns.push_back("col" + std::to_string(i));
    for (const auto& row : values.rows) {
        SelectParts parts = new_parts();
        for (std::size_t i = 0; i < row.size() && i < result.columns.size(); ++i) parts.outputs.emplace_back(result.columns[i], expr(row[i], scope, ctes));
        result = b_.union_all(result, {b_.select(std::move(parts)), result.columns});
    }
    return result;
}

void Walker::star(const ast::Star& star, const Scope& scope, Outputs& items) {
    const std::string qualifier = star.qualifier.parts.empty() ? "" : to_lower(star.qualifier.last());
    for (const Binding& binding : scope.bindings)
        if (qualifier.empty() || binding.alias == qualifier) {
            if (binding.columns.empty()) items.emplace_back("*", b_.pool().opaque("columns that are not known"));
            for (const std::string& name : binding.columns) items.emplace_back(name, b_.column(binding.atom, name));
        }
}

/// `* replace (e as c)` of the target dialect.
void Walker::star_replace(const ast::Call& call, const Scope& scope, const Ctes& ctes, Outputs& items) {
    star({}, scope, items);
    for (const ast::Expr& arg : call.args) {
        const auto* named = std::get_if<ast::NamedArgument>(&arg.node);
        if (named == nullptr) continue;
        const auto* key = std::get_if<ast::ColumnName>(&named->key->node);
        const TermId value = expr(*named->value, scope, ctes);
        for (auto& [name, old] : items)
            if (key != nullptr && name == to_lower(key->name.last())) old = value;
    }
}

std::vector<std::string> Walker::names_apart(Outputs& outputs) {
    std::vector<std::string> columns;
    for (auto& [name, value] : outputs) {
        while (std::find(columns.begin(), columns.end(), name) != columns.end()) name += "'";
        columns.push_back(name);
    }
    return columns;
}

Walker::Outputs Walker::select_list(const std::vector<ast::SelectItem>& list, const Scope& scope, const Ctes& ctes) {
    Outputs items;
    for (const ast::SelectItem& item : list) {
        const auto* call = get_boxed<ast::Call>(item.expr.node);
        if (const auto* all = std::get_if<ast::Star>(&item.expr.node)) star(*all, scope, items);
        else if (call != nullptr && call->function.last() == "* replace") star_replace(*call, scope, ctes, items);
        else {
            const auto* column = std::get_if<ast::ColumnName>(&item.expr.node);
            const std::string name = !item.alias.empty() ? item.alias : column != nullptr ? column->name.last() : "column" + std::to_string(items.size() + 1);
            items.emplace_back(to_lower(name), expr(item.expr, scope, ctes));
        }
    }
    return items;
}

Relation Walker::select(const ast::Select& select, const ast::Query& query, const Scope* outer, const Ctes& ctes) {
    SelectParts parts = new_parts();
    Scope scope{{}, outer};
    open_.push_back(&select);
    sources(select.from, parts, scope, ctes);
    if (scope.bindings.size() == 1 && b_.is_undeclared(parts.joins[0].rel) && is_plain_star(select, query)) {
        open_.pop_back();
        return {parts.joins[0].rel, {}};
    }
    qualify_ = 0;
    if (select.where) parts.where.push_back(condition(**select.where, scope, ctes));
    TermId kept = qualify_;
    const Outputs items = select_list(select.items, scope, ctes);
    if (select.from.empty() && items.size() == 1 && b_.pool().is(items[0].second, "fn:unnest")) { // the rows of a list, by the name of the list's element
        open_.pop_back();
        return {b_.build("unnested", {}, {b_.pool()[items[0].second].args[0]}), {items[0].first}};
    }
    parts.outputs = items;
    group_by(select, scope, ctes, parts);
    if (select.having) parts.having = condition(**select.having, scope, ctes);
    const auto aggregates = [&](TermId id) { return b_.pool().has(id, has_aggregate); };
    const bool any = aggregates(parts.having) || std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return aggregates(output.second); });
    // An aggregate inside of a subquery is grouped there; only one of this block makes this block a group.
    if (any && !parts.grouped) {
        const std::function<bool(TermId)> own = [&](TermId id) {
            const Term& term = b_.pool()[id];
            if (is_aggregate(term)) return true;
            if (!b_.pool().has(id, has_aggregate)) return false;
            if (is_subquery(term.op) || is_window(term)) return false;
            return std::any_of(term.args.begin(), term.args.end(), own);
        };
        parts.grouped = own(parts.having) || std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return own(output.second); });
    }
    parts.distinct = select.distinct;
    parts.limit = limit_of(&select, query, items, scope, ctes);
    if (const TermId first = parts.distinct ? 0 : ranked(b_.pool()[parts.limit]); first != 0) {
        kept = first;
        parts.limit = b_.none();
    }
    open_.pop_back();
    const std::vector<std::string> columns = names_apart(parts.outputs);
    if (kept != 0) {
        parts.outputs.emplace_back("qualify", kept);
        return qualify(std::move(parts), columns);
    }
    return {b_.select(std::move(parts)), columns};
}

/// TOP (n) WITH TIES keeps what has the rank n at most, TOP (n) PERCENT a share of all rows: a condition on windows. 0 for other limits.
TermId Walker::ranked(const Term& limit) {
    TermPool& pool = b_.pool();
    const auto window = [&](std::string_view function, TermId order) { return pool.make(function, {}, {pool.make("args"), pool.make("partition"), order}); };
    if (limit.text == "ties") return b_.build("le", {}, {window("win:rank", limit.args[1]), limit.args[0]});
    if (limit.text != "percent") return 0;
    const TermId share = b_.build("mul", {}, {b_.build("cast", "float", {limit.args[0]}), window("win:count", pool.make("order"))});
    return b_.build("le", {}, {window("win:row_number", limit.args[1]), b_.build("fn:ceil", {}, {b_.build("div", {}, {share, b_.number("100.0")})})});
}

/// QUALIFY p is a WHERE over the block that computes the windows of p.
Relation Walker::qualify(SelectParts parts, const std::vector<std::string>& columns) {
    const TermId condition = parts.outputs.back().second;
    parts.outputs.pop_back();
    Terms windows;
    const std::function<void(TermId)> collect = [&](TermId id) {
        if (is_window(b_.pool()[id])) windows.push_back(id);
        else
            for (const TermId arg : Terms(b_.pool()[id].args)) collect(arg);
    };
    collect(condition);
    for (std::size_t i = 0; i < windows.size(); ++i) parts.outputs.emplace_back("window " + std::to_string(i), windows[i]);
    SelectParts outer = new_parts();
    const TermId inner = b_.select(std::move(parts));
    const TermId atom = b_.use(inner);
    Substitution map;
    for (std::size_t i = 0; i < windows.size(); ++i) map[windows[i]] = b_.column(atom, "window " + std::to_string(i));
    outer.joins = {{"inner", atom, inner, b_.truth(true), b_.none()}};
    outer.where = {b_.replace(condition, map)};
    for (const std::string& name : columns) outer.outputs.emplace_back(name, b_.column(atom, name));
    return {b_.select(std::move(outer)), columns};
}

/// The sets of a GROUP BY element; ROLLUP and CUBE are short for theirs.
std::vector<std::set<TermId>> Walker::grouping(const ast::GroupingElement& element, const Scope& scope, const Ctes& ctes) {
    std::vector<std::set<TermId>> parts; // an item in parentheses is one part
    const auto add = [&](TermId item) { parts.push_back(b_.pool().is(item, "set") ? std::set<TermId>(b_.pool()[item].args.begin(), b_.pool()[item].args.end()) : std::set<TermId>{item}); };
    for (const ast::Expr& item : element.items) add(b_.compared(expr(item, scope, ctes)));
    std::vector<std::set<TermId>> nested;
    for (const ast::GroupingElement& inner : element.nested) {
        const auto sets = grouping(inner, scope, ctes);
        nested.insert(nested.end(), sets.begin(), sets.end());
    }
    if (element.grouping == ast::GroupingKind::grouping_sets) {
        parts.insert(parts.end(), nested.begin(), nested.end());
        return parts;
    }
    parts.insert(parts.end(), nested.begin(), nested.end());
    std::vector<std::set<TermId>> out;
    const auto merged = [&](const auto& taken) {
        std::set<TermId> set;
        for (std::size_t i = 0; i < parts.size(); ++i)
            if (taken(i)) set.insert(parts[i].begin(), parts[i].end());
        out.push_back(std::move(set));
    };
    if (element.grouping == ast::GroupingKind::rollup)
        for (std::size_t size = 0; size <= parts.size(); ++size) merged([&](std::size_t i) { return i < size; });
    else if (element.grouping == ast::GroupingKind::cube && parts.size() < kMostCubeParts)
        for (std::size_t mask = 0; mask < (std::size_t{1} << parts.size()); ++mask) merged([&](std::size_t i) { return ((mask >> i) & 1U) != 0; });
    else merged([](std::size_t) { return true; });
    return out;
}

void Walker::group_by(const ast::Select& select, const Scope& scope, const Ctes& ctes, SelectParts& parts) {
    parts.grouped = !select.group_by.empty();
    for (const ast::GroupingElement& element : select.group_by) {
        if (element.grouping == ast::GroupingKind::plain && element.items.size() == 1 && !std::holds_alternative<ast::Tuple>(element.items[0].node))
            parts.group.push_back(b_.compared(expr(element.items[0], scope, ctes)));
        else if (element.grouping == ast::GroupingKind::cube && element.items.size() + element.nested.size() >= kMostCubeParts) parts.group.push_back(b_.pool().opaque("CUBE"));
        else if (const auto sets = grouping(element, scope, ctes); sets.size() == 1) parts.group.insert(parts.group.end(), sets[0].begin(), sets[0].end());
        else {
            Terms all;
            for (const std::set<TermId>& set : sets) all.push_back(b_.pool().make("set", {}, Terms(set.begin(), set.end())));
            std::sort(all.begin(), all.end());
            parts.group.push_back(b_.pool().make("sets", {}, std::move(all)));
        }
    }
}

TermId Walker::order_of(const std::vector<ast::OrderItem>& order, const Outputs* items, const Scope& scope, const Ctes& ctes) {
    Terms keys;
    for (const ast::OrderItem& item : order) {
        TermId value = 0;
        const auto* call = get_boxed<ast::Call>(item.expr.node);
        const bool placed = call != nullptr && call->function.last().starts_with("nulls ");
        const ast::Expr& written = placed ? call->args[0] : item.expr;
        const auto* column = std::get_if<ast::ColumnName>(&written.node);
        if (items != nullptr && column != nullptr && column->name.parts.size() == 1)
            for (const auto& [name, output] : *items)
                if (name == to_lower(column->name.last())) value = output;
        if (value == 0) value = expr(written, scope, ctes);
        keys.push_back(b_.pool().make("key", std::string(item.descending ? "desc" : "asc") + (placed ? " " + call->function.last() : ""), {b_.compared(value)}));
    }
    return b_.pool().make("order", {}, std::move(keys));
}

TermId Walker::limit_of(const ast::Select* select, const ast::Query& query, const Outputs& items, const Scope& scope, const Ctes& ctes) {
    if (!select->top && !query.fetch && !skips_rows(query)) return b_.none();
    const TermId order = order_of(query.order_by, &items, scope, ctes);
    if (select->top) {
        const std::string kind = std::string(select->top->percent ? "percent" : "") + (select->top->with_ties ? "ties" : "");
        return b_.pool().make("limit", kind, {expr(*select->top->count, scope, ctes), order});
    }
    Terms args{query.fetch ? expr(**query.fetch, scope, ctes) : b_.none(), order};
    if (skips_rows(query)) args.push_back(expr(**query.offset, scope, ctes));
    return b_.pool().make("limit", {}, std::move(args));
}

void Walker::sources(const std::vector<ast::TableSource>& from, SelectParts& parts, Scope& scope, const Ctes& ctes) {
    for (const ast::TableSource& source : from) join(source, parts, scope, ctes, "inner");
}

void Walker::join(const ast::TableSource& source, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind) {
    const auto unknown = [&](const std::string& why, const std::string& alias) { add_use(parts, scope, {b_.pool().opaque(why), {}}, alias, kind); };
    match(
        source.node,
        [&](const ast::NamedTable& table) {
            const std::string name = to_lower(table.name.last());
            const auto cte = table.name.parts.size() == 1 ? ctes.find(name) : ctes.end();
            std::optional<Relation> relation = cte != ctes.end() ? std::optional(cte->second) : names_.table(table.name);
            if (!relation || table.temporal != ast::TemporalKind::none || !table.sample.empty()) return unknown("table " + name, table.alias.empty() ? name : table.alias);
            const TermId atom = add_use(parts, scope, *relation, table.alias.empty() ? name : table.alias, kind);
            b_.pool().place(atom, source.span);
        },
        [&](const ast::DerivedTable& derived) {
            Relation relation = query(*derived.query, &scope, ctes);
            if (!derived.columns.empty() && derived.columns.size() == relation.columns.size()) relation = {b_.block(relation, lower(derived.columns)), lower(derived.columns)};
            add_use(parts, scope, relation, derived.alias, kind);
        },
        [&](const ast::FunctionTable& function) {
            const auto* call = get_boxed<ast::Call>(function.call.node);
            Terms args;
            if (call != nullptr)
                for (const ast::Expr& arg : call->args) args.push_back(expr(arg, scope, ctes));
            const std::optional<Relation> relation = call == nullptr ? std::nullopt : names_.table_function(call->function, args);
            if (!relation) return unknown("a table function", function.alias);
            add_use(parts, scope, *relation, function.alias.empty() ? call->function.last() : function.alias, kind);
        },
        [&](const ast::Join& j) {
            if (kind == "inner") joined(j, parts, scope, ctes, kind);
            else nested_join(source, parts, scope, ctes, kind);
        },
        [&](const ast::Apply& apply) {
            join(*apply.left, parts, scope, ctes, kind);
            join(*apply.right, parts, scope, ctes, apply.outer ? "left" : "inner");
        },
        [&](const ast::Pivot& pivot) { add_use(parts, scope, pivoted(pivot, scope, ctes), pivot.alias, kind); },
        [&](const ast::Unpivot& unpivot) { add_use(parts, scope, unpivoted(unpivot, scope, ctes), unpivot.alias, kind); },
        [&](const ast::DmlTable& dml) {
            std::optional<Relation> rows = names_.changed_rows();
            if (!rows) return unknown("a data change as a table", dml.alias);
            if (dml.columns.size() == rows->columns.size()) rows = {b_.block(*rows, lower(dml.columns)), lower(dml.columns)};
            add_use(parts, scope, *rows, dml.alias, kind);
        });
}

/// PIVOT groups by the columns that it does not name and aggregates once for each value.
Relation Walker::pivoted(const ast::Pivot& pivot, const Scope& scope, const Ctes& ctes) {
    SelectParts parts = new_parts();
    Scope inside{{}, &scope};
    join(*pivot.source, parts, inside, ctes, "inner");
    const TermId aggregate = expr(pivot.aggregate, inside, ctes), column = this->column(pivot.column, inside);
    const Term call = b_.pool()[aggregate];
    Relation result;
    if (!is_aggregate(call) || call.args.size() != 1 || has_unlisted(inside)) return {b_.pool().opaque("PIVOT"), {}};
    parts.grouped = true;
    for (const Binding& binding : inside.bindings)
        for (const std::string& name : binding.columns) {
            const TermId value = b_.column(binding.atom, name);
            if (value == column || value == call.args[0]) continue;
            parts.group.push_back(b_.compared(value));
            parts.outputs.emplace_back(name, value);
        }
    for (const std::string& value : pivot.values) {
        const TermId chosen = b_.build("case", {}, {b_.build("eq", {}, {column, b_.text(value)}), call.args[0], b_.null()});
        parts.outputs.emplace_back(to_lower(value), b_.build(call.op, call.text, {chosen}));
    }
    for (const auto& [name, value] : parts.outputs) result.columns.push_back(name);
    result.term = b_.select(std::move(parts));
    return result;
}

/// UNPIVOT gives a row for each of its columns that is not NULL.
Relation Walker::unpivoted(const ast::Unpivot& unpivot, const Scope& scope, const Ctes& ctes) {
    Relation result{b_.empty(), {}};
    for (const ast::Name& given : unpivot.columns) {
        SelectParts parts = new_parts();
        Scope inside{{}, &scope};
        join(*unpivot.source, parts, inside, ctes, "inner");
        if (has_unlisted(inside)) return {b_.pool().opaque("UNPIVOT"), {}};
        const TermId value = column(given, inside);
        for (const Binding& binding : inside.bindings)
            for (const std::string& name : binding.columns) {
                const bool listed = std::any_of(unpivot.columns.begin(), unpivot.columns.end(), [&](const ast::Name& other) { return column(other, inside) == b_.column(binding.atom, name); });
                if (!listed) parts.outputs.emplace_back(name, b_.column(binding.atom, name));
            }
        parts.outputs.emplace_back(to_lower(unpivot.value_column), value);
        parts.outputs.emplace_back(to_lower(unpivot.name_column), b_.text(given.last()));
        parts.where.push_back(b_.build("not", {}, {b_.build("isnull", {}, {value})}));
        std::vector<std::string> columns;
        for (const auto& [name, output] : parts.outputs) columns.push_back(name);
        const Relation one{b_.select(std::move(parts)), columns};
        result = result.columns.empty() ? one : b_.union_all(result, one);
    }
    return result;
}

void Walker::joined(const ast::Join& written, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind) {
    const bool swap = written.join == ast::JoinKind::right;
    const std::string side = written.join == ast::JoinKind::inner || written.join == ast::JoinKind::cross ? "inner" : written.join == ast::JoinKind::full ? "full" : "left";
    const ast::TableSource& first = swap ? *written.right : *written.left;
    const ast::TableSource& second = swap ? *written.left : *written.right;
    join(first, parts, scope, ctes, kind);
    const std::size_t before = parts.joins.size();
    join(second, parts, scope, ctes, side);
    if (!written.on) return;
    const TermId on = condition(**written.on, scope, ctes);
    if (side == "inner" || parts.joins.size() == before) parts.joins.size() == before ? parts.where.push_back(on) : (void)(parts.joins.back().on = b_.conjunction({parts.joins.back().on, on}));
    else parts.joins.back().on = b_.conjunction({parts.joins.back().on, on});
}

/// `a LEFT JOIN (b JOIN c ON …) ON …`: the operand is a block of its own whose columns are named by table and column.
void Walker::nested_join(const ast::TableSource& source, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind) {
    SelectParts inner = new_parts();
    Scope inside{{}, &scope};
    join(source, inner, inside, ctes, "inner");
    std::vector<std::string> columns;
    for (const Binding& binding : inside.bindings)
        for (const std::string& name : binding.columns) {
            columns.push_back(binding.alias + "." + name);
            inner.outputs.emplace_back(columns.back(), b_.column(binding.atom, name));
        }
    const TermId rel = b_.select(std::move(inner));
    const TermId atom = b_.use(rel);
    parts.joins.push_back({kind, atom, rel, b_.truth(true), b_.none()});
    for (const Binding& binding : inside.bindings) scope.bindings.push_back({binding.alias, binding.columns, atom});
    for (std::size_t i = scope.bindings.size() - inside.bindings.size(); i < scope.bindings.size(); ++i)
        for (std::string& name : scope.bindings[i].columns) name.insert(0, scope.bindings[i].alias + ".");
}

} // namespace t2d::passes::check
