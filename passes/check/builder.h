// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ir/catalog.h"
#include "passes/check/term.h"

namespace t2d::passes::check {

using Terms = std::vector<TermId>;
using Substitution = std::unordered_map<TermId, TermId>;

/// A substitution at work: `done` starts with what is replaced and grows, `uses` are the uses of relations that occur in it.
struct Replacement {
    Substitution done;
    std::uint64_t uses = 0;
};

/// A relation with its columns in order; names are lower case.
struct Relation {
    TermId term = 0;
    std::vector<std::string> columns;
};

/// One operand of a FROM clause. `kind` is inner, left, full or pick (a left join that takes one of the matching rows: the first by `order`).
struct JoinPart {
    std::string kind = "inner";
    TermId atom = 0, rel = 0, on = 0;
    TermId order = 0;
};

/// A query block taken apart.
struct SelectParts {
    std::vector<JoinPart> joins;
    Terms where;
    std::vector<std::pair<std::string, TermId>> outputs;
    bool grouped = false;
    Terms group;
    TermId having = 0;
    bool distinct = false;
    TermId limit = 0; ///< `none`, or `limit` with the count and an `order`
};

/// Makes terms in normal form. Every rule is an equivalence of SQL over all data (docs/equivalence.md lists them), so two sides that become the
/// same term are equal.
class Builder {
public:
    Builder(TermPool& pool, const Catalog& catalog) : pool_(pool), catalog_(catalog) {}

    [[nodiscard]] TermPool& pool() { return pool_; }
    [[nodiscard]] const TermPool& pool() const { return pool_; }
    [[nodiscard]] const Catalog& catalog() const { return catalog_; }

    /// The normal form of one node over arguments that are in normal form.
    TermId build(std::string_view op, std::string_view text = {}, Terms args = {});
    TermId truth(bool value) { return pool_.make(value ? "true" : "false"); }
    TermId none() { return pool_.make("none"); }
    TermId null() { return pool_.make("lit", "null"); }
    TermId number(std::string_view text);
    TermId text(std::string_view characters);
    TermId conjunction(Terms parts) { return build("and", {}, std::move(parts)); }
    TermId column(TermId atom, std::string_view name) { return pool_.make("col", name, {atom}); }
    /// A value in the place of a condition: a bit is true when it is 1.
    TermId predicate(TermId value);
    /// What T-SQL compares: without trailing blanks and without the spelling of the database collation.
    [[nodiscard]] TermId compared(TermId value);
    /// The conversion that an assignment to a column or variable of `type` does.
    TermId assigned(TermId value, const SqlType& type);
    TermId cast(TermId value, const SqlType& type, bool try_ = false);
    /// An assignment of a value whose type no DDL says: it may convert the value or not.
    TermId stored(TermId value, const SqlType& type);

    /// A fresh use of a relation; its type and columns can be asked for through the atom.
    TermId use(TermId rel);
    TermId select(SelectParts parts);
    [[nodiscard]] SelectParts parts(TermId select) const;
    /// The rows of a table that no DDL declares. Its columns are those that are read of it, and nothing is known of their types.
    Relation undeclared(const std::string& key) { return {pool_.make("table", key, {pool_.make("undeclared")}), {}}; }
    [[nodiscard]] bool is_undeclared(TermId rel) const { return pool_.is(rel, "table") && !pool_[rel].args.empty(); }
    /// Whether a value is read from a table that no DDL declares.
    [[nodiscard]] bool reads_undeclared(TermId value) const;
    /// The empty relation.
    TermId empty() { return pool_.make("union_all"); }
    /// All rows of both; columns of the right one take the names of the left one by position.
    Relation union_all(const Relation& left, const Relation& right);
    /// A side of a set operation: its values as they are compared.
    TermId comparable(TermId rel);
    /// `relation` as one block that names all its columns, renamed to `names` when they are given.
    TermId block(const Relation& relation, const std::vector<std::string>& names);
    /// Replaces terms everywhere below `id`, rebuilding normal forms.
    TermId replace(TermId id, const Substitution& map);
    /// The same for several terms under one substitution, which remembers what it has done.
    TermId replace(TermId id, Replacement& replacement);
    [[nodiscard]] Replacement prepare(const Substitution& map) const;
    /// Replaces terms in every part of a block.
    void substitute(SelectParts& parts, const Substitution& map);

