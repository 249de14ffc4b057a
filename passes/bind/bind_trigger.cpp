// SPDX-License-Identifier: Apache-2.0
// Triggers: a trigger is a procedure that runs after the statement (or instead of it) with two tables, the rows that the statement
// puts in and those that it takes away (https://learn.microsoft.com/sql/t-sql/statements/create-trigger-transact-sql).
#include <fmt/format.h>

#include <algorithm>
#include <numeric>

#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool is_instead(const ast::CreateTrigger& node) { return node.timing.starts_with("INSTEAD"); }

bool fires_on(const ast::CreateTrigger& node, std::string_view event) {
    return std::any_of(node.events.begin(), node.events.end(), [&](const std::string& e) { return equal_ignoring_case(e, event); });
}

/// Columns of both tables of a MERGE side by side under names of their own.
void add_prefixed(std::vector<Column>& out, const std::vector<Column>& columns, const std::string& prefix) {
    for (const Column& column : columns) out.push_back({prefix + column.name, column.type, true});
}

} // namespace

bool Binder::has_triggers(TableId id) const {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(id)];
    return symbol.kind == TableKind::persistent && std::any_of(catalog_.triggers.begin(), catalog_.triggers.end(), [&](const auto& entry) { return catalog_key(entry.second.node->table) == symbol.key; });
}

/// The triggers that a statement fires, in the order of the input. A trigger does not fire itself (RECURSIVE_TRIGGERS is OFF unless a
/// database sets it); one that comes back over other triggers is refused.
Binder::Triggers Binder::triggers_of(TableId id, std::string_view event, bool instead) {
    Triggers out;
    if (!has_triggers(id)) return out;
    const std::string& key = program_.tables[static_cast<std::size_t>(id)].key;
    for (const auto& entry : catalog_.triggers) {
        const std::string& name = entry.first;
        const auto& trigger = entry.second;
        if (catalog_key(trigger.node->table) != key || !fires_on(*trigger.node, event) || is_instead(*trigger.node) != instead) continue;
        if (!firing_.empty() && firing_.back().key == name) continue;
        const bool around = std::any_of(firing_.begin(), firing_.end(), [&](const Firing& firing) { return firing.key == name; });
        if (around) fail<diag::recursive_module>(span_, name);
        if (!trigger.node->external_name.empty()) fail<diag::unsupported_statement>(span_, "a CLR trigger");
        if (switches_triggers_ || trigger.stmt == nullptr) fail<diag::unsupported_statement>(span_, fmt::format("{} of a table whose triggers are disabled somewhere", event));
        if (!cascading_.empty()) fail<diag::unsupported_statement>(span_, fmt::format("a foreign key that cascades to a table with trigger {}", name));
        out.emplace_back(name, &trigger);
    }
    if (failed_) return {};
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) {
        const SourceSpan x = a.second->stmt->span, y = b.second->stmt->span;
        return std::pair(x.file, x.begin) < std::pair(y.file, y.begin);
    });
    return out;
}

/// Makes the tables `inserted` and `deleted` of a statement, without rows.
Binder::Transition Binder::transition(TableId id, Body& out) {
    const auto names = frames_.back().tables; // only a trigger can name them
    const auto made = [&](const std::string& name) {
        std::vector<Column> columns = program_.tables[static_cast<std::size_t>(id)].columns;
        const TableId table = local_table(name, TableKind::variable, columns);
        push(out, Define{table, build_.empty(std::move(columns))});
        return table;
    };
    const Transition rows{made("inserted"), made("deleted")};
    frames_.back().tables = names;
    return rows;
}

/// The rows that quantifier `row` of a write stands for, into a table with its columns.
OutputInto Binder::whole_rows(QuantId row, TableId into) const {
    OutputInto out;
    out.into = into;
    const auto& columns = program_.tables[static_cast<std::size_t>(into)].columns;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        out.items.push_back(build_.column(row, static_cast<int>(i), columns[i]));
        out.columns.push_back(static_cast<int>(i));
    }
    return out;
}

std::set<std::string> Binder::names_of(TableId id, const std::vector<SetColumn>& set) const {
    std::set<std::string> out;
    for (const SetColumn& column : set) out.insert(to_lower(program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(column.column)].name));
    return out;
}

