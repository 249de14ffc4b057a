// SPDX-License-Identifier: Apache-2.0
#include "passes/check/rounds.h"

#include <algorithm>

namespace t2d::passes::check {

namespace {

std::vector<std::pair<std::string, TermId>> listed(const TermPool& pool, TermId outputs) {
    std::vector<std::pair<std::string, TermId>> result;
    for (const TermId output : pool[outputs].args) result.emplace_back(pool[output].text, pool[output].args[0]);
    return result;
}

TermId outputs_of(TermPool& pool, const std::vector<std::pair<std::string, TermId>>& list) {
    Terms outputs;
    for (const auto& [name, value] : list) outputs.push_back(pool.make("as", name, {value}));
    return pool.make("out", {}, std::move(outputs));
}

TermId value_of(const std::vector<std::pair<std::string, TermId>>& list, const std::string& name) {
    const auto found = std::find_if(list.begin(), list.end(), [&](const auto& one) { return one.first == name; });
    return found == list.end() ? 0 : found->second;
}

} // namespace

TermId make_rounds(Builder& builder, const Rounds& loop) {
    TermPool& pool = builder.pool();
    return pool.make("rounds", {}, {loop.self, outputs_of(pool, loop.first), outputs_of(pool, loop.next), loop.condition});
}

Rounds rounds_of(const TermPool& pool, TermId rel) {
    const Terms args = pool[rel].args;
    return {args[0], listed(pool, args[1]), listed(pool, args[2]), args[3]};
}

Substitution take_constants(Builder& builder, Rounds& loop) {
    Substitution all;
    while (true) {
        Substitution map;
        for (const auto& [name, value] : loop.next)
            if (const TermId column = builder.column(loop.self, name); value == column) map[column] = value_of(loop.first, name);
        if (map.empty()) return all;
        std::erase_if(loop.first, [&](const auto& one) { return map.contains(builder.column(loop.self, one.first)); });
        std::erase_if(loop.next, [&](const auto& one) { return map.contains(builder.column(loop.self, one.first)); });
        for (auto& [name, value] : loop.next) value = builder.replace(value, map);
        loop.condition = builder.replace(loop.condition, map);
        all.merge(map);
    }
}

/// Rows of a loop with a column that only its first row has another value of are what its rounds make of its rows; a column that no round changes
/// is its first value.
bool Builder::open_rounds(SelectParts& outer) {
    for (JoinPart& join : outer.joins) {
        if (join.kind != "inner" || !pool_.is(join.rel, "rounds")) continue;
        const Rounds loop = rounds_of(pool_, join.rel);
        Substitution map;
        for (const auto& [name, value] : loop.next)
            if (value == column(loop.self, name) && reads(outer, column(join.atom, name))) map[column(join.atom, name)] = value_of(loop.first, name);
        if (!map.empty()) {
            substitute(outer, map);
            return true;
        }
        const TermId where = conjunction(outer.where);
        for (const TermId part : pool_.is(where, "and") ? Terms(pool_[where].args) : Terms{where}) {
            if (!pool_.is(part, "eq")) continue;
            for (std::size_t side = 0; side < 2; ++side) {
                const Term marker = pool_[pool_[part].args[side]];
                const TermId later = pool_[part].args[1 - side];
                if (marker.op != "col" || marker.args[0] != join.atom || !pool_.is(later, "lit") || value_of(loop.next, marker.text) != later) continue;
                const TermId first = value_of(loop.first, marker.text);
                if (!pool_.is(first, "lit") || first == later) continue;
                const TermId atom = use(join.rel), before = join.atom;
                for (const auto& [name, value] : loop.next) map[column(before, name)] = replace(value, {{loop.self, atom}});
                outer.where.push_back(replace(loop.condition, {{loop.self, atom}}));
                join.atom = atom;
                substitute(outer, map);
                return true;
            }
        }
    }
    return false;
}

} // namespace t2d::passes::check
