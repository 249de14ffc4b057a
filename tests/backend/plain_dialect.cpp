// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/plain_dialect.h"

#include <fmt/format.h>

#include "ir/match.h"

namespace t2d::test {

using backend::Printed;
using backend::Surroundings;

namespace {

constexpr int kOr = 1, kAnd = 2, kCompare = 4, kSum = 5, kAtom = 9;

std::string aggregate_name(ir::AggregateKind kind) {
    return kind == ir::AggregateKind::sum ? "sum" : kind == ir::AggregateKind::max ? "max" : "count";
}

/// One visit of an expression tree.
class Printer {
public:
    Printer(const Surroundings& around, int indent) : around_(around), indent_(indent) {}

    [[nodiscard]] Printed print(const ir::Scalar& scalar) const {
        Printed out{"", kAtom, scalar.type, false, false};
        out.text = match(
            scalar.node,
            [&](const ir::Constant& n) -> std::string {
                if (n.is_null) return out.type = simple_type(TypeKind::null), "null";
                return scalar.type.is_string() ? "'" + n.text + "'" : n.text;
            },
            [&](const ir::ColumnRef& n) -> std::string {
                const backend::PrintedColumn column = around_.column(n);
                out.type = column.type;
                out.collated = column.collated;
                out.trimmed = column.trimmed;
                return column.text;
            },
            [&](const ir::ParamRef& n) { return around_.parameter(n.name); },
            [&](const ir::Arithmetic& n) {
                out.strength = kSum;
                return text(n.left) + " + " + text(n.right);
            },
            [&](const ir::Compare& n) {
                out.strength = kCompare;
                return text(n.left) + (n.op == ir::CompareOp::equal ? " = " : " <> ") + text(n.right);
            },
            [&](const ir::Logic& n) {
                out.strength = n.op == ir::LogicOp::and_ ? kAnd : kOr;
                return logic(n, out.strength);
            },
            [&](const ir::IsNull& n) { return text(n.operand) + (n.negated ? " is not null" : " is null"); },
            [&](const ir::Exists& n) {
                return (n.negated ? "not exists " : "exists ") + around_.subquery(n.query, indent_);
            },
            [&](const ir::ScalarSubquery& n) { return around_.subquery(n.query, indent_); },
            [&](const ir::Aggregate& n) {
                return aggregate_name(n.function) + "(" + (n.args.empty() ? "*" : text(n.args[0])) + ")";
            },
            [](const auto&) { return std::string("unsupported"); });
        return out;
    }

private:
    [[nodiscard]] std::string text(ir::ScalarRef scalar) const { return print(*scalar).text; }

    [[nodiscard]] std::string logic(const ir::Logic& logic, int strength) const {
        std::string out;
        for (const ir::ScalarRef operand : logic.operands) {
            if (!out.empty()) out += logic.op == ir::LogicOp::and_ ? " and " : " or ";
            const Printed printed = print(*operand);
            out += printed.strength < strength ? "(" + printed.text + ")" : printed.text;
        }
        return out;
    }

    const Surroundings& around_;
    int indent_;
};

} // namespace

std::string PlainDialect::type_name(const SqlType& type) const {
    if (type.is_string()) return "varchar";
    if (type.kind == TypeKind::decimal) return fmt::format("decimal({}, {})", type.precision, type.scale);
    if (type.kind == TypeKind::int_) return "integer";
    return to_string(type);
}

std::string PlainDialect::identifier(std::string_view name) const {
    const bool plain = name != "Order" && name.find_first_of(" {\"") == std::string_view::npos;
    return plain ? std::string(name) : "\"" + std::string(name) + "\"";
}

Printed PlainDialect::expression(const ir::Scalar& scalar, const Surroundings& around, int indent) const {
    return Printer(around, indent).print(scalar);
}

Printed PlainDialect::value_of_type(const ir::Scalar& scalar, const SqlType& type, const Surroundings& around,
                                    int indent) const {
    Printed printed = expression(scalar, around, indent);
    if (!same_type(printed.type, type))
        printed = {"cast(" + printed.text + " as " + type_name(type) + ")", kAtom, type, false, false};
    return printed;
}

Printed PlainDialect::condition(const ir::Scalar& scalar, const Surroundings& around, int indent) const {
    return expression(scalar, around, indent);
}

std::string PlainDialect::collated(std::string_view column, bool trim, backend::StringRule) const {
    return (trim ? "rtrim(" + std::string(column) + ")" : std::string(column)) + " collate nocase";
}

} // namespace t2d::test
