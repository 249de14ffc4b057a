// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ir/ast/stmt.h"
#include "ir/parser.h"
#include "passes/check/numbering.h"
#include "passes/check/rounds.h"
#include "passes/check/walker.h"

namespace t2d::passes::check {

/// The second, independent reading of a procedure: runs its statements one after the other over relations as terms. What every table holds in the
/// end is a term over the tables' contents before the call. Shares nothing with the passes but the AST and the catalog.
class Procedure final : public Names {
public:
    /// `parser` reads the texts of dynamic SQL.
    /// With `numbers` the identities of a first INSERT are numbers: up from the highest, in the order that the INSERT states.
    Procedure(Builder& builder, const Catalog& catalog, const Parser& parser, bool numbers = false) : b_(builder), catalog_(catalog), parser_(parser), walker_(builder, *this), numbers_(numbers), path_(builder.truth(true)), running_(builder.truth(true)) {}

    /// Runs a procedure with its parameters as symbols.
    void run(const ast::CreateProcedure& procedure);
    /// What a table (by catalog key) holds now.
    Relation state(const std::string& key);
    /// Statements that the interpreter cannot decide, with the tables they made unknown.
    struct Reason {
        SourceSpan span;
        std::string what;
    };
    [[nodiscard]] const std::vector<Reason>& reasons() const { return reasons_; }
    /// Whether a table that it makes has texts with a collation of their own, which its terms do not know.
    [[nodiscard]] bool has_own_collations() const { return own_collations_; }
    /// Conditions under which the procedure raises an error: what it leaves then is not known.
    [[nodiscard]] const std::vector<TermId>& failures() const { return failures_; }
    /// Every number that the rows of a table were given is in the table before or after all statements.
    [[nodiscard]] bool keeps_numbers(const std::string& key) const { return !lost_numbers_.contains(key); }
    /// Some table was given identities.
    [[nodiscard]] bool gives_identities() const { return gives_identities_; }

    std::optional<Relation> table(const ast::Name& name) override;
    TermId variable(const std::string& name) override;
    TermId call(Builder& builder, const std::string& name, Terms args, const ast::Call& written) override;
    SqlType type(const ast::TypeName& name) override;
    std::optional<Relation> table_function(const ast::Name& name, const Terms& args) override;
    TermId text_of(Builder& builder, TermId value) override;
    TermId conversion(Builder& builder, TermId value, const SqlType& type, TermId style, bool attempt) override;
    std::optional<Relation> changed_rows() override { return changed_rows_; }

private:
    struct Target {
        std::string key;
        std::vector<CatalogColumn> columns;
    };
    using RowValues = std::map<std::string, TermId>; ///< of a row, by column

    /// Rows that a write changes, as OUTPUT sees them.
    struct Changed {
        SelectParts parts;            ///< one row for each changed row
        std::vector<Binding> sources; ///< what the write was joined with
        RowValues inserted, deleted;  ///< empty where there is no such row
        std::string action;
    };

    class Call;

