// SPDX-License-Identifier: Apache-2.0
// The writes of a procedure as relations over the state before them.
#include <algorithm>
#include <cstdlib>

#include "ir/text.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

/// One operand of a chain of joins, with how it is joined to what stands left of it.
struct Operand {
    const ast::TableSource* source = nullptr;
    ast::JoinKind kind = ast::JoinKind::inner;
    const ast::Expr* on = nullptr; ///< none for CROSS JOIN and APPLY
};

void flatten(const ast::TableSource& source, std::vector<Operand>& out) {
    if (const auto* apply = get_boxed<ast::Apply>(source.node)) {
        flatten(*apply->left, out);
        return out.push_back({&*apply->right, apply->outer ? ast::JoinKind::left : ast::JoinKind::cross, nullptr});
    }
    if (const auto* join = get_boxed<ast::Join>(source.node)) {
        flatten(*join->left, out);
        out.push_back({&*join->right, join->join, join->on ? &**join->on : nullptr});
    } else out.push_back({&source, ast::JoinKind::inner, nullptr});
}

const ast::NamedTable* named(const Operand& operand) { return std::get_if<ast::NamedTable>(&operand.source->node); }

bool inner(const Operand& operand) { return operand.kind == ast::JoinKind::inner || operand.kind == ast::JoinKind::cross; }

} // namespace

std::optional<Procedure::Target> Procedure::target(const ast::Name& name) {
    const std::string key = key_of(name);
    if (const auto found = local_.find(key); found != local_.end()) return Target{key, found->second};
    if (const auto found = catalog_.tables.find(key); found != catalog_.tables.end()) return Target{key, found->second.columns};
    return std::nullopt;
}

/// Rows that a write adds only where the procedure comes to it.
Relation Procedure::guarded(const Relation& rows) {
    const TermId condition = guard();
    if (b_.pool().is(condition, "true")) return rows;
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, rows, "rows", "inner");
    parts.where.push_back(condition);
    for (const std::string& column : rows.columns) parts.outputs.emplace_back(column, b_.column(atom, column));
    return {b_.select(std::move(parts)), rows.columns};
}

void Procedure::count_rows(const Relation& rows) {
    SelectParts parts = walker_.new_parts();
    Scope scope;
    walker_.add_use(parts, scope, rows, "rows", "inner");
    parts.grouped = true;
    parts.outputs.emplace_back("n", b_.pool().make("agg:count"));
    counted(b_.build("scalar", {}, {b_.select(std::move(parts))}));
}

TermId Procedure::default_of(const CatalogColumn& column) {
    if (!column.default_value) return b_.null();
    return assigned(value(**column.default_value), column.type);
}

/// Nothing is ordered where a key is no expression over the rows (an ordinal behind a star).
std::pair<ast::Query, Procedure::Ordering> Procedure::with_order(const ast::Query& query) {
    std::pair<ast::Query, Ordering> result{query, {}};
    auto* select = std::get_if<ast::Select>(&result.first.body);
    const std::size_t listed = select == nullptr ? 0 : select->items.size();
    const bool stars = select != nullptr && std::any_of(select->items.begin(), select->items.end(), [](const ast::SelectItem& item) { return std::holds_alternative<ast::Star>(item.expr.node); });
    for (const ast::OrderItem& key : query.order_by) {
        if (select == nullptr || (stars && std::holds_alternative<ast::Literal>(key.expr.node))) return {query, {}};
        ast::SelectItem item;
        item.expr = key.expr;
        const auto* literal = std::get_if<ast::Literal>(&key.expr.node);
        const auto* column = std::get_if<ast::ColumnName>(&key.expr.node);
        for (std::size_t i = 0; i < listed; ++i) {
            const bool alias = column != nullptr && column->name.parts.size() == 1 && equal_ignoring_case(select->items[i].alias, column->name.last());
            if (alias || (literal != nullptr && literal->text == std::to_string(i + 1))) item.expr = select->items[i].expr;
        }
        item.alias = "order " + std::to_string(result.second.size() + 1);
        result.second.emplace_back(item.alias, key.descending);
        select->items.push_back(std::move(item));
    }
    return result;
}

