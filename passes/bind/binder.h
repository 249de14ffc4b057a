// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ir/ast/errors.h"
#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "ir/environment.h"
#include "ir/parser.h"
#include "ir/procedure.h"
#include "passes/builder.h"

namespace t2d::passes {

struct CatalogQuestion;

/// Columns that no DDL declares and that are texts: the key of a table and the column in lower case.
struct TextColumns {
    std::set<std::pair<std::string, std::string>> columns;
    bool late = false; ///< one was found after a use of the column had been bound without its type
};

/// A table in a FROM clause: what names resolve to.
struct RangeVariable {
    std::string alias;         ///< name that qualifies its columns
    std::string key;           ///< catalog key when it is a table without alias (`dbo.t.col`)
    ir::QuantId quant = 0;
    ir::RelRef rel = nullptr;
    ir::TableId table = -1;    ///< the table it reads directly; -1 for anything else
    bool outer_joined = false; ///< an outer join may fill its columns with NULL
};

/// The names in reach of an expression; `outer` is the enclosing query's.
struct Scope {
    std::vector<RangeVariable> tables;
    const Scope* outer = nullptr;
    bool* grouped = nullptr; ///< set when an aggregate is bound in this block
    bool incomplete = false; ///< a source of the block could not be bound, and its columns are not complained of one by one
    const std::vector<ast::NamedWindow>* windows = nullptr; ///< of this block's WINDOW clause
};

/// Names to ids, stars to columns, a type for every expression: turns the syntax tree of one procedure into procedure IR.
/// Works statement by statement, because `SELECT * INTO #t` decides what the next statement may name. A statement that cannot
/// be bound becomes a hole with a diagnostic; its neighbours are not touched.
class Binder {
public:
    Binder(ir::Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, const std::map<std::string, std::string>& proposals, TextColumns& texts, Diagnostics& diagnostics, ir::Program& program);

    /// Binds a procedure's parameters and body into the program.
    void procedure(const ast::CreateProcedure& node, SourceSpan span);

private:
    using ConstantRows = std::vector<std::vector<ir::Constant>>;
    /// Where a cursor's rows keep the key of the table row that they come from: columns `first …` of the rows.
    struct CursorOrigin {
        ir::TableId table = -1;
        std::vector<int> key; ///< all columns, where no key tells its rows apart
        std::size_t first = 0;
        bool by_value = false; ///< one row of those that are equal to the row fetched is meant
    };
    /// An error that a statement raises: what CATCH asks for (null pointers where it cannot be expressed) and the transactions open.
    struct Raised {
        ir::ScalarRef message = nullptr, number = nullptr, severity = nullptr, state = nullptr, line = nullptr, module = nullptr;
        int transactions = 0;
        bool dooms = false; ///< THROW under XACT_ABORT: the transaction cannot be committed
    };
    /// A CATCH block that is compiled: where the errors of its TRY jump to, the variables that keep them, and all of them.
    struct Handler {
        std::string label;
        int message = -1, number = -1, severity = -1, state = -1, line = -1, module = -1;
        std::vector<Raised> raised;
        bool incomplete = false; ///< a statement that may raise an error could not be bound
    };
    /// The procedure whose statements are being bound.
    struct Module {
        std::string name;
        SourceSpan span; ///< invalid where the place of an error is not known
    };
    /// A declared cursor: its query, the table variable of its rows (what FETCH gives, keys of origins, and last their number), and
    /// the number of the row fetched last.
    struct Cursor {
        std::string name;
        ir::RelRef query = nullptr;
        ir::TableId rows = -1;
        int position = -1;
        std::size_t width = 0; ///< columns that FETCH gives
        std::vector<CursorOrigin> origins;
        bool fixed = false; ///< its rows never change while it is open
        std::optional<ConstantRows> constants; ///< its rows in their order, where they do not depend on data
    };
    // Names of variables and temporary tables of one module; callees see the temp tables of their callers.
    struct Frame {
        std::map<std::string, int> variables;
        std::map<std::string, ir::TableId> tables;
        std::map<std::string, Cursor> cursors;
    };
    /// A trigger whose body is being bound, the event that fires it, and the columns that the statement sets.
    struct Firing {
        std::string key, event;
        std::set<std::string> columns; ///< lower case
    };
    using Triggers = std::vector<std::pair<std::string, const CatalogModule<ast::CreateTrigger>*>>; ///< with their keys
    /// The tables `inserted` and `deleted` of one statement.
    struct Transition {
        ir::TableId inserted = -1, deleted = -1;
    };
    /// `IDENTITY(type, seed, increment) AS c` of a SELECT INTO.
    struct IdentityColumn {
        std::string name;
        SqlType type;
        std::string seed = "1", increment = "1";
    };
    /// `(SELECT text FROM … FOR XML PATH(''))`, which puts the texts of its rows together.
    struct XmlList {
        const ast::Query* query = nullptr;
        bool entities = false; ///< the text is XML: & is &amp;
        SqlType type;          ///< of the whole text
        bool text_node = false; ///< the value of a text node, which XML without any text does not have
    };
    /// What INSERT … EXEC collects: rows of `columns` in a table that the first SELECT makes.
    struct ResultSets {
        std::vector<ir::Column> columns;
        ir::TableId table = -1;
        int count = 0;
    };
    /// Where the OUTPUT of a data change inside FROM goes: its columns and, once they are bound, the table of its rows.
    struct TakenRows {
        std::string alias;
        std::vector<std::string> columns;
        ir::TableId table = -1;
    };
    struct CteName {
        std::string name;
        ir::RelRef rel = nullptr;
        bool recursive = false;
        const ast::Cte* node = nullptr;
        bool used = false;
    };

