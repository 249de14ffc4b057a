// SPDX-License-Identifier: Apache-2.0
#include "passes/check/sample_rows.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "ir/text.h"
#include "passes/check/value_functions.h"

namespace t2d::passes::check {

namespace {

constexpr std::size_t kMostConstants = 24; ///< of one kind: more would not be met
constexpr unsigned kMostRows = 4;
const double kNow = days_of({2024, 3, 1}) * kDay; // the day behind a leap day; a whole day, which no type rounds

std::string key_text(const Row& row, const std::vector<std::string>& columns) {
    std::string key;
    for (const std::string& column : columns)
        if (const auto value = row.find(column); value != row.end()) key += group_key(value->second) + "\n";
    return key;
}

std::vector<std::string> lower(const std::vector<std::string>& names) {
    std::vector<std::string> out;
    for (const std::string& name : names) out.push_back(to_lower(name));
    return out;
}

} // namespace

/// A row of numbers that looks random (the constants are those of MMIX).
class SampleRows::Random {
public:
    explicit Random(unsigned seed) : state_(seed * 2654435761U + 1) {
        for (int i = 0; i < 3; ++i) (void)below(2);
    }
    /// From 0 to below `count`.
    std::size_t below(std::size_t count) {
        state_ = state_ * 6364136223846793005U + 1442695040888963407U;
        return static_cast<std::size_t>((state_ >> 33U) % count);
    }
    bool once_in(std::size_t count) { return below(count) == 0; }
    const Value& of(const std::vector<Value>& values) { return values[below(values.size())]; }

private:
    std::uint64_t state_;
};

SampleRows::SampleRows(Builder& builder, const std::vector<TermId>& relations, const std::string& table, const std::vector<std::string>& unique_key) : b_(builder), table_(table), unique_key_(lower(unique_key)) {
    tables_.insert(table);
    for (const TermId relation : relations) collect(relation);
}

void SampleRows::add_constant(std::vector<Value>& to, const Value& constant) {
    if (to.size() >= kMostConstants || std::any_of(to.begin(), to.end(), [&](const Value& known) { return known.kind == constant.kind && group_key(known) == group_key(constant); })) return;
    to.push_back(constant);
}

/// The constants of a comparison go into the columns of its other side, with their neighbours.
void SampleRows::constants_beside(const Term& comparison) {
    for (std::size_t side = 0; side < comparison.args.size() && comparison.args.size() == 2; ++side) {
        const Term& constant = b_.pool()[comparison.args[side]];
        if (constant.op != "lit" || constant.text == "null") continue;
        const bool text = constant.text.starts_with("s:");
        std::string plain = text ? constant.text.substr(2) : constant.text;
        if (comparison.op == "like") std::erase_if(plain, [](char c) { return c == '%' || c == '_'; });
        const std::optional<double> number = text ? std::nullopt : parsed_number(plain);
        if (!text && !number) continue;
        (void)b_.contains(comparison.args[1 - side], [&](const Term& other) {
            if (other.op != "col" || !b_.pool().is(b_.rel_of(other.args[0]), "table")) return false;
            std::vector<Value>& to = beside_[{b_.pool()[b_.rel_of(other.args[0])].text, other.text}];
            if (text) add_constant(to, text_value(plain));
            for (int step = -1; number && step <= 1; ++step) add_constant(to, number_value(*number + step));
            return false;
        });
    }
}

void SampleRows::collect(TermId relation) {
    static constexpr std::array<std::string_view, 12> kPassing{"as", "out", "from", "select", "group", "block", "union_all", "table", "join", "lit", "col", "and"};
    (void)b_.contains(relation, [&](const Term& term) {
        if (term.op == "table") tables_.insert(term.text);
        if (term.op == "param") parameters_.insert(b_.pool().make(term.op, term.text, term.args));
        if (term.op == "lit" && term.text.starts_with("s:")) add_constant(constants_, text_value(term.text.substr(2)));
        else if (term.op == "lit")
            if (const std::optional<double> number = parsed_number(term.text); number && std::abs(*number) < 1e6)
                for (int step = -1; step <= 1; ++step) add_constant(constants_, number_value(*number + step));
        if (term.op == "eq" || term.op == "ne" || term.op == "lt" || term.op == "le" || term.op == "like") constants_beside(term);
        if (std::find(kPassing.begin(), kPassing.end(), term.op) == kPassing.end())
            for (const TermId arg : term.args)
                if (const Term& column = b_.pool()[arg]; column.op == "col" && b_.pool().is(b_.rel_of(column.args[0]), "table")) deciding_.emplace(b_.pool()[b_.rel_of(column.args[0])].text, column.text);
        return false;
    });
}

bool SampleRows::decides(const std::string& table, const std::string& column) const {
    if (deciding_.contains({table, column})) return true;
    const std::vector<std::vector<std::string>> all = keys(table);
    return std::any_of(all.begin(), all.end(), [&](const auto& key) { return std::find(key.begin(), key.end(), column) != key.end(); });
}

std::vector<std::vector<std::string>> SampleRows::keys(const std::string& table) const {
    std::vector<std::vector<std::string>> out;
    const auto known = b_.catalog().tables.find(table);
    if (known != b_.catalog().tables.end())
        for (const CatalogKey& key : known->second.keys) out.push_back(lower(key.columns));
    if (table == table_ && !unique_key_.empty()) out.push_back(unique_key_);
    return out;
}

bool SampleRows::valid(const std::string& table, const std::vector<Row>& rows) const {
    const auto known = b_.catalog().tables.find(table);
    if (known == b_.catalog().tables.end()) return false;
    for (const CatalogColumn& column : known->second.columns)
        for (const Row& row : rows)
            if (const auto value = row.find(to_lower(column.name)); !column.nullable && value != row.end() && value->second.is_null()) return false;
    for (const std::vector<std::string>& key : keys(table)) {
        std::set<std::string> seen;
        for (const Row& row : rows) {
            const bool unknown = std::any_of(key.begin(), key.end(), [&](const std::string& column) { return row.contains(column) && !row.at(column).known(); });
            if (!unknown && !seen.insert(key_text(row, key)).second) return false;
        }
    }
    return true;
}

bool SampleRows::refers(const Database& database) const {
    for (const auto& [name, rows] : database.tables)
        for (const CatalogForeignKey& key : b_.catalog().tables.at(name).foreign_keys) {
            const auto parent = database.tables.find(key.table);
            if (parent == database.tables.end()) continue;
            std::set<std::string> known;
            for (const Row& row : parent->second) known.insert(key_text(row, lower(key.referenced)));
            for (const Row& row : rows) {
                const bool missing = std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) { return row.at(to_lower(column)).is_null(); });
                if (!missing && !known.contains(key_text(row, lower(key.columns)))) return false;
            }
        }
    return true;
}