/// The highest number that a table has, or what its first number comes after.
TermId Procedure::highest(const Target& target, const Numbering& numbering) {
    const bool down = numbering.step.starts_with('-');
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, state(target.key), "rows", "inner");
    parts.grouped = true;
    parts.outputs.emplace_back("n", b_.pool().make(down ? "agg:min" : "agg:max", {}, {b_.column(atom, numbering.column)}));
    const TermId number = b_.build("scalar", {}, {b_.select(std::move(parts))});
    if (!numbers_) return b_.build("coalesce", {}, {number, b_.number("0")}); // of rows that are there: it is not 0 for want of one
    return b_.build(down ? "fn:least" : "fn:greatest", {}, {number, b_.number(std::to_string(std::strtoll(numbering.seed.c_str(), nullptr, 10) - std::strtoll(numbering.step.c_str(), nullptr, 10)))});
}

TermId Procedure::identity_of(const Target& target, const Numbering& numbering, TermId order, const Relation& source) {
    TermPool& pool = b_.pool();
    gives_identities_ = true;
    const bool as_number = numbers_ && catalog_.tables.contains(target.key) && !state_.contains(target.key) && numbering.step == "1";
    if (!as_number) return pool.make("identity", target.key, pool[order].args.empty() ? Terms{} : Terms{order});
    const bool one_row = pool.is(source.term, "select") && b_.parts(source.term).joins.empty();
    return b_.build("add", {}, {highest(target, numbering), one_row ? b_.number("1") : row_number(order)});
}

/// Whether a value asks the sequence that the column it fills would be numbered by anyway.
bool Procedure::asks_own_sequence(const Numbering& numbering, TermId value) const { return b_.pool().is(value, "next_value") && b_.pool()[value].text == numbering.sequence; }

/// Whether the rows of an INSERT's query are numbered by a column in no order of its own, as they are where the column is not given.
bool Procedure::numbered_anyway(const Numbering& numbering, const Relation& source, const std::string& column) const {
    if (!b_.pool().is(source.term, "select")) return false;
    const SelectParts parts = b_.parts(source.term);
    return std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return output.first == column && asks_own_sequence(numbering, output.second) && b_.pool()[output.second].args.empty(); });
}

