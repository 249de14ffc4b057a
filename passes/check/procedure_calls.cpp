// SPDX-License-Identifier: Apache-2.0
// Where a procedure goes on elsewhere: called procedures, texts that it executes, jumps.
#include <algorithm>
#include <utility>

#include "ir/diagnostics.h"
#include "ir/text.h"
#include "passes/check/constants.h"
#include "passes/check/evaluate.h"
#include "passes/check/procedure.h"
#include "passes/check/writes.h"

namespace t2d::passes::check {

namespace {

constexpr int kMaxCalls = 16; ///< depth of nested procedures; recursion is not followed
constexpr std::size_t kMostSteps = 1000; ///< of computing the text of dynamic SQL

/// Labels that a GOTO can reach from everywhere in a body: those that no condition and no loop is around.
void open_labels(const ast::Block& statements, std::set<std::string>& out) {
    for (const ast::Stmt& s : statements) {
        if (const auto* label = std::get_if<ast::Label>(&s.node)) out.insert(to_lower(label->name));
        if (const auto* block = std::get_if<ast::BlockStmt>(&s.node)) open_labels(block->body, out);
        if (const auto* attempt = std::get_if<ast::TryCatch>(&s.node)) open_labels(attempt->body, out);
    }
}

/// A procedure that is `text`, so that it can be called.
const ast::CreateProcedure* procedure_of(const ast::Script& script) {
    const bool one = script.batches.size() == 1 && script.batches[0].statements.size() == 1;
    return one ? get_boxed<ast::CreateProcedure>(script.batches[0].statements[0].node) : nullptr;
}

} // namespace

void Procedure::body(const ast::Block& statements) {
    auto ahead = std::exchange(labels_, {});
    auto jumps = std::exchange(jumps_, {});
    open_labels(statements, labels_);
    const bool limit = row_limit_; // SET lasts to the end of the body
    block(statements);
    row_limit_ = limit;
    labels_ = std::move(ahead);
    jumps_ = std::move(jumps);
}

/// GOTO to a label further down: what is between runs only where the jump was not taken.
void Procedure::jump(const ast::Goto& node) {
    const std::string label = to_lower(node.label);
    if (!labels_.contains(label)) {
        ast::Stmt all;
        all.node = node;
        return unknown(all, "GOTO that goes back or into a block");
    }
    const TermId taken = guard(), before = running_;
    running_ = b_.conjunction({running_, b_.build("not_true", {}, {taken})});
    const auto known = jumps_.find(label);
    const bool again = known != jumps_.end() && known->second.after == before; // nothing but jumps to this label since the first
    Terms all = known == jumps_.end() ? Terms{} : known->second.taken;
    all.push_back(b_.build("not", {}, {b_.build("not_true", {}, {taken})}));
    const TermId start = known == jumps_.end() ? before : again ? known->second.before : 0;
    jumps_[label] = {start, running_, std::move(all)};
}

void Procedure::arrive(const ast::Label& node) {
    const std::string label = to_lower(node.name);
    labels_.erase(label);
    const auto jump = jumps_.find(label);
    if (jump == jumps_.end()) return;
    Terms ways = jump->second.taken;
    ways.push_back(running_);
    running_ = jump->second.before != 0 && jump->second.after == running_ ? jump->second.before : b_.build("or", {}, std::move(ways));
    jumps_.erase(jump);
}

/// The text that a value is, whatever the data; nothing when it depends on them or is NULL.
std::optional<std::string> Procedure::constant_text(TermId value) {
    // A text that looks like a date has one spelling here, which need not be that of the procedure.
    if (b_.contains(value, [](const Term& term) { return term.op == "lit" && term.text.starts_with("s:") && plain_moment(std::string_view(term.text).substr(2)); })) return std::nullopt;
    SelectParts parts = walker_.new_parts();
    parts.outputs.emplace_back("text", value);
    Shapes shapes(b_);
    const Database nothing;
    const auto rows = Evaluator(shapes, nothing, kMostSteps).relation(b_.select(std::move(parts)));
    if (!rows || rows->size() != 1 || !rows->front().at("text").is_text()) return std::nullopt;
    return rows->front().at("text").text;
}

/// EXEC (text) and sp_executesql: a constant text runs in place like a procedure with the declared parameters.
void Procedure::execute_text(const ast::Exec& exec, const ast::Expr& text) {
    ast::Stmt all;
    all.node = exec;
    const std::optional<std::string> constant = exec.at_server.empty() ? constant_text(value(text)) : std::nullopt;
    if (!constant) return unknown(all, "dynamic SQL whose text is not constant");
    std::vector<ast::ExecArg> args = exec.args;
    std::string declared;
    if (!exec.string) {
        const std::optional<std::string> parameters = args.size() < 2 ? std::optional(std::string()) : constant_text(value(args[1].value));
        if (!args[0].name.empty() || !parameters || (args.size() > 1 && !args[1].name.empty())) return unknown(all, "dynamic SQL with parameters that are not constant");
        declared = *parameters;
        args.erase(args.begin(), args.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(2, args.size())));
    }
    Diagnostics ignored;
    const ast::Script script = parser_.parse("dynamic SQL, as the check reads it", "CREATE PROCEDURE dynamic_sql " + declared + " AS\n" + *constant, ignored);
    const ast::CreateProcedure* callee = procedure_of(script);
    if (callee == nullptr || ignored.has_errors()) return unknown(all, "dynamic SQL that is not understood");
    if (calls_ == kMaxCalls) return unknown(all, "recursion");
    call(*callee, args, exec.return_variable);
}