    // ---- failure of the statement at hand (bind_control.cpp)
    template <typename Diag, typename... Args>
    void fail(SourceSpan span, Args&&... args) {
        diagnostics_.report<Diag>(span, std::forward<Args>(args)...);
        if (!failed_) reason_ = diagnostics_.all().back().message;
        failed_ = true;
    }
    [[nodiscard]] ir::ScalarRef poison() const { return build_.null({}); }

    // ---- expressions (bind_expr.cpp, bind_predicate.cpp)
    ir::ScalarRef expr(const ast::Expr& node, Scope& scope);
    ir::ScalarRef value(const ast::Expr& node, Scope& scope, const SqlType& type);
    ir::ScalarRef condition(const ast::Expr& node, Scope& scope);
    ir::ScalarRef literal(const ast::Literal& node, SourceSpan span);
    ir::ScalarRef next_value(const ast::NextValue& node, SourceSpan span);
    void note_own_numbers(const ir::Insert& write);
    void find_shared_sequences();
    ir::ScalarRef column(const ast::Name& name, SourceSpan span, Scope& scope);
    ir::ScalarRef find_in_scope(const ast::Name& name, SourceSpan span, Scope& scope, bool& ambiguous);
    ir::ScalarRef infer_column(const ast::Name& name, Scope& scope);
    ir::ScalarRef variable(const std::string& name, SourceSpan span);
    ir::ScalarRef unary(const ast::Unary& node, SourceSpan span, Scope& scope);
    ir::ScalarRef binary(const ast::Binary& node, SourceSpan span, Scope& scope);
    void settle_simple_case(ir::Case& node, SourceSpan span);
    ir::ScalarRef case_expr(const ast::Case& node, SourceSpan span, Scope& scope);
    ir::ScalarRef cast(const ast::Cast& node, SourceSpan span, Scope& scope);
    ir::ScalarRef make(ir::Scalar scalar) const { return build_.arena().make(std::move(scalar)); }
    ir::ScalarRef compare(ir::CompareOp op, ir::ScalarRef left, ir::ScalarRef right, SourceSpan span, bool null_safe = false);
    ir::ScalarRef in_list(const ast::InList& node, SourceSpan span, Scope& scope);
    ir::ScalarRef in_query(const ast::InQuery& node, SourceSpan span, Scope& scope);
    ir::ScalarRef quantified(const ast::Quantified& node, SourceSpan span, Scope& scope);
    ir::ScalarRef quantified_by_rows(const ir::Quantified& node, SourceSpan span);
    ir::ScalarRef between(const ast::Between& node, SourceSpan span, Scope& scope);
    ir::ScalarRef like(const ast::Like& node, SourceSpan span, Scope& scope);
    // ---- texts of columns that no DDL declares (bind_texts.cpp)
    void note_range(const RangeVariable& range, int column, const SqlType& type);
    void note_texts(const std::vector<ir::ScalarRef>& operands);
    void note_sum(ir::ScalarRef left, ir::ScalarRef right);
    bool take_first_use(ir::ScalarRef scalar);
    void take_as_text(ir::ScalarRef scalar);
    void take_column_as_text(ir::RelRef rel, std::size_t column);
    SqlType undeclared_type(const ir::TableSymbol& symbol, const std::string& column) const;
    // ---- collations (bind_collation.cpp)
    ir::StringComparison collation_of(const std::vector<ir::ScalarRef>& operands, SourceSpan span, bool ordered = false);
    ir::ScalarRef key(ir::ScalarRef value, bool ordered, SourceSpan span);
    ir::StringComparison collation_with(ir::ScalarRef operand, ir::RelRef column, SourceSpan span, bool ordered);
    void settle_collations(ir::Select& block);
    ir::RelRef under_collation(ir::RelRef rel, ir::StringComparison strings);
    ir::RelRef under_collations(ir::RelRef rel, const std::vector<ir::Column>& columns);
    static SqlType type_with_collation(ir::ScalarRef value);
    /// Converts both sides to the type that a comparison uses.
    void unify(ir::ScalarRef& left, ir::ScalarRef& right);

