// SPDX-License-Identifier: Apache-2.0
#include "frontend/recovery.h"

#include <fmt/format.h>

#include "frontend/keywords.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

/// Words that continue the broken statement rather than start the next one.
bool continues(std::size_t statement, std::size_t type, std::size_t before) {
    if (before == Tok::K_UNION || before == Tok::K_ALL || before == Tok::K_EXCEPT || before == Tok::K_INTERSECT ||
        before == Tok::K_THEN)
        return true;
    if (type == Tok::K_SELECT || type == Tok::K_WITH)
        return statement == Tok::K_INSERT || statement == Tok::K_WITH || statement == Tok::K_CREATE ||
               statement == Tok::K_ALTER || before == Tok::K_AS || before == Tok::K_FOR;
    if (type == Tok::K_SET) return statement == Tok::K_UPDATE || statement == Tok::K_MERGE || before == Tok::K_UPDATE;
    if (type == Tok::K_UPDATE || type == Tok::K_INSERT || type == Tok::K_DELETE)
        return statement == Tok::K_MERGE || statement == Tok::K_CREATE || statement == Tok::K_GRANT;
    if (type == Tok::K_EXEC || type == Tok::K_EXECUTE) return statement == Tok::K_INSERT;
    return false;
}

std::string quoted(const TokenStream& tokens, std::size_t index) {
    const std::size_t type = tokens.type(index);
    if (type == antlr4::Token::EOF) return "the end of the file";
    std::string text(tokens.view(index));
    if (text.size() > 40) text = text.substr(0, text.find_last_not_of('\x80', 37)) + "...";
    return type == Tok::GO ? std::string("the end of the batch") : "'" + text + "'";
}

const antlr4::ParserRuleContext* enclosing_statement(antlr4::ParserRuleContext* context) {
    for (antlr4::RuleContext* c = context; c != nullptr; c = static_cast<antlr4::RuleContext*>(c->parent))
        if (c->getRuleIndex() == Tok::RuleStatement) return static_cast<antlr4::ParserRuleContext*>(c);
    return nullptr;
}

std::string_view article(std::string_view word) {
    return std::string_view("AEIOU").find(word[0]) != std::string_view::npos ? "an" : "a";
}

/// "in an UPDATE statement"; empty outside statements.
std::string where(antlr4::Parser* parser) {
    const auto* statement = enclosing_statement(parser->getContext());
    if (statement == nullptr) return {};
    const std::string_view word = spelling(statement->start->getType());
    if (word.empty()) return {};
    return fmt::format(" in {} {} statement", article(word), word);
}

/// What the reader would call the thing a rule is about; empty for rules without a good word.
std::string_view expected_thing(std::size_t rule) {
    switch (rule) {
    case Tok::RuleOperand:
    case Tok::RuleExpr: return "a value or an expression";
    case Tok::RuleName:
    case Tok::RuleNameList:
    case Tok::RuleTarget: return "a name";
    case Tok::RuleDataType: return "a data type";
    case Tok::RuleTableBase:
    case Tok::RuleTableInner: return "a table or a subquery";
    case Tok::RuleSelectItem: return "a column or an expression";
    case Tok::RuleStatement: return "a statement";
    case Tok::RuleTableElement:
    case Tok::RuleColumnDef: return "a column definition";
    default: return {};
    }
}

std::string message_for(antlr4::Parser* parser, const antlr4::RecognitionException& error, const TokenStream& tokens, std::size_t culprit) {
    if (dynamic_cast<const TooDeep*>(&error) != nullptr)
        return "nested too deep: parentheses, CASE and blocks may be nested about 300 times";
    if (tokens.type(culprit) == Tok::BAD) return "text that never ends";
    const std::string found = quoted(tokens, culprit);
    const std::string place = where(parser);
    const auto expected = parser->getExpectedTokens();
    if (expected.size() == 1) {
        const std::string_view word = spelling(static_cast<std::size_t>(expected.get(0)));
        if (!word.empty()) return fmt::format("expected '{}' but found {}{}", word, found, place);
        if (expected.get(0) == static_cast<ssize_t>(Tok::ID))
            return fmt::format("expected a name but found {}{}", found, place);
    }
    const std::string_view thing = expected_thing(parser->getContext()->getRuleIndex());
    const bool at_start = parser->getContext()->start->getTokenIndex() == culprit;
    if (!thing.empty() && at_start) return fmt::format("expected {} but found {}{}", thing, found, place);
    return fmt::format("unexpected {}{}", found, place);
}

bool recovers(std::size_t rule) {
    return rule == Tok::RuleStatement || rule == Tok::RuleBareCall || rule == Tok::RuleStatements ||
           rule == Tok::RuleSingleQuery;
}

} // namespace

