// SPDX-License-Identifier: Apache-2.0
// Loops that write a few rows in each round, until none is left: together they write all of them.
#include <algorithm>

#include "ir/text.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

/// The writes of a statement, and of the statements inside of it.
void list_writes(const ast::Stmt& s, std::vector<const ast::Stmt*>& out) {
    const auto all = [&](const ast::Block& block) {
        for (const ast::Stmt& one : block) list_writes(one, out);
    };
    if (get_boxed<ast::Insert>(s.node) != nullptr || get_boxed<ast::Update>(s.node) != nullptr || get_boxed<ast::Delete>(s.node) != nullptr || get_boxed<ast::Merge>(s.node) != nullptr || std::holds_alternative<ast::Truncate>(s.node)) out.push_back(&s);
    if (const auto* block = std::get_if<ast::BlockStmt>(&s.node)) all(block->body);
    if (const auto* attempt = std::get_if<ast::TryCatch>(&s.node)) all(attempt->body);
    if (const auto* branch = get_boxed<ast::If>(s.node)) {
        list_writes(*branch->then, out);
        if (branch->otherwise) list_writes(**branch->otherwise, out);
    }
    if (const auto* loop = get_boxed<ast::While>(s.node)) list_writes(*loop->body, out);
}

bool counts(const std::optional<ast::Top>& top) { return top && !top->percent && !top->with_ties; }

/// The statement without its TOP; nothing when it has none, or says what it writes.
std::optional<ast::Stmt> without_top(const ast::Stmt& s) {
    ast::Stmt whole = s;
    if (auto* remove = get_boxed<ast::Delete>(whole.node); remove != nullptr && counts(remove->top) && remove->output.empty() && remove->with.empty()) {
        remove->top.reset();
        return whole;
    }
    if (auto* update = get_boxed<ast::Update>(whole.node); update != nullptr && counts(update->top) && update->output.empty() && update->with.empty()) {
        update->top.reset();
        return whole;
    }
    return std::nullopt;
}

} // namespace

void Procedure::run_batch(const ast::Name& name, const ast::Top& top, const std::vector<ast::TableSource>& from, const ast::OptExpr& where, const std::vector<ast::Assignment>& set) {
    const auto* named = from.size() == 1 ? std::get_if<ast::NamedTable>(&from[0].node) : nullptr;
    const ast::Name& table = named != nullptr ? named->name : name;
    const std::optional<Target> to = target(table);
    ast::Stmt all;
    if (!to || key_of(table) != batch_->table || (!from.empty() && named == nullptr)) return reasons_.push_back({at_, "a batch of rows of a join"});
    if (set.empty()) note_removal(to->key);
    batch_->row = b_.use(b_.pool().make("table", to->key)); // whatever its rows are, their columns have the table's types
    std::vector<std::string> columns;
    for (const CatalogColumn& column : to->columns) columns.push_back(to_lower(column.name));
    const Scope scope{{{to_lower(named != nullptr && !named->alias.empty() ? named->alias : table.last()), columns, batch_->row}}, nullptr};
    batch_->where = where ? walker_.condition(**where, scope, {}) : b_.truth(true);
    batch_->count = value(*top.count);
    batch_->guard = guard();
    batch_->found = true;
    for (const ast::Assignment& one : set) {
        if (!one.variable.empty() || one.target.parts.empty()) return reasons_.push_back({at_, "a batch that assigns variables"});
        const std::string column = to_lower(one.target.last());
        const auto known = std::find_if(to->columns.begin(), to->columns.end(), [&](const CatalogColumn& c) { return equal_ignoring_case(c.name, column); });
        const TermId given = known == to->columns.end() || one.op != ast::AssignOp::assign ? b_.pool().opaque("a value of a batch") : walker_.expr(one.value, scope, {});
        batch_->set[column] = known == to->columns.end() ? given : assigned(given, known->type);
    }
    counted(batch_->taken);
}

/// Whether a condition is that a row is left.
bool Procedure::asks_for_rows(TermId condition, const Batch& batch) const {
    const TermPool& pool = b_.pool();
    if (!pool.is(condition, "exists") || !pool.is(pool[condition].args[0], "select")) return false;
    const SelectParts block = b_.parts(pool[condition].args[0]);
    if (block.grouped || block.joins.size() != 1 || !pool.is(block.joins[0].rel, "carried") || pool[block.joins[0].rel].text != batch.table) return false;
    return b_.replace(b_.conjunction(block.where), {{block.joins[0].atom, batch.row}}) == batch.where;
}

