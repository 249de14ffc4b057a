// SPDX-License-Identifier: Apache-2.0
#include "passes/check/model.h"

#include <algorithm>

#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/functions.h"

namespace t2d::passes::check {

namespace {

constexpr std::string_view kBefore = "__before";

std::string value_of(const ir::ModelText& text, const std::string& name) {
    const auto found = text.config.find(name);
    return found == text.config.end() || found->second.empty() ? std::string() : found->second[0];
}

/// A name of a configuration is spelled as the target wants it: in quotes where it has to be.
std::string without_quotes(const std::string& name) {
    if (name.size() < 2 || name.front() != '"' || name.back() != '"') return name;
    std::string out;
    for (std::size_t i = 1; i + 1 < name.size(); ++i) {
        out += name[i];
        if (name[i] == '"') ++i; // written twice
    }
    return out;
}

/// The columns of a query as it names them; `select *` has those of the CTE that it reads.
std::vector<std::string> named_columns(const ast::Query& query) {
    const auto* select = std::get_if<ast::Select>(&query.body);
    if (select == nullptr) return {};
    std::vector<std::string> out;
    for (const ast::SelectItem& item : select->items) {
        const auto* table = select->from.size() == 1 ? std::get_if<ast::NamedTable>(&select->from[0].node) : nullptr;
        const auto* column = std::get_if<ast::ColumnName>(&item.expr.node);
        if (std::holds_alternative<ast::Star>(item.expr.node)) {
            const auto cte = std::find_if(query.with.begin(), query.with.end(), [&](const ast::Cte& one) { return table != nullptr && one.name == table->name.last(); });
            return cte == query.with.end() || select->items.size() > 1 ? std::vector<std::string>{} : named_columns(*cte->query);
        }
        if (item.alias.empty() && column == nullptr) return {};
        out.push_back(to_lower(item.alias.empty() ? column->name.last() : item.alias));
    }
    return out;
}

/// Where the select list behind the CTEs starts; nothing may be before it when that is not known.
std::uint32_t begin_of_body(const ast::Query& query) {
    const auto* select = std::get_if<ast::Select>(&query.body);
    return select == nullptr || select->items.empty() ? 0 : select->items[0].expr.span.begin;
}

} // namespace

std::vector<std::string> columns_in(const ir::ModelText& text, const std::string& option) {
    std::vector<std::string> out;
    if (const auto found = text.config.find(option); found != text.config.end())
        for (const std::string& item : found->second) out.push_back(to_lower(without_quotes(item)));
    return out;
}

Relation Model::base(const std::string& key) {
    const auto table = catalog_.tables.find(key);
    if (table == catalog_.tables.end()) { // a helper of the model (the highest number of an identity column)
        const auto helper = std::find_if(models_.begin(), models_.end(), [&](const auto& entry) { return entry.second.table == key; });
        if (helper == models_.end()) return {b_.pool().opaque("table " + key), {}};
        return {b_.pool().make("table", key), named_columns(helper->second.later.query)};
    }
    Relation relation{b_.pool().make("table", key), {}};
    for (const CatalogColumn& column : table->second.columns) relation.columns.push_back(to_lower(column.name));
    return relation;
}

std::optional<Relation> Model::table(const ast::Name& name) {
    const std::string& word = name.last();
    if (word.starts_with("source:")) {
        const std::string key = to_lower(word.substr(7));
        return catalog_.tables.contains(key) ? base(key) : b_.undeclared(key);
    }
    if (word.starts_with("this:")) {
        Relation relation = base(models_.at(open_.back()).table);
        if (previous_is_empty_ && open_.size() == 1) relation.term = b_.empty();
        return relation;
    }
    if (!word.starts_with("ref:")) return std::nullopt;
    std::string model = word.substr(4);
    const bool before = model.ends_with(kBefore) && !models_.contains(model);
    if (before) model.resize(model.size() - kBefore.size());
    const auto found = models_.find(model);
    if (found == models_.end()) return std::nullopt;
    // A table that another procedure fills is read as that procedure left it.
    const auto& own = models_.at(open_.back()).procedures;
    const bool together = std::any_of(own.begin(), own.end(), [&](const std::string& p) { return std::find(found->second.procedures.begin(), found->second.procedures.end(), p) != found->second.procedures.end(); });
    if (before || !together) return base(found->second.table);
    return state(model);
}

TermId Model::call(Builder& builder, const std::string& name, Terms args, const ast::Call&) {
    if (name != "tsql_var" || args.empty()) return duckdb_call(builder, name, std::move(args));
    const std::string parameter = to_lower(builder.pool()[args[0]].text.substr(2));
    return builder.pool().make("param", parameter.substr(parameter.rfind("__") == std::string::npos ? 0 : parameter.rfind("__") + 2), Terms(args.begin() + 1, args.end()));
}

/// Texts that the target writes in another way than T-SQL does.
TermId Model::text_of(Builder& builder, TermId value) {
    const SqlType type = builder.type_of(value);
    const bool own = type.kind == TypeKind::bit || type.kind == TypeKind::money || type.kind == TypeKind::smallmoney || type.kind == TypeKind::float_ || type.kind == TypeKind::real || (type.is_temporal() && type.kind != TypeKind::date);
    return own ? builder.pool().make("fn:text", {}, {value}) : 0;
}

/// A number that becomes a whole one is rounded by the target; T-SQL cuts it, but for money.
TermId Model::conversion(Builder& builder, TermId value, const SqlType& type, TermId, bool attempt) {
    const SqlType from = builder.type_of(value);
    const bool broken = from.is_approximate() || (from.kind == TypeKind::decimal && from.scale > 0);
    const std::string_view op = builder.pool()[value].op;
    const bool whole = op == "lit" || op == "fn:trunc" || op == "fn:floor" || op == "fn:ceil" || op == "fn:round" || op == "int_div";
    if (!type.is_integer() || type.kind == TypeKind::bit || !broken || whole) return 0;
    return builder.cast(builder.build("fn:round", {}, {value, builder.number("0")}), type, attempt);
}

SqlType Model::type(const ast::TypeName& name) { return duckdb_type(name); }

Relation Model::query_of(const std::string& model, const ir::ModelText& text) {
    open_.push_back(model);
    Relation rows = walker_.query(text.query, nullptr, {});
    open_.pop_back();
    return rows;
}

Relation Model::state(const std::string& name) {
    const auto known = states_.find(name);
    if (known != states_.end()) return known->second;
    const ReadModel& model = models_.at(name);
    const bool circle = std::find(open_.begin(), open_.end(), name) != open_.end();
    Relation result = base(model.table);
    if (circle || model.later.raises || !model.later.error.empty()) result.term = b_.pool().opaque(circle ? "models in a circle" : model.later.error);
    else {
        const bool incremental = value_of(model.later, "materialized") == "incremental"; // `is_incremental()` is false in every other model
        result = after(model, query_of(name, incremental || !model.first ? model.later : *model.first));
    }
    states_[name] = result;
    return result;
}

std::optional<Relation> Model::state_of_table(const std::string& key) {
    const auto model = std::find_if(models_.begin(), models_.end(), [&](const auto& entry) { return entry.second.table == key; });
    return model == models_.end() ? std::nullopt : std::optional(state(model->first));
}

/// The rows with the table's columns in the table's order: dbt inserts by name.
Relation Model::by_name(const Relation& rows, const std::vector<std::string>& columns) {
    if (rows.columns == columns) return rows;
    const auto given = [&](const std::string& name) { return std::find(rows.columns.begin(), rows.columns.end(), name) != rows.columns.end(); };
    if (std::any_of(rows.columns.begin(), rows.columns.end(), [&](const std::string& name) { return std::find(columns.begin(), columns.end(), name) == columns.end(); })) return {b_.pool().opaque("a query with a column that the table does not have"), columns};
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, rows, "rows", "inner");
    for (const std::string& column : columns) parts.outputs.emplace_back(column, given(column) ? b_.column(atom, column) : b_.pool().make("missing", column));
    return {b_.select(std::move(parts)), columns};
}

