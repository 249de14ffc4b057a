// SPDX-License-Identifier: Apache-2.0
#include "passes/check/canon.h"

#include <algorithm>

#include "ir/text.h"

namespace t2d::passes::check {

void Canon::collect_wanted(TermId id, Wanted& wanted) const {
    std::set<TermId> seen;
    Terms open{id};
    while (!open.empty()) {
        const TermId next = open.back();
        open.pop_back();
        if (!seen.insert(next).second) continue;
        const Term& term = b_.pool()[next];
        if (term.op == "col") wanted[term.args[0]].insert(term.text);
        open.insert(open.end(), term.args.begin(), term.args.end());
    }
}

TermId Canon::relation(const Relation& relation) {
    return rows(b_.block(relation, {}), {});
}

/// All rows with all their columns, in no order.
TermId Canon::rows(TermId block, const Env& env) {
    TermPool& pool = b_.pool();
    Terms branches;
    for (const TermId branch : pool.is(block, "union_all") ? Terms(pool[block].args) : Terms{block}) {
        Result result = any(branch, nullptr, env);
        branches.push_back(result.term);
    }
    std::sort(branches.begin(), branches.end());
    return pool.make("union_all", {}, std::move(branches));
}

Canon::Result Canon::any(TermId rel, const std::set<std::string>* wanted, const Env& env) {
    TermPool& pool = b_.pool();
    const Term& term = pool[rel];
    if (term.op == "select") return select(rel, wanted, env);
    if (term.op == "union_all") return union_all(rel, wanted, env);
    if (term.op == "rounds") return rounds(rel, wanted, env);
    if (term.op == "unnested") {
        std::map<TermId, TermId> done;
        return {pool.make("unnested", {}, {expr(term.args[0], env, done)}), {}, true};
    }
    if (term.op == "recursive" || term.op == "union" || term.op == "except" || term.op == "intersect") {
        Terms sides;
        for (const TermId side : term.args) sides.push_back(term.op == "recursive" ? any(side, nullptr, env).term : comparable(any(side, nullptr, env).term));
        if (term.op == "union" || term.op == "intersect") std::sort(sides.begin(), sides.end());
        return {pool.make(term.op, term.text, std::move(sides)), {}, true};
    }
    return {rel, {}, true};
}

/// A side of a set operation: trailing blanks do not tell its rows apart.
TermId Canon::comparable(TermId side) {
    TermPool& pool = b_.pool();
    const Term& term = pool[side];
    if (term.op != "block" && term.op != "union_all") return side;
    Terms args = term.args;
    if (term.op == "union_all")
        for (TermId& branch : args) branch = comparable(branch);
    else {
        Terms outputs;
        for (const TermId out : pool[args[2]].args) outputs.push_back(pool.is(out, "as") ? pool.make("as", pool[out].text, {b_.compared(pool[out].args[0])}) : b_.compared(out));
        args[2] = pool.make("out", {}, std::move(outputs));
    }
    return pool.make(term.op, term.text, std::move(args));
}

/// The sets of GROUPING SETS in one order.
TermId Canon::ordered_sets(TermId group) {
    TermPool& pool = b_.pool();
    if (!pool.is(group, "sets")) return group;
    Terms sets;
    for (const TermId set : pool[group].args) {
        Terms keys = pool[set].args;
        std::sort(keys.begin(), keys.end());
        sets.push_back(pool.make("set", {}, std::move(keys)));
    }
    std::sort(sets.begin(), sets.end());
    return pool.make("sets", {}, std::move(sets));
}

Canon::Result Canon::union_all(TermId rel, const std::set<std::string>* wanted, const Env& env) {
    TermPool& pool = b_.pool();
    Terms branches;
    std::map<std::string, Terms> values;
    for (const TermId branch : Terms(pool[rel].args)) {
        const Result result = any(branch, wanted, env);
        branches.push_back(result.term);
        for (const auto& [name, value] : result.columns) values[name].push_back(value);
    }
    Result out{0, {}, wanted == nullptr};
    for (const auto& [name, list] : values) out.columns[name] = pool.make("either", {}, list);
    out.term = pool.make("union_all", {}, std::move(branches));
    return out;
}

/// Whether a relation reads nothing of the blocks around it.
bool Canon::closed(TermId rel, const Env& env) const {
    return !b_.contains(rel, [&](const Term& term) { return (term.op == "col" || term.op == "matched") && env.uses.contains(term.args[0]); });
}

/// What WHERE says of the existence of rows is so in the other conditions and, for rows that are there, in the values.
void Canon::use_facts(SelectParts& parts) {
    TermPool& pool = b_.pool();
    const TermId all = b_.conjunction(parts.where);
    const Terms facts = pool.is(all, "and") ? pool[all].args : Terms{all};
    const auto is_fact = [&](TermId part) { return pool.is(part, "exists") || (pool.is(part, "not") && pool.is(pool[part].args[0], "exists")); };
    const auto known = [&](TermId but) {
        Substitution map;
        for (const TermId part : facts)
            if (part != but && is_fact(part)) {
                const bool positive = pool.is(part, "exists");
                map[positive ? part : pool[part].args[0]] = b_.truth(positive);
            }
        return map;
    };
    if (std::none_of(facts.begin(), facts.end(), is_fact)) return;
    parts.where.clear();
    for (const TermId part : facts) parts.where.push_back(b_.replace(part, known(part)));
    if (parts.grouped && parts.group.empty()) return; // a row is there even where no row is
    for (auto& [name, value] : parts.outputs) value = b_.replace(value, known(0));
}

TermId Canon::expr(TermId id, const Env& env, std::map<TermId, TermId>& done) {
    const auto found = done.find(id);
    if (found != done.end()) return found->second;
    const TermId result = rebuilt(id, env, done);
    b_.pool().place(result, b_.pool().place_of(id, b_.pool().side));
    done[id] = result;
    return result;
}

TermId Canon::rebuilt(TermId id, const Env& env, std::map<TermId, TermId>& done) {
    TermPool& pool = b_.pool();
    const Term& term = pool[id];
    if (term.op == "col" || term.op == "matched") {
        const auto use = env.uses.find(term.args[0]);
        if (use == env.uses.end()) return id;
        if (term.op == "matched" || use->second.named) return pool.make(term.op, term.text, {use->second.leaf});
        const auto column = use->second.columns.find(term.text);
        return column == use->second.columns.end() ? pool.make("col", term.text, {use->second.leaf}) : pool.make("ncol", {}, {use->second.leaf, column->second});
    }
    if (is_subquery(term.op)) {
        const std::set<std::string> nothing;
        const Env apart, &around = closed(term.args[0], env) ? apart : env; // one name wherever it stands
        Result inner;
        if (term.op == "collected") return pool.make("collected", {}, {rows(term.args[0], around)});
        if (term.op == "exists") inner = any(term.args[0], &nothing, around);
        else { // one column, whatever its name
            const TermId rel = term.args[0];
            std::set<std::string> first;
            const TermId named = pool.is(rel, "union_all") && !pool[rel].args.empty() ? pool[rel].args[0] : rel;
            if (pool.is(named, "select"))
                for (const auto& [name, value] : b_.parts(named).outputs) first.insert(name);
            inner = any(rel, &first, around);
            if (term.op != "scalar") inner.term = comparable(inner.term); // its values are compared
        }
        Terms args{inner.term};
        for (std::size_t i = 1; i < term.args.size(); ++i) args.push_back(expr(term.args[i], env, done));
        return pool.make(term.op == "scalar" ? "scalar value" : term.op, term.text, std::move(args));
    }
    Terms args;
    for (const TermId arg : term.args) args.push_back(expr(arg, env, done));
    if (decides_ && term.op == "case") return decisions_.choice(args);
    if (orders_ != nullptr && term.op == "win:row_number" && args.size() == 3) {
        const TermId bare = pool.make(term.op, term.text, {args[0], args[1], pool.make("order")});
        (*orders_)[bare].insert(args[2]);
        return bare;
    }
    if (const TermId lifted = decides_ && !b_.is_predicate(id) ? decisions_.lifted({term.op, term.text, args}) : 0; lifted != 0) return lifted;
    return b_.build(term.op, term.text, std::move(args));
}

void Canon::name_use(const JoinPart& join, const std::set<std::string>& read, Env& env, std::map<TermId, TermId>& rels) {
    TermPool& pool = b_.pool();
    Result inner = any(join.rel, &read, env);
    const std::string base = pool.is(inner.term, "table") ? pool[inner.term].text : "q" + std::to_string(inner.term);
    const TermId leaf = pool.make("use", base + "#" + std::to_string(env.counts[base]++));
    b_.bind_atom(leaf, pool.is(inner.term, "table") ? inner.term : join.rel);
    pool.place(leaf, pool.place_of(join.atom, pool.side));
    rels[join.atom] = inner.term;
    env.uses[join.atom] = {leaf, inner.columns, inner.named};
}

/// Whether one of the columns `bound` is the number of a row of an operand of the block, and every other operand has one row at most for it.
bool Canon::numbered_rows(const SelectParts& block, const std::set<std::string>& bound) const {
    const TermPool& pool = b_.pool();
    std::set<TermId> known, own; // operands with one row at most; all operands
    for (const JoinPart& join : block.joins) {
        own.insert(join.atom);
        if (!pool.is(join.rel, "select")) continue;
        for (const auto& [name, value] : b_.parts(join.rel).outputs) {
            const bool number = pool.is(value, "win:row_number") && pool[pool[value].args[1]].args.empty();
            for (const auto& [given, column] : block.outputs)
                if (number && bound.contains(given) && column == b_.column(join.atom, name)) known.insert(join.atom);
        }
    }
    const auto open = [&](TermId part, TermId atom) { // reads an operand that may have several rows
        return b_.contains(part, [&](const Term& term) { return term.op == "col" && term.args[0] != atom && own.contains(term.args[0]) && !known.contains(term.args[0]); });
    };
    const auto settle = [&](const JoinPart& join) {
        if (known.contains(join.atom) || join.kind == "full") return false;
        Terms conditions = pool.is(join.on, "and") ? pool[join.on].args : Terms{join.on};
        if (join.kind == "inner") conditions.insert(conditions.end(), block.where.begin(), block.where.end());
        std::erase_if(conditions, [&](TermId part) { return open(part, join.atom); });
        return unique({join.kind, join.atom, join.rel, b_.conjunction(conditions), 0}) && known.insert(join.atom).second;
    };
    if (known.empty() || block.grouped) return false;
    while (std::any_of(block.joins.begin(), block.joins.end(), settle)) {}
    return known == own;
}

/// Whether a block has one row at most for given values of the columns `bound`: they cover its groups, or all columns of a DISTINCT.
bool Canon::unique_block(const SelectParts& block, const std::set<std::string>& bound) const {
    const auto numbers_all = [&](const auto& output) { return bound.contains(output.first) && b_.pool().is(output.second, "win:row_number") && b_.pool()[b_.pool()[output.second].args[1]].args.empty(); };
    if (std::any_of(block.outputs.begin(), block.outputs.end(), numbers_all)) return true;
    if (block.grouped)
        return std::all_of(block.group.begin(), block.group.end(), [&](TermId key) {
            return std::any_of(block.outputs.begin(), block.outputs.end(), [&](const auto& output) { return bound.contains(output.first) && b_.compared(b_.pool().is(output.second, "agg:any_value") ? b_.pool()[output.second].args[0] : output.second) == key; });
        });
    if (numbered_rows(block, bound)) return true;
    return block.distinct && std::all_of(block.outputs.begin(), block.outputs.end(), [&](const auto& output) { return bound.contains(output.first); });
}

/// A join that takes one row at most, and of which nothing is read but whether there is one, is EXISTS.
void Canon::drop_unread(SelectParts& parts) {
    TermPool& pool = b_.pool();
    for (std::size_t i = parts.joins.size(); i-- > 1;) {
        const JoinPart join = parts.joins[i];
        const TermId missing = b_.build("not", {}, {pool.make("matched", {}, {join.atom})});
        const bool anti = std::find(parts.where.begin(), parts.where.end(), missing) != parts.where.end(); // rows without a match come once
        if (join.kind != "pick" && !(join.kind == "left" && (anti || unique(join)))) continue;
        Wanted read;
        for (const JoinPart& other : parts.joins)
            if (other.atom != join.atom)
                for (const TermId id : {other.rel, other.on, other.order}) collect_wanted(id, read);
        for (const Terms& list : {parts.where, parts.group, Terms{parts.having, parts.limit}})
            for (const TermId id : list) collect_wanted(id, read);
        for (const auto& [name, value] : parts.outputs) collect_wanted(value, read);
        if (read.contains(join.atom)) continue;
        SelectParts match;
        match.having = b_.truth(true);
        match.limit = b_.none();
        const TermId atom = b_.use(join.rel);
        match.joins = {{"inner", atom, join.rel, b_.truth(true), b_.none()}};
        match.where = {b_.replace(join.on, {{join.atom, atom}})};
        const Substitution map{{pool.make("matched", {}, {join.atom}), b_.build("exists", {}, {b_.select(std::move(match))})}};
        parts.joins.erase(parts.joins.begin() + static_cast<std::ptrdiff_t>(i));
        substitute(parts, map);
    }
}

/// `EXISTS (SELECT … FROM t WHERE p)` beside p of a row of t itself says nothing more.
void Canon::drop_own_row(SelectParts& parts) {
    TermPool& pool = b_.pool();
    Substitution map;
    const auto implied = [&](TermId part, const Terms& all) {
        if (!pool.is(part, "exists") || !pool.is(pool[part].args[0], "select")) return false;
        const SelectParts inner = b_.parts(pool[part].args[0]);
        if (inner.joins.size() != 1 || inner.joins[0].kind != "inner" || inner.grouped) return false;
        return std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) {
            if (join.kind != "inner" || join.rel != inner.joins[0].rel) return false;
            return std::all_of(inner.where.begin(), inner.where.end(), [&](TermId condition) {
                return std::find(all.begin(), all.end(), b_.replace(condition, {{inner.joins[0].atom, join.atom}})) != all.end();
            });
        });
    };
    const auto shorter = [&](const Terms& all) {
        Terms kept;
        for (const TermId part : all)
            if (!implied(part, all)) kept.push_back(part);
        return kept;
    };
    std::set<TermId> seen;
    Terms open;
    for (const auto& [name, value] : parts.outputs) open.push_back(value);
    while (!open.empty()) {
        const TermId next = open.back();
        open.pop_back();
        if (!seen.insert(next).second || pool.is(next, "select")) continue;
        const Terms args = pool[next].args;
        if (pool.is(next, "and"))
            if (const Terms kept = shorter(args); kept.size() != args.size()) map[next] = b_.conjunction(kept);
        open.insert(open.end(), args.begin(), args.end());
    }
    parts.where = shorter(parts.where);
    if (!map.empty())
        for (auto& [name, value] : parts.outputs) value = b_.replace(value, map);
}

