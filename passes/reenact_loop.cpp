// SPDX-License-Identifier: Apache-2.0
// WHILE by recursion over its state: the body runs once over a symbolic row that holds every variable, counter and table it
// changes; the row after it is the recursion's step (architecture.md, section 3; "Compiling PL/SQL Away", CIDR 2020).
#include <algorithm>

#include "passes/build_loop.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {
constexpr int kPlainCondition = 4; ///< nodes of a condition that may be repeated

std::string plain_name(const std::string& variable) {
    const std::size_t start = variable.find_first_not_of('@');
    return start == std::string::npos ? variable : variable.substr(start);
}

/// The one table whose row a query is, where a join can find it: `query` keeps all of its rows that a condition finds.
const Quantifier* looked_up(const Select& block) {
    if (block.grouped || block.distinct || block.limit || block.from == nullptr) return nullptr;
    const auto* rows = std::get_if<Quantifier>(&block.from->node);
    return rows != nullptr && free_quantifiers(rows->rel).empty() ? rows : nullptr;
}
} // namespace

ScalarRef Reenactor::beside(const std::string& name, ScalarRef value) {
    Select row;
    row.items = {value};
    const RelRef rel = build_.select(std::move(row), {{name, value->type, value->nullable}});
    const Quantifier quantifier = build_.quantifier(rel, name);
    round_->beside.push_back({quantifier, JoinKind::cross, true, nullptr, nullptr});
    return build_.column(quantifier, 0);
}

/// A condition as a column beside the state: everything that the branches write would repeat it.
ScalarRef Reenactor::flag_of(ScalarRef condition) {
    if (is_constant_true(condition) || is_constant_false(condition)) return condition;
    int size = 0;
    for_each_scalar(condition, [&](ScalarRef) { ++size; }, false);
    if (size <= kPlainCondition && !is_complex(condition)) return condition;
    const SqlType bit = simple_type(TypeKind::bit);
    const ScalarRef flag = beside("condition", build_.arena().make(Scalar{IsTrue{condition}, bit, false, condition->span}));
    return build_.equal(flag, build_.arena().make(Scalar{Constant{"1"}, bit, false, {}}));
}

/// The values of a query's one row, and a condition that says whether there is one (null pointer: there always is).
std::vector<ScalarRef> Reenactor::row_beside(RelRef query, bool always, ScalarRef& found) {
    std::vector<ScalarRef> values;
    const auto* block = std::get_if<Select>(&query->node);
    if (const Quantifier* rows = block == nullptr ? nullptr : looked_up(*block); rows != nullptr && !always) {
        const auto& columns = rows->rel->columns;
        const auto witness = std::find_if(columns.begin(), columns.end(), [](const Column& column) { return !column.nullable; });
        if (witness != columns.end()) {
            // A statement may stand in the loop twice (a FETCH that a CONTINUE needs, too): each time it is another join.
            const Quantifier row = build_.quantifier(rows->rel, rows->alias);
            const auto here = [&](ScalarRef value) {
                return substitute(build_.arena(), value, [&](const ColumnRef& ref) { return ref.quant == rows->id ? build_.column(row, ref.column) : nullptr; });
            };
            round_->beside.push_back({row, JoinKind::left, false, block->where == nullptr ? build_.boolean(true) : here(block->where), nullptr});
            found = build_.is_null(build_.column(row, static_cast<int>(witness - columns.begin())), true);
            for (const ScalarRef item : block->items) values.push_back(here(item));
            return values;
        }
    }
    RelRef rel = query;
    if (!always) {
        const Quantifier inner = build_.quantifier(query);
        Select marked;
        marked.from = build_.from(inner);
        marked.items = all_columns(build_, inner);
        marked.items.push_back(build_.integer(1));
        std::vector<Column> columns = query->columns;
        columns.push_back({"is_found", simple_type(TypeKind::int_), false});
        rel = build_.select(std::move(marked), std::move(columns));
    }
    const Quantifier row = build_.quantifier(rel);
    round_->beside.push_back({row, always ? JoinKind::cross : JoinKind::left, true, nullptr, nullptr});
    for (std::size_t i = 0; i < query->columns.size(); ++i) values.push_back(build_.column(row, static_cast<int>(i)));
    if (!always) found = build_.is_null(build_.column(row, static_cast<int>(query->columns.size())), true);
    return values;
}