    // ---- calls (bind_call.cpp, bind_window.cpp)
    ir::ScalarRef call(const ast::Call& node, SourceSpan span, Scope& scope);
    ir::ScalarRef system_call(FunctionId id, const ast::Call& node, SourceSpan span, Scope& scope);
    ir::ScalarRef user_call(const CatalogModule<ast::CreateFunction>& function, const ast::Call& node, SourceSpan span, Scope& scope);
    ir::ScalarRef aggregate(ir::AggregateKind kind, const ast::Call& node, SourceSpan span, Scope& scope);
    ir::ScalarRef window(const ast::Call& node, std::string_view name, SourceSpan span, Scope& scope);
    void over(const ast::Over& node, ir::Window& window, Scope& scope);
    ir::ScalarRef unified_call(FunctionId id, std::vector<ir::ScalarRef> args, SourceSpan span);
    ir::ScalarRef temporary_object(const ast::Call& node, SourceSpan span);
    // ---- questions that the DDL answers (bind_catalog_views.cpp)
    std::optional<bool> is_there(const CatalogQuestion& question) const;
    std::optional<bool> catalog_answer(const ast::Query& node, SourceSpan span, bool only_one = false);
    ir::ScalarRef catalog_count(const ast::Query& node, SourceSpan span);
    ir::ScalarRef column_length(const ast::Call& node, SourceSpan span);
    ir::ScalarRef choice(std::vector<ir::ScalarRef> args, SourceSpan span);
    static std::optional<XmlList> xml_list_of(const ast::Expr& node);
    ir::ScalarRef xml_list(const XmlList& list, SourceSpan span, Scope& scope, bool empty_is_null);
    std::vector<ir::ScalarRef> user_arguments(const std::vector<ast::Parameter>& parameters, const std::vector<ast::Expr>& args, SourceSpan span, Scope& scope);
    int function_symbol(const CatalogModule<ast::CreateFunction>& function);

    // ---- queries (bind_query.cpp, bind_select.cpp)
    ir::RelRef query(const ast::Query& node, Scope* outer);
    ir::RelRef rows_of(const ast::Query& node, Scope* outer);
    void ctes(const std::vector<ast::Cte>& nodes, Scope* outer);
    ir::RelRef recursive_cte(const ast::Cte& node, const ast::SetOp& body, Scope* outer);
    ir::RelRef set_op(const ast::SetOp& node, Scope* outer);
    ir::RelRef values(const ast::Values& node, Scope* outer);
    ir::RelRef sorted(ir::RelRef rel, const ast::Query& node, Scope* outer);
    ir::RelRef select(const ast::Select& node, const ast::Query* around, Scope* outer);
    void items(const ast::Select& node, Scope& scope, ir::Select& block, std::vector<ir::Column>& columns);
    void star(const ast::Star& star, SourceSpan span, bool rows_only, Scope& scope, ir::Select& block, std::vector<ir::Column>& columns);
    void group_by(const ast::Select& node, Scope& scope, ir::Select& block);
    void order_by(const std::vector<ast::OrderItem>& items, Scope& scope, ir::Select& block, const std::vector<ir::Column>& columns);
    void limit(const ast::Select& node, const ast::Query* around, Scope& scope, ir::Select& block);
    ir::RelRef converted(ir::RelRef rel, const std::vector<ir::Column>& columns);
    ir::RelRef renamed(ir::RelRef rel, const std::vector<std::string>& names, SourceSpan span);

    // ---- table sources (bind_from.cpp)
    ir::FromRef from(const std::vector<ast::TableSource>& sources, Scope& scope);
    ir::FromRef source(const ast::TableSource& node, Scope& scope);
    ir::FromRef join(const ast::Join& node, Scope& scope);
    ir::FromRef apply(const ast::Apply& node, Scope& scope);
    ir::FromRef named(const ast::NamedTable& node, SourceSpan span, Scope& scope);
    // ---- system-versioned tables (bind_temporal.cpp)
    ir::FromRef in_system_time(const ast::NamedTable& node, SourceSpan span, Scope& scope);
    ir::TableId history_of(const CatalogTable& declared, SourceSpan span);
    void refuse_versioned(ir::TableId table);
    ir::FromRef function_table(const ast::FunctionTable& node, SourceSpan span, Scope& scope);
    ir::FromRef pivot(const ast::Pivot& node, Scope& scope);
    ir::FromRef unpivot(const ast::Unpivot& node, Scope& scope);
    ir::FromRef add(ir::RelRef rel, std::string alias, Scope& scope, ir::TableId table = -1, std::string key = {});
    ir::RelRef table_rel(const ast::Name& name, SourceSpan span, ir::TableId& table);
    ir::RelRef current(ir::TableId table);
    ir::RelRef view_rel(const CatalogModule<ast::CreateView>& view);

