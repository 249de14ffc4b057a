// SPDX-License-Identifier: Apache-2.0
#include "backend/replay/procedure_printer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "backend/jinja.h"
#include "backend/layout.h"
#include "backend/parameters.h"
#include "backend/rel_walk.h"
#include "backend/replay/program_walk.h"
#include "ir/match.h"

namespace t2d::backend {

namespace {

constexpr int kMostRounds = 100000; // Jinja's sandbox allows no longer range
constexpr const char* kDepth = "open_transactions";
constexpr const char* kOutermost = ""; // beside the names of savepoints

int find_variable(const ir::Program& program, std::string_view name, const std::set<int>& read) {
    for (const int variable : read)
        if (program.variables[static_cast<std::size_t>(variable)].name == name) return variable;
    return -1;
}

template <typename Test>
bool holds(const ir::Body& body, const Test& test) {
    bool found = false;
    for_each_statement(body, [&](const ir::Statement& statement) { found = found || test(statement); });
    return found;
}

bool holds_save(const ir::Body& body, const std::string& name) {
    return holds(body, [&](const ir::Statement& statement) {
        const auto* transaction = std::get_if<ir::Transaction>(&statement.node);
        return transaction != nullptr && transaction->step == ir::TransactionStep::save && transaction->name == name;
    });
}

bool is_transaction(const ir::Statement& statement) { return std::holds_alternative<ir::Transaction>(statement.node); }
bool is_jump(const ir::Statement& statement) { return std::holds_alternative<ir::Jump>(statement.node); }

/// Whether a jump in `statement` may leave it.
bool may_jump(const ir::Statement& statement) {
    if (is_jump(statement)) return true;
    if (const auto* branch = std::get_if<ir::If>(&statement.node)) return holds(branch->then, is_jump) || holds(branch->otherwise, is_jump);
    const auto* loop = std::get_if<ir::While>(&statement.node);
    return loop != nullptr && holds(loop->body, is_jump);
}

/// The labels on which a jump inside of a body lands without leaving it.
std::set<std::string> labels_in(const ir::Body& body) {
    std::set<std::string> out;
    for (const ir::Statement& statement : body)
        if (const auto* landing = std::get_if<ir::Landing>(&statement.node)) out.insert(landing->label);
    return out;
}

bool jumps_to(const ir::Statement& statement, const std::string& label) {
    return holds({statement}, [&](const ir::Statement& each) {
        const auto* jump = std::get_if<ir::Jump>(&each.node);
        return jump != nullptr && jump->label == label;
    });
}

/// The place behind the last statement that jumps back to the label at `landing`, or to one between the two; `landing` itself when
/// none does.
std::size_t behind_jumps_back(const ir::Body& statements, std::size_t landing, std::size_t end) {
    std::size_t behind = landing;
    for (std::size_t from = landing; from == landing || from < behind; ++from) {
        const auto* label = std::get_if<ir::Landing>(&statements[from].node);
        for (std::size_t i = end; label != nullptr && i > std::max(behind, from + 1); --i)
            if (jumps_to(statements[i - 1], label->label)) behind = i;
    }
    return behind;
}

/// The tables that a body declares itself (and no procedure that it calls).
void declared_in(const ir::Body& body, std::set<ir::TableId>& out) {
    for (const ir::Statement& statement : body) {
        if (const auto* define = std::get_if<ir::Define>(&statement.node)) out.insert(define->table);
        if (const auto* branch = std::get_if<ir::If>(&statement.node)) {
            declared_in(branch->then, out);
            declared_in(branch->otherwise, out);
        }
        if (const auto* loop = std::get_if<ir::While>(&statement.node)) declared_in(loop->body, out);
    }
}

bool is_declaration(const ir::Define& node, const ir::TableSymbol& table) {
    const auto* values = std::get_if<ir::Values>(&node.content->node);
    return table.kind == ir::TableKind::variable && values != nullptr && values->rows.empty();
}

/// The rows of a query with their places in an order.
std::string numbered(const std::string& order, const std::string& query) {
    return fmt::format("select *, row_number() over (order by {}) as place from (\n{}\n) as found", order, indented(query, kStep));
}

/// The parameter's entry in the project: two procedures may declare one name in different ways.
std::string var_name(const ir::Project& project, const ir::Program& program, const std::string& parameter) {
    const std::string own = program.name.substr(program.name.find('.') + 1) + "__" + parameter;
    const bool renamed = std::any_of(project.variables.begin(), project.variables.end(), [&](const ir::Variable& v) { return v.name == own; });
    return renamed ? own : parameter;
}

} // namespace

ProcedurePrinter::ProcedurePrinter(QueryWriter& queries, std::string prefix, std::string macro)
    : queries_(queries), prefix_(std::move(prefix)), macro_(std::move(macro)) {
    const std::set<int> read = variables_read(queries.program().body);
    mentions_ = variable_mentions(queries.program().body);
    rowcount_ = find_variable(queries.program(), "@@rowcount", read);
    identity_ = find_variable(queries.program(), "@@identity", read);
}

std::string ProcedurePrinter::print() {
    const std::string own = macro(macro_, queries_.program().body, true);
    return called_ + own;
}

std::string ProcedurePrinter::macro(const std::string& name, const ir::Body& statements, bool top) {
    Script script(kStep);
    WritePrinter writes(queries_, script, prefix_, rowcount_, identity_);
    Script* outer_script = std::exchange(script_, &script);
    WritePrinter* outer_writes = std::exchange(writes_, &writes);
    const std::vector<std::set<std::string>> outer_loops = std::exchange(loops_, {});
    if (top) open();
    if (holds(statements, is_jump)) script.jinja("set jump = namespace(label='')");
    body(statements);
    script_ = outer_script;
    writes_ = outer_writes;
    loops_ = outer_loops;
    return jinja::statement("macro " + name + "(s)") + "\n" + script.text() + jinja::statement("endmacro") + "\n\n";
}

/// Variables start as NULL, parameters with their values, counters with the greatest number in their table.
void ProcedurePrinter::open() {
    const ir::Program& program = queries_.program();
    std::vector<std::string> out;
    for (int v = 0; v < static_cast<int>(program.variables.size()); ++v)
        out.push_back(writes_->set_session(session(v), "null"));
    for (std::size_t p = 0; p < program.parameters.size(); ++p)
        out.push_back(writes_->set_session(session(program.parameter_variables[p]),
                                                parameter_call(queries_.context().project, var_name(queries_.context().project, program, program.parameters[p].parameter), queries_.dialect())));
    if (rowcount_ >= 0) out.push_back(writes_->set_session(session(rowcount_), "0"));
    if (holds(program.body, is_transaction)) out.push_back(writes_->set_session(kDepth, "0"));
    for (const ir::TableId table : written_in(program.body))
        if (queries_.symbol(table).kind == ir::TableKind::persistent) writes_->recompute(table, out); // rows from before may lack them
    script_->run(out);
}

void ProcedurePrinter::body(const ir::Body& statements) { part(statements, 0, statements.size()); }

/// What a later statement jumps back to is the start of a loop that ends with the last such statement.
void ProcedurePrinter::part(const ir::Body& statements, std::size_t begin, std::size_t end) {
    bool guarded = false;
    for (std::size_t i = begin; i < end; ++i) {
        const ir::Statement& next = statements[i];
        if (const auto* landing = std::get_if<ir::Landing>(&next.node)) {
            land(landing->label);
            const std::size_t behind = behind_jumps_back(statements, i, end);
            if (behind == i) continue;
            if (guarded) script_->open("if jump.label == ''");
            again(statements, i + 1, behind, landing->label);
            if (guarded) script_->close("endif");
            guarded = true;
            i = behind - 1;
            continue;
        }
        if (guarded) script_->open("if jump.label == ''");
        statement(next);
        if (guarded) script_->close("endif");
        guarded = guarded || may_jump(next);
    }
}

void ProcedurePrinter::again(const ir::Body& statements, std::size_t begin, std::size_t end, const std::string& label) {
    open_rounds();
    std::set<std::string> labels = labels_in(statements);
    labels.insert(label);
    loops_.push_back(std::move(labels));
    part(statements, begin, end);
    loops_.pop_back();
    script_->jinja("if jump.label != " + jinja::literal(label));
    script_->jinja("break");
    script_->jinja("endif");
    script_->jinja("set jump.label = ''");
    script_->close("endfor");
    leave_for_jump();
}

/// A loop of Jinja; its rounds have an end even where the procedure's have none.
void ProcedurePrinter::open_rounds() {
    script_->open(fmt::format("for round in range({})", kMostRounds));
    script_->jinja(fmt::format("if round == {}", kMostRounds - 1));
    script_->jinja("do exceptions.raise_compiler_error('a loop of the replay does not end')");
    script_->jinja("endif");
}

/// Behind a loop: a jump to a label that is not in the loop around it leaves that one, too.
void ProcedurePrinter::leave_for_jump() {
    if (loops_.empty()) return;
    std::string here = "''";
    for (const std::string& label : loops_.back()) here += ", " + jinja::literal(label);
    script_->jinja("if jump.label not in [" + here + "]");
    script_->jinja("break");
    script_->jinja("endif");
}

void ProcedurePrinter::land(const std::string& label) {
    script_->open("if jump is defined and jump.label == " + jinja::literal(label));
    script_->jinja("set jump.label = ''");
    script_->close("endif");
}

void ProcedurePrinter::statement(const ir::Statement& statement) {
    match(
        statement.node,
        [&](const ir::Define& n) {
            // DECLARE @t TABLE makes the table once, however often it is reached.
            if (!is_declaration(n, queries_.symbol(n.table))) writes_->define(n);
        },
        [&](const ir::Insert& n) { writes_->insert(n); }, [&](const ir::Update& n) { writes_->update(n); },
        [&](const ir::Delete& n) { writes_->remove(n); }, [&](const ir::WriteThrough& n) { writes_->write_through(n); },
        [&](const ir::Merge& n) { writes_->merge(n); }, [&](const ir::Truncate& n) { writes_->truncate(n); },
        [&](const ir::Transaction& n) { transaction(n); },
        [&](const ir::Assign& n) { assign(n); }, [&](const ir::AssignQuery& n) { assign_query(n); },
        [&](const ir::If& n) { branch(n); }, [&](const ir::While& n) { loop(n); },
        [&](const ir::Break&) { script_->jinja("break"); }, [&](const ir::Continue&) { script_->jinja("continue"); },
        [&](const ir::Return&) { script_->jinja("do return(none)"); },
        [&](const ir::Jump& n) {
            script_->jinja("set jump.label = " + jinja::literal(n.label));
            if (!loops_.empty() && loops_.back().count(n.label) == 0) script_->jinja("break");
        },
        [](const ir::Landing&) {}, [&](const ir::Inlined& n) { call(n); },
        [&](const ir::Raise& n) { script_->jinja("do exceptions.raise_compiler_error(" + jinja::literal("the procedure raised: " + n.message) + ")"); },
        [](const ir::HoleStatement&) {});
}

void ProcedurePrinter::branch(const ir::If& node) {
    script_->set_block("condition", queries_.flag(node.condition));
    script_->open("if tsql_replay_flag(condition)");
    body(node.then);
    if (node.then.empty()) script_->jinja("do none");
    if (!node.otherwise.empty()) {
        script_->middle("else");
        body(node.otherwise);
    }
    script_->close("endif");
}

void ProcedurePrinter::loop(const ir::While& node) {
    open_rounds();
    script_->set_block("condition", queries_.flag(node.condition));
    script_->jinja("if not tsql_replay_flag(condition)");
    script_->jinja("break");
    script_->jinja("endif");
    loops_.push_back(labels_in(node.body));
    body(node.body);
    loops_.pop_back();
    script_->close("endfor");
    if (holds(node.body, is_jump)) leave_for_jump();
}

/// The tables whose rows ROLLBACK brings back: all but table variables.
std::vector<ir::TableId> ProcedurePrinter::undone_by_rollback() const {
    std::vector<ir::TableId> out;
    for (const ir::TableId table : written_in(queries_.program().body))
        if (queries_.symbol(table).kind != ir::TableKind::variable) out.push_back(table);
    return out;
}

std::string ProcedurePrinter::rows_at(const std::string& name, ir::TableId table) const { return name.empty() ? fmt::format("at_begin_{}", table) : fmt::format("at_save_{}_{}", plain_name(name), table); }

void ProcedurePrinter::keep_rows(const std::string& name) {
    std::vector<std::string> out;
    for (const ir::TableId table : undone_by_rollback())
        out.push_back(writes_->make_work(rows_at(name, table), "select * from " + queries_.table(table).relation));
    script_->run(out);
}

/// Numbers that were handed out are not given back.
void ProcedurePrinter::bring_back(const std::string& name) {
    std::vector<std::string> out;
    for (const ir::TableId table : undone_by_rollback()) {
        out.push_back("delete from " + queries_.table(table).relation);
        out.push_back(fmt::format("insert into {} select * from {}", queries_.table(table).relation, writes_->work(rows_at(name, table))));
    }
    script_->run(out);
}

/// The depth of open transactions is a session variable: only the outermost BEGIN keeps the rows, and ROLLBACK without the name of a
/// savepoint ends all of them.
void ProcedurePrinter::transaction(const ir::Transaction& node) {
    const std::string depth = "coalesce(" + read_session(kDepth, simple_type(TypeKind::int_), queries_.dialect()) + ", 0)";
    const auto now = [&](const std::string& value) { script_->run({writes_->set_session(kDepth, value)}); };
    switch (node.step) {
    case ir::TransactionStep::begin:
        script_->set_block("condition", "select case when " + depth + " = 0 then 1 else 0 end as value");
        script_->open("if tsql_replay_flag(condition)");
        keep_rows(kOutermost);
        script_->close("endif");
        return now(depth + " + 1");
    case ir::TransactionStep::commit: return now("greatest(" + depth + " - 1, 0)");
    case ir::TransactionStep::save: return keep_rows(node.name);
    case ir::TransactionStep::rollback:
        if (holds_save(queries_.program().body, node.name)) return bring_back(node.name);
        bring_back(kOutermost);
        return now("0");
    }
}

/// What it makes of @@ROWCOUNT is an assignment of its own.
void ProcedurePrinter::assign(const ir::Assign& node) { script_->run({writes_->set_session(session(node.variable), queries_.value(node.value, type_of(node.variable)))}); }

/// The variables take the values of the last row; an item sees what the items before it assigned, so the row's values are
/// assigned one after the other.
void ProcedurePrinter::assign_query(const ir::AssignQuery& node) {
    const auto* block = std::get_if<ir::Select>(&node.query->node);
    const bool plain = block != nullptr && !block->distinct && !block->grouped && block->from != nullptr;
    if (plain) return assign_row_by_row(node, *block);
    std::vector<std::string> names;
    std::vector<SqlType> types;
    std::vector<std::pair<std::string, SqlType>> keys;
    for (std::size_t i = 0; i < node.variables.size(); ++i) {
        names.push_back("c" + std::to_string(i));
        types.push_back(type_of(node.variables[i]));
        keys.emplace_back(names.back(), types.back());
    }
    const std::string rows = writes_->work("rows");
    std::vector<std::string> out = {writes_->make_work("rows", numbered(queries_.order_by(keys), queries_.rows(node.query, names, types)))};
    for (std::size_t i = 0; i < node.variables.size(); ++i)
        out.push_back(writes_->set_session(session(node.variables[i]),
                                                fmt::format("case when exists (select 1 from {0}) then (select {1} from {0} order by place desc limit 1) else {2} end", rows, names[i],
                                                            read_session(session(node.variables[i]), types[i], queries_.dialect()))));
    if (rowcount_ >= 0) out.push_back(writes_->set_session(session(rowcount_), "(select count(*) from " + rows + ")"));
    script_->run(out);
}

/// Puts the columns that the items read into a work table in the query's order, and assigns from one row after the other. All but
/// the last row matter only where an item reads a variable that the statement assigns.
void ProcedurePrinter::assign_row_by_row(const ir::AssignQuery& node, const ir::Select& block) {
    std::set<ir::QuantId> own;
    for (const ir::Quantifier* quantifier : ir::quantifiers(block.from))
        own.insert(quantifier->id);
    std::map<Place, SqlType> used;
    bool reads_itself = false, subqueries = false, windows = false;
    for (const ir::ScalarRef item : block.items) {
        subqueries = subqueries || !subqueries_of(item).empty();
        walk(item, {nullptr, [&](ir::ScalarRef part) {
                        const auto* column = std::get_if<ir::ColumnRef>(&part->node);
                        const auto* variable = std::get_if<ir::VarRef>(&part->node);
                        if (column != nullptr && own.count(column->quant) > 0) used.emplace(Place(column->quant, column->column), part->type);
                        windows = windows || holds<ir::Window>(part->node);
                        reads_itself = reads_itself || (variable != nullptr && std::find(node.variables.begin(), node.variables.end(), variable->variable) != node.variables.end());
                    }});
    }
    ir::Select rows = block;
    ir::Rel rel;
    std::vector<std::string> names;
    std::vector<SqlType> types;
    std::map<Place, std::string> places;
    std::vector<std::pair<std::string, SqlType>> keys;
    std::vector<bool> descending;
    rows.items.clear();
    const auto add = [&](ir::ScalarRef value, const std::string& name, const SqlType& type, const SqlType& exact) {
        rows.items.push_back(value);
        names.push_back(name);
        types.push_back(exact);
        rel.columns.push_back({name, type, true});
    };
    const bool values_first = !reads_itself || subqueries || windows;
    if (values_first)
        for (std::size_t i = 0; i < block.items.size(); ++i)
            add(block.items[i], "c" + std::to_string(i), type_of(node.variables[i]), type_of(node.variables[i]));
    else
        for (const auto& [place, type] : used) {
            places[place] = "x" + std::to_string(places.size());
            add(queries_.column(place.first, place.second, type), places[place], type, {});
        }
    for (const ir::SortKey& key : block.order) {
        keys.emplace_back("k" + std::to_string(keys.size()), key.expr->type);
        descending.push_back(key.descending);
        add(key.expr, keys.back().first, key.expr->type, {});
    }
    if (keys.empty())
        for (std::size_t i = 0; i < names.size(); ++i)
            keys.emplace_back(names[i], rel.columns[i].type);
    if (!rows.limit) rows.order.clear();
    if (names.empty()) add(queries_.integer(1), "one", simple_type(TypeKind::int_), {});
    rel.node = std::move(rows);
    const std::string work = writes_->work("rows");
    std::vector<std::string> out = {writes_->make_work("rows", numbered(queries_.order_by(keys, descending), queries_.rows(queries_.arena().make(std::move(rel)), names, types)))};
    if (rowcount_ >= 0) out.push_back(writes_->set_session(session(rowcount_), "(select count(*) from " + work + ")"));
    script_->run(out);
    std::vector<std::string> assignments;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const std::string item = values_first ? "c" + std::to_string(i) : queries_.over_places(block.items[i], type_of(node.variables[i]), places);
        assignments.push_back(writes_->set_session(session(node.variables[i]), fmt::format("(select {} from {} where place = {})", item, work, jinja::expression("place"))));
    }
    script_->set_block("rows", "select count(*) from " + work);
    script_->jinja("set count = tsql_replay_value(rows)");
    script_->open(values_first ? "for place in range([1, count] | max, count + 1)" : "for place in range(1, count + 1)");
    script_->run(assignments);
    script_->close("endfor");
}

