// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "passes/copy_graph.h"
#include "passes/fuse_blocks.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Which columns of which relations are read. A relation that is read as a whole (operand of a set operation other than a
/// UNION ALL, DISTINCT, the query of a subquery, an import) keeps all of its columns.
class Demand {
public:
    explicit Demand(RelRef root) {
        const std::vector<RelRef> relations = relations_below({root});
        for (const RelRef rel : relations)
            if (const auto* block = std::get_if<Select>(&rel->node))
                for (const Quantifier* quantifier : quantifiers(block->from)) bind(*quantifier);
        whole(root);
        // Users come after what they use, so that one walk from the end sees each relation's demand complete.
        for (auto rel = relations.rbegin(); rel != relations.rend(); ++rel) visit(*rel);
    }

    [[nodiscard]] RelRef source(QuantId id) const {
        const auto found = source_.find(id);
        return found == source_.end() ? nullptr : found->second;
    }
    /// Kept columns of a relation, in order.
    [[nodiscard]] std::vector<int> kept(RelRef rel) const {
        std::vector<int> out;
        const auto found = read_.find(rel);
        const bool may_drop = found != read_.end() && droppable(rel);
        for (std::size_t i = 0; i < rel->columns.size(); ++i)
            if (!may_drop || found->second[i]) out.push_back(static_cast<int>(i));
        if (out.empty() && !rel->columns.empty()) out.push_back(0);
        return out;
    }
    /// Whether any relation loses a column.
    [[nodiscard]] bool drops_any() const {
        const auto drops = [](const auto& entry) { return droppable(entry.first) && std::find(entry.second.begin(), entry.second.end(), false) != entry.second.end(); };
        return std::any_of(read_.begin(), read_.end(), drops);
    }
    /// Where a kept column stands among the kept ones; of one that nobody keeps, where it stood.
    [[nodiscard]] int position(RelRef rel, int column) const {
        const auto found = read_.find(rel);
        if (found == read_.end() || !droppable(rel) || !found->second[static_cast<std::size_t>(column)]) return column;
        return static_cast<int>(std::count(found->second.begin(), found->second.begin() + column, true));
    }

private:
    static bool droppable(RelRef rel) {
        const auto* block = std::get_if<Select>(&rel->node);
        // Without its aggregates a block without GROUP BY would not be one row any more.
        if (block != nullptr) return !block->distinct && !(block->grouped && block->group_by.empty());
        const auto* set = std::get_if<SetOp>(&rel->node);
        return (set != nullptr && set->kind == SetOpKind::union_all) || std::holds_alternative<Values>(rel->node);
    }
    /// A block that was copied into another round of a loop may bind one quantifier to two relations: what a reference reads is then
    /// a column of both, so they keep all of theirs.
    void bind(const Quantifier& quantifier) {
        const RelRef first = source_.emplace(quantifier.id, quantifier.rel).first->second;
        if (first == quantifier.rel) return;
        whole(first);
        whole(quantifier.rel);
    }
    std::vector<bool>& columns(RelRef rel) { return read_.try_emplace(rel, rel->columns.size(), false).first->second; }
    void whole(RelRef rel) { columns(rel).assign(rel->columns.size(), true); }
    void scalar(ScalarRef root) {
        for_each_scalar(
            root, [&](ScalarRef node) {
                if (const RelRef query = subquery_of(node)) whole(query);
                const auto* ref = std::get_if<ColumnRef>(&node->node);
                if (ref == nullptr) return;
                if (const RelRef rel = source(ref->quant)) columns(rel)[static_cast<std::size_t>(ref->column)] = true;
            },
            false);
    }
    void visit(RelRef rel) {
        const auto* block = std::get_if<Select>(&rel->node);
        if (block == nullptr) {
            for (const RelRef input : inputs_of(rel)) input_of(rel, input);
            for (const ScalarRef part : scalars_of(rel)) scalar(part);
            return;
        }
        // An expression that is left out reads nothing.
        for (const int item : kept(rel)) scalar(block->items[static_cast<std::size_t>(item)]);
        for (const ScalarRef part : scalars_beside_items(*block)) scalar(part);
    }
    /// An operand of a UNION ALL may lose columns only when the union is its only user; else all stay.
    void input_of(RelRef rel, RelRef input) {
        if (!droppable(rel)) return whole(input);
        const std::vector<int> kept_here = kept(rel);
        if (!droppable(input)) return whole(input);
        for (const int column : kept_here) columns(input)[static_cast<std::size_t>(column)] = true;
    }

