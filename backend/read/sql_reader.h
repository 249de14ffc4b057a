// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "backend/read/tokens.h"
#include "ir/ast/stmt.h"

namespace t2d::backend::read {

/// A reader by recursive descent for the SQL that models are written in. After the first error all reading functions return quickly and `error()`
/// says what was in the way.
class SqlReader {
public:
    explicit SqlReader(const std::vector<Token>& tokens) : tokens_(tokens) {}

    ast::Query query();
    ast::Expr expr() { return logic_or(); }
    [[nodiscard]] bool at_end() const { return peek().kind == TokenKind::end; }
    [[nodiscard]] const std::string& error() const { return error_; }
    void fail(const std::string& why);

private:
    [[nodiscard]] const Token& peek(std::size_t ahead = 0) const;
    [[nodiscard]] bool is_word(std::string_view word, std::size_t ahead = 0) const;
    [[nodiscard]] bool is_symbol(std::string_view symbol, std::size_t ahead = 0) const;
    Token next();
    bool take(std::string_view word);
    bool take_symbol(std::string_view symbol);
    void expect(std::string_view word);
    void expect_symbol(std::string_view symbol);
    std::string identifier();
    [[nodiscard]] bool at_alias() const;
    ast::Expr finish(decltype(ast::Expr::node) node, std::uint32_t begin);
    [[nodiscard]] std::uint32_t here() const { return peek().span.begin; }

    ast::Query set_operation();
    ast::Query intersection();
    ast::Query primary_query();
    ast::Select select();
    ast::SelectItem select_item();
    void tail(ast::Query& query);
    ast::TableSource source();
    ast::TableSource joins();
    ast::Name relation();
    std::vector<ast::OrderItem> order_by();
    void group_by(ast::Select& select);
    ast::GroupingElement grouping();

    ast::Expr logic_or();
    ast::Expr logic_and();
    ast::Expr logic_not();
    ast::Expr comparison();
    ast::Expr is_test(ast::Expr left, std::uint32_t begin);
    ast::Expr membership(ast::Expr left, bool negated, std::uint32_t begin);
    ast::Expr other_operator();
    ast::Expr additive();
    ast::Expr multiplicative();
    ast::Expr unary();
    ast::Expr postfix();
    ast::Expr primary();
    ast::Expr list(std::uint32_t begin);
    ast::Expr word_primary();
    ast::Expr case_expr();
    ast::Expr cast(ast::CastKind kind);
    ast::Expr call(std::string name);
    ast::Expr named_argument();
    ast::Expr jinja();
    ast::Over over();
    ast::FrameBound bound();
    ast::TypeName type();
    std::vector<ast::Expr> list_until(std::string_view close);
    ast::Expr make_call(std::string name, std::vector<ast::Expr> args, std::uint32_t begin);

    const std::vector<Token>& tokens_;
    std::size_t at_ = 0;
    std::string error_;
    int depth_ = 0;
};

} // namespace t2d::backend::read
