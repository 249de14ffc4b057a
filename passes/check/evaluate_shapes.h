// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "passes/check/builder.h"
#include "passes/check/value_functions.h"

namespace t2d::passes::check {

/// What the evaluation does with a term.
enum class Action : std::uint8_t { none, literal, column, missing, now, parameter, case_of, coalesce, scalar, aggregate, window, cast, nullif, call, truth, logic, negation, comparison, not_true, is_null, matched, exists, among, like };

using NameId = std::uint32_t; ///< a column name

/// What is known of a term before there is any database.
struct Shape {
    Action action = Action::none;
    bool seen = false; ///< all but `uses` is filled in
    bool predicate = false;
    bool uses_known = false;
    NameId name = 0;          ///< of a column
    Value constant;           ///< of a literal
    SqlType type, from;       ///< of a conversion
    const Function* function = nullptr; ///< of a call
    std::vector<TermId> uses; ///< uses of relations that the term reads and does not hold itself, sorted; when `uses_known`
};

/// A query block with its columns by number.
struct BlockShape {
    SelectParts parts;
    std::vector<std::pair<NameId, TermId>> outputs; ///< in the order of the numbers
    bool windows = false;
    std::vector<std::vector<TermId>> ready; ///< the conditions of WHERE that can be decided before the first join, and behind each one
};

/// Looks at every term once, so that it can be evaluated on many databases.
class Shapes {
public:
    explicit Shapes(Builder& builder) : b_(builder) {}
    const Shape& of(TermId id);
    const BlockShape& block(TermId select);
    const std::vector<TermId>& free_uses(TermId id);
    NameId name(const std::string& column);
    [[nodiscard]] const std::string& written(NameId name) const { return names_[name]; }
    [[nodiscard]] const TermPool& pool() const { return b_.pool(); }
    [[nodiscard]] SqlType type_of(TermId id) const { return b_.type_of(id); }

private:
    void ready_conditions(BlockShape& block);

    Builder& b_;
    std::unordered_map<TermId, Shape> shapes_; // references stay valid while shapes are added
    std::unordered_map<TermId, BlockShape> blocks_;
    std::unordered_map<std::string, NameId> numbers_;
    std::vector<std::string> names_;
};

} // namespace t2d::passes::check
