// SPDX-License-Identifier: Apache-2.0
// THROW, RAISERROR, TRY and what a CATCH block knows of the error.
#include <fmt/format.h>

#include <algorithm>

#include "ir/ast/errors.h"
#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr int kMessageLength = 2047; ///< of what RAISERROR and THROW say
constexpr int kNameLength = 128;     ///< of an object

std::string literal_text(const std::vector<ast::Expr>& args, std::size_t index) {
    const auto* literal = index < args.size() ? std::get_if<ast::Literal>(&args[index].node) : nullptr;
    return literal == nullptr ? std::string{} : literal->text;
}

} // namespace

/// The text of an error; null pointer where it cannot be expressed. RAISERROR fills `%d`, `%i` and `%s` from its other arguments,
/// with `(null)` for NULL (https://learn.microsoft.com/sql/t-sql/language-elements/raiserror-transact-sql).
ScalarRef Binder::formatted_message(const std::vector<ast::Expr>& args) {
    Scope none;
    const SqlType type = string_type(TypeKind::nvarchar, kMessageLength);
    const ScalarRef format = expr(args.front(), none);
    const auto* constant = std::get_if<Constant>(&format->node);
    if (failed_ || !format->type.is_string() || (constant == nullptr && args.size() > 3)) return nullptr;
    if (constant == nullptr || constant->text.find('%') == std::string::npos) return build_.stored(format, type);
    Call whole{FunctionId::concat, {}, {}};
    std::string plain;
    std::size_t argument = 3;
    for (std::size_t i = 0; i < constant->text.size(); ++i) {
        if (constant->text[i] != '%') {
            plain += constant->text[i];
            continue;
        }
        const char kind = i + 1 < constant->text.size() ? constant->text[++i] : '\0';
        if (kind == '%') {
            plain += kind;
            continue;
        }
        if ((kind != 'd' && kind != 'i' && kind != 's') || argument >= args.size()) return nullptr;
        const ScalarRef value = expr(args[argument++], none);
        if (failed_ || value->type.is_string() != (kind == 's')) return nullptr;
        if (!plain.empty()) whole.args.push_back(build_.text(std::exchange(plain, {})));
        whole.args.push_back(build_.coalesce(build_.convert(value, type), build_.text("(null)")));
    }
    if (!plain.empty() || whole.args.empty()) whole.args.push_back(build_.text(plain));
    if (whole.args.size() == 1) return build_.stored(whole.args.front(), type);
    return make({std::move(whole), type, false, span_});
}

namespace {

/// The line of a place as the server counts: the batch that makes the module begins at 1, with all that stands before CREATE.
std::uint32_t line_of_module(const SourceManager& sources, SourceSpan module, SourceSpan place) {
    const auto separates = [&](std::uint32_t line) {
        const std::string_view text = sources.line(module.file, line);
        const auto begin = text.find_first_not_of(" \t\r"), end = text.find_last_not_of(" \t\r;");
        return begin != std::string_view::npos && end >= begin && equal_ignoring_case(text.substr(begin, end - begin + 1), "GO");
    };
    std::uint32_t before = sources.locate(module.file, module.begin).line - 1;
    while (before > 0 && !separates(before)) --before;
    return sources.locate(place.file, place.begin).line - before;
}

} // namespace

/// Where an error is raised, for ERROR_LINE and ERROR_PROCEDURE; statements of other texts have places of their own.
void Binder::place(Raised& error) const {
    if (!module_.span.valid() || module_.span.file != span_.file || span_.begin < module_.span.begin || span_.end > module_.span.end) return;
    error.line = build_.integer(line_of_module(sources_, module_.span, span_));
    error.module = build_.convert(build_.text(module_.name), string_type(TypeKind::nvarchar, kNameLength));
}

