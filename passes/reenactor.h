// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "passes/build_loop.h"
#include "passes/keys.h"
#include "passes/reenact.h"
#include "passes/rewrite.h"

namespace t2d::passes {

/// Tables and variables that a body may write.
struct Written {
    std::set<ir::TableId> tables;
    std::set<int> variables;
    bool everything = false;
};
[[nodiscard]] Written written_in(const ir::Body& body);
/// How many expressions of a body read each of the first `variables` variables.
[[nodiscard]] std::vector<int> count_reads(const ir::Body& body, std::size_t variables);
/// Tables that a body adds rows to and neither reads nor changes otherwise.
[[nodiscard]] std::set<ir::TableId> only_appended(const ir::Body& body);

/// A column of one quantifier.
using Place = std::pair<ir::QuantId, int>;

/// The rows of a target that FROM and WHERE of an UPDATE or DELETE match: `from` has every target row exactly once, `condition`
/// says whether it is matched, `columns` stands for the columns of the other tables in it (those that are not listed keep
/// their quantifier).
struct Matching {
    ir::FromRef from = nullptr;
    ir::ScalarRef condition = nullptr;
    std::map<Place, ir::ScalarRef> columns;
};

/// The symbolic executor behind `reenact`. Instead of φ nodes every write is guarded by the condition under which it is reached
/// (the path), so a version means the same on all paths; `seen` and `visible` hold what a read may use because it is reached only
/// under the current path.
class Reenactor {
public:
    Reenactor(ir::Program& program, ir::Arena& arena, Diagnostics& diagnostics);
    Reenactment run();

private:
    /// One conjunct of the path. `escape`: it only says that no RETURN was taken before.
    struct Step {
        ir::ScalarRef condition = nullptr;
        bool escape = false;
    };
    using Path = std::vector<Step>;
    struct Counter {
        ir::TableId table = 0;
        int column = 0;
        friend auto operator<=>(const Counter&, const Counter&) = default;
    };
    struct State {
        std::vector<ir::ScalarRef> values; ///< per variable: its value on every path
        std::vector<ir::ScalarRef> seen;   ///< per variable: its value under the current path
        std::vector<ir::RelRef> tables;    ///< per table: its version on every path; null pointer before it exists
        std::vector<ir::RelRef> visible;   ///< per table: a version that is the same under the current path
        std::map<Counter, ir::ScalarRef> counters; ///< last number handed out where it is not the greatest in the table
    };
    /// What belongs to one body that RETURN ends.
    struct Activation {
        std::map<std::string, std::vector<Path>> pending;
        std::set<std::string> landed;
        std::vector<std::pair<ir::ScalarRef, ir::ScalarRef>> results; ///< condition and value of each RETURN of a function
        bool returned = false;
    };
    struct Target {
        ir::TableId table = 0;
        ir::QuantId quant = 0;
        ir::FromRef from = nullptr;
        ir::ScalarRef where = nullptr;
    };
    struct Leaf {
        ir::Quantifier quantifier;
        bool inner = true;
        bool lateral = false;
        std::vector<ir::ScalarRef> on;
    };
    /// A join tree as the target and a chain of other tables.
    struct Chain {
        std::vector<Leaf> leaves;
        std::vector<ir::ScalarRef> conditions;
    };
    /// A one-row table that keeps the counters of `columns` of `table`.
    struct Mark {
        ir::TableId table = 0, mark = 0;
        std::vector<int> columns;
    };
    struct NewRows {
        ir::RelRef all = nullptr;  ///< the target's columns, then what the source had beyond its named columns
        ir::RelRef rows = nullptr; ///< the target's columns
    };

    // ---- control flow (reenact_flow.cpp)
    void body(const ir::Body& statements);
    void execute(const ir::Statement& statement);
    void branch(const ir::If& node);
    void merge_branches(ir::ScalarRef condition, const State& before, const State& then, const Path& then_path, const Path& else_path);
    void jump(const ir::Jump& node);
    void land(const ir::Landing& node, std::size_t entry);
    void call(const ir::Inlined& node);
    [[nodiscard]] ir::ScalarRef decided(ir::ScalarRef condition) const;
    void transaction(const ir::Transaction& node);
    void roll_back(const std::vector<ir::RelRef>& saved);
    void raise(const ir::Raise& node);
    bool stop_where(const std::string& message, ir::ScalarRef condition);
    void give_back(const ir::Return& node);
    [[nodiscard]] Path join_paths(const Path& a, const Path& b) const;
    [[nodiscard]] ir::ScalarRef condition_of(const Path& path) const;
    [[nodiscard]] ir::ScalarRef path() const { return condition_of(path_); }
    [[nodiscard]] bool dead() const;
    void forget_path();

