// SPDX-License-Identifier: Apache-2.0
#include "passes/build_models.h"

#include <algorithm>

#include "ir/text.h"
#include "passes/classify.h"
#include "passes/delete_insert_plan.h"
#include "passes/derive_tests.h"
#include "passes/describe_model.h"
#include "passes/drop_joins.h"
#include "passes/flatten_unions.h"
#include "passes/fuse_blocks.h"
#include "passes/graph_facts.h"
#include "passes/merge_plan.h"
#include "passes/model_graph.h"
#include "passes/narrow_writes.h"
#include "passes/rewrite.h"
#include "passes/share_conditions.h"
#include "passes/split_groups.h"
#include "passes/string_columns.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Builds the models of a composed run.
class ModelBuilder {
public:
    ModelBuilder(Run& run, const std::vector<Compiled>& compiled, const Catalog& catalog, const Options& options, const SourceManager& sources, Project& project, Diagnostics& diagnostics)
        : run_(run), compiled_(compiled), catalog_(catalog), options_(options), sources_(sources), project_(project), diagnostics_(diagnostics),
          graph_(run, compiled, options, project, diagnostics) {
        for (const RunTable& table : run_.tables) symbols_.push_back(table.symbol);
    }

    void operator()() {
        for (const int table : run_.targets) item(table);
        for (std::size_t i = 0; i < run_.guards.size(); ++i) guard(run_.guards[i]);
        // Captures and references are known only when all models and tests are.
        for (const int table : run_.targets) finish(table);
    }

private:
    void item(int table) {
        RunTable& target = run_.at(table);
        Item item;
        item.table_ref = target.symbol.schema + "." + target.symbol.name;
        item.model_name = target.model;
        for (const int writer : target.writers) {
            const Program& program = *compiled_[static_cast<std::size_t>(writer)].program;
            item.procedures.push_back(program.name);
            item.statements.insert(item.statements.end(), program.records.begin(), program.records.end());
        }
        const std::size_t reported = diagnostics_.all().size();
        if (target.emitted) {
            item.model = static_cast<int>(project_.models.size());
            project_.models.push_back(model(table, item));
            for (const CheckRule& rule : target.symbol.checks)
                if (rule.condition == nullptr) diagnostics_.report<diag::check_not_tested>(rule.span, display_name(target), rule.reason);
        }
        item.status = target.emitted && !(target.holes.empty() && project_.models.back().holes.empty()) ? ItemStatus::partial : ItemStatus::ok;
        item.diagnostics.assign(diagnostics_.all().begin() + static_cast<std::ptrdiff_t>(reported), diagnostics_.all().end());
        project_.items.push_back(std::move(item));
    }

    Model model(int table, Item& item) {
        RunTable& target = run_.at(table);
        const RelRef state = simplified(graph_.state_of(table));
        const CatalogTable* declared = declaration(target);
        auto added = appended_rows(*run_.arena, state, target.before);
        const bool appends = added && !added->empty();
        item.effect = state == target.before ? WriteEffect::update_only : write_effect(state, target.before, appends);
        const bool loops = item.effect == WriteEffect::state && target.writers.size() == 1 && comes_from_loop(state);
        if (loops) item.effect = effect_of_statements(*compiled_[static_cast<std::size_t>(target.writers.front())].program, target.symbol.key);
        item.classification = classify({&target.symbol, declared, state, target.before, item.effect});

        Model model;
        model.name = target.model;
        model.operational = target.operational;
        if (target.operational) model.folder = "operational";
        model.schema = target.symbol.schema;
        model.table = target.symbol.name;
        for (const int writer : target.writers) add_header(model, *compiled_[static_cast<std::size_t>(writer)].program, sources_);
        model.description = description_of(*compiled_[static_cast<std::size_t>(target.writers.front())].program, graph_.procedures_of(table));
        for (const Column& column : target.symbol.columns) model.columns.push_back({column, {}});
        RelRef root = state;
        if (item.effect != WriteEffect::replace) {
            model.materialization = Materialization::incremental;
            model.strategy = Strategy::state;
            if (appends && !options_.force_state) {
                model.strategy = Strategy::append;
                root = new_rows(*added, target.symbol.columns);
            } else if (!appends && state != target.before) {
                root = changed_rows(model, state, target, declared);
            }
        }
        plan(model, root, table);
        model.holes = holes_of(target, root);
        report(target, item.effect, state);
        return model;
    }

