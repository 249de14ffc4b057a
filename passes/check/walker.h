// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ir/ast/stmt.h"
#include "passes/check/builder.h"

namespace t2d::passes::check {

/// Begin the reasons for which the target refuses a text: a column that no relation in reach has, a union over unequal columns.
constexpr std::string_view kNoColumn = "no relation has a column ", kUnequalColumns = "a set operation over unequal columns";

/// What the names of a text stand for. The procedure and the model each bring their own.
class Names {
public:
    virtual ~Names() = default;
    /// A table, view, temporary table or model; nothing when the name is not known.
    [[nodiscard]] virtual std::optional<Relation> table(const ast::Name& name) = 0;
    [[nodiscard]] virtual TermId variable(const std::string& name) = 0;
    /// A call in the spelling of this side.
    [[nodiscard]] virtual TermId call(Builder& builder, const std::string& name, Terms args, const ast::Call& written) = 0;
    /// The rows of a function with these arguments; nothing when it is not known.
    [[nodiscard]] virtual std::optional<Relation> table_function(const ast::Name& name, const Terms& args) = 0;
    /// The text of a value that the two sides spell each in its own way; 0 for others.
    [[nodiscard]] virtual TermId text_of(Builder& builder, TermId value) = 0;
    /// A conversion that this side has rules of its own for; 0 for others. `style` is 0 when none is written.
    [[nodiscard]] virtual TermId conversion(Builder& builder, TermId value, const SqlType& type, TermId style, bool attempt) = 0;
    /// The rows of the data change that the running statement reads as a table; nothing when there is none.
    [[nodiscard]] virtual std::optional<Relation> changed_rows() { return std::nullopt; }
    /// The type that a name of this side stands for.
    [[nodiscard]] virtual SqlType type(const ast::TypeName& name) = 0;
};

/// One relation in reach of a block's expressions.
struct Binding {
    std::string alias; ///< lower case
    std::vector<std::string> columns;
    TermId atom = 0;
};

/// The relations in reach, and those of the blocks around.
struct Scope {
    std::vector<Binding> bindings;
    const Scope* outer = nullptr;
};

using Ctes = std::map<std::string, Relation>;

/// Reads queries into terms: resolves names, expands stars, opens CTEs where they are read.
class Walker {
public:
    Walker(Builder& builder, Names& names) : b_(builder), names_(names) {}

    Relation query(const ast::Query& query, const Scope* outer, const Ctes& ctes);
    TermId expr(const ast::Expr& expr, const Scope& scope, const Ctes& ctes);
    TermId condition(const ast::Expr& e, const Scope& scope, const Ctes& ctes) { return b_.predicate(expr(e, scope, ctes)); }
    /// Reads FROM sources into joins of a block and names them in `scope`.
    void sources(const std::vector<ast::TableSource>& from, SelectParts& parts, Scope& scope, const Ctes& ctes);
    Ctes with(const std::vector<ast::Cte>& list, Ctes known, const Scope* outer);
    using Outputs = std::vector<std::pair<std::string, TermId>>;
    /// A select list: names and values, stars expanded.
    Outputs select_list(const std::vector<ast::SelectItem>& list, const Scope& scope, const Ctes& ctes);
    /// An ORDER BY; its names may be those of `items`.
    TermId order_of(const std::vector<ast::OrderItem>& order, const Outputs* items, const Scope& scope, const Ctes& ctes);
    /// Gives columns of one name two names, and lists them: an INSERT takes them by position.
    static std::vector<std::string> names_apart(Outputs& outputs);
    /// A block with nothing in it.
    SelectParts new_parts();
    /// Adds a use of a relation to a block and to the scope.
    TermId add_use(SelectParts& parts, Scope& scope, const Relation& relation, const std::string& alias, const std::string& kind);

private:
    Relation set_operation(const ast::SetOp& op, const Scope* outer, const Ctes& ctes);
    Relation values(const ast::Values& values, const Scope* outer, const Ctes& ctes);
    Relation select(const ast::Select& select, const ast::Query& query, const Scope* outer, const Ctes& ctes);
    std::map<std::string, SqlType> types_of(const ast::Query& written, const Relation& anchor, const std::vector<std::string>& columns);
    Relation recursive(const ast::Cte& cte, const Ctes& known, const Scope* outer);
    void join(const ast::TableSource& source, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind);
    void joined(const ast::Join& join, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind);
    void nested_join(const ast::TableSource& source, SelectParts& parts, Scope& scope, const Ctes& ctes, const std::string& kind);
    Relation pivoted(const ast::Pivot& pivot, const Scope& scope, const Ctes& ctes);
    Relation unpivoted(const ast::Unpivot& unpivot, const Scope& scope, const Ctes& ctes);
    void star(const ast::Star& star, const Scope& scope, Outputs& items);
    void star_replace(const ast::Call& call, const Scope& scope, const Ctes& ctes, Outputs& items);
    void group_by(const ast::Select& select, const Scope& scope, const Ctes& ctes, SelectParts& parts);
    std::vector<std::set<TermId>> grouping(const ast::GroupingElement& element, const Scope& scope, const Ctes& ctes);
    TermId limit_of(const ast::Select* select, const ast::Query& query, const Outputs& items, const Scope& scope, const Ctes& ctes);
    TermId ranked(const Term& limit);
    Relation qualify(SelectParts parts, const std::vector<std::string>& columns);

    TermId literal(const ast::Literal& literal);
    TermId column(const ast::Name& name, const Scope& scope);
    [[nodiscard]] static bool may_be_around(const std::string& name, const Scope* outer);
    [[nodiscard]] bool may_name(const std::string& name, const std::string& table, const Scope& scope) const;
    TermId binary(const ast::Binary& binary, const Scope& scope, const Ctes& ctes);
    TermId subquery(const std::string& op, const ast::Query& query, const Scope& scope, const Ctes& ctes, Terms before);
    TermId case_of(const ast::Case& node, const Scope& scope, const Ctes& ctes);
    TermId comprehension(const ast::Call& call, const Scope& scope, const Ctes& ctes);
    TermId call(const ast::Call& call, const Scope& scope, const Ctes& ctes);
    TermId record(const ast::Call& call, const Scope& scope, const Ctes& ctes);
    TermId window(const std::string& function, Terms args, const ast::Call& call, const Scope& scope, const Ctes& ctes);
    TermId node(const ast::Expr& expr, const Scope& scope, const Ctes& ctes);

    Builder& b_;
    Names& names_;
    TermId qualify_ = 0; ///< the condition of the QUALIFY that was read last; 0 when none
    int recursion_ = 0;
    int lists_ = 0; ///< list comprehensions around what is read
    std::vector<const ast::Select*> open_; ///< the blocks around what is read
};

} // namespace t2d::passes::check