    // ---- loops (reenact_loop.cpp)
    /// What a column of a loop's state holds: a variable, a table or a counter.
    struct LoopSlot {
        int variable = -1;
        ir::TableId table = -1;
        Counter counter;
    };
    /// What a round of the loop being run computes beside the row of its state.
    struct Round {
        std::set<ir::TableId> appended; ///< tables that the body only adds rows to: their relation is what the round adds
        std::vector<Beside> beside;
        std::vector<Guard> guards;
    };
    void loop(const ir::While& node);
    [[nodiscard]] std::vector<LoopSlot> loop_slots(const ir::While& node, const Written& written, const std::vector<int>& reads);
    [[nodiscard]] StateColumn state_column(const LoopSlot& slot, const std::vector<int>& reads) const;
    void read_state(const std::vector<LoopSlot>& slots, const std::function<ir::ScalarRef(std::size_t)>& column);
    [[nodiscard]] ir::ScalarRef state_after(const LoopSlot& slot) const;
    [[nodiscard]] bool read_later(int variable) const;
    void finish_loop(const std::vector<LoopSlot>& slots, const Round& round, const LoopResult& result);
    [[nodiscard]] bool in_round() const { return round_ != nullptr && functions_ == 0; }
    [[nodiscard]] ir::ScalarRef beside(const std::string& name, ir::ScalarRef value);
    [[nodiscard]] ir::ScalarRef flag_of(ir::ScalarRef condition);
    [[nodiscard]] std::vector<ir::ScalarRef> row_beside(ir::RelRef query, bool always, ir::ScalarRef& found);
    void set_table_in_round(ir::TableId table, ir::RelRef rel);

    // ---- holes (reenact_holes.cpp)
    void hole(const ir::HoleStatement& node);
    void unsupported(const std::string& what, const ir::Body& inside);
    void make_hole(const std::string& reason, const Written& written);
    /// The tables that any statement of the procedure may write.
    const std::set<ir::TableId>& written_anywhere();
    int new_hole(const std::string& reason, ir::TableId table, std::vector<ir::Column> expected);
    [[nodiscard]] std::set<int> holes_of(ir::RelRef rel) const;

    // ---- reading (reenact_resolve.cpp)
    [[nodiscard]] ir::ScalarRef resolve(ir::ScalarRef scalar);
    [[nodiscard]] ir::RelRef resolve(ir::RelRef rel);
    [[nodiscard]] ir::FromRef resolve(ir::FromRef from);
    [[nodiscard]] Rewriter resolver();
    [[nodiscard]] ir::ScalarRef read_variable(int variable);
    [[nodiscard]] ir::ScalarRef under_path(ir::ScalarRef value) const;
    [[nodiscard]] ir::RelRef read_table(ir::TableId table) const;
    [[nodiscard]] ir::ScalarRef read_cell(ir::RelRef rel, int column) const;
    [[nodiscard]] bool is_complex(ir::ScalarRef value) const;
    /// How long the longest chain of relations is that read each other, from `rel` down.
    [[nodiscard]] int chain_of(ir::RelRef rel);
    [[nodiscard]] bool ends_long_chain(ir::RelRef rel);
    void cut_chain(); ///< makes a hole of what the statement writes
    [[nodiscard]] ir::ScalarRef materialize(int variable, ir::ScalarRef value);
    [[nodiscard]] ir::RelRef one_row(ir::RelRef rel, const std::vector<int>& variables);
    void assign(int variable, ir::ScalarRef value);
    void assign_query(const ir::AssignQuery& node);
    [[nodiscard]] ir::RelRef only_row(ir::RelRef query);
    [[nodiscard]] bool assign_in_order(const ir::AssignQuery& node, ir::RelRef& query) const;
    [[nodiscard]] ir::ScalarRef inline_scalar(const ir::UserCall& call);
    [[nodiscard]] ir::RelRef inline_table(const ir::UserScan& scan);
    template <typename F>
    auto evaluate(const ir::FunctionSymbol& function, const std::vector<ir::ScalarRef>& args, F result);

