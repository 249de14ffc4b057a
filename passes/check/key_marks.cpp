// SPDX-License-Identifier: Apache-2.0
// The helper models of numbers: no statement of a procedure fills them, so what they hold is compared with what it is for.
#include "passes/check/key_marks.h"

#include <algorithm>
#include <cstdlib>

#include "passes/check/canon.h"

namespace t2d::passes::check {

namespace {

constexpr std::string_view kSuffix = "__keys";

/// The numbers among which the highest is taken.
class Highest {
public:
    Highest(Builder& builder, TermId table, TermId mark, const Numbering& numbering) : b_(builder), table_(table), mark_(mark), column_(numbering.column), first_(std::strtoll(numbering.seed.c_str(), nullptr, 10) - std::strtoll(numbering.step.c_str(), nullptr, 10)) {}

    bool understood = true;
    bool all_of_table = false, all_of_mark = false;
    std::set<TermId> added; ///< blocks of new rows, with their numbers alone

    void value(TermId id) {
        const Term term = b_.pool()[id];
        if (term.op == "cast") return value(term.args[0]);
        if (term.op == "lit") {
            understood = understood && (term.text == "null" || term.text == std::to_string(first_));
        } else if (term.op == "fn:greatest") {
            for (const TermId arg : term.args) value(arg);
        } else if (term.op == "scalar" && b_.pool().is(term.args[0], "select") && totals(b_.parts(term.args[0]))) {
            maximum(b_.parts(term.args[0]));
        } else understood = false;
    }

    /// The numbers in a column of rows.
    void rows(TermId rel, const std::string& column) {
        if (rel == table_ || rel == mark_) {
            (rel == table_ ? all_of_table : all_of_mark) = true;
            understood = understood && column == column_;
        } else if (b_.pool().is(rel, "union_all")) {
            for (const TermId branch : Terms(b_.pool()[rel].args)) rows(branch, column);
        } else if (b_.pool().is(rel, "select")) block(b_.parts(rel), column);
        else understood = false;
    }

private:
    static bool totals(const SelectParts& parts) { return parts.grouped && parts.group.empty() && parts.joins.size() == 1 && parts.where.empty() && parts.outputs.size() == 1; }

    void maximum(const SelectParts& parts) {
        TermId highest = parts.outputs[0].second;
        while (b_.pool().is(highest, "cast")) highest = b_.pool()[highest].args[0];
        const bool plain = b_.pool().is(highest, "agg:max") && b_.pool().is(parts.having, "true") && b_.pool().is(parts.limit, "none");
        const TermId of = plain ? b_.pool()[highest].args[0] : highest;
        if (plain && b_.pool().is(of, "col") && b_.pool()[of].args[0] == parts.joins[0].atom) rows(parts.joins[0].rel, std::string(b_.pool()[of].text));
        else understood = false;
    }

    void block(SelectParts parts, const std::string& column) {
        const auto output = std::find_if(parts.outputs.begin(), parts.outputs.end(), [&](const auto& one) { return one.first == column; });
        if (output == parts.outputs.end()) return void(understood = false);
        const TermId given = output->second;
        if (totals(parts)) return maximum(parts);
        const std::string_view op = b_.pool()[given].op;
        const bool chosen = op == "fn:greatest" || op == "scalar" || op == "lit" || op == "cast";
        if (parts.joins.empty() && parts.where.empty() && chosen) return value(given);
        if (parts.grouped) return void(understood = false);
        const auto own = [&](const JoinPart& join) { return (join.rel == table_ || join.rel == mark_) && given == b_.column(join.atom, column_); };
        const auto join = std::find_if(parts.joins.begin(), parts.joins.end(), own);
        if (join != parts.joins.end()) { // some of the numbers, or all
            const bool all = parts.joins.size() == 1 && parts.where.empty() && b_.pool().is(parts.limit, "none");
            if (all) (join->rel == table_ ? all_of_table : all_of_mark) = true;
            return;
        }
        parts.outputs = {{"n", given}};
        added.insert(Canon(b_).relation({b_.select(std::move(parts)), {"n"}}));
    }

    Builder& b_;
    TermId table_, mark_;
    std::string column_;
    long long first_; ///< what the first number comes after
};

} // namespace

std::string marked_table(const Catalog& catalog, const std::string& key) {
    if (catalog.tables.contains(key) || !key.ends_with(kSuffix)) return {};
    const std::string table = key.substr(0, key.size() - kSuffix.size());
    return catalog.tables.contains(table) ? table : std::string();
}

bool keeps_highest_number(Builder& b, Model& models, const std::string& helper, const std::string& marked, const Numbering& numbering) {
    const TermId table = b.pool().make("table", marked), mark = b.pool().make("table", marked + std::string(kSuffix));
    const Relation kept = models.state(helper);
    if (kept.columns != std::vector{numbering.column} || !b.pool().is(kept.term, "select") || numbering.step.starts_with('-')) return false;
    const SelectParts row = b.parts(kept.term);
    if (!row.joins.empty() || !row.where.empty() || row.grouped || row.outputs.size() != 1) return false;
    Highest given(b, table, mark, numbering), wanted(b, table, mark, numbering);
    given.value(row.outputs[0].second);
    const std::optional<Relation> after = models.state_of_table(marked);
    if (!after) return false;
    wanted.rows(after->term, numbering.column);
    return given.understood && wanted.understood && given.all_of_table && given.all_of_mark && given.added == wanted.added && !b.pool().has(kept.term, has_opaque);
}

} // namespace t2d::passes::check