    /// What the statements run so far have changed.
    struct Memory;
    [[nodiscard]] Memory memory() const;
    void recall(Memory memory);
    /// A WHILE: its condition and its body run once, on a row of which every other round's row is made.
    void loop(const ast::Stmt& statement, const ast::While& node);
    /// False where it cannot be done; `lists` are the tables that are carried from round to round as a whole, and becomes those that have to be.
    bool rounds(const ast::While& node, std::set<std::string>& lists);
    void carry(const std::string& key, Rounds& loop);
    /// One round, run on a row of which nothing is known.
    struct Round {
        Rounds loop; ///< without what no round changes
        Substitution constants;
        std::map<std::string, Relation> before; ///< the tables that a round writes, before the loop
        bool returns = false;
    };
    Round one_round(const ast::While& node, const std::set<std::string>& lists);
    /// An UPDATE or DELETE that a loop repeats until no row is left that it would write.
    struct Batch {
        const void* statement = nullptr;
        bool found = false; ///< it ran
        std::string table;
        TermId taken = 0;         ///< stands for the number of rows of one round
        TermId row = 0, where = 0; ///< the condition on a row of the table
        TermId count = 0, guard = 0;
        RowValues set;
    };
    bool batches(const ast::While& node);
    [[nodiscard]] bool asks_for_rows(TermId condition, const Batch& batch) const;
    [[nodiscard]] bool ends_when_done(const Round& round, const Batch& batch);
    void run_batch(const ast::Name& name, const ast::Top& top, const std::vector<ast::TableSource>& from, const ast::OptExpr& where, const std::vector<ast::Assignment>& set);
    void leave_round(TermId taken, bool ends_loop, bool returns);
    Relation carried_rows(const Rounds& loop, TermId rel, const std::string& key);
    TermId last_value(const Rounds& loop, TermId rel, const std::string& name);
    Relation rows_of_rounds(const Rounds& loop, TermId rel, TermId rows, const std::vector<std::string>& columns);
    [[nodiscard]] std::optional<Terms> added_rows(TermId carried, TermId after) const;
    void cursor(const ast::Stmt& statement, const ast::CursorStmt& node);
    void fetch(const ast::Stmt& statement, const ast::CursorStmt& node);
    [[nodiscard]] Relation cursor_rows(const ast::Query& query);
    void block(const ast::Block& statements);
    /// Runs a statement, and counts what it did.
    void statement(const ast::Stmt& statement);
    void run(const ast::Stmt& statement);
    void count_statement(const ast::Stmt& statement);
    void insert(const ast::Insert& insert);
    void update(const ast::Update& update);
    void remove(const ast::Delete& remove);
    void merge(const ast::Merge& merge);
    void truncate(const ast::Name& name);
    void query_statement(const ast::Query& query);
    void assign(const ast::Select& select, const ast::Query& query);
    /// False where no value reads what an earlier row assigned.
    bool accumulate(const ast::Select& select, const ast::Query& query);
    void branch(const ast::If& node);
    /// A procedure, function or text that runs in place, with jumps of its own.
    void body(const ast::Block& statements);
    void jump(const ast::Goto& node);
    void arrive(const ast::Label& node);
    void execute(const ast::Exec& exec);
    void execute_text(const ast::Exec& exec, const ast::Expr& text);
    [[nodiscard]] std::optional<std::string> constant_text(TermId value);
    void call(const ast::CreateProcedure& callee, const std::vector<ast::ExecArg>& args, const std::string& return_variable);
    /// Runs a function with the given arguments: the value that it returns, or the rows of its table variable.
    TermId scalar_function(const ast::CreateFunction& function, const Terms& args);
    Relation rows_of_function(const ast::CreateFunction& function, const Terms& args);
    void bind_arguments(const ast::CreateFunction& function, const Terms& args);
    void declare(const ast::Declare& declare);
    void dropped(const std::string& key);
    void create(const std::string& key, const ast::TableDef& def);
    void shadow(const std::string& key);
    void returned(const ast::Return& node);
    /// THROW and RAISERROR: a run that comes there fails, or goes on in a CATCH block.
    void fails() { failures_.push_back(guard()); }
    /// OUTPUT … INTO adds rows to its table; OUTPUT alone is a result set, or what the statement around this one reads.
    void outputs(const std::vector<ast::Output>& output, const Target& written, const std::vector<Changed>& changes, const Ctes& ctes);
    Relation output_rows(const ast::Output& output, const Target& written, const std::vector<Changed>& changes, const Ctes& ctes);
    /// The new rows of an INSERT; values that are made when they are stored (identities, NEWID) are not known a second time.
    Changed inserted_rows(const Target& target, const Relation& rows);
    /// A row that a MERGE inserts, beside the row of its source.
    Changed merged_row(const Target& target, const ast::MergeBranch& insertion, const SelectParts& source, const Scope& scope, const Ctes& ctes);
    struct Written;
    void changed_values(const Written& written, TermId row, const RowValues& values, Changed& change);
    [[nodiscard]] TermId once(TermId value);
    /// Runs the data change that a query reads as a table; its rows are what OUTPUT says.
    void run_change(const ast::DmlTable& change);
    /// A statement that is not understood: everything that it may write is unknown from here on.
    void unknown(const ast::Stmt& statement, const std::string& what);
    /// A table whose rows are not known from here on, as a reason.
    void lose(const ast::Name& written, const std::string& why);
    void forget_cascades();
    /// Rows of a table go, and with them what they were numbered by if they were added before.
    void note_removal(const std::string& key);
    void forget_triggered(const ast::Stmt& statement);
    void forget(const std::string& key, const std::string& why);
    void forget(const ast::Name& written, const std::string& why);

