// SPDX-License-Identifier: Apache-2.0
// The rows of query blocks.
#include <algorithm>
#include <cmath>

#include "passes/check/evaluate.h"

namespace t2d::passes::check {

namespace {

/// A text that is the same for equal rows; empty when a value is unknown.
std::string row_key(const std::vector<std::pair<NameId, Value>>& row) {
    std::string key;
    for (const auto& [name, value] : row) {
        if (!value.known()) return {};
        key += group_key(value) + "\n";
    }
    return key + ".";
}

} // namespace

const Evaluator::RowPtr* Evaluator::Env::find(TermId use) const {
    for (const auto& [name, row] : rows_)
        if (name == use) return &row;
    return nullptr;
}

void Evaluator::Env::set(TermId use, RowPtr row) {
    for (auto& [name, known] : rows_)
        if (name == use) {
            known = row;
            return;
        }
    rows_.emplace_back(use, row);
}

void Evaluator::Env::miss_all_but(const Env& outer) {
    for (auto& [name, row] : rows_)
        if (outer.find(name) == nullptr) row = nullptr;
}

std::optional<Evaluator::Rows> Evaluator::without_duplicates(const Rows& rows) const {
    std::set<std::string> seen;
    Rows out;
    for (const RowPtr row : rows) {
        const std::string key = row_key(*row);
        if (key.empty()) return std::nullopt;
        if (seen.insert(key).second) out.push_back(row);
    }
    return out;
}

std::optional<std::vector<Row>> Evaluator::relation(TermId rel) {
    const std::optional<Rows> found = rows(rel, {});
    if (!found) return std::nullopt;
    std::vector<Row> out(found->size());
    for (std::size_t i = 0; i < out.size(); ++i)
        for (const auto& [name, value] : *(*found)[i]) out[i].emplace(shapes_.written(name), value);
    return out;
}

std::optional<Evaluator::Rows> Evaluator::rows(TermId rel, const Env& env) {
    const Term& term = pool_[rel];
    const bool closed = shapes_.free_uses(rel).empty();
    if (const auto known = closed_.find(rel); closed && known != closed_.end()) return known->second;
    std::optional<Rows> out;
    if (term.op == "table") {
        const auto table = database_.tables.find(term.text);
        if (table != database_.tables.end()) {
            out.emplace();
            for (const Row& row : table->second) {
                Tuple tuple;
                for (const auto& [name, value] : row) tuple.emplace_back(shapes_.name(name), value);
                std::sort(tuple.begin(), tuple.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
                out->push_back(keep(std::move(tuple)));
            }
        }
    } else if (term.op == "select") out = select(rel, env);
    else if (term.op == "union_all") {
        out.emplace();
        for (const TermId branch : term.args) {
            const std::optional<Rows> more = out ? rows(branch, env) : std::nullopt;
            if (more) out->insert(out->end(), more->begin(), more->end());
            else out.reset();
        }
    } else if (term.op == "rounds") out = rounds(term, env);
    else out = set_operation(rel, env);
    if (closed) closed_[rel] = out;
    return out;
}

/// A loop that goes on for long is not followed to its end.
std::optional<Evaluator::Rows> Evaluator::rounds(const Term& term, const Env& outer) {
    constexpr std::size_t kMostRounds = 60;
    Env env = outer;
    const auto made = [&](TermId outputs) {
        Tuple row;
        for (const TermId output : pool_[outputs].args) row.emplace_back(shapes_.name(pool_[output].text), value(pool_[output].args[0], {&env, nullptr, nullptr}));
        std::sort(row.begin(), row.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
        return keep(std::move(row));
    };
    Rows out{made(term.args[1])};
    while (out.size() < kMostRounds && spend()) {
        env.set(term.args[0], out.back());
        const Truth again = truth(term.args[3], {&env, nullptr, nullptr});
        if (again == Truth::unknown) return std::nullopt;
        if (again != Truth::yes) return out;
        out.push_back(made(term.args[2]));
    }
    return std::nullopt;
}

std::optional<Evaluator::Rows> Evaluator::set_operation(TermId rel, const Env& env) {
    const Term& term = pool_[rel];
    if (term.op != "union" && term.op != "except" && term.op != "intersect") return std::nullopt;
    std::optional<Rows> left = rows(term.args[0], env), right = rows(term.args[1], env);
    if (!left || !right) return std::nullopt;
    if (term.op == "union") {
        left->insert(left->end(), right->begin(), right->end());
        return without_duplicates(*left);
    }
    left = without_duplicates(*left);
    right = without_duplicates(*right);
    if (!left || !right) return std::nullopt;
    std::set<std::string> others;
    for (const RowPtr row : *right) others.insert(row_key(*row));
    std::erase_if(*left, [&](const RowPtr row) { return others.contains(row_key(*row)) == (term.op == "except"); });
    return left;
}

Evaluator::Match Evaluator::all_true(const Terms& conditions, const Env& env) {
    const Context context{&env, nullptr, nullptr};
    Match result = Match::yes;
    for (const TermId condition : conditions) {
        const Truth truth = this->truth(condition, context);
        if (truth == Truth::no || truth == Truth::null) return Match::no;
        if (truth == Truth::unknown) result = Match::unknown;
    }
    return result;
}

/// One of the matching rows for a row that takes one: the first in the order, a row of unknown values when that is any.
std::optional<Evaluator::RowPtr> Evaluator::picked(const JoinPart& join, const Env& env, const Rows& matches) {
    if (matches.empty()) return nullptr;
    std::size_t best = 0;
    bool tied = matches.size() > 1 && !pool_.is(join.order, "order");
    if (tied && pool_.is(join.order, "once")) return std::nullopt; // MERGE fails
    for (std::size_t i = 1; i < matches.size() && !tied; ++i) {
        Env a = env, b = env;
        a.set(join.atom, matches[i]);
        b.set(join.atom, matches[best]);
        const std::optional<int> order = ordered(join.order, {&a, nullptr, nullptr}, {&b, nullptr, nullptr});
        if (!order) return std::nullopt;
        if (*order < 0) best = i;
        else tied = *order == 0;
    }
    if (!tied) return matches[best];
    Tuple unknown = *matches[0];
    for (std::size_t i = 0; i < unknown.size(); ++i)
        if (std::any_of(matches.begin(), matches.end(), [&](RowPtr row) { return group_key((*row)[i].second) != group_key(unknown[i].second); })) unknown[i].second = {};
    return keep(std::move(unknown));
}

bool Evaluator::join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after) {
    for (const Env& env : before) {
        const std::optional<Rows> candidates = rows(join.rel, env);
        if (!candidates) return false;
        Rows matches;
        Env with = env;
        for (const RowPtr row : *candidates) {
            if (!spend()) return false;
            with.set(join.atom, row);
            const Match match = all_true({join.on}, with);
            if (match == Match::unknown) return false;
            if (match == Match::yes) matches.push_back(row);
        }
        if (join.kind == "pick") {
            const std::optional<RowPtr> one = picked(join, env, matches);
            if (!one) return false;
            with.set(join.atom, *one);
            after.push_back(with);
            continue;
        }
        if (matches.empty() && join.kind == "left") matches.push_back(nullptr);
        for (const RowPtr row : matches) {
            with.set(join.atom, row);
            after.push_back(with);
        }
    }
    return true;
}

bool Evaluator::full_join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after, const Env& outer) {
    JoinPart left = join;
    left.kind = "left";
    if (!this->join(left, before, after)) return false;
    const std::optional<Rows> all = rows(join.rel, outer);
    if (!all || !shapes_.free_uses(join.rel).empty()) return false;
    std::set<RowPtr> met;
    for (const Env& env : after) met.insert(*env.find(join.atom));
    Env missed = before.empty() ? outer : before[0];
    missed.miss_all_but(outer);
    for (const RowPtr row : *all) {
        if (met.contains(row)) continue;
        missed.set(join.atom, row);
        after.push_back(missed);
    }
    return !before.empty() || all->empty(); // without a row on the left its uses are not known here
}

/// The rows of the FROM clause that WHERE keeps.
std::optional<std::vector<Evaluator::Env>> Evaluator::joined(const BlockShape& block, const Env& outer) {
    std::vector<Env> envs{outer};
    const auto filter = [&](const Terms& ready) {
        bool known = true;
        if (!ready.empty()) std::erase_if(envs, [&](const Env& env) {
            const Match match = spend() ? all_true(ready, env) : Match::unknown;
            known = known && match != Match::unknown;
            return match == Match::no;
        });
        return known;
    };
    if (!filter(block.ready[0])) return std::nullopt;
    for (std::size_t i = 0; i < block.parts.joins.size(); ++i) {
        const JoinPart& join = block.parts.joins[i];
        std::vector<Env> next;
        if (!(join.kind == "full" ? full_join(join, envs, next, outer) : this->join(join, envs, next))) return std::nullopt;
        envs = std::move(next);
        if (!filter(block.ready[i + 1])) return std::nullopt;
    }
    return envs;
}

std::optional<std::vector<Evaluator::Group>> Evaluator::groups(const SelectParts& parts, const std::vector<Env>& rows) {
    std::map<std::string, Group> found;
    if (parts.group.empty()) found[""];
    for (const Env& env : rows) {
        std::string key;
        for (const TermId part : parts.group) {
            const Value value = pool_.is(part, "sets") ? Value{} : this->value(part, {&env, nullptr, nullptr});
            if (!value.known()) return std::nullopt;
            key += group_key(value) + "\n";
        }
        found[key].rows.push_back(env);
    }
    std::vector<Group> out;
    for (auto& [key, group] : found) out.push_back(std::move(group));
    return out;
}

/// TOP: nothing when the rows at its end are tied and not equal.
bool Evaluator::limited(const SelectParts& parts, std::vector<Context>& contexts) {
    const Term& limit = pool_[parts.limit];
    const Value count = value(limit.args[0], nowhere_);
    if (!count.is_number() || !limit.text.empty() || limit.args.size() > 2) return false;
    if (contexts.size() <= static_cast<std::size_t>(std::max(0.0, count.number))) return true;
    bool known = pool_.is(limit.args[1], "order") || count.number == 0;
    const auto before = [&](const Context& a, const Context& b) {
        const std::optional<int> order = ordered(limit.args[1], a, b);
        known = known && order.has_value();
        return order.value_or(0) < 0;
    };
    std::stable_sort(contexts.begin(), contexts.end(), before);
    const auto last = static_cast<std::size_t>(count.number);
    if (known && last > 0) known = ordered(limit.args[1], contexts[last - 1], contexts[last]).value_or(0) != 0;
    contexts.resize(last);
    return known;
}

std::optional<Evaluator::Rows> Evaluator::select(TermId rel, const Env& env) {
    const BlockShape& block = shapes_.block(rel);
    const SelectParts& parts = block.parts;
    if (!spend()) return std::nullopt;
    const std::optional<std::vector<Env>> joined = this->joined(block, env);
    if (!joined) return std::nullopt;
    std::vector<Group> grouped;
    std::vector<Context> contexts;
    if (parts.grouped) {
        std::optional<std::vector<Group>> all = groups(parts, *joined);
        if (!all) return std::nullopt;
        grouped = std::move(*all);
        for (const Group& group : grouped) {
            const Context context{group.rows.empty() ? &env : &group.rows[0], &group.rows, nullptr};
            const Truth kept = truth(parts.having, context);
            if (kept == Truth::unknown) return std::nullopt;
            if (kept == Truth::yes) contexts.push_back(context);
        }
    } else
        for (const Env& row : *joined) contexts.push_back({&row, nullptr, nullptr});
    const std::vector<Context> all = block.windows ? contexts : std::vector<Context>{};
    for (Context& context : contexts) context.all = &all;
    const bool limits = !pool_.is(parts.limit, "none");
    if (limits && (parts.distinct || !limited(parts, contexts))) return std::nullopt;
    Rows out;
    for (const Context& context : contexts) {
        if (!spend()) return std::nullopt;
        Tuple row;
        for (const auto& [name, output] : block.outputs) row.emplace_back(name, value(output, context));
        out.push_back(keep(std::move(row)));
    }
    return parts.distinct ? without_duplicates(out) : std::optional(std::move(out));
}

} // namespace t2d::passes::check
