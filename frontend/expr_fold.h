// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "frontend/lowering.h"

namespace t2d::frontend {

/// Folds the flat operator list of one `expr` context by precedence. A cursor walks every token of the context: where
/// an operand starts it takes the next operand context, every other token it must recognise, so no token can be
/// overlooked.
class ExprFold {
public:
    ExprFold(Lowering& lowering, TSqlParser::ExprContext* c) : ExprFold(lowering, c, c->x) {}
    ExprFold(Lowering& lowering, TSqlParser::DefaultValueContext* c) : ExprFold(lowering, c, c->x) {}

    /// What stands before the `=` of `alias = value`, `@v = value` and `column = value`.
    struct Target {
        ast::Name name;
        std::string variable;
        bool literal = false; ///< written as a string: 'alias' = value
        ast::AssignOp op = ast::AssignOp::assign; ///< or multiply: `*=` is an operator of expressions too
        SourceSpan span;
    };
    /// Reads a target and its `=` when the cursor stands before one; call it before `whole`.
    std::optional<Target> assignment_target();
    /// Folds what is left. A token that does not fit makes the statement fail.
    ast::Expr whole();

private:
    ExprFold(Lowering& lowering, const antlr4::ParserRuleContext* c, const std::vector<TSqlParser::OperandContext*>& operands);
    [[nodiscard]] std::size_t kind() const;
    [[nodiscard]] bool at_operand() const;
    bool take(std::size_t wanted);
    ast::Expr operand();
    ast::Expr binary(int weakest);
    ast::Expr chain(ast::Expr left, int strength, std::uint32_t height);
    ast::Expr arithmetic(ast::Expr left, int strength);
    ast::Expr comparison(ast::Expr left);
    ast::Expr relation(ast::Expr left);
    ast::Expr is(ast::Expr left);
    ast::Expr in_list(ast::Expr left, bool negated);
    ast::Expr like(ast::Expr left, bool negated);
    ast::Expr between(ast::Expr left, bool negated);
    ast::Expr negation();
    ast::Expr unary();
    ast::Expr postfix(ast::Expr value);
    void refuse();

    Lowering& in_;
    const std::vector<TSqlParser::OperandContext*>& operands_;
    std::size_t next_ = 0; ///< of operands_
    std::size_t at_;       ///< cursor over token indexes
    std::size_t past_;
    std::uint32_t height_ = 0;
};

} // namespace t2d::frontend
