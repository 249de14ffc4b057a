// SPDX-License-Identifier: Apache-2.0
// EXEC: procedures of the input are inlined; dynamic SQL whose text is constant is compiled in place.
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
    if (name.starts_with("sp_") && (name == "sp_rename" || name == "sp_updatestats" || name == "sp_recompile")) return skip(name + ": no effect on rows");
    fail<diag::unknown_procedure>(span, fmt::format("{}", fmt::join(node.procedure.parts, ".")));
}

void Binder::inline_procedure(const CatalogModule<ast::CreateProcedure>& module, const ast::Exec& node, SourceSpan span, Body& out) {
    const std::string key = catalog_key(module.schema, module.name);
    if (!module.node->external_name.empty()) return fail<diag::unsupported_statement>(span, "a CLR procedure");
    if (!calls_.insert(key).second) return fail<diag::recursive_module>(span, key);
    program_.called.push_back(key);
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
    std::vector<int> outputs_to(parameters.size(), -1);
    for (std::size_t p = 0; p < parameters.size(); ++p) {
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
    if (!failed_) {
        frames_.emplace_back();
        const auto saved_ctes = std::exchange(ctes_, {});
        for (std::size_t p = 0; p < parameters.size(); ++p) {
            const int index = declare_variable(parameters[p].name, type_of(parameters[p].type));
            call.body.push_back({Assign{index, values[p]}, -1, span, {}});
            learn(index, values[p]);
            if (outputs_to[p] >= 0) call.outputs.emplace_back(index, outputs_to[p]);
        }
        block(module.node->body, call.body);
        ctes_ = saved_ctes;
        frames_.pop_back();
    }
    record_ = own;
    calls_.erase(key);
    for (const auto& [callee, caller] : call.outputs) learn(caller, nullptr);
    if (!failed_) push(out, std::move(call));
}

/// INSERT … EXEC: the rows of the callee's SELECT.
void Binder::insert_exec(const ast::Exec& node, TableId id, const std::vector<int>& columns, Body& out) {
    const bool saved = std::exchange(wants_result_set_, true);
    result_set_ = nullptr;
    exec(node, span_, out);
    wants_result_set_ = saved;
    if (failed_) return;
    if (result_set_ == nullptr || result_set_->columns.size() != columns.size()) return fail<diag::unsupported_statement>(span_, "INSERT … EXEC of a procedure without one result set");
    push(out, Insert{id, columns, result_set_, build_.arena().fresh_quantifier(), false, {}});
}

/// EXEC (text) and sp_executesql: the text is compiled in place where it is known; `args` are the parameter declarations and values.
void Binder::dynamic_sql(const ast::Expr& text, const std::vector<ast::ExecArg>& args, SourceSpan span, Body& out) {
    Scope none;
    const ScalarRef bound = expr(text, none);
    if (failed_) return;
    const auto folded = fold(bound);
    if (!folded || folded->is_null) return fail<diag::unsupported_statement>(span, "dynamic SQL whose text depends on parameters or data");
    execute_text(folded->text, args, span, out);
}

/// Parameters of sp_executesql are declared as DECLARE would; their values are bound in the caller.
void Binder::bind_text_parameters(const std::string& declarations, const std::vector<ast::ExecArg>& args, std::vector<std::pair<int, ScalarRef>>& values, SourceSpan span) {
    const ast::Script script = parser_.parse("parameters of dynamic SQL in " + program_.name, "DECLARE " + declarations, diagnostics_);
    const auto* declared = script.batches.empty() || script.batches[0].statements.empty() ? nullptr : std::get_if<ast::Declare>(&script.batches[0].statements[0].node);
    if (declared == nullptr) return fail<diag::unsupported_statement>(span, "sp_executesql with these parameters");
    std::vector<std::pair<std::string, SqlType>> parameters;
    std::vector<ScalarRef> bound(declared->variables.size(), nullptr);
    for (std::size_t i = 0; i < args.size(); ++i) {
        std::size_t position = i;
        for (std::size_t p = 0; p < declared->variables.size() && !args[i].name.empty(); ++p)
            if (equal_ignoring_case(declared->variables[p].name, args[i].name)) position = p;
        if (position >= bound.size() || !declared->variables[position].type || args[i].output) return fail<diag::unsupported_statement>(span, "sp_executesql with these arguments");
        Scope none;
        bound[position] = value(args[i].value, none, type_of(*declared->variables[position].type));
    }
    frames_.emplace_back();
    for (std::size_t p = 0; p < bound.size(); ++p) {
        const int index = declare_variable(declared->variables[p].name, declared->variables[p].type ? type_of(*declared->variables[p].type) : SqlType{});
        if (bound[p] != nullptr) values.emplace_back(index, bound[p]);
    }
}

void Binder::execute_text(std::string text, const std::vector<ast::ExecArg>& args, SourceSpan span, Body& out) {
    Scope none;
    std::vector<std::pair<int, ScalarRef>> values;
    const std::size_t frames = frames_.size();
    if (args.empty()) {
        frames_.emplace_back();
    } else {
        const auto declarations = fold(expr(args.front().value, none));
        if (!declarations) return fail<diag::unsupported_statement>(span, "sp_executesql with these parameters");
        bind_text_parameters(declarations->text, {args.begin() + 1, args.end()}, values, span);
    }
    if (failed_) {
        frames_.resize(frames);
        return;
    }
    Inlined call;
    for (const auto& [index, bound] : values) {
        learn(index, bound);
        call.body.push_back({Assign{index, bound}, -1, span, {}});
    }
    const ast::Script script = parser_.parse("dynamic SQL of " + program_.name, std::move(text), diagnostics_);
    const int own = record_;
    const bool saved = std::exchange(hidden_, true);
    const auto saved_ctes = std::exchange(ctes_, {});
    for (const auto& batch : script.batches) block(batch.statements, call.body);
    ctes_ = saved_ctes;
    hidden_ = saved;
    record_ = own;
    frames_.resize(frames);
    push(out, std::move(call));
}

} // namespace t2d::passes