    // ---- tables and variables (bind_symbols.cpp)
    ir::TableId table(const ast::Name& name, SourceSpan span);
    ir::TableId persistent_table(const std::string& key, const ast::Name& name, SourceSpan span);
    ir::TableId declare_local(const std::string& name, ir::TableKind kind, const CatalogTable& declared);
    ir::TableId local_table(const std::string& name, ir::TableKind kind, std::vector<ir::Column> columns);
    void alter_local(const ast::AlterTable& node, ir::Body& out);
    void add_columns(const ast::TableDef& added, ir::TableSymbol& altered, std::vector<ir::ScalarRef>& items);
    void drop_columns(const std::vector<std::string>& dropped, ir::TableSymbol& altered, std::vector<ir::ScalarRef>& items);
    void retype_column(const ast::TableDef& def, ir::TableSymbol& altered, std::vector<ir::ScalarRef>& items);
    std::string resolved_key(const ast::Name& name) const;
    const CatalogModule<ast::CreateView>* view_of(const ast::Name& name) const;
    void report_collations(const CatalogTable& declared, SourceSpan span);
    void fill_symbol(ir::TableSymbol& symbol, const CatalogTable& declared);
    void fill_rules(ir::TableSymbol& symbol, const CatalogTable& declared);
    void fill_checks(ir::TableSymbol& symbol, const CatalogTable& declared);
    ir::ScalarRef default_of(const ir::TableSymbol& symbol, std::size_t column);
    void take_defaults(ir::TableId table, const std::vector<int>& named);
    ir::ScalarRef environment(const EnvironmentValue& value, SourceSpan span);
    void take_environment(ir::ScalarRef scalar, SourceSpan span);
    void note_made(ir::TableId table, const ast::Name& name);
    int declare_variable(const std::string& name, const SqlType& type);
    const CatalogTable* table_type(const ast::TypeName& name) const;
    ir::TableId table_argument(const ast::Parameter& parameter, const ast::ExecArg* argument, SourceSpan span);
    int find_variable(const std::string& name) const;
    SqlType type_of(const ast::TypeName& name, bool in_cast = false) const;

