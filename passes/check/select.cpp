// SPDX-License-Identifier: Apache-2.0
// Normal form of query blocks: derived tables and CTEs that only select are merged into the block that reads them, unions are taken out of joins.
#include <algorithm>

#include "passes/check/builder.h"

namespace t2d::passes::check {

namespace {

/// A union is taken out of a join only while the result stays this small; both sides stop at the same size.
constexpr std::size_t kMaxBranches = 48;

} // namespace

SelectParts Builder::parts(TermId id) const {
    const Term& term = pool_[id];
    SelectParts result;
    for (const TermId join : pool_[term.args[0]].args) {
        const Term& j = pool_[join];
        result.joins.push_back({j.text, j.args[0], j.args[1], j.args[2], j.args[3]});
    }
    result.where = pool_.is(term.args[1], "and") ? pool_[term.args[1]].args : pool_.is(term.args[1], "true") ? Terms{} : Terms{term.args[1]};
    for (const TermId output : pool_[term.args[2]].args) result.outputs.emplace_back(pool_[output].text, pool_[output].args[0]);
    result.grouped = pool_.is(term.args[3], "group");
    result.group = pool_[term.args[3]].args;
    result.having = term.args[4];
    result.distinct = pool_.is(term.args[5], "distinct");
    result.limit = term.args[6];
    return result;
}

TermId Builder::assemble(const SelectParts& parts) {
    Terms joins, outputs;
    for (const JoinPart& join : parts.joins) joins.push_back(pool_.make("join", join.kind, {join.atom, join.rel, join.on, join.order}));
    for (const auto& [name, value] : parts.outputs) outputs.push_back(pool_.make("as", name, {value}));
    return pool_.make("select", {}, {pool_.make("from", {}, std::move(joins)), conjunction(parts.where), pool_.make("out", {}, std::move(outputs)),
                                     parts.grouped ? pool_.make("group", {}, parts.group) : none(), parts.having,
                                     parts.distinct ? pool_.make("distinct") : none(), parts.limit});
}

/// A block without grouping, DISTINCT and TOP: its rows are those of its FROM clause that its WHERE keeps.
bool Builder::simple(const SelectParts& parts) const { return !parts.grouped && !parts.distinct && pool_.is(parts.limit, "none"); }

/// A simple block of which every value is of one row: no windows, and no identities, which number all its rows like a window.
bool Builder::plain(const SelectParts& parts) const {
    const bool one_row = parts.joins.empty();
    const unsigned others = has_volatile | (one_row ? 0U : unsigned{has_identity | has_window});
    return simple(parts) && std::none_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return pool_.has(output.second, others) || (one_row && own_window(output.second)); });
}

/// Whether a value looks at other rows of its block; the windows of a subquery look at rows of the subquery.
bool Builder::own_window(TermId id) const {
    const Term& term = pool_[id];
    if (!pool_.has(id, has_window) || term.op.starts_with("win:")) return pool_.has(id, has_window);
    return std::any_of(term.args.begin() + (is_subquery(term.op) ? 1 : 0), term.args.end(), [&](TermId arg) { return own_window(arg); });
}

bool Builder::reads(const SelectParts& parts, TermId column) const {
    const auto in = [&](TermId id) { return occurs(column, id); };
    const auto in_any = [&](const Terms& list) { return std::any_of(list.begin(), list.end(), in); };
    if (in_any(parts.where) || in_any(parts.group) || in(parts.having) || in(parts.limit)) return true;
    return std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return in(output.second); }) || std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) { return in(join.rel) || in(join.on) || in(join.order); });
}

/// The operand of a join without windows and identities that nobody reads, where it is a plain block then; nothing when it is not.
std::optional<TermId> Builder::as_read(const SelectParts& outer, const JoinPart& join) {
    if (!pool_.is(join.rel, "select")) return std::nullopt;
    SelectParts inner = parts(join.rel);
    if (plain(inner)) return join.rel;
    if (!simple(inner)) return std::nullopt;
    std::erase_if(inner.outputs, [&](const auto& output) { return pool_.has(output.second, has_window | has_identity) && !reads(outer, column(join.atom, output.first)); });
    return plain(inner) ? std::optional(assemble(inner)) : std::nullopt;
}

/// Whether a value is NULL whenever the row of `atom` is all NULL.
bool Builder::strict_in(TermId id, TermId atom) const {
    const Term& term = pool_[id];
    if (term.op == "col") return term.args[0] == atom;
    if (term.op == "rtrim" || term.op == "ltrim" || term.op == "upper" || term.op == "lower" || term.op == "cast") return strict_in(term.args[0], atom);
    if (term.op == "add" || term.op == "sub" || term.op == "mul" || term.op == "concat") return std::any_of(term.args.begin(), term.args.end(), [&](TermId arg) { return strict_in(arg, atom); });
    return false;
}

