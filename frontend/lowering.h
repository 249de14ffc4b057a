// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "TSqlParser.h"
#include "frontend/claims.h"
#include "frontend/recovery.h"
#include "frontend/scanner.h"
#include "frontend/statement_reader.h"
#include "frontend/token_stream.h"
#include "ir/ast/stmt.h"
#include "ir/diagnostics.h"

namespace t2d::frontend {

/// What the lowering reads besides the parse contexts.
struct LoweringInput {
    TokenStream& tokens;
    const std::vector<ScanComment>& comments;
    const Recovery& recovery;
    std::string_view text;
    FileId file = kNoFile;
    Diagnostics& diagnostics;
};

/// Turns parse contexts into the syntax tree. Every token a function reads it claims (see Claims). What the grammar
/// accepts too much is rejected here by `fail`, which makes the statement `ast::Unparsed`. One method per grammar rule;
/// the files lower_*.cpp hold them by subject.
class Lowering {
public:
    using P = TSqlParser;
    using Token = antlr4::Token;
    using Context = antlr4::ParserRuleContext;

    explicit Lowering(const LoweringInput& input) : in_(input), claims_(input.tokens) {}

    /// Lowers a whole file, statement by statement as the reader finds them.
    ast::Script script(StatementReader& reader);
    /// Lowers a text that is one query; nothing when it does not parse or holds an unread token.
    std::optional<ast::Query> single_query(P::SingleQueryContext* c);

private:
    friend class ExprFold;

    // ---- tokens (lowering.cpp)
    [[nodiscard]] static std::size_t index(const Token* t) { return static_cast<const SqlToken*>(t)->getTokenIndex(); }
    [[nodiscard]] std::size_t first(const Context* c) const { return index(c->start); }
    /// One past the context's last token.
    [[nodiscard]] std::size_t past(const Context* c) const;
    [[nodiscard]] std::size_t type(std::size_t i) const { return in_.tokens.type(i); }
    [[nodiscard]] std::string_view view(std::size_t i) const { return in_.tokens.view(i); }
    [[nodiscard]] SourceSpan span(std::size_t first, std::size_t past) const;
    [[nodiscard]] SourceSpan span(const Context* c) const { return span(first(c), past(c)); }
    /// True when the optional token was written; claims it.
    bool has(const Token* t);
    /// True when the rule directly inside [first, past) holds a token of the type; claims it.
    bool take(std::size_t first, std::size_t past, std::size_t wanted);
    /// Claims a token that has no meaning for us (CLUSTERED, NOT FOR REPLICATION, …).
    void drop(std::size_t first, std::size_t past) {
        if (first < past) claims_.claim_range(first, past - 1);
    }
    void drop(const Context* c) {
        if (c != nullptr) drop(first(c), past(c));
    }
    std::string text(const Token* t);         ///< as written; claims; empty for none
    std::string upper_text(const Token* t);   ///< in upper case; claims; empty for none
    std::string identifier(const Token* t);   ///< without brackets or quotes; claims; empty for none
    std::string identifier_at(std::size_t i);
    std::string string_value(const Token* t); ///< of a STRING token
    /// Name or string written as an alias.
    std::string alias_text(const Token* t);
    /// Tokens [first, past) as text with single spaces where there was space; claims them all.
    std::string joined(std::size_t first, std::size_t past);
    std::string joined(const Context* c) { return c == nullptr ? std::string() : joined(first(c), past(c)); }
    ast::Hint hint(const Context* c) { return {joined(c), span(c)}; }
    template <typename C>
    std::vector<ast::Hint> hints(const std::vector<C*>& list) {
        std::vector<ast::Hint> result;
        for (C* c : list)
            result.push_back(hint(c));
        return result;
    }
    /// The word must be one of `words` (separated by spaces); else the statement fails.
    void expect_word(const Token* t, std::string_view words);
    [[nodiscard]] bool is_word(const Token* t, std::string_view upper) const;
    /// Makes the statement being lowered Unparsed with this message; the first failure counts.
    void fail(SourceSpan where, std::string message);

