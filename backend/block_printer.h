// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "backend/dialect.h"
#include "backend/scope.h"

namespace t2d::backend {

/// A query as text; every line carries its indentation.
struct PrintedQuery {
    std::string text;
    std::vector<PrintedColumn> columns; ///< what the target engine gives, under the names of the result
    std::string compact; ///< the query on one line, without indentation; empty when it is too involved for that
};

/// What is asked of a query beside its rows.
struct QueryRequest {
    int indent = 0;
    const Scope* outer = nullptr;
    std::vector<std::string> names = {}; ///< of the result's columns; empty: the relation's own
    std::vector<std::optional<SqlType>> types =
        {};                     ///< exact types of the result's columns; empty: what the expressions give
    bool distinct_rows = false; ///< rows are compared with those of other branches: strings carry their collation
    bool bare = false;          ///< names of the result do not matter (subqueries)
    bool compared = false;      ///< the one column is compared (IN): texts lose their trailing blanks
    bool rows_only = false;     ///< only the number of rows matters (EXISTS)
    std::string own_name = {};  ///< of the CTE whose body this is; a recursive query calls itself so
    bool settled = false;       ///< a part of a recursive query: `Dialect::settled`
    bool first_decides = false; ///< the CTE stands under WITH RECURSIVE: its UNION takes types and collations from all operands but the last
};

/// Prints relations as queries of a dialect. Relations that were given a name are read by it; all others are printed in
/// place.
class BlockPrinter {
public:
    /// Jinja or SQL for the value of a procedure's parameter.
    using Parameter = std::function<std::string(const std::string&)>;

    BlockPrinter(const Dialect& dialect, Parameter parameter, StringRule string_rule);

    /// SQL for the value of a variable; models have none.
    using Variable = std::function<std::string(int)>;
    void set_variables(Variable variable) { variable_ = std::move(variable); }

    /// From now on queries read `rel` from the CTE `relation.name`.
    void add(ir::RelRef rel, NamedRelation relation);

    [[nodiscard]] PrintedQuery print(ir::RelRef rel, const QueryRequest& request) const;
    /// `select <columns> from rel`, with conversions where the request asks for them.
    [[nodiscard]] PrintedQuery print_all_of(ir::RelRef rel, const QueryRequest& request) const;

    /// The named relation that `rel` stands for at this place; null pointer when it must be printed in place.
    [[nodiscard]] const NamedRelation* find(ir::RelRef rel, const Scope* scope) const;
    /// What a relation gives that is printed in place, somewhere inside `outer`.
    [[nodiscard]] const std::vector<PrintedColumn>& columns_in_place(ir::RelRef rel, const Scope* outer) const;
    [[nodiscard]] bool is_cte_name(const std::string& name) const;
    [[nodiscard]] const Dialect& dialect() const { return dialect_; }
    [[nodiscard]] std::string parameter(const std::string& name) const { return parameter_(name); }
    [[nodiscard]] std::string variable(int index) const { return variable_ ? variable_(index) : "null"; }
    [[nodiscard]] StringRule string_rule() const { return string_rule_; }
    /// Whether the target may forget a LIMIT over the rows of an uncorrelated relation.
    [[nodiscard]] bool forgets_limit(ir::RelRef rel, const Scope* outer) const;

private:
    [[nodiscard]] PrintedQuery print_in_place(ir::RelRef rel, const QueryRequest& request) const;
    [[nodiscard]] PrintedQuery print_set_op(ir::RelRef rel, const ir::SetOp& op, const QueryRequest& request) const;
    [[nodiscard]] std::vector<PrintedQuery> print_branches(ir::RelRef rel, const ir::SetOp& op,
                                                           const QueryRequest& request) const;
    [[nodiscard]] PrintedQuery print_values(ir::RelRef rel, const ir::Values& values,
                                            const QueryRequest& request) const;
    [[nodiscard]] std::vector<std::string> print_cells(const std::vector<ir::ScalarRef>& row,
                                                       const std::vector<ir::Column>& columns,
                                                       const QueryRequest& request, int indent) const;
    /// `select 1 as Id, …`
    [[nodiscard]] std::string print_row(const std::vector<ir::ScalarRef>& row, const std::vector<ir::Column>& columns,
                                        const QueryRequest& request) const;
    /// `select * from (values …) as entry (Id, …)`
    [[nodiscard]] std::string print_rows(const ir::Values& values, const std::vector<ir::Column>& columns,
                                         const QueryRequest& request) const;
    [[nodiscard]] PrintedQuery print_recursive(ir::RelRef rel, const ir::Recursive& recursive,
                                               const QueryRequest& request) const;
    [[nodiscard]] PrintedQuery print_function(ir::RelRef rel, const ir::FunctionScan& scan,
                                              const QueryRequest& request) const;

