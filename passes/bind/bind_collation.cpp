// SPDX-License-Identifier: Apache-2.0
// Collations: which one a comparison uses, and keys that compare under one of their own. Predicates and functions keep it in their node; keys are wrapped in
// `Collate`. What a block gives never is: its column's type says the collation, so an expression that takes the column's place changes no comparison.
// https://learn.microsoft.com/sql/t-sql/statements/collation-precedence-transact-sql
#include <algorithm>

#include "ir/match.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

enum class Label { coercible, implicit, explicit_ };

/// The collation of a value, and how much it weighs against another one.
struct Coerced {
    StringComparison strings = StringComparison::database;
    Label label = Label::coercible;
    bool conflict = false; ///< of two that weigh the same
};

/// The database's default is taken to be one without case.
StringComparison plain(StringComparison strings) { return is_exact(strings) ? strings : StringComparison::database; }

Coerced stronger(const Coerced& a, const Coerced& b) {
    if (a.label != b.label) return a.label > b.label ? a : b;
    Coerced out = a;
    out.conflict = a.conflict || b.conflict || (a.label != Label::coercible && plain(a.strings) != plain(b.strings));
    return out;
}

Coerced coerced(ScalarRef value);

Coerced of_all(const std::vector<ScalarRef>& values) {
    Coerced out;
    for (const ScalarRef value : values)
        if (value != nullptr && value->type.is_string()) out = stronger(out, coerced(value));
    return out;
}

Coerced coerced(ScalarRef value) {
    return match(
        value->node, [&](const Collate& n) { return Coerced{comparison_named(n.collation), Label::explicit_}; },
        [&](const ColumnRef&) { return Coerced{value->type.collation, Label::implicit}; },
        [&](const ScalarSubquery& n) { return Coerced{n.query->columns.front().type.collation, Label::implicit}; },
        [&](const Case& n) {
            std::vector<ScalarRef> results{n.otherwise};
            for (const CaseArm& arm : n.arms) results.push_back(arm.then);
            return of_all(results);
        },
        [&](const Convert& n) { return of_all({n.operand}); }, [&](const Call& n) { return of_all(n.args); },
        [&](const Arithmetic& n) { return of_all({n.left, n.right}); }, [&](const Aggregate& n) { return of_all(n.args); },
        [&](const Window& n) { return of_all(n.args); }, [](const auto&) { return Coerced{}; });
}

} // namespace

/// How the operands of one comparison compare; `ordered` where one is found to be less than another.
StringComparison Binder::collation_of(const std::vector<ScalarRef>& operands, SourceSpan span, bool ordered) {
    note_texts(operands);
    const Coerced all = of_all(operands);
    if (all.conflict) fail<diag::unsupported_syntax>(span, "a comparison of texts of two collations");
    if (all.strings == StringComparison::unsupported) fail<diag::unsupported_syntax>(span, "a comparison under a collation without accents");
    if (all.strings == StringComparison::upper_first && ordered) fail<diag::unsupported_syntax>(span, "an order of texts that begins with capitals");
    return all.strings;
}

/// The same for an operand and the only column of a query.
StringComparison Binder::collation_with(ScalarRef operand, RelRef column, SourceSpan span, bool ordered) {
    return collation_of({operand, make({ScalarSubquery{column}, column->columns.front().type, true, span})}, span, ordered);
}

/// The type of a column with this value. A collation that cannot be told makes comparisons of the column unsupported, as in SQL Server.
SqlType Binder::type_with_collation(ScalarRef value) {
    SqlType type = value->type;
    const Coerced own = type.is_string() ? coerced(value) : Coerced{};
    type.collation = own.conflict ? StringComparison::unsupported : own.strings;
    return type;
}

/// A value that is compared as a key, under its collation.
ScalarRef Binder::key(ScalarRef value, bool ordered, SourceSpan span) {
    if (!value->type.is_string()) return value;
    const StringComparison strings = collation_of({value}, span, ordered);
    if (!is_exact(strings) || std::holds_alternative<Collate>(value->node)) return value;
    return make({Collate{value, std::string(name_of(strings))}, value->type, value->nullable, span});
}

/// The items of a block as they stay: those of DISTINCT are keys, others are values, whose column knows the collation.
void Binder::settle_collations(Select& block) {
    for (ScalarRef& item : block.items) {
        if (block.distinct) item = key(item, false, span_);
        else if (const auto* collate = std::get_if<Collate>(&item->node)) item = collate->operand;
    }
}

/// The rows of a query whose only column is compared under a collation.
RelRef Binder::under_collation(RelRef rel, StringComparison strings) {
    if (!is_exact(strings)) return rel;
    std::vector<Column> columns = rel->columns;
    columns.front().type.collation = strings;
    return under_collations(rel, columns);
}

/// The rows of a query that are compared as a whole, each column under its collation.
RelRef Binder::under_collations(RelRef rel, const std::vector<Column>& columns) {
    const auto exact = [](const Column& column) { return column.type.is_string() && is_exact(column.type.collation); };
    if (std::none_of(columns.begin(), columns.end(), exact)) return rel;
    const Quantifier input = build_.quantifier(rel);
    Select block;
    block.from = build_.from(input);
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const ScalarRef item = build_.column(input, static_cast<int>(i));
        if (!exact(columns[i])) block.items.push_back(item);
        else block.items.push_back(make({Collate{item, std::string(name_of(columns[i].type.collation))}, item->type, item->nullable, {}}));
    }
    return build_.select(std::move(block), rel->columns);
}

} // namespace t2d::passes
