// SPDX-License-Identifier: Apache-2.0
#include "passes/fuse_blocks.h"

#include <algorithm>
#include <set>

#include "ir/match.h"
#include "passes/copy_graph.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr std::size_t kMaxTables = 4;   // a block that joins more is easier to read in two
constexpr int kMaxRepeatedSize = 2;     // nodes of an expression that may be written more than once
constexpr int kMaxSize = 40;            // nodes of an expression after substitution
constexpr int kMaxNodes = 20000;        // nodes of a block as it would be written, shared ones repeated

struct Cost {
    int size = 0;
    bool window = false, volatile_ = false, subquery = false, column = false;
};

void add_cost(ScalarRef node, Cost& cost) {
    if (++cost.size > kMaxNodes) return;
    cost.window = cost.window || holds<Window>(node->node);
    cost.volatile_ = cost.volatile_ || std::holds_alternative<NextValue>(node->node);
    cost.subquery = cost.subquery || subquery_of(node) != nullptr;
    cost.column = cost.column || std::holds_alternative<ColumnRef>(node->node);
    if (const auto* call = std::get_if<Call>(&node->node)) cost.volatile_ = cost.volatile_ || info_of(call->function).volatility == Volatility::per_row;
    for (const ScalarRef child : children_of(node)) add_cost(child, cost);
}

/// The cost of an expression as it would be written: shared parts count each time.
Cost cost_of(ScalarRef scalar) {
    Cost cost;
    add_cost(scalar, cost);
    return cost;
}

/// Where a quantifier stands in a FROM tree.
struct Place {
    bool preserved = true; ///< no outer join can make its columns NULL
    bool lateral = false;  ///< right side of an APPLY
    bool left_most = true;
};

bool find_place(FromRef from, QuantId id, Place place, Place& found) {
    return match(
        from->node,
        [&](const Quantifier& quantifier) {
            if (quantifier.id != id) return false;
            found = place;
            return true;
        },
        [&](const Join& join) {
            Place left = place, right = place;
            left.preserved = place.preserved && join.kind != JoinKind::right && join.kind != JoinKind::full;
            right.preserved = place.preserved && join.kind != JoinKind::left && join.kind != JoinKind::full;
            right.lateral = place.lateral || join.lateral;
            right.left_most = false;
            return find_place(join.left, id, left, found) || find_place(join.right, id, right, found);
        });
}

FromRef replace_leaf(Arena& arena, FromRef from, QuantId id, FromRef replacement) {
    if (const auto* quantifier = std::get_if<Quantifier>(&from->node)) return quantifier->id == id ? replacement : from;
    Join join = std::get<Join>(from->node);
    const Join before = join;
    join.left = replace_leaf(arena, join.left, id, replacement);
    join.right = replace_leaf(arena, join.right, id, replacement);
    return join.left == before.left && join.right == before.right ? from : arena.make(From{join});
}

/// How often each column of one quantifier is read in a block, correlated subqueries included.
class ColumnUses {
public:
    ColumnUses(RelRef rel, QuantId id, std::size_t columns) : id_(id), counts_(columns, 0) { relation(rel); }
    [[nodiscard]] int operator[](std::size_t column) const { return counts_[column]; }
    [[nodiscard]] bool too_many() const { return budget_ < 0; }

private:
    void relation(RelRef rel) {
        for (const ScalarRef part : scalars_of(rel)) scalar(part);
        for (const RelRef input : inputs_of(rel))
            if (free_quantifiers(input).contains(id_)) relation(input);
    }
    void scalar(ScalarRef node) {
        if (--budget_ < 0) return;
        if (const auto* ref = std::get_if<ColumnRef>(&node->node)) {
            if (ref->quant == id_) ++counts_[static_cast<std::size_t>(ref->column)];
            return;
        }
        for (const ScalarRef child : children_of(node)) scalar(child);
        if (const RelRef query = subquery_of(node))
            if (free_quantifiers(query).contains(id_)) relation(query);
    }
    QuantId id_;
    std::vector<int> counts_;
    int budget_ = kMaxNodes;
};

