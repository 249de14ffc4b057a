// SPDX-License-Identifier: Apache-2.0
#include "passes/batch_write.h"

#include <algorithm>

#include "ir/constants.h"
#include "ir/functions.h"
#include "passes/graph_facts.h"
#include "passes/keys.h"
#include "passes/never_true.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Whether an expression gives one value for a row in all rounds: it reads no other row of the table and no variable that is assigned.
bool is_steady(ScalarRef scalar, TableId table, const std::set<int>& assigned) {
    bool steady = true;
    const auto look = [&](ScalarRef node) {
        const auto* read = std::get_if<VarRef>(&node->node);
        const auto* call = std::get_if<Call>(&node->node);
        const bool per_row = call != nullptr && info_of(call->function).volatility == Volatility::per_row;
        if ((read != nullptr && assigned.contains(read->variable)) || per_row || std::holds_alternative<UserCall>(node->node) || std::holds_alternative<NextValue>(node->node)) steady = false;
    };
    if (scalar == nullptr) return true;
    for_each_scalar(scalar, look, true);
    for_each_rel(scalar, [&](RelRef rel) {
        const auto* read = std::get_if<CurrentTable>(&rel->node);
        if ((read != nullptr && read->table == table) || std::holds_alternative<UserScan>(rel->node) || std::holds_alternative<HoleRel>(rel->node)) steady = false;
    });
    return steady;
}

/// The block that numbers the rows of the table, and nothing else.
const Select* numbering(const WriteThrough& node) {
    const auto* block = std::get_if<Select>(&node.rows->node);
    if (block == nullptr || block->grouped || block->distinct || block->limit || block->where != node.inside || block->items.empty()) return nullptr;
    const Quantifier* base = only_quantifier(block->from);
    const auto* table = base == nullptr ? nullptr : std::get_if<CurrentTable>(&base->rel->node);
    const auto* number = get_boxed<Window>(block->items.back()->node);
    const bool numbers = number != nullptr && number->function == WindowKind::row_number && number->partition.empty();
    if (table == nullptr || table->table != node.table || base->id != node.target || !numbers) return nullptr;
    for (std::size_t i = 0; i + 1 < block->items.size(); ++i) {
        const auto* column = std::get_if<ColumnRef>(&block->items[i]->node);
        if (column == nullptr || column->quant != base->id || column->column != static_cast<int>(i)) return nullptr;
    }
    return block;
}

/// n of `number <= n`; false where it is neither a positive constant nor a variable that keeps its value.
bool take_size(const Builder& build, const WriteThrough& node, int number, const std::set<int>& assigned, BatchWrite& out) {
    const auto* limit = node.where == nullptr ? nullptr : std::get_if<Compare>(&node.where->node);
    const auto* position = limit == nullptr || limit->op != CompareOp::less_equal ? nullptr : std::get_if<ColumnRef>(&limit->left->node);
    if (position == nullptr || position->quant != node.row || position->column != number) return false;
    ScalarRef size = limit->right;
    if (const auto* convert = std::get_if<Convert>(&size->node); convert != nullptr && convert->implicit && convert->operand->type.is_integer()) size = convert->operand;
    if (constant_of(size) != nullptr) {
        out.size = integer_of(size).value_or(0);
        return out.size > 0;
    }
    const auto* read = std::get_if<VarRef>(&size->node);
    if (read == nullptr || !size->type.is_integer() || assigned.contains(read->variable)) return false;
    out.size_variable = read->variable;
    out.positive = build.arena().make(Scalar{Compare{CompareOp::greater, size, build.integer(0)}, simple_type(TypeKind::bit), true, size->span});
    return true;
}

} // namespace

std::optional<BatchWrite> batch_write(const Builder& build, const WriteThrough& node, const std::set<int>& assigned) {
    const Select* block = numbering(node);
    if (block == nullptr || !is_steady(node.inside, node.table, assigned)) return std::nullopt;
    BatchWrite out{node.table, node.target, block->from, node.inside, node.remove, {}, 0, -1, nullptr};
    const int width = static_cast<int>(block->items.size()) - 1;
    if (!take_size(build, node, width, assigned, out)) return std::nullopt;
    for (const SetColumn& column : node.set) {
        const ScalarRef value = substitute(build.arena(), column.value, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == node.row && ref.column < width ? block->items[static_cast<std::size_t>(ref.column)] : nullptr; });
        if (free_quantifiers(value).contains(node.row) || !is_steady(value, node.table, assigned)) return std::nullopt;
        out.set.push_back({column.column, value});
    }
    if (node.remove) return out;
    if (node.inside == nullptr) return std::nullopt;
    const ScalarRef after = substitute(build.arena(), node.inside, [&](const ColumnRef& ref) -> ScalarRef {
        const auto set = std::find_if(out.set.begin(), out.set.end(), [&](const SetColumn& column) { return ref.quant == node.target && column.column == ref.column; });
        return set == out.set.end() ? nullptr : set->value;
    });
    if (!is_never_true(after)) return std::nullopt;
    return out;
}

bool tests_same_rows(ScalarRef condition, const BatchWrite& write) {
    const auto* exists = condition == nullptr ? nullptr : std::get_if<Exists>(&condition->node);
    const auto* block = exists == nullptr || exists->negated ? nullptr : std::get_if<Select>(&exists->query->node);
    if (block == nullptr || block->grouped || block->limit) return false;
    const Quantifier* source = only_quantifier(block->from);
    const auto* table = source == nullptr ? nullptr : std::get_if<CurrentTable>(&source->rel->node);
    if (table == nullptr || table->table != write.table) return false;
    Arena scratch;
    const Quantifier& target = *only_quantifier(write.from);
    const Builder build(scratch);
    const std::vector<ScalarRef> held = conjuncts(write.condition);
    for (const ScalarRef asked : conjuncts(block->where)) {
        const ScalarRef same = substitute(scratch, asked, [&](const ColumnRef& ref) -> ScalarRef { return ref.quant == source->id ? build.column(target, ref.column) : nullptr; });
        if (std::none_of(held.begin(), held.end(), [&](ScalarRef condition_held) { return same_scalar(condition_held, same); })) return false;
    }
    return true;
}

Delete BatchWrite::remove_all(const Builder& build) const { return {table, target, from, build.conjunction(condition, positive), build.arena().fresh_quantifier(), {}}; }

Update BatchWrite::update_all(const Builder& build) const {
    return {table, target, from, build.conjunction(condition, positive), set, build.arena().fresh_quantifier(), build.arena().fresh_quantifier(), {}};
}

} // namespace t2d::passes