/// What dbt makes of the query's rows: by the materialization and the strategy.
Relation Model::after(const ReadModel& model, const Relation& rows) {
    const std::string materialized = value_of(model.later, "materialized"), strategy = value_of(model.later, "incremental_strategy");
    if (materialized == "table" || materialized == "view" || strategy == "tsql_state") return rows;
    const Relation before = base(model.table);
    const Relation named = by_name(rows, before.columns);
    if (materialized == "incremental" && strategy == "append") return b_.union_all(before, named);
    const std::vector<std::string> keys = columns_in(model.later, "unique_key");
    if (materialized == "incremental" && (strategy == "merge" || strategy == "delete+insert") && !keys.empty()) return merged(model, named, keys, strategy == "merge");
    return {b_.pool().opaque("materialization " + materialized + " " + strategy), before.columns};
}

/// A branch of the query that reads the table itself and gives its rows under their own keys: the merge changes each of these rows where the
/// branch gives it, so that the table after it needs no join with the query. Nothing for branches of another form.
std::optional<TermId> Model::updated_rows(const ReadModel& model, const Relation& rows, const std::vector<std::string>& keys, TermId branch) {
    TermPool& pool = b_.pool();
    const Relation before = base(model.table);
    if (!pool.is(branch, "select")) return std::nullopt;
    SelectParts parts = b_.parts(branch);
    const bool windows = std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return pool.has(output.second, has_window | has_volatile); });
    if (parts.grouped || parts.distinct || !pool.is(parts.limit, "none") || windows) return std::nullopt;
    std::map<std::string, TermId> given;
    for (std::size_t i = 0; i < parts.outputs.size() && i < rows.columns.size(); ++i) given[rows.columns[i]] = parts.outputs[i].second;
    const auto own = std::find_if(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) {
        return join.kind == "inner" && join.rel == before.term && std::all_of(keys.begin(), keys.end(), [&](const std::string& key) { return given.contains(key) && b_.compared(given[key]) == b_.column(join.atom, key); });
    });
    const bool gives_all = std::none_of(given.begin(), given.end(), [&](const auto& column) { return pool.is(column.second, "missing"); }); // else dbt refuses it
    if (own == parts.joins.end() || !gives_all) return std::nullopt;
    std::rotate(parts.joins.begin(), own, own + 1);
    const TermId row = parts.joins[0].atom;
    Terms condition;
    for (std::size_t i = 1; i < parts.joins.size(); ++i) { // an inner join is one that has to match
        JoinPart& join = parts.joins[i];
        if (join.kind == "full") return std::nullopt;
        if (join.kind != "inner") continue;
        Terms here, later;
        for (const TermId part : parts.where) {
            const auto reads = [&](const JoinPart& other) { return b_.contains(part, [&](const Term& term) { return !term.args.empty() && term.args[0] == other.atom; }); };
            const bool mine = reads(join) && std::none_of(parts.joins.begin() + static_cast<std::ptrdiff_t>(i) + 1, parts.joins.end(), reads);
            (mine ? here : later).push_back(part);
        }
        join.kind = "left";
        join.on = b_.conjunction({join.on, b_.conjunction(here)});
        parts.where = std::move(later);
        condition.push_back(pool.make("matched", {}, {join.atom}));
    }
    condition.push_back(b_.conjunction(parts.where));
    const TermId changed = b_.conjunction(std::move(condition));
    const std::vector<std::string> updated = columns_in(model.later, "merge_update_columns");
    parts.where.clear();
    parts.outputs.clear();
    for (const std::string& column : before.columns) {
        const bool changes = given.contains(column) && (updated.empty() || std::find(updated.begin(), updated.end(), column) != updated.end()) && std::find(keys.begin(), keys.end(), column) == keys.end();
        const TermId old = b_.column(row, column);
        parts.outputs.emplace_back(column, changes ? b_.build("case", {}, {changed, given[column], old}) : old);
    }
    return b_.select(std::move(parts));
}

