// SPDX-License-Identifier: Apache-2.0
// The numbers of new rows: what the model computes where the procedure leaves it to an identity or a sequence.
#include <algorithm>

#include "passes/check/compare.h"
#include "passes/check/numbering.h"

namespace t2d::passes::check {

namespace {

TermId without_casts(const TermPool& pool, TermId id) {
    while (pool.is(id, "cast")) id = pool[id].args[0];
    return id;
}

bool whole(const std::string& text) { return !text.empty() && text.find_first_not_of("-0123456789") == std::string::npos; }

std::optional<double> constant(const TermPool& pool, TermId id) { return pool.is(id, "lit") && whole(pool[id].text) ? std::optional(std::stod(pool[id].text)) : std::nullopt; }

std::optional<Numbers> numbers_of(const Catalog& catalog, const std::string& key) {
    const auto table = catalog.tables.find(key);
    const std::optional<Numbering> numbering = table == catalog.tables.end() ? std::nullopt : numbering_of(catalog, table->second.columns);
    if (!numbering || !whole(numbering->seed) || !whole(numbering->step)) return std::nullopt;
    return Numbers{key, numbering->column, std::stod(numbering->seed), std::stod(numbering->step), numbering->restarts()};
}

} // namespace

bool Comparison::reads_table(TermId in, const std::string& table) const {
    return b_.contains(in, [&](const Term& term) { return term.op == "table" && term.text == table; });
}

/// Whether a value is another column of the table than its numbers. What a column of a block stands for is looked through.
bool Comparison::is_other_column(TermId value, const Numbers& numbering) const {
    const Term& term = b_.pool()[value];
    if (term.op == "cast") return is_other_column(term.args[0], numbering);
    if (term.op == "ncol") return is_other_column(term.args[1], numbering);
    if (term.op == "either") return std::any_of(term.args.begin(), term.args.end(), [&](TermId one) { return is_other_column(one, numbering); });
    if (term.op != "col") return false;
    const Term& rel = b_.pool()[b_.rel_of(term.args[0])];
    return rel.op == "table" && rel.text == numbering.table && term.text != numbering.column;
}

/// Whether a value is the highest number of the table, or the lowest where they go down.
bool Comparison::is_last_number(TermId value, const Numbers& numbering) const {
    const TermPool& pool = b_.pool();
    if (!pool.is(value, "scalar value") || !pool.is(pool[value].args[0], "block") || !reads_table(value, numbering.table)) return false;
    if (!pool.is(pool[pool[value].args[0]].args[1], "true")) return false; // only some of its rows
    const Terms& outputs = pool[pool[pool[value].args[0]].args[2]].args;
    const TermId last = outputs.size() == 1 ? without_casts(pool, outputs[0]) : 0;
    if (last == 0 || !pool.is(last, numbering.step > 0 ? "agg:max" : "agg:min")) return false;
    const Term& column = pool[pool[last].args[0]];
    return (column.op == "ncol" || column.op == "col") && !is_other_column(pool[last].args[0], numbering);
}

/// Whether the number is that of a table to which a row of constants was added: there is one.
bool Comparison::has_row(TermId last) const {
    const TermPool& pool = b_.pool();
    const Terms& uses = pool[pool[pool[last].args[0]].args[0]].args;
    if (uses.size() != 1 || !pool.is(pool[uses[0]].args[1], "union_all")) return false;
    const Terms& branches = pool[pool[uses[0]].args[1]].args;
    return std::any_of(branches.begin(), branches.end(), [&](TermId branch) { return pool.is(branch, "block") && pool[pool[branch].args[0]].args.empty() && pool.is(pool[branch].args[1], "true") && pool.is(pool[branch].args[3], "none"); });
}

/// Where new numbers start: behind the last one of the table, or at the seed when it has none.
bool Comparison::starts_behind_all(TermId start, const Numbers& numbering) const {
    const TermPool& pool = b_.pool();
    const Term& term = pool[start];
    if (is_last_number(start, numbering)) return has_row(start);
    const double before = numbering.seed - numbering.step;
    if (const auto number = constant(pool, start)) return numbering.restarts && *number == before && !reads_table(procedure_, numbering.table);
    const bool chosen = term.op == (numbering.step > 0 ? "fn:greatest" : "fn:least") || term.op == "coalesce";
    if (!chosen || term.args.size() != 2) return false;
    const auto either = [&](std::size_t at) { return constant(pool, term.args[at]) == before && is_last_number(without_casts(pool, term.args[1 - at]), numbering); };
    return either(1) || (term.op != "coalesce" && either(0));
}

/// Whether a value numbers new rows by the seed, the step and the order of an identity.
bool Comparison::numbers(TermId identity, TermId value) const {
    const TermPool& pool = b_.pool();
    const std::optional<Numbers> numbering = numbers_of(b_.catalog(), pool[identity].text);
    if (!numbering) return false;
    const auto follows = [&](TermId number) {
        const Terms& window = pool[number].args;
        if (!pool[window[1]].args.empty()) return false;
        if (pool[identity].args.empty()) return true;
        const Terms &wanted = pool[pool[identity].args[0]].args, &given = pool[window.back()].args;
        const auto same = [&](TermId a, TermId b) { return pool[a].text == pool[b].text && b_.compared(pool[a].args[0]) == b_.compared(pool[b].args[0]); };
        return wanted.size() <= given.size() && std::equal(wanted.begin(), wanted.end(), given.begin(), same);
    };
    // How far a row is from the one before it; a single row is a step away.
    const auto distance = [&](TermId part) -> std::optional<double> {
        if (pool.is(part, "win:row_number")) return follows(part) ? std::optional(1.0) : std::nullopt;
        if (!pool.is(part, "mul") || pool[part].args.size() != 2) return constant(pool, part);
        for (std::size_t i = 0; i < 2; ++i)
            if (const auto factor = constant(pool, pool[part].args[i])) {
                const TermId number = without_casts(pool, pool[part].args[1 - i]);
                return pool.is(number, "win:row_number") && follows(number) ? factor : std::nullopt;
            }
        return std::nullopt;
    };
    const TermId sum = without_casts(pool, value);
    if (!pool.is(sum, "add") && !pool.is(sum, "sub")) return numbering->restarts && distance(sum) == numbering->step && numbering->seed == numbering->step && !pool.is(sum, "lit") && !reads_table(procedure_, numbering->table);
    if (pool[sum].args.size() != 2) return false;
    const double step = pool.is(sum, "add") ? numbering->step : -numbering->step;
    const TermId first = without_casts(pool, pool[sum].args[0]), second = without_casts(pool, pool[sum].args[1]);
    const auto fits = [&](TermId start, TermId part) { return distance(part) == step && starts_behind_all(start, *numbering) && !(pool.is(start, "lit") && pool.is(part, "lit")); };
    return fits(first, second) || (pool.is(sum, "add") && fits(second, first));
}

} // namespace t2d::passes::check
