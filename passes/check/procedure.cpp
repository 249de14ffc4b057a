// SPDX-License-Identifier: Apache-2.0
#include "passes/check/procedure.h"

#include <algorithm>
#include <utility>

#include "ir/ast/errors.h"
#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/check/functions.h"
#include "passes/check/moments.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

template <typename... Kinds>
bool is_any(const ast::Stmt& s) {
    return (holds<Kinds>(s.node) || ...);
}

std::vector<std::string> names_of(const std::vector<CatalogColumn>& columns) {
    std::vector<std::string> out;
    for (const CatalogColumn& column : columns) out.push_back(to_lower(column.name));
    return out;
}

bool is_local(std::string_view key) { return key.starts_with('#') || key.starts_with('@'); }

} // namespace

std::string Procedure::key_of(const ast::Name& name) const {
    const std::string last = to_lower(name.last());
    if (is_local(last)) return last;
    std::string key = catalog_key(name);
    const auto synonym = catalog_.synonyms.find(key);
    return synonym == catalog_.synonyms.end() ? key : synonym->second;
}

Relation Procedure::state(const std::string& key) {
    const auto known = state_.find(key);
    if (known != state_.end()) return known->second;
    const auto table = catalog_.tables.find(key);
    if (table == catalog_.tables.end()) return {b_.pool().opaque("table " + key), {}};
    return {b_.pool().make("table", key), names_of(table->second.columns)};
}

std::optional<Relation> Procedure::table(const ast::Name& name) {
    const std::string key = key_of(name);
    if (state_.contains(key) || catalog_.tables.contains(key)) return state(key);
    const auto view = catalog_.views.find(key);
    if (view == catalog_.views.end()) return is_local(key) || all_lost_ ? std::nullopt : std::optional(b_.undeclared(key));
    Relation relation = walker_.query(view->second.node->query, nullptr, {});
    if (view->second.node->columns.empty()) return relation;
    std::vector<std::string> columns;
    for (const std::string& column : view->second.node->columns) columns.push_back(to_lower(column));
    return Relation{b_.block(relation, columns), columns};
}

TermId Procedure::variable(const std::string& name) {
    const auto found = variables_.find(to_lower(name));
    if (found != variables_.end()) return found->second;
    const TermId value = environment_value(b_, name);
    return value != 0 ? value : b_.pool().opaque(name);
}

TermId Procedure::call(Builder& builder, const std::string& name, Terms args, const ast::Call& written) {
    const auto function = catalog_.functions.find(catalog_key(written.function));
    if (function != catalog_.functions.end()) return scalar_function(*function->second.node, args);
    if (name == "scope_identity" && args.empty()) return variable(kScopeIdentity);
    if (written.function.parts.size() > 1) return builder.pool().opaque("function " + name);
    return tsql_call(builder, name, std::move(args));
}

SqlType Procedure::type(const ast::TypeName& name) {
    const SqlType type = resolve_type(name, true);
    if (type.kind != TypeKind::other) return type;
    const auto alias = catalog_.types.find(catalog_key(name.name));
    return alias == catalog_.types.end() ? type : alias->second;
}

TermId Procedure::conversion(Builder& builder, TermId value, const SqlType& type, TermId style, bool attempt) { return tsql_moment(builder, value, type, style, attempt); }

TermId Procedure::assigned(TermId value, const SqlType& type) {
    if (!b_.type_of(value).known() && b_.reads_undeclared(value)) return b_.stored(value, type);
    const TermId moment = tsql_moment(b_, value, type, 0, false);
    return moment != 0 ? moment : b_.assigned(value, type);
}

/// GUIDs are written in capitals.
TermId Procedure::text_of(Builder& builder, TermId value) {
    if (const TermId text = moment_text(builder, value); text != 0) return text;
    return builder.type_of(value).kind == TypeKind::uniqueidentifier ? builder.build("upper", {}, {builder.build("cast", "string", {value})}) : 0;
}

TermId Procedure::value(const ast::Expr& expr) { return walker_.expr(expr, {}, {}); }

/// What a variable of a type holds of a value: a text that is too long is cut, in a column it would be an error.
TermId Procedure::held(TermId value, const SqlType& type) { return type.is_string() && b_.type_of(value).is_string() ? b_.cast(value, type) : assigned(value, type); }

