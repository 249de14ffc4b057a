// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "passes/check/builder.h"
#include "passes/check/decisions.h"
#include "passes/check/rounds.h"

namespace t2d::passes::check {

/// Gives the uses of relations names that depend on what they use, not on how they were written, drops columns that nobody reads, and names
/// columns of nested blocks by their expressions: after this, equal queries are equal terms.
class Canon {
public:
    /// With `decisions` CASE and conditions are brought into their second form: more is equal, and less is to be read.
    explicit Canon(Builder& builder, bool decisions = false) : b_(builder), decisions_(builder), decides_(decisions) {}
    /// The orders of row numbers, by the number without its order.
    using Orders = std::map<TermId, std::set<TermId>>;
    /// From here on the orders of row numbers are left out of the form, and kept in `orders`.
    void leave_out(Orders& orders) { orders_ = &orders; }
    /// The relation with all its columns, by name.
    TermId relation(const Relation& relation);
    /// A recursion that starts with one row and makes one row of each row, as `rounds`; 0 for others. `self` is what the step reads as itself.
    TermId loop_of(TermId anchor, TermId step, TermId self);
    /// A loop with its values in one form; 0 where a value is not the same each time.
    TermId made(Rounds loop);

private:
    /// What the columns of a use are called.
    struct Use {
        TermId leaf = 0;
        std::map<std::string, TermId> columns; ///< of a nested block: name → expression
        bool named = true;
    };
    struct Env {
        std::map<TermId, Use> uses;
        std::map<std::string, int> counts;
    };
    struct Result {
        TermId term = 0;
        std::map<std::string, TermId> columns;
        bool named = true; ///< columns keep their names (a base table, a recursion)
    };
    using Wanted = std::map<TermId, std::set<std::string>>; ///< names that are read of each use

    TermId rows(TermId block, const Env& env);
    Result any(TermId rel, const std::set<std::string>* wanted, const Env& env);
    Result select(TermId rel, const std::set<std::string>* wanted, Env env);
    Result rounds(TermId rel, const std::set<std::string>* wanted, const Env& around);
    [[nodiscard]] std::set<std::string> read_in(const Rounds& loop, const std::set<std::string>* wanted) const;
    TermId by_row(TermId id, Substitution& done);
    void values_by_row(SelectParts& parts);
    [[nodiscard]] bool always_there(TermId scalar) const;
    [[nodiscard]] bool not_null(TermId value, const SelectParts& block) const;
    [[nodiscard]] bool filled(TermId rel, const std::string& column) const;
    void plain_keys(SelectParts& parts);
    TermId looked_up(TermId id, Substitution& done);
    SelectParts one_row(TermId atom, TermId rel, const Terms& where);
    TermId one_exists(TermId atom, TermId rel, const Terms& where);
    TermId one_value(TermId atom, TermId rel, const Terms& where, const std::string& name);
    bool look_up_joins(SelectParts& parts, TermId self);
    Result union_all(TermId rel, const std::set<std::string>* wanted, const Env& env);
    TermId expr(TermId id, const Env& env, std::map<TermId, TermId>& done);
    TermId rebuilt(TermId id, const Env& env, std::map<TermId, TermId>& done);
    void name_use(const JoinPart& join, const std::set<std::string>& read, Env& env, std::map<TermId, TermId>& rels);
    void resolve_matches(SelectParts& parts);
    void resolve_groups(SelectParts& parts);
    void use_facts(SelectParts& parts);
    [[nodiscard]] bool closed(TermId rel, const Env& env) const;
    TermId assemble(SelectParts& parts, const std::set<std::string>* wanted);
    TermId comparable(TermId side);
    TermId ordered_sets(TermId group);
    void drop_unread(SelectParts& parts);
    void drop_own_row(SelectParts& parts);
    void substitute(SelectParts& parts, const Substitution& map);
    [[nodiscard]] bool unique(const JoinPart& join) const;
    [[nodiscard]] bool numbered_rows(const SelectParts& block, const std::set<std::string>& bound) const;
    [[nodiscard]] bool unique_block(const SelectParts& block, const std::set<std::string>& bound) const;
    void collect_wanted(TermId id, Wanted& wanted) const;

    TermId in_one_form(TermId condition) { return decides_ ? decisions_.condition(condition) : condition; }

    Builder& b_;
    Decisions decisions_;
    bool decides_;
    Orders* orders_ = nullptr;
};

} // namespace t2d::passes::check