/// A table's new version inside a round: rows that are only added stay as they are, all others travel as one value.
void Reenactor::set_table_in_round(TableId table, RelRef rel) {
    const auto index = static_cast<std::size_t>(table);
    if (!round_->appended.contains(table)) {
        rel = build_.rows_of(beside(display_name(table), build_.collected(rel)), symbol(table).columns, display_name(table));
        round_->beside.back().first = build_.collected(build_.empty(symbol(table).columns));
        version_of_[rel] = table;
    }
    state_.tables[index] = state_.visible[index] = rel;
}

/// The state of a loop: what its body changes, with the values before the first round.
std::vector<Reenactor::LoopSlot> Reenactor::loop_slots(const While& node, const Written& written, const std::vector<int>& reads) {
    std::vector<LoopSlot> slots;
    for (const int variable : written.variables) slots.push_back({variable, -1, {}});
    for (const int variable : {rowcount_, identity_})
        if (variable >= 0) slots.push_back({variable, -1, {}});
    // What was computed by a query before is part of the state, too: DuckDB gives wrong rows from round two on where a correlated
    // query in the recursive term has an uncorrelated one inside.
    for (std::size_t v = 0; v < state_.values.size(); ++v) {
        const int variable = static_cast<int>(v);
        if (variable == rowcount_ || variable == identity_ || written.variables.contains(variable)) continue;
        bool queried = false;
        for_each_scalar(state_.values[v], [&](ScalarRef part) { queried = queried || subquery_of(part) != nullptr; }, false);
        if (queried && reads[v] > 0) slots.push_back({variable, -1, {}});
    }
    for (const TableId table : written.tables) {
        for (int column = 0; column < static_cast<int>(symbol(table).columns.size()); ++column) {
            if (!is_numbered(table, column)) continue;
            state_.counters.try_emplace({table, column}, last_number(table, column));
            slots.push_back({-1, -1, {table, column}});
        }
    }
    const std::set<TableId> appended = only_appended(node.body);
    for (const TableId table : written.tables)
        if (!appended.contains(table)) slots.push_back({-1, table, {}});
    return slots;
}

/// Whether a statement behind the current one may read the variable: every write sets @@ROWCOUNT, but few procedures ask for it after a loop.
bool Reenactor::read_later(int variable) const {
    const auto index = static_cast<std::size_t>(variable);
    const auto reads = [&](const Body& body) { return count_reads(body, program_.variables.size())[index] > 0; };
    if (functions_ > 0 || std::any_of(program_.functions.begin(), program_.functions.end(), [&](const FunctionSymbol& function) { return reads(function.body); })) return true;
    return std::any_of(bodies_.begin(), bodies_.end(), [&](const auto& running) {
        const auto& [body, at] = running;
        return reads(Body(body->begin() + static_cast<std::ptrdiff_t>(at) + 1, body->end()));
    });
}

StateColumn Reenactor::state_column(const LoopSlot& slot, const std::vector<int>& reads) const {
    StateColumn out;
    if (slot.variable >= 0) {
        const auto& variable = program_.variables[static_cast<std::size_t>(slot.variable)];
        out.column = {plain_name(variable.name), variable.type, true};
        out.first = build_.convert(state_.values[static_cast<std::size_t>(slot.variable)], variable.type);
        const bool counter = slot.variable == rowcount_ || slot.variable == identity_;
        out.needed = counter ? read_later(slot.variable) : reads_[static_cast<std::size_t>(slot.variable)] > reads[static_cast<std::size_t>(slot.variable)];
    } else if (slot.table >= 0) {
        out.column = {display_name(slot.table), simple_type(TypeKind::other), true};
        out.first = build_.collected(current(slot.table));
        out.needed = true;
    } else {
        const Column& key = symbol(slot.counter.table).columns[static_cast<std::size_t>(slot.counter.column)];
        out.column = {"last_" + key.name, key.type, true};
        out.first = state_.counters.at(slot.counter);
        out.needed = true;
    }
    return out;
}

/// Puts the columns of a row of the state where variables, counters and tables are read.
void Reenactor::read_state(const std::vector<LoopSlot>& slots, const std::function<ScalarRef(std::size_t)>& column) {
    for (std::size_t i = 0; i < slots.size(); ++i) {
        const ScalarRef value = column(i);
        if (slots[i].variable >= 0) {
            const auto index = static_cast<std::size_t>(slots[i].variable);
            state_.values[index] = state_.seen[index] = value;
        } else if (slots[i].table >= 0) {
            const auto index = static_cast<std::size_t>(slots[i].table);
            const RelRef rows = build_.rows_of(value, symbol(slots[i].table).columns, display_name(slots[i].table));
            version_of_[rows] = slots[i].table;
            state_.tables[index] = state_.visible[index] = rows;
        } else {
            state_.counters.insert_or_assign(slots[i].counter, value);
        }
    }
}

