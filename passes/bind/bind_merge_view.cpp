// SPDX-License-Identifier: Apache-2.0
// MERGE into a CTE or view: the same as a MERGE into the table behind it that sees no other rows of it than these.
#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// A block that neither combines nor chooses rows by other rows.
bool only_maps(const Select& block) { return only_quantifier(block.from) != nullptr && is_row_wise(block) && !has_window(block); }

} // namespace

/// Finds the table that is written: the one whose columns SET and INSERT name, or the only one that is read.
bool Binder::open_merge_view(RelRef target, const ast::Merge& node, MergeView& view) {
    Through& through = view.through;
    through.block = std::get_if<Select>(&target->node);
    through.columns = &target->columns;
    if (through.block == nullptr || through.block->from == nullptr || through.block->grouped || through.block->distinct) {
        fail<diag::unsupported_syntax>(span_, "MERGE into a CTE or view that groups or combines rows");
        return false;
    }
    view.node = node;
    bool one = true;
    const auto base_name = [&](std::string& name) {
        const int visible = find_column(*through.columns, name);
        std::vector<const Quantifier*> path;
        one = one && visible >= 0 && find_path(*through.block, visible, path) && (through.path.empty() || through.path == path);
        if (!one) return;
        through.path = path;
        const TableId table = std::get<CurrentTable>(path.back()->rel->node).table;
        name = program_.tables[static_cast<std::size_t>(table)].columns[static_cast<std::size_t>(base_column(*through.block, visible))].name;
    };
    const std::string alias = node.alias.empty() ? node.target.last() : node.alias;
    for (ast::MergeBranch& branch : view.node.branches) {
        for (ast::Assignment& item : branch.set) {
            if (item.target.parts.empty()) continue;
            item.value = whole_value(item, alias);
            item.op = ast::AssignOp::assign;
            base_name(item.target.parts.back());
        }
        if (branch.action == ast::MergeAction::insert && branch.columns.empty() && !branch.default_values)
            for (const Column& column : *through.columns) branch.columns.push_back(column.name);
        for (std::string& name : branch.columns) base_name(name);
    }
    if (through.path.empty() && !only_path(*through.block, through.path)) one = false;
    if (!one) {
        fail<diag::unsupported_syntax>(span_, "MERGE into a CTE or view, of columns that are not of one table,");
        return false;
    }
    through.base = through.path.back();
    through.table = std::get<CurrentTable>(through.base->rel->node).table;
    view.label = target->label;
    return true;
}

/// What an expression of a block is over a row of the table, where all blocks on the way are row-wise.
ScalarRef Binder::over_base(const Through& through, std::size_t depth, ScalarRef scalar, const Quantifier& target) const {
    if (scalar == nullptr) return nullptr;
    const Quantifier& source = *through.path[depth];
    const auto* inner = std::get_if<Select>(&source.rel->node);
    return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
        if (ref.quant != source.id) return nullptr;
        if (depth + 1 == through.path.size()) return build_.column(target, ref.column);
        return over_base(through, depth + 1, inner->items[static_cast<std::size_t>(ref.column)], target);
    });
}

/// What the columns of the CTE are for a row of the table, and whether the row is in it.
bool Binder::place_merge_view(MergeView& view, const Quantifier& target) {
    const Through& through = view.through;
    bool row_wise = only_maps(*through.block);
    for (std::size_t i = 0; i + 1 < through.path.size(); ++i) row_wise = row_wise && only_maps(std::get<Select>(through.path[i]->rel->node));
    if (!row_wise) return place_by_key(view, target);
    const Select* block = through.block;
    for (std::size_t depth = 0; depth < through.path.size(); ++depth) {
        view.inside = build_.conjunction(view.inside, over_base(through, depth, block->where, target));
        block = std::get_if<Select>(&through.path[depth]->rel->node);
    }
    for (const ScalarRef item : through.block->items) view.items.push_back(over_base(through, 0, item, target));
    return true;
}

