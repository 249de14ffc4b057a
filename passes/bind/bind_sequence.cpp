// SPDX-License-Identifier: Apache-2.0
// Sequences. A sequence that nothing but one column asks counts like an identity of that column: its next number follows from the table
// and its mark. Where something else asks it, too, no table knows where it stands.
#include <algorithm>

#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

const NextValue* default_number(const ColumnRule& rule) { return rule.default_value == nullptr ? nullptr : std::get_if<NextValue>(&rule.default_value->node); }

int columns_numbered_by(const Catalog& catalog, const std::string& sequence) {
    int count = 0;
    for (const auto& [key, table] : catalog.tables)
        for (const CatalogColumn& column : table.columns) {
            const auto* asked = column.default_value ? get_boxed<ast::NextValue>((**column.default_value).node) : nullptr;
            if (asked != nullptr && catalog_key(asked->sequence) == sequence) ++count;
        }
    return count;
}

} // namespace

ScalarRef Binder::next_value(const ast::NextValue& node, SourceSpan span) {
    if (node.over) {
        fail<diag::unsupported_syntax>(span, "NEXT VALUE FOR with OVER");
        return poison();
    }
    const std::string key = catalog_key(node.sequence);
    const auto declared = catalog_.sequences.find(key);
    if (!in_default_) ++asked_[key];
    return make({NextValue{key}, declared == catalog_.sequences.end() ? simple_type(TypeKind::bigint) : declared->second.type, false, span});
}

/// An INSERT that asks the sequence of the column which it fills asks for the number that the column would have anyway.
void Binder::note_own_numbers(const Insert& write) {
    const auto& rules = program_.tables[static_cast<std::size_t>(write.table)].rules;
    const auto note = [&](const std::vector<ScalarRef>& items) {
        for (std::size_t i = 0; i < write.columns.size() && i < items.size(); ++i) {
            const auto* asked = std::get_if<NextValue>(&items[i]->node);
            const NextValue* own = default_number(rules[static_cast<std::size_t>(write.columns[i])]);
            if (asked != nullptr && own != nullptr && asked->sequence == own->sequence) --asked_[asked->sequence];
        }
    };
    if (const auto* block = std::get_if<Select>(&write.source->node)) note(block->items);
    if (const auto* values = std::get_if<Values>(&write.source->node))
        for (const auto& row : values->rows) note(row);
}

/// The default of a column whose sequence is asked elsewhere, too, is a computed value and no counter of the column.
void Binder::find_shared_sequences() {
    for (TableSymbol& table : program_.tables)
        for (ColumnRule& rule : table.rules) {
            const NextValue* number = default_number(rule);
            if (number == nullptr || (asked_[number->sequence] <= 0 && columns_numbered_by(catalog_, number->sequence) <= 1)) continue;
            rule.default_value = make({Convert{rule.default_value, true}, rule.default_value->type, false, span_});
        }
}

} // namespace t2d::passes