Relation Procedure::rows_for(const Target& target, const std::vector<std::string>& columns, const Relation& source, const Ordering& order) {
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, source, "source", "inner");
    std::vector<std::string> names = columns;
    if (names.empty())
        for (const CatalogColumn& column : target.columns)
            if (!column.identity && !column.computed && !column.rowversion) names.push_back(column.name);
    Terms keys;
    for (const auto& [name, descending] : order) keys.push_back(b_.pool().make("key", descending ? "desc" : "asc", {b_.compared(b_.column(atom, name))}));
    const TermId ordered = b_.pool().make("order", {}, std::move(keys));
    const std::optional<Numbering> numbering = numbering_of(catalog_, target.columns);
    Relation result;
    for (const CatalogColumn& column : target.columns) {
        const std::string name = to_lower(column.name);
        const bool numbered = numbering && numbering->column == name;
        const auto at = std::find_if(names.begin(), names.end(), [&](const std::string& n) { return equal_ignoring_case(n, column.name); });
        const auto index = static_cast<std::size_t>(at - names.begin());
        TermId value = 0;
        const bool given = at != names.end() && index < source.columns.size();
        if (given && !(numbered && numbered_anyway(*numbering, source, source.columns[index]))) value = b_.column(atom, source.columns[index]);
        else if (numbered) value = identity_of(target, *numbering, ordered, source);
        else if (column.rowversion) value = b_.pool().opaque("row version " + name);
        else value = column.computed ? b_.null() : default_of(column); // computed below, of the values as they are stored
        parts.outputs.emplace_back(name, value);
        result.columns.push_back(name);
    }
    parts.where.push_back(guard());
    result.term = b_.select(std::move(parts));
    // Conversions last: the types of the source's columns are known now that its blocks are merged.
    const auto convert = [&](TermId block) {
        if (!b_.pool().is(block, "select")) return block;
        SelectParts typed = b_.parts(block);
        for (std::size_t i = 0; i < typed.outputs.size(); ++i) {
            TermId& out = typed.outputs[i].second;
            const bool stated = numbering && numbering->column == typed.outputs[i].first && asks_own_sequence(*numbering, out) && !b_.pool()[out].args.empty();
            if (stated) out = identity_of(target, *numbering, b_.pool()[out].args[0], source);
            if (b_.pool().is(out, "default")) out = default_of(target.columns[i]);
            else out = assigned(out, target.columns[i].type);
        }
        const RowValues row(typed.outputs.begin(), typed.outputs.end());
        for (std::size_t i = 0; i < typed.outputs.size(); ++i)
            if (target.columns[i].computed) typed.outputs[i].second = computed_of(target, target.columns[i], row);
        return b_.select(std::move(typed));
    };
    if (b_.pool().is(result.term, "union_all")) {
        Terms branches;
        for (const TermId branch : Terms(b_.pool()[result.term].args)) branches.push_back(convert(branch));
        result.term = b_.pool().make("union_all", {}, std::move(branches));
    } else result.term = convert(result.term);
    return result;
}

void Procedure::insert(const ast::Insert& insert) {
    ast::Stmt all;
    const std::optional<Target> to = target(insert.target);
    const auto* query = std::get_if<ast::Query>(&insert.source);
    const bool simple = to && !insert.top && (query != nullptr || std::holds_alternative<ast::DefaultValues>(insert.source));
    if (!simple) {
        all.node = insert;
        return unknown(all, "INSERT with TOP, EXEC or an unknown target");
    }
    const Ctes ctes = walker_.with(insert.with, {}, nullptr);
    if (const auto* select = query == nullptr ? nullptr : std::get_if<ast::Select>(&query->body); select != nullptr && select->from.size() == 1)
        if (const auto* change = get_boxed<ast::DmlTable>(select->from[0].node)) run_change(*change);
    Relation source{b_.empty(), {}};
    const bool numbers = numbering_of(catalog_, to->columns).has_value();
    const std::pair<ast::Query, Ordering> ordered = query != nullptr && numbers ? with_order(*query) : std::pair<ast::Query, Ordering>{};
    if (query != nullptr) source = walker_.query(ordered.second.empty() ? *query : ordered.first, nullptr, ctes);
    else source = {b_.select(walker_.new_parts()), {}};
    std::vector<std::string> columns = insert.columns;
    if (query == nullptr) columns = {"-"}; // DEFAULT VALUES: no column is given
    changed_rows_.reset();
    const Relation rows = rows_for(*to, columns, source, ordered.second);
    count_rows(rows);
    state_[to->key] = b_.union_all(state(to->key), rows);
    added_to_.insert(to->key);
    numbered(*to, columns, rows);
    outputs(insert.output, *to, {inserted_rows(*to, rows)}, ctes);
}

/// New rows get the highest numbers of their table (or the lowest, where it counts down): the last one is the number of the table then.
void Procedure::numbered(const Target& target, const std::vector<std::string>& given, const Relation& rows) {
    const std::optional<Numbering> numbering = numbering_of(catalog_, target.columns);
    const auto last = variables_.find(kScopeIdentity);
    if (!numbering || !numbering->sequence.empty() || last == variables_.end()) return;
    if (std::any_of(given.begin(), given.end(), [&](const std::string& name) { return equal_ignoring_case(name, numbering->column); })) {
        last->second = b_.pool().opaque("SCOPE_IDENTITY of a number that is given");
        return;
    }
    const TermId number = highest(target, *numbering);
    last->second = b_.build("case", {}, {b_.build("exists", {}, {rows.term}), number, last->second});
}

