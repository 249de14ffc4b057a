// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "ir/equivalence.h"
#include "passes/check/builder.h"

namespace t2d::passes::check {

/// The rule for tables that no DDL declares: what is read of them is taken to have the type that it is stored as.
constexpr const char* kUndeclared = "types without DDL";

/// How one difference is judged: a `rule` explains it, a `clear` one contradicts, a `likely` one does if nothing else around it makes up for it,
/// an `unclear` one may be two spellings of one thing.
enum class Weight { rule, unclear, likely, clear };

struct Difference {
    std::string check; ///< columns, joins, predicates, grain, …; `column x` for one output
    Weight weight = Weight::unclear;
    std::string rule;
    TermId left = 0, right = 0;
};

/// How the rows of a table are numbered.
struct Numbers {
    std::string table, column;
    double seed = 1, step = 1;
    bool restarts = true; ///< where the table is loaded anew
};

/// Compares two relations in canonical form as trees and says where and how they differ.
class Comparison {
public:
    explicit Comparison(Builder& builder) : b_(builder) {}
    /// Differences in the order they are met; none when the relations are equal.
    std::vector<Difference> relations(TermId left, TermId right);

private:
    void unions(TermId left, TermId right, const std::string& check);
    void blocks(TermId left, TermId right, const std::string& column_check);
    void joins(TermId left, TermId& right);
    void outputs(TermId left, TermId right, const std::string& column_check);
    [[nodiscard]] TermId renamed_like(TermId left, TermId right) const;
    void sets(const Terms& left, const Terms& right, const std::string& check);
    void terms(TermId left, TermId right, const std::string& check);
    bool scaled_division(TermId left, TermId right, const std::string& check);
    [[nodiscard]] bool numbers(TermId identity, TermId value) const;
    [[nodiscard]] bool reads_table(TermId in, const std::string& table) const;
    [[nodiscard]] bool has_row(TermId last) const;
    [[nodiscard]] bool is_other_column(TermId value, const Numbers& numbering) const;
    [[nodiscard]] bool is_last_number(TermId value, const Numbers& numbering) const;
    [[nodiscard]] bool starts_behind_all(TermId start, const Numbers& numbering) const;
    bool explained(TermId left, TermId right, const std::string& check);
    TermId unconverted(TermId value, const std::string& type);
    bool contradicts(TermId left, TermId right) const;
    [[nodiscard]] bool drops_arms(TermId left, TermId right) const;
    [[nodiscard]] bool gives_values(TermId id) const;
    [[nodiscard]] bool constants_contradict(TermId left, TermId right) const;
    bool same_shape(TermId left, TermId right, const std::string& check);
    void note(const std::string& check, Weight weight, TermId left, TermId right, std::string rule = {});
    [[nodiscard]] bool is_clear(TermId id) const;
    [[nodiscard]] std::vector<std::pair<TermId, TermId>> paired(Terms& left, Terms& right) const;
    [[nodiscard]] double likeness(TermId left, TermId right) const;

    Builder& b_;
    TermId procedure_ = 0; ///< the whole left side
    bool joined_ = false; ///< the blocks that are compared next are operands of a join: what they give is compared where it is read
    int foreign_ = 0;     ///< depth of calls whose arguments may mean something else on each side: constants in them say nothing
    Substitution paired_uses_; ///< uses of the right side that stand for one of the left side: columns of blocks around name them, too
    std::vector<Difference> found_;
};

} // namespace t2d::passes::check
