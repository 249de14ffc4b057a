// SPDX-License-Identifier: Apache-2.0
#include "passes/string_columns.h"

#include <boost/container/small_vector.hpp>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "ir/functions.h"
#include "ir/match.h"
#include "ir/node_map.h"
#include "ir/slots.h"
#include "passes/graph_facts.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

using ColumnOf = std::pair<RelRef, int>;

/// Marks columns and follows a mark through blocks to the imports. Sets are looked up only, never iterated.
class StringColumns {
public:
    explicit StringColumns(const std::vector<RelRef>& relations) {
        for (const RelRef rel : relations) {
            if (const auto* block = std::get_if<Select>(&rel->node))
                for (const Quantifier* quantifier : quantifiers(block->from)) sources_[quantifier->id].push_back(quantifier->rel);
            if (const auto* loop = std::get_if<Recursive>(&rel->node)) loops_.emplace(loop->id, rel);
        }
        for (const RelRef rel : relations) relation(rel);
    }

    /// All columns of a relation are output: their values matter, trailing blanks included.
    void output(RelRef rel) {
        for (std::size_t i = 0; i < rel->columns.size(); ++i) use_value({rel, static_cast<int>(i)});
    }
    [[nodiscard]] bool compared(RelRef rel, int column) const { return compared_.contains({rel, column}); }
    [[nodiscard]] bool sorts() const { return sorts_; }
    [[nodiscard]] bool value_used(RelRef rel, int column) const { return valued_.contains({rel, column}); }

private:
    // ---- where strings are compared

    void relation(RelRef rel) {
        for_each_scalar_in(rel, [&](ScalarRef node) { scalar(node); });
        if (const auto* block = std::get_if<Select>(&rel->node)) {
            for (const ScalarRef key : block->group_by) compare(key);
            sort(block->order);
            if (block->distinct) compare_all(rel);
            // Items that are not plain columns compute with the values they read.
            for (const ScalarRef item : block->items)
                if (!std::holds_alternative<ColumnRef>(item->node)) use_values(item);
        }
        if (const auto* set = std::get_if<SetOp>(&rel->node); set != nullptr && set->kind != SetOpKind::union_all) compare_all(rel);
        if (const auto* loop = std::get_if<Recursive>(&rel->node); loop != nullptr && loop->distinct) compare_all(rel);
    }

    void compare_all(RelRef rel) {
        for (std::size_t i = 0; i < rel->columns.size(); ++i)
            if (rel->columns[i].type.is_string()) compare_column({rel, static_cast<int>(i)});
    }

    void scalar(ScalarRef node) {
        match(
            node->node,
            [&](const Compare& n) {
                if (is_exact(n.strings)) return use_values(node);
                compare(n.left), compare(n.right);
                const bool equality = n.op == CompareOp::equal || n.op == CompareOp::not_equal;
                sorts_ = sorts_ || (!equality && n.left->type.is_string());
            },
            [&](const Between& n) {
                if (is_exact(n.strings)) return use_values(node);
                compare(n.operand), compare(n.low), compare(n.high);
                sorts_ = sorts_ || n.operand->type.is_string();
            },
            [&](const InList& n) {
                if (is_exact(n.strings)) return use_values(node);
                compare(n.operand);
                for (const ScalarRef item : n.items) compare(item);
            },
            [&](const Like& n) {
                if (!is_exact(n.strings)) compare(n.operand), compare(n.pattern);
                use_values(node);
            },
            [&](const InQuery& n) {
                if (is_exact(n.strings)) return use_values(n.operand);
                compare(n.operand), compare_all(n.query);
            },
            [&](const Quantified& n) {
                if (is_exact(n.strings)) return use_values(n.operand);
                compare(n.operand), compare_all(n.query);
                sorts_ = sorts_ || n.operand->type.is_string();
            },
            [&](const Case& n) {
                if (n.operand == nullptr) return;
                if (is_exact(n.strings)) return use_values(node);
                compare(n.operand);
                for (const CaseArm& arm : n.arms) compare(arm.when);
            },
            [&](const Call& n) {
                if (compares_texts(n.function) && !is_exact(n.strings))
                    for (const ScalarRef argument : n.args) compare(argument);
                const bool picks = n.function == FunctionId::greatest || n.function == FunctionId::least;
                sorts_ = sorts_ || (picks && node->type.is_string());
                use_values(node);
            },
            [&](const Aggregate& n) { aggregate(node, n); }, [&](const Window& n) { window(n); },
            [&](const Convert&) { use_values(node); }, [&](const Arithmetic&) { use_values(node); },
            [](const auto&) {});
    }

    void aggregate(ScalarRef node, const Aggregate& n) {
        const bool ordered = n.function == AggregateKind::min || n.function == AggregateKind::max;
        if (ordered || n.distinct)
            for (const ScalarRef argument : n.args) compare(argument);
        sorts_ = sorts_ || (ordered && node->type.is_string() && !is_exact_key(n.args[0]));
        sort(n.order);
        use_values(node);
    }

