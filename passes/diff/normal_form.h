// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ir/ast/query.h"

namespace t2d::passes::diff {

/// What the CTEs in reach are called, by their lower-case names.
using CteNames = std::map<std::string, std::string>;

/// Gives texts numbers, equal ones the same, so that a CTE can be named after what it says.
class Interner {
public:
    [[nodiscard]] std::string name_of(const std::string& text);

private:
    std::map<std::string, int> numbers_;
};

/// One use of a relation in a FROM clause, from left to right. The first use of a comma's operand is a `from`.
struct Use {
    std::string label;            ///< the relation's name and which use of it in its block this is
    std::string kind;             ///< from, inner, left, right, full, cross, lateral, left lateral
    std::vector<ast::Expr> on;    ///< parts of the ON condition
    const ast::TableSource* source = nullptr;
    SourceSpan span;
};

/// The uses of relations of a FROM clause in normal form; they point into `block`.
[[nodiscard]] std::vector<Use> uses_of(const ast::Select& block);

/// The parts of a condition that AND joins.
[[nodiscard]] std::vector<ast::Expr> conjuncts(const ast::OptExpr& condition);

/// The query with names that do not depend on how it was written: an alias becomes the label of the relation that it stands for, a CTE the name that `ctes`
/// gives it (one that `ctes` does not know: a name for its content), columns of a block with one relation are qualified, operands of AND, OR, = and <> are sorted,
/// `a > b` is `b < a`. CTE definitions are gone. Two queries are written alike when the dumps of their normal forms (ir/ast/dump.h) are equal. Spans stay.
/// `renamed` gives labels other names: the relation that stands in the place of another one.
[[nodiscard]] ast::Query normal_form(ast::Query query, const CteNames& ctes, Interner& interner, const std::map<std::string, std::string>& renamed = {});

} // namespace t2d::passes::diff
