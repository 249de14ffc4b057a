// SPDX-License-Identifier: Apache-2.0
#include "backend/select_printer.h"

#include <utility>
#include <fmt/format.h>

#include <algorithm>

#include "backend/column_types.h"
#include "backend/condition_layout.h"
#include "backend/from_printer.h"
#include "backend/layout.h"
#include "backend/rel_walk.h"
#include "ir/match.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

/// A GROUP BY key: as an expression and with the collation that grouping needs.
struct GroupKey {
    std::string expression, key;
};

struct Item {
    std::string text, name; ///< `name` is spelled for the dialect; empty where none is needed
    PrintedColumn column;
};

class SelectPrinter {
public:
    SelectPrinter(const BlockPrinter& printer, ir::RelRef rel, const ir::Select& block, const QueryRequest& request)
        : printer_(printer), dialect_(printer.dialect()), rel_(rel), block_(block), request_(request),
          around_(printer, scope_) {
        if (is_ranked() && !dialect_.has_qualify()) request_.indent += kStep; // the block stands inside of another one
        scope_ = block_scope(printer, block, request.outer);
        scope_.qualified = needs_qualifiers();
        for (const ir::ScalarRef scalar : scalars_of(block))
            for (const ir::RelRef query : exists_queries_of(scalar))
                around_.exists_queries.insert(query);
        for (const ir::ScalarRef scalar : scalars_of(block)) // EXISTS and the value of one query may stand side by side
            for (const ir::RelRef query : value_queries_of(scalar))
                around_.exists_queries.erase(query);
    }

    [[nodiscard]] PrintedQuery print() {
        const bool ranked = is_ranked();
        if (ranked && block_.distinct)
            return refused(dialect_, rel_, "TOP PERCENT or WITH TIES together with DISTINCT", request_.indent);
        if (ranked && !first_of_groups() && orders_by_window())
            return refused(dialect_, rel_, "TOP PERCENT or WITH TIES in the order of a window function", request_.indent);
        for (const ir::ScalarRef key : block_.group_by)
            keys_.push_back(
                {dialect_.expression(*key, around_, inner()).text, dialect_.grouping_key(*key, around_, inner()).text});
        read_group_columns();
        print_items();
        add_clause(select_clause());
        const auto grouped = std::exchange(around_.grouped_columns, {}); // FROM, WHERE and GROUP BY read row by row
        if (block_.from != nullptr) add_clause(from_clause(printer_, block_.from, scope_, around_, request_.indent));
        if (block_.where != nullptr) add_clause(condition("where", *block_.where));
        if (!block_.group_by.empty()) add_clause(group_by_clause());
        around_.grouped_columns = grouped;
        if (block_.having != nullptr) add_clause(condition("having", *block_.having));
        if (ranked && !dialect_.has_qualify()) return first_ranks();
        if (ranked)
            add_clause(rank_clause());
        else if (block_.limit)
            add_limit_clauses();
        return finish();
    }

private:
    [[nodiscard]] bool is_ranked() const { return block_.limit && (block_.limit->percent || block_.limit->with_ties); }

    [[nodiscard]] int inner() const { return request_.indent + kStep; }

    /// A column grouped by `rtrim(x)` is not `x` any more: any value of the group stands for it, but a subtotal must see the key.
    void read_group_columns() {
        for (std::size_t i = 0; i < keys_.size(); ++i) {
            const auto* collate = std::get_if<ir::Collate>(&block_.group_by[i]->node);
            const auto* ref = std::get_if<ir::ColumnRef>(collate == nullptr ? &block_.group_by[i]->node : &collate->operand->node);
            if (ref == nullptr || keys_[i].key == keys_[i].expression) continue;
            around_.grouped_columns[{ref->quant, ref->column}] =
                block_.grouping_sets.empty() ? dialect_.any_of_group(keys_[i].expression) : keys_[i].key;
        }
    }

    [[nodiscard]] bool needs_qualifiers() const {
        if (scope_.entries.size() > 1) return true;
        const IsNamed named = [&](ir::RelRef rel) { return printer_.find(rel, &scope_) != nullptr; };
        if (request_.outer != nullptr && is_correlated(rel_, named)) return true;
        for (const ir::ScalarRef scalar : scalars_of(block_))
            for (const ir::RelRef query : subqueries_of(scalar))
                if (is_correlated(query, named)) return true;
        return block_.limit && shadows_a_column();
    }

