// SPDX-License-Identifier: Apache-2.0
#include "passes/row_assignments.h"

#include <algorithm>
#include <map>
#include <set>

#include "passes/builder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool reads_any(ScalarRef scalar, const std::set<int>& variables) {
    bool found = false;
    const auto look = [&](ScalarRef node) {
        const auto* read = std::get_if<VarRef>(&node->node);
        found = found || (read != nullptr && variables.contains(read->variable));
    };
    if (scalar != nullptr) for_each_scalar(scalar, look, true);
    return found;
}

/// Whether an item reads a variable that it or a later item assigns: its value from the row before.
bool accumulates(const AssignQuery& node, const Select& block) {
    for (std::size_t i = 0; i < block.items.size(); ++i)
        if (reads_any(block.items[i], {node.variables.begin() + static_cast<std::ptrdiff_t>(i), node.variables.end()})) return true;
    return false;
}

/// One assignment as: its rows, a position, and a loop that assigns from one row after the other.
class RowLoop {
public:
    RowLoop(Program& program, const Builder& build, const Statement& statement) : program_(program), build_(build), statement_(statement) {}

    [[nodiscard]] Body operator()(const AssignQuery& node, const Select& block) {
        const SqlType bigint = simple_type(TypeKind::bigint);
        const TableId rows = rows_of(block);
        program_.variables.push_back({"@row_no", bigint});
        const int position = static_cast<int>(program_.variables.size()) - 1;
        const ScalarRef at = build_.arena().make(Scalar{VarRef{position}, bigint, true, {}});
        const RelRef table = build_.arena().make(Rel{CurrentTable{rows}, columns_, {}, {}, {}});
        const int row_no = static_cast<int>(columns_.size()) - 1;

        While loop;
        const Quantifier rest = build_.quantifier(table);
        Select more;
        more.from = build_.from(rest);
        more.items = {build_.integer(1)};
        more.where = build_.arena().make(Scalar{Compare{CompareOp::greater, build_.column(rest, row_no), at}, simple_type(TypeKind::bit), true, {}});
        loop.condition = build_.exists(build_.select(std::move(more), {{"found", simple_type(TypeKind::int_), false}}));
        loop.body.push_back(make(Assign{position, build_.add(at, build_.convert(build_.integer(1), bigint))}));
        loop.body.push_back(make(next_row(node, block, build_.quantifier(table), row_no, at)));
        Body out;
        out.push_back(make(Define{rows, content_}));
        out.front().comments = statement_.comments;
        out.push_back(make(Assign{position, build_.convert(build_.integer(0), bigint)}));
        out.push_back(make(std::move(loop)));
        return out;
    }

private:
    [[nodiscard]] Statement make(decltype(Statement::node) node) const { return {std::move(node), statement_.record, statement_.span, {}}; }

    /// A table variable with the columns that the items read, and the rows' numbers.
    [[nodiscard]] TableId rows_of(const Select& block) {
        Select rows = block;
        rows.items.clear();
        const auto quantified = quantifiers(block.from);
        for (const ScalarRef item : block.items)
            for_each_scalar(
                item,
                [&](ScalarRef node) {
                    const auto* ref = std::get_if<ColumnRef>(&node->node);
                    const auto own = std::find_if(quantified.begin(), quantified.end(), [&](const Quantifier* q) { return ref != nullptr && q->id == ref->quant; });
                    if (own == quantified.end() || !places_.emplace(std::pair(ref->quant, ref->column), static_cast<int>(columns_.size())).second) return;
                    // A table without DDL gets columns as they are used: the relation may be older than the column.
                    const auto& known = (*own)->rel->columns;
                    const auto at = static_cast<std::size_t>(ref->column);
                    std::string name = at < known.size() ? known[at].name : "column";
                    if (find_column(columns_, name) >= 0) name += "_" + std::to_string(columns_.size() + 1);
                    rows.items.push_back(node);
                    columns_.push_back({name, node->type, true});
                },
                true);
        Window number;
        number.function = WindowKind::row_number;
        number.order = block.order;
        if (number.order.empty())
            for (const ScalarRef item : rows.items) number.order.push_back({item, false});
        if (number.order.empty()) number.order.push_back({build_.null(simple_type(TypeKind::int_)), false});
        if (!rows.limit) rows.order.clear();
        const SqlType bigint = simple_type(TypeKind::bigint);
        rows.items.push_back(build_.arena().make(Scalar{std::move(number), bigint, false, {}}));
        columns_.push_back({"row_no", bigint, false});
        content_ = build_.select(std::move(rows), columns_);
        TableSymbol symbol;
        const auto id = static_cast<TableId>(program_.tables.size());
        symbol.name = "assigned_rows";
        symbol.key = symbol.name + "/" + std::to_string(id);
        symbol.kind = TableKind::variable;
        symbol.self = build_.arena().fresh_quantifier();
        symbol.columns = columns_;
        symbol.rules.resize(columns_.size());
        symbol.unique_keys = {{static_cast<int>(columns_.size()) - 1}};
        program_.tables.push_back(std::move(symbol));
        return id;
    }

