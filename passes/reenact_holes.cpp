// SPDX-License-Identifier: Apache-2.0
// Statements without a relational form: what they write is a hole, and everything computed from it knows.
#include <fmt/format.h>

#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

std::set<int> Reenactor::holes_of(RelRef rel) const {
    std::set<int> out;
    for_each_rel(rel, [&](RelRef node) {
        if (const auto* hole = std::get_if<HoleRel>(&node->node)) out.insert(hole->hole);
    });
    return out;
}

int Reenactor::new_hole(const std::string& reason, TableId table, std::vector<Column> expected) {
    Hole hole;
    const auto* known = std::get_if<HoleStatement>(&statement_->node);
    hole.id = known != nullptr && !known->id.empty() ? known->id : fmt::format("{}:{}", program_.name, statement_->span.begin);
    hole.procedure = program_.name;
    hole.span = statement_->span;
    hole.reason = reason;
    if (table >= 0) hole.table = symbol(table).schema.empty() ? symbol(table).name : symbol(table).schema + "." + symbol(table).name;
    hole.expected = std::move(expected);
    for (std::size_t t = 0; t < state_.tables.size(); ++t)
        if (state_.tables[t] != nullptr) hole.inputs.push_back({display_name(static_cast<TableId>(t)), state_.tables[t]});
    out_.hole_list.push_back(std::move(hole));
    return static_cast<int>(out_.hole_list.size()) - 1;
}

const std::set<TableId>& Reenactor::written_anywhere() {
    if (!written_anywhere_) written_anywhere_ = written_in(program_.body).tables;
    return *written_anywhere_;
}

void Reenactor::make_hole(const std::string& reason, const Written& written) {
    Written all = written;
    if (written.everything)
        for (const TableId table : written_anywhere())
            if (symbol(table).kind != TableKind::variable) all.tables.insert(table); // dynamic SQL sees temporary tables, too
    for (const TableId table : all.tables) {
        const auto& columns = symbol(table).columns;
        set_table(table, build_.arena().make(Rel{HoleRel{new_hole(reason, table, columns)}, columns, {}, {}, {}}));
        if (symbol(table).kind == TableKind::persistent) out_.removes_rows[static_cast<std::size_t>(table)] = true;
    }
    for (const int variable : all.variables) {
        // A variable of unknown value is a cell of the hole, so that whatever reads it is known to depend on the hole.
        const auto& declared = program_.variables[static_cast<std::size_t>(variable)];
        const std::vector<Column> columns{{declared.name.substr(declared.name.find_first_not_of('@')), declared.type, true}};
        const RelRef rel = build_.arena().make(Rel{HoleRel{new_hole(reason, -1, columns)}, columns, {}, {}, {}});
        one_row_.insert(rel);
        assign(variable, read_cell(rel, 0));
    }
    if (statement_->record < 0) return;
    StatementRecord& record = program_.records[static_cast<std::size_t>(statement_->record)];
    record.action = StatementAction::hole;
    record.reason = reason;
}

void Reenactor::hole(const HoleStatement& node) {
    Written written;
    written.tables.insert(node.tables.begin(), node.tables.end());
    written.variables.insert(node.variables.begin(), node.variables.end());
    written.everything = node.everything;
    make_hole(node.reason, written);
}

void Reenactor::unsupported(const std::string& what, const Body& inside) {
    diagnostics_.report<diag::unsupported_statement>(statement_->span, what);
    make_hole(what + " is not compiled", written_in(inside));
}

} // namespace t2d::passes
