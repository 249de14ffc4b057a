// SPDX-License-Identifier: Apache-2.0
// Columns that no DDL declares, and that can only be texts: they are compared with, or stand for, a text that is neither a number nor a truth value.
// Without their type a comparison would count case and trailing blanks. Mostly that is found where a column is used for the first time; where it is found
// later, the procedure is bound again with it.
#include <algorithm>
#include <cctype>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// SQL Server reads a text beside a number, a date or a bit as one of these; a text that starts with a word is none of them, but for the name of a month.
bool starts_with_word(std::string_view text) {
    const std::size_t first = text.find_first_not_of(' ');
    if (first == std::string_view::npos || equal_ignoring_case(text, "true") || equal_ignoring_case(text, "false")) return false;
    const auto c = static_cast<unsigned char>(text[first]);
    return c >= 0x80 || std::isalpha(c) != 0;
}

const SqlType kText = string_type(TypeKind::varchar, kMaxLength);

bool only_beside_texts(ScalarRef scalar) {
    if (!scalar->type.is_string()) return false;
    const auto* constant = std::get_if<Constant>(&scalar->node);
    return constant == nullptr || (!constant->is_null && starts_with_word(constant->text));
}

} // namespace

void Binder::note_range(const RangeVariable& range, int column, const SqlType& type) {
    if (type.known()) return;
    untyped_.insert_or_assign(range.quant, std::pair(range.rel, range.table));
    first_uses_.erase({range.table, column});
}

SqlType Binder::undeclared_type(const TableSymbol& symbol, const std::string& column) const {
    return texts_.columns.contains({symbol.key, to_lower(column)}) ? kText : SqlType{};
}

void Binder::note_texts(const std::vector<ScalarRef>& operands) {
    if (std::none_of(operands.begin(), operands.end(), [](ScalarRef o) { return !o->type.known(); })) return;
    if (std::none_of(operands.begin(), operands.end(), only_beside_texts)) return;
    for (const ScalarRef operand : operands)
        if (!take_first_use(operand)) take_as_text(operand);
}

/// `a + ' '` puts texts together: nobody adds a blank to a number.
void Binder::note_sum(ScalarRef left, ScalarRef right) {
    const auto text = [](ScalarRef side) {
        if (side->type.is_string()) return !std::holds_alternative<ColumnRef>(side->node);
        const auto* call = std::get_if<Call>(&side->node);
        return call != nullptr && (call->function == FunctionId::coalesce || call->function == FunctionId::isnull) && call->args.back()->type.is_string();
    };
    if (!text(left) && !text(right)) return;
    for (const ScalarRef side : {left, right})
        if (!take_first_use(side)) take_as_text(side);
}

/// A column that nothing else has used yet gets its type at once, and no statement has to be bound again.
bool Binder::take_first_use(ScalarRef scalar) {
    const auto* column = std::get_if<ColumnRef>(&scalar->node);
    if (column == nullptr || scalar->type.known()) return false;
    const auto range = untyped_.find(column->quant);
    if (range == untyped_.end()) return false;
    const TableId table = range->second.second;
    const auto first = first_uses_.find({table, column->column});
    if (first == first_uses_.end() || first->second != scalar) return false;
    first_uses_.erase(first);
    TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
    Column& declared = symbol.columns[static_cast<std::size_t>(column->column)];
    declared.type = kText;
    build_.arena().retype(scalar, kText);
    texts_.columns.emplace(symbol.key, to_lower(declared.name));
    return true;
}

void Binder::take_as_text(ScalarRef scalar) {
    if (scalar->type.known()) return;
    match(
        scalar->node,
        [&](const ColumnRef& n) {
            const auto found = untyped_.find(n.quant);
            if (found == untyped_.end()) return;
            const auto [rel, table] = found->second;
            const auto column = static_cast<std::size_t>(n.column);
            if (table < 0) return take_column_as_text(rel, column);
            if (const auto made = made_from_.find(table); made != made_from_.end()) return take_column_as_text(made->second, column);
            const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
            if (texts_.columns.emplace(symbol.key, to_lower(symbol.columns[column].name)).second) texts_.late = true;
        },
        [&](const Call& n) {
            for (const ScalarRef argument : n.args) take_as_text(argument);
        },
        [&](const Case& n) {
            for (const CaseArm& arm : n.arms) take_as_text(arm.then);
            if (n.otherwise != nullptr) take_as_text(n.otherwise);
        },
        [&](const Arithmetic& n) { take_as_text(n.left), take_as_text(n.right); },
        [&](const Aggregate& n) {
            for (const ScalarRef argument : n.args) take_as_text(argument);
        },
        [&](const ScalarSubquery& n) { take_column_as_text(n.query, 0); }, [](const auto&) {});
}

void Binder::take_column_as_text(RelRef rel, std::size_t column) {
    if (const auto* block = std::get_if<Select>(&rel->node)) return take_as_text(block->items[column]);
    if (const auto* set = std::get_if<SetOp>(&rel->node))
        for (const RelRef input : set->inputs) take_column_as_text(input, column);
}

} // namespace t2d::passes