/// A round that writes as many rows as it may is followed by another one, so the last round wrote fewer: no row was left. What it wrote, no
/// round writes again.
bool Procedure::ends_when_done(const Round& round, const Batch& batch) {
    const TermPool& pool = b_.pool();
    const Rounds& loop = round.loop;
    if (!batch.found || !pool.is(batch.guard, "true") || round.returns) return false;
    const TermId count = b_.replace(batch.count, round.constants);
    const bool some = pool.is(count, "lit") && pool[count].text.find_first_not_of("0123456789") == std::string::npos && pool[count].text.find_first_not_of('0') != std::string::npos;
    const auto depends = [&](TermId id) { return b_.contains(b_.replace(id, round.constants), [&](const Term& term) { return term.op == "carried" || term.op == "opaque" || (term.op == "col" && term.args[0] == loop.self); }); };
    if (!some || depends(batch.where) || std::any_of(batch.set.begin(), batch.set.end(), [&](const auto& one) { return depends(one.second); })) return false;
    Substitution written;
    for (const auto& [column, value] : batch.set) written[b_.column(batch.row, column)] = value;
    if (!batch.set.empty() && !pool.is(b_.replace(batch.where, written), "false")) return false;

    if (asks_for_rows(loop.condition, batch)) return true;
    const Terms conditions = pool.is(loop.condition, "and") ? pool[loop.condition].args : Terms{loop.condition};
    Substitution facts{{batch.taken, count}}, next;
    for (const TermId part : conditions)
        if (pool.is(part, "eq"))
            for (std::size_t side = 0; side < 2; ++side)
                if (pool.is(pool[part].args[side], "lit")) facts[pool[part].args[1 - side]] = pool[part].args[side];
    for (const auto& [name, value] : loop.next) next[b_.column(loop.self, name)] = b_.replace(value, facts);
    return std::all_of(conditions.begin(), conditions.end(), [&](TermId part) {
        const TermId again = b_.replace(part, next);
        return pool.is(again, "true") || (again == part && !depends(part));
    });
}

bool Procedure::batches(const ast::While& node) {
    std::vector<const ast::Stmt*> writes;
    list_writes(*node.body, writes);
    const std::optional<ast::Stmt> whole = writes.size() == 1 ? without_top(*writes[0]) : std::nullopt;
    if (!whole) return false;
    const auto* remove = get_boxed<ast::Delete>(writes[0]->node);
    const auto* update = get_boxed<ast::Update>(writes[0]->node);
    const auto& from = remove != nullptr ? remove->from : update->from;
    const auto* named = from.size() == 1 ? std::get_if<ast::NamedTable>(&from[0].node) : nullptr;
    Batch batch;
    batch.statement = remove != nullptr ? static_cast<const void*>(remove) : update;
    batch.table = key_of(named != nullptr ? named->name : remove != nullptr ? remove->target : update->target);
    batch.taken = b_.pool().fresh_atom();
    const std::size_t reasons = reasons_.size(), failures = failures_.size();
    Batch* around = std::exchange(batch_, &batch);
    const auto state = state_;
    const auto local = local_;
    const TermId path = path_, running = running_;
    const Round round = one_round(node, {});
    batch_ = around;
    // A called procedure, a text that is run and a handler write as well.
    const auto written = [&](const auto& one) {
        const auto known = state.find(one.first);
        const TermId before = round.before.contains(one.first) ? b_.pool().make("carried", one.first, {round.loop.self}) : known != state.end() ? known->second.term : b_.pool().make("table", one.first);
        return one.second.term != before;
    };
    if (std::any_of(state_.begin(), state_.end(), written)) return false;
    if (reasons_.size() != reasons || failures_.size() != failures || !ends_when_done(round, batch)) return false;
    state_ = state;
    local_ = local;
    running_ = running;
    Substitution first;
    for (const auto& [name, value] : round.loop.first) first[b_.column(round.loop.self, name)] = value;
    for (const auto& [name, value] : round.loop.first) variables_[name] = value;
    for (const auto& [column, value] : round.constants) variables_[b_.pool()[column].text] = value;
    const bool asks = asks_for_rows(round.loop.condition, batch); // where there is none at first, none is written
    path_ = asks ? path : b_.conjunction({path, b_.replace(round.loop.condition, first)});
    statement(*whole);
    path_ = path;
    for (const auto& [name, value] : round.loop.next) variables_[name] = b_.pool().opaque("a variable of a loop in batches");
    variables_.erase(kStopped);
    return reasons_.size() == reasons;
}

} // namespace t2d::passes::check
