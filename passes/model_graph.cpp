// SPDX-License-Identifier: Apache-2.0
#include "passes/model_graph.h"

#include <algorithm>
#include <map>

#include "ir/text.h"
#include "passes/classify.h"
#include "passes/copy_graph.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

ModelGraph::ModelGraph(Run& run, const std::vector<Compiled>& compiled, const Options& options, Project& project, Diagnostics& diagnostics)
    : run_(run), compiled_(compiled), options_(options), project_(project), diagnostics_(diagnostics), edges_(run.tables.size()), operational_(run.tables.size()) {
    choose_names();
    find_operational();
    resolve_states();
    connect();
}

namespace {
/// The name in lower case; what dbt does not take in a resource name (blanks, dots, dashes…) becomes an underscore.
std::string model_name(std::string_view table) {
    std::string name = to_lower(table);
    for (char& c : name) {
        const bool kept = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
        if (!kept) c = '_';
    }
    return name;
}
} // namespace

void ModelGraph::choose_names() {
    std::map<std::string, int> count;
    for (const int table : run_.targets) ++count[model_name(run_.at(table).symbol.name)];
    for (const int table : run_.targets) {
        RunTable& target = run_.at(table);
        target.model = model_name(target.symbol.name);
        if (count[target.model] > 1) target.model = model_name(target.symbol.schema) + "_" + target.model;
    }
}

void ModelGraph::find_operational() {
    for (const int table : run_.targets) {
        RunTable& target = run_.at(table);
        target.operational = keeps_account(target.final, target.before);
    }
    // A procedure that writes nothing else loads exactly this table.
    for (const int table : run_.targets) {
        RunTable& target = run_.at(table);
        const bool loads_other = std::any_of(run_.targets.begin(), run_.targets.end(), [&](int other) {
            const auto& writers = run_.at(other).writers;
            return !run_.at(other).operational && std::find_first_of(writers.begin(), writers.end(), target.writers.begin(), target.writers.end()) != writers.end();
        });
        target.operational = target.operational && loads_other;
        target.emitted = !(target.operational && options_.skip_operational);
    }
}

CopyHooks ModelGraph::model_hooks(int own) const {
    const RelRef kept = own < 0 ? nullptr : run_.at(own).final;
    CopyHooks hooks;
    hooks.before = [this, kept](RelRef rel) {
        const auto found = rel == kept ? models_.end() : models_.find(rel);
        return found == models_.end() ? nullptr : found->second;
    };
    return hooks;
}

ScalarRef ModelGraph::resolved(ScalarRef scalar) const { return GraphCopy(*run_.arena, model_hooks(-1))(scalar); }

void ModelGraph::resolve_states() {
    for (const int table : run_.targets) {
        const RunTable& target = run_.at(table);
        // A plain scan is the state of a table that was not written.
        if (target.emitted && !std::holds_alternative<TableScan>(target.final->node)) models_.emplace(target.final, target.after);
    }
    for (const int table : run_.targets) {
        if (!run_.at(table).emitted) continue;
        const RelRef state = GraphCopy(*run_.arena, model_hooks(table))(run_.at(table).final);
        states_.emplace(table, state);
        std::vector<Run::Scan>& reads = reads_[table];
        for (const RelRef rel : relations_below({state})) {
            const auto scan = run_.scans.find(rel);
            if (scan != run_.scans.end() && scan->second.table != table) reads.push_back(scan->second);
        }
    }
}

