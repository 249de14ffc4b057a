// SPDX-License-Identifier: Apache-2.0
#include "passes/check/check.h"

#include <algorithm>
#include <array>

#include "ir/text.h"
#include "passes/check/canon.h"
#include "passes/check/compare.h"
#include "passes/check/counterexample.h"
#include "passes/check/key_marks.h"
#include "passes/check/model.h"
#include "passes/check/numbering.h"
#include "passes/check/procedure.h"

namespace t2d::passes::check {

namespace {

using ir::EquivalenceCheck;
using ir::Verdict;

/// More contradictions than this, with a condition, join or arm among them that only one side has, are a query of another shape, not a slip in one.
constexpr std::size_t kMostContradictions = 2;

constexpr std::string_view kColumn = "column ";

/// The names of what is checked, in the order of the report; columns come last, one by one.
constexpr std::array<std::string_view, 10> kOrder{"write", "first run", "sources", "joins", "predicates", "grain", "distinct", "set operations", "top", "columns"};

std::set<std::string> tables_of(const Builder& b, TermId id, bool only_undeclared = false) {
    std::set<std::string> out;
    (void)b.contains(id, [&](const Term& term) {
        if (term.op == "table" && (!only_undeclared || !term.args.empty())) out.insert(term.text);
        return false;
    });
    return out;
}

std::string joined(const std::set<std::string>& names) {
    std::string out;
    for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
    return out;
}

/// One check of one model: both sides are read, brought into canonical form and compared.
class Check {
public:
    Check(Builder& builder, const ReadModel& model, const std::vector<TermId>& failures) : b_(builder), model_(model), failures_(failures) {}

    ir::Equivalence result;

    void run(const Relation& left, const Relation& right, std::optional<bool> first_run_agrees) {
        Canon canon(b_);
        b_.pool().side = 0;
        left_ = canon.relation(plain_chars(left));
        b_.pool().side = 1;
        right_ = canon.relation(plain_chars(right));
        std::vector<Difference> differences = Comparison(b_).relations(left_, right_);
        if (open(differences)) retry(left, right, differences);
        doubt(differences);
        try_on_rows(left, right, differences);
        for (const Difference& difference : differences) note(difference);
        facts();
        write();
        if (first_run_agrees) check("first run").verdict = *first_run_agrees ? Verdict::match : Verdict::unproven;
        sources();
        runs(right);
        std::stable_sort(result.checks.begin(), result.checks.end(), [](const EquivalenceCheck& a, const EquivalenceCheck& b) { return rank(a.name) < rank(b.name); });
        result.verdict = Verdict::match;
        for (const EquivalenceCheck& check : result.checks) result.verdict = std::max(result.verdict, check.verdict);
    }

private:
    /// A CHAR column holds its value without the blanks that fill it up.
    Relation plain_chars(const Relation& relation) {
        TermPool& pool = b_.pool();
        if (pool.is(relation.term, "union_all")) {
            Terms branches;
            for (const TermId branch : Terms(pool[relation.term].args)) branches.push_back(plain_chars({branch, relation.columns}).term);
            return {pool.make("union_all", {}, std::move(branches)), relation.columns};
        }
        if (!pool.is(relation.term, "select")) return relation;
        SelectParts parts = b_.parts(relation.term);
        if (parts.distinct) return relation;
        for (const CatalogColumn& column : b_.catalog().tables.at(model_.table).columns)
            for (auto& [name, value] : parts.outputs)
                if (column.type.is_fixed_string() && equal_ignoring_case(name, column.name)) value = unfilled(value, std::to_string(column.type.length));
        return {b_.select(std::move(parts)), relation.columns};
    }

    TermId unfilled(TermId value, const std::string& length) {
        const Term term = b_.pool()[value];
        if (term.op == "rtrim" && term.args.size() == 1) return unfilled(term.args[0], length);
        if (term.op == "fn:rpad" && term.args.size() == 3 && b_.pool()[term.args[1]].text == length && b_.pool()[term.args[2]].text == "s: ") return unfilled(term.args[0], length);
        if (term.op != "case") return b_.compared(value);
        Terms args = term.args;
        for (std::size_t i = 1; i < args.size(); i += 2) args[i] = unfilled(args[i], length);
        args.back() = unfilled(args.back(), length);
        return b_.build("case", {}, std::move(args));
    }

