// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replayable.h"

#include <algorithm>
#include <optional>
#include <set>

#include "backend/replay/program_walk.h"
#include "backend/replay/replay_names.h"

namespace t2d::backend {

namespace {

/// Whether a subquery about the groups of a block reads a string that the block groups by. SQL Server's grouping ignores case and trailing
/// blanks, so the key that is printed is no bare column, and the subquery cannot see it.
bool groups_by_read_string(const ir::Select& block) {
    std::set<std::pair<ir::QuantId, int>> keys;
    for (const ir::ScalarRef key : block.group_by)
        if (const auto* column = std::get_if<ir::ColumnRef>(&key->node); column != nullptr && key->type.is_string()) keys.insert({column->quant, column->column});
    bool found = false;
    std::vector<ir::ScalarRef> asked = block.items; // WHERE sees the rows themselves
    asked.push_back(block.having);
    for (const ir::SortKey& key : block.order) asked.push_back(key.expr);
    for (const ir::ScalarRef scalar : asked) {
        if (scalar == nullptr) continue;
        for (const ir::RelRef query : subqueries_of(scalar))
            walk(query, {nullptr, [&](ir::ScalarRef part) {
                             const auto* column = std::get_if<ir::ColumnRef>(&part->node);
                             found = found || (column != nullptr && keys.count({column->quant, column->column}) > 0);
                         }});
    }
    return found;
}

/// Whether an assignment goes on from group to group: an item reads a variable that the statement assigns.
bool goes_on_over_groups(const ir::AssignQuery& node) {
    const auto* block = std::get_if<ir::Select>(&node.query->node);
    if (block == nullptr || block->group_by.empty()) return false;
    bool found = false;
    for (const ir::ScalarRef item : block->items)
        walk(item, {nullptr, [&](ir::ScalarRef part) {
                        const auto* variable = std::get_if<ir::VarRef>(&part->node);
                        found = found || (variable != nullptr && std::find(node.variables.begin(), node.variables.end(), variable->variable) != node.variables.end());
                    }});
    return found;
}

/// Visits what fills the columns that a program's writes leave out.
void walk_rules(const ir::Program& program, const DeepVisitor& visitor) {
    for (const ir::TableId id : written_in(program.body)) {
        const ir::TableSymbol& table = program.tables[static_cast<std::size_t>(id)];
        for (int c = 0; c < static_cast<int>(table.rules.size()); ++c) {
            const ir::ColumnRule& rule = table.rules[static_cast<std::size_t>(c)];
            walk(rule.computed, visitor);
            if (!is_numbered(table, c)) walk(rule.default_value, visitor);
        }
    }
}

/// Whether a jump leads back to a label inside of a loop, whose BREAK would leave the wrong one, or of a block that the jump is not in.
/// `around`: the labels before `body` that a jump in it may lead back to; `landed`: all labels so far.
bool jumps_back_elsewhere(const ir::Body& body, bool in_loop, std::set<std::string> around, std::set<std::string>& landed) {
    bool found = false;
    for (const ir::Statement& statement : body) {
        if (const auto* landing = std::get_if<ir::Landing>(&statement.node)) {
            landed.insert(landing->label);
            if (!in_loop) around.insert(landing->label);
        }
        const auto* jump = std::get_if<ir::Jump>(&statement.node);
        found = found || (jump != nullptr && landed.count(jump->label) > 0 && around.count(jump->label) == 0);
        if (const auto* branch = std::get_if<ir::If>(&statement.node))
            for (const ir::Body* part : {&branch->then, &branch->otherwise}) found = jumps_back_elsewhere(*part, in_loop, around, landed) || found;
        if (const auto* loop = std::get_if<ir::While>(&statement.node)) found = jumps_back_elsewhere(loop->body, true, around, landed) || found;
        std::set<std::string> own;
        if (const auto* call = std::get_if<ir::Inlined>(&statement.node)) found = jumps_back_elsewhere(call->body, false, {}, own) || found;
    }
    return found;
}

/// What the program asks that the target has no exact form for; empty when there is nothing.
std::string lack_of(const Dialect& dialect, const ir::Program& program) {
    std::optional<std::string> lack;
    const DeepVisitor visitor{[&](ir::RelRef rel) {
                                  if (!lack) lack = dialect.unsupported(*rel);
                              },
                              [&](ir::ScalarRef scalar) {
                                  if (!lack) lack = dialect.unsupported(*scalar);
                              }};
    walk(program.body, visitor);
    walk_rules(program, visitor);
    for (std::size_t p = 0; p < program.parameters.size() && !lack; ++p) {
        const SqlType& type = program.variables[static_cast<std::size_t>(program.parameter_variables[p])].type;
        lack = dialect.unsupported(ir::Scalar{ir::ParamRef{program.parameters[p].parameter}, type, true, {}});
    }
    return lack ? "there is no exact form on " + std::string(dialect.name()) + " for " + *lack : std::string();
}

/// A call that stands where its arguments are not known before the statement runs (passes/prepare_replay.h).
std::string calls_open(const ir::Program& program, int function) {
    return "it calls the function " + program.functions[static_cast<std::size_t>(function)].name + " in a recursive query or in OUTPUT";
}

} // namespace

std::string not_replayable(const ir::Program& program, const Dialect& dialect) {
    std::string reason;
    const auto note = [&](const std::string& why) {
        if (reason.empty()) reason = why;
    };
    const DeepVisitor visitor{
        [&](ir::RelRef rel) {
            if (const auto* scan = std::get_if<ir::UserScan>(&rel->node)) note(calls_open(program, scan->function));
            if (std::holds_alternative<ir::HoleRel>(rel->node)) note("a query could not be compiled");
            const auto* block = std::get_if<ir::Select>(&rel->node);
            if (block != nullptr && groups_by_read_string(*block)) note("a subquery reads a text that the query around it groups by");
        },
        [&](ir::ScalarRef scalar) {
            if (const auto* call = std::get_if<ir::UserCall>(&scalar->node)) note(calls_open(program, call->function));
            if (std::holds_alternative<ir::NextValue>(scalar->node)) note("it asks a sequence for a value outside of a column's default");
        }};
    walk(program.body, visitor);
    if (const std::string lack = lack_of(dialect, program); !lack.empty()) note(lack);
    for (const ir::TableId table : written_in(program.body)) {
        const ir::TableSymbol& symbol = program.tables[static_cast<std::size_t>(table)];
        if (symbol.inferred) note("it writes " + symbol.name + ", whose definition is not in the input");
    }
    std::set<std::string> landed;
    if (jumps_back_elsewhere(program.body, false, {}, landed)) note("GOTO to an earlier label inside of a loop or block");
    for_each_statement(program.body, [&](const ir::Statement& statement) {
        const auto* assignment = std::get_if<ir::AssignQuery>(&statement.node);
        if (assignment != nullptr && goes_on_over_groups(*assignment)) note("an assignment goes on from group to group");
        const auto* merge = std::get_if<ir::Merge>(&statement.node);
        if (merge != nullptr && merge->top != nullptr) note("MERGE TOP takes rows in an order that SQL Server does not promise");
        const auto* hole = std::get_if<ir::HoleStatement>(&statement.node);
        if (hole != nullptr && (hole->everything || !hole->variables.empty())) note("a statement could not be compiled: " + hole->reason);
    });
    return reason;
}

} // namespace t2d::backend