void Procedure::note_removal(const std::string& key) {
    if (added_to_.contains(key) || !loops_.empty()) lost_numbers_.insert(key);
}

void Procedure::truncate(const ast::Name& name) {
    const std::string key = key_of(name);
    note_removal(key);
    const std::optional<Target> to = target(name);
    const std::optional<Numbering> numbering = to ? numbering_of(catalog_, to->columns) : std::nullopt;
    if (numbering && numbering->restarts()) lost_numbers_.insert(key);
    const Relation before = state(key);
    SelectParts parts = walker_.new_parts();
    Scope scope;
    const TermId atom = walker_.add_use(parts, scope, before, "t", "inner");
    for (const std::string& column : before.columns) parts.outputs.emplace_back(column, b_.column(atom, column));
    parts.where.push_back(b_.build("not_true", {}, {guard()}));
    state_[key] = {b_.select(std::move(parts)), before.columns};
}

std::optional<Procedure::Joined> Procedure::join_target(const ast::Name& name, const Written& written, const std::vector<ast::TableSource>& from, const ast::OptExpr& where, const Ctes& ctes) {
    std::vector<Operand> chain;
    for (const ast::TableSource& source : from) flatten(source, chain);
    const std::string word = to_lower(name.last());
    auto mine = std::find_if(chain.begin(), chain.end(), [&](const Operand& o) { return named(o) != nullptr && to_lower(named(o)->alias) == word; });
    const auto is_written = [&](const ast::Name& table) { return written.cte.empty() ? key_of(table) == written.to.key : table.parts.size() == 1 && to_lower(table.last()) == written.cte; };
    if (mine == chain.end()) mine = std::find_if(chain.begin(), chain.end(), [&](const Operand& o) { return named(o) != nullptr && is_written(named(o)->name); });
    const bool all_inner = std::all_of(chain.begin(), chain.end(), inner);
    if (mine != chain.end() && mine != chain.begin() && !all_inner) return std::nullopt;
    Joined result{walker_.new_parts(), {}, 0, 0};
    const std::string alias = mine != chain.end() && !named(*mine)->alias.empty() ? named(*mine)->alias : mine != chain.end() ? named(*mine)->name.last() : name.last();
    result.target = walker_.add_use(result.parts, result.scope, {written.rows.term, written.columns}, alias, "inner");
    std::vector<Operand> others;
    std::vector<const ast::Expr*> conditions;
    for (auto o = chain.begin(); o != chain.end(); ++o) {
        if (o != mine) others.push_back(*o);
        else if (o->on != nullptr) conditions.push_back(o->on);
    }
    Terms always; // conditions on the written row alone
    if (others.empty()) {
        if (where) always.push_back(walker_.condition(**where, result.scope, ctes));
    } else if (!inner(others[0])) {
        if (std::any_of(others.begin(), others.end(), inner)) return std::nullopt;
        for (const Operand& o : others) {
            if (o.kind != ast::JoinKind::left) return std::nullopt;
            walker_.sources({*o.source}, result.parts, result.scope, ctes);
            result.parts.joins.back().kind = "pick";
            if (o.on != nullptr) result.parts.joins.back().on = walker_.condition(*o.on, result.scope, ctes);
        }
        if (where) always.push_back(walker_.condition(**where, result.scope, ctes));
    } else {
        SelectParts parts = walker_.new_parts();
        const Scope around = result.scope;
        Scope inside{{}, &around};
        for (const Operand& o : others) {
            if (!inner(o) && o.kind != ast::JoinKind::left) return std::nullopt;
            walker_.sources({*o.source}, parts, inside, ctes);
            if (!inner(o)) parts.joins.back().kind = "left";
            if (o.on == nullptr) continue;
            if (inner(o)) conditions.push_back(o.on);
            else parts.joins.back().on = walker_.condition(*o.on, inside, ctes);
        }
        if (where) conditions.push_back(&**where);
        for (const ast::Expr* condition : conditions) {
            const TermId term = walker_.condition(*condition, inside, ctes);
            for (const TermId part : b_.pool().is(term, "and") ? Terms(b_.pool()[term].args) : Terms{term}) {
                const bool joined = b_.contains(part, [&](const Term& t) { return t.op == "opaque" || (t.op == "col" && std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& j) { return j.atom == t.args[0]; })); });
                (joined ? parts.where : always).push_back(part);
            }
        }
        for (const Binding& binding : inside.bindings)
            for (const std::string& column : binding.columns) parts.outputs.emplace_back(binding.alias + "." + column, b_.column(binding.atom, column));
        const TermId rel = b_.select(std::move(parts));
        const TermId atom = b_.use(rel);
        result.parts.joins.push_back({"pick", atom, rel, b_.truth(true), b_.none()});
        for (const Binding& binding : inside.bindings) {
            Binding renamed{binding.alias, {}, atom};
            for (const std::string& column : binding.columns) renamed.columns.push_back(binding.alias + "." + column);
            result.scope.bindings.push_back(std::move(renamed));
        }
        always.push_back(b_.pool().make("matched", {}, {atom}));
    }
    const TermId in = b_.column(result.target, Written::kIn);
    if (written.which != Written::Which::all) always.push_back(written.which == Written::Which::marked ? b_.predicate(in) : b_.build("le", {}, {in, written.count}));
    always.push_back(guard());
    result.condition = b_.conjunction(std::move(always));
    return result;
}

