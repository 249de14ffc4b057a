// SPDX-License-Identifier: Apache-2.0
// Columns that no DDL declares, and that can only be texts: they are compared with, or stand for, a text that is neither a number nor a truth value.
// Without their type a comparison would count case and trailing blanks. What is found is used when the procedure is bound again.
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

bool only_beside_texts(ScalarRef scalar) {
    if (!scalar->type.is_string()) return false;
    const auto* constant = std::get_if<Constant>(&scalar->node);
    return constant == nullptr || (!constant->is_null && starts_with_word(constant->text));
}

} // namespace

void Binder::note_range(const RangeVariable& range, const SqlType& type) {
    if (!type.known()) untyped_.insert_or_assign(range.quant, std::pair(range.rel, range.table));
}

SqlType Binder::undeclared_type(const TableSymbol& symbol, const std::string& column) const {
    return texts_.contains({symbol.key, to_lower(column)}) ? string_type(TypeKind::varchar, kMaxLength) : SqlType{};
}

void Binder::note_texts(const std::vector<ScalarRef>& operands) {
    if (std::none_of(operands.begin(), operands.end(), [](ScalarRef o) { return !o->type.known(); })) return;
    if (std::none_of(operands.begin(), operands.end(), only_beside_texts)) return;
    for (const ScalarRef operand : operands) take_as_text(operand);
}

/// `a + ' '` puts texts together: nobody adds a blank to a number.
void Binder::note_sum(ScalarRef left, ScalarRef right) {
    const auto text = [](ScalarRef side) {
        if (side->type.is_string()) return !std::holds_alternative<ColumnRef>(side->node);
        const auto* call = std::get_if<Call>(&side->node);
        return call != nullptr && (call->function == FunctionId::coalesce || call->function == FunctionId::isnull) && call->args.back()->type.is_string();
    };
    if (text(left) || text(right)) take_as_text(left), take_as_text(right);
}

void Binder::take_as_text(ScalarRef scalar) {
    if (scalar->type.known()) return;
    match(
        scalar->node,
        [&](const ColumnRef& n) {
            const auto found = untyped_.find(n.quant);
            if (found == untyped_.end()) return;
            const auto [rel, table] = found->second;
            if (table < 0) return take_column_as_text(rel, static_cast<std::size_t>(n.column));
            const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
            texts_.emplace(symbol.inferred ? symbol.key : to_lower(symbol.name), to_lower(symbol.columns[static_cast<std::size_t>(n.column)].name));
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

/// The columns of a temporary table that a query makes are what the query gives.
void Binder::pass_on_texts(const std::string& table, RelRef rel) {
    for (std::size_t i = 0; i < rel->columns.size(); ++i)
        if (!rel->columns[i].type.known() && texts_.contains({to_lower(table), to_lower(rel->columns[i].name)})) take_column_as_text(rel, i);
}

} // namespace t2d::passes