void ModelGraph::connect() {
    for (const int table : run_.targets)
        if (run_.at(table).emitted)
            for (const int read : read_by(table, Run::Role::after)) edges_[static_cast<std::size_t>(table)].insert(read);
    for (const int table : run_.targets) {
        const RunTable& target = run_.at(table);
        if (!target.operational || !target.emitted) continue;
        for (const int other : run_.targets) {
            const RunTable& loaded = run_.at(other);
            const bool together = std::find_first_of(loaded.writers.begin(), loaded.writers.end(), target.writers.begin(), target.writers.end()) != loaded.writers.end();
            if (loaded.operational || !together || depends(other, table)) continue;
            edges_[static_cast<std::size_t>(table)].insert(other);
            operational_[static_cast<std::size_t>(table)].insert(other);
        }
    }
    for (const int table : run_.targets)
        if (run_.at(table).emitted)
            for (const int read : read_by(table, Run::Role::foreign))
                if (run_.at(read).emitted) connect_foreign(table, read);
}

void ModelGraph::connect_foreign(int table, int read) {
    const SourceSpan span = compiled_[static_cast<std::size_t>(run_.at(table).writers.front())].program->span;
    if (depends(read, table)) {
        before_.emplace(table, read);
        diagnostics_.report<diag::reads_before>(span, name_of(table), name_of(read));
        return;
    }
    edges_[static_cast<std::size_t>(table)].insert(read);
    diagnostics_.report<diag::reads_model>(span, name_of(table), name_of(read));
}

std::vector<int> ModelGraph::read_by(int table, Run::Role role) const {
    std::vector<int> out;
    for (const Run::Scan& scan : reads_.at(table))
        if (scan.role == role) out.push_back(scan.table);
    return out;
}

bool ModelGraph::depends(int from, int to) const {
    std::vector<int> pending{from};
    std::set<int> seen;
    while (!pending.empty()) {
        const int table = pending.back();
        pending.pop_back();
        if (table == to) return true;
        if (seen.insert(table).second) pending.insert(pending.end(), edges_[static_cast<std::size_t>(table)].begin(), edges_[static_cast<std::size_t>(table)].end());
    }
    return false;
}

ImportPlan ModelGraph::describe(RelRef rel, int own) {
    const Run::Scan scan = run_.scans.at(rel);
    const RunTable& table = run_.at(scan.table);
    ImportPlan plan;
    plan.schema = table.symbol.schema;
    plan.table = table.symbol.name;
    plan.name = table.symbol.name;
    if (scan.table == own) {
        plan.kind = ImportKind::previous;
    } else if (!table.emitted) {
        need_source(scan.table);
    } else if (scan.role == Run::Role::before || (scan.role == Run::Role::foreign && before_.contains({own, scan.table}))) {
        need_capture(scan.table);
        plan.kind = ImportKind::ref;
        plan.model = table.model + "__before";
        plan.name += "_before";
    } else {
        plan.kind = ImportKind::ref;
        plan.model = table.model;
    }
    return plan;
}

void ModelGraph::need_capture(int table) {
    if (!captured_.insert(table).second) return;
    const RunTable& target = run_.at(table);
    project_.captures.push_back({target.model + "__before", target.model, target.symbol.schema, target.symbol.name, target.operational ? "operational" : "staging", target.symbol.columns});
}

void ModelGraph::need_source(int table) {
    if (!sources_.insert(table).second) return;
    const TableSymbol& symbol = run_.at(table).symbol;
    project_.sources.push_back({symbol.schema, symbol.name, symbol.columns, {}});
}

std::vector<std::string> ModelGraph::runs_after(int table) const {
    std::vector<std::string> out;
    if (captured_.contains(table)) out.push_back(run_.at(table).model + "__before");
    for (const int target : run_.targets)
        if (operational_[static_cast<std::size_t>(table)].contains(target)) out.push_back(run_.at(target).model);
    return out;
}

std::string ModelGraph::name_of(int table) const { return run_.at(table).symbol.schema + "." + run_.at(table).symbol.name; }

std::string ModelGraph::procedures_of(int table) const {
    std::string out;
    for (const int writer : run_.at(table).writers) out += (out.empty() ? "" : ", ") + compiled_[static_cast<std::size_t>(writer)].program->name;
    return out;
}

} // namespace t2d::passes
