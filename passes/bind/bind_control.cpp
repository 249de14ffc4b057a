// SPDX-License-Identifier: Apache-2.0
// Statements: dispatch, the statement account, variables and control flow.
#include <algorithm>
#include <functional>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/bind/mentions.h"
#include "passes/build_catalog.h"

namespace t2d::passes {

using namespace ir;

Binder::Binder(Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, const std::map<std::string, std::string>& proposals, TextColumns& texts, Diagnostics& diagnostics, Program& program)
    : catalog_(catalog), parser_(parser), sources_(sources), proposals_(proposals), texts_(texts), diagnostics_(diagnostics), program_(program), build_(arena) {
    frames_.emplace_back();
    rowcount_ = declare_variable("@@rowcount", simple_type(TypeKind::int_));
    identity_ = declare_variable("@@identity", simple_type(TypeKind::bigint));
    fetch_status_ = declare_variable("@@fetch_status", simple_type(TypeKind::int_));
}

void Binder::procedure(const ast::CreateProcedure& node, SourceSpan span) {
    program_.span = span;
    module_ = {node.name.last(), span};
    calls_.insert(catalog_key(node.name));
    note_counts(span);
    for (const auto& parameter : node.parameters) {
        if (table_type(parameter.type) != nullptr) {
            frames_.back().tables[to_lower(parameter.name)] = source_of_parameter(node, parameter);
            continue;
        }
        Variable variable;
        variable.parameter = parameter.name.substr(1);
        variable.name = variable.parameter;
        variable.type = type_of(parameter.type);
        variable.required = !parameter.default_value.has_value();
        Scope none;
        if (parameter.default_value) {
            const ScalarRef bound = value(**parameter.default_value, none, variable.type);
            ScalarRef plain = bound;
            if (const auto* converted = std::get_if<Convert>(&bound->node)) plain = converted->operand;
            const auto* constant = std::get_if<Constant>(&plain->node);
            if (constant != nullptr) {
                variable.default_text = constant->text;
                variable.default_null = constant->is_null;
            } else {
                variable.required = true;
                fail<diag::unsupported_syntax>(parameter.span, "a default that is not a constant");
            }
        }
        program_.parameters.push_back(std::move(variable));
        program_.parameter_variables.push_back(declare_variable(parameter.name, program_.parameters.back().type));
    }
    module_block(node.body, program_.body);
    find_shared_sequences();
}

/// Nobody passes rows to a dbt run: a table-valued parameter is a source that is named after the procedure and the parameter.
TableId Binder::source_of_parameter(const ast::CreateProcedure& node, const ast::Parameter& parameter) {
    const CatalogTable& type = *table_type(parameter.type);
    TableSymbol symbol;
    symbol.schema = node.name.parts.size() > 1 ? node.name.parts[node.name.parts.size() - 2] : "dbo";
    symbol.name = fmt::format("{}_{}", node.name.last(), parameter.name.substr(1));
    symbol.key = catalog_key(symbol.schema, symbol.name);
    symbol.self = build_.arena().fresh_quantifier();
    const TableId id = static_cast<TableId>(program_.tables.size());
    fill_symbol(symbol, type);
    fill_rules(symbol, type);
    persistent_[symbol.key] = id;
    program_.tables.push_back(std::move(symbol));
    return id;
}
static_assert(static_cast<int>(TransactionStep::rollback) == static_cast<int>(ast::TransactionKind::rollback));

int Binder::new_record(SourceSpan span) {
    program_.records.push_back({span, StatementAction::migrate, {}});
    return static_cast<int>(program_.records.size()) - 1;
}

std::vector<std::string> Binder::comment_lines(const ast::Stmt& stmt) const {
    std::vector<std::string> out;
    for (const auto& comment : stmt.comments) out.push_back(comment.text);
    return out;
}

void Binder::push(Body& out, decltype(Statement::node) node) {
    if (const auto* insert = std::get_if<Insert>(&node)) take_defaults(insert->table, insert->columns);
    if (const auto* merge = std::get_if<Merge>(&node))
        for (const MergeBranch& branch : merge->branches) {
            std::vector<int> named;
            for (const SetColumn& set : branch.set) named.push_back(set.column);
            if (branch.action == MergeAction::insert) take_defaults(merge->table, named);
        }
    out.push_back({std::move(node), record_, span_, {}});
}

void Binder::skip(const std::string& reason) {
    if (record_ < 0) return;
    program_.records[static_cast<std::size_t>(record_)].action = StatementAction::skip;
    program_.records[static_cast<std::size_t>(record_)].reason = reason;
}

/// @@ROWCOUNT after a statement that writes no table
/// (https://learn.microsoft.com/sql/t-sql/functions/rowcount-transact-sql: assignments set 1, most others 0).
void Binder::count_is(int rows, Body& out) {
    if (counts_rows_) push(out, Assign{rowcount_, build_.integer(rows)});
}

/// Most procedures do not ask for @@ROWCOUNT and never roll back: they need none of the statements that keep track of it.
void Binder::note_counts(SourceSpan span) {
    const Mentions mentions = mentions_in(sources_.text(span));
    counts_rows_ = counts_rows_ || mentions.row_count;
    rolls_back_ = rolls_back_ || mentions.rollback;
    reads_last_identity_ = reads_last_identity_ || mentions.last_identity;
    reads_identity_ = reads_identity_ || mentions.scope_identity || mentions.last_identity;
    switches_triggers_ = switches_triggers_ || mentions.disable_trigger;
    runs_text_ = runs_text_ || mentions.dynamic_sql;
    writes_current_ = writes_current_ || mentions.current;
}

/// ROLLBACK in a trigger ends the batch: no rows are given back before that.
void Binder::note_counts_of_trigger(SourceSpan span) {
    const bool rolls_back = rolls_back_;
    note_counts(span);
    rolls_back_ = rolls_back;
}

void Binder::skip_all(const ast::Block& statements, const std::string& reason) {
    for (const auto& stmt : statements) {
        record_ = hidden_ ? -1 : new_record(stmt.span);
        skip(reason);
    }
}

void Binder::statement(const ast::Stmt& stmt, Body& out) {
    const bool saved_failed = std::exchange(failed_, false);
    const int saved_record = record_;
    const SourceSpan saved_span = span_;
    record_ = hidden_ ? -1 : new_record(stmt.span);
    span_ = stmt.span;
    const std::size_t first = out.size();
    const std::size_t visible = ctes_.size();
    if (refused_by_session(stmt)) fail<diag::unsupported_statement>(stmt.span, fmt::format("a statement under SET {}", session_.refused.begin()->second));
    else if (const auto top = limited(stmt)) dispatch(*top, out);
    else if (!failed_) dispatch(stmt, out);
    ctes_.resize(visible);
    if (failed_) {
        out.resize(first);
        become_hole(stmt, out);
    }
    if (out.size() > first) out[first].comments = comment_lines(stmt);
    record_ = saved_record;
    span_ = saved_span;
    failed_ = saved_failed || (hidden_ && failed_);
}

/// Replaces a statement that could not be bound by what it may have changed, or by the proposed body.
void Binder::become_hole(const ast::Stmt& stmt, Body& out) {
    failed_ = false;
    if (handler_ != nullptr && ast::raises_error(stmt)) handler_->incomplete = true;
    lost_ = std::max(lost_, ast::way_out(stmt, handler_ == nullptr));
    HoleStatement hole = hole_of(stmt.span, reason_, {&stmt});
    if (fill_hole(hole, out)) return;
    if (record_ >= 0) {
        program_.records[static_cast<std::size_t>(record_)].action = StatementAction::hole;
        program_.records[static_cast<std::size_t>(record_)].reason = hole.reason;
    }
    out.push_back({std::move(hole), record_, stmt.span, {}});
}

/// What statements may have changed, which nobody knows from here on.
HoleStatement Binder::hole_of(SourceSpan span, std::string reason, const std::vector<const ast::Stmt*>& statements) {
    HoleStatement hole;
    hole.id = fmt::format("{}:{}", program_.name, sources_.locate(span.file, span.begin).line);
    hole.reason = std::move(reason);
    std::set<TableId> tables;
    std::set<int> variables{rowcount_, identity_};
    for (const ast::Stmt* stmt : statements) mark_written(*stmt, tables, variables, hole.everything);
    hole.tables.assign(tables.begin(), tables.end());
    hole.variables.assign(variables.begin(), variables.end());
    for (const int variable : variables) known_.erase(variable);
    return hole;
}

/// A proposal is a query over the tables in reach that gives the written table's whole content afterwards.
bool Binder::fill_hole(const HoleStatement& hole, Body& out) {
    const auto proposal = proposals_.find(hole.id);
    if (proposal == proposals_.end() || hole.tables.size() != 1 || hole.everything || !hole.variables.empty()) return false;
    const auto parsed = parser_.parse_query("proposal for " + hole.id, proposal->second, diagnostics_);
    if (!parsed) return false;
    const TableId id = hole.tables.front();
    const RelRef rel = query(*parsed, nullptr);
    const auto& columns = program_.tables[static_cast<std::size_t>(id)].columns;
    if (!failed_ && rel->columns.size() != columns.size()) fail<diag::column_count>(span_, columns.size(), rel->columns.size());
    if (std::exchange(failed_, false)) return false;
    push(out, Define{id, converted(rel, columns)});
    return true;
}

bool switches_rows(const ast::AlterTable& node) { return to_upper(node.other).starts_with("SWITCH"); }

/// A table that the procedure drops and makes again has no rows then; one that it only makes, where it is missing, has none yet.
void Binder::create_persistent(const ast::CreateTable& node, Body& out) {
    skip("table definition");
    if (branches_ > 0 || !dropped_.contains(catalog_key(node.name))) return;
    const TableId id = table(node.name, span_);
    if (failed_) return;
    push(out, Define{id, build_.empty(program_.tables[static_cast<std::size_t>(id)].columns)});
}

void Binder::dispatch(const ast::Stmt& stmt, Body& out) {
    const SourceSpan span = stmt.span;
    match(
        stmt.node, [&](const ast::QueryStmt& n) { query_statement(n, out); }, [&](const ast::Insert& n) { insert(n, out); },
        [&](const ast::Update& n) { update(n, out); }, [&](const ast::Delete& n) { remove(n, out); },
        [&](const ast::Merge& n) { merge(n, out); },
        [&](const ast::Truncate& n) {
            if (!n.partitions.empty()) return fail<diag::unsupported_syntax>(span, "TRUNCATE of partitions");
            const TableId id = table(n.table, span);
            if (id < 0) return;
            push(out, Truncate{id});
            count_is(0, out);
        },
        [&](const ast::CreateTable& n) {
            if (n.query && !n.def.columns.empty()) return fail<diag::unsupported_syntax>(span, "CREATE TABLE AS with a list of columns");
            if (n.query) return select_into(**n.query, n.name, out);
            if (n.name.last().empty() || n.name.last().front() != '#') return create_persistent(n, out);
            const TableId id = declare_local(n.name.last(), TableKind::temporary, declare_table(n.def, catalog_.types));
            note_made(id, n.name);
            push(out, Define{id, build_.empty(program_.tables[static_cast<std::size_t>(id)].columns)});
        },
        [&](const ast::AlterTable& n) {
            if (!n.name.last().empty() && n.name.last().front() == '#') return alter_local(n, out);
            if (switches_rows(n)) return fail<diag::unsupported_statement>(span, "ALTER TABLE … SWITCH");
            skip("physical design");
        },
        [&](const ast::CreateIndex&) { skip("index: physical design"); }, [&](const ast::Drop& n) {
            skip("drops what the model never creates");
            if (n.object != ast::ObjectKind::table) return;
            for (const ast::Name& name : n.names) dropped_.insert(catalog_key(name));
        },
        [&](const ast::Declare& n) { declare(n, out); }, [&](const ast::SetVariable& n) { set_variable(n, out, span); },
        [&](const ast::SetOption& n) {
            set_option(n, span);
            count_is(0, out);
        },
        [&](const ast::If& n) { if_statement(n, out); },
        [&](const ast::While& n) { loop_statement(n, stmt, out); }, [&](const ast::BlockStmt& n) { block(n.body, out); },
        [&](const ast::Break&) { push(out, Break{}); }, [&](const ast::Continue&) { push(out, Continue{}); },
        [&](const ast::Return& n) {
            Scope none;
            if (return_code_ >= 0 && n.value) push(out, Assign{return_code_, value(**n.value, none, simple_type(TypeKind::int_))});
            if (function_ < 0 || !n.value) return push(out, Return{nullptr});
            const SqlType type = program_.functions[static_cast<std::size_t>(function_)].type; // a copy: more functions may come with the value
            push(out, Return{build_.stored(value(**n.value, none, type), type)});
        },
        [&](const ast::Goto& n) { push(out, Jump{to_lower(n.label)}); }, [&](const ast::Label& n) {
            known_.clear(); // jumps come from anywhere
            push(out, Landing{to_lower(n.name)});
        },
        [&](const ast::TryCatch& n) { try_catch(n, out); },
        [&](const ast::Transaction& n) {
            skip("transaction control: dbt builds each model in a transaction of its own");
            if (!firing_.empty() && n.transaction == ast::TransactionKind::rollback) return raise({}, "ROLLBACK in a trigger", out); // ends the batch
            count_transaction(n.transaction);
            if (rolls_back_) push(out, Transaction{static_cast<TransactionStep>(n.transaction), to_lower(n.name)});
            count_is(0, out);
        },
        [&](const ast::Exec& n) { exec(n, span, out); },
        [&](const ast::Print&) {
            skip("message for a person");
            count_is(0, out);
        },
        [&](const ast::Raiserror& n) { raiserror(n, out); }, [&](const ast::Throw& n) { throw_statement(n, out); },
        [&](const ast::DeclareCursor& n) { declare_cursor(n.name, n.def, out); }, [&](const ast::CursorStmt& n) { cursor_statement(n, out); },
        [&](const ast::Use&) {
            skip("database context");
            count_is(0, out);
        },
        [&](const ast::Recognized& n) {
            if (!n.loaded.parts.empty()) return load(n, out);
            if (n.changes_data) return fail<diag::unsupported_statement>(span, n.what);
            const std::string text = to_upper(n.text);
            if (text.find("CHECKIDENT") != std::string::npos && text.find("NORESEED") == std::string::npos) diagnostics_.report<diag::identity_reseed>(span);
            impersonates_ = impersonates_ || n.what == "EXECUTE AS" || n.what == "SETUSER";
            skip(n.what + ": no effect on rows");
        },
        [&](const ast::Unparsed&) { fail<diag::unsupported_statement>(span, "a statement that cannot be parsed"); },
        [&](const auto& n) { skip(fmt::format("{}: definition, not data", n.kind)); });
}

// ---- variables

void Binder::declare(const ast::Declare& node, Body& out) {
    for (const auto& decl : node.variables) {
        Scope none;
        if (decl.table) {
            const TableId id = declare_local(decl.name, TableKind::variable, declare_table(*decl.table, catalog_.types));
            push(out, Define{id, build_.empty(program_.tables[static_cast<std::size_t>(id)].columns)});
            continue;
        }
        const CatalogTable* rows = decl.type ? table_type(*decl.type) : nullptr;
        if (rows != nullptr) {
            const TableId id = declare_local(decl.name, TableKind::variable, *rows);
            push(out, Define{id, build_.empty(program_.tables[static_cast<std::size_t>(id)].columns)});
            continue;
        }
        if (decl.cursor || !decl.type) continue; // SET gives a cursor variable its query
        const SqlType type = type_of(*decl.type);
        // The value is bound before the name exists, as T-SQL does.
        const ScalarRef initial = decl.value ? build_.stored(value(**decl.value, none, type), type) : nullptr;
        const int before = later_round_ ? find_variable(decl.name) : -1; // a variable keeps its value from round to round
        const int index = before >= 0 ? before : declare_variable(decl.name, type);
        if (before < 0 || initial != nullptr) learn(index, initial);
        if (initial == nullptr) continue;
        push(out, Assign{index, initial});
        count_is(1, out);
    }
}

namespace {
std::optional<ast::BinaryOp> compound(ast::AssignOp op) {
    switch (op) {
    case ast::AssignOp::assign: return std::nullopt;
    case ast::AssignOp::add: return ast::BinaryOp::add;
    case ast::AssignOp::subtract: return ast::BinaryOp::subtract;
    case ast::AssignOp::multiply: return ast::BinaryOp::multiply;
    case ast::AssignOp::divide: return ast::BinaryOp::divide;
    case ast::AssignOp::modulo: return ast::BinaryOp::modulo;
    case ast::AssignOp::bit_and: return ast::BinaryOp::bit_and;
    case ast::AssignOp::bit_or: return ast::BinaryOp::bit_or;
    case ast::AssignOp::bit_xor: return ast::BinaryOp::bit_xor;
    case ast::AssignOp::concat: return ast::BinaryOp::concat;
    }
    return std::nullopt;
}

/// `@v += e` as the expression `@v + (e)`.
ast::Expr with_operator(ast::AssignOp op, ast::Expr left, ast::Expr right) {
    const auto binary = compound(op);
    if (!binary) return right;
    const SourceSpan span = right.span;
    return {ast::Binary{*binary, std::move(left), std::move(right)}, span};
}
} // namespace

void Binder::set_variable(const ast::SetVariable& node, Body& out, SourceSpan span) {
    const int index = find_variable(node.variable);
    if (node.cursor) return declare_cursor(node.variable, **node.cursor, out);
    if (index < 0 || !node.value) return fail<diag::unknown_variable>(span, node.variable);
    Scope none;
    const ast::Expr whole = with_operator(node.op, {ast::Variable{node.variable}, span}, **node.value);
    const SqlType type = program_.variables[static_cast<std::size_t>(index)].type;
    const ScalarRef assigned = as_choice(build_.stored(value(whole, none, type), type));
    learn(index, assigned);
    push(out, Assign{index, assigned});
    count_is(1, out);
}

void Binder::assign_from_select(const ast::Query& node, Body& out) {
    const auto& block = std::get<ast::Select>(node.body);
    ast::Query plain = node;
    auto& plain_block = std::get<ast::Select>(plain.body);
    AssignQuery assign;
    for (std::size_t i = 0; i < block.items.size(); ++i) {
        const auto& item = block.items[i];
        if (item.variable.empty()) return fail<diag::unsupported_syntax>(item.span, "a SELECT that both assigns and returns columns");
        const int index = find_variable(item.variable);
        if (index < 0) return fail<diag::unknown_variable>(item.span, item.variable);
        assign.variables.push_back(index);
        auto& plain_item = plain_block.items[i];
        plain_item.expr = with_operator(item.op, {ast::Variable{item.variable}, item.span}, item.expr);
        plain_item.variable.clear();
        plain_item.alias = item.variable.substr(1);
    }
    if (block.from.empty() && !block.where) { // assignments happen one after the other
        for (std::size_t i = 0; i < block.items.size(); ++i) {
            Scope none;
            const SqlType type = program_.variables[static_cast<std::size_t>(assign.variables[i])].type;
            const ScalarRef assigned = build_.stored(value(plain_block.items[i].expr, none, type), type);
            learn(assign.variables[i], assigned);
            push(out, Assign{assign.variables[i], assigned});
        }
        count_is(1, out);
        return;
    }
    RelRef rel = query(plain, nullptr);
    if (failed_) return;
    std::vector<Column> columns = rel->columns;
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].type = program_.variables[static_cast<std::size_t>(assign.variables[i])].type;
    assign.query = converted(rel, columns);
    if (const auto* read = std::get_if<Select>(&assign.query->node); read != nullptr && !read->distinct) { // texts are cut at the variable's length
        Select cut = *read;
        for (std::size_t i = 0; i < cut.items.size(); ++i) cut.items[i] = build_.stored(cut.items[i], columns[i].type);
        Rel copy = *assign.query;
        copy.node = std::move(cut);
        assign.query = build_.arena().make(std::move(copy));
    }
    for (const int variable : assign.variables) learn(variable, nullptr);
    push(out, std::move(assign));
}