void Procedure::update(const ast::Update& update) {
    if (batch_ != nullptr && batch_->statement == &update) return run_batch(update.target, *update.top, update.from, update.where, update.set);
    ast::Stmt all;
    all.node = update;
    const Ctes ctes = walker_.with(update.with, {}, nullptr);
    ast::Name written = update.target;
    for (const ast::TableSource& source : update.from) { // the target may be an alias of the FROM clause
        std::vector<Operand> chain;
        flatten(source, chain);
        for (const Operand& o : chain)
            if (named(o) != nullptr && update.target.parts.size() == 1 && equal_ignoring_case(named(o)->alias, update.target.last())) written = named(o)->name;
    }
    const bool sets = !update.set.empty() && !update.set[0].target.parts.empty();
    const std::optional<Written> to = written_rows(update, written, sets ? to_lower(update.set[0].target.last()) : std::string(), ctes);
    if (!to) return unknown(all, "UPDATE of a CTE or view that is more than rows of a table, or with TOP over a join");
    std::optional<Joined> joined = join_target(update.target, *to, update.from, update.top ? ast::OptExpr{} : update.where, ctes);
    if (!joined) return unknown(all, "UPDATE over an outer join");
    std::map<std::string, TermId> values;
    for (const ast::Assignment& set : update.set) {
        if (!set.variable.empty() || set.target.parts.empty()) return unknown(all, "UPDATE that assigns variables");
        const std::string name = to->column(to_lower(set.target.last()));
        if (name.empty()) return unknown(all, "UPDATE of a column that is not the table's");
        const TermId given = walker_.expr(set.value, joined->scope, ctes), old = b_.column(joined->target, to->own(name));
        values[name] = b_.pool().is(given, "default") ? given : compound(b_, set.op, old, given);
    }
    RowValues row;
    for (const CatalogColumn& column : to->to.columns) {
        const std::string name = to_lower(column.name);
        const TermId old = b_.column(joined->target, to->own(name));
        const auto set = values.find(name);
        row[name] = old;
        if (column.rowversion) row[name] = b_.pool().opaque("row version " + name);
        if (column.computed || column.rowversion || set == values.end()) continue;
        set->second = b_.pool().is(set->second, "default") ? default_of(column) : assigned(set->second, column.type);
        row[name] = b_.build("case", {}, {joined->condition, set->second, old});
    }
    Changed change{joined->parts, {joined->scope.bindings.begin() + 1, joined->scope.bindings.end()}, {}, {}, "UPDATE"};
    change.parts.where.push_back(joined->condition);
    changed_values(*to, joined->target, values, change);
    for (const CatalogColumn& column : to->to.columns) joined->parts.outputs.emplace_back(to_lower(column.name), column.computed ? computed_of(to->to, column, row) : row[to_lower(column.name)]);
    count_rows({b_.select(change.parts), {}});
    store(*to, b_.select(std::move(joined->parts)));
    outputs(update.output, to->to, {change}, ctes);
}