    [[nodiscard]] static bool comes_from_loop(RelRef state) {
        const auto relations = relations_below({state});
        return std::any_of(relations.begin(), relations.end(), [](RelRef rel) { return std::holds_alternative<Recursive>(rel->node); });
    }

    [[nodiscard]] RelRef simplified(RelRef rel) const {
        Arena& arena = *run_.arena;
        const RelRef folded = fold_constants(arena, rel);
        const RelRef split = split_groups(arena, folded);
        if (!options_.readability) return split;
        const RelRef live = drop_unused_joins(arena, drop_dead_columns(arena, fuse_blocks(arena, split)));
        if (live == folded) return live;
        // Without its dead columns a block may fit into the one around it, and one that only passed columns on may be nothing more.
        const RelRef plain = fold_constants(arena, live);
        const RelRef again = fuse_blocks(arena, plain);
        return again == plain ? plain : fold_constants(arena, again);
    }

    /// The rows to append as one relation with the table's columns.
    [[nodiscard]] RelRef new_rows(const std::vector<RelRef>& added, const std::vector<Column>& columns) const {
        const Builder build(*run_.arena);
        if (added.size() > 1) return build.union_all(added, columns);
        if (!std::holds_alternative<Select>(added.front()->node)) {
            const Quantifier rows = build.quantifier(added.front());
            Select block;
            block.from = build.from(rows);
            block.items = all_columns(build, rows);
            return build.select(std::move(block), columns);
        }
        Rel copy = *added.front();
        copy.columns = columns;
        copy.label.clear();
        return run_.arena->make(std::move(copy));
    }

    /// Computed columns of tables that the run writes, where their rows from before are read: from the other columns of these rows, since
    /// a load of earlier rows fills only those.
    [[nodiscard]] RelRef with_computed_columns(RelRef root, int own) const {
        if (std::none_of(run_.tables.begin(), run_.tables.end(), computes)) return root;
        const Builder build(*run_.arena);
        bool any = false;
        const auto computed = [&](RelRef rel) {
            const auto scan = run_.scans.find(rel);
            const bool kept = scan != run_.scans.end() && run_.at(scan->second.table).emitted && (scan->second.table == own || scan->second.role == Run::Role::before);
            if (!kept) return rel;
            const TableSymbol& symbol = run_.at(scan->second.table).symbol;
            const Quantifier row = build.quantifier(rel);
            Select block;
            block.from = build.from(row);
            block.items = all_columns(build, row);
            bool changed = false;
            for (std::size_t c = 0; c < symbol.rules.size() && c < block.items.size(); ++c) {
                const ScalarRef rule = symbol.rules[c].computed;
                // A function is a body, which only the pass that runs statements replaces by values.
                if (rule == nullptr || calls_function(rule) || !reads_column(root, rel, static_cast<int>(c))) continue;
                changed = true;
                block.items[c] = substitute(*run_.arena, rule, [&](const ColumnRef& ref) { return ref.quant == symbol.self ? build.column(row, ref.column) : nullptr; });
            }
            any = any || changed;
            return changed ? build.select(std::move(block), rel->columns) : rel;
        };
        const RelRef out = Rewriter(*run_.arena, [](ScalarRef scalar) { return scalar; }, computed)(root);
        return any ? simplified(out) : root;
    }

    [[nodiscard]] static bool computes(const RunTable& table) {
        const auto& rules = table.symbol.rules;
        return std::any_of(rules.begin(), rules.end(), [](const auto& rule) { return rule.computed != nullptr; });
    }