    [[nodiscard]] bool is_predicate(TermId id) const;
    [[nodiscard]] bool implies(TermId condition, TermId other) const;
    [[nodiscard]] bool is_bit(TermId id) const;
    [[nodiscard]] bool never_null(TermId id) const;
    /// Whether a term is `what` or has it as a part.
    [[nodiscard]] bool occurs(TermId what, TermId in) const;
    [[nodiscard]] bool contains(TermId id, const std::function<bool(const Term&)>& wanted) const;
    [[nodiscard]] SqlType type_of(TermId id) const;
    /// A parameter of the procedure; the model reads the value that was converted to its type.
    void declare_parameter(const std::string& name, const SqlType& type) { parameters_[name] = type; }
    [[nodiscard]] const CatalogTable* table_of(TermId rel) const;
    [[nodiscard]] const CatalogColumn* column_of(TermId column) const;
    void bind_atom(TermId atom, TermId rel) { atom_rel_[atom] = rel; }
    [[nodiscard]] TermId rel_of(TermId atom) const;
    /// The types of the columns of a row that is no row of a relation yet (of a loop's `self`).
    void declare_row(TermId row, std::map<std::string, SqlType> types) { rows_[row] = std::move(types); }
    [[nodiscard]] const std::map<std::string, SqlType>& row_types(TermId row) { return rows_[row]; }
    void declare_column(TermId row, const std::string& name, const SqlType& type) { rows_[row][name] = type; }

private:
    TermId plain_form(std::string_view op, std::string_view text, Terms args);
    void number_operands(Terms& args);
    TermId cut(TermId text, TermId length);
    TermId collected(TermId rel);
    TermId logic(std::string_view op, Terms args);
    TermId without_settled(TermId part, std::string_view op, const std::set<TermId>& beside);
    TermId negate(TermId arg);
    TermId compare(std::string_view op, Terms args);
    TermId case_of(Terms args);
    TermId without_passed(TermId when, const std::set<TermId>& passed);
    TermId coalesce(Terms args);
    TermId cast_node(std::string_view type, TermId arg);
    TermId kept(TermId constant);
    TermId not_true(TermId arg);
    TermId arithmetic(std::string_view op, Terms args);
    TermId string_call(std::string_view op, std::string_view text, Terms args);
    TermId as_nullif(const Terms& arms);
    TermId as_bounded_text(const Terms& arms);

    void number_one_row(SelectParts& parts);
    void move_conditions(SelectParts& parts);
    bool splice_inner(SelectParts& parts);
    bool move_to_having(JoinPart& join, SelectParts& inner);
    bool drop_unread_picks(const SelectParts& outer, JoinPart& join, SelectParts& inner);
    bool merge_outer(SelectParts& parts);
    bool open_projection(SelectParts& parts);
    bool open_rounds(SelectParts& parts);
    std::optional<TermId> distribute(const SelectParts& parts);
    std::optional<TermId> collapse(const SelectParts& parts);
    [[nodiscard]] bool reads_others(const SelectParts& block) const;
    SelectParts fresh_copy(TermId select);
    TermId assemble(const SelectParts& parts);
    [[nodiscard]] SqlType find_type(TermId id) const;
    [[nodiscard]] SqlType field_type(TermId list, const std::string& field) const;
    [[nodiscard]] int bounded_text(const Term& term) const;
    [[nodiscard]] int concat_length(const Term& concat) const;
    [[nodiscard]] SqlType parameter_type(const std::string& name) const;
    [[nodiscard]] bool plain(const SelectParts& parts) const;
    [[nodiscard]] bool own_window(TermId id) const;
    [[nodiscard]] bool simple(const SelectParts& parts) const;
    [[nodiscard]] bool reads(const SelectParts& parts, TermId column) const;
    std::optional<TermId> as_read(const SelectParts& outer, const JoinPart& join);
    std::optional<TermId> filtered_union(const SelectParts& parts);
    [[nodiscard]] Substitution columns_of(TermId atom, const SelectParts& inner, bool outer_joined);
    [[nodiscard]] bool strict_in(TermId id, TermId atom) const;

    TermPool& pool_;
    const Catalog& catalog_;
    std::unordered_map<TermId, TermId> atom_rel_;
    std::map<std::string, SqlType> parameters_;
    std::unordered_map<TermId, std::map<std::string, SqlType>> rows_;
    mutable std::unordered_map<TermId, SqlType> types_; ///< found before: a term may hold another one many times over
};

} // namespace t2d::passes::check
