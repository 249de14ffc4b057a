// SPDX-License-Identifier: Apache-2.0
#include "passes/derive_tests.h"

#include <algorithm>

#include "ir/text.h"

namespace t2d::passes {

using namespace ir;

namespace {

ModelColumn* find(Model& model, const std::string& name) {
    const auto found = std::find_if(model.columns.begin(), model.columns.end(), [&](const ModelColumn& c) { return equal_ignoring_case(c.column.name, name); });
    return found == model.columns.end() ? nullptr : &*found;
}

void add_once(ModelColumn* column, ColumnTest test) {
    if (column == nullptr) return;
    const auto same = [&](const ColumnTest& other) {
        return other.kind == test.kind && other.to_model == test.to_model && other.to_schema == test.to_schema && other.to_table == test.to_table && equal_ignoring_case(other.to_column, test.to_column);
    };
    if (std::none_of(column->tests.begin(), column->tests.end(), same)) column->tests.push_back(std::move(test));
}

ColumnTest plain_test(ColumnTestKind kind) {
    ColumnTest test;
    test.kind = kind;
    return test;
}

void add_key(Model& model, const CatalogKey& key) {
    if (key.primary)
        for (const std::string& name : key.columns) add_once(find(model, name), plain_test(ColumnTestKind::not_null));
    if (key.filtered) return; // holds only for some rows, under a condition in T-SQL
    if (key.columns.size() == 1) return add_once(find(model, key.columns.front()), plain_test(ColumnTestKind::unique));
    std::vector<std::string> names;
    for (const std::string& name : key.columns)
        if (const ModelColumn* column = find(model, name)) names.push_back(column->column.name);
    if (names.size() == key.columns.size() && std::find(model.unique_combinations.begin(), model.unique_combinations.end(), names) == model.unique_combinations.end())
        model.unique_combinations.push_back(std::move(names));
}

} // namespace

void derive_tests(Model& model, const CatalogTable& table, const std::set<std::string>& narrow, const std::function<ReferencedTable(const std::string& key)>& referenced) {
    for (const CatalogColumn& column : table.columns)
        // SQL Server fills row versions itself, on every write.
        if (!column.nullable && !column.rowversion) add_once(find(model, column.name), plain_test(ColumnTestKind::not_null));
    for (const std::string& name : narrow)
        if (ModelColumn* column = find(model, name)) {
            ColumnTest test = plain_test(ColumnTestKind::max_length);
            test.length = column->column.type.length;
            add_once(column, std::move(test));
        }
    for (const CatalogKey& key : table.keys) add_key(model, key);
    for (const CatalogForeignKey& foreign : table.foreign_keys) {
        if (foreign.columns.size() != 1 || foreign.referenced.size() != 1) continue;
        const ReferencedTable target = referenced(foreign.table);
        if (target.model.empty() && target.table.empty()) continue;
        ColumnTest test = plain_test(ColumnTestKind::relationships);
        test.to_model = target.model;
        test.to_schema = target.schema;
        test.to_table = target.table;
        test.to_column = foreign.referenced.front();
        test.warn = !foreign.trusted;
        add_once(find(model, foreign.columns.front()), std::move(test));
    }
}

} // namespace t2d::passes