    /// `select a + 1 as b from t order by b`: in ORDER BY the new name would win over the column.
    [[nodiscard]] bool shadows_a_column() const {
        for (std::size_t i = 0; i < block_.items.size(); ++i)
            for (const ScopeEntry& entry : scope_.entries)
                for (std::size_t c = 0; c < entry.columns.size(); ++c) {
                    const auto* ref = std::get_if<ir::ColumnRef>(&block_.items[i]->node);
                    const bool itself = ref != nullptr && ref->quant == entry.id && ref->column == static_cast<int>(c);
                    if (!itself && equal_ignoring_case(entry.columns[c].text, dialect_.identifier(name_of_item(i))))
                        return true;
                }
        return false;
    }

    [[nodiscard]] const std::string& name_of_item(std::size_t i) const {
        return i < request_.names.size() ? request_.names[i] : rel_->columns[i].name;
    }

    [[nodiscard]] Printed print_value(const ir::Scalar& scalar, std::size_t i) const {
        if (i < request_.types.size() && request_.types[i])
            return dialect_.value_of_type(scalar, *request_.types[i], around_, inner());
        const Printed plain = dialect_.expression(scalar, around_, inner());
        const SqlType& type = rel_->columns[i].type;
        return changes_later_results(dialect_, scalar, plain.type, type)
                   ? dialect_.value_of_type(scalar, type, around_, inner())
                   : plain;
    }

    /// The value as DISTINCT and set operations compare it. A computed value of a grouped block is not one of its keys: it keeps reading them by group.
    [[nodiscard]] Printed compared_value(const ir::Scalar& scalar, const Printed& plain) const {
        if (around_.grouped_columns.empty() || std::holds_alternative<ir::ColumnRef>(scalar.node)) return dialect_.grouping_key(scalar, around_, inner());
        return {dialect_.collated(plain.text, true, around_.string_rule()), plain.strength, plain.type, true, true};
    }

    [[nodiscard]] Item print_item(std::size_t i) const {
        const ir::Scalar& scalar = *block_.items[i];
        Printed printed = print_value(scalar, i);
        const bool compared = (block_.distinct || request_.distinct_rows) && printed.type.is_string() && !around_.native_strings() && !(printed.collated && printed.trimmed);
        if (request_.compared && !compared && printed.type.is_string() && !printed.trimmed) printed = dialect_.compared(scalar, around_, inner());
        if (const auto* collate = std::get_if<ir::Collate>(&scalar.node); collate != nullptr && is_exact(comparison_named(collate->collation)) && !around_.native_strings()) {
            if (block_.distinct || request_.distinct_rows || request_.compared) printed = dialect_.exactly(printed);
        } else if (compared) {
            const bool plain = printed.text == dialect_.expression(scalar, around_, inner()).text;
            printed = plain ? compared_value(scalar, printed) : Printed{dialect_.collated(printed.text, true, around_.string_rule()), printed.strength, printed.type, true, true};
        }
        for (const GroupKey& key : keys_)
            if (printed.text == key.expression) printed.text = key.key;
        if (request_.settled) settle(printed, i < request_.types.size() && request_.types[i] ? *request_.types[i] : printed.type);
        const std::string name = name_of_item(i).empty() ? std::string() : dialect_.identifier(name_of_item(i));
        return {printed.text, name, {name, printed.type, printed.collated, printed.trimmed}};
    }

    void settle(Printed& printed, const SqlType& type) const {
        const std::string text = dialect_.settled(printed.text, type);
        if (text == printed.text) return;
        printed.text = text;
        printed.collated = false;
    }

    void print_items() {
        const bool countable =
            !block_.grouped || !block_.group_by.empty(); // an aggregate without keys gives one row whatever is read
        if (request_.rows_only && countable) {
            items_.push_back({"1", "", {"", simple_type(TypeKind::int_)}});
            return;
        }
        for (std::size_t i = 0; i < block_.items.size(); ++i)
            items_.push_back(print_item(i));
    }

    /// The relation whose columns are exactly the items, in order and under their own names.
    [[nodiscard]] const ScopeEntry* starred() const {
        for (const ScopeEntry& entry : scope_.entries)
            if (!entry.open && keys_.empty() && !items_.empty() && entry.columns.size() == items_.size() && all_plain(entry))
                return &entry;
        return nullptr;
    }

