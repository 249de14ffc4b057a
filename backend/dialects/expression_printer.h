// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/dialects/spelling.h"

namespace t2d::backend {

/// Prints one expression so that it gives exactly what SQL Server gives: what SQL engines share; the rest is the target's `Spelling`.
class ExpressionPrinter {
public:
    ExpressionPrinter(const Spelling& spelling, const Surroundings& around, int indent) : spelling_(spelling), around_(around), indent_(indent) {}

    [[nodiscard]] Printed print(const ir::Scalar& scalar) const;
    [[nodiscard]] Printed condition(const ir::Scalar& scalar) const;
    [[nodiscard]] Printed as_type(const ir::Scalar& scalar, const SqlType& type) const;
    [[nodiscard]] Printed compared(const ir::Scalar& scalar) const;
    [[nodiscard]] Printed grouping_key(const ir::Scalar& scalar) const;
    [[nodiscard]] std::string sort_key(const ir::SortKey& key) const;

private:
    [[nodiscard]] std::string text(const ir::Scalar& scalar, int at_least = strength::any) const;
    [[nodiscard]] Printed constant(const ir::Constant& node, const SqlType& type) const;
    [[nodiscard]] Printed arithmetic(const ir::Arithmetic& node, const SqlType& type) const;
    [[nodiscard]] Printed unary(const ir::UnaryOp& node, const SqlType& type) const;
    /// An operand of a form, printed once however often the form has it.
    struct Operand {
        const ir::Scalar* scalar = nullptr;
        Printed printed;
    };
    [[nodiscard]] std::vector<Operand> operands(const std::vector<ir::ScalarRef>& scalars) const;
    /// A form with its operands in their places.
    [[nodiscard]] Printed filled(const Form& form, const std::vector<Operand>& operands) const;
    [[nodiscard]] Printed placed(char sigil, const Operand& operand) const;
    /// The value as SQL Server has it: a decimal with its own scale, a CHAR with its blanks.
    [[nodiscard]] Printed exact_value(const Operand& operand) const;
    [[nodiscard]] Printed as_type(const Operand& operand, const SqlType& type) const;
    /// A form that converts the printed operand.
    [[nodiscard]] Printed converted(const Conversion& conversion, const Printed& printed) const;
    [[nodiscard]] Printed compare(const ir::Compare& node) const;
    struct Side {
        std::string text;
        int strength = strength::atom;
        bool collated = false;
    };
    [[nodiscard]] Side comparand(const ir::Scalar& scalar, ir::StringComparison strings) const;
    void agree(Side& left, Side& right, const ir::Scalar& a, const ir::Scalar& b, ir::StringComparison strings, bool ordered = false) const;
    [[nodiscard]] Side exactly(Side side, ir::StringComparison strings, bool ordered) const;
    [[nodiscard]] Side under_collation(Side side, const ir::Scalar& scalar, ir::StringComparison strings) const;
    /// How a key compares that does so under a collation of its own; the default for all others.
    [[nodiscard]] ir::StringComparison exact_key(const ir::Scalar& scalar) const;
    void check(Side& side, const ir::Scalar& scalar) const;
    [[nodiscard]] static std::string at(const Side& side, int at_least);
    [[nodiscard]] std::string logic_operand(const ir::Scalar& scalar, int at_least) const;
    [[nodiscard]] Printed logic(const ir::Logic& node) const;
    [[nodiscard]] Printed in_list(const ir::InList& node) const;
    [[nodiscard]] Printed like(const ir::Like& node) const;
    [[nodiscard]] Printed quantified(const ir::Quantified& node) const;
    [[nodiscard]] Printed in_query(const ir::InQuery& node) const;
    [[nodiscard]] Printed case_expr(const ir::Case& node, const SqlType& type) const;
    [[nodiscard]] Printed convert(const ir::Convert& node, const SqlType& type) const;
    [[nodiscard]] Printed call(const ir::Call& node, const SqlType& type) const;
    [[nodiscard]] Printed null_if(const ir::Call& node, const SqlType& type) const;
    [[nodiscard]] Printed aggregate(const ir::Aggregate& node, const SqlType& type) const;
    [[nodiscard]] Printed collect(const ir::Aggregate& node, const SqlType& type) const;
    [[nodiscard]] Printed aggregate_text(ir::AggregateKind kind, const std::vector<ir::ScalarRef>& args, bool distinct, const SqlType& type, const std::string& tail) const;
    [[nodiscard]] Printed window(const ir::Window& node, const SqlType& type) const;
    [[nodiscard]] std::string over(const ir::Window& node) const;
    [[nodiscard]] std::string frame(const ir::Frame& frame) const;
    [[nodiscard]] ExpressionPrinter deeper(int by) const {
        ExpressionPrinter out(spelling_, around_, indent_ + by);
        out.bare_ = bare_;
        out.ends_count_ = ends_count_;
        return out;
    }
    /// For one side of a comparison, which sees no trailing blanks: a CHAR that becomes a VARCHAR need not be filled up.
    [[nodiscard]] ExpressionPrinter without_ends() const {
        ExpressionPrinter out = deeper(0);
        out.ends_count_ = false;
        return out;
    }
    /// For arguments of aggregates and for grouping keys: columns are read row by row.
    [[nodiscard]] ExpressionPrinter row_wise() const {
        ExpressionPrinter out(spelling_, around_, indent_);
        out.bare_ = true;
        return out;
    }

    [[nodiscard]] std::string cast(const std::string& text, const SqlType& type) const { return "cast(" + text + " as " + spelling_.type_name(type) + ")"; }

    const Spelling& spelling_;
    const Surroundings& around_;
    int indent_;
    bool bare_ = false;
    bool ends_count_ = true; ///< trailing blanks of the value matter
};

} // namespace t2d::backend