void Procedure::set_variable(const std::string& name, TermId value) {
    const std::string key = to_lower(name);
    const auto type = types_.find(key);
    if (type != types_.end()) value = held(value, type->second);
    const TermId condition = guard();
    const auto old = variables_.find(key);
    variables_[key] = b_.build("case", {}, {condition, value, old == variables_.end() ? b_.null() : old->second});
}

void Procedure::run(const ast::CreateProcedure& procedure) {
    for (const ast::Parameter& parameter : procedure.parameters) {
        const std::string key = to_lower(parameter.name);
        types_[key] = type(parameter.type);
        Terms args;
        if (parameter.default_value) args.push_back(value(**parameter.default_value));
        if (!args.empty() && b_.pool()[args[0]].text == "null") args.clear();
        if (!args.empty() && b_.pool().is(args[0], "lit") && !b_.pool()[args[0]].text.starts_with("s:")) args[0] = b_.text(b_.pool()[args[0]].text); // a dbt var is text
        b_.declare_parameter(key.substr(1), types_[key]);
        variables_[key] = b_.pool().make("param", key.substr(1), std::move(args));
    }
    for (const char* counter : {"@@rowcount", "@@error", "@@trancount"}) variables_[counter] = b_.number("0");
    variables_[kScopeIdentity] = b_.null();
    body(procedure.body);
}

void Procedure::block(const ast::Block& statements) {
    for (const ast::Stmt& s : statements) statement(s);
}

/// @@ROWCOUNT after a statement, where it ran.
void Procedure::counted(TermId rows) {
    const auto count = variables_.find("@@rowcount");
    if (count != variables_.end()) count->second = b_.build("case", {}, {guard(), rows, count->second});
}

/// @@ROWCOUNT after a statement that writes no table: an assignment counts one row, most others none; of what is not listed nothing
/// is said (https://learn.microsoft.com/sql/t-sql/functions/rowcount-transact-sql).
void Procedure::count_statement(const ast::Stmt& s) {
    const auto has_value = [](const ast::VariableDecl& variable) { return variable.value.has_value(); };
    const auto* declare = std::get_if<ast::Declare>(&s.node);
    if (declare != nullptr && std::none_of(declare->variables.begin(), declare->variables.end(), has_value)) return;
    if (declare != nullptr || is_any<ast::SetVariable>(s)) return counted(b_.number("1"));
    if (is_any<ast::Truncate, ast::Print, ast::Raiserror, ast::Transaction, ast::SetOption, ast::Use>(s)) return counted(b_.number("0"));
    const bool by_itself = is_any<ast::QueryStmt, ast::Insert, ast::Update, ast::Delete, ast::Merge, ast::If, ast::BlockStmt, ast::TryCatch, ast::Exec>(s);
    const bool leaves = is_any<ast::Return, ast::Goto, ast::Label, ast::Break, ast::Continue, ast::Throw>(s);
    if (!by_itself && !leaves) counted(b_.pool().opaque("@@ROWCOUNT"));
}

void Procedure::statement(const ast::Stmt& s) {
    run(s);
    count_statement(s);
}