/// Whether a branch leaves out every row with a key that the table has: `WHERE NOT EXISTS (SELECT … FROM the table WHERE its keys are those of the row)`.
bool Model::excludes_known_keys(const ReadModel& model, const std::vector<std::string>& keys, const SelectParts& parts) {
    TermPool& pool = b_.pool();
    const TermId table = base(model.table).term;
    return std::any_of(parts.where.begin(), parts.where.end(), [&](TermId part) {
        const TermId exists = pool.is(part, "not") ? pool[part].args[0] : 0;
        if (exists == 0 || !pool.is(exists, "exists") || !pool.is(pool[exists].args[0], "select")) return false;
        const SelectParts twin = b_.parts(pool[exists].args[0]);
        if (twin.joins.size() != 1 || twin.joins[0].rel != table || twin.grouped || twin.where.empty()) return false;
        return std::all_of(twin.where.begin(), twin.where.end(), [&](TermId condition) {
            return std::any_of(keys.begin(), keys.end(), [&](const std::string& key) {
                const auto given = std::find_if(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return output.first == key; });
                return given != parts.outputs.end() && condition == b_.build("eq", {}, {b_.column(twin.joins[0].atom, key), given->second});
            });
        });
    });
}

/// Rows of a branch that have no key that the table has: it leaves the others out, or numbers its rows behind the highest key.
bool Model::only_new(const ReadModel& model, const std::vector<std::string>& keys, TermId branch) {
    TermPool& pool = b_.pool();
    if (!pool.is(branch, "select")) return false;
    if (excludes_known_keys(model, keys, b_.parts(branch))) return true;
    if (keys.size() != 1) return false;
    const TermId table = base(model.table).term;
    for (const auto& [name, value] : b_.parts(branch).outputs) {
        if (name != keys[0] || !pool.is(value, "add") || pool[value].args.size() != 2) continue;
        const auto is_number = [&](TermId id) { return pool[id].op.starts_with("win:row_number") || (pool.is(id, "cast") && pool[pool[id].args[0]].op.starts_with("win:row_number")); };
        const auto is_highest = [&](TermId id) {
            const TermId highest = pool.is(id, "fn:greatest") && pool.is(pool[id].args[0], "scalar") && pool[pool[id].args.back()].text == "0" ? pool[pool[id].args[0]].args[0] : 0;
            if (!pool.is(highest, "select")) return false;
            const SelectParts block = b_.parts(highest);
            return block.joins.size() == 1 && block.joins[0].rel == table && block.where.empty() && block.grouped && block.group.empty() && pool.is(block.having, "true") && block.outputs.size() == 1 &&
                   block.outputs[0].second == pool.make("agg:max", {}, {b_.column(block.joins[0].atom, keys[0])});
        };
        const TermId a = pool[value].args[0], b = pool[value].args[1];
        return (is_number(a) && is_highest(b)) || (is_number(b) && is_highest(a));
    }
    return false;
}

