// SPDX-License-Identifier: Apache-2.0
#include "passes/reenact.h"

#include <algorithm>
#include <functional>

#include "ir/text.h"
#include "passes/batch_loops.h"
#include "passes/goto_loops.h"
#include "passes/normalize_loops.h"
#include "passes/reenactor.h"
#include "passes/row_assignments.h"

namespace t2d::passes {

using namespace ir;

Reenactor::Reenactor(Program& program, Arena& arena, Diagnostics& diagnostics) : program_(program), build_(arena), diagnostics_(diagnostics) {
    const std::size_t tables = program.tables.size();
    written_.assign(tables, false);
    out_.initial.assign(tables, nullptr);
    out_.removes_rows.assign(tables, false);
    for (std::size_t t = 0; t < tables; ++t) {
        TableSymbol& table = program.tables[t];
        table.rules.resize(table.columns.size());
        if (table.kind != TableKind::persistent) continue;
        const auto id = static_cast<TableId>(t);
        const RelRef scan = arena.make(Rel{TableScan{id}, table.columns, table.name, {}, {}});
        version_of_[scan] = id;
        out_.initial[t] = scan;
        out_.versions.push_back({id, 0, scan, {}});
    }
    state_.tables = state_.visible = out_.initial;
    reads_ = count_reads(program.body, program.variables.size());
    for (std::size_t v = 0; v < program.variables.size(); ++v) {
        const VariableSymbol& variable = program.variables[v];
        const bool wanted = variable.name.starts_with("@@") && reads_[v] > 0;
        if (wanted && equal_ignoring_case(variable.name, "@@rowcount")) rowcount_ = static_cast<int>(v);
        if (wanted && equal_ignoring_case(variable.name, "@@identity")) identity_ = static_cast<int>(v);
        state_.values.push_back(build_.null(variable.type));
    }
    for (const FunctionSymbol& function : program.functions) {
        const std::vector<int> reads = count_reads(function.body, reads_.size());
        std::transform(reads.begin(), reads.end(), reads_.begin(), reads_.begin(), std::plus<>());
    }
    for (std::size_t p = 0; p < program.parameters.size() && p < program.parameter_variables.size(); ++p) {
        const auto variable = static_cast<std::size_t>(program.parameter_variables[p]);
        state_.values[variable] = arena.make(Scalar{ParamRef{program.parameters[p].parameter}, program.variables[variable].type, true, {}});
    }
    state_.seen = state_.values;
}

Reenactment Reenactor::run() {
    const Statement whole{HoleStatement{}, -1, program_.span, {}};
    statement_ = &whole;
    open_marks();
    body(program_.body);
    if (!call_.pending.empty()) {
        path_.clear();
        unsupported("GOTO without a label further down", program_.body);
    }
    path_.clear();
    forget_path();
    close_marks();
    out_.final.assign(program_.tables.size(), nullptr);
    out_.holes.assign(program_.tables.size(), {});
    for (std::size_t t = 0; t < program_.tables.size(); ++t) {
        if (!written_[t]) continue;
        out_.final[t] = state_.tables[t];
        const auto holes = holes_of(state_.tables[t]);
        out_.holes[t].assign(holes.begin(), holes.end());
    }
    return std::move(out_);
}

Reenactment reenact(Program& program, Arena& arena, Diagnostics& diagnostics) {
    spread_row_assignments(program, arena);
    goto_loops(program, arena);
    batch_loops(program, arena);
    normalize_loops(program, arena);
    return Reenactor(program, arena, diagnostics).run();
}

} // namespace t2d::passes