    // ---- statements (bind_control.cpp, bind_write.cpp, bind_update.cpp, bind_merge.cpp, bind_exec.cpp, bind_cursor.cpp)
    void block(const ast::Block& statements, ir::Body& out);
    void statement(const ast::Stmt& stmt, ir::Body& out);
    void dispatch(const ast::Stmt& stmt, ir::Body& out);
    void become_hole(const ast::Stmt& stmt, ir::Body& out);
    ir::HoleStatement hole_of(SourceSpan span, std::string reason, const std::vector<const ast::Stmt*>& statements);
    bool fill_hole(const ir::HoleStatement& hole, ir::Body& out);
    void forget(SourceSpan span, const std::vector<const ast::Stmt*>& statements, ir::Body& out);
    void module_block(const ast::Block& statements, ir::Body& out);
    void loop_statement(const ast::While& node, const ast::Stmt& stmt, ir::Body& out);
    void push(ir::Body& out, decltype(ir::Statement::node) node);
    void skip(const std::string& reason);
    void count_is(int rows, ir::Body& out);
    void note_counts(SourceSpan span);
    void note_counts_of_trigger(SourceSpan span);
    void skip_all(const ast::Block& statements, const std::string& reason);
    bool unroll(const ast::While& node, const ast::Stmt& stmt, ir::Body& out);
    int constant_rounds(const ast::While& node);
    bool step_of_constants(const ast::Stmt& stmt);
    // ---- what statements may change (bind_marks.cpp)
    void mark_written(const ast::Stmt& stmt, std::set<ir::TableId>& tables, std::set<int>& variables, bool& everything);
    void mark_target(const ast::Name& name, const std::vector<ast::TableSource>& sources, const std::vector<ast::Cte>& with, std::set<ir::TableId>& tables, std::set<int>& variables, bool& everything);
    ir::TableId base_of(const ast::Name& name, const std::vector<ast::Cte>& with, std::size_t visible);
    ir::TableId base_of(const ast::Query& query, const std::vector<ast::Cte>& with, std::size_t visible);
    int new_record(SourceSpan span);
    void query_statement(const ast::QueryStmt& node, ir::Body& out);
    void assign_from_select(const ast::Query& node, ir::Body& out);
    void select_into(const ast::Query& node, const ast::Name& into, ir::Body& out);
    void insert(const ast::Insert& node, ir::Body& out);
    void load(const ast::Recognized& node, ir::Body& out);
    void insert_rows(const ast::Insert& node, ir::TableId table, ir::Body& out);
    void application_lock(const ast::Exec& node, const std::string& name, ir::Body& out);
    void insert_exec(const ast::Exec& node, ir::TableId table, const std::vector<int>& columns, ir::Body& out);
    void add_result_set(const ast::Query& node, ir::Body& out);
    std::vector<int> insert_columns(const std::vector<std::string>& names, ir::TableId table, SourceSpan span);
    ir::RelRef insert_values(const ast::Values& rows, std::vector<int>& columns, ir::TableId table, Scope* outer);
    ir::RelRef changed_rows(const ast::Query& query, ir::Body& out);
    ir::TableId rows_of_merge(const ast::DmlTable& dml, ir::Body& out);
    ir::TableId rows_of_change(const ast::DmlTable& dml, ir::Body& out);
    ir::OutputInto taken_rows(const ast::Output& node, Scope& scope);
    std::vector<ir::Column> output_items(const ast::Output& node, Scope& scope, std::vector<ir::ScalarRef>& items);
    void update(const ast::Update& node, ir::Body& out);
    void variables_of_update(const ast::Update& node, const ir::Update& write, Scope& scope, ir::Body& out);
    void remove(const ast::Delete& node, ir::Body& out);
    struct WriteTarget {
        ir::TableId table = -1;
        ir::QuantId quant = 0;
        ir::RelRef through = nullptr; ///< the CTE or derived table that is written through
    };
    WriteTarget write_target(const ast::Name& name, const std::vector<ast::TableSource>& sources, SourceSpan span, Scope& scope, ir::FromRef& from);
    /// An UPDATE (`set` not empty) or DELETE before it is known how it finds its rows.
    struct RowWrite {
        ir::TableId table = -1;
        ir::QuantId target = 0;
        ir::FromRef from = nullptr;
        ir::ScalarRef where = nullptr;
        std::vector<ir::SetColumn> set;
        ir::QuantId inserted = 0;           ///< the row after an UPDATE, where `output` reads it
        std::vector<ir::OutputInto> output = {};
    };
    void write_top(const ast::Top& top, const RowWrite& write, ir::Body& out);
    ir::ScalarRef among_top(const ast::Top& top, const RowWrite& again, ir::QuantId target);
    template <typename Node>
    ir::ScalarRef top_condition(const Node& node, ir::QuantId target);
    void write_numbered(const RowWrite& write, std::vector<ir::SortKey> order, ir::ScalarRef count, bool percent, ir::Body& out);
    /// A CTE or derived table that is written through, over which table, and the names it gives.
    struct Through {
        const ir::Select* block = nullptr;
        const std::vector<ir::Column>* columns = nullptr;
        std::vector<const ir::Quantifier*> path; ///< from the block inwards to `base`, through CTEs of CTEs
        const ir::Quantifier* base = nullptr;
        ir::RelRef instead = nullptr; ///< what is read in place of the base; null pointer: the base
        ir::FromRef joined = nullptr; ///< the FROM clause where other tables stand in it, too
        ir::TableId table = -1;
        Scope names;
        ir::QuantId visible = 0; ///< quantifier of `names`
        std::vector<ir::SetColumn> set; ///< over `visible`
        ir::ScalarRef where = nullptr;  ///< over `visible`
        const std::vector<ast::Output>* output = nullptr;
        const ast::Top* top = nullptr;  ///< of the statement; null pointer when there is none
    };
    template <typename Node>
    Through through_of(const Node& node, const WriteTarget& target, Scope scope, ir::FromRef from) const;
    void write_through(const WriteTarget& target, Through through, const std::vector<ast::Assignment>* set, const ast::OptExpr& where, ir::Body& out);
    void through_alone(const Through& through, bool remove, const std::string& label, ir::Body& out);
    bool find_base(Through& through, const std::vector<ast::Assignment>* set, SourceSpan span);
    static bool find_path(const ir::Select& block, int column, std::vector<const ir::Quantifier*>& path);
    static bool only_path(const ir::Select& block, std::vector<const ir::Quantifier*>& path);
    static int base_column(const ir::Select& block, int column);
    ir::RelRef with_columns_of_base(const Through& through, std::size_t depth, const ir::Select& block, std::vector<ir::Column> columns, const std::vector<int>& wanted, const std::string& label);
    void through_rows(const Through& through, bool remove, const std::string& label, ir::Body& out);
    void flatten(Through& through) const;
    void report_top(ir::TableId table);
    void number_rows(ir::WriteThrough& write, const ast::Top& top);
    void through_join(const Through& through, bool remove, ir::Body& out);
    void through_key(const Through& through, bool remove, ir::Body& out);
    bool output_through(const Through& through, const ir::Quantifier& found, bool remove, RowWrite& write);
    bool fills_columns(ir::TableId id) const;
    ir::TableId numbered_copy(ir::TableId id, ir::Body& out);
    void take_back(ir::TableId id, ir::TableId numbered, ir::Body& out);
    void rename_table(ir::TableId from, ir::TableId to);
    template <typename Node> bool needs_numbers(const Node& node, ir::TableId id) const;
    void with_numbers(ir::TableId id, ir::Body& out, const std::function<void()>& write);
    ir::TableId behind(ir::TableId id) const;
    void through_numbers(const Through& through, bool remove, ir::Body& out);
    void finish(RowWrite write, bool remove, ir::Body& out);
    static ast::Expr whole_value(const ast::Assignment& node, const std::string& alias);
    std::vector<ir::SetColumn> assignments(const std::vector<ast::Assignment>& set, ir::TableId table, ir::QuantId target, Scope& scope);
    std::vector<ir::OutputInto> outputs(const std::vector<ast::Output>& nodes, Scope& scope);
    void merge(const ast::Merge& node, ir::Body& out);
    /// The CTE or view that a MERGE names as its target; `through.block` is a null pointer where it names a table.
    struct MergeView {
        Through through;
        ast::Merge node; ///< with the table's columns in SET and INSERT
        std::string label;
        std::vector<ir::ScalarRef> items; ///< the columns of the CTE for a row of the table
        ir::ScalarRef inside = nullptr;   ///< whether a row of the table is in the CTE; null pointer: all are
        ir::QuantId after = 0, before = 0; ///< `inserted` and `deleted` with the columns of the CTE
        bool by_numbers = false; ///< the table has no key that finds the rows of the CTE: its rows have to be numbered
        std::map<std::pair<ir::QuantId, int>, int> joined; ///< columns of the tables that a join as the source has → of the join
    };
    ir::Quantifier merge_source(const ast::TableSource& node, Scope& scope, MergeView& view);
    ir::ScalarRef merge_top(const ast::Merge& node);
    ir::Merge bind_merge(const ast::Merge& written, Scope& scope, MergeView& view);
    bool open_merge_view(ir::RelRef target, const ast::Merge& node, MergeView& view);
    ir::ScalarRef over_base(const Through& through, std::size_t depth, ir::ScalarRef scalar, const ir::Quantifier& target) const;
    bool place_merge_view(MergeView& view, const ir::Quantifier& target);
    bool place_by_key(MergeView& view, const ir::Quantifier& target);
    void settle_merge_view(const MergeView& view, ir::Merge& change);
    void create_persistent(const ast::CreateTable& node, ir::Body& out);
    void declare(const ast::Declare& node, ir::Body& out);
    void set_variable(const ast::SetVariable& node, ir::Body& out, SourceSpan span);
    void if_statement(const ast::If& node, ir::Body& out);
    void while_statement(const ast::While& node, const ast::Stmt& stmt, ir::Body& out);

