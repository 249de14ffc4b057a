// SPDX-License-Identifier: Apache-2.0
// EXEC: procedures of the input are inlined; dynamic SQL whose text is constant is compiled in place.
#include <algorithm>
#include <numeric>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

void Binder::exec(const ast::Exec& node, SourceSpan span, Body& out) {
    if (!node.at_server.empty()) return fail<diag::unsupported_statement>(span, "EXEC on a linked server");
    if (node.string) return dynamic_sql(**node.string, {}, span, out);
    if (!node.procedure_variable.empty()) return fail<diag::unsupported_statement>(span, "EXEC of a procedure named by a variable");
    const auto module = catalog_.procedures.find(catalog_key(node.procedure));
    if (module != catalog_.procedures.end()) return inline_procedure(module->second, node, span, out);
    const std::string name = to_lower(node.procedure.last());
    if (name == "sp_executesql" && !node.args.empty()) return dynamic_sql(node.args[0].value, {node.args.begin() + 1, node.args.end()}, span, out);
    if (name == "sp_getapplock" || name == "sp_releaseapplock") return application_lock(node, name, out);
    if (name == "sp_rename") return fail<diag::unsupported_statement>(span, "sp_rename");
    if (name == "sp_updatestats" || name == "sp_recompile") return skip(name + ": no effect on rows");
    fail<diag::unknown_procedure>(span, fmt::format("{}", fmt::join(node.procedure.parts, ".")));
}

/// A lock is granted at once (0) where nobody else runs. One that a transaction owns, as it does unless the call says otherwise,
/// needs a transaction (https://learn.microsoft.com/sql/relational-databases/system-stored-procedures/sp-getapplock-transact-sql).
void Binder::application_lock(const ast::Exec& node, const std::string& name, Body& out) {
    bool session = false;
    for (const ast::ExecArg& arg : node.args) {
        const auto* owner = std::get_if<ast::Literal>(&arg.value.node);
        if (equal_ignoring_case(arg.name, "@LockOwner")) session = owner != nullptr && equal_ignoring_case(owner->text, "Session");
        else if (arg.name.empty()) return fail<diag::unsupported_statement>(span_, name + " with arguments that are not named");
    }
    if (name == "sp_getapplock" && !session && open_transactions_ == 0) return fail<diag::unsupported_statement>(span_, name + " outside of a transaction");
    skip(name + ": nobody else runs");
    const int result = node.return_variable.empty() ? -1 : find_variable(node.return_variable);
    if (result < 0) return;
    const ScalarRef granted = build_.integer(0);
    push(out, Assign{result, granted});
    learn(result, granted);
}

