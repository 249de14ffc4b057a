// SPDX-License-Identifier: Apache-2.0
// What a block never gives as NULL, and the order of NULLs.
#include <algorithm>
#include <array>
#include <utility>

#include "ir/text.h"
#include "passes/check/canon.h"

namespace t2d::passes::check {

/// Whether a value of a block is never NULL: NOT NULL columns of tables, below whatever blocks, and what is made of them.
bool Canon::not_null(TermId value, const SelectParts& block) const {
    static constexpr std::array<std::string_view, 13> kStrict{"collate_cs", "rtrim", "ltrim", "upper", "lower", "add", "sub", "mul", "concat", "cast", "rounded", "date_part", "len"};
    const TermPool& pool = b_.pool();
    if (b_.never_null(value)) return true;
    const Term& term = pool[value];
    const auto all = [&](const Terms& values) { return std::all_of(values.begin(), values.end(), [&](TermId one) { return not_null(one, block); }); };
    if (std::find(kStrict.begin(), kStrict.end(), term.op) != kStrict.end() && !term.text.starts_with("try ")) return all(term.args);
    if (term.op == "coalesce") return std::any_of(term.args.begin(), term.args.end(), [&](TermId one) { return not_null(one, block); });
    if (term.op == "case") {
        Terms values{term.args.back()};
        for (std::size_t i = 1; i < term.args.size(); i += 2) values.push_back(term.args[i]);
        return all(values);
    }
    if (term.op == "win:row_number" || term.op == "win:rank" || term.op == "win:dense_rank" || term.op == "win:ntile") return true;
    if (block.grouped && (block.group.empty() || std::any_of(block.group.begin(), block.group.end(), [&](TermId group) { return pool.is(group, "sets"); }))) return false;
    if (block.grouped && (term.op == "agg:min" || term.op == "agg:max" || term.op == "agg:sum" || term.op == "agg:any_value")) return !term.args.empty() && not_null(term.args[0], block);
    if (!pool.is(value, "col")) return false;
    const auto use = std::find_if(block.joins.begin(), block.joins.end(), [&](const JoinPart& join) { return join.atom == term.args[0]; });
    const bool outer = std::any_of(block.joins.begin(), block.joins.end(), [](const JoinPart& join) { return join.kind == "full"; });
    return use != block.joins.end() && use->kind == "inner" && !outer && filled(use->rel, term.text);
}

/// Whether all rows of a relation have a value in a column.
bool Canon::filled(TermId rel, const std::string& column) const {
    const TermPool& pool = b_.pool();
    if (const CatalogTable* table = b_.table_of(rel))
        return std::any_of(table->columns.begin(), table->columns.end(), [&](const CatalogColumn& one) { return !one.nullable && equal_ignoring_case(one.name, column); });
    if (pool.is(rel, "union_all") && !pool[rel].args.empty()) return std::all_of(pool[rel].args.begin(), pool[rel].args.end(), [&](TermId branch) { return filled(branch, column); });
    if (!pool.is(rel, "select")) return false;
    const SelectParts inner = b_.parts(rel);
    return std::any_of(inner.outputs.begin(), inner.outputs.end(), [&](const auto& output) { return output.first == column && not_null(output.second, inner); });
}

/// Where NULLs are ordered says nothing of a key that is never NULL.
void Canon::plain_keys(SelectParts& parts) {
    TermPool& pool = b_.pool();
    Substitution map;
    const auto note = [&](TermId in) {
        (void)b_.contains(in, [&](const Term& term) {
            const std::size_t placed = term.op == "key" ? term.text.find(" nulls ") : std::string::npos;
            if (placed != std::string::npos && not_null(term.args[0], parts)) map[pool.make("key", term.text, term.args)] = pool.make("key", term.text.substr(0, placed), term.args);
            return false;
        });
    };
    for (const auto& [name, value] : parts.outputs)
        if (pool.has(value, has_window | has_aggregate)) note(value);
    for (const TermId part : parts.where)
        if (pool.has(part, has_window)) note(part);
    if (!pool.is(parts.limit, "none")) note(parts.limit);
    // A row that is taken is there.
    for (const JoinPart& join : parts.joins) {
        if (pool.is(join.order, "none")) continue;
        for (JoinPart& other : parts.joins)
            if (other.atom == join.atom) {
                const std::string kind = std::exchange(other.kind, "inner");
                note(join.order);
                other.kind = kind;
            }
    }
    if (!map.empty()) b_.substitute(parts, map);
}

} // namespace t2d::passes::check