// ---- control flow

namespace {
/// Whether a statement only drops or creates what a model has no use for, so that a condition around it has none either.
bool only_housekeeping(const ast::Stmt& stmt, bool rolls_back) {
    return match(
        stmt.node, [](const ast::Drop&) { return true; }, [](const ast::CreateIndex&) { return true; },
        [](const ast::CreateTable& n) { return !n.query && !n.name.last().starts_with('#'); }, [](const ast::Print&) { return true; },
        [&](const ast::Transaction&) { return !rolls_back; }, [](const ast::SetOption&) { return true; }, [](const ast::Recognized& n) { return !n.changes_data; },
        [&](const ast::BlockStmt& n) { return std::all_of(n.body.begin(), n.body.end(), [&](const ast::Stmt& inner) { return only_housekeeping(inner, rolls_back); }); },
        [&](const ast::If& n) { return only_housekeeping(*n.then, rolls_back) && (!n.otherwise || only_housekeeping(**n.otherwise, rolls_back)); },
        [](const auto&) { return false; });
}
} // namespace

void Binder::if_statement(const ast::If& node, Body& out) {
    if (only_housekeeping(*node.then, rolls_back_) && (!node.otherwise || only_housekeeping(**node.otherwise, rolls_back_))) {
        skip("temporary objects and messages: nothing depends on them");
        const int own = record_;
        Body nothing;
        statement(*node.then, nothing);
        if (node.otherwise) statement(**node.otherwise, nothing);
        record_ = own;
        return;
    }
    Scope none;
    If branch;
    branch.condition = condition(node.condition, none);
    if (failed_) return;
    const auto before = known_;
    const auto taken = decide(branch.condition);
    ++branches_;
    count_is(0, branch.then);
    statement(*node.then, branch.then);
    const auto after_then = std::exchange(known_, before);
    count_is(0, branch.otherwise);
    if (node.otherwise) statement(**node.otherwise, branch.otherwise);
    --branches_;
    if (!taken) join_known(after_then);
    else if (*taken) known_ = after_then;
    push(out, std::move(branch));
}

void Binder::while_statement(const ast::While& node, const ast::Stmt& stmt, Body& out) {
    if (unroll(node, stmt, out)) return;
    if (failed_) return;
    // Before the first round nothing that the body assigns may be taken as known: later rounds see other values.
    std::set<TableId> tables;
    std::set<int> variables;
    bool everything = false;
    mark_written(stmt, tables, variables, everything);
    report_cursors_over(tables);
    for (const int variable : variables) known_.erase(variable);
    Scope none;
    While loop;
    loop.condition = condition(node.condition, none);
    if (failed_) return;
    ++branches_;
    count_is(0, loop.body);
    statement(*node.body, loop.body);
    --branches_;
    for (const int variable : variables) known_.erase(variable);
    push(out, std::move(loop));
    count_is(0, out);
}

} // namespace t2d::passes
