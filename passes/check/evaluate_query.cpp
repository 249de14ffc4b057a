// SPDX-License-Identifier: Apache-2.0
// The rows of query blocks.
#include <algorithm>
#include <cmath>

#include "passes/check/evaluate.h"

namespace t2d::passes::check {

namespace {

/// A text that is the same for equal rows; empty when a value is unknown.
std::string row_key(const Row& row) {
    std::string key;
    for (const auto& [name, value] : row) {
        if (!value.known()) return {};
        key += group_key(value) + "\n";
    }
    return key + ".";
}

} // namespace

std::optional<Rows> without_duplicates(const Rows& rows) {
    std::set<std::string> seen;
    Rows out;
    for (const RowPtr& row : rows) {
        const std::string key = row_key(*row);
        if (key.empty()) return std::nullopt;
        if (seen.insert(key).second) out.push_back(row);
    }
    return out;
}

const SelectParts& Evaluator::parts(TermId select) {
    const auto known = parts_.find(select);
    return known != parts_.end() ? known->second : parts_.emplace(select, b_.parts(select)).first->second;
}

const std::set<TermId>& Evaluator::free_uses(TermId id) {
    const auto known = free_.find(id);
    if (known != free_.end()) return known->second;
    const Term& term = b_.pool()[id];
    std::set<TermId> out;
    if (term.op == "col" || term.op == "matched") out.insert(term.args[0]);
    else
        for (const TermId arg : term.args) {
            const std::set<TermId>& inner = free_uses(arg);
            out.insert(inner.begin(), inner.end());
        }
    if (term.op == "join") out.erase(term.args[0]); // its own name
    if (term.op == "select")
        for (const TermId join : b_.pool()[term.args[0]].args) out.erase(b_.pool()[join].args[0]);
    return free_.emplace(id, std::move(out)).first->second;
}

std::optional<Rows> Evaluator::relation(TermId rel) { return rows(rel, {}); }

std::optional<Rows> Evaluator::rows(TermId rel, const Env& env) {
    const Term& term = b_.pool()[rel];
    const bool closed = free_uses(rel).empty();
    if (const auto known = closed_.find(rel); closed && known != closed_.end()) return known->second;
    std::optional<Rows> out;
    if (term.op == "table") {
        const auto table = database_.tables.find(term.text);
        if (table != database_.tables.end()) {
            out.emplace();
            for (const Row& row : table->second) out->push_back(std::make_shared<Row>(row));
        }
    } else if (term.op == "select") out = select(rel, env);
    else if (term.op == "union_all") {
        out.emplace();
        for (const TermId branch : term.args) {
            const std::optional<Rows> more = out ? rows(branch, env) : std::nullopt;
            if (more) out->insert(out->end(), more->begin(), more->end());
            else out.reset();
        }
    } else out = set_operation(rel, env);
    if (closed) closed_[rel] = out;
    return out;
}

std::optional<Rows> Evaluator::set_operation(TermId rel, const Env& env) {
    const Term& term = b_.pool()[rel];
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
    for (const RowPtr& row : *right) others.insert(row_key(*row));
    std::erase_if(*left, [&](const RowPtr& row) { return others.contains(row_key(*row)) == (term.op == "except"); });
    return left;
}

Evaluator::Match Evaluator::all_true(const Terms& conditions, const Env& env) {
    const Context context{env, nullptr, nullptr};
    Match result = Match::yes;
    for (const TermId condition : conditions) {
        const Truth truth = this->truth(condition, context);
        if (truth == Truth::no || truth == Truth::null) return Match::no;
        if (truth == Truth::unknown) result = Match::unknown;
    }
    return result;
}

/// One of the matching rows for a row that takes one: the first in the order, a row of unknown values when that is any.
std::optional<RowPtr> Evaluator::picked(const JoinPart& join, const Env& env, const Rows& matches) {
    if (matches.empty()) return RowPtr();
    std::size_t best = 0;
    bool tied = matches.size() > 1 && !b_.pool().is(join.order, "order");
    if (tied && b_.pool().is(join.order, "once")) return std::nullopt; // MERGE fails
    for (std::size_t i = 1; i < matches.size() && !tied; ++i) {
        Env a = env, b = env;
        a[join.atom] = matches[i];
        b[join.atom] = matches[best];
        const std::optional<int> order = ordered(join.order, {a, nullptr, nullptr}, {b, nullptr, nullptr});
        if (!order) return std::nullopt;
        if (*order < 0) best = i;
        else tied = *order == 0;
    }
    if (!tied) return matches[best];
    Row unknown = *matches[0];
    for (auto& cell : unknown)
        if (std::any_of(matches.begin(), matches.end(), [&](const RowPtr& row) { return group_key(row->at(cell.first)) != group_key(cell.second); })) cell.second = {};
    return std::make_shared<Row>(std::move(unknown));
}

bool Evaluator::join(const JoinPart& join, const std::vector<Env>& before, std::vector<Env>& after) {
    for (const Env& env : before) {
        const std::optional<Rows> candidates = rows(join.rel, env);
        if (!candidates) return false;
        Rows matches;
        Env with = env;
        for (const RowPtr& row : *candidates) {
            if (!spend()) return false;
            with[join.atom] = row;
            const Match match = all_true({join.on}, with);
            if (match == Match::unknown) return false;
            if (match == Match::yes) matches.push_back(row);
        }
        if (join.kind == "pick") {
            const std::optional<RowPtr> one = picked(join, env, matches);
            if (!one) return false;
            with[join.atom] = *one;
            after.push_back(with);
            continue;
        }
        if (matches.empty() && join.kind == "left") matches.emplace_back();
        for (const RowPtr& row : matches) {
            with[join.atom] = row;
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
    if (!all || !free_uses(join.rel).empty()) return false;
    std::set<RowPtr> met;
    for (const Env& env : after) met.insert(env.at(join.atom));
    Env missed = before.empty() ? outer : before[0];
    for (auto& [atom, row] : missed)
        if (!outer.contains(atom)) row.reset();
    for (const RowPtr& row : *all) {
        if (met.contains(row)) continue;
        missed[join.atom] = row;
        after.push_back(missed);
    }
    return !before.empty() || all->empty(); // without a row on the left its uses are not known here
}

/// The rows of the FROM clause that WHERE keeps; a condition is looked at as soon as all that it reads is there.
std::optional<std::vector<Evaluator::Env>> Evaluator::joined(const SelectParts& parts, const Env& outer) {
    std::vector<Env> envs{outer};
    Terms waiting = parts.where;
    std::set<TermId> later;
    for (const JoinPart& join : parts.joins) later.insert(join.atom);
    const auto filter = [&] {
        Terms ready;
        std::erase_if(waiting, [&](TermId part) {
            const std::set<TermId>& uses = free_uses(part);
            const bool now = std::none_of(uses.begin(), uses.end(), [&](TermId use) { return later.contains(use); });
            if (now) ready.push_back(part);
            return now;
        });
        bool known = true;
        if (!ready.empty()) std::erase_if(envs, [&](const Env& env) {
            const Match match = spend() ? all_true(ready, env) : Match::unknown;
            known = known && match != Match::unknown;
            return match == Match::no;
        });
        return known;
    };
    if (!filter()) return std::nullopt;
    for (const JoinPart& join : parts.joins) {
        std::vector<Env> next;
        later.erase(join.atom);
        if (!(join.kind == "full" ? full_join(join, envs, next, outer) : this->join(join, envs, next))) return std::nullopt;
        envs = std::move(next);
        const bool more_full = std::any_of(parts.joins.begin(), parts.joins.end(), [&](const JoinPart& other) { return other.kind == "full" && later.contains(other.atom); });
        if (!more_full && !filter()) return std::nullopt;
    }
    return envs;
}

std::optional<std::vector<Evaluator::Group>> Evaluator::groups(const SelectParts& parts, const std::vector<Env>& rows) {
    std::map<std::string, Group> found;
    if (parts.group.empty()) found[""];
    for (const Env& env : rows) {
        std::string key;
        for (const TermId part : parts.group) {
            const Value value = b_.pool().is(part, "sets") ? Value{} : this->value(part, {env, nullptr, nullptr});
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
    const Term& limit = b_.pool()[parts.limit];
    const Value count = value(limit.args[0], {});
    if (!count.is_number() || !limit.text.empty() || limit.args.size() > 2) return false;
    if (contexts.size() <= static_cast<std::size_t>(std::max(0.0, count.number))) return true;
    bool known = b_.pool().is(limit.args[1], "order") || count.number == 0;
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

std::optional<Rows> Evaluator::select(TermId rel, const Env& env) {
    const SelectParts& parts = this->parts(rel);
    if (!spend()) return std::nullopt;
    const std::optional<std::vector<Env>> joined = this->joined(parts, env);
    if (!joined) return std::nullopt;
    std::vector<Group> grouped;
    std::vector<Context> contexts;
    if (parts.grouped) {
        std::optional<std::vector<Group>> all = groups(parts, *joined);
        if (!all) return std::nullopt;
        grouped = std::move(*all);
        for (const Group& group : grouped) {
            Context context{group.rows.empty() ? env : group.rows[0], &group.rows, nullptr};
            const Truth kept = truth(parts.having, context);
            if (kept == Truth::unknown) return std::nullopt;
            if (kept == Truth::yes) contexts.push_back(std::move(context));
        }
    } else
        for (const Env& row : *joined) contexts.push_back({row, nullptr, nullptr});
    const std::vector<Context> all = contexts;
    for (Context& context : contexts) context.all = &all;
    const bool limits = !b_.pool().is(parts.limit, "none");
    if (limits && (parts.distinct || !limited(parts, contexts))) return std::nullopt;
    Rows out;
    for (const Context& context : contexts) {
        if (!spend()) return std::nullopt;
        Row row;
        for (const auto& [name, output] : parts.outputs) row[name] = value(output, context);
        out.push_back(std::make_shared<Row>(std::move(row)));
    }
    return parts.distinct ? without_duplicates(out) : std::optional(std::move(out));
}

} // namespace t2d::passes::check