bool ProcedurePrinter::is_parameter(int variable) const {
    const std::vector<int>& own = queries_.program().parameter_variables;
    return std::find(own.begin(), own.end(), variable) != own.end();
}

/// A call starts with empty table variables, and with variables that are NULL: those that nothing outside of it mentions.
void ProcedurePrinter::call(const ir::Inlined& node) {
    std::set<ir::TableId> own;
    declared_in(node.body, own);
    std::vector<std::string> fresh;
    for (const ir::TableId table : own)
        if (queries_.symbol(table).kind == ir::TableKind::variable)
            for (std::string& line : writes_->emptied(table))
                fresh.push_back(std::move(line));
    std::map<int, int> inside = variable_mentions(node.body);
    for (const auto& [callee, caller] : node.outputs)
        ++inside[callee];
    for (const auto& [variable, times] : inside)
        if (variable != rowcount_ && variable != identity_ && !is_parameter(variable) && times == mentions_.at(variable)) fresh.push_back(writes_->set_session(session(variable), "null"));
    if (!fresh.empty()) script_->run(fresh);
    const int number = ++calls_;
    const std::string name = fmt::format("{}__call_{}", macro_, number);
    const std::string text = macro(name, node.body, false);
    called_ += text;
    std::vector<std::string> saved, outputs;
    for (const int counter : {rowcount_, identity_}) {
        if (!node.of_expression || counter < 0) continue;
        const std::string kept = fmt::format("kept_{}_{}", number, session(counter));
        saved.push_back(writes_->set_session(kept, read_session(session(counter), type_of(counter), queries_.dialect())));
        outputs.push_back(writes_->set_session(session(counter), read_session(kept, type_of(counter), queries_.dialect())));
    }
    if (!saved.empty()) script_->run(saved);
    script_->jinja("do " + name + "(s)");
    for (const auto& [callee, caller] : node.outputs)
        outputs.push_back(writes_->set_session(session(caller), read_session(session(callee), type_of(caller), queries_.dialect())));
    if (!outputs.empty()) script_->run(outputs);
}

} // namespace t2d::backend