    void window(const Window& n) {
        for (const ScalarRef key : n.partition) compare(key);
        sort(n.order);
        sort(n.within);
        const bool ordered = n.function == WindowKind::aggregate && (n.aggregate_kind == AggregateKind::min || n.aggregate_kind == AggregateKind::max);
        for (const ScalarRef argument : n.args) {
            if (ordered) compare(argument);
            sorts_ = sorts_ || (ordered && argument->type.is_string() && !is_exact_key(argument));
            use_values(argument);
        }
    }

    void sort(const std::vector<SortKey>& keys) {
        for (const SortKey& key : keys) {
            compare(key.expr);
            sorts_ = sorts_ || (key.expr->type.is_string() && !is_exact_key(key.expr));
        }
    }

    /// Whether a value compares under a collation of its own, which is said where it is compared.
    static bool is_exact_key(ScalarRef node) {
        const auto* collate = std::get_if<Collate>(&node->node);
        return collate != nullptr && is_exact(comparison_named(collate->collation));
    }

    /// The strings of an expression are compared: those of the columns that it hands on.
    void compare(ScalarRef node) {
        if (!node->type.is_string()) return;
        if (is_exact_key(node)) return use_values(node);
        if (const auto* ref = std::get_if<ColumnRef>(&node->node)) {
            for (const RelRef rel : sources(ref->quant)) compare_column({rel, ref->column});
            return;
        }
        if (const auto* sub = std::get_if<ScalarSubquery>(&node->node)) return compare_column({sub->query, 0});
        if (!compared_nodes_.insert(node)) return;
        for (const ScalarRef child : children_of(node)) compare(child);
        use_values(node);
    }

    void compare_column(ColumnOf column) {
        if (!compared_.insert(column).second) return;
        follow(column, [&](ScalarRef item) { compare(item); }, [&](ColumnOf next) { compare_column(next); });
    }

    // ---- where values matter

    void use_values(ScalarRef node) {
        if (const auto* ref = std::get_if<ColumnRef>(&node->node))
            for (const RelRef rel : sources(ref->quant)) use_value({rel, ref->column});
        if (is_leaf(*node) || !valued_nodes_.insert(node)) return;
        if (const auto* sub = std::get_if<ScalarSubquery>(&node->node)) use_value({sub->query, 0});
        const auto child = [&](ScalarRef operand) { use_values(operand); };
        const auto ignore = [](RelRef) {};
        visit_held([&](const auto& kind) { scalar_slots(unboxed(kind), child, ignore); }, node->node);
    }

    void use_value(ColumnOf column) {
        if (!valued_.insert(column).second) return;
        follow(column, [&](ScalarRef item) { use_values(item); }, [&](ColumnOf next) { use_value(next); });
    }

    /// One step back: to the expression of a block's column, or to the same column of the inputs.
    template <typename OnItem, typename OnColumn>
    void follow(ColumnOf column, OnItem on_item, OnColumn on_column) {
        const auto index = static_cast<std::size_t>(column.second);
        match(
            column.first->node, [&](const Select& block) { on_item(block.items[index]); },
            [&](const SetOp& set) {
                for (const RelRef input : set.inputs) on_column({input, column.second});
            },
            [&](const Values& values) {
                for (const auto& row : values.rows) on_item(row[index]);
            },
            [&](const Recursive& loop) { on_column({loop.anchor, column.second}), on_column({loop.step, column.second}); },
            [&](const RecursiveRef& self) {
                const auto loop = loops_.find(self.id);
                if (loop != loops_.end()) on_column({loop->second, column.second});
            },
            [&](const FunctionScan& scan) {
                for (const ScalarRef argument : scan.args) on_item(argument);
            },
            [](const auto&) {});
    }

    /// A statement that several rounds of a loop repeat binds its quantifier in each of them, to the relation of that round.
    using Sources = boost::container::small_vector<RelRef, 1>;
    [[nodiscard]] Sources sources(QuantId id) const {
        const auto found = sources_.find(id);
        return found == sources_.end() ? Sources() : found->second;
    }

    std::unordered_map<QuantId, Sources> sources_;
    std::map<int, RelRef> loops_;
    std::set<ColumnOf> compared_, valued_;
    FewNodes<ScalarRef> compared_nodes_, valued_nodes_; ///< expressions that need not be looked at again
    bool sorts_ = false;
};

} // namespace

bool find_string_columns(std::vector<Import>& imports, const std::vector<Cte>& ctes) {
    std::vector<RelRef> roots;
    for (const Cte& cte : ctes) roots.push_back(cte.rel);
    StringColumns strings(relations_below(roots));
    if (!ctes.empty()) strings.output(ctes.back().rel);
    for (Import& import : imports) {
        for (int i = 0; i < static_cast<int>(import.rel->columns.size()); ++i) {
            const SqlType& type = import.rel->columns[static_cast<std::size_t>(i)].type;
            if (!type.is_string() || !strings.compared(import.rel, i)) continue;
            import.collated.push_back(i);
            if (type.is_fixed_string() || !strings.value_used(import.rel, i)) import.trimmed.push_back(i);
        }
    }
    return strings.sorts();
}

} // namespace t2d::passes