/// dbt's merge: rows whose key the query gives are updated (the columns of `merge_update_columns`, or all), the other rows of the query are added.
/// delete+insert drops the rows with such a key and adds all.
Relation Model::merged(const ReadModel& model, const Relation& rows, const std::vector<std::string>& keys, bool keeps_rows) {
    const Relation before = base(model.table);
    const std::vector<std::string> updated = columns_in(model.later, "merge_update_columns");
    if (keeps_rows) {
        Terms rest;
        std::optional<TermId> changed;
        bool simple = true;
        for (const TermId branch : b_.pool().is(rows.term, "union_all") ? Terms(b_.pool()[rows.term].args) : Terms{rows.term}) {
            if (only_new(model, keys, branch)) rest.push_back(branch);
            else if (const auto one = updated_rows(model, rows, keys, branch); one && !changed) changed = one;
            else simple = false;
        }
        if (simple) {
            const Relation all{changed ? *changed : before.term, before.columns}, added{b_.pool().make("union_all", {}, rest), rows.columns};
            return rest.empty() ? all : b_.union_all(all, rest.size() == 1 ? Relation{rest[0], rows.columns} : added);
        }
    }
    SelectParts kept = walker_.new_parts();
    Scope scope;
    const TermId old = walker_.add_use(kept, scope, before, "old", "inner");
    const TermId given = walker_.add_use(kept, scope, rows, "new", "left");
    Terms on;
    for (const std::string& key : keys) on.push_back(b_.build("eq", {}, {b_.column(old, key), b_.column(given, key)}));
    kept.joins[1].on = b_.conjunction(on);
    const TermId matched = b_.pool().make("matched", {}, {given});
    for (const std::string& column : before.columns) {
        const bool changes = keeps_rows && (updated.empty() || std::find(updated.begin(), updated.end(), column) != updated.end()) && std::find(keys.begin(), keys.end(), column) == keys.end();
        const TermId value = b_.column(old, column);
        kept.outputs.emplace_back(column, changes ? b_.build("case", {}, {matched, b_.column(given, column), value}) : value);
    }
    if (!keeps_rows) kept.where.push_back(b_.build("not", {}, {matched}));
    const Relation left{b_.select(std::move(kept)), before.columns};
    if (!keeps_rows) return b_.union_all(left, rows);
    SelectParts added = walker_.new_parts(), twin = walker_.new_parts();
    Scope outer, inner;
    const TermId fresh = walker_.add_use(added, outer, rows, "new", "inner"), stored = walker_.add_use(twin, inner, before, "old", "inner");
    for (const std::string& key : keys) twin.where.push_back(b_.build("eq", {}, {b_.column(stored, key), b_.column(fresh, key)}));
    added.where.push_back(b_.build("not", {}, {b_.build("exists", {}, {b_.select(std::move(twin))})}));
    for (const std::string& column : rows.columns) added.outputs.emplace_back(column, b_.column(fresh, column));
    return b_.union_all(left, {b_.select(std::move(added)), rows.columns});
}