void Binder::inline_procedure(const CatalogModule<ast::CreateProcedure>& module, const ast::Exec& node, SourceSpan span, Body& out) {
    const std::string key = catalog_key(module.schema, module.name);
    if (!module.node->external_name.empty()) return fail<diag::unsupported_statement>(span, "a CLR procedure");
    if (!calls_.insert(key).second) return fail<diag::recursive_module>(span, key);
    program_.called.push_back(key);
    note_counts(module.stmt->span);
    const auto& parameters = module.node->parameters;
    // Arguments are bound in the caller, before the callee's names exist.
    std::vector<const ast::ExecArg*> by_parameter(parameters.size(), nullptr);
    for (std::size_t i = 0; i < node.args.size(); ++i) {
        std::size_t position = i;
        if (!node.args[i].name.empty()) {
            position = parameters.size();
            for (std::size_t p = 0; p < parameters.size(); ++p)
                if (equal_ignoring_case(parameters[p].name, node.args[i].name)) position = p;
        }
        if (position >= parameters.size()) {
            calls_.erase(key);
            return fail<diag::argument_count>(span, key, static_cast<int>(node.args.size()));
        }
        by_parameter[position] = &node.args[i];
    }
    Inlined call;
    std::vector<ScalarRef> values(parameters.size(), nullptr);
    std::vector<TableId> tables(parameters.size(), -1);
    std::vector<int> outputs_to(parameters.size(), -1);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
        if (table_type(parameters[p].type) != nullptr) {
            tables[p] = table_argument(parameters[p], by_parameter[p], span);
            continue;
        }
        Scope none;
        const SqlType type = type_of(parameters[p].type);
        const bool given = by_parameter[p] != nullptr && !std::holds_alternative<ast::DefaultValue>(by_parameter[p]->value.node);
        if (given) values[p] = build_.stored(value(by_parameter[p]->value, none, type), type);
        else if (parameters[p].default_value) values[p] = value(**parameters[p].default_value, none, type);
        else fail<diag::argument_count>(span, key, static_cast<int>(node.args.size()));
        const auto* variable_arg = given ? std::get_if<ast::Variable>(&by_parameter[p]->value.node) : nullptr;
        if (given && by_parameter[p]->output && variable_arg != nullptr) outputs_to[p] = find_variable(variable_arg->name);
    }
    const int own = record_;
    const int caller_code = std::exchange(return_code_, -1);
    Handler* const caller_handler = std::exchange(handler_, nullptr); // a jump cannot leave the callee
    const Module caller = std::exchange(module_, Module{module.name, module.stmt->span});
    const int returned_to = node.return_variable.empty() ? -1 : find_variable(node.return_variable);
    if (!failed_) {
        frames_.emplace_back();
        const auto saved_ctes = std::exchange(ctes_, {});
        if (returned_to >= 0) {
            return_code_ = declare_variable("@@return_code", simple_type(TypeKind::int_));
            call.body.push_back({Assign{return_code_, build_.integer(0)}, -1, span, {}});
            call.outputs.emplace_back(return_code_, returned_to);
        }
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            if (values[p] == nullptr) {
                frames_.back().tables[to_lower(parameters[p].name)] = tables[p];
                continue;
            }
            const int index = declare_variable(parameters[p].name, type_of(parameters[p].type));
            call.body.push_back({Assign{index, values[p]}, -1, span, {}});
            learn(index, values[p]);
            if (outputs_to[p] >= 0) call.outputs.emplace_back(index, outputs_to[p]);
        }
        module_block(module.node->body, call.body);
        if (branches_ > 0) forget_locals(call.body);
        ctes_ = saved_ctes;
        frames_.pop_back();
    }
    record_ = own;
    return_code_ = caller_code;
    handler_ = caller_handler;
    module_ = caller;
    calls_.erase(key);
    for (const auto& [callee, caller] : call.outputs) learn(caller, nullptr);
    if (!failed_) push(out, std::move(call));
}

/// The table variable that a READONLY parameter stands for; one without rows where none is given.
TableId Binder::table_argument(const ast::Parameter& parameter, const ast::ExecArg* argument, SourceSpan span) {
    if (argument == nullptr || std::holds_alternative<ast::DefaultValue>(argument->value.node)) {
        const TableId none = declare_local(parameter.name, TableKind::variable, *table_type(parameter.type));
        frames_.back().tables.erase(to_lower(parameter.name)); // a name of the callee
        return none;
    }
    const auto* given = std::get_if<ast::Variable>(&argument->value.node);
    const auto& tables = frames_.back().tables;
    const auto found = given == nullptr ? tables.end() : tables.find(to_lower(given->name));
    if (found != tables.end()) return found->second;
    fail<diag::unknown_table>(span, given == nullptr ? parameter.name : given->name);
    return -1;
}

/// A body that runs from its first statement to its last one.
static bool runs_through(const Body& body) {
    return std::none_of(body.begin(), body.end(), [](const Statement& statement) {
        return match(
            statement.node, [](const Return&) { return true; }, [](const Jump&) { return true; },
            [](const If& n) { return !runs_through(n.then) || !runs_through(n.otherwise); }, [](const While& n) { return !runs_through(n.body); },
            [](const Inlined& n) { return !runs_through(n.body); }, [](const auto&) { return false; });
    });
}

