// SPDX-License-Identifier: Apache-2.0
// Writes that change or remove the rows that FROM and WHERE find.
#include <fmt/format.h>

#include <set>

#include "backend/layout.h"
#include "backend/rel_walk.h"
#include "backend/replay/write_printer.h"

namespace t2d::backend {

namespace {

const SqlType kBigint = simple_type(TypeKind::bigint);

void collect(ir::ScalarRef scalar, std::set<Place>& out) {
    walk(scalar, {nullptr, [&](ir::ScalarRef node) {
                      if (const auto* column = std::get_if<ir::ColumnRef>(&node->node)) out.insert({column->quant, column->column});
                  }});
}

std::vector<const ir::Quantifier*> others_of(ir::FromRef from, ir::QuantId target) {
    std::vector<const ir::Quantifier*> out;
    for (const ir::Quantifier* quantifier : ir::quantifiers(from))
        if (quantifier->id != target) out.push_back(quantifier);
    return out;
}

} // namespace

/// The columns of other tables that SET and OUTPUT read.
WritePrinter::Kept WritePrinter::keep(const std::vector<ir::OutputInto>& output, const std::vector<ir::SetColumn>& set,
                                      const std::vector<const ir::Quantifier*>& others, const std::string& work) const {
    std::set<Place> used;
    for (const ir::SetColumn& column : set)
        collect(column.value, used);
    for (const ir::OutputInto& into : output)
        for (const ir::ScalarRef item : into.items)
            collect(item, used);
    Kept out;
    for (const ir::Quantifier* other : others)
        for (int c = 0; c < static_cast<int>(other->rel->columns.size()); ++c) {
            if (used.count({other->id, c}) == 0) continue;
            const std::string name = "x" + std::to_string(out.items.size());
            const SqlType& type = other->rel->columns[static_cast<std::size_t>(c)].type;
            out.items.push_back({queries_.column(other->id, c, type), name, {}});
            out.keys.emplace_back(name, type);
            out.places[{other->id, c}] = work + "." + name;
        }
    return out;
}

void WritePrinter::keep_old(ir::TableId table, ir::QuantId target, ir::QuantId deleted, const std::string& work, Kept& kept) {
    for (int c = 0; c < width(table); ++c) {
        const std::string name = "d" + std::to_string(c);
        kept.items.push_back({queries_.column(target, c, type(table, c)), name, type(table, c)});
        kept.places[{deleted, c}] = work + "." + name;
        kept.places[{target, c}] = work + "." + name;
    }
}

/// Each row of the target once: of several matches the first by the columns that are read of the other tables.
std::string WritePrinter::found_once(const std::vector<QueryItem>& items, const Kept& kept, ir::FromRef from, ir::ScalarRef where) {
    const std::string query = queries_.select(items, from, where);
    if (std::holds_alternative<ir::Quantifier>(from->node)) return query;
    const std::string numbered = fmt::format("select\n    found.*,\n    row_number() over (partition by {} order by {}) as place\nfrom (\n{}\n) as found\nwhere {} is not null", kRowId,
                                             queries_.order_by(kept.keys), indented(query, kStep), kRowId);
    return "select * from (\n" + indented(numbered, kStep) + "\n) as found\nwhere place = 1";
}

void WritePrinter::set_items(ir::TableId table, const std::vector<ir::SetColumn>& set, const std::string& prefix, std::vector<QueryItem>& items) const {
    for (std::size_t i = 0; i < set.size(); ++i)
        items.push_back({set[i].value, prefix + std::to_string(i), type(table, set[i].column)});
}

std::string WritePrinter::changed(ir::TableId table, const std::vector<ir::SetColumn>& set, const std::string& prefix, const std::string& work, const std::string& condition) const {
    Lines assignments;
    for (std::size_t i = 0; i < set.size(); ++i)
        assignments.push_back(fmt::format("{} = found.{}{}", name(table, set[i].column), prefix, i));
    return fmt::format("update {0} as target\nset {1}\nfrom {2} as found\nwhere target.{3} = found.{3}{4}", relation(table),
                       join(assignments, ", "), work, kRowId, condition);
}

std::string WritePrinter::removed(ir::TableId table, const std::string& work, const std::string& condition) const {
    return fmt::format("delete from {0} where {1} in (select {1} from {2}{3})", relation(table), kRowId, work, condition);
}

void WritePrinter::update(const ir::Update& node) {
    Kept kept = keep(node.output, node.set, others_of(node.from, node.target), "found");
    if (!node.output.empty()) keep_old(node.table, node.target, node.deleted, "found", kept);
    std::vector<QueryItem> items = {{queries_.row_id(node.table, node.target), kRowId, kBigint}};
    set_items(node.table, node.set, "n", items);
    items.insert(items.end(), kept.items.begin(), kept.items.end());
    Lines out = {make_work("rows", found_once(items, kept, node.from, node.where))};
    out.push_back(changed(node.table, node.set, "n", work("rows"), ""));
    recompute(node.table, out);
    count("(select count(*) from " + work("rows") + ")", out);
    Places places = inserted(node.table, node.inserted, true);
    places.insert(kept.places.begin(), kept.places.end());
    const std::string from = fmt::format("from {} as found\ninner join {} as inserted\n    on found.{} = inserted.{}", work("rows"),
                                         relation(node.table), kRowId, kRowId);
    output(node.output, {{from, places}}, out);
    script_.run(out);
}

void WritePrinter::remove(const ir::Delete& node) {
    Kept kept = keep(node.output, {}, others_of(node.from, node.target), "found");
    if (!node.output.empty()) keep_old(node.table, node.target, node.deleted, "found", kept);
    std::vector<QueryItem> items = {{queries_.row_id(node.table, node.target), kRowId, kBigint}};
    items.insert(items.end(), kept.items.begin(), kept.items.end());
    Lines out = {make_work("rows", found_once(items, kept, node.from, node.where))};
    out.push_back(removed(node.table, work("rows"), ""));
    count("(select count(*) from " + work("rows") + ")", out);
    output(node.output, {{"from " + work("rows") + " as found", kept.places}}, out);
    script_.run(out);
}

} // namespace t2d::backend