    // ---- what the grammar accepts too much (lower_checks.cpp)
    /// The tokens [first, past) must have the form of this name (forms.def); else the statement fails.
    void expect_form(std::string_view form, std::size_t first, std::size_t past);
    void check_key_options(std::size_t first, std::size_t past);
    [[nodiscard]] bool drops_duplicates(std::size_t from, std::size_t to) const;
    void refuse_subquery(const Context* c, std::string_view where);
    void refuse_repeated(const std::vector<P::ColumnAttributeContext*>& attributes);
    void refuse_repeated_periods(const std::vector<P::TableElementContext*>& elements);
    void check_unnamed_table(const Context* c);
    void check_type(ast::TypeName& t, P::DataTypeContext* c);
    void check_table_hints(P::TableHintsContext* c, bool changed);
    void check_table_parts(P::TableCreateContext* c, const ast::CreateTable& s);
    void check_index_kind(std::size_t first, std::size_t past, bool columns, bool filter);
    void check_top(P::TopContext* c);
    void check_json(const ast::Call& call, P::ArgListContext* c);
    void check_filter(P::ExprContext* c);
    void refuse_change_tracking(P::WithClauseContext* c);
    void check_terminated(const Context* c, std::string_view statement);

    // ---- names and types (lowering.cpp)
    ast::Name name(P::NameContext* c);
    ast::Name name_at(std::size_t& at, std::size_t past); ///< reads `a.b..c` and leaves `at` behind it
    ast::Name target(P::TargetContext* c);
    std::vector<std::string> names(P::NameListContext* c); ///< last parts; empty for none
    ast::TypeName data_type(P::DataTypeContext* c);
    std::string signed_number(P::SignedNumberContext* c);
    void one_part(const ast::Name& n);

    // ---- expressions (lower_expr.cpp, lower_operand.cpp)
    ast::Expr expr(P::ExprContext* c);
    ast::Expr default_value(P::DefaultValueContext* c);
    ast::ExprBox box(P::ExprContext* c) { return ast::ExprBox(expr(c)); }
    ast::OptExpr opt(P::ExprContext* c) { return c == nullptr ? ast::OptExpr() : ast::OptExpr(box(c)); }
    std::vector<ast::Expr> exprs(const std::vector<P::ExprContext*>& list);
    ast::Expr operand(P::OperandContext* c);
    ast::OptExpr opt(P::OperandContext* c) { return c == nullptr ? ast::OptExpr() : ast::OptExpr(operand(c)); }
    ast::Expr operand_node(P::OperandContext* c);
    ast::Expr literal(const Token* t);
    ast::Expr reference(P::OperandContext* c);
    ast::Expr call(ast::Name function, P::ArgListContext* args, P::CallSuffixContext* suffix);
    ast::Expr type_call(P::StaticMemberContext* c, ast::Name type);
    ast::Expr methods(ast::Expr operand, const std::vector<P::MethodContext*>& list);
    ast::Expr case_expr(P::CaseExprContext* c);
    ast::Expr cast_expr(P::CastExprContext* c);
    ast::Expr paren(P::ParenContext* c);
    ast::Query paren_query(P::ParenContext* c);
    std::vector<ast::Expr> args(P::ArgListContext* c, bool& distinct);
    ast::Expr arg(P::ArgContext* c);
    void trim_arguments(ast::Call& call, const Token* side);
    std::optional<Box<ast::Over>> over(P::OverClauseContext* c);
    ast::Over window_spec(P::WindowSpecContext* c);
    ast::FrameBound bound(P::BoundContext* c);
    ast::Expr simple_value(P::SimpleValueContext* c);
    ast::Expr variable(const Token* t);
    ast::Expr wrap(decltype(ast::Expr::node) node, SourceSpan where) { return {std::move(node), where}; }