ScalarRef Reenactor::state_after(const LoopSlot& slot) const {
    if (slot.variable >= 0) return state_.values[static_cast<std::size_t>(slot.variable)];
    if (slot.table < 0) return last_number(slot.counter.table, slot.counter.column);
    const RelRef rel = current(slot.table);
    const auto* scan = std::get_if<FunctionScan>(&rel->node);
    return scan != nullptr && scan->function == FunctionId::rows_of ? scan->args.front() : build_.collected(rel);
}

void Reenactor::loop(const While& node) {
    const Written written = written_in(node.body);
    if (in_round()) return unsupported("a loop in a procedure that a loop calls", node.body);
    if (written.everything) return unsupported("a loop around statements that are not compiled", node.body);

    const std::vector<int> reads = count_reads({Statement{node, -1, {}, {}}}, program_.variables.size());
    const std::vector<LoopSlot> slots = loop_slots(node, written, reads);
    LoopBody body;
    body.label = "rounds";
    std::vector<Column> shape;
    for (const LoopSlot& slot : slots) {
        body.columns.push_back(state_column(slot, reads));
        shape.push_back(body.columns.back().column);
    }
    const RelRef self = build_.arena().make(Rel{RecursiveRef{0}, shape, body.label, {}, {}});
    body.state = build_.quantifier(self, body.label);

    const State before = state_;
    const Path entry = std::exchange(path_, {});
    Activation outer = std::exchange(call_, {});
    Round round;
    round.appended = only_appended(node.body);
    Round* const outer_round = std::exchange(round_, &round);
    const int functions = std::exchange(functions_, 0);
    read_state(slots, [&](std::size_t i) { return build_.column(body.state, static_cast<int>(i)); });
    for (const TableId table : round.appended) {
        const auto index = static_cast<std::size_t>(table);
        state_.tables[index] = state_.visible[index] = build_.empty(symbol(table).columns);
    }
    body.condition = build_.conjunction(condition_of(entry), resolve(node.condition));
    if (body.condition == nullptr) body.condition = build_.boolean(true);
    this->body(node.body);
    path_.clear();
    const bool jumped_out = !call_.pending.empty();
    for (std::size_t i = 0; i < slots.size(); ++i) body.columns[i].next = build_.convert(state_after(slots[i]), shape[i].type);
    for (const TableId table : round.appended) body.added.push_back(is_empty(current(table)) ? nullptr : current(table));
    for (const Guard& guard : round.guards) body.added.push_back(ones(nullptr, guard.condition));
    body.beside = std::move(round.beside);
    round_ = outer_round;
    functions_ = functions;
    call_ = std::move(outer);
    path_ = entry;
    state_ = before;
    if (jumped_out) return unsupported("GOTO out of a loop", node.body);
    finish_loop(slots, round, build_loop(build_, std::move(body)));
}

void Reenactor::finish_loop(const std::vector<LoopSlot>& slots, const Round& round, const LoopResult& result) {
    RelRef after = result.after;
    if (after != nullptr) {
        Rel copy = *after;
        copy.span = statement_->span;
        after = build_.arena().make(std::move(copy));
        one_row_.insert(after);
    }
    const auto cell = [&](std::size_t i) {
        return result.place[i] < 0 ? build_.null(simple_type(TypeKind::int_)) : read_cell(after, result.place[i]);
    };
    std::vector<LoopSlot> values, tables;
    std::vector<ScalarRef> of_values;
    for (std::size_t i = 0; i < slots.size(); ++i) {
        if (slots[i].table < 0) {
            values.push_back(slots[i]);
            of_values.push_back(cell(i));
            continue;
        }
        const Quantifier row = build_.quantifier(after);
        const Quantifier rows = build_.quantifier(build_.rows_of(build_.column(row, result.place[i]), symbol(slots[i].table).columns, {}));
        Select block;
        block.from = build_.join(JoinKind::cross, build_.from(row), build_.from(rows), nullptr, true);
        block.items = all_columns(build_, rows);
        set_table(slots[i].table, build_.select(std::move(block), symbol(slots[i].table).columns));
    }
    read_state(values, [&](std::size_t i) { return of_values[i]; });
    std::size_t next = 0;
    for (const TableId table : round.appended) {
        const RelRef rows = result.added[next++];
        if (rows != nullptr) set_table(table, build_.union_all({current(table), rows}, symbol(table).columns));
    }
    for (const Guard& guard : round.guards) out_.guards.push_back({guard.message, build_.exists(result.added[next++]), guard.span});
}

} // namespace t2d::passes