    std::string key_of(const ast::Name& name) const;
    std::optional<Target> target(const ast::Name& name);
    /// What a column of a type holds of a value.
    TermId assigned(TermId value, const SqlType& type);
    TermId held(TermId value, const SqlType& type);
    void set_variable(const std::string& name, TermId value);
    TermId value(const ast::Expr& expr);
    TermId default_of(const CatalogColumn& column);
    /// A computed column of a row with these values.
    TermId computed_of(const Target& target, const CatalogColumn& column, const RowValues& row);
    /// Columns of a query that its rows are ordered by, and whether descending.
    using Ordering = std::vector<std::pair<std::string, bool>>;
    /// New rows of a table from a query, by the columns of the insert list; identities are given in the order of the query.
    Relation rows_for(const Target& target, const std::vector<std::string>& columns, const Relation& source, const Ordering& order = {});
    /// The query of an INSERT with what it is ordered by as further columns.
    static std::pair<ast::Query, Ordering> with_order(const ast::Query& query);
    std::optional<TermId> numbered_rows(SelectParts parts, const Ordering& order, std::map<TermId, std::string>& columns);
    TermId identity_of(const Target& target, const Numbering& numbering, TermId order, const Relation& source);
    TermId highest(const Target& target, const Numbering& numbering);
    [[nodiscard]] bool asks_own_sequence(const Numbering& numbering, TermId value) const;
    [[nodiscard]] bool numbered_anyway(const Numbering& numbering, const Relation& source, const std::string& column) const;
    void counted(TermId rows);
    /// SCOPE_IDENTITY() after new rows of a table.
    void numbered(const Target& target, const std::vector<std::string>& given, const Relation& rows);
    void count_rows(const Relation& rows);
    TermId guard() { return b_.conjunction({path_, running_}); }
    Relation guarded(const Relation& rows);

    /// The two halves of a joined write: the written table's use and the block of what it is joined with.
    struct Joined {
        SelectParts parts;
        Scope scope;
        TermId target = 0;
        TermId condition = 0; ///< the row is written
    };
    /// What an UPDATE or DELETE names: a table, or rows of a table with further columns (a CTE, the first rows of a table).
    struct Written {
        static constexpr std::string_view kIn = "in view";