    [[nodiscard]] bool all_plain(const ScopeEntry& entry) const {
        for (std::size_t i = 0; i < items_.size(); ++i) {
            const bool plain = items_[i].text == resolve(scope_, {entry.id, static_cast<int>(i)}).text;
            if (!plain || items_[i].name != entry.columns[i].text) return false;
        }
        return true;
    }

    [[nodiscard]] std::string item_text(const Item& item) const {
        const bool named = item.name.empty() || item.text == item.name || is_reference(item);
        return named || request_.bare ? item.text : item.text + " as " + item.name;
    }

    /// Whether the text is `relation.name` of a relation in scope with the item's own name.
    [[nodiscard]] bool is_reference(const Item& item) const {
        for (const Scope* scope = &scope_; scope != nullptr; scope = scope->outer)
            for (const ScopeEntry& entry : scope->entries)
                if (item.text == entry.name + "." + item.name) return true;
        return false;
    }

    [[nodiscard]] std::string select_clause() const {
        const std::string head = block_.distinct ? "select distinct" : "select";
        if (const ScopeEntry* entry = starred(); entry != nullptr && (items_.size() > 1 || !request_.bare))
            return head + (scope_.entries.size() == 1 ? " *" : " " + entry->name + ".*");
        std::vector<std::string> texts;
        for (const Item& item : items_)
            texts.push_back(item_text(item));
        const int after = request_.indent + static_cast<int>(head.size()) + 1;
        if (texts.size() == 1 && (fits(texts[0], after) || request_.bare)) return head + " " + texts[0];
        const std::string gap = "\n" + blanks(inner());
        return head + gap + join(texts, "," + gap);
    }

    [[nodiscard]] std::string condition(std::string_view keyword, const ir::Scalar& scalar) const {
        return condition_clause(keyword, scalar, dialect_, around_, request_.indent);
    }

    [[nodiscard]] std::string group_by_clause() const {
        std::vector<std::string> keys;
        for (const GroupKey& key : keys_)
            keys.push_back(key.key);
        if (block_.grouping_sets.empty()) return listed("group by ", keys, "", request_.indent);
        std::vector<std::string> sets;
        for (const std::vector<int>& set : block_.grouping_sets) {
            std::vector<std::string> members;
            for (const int member : set)
                members.push_back(keys[static_cast<std::size_t>(member)]);
            sets.push_back("(" + join(members, ", ") + ")");
        }
        return listed("group by grouping sets (", sets, ")", request_.indent);
    }

    [[nodiscard]] std::vector<std::string> sort_keys(int indent) const {
        std::vector<std::string> keys;
        for (const ir::SortKey& key : block_.order)
            keys.push_back(dialect_.sort_key(key, around_, indent));
        return keys;
    }

    [[nodiscard]] std::string number(const ir::Scalar& scalar) const {
        const std::string text = dialect_.expression(scalar, around_, inner()).text;
        return std::holds_alternative<ir::Constant>(scalar.node) ? text : "(" + text + ")";
    }

    [[nodiscard]] bool orders_by_window() const {
        bool found = false;
        const DeepVisitor visitor{nullptr, [&](ir::ScalarRef scalar) { found = found || holds<ir::Window>(scalar->node); }};
        for (const ir::SortKey& key : block_.order)
            walk(key.expr, visitor);
        return found;
    }

    /// TOP (1) WITH TIES in the order of ROW_NUMBER or a rank: the rows numbered 1, of which every group has one.
    [[nodiscard]] bool first_of_groups() const {
        const ir::Limit& limit = *block_.limit;
        const auto* count = limit.count == nullptr ? nullptr : std::get_if<ir::Constant>(&limit.count->node);
        if (!limit.with_ties || limit.percent || count == nullptr || count->text != "1" || block_.order.size() != 1) return false;
        const auto* window = get_boxed<ir::Window>(block_.order[0].expr->node);
        if (window == nullptr || block_.order[0].descending) return false;
        const ir::WindowKind kind = window->function;
        return kind == ir::WindowKind::row_number || kind == ir::WindowKind::rank || kind == ir::WindowKind::dense_rank;
    }