void Canon::substitute(SelectParts& parts, const Substitution& map) {
    for (TermId& part : parts.where) part = b_.replace(part, map);
    for (auto& [name, value] : parts.outputs) value = b_.replace(value, map);
    for (TermId& part : parts.group) part = b_.replace(part, map);
    for (JoinPart& join : parts.joins) join.on = b_.replace(join.on, map);
    parts.having = b_.replace(parts.having, map);
}

/// Whether a join can match one row at most: its equalities cover a key of the table.
bool Canon::unique(const JoinPart& join) const {
    const CatalogTable* table = b_.table_of(join.rel);
    const TermPool& pool = b_.pool();
    if (table == nullptr && !pool.is(join.rel, "select")) return false;
    std::set<std::string> bound;
    for (const TermId part : pool.is(join.on, "and") ? pool[join.on].args : Terms{join.on}) {
        const Term& term = pool[part];
        if (term.op != "eq" || !term.text.empty()) continue;
        for (int side = 0; side < 2; ++side) {
            const Term& column = pool[term.args[static_cast<std::size_t>(side)]];
            const TermId other = term.args[static_cast<std::size_t>(1 - side)];
            const bool mine = column.op == "col" && column.args[0] == join.atom;
            if (mine && !b_.contains(other, [&](const Term& t) { return t.op == "col" && t.args[0] == join.atom; })) bound.insert(to_lower(column.text));
        }
    }
    if (table == nullptr) return unique_block(b_.parts(join.rel), bound);
    return std::any_of(table->keys.begin(), table->keys.end(), [&](const CatalogKey& key) {
        return !key.filtered && !key.columns.empty() && std::all_of(key.columns.begin(), key.columns.end(), [&](const std::string& name) { return bound.contains(to_lower(name)); });
    });
}