    static bool open(const std::vector<Difference>& differences) {
        return std::any_of(differences.begin(), differences.end(), [](const Difference& difference) { return difference.weight != Weight::rule; });
    }

    /// Sides that differ in what their conditions look like may be equal by what these decide.
    void retry(const Relation& left, const Relation& right, std::vector<Difference>& differences) {
        if (unknown(left_) || unknown(right_)) return;
        Canon canon(b_, true);
        b_.pool().side = 0;
        const TermId procedure = canon.relation(plain_chars(left));
        b_.pool().side = 1;
        const TermId model = canon.relation(plain_chars(right));
        if (unknown(procedure) || unknown(model)) return;
        std::vector<Difference> others = Comparison(b_).relations(procedure, model);
        if (!open(others)) differences = std::move(others);
        else if (numbers_rows(procedure) && numbers_rows(model) && unknown_order(left, right)) differences = {{"top", Weight::rule, "ties in a stated order", 0, 0}};
    }

    [[nodiscard]] bool numbers_rows(TermId side) const {
        return b_.contains(side, [](const Term& term) { return term.op == "win:row_number"; });
    }

    /// Whether the sides are equal but for rows that the procedure numbers in an order that does not tell them apart: the model completes it.
    bool unknown_order(const Relation& left, const Relation& right) {
        Canon::Orders orders[2];
        TermId forms[2];
        for (int side = 0; side < 2; ++side) {
            Canon canon(b_, true);
            canon.leave_out(orders[side]);
            b_.pool().side = side;
            forms[side] = canon.relation(plain_chars(side == 0 ? left : right));
        }
        const auto completes = [&](const auto& stated) {
            const auto given = orders[1].find(stated.first);
            if (given == orders[1].end() || stated.second.size() != 1 || given->second.size() != 1) return false;
            const Terms &wanted = b_.pool()[*stated.second.begin()].args, &all = b_.pool()[*given->second.begin()].args;
            return wanted.size() <= all.size() && std::equal(wanted.begin(), wanted.end(), all.begin());
        };
        return forms[0] == forms[1] && !unknown(forms[0]) && orders[0].size() == orders[1].size() && std::all_of(orders[0].begin(), orders[0].end(), completes);
    }

    static std::size_t rank(const std::string& name) { return static_cast<std::size_t>(std::find(kOrder.begin(), kOrder.end(), name) - kOrder.begin()); }

    EquivalenceCheck& check(const std::string& name) {
        for (EquivalenceCheck& known : result.checks)
            if (known.name == name) return known;
        result.checks.push_back({name, Verdict::match, {}, {}, {}, {}, {}, {}});
        return result.checks.back();
    }

    /// A contradiction is only one where everything around it fits: where the shapes of the two queries differ, or the check did not understand a
    /// part, the two may still be spellings of one thing, and nothing is called a gap.
    void doubt(std::vector<Difference>& differences) const {
        std::set<std::string> unclear;
        std::size_t likely = 0, all = 0;
        for (const Difference& difference : differences)
            if (difference.weight == Weight::unclear) unclear.insert(difference.check);
        bool fits = !unknown(left_) && !unknown(right_) && std::all_of(unclear.begin(), unclear.end(), [](const std::string& check) { return check.starts_with("column"); });
        bool lone_side = false;
        for (const Difference& difference : differences) {
            if (difference.weight < Weight::likely || unclear.contains(difference.check)) continue;
            ++all;
            if (difference.weight == Weight::likely) ++likely;
            lone_side = lone_side || (difference.check == "joins" && (difference.left == 0 || difference.right == 0));
        }
        fits = fits && (likely == 0 || all <= kMostContradictions) && !(lone_side && all > 1);
        for (Difference& difference : differences)
            if (difference.weight >= Weight::likely) difference.weight = fits && !unclear.contains(difference.check) ? Weight::clear : Weight::unclear;
    }

    /// A contradiction is a gap only when there are rows on which the two sides differ; rows may also tell sides apart that have no common form.
    void try_on_rows(const Relation& left, const Relation& right, std::vector<Difference>& differences) {
        WrittenTable table{model_.table, columns_in(model_.later, "unique_key"), {}, failures_};
        bool open = false;
        for (const Difference& difference : differences) {
            open = open || difference.weight != Weight::rule;
            if (difference.weight == Weight::rule && difference.check.starts_with(kColumn)) table.excused_columns.insert(difference.check.substr(kColumn.size()));
        }
        if (open) example_ = find_counterexample(b_, left, right, table);
        for (Difference& difference : differences)
            if (difference.weight >= Weight::likely && !example_) difference.weight = Weight::unclear;
        if (example_) seen_in(differences).weight = Weight::clear;
    }