    /// Whether anything below `root` reads the column of the scan, or the scan as a whole.
    [[nodiscard]] static bool reads_column(RelRef root, RelRef scan, int column) {
        if (root == scan) return true;
        const std::vector<RelRef> relations = relations_below({root});
        QuantIds rows;
        for (const RelRef rel : relations) {
            if (const auto* block = std::get_if<Select>(&rel->node)) {
                for (const Quantifier* quantifier : quantifiers(block->from))
                    if (quantifier->rel == scan) rows.insert(quantifier->id);
            } else {
                const Relations inputs = inputs_of(rel);
                if (std::find(inputs.begin(), inputs.end(), scan) != inputs.end()) return true;
            }
        }
        bool found = false;
        const auto look = [&](ScalarRef node) {
            const auto* ref = std::get_if<ColumnRef>(&node->node);
            found = found || (ref != nullptr && ref->column == column && rows.contains(ref->quant));
        };
        for (const RelRef rel : relations)
            for_each_scalar_in(rel, look);
        return found;
    }

    void plan(Model& model, RelRef root, int table) {
        root = with_computed_columns(root, table);
        if (options_.readability) root = flatten_unions(*run_.arena, share_conditions(*run_.arena, root));
        CtePlan plan = plan_ctes(*run_.arena, root, model.table, [&](RelRef scan) { return graph_.describe(scan, table); });
        model.imports = std::move(plan.imports);
        model.ctes = std::move(plan.ctes);
        if (!options_.native_strings) model.sorts_strings = find_string_columns(model.imports, model.ctes);
    }

    /// Holes that make the model refuse to run: those in its own relation. What it reads from other models refuses there.
    [[nodiscard]] static std::vector<int> holes_of(const RunTable& target, RelRef root) {
        std::vector<int> out;
        for (const RelRef rel : relations_below({root}))
            if (const auto* hole = std::get_if<HoleRel>(&rel->node))
                if (std::find(out.begin(), out.end(), hole->hole) == out.end()) out.push_back(hole->hole);
        for (const int hole : target.holes)
            if (std::find(out.begin(), out.end(), hole) == out.end()) out.push_back(hole);
        std::sort(out.begin(), out.end());
        return out;
    }

    /// The rows of a delete+insert or a merge, where their obligations are proved; else the whole state, and a note that says what is not.
    [[nodiscard]] RelRef changed_rows(Model& model, RelRef state, const RunTable& target, const CatalogTable* declared) {
        if (auto replaced = plan_delete_insert(*run_.arena, state, target.before); replaced && !options_.force_state) {
            model.strategy = Strategy::delete_insert;
            model.unique_key = std::move(replaced->key);
            return simplified(replaced->rows);
        }
        std::string unproved;
        auto merge = plan_merge(*run_.arena, state, target.before, declared, symbols_, unproved);
        if (!merge) {
            const SourceSpan span = compiled_[static_cast<std::size_t>(target.writers.front())].program->span;
            diagnostics_.report<diag::strategy_obligation>(span, display_name(target), unproved);
        } else if (!options_.force_state) {
            model.strategy = Strategy::merge;
            model.unique_key = std::move(merge->key);
            model.merge_update_columns = std::move(merge->updated);
            return simplified(merge->rows);
        }
        return state;
    }

    [[nodiscard]] static std::string display_name(const RunTable& target) { return target.symbol.schema + "." + target.symbol.name; }

    void report(const RunTable& target, WriteEffect effect, RelRef state) {
        if (effect == WriteEffect::replace || effect == WriteEffect::append) return;
        const SourceSpan span = compiled_[static_cast<std::size_t>(target.writers.front())].program->span;
        const Spine spine = spine_of(state, target.before);
        if (spine.found && spine.parts == 1 && spine.added.empty()) diagnostics_.report<diag::external_owner>(span, display_name(target));
    }

    [[nodiscard]] const CatalogTable* declaration(const RunTable& table) const {
        const auto found = catalog_.tables.find(table.symbol.key);
        return found == catalog_.tables.end() ? nullptr : &found->second;
    }

    void guard(const RunGuard& found) {
        const Builder build(*run_.arena);
        const Program& program = *compiled_[static_cast<std::size_t>(found.procedure)].program;
        Select block;
        block.where = graph_.resolved(found.guard.condition);
        const ScalarRef message = build.text(found.guard.message);
        block.items = {message};
        GuardTest test;
        test.name = guard_name(program, project_.guards);
        test.procedure = program.name;
        add_header(test, program, found.guard.span, sources_);
        add_test(std::move(test), build.select(std::move(block), {{"message", message->type, false}}));
    }