/// The queries of the two runs are read from one text, so they differ only in the CTEs that hold the places where the runs differ. It is enough
/// that each of these gives the same rows in both.
bool Model::differ_in_empty_ctes(const ReadModel& model) {
    const auto &later = model.later.query.with, &first = model.first->query.with;
    if (later.size() != first.size()) return false;
    std::size_t placed = 0;
    std::uint32_t before = 0;
    for (std::size_t i = 0; i < later.size(); ++i) {
        const SourceSpan a = later[i].query->span, b = first[i].query->span;
        const std::uint32_t next = i + 1 < later.size() ? std::min(later[i + 1].query->span.begin, first[i + 1].query->span.begin) : begin_of_body(model.later.query);
        const auto inside = std::count_if(model.later.run_places.begin(), model.later.run_places.end(), [&](SourceSpan place) { return place.begin >= before && place.end <= next && place.end > std::min(a.begin, b.begin) && place.begin < std::max(a.end, b.end); });
        before = std::max(a.end, b.end);
        if (inside == 0) continue;
        placed += static_cast<std::size_t>(inside);
        const Relation now = walker_.query(*first[i].query, nullptr, {});
        previous_is_empty_ = true;
        const Relation then = walker_.query(*later[i].query, nullptr, {});
        previous_is_empty_ = false;
        if (now.columns != then.columns || now.term != then.term || later[i].name != first[i].name || later[i].columns != first[i].columns) return false;
    }
    return placed == model.later.run_places.size();
}

bool Model::first_run_agrees(const std::string& name) {
    const ReadModel& model = models_.at(name);
    if (!model.first) return true;
    open_.push_back(name);
    const bool same = differ_in_empty_ctes(model);
    open_.pop_back();
    if (same) return true;
    Canon canon(b_);
    const TermId first = canon.relation(query_of(name, *model.first));
    previous_is_empty_ = true;
    const TermId later = canon.relation(query_of(name, model.later));
    previous_is_empty_ = false;
    return first == later;
}

} // namespace t2d::passes::check
