// SPDX-License-Identifier: Apache-2.0
#include "passes/check/counterexample.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "ir/text.h"
#include "passes/check/constants.h"
#include "passes/check/sample_rows.h"
#include "passes/check/value_functions.h"

namespace t2d::passes::check {

namespace {

constexpr unsigned kDatabases = 100;
constexpr std::size_t kSteps = 60'000;     ///< of computing one relation on one database
constexpr std::size_t kAllSteps = 200'000; ///< of one search
constexpr std::size_t kMostText = 200; ///< of the database and of each result
constexpr unsigned kMostFailures = 12; ///< databases in a row that neither side can be computed on

/// Both sides on one database, over the columns that can be compared.
struct Outcome {
    std::vector<std::string> columns;
    std::vector<std::vector<std::string>> left, right; ///< rows in one order
    [[nodiscard]] bool differ() const { return left != right; }
};

class Search {
public:
    Search(Builder& builder, const Relation& left, const Relation& right, const WrittenTable& table) : b_(builder), left_(left), right_(right), table_(table), shapes_(builder), samples_(builder, {left.term, right.term}, table.name, table.unique_key) {}

    std::optional<Counterexample> run() {
        unsigned failures = 0;
        for (unsigned number = 1; number <= kDatabases && spent_ < kAllSteps && failures < kMostFailures; ++number) {
            Database database = samples_.make(number);
            const std::optional<Outcome> outcome = this->outcome(database);
            failures = outcome ? 0 : failures + 1;
            if (outcome && outcome->differ()) return shrunk(std::move(database));
        }
        return std::nullopt;
    }

private:
    std::optional<std::vector<Row>> rows(TermId relation, const Database& database) {
        Evaluator evaluator(shapes_, database, kSteps);
        std::optional<std::vector<Row>> out = evaluator.relation(relation);
        spent_ += evaluator.spent();
        return out;
    }

    /// The values of the columns that are known on both sides.
    std::optional<Outcome> outcome(const Database& database) {
        if (fails(database)) return std::nullopt;
        std::optional<std::vector<Row>> left = rows(left_.term, database);
        if (!left || !samples_.valid(table_.name, *left)) return std::nullopt;
        std::optional<std::vector<Row>> right = rows(right_.term, database);
        if (!right) return std::nullopt;
        Outcome result;
        for (const std::string& column : left_.columns)
            if (!table_.excused_columns.contains(column)) result.columns.push_back(column);
        for (std::vector<Row>* side : {&*left, &*right}) stored(*side);
        std::erase_if(result.columns, [&](const std::string& column) { return !known_in(*left, column) || !known_in(*right, column); });
        result.left = listed(*left, result.columns);
        result.right = listed(*right, result.columns);
        return result;
    }

    bool fails(const Database& database) {
        Evaluator evaluator(shapes_, database, kSteps);
        return !std::all_of(table_.failures.begin(), table_.failures.end(), [&](TermId failure) { return evaluator.never(failure); });
    }

    static bool known_in(const std::vector<Row>& rows, const std::string& column) {
        return std::all_of(rows.begin(), rows.end(), [&](const Row& row) { return row.contains(column) && row.at(column).known(); });
    }

    /// The values as the columns hold them; what a column would round, cut or convert in a way that is not followed is unknown.
    void stored(std::vector<Row>& rows) const {
        for (Row& row : rows)
            for (const CatalogColumn& column : b_.catalog().tables.at(table_.name).columns)
                if (const auto value = row.find(to_lower(column.name)); value != row.end()) value->second = as_stored(value->second, column.type);
    }

    static Value as_stored(const Value& value, const SqlType& type) {
        if (value.is_null() || !value.known()) return value;
        if (type.is_temporal()) {
            const Value moment = as_moment(value);
            return moment.is_moment() && std::fmod(moment.number, kSecond) == 0 ? moment : Value{};
        }
        if (type.is_string()) return value.is_text() && (type.length <= 0 || value.text.size() <= static_cast<std::size_t>(type.length)) ? value : Value{};
        if (type.is_number()) return value.is_number() ? value : converted(value, string_type(TypeKind::varchar, kMaxLength), type, false);
        return value;
    }

