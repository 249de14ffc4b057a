// SPDX-License-Identifier: Apache-2.0
#include "passes/generate/holds.h"

#include <algorithm>
#include <cstdlib>

#include "ir/text.h"

namespace t2d::passes::generate {

namespace {

using Truth = std::optional<bool>; ///< nothing is UNKNOWN
using Value = std::optional<std::string>;

Truth negated(Truth truth) { return truth ? Truth(!*truth) : Truth(); }

std::optional<double> number(const std::string& text) {
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    return !text.empty() && end == text.c_str() + text.size() ? std::optional(value) : std::nullopt;
}

/// Less than 0, 0 or more: numbers by value, texts without letter case.
int compared(const std::string& a, const std::string& b) {
    const auto x = number(a), y = number(b);
    if (x && y) return *x < *y ? -1 : *x > *y ? 1 : 0;
    return to_lower(a).compare(to_lower(b));
}

class Evaluation {
public:
    explicit Evaluation(const RowValues& row) : row_(row) {}

    [[nodiscard]] Truth truth(const ast::Expr& expr) const {
        if (const auto* const logic = std::get_if<ast::Logic>(&expr.node)) return combined(*logic);
        if (const auto* const unary = std::get_if<ast::Unary>(&expr.node); unary != nullptr && unary->op == ast::UnaryOp::logical_not) return negated(truth(*unary->operand));
        if (const auto* const binary = std::get_if<ast::Binary>(&expr.node)) return comparison(binary->op, value(*binary->left), value(*binary->right));
        if (const auto* const null = std::get_if<ast::IsNull>(&expr.node)) return is_null(*null);
        if (const auto* const between = std::get_if<ast::Between>(&expr.node)) return within(*between);
        if (const auto* const list = std::get_if<ast::InList>(&expr.node)) return member(*list);
        return {};
    }

private:
    [[nodiscard]] Truth combined(const ast::Logic& logic) const {
        const bool decisive = logic.op == ast::LogicOp::or_;
        bool known = true;
        for (const ast::Expr& operand : logic.operands) {
            const Truth part = truth(operand);
            if (part == Truth(decisive)) return decisive;
            known = known && part.has_value();
        }
        return known ? Truth(!decisive) : Truth();
    }

    [[nodiscard]] Truth is_null(const ast::IsNull& node) const {
        const auto* const column = std::get_if<ast::ColumnName>(&node.operand->node);
        const auto known = column == nullptr ? row_.end() : row_.find(to_lower(column->name.last()));
        if (known == row_.end()) return {};
        return known->second.has_value() == node.negated;
    }

    [[nodiscard]] Truth within(const ast::Between& node) const {
        const Value at = value(*node.operand), low = value(*node.low), high = value(*node.high);
        if (!at || !low || !high) return {};
        return (compared(*at, *low) >= 0 && compared(*at, *high) <= 0) != node.negated;
    }

    [[nodiscard]] Truth member(const ast::InList& node) const {
        const Value at = value(*node.operand);
        if (!at) return {};
        bool all_known = true;
        for (const ast::Expr& item : node.items) {
            const Value other = value(item);
            if (other && compared(*at, *other) == 0) return !node.negated;
            all_known = all_known && other.has_value();
        }
        return all_known ? Truth(node.negated) : Truth();
    }

    static Truth comparison(ast::BinaryOp op, const Value& left, const Value& right) {
        if (!left || !right) return {};
        const int order = compared(*left, *right);
        switch (op) {
        case ast::BinaryOp::equal: return order == 0;
        case ast::BinaryOp::not_equal: return order != 0;
        case ast::BinaryOp::less: return order < 0;
        case ast::BinaryOp::less_equal:
        case ast::BinaryOp::not_greater: return order <= 0;
        case ast::BinaryOp::greater: return order > 0;
        case ast::BinaryOp::greater_equal:
        case ast::BinaryOp::not_less: return order >= 0;
        default: return {};
        }
    }

    /// The value of a column, a constant or LEN of one; nothing for NULL and for what is not known here.
    [[nodiscard]] Value value(const ast::Expr& expr) const {
        if (const auto* const literal = std::get_if<ast::Literal>(&expr.node)) return literal->literal == ast::LiteralKind::null ? Value() : Value(literal->text);
        if (const auto* const column = std::get_if<ast::ColumnName>(&expr.node)) {
            const auto known = row_.find(to_lower(column->name.last()));
            return known == row_.end() ? Value() : known->second;
        }
        if (const auto* const unary = std::get_if<ast::Unary>(&expr.node); unary != nullptr && unary->op == ast::UnaryOp::minus) {
            const Value operand = value(*unary->operand);
            return operand && number(*operand) ? Value("-" + *operand) : Value();
        }
        const auto* const call = get_boxed<ast::Call>(expr.node);
        if (call == nullptr || call->args.size() != 1 || !equal_ignoring_case(call->function.last(), "len")) return {};
        const Value text = value(call->args[0]);
        if (!text) return {};
        const std::size_t last = text->find_last_not_of(' ');
        return std::to_string(last == std::string::npos ? 0 : last + 1);
    }

    const RowValues& row_;
};

} // namespace

bool violates(const ast::Expr& check, const RowValues& row) { return Evaluation(row).truth(check) == Truth(false); }

} // namespace t2d::passes::generate