/// What the columns of a merged block stand for; behind an outer join a value that is not NULL by itself is guarded by the match.
Substitution Builder::columns_of(TermId atom, const SelectParts& inner, bool outer_joined) {
    Substitution map;
    for (const auto& [name, value] : inner.outputs) {
        TermId meaning = value;
        if (outer_joined && !strict_in(value, inner.joins[0].atom)) meaning = build("case", {}, {pool_.make("matched", {}, {inner.joins[0].atom}), value, null()});
        map[column(atom, name)] = meaning;
    }
    if (outer_joined) map[pool_.make("matched", {}, {atom})] = pool_.make("matched", {}, {inner.joins[0].atom});
    return map;
}

void Builder::substitute(SelectParts& parts, const Substitution& map) {
    Replacement replacement = prepare(map);
    const auto swap = [&](TermId& id) { id = replace(id, replacement); };
    for (JoinPart& join : parts.joins) {
        swap(join.rel);
        swap(join.on);
        swap(join.order);
        bind_atom(join.atom, join.rel);
    }
    for (TermId& part : parts.where) swap(part);
    for (auto& [name, value] : parts.outputs) swap(value);
    for (TermId& part : parts.group) swap(part);
    swap(parts.having);
    swap(parts.limit);
}

/// The same block with new names for its own uses of relations, so that a relation read twice stays two.
SelectParts Builder::fresh_copy(TermId id) {
    SelectParts copy = parts(id);
    Substitution map;
    for (JoinPart& join : copy.joins) {
        const TermId atom = use(join.rel);
        map[join.atom] = atom;
        join.atom = atom;
    }
    substitute(copy, map);
    return copy;
}

/// ON of an inner join is WHERE; not below a FULL JOIN, which would see the rows that ON drops.
void Builder::move_conditions(SelectParts& parts) {
    for (JoinPart& join : parts.joins) {
        if (join.kind != "inner") continue;
        parts.where.push_back(join.on);
        join.on = truth(true);
    }
}

bool Builder::splice_inner(SelectParts& outer) {
    std::vector<JoinPart> joins;
    Substitution map;
    std::uint64_t taken = 0; // uses that go away in this round: what reads them waits for the next one
    for (const JoinPart& join : outer.joins) {
        const std::optional<TermId> read = join.kind == "inner" && (pool_.uses(join.rel) & taken) == 0 ? as_read(outer, join) : std::nullopt;
        if (!read) {
            joins.push_back(join);
            continue;
        }
        const SelectParts inner = fresh_copy(*read);
        joins.insert(joins.end(), inner.joins.begin(), inner.joins.end());
        map.merge(columns_of(join.atom, inner, false));
        outer.where.insert(outer.where.end(), inner.where.begin(), inner.where.end());
        taken |= pool_.uses(join.atom);
    }
    if (taken == 0) return false;
    outer.joins = std::move(joins);
    substitute(outer, map);
    return true;
}

/// What ON says of the rows of a grouped operand alone is its HAVING.
bool Builder::move_to_having(JoinPart& join, SelectParts& inner) {
    const bool windows = std::any_of(inner.outputs.begin(), inner.outputs.end(), [&](const auto& output) { return pool_.has(output.second, has_window); });
    if (!inner.grouped || inner.distinct || windows || !pool_.is(inner.limit, "none")) return false;
    Terms kept, moved;
    for (const TermId part : pool_.is(join.on, "and") ? Terms(pool_[join.on].args) : Terms{join.on}) {
        bool own = false, others = false;
        (void)contains(part, [&](const Term& term) {
            if (term.op == "col" || term.op == "matched") (term.op == "col" && term.args[0] == join.atom ? own : others) = true;
            return others;
        });
        (own && !others ? moved : kept).push_back(part);
    }
    if (moved.empty()) return false;
    inner.having = conjunction({inner.having, replace(conjunction(moved), columns_of(join.atom, inner, false))});
    join.on = conjunction(kept);
    join.rel = assemble(inner);
    bind_atom(join.atom, join.rel);
    return true;
}