    /// The rows of the model that a CHECK constraint of its table refuses.
    void check(int table, const CheckRule& rule) {
        const RunTable& target = run_.at(table);
        const Builder build(*run_.arena);
        const Quantifier row = build.quantifier(target.after);
        const ScalarRef condition = substitute(*run_.arena, rule.condition, [&](const ColumnRef& ref) { return ref.quant == target.symbol.self ? build.column(row, ref.column) : nullptr; });
        GuardTest test;
        test.name = check_name(target.model, rule.name, project_.guards);
        test.warn = !rule.trusted;
        test.header = {"Rows of " + display_name(target) + " that its CHECK constraint " + rule.name + (rule.name.empty() ? "" : " ") + "refuses"};
        add_test(std::move(test), build.filter(row, run_.arena->make(Scalar{Not{condition}, condition->type, true, rule.span})));
    }

    void add_test(GuardTest test, RelRef violations) {
        const RelRef root = with_computed_columns(simplified(violations), -1);
        CtePlan plan = plan_ctes(*run_.arena, root, {}, [&](RelRef scan) { return graph_.describe(scan, -1); });
        test.imports = std::move(plan.imports);
        test.ctes = std::move(plan.ctes);
        if (!options_.native_strings) test.sorts_strings = find_string_columns(test.imports, test.ctes);
        project_.guards.push_back(std::move(test));
    }

    void finish(int table) {
        const RunTable& target = run_.at(table);
        if (!target.emitted) return;
        const auto model = std::find_if(project_.models.begin(), project_.models.end(), [&](const Model& m) { return m.name == target.model; });
        model->depends_on = graph_.runs_after(table);
        const CatalogTable* declared = declaration(target);
        if (declared == nullptr) return;
        for (const CheckRule& rule : target.symbol.checks)
            if (model->holes.empty() && rule.condition != nullptr) check(table, rule);
        std::set<std::string> narrow;
        for (const int writer : target.writers) narrow.merge(narrowly_written(*compiled_[static_cast<std::size_t>(writer)].program, target.symbol.key));
        derive_tests(*model, *declared, narrow, [&](const std::string& key) { return referenced(key, table); });
    }

    ReferencedTable referenced(const std::string& key, int table) {
        const auto known = run_.by_key.find(key);
        if (known == run_.by_key.end()) return source_of_catalog(key);
        const RunTable& other = run_.at(known->second);
        if (other.final != nullptr && other.emitted) {
            if (known->second != table && graph_.depends(known->second, table)) return {};
            return {other.model, {}, {}};
        }
        graph_.need_source(known->second);
        return {{}, other.symbol.schema, other.symbol.name};
    }

    /// A table that only a foreign key mentions.
    ReferencedTable source_of_catalog(const std::string& key) {
        const auto found = catalog_.tables.find(key);
        if (found == catalog_.tables.end()) return {};
        const CatalogTable& table = found->second;
        const auto same = [&](const SourceTable& source) { return source.schema == table.schema && source.name == table.name; };
        if (std::none_of(project_.sources.begin(), project_.sources.end(), same)) {
            SourceTable source{table.schema, table.name, {}, {}};
            for (const CatalogColumn& column : table.columns) source.columns.push_back({column.name, column.type, column.nullable});
            project_.sources.push_back(std::move(source));
        }
        return {{}, table.schema, table.name};
    }

    Run& run_;
    const std::vector<Compiled>& compiled_;
    const Catalog& catalog_;
    const Options& options_;
    const SourceManager& sources_;
    Project& project_;
    Diagnostics& diagnostics_;
    ModelGraph graph_;
    std::vector<TableSymbol> symbols_; ///< of the run's tables
};

} // namespace

void build_models(const std::vector<Compiled>& compiled, const Catalog& catalog, const Options& options, const SourceManager& sources, Project& project, Diagnostics& diagnostics) {
    project.arenas.push_back(std::make_unique<Arena>());
    Run run = compose_run(compiled, options, *project.arenas.back(), project, diagnostics);
    ModelBuilder(run, compiled, catalog, options, sources, project, diagnostics)();
    collect_variables(compiled, project.variables);
}

} // namespace t2d::passes