/// Triggers see the statement's @@ROWCOUNT and leave it, and SCOPE_IDENTITY(), as they were.
void Binder::fire(const Triggers& triggers, std::string_view event, const Transition& rows, const std::set<std::string>& columns, Body& out) {
    const auto kept = [&](int variable, bool wanted) {
        if (!wanted) return -1;
        const VariableSymbol symbol = program_.variables[static_cast<std::size_t>(variable)];
        program_.variables.push_back({symbol.name + " before the trigger", symbol.type});
        const int copy = static_cast<int>(program_.variables.size()) - 1;
        push(out, Assign{copy, make({VarRef{variable}, symbol.type, true, span_})});
        return copy;
    };
    const auto give_back = [&](int copy, int variable) {
        if (copy >= 0) push(out, Assign{variable, make({VarRef{copy}, program_.variables[static_cast<std::size_t>(copy)].type, true, span_})});
    };
    for (const auto& [key, trigger] : triggers) note_counts_of_trigger(trigger->stmt->span);
    if (reads_last_identity_) fail<diag::unsupported_statement>(span_, "@@IDENTITY beside a trigger");
    const int count = kept(rowcount_, counts_rows_), identity = kept(identity_, reads_identity_);
    for (const auto& [key, trigger] : triggers) {
        run_trigger(key, *trigger->node, event, rows, columns, out);
        give_back(count, rowcount_);
        give_back(identity, identity_);
    }
}

void Binder::run_trigger(const std::string& key, const ast::CreateTrigger& node, std::string_view event, const Transition& rows, const std::set<std::string>& columns, Body& out) {
    Inlined call;
    frames_.emplace_back();
    frames_.back().tables = {{"inserted", rows.inserted}, {"deleted", rows.deleted}};
    firing_.push_back({key, std::string(event), columns});
    const int own = record_;
    const bool hidden = std::exchange(hidden_, true);
    const auto saved_ctes = std::exchange(ctes_, {});
    Handler* const handler = std::exchange(handler_, nullptr); // a jump cannot leave the trigger
    const Handler* const caught = std::exchange(caught_, nullptr);
    const Module module = std::exchange(module_, {});
    const int code = std::exchange(return_code_, -1);
    ResultSets* const results = std::exchange(results_, nullptr);
    module_block(node.body, call.body);
    if (branches_ > 0) forget_locals(call.body);
    results_ = results;
    return_code_ = code;
    caught_ = caught;
    handler_ = handler;
    module_ = module;
    ctes_ = saved_ctes;
    hidden_ = hidden;
    record_ = own;
    firing_.pop_back();
    frames_.pop_back();
    push(out, std::move(call));
}

/// A table with the rows of `id` that nobody else can name: what a statement would do to them is done here.
TableId Binder::copy_of(TableId id, Body& out) {
    TableSymbol symbol = program_.tables[static_cast<std::size_t>(id)];
    const TableId copy = static_cast<TableId>(program_.tables.size());
    const bool numbered = std::any_of(symbol.rules.begin(), symbol.rules.end(), [](const ColumnRule& rule) { return rule.identity; });
    if (numbered) fail<diag::unsupported_statement>(span_, "an INSTEAD OF trigger on a table with an identity column");
    symbol.key = fmt::format("{} as written/{}", symbol.key, copy);
    symbol.name += "_as_written";
    symbol.kind = TableKind::variable;
    program_.tables.push_back(std::move(symbol));
    const Quantifier all = build_.quantifier(current(id));
    Select rows;
    rows.from = build_.from(all);
    rows.items = all_columns(build_, all);
    push(out, Define{copy, build_.select(std::move(rows), all.rel->columns)});
    return copy;
}

/// The FROM tree of a write with the copy in the place of its target.
FromRef Binder::over_copy(FromRef from, QuantId target, TableId copy) {
    RelRef before = nullptr;
    for (const Quantifier* quantifier : quantifiers(from))
        if (quantifier->id == target) before = quantifier->rel;
    const RelRef instead = current(copy);
    return Rewriter(build_.arena(), nullptr, [&](RelRef rel) { return rel == before ? instead : rel; })(from);
}