    // ---- session options (bind_session.cpp)
    void set_option(const ast::SetOption& node, SourceSpan span);
    void refuse_option(const ast::SetOption& node, SourceSpan span);
    bool refused_by_session(const ast::Stmt& stmt) const;
    bool limit_rows(const std::string& count);
    std::optional<ast::Stmt> limited(const ast::Stmt& stmt);
    ir::ScalarRef by_first_weekday(FunctionId id, ir::ScalarRef call, std::string_view part, SourceSpan span);

    // ---- what writes do beside (bind_effects.cpp)
    void refuse_duplicates(ir::TableId id, std::string_view event);
    ir::ScalarRef orphaned(ir::QuantId child, ir::RelRef rows, const CatalogForeignKey& foreign, ir::TableId parent);
    void cascade_delete(ir::TableId parent, ir::Body& out);
    void refuse_key_change(ir::TableId id, const std::vector<ir::SetColumn>& set);
    void push_through(ir::WriteThrough write, ir::Body& out);
    std::optional<ast::Insert> through_view(const ast::Insert& node, const ast::CreateView& view);

    // ---- triggers (bind_trigger.cpp)
    Triggers triggers_of(ir::TableId table, std::string_view event, bool instead);
    bool has_triggers(ir::TableId table) const;
    Transition transition(ir::TableId table, ir::Body& out);
    ir::OutputInto whole_rows(ir::QuantId row, ir::TableId into) const;
    void fire(const Triggers& triggers, std::string_view event, const Transition& rows, const std::set<std::string>& columns, ir::Body& out);
    void fire_on_merge(const std::vector<std::pair<std::string, Triggers>>& events, ir::TableId table, ir::TableId changes, const std::set<std::string>& columns, ir::Body& out);
    void run_trigger(const std::string& key, const ast::CreateTrigger& node, std::string_view event, const Transition& rows, const std::set<std::string>& columns, ir::Body& out);
    std::set<std::string> names_of(ir::TableId table, const std::vector<ir::SetColumn>& set) const;
    ir::TableId copy_of(ir::TableId table, ir::Body& out);
    ir::FromRef over_copy(ir::FromRef from, ir::QuantId target, ir::TableId copy);
    void push_insert(ir::Insert write, ir::Body& out);
    void push_update(ir::Update write, ir::Body& out);
    void push_delete(ir::Delete write, ir::Body& out);
    void push_merge(ir::Merge write, ir::Body& out);
    ir::ScalarRef updates_column(const ast::Call& node, SourceSpan span);
    void mark_triggered(ir::TableId table, std::set<ir::TableId>& tables, std::set<int>& variables, bool& everything);

    // ---- errors (bind_errors.cpp)
    ir::ScalarRef formatted_message(const std::vector<ast::Expr>& args);
    void place(Raised& error) const;
    void raise(Raised error, const std::string& message, ir::Body& out);
    void raiserror(const ast::Raiserror& node, ir::Body& out);
    void throw_statement(const ast::Throw& node, ir::Body& out);
    void try_catch(const ast::TryCatch& node, ir::Body& out);
    void try_with_handler(const ast::TryCatch& node, ir::Body& out);
    void forget_try(const ast::TryCatch& node, ir::Body& out);
    ir::ScalarRef error_function(FunctionId id, const SqlType& type, SourceSpan span);
    ir::ScalarRef open_transactions(bool state, SourceSpan span);
    void count_transaction(ast::TransactionKind kind);

