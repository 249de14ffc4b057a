// SPDX-License-Identifier: Apache-2.0
// What a body writes and reads, without running it.
#include <functional>

#include "ir/match.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {

void collect(const Body& body, Written& out);

void add_outputs(const std::vector<OutputInto>& output, Written& out) {
    for (const auto& rows : output) out.tables.insert(rows.into);
}

void collect(const Statement& statement, Written& out) {
    match(
        statement.node, [&](const Define& n) { out.tables.insert(n.table); },
        [&](const Insert& n) {
            out.tables.insert(n.table);
            add_outputs(n.output, out);
        },
        [&](const Update& n) {
            out.tables.insert(n.table);
            add_outputs(n.output, out);
        },
        [&](const Delete& n) {
            out.tables.insert(n.table);
            add_outputs(n.output, out);
        },
        [&](const WriteThrough& n) { out.tables.insert(n.table); },
        [&](const Merge& n) {
            out.tables.insert(n.table);
            add_outputs(n.output, out);
        },
        [&](const Truncate& n) { out.tables.insert(n.table); }, [&](const Assign& n) { out.variables.insert(n.variable); },
        [&](const AssignQuery& n) { out.variables.insert(n.variables.begin(), n.variables.end()); },
        [&](const If& n) {
            collect(n.then, out);
            collect(n.otherwise, out);
        },
        [&](const While& n) { collect(n.body, out); },
        [&](const Inlined& n) {
            collect(n.body, out);
            for (const auto& [callee, caller] : n.outputs) out.variables.insert(caller);
        },
        [&](const HoleStatement& n) {
            out.tables.insert(n.tables.begin(), n.tables.end());
            out.variables.insert(n.variables.begin(), n.variables.end());
            out.everything = out.everything || n.everything;
        },
        [](const auto&) {});
}

void collect(const Body& body, Written& out) {
    for (const auto& statement : body) collect(statement, out);
}

/// Sees every variable and relation that the statements of a body read.
class Reads {
public:
    std::function<void(int)> on_variable;
    std::function<void(RelRef)> on_rel;

    void in(const Body& body) {
        for (const auto& statement : body) one(statement);
    }

private:
    void see(ScalarRef scalar) {
        for_each_scalar(scalar, [&](ScalarRef node) { look(node); }, true);
        for_each_rel(scalar, [&](RelRef node) { look(node); });
    }
    void see(RelRef rel) {
        for_each_rel(rel, [&](RelRef node) {
            look(node);
            for_each_scalar_in(node, [&](ScalarRef inner) { look(inner); });
        });
    }
    void see(FromRef from) {
        if (from == nullptr) return;
        match(
            from->node, [&](const Quantifier& n) { see(n.rel); },
            [&](const Join& n) {
                see(n.left);
                see(n.right);
                see(n.on);
            });
    }
    void look(ScalarRef scalar) {
        const auto* read = std::get_if<VarRef>(&scalar->node);
        if (read != nullptr && on_variable) on_variable(read->variable);
    }
    void look(RelRef rel) {
        if (on_rel) on_rel(rel);
    }
    void see(const std::vector<SetColumn>& set) {
        for (const auto& column : set) see(column.value);
    }
    void see(const std::vector<OutputInto>& output) {
        for (const auto& rows : output)
            for (const ScalarRef item : rows.items) see(item);
    }
    template <typename N>
    void rows(const N& n) {
        see(n.from);
        see(n.where);
        see(n.output);
    }

    void one(const Statement& statement) {
        match(
            statement.node, [&](const Define& n) { see(n.content); },
            [&](const Insert& n) {
                see(n.source);
                see(n.output);
            },
            [&](const Update& n) {
                rows(n);
                see(n.set);
            },
            [&](const Delete& n) { rows(n); },
            [&](const WriteThrough& n) {
                see(n.inside);
                see(n.rows);
                see(n.where);
                see(n.set);
            },
            [&](const Merge& n) {
                see(n.source.rel);
                see(n.on);
                see(n.top);
                see(n.output);
                for (const auto& branch : n.branches) {
                    see(branch.condition);
                    see(branch.set);
                }
            },
            [&](const Assign& n) { see(n.value); }, [&](const AssignQuery& n) { see(n.query); },
            [&](const If& n) {
                see(n.condition);
                in(n.then);
                in(n.otherwise);
            },
            [&](const While& n) {
                see(n.condition);
                in(n.body);
            },
            [&](const Return& n) { see(n.value); }, 
            [&](const Inlined& n) {
                in(n.body);
                for (const auto& [callee, caller] : n.outputs)
                    if (on_variable) on_variable(callee);
            },
            [](const auto&) {});
    }
};

void collect_changed(const Body& body, std::set<TableId>& out) {
    for (const Statement& statement : body)
        match(
            statement.node, [&](const Define& n) { out.insert(n.table); }, [&](const Update& n) { out.insert(n.table); },
            [&](const Delete& n) { out.insert(n.table); }, [&](const WriteThrough& n) { out.insert(n.table); },
            [&](const Merge& n) { out.insert(n.table); }, [&](const Truncate& n) { out.insert(n.table); },
            [&](const If& n) {
                collect_changed(n.then, out);
                collect_changed(n.otherwise, out);
            },
            [&](const While& n) { collect_changed(n.body, out); }, [&](const Inlined& n) { collect_changed(n.body, out); }, [](const auto&) {});
}

} // namespace

Written written_in(const Body& body) {
    Written out;
    collect(body, out);
    return out;
}

std::vector<int> count_reads(const Body& body, std::size_t variables) {
    std::vector<int> counts(variables, 0);
    Reads reads;
    reads.on_variable = [&](int read) { ++counts[static_cast<std::size_t>(read)]; };
    reads.in(body);
    return counts;
}

std::set<TableId> only_appended(const Body& body) {
    std::set<TableId> changed;
    collect_changed(body, changed);
    Reads reads;
    reads.on_rel = [&](RelRef rel) {
        if (const auto* table = std::get_if<CurrentTable>(&rel->node)) changed.insert(table->table);
    };
    reads.in(body);
    std::set<TableId> out = written_in(body).tables;
    for (const TableId table : changed) out.erase(table);
    return out;
}

bool mentions(ScalarRef scalar, const QuantIds& among) {
    const auto free = free_quantifiers(scalar);
    for (const QuantId id : free)
        if (among.count(id) != 0) return true;
    return false;
}

} // namespace t2d::passes