void Binder::push_insert(Insert write, Body& out) {
    const TableId table = write.table;
    refuse_duplicates(table, "INSERT");
    refuse_versioned(table);
    const Triggers instead = triggers_of(table, "INSERT", true), after = triggers_of(table, "INSERT", false);
    if (failed_) return;
    if (instead.empty() && after.empty()) return push(out, std::move(write));
    const Transition rows = transition(table, out);
    if (!instead.empty()) write.table = copy_of(table, out);
    if (write.inserted == 0) write.inserted = build_.arena().fresh_quantifier();
    write.output.push_back(whole_rows(write.inserted, rows.inserted));
    push(out, std::move(write));
    fire(instead.empty() ? after : instead, "INSERT", rows, {}, out);
}

void Binder::push_update(Update write, Body& out) {
    const TableId table = write.table;
    refuse_versioned(table);
    refuse_duplicates(table, "UPDATE");
    if (!failed_) refuse_key_change(table, write.set);
    if (!failed_) note_change(table);
    const Triggers instead = triggers_of(table, "UPDATE", true), after = triggers_of(table, "UPDATE", false);
    if (failed_) return;
    if (instead.empty() && after.empty()) return push(out, std::move(write));
    const Transition rows = transition(table, out);
    if (!instead.empty()) {
        write.table = copy_of(table, out);
        write.from = over_copy(write.from, write.target, write.table);
    }
    write.output.push_back(whole_rows(write.inserted, rows.inserted));
    write.output.push_back(whole_rows(write.deleted, rows.deleted));
    const std::set<std::string> columns = names_of(table, write.set);
    push(out, std::move(write));
    fire(instead.empty() ? after : instead, "UPDATE", rows, columns, out);
}

void Binder::push_delete(Delete write, Body& out) {
    const TableId table = write.table;
    refuse_versioned(table);
    const Triggers instead = triggers_of(table, "DELETE", true), after = triggers_of(table, "DELETE", false);
    if (failed_) return;
    if (instead.empty() && after.empty()) {
        push(out, std::move(write));
        return cascade_delete(table, out);
    }
    const Transition rows = transition(table, out);
    if (!instead.empty()) {
        write.table = copy_of(table, out);
        write.from = over_copy(write.from, write.target, write.table);
    }
    write.output.push_back(whole_rows(write.deleted, rows.deleted));
    push(out, std::move(write));
    if (instead.empty()) cascade_delete(table, out);
    fire(instead.empty() ? after : instead, "DELETE", rows, {}, out);
}

/// A MERGE fires the triggers of each action that it names, each with the rows of that action.
void Binder::push_merge(Merge write, Body& out) {
    static constexpr std::string_view kEvents[] = {"INSERT", "UPDATE", "DELETE"};
    static constexpr MergeAction kActions[] = {MergeAction::insert, MergeAction::update, MergeAction::remove};
    const TableId table = write.table;
    refuse_versioned(table);
    std::vector<std::pair<std::string, Triggers>> fired;
    std::set<std::string> columns;
    bool removes = false;
    for (const MergeBranch& branch : write.branches) {
        removes = removes || branch.action == MergeAction::remove;
        if (branch.action != MergeAction::update) continue;
        note_change(table);
        columns.merge(names_of(table, branch.set));
    }
    for (std::size_t i = 0; i < std::size(kEvents); ++i) {
        const bool named = std::any_of(write.branches.begin(), write.branches.end(), [&](const MergeBranch& branch) { return branch.action == kActions[i]; });
        if (!named) continue;
        if (!triggers_of(table, kEvents[i], true).empty()) fail<diag::unsupported_statement>(span_, "MERGE into a table with an INSTEAD OF trigger");
        Triggers after = triggers_of(table, kEvents[i], false);
        if (!after.empty()) fired.emplace_back(kEvents[i], std::move(after));
    }
    if (failed_) return;
    TableId changes = -1;
    if (!fired.empty()) {
        const std::vector<Column> own = program_.tables[static_cast<std::size_t>(table)].columns;
        const Column action{"action", string_type(TypeKind::nvarchar, 10), true};
        std::vector<Column> shape{action};
        add_prefixed(shape, own, "inserted_");
        add_prefixed(shape, own, "deleted_");
        changes = local_table("changes", TableKind::variable, shape);
        frames_.back().tables.erase("changes"); // no statement can name it
        push(out, Define{changes, build_.empty(shape)});
        OutputInto rows{{build_.column(write.action, 0, action)}, changes, {}};
        for (const QuantId side : {write.inserted, write.deleted})
            for (std::size_t i = 0; i < own.size(); ++i) rows.items.push_back(build_.column(side, static_cast<int>(i), own[i]));
        rows.columns.resize(shape.size());
        std::iota(rows.columns.begin(), rows.columns.end(), 0);
        write.output.push_back(std::move(rows));
    }
    push(out, std::move(write));
    if (removes) cascade_delete(table, out);
    if (!fired.empty()) fire_on_merge(fired, table, changes, columns, out);
}