        Target to;
        Relation rows;                           ///< rows of the table, each once
        std::vector<std::string> columns;        ///< by which the statement reads them
        std::map<std::string, std::string> base; ///< the table's column behind one of these; empty: they are the table's
        std::string cte;                         ///< the name in FROM clauses, where `rows` are not the table
        enum class Which { all, marked, counted } which = Which::all; ///< of `rows`: those where `kIn` is true, or is `count` at most
        TermId count = 0;
        TermId rest = 0;                         ///< the rows of the table that are not among `rows`; 0 when there are none
        /// What a column of the table is called in `rows`.
        [[nodiscard]] std::string own(const std::string& column) const { return cte.empty() ? column : "written " + column; }
        /// The table's column that a name of the statement stands for; empty when it is none.
        [[nodiscard]] std::string column(const std::string& name) const {
            if (cte.empty()) return name;
            const auto found = base.find(name);
            return found == base.end() ? std::string() : found->second;
        }
    };
    Written whole(const Target& to);
    /// What the name of a write stands for; `set` is a column that it sets. Nothing for a CTE that is more than a selection of rows.
    std::optional<Written> written(const ast::Name& name, const std::vector<ast::Cte>& with, const std::string& set);
    std::optional<Written> written_cte(const ast::Cte& cte, const std::string& set, const Ctes& ctes);
    std::optional<Written> first_rows(const Target& to, const ast::Top& top, const ast::OptExpr& where, const std::string& name, const Ctes& ctes);
    /// The rows that an UPDATE or DELETE may write; with TOP its WHERE is in them.
    template <typename Write>
    std::optional<Written> written_rows(const Write& write, const ast::Name& name, const std::string& set, const Ctes& ctes) {
        std::optional<Written> out = written(name, write.with, set);
        if (!out || (!out->cte.empty() && !write.output.empty())) return std::nullopt; // OUTPUT has the columns of the CTE
        if (!write.top) return out;
        return out->cte.empty() && write.from.empty() ? first_rows(out->to, *write.top, write.where, name.last(), ctes) : std::nullopt;
    }
    std::optional<Written> joined_view(const ast::Select& block, const Ctes& ctes, const ast::Name& base, Written view);
    std::optional<Written> numbered_view(SelectParts parts, std::size_t at, Written view);
    void number_rows(SelectParts parts, TermId atom, Written& view);
    TermId row_number(TermId order);
    void keep_own(SelectParts& parts, TermId atom, const Written& written);
    /// The table after a write that made `changed` of the rows that it may write.
    void store(const Written& written, TermId changed);
    std::optional<Joined> join_target(const ast::Name& name, const Written& written, const std::vector<ast::TableSource>& from, const ast::OptExpr& where, const Ctes& ctes);

    Builder& b_;
    const Catalog& catalog_;
    const Parser& parser_;
    Walker walker_;
    bool numbers_, gives_identities_ = false;
    std::map<std::string, Relation> state_;
    std::set<std::string> added_to_, lost_numbers_; ///< tables with new rows; those of them that rows were removed of later, or that are numbered anew
    std::map<std::string, std::vector<CatalogColumn>> local_; ///< temporary tables and table variables
    bool all_lost_ = false; ///< something may have written every table, also those that no DDL declares
    bool own_collations_ = false;
    std::map<std::string, TermId> variables_;
    std::map<std::string, SqlType> types_;
    TermId path_;
    TermId running_; ///< no RETURN so far
    TermId returned_ = 0; ///< what the function that runs returns so far
    /// GOTO to one label: what `running_` was before the first and is after the last one (0: something else changed it between), and where they are taken.
    struct Jumps {
        TermId before = 0, after = 0;
        Terms taken;
    };
    std::map<std::string, Jumps> jumps_; ///< to labels that are not reached yet
    std::set<std::string> labels_;       ///< of the running body that are ahead and that a GOTO can reach
    std::vector<Reason> reasons_;
    std::vector<TermId> failures_;
    std::optional<Relation> changed_rows_; ///< what OUTPUT of the data change gives that the running INSERT reads
    bool row_limit_ = false; ///< SET ROWCOUNT is in force
    bool reads_changes_ = false;           ///< the running write is such a data change
    std::map<std::string, std::optional<std::pair<Relation, std::vector<CatalogColumn>>>> shadowed_; ///< what the running callee hides of its callers
    int calls_ = 0;
    /// Where the body of a loop leaves it, and where it leaves the procedure with it.
    struct Loop {
        TermId self = 0; ///< the row that a round starts from
        Terms left, returned;
    };
    std::vector<Loop> loops_; ///< that run, innermost last
    struct Cursor {
        ast::CursorDef definition;
        Relation rows; ///< numbered; none before OPEN
    };
    std::map<std::string, Cursor> cursors_; ///< by name, or variable
    Batch* batch_ = nullptr; ///< of the loop that runs
    SourceSpan at_; ///< the statement that runs
};

} // namespace t2d::passes::check