    /// TOP … PERCENT and WITH TIES have no LIMIT form: rank the rows and keep the first ranks.
    [[nodiscard]] std::string rank_clause() const {
        if (first_of_groups()) return "qualify " + dialect_.expression(*block_.order[0].expr, around_, inner()).text + " = 1";
        const auto [rank, bound] = rank_and_bound();
        const std::string line = fmt::format("qualify {} <= {}", rank, bound);
        if (fits(line, request_.indent)) return line;
        const std::string gap = "\n" + blanks(inner());
        return "qualify" + gap + rank + gap + "<= " + bound;
    }

    /// A row's rank and the last one that is wanted.
    [[nodiscard]] std::pair<std::string, std::string> rank_and_bound() const {
        const ir::Limit& limit = *block_.limit;
        const std::vector<std::string> keys = sort_keys(inner());
        const std::string over = keys.empty() ? "()" : "(order by " + join(keys, ", ") + ")";
        const std::string rank = fmt::format("{}() over {}", limit.with_ties ? "rank" : "row_number", over);
        const std::string count = number(*limit.count);
        return {rank, limit.percent ? fmt::format("ceil(count(*) over () * {} / 100.0)", count) : count};
    }

    /// The same without QUALIFY: a block around the ranked rows.
    [[nodiscard]] PrintedQuery first_ranks() {
        constexpr std::string_view kMark = "is_among_first";
        const auto [rank, bound] = rank_and_bound();
        const std::string first = first_of_groups() ? dialect_.expression(*block_.order[0].expr, around_, inner()).text + " = 1" : rank + " <= " + bound;
        std::vector<std::string> names, inside;
        for (std::size_t i = 0; i < items_.size(); ++i) {
            names.push_back(items_[i].name.empty() ? fmt::format("column_{}", i + 1) : items_[i].name);
            inside.push_back(items_[i].text == names[i] ? names[i] : items_[i].text + " as " + names[i]);
        }
        inside.push_back(fmt::format("{} as {}", first, kMark));
        const std::string gap = "\n" + blanks(inner());
        clauses_.front() = "select" + gap + join(inside, "," + gap);
        const std::string at = blanks(request_.indent - kStep), below = "\n" + blanks(request_.indent);
        PrintedQuery query;
        query.text = fmt::format("{0}select{1}{2}\n{0}from (\n{3}{4}\n{0}) as ranked\n{0}where {5}", at, below, join(names, "," + below), blanks(request_.indent), join(clauses_, below), kMark);
        for (const Item& item : items_) query.columns.push_back(item.column);
        return query;
    }

    void add_limit_clauses() {
        const ir::Limit& limit = *block_.limit;
        if (!block_.order.empty()) add_clause(listed("order by ", sort_keys(inner()), "", request_.indent));
        if (limit.count != nullptr) add_clause("limit " + number(*limit.count));
        if (limit.offset != nullptr) add_clause("offset " + number(*limit.offset));
        else if (block_.order.empty() && printer_.forgets_limit(rel_, request_.outer)) add_clause("offset 0");
    }

    void add_clause(std::string text) { clauses_.push_back(std::move(text)); }

    [[nodiscard]] PrintedQuery finish() const {
        PrintedQuery query;
        const std::string gap = "\n" + blanks(request_.indent);
        const bool simple = scope_.entries.size() <= 1 && (items_.size() == 1 || starred() != nullptr) &&
                            std::all_of(clauses_.begin(), clauses_.end(),
                                        [](const std::string& clause) { return is_one_line(clause); });
        if (simple) query.compact = join(clauses_, " ");
        const bool star_only = clauses_.size() == 2 && starred() != nullptr && simple;
        query.text = blanks(request_.indent) +
                     (star_only && fits(query.compact, request_.indent) ? query.compact : join(clauses_, gap));
        for (const Item& item : items_)
            query.columns.push_back(item.column);
        return query;
    }

    const BlockPrinter& printer_;
    const Dialect& dialect_;
    ir::RelRef rel_;
    const ir::Select& block_;
    QueryRequest request_;
    Scope scope_;
    BlockSurroundings around_;
    std::vector<GroupKey> keys_;
    std::vector<Item> items_;
    std::vector<std::string> clauses_;
};

} // namespace

PrintedQuery print_select(const BlockPrinter& printer, ir::RelRef rel, const ir::Select& block,
                          const QueryRequest& request) {
    return SelectPrinter(printer, rel, block, request).print();
}

} // namespace t2d::backend
