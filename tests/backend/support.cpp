// SPDX-License-Identifier: Apache-2.0
#include "tests/backend/support.h"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "tests/backend/plain_dialect.h"

namespace t2d::test {

ir::ScalarRef Make::scalar(decltype(ir::Scalar::node) node, const SqlType& type) {
    return arena_.make(ir::Scalar{std::move(node), type, true, {}});
}

ir::RelRef Make::table(std::vector<ir::Column> columns) {
    ir::Rel rel;
    rel.columns = std::move(columns);
    return arena_.make(std::move(rel));
}

ir::Quantifier Make::use(ir::RelRef rel, std::string alias) {
    return {arena_.fresh_quantifier(), rel, std::move(alias)};
}

ir::FromRef Make::from(const ir::Quantifier& quantifier) { return arena_.make(ir::From{quantifier}); }

ir::FromRef Make::join(ir::JoinKind kind, ir::FromRef left, ir::FromRef right, ir::ScalarRef on, bool lateral) {
    return arena_.make(ir::From{ir::Join{kind, lateral, left, right, on}});
}

ir::ScalarRef Make::column(const ir::Quantifier& quantifier, int index) {
    return scalar(ir::ColumnRef{quantifier.id, index}, quantifier.rel->columns[static_cast<std::size_t>(index)].type);
}

std::vector<ir::ScalarRef> Make::columns(const ir::Quantifier& quantifier) {
    std::vector<ir::ScalarRef> out;
    for (std::size_t i = 0; i < quantifier.rel->columns.size(); ++i)
        out.push_back(column(quantifier, static_cast<int>(i)));
    return out;
}

ir::ScalarRef Make::number(int value) { return scalar(ir::Constant{std::to_string(value)}, kInt); }
ir::ScalarRef Make::text(std::string value) { return scalar(ir::Constant{std::move(value)}, kText); }
ir::ScalarRef Make::null(const SqlType& type) { return scalar(ir::Constant{"", true}, type); }
ir::ScalarRef Make::equal(ir::ScalarRef a, ir::ScalarRef b) {
    return scalar(ir::Compare{ir::CompareOp::equal, a, b}, simple_type(TypeKind::bit));
}
ir::ScalarRef Make::sum(ir::ScalarRef a, ir::ScalarRef b) {
    return scalar(ir::Arithmetic{ir::ArithmeticOp::add, a, b}, a->type);
}
ir::ScalarRef Make::logic(ir::LogicOp op, std::vector<ir::ScalarRef> operands) {
    return scalar(ir::Logic{op, std::move(operands)}, simple_type(TypeKind::bit));
}
ir::ScalarRef Make::exists(ir::RelRef query, bool negated) {
    return scalar(ir::Exists{query, negated}, simple_type(TypeKind::bit));
}
ir::ScalarRef Make::subquery(ir::RelRef query) { return scalar(ir::ScalarSubquery{query}, query->columns[0].type); }
ir::ScalarRef Make::aggregate(ir::AggregateKind kind, std::vector<ir::ScalarRef> args) {
    return scalar(ir::Aggregate{kind, std::move(args), false, {}}, kInt);
}
ir::ScalarRef Make::parameter(std::string name, const SqlType& type) {
    return scalar(ir::ParamRef{std::move(name)}, type);
}

ir::RelRef Make::select(ir::Select block, std::vector<ir::Column> columns, std::string label) {
    ir::Rel rel;
    rel.node = std::move(block);
    rel.columns = std::move(columns);
    rel.label = std::move(label);
    return arena_.make(std::move(rel));
}

namespace {
const backend::Dialect& plain() {
    static const PlainDialect dialect;
    return dialect;
}
} // namespace

Printing::Printing()
    : printer(
          plain(), [](const std::string& name) { return "param_" + name; }, backend::StringRule::equality) {
    sales = make.table({{"Sku", kText}, {"Qty", kInt}, {"Region", kText}});
    product = make.table({{"Sku", kText}, {"Price", kInt}});
    printer.add(sales, {"sales", backend::declared_columns(plain(), sales->columns)});
    printer.add(product, {"product", backend::declared_columns(plain(), product->columns)});
}

std::string Printing::print(ir::RelRef rel) const { return printer.print(rel, {}).text; }

void check_golden(const std::string& name, const std::string& actual) {
    const std::filesystem::path path = std::filesystem::path(T2D_SOURCE_DIR) / "tests/backend/golden" / name;
    const char* update = std::getenv("TSQL2DBT_UPDATE");
    if (update != nullptr && std::string_view(update) == "1") {
        std::filesystem::create_directories(path.parent_path());
        std::ofstream(path, std::ios::binary) << actual;
        return;
    }
    std::ifstream in(path, std::ios::binary);
    std::stringstream expected;
    expected << in.rdbuf();
    INFO(path.string());
    CHECK(actual == expected.str());
}

} // namespace t2d::test