/// `x IS NULL` of a column that a match cannot leave NULL says that there was no match; a condition that needs the match makes the join an inner one.
void Canon::resolve_matches(SelectParts& parts) {
    TermPool& pool = b_.pool();
    Substitution map;
    for (JoinPart& join : parts.joins) {
        if (join.kind != "left" && join.kind != "pick") continue;
        const TermId matched = pool.make("matched", {}, {join.atom});
        std::set<TermId> sure;
        for (const TermId part : pool.is(join.on, "and") ? pool[join.on].args : Terms{join.on}) {
            const Term& term = pool[part];
            if (term.op == "eq" || term.op == "lt" || term.op == "le" || term.op == "ne")
                for (const TermId arg : term.args)
                    if ((pool.is(arg, "col") || pool.is(arg, "ncol")) && pool[arg].args[0] == join.atom) sure.insert(arg);
        }
        if (const CatalogTable* table = b_.table_of(join.rel))
            for (const CatalogColumn& column : table->columns)
                if (!column.nullable) sure.insert(pool.make("col", to_lower(column.name), {join.atom}));
        if (pool.is(join.rel, "select"))
            for (const auto& [name, value] : b_.parts(join.rel).outputs)
                if (b_.never_null(value)) sure.insert(pool.make("col", name, {join.atom}));
        for (const TermId column : sure) map[pool.make("isnull", {}, {column})] = b_.build("not", {}, {matched});
    }
    if (!map.empty()) substitute(parts, map);
}