Value SampleRows::of_type(const SqlType& type, const std::vector<Value>& constants, Random& random) const {
    if (!constants.empty() && !random.once_in(3)) {
        const Value constant = converted(random.of(constants), string_type(TypeKind::varchar, kMaxLength), type, false);
        const bool fits = !constant.is_text() || type.length <= 0 || constant.text.size() <= static_cast<std::size_t>(type.length);
        if (constant.known() && fits) return constant;
    }
    if (type.kind == TypeKind::bit) return number_value(static_cast<double>(random.below(2)));
    if (type.is_number()) {
        static constexpr std::array<double, 8> kNumbers{1, 2, 3, 1, 2, 0, 10, -1};
        const double number = kNumbers[random.below(kNumbers.size() - (type.kind == TypeKind::tinyint ? 1 : 0))];
        return number_value(type.is_integer() || !random.once_in(4) ? number : number + 0.5);
    }
    if (type.is_temporal() && type.kind != TypeKind::time && type.kind != TypeKind::datetimeoffset) {
        static constexpr std::array<double, 9> kDaysBefore{0, 1, -1, 1, 7, 30, 45, 100, 400};
        const double hours = type.kind == TypeKind::date || random.once_in(2) ? 0 : 9;
        return moment_value(kNow - kDaysBefore[random.below(kDaysBefore.size())] * kDay + hours * kHour);
    }
    if (type.kind == TypeKind::uniqueidentifier) return text_value(fmt::format("00000000-0000-0000-0000-00000000000{}", 1 + random.below(3)));
    if (!type.is_string() || type.kind == TypeKind::xml) return {};
    static constexpr std::array<std::string_view, 6> kTexts{"A", "B", "1", "A", "C", ""};
    return text_value(std::string(kTexts[random.below(kTexts.size())]));
}

Value SampleRows::value(const CatalogColumn& column, const std::string& table, std::size_t row, Random& random) const {
    if (column.computed || column.rowversion) return {};
    if (column.identity) return number_value(static_cast<double>(row + 1));
    if (column.nullable && random.once_in(5)) return null_value();
    const auto beside = beside_.find({table, to_lower(column.name)});
    const bool here = beside != beside_.end() && !random.once_in(4);
    return of_type(column.type, here ? beside->second : random.once_in(5) ? constants_ : std::vector<Value>{}, random);
}

/// Foreign keys take the values of a row that is there, or NULL.
void SampleRows::refer(const CatalogTable& table, const Database& database, Row& row, Random& random) const {
    for (const CatalogForeignKey& key : table.foreign_keys) {
        const auto parent = database.tables.find(key.table);
        if (parent == database.tables.end() || key.columns.size() != key.referenced.size()) continue;
        const Row* to = parent->second.empty() ? nullptr : &parent->second[random.below(parent->second.size())];
        const bool missing = std::any_of(key.columns.begin(), key.columns.end(), [&](const std::string& column) { return row[to_lower(column)].is_null(); });
        for (std::size_t i = 0; i < key.columns.size() && !missing; ++i) row[to_lower(key.columns[i])] = to == nullptr ? null_value() : to->at(to_lower(key.referenced[i]));
    }
}

void SampleRows::fill(const std::string& name, Database& database, Random& random, std::set<std::string>& done) const {
    const auto known = b_.catalog().tables.find(name);
    if (known == b_.catalog().tables.end() || !done.insert(name).second) return;
    const CatalogTable& table = known->second;
    for (const CatalogForeignKey& key : table.foreign_keys)
        if (tables_.contains(key.table)) fill(key.table, database, random, done);
    const std::size_t count = random.once_in(8) ? 0 : 1 + random.below(kMostRows);
    std::vector<Row>& kept = database.tables[name];
    for (std::size_t i = 0; i < count; ++i) {
        Row row;
        for (const CatalogColumn& column : table.columns) row[to_lower(column.name)] = value(column, name, i, random);
        refer(table, database, row, random);
        kept.push_back(std::move(row));
        if (!valid(name, kept)) kept.pop_back();
    }
}

Database SampleRows::make(unsigned number) const {
    Random random(number);
    Database database;
    database.now = kNow;
    for (const TermId parameter : parameters_) {
        const SqlType type = b_.type_of(parameter);
        database.parameters[b_.pool()[parameter].text] = random.once_in(8) ? null_value() : of_type(type, random.once_in(2) ? constants_ : std::vector<Value>{}, random);
    }
    std::set<std::string> done;
    for (const std::string& table : tables_) fill(table, database, random, done);
    return database;
}

} // namespace t2d::passes::check
