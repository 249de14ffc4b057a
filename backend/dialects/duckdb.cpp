// SPDX-License-Identifier: Apache-2.0
#include "backend/dialects/duckdb.h"

#include <algorithm>
#include <array>

#include "backend/dialects/duckdb_printer.h"
#include "backend/layout.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

/// Words that DuckDB does not take as plain column or table names.
constexpr auto kReserved = std::to_array<std::string_view>({"all", "analyse", "analyze", "and", "anti", "any", "array", "as", "asc", "asof", "asymmetric", "at", "authorization", "binary", "both", "case", "cast", "check", "collate", "collation", "column", "concurrently", "constraint", "create", "cross", "default", "deferrable", "desc", "describe", "distinct", "do", "else", "end", "except", "false", "fetch", "for", "foreign", "freeze", "from", "full", "generated", "glob", "grant", "group", "having", "ilike", "in", "initially", "inner", "intersect", "into", "is", "isnull", "join", "lambda", "lateral", "leading", "left", "like", "limit", "natural", "not", "notnull", "null", "offset", "on", "only", "or", "order", "outer", "overlaps", "pivot", "pivot_longer", "pivot_wider", "placing", "positional", "primary", "qualify", "recursive", "references", "returning", "right", "select", "semi", "show", "similar", "some", "summarize", "symmetric", "table", "tablesample", "then", "to", "trailing", "true", "union", "unique", "unpack", "unpivot", "using", "values", "variadic", "verbose", "when", "where", "window", "with"});
static_assert(std::is_sorted(kReserved.begin(), kReserved.end()));
constexpr std::size_t kLongestReserved = std::max_element(kReserved.begin(), kReserved.end(), [](auto a, auto b) { return a.size() < b.size(); })->size();

bool is_reserved(std::string_view name) {
    return name.size() <= kLongestReserved && std::binary_search(kReserved.begin(), kReserved.end(), to_lower(name));
}

class DuckDb final : public Dialect {
public:
    std::string_view name() const override { return "duckdb"; }
    std::string type_name(const SqlType& type) const override { return duckdb_type(type); }
    bool same_type(const SqlType& a, const SqlType& b) const override { return duckdb_type(a) == duckdb_type(b); }

    std::string identifier(std::string_view name) const override {
        const auto word = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (c >= '0' && c <= '9'); };
        const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), word) && !(name[0] >= '0' && name[0] <= '9');
        if (plain && !is_reserved(name)) return std::string(name);
        std::string out = "\"";
        for (const char c : name) out += c == '"' ? "\"\"" : std::string(1, c);
        return out + "\"";
    }

    Printed expression(const ir::Scalar& scalar, const Surroundings& around, int indent) const override {
        Printed out = DuckDbPrinter(around, indent).print(scalar);
        if (const auto own = literal_type(scalar)) out.type = *own;
        return out;
    }

    Printed value_of_type(const ir::Scalar& scalar, const SqlType& type, const Surroundings& around, int indent) const override {
        return DuckDbPrinter(around, indent).as_type(scalar, type);
    }

    Printed condition(const ir::Scalar& scalar, const Surroundings& around, int indent) const override { return DuckDbPrinter(around, indent).condition(scalar); }

    Printed grouping_key(const ir::Scalar& scalar, const Surroundings& around, int indent) const override { return DuckDbPrinter(around, indent).grouping_key(scalar); }

    Printed compared(const ir::Scalar& scalar, const Surroundings& around, int indent) const override { return DuckDbPrinter(around, indent).compared(scalar); }

    std::string sort_key(const ir::SortKey& key, const Surroundings& around, int indent) const override { return DuckDbPrinter(around, indent).sort_key(key); }

    std::string collated(std::string_view column, bool trim, StringRule strings) const override {
        return (trim ? "rtrim(" + std::string(column) + ")" : std::string(column)) + collation(strings);
    }

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
    std::map<std::string, std::string> macros() const override { return reading_macros(); }

    std::optional<std::string> unsupported(const ir::Scalar& scalar) const override { return duckdb_unsupported(scalar); }

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

const Dialect* find_dialect(std::string_view name) {
    static const DuckDb duckdb;
    return name == duckdb.name() ? &duckdb : nullptr;
}

} // namespace t2d::backend