    const Dialect& dialect_;
    Parameter parameter_;
    Variable variable_;
    StringRule string_rule_;
    std::map<ir::RelRef, NamedRelation> relations_; ///< looked up only; never iterated
    std::set<std::string> names_;                   ///< of `relations_`, in lower case
    /// A relation in place is asked for its columns and later for its text: remembered, so that nesting costs no power
    /// of two.
    mutable std::map<ir::RelRef, std::vector<PrintedColumn>> columns_;
    mutable std::map<ir::RelRef, bool> outer_joins_; ///< see `reads_outer_join`
};

/// The surroundings of the expressions of one block.
class BlockSurroundings : public Surroundings {
public:
    BlockSurroundings(const BlockPrinter& printer, const Scope& scope) : printer_(printer), scope_(scope) {}

    [[nodiscard]] PrintedColumn column(const ir::ColumnRef& ref) const override { return resolve(scope_, ref); }
    [[nodiscard]] std::string subquery(ir::RelRef query, int indent) const override { return value_subquery(query, indent).text; }
    [[nodiscard]] std::string compared_subquery(ir::RelRef query, int indent) const override { return in_parentheses(query, indent, true).text; }
    [[nodiscard]] PrintedColumn value_subquery(ir::RelRef query, int indent) const override { return in_parentheses(query, indent, false); }
    [[nodiscard]] std::string parameter(const std::string& name) const override { return printer_.parameter(name); }
    [[nodiscard]] std::string variable(int index) const override { return printer_.variable(index); }
    [[nodiscard]] StringRule string_rule() const override { return printer_.string_rule(); }

    [[nodiscard]] std::string grouped_column(const ir::ColumnRef& ref) const override {
        const auto it = grouped_columns.find({ref.quant, ref.column});
        return it == grouped_columns.end() ? std::string{} : it->second;
    }

    /// Subqueries of which only the number of rows is asked.
    std::set<ir::RelRef> exists_queries;
    /// Grouping columns whose key is more than the column, and how they are read outside aggregates.
    std::map<std::pair<ir::QuantId, int>, std::string> grouped_columns;

private:
    [[nodiscard]] PrintedColumn in_parentheses(ir::RelRef query, int indent, bool compared) const;

    const BlockPrinter& printer_;
    const Scope& scope_;
};

/// A NULL of a type; of an unknown one it takes the type of what it meets.
[[nodiscard]] std::string typed_null(const Dialect& dialect, const SqlType& type);

/// `select cast(null as integer) as Id, … where false`, as a query of several lines.
[[nodiscard]] std::string typed_empty(const Dialect& dialect, const std::vector<ir::Column>& columns, int indent);

/// A query with the columns of `rel` that refuses to run and says why.
[[nodiscard]] PrintedQuery refused(const Dialect& dialect, ir::RelRef rel, const std::string& reason, int indent);

/// What the engine gives for columns that have exactly their declared types.
[[nodiscard]] std::vector<PrintedColumn> declared_columns(const Dialect& dialect,
                                                          const std::vector<ir::Column>& columns);

} // namespace t2d::backend