void Procedure::run(const ast::Stmt& s) {
    const auto nothing = [](const auto&) {};
    if (s.span.valid()) at_ = s.span;
    if (row_limit_ && is_any<ast::Insert, ast::Update, ast::Delete, ast::Merge, ast::While>(s)) return unknown(s, "a statement under SET ROWCOUNT");
    match(
        s.node, [&](const ast::QueryStmt& n) { query_statement(n.query); }, [&](const ast::Insert& n) { insert(n), forget_triggered(s); }, [&](const ast::Update& n) { update(n), forget_triggered(s); },
        [&](const ast::Delete& n) { remove(n), forget_cascades(), forget_triggered(s); }, [&](const ast::Merge& n) { merge(n), forget_cascades(), forget_triggered(s); }, [&](const ast::Truncate& n) { truncate(n.table); }, [&](const ast::If& n) { branch(n); }, [&](const ast::BlockStmt& n) { block(n.body); },
        [&](const ast::TryCatch& n) { ast::takes_own_errors(n) ? unknown(s, "a CATCH block that takes errors of its own TRY block") : block(n.body); }, [&](const ast::Exec& n) { execute(n); },
        [&](const ast::Declare& n) { declare(n); },
        [&](const ast::SetVariable& n) {
            if (n.cursor) return void(cursors_[to_lower(n.variable)] = {**n.cursor, {}});
            if (!n.value) return unknown(s, "a cursor variable");
            if (n.op == ast::AssignOp::assign) return set_variable(n.variable, value(**n.value));
            set_variable(n.variable, compound(b_, n.op, variable(n.variable), value(**n.value)));
        },
        [&](const ast::Return& n) { returned(n); },
        [&](const ast::CreateTable& n) { n.query ? unknown(s, "CREATE TABLE AS") : create(key_of(n.name), n.def); },
        [&](const ast::While& n) { loop(s, n); }, [&](const ast::CursorStmt& n) { cursor(s, n); }, [&](const ast::DeclareCursor& n) { cursors_[to_lower(n.name)] = {n.def, {}}; },
        [&](const ast::Goto& n) { jump(n); }, [&](const ast::Unparsed&) { unknown(s, "a statement that is not understood"); }, [&](const ast::AlterTable& n) {
            const bool constraints = n.action == ast::AlterAction::other && to_upper(n.other).find("CHECK CONSTRAINT") != std::string::npos;
            if (!constraints) unknown(s, "ALTER TABLE"); // whether rows are checked changes none of them
        },
        [&](const ast::Recognized& n) {
            if (n.changes_data) unknown(s, n.what);
        },
        [&](const ast::Drop& n) {
            for (const ast::Name& name : n.names) dropped(key_of(name));
        },
        [&](const ast::CreateIndex& n) { nothing(n); }, [&](const ast::CreateSchema& n) { nothing(n); }, [&](const ast::CreateSequence& n) { nothing(n); }, [&](const ast::CreateSynonym& n) { nothing(n); },
        [&](const ast::CreateType& n) { nothing(n); }, [&](const ast::SetOption& n) {
            if (n.words.size() > 1 && equal_ignoring_case(n.words[0], "ROWCOUNT")) row_limit_ = n.words.back() != "0";
        },
        [&](const ast::Break&) {
            if (!loops_.empty()) leave_round(guard(), true, false);
        },
        [&](const ast::Continue&) {
            if (!loops_.empty()) leave_round(guard(), false, false);
        },
        [&](const ast::Label& n) { arrive(n); }, [&](const ast::Transaction& n) {
            variables_["@@trancount"] = b_.pool().opaque("@@TRANCOUNT");
            if (n.transaction == ast::TransactionKind::rollback) unknown(s, "ROLLBACK outside of CATCH");
        }, [&](const ast::Print& n) { nothing(n); }, [&](const ast::Raiserror&) { fails(); },
        [&](const ast::Throw&) { fails(); }, [&](const ast::CreateProcedure& n) { nothing(n); }, [&](const ast::CreateView& n) { nothing(n); }, [&](const ast::CreateFunction& n) { nothing(n); },
        [&](const ast::CreateTrigger& n) { nothing(n); }, [&](const ast::Use& n) { nothing(n); });
}

void Procedure::forget(const std::string& key, const std::string& why) {
    const std::vector<std::string> columns = state(key).columns;
    state_[key] = {b_.pool().opaque(why), columns};
}

/// What is written through a view may be any table.
void Procedure::forget(const ast::Name& written, const std::string& why) {
    const std::string key = key_of(written);
    if (!catalog_.views.contains(key)) return forget(key, why);
    all_lost_ = true;
    for (const auto& [table, definition] : catalog_.tables) forget(table, why);
}

void Procedure::lose(const ast::Name& written, const std::string& why) {
    reasons_.push_back({at_, why});
    forget(written, why);
}

/// ON DELETE actions are not followed: what they may have changed is not known after rows were removed.
void Procedure::forget_cascades() {
    for (const auto& [key, table] : catalog_.tables)
        for (const CatalogForeignKey& foreign : table.foreign_keys)
            if (foreign.on_delete != ast::ReferentialAction::no_action) forget(key, "a foreign key with an ON DELETE action");
}