    [[nodiscard]] AssignQuery next_row(const AssignQuery& node, const Select& block, const Quantifier& row, int row_no, ScalarRef at) const {
        AssignQuery out;
        out.variables = node.variables;
        Select one;
        one.from = build_.from(row);
        one.where = build_.equal(build_.column(row, row_no), at);
        for (const ScalarRef item : block.items)
            one.items.push_back(substitute(build_.arena(), item, [&](const ColumnRef& ref) -> ScalarRef {
                const auto place = places_.find({ref.quant, ref.column});
                return place == places_.end() ? nullptr : build_.column(row, place->second);
            }));
        out.query = build_.select(std::move(one), node.query->columns);
        return out;
    }

    Program& program_;
    const Builder& build_;
    const Statement& statement_;
    std::map<std::pair<QuantId, int>, int> places_;
    std::vector<Column> columns_;
    RelRef content_ = nullptr;
};

/// The rows of a grouped block as rows of a plain one: groups come first, and what the items compute from their keys and aggregates comes from row to row.
class OverGroups {
public:
    OverGroups(const Builder& build, const Select& block) : build_(build), groups_(block), id_(build.arena().fresh_quantifier()) {
        groups_.items.clear();
        groups_.order.clear();
        groups_.limit.reset();
    }

    [[nodiscard]] Select operator()(const Select& block) {
        Select out;
        for (const ScalarRef item : block.items) out.items.push_back(outside(item));
        for (const SortKey& key : block.order) out.order.push_back({outside(key.expr), key.descending});
        out.limit = block.limit;
        Quantifier rows = build_.quantifier(build_.select(groups_, columns_));
        rows.id = id_;
        out.from = build_.from(rows);
        return out;
    }

private:
    [[nodiscard]] ScalarRef outside(ScalarRef scalar) {
        // Aggregates first: a key inside of one is a column of the rows that are grouped.
        const auto aggregate = [&](ScalarRef node) { return holds<Aggregate>(node->node) ? column(node) : node; };
        const auto key = [&](ScalarRef node) {
            for (const ScalarRef group : groups_.group_by) {
                const auto* collate = std::get_if<Collate>(&group->node);
                if (same_scalar(node, collate == nullptr ? group : collate->operand)) return column(node);
            }
            return node;
        };
        return Rewriter(build_.arena(), key, nullptr)(Rewriter(build_.arena(), aggregate, nullptr)(scalar));
    }

    [[nodiscard]] ScalarRef column(ScalarRef value) {
        std::size_t at = 0;
        while (at < groups_.items.size() && !same_scalar(groups_.items[at], value)) ++at;
        if (at == groups_.items.size()) {
            groups_.items.push_back(value);
            columns_.push_back({"value_" + std::to_string(at + 1), value->type, true});
        }
        return build_.column(id_, static_cast<int>(at), columns_[at]);
    }

    const Builder& build_;
    Select groups_;
    QuantId id_;
    std::vector<Column> columns_;
};

class Spreader {
public:
    Spreader(Program& program, Arena& arena) : program_(program), build_(arena) {}

    void operator()(Body& body) {
        Body out;
        out.reserve(body.size());
        for (Statement& statement : body) {
            if (auto* branch = std::get_if<If>(&statement.node)) {
                (*this)(branch->then);
                (*this)(branch->otherwise);
            }
            if (auto* loop = std::get_if<While>(&statement.node)) (*this)(loop->body);
            if (auto* called = std::get_if<Inlined>(&statement.node)) (*this)(called->body);
            const auto* assignment = std::get_if<AssignQuery>(&statement.node);
            const auto* block = assignment == nullptr ? nullptr : std::get_if<Select>(&assignment->query->node);
            if (block == nullptr || !is_known_before(*block, *assignment) || !accumulates(*assignment, *block)) {
                out.push_back(std::move(statement));
                continue;
            }
            const Select rows = block->grouped ? OverGroups(build_, *block)(*block) : *block;
            for (Statement& part : RowLoop(program_, build_, statement)(*assignment, rows)) out.push_back(std::move(part));
        }
        body = std::move(out);
    }

private:
    /// Rows that are there before the first assignment: none of the variables decides about them.
    [[nodiscard]] static bool is_known_before(const Select& block, const AssignQuery& node) {
        const std::set<int> assigned(node.variables.begin(), node.variables.end());
        const bool one_group = block.grouped && block.group_by.empty();
        const auto inside = [&](ScalarRef item) { // an aggregate of what is assigned
            bool found = false;
            for_each_scalar(item, [&](ScalarRef part) { found = found || (holds<Aggregate>(part->node) && reads_any(part, assigned)); }, true);
            return found;
        };
        if (block.from == nullptr || one_group || block.distinct || reads_any(block.where, assigned) || reads_any(block.having, assigned)) return false;
        return std::none_of(block.items.begin(), block.items.end(), inside);
    }

    Program& program_;
    Builder build_;
};

} // namespace

void spread_row_assignments(Program& program, Arena& arena) {
    Spreader spread(program, arena);
    spread(program.body);
    for (FunctionSymbol& function : program.functions) spread(function.body);
}

} // namespace t2d::passes
