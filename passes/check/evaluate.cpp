// SPDX-License-Identifier: Apache-2.0
// The values of expressions.
#include "passes/check/evaluate.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "ir/text.h"
#include "passes/check/value_functions.h"

namespace t2d::passes::check {

namespace {

Truth truth_of(bool value) { return value ? Truth::yes : Truth::no; }

Truth negated(Truth truth) { return truth == Truth::yes ? Truth::no : truth == Truth::no ? Truth::yes : truth; }

/// LIKE with % and _ only.
bool fits(std::string_view text, std::string_view pattern) {
    if (pattern.empty()) return text.empty();
    if (pattern[0] == '%') {
        for (std::size_t at = 0; at <= text.size(); ++at)
            if (fits(text.substr(at), pattern.substr(1))) return true;
        return false;
    }
    return !text.empty() && (pattern[0] == '_' || pattern[0] == text[0]) && fits(text.substr(1), pattern.substr(1));
}

bool below(const Value& left, const Value& right) { return compare_values(left, right, false, true).value_or(0) < 0; }

} // namespace

bool Evaluator::never(TermId condition) {
    const Truth result = truth(condition, nowhere_);
    return result == Truth::no || result == Truth::null;
}

Truth Evaluator::logic(const Term& term, const Context& context) {
    const Truth settles = term.op == "and" ? Truth::no : Truth::yes;
    bool unknown = false, null = false;
    for (const TermId arg : term.args) {
        const Truth part = truth(arg, context);
        if (part == settles) return settles;
        unknown = unknown || part == Truth::unknown;
        null = null || part == Truth::null;
    }
    return unknown ? Truth::unknown : null ? Truth::null : negated(settles);
}

Truth Evaluator::comparison(const Term& term, const Context& context) {
    const Value left = value(term.args[0], context), right = value(term.args[1], context);
    if (!left.known() || !right.known()) return Truth::unknown;
    const bool distinct = term.op == "distinct_from";
    if (left.is_null() || right.is_null()) return distinct ? truth_of(left.is_null() != right.is_null()) : Truth::null;
    const bool ordered = term.op == "lt" || term.op == "le";
    const std::optional<int> order = compare_values(left, right, term.text == "cs", ordered);
    if (!order) return Truth::unknown;
    if (ordered) return truth_of(term.op == "lt" ? *order < 0 : *order <= 0);
    return truth_of((*order == 0) == (term.op == "eq"));
}

/// IN of a query.
Truth Evaluator::among(const Term& term, const Context& context) {
    const std::optional<Rows> list = rows(term.args[0], *context.env);
    const Value left = value(term.args[1], context);
    if (!list || !left.known() || term.args.size() != 2) return Truth::unknown;
    Truth result = Truth::no;
    for (const RowPtr& row : *list) {
        if (row->size() != 1) return Truth::unknown;
        const Value& right = row->begin()->second;
        if (!right.known()) return Truth::unknown;
        if (left.is_null() || right.is_null()) {
            result = Truth::null;
            continue;
        }
        const std::optional<int> order = compare_values(left, right, false, false);
        if (!order) return Truth::unknown;
        if (*order == 0) return Truth::yes;
    }
    return result;
}

Truth Evaluator::like(const Term& term, const Context& context) {
    const Value text = value(term.args[0], context), pattern = value(term.args[1], context);
    if (text.is_null() || pattern.is_null()) return Truth::null;
    if (!text.is_text() || !pattern.is_text() || term.args.size() != 2 || pattern.text.find('[') != std::string::npos) return Truth::unknown;
    return truth_of(fits(to_lower(text.text), to_lower(pattern.text)));
}

Truth Evaluator::truth(TermId id, const Context& context) {
    const Term& term = pool_[id];
    const Shape& shape = shapes_.of(id);
    if (!spend()) return Truth::unknown;
    switch (shape.action) {
    case Action::truth: return truth_of(term.op == "true");
    case Action::logic: return logic(term, context);
    case Action::negation: return negated(truth(term.args[0], context));
    case Action::comparison: return comparison(term, context);
    case Action::not_true: {
        const Truth inner = truth(term.args[0], context);
        return inner == Truth::unknown ? inner : truth_of(inner != Truth::yes);
    }
    case Action::is_null: {
        const Value inner = value(term.args[0], context);
        return inner.known() ? truth_of(inner.is_null()) : Truth::unknown;
    }
    case Action::matched: {
        const RowPtr* row = context.env->find(term.args[0]);
        return row == nullptr ? Truth::unknown : truth_of(*row != nullptr);
    }
    case Action::exists: {
        const std::optional<Rows> found = rows(term.args[0], *context.env);
        return found ? truth_of(!found->empty()) : Truth::unknown;
    }
    case Action::among: return among(term, context);
    case Action::like: return like(term, context);
    default: break;
    }
    if (shape.predicate) return Truth::unknown;
    const Value plain = value(id, context);
    return plain.is_null() ? Truth::null : plain.is_number() ? truth_of(plain.number != 0) : Truth::unknown;
}

Value Evaluator::value(TermId id, const Context& context) {
    if (!spend()) return {};
    const Shape& shape = shapes_.of(id);
    if (!shape.predicate) return computed(id, shape, context);
    const Truth result = truth(id, context);
    return result == Truth::unknown ? Value{} : result == Truth::null ? null_value() : number_value(result == Truth::yes ? 1 : 0);
}

Value Evaluator::case_of(const Term& term, const Context& context) {
    for (std::size_t i = 0; i + 1 < term.args.size(); i += 2) {
        const Truth when = truth(term.args[i], context);
        if (when == Truth::unknown) return {};
        if (when == Truth::yes) return value(term.args[i + 1], context);
    }
    return value(term.args.back(), context);
}

Value Evaluator::coalesce(const Term& term, const Context& context) {
    for (const TermId arg : term.args)
        if (const Value part = value(arg, context); !part.is_null()) return part;
    return null_value();
}

Value Evaluator::scalar(TermId rel, const Context& context) {
    const std::optional<Rows> found = rows(rel, *context.env);
    if (!found || found->size() > 1) return {};
    if (found->empty()) return null_value();
    return (*found)[0]->size() == 1 ? (*found)[0]->begin()->second : Value{};
}

Value Evaluator::computed(TermId id, const Shape& shape, const Context& context) {
    const Term& term = pool_[id];
    switch (shape.action) {
    case Action::literal: return shape.constant;
    case Action::column: {
        const RowPtr* row = context.env->find(term.args[0]);
        if (row == nullptr) return {};
        if (*row == nullptr) return null_value();
        const auto column = std::lower_bound((*row)->begin(), (*row)->end(), shape.name, [](const auto& cell, NameId name) { return cell.first < name; });
        return column == (*row)->end() || column->first != shape.name ? Value{} : column->second;
    }
    case Action::missing: return null_value(); // dbt leaves out a column that the query does not give
    case Action::now: return moment_value(database_.now);
    case Action::parameter: {
        const auto given = database_.parameters.find(term.text);
        return given == database_.parameters.end() ? Value{} : given->second;
    }
    case Action::case_of: return case_of(term, context);
    case Action::coalesce: return coalesce(term, context);
    case Action::scalar: return scalar(term.args[0], context);
    case Action::aggregate: return aggregate(term, context);
    case Action::window: return window(term, context);
    case Action::cast: return converted(value(term.args[0], context), shape.from, shape.type, term.text.starts_with("try "));
    case Action::nullif: {
        const Value left = value(term.args[0], context), right = value(term.args[1], context);
        if (left.is_null() || right.is_null()) return left;
        const std::optional<int> order = compare_values(left, right, false, false);
        return !order ? Value{} : *order == 0 ? null_value() : left;
    }
    case Action::call: return called(term, shape, context);
    default: return {};
    }
}

Value Evaluator::called(const Term& term, const Shape& shape, const Context& context) {
    if (shape.function == nullptr) return {};
    std::vector<Value> args;
    for (const TermId arg : term.args) {
        args.push_back(value(arg, context));
        if (!args.back().known()) return {};
    }
    return call_value(*shape.function, term.text, args);
}

/// An aggregate of values without NULLs.
Value Evaluator::summed(std::string_view function, TermId argument, const std::vector<Value>& values) {
    if (values.empty()) return null_value();
    if (function == "min" || function == "max") {
        const auto best = function == "min" ? std::min_element(values.begin(), values.end(), below) : std::max_element(values.begin(), values.end(), below);
        const bool clear = std::all_of(values.begin(), values.end(), [&](const Value& other) { return compare_values(*best, other, false, true).has_value(); });
        return clear ? *best : Value{};
    }
    if (function == "any_value") return std::all_of(values.begin(), values.end(), [&](const Value& other) { return group_key(other) == group_key(values[0]); }) ? values[0] : Value{};
    double total = 0;
    for (const Value& value : values) {
        if (!value.is_number()) return {};
        total += value.number;
    }
    if (function == "sum") return number_value(total);
    if (function == "avg_exact") return mean_of(total, values.size(), false);
    const SqlType type = shapes_.type_of(argument);
    if (function != "avg" || !type.known()) return {};
    return mean_of(total, values.size(), type.is_integer());
}

/// STRING_AGG: only in an order that tells the rows apart, or of equal texts.
Value Evaluator::texts_of_group(const Term& term, const std::vector<Env>& group) {
    std::vector<std::pair<Value, const Env*>> texts;
    for (const Env& env : group) {
        const Value text = value(term.args[0], {&env, nullptr, nullptr});
        if (!text.is_text() && !text.is_null()) return {};
        if (text.is_text()) texts.emplace_back(text, &env);
    }
    bool known = term.text.empty() && term.args.size() <= 3;
    const bool orders = term.args.size() == 3 && pool_.is(term.args[2], "order");
    const auto compared = [&](const auto& a, const auto& b) {
        const std::optional<int> order = orders ? ordered(term.args[2], {a.second, nullptr, nullptr}, {b.second, nullptr, nullptr}) : std::optional(0);
        known = known && order && (*order != 0 || a.first.text == b.first.text);
        return order.value_or(0) < 0;
    };
    for (std::size_t i = 0; i < texts.size(); ++i)
        for (std::size_t j = i + 1; j < texts.size(); ++j)
            if (compared(texts[j], texts[i])) std::swap(texts[i], texts[j]);
    const Value separator = term.args.size() > 1 ? value(term.args[1], nowhere_) : Value{};
    if (!known || !separator.is_text()) return {};
    std::string out;
    for (const auto& [text, env] : texts) out += (&text == &texts[0].first ? "" : separator.text) + text.text;
    return texts.empty() ? null_value() : text_value(std::move(out));
}

Value Evaluator::aggregate(const Term& term, const Context& context) {
    if (context.group == nullptr) return {};
    const std::string_view function = std::string_view(term.op).substr(4);
    if (term.args.empty()) return function == "count" ? number_value(static_cast<double>(context.group->size())) : Value{};
    if (function == "string_agg") return texts_of_group(term, *context.group);
    if (term.args.size() > 1) return {};
    std::vector<Value> values;
    std::set<std::string> seen;
    for (const Env& env : *context.group) {
        const Value value = this->value(term.args[0], {&env, nullptr, nullptr});
        if (!value.known()) return {};
        if (!value.is_null() && (term.text != "distinct" || seen.insert(group_key(value)).second)) values.push_back(value);
    }
    if (function == "any_value" && values.size() != context.group->size()) return values.empty() ? null_value() : Value{};
    return function == "count" ? number_value(static_cast<double>(values.size())) : summed(function, term.args[0], values);
}

std::optional<int> Evaluator::ordered(TermId order, const Context& left, const Context& right) {
    for (const TermId key : pool_[order].args) {
        const Term& term = pool_[key];
        const Value a = value(term.args[0], left), b = value(term.args[0], right);
        if (!a.known() || !b.known()) return std::nullopt;
        const bool placed = term.text.find(" nulls ") != std::string::npos; // where T-SQL would not have them
        const int missing = static_cast<int>(b.is_null()) - static_cast<int>(a.is_null());
        const std::optional<int> result = a.is_null() || b.is_null() ? std::optional(placed ? -missing : missing) : compare_values(a, b, false, true);
        if (!result) return std::nullopt;
        if (*result != 0) return term.text.starts_with("desc") ? -*result : *result;
    }
    return 0;
}

Value Evaluator::window(const Term& term, const Context& context) {
    if (context.all == nullptr) return {};
    const auto same_partition = [&](const Context& other) {
        for (const TermId key : pool_[term.args[1]].args) {
            const Value a = value(key, context), b = value(key, other);
            if (!a.known() || !b.known()) return Match::unknown;
            if (group_key(a) != group_key(b)) return Match::no;
        }
        return Match::yes;
    };
    std::vector<const Context*> rows;
    for (const Context& other : *context.all) {
        const Match match = same_partition(other);
        if (match == Match::unknown) return {};
        if (match == Match::yes) rows.push_back(&other);
    }
    bool known = true;
    std::stable_sort(rows.begin(), rows.end(), [&](const Context* a, const Context* b) {
        const std::optional<int> order = ordered(term.args[2], *a, *b);
        known = known && order.has_value();
        return order.value_or(0) < 0;
    });
    std::vector<int> ranks; // equal for rows that the order does not tell apart
    std::size_t at = rows.size();
    for (std::size_t i = 0; i < rows.size() && known; ++i) {
        const std::optional<int> order = i == 0 ? std::optional(1) : ordered(term.args[2], *rows[i - 1], *rows[i]);
        known = order.has_value();
        ranks.push_back(i == 0 ? 0 : order == 0 ? ranks.back() : static_cast<int>(i));
        if (*rows[i]->env == *context.env) at = i;
    }
    return known && at < rows.size() ? windowed(term, rows, ranks, at) : Value{};
}

Value Evaluator::windowed(const Term& term, const std::vector<const Context*>& rows, const std::vector<int>& ranks, std::size_t at) {
    const std::string_view function = std::string_view(term.op).substr(4);
    const Term& arguments = pool_[term.args[0]];
    const auto tied = [&](std::size_t i) { return (i > 0 && ranks[i - 1] == ranks[i]) || (i + 1 < ranks.size() && ranks[i + 1] == ranks[i]); };
    if (function == "rank") return number_value(ranks[at] + 1);
    if (function == "dense_rank") return number_value(static_cast<double>(std::set<int>(ranks.begin(), ranks.begin() + static_cast<std::ptrdiff_t>(at) + 1).size()));
    if (function == "row_number") return tied(at) ? Value{} : number_value(static_cast<double>(at + 1));
    if (function == "lag" || function == "lead") {
        for (std::size_t i = 0; i < rows.size(); ++i)
            if (tied(i)) return {};
        if (!term.text.empty() || arguments.args.empty()) return {};
        const Value offset = arguments.args.size() > 1 ? value(arguments.args[1], *rows[at]) : number_value(1);
        if (!offset.is_number() || offset.number < 0) return {};
        const double to = static_cast<double>(at) + (function == "lag" ? -offset.number : offset.number);
        if (to >= 0 && to < static_cast<double>(rows.size())) return value(arguments.args[0], *rows[static_cast<std::size_t>(to)]);
        return arguments.args.size() > 2 ? value(arguments.args[2], *rows[at]) : null_value();
    }
    const bool whole = pool_[term.args[2]].args.empty() || term.text.ends_with(" unbounded preceding to unbounded following"), by_rows = term.text == "rows unbounded preceding to current row";
    if ((!whole && !by_rows && !term.text.empty()) || (by_rows && tied(at))) return {};
    std::vector<Value> values;
    std::set<std::string> seen;
    for (std::size_t i = 0; i < rows.size() && (whole || ranks[i] <= ranks[at]); ++i) {
        const Value one = arguments.args.empty() ? number_value(1) : value(arguments.args[0], *rows[i]);
        if (!one.known()) return {};
        if ((function == "first_value" && i == 0) || (function == "last_value" && ranks[i] == ranks[at])) {
            if (tied(i)) return {};
            if (function == "first_value" || (i == at && !whole)) return one;
        }
        if (!one.is_null() && (arguments.text != "distinct" || seen.insert(group_key(one)).second)) values.push_back(one);
    }
    if (function == "count") return number_value(static_cast<double>(values.size()));
    if (arguments.args.size() != 1 || (function != "sum" && function != "min" && function != "max" && function != "avg" && function != "avg_exact")) return {};
    return summed(function, arguments.args[0], values);
}

} // namespace t2d::passes::check