    void declare_cursor(const std::string& name, const ast::CursorDef& def, ir::Body& out);
    ir::RelRef with_origins(ir::RelRef rel, Cursor& cursor);
    void open_cursor(const Cursor& cursor, ir::Body& out);
    ir::RelRef numbered_constants(const Cursor& cursor) const;
    void fetch_constants(const ast::CursorStmt& node, const Cursor& cursor, std::size_t place, ir::Body& out);
    void fetch(const ast::CursorStmt& node, const Cursor& cursor, ir::Body& out);
    ir::ScalarRef fetched_position(const ast::CursorStmt& node, const Cursor& cursor);
    const Cursor* find_cursor(const std::string& name) const;
    void report_cursors_over(const std::set<ir::TableId>& changed);
    ir::ScalarRef write_condition(const ast::OptExpr& where, ir::TableId table, ir::QuantId target, Scope& scope);
    ir::ScalarRef current_row(const std::string& cursor, ir::TableId table, ir::QuantId target);
    const CursorOrigin* origin_of(const Cursor* cursor, ir::TableId table) const;
    const Cursor* cursor_by_value(const ast::OptExpr& where, ir::TableId table) const;
    ir::ScalarRef at_position(const Cursor& cursor, ir::QuantId row) const;
    void write_by_value(const Cursor& cursor, RowWrite write, bool alone, ir::Body& out);
    void note_change(ir::TableId table);
    void cursor_statement(const ast::CursorStmt& node, ir::Body& out);
    void exec(const ast::Exec& node, SourceSpan span, ir::Body& out);
    void inline_procedure(const CatalogModule<ast::CreateProcedure>& module, const ast::Exec& node, SourceSpan span, ir::Body& out);
    void dynamic_sql(const ast::Expr& text, const std::vector<ast::ExecArg>& args, SourceSpan span, ir::Body& out);
    void execute_text(std::string text, const std::vector<ast::ExecArg>& args, SourceSpan span, ir::Body& out);
    ir::TableId source_of_parameter(const ast::CreateProcedure& node, const ast::Parameter& parameter);
    bool unnumbered(const ast::Query& node, ast::Query& plain, IdentityColumn& identity);
    ir::RelRef numbered(ir::RelRef rel, const IdentityColumn& identity);
    ir::ScalarRef identity_value(std::vector<ir::SortKey> order, const IdentityColumn& identity);
    void bind_text_parameters(const std::string& declarations, const std::vector<ast::ExecArg>& args, ir::Inlined& call, SourceSpan span);

    // ---- constant folding (bind_fold.cpp)
    std::optional<ir::Constant> fold(ir::ScalarRef scalar) const;
    std::optional<ir::Constant> fold_call(const ir::Call& node) const;
    std::optional<ir::Constant> fold_convert(const ir::Convert& node, const SqlType& type) const;
    std::optional<ir::Constant> fold_arithmetic(const ir::Arithmetic& node, const SqlType& type) const;
    std::optional<ir::Constant> fold_case(const ir::Case& node) const;
    std::optional<int> compare_constants(ir::ScalarRef left, ir::ScalarRef right) const;
    std::optional<bool> decide(ir::ScalarRef condition) const;
    std::optional<ConstantRows> constant_rows(ir::RelRef rel) const;
    std::optional<ConstantRows> constant_rows(const ir::Select& block) const;
    /// One value that a scalar can have; see alternatives().
    struct Alternative {
        ir::ScalarRef condition = nullptr;
        ir::Constant value;
    };
    std::vector<Alternative> alternatives(ir::ScalarRef scalar) const;
    std::vector<Alternative> alternatives_of(const ir::VarRef& node, ir::ScalarRef variable) const;
    std::vector<Alternative> alternatives_of(const ir::Case& node) const;
    std::vector<Alternative> alternatives_of(const std::vector<ir::ScalarRef>& operands, const std::function<ir::Scalar(const std::vector<ir::ScalarRef>&)>& rebuilt) const;
    void forget_locals(ir::Body& body);
    ir::ScalarRef as_choice(ir::ScalarRef scalar) const;
    void learn(int variable, ir::ScalarRef assigned);
    void join_known(const std::map<int, std::vector<ir::Constant>>& other);
    std::vector<std::string> comment_lines(const ast::Stmt& stmt) const;

