// SPDX-License-Identifier: Apache-2.0
#include "passes/run_tables.h"

#include <algorithm>
#include <limits>

#include "ir/text.h"
#include "passes/commute.h"
#include "passes/copy_graph.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Ids of one procedure's arena and those that stand for them in the run's.
class Renaming {
public:
    explicit Renaming(Arena& arena) : arena_(arena) {}
    QuantId quantifier(QuantId id) {
        const auto [entry, added] = quantifiers_.emplace(id, 0);
        if (added) entry->second = arena_.fresh_quantifier();
        return entry->second;
    }
    int recursion(int id) {
        const auto [entry, added] = recursions_.emplace(id, 0);
        if (added) entry->second = arena_.fresh_recursion();
        return entry->second;
    }

private:
    Arena& arena_;
    std::map<QuantId, QuantId> quantifiers_;
    std::map<int, int> recursions_;
};

/// Builds a `Run` procedure by procedure.
class Composer {
public:
    Composer(const std::vector<Compiled>& compiled, const Options& options, Arena& arena, Project& project, Diagnostics& diagnostics)
        : compiled_(compiled), options_(options), build_(arena), project_(project), diagnostics_(diagnostics) {
        run_.arena = &arena;
    }

    Run operator()() {
        for (std::size_t i = 0; i < compiled_.size(); ++i) order_.push_back(static_cast<int>(i));
        std::stable_sort(order_.begin(), order_.end(), [&](int a, int b) { return rank(a) < rank(b); });
        collect_tables();
        collect_targets();
        make_scans();
        for (const int table : run_.targets) commuting_.push_back(run_.at(table).writers.size() > 1 ? commuting(run_.at(table)) : Commuting::no);
        for (const int procedure : order_) compose(procedure);
        for (const int table : run_.targets) {
            RunTable& target = run_.at(table);
            target.final = current_[static_cast<std::size_t>(table)];
            if (target.writers.size() > 1) check_writers(target, commuting_of(table));
        }
        return std::move(run_);
    }

private:
    const Compiled& at(int procedure) const { return compiled_[static_cast<std::size_t>(procedure)]; }

    /// Place in the configured order; procedures that it does not name come after, as in the input.
    std::size_t rank(int procedure) const {
        const std::string& name = at(procedure).program->name;
        for (std::size_t i = 0; i < options_.order.size(); ++i)
            if (equal_ignoring_case(options_.order[i], name)) return i;
        return std::numeric_limits<std::size_t>::max();
    }
    bool ordered(int procedure) const { return rank(procedure) != std::numeric_limits<std::size_t>::max(); }

    void collect_tables() {
        for (const int procedure : order_) {
            auto& ids = ids_.emplace_back();
            for (const TableSymbol& symbol : at(procedure).program->tables) {
                if (symbol.kind != TableKind::persistent) {
                    ids.push_back(-1);
                    continue;
                }
                const auto [entry, added] = run_.by_key.emplace(symbol.key, static_cast<int>(run_.tables.size()));
                if (added) run_.tables.emplace_back().symbol = symbol;
                ids.push_back(entry->second);
                add_columns(run_.at(entry->second).symbol, symbol);
            }
        }
    }

    /// Tables without DDL have the columns that some procedure uses.
    static void add_columns(TableSymbol& into, const TableSymbol& from) {
        for (std::size_t i = 0; i < from.columns.size(); ++i) {
            if (find_column(into.columns, from.columns[i].name) >= 0) continue;
            into.columns.push_back(from.columns[i]);
            into.rules.push_back(i < from.rules.size() ? from.rules[i] : ColumnRule{});
        }
    }

    void collect_targets() {
        for (std::size_t k = 0; k < order_.size(); ++k) {
            const Reenactment& reenactment = *at(order_[k]).reenactment;
            std::vector<TableId> written;
            for (const Version& version : reenactment.versions)
                if (version.number > 0) written.push_back(version.table);
            for (std::size_t t = 0; t < reenactment.final.size(); ++t) written.push_back(static_cast<TableId>(t));
            for (const TableId local : written) {
                const int table = ids_[k][static_cast<std::size_t>(local)];
                if (table < 0 || reenactment.final[static_cast<std::size_t>(local)] == nullptr) continue;
                if (std::find(run_.targets.begin(), run_.targets.end(), table) == run_.targets.end()) run_.targets.push_back(table);
                auto& writers = run_.at(table).writers;
                if (std::find(writers.begin(), writers.end(), order_[k]) == writers.end()) writers.push_back(order_[k]);
            }
        }
    }

