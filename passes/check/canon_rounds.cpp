// SPDX-License-Identifier: Apache-2.0
// Loops: a recursion that makes one row of each row, and the normal form of its rows.
#include <algorithm>

#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/rounds.h"

namespace t2d::passes::check {

namespace {

const std::string kRound = "round"; ///< begins the name of the row that a round starts from

} // namespace

/// A value in terms of single columns of the rows that it looks up: where a look-up stands makes no difference.
TermId Canon::by_row(TermId id, Substitution& done) {
    if (const auto known = done.find(id); known != done.end()) return known->second;
    const Term term = b_.pool()[id];
    TermId result = id;
    if (term.op == "scalar") result = looked_up(id, done);
    else if (term.op == "isnull" && b_.pool().is(term.args[0], "scalar") && always_there(term.args[0])) {
        const SelectParts block = b_.parts(b_.pool()[term.args[0]].args[0]);
        result = b_.build("not", {}, {one_exists(block.joins[0].atom, block.joins[0].rel, block.where)});
    }
    else if (!is_subquery(term.op) && term.op != "select" && term.op != "col") {
        Terms args;
        for (const TermId arg : term.args) args.push_back(by_row(arg, done));
        if (args != term.args) result = b_.build(term.op, term.text, std::move(args));
    }
    done[id] = result;
    return result;
}

void Canon::values_by_row(SelectParts& parts) {
    Substitution done;
    for (auto& [name, value] : parts.outputs) value = by_row(value, done);
    for (TermId& part : parts.where) part = by_row(part, done);
}

/// (SELECT e FROM t WHERE p), of one row at most, is e of the columns that are looked up, where there is a row.
TermId Canon::looked_up(TermId id, Substitution& done) {
    TermPool& pool = b_.pool();
    const TermId rel = pool[id].args[0];
    if (!pool.is(rel, "select")) return id;
    const SelectParts block = b_.parts(rel);
    const bool one_use = block.joins.size() == 1 && block.joins[0].kind == "inner" && block.outputs.size() == 1 && !block.grouped && !block.distinct && pool.is(block.limit, "none");
    if (!one_use || pool.has(block.outputs[0].second, has_window)) return id;
    const JoinPart& join = block.joins[0];
    const TermId value = block.outputs[0].second;
    if (pool.is(value, "col") || !unique({"inner", join.atom, join.rel, b_.conjunction(block.where), 0})) return id;
    Wanted read;
    collect_wanted(value, read);
    Substitution map;
    for (const std::string& name : read[join.atom]) map[b_.column(join.atom, name)] = one_value(join.atom, join.rel, block.where, name);
    return b_.build("case", {}, {one_exists(join.atom, join.rel, block.where), by_row(b_.replace(value, map), done), b_.null()});
}

/// Whether a look-up of one use gives NULL only where it finds no row.
bool Canon::always_there(TermId scalar) const {
    const TermPool& pool = b_.pool();
    const TermId rel = pool[scalar].args[0];
    if (!pool.is(rel, "select")) return false;
    const SelectParts block = b_.parts(rel);
    return block.joins.size() == 1 && block.joins[0].kind == "inner" && block.outputs.size() == 1 && !block.grouped && pool.is(block.limit, "none") && not_null(block.outputs[0].second, block);
}

SelectParts Canon::one_row(TermId atom, TermId rel, const Terms& where) {
    SelectParts parts;
    parts.having = b_.truth(true);
    parts.limit = b_.none();
    const TermId own = b_.use(rel);
    parts.joins = {{"inner", own, rel, b_.truth(true), b_.none()}};
    for (const TermId part : where) parts.where.push_back(b_.replace(part, {{atom, own}}));
    return parts;
}

TermId Canon::one_exists(TermId atom, TermId rel, const Terms& where) { return b_.build("exists", {}, {b_.select(one_row(atom, rel, where))}); }

TermId Canon::one_value(TermId atom, TermId rel, const Terms& where, const std::string& name) {
    SelectParts parts = one_row(atom, rel, where);
    parts.outputs.emplace_back(name, b_.column(parts.joins[0].atom, name));
    return b_.build("scalar", {}, {b_.select(std::move(parts))});
}

/// What a step joins to its row is looked up: one row at most of a left join, the one row of a total. False where something else is joined.
bool Canon::look_up_joins(SelectParts& parts, TermId self) {
    resolve_matches(parts);
    TermPool& pool = b_.pool();
    for (std::size_t i = 0; i < parts.joins.size();) {
        const JoinPart join = parts.joins[i];
        if (join.rel == self) {
            ++i;
            continue;
        }
        const SelectParts block = pool.is(join.rel, "select") ? b_.parts(join.rel) : SelectParts{};
        const bool total = join.kind == "inner" && block.grouped && block.group.empty() && pool.is(block.having, "true") && pool.is(block.limit, "none");
        const bool one = (join.kind == "left" || join.kind == "pick") && unique(join);
        if (!total && !one) return false;
        Wanted read;
        collect_wanted(b_.pool().make("-", {}, [&] {
            Terms all = parts.where;
            for (const auto& [name, value] : parts.outputs) all.push_back(value);
            for (const JoinPart& other : parts.joins)
                if (other.atom != join.atom) all.insert(all.end(), {other.rel, other.on, other.order});
            return all;
        }()), read);
        const Terms on = total ? Terms{} : Terms{join.on};
        Substitution map{{pool.make("matched", {}, {join.atom}), total ? b_.truth(true) : one_exists(join.atom, join.rel, on)}};
        for (const std::string& name : read[join.atom]) map[b_.column(join.atom, name)] = one_value(join.atom, join.rel, on, name);
        parts.joins.erase(parts.joins.begin() + static_cast<std::ptrdiff_t>(i));
        b_.substitute(parts, map);
    }
    return parts.joins.size() == 1 && parts.joins[0].kind == "inner";
}

TermId Canon::loop_of(TermId anchor, TermId step, TermId self) {
    TermPool& pool = b_.pool();
    if (!pool.is(anchor, "select") || !pool.is(step, "select")) return 0;
    const SelectParts first = b_.parts(anchor);
    SelectParts next = b_.parts(step);
    const auto simple = [&](const SelectParts& parts) { return !parts.grouped && !parts.distinct && pool.is(parts.limit, "none"); };
    if (!first.joins.empty() || !first.where.empty() || !simple(first) || !simple(next) || !look_up_joins(next, self)) return 0;
    const TermId atom = next.joins[0].atom;
    Rounds loop{pool.fresh_atom(), first.outputs, next.outputs, b_.conjunction(next.where)};
    for (auto& [name, value] : loop.next) value = b_.replace(value, {{atom, loop.self}});
    loop.condition = b_.replace(loop.condition, {{atom, loop.self}});
    return made(loop);
}

TermId Canon::made(Rounds loop) {
    Substitution done;
    for (auto* list : {&loop.first, &loop.next})
        for (auto& [name, value] : *list) value = by_row(value, done);
    loop.condition = by_row(loop.condition, done);
    const auto differs = [&](const auto& one) { return b_.contains(one.second, [](const Term& term) { return term.op == "fn:newid" || term.op == "identity" || term.op == "next_value"; }); };
    if (std::any_of(loop.first.begin(), loop.first.end(), differs) || std::any_of(loop.next.begin(), loop.next.end(), differs)) return 0;
    return make_rounds(b_, loop);
}

/// The columns that the condition, the reader and, for the next round, these columns read.
std::set<std::string> Canon::read_in(const Rounds& loop, const std::set<std::string>* wanted) const {
    std::set<std::string> read;
    Terms open{loop.condition};
    for (const auto& [name, value] : loop.next)
        if (wanted == nullptr || wanted->contains(name)) {
            read.insert(name);
            open.push_back(value);
        }
    while (!open.empty()) {
        Wanted found;
        collect_wanted(open.back(), found);
        open.pop_back();
        for (const auto& [name, value] : loop.next)
            if (found[loop.self].contains(name) && read.insert(name).second) open.push_back(value);
    }
    return read;
}

/// Columns are named by what they start with and what a round makes of them. Columns with one name have equal values in all rows: they start
/// equal, and equal columns make them equal in the next row.
Canon::Result Canon::rounds(TermId rel, const std::set<std::string>* wanted, const Env& around) {
    TermPool& pool = b_.pool();
    const Rounds loop = rounds_of(pool, rel);
    const std::set<std::string> read = read_in(loop, wanted);
    Env env = closed(rel, around) ? Env{} : around;
    const TermId leaf = pool.make("use", kRound + "#" + std::to_string(env.counts[kRound]++));
    std::map<std::string, TermId> names, first, next;
    std::map<TermId, TermId> known;
    for (const auto& [name, value] : loop.first)
        if (read.contains(name)) names[name] = first[name] = expr(value, env, known);
    TermId condition = 0;
    bool stable = false;
    for (std::size_t round = 0; !stable && round <= read.size() + 1; ++round) {
        env.uses[loop.self] = {leaf, {}, false};
        for (const auto& [name, value] : names) env.uses[loop.self].columns[name] = pool.make("column of a loop", std::to_string(value));
        std::map<TermId, TermId> done;
        for (const auto& [name, value] : loop.next)
            if (read.contains(name)) next[name] = expr(value, env, done);
        condition = in_one_form(expr(loop.condition, env, done));
        std::map<std::string, TermId> better;
        std::map<TermId, TermId> old_of;
        std::set<TermId> olds;
        stable = true;
        for (const auto& [name, value] : names) {
            better[name] = pool.make("-", std::to_string(first[name]) + " " + std::to_string(next[name]));
            olds.insert(value);
            stable = old_of.emplace(better[name], value).first->second == value && stable;
        }
        stable = stable && olds.size() == old_of.size();
        if (!stable) names = std::move(better);
    }
    if (!stable) return {pool.opaque("a loop"), {}, true};
    Terms columns;
    Result result{0, env.uses[loop.self].columns, false};
    for (const auto& [name, value] : result.columns) columns.push_back(pool.make("column", {}, {value, first[name], next[name]}));
    std::sort(columns.begin(), columns.end());
    columns.erase(std::unique(columns.begin(), columns.end()), columns.end());
    result.term = pool.make("rounds", {}, {pool.make("columns", {}, columns), condition});
    return result;
}

} // namespace t2d::passes::check