/// Inside a TRY whose CATCH block takes the error, the way goes on there; elsewhere the error ends the procedure: a guard.
void Binder::raise(Raised error, const std::string& message, Body& out) {
    if (handler_ == nullptr) return push(out, Raise{message});
    error.transactions = open_transactions_;
    place(error);
    const auto keep = [&](int variable, ScalarRef value) {
        if (value != nullptr) push(out, Assign{variable, value});
    };
    keep(handler_->message, error.message);
    keep(handler_->number, error.number);
    keep(handler_->severity, error.severity);
    keep(handler_->state, error.state);
    keep(handler_->line, error.line);
    keep(handler_->module, error.module);
    handler_->raised.push_back(error);
    push(out, Jump{handler_->label});
}

void Binder::raiserror(const ast::Raiserror& node, Body& out) {
    if (ast::only_informs(node)) {
        count_is(0, out);
        return skip("message for a person");
    }
    Raised error;
    if (handler_ != nullptr && !node.args.empty()) {
        Scope none;
        error.message = formatted_message(node.args);
        error.number = build_.integer(50000);
        if (node.args.size() > 1) error.severity = expr(node.args[1], none);
        if (node.args.size() > 2) error.state = expr(node.args[2], none);
        if (failed_) return;
    }
    const std::string text = literal_text(node.args, 0);
    raise(error, text.empty() ? "RAISERROR" : text, out);
}

void Binder::throw_statement(const ast::Throw& node, Body& out) {
    Raised error;
    if (handler_ != nullptr && node.args.size() == 3) {
        Scope none;
        error.number = expr(node.args[0], none);
        error.message = build_.stored(expr(node.args[1], none), string_type(TypeKind::nvarchar, kMessageLength));
        error.severity = build_.integer(16);
        error.dooms = session_.xact_abort;
        error.state = expr(node.args[2], none);
        if (failed_) return;
    }
    const std::string text = literal_text(node.args, 1);
    raise(error, text.empty() ? "THROW" : text, out);
}

/// The TRY path is compiled. The CATCH path is compiled where statements of the TRY path raise the errors that it takes: they are
/// jumps to it. Where it runs only after an error of the server, or raises the error again, the models fail as well. Tables that
/// only such a CATCH path writes keep their rows: they get a model of their own (a Define by an impossible branch would be noise).
void Binder::try_catch(const ast::TryCatch& node, Body& out) {
    if (ast::takes_own_errors(node)) return try_with_handler(node, out);
    Handler* const around = std::exchange(handler_, nullptr);
    block(node.body, out);
    handler_ = around;
    std::set<TableId> tables;
    std::set<int> variables;
    bool everything = false;
    for (const auto& stmt : node.handler) mark_written(stmt, tables, variables, everything);
    for (const TableId id : tables)
        if (program_.tables[static_cast<std::size_t>(id)].kind == TableKind::persistent) {
            const Quantifier self = build_.quantifier(current(id));
            Delete nothing{id, self.id, build_.from(self), build_.boolean(false), 0, {}};
            out.push_back({std::move(nothing), -1, span_, {}});
        }
    const int own = record_;
    skip_all(node.handler, "CATCH path: runs only after an error, which fails the model");
    record_ = own;
}

void Binder::try_with_handler(const ast::TryCatch& node, Body& out) {
    Handler handler;
    handler.label = fmt::format("catch of {}", span_.begin);
    const std::string behind = fmt::format("end of {}", handler.label);
    handler.message = declare_variable(handler.label + " message", string_type(TypeKind::nvarchar, kMessageLength));
    handler.number = declare_variable(handler.label + " number", simple_type(TypeKind::int_));
    handler.severity = declare_variable(handler.label + " severity", simple_type(TypeKind::int_));
    handler.state = declare_variable(handler.label + " state", simple_type(TypeKind::int_));
    handler.line = declare_variable(handler.label + " line", simple_type(TypeKind::int_));
    handler.module = declare_variable(handler.label + " procedure", string_type(TypeKind::nvarchar, kNameLength));
    Handler* const around = std::exchange(handler_, &handler);
    const Handler* const caught = std::exchange(caught_, nullptr);
    block(node.body, out);
    handler_ = around;
    push(out, Jump{behind});
    push(out, Landing{handler.label});
    // The jumps come from anywhere in the body: what it assigns is not known here.
    std::set<TableId> tables;
    std::set<int> variables;
    bool everything = false;
    for (const auto& stmt : node.body) mark_written(stmt, tables, variables, everything);
    const auto after_body = known_;
    for (const int variable : variables) known_.erase(variable);
    caught_ = &handler;
    ++branches_;
    block(node.handler, out);
    --branches_;
    caught_ = caught;
    join_known(after_body);
    push(out, Landing{behind});
    if (handler.incomplete) forget_try(node, out);
}

