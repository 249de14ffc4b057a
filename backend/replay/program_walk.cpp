// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/program_walk.h"

#include "ir/match.h"

namespace t2d::backend {

namespace {

void walk_sets(const std::vector<ir::SetColumn>& set, const DeepVisitor& visitor) {
    for (const ir::SetColumn& column : set)
        walk(column.value, visitor);
}

void walk_outputs(const std::vector<ir::OutputInto>& output, const DeepVisitor& visitor) {
    for (const ir::OutputInto& rows : output)
        for (const ir::ScalarRef item : rows.items)
            walk(item, visitor);
}

void walk_merge(const ir::Merge& node, const DeepVisitor& visitor) {
    walk(node.source.rel, visitor);
    walk(node.on, visitor);
    walk(node.top, visitor);
    for (const ir::MergeBranch& branch : node.branches) {
        walk(branch.condition, visitor);
        walk_sets(branch.set, visitor);
    }
    walk_outputs(node.output, visitor);
}

} // namespace

void walk_own(const ir::Statement& statement, const DeepVisitor& visitor) {
    match(
        statement.node, [&](const ir::Define& n) { walk(n.content, visitor); },
        [&](const ir::Insert& n) {
            walk(n.source, visitor);
            walk_outputs(n.output, visitor);
        },
        [&](const ir::Update& n) {
            walk(n.from, visitor);
            walk(n.where, visitor);
            walk_sets(n.set, visitor);
            walk_outputs(n.output, visitor);
        },
        [&](const ir::Delete& n) {
            walk(n.from, visitor);
            walk(n.where, visitor);
            walk_outputs(n.output, visitor);
        },
        [&](const ir::WriteThrough& n) {
            walk(n.inside, visitor);
            walk(n.rows, visitor);
            walk(n.where, visitor);
            walk_sets(n.set, visitor);
        },
        [&](const ir::Merge& n) { walk_merge(n, visitor); }, [&](const ir::Assign& n) { walk(n.value, visitor); },
        [&](const ir::AssignQuery& n) { walk(n.query, visitor); }, [&](const ir::If& n) { walk(n.condition, visitor); },
        [&](const ir::While& n) { walk(n.condition, visitor); }, [&](const ir::Return& n) { walk(n.value, visitor); },
        [](const auto&) {});
}

void for_each_statement(const ir::Body& body, const std::function<void(const ir::Statement&)>& see) {
    for (const ir::Statement& statement : body) {
        see(statement);
        if (const auto* branch = std::get_if<ir::If>(&statement.node)) {
            for_each_statement(branch->then, see);
            for_each_statement(branch->otherwise, see);
        } else if (const auto* loop = std::get_if<ir::While>(&statement.node)) {
            for_each_statement(loop->body, see);
        } else if (const auto* called = std::get_if<ir::Inlined>(&statement.node)) {
            for_each_statement(called->body, see);
        }
    }
}

void walk(const ir::Body& body, const DeepVisitor& visitor) {
    for_each_statement(body, [&](const ir::Statement& statement) { walk_own(statement, visitor); });
}

std::set<ir::TableId> written_by(const ir::Statement& statement) {
    std::set<ir::TableId> out;
    const auto with_output = [&](ir::TableId table, const std::vector<ir::OutputInto>& output) {
        out.insert(table);
        for (const ir::OutputInto& rows : output)
            out.insert(rows.into);
    };
    match(
        statement.node, [&](const ir::Define& n) { out.insert(n.table); }, [&](const ir::Insert& n) { with_output(n.table, n.output); },
        [&](const ir::Update& n) { with_output(n.table, n.output); }, [&](const ir::Delete& n) { with_output(n.table, n.output); },
        [&](const ir::WriteThrough& n) { out.insert(n.table); }, [&](const ir::Merge& n) { with_output(n.table, n.output); },
        [&](const ir::Truncate& n) { out.insert(n.table); },
        [&](const ir::HoleStatement& n) { out.insert(n.tables.begin(), n.tables.end()); }, [](const auto&) {});
    return out;
}

std::set<ir::TableId> written_in(const ir::Body& body) {
    std::set<ir::TableId> out;
    for_each_statement(body, [&](const ir::Statement& statement) { out.merge(written_by(statement)); });
    return out;
}

std::set<ir::TableId> read_in(const ir::Body& body) {
    std::set<ir::TableId> out;
    walk(body, {[&](ir::RelRef rel) {
                    if (const auto* current = std::get_if<ir::CurrentTable>(&rel->node)) out.insert(current->table);
                },
                nullptr});
    return out;
}

std::map<int, int> variable_mentions(const ir::Body& body) {
    std::map<int, int> out;
    walk(body, {nullptr, [&](ir::ScalarRef scalar) {
                    if (const auto* read = std::get_if<ir::VarRef>(&scalar->node)) ++out[read->variable];
                }});
    for_each_statement(body, [&](const ir::Statement& statement) {
        if (const auto* assign = std::get_if<ir::Assign>(&statement.node)) ++out[assign->variable];
        if (const auto* query = std::get_if<ir::AssignQuery>(&statement.node))
            for (const int variable : query->variables)
                ++out[variable];
        if (const auto* called = std::get_if<ir::Inlined>(&statement.node))
            for (const auto& [callee, caller] : called->outputs) {
                ++out[callee];
                ++out[caller];
            }
    });
    return out;
}

std::set<int> variables_read(const ir::Body& body) {
    std::set<int> out;
    walk(body, {nullptr, [&](ir::ScalarRef scalar) {
                    if (const auto* read = std::get_if<ir::VarRef>(&scalar->node)) out.insert(read->variable);
                }});
    for_each_statement(body, [&](const ir::Statement& statement) {
        if (const auto* called = std::get_if<ir::Inlined>(&statement.node))
            for (const auto& [callee, caller] : called->outputs)
                out.insert(callee);
    });
    return out;
}

} // namespace t2d::backend