    const Catalog& catalog_;
    const Parser& parser_;
    const SourceManager& sources_;
    const std::map<std::string, std::string>& proposals_;
    TextColumns& texts_; ///< what is found out is added
    Diagnostics& diagnostics_;
    ir::Program& program_;
    Builder build_;
    std::vector<Frame> frames_;
    std::vector<CteName> ctes_;
    std::map<std::string, ir::TableId> persistent_;
    std::map<ir::TableId, ir::TableId> copies_; ///< numbered copies and the tables that they stand for
    std::map<ir::QuantId, std::pair<ir::RelRef, ir::TableId>> untyped_; ///< what quantifiers range over of which a column without a type is read
    std::map<std::pair<ir::TableId, int>, ir::ScalarRef> first_uses_; ///< columns without DDL that were used once so far
    std::map<ir::TableId, ir::RelRef> made_from_; ///< the queries of tables that SELECT INTO made
    std::map<std::string, int> functions_;
    std::set<std::string> calls_;       ///< procedures being inlined: recursion is refused
    std::set<std::string> open_views_;  ///< views and functions being bound: recursion is refused
    std::set<ir::TableId> identity_insert_;
    std::map<int, std::vector<ir::Constant>> known_; ///< variables that are known to have one of a few constants here
    int rowcount_ = -1, identity_ = -1, fetch_status_ = -1; ///< variables that stand for @@ROWCOUNT, SCOPE_IDENTITY() and @@FETCH_STATUS
    bool failed_ = false;
    std::string reason_;
    int record_ = -1;
    SourceSpan span_;
    int branches_ = 0;    ///< conditions and loops around the statement at hand
    ast::WayOut lost_ = ast::WayOut::none; ///< where a statement that could not be bound may have led: what is behind runs or not
    Handler* handler_ = nullptr;      ///< what takes the errors raised here; null pointer: they end the procedure
    Module module_;                   ///< what the statement at hand stands in
    const Handler* caught_ = nullptr; ///< the CATCH block around the statement at hand
    int open_transactions_ = 0;       ///< BEGIN TRANSACTION without COMMIT or ROLLBACK before the statement at hand
    /// What SET changes: after a procedure, a trigger or a dynamic text it is again as before
    /// (https://learn.microsoft.com/sql/t-sql/statements/set-statements-transact-sql, Considerations).
    struct Session {
        bool xact_abort = false;
        int first_weekday = 7;                      ///< DATEFIRST: 1 is Monday
        std::map<std::string, std::string> refused; ///< options that are not compiled and in force, by name
        std::string row_limit;                      ///< SET ROWCOUNT in force; empty where there is none
    } session_;
    std::set<ir::TableId> cascading_; ///< tables whose removed rows take others along: a circle is refused
    std::set<ir::TableId> changed_;  ///< tables whose rows were changed below a cursor that knows them by their values
    std::set<ir::TableId> by_value_; ///< tables that are written through such a cursor
    bool through_cursor_ = false;    ///< the statement at hand is such a write
    std::set<ir::TableId> conditional_; ///< temporary tables that are made on some ways only
    std::set<std::string> dropped_; ///< keys of tables that a DROP TABLE before the statement at hand names
    std::vector<Firing> firing_; ///< triggers around the statement at hand
    bool switches_triggers_ = false; ///< there is a DISABLE or ENABLE TRIGGER somewhere
    bool reads_identity_ = false;    ///< SCOPE_IDENTITY or @@IDENTITY is read somewhere
    bool reads_last_identity_ = false; ///< @@IDENTITY is read somewhere
    std::map<std::string, int> asked_; ///< how often a sequence is asked beside the numbers of the column that it is the default of
    bool in_default_ = false;        ///< inside the default of a column, which no statement may ever take
    bool impersonates_ = false;      ///< there was an EXECUTE AS
    bool writes_current_ = false;    ///< there may be a WHERE CURRENT OF somewhere
    bool runs_text_ = false;         ///< there is dynamic SQL somewhere
    const ast::Select* rows_only_ = nullptr; ///< the block that is bound for its rows, whatever their columns
    bool later_round_ = false; ///< inside a round of a loop that is written out, after the first one
    bool rolls_back_ = false;  ///< there is a ROLLBACK somewhere
    bool counts_rows_ = false; ///< @@ROWCOUNT is read somewhere
    int return_code_ = -1; ///< variable that RETURN n of the procedure being inlined sets; -1 where nobody asks
    int function_ = -1;    ///< the function being bound; -1 outside of functions
    bool hidden_ = false; ///< inside a body that has no account of its own (functions)
    TakenRows* taken_ = nullptr; ///< of the data change at hand
    ResultSets* results_ = nullptr; ///< where the SELECTs of a procedure inlined for INSERT … EXEC go
};

/// The first SELECT of a query, whose INTO is the query's; null pointer for VALUES.
[[nodiscard]] const ast::Select* first_block(const ast::Query& query);

/// ALTER TABLE a SWITCH … TO b, which moves rows, whole partitions at a time.
[[nodiscard]] bool switches_rows(const ast::AlterTable& node);

/// A query as one block in whose items its rows can be numbered; `order` says in which order, where the query does.
[[nodiscard]] ir::Select numbered_block(const Builder& build, ir::RelRef query);

} // namespace t2d::passes