    /// The difference that a counterexample shows: that of its column, or else the heaviest one of the rows.
    [[nodiscard]] Difference& seen_in(std::vector<Difference>& differences) const {
        const auto rank = [&](const Difference& one) {
            const bool column = one.check.starts_with(kColumn);
            return std::tuple(one.weight != Weight::rule, one.check == std::string(kColumn) + example_->column, column != example_->column.empty(), one.weight);
        };
        return *std::max_element(differences.begin(), differences.end(), [&](const Difference& a, const Difference& b) { return rank(a) < rank(b); });
    }

    [[nodiscard]] bool unknown(TermId side) const {
        return b_.pool().has(side, has_opaque);
    }

    void note(const Difference& difference) {
        EquivalenceCheck& to = check(difference.check);
        const Verdict verdict = difference.weight == Weight::rule ? Verdict::divergence : difference.weight == Weight::clear ? Verdict::gap : Verdict::unproven;
        if (verdict <= to.verdict) return;
        to.verdict = verdict;
        to.rule = difference.rule;
        to.procedure = difference.left == 0 ? "" : show(b_.pool(), difference.left);
        to.model = difference.right == 0 ? "" : show(b_.pool(), difference.right);
        to.procedure_span = place(difference.left, 0);
        to.model_span = place(difference.right, 1);
        if (verdict == Verdict::gap && example_) to.hint = example_->text;
    }

    SourceSpan place(TermId id, int side) {
        SourceSpan span = id == 0 ? SourceSpan{} : b_.pool().place_of(id, side);
        if (id != 0)
            for (const TermId arg : b_.pool()[id].args)
                if (!span.valid()) span = b_.pool().place_of(arg, side);
        return span;
    }

    /// Every kind of fact that one of the sides has is listed, equal or not; what neither has is not claimed to match.
    void facts() {
        const auto has = [&](const std::function<bool(const Term&)>& wanted) { return b_.contains(left_, wanted) || b_.contains(right_, wanted); };
        if (has([](const Term& t) { return t.op == "from" && t.args.size() > 1; })) check("joins");
        if (has([&](const Term& t) { return t.op == "block" && !b_.pool().is(t.args[1], "true"); })) check("predicates");
        if (has([](const Term& t) { return t.op == "group"; })) check("grain");
        if (has([](const Term& t) { return t.op == "distinct"; })) check("distinct");
        if (has([](const Term& t) { return (t.op == "union_all" && t.args.size() > 1) || t.op == "union" || t.op == "except" || t.op == "intersect"; })) check("set operations");
        if (has([](const Term& t) { return t.op == "limit"; })) check("top");
        for (const TermId side : {left_, right_})
            for (const TermId branch : b_.pool()[side].args)
                if (b_.pool().is(branch, "block"))
                    for (const TermId out : b_.pool()[b_.pool()[branch].args[2]].args) check("column " + b_.pool()[out].text);
    }

    void write() {
        EquivalenceCheck& to = check("write");
        const auto materialized = model_.later.config.find("materialized");
        const std::string kind = materialized == model_.later.config.end() || materialized->second.empty() ? "view" : materialized->second[0];
        const bool keeps = tables_of(b_, left_).contains(model_.table);
        const bool opaque = unknown(left_);
        to.procedure = keeps ? "the table keeps rows" : "the table is loaded anew";
        to.model = kind;
        if (keeps && kind != "incremental") {
            to.verdict = opaque || !example_ ? Verdict::unproven : Verdict::gap;
            to.hint = "the model's relation is built anew in every run: materialize it incrementally";
        } else if (opaque) to.verdict = Verdict::unproven;
    }