void Procedure::remove(const ast::Delete& remove) {
    if (batch_ != nullptr && batch_->statement == &remove) return run_batch(remove.target, *remove.top, remove.from, remove.where, {});
    ast::Stmt all;
    all.node = remove;
    const Ctes ctes = walker_.with(remove.with, {}, nullptr);
    ast::Name written = remove.target;
    for (const ast::TableSource& source : remove.from) {
        std::vector<Operand> chain;
        flatten(source, chain);
        for (const Operand& o : chain)
            if (named(o) != nullptr && remove.target.parts.size() == 1 && equal_ignoring_case(named(o)->alias, remove.target.last())) written = named(o)->name;
    }
    const std::optional<Written> to = written_rows(remove, written, {}, ctes);
    if (!to) return unknown(all, "DELETE from a CTE or view that is more than rows of a table, or with TOP over a join");
    std::optional<Joined> joined = join_target(remove.target, *to, remove.from, remove.top ? ast::OptExpr{} : remove.where, ctes);
    if (!joined) return unknown(all, "DELETE over an outer join");
    Changed change{joined->parts, {joined->scope.bindings.begin() + 1, joined->scope.bindings.end()}, {}, {}, "DELETE"};
    change.parts.where.push_back(joined->condition);
    for (const CatalogColumn& column : to->to.columns) change.deleted[to_lower(column.name)] = b_.column(joined->target, to->own(to_lower(column.name)));
    // A row goes when it has a match: which one does not matter.
    const auto last = joined->parts.joins.back();
    if (joined->parts.joins.size() == 2 && last.kind == "pick" && b_.pool().is(last.on, "true")) {
        const TermId exists = b_.build("exists", {}, {last.rel});
        joined->condition = b_.replace(joined->condition, {{b_.pool().make("matched", {}, {last.atom}), exists}});
        joined->parts.joins.pop_back();
    }
    SelectParts gone = joined->parts;
    gone.where.push_back(joined->condition);
    count_rows({b_.select(std::move(gone)), {}});
    for (const std::string& column : state(to->to.key).columns) joined->parts.outputs.emplace_back(column, b_.column(joined->target, to->own(column)));
    joined->parts.where.push_back(b_.build("not_true", {}, {joined->condition}));
    note_removal(to->to.key);
    store(*to, b_.select(std::move(joined->parts)));
    outputs(remove.output, to->to, {change}, ctes);
}

