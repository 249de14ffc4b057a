// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>
#include <vector>

#include "backend/replay/query_writer.h"
#include "backend/replay/script.h"

namespace t2d::backend {

/// Prints each write of a program as statements that change a scratch table in place. A write first puts the rows that it
/// found into a work table (all its reads see the state before), then changes the target by row id, then writes its OUTPUT rows.
class WritePrinter {
public:
    /// `prefix` keeps the names of several replays apart. `rowcount` and `identity` are the variables that stand for
    /// @@ROWCOUNT and SCOPE_IDENTITY(), or -1 where nothing reads them.
    WritePrinter(QueryWriter& queries, Script& script, std::string prefix, int rowcount, int identity);

    void define(const ir::Define& node);
    void insert(const ir::Insert& node);
    void update(const ir::Update& node);
    void remove(const ir::Delete& node);
    void write_through(const ir::WriteThrough& node);
    void merge(const ir::Merge& node);
    void truncate(const ir::Truncate& node);

    /// Statements that empty a table and let its numbers start again.
    [[nodiscard]] std::vector<std::string> emptied(ir::TableId table) const;
    /// Adds a statement that computes the computed columns of a table, where it has any.
    void recompute(ir::TableId table, std::vector<std::string>& out) const;
    /// A statement that gives a session variable its value.
    [[nodiscard]] std::string set_session(const std::string& name, const std::string& value) const;
    /// The name of a work table.
    [[nodiscard]] std::string work(const std::string& name) const;
    /// Statements that make a work table of the rows of a query.
    [[nodiscard]] std::string make_work(const std::string& name, const std::string& query) const;
    /// A new row id.
    [[nodiscard]] std::string next_row() const;
    /// The session variable of a counter.
    [[nodiscard]] std::string counter(ir::TableId table, int column) const;

private:
    using Places = std::map<Place, std::string>;
    using Lines = std::vector<std::string>;

    /// Rows that come to a table: a query for the columns `c0`, `c1`, … (in the order of `columns`) and the keys that their
    /// numbers follow.
    struct NewRows {
        ir::TableId table = 0;
        std::vector<int> columns;
        bool explicit_identity = false;
        std::string query;
        std::vector<std::pair<std::string, SqlType>> keys = {};
        std::vector<bool> descending = {};
        std::string into; ///< the work table that holds them
    };
    /// What the work table of a write keeps for its OUTPUT clauses.
    struct Kept {
        std::vector<QueryItem> items;
        std::vector<std::pair<std::string, SqlType>> keys; ///< columns of other tables: they choose among several matches
        Places places;
    };
    /// One kind of row that a write leaves for OUTPUT: where it stands, how its columns are spelled.
    struct Trace {
        std::string from;
        Places places;
    };

    // ---- rows that come (write_printer.cpp)
    [[nodiscard]] NewRows new_rows(ir::TableId table, const std::vector<int>& columns, ir::RelRef source);
    void append(const NewRows& rows, Lines& out) const;
    [[nodiscard]] std::string filling(const NewRows& rows, int column) const;
    void advance(ir::TableId table, const std::string& added, Lines& out) const;
    void count(const std::string& number, Lines& out) const;
    void output(const std::vector<ir::OutputInto>& output, const std::vector<Trace>& traces, Lines& out) const;
    [[nodiscard]] Places inserted(ir::TableId table, ir::QuantId quant, bool present) const;

    // ---- rows that are found (found_rows.cpp)
    [[nodiscard]] Kept keep(const std::vector<ir::OutputInto>& output, const std::vector<ir::SetColumn>& set,
                            const std::vector<const ir::Quantifier*>& others, const std::string& work) const;
    void keep_old(ir::TableId table, ir::QuantId target, ir::QuantId deleted, const std::string& work, Kept& kept);
    [[nodiscard]] std::string found_once(const std::vector<QueryItem>& items, const Kept& kept, ir::FromRef from,
                                         ir::ScalarRef where);
    void set_items(ir::TableId table, const std::vector<ir::SetColumn>& set, const std::string& prefix,
                   std::vector<QueryItem>& items) const;
    [[nodiscard]] std::string changed(ir::TableId table, const std::vector<ir::SetColumn>& set, const std::string& prefix,
                                      const std::string& work, const std::string& condition) const;
    [[nodiscard]] std::string removed(ir::TableId table, const std::string& work, const std::string& condition) const;

    [[nodiscard]] const ReplaySpelling& replay() const { return *queries_.dialect().replay(); }
    [[nodiscard]] const std::string& relation(ir::TableId table) const { return queries_.table(table).relation; }
    [[nodiscard]] std::string name(ir::TableId table, int column) const;
    [[nodiscard]] const SqlType& type(ir::TableId table, int column) const;
    [[nodiscard]] int width(ir::TableId table) const { return static_cast<int>(queries_.symbol(table).columns.size()); }

    QueryWriter& queries_;
    Script& script_;
    std::string prefix_;
    int rowcount_, identity_;

    friend class MergeReplay;
};

} // namespace t2d::backend
