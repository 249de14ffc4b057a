// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/duckdb.h"

#include "backend/dialects/duckdb_form.h"
#include "backend/layout.h"

namespace t2d::backend {

namespace {

class DuckDb final : public SqlDialect {
public:
    using SqlDialect::SqlDialect;
    std::string_view name() const override { return "duckdb"; }

    std::string table_function(const ir::FunctionScan& scan, const std::vector<ir::Column>& columns, const Surroundings& around, int indent) const override {
        if (scan.function == FunctionId::rows_of) return rows_of(scan, columns, around, indent);
        const std::string head = std::string(static_cast<std::size_t>(indent), ' ') + "select ";
        const std::string tail = " as " + identifier(columns.front().name);
        if (scan.function == FunctionId::generate_series) return head + series(scan, columns.front().type, around, indent) + tail;
        if (scan.function != FunctionId::string_split || scan.args.size() != 2) return {};
        const std::string parts = "string_split(" + expression(*scan.args[0], around, indent).text + ", " + expression(*scan.args[1], around, indent).text + ")";
        const std::string place = columns.size() < 2 ? std::string{} : ", unnest(generate_series(1, len(" + parts + "))) as " + identifier(columns[1].name); // side by side
        return head + "unnest(" + parts + ")" + tail + place;
    }

    /// DuckDB 2.0 takes a left join with nothing for no rows at all, and a LIMIT over no more than that many rows for superfluous: then
    /// `exists (…)` is false where there are rows.
    bool forgets_limits() const override { return true; }
    const ReplaySpelling* replay() const override { return &duckdb_replay(); }
    std::string macro(std::string_view name) const override {
        const std::string reading = reading_macro_text(name);
        return reading.empty() ? byte_macro_text(name) : reading;
    }

    ProjectSupport project_support() const override {
        return {"      type: duckdb\n      path: tsql2dbt.duckdb\n      schema: main\n      settings:\n        TimeZone: UTC\n", {}, {}};
    }

private:
    /// Numbers from the first to the second argument; without a step, SQL Server counts down where the end lies before the start.
    std::string series(const ir::FunctionScan& scan, const SqlType& type, const Surroundings& around, int indent) const {
        std::vector<std::string> args;
        for (const ir::ScalarRef argument : scan.args) args.push_back(expression(*argument, around, indent).text);
        const auto start = integer_of(scan.args[0]), stop = integer_of(scan.args[1]);
        const bool upwards = start && stop && *start <= *stop;
        if (args.size() == 2 && !upwards) args.push_back("case when " + args[0] + " > " + args[1] + " then -1 else 1 end");
        const std::string numbers = "unnest(generate_series(" + join(args, ", ") + "))"; // of type bigint
        const bool cast = type.is_number() && type.kind != TypeKind::bigint;
        return cast ? "cast(" + numbers + " as " + duckdb_type(type) + ")" : numbers;
    }

    /// The fields of the structs of a list, as columns.
    std::string rows_of(const ir::FunctionScan& scan, const std::vector<ir::Column>& columns, const Surroundings& around, int indent) const {
        const std::string at(static_cast<std::size_t>(indent), ' ');
        std::string fields;
        for (const ir::Column& column : columns) fields += (fields.empty() ? "" : ", ") + ("entry." + identifier(column.name));
        const std::string head = at + "select " + fields;
        return head + "\n" + at + "from (select unnest(" + expression(*scan.args[0], around, indent).text + ") as entry)";
    }
};

} // namespace

const Dialect& duckdb_dialect() {
    static const DuckDbSpelling spelling;
    static const DuckDb duckdb(spelling);
    return duckdb;
}

} // namespace t2d::backend
