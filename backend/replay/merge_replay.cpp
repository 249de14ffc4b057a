// SPDX-License-Identifier: Apache-2.0
// MERGE: three work tables (matched, not matched by source, not matched by target), filled before anything is written.
#include <fmt/format.h>

#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/replay/write_printer.h"

namespace t2d::backend {

namespace {
const SqlType kBigint = simple_type(TypeKind::bigint);
const SqlType kInt = simple_type(TypeKind::int_);
} // namespace

/// One MERGE statement on its way to a script.
class MergeReplay {
public:
    MergeReplay(WritePrinter& writes, const ir::Merge& node)
        : writes_(writes), queries_(writes.queries_), node_(node), target_(queries_.from({node.target, queries_.current(node.table), {}})),
          source_(queries_.from(node.source)) {
        std::vector<ir::SetColumn> none;
        kept_ = writes.keep(node.output, none, {&node.source}, "found");
    }

    void print() {
        std::vector<std::string> before;
        find(ir::MergeMatch::matched, "matched", queries_.arena().make(ir::From{ir::Join{ir::JoinKind::inner, false, target_, source_, node_.on}}), nullptr, before);
        find(ir::MergeMatch::not_matched_by_source, "unmatched", target_, queries_.none_of(source_, node_.on), before);
        find_new(before);
        if (!before.empty()) writes_.script_.run(before);
        refuse_second_change();
        std::vector<std::string> out;
        apply(ir::MergeMatch::matched, "matched", out);
        apply(ir::MergeMatch::not_matched_by_source, "unmatched", out);
        if (new_.query.empty()) {
            writes_.recompute(node_.table, out);
        } else {
            writes_.append(new_, out);
            trace("from " + new_.into + " as found" + joined(), "INSERT", true, false);
            counted_.push_back("(select count(*) from " + new_.into + ")");
        }
        writes_.count(counted_.empty() ? "0" : join(counted_, " + "), out);
        writes_.output(node_.output, traces_, out);
        writes_.script_.run(out);
    }

private:
    [[nodiscard]] std::vector<const ir::MergeBranch*> branches(ir::MergeMatch match) const {
        std::vector<const ir::MergeBranch*> out;
        for (const ir::MergeBranch& branch : node_.branches)
            if (branch.match == match) out.push_back(&branch);
        return out;
    }

    /// The rows of the target with the number of the branch that takes them and the values it sets.
    void find(ir::MergeMatch match, const std::string& name, ir::FromRef from, ir::ScalarRef where, std::vector<std::string>& out) {
        const auto taken = branches(match);
        if (taken.empty()) return;
        std::vector<ir::ScalarRef> conditions;
        std::vector<QueryItem> items = {{queries_.row_id(node_.table, node_.target), kRowId, kBigint}};
        for (const ir::MergeBranch* branch : taken)
            conditions.push_back(branch->condition);
        items.push_back({queries_.first_true(conditions), "branch", kInt});
        for (std::size_t b = 0; b < taken.size(); ++b)
            guarded_items(*taken[b], conditions, b, items);
        WritePrinter::Kept old;
        if (!node_.output.empty()) writes_.keep_old(node_.table, node_.target, node_.deleted, "found", old);
        items.insert(items.end(), old.items.begin(), old.items.end());
        if (match == ir::MergeMatch::matched) items.insert(items.end(), kept_.items.begin(), kept_.items.end());
        out.push_back(writes_.make_work(name, queries_.select(items, from, where)));
    }

    /// The values of one branch, computed only where the branch is taken: what is not reached must not fail.
    void guarded_items(const ir::MergeBranch& branch, const std::vector<ir::ScalarRef>& conditions, std::size_t number, std::vector<QueryItem>& items) {
        const std::size_t first = items.size();
        writes_.set_items(node_.table, branch.set, prefix(number), items);
        if (conditions.size() == 1 && conditions.front() == nullptr) return;
        for (std::size_t i = first; i < items.size(); ++i) {
            const ir::ScalarRef taken = queries_.arena().make(ir::Scalar{ir::Compare{ir::CompareOp::equal, queries_.first_true(conditions), queries_.integer(static_cast<int>(number) + 1)}, simple_type(TypeKind::bit), false, {}});
            const SqlType type = items[i].value->type;
            items[i].value = queries_.arena().make(ir::Scalar{ir::Case{nullptr, {{taken, items[i].value}}, nullptr}, type, true, {}});
        }
    }

