// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/taint.h"

#include <map>

#include "backend/replay/program_walk.h"
#include "ir/match.h"

namespace t2d::backend {

namespace {

/// The columns and variables of one program that run-time functions reach, as a fixpoint over its statements.
class Taint {
public:
    Taint(const ir::Program& program, std::set<TaintedColumn>& columns) : program_(program), columns_(columns) {
        walk(program.body, {[&](ir::RelRef rel) {
                                if (const auto* block = std::get_if<ir::Select>(&rel->node)) bind(block->from);
                            },
                            nullptr});
        for_each_statement(program.body, [&](const ir::Statement& statement) { bind(statement); });
        for (std::size_t t = 0; t < program.tables.size(); ++t)
            tables_[program.tables[t].self] = static_cast<ir::TableId>(t);
    }

    /// One pass over all statements; true when something new was found.
    bool grow() {
        grew_ = false;
        for_each_statement(program_.body, [&](const ir::Statement& statement) { flow(statement); });
        return grew_;
    }

private:
    void bind(ir::FromRef from) {
        for (const ir::Quantifier* quantifier : ir::quantifiers(from))
            rels_[quantifier->id] = quantifier->rel;
    }

    void bind(const ir::Statement& statement) {
        match(
            statement.node, [&](const ir::Insert& n) { tables_[n.inserted] = n.table; },
            [&](const ir::Update& n) {
                bind(n.from);
                tables_[n.inserted] = tables_[n.deleted] = n.table;
            },
            [&](const ir::Delete& n) {
                bind(n.from);
                tables_[n.deleted] = n.table;
            },
            [&](const ir::WriteThrough& n) {
                tables_[n.target] = n.table;
                rels_[n.row] = n.rows;
            },
            [&](const ir::Merge& n) {
                tables_[n.target] = tables_[n.inserted] = tables_[n.deleted] = n.table;
                rels_[n.source.id] = n.source.rel;
            },
            [](const auto&) {});
    }

    [[nodiscard]] bool has(ir::TableId table, int column) const {
        const ir::TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
        if (symbol.kind == ir::TableKind::persistent) return columns_.count({symbol.key, column}) > 0;
        return local_.count({table, column}) > 0;
    }

    [[nodiscard]] bool has(ir::RelRef rel, int column) {
        return match(
            rel->node, [&](const ir::CurrentTable& n) { return has(n.table, column); },
            [&](const ir::Select& n) { return has(n.items[static_cast<std::size_t>(column)]); },
            [&](const ir::SetOp& n) {
                bool found = false;
                for (const ir::RelRef input : n.inputs)
                    found = found || has(input, column);
                return found;
            },
            [&](const ir::Values& n) {
                bool found = false;
                for (const auto& row : n.rows)
                    found = found || has(row[static_cast<std::size_t>(column)]);
                return found;
            },
            [&](const ir::Recursive& n) { return has(n.anchor, column) || (open_.insert(rel).second && has(n.step, column)); },
            [&](const ir::FunctionScan& n) {
                bool found = false;
                for (const ir::ScalarRef arg : n.args)
                    found = found || has(arg);
                return found;
            },
            [](const ir::UserScan&) { return true; }, [](const auto&) { return false; });
    }

    [[nodiscard]] bool has(ir::ScalarRef scalar) {
        if (scalar == nullptr) return false;
        bool found = false;
        const DeepVisitor visitor{nullptr, [&](ir::ScalarRef part) {
                                      if (const auto* call = std::get_if<ir::Call>(&part->node)) found = found || info_of(call->function).volatility != Volatility::none;
                                      if (const auto* read = std::get_if<ir::VarRef>(&part->node)) found = found || variables_.count(read->variable) > 0;
                                      if (const auto* column = std::get_if<ir::ColumnRef>(&part->node)) found = found || has_place(*column);
                                      found = found || std::holds_alternative<ir::UserCall>(part->node);
                                  }};
        walk(scalar, visitor);
        return found;
    }