/// Inside a grouped block the value of a group is its key: ANY_VALUE of a key is the key.
void Canon::resolve_groups(SelectParts& parts) {
    if (!parts.grouped) return;
    TermPool& pool = b_.pool();
    std::sort(parts.group.begin(), parts.group.end());
    parts.group.erase(std::unique(parts.group.begin(), parts.group.end()), parts.group.end());
    Substitution map;
    const auto note = [&](TermId value) {
        (void)b_.contains(value, [&](const Term& term) {
            if (term.op == "agg:any_value" && std::binary_search(parts.group.begin(), parts.group.end(), b_.compared(term.args[0]))) map[pool.make(term.op, term.text, term.args)] = b_.compared(term.args[0]);
            return false;
        });
    };
    for (const auto& [name, value] : parts.outputs) note(value);
    note(parts.having);
    // The rows of a group may end in different numbers of blanks.
    for (const TermId group : parts.group)
        for (const TermId set : pool.is(group, "sets") ? Terms(pool[group].args) : Terms{group})
            for (const TermId key : pool.is(set, "set") ? Terms(pool[set].args) : Terms{set}) map[pool.make("rtrim", {}, {key})] = key;
    for (auto& [name, value] : parts.outputs) value = b_.replace(value, map);
    parts.having = b_.replace(parts.having, map);
}

