// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "passes/check/evaluate.h"

namespace t2d::passes::check {

/// Makes small databases that are hard on two relations: NULLs, few different keys, the constants of both sides and their neighbours; they respect
/// types, NOT NULL, keys and foreign keys. The same number gives the same database.
class SampleRows {
public:
    /// `table` is the table that the model writes; `unique_key` is a key that the model relies on.
    SampleRows(Builder& builder, const std::vector<TermId>& relations, const std::string& table, const std::vector<std::string>& unique_key);
    [[nodiscard]] Database make(unsigned number) const;
    /// Whether rows of a table respect its NOT NULL columns and keys: a run that leaves other rows fails in SQL Server.
    [[nodiscard]] bool valid(const std::string& table, const std::vector<Row>& rows) const;
    /// Whether all foreign keys refer to rows that are there.
    [[nodiscard]] bool refers(const Database& database) const;
    /// Columns of a table that decide something, and those of its keys: what a person needs to see.
    [[nodiscard]] bool decides(const std::string& table, const std::string& column) const;

private:
    class Random;

    void collect(TermId relation);
    void constants_beside(const Term& comparison);
    void add_constant(std::vector<Value>& to, const Value& constant);
    [[nodiscard]] std::vector<std::vector<std::string>> keys(const std::string& table) const;
    [[nodiscard]] Value value(const CatalogColumn& column, const std::string& table, std::size_t row, Random& random) const;
    [[nodiscard]] Value of_type(const SqlType& type, const std::vector<Value>& constants, Random& random) const;
    void fill(const std::string& table, Database& database, Random& random, std::set<std::string>& done) const;
    void refer(const CatalogTable& table, const Database& database, Row& row, Random& random) const;

    Builder& b_;
    std::string table_;
    std::vector<std::string> unique_key_;
    std::set<std::string> tables_;
    std::set<TermId> parameters_;
    std::vector<Value> constants_;
    std::map<std::pair<std::string, std::string>, std::vector<Value>> beside_; ///< constants that a column is compared with
    std::set<std::pair<std::string, std::string>> deciding_;
};

} // namespace t2d::passes::check