/// INSERT … EXEC: the rows of all SELECTs that the callee runs. A callee that ends with its only SELECT is inserted from directly,
/// in its order; the rows of others are collected first.
void Binder::insert_exec(const ast::Exec& node, TableId id, const std::vector<int>& columns, Body& out) {
    ResultSets results;
    for (const int column : columns) results.columns.push_back(program_.tables[static_cast<std::size_t>(id)].columns[static_cast<std::size_t>(column)]);
    ResultSets* const outer = std::exchange(results_, &results);
    Body call;
    exec(node, span_, call);
    results_ = outer;
    if (failed_) return;
    if (results.count == 0) return fail<diag::unsupported_statement>(span_, "INSERT … EXEC of a procedure without a result set");
    const bool ends = call.size() == 1 && std::holds_alternative<Inlined>(call.front().node) && runs_through(std::get<Inlined>(call.front().node).body);
    if (results.count == 1 && ends) {
        Body& body = std::get<Inlined>(call.front().node).body;
        if (const auto* last = body.empty() ? nullptr : std::get_if<Insert>(&body.back().node); last != nullptr && last->table == results.table) {
            const RelRef rows = last->source;
            body.pop_back();
            out.push_back(std::move(call.front()));
            return push_insert(Insert{id, columns, rows, build_.arena().fresh_quantifier(), false, {}}, out);
        }
    }
    push(out, Define{results.table, build_.empty(results.columns)});
    out.insert(out.end(), call.begin(), call.end());
    push_insert(Insert{id, columns, current(results.table), build_.arena().fresh_quantifier(), false, {}}, out);
}

/// A SELECT of a callee: its rows go to the table that INSERT … EXEC collects.
void Binder::add_result_set(const ast::Query& node, Body& out) {
    ResultSets& results = *results_;
    const RelRef rows = query(node, nullptr);
    if (failed_) return;
    if (rows->columns.size() != results.columns.size()) return fail<diag::column_count>(span_, results.columns.size(), rows->columns.size());
    if (results.count++ == 0) {
        for (std::size_t i = 0; i < results.columns.size(); ++i)
            if (!results.columns[i].type.known()) results.columns[i].type = rows->columns[i].type; // without DDL the first rows decide
        results.table = local_table("result_set", TableKind::temporary, results.columns);
        frames_.back().tables.erase("result_set"); // no statement can name it
    }
    std::vector<int> all(results.columns.size());
    std::iota(all.begin(), all.end(), 0);
    push(out, Insert{results.table, std::move(all), rows, build_.arena().fresh_quantifier(), false, {}});
}

/// EXEC (text) and sp_executesql: the text is compiled in place where it is known; `args` are the parameter declarations and values.
void Binder::dynamic_sql(const ast::Expr& text, const std::vector<ast::ExecArg>& args, SourceSpan span, Body& out) {
    Scope none;
    const ScalarRef bound = expr(text, none);
    if (failed_) return;
    const auto texts = alternatives(bound);
    if (texts.empty() || (texts.size() == 1 && texts.front().value.is_null))
        return fail<diag::unsupported_statement>(span, "dynamic SQL whose text depends on parameters or data");
    // One text after the other: each runs where it is the one, on the constants that are known before all of them.
    const auto before = known_;
    std::optional<std::map<int, std::vector<Constant>>> after;
    std::vector<Body> bodies(texts.size());
    for (std::size_t i = 0; i < texts.size() && !failed_; ++i) {
        known_ = before;
        if (texts.size() > 1) ++branches_;
        if (!texts[i].value.is_null) execute_text(texts[i].value.text, args, span, bodies[i]); // EXEC (NULL) does nothing
        if (texts.size() > 1) --branches_;
        if (after) join_known(*after);
        after = known_;
    }
    if (failed_) return;
    Body chosen = std::move(bodies.back());
    for (std::size_t i = texts.size() - 1; i-- > 0;) {
        If choice{texts[i].condition, std::move(bodies[i]), std::move(chosen)};
        chosen.clear();
        push(chosen, std::move(choice));
    }
    out.insert(out.end(), chosen.begin(), chosen.end());
}