void Procedure::merge(const ast::Merge& merge) {
    ast::Stmt all;
    all.node = merge;
    const std::optional<Target> to = target(merge.target);
    if (!to || merge.top) return unknown(all, "MERGE with TOP or an unknown target");
    const Ctes ctes = walker_.with(merge.with, {}, nullptr);
    const Relation before = state(to->key);
    const std::string alias = merge.alias.empty() ? merge.target.last() : merge.alias;
    SelectParts kept = walker_.new_parts(), added = walker_.new_parts();
    Scope scope, source_scope;
    const TermId target_use = walker_.add_use(kept, scope, before, alias, "inner");
    walker_.sources({merge.source}, kept, scope, ctes);
    if (kept.joins.size() != 2) return unknown(all, "MERGE from a join");
    // MERGE fails when a row has two matches, so its join takes the one that there is.
    kept.joins[1].kind = "pick";
    kept.joins[1].order = b_.pool().make("once");
    kept.joins[1].on = walker_.condition(merge.on, scope, ctes);
    if (kept.joins[1].on == b_.truth(false) || kept.joins[1].on == b_.truth(true)) return unknown(all, "MERGE ON a constant");
    const TermId matched = b_.pool().make("matched", {}, {kept.joins[1].atom});
    walker_.sources({merge.source}, added, source_scope, ctes);
    SelectParts twin = walker_.new_parts();
    Scope twin_scope{{}, &source_scope};
    walker_.add_use(twin, twin_scope, before, alias, "inner");
    twin.where.push_back(walker_.condition(merge.on, twin_scope, ctes));
    added.where.push_back(b_.build("not", {}, {b_.build("exists", {}, {b_.select(std::move(twin))})}));
    added.where.push_back(guard());
    std::map<std::string, Terms> arms;
    std::map<std::string, const CatalogColumn*> typed;
    for (const CatalogColumn& column : to->columns) typed[to_lower(column.name)] = &column;
    std::vector<Changed> changes;
    Terms gone;
    Terms earlier[2]; // conditions of the branches before, for matched rows and for those that the source does not have
    const ast::MergeBranch* insertion = nullptr;
    for (const ast::MergeBranch& written : merge.branches) {
        if (written.action == ast::MergeAction::insert) {
            if (insertion != nullptr) return unknown(all, "MERGE with two INSERT branches");
            insertion = &written;
            if (written.condition) added.where.push_back(walker_.condition(**written.condition, source_scope, ctes));
            continue;
        }
        const bool by_source = written.match == ast::MergeMatch::not_matched_by_source;
        Terms when{guard(), by_source ? b_.build("not", {}, {matched}) : matched};
        const TermId extra = written.condition ? walker_.condition(**written.condition, scope, ctes) : b_.truth(true);
        for (const TermId before_this : earlier[by_source ? 1 : 0]) when.push_back(b_.build("not_true", {}, {before_this}));
        when.push_back(extra);
        earlier[by_source ? 1 : 0].push_back(extra);
        const TermId condition = b_.conjunction(when);
        const bool removes = written.action == ast::MergeAction::remove;
        if (removes) gone.push_back(condition);
        RowValues values;
        for (const ast::Assignment& set : written.set) {
            if (set.target.parts.empty()) return unknown(all, "MERGE that assigns variables");
            const std::string name = to_lower(set.target.last());
            if (!typed.contains(name)) return unknown(all, "MERGE of a column that its table does not have");
            const TermId value = compound(b_, set.op, b_.column(target_use, name), walker_.expr(set.value, scope, ctes));
            values[name] = b_.pool().is(value, "default") ? default_of(*typed[name]) : assigned(value, typed[name]->type);
            arms[name].push_back(condition);
            arms[name].push_back(values[name]);
        }
        Changed change{kept, {scope.bindings.begin() + 1, scope.bindings.end()}, {}, {}, removes ? "DELETE" : "UPDATE"};
        change.parts.where.push_back(condition);
        changed_values(whole(*to), target_use, values, change);
        if (removes) change.inserted.clear();
        changes.push_back(std::move(change));
    }
    RowValues row;
    for (const CatalogColumn& column : to->columns) {
        const std::string name = to_lower(column.name);
        Terms args = arms[name];
        args.push_back(b_.column(target_use, name));
        row[name] = args.size() == 1 ? args[0] : b_.build("case", {}, std::move(args));
        if (column.rowversion) row[name] = b_.pool().opaque("row version " + name);
    }
    for (const CatalogColumn& column : to->columns) kept.outputs.emplace_back(to_lower(column.name), column.computed ? computed_of(*to, column, row) : row[to_lower(column.name)]);
    for (const TermId condition : gone) kept.where.push_back(b_.build("not_true", {}, {condition}));
    if (!gone.empty()) note_removal(to->key);
    counted(b_.pool().opaque("rows of a MERGE"));
    Relation after{b_.select(std::move(kept)), before.columns};
    if (insertion != nullptr) {
        if (const auto last = variables_.find(kScopeIdentity); last != variables_.end()) last->second = b_.pool().opaque("SCOPE_IDENTITY after a MERGE");
        changes.push_back(merged_row(*to, *insertion, added, source_scope, ctes));
        Relation source;
        for (std::size_t i = 0; i < insertion->values.size(); ++i) {
            source.columns.push_back("v" + std::to_string(i));
            added.outputs.emplace_back(source.columns.back(), walker_.expr(insertion->values[i], source_scope, ctes));
        }
        source.term = b_.select(std::move(added));
        after = b_.union_all(after, rows_for(*to, insertion->columns, source));
        added_to_.insert(to->key);
    }
    state_[to->key] = after;
    outputs(merge.output, *to, changes, ctes);
}

