// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "passes/check/evaluate_shapes.h"

namespace t2d::passes::check {

using Row = std::map<std::string, Value>; ///< by column, lower case

/// What tables hold and parameters are; tables by catalog key.
struct Database {
    std::map<std::string, std::vector<Row>> tables;
    std::map<std::string, Value> parameters;
    double now = 0; ///< the time of the run, in milliseconds since 1970
};

/// Computes relations (terms before `Canon`) on a small database, with T-SQL's meaning. It is for finding rows on which two relations differ, so
/// it gives nothing rather than a guess: an unknown function, a choice among equal rows, an error, or too much work make the value or the whole
/// relation unknown.
class Evaluator {
public:
    /// `shapes` keeps what is known of the terms from one database to the next.
    Evaluator(Shapes& shapes, const Database& database, std::size_t steps) : shapes_(shapes), pool_(shapes.pool()), database_(database), steps_(steps), all_steps_(steps) {}
    /// The rows; nothing when it is unknown which rows there are. Single values may be `unknown`.
    std::optional<std::vector<Row>> relation(TermId rel);
    /// Whether a condition that reads no rows around it is surely not true.
    bool never(TermId condition);
    [[nodiscard]] std::size_t spent() const { return all_steps_ - steps_; }

private:
    using Tuple = std::vector<std::pair<NameId, Value>>; ///< a row, its columns in the order of their numbers
    using RowPtr = const Tuple*;                         ///< owned by `tuples_`
    using Rows = std::vector<RowPtr>;
    /// The row of each use of a relation; none for a missed outer join.
    class Env {
    public:
        /// Nothing for a use that is not known here.
        [[nodiscard]] const RowPtr* find(TermId use) const;
        void set(TermId use, RowPtr row);
        /// Takes the rows away of all uses that `outer` does not have.
        void miss_all_but(const Env& outer);
        bool operator==(const Env&) const = default;

    private:
        std::vector<std::pair<TermId, RowPtr>> rows_; ///< few: a search in order is fastest
    };
    /// What a value is computed for: the rows of a block, their group, and all rows of the block where windows look at them.
    struct Context {
        const Env* env = nullptr;
        const std::vector<Env>* group = nullptr;
        const std::vector<Context>* all = nullptr;
    };
    struct Group {
        std::vector<Env> rows;
    };
    enum class Match { no, yes, unknown };

    std::optional<Rows> rows(TermId rel, const Env& env);
    std::optional<Rows> set_operation(TermId rel, const Env& env);
    std::optional<Rows> rounds(const Term& loop, const Env& outer);
    std::optional<Rows> select(TermId rel, const Env& env);
    std::optional<std::vector<Env>> joined(const BlockShape& block, const Env& env);
    bool join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after);
    bool full_join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after, const Env& outer);
    std::optional<RowPtr> picked(const JoinPart& join, const Env& env, const Rows& matches);
    std::optional<std::vector<Group>> groups(const SelectParts& parts, const std::vector<Env>& rows);
    bool limited(const SelectParts& parts, std::vector<Context>& contexts);
    Match all_true(const Terms& conditions, const Env& env);

    Value value(TermId id, const Context& context);
    Value computed(TermId id, const Shape& shape, const Context& context);
    Value called(const Term& term, const Shape& shape, const Context& context);
    Truth truth(TermId id, const Context& context);
    Truth logic(const Term& term, const Context& context);
    Truth comparison(const Term& term, const Context& context);
    Truth among(const Term& term, const Context& context);
    Truth like(const Term& term, const Context& context);
    Value case_of(const Term& term, const Context& context);
    Value coalesce(const Term& term, const Context& context);
    Value scalar(TermId rel, const Context& context);
    Value aggregate(const Term& term, const Context& context);
    Value texts_of_group(const Term& term, const std::vector<Env>& group);
    Value window(const Term& term, const Context& context);
    Value windowed(const Term& term, const std::vector<const Context*>& ordered, const std::vector<int>& ranks, std::size_t at);
    Value summed(std::string_view function, TermId argument, const std::vector<Value>& values);
    /// Below 0, 0, above 0 by the keys of an order; nothing when a key is unknown.
    std::optional<int> ordered(TermId order, const Context& left, const Context& right);

    std::optional<Rows> without_duplicates(const Rows& rows) const;
    RowPtr keep(Tuple row) { return &tuples_.emplace_back(std::move(row)); }
    [[nodiscard]] bool spend() { return steps_ > 0 && steps_-- > 0; }

    Shapes& shapes_;
    const TermPool& pool_;
    const Database& database_;
    std::size_t steps_, all_steps_;
    const Env no_rows_{};
    const Context nowhere_{&no_rows_, nullptr, nullptr};
    std::deque<Tuple> tuples_;
    std::unordered_map<TermId, std::optional<Rows>> closed_; ///< rows of relations that read nothing around them
};

} // namespace t2d::passes::check
