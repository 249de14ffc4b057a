// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "backend/block_printer.h"
#include "ir/arena.h"
#include "ir/project.h"

namespace t2d::test {

inline const SqlType kInt = simple_type(TypeKind::int_);
inline const SqlType kText = string_type(TypeKind::varchar, 20);

/// Builds small relations by hand.
class Make {
public:
    explicit Make(ir::Arena& arena) : arena_(arena) {}

    [[nodiscard]] ir::RelRef table(std::vector<ir::Column> columns);
    [[nodiscard]] ir::Quantifier use(ir::RelRef rel, std::string alias = {});
    [[nodiscard]] ir::FromRef from(const ir::Quantifier& quantifier);
    [[nodiscard]] ir::FromRef join(ir::JoinKind kind, ir::FromRef left, ir::FromRef right, ir::ScalarRef on,
                                   bool lateral = false);
    [[nodiscard]] ir::ScalarRef column(const ir::Quantifier& quantifier, int index);
    [[nodiscard]] std::vector<ir::ScalarRef> columns(const ir::Quantifier& quantifier);
    [[nodiscard]] ir::ScalarRef number(int value);
    [[nodiscard]] ir::ScalarRef text(std::string value);
    [[nodiscard]] ir::ScalarRef null(const SqlType& type);
    [[nodiscard]] ir::ScalarRef equal(ir::ScalarRef a, ir::ScalarRef b);
    [[nodiscard]] ir::ScalarRef sum(ir::ScalarRef a, ir::ScalarRef b);
    [[nodiscard]] ir::ScalarRef logic(ir::LogicOp op, std::vector<ir::ScalarRef> operands);
    [[nodiscard]] ir::ScalarRef exists(ir::RelRef query, bool negated);
    [[nodiscard]] ir::ScalarRef subquery(ir::RelRef query);
    [[nodiscard]] ir::ScalarRef aggregate(ir::AggregateKind kind, std::vector<ir::ScalarRef> args);
    [[nodiscard]] ir::ScalarRef parameter(std::string name, const SqlType& type);
    [[nodiscard]] ir::RelRef select(ir::Select block, std::vector<ir::Column> columns, std::string label = {});
    [[nodiscard]] ir::RelRef rel(ir::Rel rel) { return arena_.make(std::move(rel)); }

private:
    [[nodiscard]] ir::ScalarRef scalar(decltype(ir::Scalar::node) node, const SqlType& type);
    ir::Arena& arena_;
};

/// Two named tables, a printer, and what the tests ask of them.
struct Printing {
    Printing();
    /// The query's text without outer indentation.
    [[nodiscard]] std::string print(ir::RelRef rel) const;

    ir::Arena arena;
    Make make{arena};
    ir::RelRef sales, product;
    backend::BlockPrinter printer;
};

/// A project with every kind of file; the models are those of the tests' golden files.
[[nodiscard]] ir::Project sample_project();

/// Compares `actual` with a golden file; writes it instead when the environment says TSQL2DBT_UPDATE=1.
void check_golden(const std::string& name, const std::string& actual);

} // namespace t2d::test