/// Joins of an operand that take one row at most and of which neither it nor the block around reads anything: they keep its rows.
bool Builder::drop_unread_picks(const SelectParts& outer, JoinPart& join, SelectParts& inner) {
    if (inner.distinct) return false;
    SelectParts kept = inner;
    std::erase_if(kept.outputs, [&](const auto& output) { return !reads(outer, column(join.atom, output.first)); });
    for (std::size_t i = kept.joins.size(); i-- > 1;) {
        const JoinPart pick = kept.joins[i];
        if (pick.kind != "pick") continue;
        kept.joins.erase(kept.joins.begin() + static_cast<std::ptrdiff_t>(i));
        const auto reads_it = [&](TermId id) { return contains(id, [&](const Term& term) { return (term.op == "col" || term.op == "matched") && term.args[0] == pick.atom; }); };
        bool read = reads_it(kept.having) || reads_it(kept.limit);
        for (const Terms& list : {kept.where, kept.group}) read = read || std::any_of(list.begin(), list.end(), reads_it);
        for (const auto& [name, value] : kept.outputs) read = read || reads_it(value);
        for (const JoinPart& other : kept.joins) read = read || reads_it(other.rel) || reads_it(other.on) || reads_it(other.order);
        if (read) kept.joins.insert(kept.joins.begin() + static_cast<std::ptrdiff_t>(i), pick);
    }
    if (kept.joins.size() == inner.joins.size()) return false;
    inner = std::move(kept);
    join.rel = assemble(inner);
    bind_atom(join.atom, join.rel);
    return true;
}

bool Builder::merge_outer(SelectParts& outer) {
    for (JoinPart& join : outer.joins) {
        if (join.kind != "left" && join.kind != "pick") continue;
        if (pool_.is(join.rel, "select")) {
            SelectParts inner = parts(join.rel);
            // LATERAL (… LIMIT 1): one of the matching rows is taken.
            const bool first_row = join.kind == "left" && pool_.is(inner.limit, "limit") && pool_[pool_[inner.limit].args[0]].text == "1" && !inner.grouped && !inner.distinct && pool_.is(join.on, "true");
            if (first_row) {
                Terms keys;
                for (const TermId key : Terms(pool_[pool_[inner.limit].args[1]].args)) {
                    const std::string name = "order " + std::to_string(keys.size());
                    inner.outputs.emplace_back(name, pool_[key].args[0]);
                    keys.push_back(pool_.make("key", pool_[key].text, {column(join.atom, name)}));
                }
                inner.limit = none();
                if (!plain(inner)) continue;
                join.kind = "pick";
                join.order = pool_.make("order", {}, std::move(keys));
                join.rel = assemble(inner);
                bind_atom(join.atom, join.rel);
                return true;
            }
            if (move_to_having(join, inner) || drop_unread_picks(outer, join, inner)) return true;
            if (inner.joins.size() != 1 || inner.joins[0].kind != "inner" || !plain(inner)) continue;
            const SelectParts copy = fresh_copy(join.rel);
            const Substitution map = columns_of(join.atom, copy, true);
            const Substitution bare = columns_of(join.atom, copy, false); // inside its own ON the row is there: no guard
            Terms on{replace(join.on, bare)};
            on.insert(on.end(), copy.where.begin(), copy.where.end());
            const TermId order = replace(join.order, bare), used = copy.joins[0].atom;
            join = {join.kind, used, copy.joins[0].rel, truth(true), none()};
            substitute(outer, map);
            for (JoinPart& again : outer.joins) {
                if (again.atom != used) continue;
                again.on = conjunction(on);
                again.order = order;
            }
            return true;
        }
    }
    return false;
}

/// A condition on the rows of a union, in a block that looks at all of them together, is one on the rows of each branch.
std::optional<TermId> Builder::filtered_union(const SelectParts& outer) {
    if (outer.joins.size() != 1 || pool_.is(conjunction(outer.where), "true") || reads_others(outer)) return std::nullopt;
    const Terms branches = pool_[outer.joins[0].rel].args;
    if (!std::all_of(branches.begin(), branches.end(), [&](TermId branch) { return pool_.is(branch, "select"); })) return std::nullopt;
    Relation kept{empty(), {}};
    for (const TermId branch : branches) {
        SelectParts one;
        one.having = truth(true);
        one.limit = none();
        const TermId atom = use(branch);
        one.joins = {{"inner", atom, branch, truth(true), none()}};
        for (const auto& [name, value] : parts(branch).outputs) one.outputs.emplace_back(name, column(atom, name));
        kept.columns.clear();
        for (const auto& [name, value] : one.outputs) kept.columns.push_back(name);
        for (const TermId part : outer.where) one.where.push_back(replace(part, {{outer.joins[0].atom, atom}}));
        kept = union_all(kept, {select(std::move(one)), kept.columns});
    }
    SelectParts rest = outer;
    rest.where.clear();
    rest.joins[0].rel = kept.term;
    rest.joins[0].atom = use(kept.term);
    substitute(rest, {{outer.joins[0].atom, rest.joins[0].atom}});
    return select(std::move(rest));
}

