// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "frontend/expr_fold.h"

namespace t2d::frontend {
namespace {

using Tok = TSqlParser;

/// Binding strength of operators, from OR to the arithmetic ones; 0 for what is no operator.
enum Strength : int { kNone = 0, kOr = 1, kAnd = 2, kNot = 3, kCompare = 4, kAdd = 5, kMultiply = 6 };

Strength strength(std::size_t type) {
    switch (type) {
    case Tok::K_OR: return kOr;
    case Tok::K_AND: return kAnd;
    case Tok::EQ:
    case Tok::NE:
    case Tok::NE2:
    case Tok::LT:
    case Tok::GT:
    case Tok::LE:
    case Tok::GE:
    case Tok::NLT:
    case Tok::NGT:
    case Tok::MULA:
    case Tok::OJR:
    case Tok::K_IS:
    case Tok::K_IN:
    case Tok::K_LIKE:
    case Tok::K_BETWEEN:
    case Tok::NOT_OP: return kCompare;
    case Tok::PLUS:
    case Tok::MINUS:
    case Tok::CAT:
    case Tok::AMP:
    case Tok::PIPE:
    case Tok::CARET:
    case Tok::SHL:
    case Tok::SHR: return kAdd;
    case Tok::STAR:
    case Tok::SLASH:
    case Tok::PCT: return kMultiply;
    default: return kNone;
    }
}

ast::BinaryOp binary_op(std::size_t type) {
    using Op = ast::BinaryOp;
    switch (type) {
    case Tok::NE:
    case Tok::NE2: return Op::not_equal;
    case Tok::LT: return Op::less;
    case Tok::GT: return Op::greater;
    case Tok::LE: return Op::less_equal;
    case Tok::GE: return Op::greater_equal;
    case Tok::NLT: return Op::not_less;
    case Tok::NGT: return Op::not_greater;
    case Tok::MULA: return Op::outer_left;
    case Tok::OJR: return Op::outer_right;
    case Tok::PLUS: return Op::add;
    case Tok::MINUS: return Op::subtract;
    case Tok::AMP: return Op::bit_and;
    case Tok::PIPE: return Op::bit_or;
    case Tok::CARET: return Op::bit_xor;
    case Tok::CAT: return Op::concat;
    case Tok::SHL: return Op::shift_left;
    case Tok::SHR: return Op::shift_right;
    case Tok::STAR: return Op::multiply;
    case Tok::SLASH: return Op::divide;
    case Tok::PCT: return Op::modulo;
    default: return Op::equal;
    }
}

} // namespace

ExprFold::ExprFold(Lowering& lowering, const antlr4::ParserRuleContext* c,
                   const std::vector<TSqlParser::OperandContext*>& operands)
    : in_(lowering), operands_(operands), at_(lowering.first(c)), past_(lowering.past(c)) {}

std::size_t ExprFold::kind() const { return at_ < past_ ? in_.type(at_) : 0; }

bool ExprFold::take(std::size_t wanted) {
    if (kind() != wanted) return false;
    in_.claims_.claim(at_++);
    return true;
}

bool ExprFold::at_operand() const { return next_ < operands_.size() && in_.first(operands_[next_]) == at_; }

ast::Expr ExprFold::operand() {
    if (!at_operand()) {
        in_.fail(in_.span(at_, at_ + 1), fmt::format("unexpected '{}' in an expression", in_.view(at_)));
        height_ = 1;
        return {};
    }
    TSqlParser::OperandContext* c = operands_[next_++];
    at_ = in_.past(c);
    ast::Expr result = in_.operand(c);
    height_ = in_.height_;
    return result;
}

ast::Expr ExprFold::binary(int weakest) {
    ast::Expr left = kind() == Tok::K_NOT && weakest <= kNot ? negation() : unary();
    std::uint32_t height = height_;
    while (kind() != 0) {
        const Strength s = strength(kind());
        if (s == kNone || s < weakest || height > kMaxHeight) break;
        if (s == kOr || s == kAnd)
            left = chain(std::move(left), s, height);
        else if (s == kCompare)
            left = comparison(std::move(left));
        else
            left = arithmetic(std::move(left), s);
        height = std::max(height, height_) + 1;
        height_ = height;
    }
    if (height > kMaxHeight) refuse();
    height_ = height;
    return left;
}

/// Gives up on an expression whose tree would be too high; the rest of its tokens is skipped.
void ExprFold::refuse() {
    in_.fail(in_.span(at_ < past_ ? at_ : past_ - 1, past_),
             "expression too long: more than a thousand operators in a row");
    in_.drop(at_, past_);
    at_ = past_;
    next_ = operands_.size();
}

ast::Expr ExprFold::chain(ast::Expr left, int s, std::uint32_t height) {
    ast::Logic logic{s == kOr ? ast::LogicOp::or_ : ast::LogicOp::and_, {}};
    SourceSpan where = left.span;
    logic.operands.push_back(std::move(left));
    while (take(s == kOr ? Tok::K_OR : Tok::K_AND)) {
        logic.operands.push_back(binary(s + 1));
        height = std::max(height, height_);
        where = cover(where, logic.operands.back().span);
    }
    height_ = height;
    return in_.wrap(std::move(logic), where);
}

ast::Expr ExprFold::arithmetic(ast::Expr left, int s) {
    const ast::BinaryOp op = binary_op(kind());
    in_.claims_.claim(at_++);
    ast::Expr right = binary(s + 1);
    const SourceSpan where = cover(left.span, right.span);
    return in_.wrap(ast::Binary{op, std::move(left), std::move(right)}, where);
}

ast::Expr ExprFold::comparison(ast::Expr left) {
    const SourceSpan begin = left.span;
    const bool negated = take(Tok::NOT_OP);
    ast::Expr result;
    if (take(Tok::K_IS)) return is(std::move(left));
    if (take(Tok::K_IN))
        result = in_list(std::move(left), negated);
    else if (take(Tok::K_LIKE))
        result = like(std::move(left), negated);
    else if (take(Tok::K_BETWEEN))
        result = between(std::move(left), negated);
    else
        return relation(std::move(left));
    result.span = in_.span(at_ - 1, at_);
    result.span.begin = begin.begin;
    return result;
}

ast::Expr ExprFold::relation(ast::Expr left) {
    const ast::BinaryOp op = binary_op(kind());
    in_.claims_.claim(at_++);
    const bool all = take(Tok::K_ALL);
    if (all || take(Tok::K_ANY) || take(Tok::K_SOME)) {
        ast::Expr right = operand();
        const SourceSpan where = cover(left.span, right.span);
        auto* subquery = std::get_if<ast::Subquery>(&right.node);
        if (subquery == nullptr) {
            in_.fail(right.span, "expected a subquery after ALL, ANY or SOME");
            return left;
        }
        return in_.wrap(ast::Quantified{op, all, std::move(left), std::move(subquery->query)}, where);
    }
    ast::Expr right = binary(kAdd);
    const SourceSpan where = cover(left.span, right.span);
    return in_.wrap(ast::Binary{op, std::move(left), std::move(right)}, where);
}

ast::Expr ExprFold::is(ast::Expr left) {
    const bool negated = take(Tok::K_NOT);
    if (take(Tok::K_NULL)) {
        height_ = 1;
        const SourceSpan where = cover(left.span, in_.span(at_ - 1, at_));
        return in_.wrap(ast::IsNull{negated, std::move(left)}, where);
    }
    take(Tok::K_DISTINCT);
    take(Tok::K_FROM);
    ast::Expr right = binary(kAdd);
    const SourceSpan where = cover(left.span, right.span);
    return in_.wrap(ast::IsDistinct{negated, std::move(left), std::move(right)}, where);
}

ast::Expr ExprFold::in_list(ast::Expr left, bool negated) {
    ast::Expr list = operand();
    if (auto* subquery = std::get_if<ast::Subquery>(&list.node))
        return in_.wrap(ast::InQuery{negated, std::move(left), std::move(subquery->query)}, {});
    ast::InList result{negated, std::move(left), {}};
    if (auto* tuple = std::get_if<ast::Tuple>(&list.node))
        result.items = std::move(tuple->items);
    else
        result.items.push_back(std::move(list));
    if (result.items.empty()) in_.fail(list.span, "expected a value or a subquery between the parentheses of IN");
    return in_.wrap(std::move(result), {});
}

ast::Expr ExprFold::like(ast::Expr left, bool negated) {
    ast::Like result{negated, std::move(left), binary(kAdd), std::nullopt};
    const bool odbc = take(Tok::LB); // {ESCAPE '!'}
    if (take(Tok::K_ESCAPE)) result.escape = ast::ExprBox(binary(kAdd));
    if (odbc) take(Tok::RB);
    return in_.wrap(std::move(result), {});
}

ast::Expr ExprFold::between(ast::Expr left, bool negated) {
    ast::Expr low = binary(kAdd);
    const std::uint32_t height = height_;
    if (!take(Tok::K_AND)) in_.fail(low.span, "expected AND and the upper limit of BETWEEN");
    ast::Expr high = binary(kAdd);
    height_ = std::max(height, height_);
    return in_.wrap(ast::Between{negated, std::move(left), std::move(low), std::move(high)}, {});
}

/// NOT binds weaker than comparisons; a row of NOTs is no reason to recurse.
ast::Expr ExprFold::negation() {
    const std::size_t first = at_;
    while (take(Tok::K_NOT)) {
    }
    std::size_t count = at_ - first;
    ast::Expr result = binary(kCompare);
    for (; count > 0 && height_ <= kMaxHeight; --count, ++height_) {
        const SourceSpan where = cover(in_.span(first + count - 1, first + count), result.span);
        result = in_.wrap(ast::Unary{ast::UnaryOp::logical_not, std::move(result)}, where);
    }
    return result;
}

ast::Expr ExprFold::unary() {
    const std::size_t first = at_;
    while (take(Tok::PLUS) || take(Tok::MINUS) || take(Tok::TILDE)) {
    }
    std::size_t sign = at_;
    ast::Expr result = postfix(operand());
    for (; sign > first && height_ <= kMaxHeight; --sign, ++height_) {
        const std::size_t type = in_.type(sign - 1);
        const ast::UnaryOp op = type == Tok::PLUS    ? ast::UnaryOp::plus
                                : type == Tok::MINUS ? ast::UnaryOp::minus
                                                     : ast::UnaryOp::bit_not;
        const SourceSpan where = cover(in_.span(sign - 1, sign), result.span);
        result = in_.wrap(ast::Unary{op, std::move(result)}, where);
    }
    if (height_ > kMaxHeight) refuse();
    return result;
}

ast::Expr ExprFold::postfix(ast::Expr value) {
    for (std::uint32_t height = height_;; height_ = ++height) {
        if (height > kMaxHeight) {
            refuse();
            return value;
        }
        if (take(Tok::K_COLLATE)) {
            const SourceSpan where = cover(value.span, in_.span(at_, at_ + 1));
            const Lowering::Token* collation = in_.in_.tokens.get(at_++);
            value = in_.wrap(ast::Collate{std::move(value), in_.identifier(collation)}, where);
        } else if (take(Tok::AT_ZONE)) {
            in_.drop(at_, at_ + 2); // TIME ZONE: the filter has seen these words
            at_ += 2;
            ast::Expr zone = operand();
            const SourceSpan where = cover(value.span, zone.span);
            value = in_.wrap(ast::AtTimeZone{std::move(value), std::move(zone)}, where);
            height = std::max(height, height_);
        } else {
            return value;
        }
    }
}

ast::Expr ExprFold::whole() {
    ast::Expr result = binary(kOr);
    if (at_ < past_) in_.fail(in_.span(at_, at_ + 1), fmt::format("unexpected '{}' in an expression", in_.view(at_)));
    in_.height_ = height_;
    in_.max_height_ = std::max(in_.max_height_, height_);
    return result;
}

std::optional<ExprFold::Target> ExprFold::assignment_target() {
    const std::size_t lookahead = at_operand() ? in_.past(operands_[next_]) : past_;
    if (lookahead >= past_ || (in_.type(lookahead) != Tok::EQ && in_.type(lookahead) != Tok::MULA)) return std::nullopt;
    TSqlParser::OperandContext* c = operands_[next_];
    const bool simple = c->lit != nullptr   ? c->lit->getType() == Tok::STRING
                        : c->var != nullptr ? c->m.empty()
                                            : (in_.type(at_) == Tok::ID || in_.type(at_) == Tok::DOT) && c->lp == nullptr && c->static1 == nullptr;
    if (!simple) return std::nullopt;
    Target target;
    target.span = in_.span(at_, lookahead);
    if (c->lit != nullptr)
        target.name.parts = {in_.string_value(c->lit)};
    else if (c->var != nullptr)
        target.variable = in_.text(c->var);
    else
        target.name = in_.name_at(at_, lookahead);
    target.literal = c->lit != nullptr;
    ++next_;
    at_ = lookahead;
    if (!take(Tok::EQ)) {
        take(Tok::MULA);
        target.op = ast::AssignOp::multiply;
    }
    return target;
}

ast::Expr Lowering::expr(P::ExprContext* c) { return ExprFold(*this, c).whole(); }
ast::Expr Lowering::default_value(P::DefaultValueContext* c) { return ExprFold(*this, c).whole(); }

std::vector<ast::Expr> Lowering::exprs(const std::vector<P::ExprContext*>& list) {
    std::vector<ast::Expr> result;
    result.reserve(list.size());
    for (P::ExprContext* c : list)
        result.push_back(expr(c));
    return result;
}

} // namespace t2d::frontend
