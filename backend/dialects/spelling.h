// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "backend/dialects/form.h"

namespace t2d::backend {

/// SUM, AVG and the like: `wrap` puts an aggregate of a given name around the argument (with DISTINCT and OVER where they were written).
struct NumberAggregate {
    ir::AggregateKind kind;
    SqlType from, native; ///< of the argument: in T-SQL, and what the target makes of it
    SqlType type;         ///< of the result
    std::string argument;
    std::function<std::string(std::string_view name, const std::string& argument)> wrap;
};

[[nodiscard]] inline bool is_percentile(ir::WindowKind kind) { return kind == ir::WindowKind::percentile_cont || kind == ir::WindowKind::percentile_disc; }

/// What a target spells in its own way. Everything that SQL engines share is in `ExpressionPrinter`, which asks this.
class Spelling {
public:
    virtual ~Spelling() = default;
    [[nodiscard]] virtual std::string type_name(const SqlType& type) const = 0;
    /// Whether a value of the one type is a value of the other as it is.
    [[nodiscard]] virtual bool same_type(const SqlType& a, const SqlType& b) const { return type_name(a) == type_name(b); }
    /// The type of what a function of values of `type` gives.
    [[nodiscard]] virtual SqlType result_of_function(const SqlType& type) const { return type; }
    [[nodiscard]] virtual std::string identifier(std::string_view name) const = 0;
    /// The COLLATE clause after a text that compares as in SQL Server's default collation.
    [[nodiscard]] virtual std::string collation(StringRule strings) const = 0;
    /// `text` with that clause.
    [[nodiscard]] virtual std::string compared(const std::string& text, StringRule strings) const { return text + collation(strings); }
    /// Whether the other side of a comparison must be `compared`, too, although one clause decides for both.
    [[nodiscard]] virtual bool compares_both() const { return false; }
    /// The COLLATE clause after a text that has that collation and must compare character by character.
    [[nodiscard]] virtual std::string exact_collation() const = 0;
    /// The COLLATE clause after a text that sorts as in a dictionary, small letters before capitals.
    [[nodiscard]] virtual std::string dictionary_collation() const = 0;
    /// Whether the value of a subquery keeps the collation that it has there.
    [[nodiscard]] virtual bool keeps_collations() const { return false; }
    /// A value of `type` that fails with a message when it is asked for.
    [[nodiscard]] virtual std::string failure(std::string_view message, const SqlType& type) const = 0;
    /// A constant that is neither NULL nor a text, a bit or a whole or decimal number.
    [[nodiscard]] virtual std::string constant(const ir::Constant& node, const SqlType& type) const = 0;
    /// The type that the target gives a constant number.
    [[nodiscard]] virtual SqlType type_of_number(const ir::Constant&, const SqlType& type) const { return type; }
    [[nodiscard]] virtual Form call_form(const ir::Call& node, const SqlType& type) const = 0;
    [[nodiscard]] virtual Form conversion_form(const Conversion& conversion) const = 0;
    /// `left` and `right` are what the target makes of the operands.
    [[nodiscard]] virtual Form arithmetic_form(const ir::Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) const = 0;
    /// `$0` is the operand, `$1` the pattern; the escape character is part of the text.
    [[nodiscard]] virtual Form like_form(const ir::Like& node, bool ignore_case) const = 0;
    [[nodiscard]] virtual Printed number_aggregate(const NumberAggregate& call) const = 0;
    [[nodiscard]] virtual std::string grouping_id() const = 0;
    /// An aggregate: all rows as one list of structs.
    /// The function of PERCENTILE_CONT (`continuous`) or PERCENTILE_DISC over ascending values, without its OVER clause; asked only where the target has one for windows.
    [[nodiscard]] virtual std::string percentile(bool continuous, const std::string& share, const std::string& value) const = 0;
    [[nodiscard]] virtual std::string row_list(const std::vector<std::string>& names, const std::vector<std::string>& values) const = 0;
    /// A key of a window, where the target takes less than elsewhere.
    [[nodiscard]] virtual std::string window_key(std::string text) const { return text; }
    /// Why this node has no exact form, beside those that have none by the forms above.
    [[nodiscard]] virtual std::optional<std::string> unsupported(const ir::Scalar& scalar) const = 0;

    /// The type of what the target makes of several values that T-SQL gives one `type` (CASE, COALESCE); kind `other` where it may be
    /// another than `type`.
    [[nodiscard]] SqlType native_of(const SqlType& type, const std::vector<SqlType>& values) const;
};

/// A dialect whose expressions `ExpressionPrinter` prints.
class SqlDialect : public Dialect {
public:
    explicit SqlDialect(const Spelling& spelling) : spelling_(spelling) {}
    using Dialect::unsupported;
    [[nodiscard]] std::string type_name(const SqlType& type) const override { return spelling_.type_name(type); }
    [[nodiscard]] bool same_type(const SqlType& a, const SqlType& b) const override { return spelling_.same_type(a, b); }
    [[nodiscard]] std::string identifier(std::string_view name) const override { return spelling_.identifier(name); }
    [[nodiscard]] Printed expression(const ir::Scalar& scalar, const Surroundings& around, int indent) const override;
    [[nodiscard]] Printed value_of_type(const ir::Scalar& scalar, const SqlType& type, const Surroundings& around, int indent) const override;
    [[nodiscard]] Printed condition(const ir::Scalar& scalar, const Surroundings& around, int indent) const override;
    [[nodiscard]] Printed grouping_key(const ir::Scalar& scalar, const Surroundings& around, int indent) const override;
    [[nodiscard]] Printed compared(const ir::Scalar& scalar, const Surroundings& around, int indent) const override;
    [[nodiscard]] std::string sort_key(const ir::SortKey& key, const Surroundings& around, int indent) const override;
    [[nodiscard]] std::string collated(std::string_view column, bool trim, StringRule strings) const override;
    [[nodiscard]] Printed exactly(const Printed& printed) const override;
    [[nodiscard]] std::optional<std::string> unsupported(const ir::Scalar& scalar) const override;

private:
    const Spelling& spelling_;
};

} // namespace t2d::backend