/// SELECT … FROM (a UNION ALL b) is the union of two blocks, unless the block looks at all rows together.
std::optional<TermId> Builder::distribute(const SelectParts& parts) {
    for (std::size_t i = 0; i < parts.joins.size(); ++i) {
        if (parts.joins[i].kind != "inner" || !pool_.is(parts.joins[i].rel, "union_all")) continue;
        const Terms branches = pool_[parts.joins[i].rel].args;
        if (std::optional<TermId> filtered = branches.empty() || plain(parts) ? std::nullopt : filtered_union(parts)) return filtered;
        if (!branches.empty() && (!plain(parts) || branches.size() > kMaxBranches)) continue;
        if (branches.empty() && parts.grouped) continue;
        // New rows are numbered together, like the rows of a window.
        if (branches.size() > 1 && std::any_of(parts.outputs.begin(), parts.outputs.end(), [&](const auto& output) { return pool_.has(output.second, has_identity); })) continue;
        Terms out;
        for (const TermId branch : branches) {
            SelectParts one = parts;
            one.joins[i].atom = use(branch);
            one.joins[i].rel = branch;
            substitute(one, {{parts.joins[i].atom, one.joins[i].atom}});
            const TermId made = select(fresh_copy(assemble(one)));
            if (pool_.is(made, "union_all")) out.insert(out.end(), pool_[made].args.begin(), pool_[made].args.end());
            else out.push_back(made);
        }
        if (out.size() > kMaxBranches) continue;
        return out.size() == 1 ? out[0] : pool_.make("union_all", {}, std::move(out));
    }
    return std::nullopt;
}

/// Whether conditions read something else than the one operand of the block.
bool Builder::reads_others(const SelectParts& block) const {
    const TermId own = block.joins[0].atom;
    return std::any_of(block.where.begin(), block.where.end(), [&](TermId part) { return contains(part, [&](const Term& term) { return (term.op == "col" || term.op == "matched") && term.args[0] != own; }); });
}

/// A block that only renames the columns of one other block is that block.
std::optional<TermId> Builder::collapse(const SelectParts& outer) {
    if (outer.joins.size() != 1 || outer.grouped || outer.distinct || !pool_.is(outer.limit, "none") || !pool_.is(outer.joins[0].rel, "select")) return std::nullopt;
    SelectParts inner = parts(outer.joins[0].rel);
    const auto only_columns = [&] { return std::all_of(outer.outputs.begin(), outer.outputs.end(), [&](const auto& output) { return pool_.is(output.second, "col"); }); };
    if (inner.distinct && (!only_columns() || outer.outputs.size() != inner.outputs.size())) return std::nullopt;
    const bool outer_windows = std::any_of(outer.outputs.begin(), outer.outputs.end(), [&](const auto& output) { return pool_.has(output.second, has_window); });
    if (outer_windows) return std::nullopt;
    // Identities number the rows that a block gives, like a window over them.
    const bool numbers = std::any_of(outer.outputs.begin(), outer.outputs.end(), [&](const auto& output) { return pool_.has(output.second, has_identity); });
    if (numbers && (inner.grouped || inner.distinct || !pool_.is(inner.limit, "none"))) return std::nullopt;
    // A condition on the rows of groups is HAVING.
    const bool windows = std::any_of(inner.outputs.begin(), inner.outputs.end(), [&](const auto& output) { return pool_.has(output.second, has_window); });
    if (!outer.where.empty() && (!inner.grouped || inner.distinct || windows || !pool_.is(inner.limit, "none") || reads_others(outer))) return std::nullopt;
    if (!inner.distinct && !pool_.is(inner.limit, "none") && !only_columns()) return std::nullopt;
    const Substitution map = columns_of(outer.joins[0].atom, inner, false);
    if (!outer.where.empty()) inner.having = conjunction({inner.having, replace(conjunction(outer.where), map)});
    inner.outputs.clear();
    for (const auto& [name, value] : outer.outputs) inner.outputs.emplace_back(name, replace(value, map));
    return assemble(inner);
}

