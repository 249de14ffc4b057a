// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

#include "TSqlParser.h"
#include "frontend/token_stream.h"

namespace t2d::frontend {

/// What the parser could not read: tokens [first, end), the token it stumbled over and the message for the user.
struct Failure {
    std::size_t first = 0;
    std::size_t end = 0;
    std::size_t culprit = 0;
    std::string message;
};

/// Statement-level recovery: an error unwinds to the innermost statement, which then skips to a place where a statement
/// may start. Nothing is inserted or deleted to make input fit. The good path costs one comparison per loop.
class Recovery final : public antlr4::DefaultErrorStrategy {
public:
    void sync(antlr4::Parser* parser) override;
    antlr4::Token* recoverInline(antlr4::Parser* parser) override;
    void reportError(antlr4::Parser* parser, const antlr4::RecognitionException& error) override;
    void recover(antlr4::Parser* parser, std::exception_ptr error) override;

    /// Skips tokens that belong to no statement; `before` is the type of the token that starts the statement before them.
    void stray(antlr4::Parser* parser, std::size_t before);
    /// Drops all failures: their contexts are about to go.
    void forget();

    /// The failure of a statement; null when it was read.
    [[nodiscard]] const Failure* failure_of(const antlr4::ParserRuleContext* statement) const;
    /// Tokens between statements that belong to none, in order.
    [[nodiscard]] const std::vector<Failure>& strays() const { return strays_; }
    /// What to tell the user: every failure but those that follow from an earlier one, in order of discovery.
    [[nodiscard]] const std::vector<Failure>& reports() const { return reports_; }

private:
    void report(const Failure& failure, std::size_t type);
    void skip(antlr4::Parser* parser, std::size_t statement_start);

    std::unordered_map<const antlr4::ParserRuleContext*, Failure> failed_;
    std::vector<Failure> strays_;
    std::vector<Failure> reports_;
    Failure pending_; ///< the first error since the last recovery
    bool has_pending_ = false;
    bool too_deep_ = false;
    std::size_t silent_at_ = static_cast<std::size_t>(-1); ///< errors at this token follow from one already reported
    std::size_t last_recovery_ = static_cast<std::size_t>(-1);
};

/// The generated parser as StatementReader uses it: statement by statement.
class StatementParser final : public TSqlParser {
public:
    explicit StatementParser(TokenStream* input) : TSqlParser(input) { set_list_rule(RuleStatements); }
    /// Frees all contexts made so far.
    void forget() { _tracker.reset(); }
};

} // namespace t2d::frontend