    void sources() {
        const std::set<std::string> left = tables_of(b_, left_);
        std::set<std::string> right = tables_of(b_, right_);
        const std::set<std::string> taken = tables_of(b_, right_, true);
        std::erase_if(right, [&](const std::string& table) { return !b_.catalog().tables.contains(table) && !taken.contains(table); }); // helpers of the model
        EquivalenceCheck& to = check("sources");
        const bool opaque = unknown(left_) || unknown(right_);
        const bool same = left == right && !opaque;
        if (same && taken.empty()) return;
        to.procedure = joined(left);
        to.model = joined(right);
        to.verdict = Verdict::unproven;
        if (same) {
            to.verdict = Verdict::divergence;
            to.rule = kUndeclared;
            return;
        }
        // New numbers go on from those that the table has.
        const bool numbered = std::any_of(result.checks.begin(), result.checks.end(), [](const EquivalenceCheck& one) { return one.rule == "identity numbering"; });
        std::set<std::string> own = left;
        own.insert(model_.table);
        (void)b_.contains(left_, [&](const Term& term) {
            if (term.op == "identity") own.insert(term.text);
            return false;
        });
        const bool only_numbers = std::includes(own.begin(), own.end(), right.begin(), right.end()) && std::includes(right.begin(), right.end(), left.begin(), left.end());
        if (numbered && !opaque && only_numbers) {
            to.verdict = Verdict::divergence;
            to.rule = taken.empty() ? "identity numbering" : kUndeclared;
            return;
        }
        // All that the procedure reads is known: a relation that only the model names is another one.
        const bool stranger = !std::includes(left.begin(), left.end(), taken.begin(), taken.end());
        if (stranger && !unknown(left_)) {
            to.verdict = Verdict::gap;
            to.hint = "the model reads a source that no DDL declares";
        }
    }

    /// A text that the target refuses is a gap, and so is a table without a column of the procedure's. Where something in the text is not
    /// understood, that may have the column.
    void runs(const Relation& right) {
        TermId refused = 0;
        bool others = false;
        (void)b_.contains(right.term, [&](const Term& term) {
            if (term.op != "opaque") return false;
            if (!term.text.starts_with(kNoColumn) && !term.text.starts_with(kUnequalColumns)) return others = true;
            refused = b_.pool().make(term.op, term.text, term.args);
            return false;
        });
        if (others) return;
        if (refused != 0) return gap("model", refused, "the target refuses the model");
        for (const CatalogColumn& column : b_.catalog().tables.at(model_.table).columns) {
            const bool given = std::find(right.columns.begin(), right.columns.end(), to_lower(column.name)) != right.columns.end();
            if (!given && !column.computed && !column.rowversion) gap("column " + to_lower(column.name), 0, "the model's table does not have the column");
        }
    }

    void gap(const std::string& name, TermId model, const std::string& hint) {
        EquivalenceCheck& to = check(name);
        to.verdict = Verdict::gap;
        to.rule.clear();
        to.hint = hint;
        if (model == 0) return;
        to.model = show(b_.pool(), model);
        to.model_span = place(model, 1);
    }

    Builder& b_;
    const ReadModel& model_;
    const std::vector<TermId>& failures_;
    TermId left_ = 0, right_ = 0;
    std::optional<Counterexample> example_; ///< rows on which the sides differ
};

ir::Equivalence unproven(const std::string& why) {
    ir::Equivalence result;
    result.checks.push_back({"model", Verdict::unproven, {}, {}, why, {}, {}, {}});
    return result;
}

/// Whether a relation reads a table whose texts have a collation of their own, which terms do not know.
bool has_own_collations(const Builder& b, TermId id) {
    for (const std::string& key : tables_of(b, id)) {
        const auto table = b.catalog().tables.find(key);
        if (table == b.catalog().tables.end()) continue;
        const auto& columns = table->second.columns;
        if (std::any_of(columns.begin(), columns.end(), [](const CatalogColumn& column) { return is_exact(column.type.collation); })) return true;
    }
    return false;
}

/// What is equal only where new rows have the numbers that the model gives them.
void explain_numbers(const Catalog& catalog, const CatalogTable& table, ir::Equivalence& result) {
    const std::optional<Numbering> numbering = numbering_of(catalog, table.columns);
    const std::string name = numbering ? std::string(kColumn) + numbering->column : "sources";
    const auto known = std::find_if(result.checks.begin(), result.checks.end(), [&](const EquivalenceCheck& check) { return check.name == name; });
    EquivalenceCheck& check = known != result.checks.end() ? *known : result.checks.emplace_back();
    check.name = name;
    check.verdict = result.verdict = Verdict::divergence;
    check.rule = "identity numbering";
}

} // namespace

/// Procedures and what they leave in all tables.
struct Checker::Run {
    Run(const Catalog& catalog, const Parser& parser, const std::vector<const ast::CreateProcedure*>& all, bool numbers) : procedures(all), builder(pool, catalog), procedure(builder, catalog, parser, numbers) {
        (void)pool.make("-"); // id 0 stands for no term
        for (const ast::CreateProcedure* one : procedures) procedure.run(*one);
    }