    static std::string prefix(std::size_t branch) { return fmt::format("u{}_", branch + 1); }

    void find_new(std::vector<std::string>& out) {
        const auto taken = branches(ir::MergeMatch::not_matched_by_target);
        if (taken.empty()) return;
        const ir::MergeBranch& branch = *taken.front();
        new_.table = node_.table;
        new_.into = writes_.work("new");
        std::vector<QueryItem> items;
        writes_.set_items(node_.table, branch.set, "c", items);
        for (const ir::SetColumn& set : branch.set) {
            new_.columns.push_back(set.column);
            const auto& rules = queries_.symbol(node_.table).rules;
            new_.explicit_identity = new_.explicit_identity || (static_cast<std::size_t>(set.column) < rules.size() && rules[static_cast<std::size_t>(set.column)].identity);
        }
        for (const QueryItem& item : items)
            new_.keys.emplace_back(item.name, item.type);
        items.insert(items.end(), kept_.items.begin(), kept_.items.end());
        if (items.empty()) items.push_back({queries_.integer(1), "one", kInt});
        const ir::ScalarRef where = queries_.both(queries_.none_of(target_, node_.on), branch.condition);
        out.push_back(writes_.make_work("unknown", queries_.select(items, source_, where)));
        new_.query = "select * from " + writes_.work("unknown");
    }

    /// SQL Server stops with error 8672 where two source rows would change one target row.
    void refuse_second_change() {
        if (branches(ir::MergeMatch::matched).empty()) return;
        writes_.script_.set_block("twice", fmt::format("exists (select 1 from {} where branch > 0 group by {} having count(*) > 1)", writes_.work("matched"), kRowId));
        writes_.script_.open("if tsql_replay_holds(twice)");
        writes_.script_.jinja("do exceptions.raise_compiler_error('MERGE would change a row twice (error 8672 of SQL Server)')");
        writes_.script_.close("endif");
    }

    void apply(ir::MergeMatch match, const std::string& name, std::vector<std::string>& out) {
        const auto taken = branches(match);
        const std::string work = writes_.work(name);
        if (!taken.empty()) counted_.push_back("(select count(*) from " + work + " where branch > 0)");
        for (std::size_t b = 0; b < taken.size(); ++b) {
            const std::string own = fmt::format("branch = {}", b + 1);
            const bool goes = taken[b]->action == ir::MergeAction::remove;
            if (goes) out.push_back(writes_.removed(node_.table, work, " where " + own));
            else if (!taken[b]->set.empty()) out.push_back(writes_.changed(node_.table, taken[b]->set, prefix(b), work, " and found." + own));
            trace("from " + work + " as found" + (goes ? "" : joined()) + "\nwhere found." + own, goes ? "DELETE" : "UPDATE", !goes, true, match == ir::MergeMatch::matched);
        }
    }

    [[nodiscard]] std::string joined() const {
        return fmt::format("\ninner join {} as inserted\n    on found.{} = inserted.{}", writes_.relation(node_.table), kRowId, kRowId);
    }

    void trace(const std::string& from, const std::string& action, bool present, bool had, bool sourced = true) {
        if (node_.output.empty()) return;
        WritePrinter::Trace out{from, writes_.inserted(node_.table, node_.inserted, present)};
        for (int c = 0; c < writes_.width(node_.table); ++c) {
            const std::string old = had ? "found.d" + std::to_string(c) : "cast(null as " + queries_.dialect().type_name(writes_.type(node_.table, c)) + ")";
            out.places[{node_.deleted, c}] = old;
            out.places[{node_.target, c}] = old;
        }
        for (const auto& [place, text] : kept_.places)
            out.places[place] = sourced ? text : "cast(null as " + queries_.dialect().type_name(node_.source.rel->columns[static_cast<std::size_t>(place.second)].type) + ")";
        out.places[{node_.action, 0}] = "'" + action + "'";
        traces_.push_back(std::move(out));
    }

    WritePrinter& writes_;
    QueryWriter& queries_;
    const ir::Merge& node_;
    ir::FromRef target_, source_;
    WritePrinter::Kept kept_;
    WritePrinter::NewRows new_;
    std::vector<WritePrinter::Trace> traces_;
    std::vector<std::string> counted_;
};

void WritePrinter::merge(const ir::Merge& node) { MergeReplay(*this, node).print(); }

} // namespace t2d::backend
