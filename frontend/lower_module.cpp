// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <iterator>

#include "frontend/lowering.h"

namespace t2d::frontend {

std::vector<ast::Parameter> Lowering::parameters(const std::vector<P::ParamContext*>& list) {
    std::vector<ast::Parameter> result;
    for (P::ParamContext* c : list)
        result.push_back(parameter(c));
    return result;
}

ast::Parameter Lowering::parameter(P::ParamContext* c) {
    ast::Parameter result;
    result.name = text(c->n);
    result.span = span(c);
    if (c->cur != nullptr) {
        drop(index(c->cur), index(c->cur) + 2); // CURSOR VARYING
        result.type.name = {{"CURSOR"}, span(index(c->cur), index(c->cur) + 1)};
        result.type.span = result.type.name.span;
        if (type(index(c->cur) + 1) != P::K_VARYING || c->out == nullptr) fail(span(c), "a cursor parameter is CURSOR VARYING OUTPUT");
    } else {
        result.type = data_type(c->t);
    }
    if (has(c->nul)) has(c->nt); // of natively compiled code: the engine checks it
    if (c->lv != nullptr || c->val != nullptr) {
        claims_.claim((c->lv != nullptr ? index(c->lv) : first(c->val)) - 1); // =
        result.default_value = ast::ExprBox(c->lv != nullptr ? variable(c->lv) : simple_value(c->val));
        if (c->lp != nullptr) result.default_value = ast::ExprBox(default_call(c));
    }
    result.output = has(c->out);
    result.readonly = c->ro != nullptr;
    expect_word(c->ro, "READONLY");
    return result;
}

/// `@id uniqueidentifier = NEWID()`: what a default may not be in SQL Server.
ast::Expr Lowering::default_call(P::ParamContext* c) {
    accept(span(c->val), "a function as the default of a parameter", "one that every call computes");
    if (c->val->word == nullptr) fail(span(c->val), "expected the name of a function");
    drop(index(c->lp), index(c->lp) + 2);
    const ast::Name function{{std::string(view(index(c->val->start)))}, span(c->val)};
    return wrap(ast::Call{function, {}, false, true, {}, {}, {}, {}}, span(first(c->val), index(c->lp) + 2));
}

/// The body is the rest of the batch: see attach_module_bodies.
ast::CreateProcedure Lowering::procedure(P::ProcedureDefContext* c) {
    ast::CreateProcedure s;
    claims_.claim(first(c));
    s.name = name(c->n);
    s.parameters = parameters(c->p);
    for (P::ModuleOptionContext* o : c->o)
        if (o->start->getType() == P::ID) expect_word(o->start, "RECOMPILE ENCRYPTION SCHEMABINDING NATIVE_COMPILATION");
    s.options = hints(c->o);
    if (c->repl != nullptr) drop(index(c->repl) - 1, index(c->repl) + 1);
    if (c->number != nullptr) s.name.parts.back() += ";" + text(c->number);
    s.external_name = external_name(c->external);
    return s;
}

ast::CreateFunction Lowering::function(P::FunctionDefContext* c) {
    ast::CreateFunction s;
    claims_.claim(first(c));
    s.name = name(c->n);
    s.parameters = parameters(c->p);
    if (s.name.last()[0] == '#') fail(s.name.span, "a function cannot be temporary");
    for (const ast::Parameter& p : s.parameters)
        if (p.output) fail(p.span, "a function has no output parameters");
    expect_word(c->ret, "RETURNS");
    if (c->t != nullptr) s.returns = data_type(c->t);
    s.table_variable = text(c->tv);
    if (c->def != nullptr) s.table = table_def(c->def);
    for (P::ModuleOptionContext* o : c->o)
        if (o->start->getType() == P::ID) expect_word(o->start, "SCHEMABINDING ENCRYPTION RETURNS CALLED INLINE NATIVE_COMPILATION");
    s.options = hints(c->o);
    if (c->order != nullptr) drop(index(c->order), first(c->external)); // of the rows that a CLR function gives
    s.external_name = external_name(c->external);
    return s;
}

/// `EXTERNAL NAME assembly.class.method`: the method's name; empty for none.
std::string Lowering::external_name(P::ExternalNameContext* c) {
    if (c == nullptr) return {};
    drop(first(c), first(c) + 2);
    return joined(first(c) + 2, past(c));
}

ast::CreateView Lowering::view(P::ViewDefContext* c) {
    ast::CreateView s;
    s.materialized = has(c->mat);
    take(first(c), past(c), P::K_VIEW);
    s.name = name(c->n);
    s.columns = names(c->cols);
    if (s.name.last()[0] == '#') fail(s.name.span, "a view cannot be temporary");
    for (const Token* t : c->o) {
        expect_word(t, "SCHEMABINDING ENCRYPTION VIEW_METADATA");
        s.options.push_back({text(t), span(index(t), index(t) + 1)});
    }
    if (c->mopt != nullptr) s.options.push_back(hint(c->mopt));
    s.query = query(c->q);
    const auto* select = std::get_if<ast::Select>(&s.query.body);
    if (select != nullptr && !select->top && !s.query.order_by.empty() && !s.query.offset && !s.query.for_clause)
        fail(s.query.span, "a view cannot be sorted without TOP, OFFSET or FOR XML");
    s.check_option = has(c->chk);
    if (s.check_option) claims_.claim(index(c->chk) - 1);
    return s;
}

namespace {

/// Events of a database or server are named after the statements that raise them; LOGON is one of a server
/// (https://learn.microsoft.com/sql/relational-databases/triggers/ddl-events).
bool is_ddl_event(const std::string& name, bool database) {
    if (name == "LOGON") return !database;
    const std::string verb = name.substr(0, name.find('_'));
    constexpr std::string_view verbs[] = {"CREATE", "ALTER", "DROP", "DDL", "GRANT", "DENY", "REVOKE", "ADD", "BIND", "UNBIND", "RENAME", "UPDATE", "INSERT", "DELETE"};
    return std::find(std::begin(verbs), std::end(verbs), verb) != std::end(verbs);
}

} // namespace

ast::CreateTrigger Lowering::trigger(P::TriggerDefContext* c) {
    ast::CreateTrigger s;
    claims_.claim(first(c));
    s.name = name(c->n);
    s.table = name(c->t);
    const std::size_t timing = c->forWord != nullptr ? index(c->forWord) : index(c->timing);
    const std::size_t target_end = c->t != nullptr    ? past(c->t)
                                   : c->db != nullptr ? index(c->db) + 1
                                                      : index(c->server) + 1;
    drop(past(c->n), c->t != nullptr ? first(c->t) : target_end); // ON DATABASE, ON ALL SERVER
    drop(target_end, timing);                                     // options: encryption and the caller's rights
    s.timing = to_upper(joined(timing, index(c->ev[0])));
    s.events = words(c->ev);
    for (std::size_t i = 0; i < s.events.size(); ++i) {
        const SourceSpan where = span(index(c->ev[i]), index(c->ev[i]) + 1);
        if (c->t == nullptr && !is_ddl_event(to_upper(s.events[i]), c->db != nullptr)) fail(where, "expected the name of an event");
        if (std::count(s.events.begin(), s.events.end(), s.events[i]) > 1) fail(where, "an event of a trigger is given twice");
    }
    for (std::size_t i = target_end; i < timing; ++i)
        if (type(i) == P::WITH_OPTION && type(i + 1) == P::ID) expect_word(in_.tokens.get(i + 1), "ENCRYPTION SCHEMABINDING NATIVE_COMPILATION");
    drop(index(c->ev.back()) + 1, c->external != nullptr ? first(c->external) : past(c)); // WITH APPEND, NOT FOR REPLICATION
    s.external_name = external_name(c->external);
    return s;
}

namespace {

/// `RETURN (SELECT …)` and `RETURN SELECT …` of an inline function.
std::optional<ast::Query> returned_query(ast::Block& body) {
    if (body.empty()) return std::nullopt;
    auto* ret = std::get_if<ast::Return>(&body[0].node);
    if (ret == nullptr) return std::nullopt;
    if (ret->query && body.size() == 1) return std::move(**ret->query);
    if (ret->value && body.size() == 1) {
        auto* subquery = std::get_if<ast::Subquery>(&(*ret->value)->node);
        return subquery == nullptr ? std::nullopt : std::optional<ast::Query>(std::move(*subquery->query));
    }
    if (ret->value || ret->query || body.size() != 2) return std::nullopt;
    auto* query = get_boxed<ast::QueryStmt>(body[1].node);
    return query == nullptr ? std::nullopt : std::optional<ast::Query>(std::move(query->query));
}

ast::Block* module_body(ast::Stmt& s) {
    if (auto* p = get_boxed<ast::CreateProcedure>(s.node)) return &p->body;
    if (auto* f = get_boxed<ast::CreateFunction>(s.node)) return &f->body;
    if (auto* t = get_boxed<ast::CreateTrigger>(s.node)) return &t->body;
    return nullptr;
}

/// True for a statement that was to be the header of a procedure, function or trigger.
bool is_broken_header(const ast::Stmt& s) {
    const auto* broken = std::get_if<ast::Unparsed>(&s.node);
    if (broken == nullptr) return false;
    std::string_view text = broken->text;
    for (std::size_t word = 0; word < 4; ++word) { // CREATE OR ALTER PROCEDURE
        const std::size_t begin = std::min(text.find_first_not_of(" \t\r\n"), text.size());
        const std::size_t end = std::min(text.find_first_of(" \t\r\n", begin), text.size());
        const std::string upper = to_upper(text.substr(begin, end - begin));
        if (upper == "PROC" || upper == "PROCEDURE" || upper == "FUNCTION" || upper == "TRIGGER") return word > 0;
        if (upper != "CREATE" && upper != "OR" && upper != "ALTER") return false;
        text.remove_prefix(end);
    }
    return false;
}

} // namespace

/// The statements after a broken header were its body: on their own they would mean something else.
void Lowering::swallow_body(ast::Block& block, std::size_t header) {
    ast::Stmt& s = block[header];
    s.span = cover(s.span, block.back().span);
    std::get<ast::Unparsed>(s.node).text = std::string(in_.text.substr(s.span.begin, s.span.end - s.span.begin));
    block.resize(header + 1);
}

/// Moves the statements after a procedure's, function's or trigger's header into its body.
void Lowering::attach_module_bodies(ast::Block& block) {
    for (std::size_t i = 0; i < block.size(); ++i) {
        if (is_broken_header(block[i])) return swallow_body(block, i);
        ast::Block* body = module_body(block[i]);
        if (body == nullptr) continue;
        std::move(block.begin() + static_cast<std::ptrdiff_t>(i) + 1, block.end(), std::back_inserter(*body));
        block.resize(i + 1);
        if (!body->empty()) block[i].span = cover(block[i].span, body->back().span);
        auto* f = get_boxed<ast::CreateFunction>(block[i].node);
        if (f == nullptr || f->returns || f->table || !f->external_name.empty()) return;
        if (auto q = returned_query(f->body)) {
            for (ast::Stmt& s : f->body)
                std::move(s.comments.begin(), s.comments.end(), std::back_inserter(block[i].comments));
            f->query = std::move(*q);
            f->body.clear();
        }
        return;
    }
}

} // namespace t2d::frontend