/// Parameters of sp_executesql are declared as those of a procedure; their values are bound in the caller.
void Binder::bind_text_parameters(const std::string& declarations, const std::vector<ast::ExecArg>& args, Inlined& call, SourceSpan span) {
    const ast::Script script = parser_.parse("parameters of dynamic SQL in " + program_.name, "CREATE PROCEDURE p " + declarations + " AS RETURN", diagnostics_);
    const auto* declared = script.batches.empty() || script.batches[0].statements.empty() ? nullptr : get_boxed<ast::CreateProcedure>(script.batches[0].statements[0].node);
    if (declared == nullptr) return fail<diag::unsupported_statement>(span, "sp_executesql with these parameters");
    const auto& parameters = declared->parameters;
    std::vector<ScalarRef> bound(parameters.size(), nullptr);
    std::map<std::string, TableId> tables;
    std::vector<int> outputs_to(parameters.size(), -1);
    for (std::size_t i = 0; i < args.size(); ++i) {
        std::size_t position = i;
        for (std::size_t p = 0; p < parameters.size() && !args[i].name.empty(); ++p)
            if (equal_ignoring_case(parameters[p].name, args[i].name)) position = p;
        if (position >= bound.size()) return fail<diag::unsupported_statement>(span, "sp_executesql with these arguments");
        if (table_type(parameters[position].type) != nullptr) {
            tables[to_lower(parameters[position].name)] = table_argument(parameters[position], &args[i], span);
            continue;
        }
        Scope none;
        const SqlType type = type_of(parameters[position].type);
        bound[position] = build_.stored(value(args[i].value, none, type), type);
        const auto* variable_arg = std::get_if<ast::Variable>(&args[i].value.node);
        if (args[i].output && parameters[position].output && variable_arg != nullptr) outputs_to[position] = find_variable(variable_arg->name);
    }
    frames_.emplace_back();
    frames_.back().tables = std::move(tables);
    for (std::size_t p = 0; p < bound.size(); ++p) {
        if (table_type(parameters[p].type) != nullptr) continue;
        const int index = declare_variable(parameters[p].name, type_of(parameters[p].type));
        learn(index, bound[p]);
        if (bound[p] != nullptr) call.body.push_back({Assign{index, bound[p]}, -1, span, {}});
        if (outputs_to[p] >= 0) call.outputs.emplace_back(index, outputs_to[p]);
    }
}

void Binder::execute_text(std::string text, const std::vector<ast::ExecArg>& args, SourceSpan span, Body& out) {
    Scope none;
    Inlined call;
    const std::size_t frames = frames_.size();
    if (args.empty()) {
        frames_.emplace_back();
    } else {
        const auto declarations = fold(expr(args.front().value, none));
        if (!declarations) return fail<diag::unsupported_statement>(span, "sp_executesql with these parameters");
        bind_text_parameters(declarations->text, {args.begin() + 1, args.end()}, call, span);
    }
    if (failed_) {
        frames_.resize(frames);
        return;
    }
    const ast::Script script = parser_.parse("dynamic SQL of " + program_.name, std::move(text), diagnostics_);
    const int own = record_;
    const bool saved = std::exchange(hidden_, true);
    Handler* const handler = std::exchange(handler_, nullptr); // a jump cannot leave the text
    const auto saved_ctes = std::exchange(ctes_, {});
    for (const auto& batch : script.batches) module_block(batch.statements, call.body);
    ctes_ = saved_ctes;
    handler_ = handler;
    hidden_ = saved;
    record_ = own;
    frames_.resize(frames);
    for (const auto& [callee, caller] : call.outputs) learn(caller, nullptr);
    push(out, std::move(call));
}

} // namespace t2d::passes
