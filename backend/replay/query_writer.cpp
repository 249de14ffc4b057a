// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/query_writer.h"

#include <fmt/format.h>

#include "backend/layout.h"
#include "backend/parameters.h"
#include "backend/rel_walk.h"

namespace t2d::backend {

namespace {

const SqlType kBit = simple_type(TypeKind::bit);
constexpr std::string_view kRecursive = "with recursive ";

/// Columns that are spelled by a table of places.
class PlaceSurroundings : public Surroundings {
public:
    PlaceSurroundings(const BlockPrinter& printer, const std::map<Place, PrintedColumn>& places)
        : printer_(printer), places_(places) {}

    [[nodiscard]] PrintedColumn column(const ir::ColumnRef& ref) const override {
        const auto found = places_.find({ref.quant, ref.column});
        return found == places_.end() ? PrintedColumn{"null", {}} : found->second;
    }
    [[nodiscard]] std::string subquery(ir::RelRef, int) const override { return "(select null)"; }
    [[nodiscard]] std::string parameter(const std::string& name) const override { return printer_.parameter(name); }
    [[nodiscard]] std::string variable(int index) const override { return printer_.variable(index); }
    [[nodiscard]] StringRule string_rule() const override { return printer_.string_rule(); }

private:
    const BlockPrinter& printer_;
    const std::map<Place, PrintedColumn>& places_;
};

} // namespace

QueryWriter::QueryWriter(const ir::Program& program, const PrintContext& context,
                         std::map<ir::TableId, ReplayTable> tables)
    : program_(program), context_(context), tables_(std::move(tables)) {}

BlockPrinter QueryWriter::printer() const {
    BlockPrinter out(
        context_.dialect,
        [this](const std::string& name) { return parameter_call(context_.project, name, context_.dialect); },
        context_.native_strings ? StringRule::native : StringRule::dictionary);
    out.set_variables([this](int index) {
        return read_session(session_name(program_, index), program_.variables[static_cast<std::size_t>(index)].type,
                            context_.dialect);
    });
    return out;
}

NamedRelation QueryWriter::named(ir::TableId id) const {
    NamedRelation out{tables_.at(id).cte, declared_columns(context_.dialect, symbol(id).columns)};
    if (tables_.at(id).scratch) out.columns.push_back({kRowId, simple_type(TypeKind::bigint)});
    return out;
}

std::string QueryWriter::print(ir::RelRef rel, const QueryRequest& request) const {
    BlockPrinter blocks = printer();
    std::map<std::string, std::string> imports;
    walk(rel, {[&](ir::RelRef node) {
                   const auto* current = std::get_if<ir::CurrentTable>(&node->node);
                   if (current == nullptr) return;
                   blocks.add(node, named(current->table));
                   imports[tables_.at(current->table).cte] = tables_.at(current->table).relation;
               },
               nullptr});
    std::string text = blocks.print(rel, request).text;
    std::vector<std::string> ctes;
    for (const auto& [cte, relation] : imports)
        ctes.push_back(fmt::format("{} as (select * from {})", context_.dialect.identifier(cte), relation));
    if (ctes.empty()) return text;
    // A query that is recursive itself has a WITH of its own.
    const bool recursive = text.starts_with(kRecursive);
    if (recursive) return std::string(kRecursive) + join(ctes, ",\n") + ",\n" + text.substr(kRecursive.size());
    return "with " + join(ctes, ",\n") + "\n" + text;
}

std::string QueryWriter::rows(ir::RelRef rel, const std::vector<std::string>& names,
                              const std::vector<SqlType>& types) const {
    QueryRequest request;
    request.names = names;
    for (const SqlType& type : types) {
        if (type.known())
            request.types.emplace_back(type);
        else
            request.types.emplace_back(std::nullopt);
    }
    return print(rel, request);
}

std::string QueryWriter::select(const std::vector<QueryItem>& items, ir::FromRef from, ir::ScalarRef where) {
    ir::Select block;
    block.from = from;
    block.where = where;
    ir::Rel rel;
    std::vector<std::string> names;
    std::vector<SqlType> types;
    for (const QueryItem& item : items) {
        block.items.push_back(item.value);
        rel.columns.push_back({item.name, item.type, true});
        names.push_back(item.name);
        types.push_back(item.type);
    }
    rel.node = std::move(block);
    return rows(arena_.make(std::move(rel)), names, types);
}

std::string QueryWriter::value(ir::ScalarRef scalar, const SqlType& type) {
    return "(" + select({{scalar, "value", type}}, nullptr, nullptr) + ")";
}

std::string QueryWriter::flag(ir::ScalarRef condition) { return value(first_true({condition}), {}); }

std::string QueryWriter::over_places(ir::ScalarRef scalar, const SqlType& type,
                                     const std::map<Place, std::string>& places) const {
    const BlockPrinter blocks = printer();
    std::map<Place, PrintedColumn> columns;
    for (const auto& [place, text] : places)
        columns[place] = {text, {}};
    const PlaceSurroundings around(blocks, columns);
    if (!type.known()) return context_.dialect.expression(*scalar, around, 0).text;
    return context_.dialect.value_of_type(*scalar, type, around, 0).text;
}

std::string QueryWriter::order_by(const std::vector<std::pair<std::string, SqlType>>& keys,
                                  const std::vector<bool>& descending) const {
    const BlockPrinter blocks = printer();
    std::map<Place, PrintedColumn> columns;
    std::vector<std::string> out;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        columns[{0, static_cast<int>(i)}] = {keys[i].first, keys[i].second};
        const ir::Scalar scalar{ir::ColumnRef{0, static_cast<int>(i)}, keys[i].second, true, {}};
        out.push_back(context_.dialect.sort_key({&scalar, i < descending.size() && descending[i]},
                                                PlaceSurroundings(blocks, columns), 0));
    }
    return out.empty() ? "1" : join(out, ", ");
}

