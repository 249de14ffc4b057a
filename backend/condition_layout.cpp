// SPDX-License-Identifier: Apache-2.0
#include "backend/condition_layout.h"

#include "backend/layout.h"

namespace t2d::backend {

namespace {

const ir::Logic* as_logic(const ir::Scalar& scalar, ir::LogicOp op) {
    const auto* logic = std::get_if<ir::Logic>(&scalar.node);
    return logic != nullptr && logic->op == op ? logic : nullptr;
}

/// Lays one condition out as lines at column `indent`.
class Layout {
public:
    Layout(const Dialect& dialect, const Surroundings& around) : dialect_(dialect), around_(around) {}

    [[nodiscard]] std::string lines(const ir::Scalar& scalar, int indent) const {
        const auto* logic = std::get_if<ir::Logic>(&scalar.node);
        if (logic == nullptr) return dialect_.condition(scalar, around_, indent).text;
        const Printed whole = dialect_.condition(scalar, around_, indent);
        if (logic->op == ir::LogicOp::or_ && fits(whole.text, indent)) return whole.text;
        const std::string word = logic->op == ir::LogicOp::and_ ? "and " : "or ";
        std::string out;
        for (const ir::ScalarRef operand : logic->operands) {
            if (!out.empty()) out += "\n" + blanks(indent) + word;
            out += operand_of(whole, *logic, *operand, indent);
        }
        return out;
    }

private:
    [[nodiscard]] std::string operand_of(const Printed& whole, const ir::Logic& logic, const ir::Scalar& operand,
                                         int indent) const {
        if (as_logic(operand, logic.op) != nullptr) return lines(operand, indent);
        const Printed printed = dialect_.condition(operand, around_, indent);
        const bool long_logic = std::holds_alternative<ir::Logic>(operand.node) && !fits(printed.text, indent + kStep);
        if (printed.strength >= whole.strength && !long_logic) return printed.text;
        if (fits(printed.text, indent + kStep)) return "(" + printed.text + ")";
        const int inner = indent + kStep;
        return "(\n" + blanks(inner) + lines(operand, inner) + "\n" + blanks(indent) + ")";
    }

    const Dialect& dialect_;
    const Surroundings& around_;
};

/// `not exists (` and its like: the rest of the condition hangs below the keyword's own line.
bool opens_parenthesis(std::string_view text, int indent) {
    const std::string_view first = text.substr(0, text.find('\n'));
    return !first.empty() && first.back() == '(' && first.find("case") == std::string_view::npos && fits(first, indent);
}

} // namespace

std::string condition_clause(std::string_view keyword, const ir::Scalar& condition, const Dialect& dialect,
                             const Surroundings& around, int indent) {
    const Layout layout(dialect, around);
    const std::string head = std::string(keyword) + " ";
    const int after = indent + static_cast<int>(head.size());
    if (as_logic(condition, ir::LogicOp::and_) == nullptr) {
        const std::string text = layout.lines(condition, indent);
        if (fits(text, after) || (!is_one_line(text) && opens_parenthesis(text, after))) return head + text;
    }
    return std::string(keyword) + "\n" + blanks(indent + kStep) + layout.lines(condition, indent + kStep);
}

std::string join_condition(const ir::Scalar& condition, const Dialect& dialect, const Surroundings& around,
                           int indent) {
    const Layout layout(dialect, around);
    const std::string text = layout.lines(condition, indent);
    const bool alternatives = as_logic(condition, ir::LogicOp::or_) != nullptr;
    if (!alternatives || fits(text, indent + 3)) return "on " + text;
    return "on\n" + blanks(indent + kStep) + layout.lines(condition, indent + kStep);
}

} // namespace t2d::backend
