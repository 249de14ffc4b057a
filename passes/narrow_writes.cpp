// SPDX-License-Identifier: Apache-2.0
#include "passes/narrow_writes.h"

#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool longer(const SqlType& from, const SqlType& to) {
    const bool limited = to.is_string() && to.length > 0;
    return limited && from.is_string() && (from.length == kMaxLength || from.length > to.length);
}

/// Column `index` of a relation as an INSERT takes it: its expressions where they can be seen, else its type.
bool column_may_be_longer(RelRef rel, std::size_t index, const SqlType& to) {
    return match(
        rel->node, [&](const Select& block) { return may_be_longer(block.items[index], to); },
        [&](const Values& values) { return std::any_of(values.rows.begin(), values.rows.end(), [&](const auto& row) { return may_be_longer(row[index], to); }); },
        [&](const SetOp& node) { return std::any_of(node.inputs.begin(), node.inputs.end(), [&](RelRef input) { return column_may_be_longer(input, index, to); }); },
        [&](const auto&) { return longer(rel->columns[index].type, to); });
}

/// Collects the columns of one table over all statements that write it.
class Writes {
public:
    Writes(const Program& program, const std::string& key) : program_(program), key_(key) {}

    void operator()(const Body& body) {
        for (const Statement& statement : body) match(statement.node, [&](const auto& node) { look(node); });
    }

    std::set<std::string> names;

private:
    [[nodiscard]] const TableSymbol* written(TableId table) const {
        const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
        return symbol.key == key_ ? &symbol : nullptr;
    }

    void value(TableId table, int column, ScalarRef written_value) {
        const TableSymbol* symbol = written(table);
        if (symbol == nullptr) return;
        const Column& target = symbol->columns[static_cast<std::size_t>(column)];
        if (may_be_longer(written_value, target.type)) names.insert(target.name);
    }

    void set(TableId table, const std::vector<SetColumn>& columns) {
        for (const SetColumn& column : columns) value(table, column.column, column.value);
    }

    void output(const std::vector<OutputInto>& outputs) {
        for (const OutputInto& node : outputs)
            for (std::size_t i = 0; i < node.columns.size(); ++i) value(node.into, node.columns[i], node.items[i]);
    }

    void look(const Insert& node) {
        if (const TableSymbol* symbol = written(node.table))
            for (std::size_t i = 0; i < node.columns.size(); ++i) {
                const Column& target = symbol->columns[static_cast<std::size_t>(node.columns[i])];
                if (column_may_be_longer(node.source, i, target.type)) names.insert(target.name);
            }
        output(node.output);
    }
    void look(const Update& node) {
        set(node.table, node.set);
        output(node.output);
    }
    void look(const Delete& node) { output(node.output); }
    void look(const WriteThrough& node) { set(node.table, node.set); }
    void look(const Merge& node) {
        for (const MergeBranch& branch : node.branches) set(node.table, branch.set);
        output(node.output);
    }
    void look(const If& node) {
        (*this)(node.then);
        (*this)(node.otherwise);
    }
    void look(const While& node) { (*this)(node.body); }
    void look(const Inlined& node) { (*this)(node.body); }
    template <class Other>
    void look(const Other&) {} // writes no column of a table that has its columns declared

    const Program& program_;
    const std::string& key_;
};

} // namespace

bool may_be_longer(ScalarRef value, const SqlType& to) {
    if (const auto* node = std::get_if<Case>(&value->node)) {
        const bool otherwise = node->otherwise != nullptr && may_be_longer(node->otherwise, to);
        return otherwise || std::any_of(node->arms.begin(), node->arms.end(), [&](const auto& arm) { return may_be_longer(arm.then, to); });
    }
    return longer(value->type, to);
}

std::set<std::string> narrowly_written(const Program& program, const std::string& key) {
    Writes writes(program, key);
    writes(program.body);
    return std::move(writes.names);
}

} // namespace t2d::passes