void Procedure::query_statement(const ast::Query& query) {
    const auto* select = std::get_if<ast::Select>(&query.body);
    const auto result_set = [&] { counted(b_.pool().opaque("rows of a result set")); };
    if (select == nullptr) return result_set();
    if (std::any_of(select->items.begin(), select->items.end(), [](const ast::SelectItem& item) { return !item.variable.empty(); })) return assign(*select, query);
    if (!select->into) return result_set();
    ast::Query plain = query;
    std::get<ast::Select>(plain.body).into.reset();
    const Relation rows = guarded(walker_.query(plain, nullptr, {}));
    const std::string key = key_of(*select->into);
    std::vector<CatalogColumn> columns;
    for (const std::string& name : rows.columns) {
        CatalogColumn column;
        column.name = name;
        columns.push_back(std::move(column));
    }
    shadow(key);
    local_[key] = std::move(columns);
    state_[key] = rows;
    count_rows(rows);
}

/// Rows in an order are assigned one after the other: the last one stays.
static void take_last(ast::Query& query, ast::Select& block) {
    ast::Literal one;
    one.literal = ast::LiteralKind::integer;
    one.text = "1";
    ast::Expr count;
    count.node = std::move(one);
    ast::Top top;
    top.count = std::move(count);
    block.top = std::move(top);
    for (ast::OrderItem& key : query.order_by) key.descending = !key.descending;
}

/// `SELECT @v = e FROM …`: the value of the one row; without a row the variable keeps its value.
void Procedure::assign(const ast::Select& select, const ast::Query& query) {
    if (!select.from.empty() && accumulate(select, query)) return;
    std::vector<std::pair<std::string, TermId>> given;
    Relation read;
    for (const ast::SelectItem& item : select.items) {
        ast::Query one = query;
        auto& block = std::get<ast::Select>(one.body);
        ast::SelectItem alone = item;
        alone.variable.clear();
        alone.alias = "v";
        block.items = {std::move(alone)};
        read = walker_.query(one, nullptr, {});
        const bool ordered = !query.order_by.empty() && !block.top && !query.fetch;
        if (ordered) take_last(one, block);
        const Relation rows = ordered ? walker_.query(one, nullptr, {}) : read;
        TermId value = b_.build("scalar", {}, {rows.term});
        if (b_.pool().is(value, "scalar")) {
            const bool one_row = b_.pool().is(rows.term, "select") && b_.parts(rows.term).grouped && b_.parts(rows.term).group.empty();
            const TermId old = variable(item.variable);
            const bool was_null = b_.pool().is(old, "lit") && b_.pool()[old].text == "null";
            if (!one_row && !was_null) value = b_.build("case", {}, {b_.build("exists", {}, {rows.term}), value, old});
        }
        given.emplace_back(item.variable, item.op == ast::AssignOp::assign ? value : b_.pool().opaque("a variable that accumulates rows"));
    }
    for (const auto& [name, value] : given) set_variable(name, value);
    count_rows(read); // as many for each of the items
}

} // namespace t2d::passes::check