// ---- nodes

ir::ScalarRef QueryWriter::column(ir::QuantId quant, int index, const SqlType& type) {
    return arena_.make(ir::Scalar{ir::ColumnRef{quant, index}, type, true, {}});
}

ir::ScalarRef QueryWriter::row_id(ir::TableId table, ir::QuantId quant) {
    return column(quant, static_cast<int>(symbol(table).columns.size()), simple_type(TypeKind::bigint));
}

ir::RelRef QueryWriter::current(ir::TableId table) {
    return arena_.make(ir::Rel{ir::CurrentTable{table}, symbol(table).columns, {}, {}, {}});
}

ir::FromRef QueryWriter::from(ir::Quantifier quantifier) { return arena_.make(ir::From{std::move(quantifier)}); }

ir::ScalarRef QueryWriter::none_of(ir::FromRef from, ir::ScalarRef where) {
    ir::Select block;
    block.from = from;
    block.where = where;
    block.items = {integer(1)};
    const ir::RelRef rel =
        arena_.make(ir::Rel{std::move(block), {{"one", simple_type(TypeKind::int_), false}}, {}, {}, {}});
    return arena_.make(ir::Scalar{ir::Exists{rel, true}, kBit, false, {}});
}

ir::ScalarRef QueryWriter::both(ir::ScalarRef a, ir::ScalarRef b) {
    if (a == nullptr || b == nullptr) return a == nullptr ? b : a;
    return arena_.make(ir::Scalar{ir::Logic{ir::LogicOp::and_, {a, b}}, kBit, true, {}});
}

ir::ScalarRef QueryWriter::integer(int value) {
    return arena_.make(ir::Scalar{ir::Constant{std::to_string(value)}, simple_type(TypeKind::int_), false, {}});
}

ir::ScalarRef QueryWriter::first_true(const std::vector<ir::ScalarRef>& conditions) {
    ir::Case choice;
    int number = 0;
    for (const ir::ScalarRef condition : conditions) {
        ++number;
        if (condition == nullptr) {
            if (choice.arms.empty()) return integer(number);
            choice.otherwise = integer(number);
            break;
        }
        choice.arms.push_back({condition, integer(number)});
    }
    if (choice.arms.empty()) return integer(0);
    if (choice.otherwise == nullptr) choice.otherwise = integer(0);
    return arena_.make(ir::Scalar{std::move(choice), simple_type(TypeKind::int_), false, {}});
}

} // namespace t2d::backend