/// Triggers are not followed: they may write everything.
void Procedure::forget_triggered(const ast::Stmt& s) {
    const std::string what = "a trigger";
    const Writes writes = writes_of(s);
    const bool fires = std::any_of(catalog_.triggers.begin(), catalog_.triggers.end(), [&](const auto& trigger) {
        const std::string key = catalog_key(trigger.second.node->table);
        return writes.anything || std::any_of(writes.tables.begin(), writes.tables.end(), [&](const ast::Name* name) { return key_of(*name) == key; });
    });
    if (!fires) return;
    reasons_.push_back({at_, what});
    all_lost_ = true;
    for (const auto& [key, table] : catalog_.tables) forget(key, what);
    variables_[kScopeIdentity] = b_.pool().opaque(what);
}

void Procedure::unknown(const ast::Stmt& s, const std::string& what) {
    reasons_.push_back({at_, what});
    const Writes writes = writes_of(s);
    if (writes.anything) { // whatever it is, it may write everything
        all_lost_ = true;
        for (const auto& [key, table] : catalog_.tables) forget(key, what);
        for (auto& [key, relation] : state_) relation.term = b_.pool().opaque(what);
        for (auto& [name, term] : variables_) term = b_.pool().opaque(what);
        return;
    }
    for (const ast::Name* name : writes.tables) forget(*name, what);
    for (const std::string& name : writes.variables) variables_[to_lower(name)] = b_.pool().opaque(what);
}

/// RETURN: what follows runs only where it was not reached.
void Procedure::returned(const ast::Return& node) {
    if (node.value && returned_ != 0) returned_ = b_.build("case", {}, {guard(), value(**node.value), returned_});
    if (!loops_.empty()) return leave_round(guard(), true, true);
    running_ = b_.conjunction({running_, b_.build("not_true", {}, {guard()})});
}

void Procedure::branch(const ast::If& node) {
    const TermId condition = b_.predicate(value(node.condition)), outer = path_;
    counted(b_.number("0")); // by the IF itself
    path_ = b_.conjunction({outer, condition});
    statement(*node.then);
    path_ = outer;
    if (!node.otherwise) return;
    path_ = b_.conjunction({outer, b_.build("not_true", {}, {condition})});
    statement(**node.otherwise);
    path_ = outer;
}

void Procedure::dropped(const std::string& key) {
    if (is_local(key)) state_.erase(key);
    else if (catalog_.tables.contains(key) && b_.pool().is(path_, "true")) forget(key, "a dropped table");
}

/// A table that a called procedure creates hides one of its caller that has the same name.
void Procedure::shadow(const std::string& key) {
    if (calls_ == 0 || !is_local(key) || shadowed_.contains(key)) return;
    const auto known = state_.find(key);
    shadowed_[key] = known == state_.end() ? std::nullopt : std::optional(std::pair(known->second, local_[key]));
}

void Procedure::create(const std::string& key, const ast::TableDef& def) {
    // CREATE TABLE under a condition is there for the first run: the rows before it are those of a table that does not exist yet.
    if (!is_local(key) && !b_.pool().is(guard(), "true")) return;
    std::vector<CatalogColumn> columns;
    for (const ast::ColumnDef& written : def.columns) {
        CatalogColumn column;
        column.name = written.name;
        if (written.type) column.type = type(*written.type);
        own_collations_ = own_collations_ || is_exact(comparison_named(written.collation));
        column.nullable = written.nullable.value_or(true);
        column.identity = written.identity;
        column.default_value = written.default_value;
        column.computed = written.computed;
        columns.push_back(std::move(column));
    }
    shadow(key);
    state_[key] = {b_.empty(), names_of(columns)};
    local_[key] = std::move(columns);
}

void Procedure::declare(const ast::Declare& declare) {
    for (const ast::VariableDecl& variable : declare.variables) {
        const std::string key = to_lower(variable.name);
        if (variable.table && !loops_.empty()) reasons_.push_back({at_, "a table variable of a loop"}); // its rows stay from round to round
        if (variable.table) {
            create(key, *variable.table);
            continue;
        }
        if (variable.type) types_[key] = type(*variable.type);
        if (!loops_.empty()) b_.declare_column(loops_.back().self, key, types_[key]);
        else variables_[key] = b_.null(); // the variable is there from the beginning; only its first value waits for the statement
        if (variable.value) set_variable(key, value(**variable.value));
    }
}

} // namespace t2d::passes::check