    // ---- queries (lower_query.cpp, lower_table.cpp)
    ast::Query query(P::QueryContext* c);
    ast::Query query(P::QueryAnyContext* c);
    ast::Query query_term(P::QueryTermContext* c);
    ast::Query with_tail(std::vector<ast::Cte> with, ast::Query first, P::QueryTailContext* tail, SourceSpan where);
    ast::Query ordered_union(std::vector<ast::Cte> with, ast::Query first, P::QueryTailContext* tail, SourceSpan where);
    ast::Query set_operations(ast::Query first, P::QueryTailContext* tail);
    std::vector<ast::Cte> ctes(P::WithClauseContext* c);
    std::string with_prefix(P::WithClauseContext* c);
    ast::Query prefixed(P::WithClauseContext* c, ast::Query q);
    ast::Select select(P::SelectCoreContext* c);
    ast::Values values(P::ValuesClauseContext* c);
    std::vector<ast::Expr> row(P::RowContext* c) { return exprs(c->e); }
    std::optional<ast::Top> top(P::TopContext* c);
    ast::SelectItem select_item(P::SelectItemContext* c);
    std::vector<ast::SelectItem> select_items(const std::vector<P::SelectItemContext*>& list);
    std::vector<ast::OrderItem> order_by(P::OrderByContext* c);
    void offset(P::OffsetClauseContext* c, ast::Query& q);
    ast::ForClause for_clause(P::ForClauseContext* c);
    std::vector<ast::Hint> options(P::OptionClauseContext* c);
    void group_by(P::GroupByContext* c, ast::Select& s);
    ast::GroupingElement group_item(P::GroupItemContext* c);
    ast::OptExpr where(P::WhereClauseContext* c);
    std::vector<ast::TableSource> from(P::FromClauseContext* c);
    ast::TableSource table_source(P::TableSourceContext* c);
    ast::TableSource join(ast::TableSource left, P::JoinPartContext* c);
    ast::TableSource table_operand(P::TableOperandContext* c);
    ast::TableSource table_base(P::TableBaseContext* c);
    ast::TableSource table_inner(P::TableInnerContext* c);
    ast::TableSource named_table(P::TableBaseContext* c);
    ast::TableSource function_table(P::TableBaseContext* c);
    ast::TableSource variable_table(P::TableBaseContext* c);
    ast::TableSource pivot(ast::TableSource source, P::PivotPartContext* c);
    void table_tail(P::TableTailContext* c, ast::NamedTable& t);
    void temporal(P::TemporalContext* c, ast::NamedTable& t);
    void alias(P::TableAliasContext* c, std::string& name, std::vector<std::string>& columns);
    std::string plain_alias(P::TableAliasContext* c);
    std::vector<ast::Hint> table_hints(P::TableHintsContext* c);

    // ---- statements (lower_statement.cpp, lower_dml.cpp, lower_flow.cpp, lower_exec.cpp)
    using Node = decltype(ast::Stmt::node);
    void report_failures();
    /// Reports a form that SQL Server refuses although its meaning is plain.
    void accept(SourceSpan where, std::string_view what, std::string_view as);
    void end_batch(std::size_t first, ast::Batch batch, ast::Script& script);
    void add_strays(ast::Block& block, std::size_t first, std::size_t before);
    ast::Block statements(P::StatementsContext* c);
    ast::Block statements(P::StatementsContext* c, std::size_t from);
    ast::Stmt statement(P::StatementContext* c);
    ast::Stmt bare_call(P::BareCallContext* c);
    template <typename Lower>
    ast::Stmt checked(const Context* c, Lower lower);
    Node node(P::StatementContext* c);
    Node node_of_definition(P::StatementContext* c);
    ast::Stmt unparsed(std::size_t first, std::size_t past, std::string message);
    ast::Stmt failed(const Context* c, const Failure& failure);
    void attach_module_bodies(ast::Block& block);
    void swallow_body(ast::Block& block, std::size_t header);
    void stray(ast::Block& block, const Failure& failure, bool glued);
    void leading_comments(ast::Stmt& s);
    void trailing_comments(ast::Stmt& s, std::size_t past);
    void comments_before(std::size_t offset, std::vector<ast::Comment>& to);
    void closing_comments(ast::Block& block, std::size_t past);
    ast::Recognized recognized(const Context* c);
    void check_punctuation(const Context* c);
    ast::Recognized rowset_change(const Context* c, const Token* function);
    ast::QueryStmt parenthesised(P::StatementContext* c);

    Node with_ctes(P::CteStatementContext* c);
    Node insert_node(P::InsertStatementContext* c);
    ast::Insert insert(P::InsertStatementContext* c);
    void insert_source(P::InsertSourceContext* c, ast::Insert& s);
    Node update(P::UpdateStatementContext* c);
    Node delete_node(P::DeleteStatementContext* c);
    ast::Delete delete_(P::DeleteStatementContext* c);
    ast::Merge merge(P::MergeStatementContext* c);
    ast::MergeBranch merge_branch(P::MergeWhenContext* c);
    ast::Assignment assignment(P::SetItemContext* c);
    std::vector<ast::Assignment> assignments(const std::vector<P::SetItemContext*>& list);
    std::vector<ast::Output> outputs(const std::vector<P::OutputClauseContext*>& list);
    ast::Truncate truncate(P::TruncateStatementContext* c);

