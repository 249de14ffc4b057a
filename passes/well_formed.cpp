// SPDX-License-Identifier: Apache-2.0
#include "passes/well_formed.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

class WellFormed {
public:
    using Scope = std::map<QuantId, RelRef>;

    std::string defect;

    void relation(RelRef rel, const Scope& around) {
        if (!defect.empty() || !seen_.emplace(rel, bound(rel, around)).second) return;
        shape(rel);
        Scope scope = around;
        if (const auto* block = std::get_if<Select>(&rel->node))
            for (const Quantifier* quantifier : quantifiers(block->from)) bind(*quantifier, scope);
        for (const RelRef input : inputs_of(rel)) relation(input, scope);
        for_each_scalar_in(rel, [&](ScalarRef node) { scalar(node, scope); });
    }

private:
    /// The part of the scope that the relation depends on: it is looked at once for each.
    std::vector<RelRef> bound(RelRef rel, const Scope& scope) {
        auto known = free_.find(rel);
        if (known == free_.end()) known = free_.emplace(rel, free_quantifiers(rel)).first;
        std::vector<RelRef> out;
        for (const QuantId id : known->second) {
            const auto found = scope.find(id);
            out.push_back(found == scope.end() ? nullptr : found->second);
        }
        return out;
    }

    void bind(const Quantifier& quantifier, Scope& scope) {
        scope[quantifier.id] = quantifier.rel;
        const auto& columns = quantifier.rel->columns;
        const auto& first = bound_.emplace(quantifier.id, quantifier.rel).first->second->columns;
        const auto alike = [](const Column& a, const Column& b) { return a.name == b.name; };
        if (!std::equal(columns.begin(), columns.end(), first.begin(), first.end(), alike)) report(fmt::format("quantifier {} is bound to relations of different columns", quantifier.id));
    }

    void scalar(ScalarRef node, const Scope& scope) {
        if (const RelRef query = subquery_of(node)) relation(query, scope);
        const auto* ref = std::get_if<ColumnRef>(&node->node);
        if (ref == nullptr || !defect.empty()) return;
        const auto found = scope.find(ref->quant);
        if (found == scope.end()) return report(fmt::format("quantifier {} is not bound", ref->quant));
        const auto& columns = found->second->columns;
        if (ref->column < 0 || ref->column >= static_cast<int>(columns.size())) return report(fmt::format("column {} of quantifier {} does not exist", ref->column, ref->quant));
        const Column& column = columns[static_cast<std::size_t>(ref->column)];
        if (column.type.known() && node->type.known() && column.type != node->type) report(fmt::format("column {} of quantifier {} is of type {}, read as {}", column.name, ref->quant, to_string(column.type), to_string(node->type)));
    }

    void shape(RelRef rel) {
        const std::size_t columns = rel->columns.size();
        if (const auto* block = std::get_if<Select>(&rel->node); block != nullptr && block->items.size() != columns)
            report(fmt::format("a block has {} columns and {} items", columns, block->items.size()));
        if (const auto* values = std::get_if<Values>(&rel->node))
            for (const auto& row : values->rows)
                if (row.size() != columns) report("a row has another number of values than its relation has columns");
        const bool aligned = std::holds_alternative<SetOp>(rel->node) || std::holds_alternative<Recursive>(rel->node);
        if (!aligned) return;
        for (const RelRef input : inputs_of(rel))
            if (input->columns.size() != columns) report("an operand has another number of columns than its set operation");
    }

    void report(std::string what) {
        if (defect.empty()) defect = std::move(what);
    }

    std::map<QuantId, RelRef> bound_;
    std::map<RelRef, QuantIds> free_;                       ///< looked up only
    std::set<std::pair<RelRef, std::vector<RelRef>>> seen_; ///< looked up only
};

} // namespace

std::string defect_of(RelRef root) {
    WellFormed check;
    check.relation(root, {});
    return check.defect;
}

} // namespace t2d::passes
