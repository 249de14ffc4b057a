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
    if (node.string) return dynamic_sql(**node.string, node, span, out);
    if (!node.procedure_variable.empty()) return fail<diag::unsupported_statement>(span, "EXEC of a procedure named by a variable");
    const auto module = catalog_.procedures.find(catalog_key(node.procedure));
    if (module != catalog_.procedures.end()) return inline_procedure(module->second, node, span, out);
    const std::string name = to_lower(node.procedure.last());
    if (name == "sp_executesql" && !node.args.empty()) return fail<diag::unsupported_statement>(span, "sp_executesql");
    if (name.starts_with("sp_") && (name == "sp_rename" || name == "sp_updatestats" || name == "sp_recompile")) return skip(name + ": no effect on rows");
    fail<diag::unknown_procedure>(span, fmt::format("{}", fmt::join(node.procedure.parts, ".")));
}

void Binder::inline_procedure(const CatalogModule<ast::CreateProcedure>& module, const ast::Exec& node, SourceSpan span, Body& out) {
    const std::string key = catalog_key(module.schema, module.name);
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
        if (given) values[p] = value(by_parameter[p]->value, none, type);
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
            if (outputs_to[p] >= 0) call.outputs.emplace_back(index, outputs_to[p]);
        }
        block(module.node->body, call.body);
        ctes_ = saved_ctes;
        frames_.pop_back();
    }
    record_ = own;
    calls_.erase(key);
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

void Binder::dynamic_sql(const ast::Expr& text, const ast::Exec& node, SourceSpan span, Body& out) {
    const auto* constant = std::get_if<ast::Literal>(&text.node);
    if (constant == nullptr || !node.args.empty()) return fail<diag::unsupported_statement>(span, "dynamic SQL that is not a constant text");
    const ast::Script script = parser_.parse("dynamic SQL of " + program_.name, constant->text, diagnostics_);
    Inlined call;
    const int own = record_;
    const bool saved = std::exchange(hidden_, true);
    for (const auto& batch : script.batches) block(batch.statements, call.body);
    hidden_ = saved;
    record_ = own;
    push(out, std::move(call));
}

} // namespace t2d::passes