/// A procedure of the input runs in place; its parameters are variables of their own.
void Procedure::execute(const ast::Exec& exec) {
    ast::Stmt all;
    all.node = exec;
    if (exec.string) return execute_text(exec, **exec.string);
    if (!exec.procedure_variable.empty()) return unknown(all, "a procedure that a variable names");
    const auto callee = catalog_.procedures.find(catalog_key(exec.procedure));
    if (callee == catalog_.procedures.end()) {
        if (equal_ignoring_case(exec.procedure.last(), "sp_executesql")) return exec.args.empty() ? unknown(all, "dynamic SQL") : execute_text(exec, exec.args[0].value);
        // System procedures (sp_, xp_) and unknown ones: only what they are given as OUTPUT is unknown.
        for (const ast::ExecArg& arg : exec.args)
            if (const auto* v = std::get_if<ast::Variable>(&arg.value.node); v != nullptr && arg.output) variables_[to_lower(v->name)] = b_.pool().opaque("OUTPUT");
        counted(b_.pool().opaque("@@ROWCOUNT of a procedure that is not in the input"));
        return;
    }
    if (calls_ == kMaxCalls) return unknown(all, "recursion");
    call(*callee->second.node, exec.args, exec.return_variable);
}

void Procedure::call(const ast::CreateProcedure& callee, const std::vector<ast::ExecArg>& args, const std::string& return_variable) {
    ++calls_;
    const auto variables = variables_;
    const auto types = types_;
    const TermId running = running_;
    const auto shadowed = std::exchange(shadowed_, {});
    std::map<std::string, TermId> given;
    std::map<std::string, std::string> outputs; ///< parameter → the caller's variable
    for (std::size_t i = 0; i < args.size(); ++i) {
        const ast::ExecArg& arg = args[i];
        const std::string parameter = to_lower(!arg.name.empty() ? arg.name : i < callee.parameters.size() ? callee.parameters[i].name : "");
        if (!std::holds_alternative<ast::DefaultValue>(arg.value.node)) given[parameter] = value(arg.value);
        if (const auto* v = std::get_if<ast::Variable>(&arg.value.node); v != nullptr && arg.output) outputs[parameter] = to_lower(v->name);
    }
    for (const ast::Parameter& parameter : callee.parameters) {
        const std::string key = to_lower(parameter.name);
        types_[key] = type(parameter.type);
        const auto argument = given.find(key);
        variables_[key] = argument != given.end() ? held(argument->second, types_[key]) : parameter.default_value ? value(**parameter.default_value) : b_.null();
    }
    variables_[kScopeIdentity] = b_.null(); // a scope of its own
    body(callee.body);
    auto after = variables;
    if (const auto count = after.find("@@rowcount"); count != after.end()) count->second = variables_.at("@@rowcount"); // of the callee's last statement
    for (const auto& [parameter, name] : outputs) after[name] = variables_[parameter];
    if (!return_variable.empty()) after[to_lower(return_variable)] = b_.pool().opaque("the return value");
    variables_ = std::move(after);
    types_ = types;
    for (const auto& [key, before] : shadowed_) { // temporary tables of the callee end with it
        state_.erase(key);
        local_.erase(key);
        if (before) state_[key] = before->first, local_[key] = before->second;
    }
    shadowed_ = shadowed;
    running_ = running; // RETURN of the callee ends the callee
    --calls_;
}

} // namespace t2d::passes::check