    void make_scans() {
        for (std::size_t t = 0; t < run_.tables.size(); ++t) {
            RunTable& table = run_.tables[t];
            const auto scan = [&](Run::Role role) {
                const RelRef rel = run_.arena->make(Rel{TableScan{static_cast<TableId>(t)}, table.symbol.columns, {}, {}, {}});
                run_.scans.emplace(rel, Run::Scan{static_cast<int>(t), role});
                return rel;
            };
            table.before = scan(Run::Role::before);
            table.foreign = scan(Run::Role::foreign);
            table.after = scan(Run::Role::after);
            current_.push_back(table.before);
        }
    }

    /// What a procedure sees when it reads a table: the state that the procedures before it left, where that is known.
    [[nodiscard]] RelRef seen(int procedure, int table) const {
        const RunTable& read = run_.at(table);
        if (commuting_of(table) == Commuting::updates) return read.before; // no other writer's rows are read
        const RelRef current = current_[static_cast<std::size_t>(table)];
        const auto& writers = read.writers;
        if (std::find(writers.begin(), writers.end(), procedure) != writers.end() || writers.empty()) return current;
        const bool known = ordered(procedure) && std::all_of(writers.begin(), writers.end(), [&](int writer) { return ordered(writer); });
        return known ? current : read.foreign;
    }

    /// A scan with the columns that one procedure knows, which are fewer where there is no DDL.
    RelRef scan_for(int procedure, int table, const std::vector<Column>& columns) {
        const RelRef rel = seen(procedure, table);
        bool same = rel->columns.size() == columns.size();
        for (std::size_t i = 0; same && i < columns.size(); ++i) same = equal_ignoring_case(rel->columns[i].name, columns[i].name);
        if (same) return rel;
        const Quantifier quantifier = build_.quantifier(rel);
        Select block;
        block.from = build_.from(quantifier);
        for (const Column& column : columns) block.items.push_back(build_.column(quantifier, find_column(rel->columns, column.name)));
        return build_.select(std::move(block), columns);
    }

    /// Columns that a procedure does not know (there is no DDL) are NULL in the rows that it writes.
    RelRef completed(RelRef rel, const std::vector<Column>& columns) {
        if (rel->columns.size() == columns.size()) return rel;
        const Quantifier quantifier = build_.quantifier(rel);
        Select block;
        block.from = build_.from(quantifier);
        for (const Column& column : columns) {
            const int index = find_column(rel->columns, column.name);
            block.items.push_back(index < 0 ? build_.null(column.type) : build_.column(quantifier, index));
        }
        return build_.select(std::move(block), columns);
    }

    /// Copies a procedure's relations into the run's arena: over the run's scans, with fresh ids.
    CopyHooks hooks_for(int procedure, std::size_t k, int first_hole, Renaming& names) {
        CopyHooks hooks;
        hooks.quantifier = [&names](QuantId id) { return names.quantifier(id); };
        hooks.column = [this, &names](ScalarRef original, const ColumnRef& ref) {
            Scalar copy = *original;
            copy.node = ColumnRef{names.quantifier(ref.quant), ref.column};
            return run_.arena->make(std::move(copy));
        };
        hooks.before = [this, procedure, k, first_hole, &names](RelRef rel) -> RelRef {
            if (const auto* scan = std::get_if<TableScan>(&rel->node))
                return scan_for(procedure, ids_[k][static_cast<std::size_t>(scan->table)], rel->columns);
            Rel copy = *rel;
            if (auto* self = std::get_if<RecursiveRef>(&copy.node)) self->id = names.recursion(self->id);
            else if (auto* hole = std::get_if<HoleRel>(&copy.node)) hole->hole += first_hole;
            else return nullptr;
            return run_.arena->make(std::move(copy));
        };
        hooks.after = [this, &names](RelRef, RelRef rebuilt) {
            if (!std::holds_alternative<Recursive>(rebuilt->node)) return rebuilt;
            Rel copy = *rebuilt;
            auto& recursive = std::get<Recursive>(copy.node);
            recursive.id = names.recursion(recursive.id);
            return run_.arena->make(std::move(copy));
        };
        return hooks;
    }

    void compose(int procedure) {
        const auto k = static_cast<std::size_t>(std::find(order_.begin(), order_.end(), procedure) - order_.begin());
        const Compiled& unit = at(procedure);
        const int first_hole = static_cast<int>(project_.holes.size());
        project_.holes.insert(project_.holes.end(), unit.reenactment->hole_list.begin(), unit.reenactment->hole_list.end());
        Renaming names(*run_.arena);
        GraphCopy copy(*run_.arena, hooks_for(procedure, k, first_hole, names));
        const Reenactment& reenactment = *unit.reenactment;
        std::vector<std::pair<int, RelRef>> results;
        for (std::size_t t = 0; t < reenactment.final.size(); ++t) {
            const int table = ids_[k][t];
            if (table < 0 || reenactment.final[t] == nullptr) continue;
            RunTable& target = run_.at(table);
            const RelRef state = copy(reenactment.final[t]);
            const bool partly = state->columns.size() != target.symbol.columns.size() && reaches(state, current_[static_cast<std::size_t>(table)]);
            if (partly || target.symbol.columns.empty()) report_columns(target, unit.program->span);
            results.emplace_back(table, completed(after_others(state, table), target.symbol.columns));
            if (t < reenactment.holes.size())
                for (const int hole : reenactment.holes[t]) target.holes.push_back(first_hole + hole);
        }
        for (const Guard& guard : reenactment.guards) run_.guards.push_back({procedure, {guard.message, copy(guard.condition), guard.span}});
        for (const auto& [table, rel] : results) current_[static_cast<std::size_t>(table)] = rel;
    }

