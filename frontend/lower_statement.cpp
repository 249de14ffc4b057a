// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "frontend/lowering.h"
#include "frontend/recognized.h"

namespace t2d::frontend {

ast::Script Lowering::script(StatementReader& reader) {
    using Found = StatementReader::Found;
    ast::Script result;
    ast::Batch batch;
    std::size_t first = 0;
    for (Found found = reader.next();; found = reader.next()) {
        report_failures();
        next_stray_ = 0; // the reader has forgotten the earlier ones
        switch (found) {
        case Found::call: batch.statements.push_back(bare_call(reader.call())); break;
        case Found::statement: batch.statements.push_back(statement(reader.statement())); break;
        case Found::stray: add_strays(batch.statements, first, in_.tokens.index()); break;
        case Found::batch_end:
            end_batch(first, std::exchange(batch, {}), result);
            first = in_.tokens.index();
            break;
        case Found::file_end: end_batch(first, std::move(batch), result); return result;
        }
    }
}

/// Takes the batch of tokens from `first` to the place where the reader is.
void Lowering::end_batch(std::size_t first, ast::Batch batch, ast::Script& script) {
    const std::size_t here = in_.tokens.index();
    const std::size_t past = here > first && type(here - 1) == P::GO ? here - 1 : here;
    closing_comments(batch.statements, past);
    attach_module_bodies(batch.statements);
    batch.span = span(first, past);
    if (!batch.statements.empty()) script.batches.push_back(std::move(batch)); // a file may end with GO
}

void Lowering::report_failures() {
    for (const Failure& f : in_.recovery.reports())
        in_.diagnostics.report<diag::syntax_error>(span(f.culprit, f.culprit + 1), f.message);
}

void Lowering::accept(SourceSpan where, std::string_view what, std::string_view as) {
    in_.diagnostics.report<diag::accepted_form>(where, what, as);
}

std::optional<ast::Query> Lowering::single_query(P::SingleQueryContext* c) {
    report_failures();
    if (c->exception != nullptr || c->q == nullptr) return std::nullopt;
    ast::Query q = query(c->q);
    if (const auto hole = claims_.first_unclaimed(first(c->q), past(c->q) - 1); hole && !problem_) {
        in_.diagnostics.report<diag::unclaimed_token>(span(*hole, *hole + 1), view(*hole));
        return std::nullopt;
    }
    if (!problem_) return q;
    in_.diagnostics.report<diag::syntax_error>(problem_->first, problem_->second);
    return std::nullopt;
}

/// Statements of a block with the stray tokens between them, in the order of the text.
ast::Block Lowering::statements(P::StatementsContext* c) {
    ast::Block block;
    const std::size_t end = c->stop == nullptr ? 0 : past(c);
    for (P::StatementContext* s : c->list) {
        if (s == nullptr) continue;
        add_strays(block, first(c), first(s));
        block.push_back(statement(s));
    }
    add_strays(block, first(c), end);
    closing_comments(block, std::max(end, first(c)));
    return block;
}

/// Adds the strays that start before the token `before` to the block whose first token is `first`.
void Lowering::add_strays(ast::Block& block, std::size_t first, std::size_t before) {
    const auto& strays = in_.recovery.strays();
    for (; next_stray_ < strays.size() && strays[next_stray_].first < before; ++next_stray_) {
        const std::size_t at = strays[next_stray_].first;
        stray(block, strays[next_stray_], at > first && type(at - 1) != P::SEMI && type(at - 1) != P::K_END);
    }
}

/// A stray right behind a statement was meant to belong to it: then the statement is not what the user wrote either.
void Lowering::stray(ast::Block& block, const Failure& failure, bool glued) {
    ast::Stmt s = unparsed(failure.first, failure.end, failure.message);
    if (glued && !block.empty()) {
        ast::Stmt& before = block.back();
        s.span = cover(before.span, s.span);
        std::get<ast::Unparsed>(s.node).text = std::string(in_.text.substr(s.span.begin, s.span.end - s.span.begin));
        s.comments = std::move(before.comments);
        before = std::move(s);
    } else {
        block.push_back(std::move(s));
    }
    trailing_comments(block.back(), failure.end);
}

ast::Stmt Lowering::unparsed(std::size_t first, std::size_t past, std::string message) {
    ast::Stmt s;
    s.span = span(first, past);
    s.node = ast::Unparsed{std::string(in_.text.substr(s.span.begin, s.span.end - s.span.begin)), std::move(message)};
    drop(first, past);
    return s;
}

ast::Stmt Lowering::failed(const Context* c, const Failure& failure) {
    return unparsed(first(c), std::max(failure.end, first(c) + 1), failure.message);
}

/// Lowers one statement with `lower` and checks that it was read completely.
template <typename Lower>
ast::Stmt Lowering::checked(const Context* c, Lower lower) {
    std::optional<std::pair<SourceSpan, std::string>> outer = std::exchange(problem_, std::nullopt);
    ast::Stmt s;
    const std::size_t begin = first(c);
    const std::size_t end = past(c);
    s.node = lower();
    s.span = span(begin, end);
    if (!problem_) {
        if (const auto hole = claims_.first_unclaimed(begin, end - 1)) {
            in_.diagnostics.report<diag::unclaimed_token>(span(*hole, *hole + 1), view(*hole));
            s = unparsed(begin, end, fmt::format("'{}' was not read", view(*hole)));
        }
    } else {
        in_.diagnostics.report<diag::syntax_error>(problem_->first, problem_->second);
        s = unparsed(begin, end, problem_->second);
    }
    problem_ = std::move(outer);
    return s;
}

ast::Stmt Lowering::statement(P::StatementContext* c) {
    std::vector<ast::Comment> before;
    comments_before(in_.tokens.at(first(c)).begin, before);
    const Failure* failure = in_.recovery.failure_of(c);
    ast::Stmt s = failure != nullptr ? failed(c, *failure) : checked(c, [&] { return node(c); });
    std::move(s.comments.begin(), s.comments.end(), std::back_inserter(before));
    s.comments = std::move(before);
    leading_comments(s);
    trailing_comments(s, failure != nullptr ? failure->end : past(c));
    return s;
}

ast::Stmt Lowering::bare_call(P::BareCallContext* c) {
    std::vector<ast::Comment> before;
    comments_before(in_.tokens.at(first(c)).begin, before);
    const Failure* failure = in_.recovery.failure_of(c);
    ast::Stmt s;
    if (failure != nullptr) {
        s = failed(c, *failure);
    } else {
        s = checked(c, [&] {
            ast::Exec call;
            call.procedure = name(c->n);
            if (c->args != nullptr) call.args = exec_args(c->args);
            return Node(std::move(call));
        });
    }
    s.comments = std::move(before);
    leading_comments(s);
    trailing_comments(s, failure != nullptr ? failure->end : past(c));
    return s;
}

Lowering::Node Lowering::node(P::StatementContext* c) {
    claims_.claim(first(c));
    if (c->sel != nullptr) return ast::QueryStmt{query(c->sel)};
    if (c->inner != nullptr) return parenthesised(c);
    if (c->with != nullptr) return with_ctes(c->with);
    if (c->ins != nullptr) return insert_node(c->ins);
    if (c->upd != nullptr) return update(c->upd);
    if (c->del != nullptr) return delete_node(c->del);
    if (c->mrg != nullptr) return merge(c->mrg);
    if (c->iff != nullptr) return if_(c->iff);
    if (c->whl != nullptr) return ast::While{expr(c->whl->cond), statement(c->whl->body)};
    if (c->beg != nullptr) return begin(c->beg);
    if (c->decl != nullptr) return declare(c->decl);
    if (c->set != nullptr) return set(c->set);
    if (c->exe != nullptr) return exec(c->exe);
    if (c->ret != nullptr) return ast::Return{opt(c->ret->e), {}};
    if (c->prn != nullptr) return ast::Print{expr(c->prn->e)};
    if (c->rais != nullptr) return raiserror(c->rais);
    if (c->thr != nullptr) return ast::Throw{exprs(c->thr->e)};
    if (c->tran != nullptr) return transaction(c->tran);
    if (c->cur != nullptr) return cursor(c->cur);
    if (c->go != nullptr) return ast::Goto{identifier(c->go->n)};
    if (c->lab != nullptr) return ast::Label{identifier(c->lab->n)};
    return node_of_definition(c);
}

Lowering::Node Lowering::node_of_definition(P::StatementContext* c) {
    if (c->cre != nullptr) return create(c->cre);
    if (c->alt != nullptr) return alter(c->alt);
    if (c->drp != nullptr) return drop_object(c->drp);
    if (c->trn != nullptr) return truncate(c->trn);
    if (c->use != nullptr) return ast::Use{identifier(c->use->n)};
    if (c->loop != nullptr && c->loop->brk != nullptr) return ast::Break{};
    if (c->loop != nullptr) return ast::Continue{};
    return recognized(c->rec);
}

/// Keeps a statement of the closed list as text; its leading words name it.
ast::Recognized Lowering::recognized(const Context* c) {
    ast::Recognized s;
    const std::optional<RecognizedHead> head = recognized_head(in_.text, in_.tokens.scanned(first(c), past(c)), 0);
    const std::size_t words = head ? head->words : 2;
    for (std::size_t i = first(c); i < std::min(past(c), first(c) + words); ++i)
        if (type(i) == P::RECOGNIZED || view(i) != "(") s.what += (s.what.empty() ? "" : " ") + to_upper(view(i));
    s.changes_data = head && head->effect != RecognizedEffect::none;
    bool after_dot = head && head->effect == RecognizedEffect::load;
    for (std::size_t i = first(c) + words; i < past(c) && (after_dot || view(i) == "."); ++i) {
        if (view(i) != "." || after_dot) s.loaded.parts.push_back(view(i) == "." ? std::string{} : identifier_at(i));
        after_dot = view(i) == ".";
    }
    check_punctuation(c);
    expect_form(s.what, std::min(past(c), first(c) + words), past(c));
    check_terminated(c, s.what);
    s.text = joined(c);
    return s;
}

/// Nobody reads what a recognised statement says, but parentheses must close and `=` and commas must have two sides.
void Lowering::check_punctuation(const Context* c) {
    std::size_t depth = 0;
    std::string_view before = "(";
    for (std::size_t i = first(c); i <= past(c); ++i) {
        const std::string_view now = i < past(c) ? view(i) : std::string_view(")");
        const bool opens = before == "=" || before == "," || (before == "(" && i > first(c) && now != ")");
        const bool bad = (now == "," || now == "=" || (now == ")" && before != "(")) && opens;
        if (bad && before == "," && i == past(c)) return accept(span(i - 1, i), "a comma before the end", "if it were not there");
        if (bad) return fail(span(i, i + 1), fmt::format("unexpected '{}' after '{}'", i < past(c) ? now : "the end of the statement", before));
        if (now == "(") ++depth;
        if (i < past(c) && now == ")") --depth;
        before = now;
    }
    if (depth > 0) fail(span(past(c) - 1, past(c)), "expected ')' but found the end of the statement");
}

/// INSERT, UPDATE or DELETE of what a function gives: rows of another server (OPENQUERY) or of the table behind an inline function.
ast::Recognized Lowering::rowset_change(const Context* c, const Token* function) {
    ast::Recognized s{to_upper(view(first(c))) + " " + to_upper(view(index(function))), {}, true};
    s.text = joined(c);
    return s;
}

/// `(SELECT …) UNION …` as a statement.
ast::QueryStmt Lowering::parenthesised(P::StatementContext* c) {
    return {with_tail({}, query(c->inner), c->tail, span(c))};
}

// ---- comments -------------------------------------------------------------------------------------------------------

namespace {

/// A comment's text without markers and surrounding space.
std::string comment_text(std::string_view written) {
    written.remove_prefix(2);
    if (written.size() >= 2 && written.substr(written.size() - 2) == "*/") written.remove_suffix(2);
    const std::size_t begin = written.find_first_not_of(" \t\r\n*");
    if (begin == std::string_view::npos) return {};
    return std::string(written.substr(begin, written.find_last_not_of(" \t\r\n*") - begin + 1));
}

} // namespace

void Lowering::comments_before(std::size_t offset, std::vector<ast::Comment>& to) {
    for (; next_comment_ < in_.comments.size() && in_.comments[next_comment_].begin < offset; ++next_comment_) {
        const ScanComment& c = in_.comments[next_comment_];
        to.push_back({comment_text(in_.text.substr(c.begin, c.end - c.begin)), {in_.file, c.begin, c.end}});
    }
}

/// Comments inside a statement that no inner statement has taken belong to the statement itself.
void Lowering::leading_comments(ast::Stmt& s) { comments_before(s.span.end, s.comments); }

/// Comments behind the statement on its last line; `past` is the token after it.
void Lowering::trailing_comments(ast::Stmt& s, std::size_t past) {
    while (type(past) == P::SEMI)
        ++past;
    while (next_comment_ < in_.comments.size()) {
        const ScanComment& c = in_.comments[next_comment_];
        const bool same_line = in_.text.substr(s.span.end, c.begin - s.span.end).find('\n') == std::string_view::npos;
        if (c.next_token > past || !same_line) return;
        comments_before(c.begin + 1, s.trailing_comments);
    }
}

/// Comments between the last statement of a block and the END that closes it.
void Lowering::closing_comments(ast::Block& block, std::size_t past) {
    if (!block.empty()) comments_before(in_.tokens.at(past).begin, block.back().trailing_comments);
}

} // namespace t2d::frontend
