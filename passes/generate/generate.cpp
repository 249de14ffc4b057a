// SPDX-License-Identifier: Apache-2.0
#include "passes/generate/generate.h"

#include <algorithm>
#include <set>

#include "ir/text.h"
#include "passes/generate/domain.h"
#include "passes/generate/holds.h"
#include "passes/build_catalog.h"
#include "passes/generate/mined.h"
#include "passes/generate/random.h"

namespace t2d::passes::generate {

namespace {

constexpr unsigned kNullPercent = 15;
constexpr int kAttempts = 40; ///< at one row, before it is given up

/// Tables with those that they refer to before them; circles are cut where they are met.
class Order {
public:
    explicit Order(const Catalog& catalog) : catalog_(catalog) {
        for (const auto& [key, table] : catalog.tables)
            if (!is_table_type(key)) visit(key);
    }
    std::vector<std::string> keys;

private:
    void visit(const std::string& key) {
        const auto table = catalog_.tables.find(key);
        if (table == catalog_.tables.end() || !seen_.insert(key).second) return;
        for (const CatalogForeignKey& reference : table->second.foreign_keys) visit(reference.table);
        keys.push_back(key);
    }

    const Catalog& catalog_;
    std::set<std::string> seen_;
};

/// The rows of one table.
class TableRows {
public:
    TableRows(const CatalogTable& table, const std::vector<ast::Expr>* checks, const Mined& mined, const GenerateOptions& options, Random& random)
        : table_(table), checks_(checks), options_(options), random_(random) {
        const std::size_t spread = std::max<std::size_t>(4, options.rows / 4);
        for (const CatalogColumn& column : table.columns) domains_.push_back(domain_of(column, mined, spread));
        used_.resize(table.keys.size());
    }

    std::vector<GeneratedRow> make(const Catalog& catalog, const GeneratedTables& known) {
        for (std::size_t i = 0; i < options_.rows; ++i)
            for (int attempt = 0; attempt < kAttempts; ++attempt) {
                GeneratedRow row = random_row(i, attempt > kAttempts / 2);
                if (!refer(row, catalog, known) || !allowed(row) || !take_keys(row)) continue;
                rows_.push_back(std::move(row));
                break;
            }
        return std::move(rows_);
    }

private:
    [[nodiscard]] std::size_t index_of(const std::string& name) const {
        const auto found = std::find_if(table_.columns.begin(), table_.columns.end(), [&](const CatalogColumn& column) { return equal_ignoring_case(column.name, name); });
        return static_cast<std::size_t>(found - table_.columns.begin());
    }

    [[nodiscard]] bool in_key(const std::string& name) const {
        return std::any_of(table_.keys.begin(), table_.keys.end(), [&](const CatalogKey& key) { return std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) { return equal_ignoring_case(column, name); }); });
    }

    /// `fresh`: columns of keys get values of a counter, because random ones were taken too often.
    GeneratedRow random_row(std::size_t number, bool fresh) {
        GeneratedRow row;
        for (std::size_t c = 0; c < table_.columns.size(); ++c) {
            const CatalogColumn& column = table_.columns[c];
            if (column.identity) row.emplace_back(std::to_string(number + 1));
            else if (column.nullable && random_.chance(kNullPercent)) row.emplace_back();
            else if (fresh && in_key(column.name)) row.emplace_back(counted_value(column.type, options_.rows + number));
            else row.emplace_back(random_.pick(domains_[c]));
        }
        return row;
    }

    /// Takes the columns of foreign keys from a row of the other table. False when there is none and the columns cannot be NULL.
    bool refer(GeneratedRow& row, const Catalog& catalog, const GeneratedTables& known) {
        for (const CatalogForeignKey& reference : table_.foreign_keys) {
            const auto other = known.find(reference.table);
            const auto target = catalog.tables.find(reference.table);
            const bool itself = target != catalog.tables.end() && &target->second == &table_;
            const std::vector<GeneratedRow>& parents = itself ? rows_ : other == known.end() ? rows_ : other->second;
            const bool none = target == catalog.tables.end() || parents.empty() || (other == known.end() && !itself) || reference.referenced.size() != reference.columns.size();
            bool nullable = true;
            for (const std::string& column : reference.columns) nullable = nullable && index_of(column) < table_.columns.size() && table_.columns[index_of(column)].nullable;
            if (none && !nullable) return target == catalog.tables.end(); // a table without DDL holds whatever is referred to
            const GeneratedRow* const parent = none || (nullable && random_.chance(kNullPercent)) ? nullptr : &random_.pick(parents);
            for (std::size_t i = 0; i < reference.columns.size(); ++i) {
                const std::size_t own = index_of(reference.columns[i]);
                if (own >= row.size()) continue;
                row[own] = parent == nullptr ? std::optional<std::string>() : value_of(*parent, target->second, reference.referenced[i]);
            }
        }
        return true;
    }

    static std::optional<std::string> value_of(const GeneratedRow& row, const CatalogTable& table, const std::string& column) {
        for (std::size_t c = 0; c < table.columns.size(); ++c)
            if (equal_ignoring_case(table.columns[c].name, column)) return row[c];
        return {};
    }

    [[nodiscard]] bool allowed(const GeneratedRow& row) const {
        RowValues values;
        for (std::size_t c = 0; c < row.size(); ++c) {
            if (!row[c] && !table_.columns[c].nullable) return false;
            values[to_lower(table_.columns[c].name)] = row[c];
        }
        return checks_ == nullptr || std::none_of(checks_->begin(), checks_->end(), [&](const ast::Expr& check) { return violates(check, values); });
    }

    /// False when a key of the row is taken. Keys compare as SQL Server does: without letter case and trailing blanks, a NULL is equal to a NULL.
    bool take_keys(const GeneratedRow& row) {
        std::vector<std::string> taken;
        for (std::size_t k = 0; k < table_.keys.size(); ++k) {
            std::string key;
            for (const std::string& name : table_.keys[k].columns) {
                const std::size_t column = index_of(name);
                if (column >= row.size()) continue;
                std::string text = row[column] ? "=" + to_lower(*row[column]) : "null";
                text.erase(text.find_last_not_of(' ') + 1);
                key += text + '\0';
            }
            if (used_[k].contains(key)) return false;
            taken.push_back(std::move(key));
        }
        for (std::size_t k = 0; k < taken.size(); ++k) used_[k].insert(taken[k]);
        return true;
    }

    const CatalogTable& table_;
    const std::vector<ast::Expr>* checks_;
    const GenerateOptions& options_;
    Random& random_;
    std::vector<std::vector<std::string>> domains_;
    std::vector<std::set<std::string>> used_; ///< key values by key
    std::vector<GeneratedRow> rows_;
};

} // namespace

std::vector<GeneratedTables> generate(const Catalog& catalog, const std::vector<SourceScript>& scripts, const GenerateOptions& options) {
    const Mined mined = mine(scripts);
    Random random(options.seed);
    std::vector<GeneratedTables> out;
    for (std::size_t step = 0; step < options.steps; ++step) {
        GeneratedTables tables;
        for (const std::string& key : Order(catalog).keys) {
            const auto checks = mined.checks.find(key);
            TableRows rows(catalog.tables.at(key), checks == mined.checks.end() ? nullptr : &checks->second, mined, options, random);
            tables[key] = rows.make(catalog, tables);
        }
        out.push_back(std::move(tables));
    }
    return out;
}

} // namespace t2d::passes::generate
