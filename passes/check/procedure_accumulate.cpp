// SPDX-License-Identifier: Apache-2.0
// `SELECT @v = @v + e FROM …`: each row goes on from the values of the row before it.
#include <algorithm>

#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

const std::string kPlace = "place of the row", kMore = "more rows";

} // namespace

/// The rows of a block with the columns that its values read, numbered in its order; `columns` becomes what these are called. Nothing where a
/// value reads something else of the rows.
std::optional<TermId> Procedure::numbered_rows(SelectParts parts, const Ordering& order, std::map<TermId, std::string>& columns) {
    TermPool& pool = b_.pool();
    const auto own = [&](TermId atom) { return std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& join) { return join.atom == atom; }); };
    Terms keys;
    bool plain = !parts.grouped && !parts.distinct && pool.is(parts.limit, "none");
    for (const auto& output : parts.outputs) {
        const TermId value = output.second;
        if (const auto key = std::find_if(order.begin(), order.end(), [&](const auto& one) { return one.first == output.first; }); key != order.end()) keys.push_back(pool.make("key", key->second ? "desc" : "asc", {b_.compared(value)}));
        plain = plain && !pool.has(value, has_window | has_aggregate);
        (void)b_.contains(value, [&](const Term& term) {
            if (term.op == "matched" && own(term.args[0])) plain = false;
            if (term.op == "col" && own(term.args[0])) columns.emplace(pool.make(term.op, term.text, term.args), "c" + std::to_string(columns.size()));
            return false;
        });
    }
    if (!plain) return std::nullopt;
    parts.outputs.clear();
    for (const auto& [column, name] : columns) parts.outputs.emplace_back(name, column);
    parts.outputs.emplace_back(kRowNumber, row_number(pool.make("order", {}, std::move(keys))));
    return b_.select(std::move(parts));
}

bool Procedure::accumulate(const ast::Select& select, const ast::Query& query) {
    TermPool& pool = b_.pool();
    Rounds loop;
    loop.self = pool.fresh_atom();
    const auto saved = variables_;
    ast::Query plain = query;
    auto& block = std::get<ast::Select>(plain.body);
    for (std::size_t i = 0; i < select.items.size(); ++i) {
        const std::string key = to_lower(select.items[i].variable);
        b_.declare_column(loop.self, key, types_[key]);
        if (!key.empty()) variables_[key] = b_.column(loop.self, key);
        block.items[i].variable.clear();
        block.items[i].alias = "v" + std::to_string(i);
    }
    const auto [ordered, order] = with_order(plain);
    const Relation rows = walker_.query(ordered, nullptr, {});
    variables_ = saved;
    const auto compounds = [](const ast::SelectItem& item) { return item.op != ast::AssignOp::assign; };
    const bool goes_on = std::any_of(select.items.begin(), select.items.end(), compounds) || b_.contains(rows.term, [&](const Term& term) { return term.op == "col" && term.args[0] == loop.self; });
    if (!goes_on) return false;
    std::map<TermId, std::string> columns;
    const std::optional<TermId> numbered = pool.is(rows.term, "select") ? numbered_rows(b_.parts(rows.term), order, columns) : std::nullopt;
    const auto at = [&](TermId left, std::string_view op, TermId right_place) {
        SelectParts parts = walker_.new_parts();
        Scope scope;
        const TermId row = walker_.add_use(parts, scope, {*numbered, {}}, "row", "inner");
        parts.where.push_back(op == "eq" ? b_.build("eq", {}, {b_.column(row, kRowNumber), right_place}) : b_.build("lt", {}, {right_place, b_.column(row, kRowNumber)}));
        if (left != 0) parts.outputs.emplace_back("c", b_.column(row, columns.at(left)));
        return b_.select(std::move(parts));
    };
    const TermId one = b_.number("1"), zero = b_.number("0");
    const auto more = [&](TermId place) { return b_.build("case", {}, {b_.build("exists", {}, {at(0, "lt", place)}), one, zero}); };
    std::set<std::string> before;
    bool known = numbered.has_value();
    if (known) {
        for (const std::string& name : {kPlace, kMore}) b_.declare_column(loop.self, name, simple_type(TypeKind::int_));
        const TermId place = b_.build("add", {}, {b_.column(loop.self, kPlace), one}), found = b_.build("exists", {}, {at(0, "eq", place)});
        const auto outputs = b_.parts(rows.term).outputs;
        Substitution looked_up;
        for (const auto& [column, name] : columns) looked_up[column] = b_.build("scalar", {}, {at(column, "eq", place)});
        for (std::size_t i = 0; i < select.items.size(); ++i) {
            const std::string key = to_lower(select.items[i].variable);
            const TermId old = b_.column(loop.self, key);
            TermId value = b_.replace(outputs[i].second, looked_up);
            known = known && !b_.contains(value, [&](const Term& term) { return term.op == "col" && term.args[0] == loop.self && before.contains(term.text); });
            before.insert(key);
            value = compound(b_, select.items[i].op, old, value);
            loop.first.emplace_back(key, variable(key));
            loop.next.emplace_back(key, b_.build("case", {}, {found, held(value, types_[key]), old}));
        }
        loop.first.insert(loop.first.end(), {{kPlace, zero}, {kMore, more(zero)}});
        loop.next.insert(loop.next.end(), {{kPlace, place}, {kMore, more(place)}});
        loop.condition = b_.build("eq", {}, {b_.column(loop.self, kMore), one});
    }
    const TermId rel = known ? Canon(b_).made(loop) : 0;
    if (rel != 0) loop = rounds_of(pool, rel);
    for (const ast::SelectItem& item : select.items) set_variable(item.variable, rel != 0 ? last_value(loop, rel, to_lower(item.variable)) : pool.opaque("a variable that accumulates rows"));
    count_rows(rows);
    return true;
}

} // namespace t2d::passes::check
