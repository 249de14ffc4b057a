// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/replay_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "backend/jinja.h"
#include "backend/replay/program_walk.h"
#include "backend/replay/replayable.h"
#include "backend/replay/taint.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

std::set<std::string> keys_of(const ir::Program& program, const std::set<ir::TableId>& tables) {
    std::set<std::string> out;
    for (const ir::TableId table : tables) {
        const ir::TableSymbol& symbol = program.tables[static_cast<std::size_t>(table)];
        if (symbol.kind == ir::TableKind::persistent) out.insert(symbol.key);
    }
    return out;
}

bool meet(const std::set<std::string>& a, const std::set<std::string>& b) {
    return std::any_of(a.begin(), a.end(), [&](const std::string& key) { return b.count(key) > 0; });
}

struct Touched {
    std::set<std::string> written, any;
};

/// Numbers of groups: programs that touch what another one writes share one.
std::vector<std::size_t> group_numbers(const std::vector<Touched>& touched) {
    std::vector<std::size_t> group(touched.size());
    for (std::size_t i = 0; i < touched.size(); ++i) {
        group[i] = i;
        for (std::size_t j = 0; j < i; ++j) {
            if (!meet(touched[i].written, touched[j].any) && !meet(touched[j].written, touched[i].any)) continue;
            const std::size_t from = group[i], to = group[j];
            std::replace(group.begin(), group.begin() + static_cast<std::ptrdiff_t>(i) + 1, std::max(from, to), std::min(from, to));
        }
    }
    return group;
}

const ir::TableSymbol* find_symbol(const ReplayGroup& group, const std::string& key) {
    for (const ir::Program* program : group.programs)
        for (const ir::TableSymbol& symbol : program->tables)
            if (symbol.key == key && symbol.kind == ir::TableKind::persistent) return &symbol;
    return nullptr;
}

std::string holes_of(const ir::Project& project, const ir::Model& model) {
    if (model.holes.empty()) return {};
    return "the model is not complete: " + project.holes[static_cast<std::size_t>(model.holes.front())].reason;
}

void add_targets(const ir::Project& project, ReplayGroup& group) {
    const std::set<TaintedColumn> tainted = tainted_columns(group.programs);
    for (const std::string& key : group.written) {
        ReplayTarget target;
        target.model = model_of(project, key);
        target.symbol = find_symbol(group, key);
        if (target.model == nullptr) continue; // nothing to compare with
        target.scratch = scratch_name(group.name, plain_name(key));
        target.reason = group.reason.empty() ? holes_of(project, *target.model) : group.reason;
        for (std::size_t c = 0; c < target.symbol->columns.size(); ++c)
            if (tainted.count({key, static_cast<int>(c)}) > 0) target.excluded.push_back(target.symbol->columns[c].name);
        if (target.reason.empty() && target.excluded.size() == target.symbol->columns.size()) target.reason = "every column has values of run-time functions";
        group.targets.push_back(std::move(target));
    }
}

} // namespace

const ir::Model* model_of(const ir::Project& project, const std::string& key) {
    for (const ir::Model& model : project.models)
        if (to_lower(model.schema + "." + model.table) == key) return &model;
    return nullptr;
}

std::vector<ReplayGroup> plan_replays(const ir::Project& project, const std::vector<ir::Program>& programs, const Dialect& dialect) {
    std::vector<Touched> touched;
    for (const ir::Program& program : programs) {
        Touched one{keys_of(program, written_in(program.body)), keys_of(program, read_in(program.body))};
        one.any.insert(one.written.begin(), one.written.end());
        touched.push_back(std::move(one));
    }
    const std::vector<std::size_t> numbers = group_numbers(touched);
    std::map<std::size_t, ReplayGroup> groups;
    for (std::size_t i = 0; i < programs.size(); ++i) {
        ReplayGroup& group = groups[numbers[i]];
        if (group.programs.empty()) group.name = short_name(plain_name(programs[i].name), kLongestReplay);
        group.programs.push_back(&programs[i]);
        group.written.insert(touched[i].written.begin(), touched[i].written.end());
        if (const std::string why = not_replayable(programs[i], dialect); group.reason.empty() && !why.empty())
            group.reason = programs[i].name + ": " + why;
    }
    std::vector<ReplayGroup> out;
    for (auto& [number, group] : groups) {
        add_targets(project, group);
        if (!group.targets.empty()) out.push_back(std::move(group));
    }
    return out;
}

std::map<ir::TableId, ReplayTable> tables_of(const ReplayGroup& group, const ir::Program& program) {
    std::map<ir::TableId, ReplayTable> out;
    std::set<std::string> names;
    const auto own_number = std::find(group.programs.begin(), group.programs.end(), &program) - group.programs.begin();
    for (std::size_t t = 0; t < program.tables.size(); ++t) {
        const ir::TableSymbol& symbol = program.tables[t];
        std::string cte = plain_name(symbol.name);
        for (int number = 2; !names.insert(cte).second; ++number)
            cte = fmt::format("{}_{}", plain_name(symbol.name), number);
        ReplayTable table{cte, {}, symbol.kind != ir::TableKind::persistent || group.written.count(symbol.key) > 0};
        const std::string own = symbol.kind == ir::TableKind::persistent ? plain_name(symbol.key) : fmt::format("{}_{}_{}", own_number, t, plain_name(symbol.name));
        table.relation = table.scratch ? jinja::expression("s") + "." + scratch_name(group.name, own)
                                       : jinja::expression(fmt::format("source({}, {})", jinja::literal(symbol.schema), jinja::literal(symbol.name)));
        out[static_cast<ir::TableId>(t)] = std::move(table);
    }
    return out;
}

} // namespace t2d::backend