    std::vector<const ast::CreateProcedure*> procedures;
    TermPool pool;
    Builder builder;
    Procedure procedure;
};

Checker::Checker(const Catalog& catalog, const ReadModels& models, const Parser& parser) : catalog_(catalog), models_(models), parser_(parser) {}
Checker::~Checker() = default;

ir::Equivalence Checker::check(const std::vector<const ast::CreateProcedure*>& procedures, const std::string& name) {
    const auto found = models_.find(name);
    if (found == models_.end()) return unproven("there is no model");
    const ReadModel& model = found->second;
    if (model.later.raises) return unproven("the model has a hole");
    for (const ir::ModelText* text : {&model.later, model.first ? &*model.first : &model.later})
        if (!text->error.empty()) return unproven("the model's text is not understood: " + text->error);
    const std::string marked = marked_table(catalog_, model.table);
    if (!catalog_.tables.contains(model.table) && marked.empty()) return unproven("the table has no DDL");
    if (procedures.empty()) return unproven("the procedure is not part of the input");
    if (run_ == nullptr || run_->procedures != procedures) {
        run_ = std::make_unique<Run>(catalog_, parser_, procedures, false);
        numbered_.reset();
    }
    if (!marked.empty()) return compared_mark(marked, name);
    ir::Equivalence result = compared(*run_, name);
    if (result.verdict != Verdict::unproven || !run_->procedure.gives_identities()) return result;
    if (numbered_ == nullptr) numbered_ = std::make_unique<Run>(catalog_, parser_, procedures, true);
    ir::Equivalence numbers = compared(*numbered_, name);
    if (numbers.verdict > Verdict::divergence) return result;
    explain_numbers(catalog_, catalog_.tables.at(model.table), numbers);
    return numbers;
}

/// A helper that keeps the highest number of a table is right where it keeps that of the table's model, and where every number of the procedure is
/// in the table before or after the run.
ir::Equivalence Checker::compared_mark(const std::string& marked, const std::string& name) {
    const std::optional<Numbering> numbering = numbering_of(catalog_, catalog_.tables.at(marked).columns);
    run_->pool.side = 0;
    const bool known = numbering && run_->procedure.keeps_numbers(marked) && !run_->pool.has(run_->procedure.state(marked).term, has_opaque);
    run_->pool.start_model();
    Model emitted(run_->builder, catalog_, models_);
    if (!known || !keeps_highest_number(run_->builder, emitted, name, marked, *numbering) || !emitted.first_run_agrees(name)) return unproven("a helper that keeps the highest number of " + marked);
    ir::Equivalence result;
    result.verdict = Verdict::divergence;
    result.checks.push_back({"first run", Verdict::match, {}, {}, {}, {}, {}, {}});
    result.checks.push_back({std::string(kColumn) + numbering->column, Verdict::divergence, "identity numbering", {}, {}, {}, {}, {}});
    return result;
}

ir::Equivalence Checker::compared(Run& run, const std::string& name) {
    const ReadModel& model = models_.at(name);
    run.pool.side = 0;
    const Relation left = run.procedure.state(model.table);
    run.pool.start_model();
    Model emitted(run.builder, catalog_, models_);
    const Relation right = emitted.state(name);
    if (run.procedure.has_own_collations() || has_own_collations(run.builder, left.term) || has_own_collations(run.builder, right.term)) return unproven("texts have a collation of their own");
    Check check(run.builder, model, run.procedure.failures());
    const auto kind = model.later.config.find("materialized");
    const bool incremental = kind != model.later.config.end() && kind->second == std::vector<std::string>{"incremental"};
    check.run(left, right, incremental ? std::optional(emitted.first_run_agrees(name)) : std::nullopt);
    if (check.result.verdict != Verdict::match && check.result.verdict != Verdict::divergence)
        for (const Procedure::Reason& reason : run.procedure.reasons()) check.result.checks.push_back({"procedure", Verdict::unproven, {}, reason.what, {}, reason.span, {}, {}});
    return std::move(check.result);
}

} // namespace t2d::passes::check
