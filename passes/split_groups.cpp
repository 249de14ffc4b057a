// SPDX-License-Identifier: Apache-2.0
#include "passes/split_groups.h"

#include <algorithm>
#include <set>

#include "passes/builder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Whether an expression asks a subquery about the block's own tables.
bool asks_subquery(ScalarRef scalar, const QuantIds& own) {
    bool found = false;
    for_each_scalar(
        scalar,
        [&](ScalarRef node) {
            const RelRef query = subquery_of(node);
            if (query == nullptr) return;
            for (const QuantId id : free_quantifiers(query)) found = found || own.contains(id);
        },
        false);
    return found;
}

class Splitter {
public:
    Splitter(Arena& arena, RelRef rel, const Select& block) : build_(arena), rel_(rel), block_(block) {
        for (const Quantifier* quantifier : quantifiers(block_.from)) own_.insert(quantifier->id);
    }

    [[nodiscard]] RelRef operator()() {
        const bool asks = std::any_of(block_.items.begin(), block_.items.end(), [&](ScalarRef item) { return asks_subquery(item, own_); });
        if (!asks || !block_.grouping_sets.empty() || block_.distinct || block_.limit) return rel_;
        Select groups = block_;
        groups.items.clear();
        for (const ScalarRef key : block_.group_by) add(key);
        for (const ScalarRef item : block_.items) {
            for_each_scalar(item, [&](ScalarRef node) {
                if (!holds<Aggregate>(node->node)) return;
                add(node);
                outside_.insert(node);
            }, false);
            for_each_scalar(item, [&](ScalarRef node) {
                if (is_own_aggregate(node)) add(node);
            }, true);
        }
        groups.items = parts_;
        const Quantifier below = build_.quantifier(build_.select(std::move(groups), columns_));
        // Aggregates first: the keys inside of them are those of the rows.
        const auto from_below = [&](bool aggregates) {
            return Rewriter(
                build_.arena(),
                [this, &below, aggregates](ScalarRef node) -> ScalarRef {
                    const bool wanted = aggregates ? outside_.contains(node) || is_own_aggregate(node) : !holds<Aggregate>(node->node);
                    const int place = wanted ? find(node) : -1;
                    return place < 0 ? node : build_.column(below, place);
                },
                nullptr);
        };
        Rewriter aggregates = from_below(true), keys = from_below(false);
        Select asking;
        asking.from = build_.from(below);
        for (const ScalarRef item : block_.items) asking.items.push_back(keys(aggregates(item)));
        Rel out = *rel_;
        out.node = std::move(asking);
        return build_.arena().make(std::move(out));
    }

private:
    /// An aggregate over this block's rows, even where a subquery asks for it.
    [[nodiscard]] bool is_own_aggregate(ScalarRef scalar) const {
        const QuantIds read = holds<Aggregate>(scalar->node) ? free_quantifiers(scalar) : QuantIds{};
        return !read.empty() && std::includes(own_.begin(), own_.end(), read.begin(), read.end());
    }
    [[nodiscard]] int find(ScalarRef scalar) const {
        const auto at = std::find_if(parts_.begin(), parts_.end(), [&](ScalarRef part) { return same_scalar(part, scalar); });
        return at == parts_.end() ? -1 : static_cast<int>(at - parts_.begin());
    }
    void add(ScalarRef part) {
        if (find(part) >= 0) return;
        std::string name;
        for (std::size_t i = 0; i < block_.items.size(); ++i)
            if (name.empty() && same_scalar(block_.items[i], part)) name = rel_->columns[i].name;
        if (const auto* ref = std::get_if<ColumnRef>(&part->node); name.empty() && ref != nullptr)
            for (const Quantifier* quantifier : quantifiers(block_.from))
                if (quantifier->id == ref->quant) name = quantifier->rel->columns[static_cast<std::size_t>(ref->column)].name;
        if (name.empty() || find_column(columns_, name) >= 0) name = "value_" + std::to_string(parts_.size() + 1);
        parts_.push_back(part);
        columns_.push_back({name, part->type, part->nullable});
    }

    Builder build_;
    RelRef rel_;
    const Select& block_;
    QuantIds own_;
    std::set<ScalarRef> outside_; ///< aggregates that stand in no subquery: COUNT(*) there counts other rows
    std::vector<ScalarRef> parts_;
    std::vector<Column> columns_;
};

} // namespace

RelRef split_groups(Arena& arena, RelRef root) {
    Rewriter rewrite(arena, nullptr, [&](RelRef rel) -> RelRef {
        const auto* block = std::get_if<Select>(&rel->node);
        return block == nullptr || !block->grouped || block->group_by.empty() ? rel : Splitter(arena, rel, *block)();
    });
    return rewrite(root);
}

} // namespace t2d::passes