/// Windows, TOP and joins see more than one row: the rows of the CTE are found by the table's key. A row that is there twice fails.
bool Binder::place_by_key(MergeView& view, const Quantifier& target) {
    const Through& through = view.through;
    const auto& keys = program_.tables[static_cast<std::size_t>(through.table)].keys;
    if (keys.empty()) {
        if (fills_columns(through.table) || has_triggers(through.table) || program_.tables[static_cast<std::size_t>(through.table)].inferred)
            fail<diag::unsupported_syntax>(span_, "MERGE into a CTE or view that joins or numbers rows of a table without a key but with columns that are filled, triggers or no DDL");
        view.by_numbers = true;
        return false;
    }
    const std::vector<int> key = keys.front();
    const int width = static_cast<int>(through.columns->size());
    const RelRef rows = with_columns_of_base(through, 0, *through.block, *through.columns, key, view.label);
    const auto found = [&](int column) {
        const Quantifier row = build_.quantifier(rows);
        Select block;
        block.from = build_.from(row);
        for (std::size_t i = 0; i < key.size(); ++i)
            block.where = build_.conjunction(block.where, build_.equal(build_.column(row, width + static_cast<int>(i)), build_.column(target, key[i])));
        block.items = {column < 0 ? build_.integer(1) : build_.column(row, column)};
        return build_.select(std::move(block), {column < 0 ? Column{"found", simple_type(TypeKind::int_), false} : (*through.columns)[static_cast<std::size_t>(column)]});
    };
    const bool once = only_quantifier(through.block->from) != nullptr && through.path.size() == 1;
    view.inside = once ? build_.exists(found(-1)) : build_.equal(build_.subquery(found(-1)), build_.integer(1));
    for (int c = 0; c < width; ++c) {
        std::vector<const Quantifier*> path;
        const bool own = find_path(*through.block, c, path) && path == through.path;
        view.items.push_back(own ? build_.column(target, base_column(*through.block, c)) : build_.subquery(found(c)));
    }
    return true;
}

/// Every name of the CTE becomes what it is in the table; rows outside of it neither match nor are missing in the source. Names of
/// tables that the source joins become columns of the join.
void Binder::settle_merge_view(const MergeView& view, Merge& change) {
    if (view.through.block == nullptr && view.joined.empty()) return;
    bool known = true;
    const auto settled = [&](ScalarRef scalar) -> ScalarRef {
        if (scalar == nullptr) return nullptr;
        return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
            if (const auto place = view.joined.find({ref.quant, ref.column}); place != view.joined.end()) return build_.column(change.source, place->second);
            if (view.through.block == nullptr) return nullptr;
            const bool side = ref.quant == view.before || ref.quant == view.after;
            if (ref.quant != view.through.visible && !side) return nullptr;
            const ScalarRef item = view.items[static_cast<std::size_t>(ref.column)];
            if (!side) return item;
            const auto* own = std::get_if<ColumnRef>(&item->node);
            known = known && own != nullptr;
            if (own == nullptr) return item;
            const Column& column = program_.tables[static_cast<std::size_t>(change.table)].columns[static_cast<std::size_t>(own->column)];
            return build_.column(ref.quant == view.before ? change.deleted : change.inserted, own->column, column);
        });
    };
    change.on = build_.conjunction(settled(change.on), view.inside);
    for (MergeBranch& branch : change.branches) {
        branch.condition = settled(branch.condition);
        if (branch.match == MergeMatch::not_matched_by_source) branch.condition = build_.conjunction(view.inside, branch.condition);
        for (SetColumn& column : branch.set) column.value = settled(column.value);
    }
    for (OutputInto& rows : change.output)
        for (ScalarRef& item : rows.items) item = settled(item);
    if (!known) fail<diag::unsupported_syntax>(span_, "OUTPUT of a computed column of a CTE or view that MERGE writes through");
}

} // namespace t2d::passes