    static std::vector<std::vector<std::string>> listed(const std::vector<Row>& rows, const std::vector<std::string>& columns) {
        std::vector<std::vector<std::string>> out;
        for (const Row& row : rows) {
            out.emplace_back();
            for (const std::string& column : columns) out.back().push_back(shown(row.at(column)));
        }
        std::sort(out.begin(), out.end());
        return out;
    }

    /// Rows are taken away as long as the two sides differ.
    Counterexample shrunk(Database database) {
        for (auto& [name, rows] : database.tables)
            for (std::size_t i = rows.size(); i-- > 0;) {
                const Row taken = rows[i];
                rows.erase(rows.begin() + static_cast<std::ptrdiff_t>(i));
                if (const std::optional<Outcome> smaller = respects_keys(database) ? outcome(database) : std::nullopt; !smaller || !smaller->differ()) rows.insert(rows.begin() + static_cast<std::ptrdiff_t>(i), taken);
            }
        const Outcome last = *outcome(database);
        Counterexample result{only_column(last), {}};
        result.text = "for " + cut(described(database)) + " the procedure leaves " + cut(difference(last, last.left, last.right, result.column)) + ", the model " + cut(difference(last, last.right, last.left, result.column));
        return result;
    }

    static std::string cut(std::string text) { return text.size() > kMostText ? cut_text(text, kMostText) + "…" : text; }

    /// A row that another one refers to has to stay.
    [[nodiscard]] bool respects_keys(const Database& database) const { return samples_.refers(database); }

    static std::string only_column(const Outcome& outcome) {
        for (std::size_t column = 0; column < outcome.columns.size(); ++column) {
            const auto without = [&](std::vector<std::vector<std::string>> rows) {
                for (auto& row : rows) row.erase(row.begin() + static_cast<std::ptrdiff_t>(column));
                std::sort(rows.begin(), rows.end());
                return rows;
            };
            if (without(outcome.left) == without(outcome.right)) return outcome.columns[column];
        }
        return {};
    }

    /// The rows of one side that the other one does not have; of one column only its values.
    static std::string difference(const Outcome& outcome, const std::vector<std::vector<std::string>>& mine, const std::vector<std::vector<std::string>>& others, const std::string& column) {
        std::vector<std::vector<std::string>> rows;
        std::set_difference(mine.begin(), mine.end(), others.begin(), others.end(), std::back_inserter(rows));
        std::string out;
        for (const auto& row : rows) {
            std::string cells;
            for (std::size_t i = 0; i < row.size(); ++i)
                if (column.empty() || outcome.columns[i] == column) cells += (cells.empty() ? "" : ", ") + outcome.columns[i] + " " + row[i];
            out += (out.empty() ? "(" : ", (") + cells + ")";
        }
        return out.empty() ? "no such row" : out;
    }

    [[nodiscard]] std::string described(const Database& database) const {
        std::string out;
        for (const auto& [name, value] : database.parameters) out += (out.empty() ? "@" : ", @") + name + " = " + shown(value);
        for (const auto& [name, rows] : database.tables)
            for (const Row& row : rows) {
                std::string cells;
                for (const auto& [column, value] : row)
                    if (samples_.decides(name, column)) cells += (cells.empty() ? "" : ", ") + column + " " + shown(value);
                out += (out.empty() ? "" : ", ") + name + " (" + cells + ")";
            }
        return out.empty() ? "empty tables" : out;
    }

    Builder& b_;
    const Relation& left_;
    const Relation& right_;
    const WrittenTable& table_;
    Shapes shapes_;
    SampleRows samples_;
    std::size_t spent_ = 0;
};

} // namespace

std::optional<Counterexample> find_counterexample(Builder& builder, const Relation& procedure, const Relation& model, const WrittenTable& table) { return Search(builder, procedure, model, table).run(); }

} // namespace t2d::passes::check
