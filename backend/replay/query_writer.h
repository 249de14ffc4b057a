// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "backend/block_printer.h"
#include "backend/model_printer.h"
#include "backend/replay/replay_names.h"
#include "ir/arena.h"

namespace t2d::backend {

/// A column of one quantifier.
using Place = std::pair<ir::QuantId, int>;

/// One column of a query that a replay builds: an expression, its name, and the type it must have.
struct QueryItem {
    ir::ScalarRef value = nullptr;
    std::string name;
    SqlType type;
};

/// Prints single queries and expressions of a program as they are written: they read the tables as they are at that moment and
/// the variables' values. It shares the printing of blocks and expressions with the models, and nothing of the passes that made
/// the models.
class QueryWriter {
public:
    QueryWriter(const ir::Program& program, const PrintContext& context, std::map<ir::TableId, ReplayTable> tables);

    /// The rows of `rel`, its columns under `names` with exactly `types`.
    [[nodiscard]] std::string rows(ir::RelRef rel, const std::vector<std::string>& names,
                                   const std::vector<SqlType>& types) const;
    /// The items over FROM and WHERE.
    [[nodiscard]] std::string select(const std::vector<QueryItem>& items, ir::FromRef from, ir::ScalarRef where);
    /// One value; a query in parentheses where it is more than an expression.
    [[nodiscard]] std::string value(ir::ScalarRef scalar, const SqlType& type);
    /// 1 where the condition is true, else 0.
    [[nodiscard]] std::string flag(ir::ScalarRef condition);

    /// An expression whose columns are spelled as `places` says; it has no subqueries.
    [[nodiscard]] std::string over_places(ir::ScalarRef scalar, const SqlType& type,
                                          const std::map<Place, std::string>& places) const;
    /// `ORDER BY` keys of values that have these names and types, in this order.
    [[nodiscard]] std::string order_by(const std::vector<std::pair<std::string, SqlType>>& keys,
                                       const std::vector<bool>& descending = {}) const;

    [[nodiscard]] const ReplayTable& table(ir::TableId id) const { return tables_.at(id); }
    [[nodiscard]] const ir::TableSymbol& symbol(ir::TableId id) const {
        return program_.tables[static_cast<std::size_t>(id)];
    }
    [[nodiscard]] const ir::Program& program() const { return program_; }
    [[nodiscard]] const Dialect& dialect() const { return context_.dialect; }
    [[nodiscard]] const PrintContext& context() const { return context_; }
    [[nodiscard]] ir::Arena& arena() { return arena_; }

    // ---- nodes that a replay adds to a statement's own
    [[nodiscard]] ir::ScalarRef column(ir::QuantId quant, int index, const SqlType& type);
    [[nodiscard]] ir::ScalarRef row_id(ir::TableId table, ir::QuantId quant);
    [[nodiscard]] ir::RelRef current(ir::TableId table);
    [[nodiscard]] ir::FromRef from(ir::Quantifier quantifier);
    [[nodiscard]] ir::ScalarRef none_of(ir::FromRef from, ir::ScalarRef where);
    [[nodiscard]] ir::ScalarRef both(ir::ScalarRef a, ir::ScalarRef b);
    [[nodiscard]] ir::ScalarRef integer(int value);
    /// CASE: the number of the first condition that holds, from 1; a null pointer always holds. 0 when none does.
    [[nodiscard]] ir::ScalarRef first_true(const std::vector<ir::ScalarRef>& conditions);

private:
    [[nodiscard]] std::string print(ir::RelRef rel, const QueryRequest& request) const;
    [[nodiscard]] BlockPrinter printer() const;
    [[nodiscard]] NamedRelation named(ir::TableId id) const;

    const ir::Program& program_;
    const PrintContext& context_;
    std::map<ir::TableId, ReplayTable> tables_;
    ir::Arena arena_;
};

} // namespace t2d::backend
