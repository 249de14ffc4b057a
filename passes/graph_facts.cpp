// SPDX-License-Identifier: Apache-2.0
#include "passes/graph_facts.h"

#include "ir/node_map.h"
#include "ir/slots.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

std::vector<RelRef> relations_below(const std::vector<RelRef>& roots) {
    std::vector<RelRef> out;
    for_each_rel(roots, [&](RelRef rel) { out.push_back(rel); });
    return out;
}

bool reaches(RelRef from, RelRef what) {
    bool found = false;
    for_each_rel(from, [&](RelRef rel) { found = found || rel == what; });
    return found;
}

namespace {

/// Relations of the subqueries below some scalars. A scalar that several expressions share is entered once, but each place that holds a
/// subquery counts.
class Subqueries {
public:
    Relations found;

    void operator()(ScalarRef scalar) {
        if (!scalar->has_query) return;
        if (const RelRef query = subquery_of(scalar)) found.push_back(query);
        if (!seen_.insert(scalar)) return;
        const auto below = [&](ScalarRef child) { (*this)(child); };
        const auto query = [](RelRef) {};
        visit_held([&](const auto& node) { scalar_slots(unboxed(node), below, query); }, scalar->node);
    }

private:
    FewNodes<ScalarRef> seen_;
};

} // namespace

Relations reads_of(RelRef rel) {
    if (!rel->has_query) return inputs_of(rel);
    Subqueries subqueries;
    subqueries.found = inputs_of(rel);
    for (const ScalarRef scalar : scalars_of(rel)) subqueries(scalar);
    return std::move(subqueries.found);
}

UseCounts count_uses(const std::vector<RelRef>& relations) {
    UseCounts out;
    for (const RelRef rel : relations)
        for (const RelRef read : reads_of(rel)) ++out[read];
    return out;
}

const Quantifier* only_quantifier(FromRef from) { return from == nullptr ? nullptr : std::get_if<Quantifier>(&from->node); }

bool is_row_wise(const Select& block) { return !block.grouped && block.group_by.empty() && !block.distinct && !block.limit && block.having == nullptr; }

const Select* only_row_of(RelRef rel) {
    const auto* block = std::get_if<Select>(&rel->node);
    return block != nullptr && block->from == nullptr && !block->grouped && !block->limit ? block : nullptr;
}

bool calls_function(ScalarRef scalar) {
    bool found = false;
    for_each_scalar(scalar, [&](ScalarRef node) { found = found || std::holds_alternative<UserCall>(node->node); }, true);
    for_each_rel(scalar, [&](RelRef rel) { found = found || std::holds_alternative<UserScan>(rel->node); });
    return found;
}

bool calls_function(RelRef rel) {
    bool found = false;
    for_each_rel(rel, [&](RelRef node) {
        found = found || std::holds_alternative<UserScan>(node->node);
        for_each_scalar_in(node, [&](ScalarRef scalar) { found = found || std::holds_alternative<UserCall>(scalar->node); });
    });
    return found;
}

bool passes_through(const Select& block) {
    const Quantifier* input = only_quantifier(block.from);
    if (input == nullptr || !is_row_wise(block) || block.where != nullptr) return false;
    if (block.items.size() != input->rel->columns.size()) return false;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const auto* ref = std::get_if<ColumnRef>(&block.items[i]->node);
        if (ref == nullptr || ref->quant != input->id || ref->column != static_cast<int>(i)) return false;
    }
    return true;
}

bool has_window(const Select& block) {
    bool found = false;
    for (const ScalarRef item : block.items)
        for_each_scalar(item, [&](ScalarRef node) { found = found || holds<Window>(node->node); }, false);
    return found;
}

const QuantIds& Closedness::open_names(RelRef rel) {
    const auto known = known_.find(rel);
    if (known != known_.end()) return known->second;
    QuantIds open;
    for (const RelRef read : reads_of(rel)) {
        const QuantIds& below = open_names(read);
        open.insert(below.begin(), below.end());
    }
    for_each_scalar_in(rel, [&](ScalarRef scalar) {
        if (const auto* ref = std::get_if<ColumnRef>(&scalar->node)) open.insert(ref->quant);
    });
    if (const auto* block = std::get_if<Select>(&rel->node))
        for (const Quantifier* quantifier : quantifiers(block->from)) open.erase(quantifier->id);
    if (const auto* loop = std::get_if<Recursive>(&rel->node)) open.erase(-loop->id);
    if (const auto* self = std::get_if<RecursiveRef>(&rel->node)) open.insert(-self->id);
    return known_.emplace(rel, std::move(open)).first->second;
}

} // namespace t2d::passes