TermId Canon::assemble(SelectParts& parts, const std::set<std::string>* wanted) {
    TermPool& pool = b_.pool();
    const TermId where = in_one_form(b_.conjunction(parts.where));
    parts.having = in_one_form(parts.having);
    Terms joins, outputs;
    for (const JoinPart& join : parts.joins) joins.push_back(pool.make("join", join.kind, {join.atom, join.rel, join.on, join.order}));
    std::sort(joins.begin(), joins.end());
    for (const auto& [name, value] : parts.outputs) outputs.push_back(wanted == nullptr ? pool.make("as", name, {value}) : value);
    if (wanted != nullptr) {
        std::sort(outputs.begin(), outputs.end());
        outputs.erase(std::unique(outputs.begin(), outputs.end()), outputs.end());
    }
    return pool.make("block", {}, {pool.make("from", {}, std::move(joins)), where, pool.make("out", {}, std::move(outputs)), parts.grouped ? pool.make("group", {}, parts.group) : b_.none(), parts.having,
                                    parts.distinct ? pool.make("distinct") : b_.none(), parts.limit});
}

Canon::Result Canon::select(TermId rel, const std::set<std::string>* wanted, Env env) {
    SelectParts parts = b_.parts(rel);
    if (wanted != nullptr && !parts.distinct) std::erase_if(parts.outputs, [&](const auto& output) { return !wanted->contains(output.first); });
    if (std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) { return b_.pool().is(join.rel, "rounds"); })) values_by_row(parts);
    plain_keys(parts);
    resolve_matches(parts);
    drop_own_row(parts);
    for (JoinPart& join : parts.joins) {
        if (join.kind != "pick" || !unique(join)) continue;
        join.kind = "left";
        join.order = b_.none();
    }
    drop_unread(parts);
    Wanted read;
    for (const JoinPart& join : parts.joins)
        for (const TermId id : {join.rel, join.on, join.order}) collect_wanted(id, read);
    for (const TermId id : parts.where) collect_wanted(id, read);
    for (const auto& [name, value] : parts.outputs) collect_wanted(value, read);
    for (const TermId id : parts.group) collect_wanted(id, read);
    for (const TermId id : {parts.having, parts.limit}) collect_wanted(id, read);
    std::map<TermId, TermId> rels;
    for (const JoinPart& join : parts.joins) name_use(join, read[join.atom], env, rels);
    std::map<TermId, TermId> done;
    for (JoinPart& join : parts.joins) {
        join.on = expr(join.on, env, done);
        join.order = expr(join.order, env, done);
        join.rel = rels[join.atom];
        join.atom = env.uses[join.atom].leaf;
    }
    for (TermId& part : parts.where) part = expr(part, env, done);
    for (auto& [name, value] : parts.outputs) value = expr(value, env, done);
    for (TermId& part : parts.group) part = ordered_sets(b_.compared(expr(part, env, done)));
    parts.having = expr(parts.having, env, done);
    parts.limit = expr(parts.limit, env, done);
    resolve_matches(parts);
    resolve_groups(parts);
    resolve_matches(parts);
    use_facts(parts);
    Result result{assemble(parts, wanted), {}, false};
    if (wanted == nullptr) result.named = true;
    else
        for (const auto& [name, value] : parts.outputs) result.columns[name] = value;
    return result;
}

} // namespace t2d::passes::check