    std::unordered_map<QuantId, RelRef> source_;
    std::unordered_map<RelRef, std::vector<bool>> read_; ///< looked up only
};

/// Rebuilds relations with their kept columns only. Operands of a UNION ALL must lose exactly the columns that the union loses.
class Dropper {
public:
    Dropper(Arena& arena, const Demand& demand) : arena_(arena), build_(arena), demand_(demand) {}

    ScalarRef column(ScalarRef original, const ColumnRef& ref) {
        const RelRef rel = demand_.source(ref.quant);
        if (rel == nullptr) return nullptr;
        const int position = demand_.position(rel, ref.column);
        if (position == ref.column) return nullptr;
        Scalar copy = *original;
        copy.node = ColumnRef{ref.quant, position};
        return arena_.make(std::move(copy));
    }

    RelRef relation(RelRef original, RelRef rebuilt) {
        const std::vector<int> kept = demand_.kept(original);
        bool changed = kept.size() != original->columns.size();
        if (!changed && !std::holds_alternative<SetOp>(original->node)) return rebuilt;
        Rel copy = *rebuilt;
        copy.columns.clear();
        for (const int column : kept) copy.columns.push_back(original->columns[static_cast<std::size_t>(column)]);
        if (auto* block = std::get_if<Select>(&copy.node); block != nullptr && changed) block->items = picked(block->items, kept);
        if (auto* values = std::get_if<Values>(&copy.node); values != nullptr && changed)
            for (auto& row : values->rows) row = picked(row, kept);
        if (auto* set = std::get_if<SetOp>(&copy.node); set != nullptr && set->kind == SetOpKind::union_all) {
            const auto& before = std::get<SetOp>(original->node).inputs;
            for (std::size_t i = 0; i < before.size(); ++i) changed = align(set->inputs[i], demand_.kept(before[i]), kept) || changed;
        }
        return changed ? arena_.make(std::move(copy)) : rebuilt;
    }

private:
    static std::vector<ScalarRef> picked(const std::vector<ScalarRef>& from, const std::vector<int>& which) {
        std::vector<ScalarRef> out;
        for (const int column : which) out.push_back(from[static_cast<std::size_t>(column)]);
        return out;
    }
    /// Another user kept more columns of an operand than the union needs: select the union's out of them.
    bool align(RelRef& input, const std::vector<int>& has, const std::vector<int>& wanted) {
        if (has == wanted) return false;
        const Quantifier quantifier = build_.quantifier(input);
        Select block;
        block.from = build_.from(quantifier);
        std::vector<Column> columns;
        for (std::size_t i = 0, next = 0; i < has.size() && next < wanted.size(); ++i) {
            if (has[i] != wanted[next]) continue;
            block.items.push_back(build_.column(quantifier, static_cast<int>(i)));
            columns.push_back(input->columns[i]);
            ++next;
        }
        input = build_.select(std::move(block), std::move(columns));
        return true;
    }

    Arena& arena_;
    Builder build_;
    const Demand& demand_;
};

} // namespace

RelRef drop_dead_columns(Arena& arena, RelRef root) {
    const Demand demand(root);
    if (!demand.drops_any()) return root;
    Dropper dropper(arena, demand);
    CopyHooks hooks;
    hooks.column = [&](ScalarRef original, const ColumnRef& ref) { return dropper.column(original, ref); };
    hooks.after = [&](RelRef original, RelRef rebuilt) { return dropper.relation(original, rebuilt); };
    return GraphCopy(arena, std::move(hooks))(root);
}

} // namespace t2d::passes
