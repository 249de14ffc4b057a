// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/ast/stmt.h"

namespace t2d::ast {

/// Writes a tree as T-SQL; the functions of ir/ast/print.h are its callers. One method per node type; the files
/// print_*.cpp hold them by subject.
class Printer {
public:
    void script(const Script& s);
    void batch(const Batch& b);
    void statement(const Stmt& s);
    void query(const Query& q);
    /// Prints with parentheses when the expression binds weaker than `weakest` (see strength in print_expr.cpp).
    void expr(const Expr& e, int weakest = 0);
    [[nodiscard]] std::string take() { return std::move(out_); }

private:
    // ---- text
    Printer& put(std::string_view text);
    void line(); ///< a new line at the current indent
    void name(const Name& n);
    void identifier(std::string_view text);
    void variable_or_name(std::string_view text); ///< of a cursor, a transaction or a table: `@t` stays `@t`
    void row_limit(const Expr& e);
    void identifiers(const std::vector<std::string>& list); ///< `(a, b)`; nothing for none
    void type(const TypeName& t);
    void string(std::string_view text);
    template <typename List, typename Each>
    void commas(const List& list, Each each) {
        bool first = true;
        for (const auto& item : list) {
            if (!first) put(", ");
            first = false;
            each(item);
        }
    }
    void exprs(const std::vector<Expr>& list);
    void hints(const std::vector<Hint>& list);
    void nested(const Query& q); ///< in parentheses
    void indented(const Block& block);
    void body_of(const Stmt& s);

    // ---- expressions
    void node(const Literal& n);
    void node(const ColumnName& n) { n.name.parts.size() == 1 ? identifier(n.name.parts[0]) : name(n.name); }
    void node(const Variable& n) { put(n.name); }
    void node(const Star& n);
    void node(const DefaultValue&) { put("DEFAULT"); }
    void node(const Unary& n);
    void node(const Binary& n);
    void node(const Logic& n);
    void node(const Between& n);
    void node(const InList& n);
    void node(const InQuery& n);
    void node(const Like& n);
    void node(const IsNull& n);
    void node(const IsDistinct& n);
    void node(const Exists& n);
    void node(const Quantified& n);
    void node(const Subquery& n) { nested(*n.query); }
    void node(const Case& n);
    void node(const Cast& n);
    void node(const Call& n);
    void node(const MethodCall& n);
    void node(const Collate& n);
    void node(const AtTimeZone& n);
    void node(const NextValue& n);
    void node(const NamedArgument& n);
    void node(const OdbcEscape& n);
    void node(const CurrentOf& n);
    void node(const GraphMatch& n) { put("MATCH ").put(n.pattern); }
    void node(const Tuple& n);
    void call_name(const Name& n);
    void arguments(const Call& n);
    void over(const Over& o, bool reference);
    void bound(const FrameBound& b);
    void order(const std::vector<OrderItem>& items);

    // ---- queries
    void ctes(const std::string& prefix, const std::vector<Cte>& with);
    void select(const Select& s);
    void set_op(const SetOp& s);
    void operand(const Query& q, bool parentheses);
    void values(const Values& v);
    void top(const Top& t);
    void select_item(const SelectItem& i);
    void select_items(const std::vector<SelectItem>& items);
    void grouping(const GroupingElement& g);
    void for_clause(const ForClause& f);
    void options(const std::vector<Hint>& list);
    void from(const std::vector<TableSource>& list);
    void where(const OptExpr& condition);
    void table(const TableSource& t, bool operand = false);
    void source(const NamedTable& t);
    void source(const DerivedTable& t);
    void source(const FunctionTable& t);
    void source(const Join& t);
    void source(const Apply& t);
    void source(const Pivot& t);
    void source(const Unpivot& t);
    void source(const DmlTable& t);
    void alias(const std::string& text, const std::vector<std::string>& columns = {});
    void table_hints(const std::vector<Hint>& list);

    // ---- statements
    void node(const QueryStmt& s) { query(s.query); }
    void node(const Insert& s);
    void node(const Update& s);
    void node(const Delete& s);
    void node(const Merge& s);
    void node(const Truncate& s);
    void node(const CreateTable& s);
    void node(const AlterTable& s);
    void node(const CreateIndex& s);
    void node(const Drop& s);
    void node(const CreateSchema& s);
    void node(const CreateSequence& s);
    void node(const CreateSynonym& s);
    void node(const CreateType& s);
    void node(const Declare& s);
    void node(const DeclareCursor& s);
    void node(const SetVariable& s);
    void node(const SetOption& s);
    void node(const If& s);
    void node(const While& s);
    void node(const BlockStmt& s);
    void node(const Break&) { put("BREAK"); }
    void node(const Continue&) { put("CONTINUE"); }
    void node(const Return& s);
    void node(const Goto& s);
    void node(const Label& s);
    void node(const TryCatch& s);
    void node(const Transaction& s);
    void node(const Exec& s);
    void node(const Print& s);
    void node(const Raiserror& s);
    void node(const Throw& s);
    void node(const CursorStmt& s);
    void node(const CreateProcedure& s);
    void node(const CreateView& s);
    void node(const CreateFunction& s);
    void node(const CreateTrigger& s);
    void node(const Use& s);
    void node(const Recognized& s) { put(s.text); }
    void node(const Unparsed& s) { put(s.text); }
    void assignments(const std::vector<Assignment>& list);
    void outputs(const std::vector<Output>& list);
    void merge_branch(const MergeBranch& b);
    void cursor_def(const CursorDef& d);
    void table_def(const TableDef& d);
    void elements(const TableDef& d);
    void column(const ColumnDef& c);
    void constraint(const Constraint& c);
    void references(const ForeignKeyRef& r);
    void key_options(const Constraint& c);
    void index_columns(const std::vector<IndexColumn>& list);
    void mode(DefineMode m);
    void parameters(const std::vector<Parameter>& list, bool parentheses);
    void module_options(const std::vector<Hint>& list);
    void module_body(const Block& body, const std::string& external_name);

    std::string out_;
    int indent_ = 0;
};

/// The binding strength that the value of `x = value` needs: a comparison there takes parentheses, or it would read as another
/// assignment.
inline constexpr int kValueStrength = 5;

/// How an assignment operator is written.
[[nodiscard]] std::string_view spelling(AssignOp op);

} // namespace t2d::ast