    ast::If if_(P::IfStatementContext* c);
    Node begin(P::BeginStatementContext* c);
    Node transaction(P::TransactionStatementContext* c);
    Node declare(P::DeclareStatementContext* c);
    ast::VariableDecl variable_decl(P::DeclareItemContext* c);
    Node set(P::SetStatementContext* c);
    ast::BlockStmt assigned(P::SetStatementContext* c, ast::SetVariable s);
    static ast::AssignOp assign_op(std::size_t type);
    ast::BlockStmt declared_cursor(P::DeclareStatementContext* c, ast::Declare s);
    std::vector<std::string> words(const std::vector<Token*>& list);
    Node exec(P::ExecStatementContext* c);
    std::vector<ast::ExecArg> exec_args(P::ExecArgsContext* c);
    ast::Raiserror raiserror(P::RaiserrorStatementContext* c);
    ast::CursorStmt cursor(P::CursorStatementContext* c);
    void fetch(P::CursorStatementContext* c, ast::CursorStmt& s);

    // ---- definitions (lower_table_def.cpp, lower_ddl.cpp, lower_module.cpp)
    Node create(P::CreateStatementContext* c);
    Node alter(P::AlterStatementContext* c);
    ast::Drop drop_object(P::DropStatementContext* c);
    Node create_table(P::TableCreateContext* c);
    void table_made_of(P::TableSourceOfContext* c, ast::CreateTable& s);
    std::string external_name(P::ExternalNameContext* c);
    ast::Name drop_item(P::DropItemContext* c, ast::Drop& s);
    ast::CreateIndex create_index(P::IndexCreateContext* c);
    Node create_schema(P::CreateStatementContext* c);
    ast::CreateSequence create_sequence(P::CreateStatementContext* c);
    Node create_type(P::CreateStatementContext* c);
    Node alter_table(P::AlterStatementContext* c);
    void alter_action(P::AlterActionContext* c, ast::AlterTable& s);
    ast::TableDef table_def(P::TableDefContext* c);
    ast::TableDef table_elements(P::TableDefContext* c);
    void check_types(const ast::TableDef& def);
    void table_element(P::TableElementContext* c, ast::TableDef& def);
    void column_def(P::ColumnDefContext* c, ast::TableDef& def);
    void column_attribute(P::ColumnAttributeContext* c, ast::ColumnDef& column, ast::TableDef& def);
    void column_word(P::ColumnAttributeContext* c, ast::ColumnDef& column);
    void keyword_attribute(P::KeywordAttributeContext* c, ast::ColumnDef& column, ast::TableDef& def);
    void column_index(P::KeywordAttributeContext* c, const ast::ColumnDef& column, ast::TableDef& def);
    void column_constraint(P::ColumnConstraintContext* c, ast::ColumnDef& column, ast::TableDef& def);
    ast::Constraint table_constraint(P::TableConstraintContext* c);
    void key_constraint(P::TableConstraintContext* c, ast::Constraint& k);
    ast::ForeignKeyRef references(P::ReferencesContext* c);
    std::vector<ast::IndexColumn> index_columns(P::IndexColumnsContext* c);
    ast::CreateProcedure procedure(P::ProcedureDefContext* c);
    ast::CreateFunction function(P::FunctionDefContext* c);
    ast::CreateView view(P::ViewDefContext* c);
    ast::CreateTrigger trigger(P::TriggerDefContext* c);
    std::vector<ast::Parameter> parameters(const std::vector<P::ParamContext*>& list);
    ast::Parameter parameter(P::ParamContext* c);
    ast::Expr default_call(P::ParamContext* c);

    LoweringInput in_;
    Claims claims_;
    std::optional<std::pair<SourceSpan, std::string>> problem_; ///< why the current statement cannot be lowered
    std::size_t next_comment_ = 0;
    std::size_t next_stray_ = 0;
    std::uint32_t height_ = 0;     ///< of the expression lowered last
    std::uint32_t max_height_ = 0; ///< of the expressions lowered inside the current operand
};

/// Highest expression tree: longer operator chains are refused, because whatever walks a tree recurses.
inline constexpr std::uint32_t kMaxHeight = 1000;

/// The upper-case form of ASCII letters.
[[nodiscard]] std::string to_upper(std::string_view text);

} // namespace t2d::frontend