/// Positions where a constant would change meaning: GROUP BY 1 and ORDER BY 1 name a column by number.
bool is_sort_or_group_key(const Select& block, QuantId id, int column) {
    const auto direct = [&](ScalarRef scalar) {
        const auto* ref = std::get_if<ColumnRef>(&scalar->node);
        return ref != nullptr && ref->quant == id && ref->column == column;
    };
    return std::any_of(block.group_by.begin(), block.group_by.end(), direct) ||
           std::any_of(block.order.begin(), block.order.end(), [&](const SortKey& key) { return direct(key.expr); });
}

class Fuser {
public:
    Fuser(Arena& arena, const UseCounts& uses) : arena_(arena), build_(arena), uses_(uses) {}

    RelRef operator()(RelRef original, RelRef rebuilt) {
        if (!std::holds_alternative<Select>(original->node)) return rebuilt;
        for (const Quantifier* old : quantifiers(std::get<Select>(original->node).from)) {
            const auto count = uses_.find(old->rel);
            if (count == uses_.end() || count->second != 1) continue;
            const RelRef fused = try_fuse(rebuilt, old->id);
            if (fused != nullptr) rebuilt = fused;
        }
        return rebuilt;
    }

private:
    RelRef try_fuse(RelRef outer_rel, QuantId id) {
        const auto* outer = std::get_if<Select>(&outer_rel->node);
        if (outer == nullptr) return nullptr;
        RelRef inner_rel = nullptr;
        for (const Quantifier* quantifier : quantifiers(outer->from))
            if (quantifier->id == id) inner_rel = quantifier->rel;
        if (inner_rel == nullptr) return nullptr;
        const auto* inner = std::get_if<Select>(&inner_rel->node);
        if (inner == nullptr) return nullptr;
        if (fits(outer_rel, *outer, *inner, id)) return merged(outer_rel, *outer, inner_rel, *inner, id);
        return renamed(outer_rel, *outer, inner_rel, *inner, id);
    }

    /// A block that only names columns of the one it reads: that one under these names, whatever it groups, sorts or keeps once. Of
    /// distinct rows, and of new numbers, all columns must stay.
    RelRef renamed(RelRef outer_rel, const Select& outer, RelRef inner_rel, const Select& inner, QuantId id) {
        if (!is_row_wise(outer) || outer.where != nullptr || quantifiers(outer.from).size() != 1) return nullptr;
        Select block = inner;
        block.items.clear();
        std::set<int> read;
        for (const ScalarRef item : outer.items) {
            const auto* ref = std::get_if<ColumnRef>(&item->node);
            if (ref == nullptr || ref->quant != id || !read.insert(ref->column).second) return nullptr;
            block.items.push_back(inner.items[static_cast<std::size_t>(ref->column)]);
        }
        const bool counts = inner.distinct || std::any_of(inner.items.begin(), inner.items.end(), [](ScalarRef item) { return cost_of(item).volatile_; });
        if (counts && read.size() != inner.items.size()) return nullptr;
        return joined(std::move(block), outer_rel, inner_rel, outer_rel->label.empty() ? inner_rel->label : outer_rel->label);
    }

    bool fits(RelRef outer_rel, const Select& outer, const Select& inner, QuantId id) {
        if (inner.from == nullptr || !is_row_wise(inner)) return false;
        Place place;
        if (!find_place(outer.from, id, {}, place) || place.lateral) return false;
        const auto outer_tables = quantifiers(outer.from), inner_tables = quantifiers(inner.from);
        const bool alone = outer_tables.size() == 1;
        if (!alone && outer_tables.size() + inner_tables.size() - 1 > kMaxTables) return false;
        QuantIds moved;
        for (const Quantifier* table : inner_tables) moved.insert(table->id);
        if (binds_any(outer_rel, id, moved)) return false;
        if (!place.preserved && (inner.where != nullptr || inner_tables.size() != 1)) return false;
        if (!alone && !place.left_most && inner_tables.size() != 1) return false;
        const bool projection_only = alone && is_row_wise(outer) && outer.where == nullptr;
        return items_fit(outer_rel, outer, inner, id, place.preserved, projection_only);
    }