    // ---- writing (reenact_insert.cpp, reenact_numbers.cpp)
    void set_table(ir::TableId table, ir::RelRef rel);
    void count_written(ir::RelRef rows);
    [[nodiscard]] ir::RelRef current(ir::TableId table) const;
    void define(const ir::Define& node);
    void insert(const ir::Insert& node);
    void append(const ir::OutputInto& output, ir::RelRef rows);
    void note_identity(ir::TableId table, ir::RelRef added);
    [[nodiscard]] ir::RelRef with_order_columns(ir::RelRef source, std::vector<int>& places) const;
    [[nodiscard]] NewRows new_rows(ir::TableId table, const std::vector<int>& columns, ir::RelRef source, bool explicit_identity, ir::ScalarRef filter);
    [[nodiscard]] ir::RelRef literal_rows(ir::TableId table, const std::vector<int>& columns, const ir::Values& values, bool explicit_identity, ir::ScalarRef filter);
    struct RowNumber {
        std::vector<ir::SortKey> order;
        long long constant = 0; ///< position in a VALUES list; 0: numbered by `order`
    };
    [[nodiscard]] std::vector<ir::ScalarRef> full_row(ir::TableId table, const std::vector<int>& columns, const std::vector<ir::ScalarRef>& given, bool explicit_identity, const RowNumber& number);
    [[nodiscard]] bool needs_numbers(ir::TableId table, const std::vector<int>& columns, ir::RelRef source, bool explicit_identity) const;
    [[nodiscard]] std::vector<ir::SortKey> insert_order(ir::RelRef source, const std::vector<ir::ScalarRef>& items, ir::TableId table);
    [[nodiscard]] bool is_numbered(ir::TableId table, int column) const;
    [[nodiscard]] ir::ScalarRef number(ir::TableId table, int column, const RowNumber& position);
    [[nodiscard]] ir::ScalarRef last_number(ir::TableId table, int column) const;
    [[nodiscard]] ir::ScalarRef before_first(ir::TableId table, int column) const;
    [[nodiscard]] ir::ScalarRef not_before_first(ir::ScalarRef last, ir::TableId table, int column) const;
    [[nodiscard]] ir::ScalarRef greatest(ir::RelRef rel, ir::TableId table, int column) const;
    void keep_counters(ir::TableId table);
    void advance_counters(ir::TableId table, ir::RelRef before, const ir::Select* row = nullptr);
    void truncate(const ir::Truncate& node);
    [[nodiscard]] ir::ScalarRef greatest_with(ir::TableId table, int column, ir::RelRef other) const;

    // ---- high-water marks (reenact_marks.cpp)
    [[nodiscard]] ir::TableId add_mark(ir::TableId table, const std::vector<int>& columns);
    void open_marks();
    void close_marks();

    // ---- matching (reenact_match.cpp, reenact_lateral.cpp)
    [[nodiscard]] Matching match_rows(const Target& target, const std::set<Place>& used);
    [[nodiscard]] bool flatten(ir::FromRef from, ir::QuantId target, Chain& chain) const;
    [[nodiscard]] bool flatten_inner(ir::FromRef from, ir::QuantId target, Chain& chain) const;
    void fold_anti_joins(Chain& chain, const std::set<Place>& used) const;
    void place_conditions(Chain& chain, std::vector<ir::ScalarRef>& rest) const;
    [[nodiscard]] bool unique_leaf(const Leaf& leaf) const;
    [[nodiscard]] ir::ScalarRef witness(Leaf& leaf) const;
    [[nodiscard]] Matching joined(const ir::Quantifier& target, Chain chain, std::vector<ir::ScalarRef> rest) const;
    [[nodiscard]] ir::FromRef inner_tree(const std::vector<Leaf>& leaves, std::vector<ir::ScalarRef>& conditions) const;
    [[nodiscard]] Matching by_exists(const ir::Quantifier& target, const Chain& chain) const;
    [[nodiscard]] Matching by_lateral(const Target& target, const Chain* chain, const std::set<Place>& used);
    [[nodiscard]] ir::FromRef without_target(const Target& target, std::vector<ir::ScalarRef>& conditions) const;
    [[nodiscard]] ir::FromRef replace_leaf(ir::FromRef from, ir::QuantId leaf, const ir::Quantifier& by) const;
    [[nodiscard]] Matching one_match(const ir::Quantifier& target, ir::FromRef from, std::vector<ir::ScalarRef> conditions, const std::vector<const ir::Quantifier*>& others, const std::set<Place>& used) const;
    [[nodiscard]] QuantIds leaf_ids(const Chain& chain) const;

