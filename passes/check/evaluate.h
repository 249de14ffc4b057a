// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "passes/check/builder.h"
#include "passes/check/value.h"

namespace t2d::passes::check {

using Row = std::map<std::string, Value>; ///< by column, lower case
using RowPtr = std::shared_ptr<const Row>;
using Rows = std::vector<RowPtr>;

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
    Evaluator(Builder& builder, const Database& database, std::size_t steps) : b_(builder), database_(database), steps_(steps), all_steps_(steps) {}
    /// The rows; nothing when it is unknown which rows there are. Single values may be `unknown`.
    std::optional<Rows> relation(TermId rel);
    /// Whether a condition that reads no rows around it is surely not true.
    bool never(TermId condition);
    [[nodiscard]] std::size_t spent() const { return all_steps_ - steps_; }

private:
    using Env = std::map<TermId, RowPtr>; ///< the row of each use of a relation; none for a missed outer join
    /// What a value is computed for: the rows of a block, their group, and all rows of the block where windows look at them.
    struct Context {
        Env env;
        const std::vector<Env>* group = nullptr;
        const std::vector<Context>* all = nullptr;
    };
    struct Group {
        std::vector<Env> rows;
    };
    enum class Match { no, yes, unknown };

    std::optional<Rows> rows(TermId rel, const Env& env);
    std::optional<Rows> set_operation(TermId rel, const Env& env);
    std::optional<Rows> select(TermId rel, const Env& env);
    std::optional<std::vector<Env>> joined(const SelectParts& parts, const Env& env);
    bool join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after);
    bool full_join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after, const Env& outer);
    std::optional<RowPtr> picked(const JoinPart& join, const Env& env, const Rows& matches);
    std::optional<std::vector<Group>> groups(const SelectParts& parts, const std::vector<Env>& rows);
    bool limited(const SelectParts& parts, std::vector<Context>& contexts);
    Match all_true(const Terms& conditions, const Env& env);

    Value value(TermId id, const Context& context);
    Value computed(TermId id, const Context& context);
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

    /// The uses of relations that a term reads and does not hold itself.
    const std::set<TermId>& free_uses(TermId id);
    const SelectParts& parts(TermId select);
    [[nodiscard]] bool spend() { return steps_ > 0 && steps_-- > 0; }

    Builder& b_;
    const Database& database_;
    std::size_t steps_, all_steps_;
    std::unordered_map<TermId, std::set<TermId>> free_;
    std::unordered_map<TermId, SelectParts> parts_;
    std::unordered_map<TermId, std::optional<Rows>> closed_; ///< rows of relations that read nothing around them
};

/// The rows without those that come again; nothing when a value that tells them apart is unknown.
[[nodiscard]] std::optional<Rows> without_duplicates(const Rows& rows);

} // namespace t2d::passes::check