    [[nodiscard]] bool has_place(const ir::ColumnRef& ref) {
        if (const auto table = tables_.find(ref.quant); table != tables_.end()) return has(table->second, ref.column);
        const auto rel = rels_.find(ref.quant);
        if (rel == rels_.end() || !seen_.insert({ref.quant, ref.column}).second) return false;
        const bool found = has(rel->second, ref.column);
        seen_.erase({ref.quant, ref.column});
        return found;
    }

    void mark(ir::TableId table, int column) {
        const ir::TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
        const bool fresh = symbol.kind == ir::TableKind::persistent ? columns_.insert({symbol.key, column}).second : local_.insert({table, column}).second;
        grew_ = grew_ || fresh;
    }

    void set(ir::TableId table, const std::vector<ir::SetColumn>& columns) {
        for (const ir::SetColumn& column : columns)
            if (has(column.value)) mark(table, column.column);
    }

    void output(const std::vector<ir::OutputInto>& output) {
        for (const ir::OutputInto& rows : output) {
            for (std::size_t i = 0; i < rows.items.size(); ++i)
                if (has(rows.items[i])) mark(rows.into, rows.columns[i]);
            rules(rows.into);
        }
    }

    /// Defaults and computed columns of a table that gets rows.
    void rules(ir::TableId table) {
        const auto& rules = program_.tables[static_cast<std::size_t>(table)].rules;
        for (std::size_t c = 0; c < rules.size(); ++c)
            if (has(rules[c].default_value) || has(rules[c].computed)) mark(table, static_cast<int>(c));
    }

    void variable(int index, bool tainted) { grew_ = (tainted && variables_.insert(index).second) || grew_; }

    void flow(const ir::Statement& statement) {
        open_.clear();
        match(
            statement.node,
            [&](const ir::Define& n) {
                for (int c = 0; c < static_cast<int>(n.content->columns.size()); ++c)
                    if (has(n.content, c)) mark(n.table, c);
            },
            [&](const ir::Insert& n) {
                for (std::size_t i = 0; i < n.columns.size(); ++i)
                    if (has(n.source, static_cast<int>(i))) mark(n.table, n.columns[i]);
                rules(n.table);
                output(n.output);
            },
            [&](const ir::Update& n) {
                set(n.table, n.set);
                rules(n.table);
                output(n.output);
            },
            [&](const ir::Delete& n) { output(n.output); }, [&](const ir::WriteThrough& n) { set(n.table, n.set); },
            [&](const ir::Merge& n) {
                for (const ir::MergeBranch& branch : n.branches)
                    set(n.table, branch.set);
                rules(n.table);
                output(n.output);
            },
            [&](const ir::Assign& n) { variable(n.variable, has(n.value)); },
            [&](const ir::AssignQuery& n) {
                for (std::size_t i = 0; i < n.variables.size(); ++i)
                    variable(n.variables[i], has(n.query, static_cast<int>(i)));
            },
            [&](const ir::Inlined& n) {
                for (const auto& [callee, caller] : n.outputs)
                    variable(caller, variables_.count(callee) > 0);
            },
            [](const auto&) {});
    }

    const ir::Program& program_;
    std::set<TaintedColumn>& columns_;
    std::set<std::pair<ir::TableId, int>> local_;
    std::set<int> variables_;
    std::map<ir::QuantId, ir::RelRef> rels_;
    std::map<ir::QuantId, ir::TableId> tables_;
    std::set<std::pair<ir::QuantId, int>> seen_; ///< on the way to an answer: a recursive query reads itself
    std::set<ir::RelRef> open_;
    bool grew_ = false;
};

} // namespace

std::set<TaintedColumn> tainted_columns(const std::vector<const ir::Program*>& programs) {
    std::set<TaintedColumn> out;
    std::vector<Taint> taints;
    for (const ir::Program* program : programs)
        taints.emplace_back(*program, out);
    for (bool grew = true; grew;) {
        grew = false;
        for (Taint& taint : taints)
            grew = taint.grow() || grew;
    }
    return out;
}

} // namespace t2d::backend