    // ---- UPDATE, DELETE (reenact_update.cpp) and MERGE (reenact_merge.cpp)
    void update(const ir::Update& node);
    void remove(const ir::Delete& node);
    void write_through(const ir::WriteThrough& node);
    [[nodiscard]] ir::ScalarRef path_beside(const ir::Quantifier& row, ir::ScalarRef where) const;
    [[nodiscard]] std::vector<ir::ScalarRef> changed_row(ir::TableId table, const ir::Quantifier& row, const std::vector<std::pair<int, ir::ScalarRef>>& set) const;
    void recompute(ir::TableId table, std::vector<ir::ScalarRef>& row) const;
    using Mapping = std::function<ir::ScalarRef(const ir::ColumnRef&)>;
    [[nodiscard]] ir::RelRef output_rows(const ir::OutputInto& output, ir::Select block, const Mapping& mapping) const;
    [[nodiscard]] std::vector<ir::OutputInto> resolve(const std::vector<ir::OutputInto>& output);
    void merge(const ir::Merge& node);
    [[nodiscard]] std::set<Place> places_of(const std::vector<ir::ScalarRef>& scalars, const QuantIds& among) const;
    [[nodiscard]] ir::ScalarRef on_matching(ir::ScalarRef scalar, const Matching& matching) const;
    [[nodiscard]] ir::Quantifier target_of(const Target& target) const;
    [[nodiscard]] ir::RelRef ones(ir::FromRef from, ir::ScalarRef where) const;
    friend class MergeWriter;

    [[nodiscard]] ir::TableSymbol& symbol(ir::TableId table) { return program_.tables[static_cast<std::size_t>(table)]; }
    [[nodiscard]] const ir::TableSymbol& symbol(ir::TableId table) const { return program_.tables[static_cast<std::size_t>(table)]; }
    [[nodiscard]] std::string display_name(ir::TableId table) const;

    ir::Program& program_;
    std::optional<std::set<ir::TableId>> written_anywhere_;
    Builder build_;
    Diagnostics& diagnostics_;
    State state_;
    Path path_;
    Activation call_;
    Reenactment out_;
    TableVersions version_of_;
    std::vector<int> reads_; ///< per variable: how often the procedure and its functions read it
    std::unordered_set<ir::RelRef> one_row_; ///< values of variables; looked up only
    std::unordered_map<ir::RelRef, int> chains_; ///< chain_of; looked up only
    std::vector<bool> written_;
    std::vector<Mark> marks_;
    const ir::Statement* statement_ = nullptr;
    /// The bodies that are being executed, outermost first, each with the number of its current statement.
    std::vector<std::pair<const ir::Body*, std::size_t>> bodies_;
    Round* round_ = nullptr;            ///< inside a loop
    std::map<std::string, std::vector<ir::RelRef>> saved_; ///< tables at the outermost BEGIN TRANSACTION (empty name) and at SAVE
    int open_transactions_ = 0;
    int rowcount_ = -1, identity_ = -1; ///< variables for @@ROWCOUNT and SCOPE_IDENTITY(); -1 where nothing reads them
    int functions_ = 0;                 ///< depth of functions being inlined: their relations may be correlated
};

/// Whether a scalar refers to one of the quantifiers.
[[nodiscard]] bool mentions(ir::ScalarRef scalar, const QuantIds& among);

/// A query that has exactly one row whatever the tables hold.
[[nodiscard]] bool has_one_row(ir::RelRef rel);

} // namespace t2d::passes