/// Nobody knows what the blocks did where a statement that may lead from one to the other could not be bound.
void Binder::forget_try(const ast::TryCatch& node, Body& out) {
    std::vector<const ast::Stmt*> statements;
    for (const ast::Block* block : {&node.body, &node.handler})
        for (const ast::Stmt& stmt : *block) statements.push_back(&stmt);
    push(out, hole_of(span_, "an error that is not compiled may lead to the CATCH block", statements));
    for (const ast::Stmt& stmt : node.handler) lost_ = std::max(lost_, ast::way_out(stmt, handler_ == nullptr));
}

/// ERROR_MESSAGE() and its like are NULL outside of CATCH.
ScalarRef Binder::error_function(FunctionId id, const SqlType& type, SourceSpan span) {
    if (caught_ == nullptr) return build_.null(type);
    const auto value = [&](int variable, ScalarRef Raised::*member) -> ScalarRef {
        const auto& raised = caught_->raised;
        const bool known = std::all_of(raised.begin(), raised.end(), [&](const Raised& error) { return error.*member != nullptr; });
        if (!known) {
            fail<diag::unsupported_syntax>(span, "a function of the error where one of the errors caught has a text or a place that is not known");
            return poison();
        }
        if (raised.size() == 1 && std::holds_alternative<Constant>((raised.front().*member)->node)) return raised.front().*member;
        return make({VarRef{variable}, program_.variables[static_cast<std::size_t>(variable)].type, true, span});
    };
    switch (id) {
    case FunctionId::error_message: return value(caught_->message, &Raised::message);
    case FunctionId::error_number: return value(caught_->number, &Raised::number);
    case FunctionId::error_severity: return value(caught_->severity, &Raised::severity);
    case FunctionId::error_state: return value(caught_->state, &Raised::state);
    case FunctionId::error_line: return value(caught_->line, &Raised::line);
    default: break;
    }
    if (!caught_->raised.empty()) diagnostics_.report<diag::name_of_module>(span);
    return value(caught_->module, &Raised::module);
}

void Binder::count_transaction(ast::TransactionKind kind) {
    if (kind == ast::TransactionKind::begin) ++open_transactions_;
    else if (kind == ast::TransactionKind::commit) open_transactions_ = std::max(0, open_transactions_ - 1);
    else if (kind == ast::TransactionKind::rollback) open_transactions_ = 0;
}

/// @@TRANCOUNT, or XACT_STATE() for `state`, in a CATCH block: what it is when the block is entered. Elsewhere each model is a
/// transaction of its own.
ScalarRef Binder::open_transactions(bool state, SourceSpan span) {
    if (caught_ == nullptr || caught_->raised.empty()) return build_.integer(0); // nothing that was compiled leads to the block
    const auto count = [&](const Raised& error) { return !state ? error.transactions : error.transactions == 0 ? 0 : error.dooms ? -1 : 1; };
    const auto& raised = caught_->raised;
    if (std::all_of(raised.begin(), raised.end(), [&](const Raised& error) { return count(error) == count(raised.front()); })) return build_.integer(count(raised.front()));
    fail<diag::unsupported_syntax>(span, "the number of open transactions where errors come from different places");
    return poison();
}

} // namespace t2d::passes
