// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/arena.h"

namespace t2d::passes {

/// Short functions to build relational IR in an arena, so that passes never nest constructors. Simplifies what is trivially
/// constant: `true and x` is x, a conversion to the same type is the operand.
class Builder {
public:
    explicit Builder(ir::Arena& arena) : arena_(arena) {}

    [[nodiscard]] ir::Arena& arena() const { return arena_; }

    // ---- scalars
    [[nodiscard]] ir::ScalarRef null(const SqlType& type) const;
    [[nodiscard]] ir::ScalarRef integer(long long value) const;
    [[nodiscard]] ir::ScalarRef text(std::string value) const;
    /// The constant condition TRUE or FALSE (type bit).
    [[nodiscard]] ir::ScalarRef boolean(bool value) const;
    [[nodiscard]] ir::ScalarRef column(const ir::Quantifier& quantifier, int index) const;
    [[nodiscard]] ir::ScalarRef column(ir::QuantId quant, int index, const ir::Column& column) const;
    /// Conversion as T-SQL does it implicitly; the operand itself where the types are the same to every target.
    [[nodiscard]] ir::ScalarRef convert(ir::ScalarRef operand, const SqlType& type) const;
    /// The value as a variable or parameter of `type` keeps it: texts are cut at the declared length.
    [[nodiscard]] ir::ScalarRef stored(ir::ScalarRef value, const SqlType& type) const;
    [[nodiscard]] ir::ScalarRef conjunction(std::vector<ir::ScalarRef> conditions) const;
    [[nodiscard]] ir::ScalarRef conjunction(ir::ScalarRef a, ir::ScalarRef b) const;
    [[nodiscard]] ir::ScalarRef disjunction(ir::ScalarRef a, ir::ScalarRef b) const;
    /// FALSE or UNKNOWN of `condition`: the complement of the rows that a WHERE would keep.
    [[nodiscard]] ir::ScalarRef is_not_true(ir::ScalarRef condition) const;
    [[nodiscard]] ir::ScalarRef is_null(ir::ScalarRef operand, bool negated = false) const;
    [[nodiscard]] ir::ScalarRef equal(ir::ScalarRef a, ir::ScalarRef b) const;
    [[nodiscard]] ir::ScalarRef exists(ir::RelRef query, bool negated = false) const;
    [[nodiscard]] ir::ScalarRef subquery(ir::RelRef query) const;
    /// CASE WHEN condition THEN a ELSE b END; folds a constant condition.
    [[nodiscard]] ir::ScalarRef choose(ir::ScalarRef condition, ir::ScalarRef a, ir::ScalarRef b) const;
    [[nodiscard]] ir::ScalarRef coalesce(ir::ScalarRef a, ir::ScalarRef b) const;
    [[nodiscard]] ir::ScalarRef add(ir::ScalarRef a, ir::ScalarRef b) const;
    [[nodiscard]] ir::ScalarRef aggregate(ir::AggregateKind kind, std::vector<ir::ScalarRef> args, const SqlType& type) const;

    // ---- relations
    [[nodiscard]] ir::Quantifier quantifier(ir::RelRef rel, std::string alias = {}) const;
    [[nodiscard]] ir::FromRef from(const ir::Quantifier& quantifier) const;
    [[nodiscard]] ir::FromRef join(ir::JoinKind kind, ir::FromRef left, ir::FromRef right, ir::ScalarRef on, bool lateral = false) const;
    [[nodiscard]] ir::RelRef select(ir::Select select, std::vector<ir::Column> columns) const;
    /// `select <all columns> from rel where condition`.
    [[nodiscard]] ir::RelRef filter(const ir::Quantifier& input, ir::ScalarRef condition) const;
    [[nodiscard]] ir::RelRef empty(std::vector<ir::Column> columns) const;
    /// UNION ALL; nested ones are flattened, empty inputs left out.
    [[nodiscard]] ir::RelRef union_all(std::vector<ir::RelRef> inputs, std::vector<ir::Column> columns) const;
    /// The same relation under another label.
    [[nodiscard]] ir::RelRef labelled(ir::RelRef rel, std::string label) const;
    /// All rows of a relation as one value; `rows_of` reads them again.
    [[nodiscard]] ir::ScalarRef collected(ir::RelRef rel) const;
    [[nodiscard]] ir::RelRef rows_of(ir::ScalarRef collected, std::vector<ir::Column> columns, std::string label) const;
    /// A one-row relation that counts the rows of `rel`.
    [[nodiscard]] ir::RelRef count_rows(ir::RelRef rel) const;

private:
    ir::Arena& arena_;
};

/// All columns of a quantifier as items of a Select.
[[nodiscard]] std::vector<ir::ScalarRef> all_columns(const Builder& build, const ir::Quantifier& quantifier);
/// Whether a scalar is the constant TRUE / FALSE condition (null pointers are TRUE: no condition).
[[nodiscard]] bool is_constant_true(ir::ScalarRef condition);
[[nodiscard]] bool is_constant_false(ir::ScalarRef condition);
/// Whether a value of type `from` must be converted to be a value of `to` (lengths of strings are the target's business).
[[nodiscard]] bool needs_conversion(const SqlType& from, const SqlType& to);
/// Whether a relation is a Values node without rows.
[[nodiscard]] bool is_empty(ir::RelRef rel);

} // namespace t2d::passes