void Binder::fire_on_merge(const std::vector<std::pair<std::string, Triggers>>& events, TableId table, TableId changes, const std::set<std::string>& columns, Body& out) {
    const int width = static_cast<int>(program_.tables[static_cast<std::size_t>(table)].columns.size());
    for (const auto& [event, triggers] : events)
        for (const auto& [key, trigger] : triggers) note_counts_of_trigger(trigger->stmt->span);
    int count = -1;
    const SqlType whole = simple_type(TypeKind::int_);
    if (counts_rows_) { // taking the rows apart counts anew
        count = declare_variable("@@rowcount of the MERGE", whole);
        push(out, Assign{count, make({VarRef{rowcount_}, whole, true, span_})});
    }
    for (const auto& fired : events) {
        const std::string& event = fired.first;
        const Transition rows = transition(table, out);
        const auto fill = [&](TableId into, int first) {
            const Quantifier changed = build_.quantifier(current(changes));
            Select block;
            block.from = build_.from(changed);
            block.where = build_.equal(build_.column(changed, 0), build_.convert(build_.text(event), changed.rel->columns[0].type));
            for (int i = 0; i < width; ++i) block.items.push_back(build_.column(changed, first + i));
            push(out, Define{into, build_.select(std::move(block), program_.tables[static_cast<std::size_t>(into)].columns)});
        };
        if (event != "DELETE") fill(rows.inserted, 1);
        if (event != "INSERT") fill(rows.deleted, 1 + width);
        if (count >= 0) push(out, Assign{rowcount_, make({VarRef{count}, whole, true, span_})});
        fire(fired.second, event, rows, columns, out);
    }
}

/// UPDATE(column) in a trigger: whether the statement gives the column a value. An INSERT gives one to every column.
ScalarRef Binder::updates_column(const ast::Call& node, SourceSpan span) {
    const auto* name = node.args.size() == 1 ? std::get_if<ast::ColumnName>(&node.args[0].node) : nullptr;
    if (firing_.empty() || name == nullptr) {
        fail<diag::unsupported_syntax>(span, "UPDATE() outside of a trigger");
        return poison();
    }
    const Firing& firing = firing_.back();
    const bool given = firing.event == "INSERT" || (firing.event == "UPDATE" && firing.columns.contains(to_lower(name->name.last())));
    return compare(CompareOp::equal, build_.integer(given ? 1 : 0), build_.integer(1), span);
}

/// What the triggers of a table that is written may write themselves, whatever the event.
void Binder::mark_triggered(TableId id, std::set<TableId>& tables, std::set<int>& variables, bool& everything) {
    if (!has_triggers(id)) return;
    const std::string key = program_.tables[static_cast<std::size_t>(id)].key;
    for (const auto& entry : catalog_.triggers) {
        const std::string& name = entry.first;
        const auto& trigger = entry.second;
        const bool around = std::any_of(firing_.begin(), firing_.end(), [&](const Firing& firing) { return firing.key == name; });
        if (catalog_key(trigger.node->table) != key || around) continue;
        firing_.push_back({name, {}, {}});
        frames_.emplace_back();
        for (const ast::Stmt& stmt : trigger.node->body) mark_written(stmt, tables, variables, everything);
        frames_.pop_back();
        firing_.pop_back();
    }
}

} // namespace t2d::passes