    /// An update in place after those of other writers: it goes over their rows, while what it looks up stays the state before.
    RelRef after_others(RelRef state, int table) {
        const RelRef current = current_[static_cast<std::size_t>(table)];
        if (commuting_of(table) != Commuting::updates || current == run_.at(table).before) return state;
        Rel copy = *state;
        auto& block = std::get<Select>(copy.node);
        Quantifier input = *only_quantifier(block.from);
        input.rel = current;
        block.from = build_.from(input);
        return run_.arena->make(std::move(copy));
    }

    [[nodiscard]] Commuting commuting_of(int table) const {
        const auto at = std::find(run_.targets.begin(), run_.targets.end(), table);
        return at == run_.targets.end() ? Commuting::no : commuting_[static_cast<std::size_t>(at - run_.targets.begin())];
    }

    [[nodiscard]] Commuting commuting(const RunTable& table) const {
        if (is_ordered(table)) return Commuting::no;
        std::vector<TableWrite> writes;
        for (const int writer : table.writers) {
            const auto k = static_cast<std::size_t>(std::find(order_.begin(), order_.end(), writer) - order_.begin());
            const auto local = static_cast<std::size_t>(std::find(ids_[k].begin(), ids_[k].end(), run_.by_key.at(table.symbol.key)) - ids_[k].begin());
            const Compiled& unit = at(writer);
            if (unit.program->tables[local].columns.size() != table.symbol.columns.size()) return Commuting::no;
            writes.push_back({unit.reenactment->final[local], unit.reenactment->initial[local], &unit.program->tables[local], unit.arena});
        }
        return commute(writes);
    }
    [[nodiscard]] bool is_ordered(const RunTable& table) const {
        return std::all_of(table.writers.begin(), table.writers.end(), [&](int writer) { return ordered(writer); });
    }

    void check_writers(RunTable& table, Commuting commuting) {
        if (is_ordered(table)) return;
        std::string names;
        for (const int writer : table.writers) names += (names.empty() ? "" : ", ") + at(writer).program->name;
        const std::string name = table.symbol.schema + "." + table.symbol.name;
        const SourceSpan span = at(table.writers.front()).program->span;
        if (commuting != Commuting::no) {
            diagnostics_.report<diag::composed_writers>(span, name, names);
            return;
        }
        diagnostics_.report<diag::several_writers>(span, name, names);
        diagnostics_.hint("list the procedures under `order` in the configuration");
        add_hole(table, names, span, ":writers", "written by " + names + " in an order that is not known");
    }

    /// Rows that stay would lose the columns that this procedure does not know.
    void report_columns(RunTable& table, SourceSpan span) {
        const std::string name = table.symbol.schema + "." + table.symbol.name;
        diagnostics_.report<diag::columns_unknown>(span, name);
        add_hole(table, {}, span, ":columns", "not every procedure knows all columns of " + name);
    }

    void add_hole(RunTable& table, std::string procedure, SourceSpan span, std::string_view suffix, std::string reason) {
        Hole hole;
        hole.id = table.symbol.key + std::string(suffix);
        hole.procedure = std::move(procedure);
        hole.span = span;
        hole.reason = std::move(reason);
        hole.table = table.symbol.schema + "." + table.symbol.name;
        hole.expected = table.symbol.columns;
        table.holes.push_back(static_cast<int>(project_.holes.size()));
        project_.holes.push_back(std::move(hole));
    }

    const std::vector<Compiled>& compiled_;
    const Options& options_;
    Builder build_;
    Project& project_;
    Diagnostics& diagnostics_;
    Run run_;
    std::vector<int> order_;               ///< procedures in the order they run
    std::vector<std::vector<int>> ids_;    ///< per place in `order_`: run table of each table of the procedure, or -1
    std::vector<RelRef> current_;          ///< per run table
    std::vector<Commuting> commuting_;     ///< per target, for those with several writers
};

} // namespace

Run compose_run(const std::vector<Compiled>& compiled, const Options& options, Arena& arena, Project& project, Diagnostics& diagnostics) {
    return Composer(compiled, options, arena, project, diagnostics)();
}

} // namespace t2d::passes
