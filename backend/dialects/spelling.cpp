// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/spelling.h"

#include <algorithm>

#include "backend/dialects/expression_printer.h"
#include "ir/match.h"

namespace t2d::backend {

using namespace ir;

SqlType Spelling::native_of(const SqlType& type, const std::vector<SqlType>& values) const {
    const bool number = type.is_number() && type.kind != TypeKind::bit;
    SqlType widest = type;
    for (const SqlType& value : values)
        if (type.is_integer() && value.is_integer() && value.kind > widest.kind) widest = value;
    if (widest.kind != type.kind) return widest;
    const bool same = std::all_of(values.begin(), values.end(), [&](const SqlType& value) { return !value.known() || value.kind == TypeKind::null || same_type(value, type); });
    return same || !number ? type : simple_type(TypeKind::other);
}

Printed SqlDialect::expression(const Scalar& scalar, const Surroundings& around, int indent) const {
    Printed out = ExpressionPrinter(spelling_, around, indent).print(scalar);
    if (const auto own = literal_type(scalar)) out.type = *own;
    return out;
}

Printed SqlDialect::value_of_type(const Scalar& scalar, const SqlType& type, const Surroundings& around, int indent) const { return ExpressionPrinter(spelling_, around, indent).as_type(scalar, type); }

Printed SqlDialect::condition(const Scalar& scalar, const Surroundings& around, int indent) const { return ExpressionPrinter(spelling_, around, indent).condition(scalar); }

Printed SqlDialect::grouping_key(const Scalar& scalar, const Surroundings& around, int indent) const { return ExpressionPrinter(spelling_, around, indent).grouping_key(scalar); }

Printed SqlDialect::compared(const Scalar& scalar, const Surroundings& around, int indent) const { return ExpressionPrinter(spelling_, around, indent).compared(scalar); }

std::string SqlDialect::sort_key(const SortKey& key, const Surroundings& around, int indent) const { return ExpressionPrinter(spelling_, around, indent).sort_key(key); }

Printed SqlDialect::exactly(const Printed& printed) const {
    std::string text = printed.trimmed ? printed.text : "rtrim(" + printed.text + ")";
    if (!printed.collated) return {text, printed.trimmed ? printed.strength : strength::atom, printed.type, false, true};
    if (printed.trimmed && printed.strength < strength::atom) text = "(" + text + ")";
    return {text + spelling_.exact_collation(), strength::unary, printed.type, false, true};
}

std::string SqlDialect::collated(std::string_view column, bool trim, StringRule strings) const { return spelling_.compared(trim ? "rtrim(" + std::string(column) + ")" : std::string(column), strings); }

std::optional<std::string> SqlDialect::unsupported(const Scalar& scalar) const {
    using Why = std::optional<std::string>;
    const auto refused = [](const Form& form) { return form.refused.empty() ? Why{} : Why(form.refused); };
    const Why by_form = match(
        scalar.node, [&](const Call& n) { return refused(spelling_.call_form(n, scalar.type)); },
        [&](const Convert& n) { return refused(spelling_.conversion_form({*n.operand, n.operand->type, scalar.type, n.style, n.try_, n.implicit})); },
        [&](const Arithmetic& n) { return refused(spelling_.arithmetic_form(n, scalar.type, n.left->type, n.right->type)); },
        [&](const Like& n) { return refused(spelling_.like_form(n, true)); }, [](const auto&) { return Why{}; });
    return by_form ? by_form : spelling_.unsupported(scalar);
}

} // namespace t2d::backend