/// `SELECT columns FROM t` is t, below every kind of join.
bool Builder::open_projection(SelectParts& outer) {
    Substitution map;
    std::uint64_t taken = 0;
    for (JoinPart& join : outer.joins) {
        if (!pool_.is(join.rel, "select") || (pool_.uses(join.rel) & taken) != 0) continue;
        const SelectParts inner = parts(join.rel);
        const bool simple = inner.joins.size() == 1 && inner.joins[0].kind == "inner" && inner.where.empty() && plain(inner) &&
                            std::all_of(inner.outputs.begin(), inner.outputs.end(), [&](const auto& output) { return strict_in(output.second, inner.joins[0].atom); });
        if (!simple) continue;
        const SelectParts copy = fresh_copy(join.rel);
        const TermId before = join.atom;
        join.atom = copy.joins[0].atom;
        join.rel = copy.joins[0].rel;
        map.merge(columns_of(before, copy, false));
        map[pool_.make("matched", {}, {before})] = pool_.make("matched", {}, {join.atom});
        taken |= pool_.uses(before);
    }
    if (taken == 0) return false;
    substitute(outer, map);
    return true;
}

/// A block without FROM has one row: its number is 1.
void Builder::number_one_row(SelectParts& parts) {
    if (!parts.joins.empty() || parts.grouped) return;
    for (auto& [name, value] : parts.outputs) {
        if (!pool_.has(value, has_window)) continue;
        Substitution ones;
        const bool inside = contains(value, [&](const Term& term) { // windows of a subquery look at other rows
            if (term.op == "win:row_number") ones[pool_.make(term.op, term.text, term.args)] = number("1");
            return is_subquery(term.op) && std::any_of(term.args.begin(), term.args.end(), [&](TermId arg) { return pool_.has(arg, has_window); });
        });
        if (!inside && !ones.empty()) value = replace(value, ones);
    }
}

TermId Builder::select(SelectParts parts) {
    if (pool_.full()) return pool_.opaque("a query too large for the check");
    number_one_row(parts);
    if (parts.distinct)
        for (auto& [name, value] : parts.outputs) value = compared(value);
    const bool full = std::any_of(parts.joins.begin(), parts.joins.end(), [](const JoinPart& join) { return join.kind == "full"; });
    for (const JoinPart& join : parts.joins) bind_atom(join.atom, join.rel);
    while (open_projection(parts)) {}
    if (!full) {
        bool changed = true;
        while (changed) {
            move_conditions(parts);
            changed = open_rounds(parts) || splice_inner(parts) || merge_outer(parts);
        }
        move_conditions(parts);
        if (std::optional<TermId> result = distribute(parts)) return *result;
    }
    parts.where = [&] {
        const TermId all = conjunction(parts.where);
        return pool_.is(all, "true") ? Terms{} : pool_.is(all, "and") ? pool_[all].args : Terms{all};
    }();
    const bool nothing = parts.where.size() == 1 && pool_.is(parts.where[0], "false");
    if (nothing && !(parts.grouped && parts.group.empty())) return empty();
    if (std::optional<TermId> result = collapse(parts)) return *result;
    return assemble(parts);
}

TermId Builder::block(const Relation& relation, const std::vector<std::string>& names) {
    if (pool_.is(relation.term, "union_all")) {
        Terms branches;
        for (const TermId branch : Terms(pool_[relation.term].args)) branches.push_back(block({branch, relation.columns}, names));
        return pool_.make("union_all", {}, std::move(branches));
    }
    SelectParts parts;
    const TermId atom = use(relation.term);
    parts.joins = {{"inner", atom, relation.term, truth(true), none()}};
    for (std::size_t i = 0; i < relation.columns.size(); ++i) parts.outputs.emplace_back(i < names.size() ? names[i] : relation.columns[i], column(atom, relation.columns[i]));
    parts.having = truth(true);
    parts.limit = none();
    return select(std::move(parts));
}

TermId Builder::comparable(TermId rel) {
    if (pool_.is(rel, "union_all")) {
        Terms branches;
        for (const TermId branch : Terms(pool_[rel].args)) branches.push_back(comparable(branch));
        return pool_.make("union_all", {}, std::move(branches));
    }
    if (!pool_.is(rel, "select")) return rel;
    SelectParts block = parts(rel);
    for (auto& [name, value] : block.outputs) value = compared(value);
    return assemble(block);
}

Relation Builder::union_all(const Relation& left, const Relation& right) {
    Terms branches;
    const TermId sides[2] = {block(left, {}), block(right, left.columns)};
    for (const TermId side : sides) {
        if (pool_.is(side, "union_all")) branches.insert(branches.end(), pool_[side].args.begin(), pool_[side].args.end());
        else branches.push_back(side);
    }
    return {branches.size() == 1 ? branches[0] : pool_.make("union_all", {}, std::move(branches)), left.columns};
}

} // namespace t2d::passes::check