    /// Whether the block, or a subquery in it that sees quantifier `id`, has a quantifier of `moved` already (blocks may share a
    /// FROM clause): there the moved expressions would read the wrong rows.
    static bool binds_any(RelRef rel, QuantId id, const QuantIds& moved) {
        if (const auto* block = std::get_if<Select>(&rel->node))
            for (const Quantifier* quantifier : quantifiers(block->from))
                if (moved.contains(quantifier->id)) return true;
        const Relations reads = reads_of(rel);
        return std::any_of(reads.begin(), reads.end(), [&](RelRef read) { return free_quantifiers(read).contains(id) && binds_any(read, id, moved); });
    }

    bool items_fit(RelRef outer_rel, const Select& outer, const Select& inner, QuantId id, bool preserved, bool projection_only) {
        const ColumnUses uses(outer_rel, id, inner.items.size());
        if (uses.too_many()) return false;
        bool outer_has_window = false;
        for (const ScalarRef item : outer.items) outer_has_window = outer_has_window || cost_of(item).window;
        int grown = 0;
        for (std::size_t i = 0; i < inner.items.size(); ++i) {
            const ScalarRef item = inner.items[i];
            const bool is_column = std::holds_alternative<ColumnRef>(item->node);
            const Cost cost = cost_of(item);
            // Even an unread window or volatile item tells where the block's rows are final.
            if (cost.window && (!projection_only || outer_has_window)) return false;
            if (uses[i] == 0 || is_column) continue;
            if (!preserved) return false; // an outer join would make it NULL, the expression would not
            if (cost.volatile_ && (!projection_only || uses[i] > 1)) return false;
            if (outer.grouped && !is_column) return false;
            if (!cost.column && is_sort_or_group_key(outer, id, static_cast<int>(i))) return false;
            if (uses[i] > 1 && (cost.size > kMaxRepeatedSize || cost.subquery)) return false;
            if (cost.size > kMaxSize) return false;
            grown += cost.size;
        }
        return grown <= 4 * kMaxSize;
    }

    RelRef merged(RelRef outer_rel, const Select& outer, RelRef inner_rel, const Select& inner, QuantId id) {
        CopyHooks hooks;
        hooks.column = [&](ScalarRef, const ColumnRef& ref) { return ref.quant == id ? inner.items[static_cast<std::size_t>(ref.column)] : nullptr; };
        GraphCopy copy(arena_, std::move(hooks));
        Select block = outer;
        block.from = replace_leaf(arena_, copy(outer.from), id, inner.from);
        block.where = copy(outer.where);
        if (inner.where != nullptr) block.where = block.where == nullptr ? inner.where : build_.conjunction(inner.where, block.where);
        for (ScalarRef& key : block.group_by) key = copy(key);
        block.having = copy(outer.having);
        for (ScalarRef& item : block.items) item = copy(item);
        for (SortKey& key : block.order) key.expr = copy(key.expr);
        return joined(std::move(block), outer_rel, inner_rel, outer_rel->label);
    }

    /// `block` in place of both relations, with the columns of the outer one and the comments of both.
    RelRef joined(Select block, RelRef outer_rel, RelRef inner_rel, const std::string& label) {
        Rel rel{std::move(block), outer_rel->columns, label, inner_rel->comments, cover(inner_rel->span, outer_rel->span)};
        for (const std::string& comment : outer_rel->comments)
            if (std::find(rel.comments.begin(), rel.comments.end(), comment) == rel.comments.end()) rel.comments.push_back(comment);
        return arena_.make(std::move(rel));
    }

    Arena& arena_;
    Builder build_;
    const UseCounts& uses_;
};

} // namespace

RelRef fuse_blocks(Arena& arena, RelRef root) {
    const UseCounts uses = count_uses(relations_below({root}));
    Fuser fuser(arena, uses);
    CopyHooks hooks;
    hooks.after = [&](RelRef original, RelRef rebuilt) { return fuser(original, rebuilt); };
    return GraphCopy(arena, std::move(hooks))(root);
}

} // namespace t2d::passes