/// Called where a list of statements may go on (SqlParserBase asks nowhere else).
void Recovery::sync(antlr4::Parser* parser) {
    antlr4::TokenStream* input = parser->getTokenStream();
    const std::size_t type = input->LA(1);
    if (starts_statement(type) || type == Tok::SEMI || type == antlr4::Token::EOF || type == Tok::GO) return;
    if (type == Tok::K_END) return;
    const auto& before = static_cast<TSqlParser::StatementsContext*>(parser->getContext())->list;
    stray(parser, before.empty() ? 0 : before.back()->start->getType());
}

void Recovery::stray(antlr4::Parser* parser, std::size_t before) {
    auto* input = static_cast<TokenStream*>(parser->getTokenStream());
    Failure stray;
    stray.first = stray.culprit = input->index();
    const std::string_view after = spelling(before);
    const std::string found = quoted(*input, stray.first);
    const bool glued = !after.empty() && input->LA(-1) != Tok::SEMI;
    stray.message = glued ? fmt::format("unexpected {} after {} {} statement", found, article(after), after)
                          : fmt::format("expected a statement but found {}", found);
    report(stray, input->LA(1));
    parser->consume();
    skip(parser, stray.first);
    stray.end = input->index();
    strays_.push_back(std::move(stray));
}

antlr4::Token* Recovery::recoverInline(antlr4::Parser* parser) { throw antlr4::InputMismatchException(parser); }

void Recovery::reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) {
    if (has_pending_) return; // outer rules report the same error again while it unwinds
    has_pending_ = true;
    antlr4::Token* token = error.getOffendingToken();
    pending_ = {};
    pending_.culprit = token != nullptr ? token->getTokenIndex() : parser->getTokenStream()->index();
    const auto& tokens = *static_cast<TokenStream*>(parser->getTokenStream());
    pending_.message = message_for(parser, error, tokens, pending_.culprit);
    report(pending_, tokens.type(pending_.culprit));
    too_deep_ = dynamic_cast<const TooDeep*>(&error) != nullptr;
}

void Recovery::report(const Failure& failure, std::size_t type) {
    // What never closes is reported by the scanner.
    if (failure.culprit != silent_at_ && type != Tok::BAD) reports_.push_back(failure);
}

void Recovery::recover(antlr4::Parser* parser, std::exception_ptr error) {
    antlr4::ParserRuleContext* context = parser->getContext();
    if (!recovers(context->getRuleIndex())) std::rethrow_exception(error);
    antlr4::TokenStream* input = parser->getTokenStream();
    const std::size_t at = input->index();
    if (last_recovery_ == at && input->LA(1) != Tok::GO) parser->consume(); // always make progress
    skip(parser, context->start->getTokenIndex());
    last_recovery_ = input->index();
    pending_.first = context->start->getTokenIndex();
    pending_.end = input->index();
    const std::size_t rule = context->getRuleIndex();
    if (rule == Tok::RuleStatement || rule == Tok::RuleBareCall) {
        failed_[context] = pending_;
    } else {
        pending_.first = pending_.culprit;
        strays_.push_back(pending_);
    }
    has_pending_ = too_deep_ = false;
    endErrorCondition(parser);
}

void Recovery::skip(antlr4::Parser* parser, std::size_t statement_start) {
    auto* input = static_cast<TokenStream*>(parser->getTokenStream());
    if (input->LA(1) == antlr4::Token::EOF || input->LA(1) == Tok::GO) return;
    std::size_t depth = 0; // of parentheses and CASE, from the statement's start
    std::size_t cases = 0;
    const auto count = [&](std::size_t type) {
        if (type == Tok::LP) ++depth;
        if (type == Tok::RP && depth > 0) --depth;
        if (type == Tok::K_CASE) ++cases;
        if (type == Tok::K_END && cases > 0) --cases;
    };
    for (std::size_t i = statement_start; i < input->index(); ++i)
        count(input->type(i));
    const std::size_t statement = input->type(statement_start);
    for (std::size_t type = input->LA(1); type != antlr4::Token::EOF && type != Tok::GO; type = input->LA(1)) {
        if (!too_deep_) {
            const bool moved = input->index() > statement_start;
            if (type == Tok::SEMI || type == Tok::SEMI_ELSE) break;
            if (depth == 0 && cases == 0 && (type == Tok::K_END || type == Tok::K_ELSE)) break;
            if (moved && depth == 0 && starts_statement(type) && !continues(statement, type, input->LA(-1))) break;
        }
        count(type);
        parser->consume();
    }
    if (too_deep_) silent_at_ = input->index();
}

void Recovery::forget() {
    failed_.clear();
    strays_.clear();
    reports_.clear();
}

const Failure* Recovery::failure_of(const antlr4::ParserRuleContext* statement) const {
    const auto found = failed_.find(statement);
    return found == failed_.end() ? nullptr : &found->second;
}

} // namespace t2d::frontend
