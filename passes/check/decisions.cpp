// SPDX-License-Identifier: Apache-2.0
#include "passes/check/decisions.h"

#include <algorithm>
#include <array>

namespace t2d::passes::check {

namespace {

constexpr std::size_t kMostLeaves = 64; ///< of decisions that an operation goes into

} // namespace

TermId Decisions::decide(TermId fact, TermId then, TermId otherwise) { return then == otherwise ? then : b_.pool().make("decide", {}, {fact, then, otherwise}); }

/// `when` decides over true and false.
TermId Decisions::choose(TermId when, TermId then, TermId otherwise) {
    TermPool& pool = b_.pool();
    if (pool.is(when, "true")) return then;
    if (pool.is(when, "false")) return otherwise;
    if (then == otherwise) return then;
    if (pool.is(then, "true") && pool.is(otherwise, "false")) return when;
    if (pool.full()) return pool.opaque("a query too large for the check");
    const std::tuple key(when, then, otherwise);
    if (const auto known = chosen_.find(key); known != chosen_.end()) return known->second;
    TermId first = 0;
    for (const TermId id : {when, then, otherwise})
        if (is_decision(id)) first = first == 0 ? pool[id].args[0] : std::min(first, pool[id].args[0]);
    const auto part = [&](TermId id, std::size_t side) { return is_decision(id) && pool[id].args[0] == first ? pool[id].args[side] : id; };
    const TermId yes = choose(part(when, 1), part(then, 1), part(otherwise, 1)), no = choose(part(when, 2), part(then, 2), part(otherwise, 2));
    return chosen_[key] = decide(first, yes, no);
}

TermId Decisions::choice(const Terms& args) {
    TermId result = args.back();
    for (std::size_t i = args.size() - 1; i >= 2; i -= 2) result = choose(condition(args[i - 2]), args[i - 1], result);
    return result;
}

TermId Decisions::fact(TermId id) { return decide(id, b_.truth(true), b_.truth(false)); }

TermId Decisions::condition(TermId raw) {
    if (is_decision(raw)) {
        const Terms args = b_.pool()[raw].args;
        return choose(fact(args[0]), condition(args[1]), condition(args[2]));
    }
    const TermId id = b_.predicate(raw);
    if (const auto known = conditions_.find(id); known != conditions_.end()) return known->second;
    const Term term = b_.pool()[id];
    const TermId yes = b_.truth(true), no = b_.truth(false);
    TermId result = 0;
    if (term.op == "true" || term.op == "false") result = id;
    else if (term.op == "and" || term.op == "or") {
        result = term.op == "and" ? yes : no;
        for (const TermId part : term.args) result = term.op == "and" ? choose(condition(part), result, no) : choose(condition(part), yes, result);
    } else if (term.op == "not_true") result = choose(condition(term.args[0]), no, yes);
    else if (term.op == "not" && (b_.never_null(term.args[0]) || b_.pool().is(term.args[0], "not_true"))) result = choose(condition(term.args[0]), no, yes);
    else if (const TermId lift = std::any_of(term.args.begin(), term.args.end(), [&](TermId arg) { return is_decision(arg); }) ? lifted(term) : 0; lift != 0) result = condition(lift);
    else result = fact(id);
    return conditions_[id] = result;
}

/// How many values are decided between, counted as often as they are reached.
std::size_t Decisions::size(TermId id) const {
    if (!is_decision(id)) return 1;
    const Terms& args = b_.pool()[id].args;
    return std::min(kMostLeaves + 1, size(args[1]) + size(args[2]));
}

TermId Decisions::lifted(const Term& operation) {
    static constexpr std::array<std::string_view, 15> kStay{"and", "or", "not", "not_true", "case", "decide", "matched", "like", "select", "args", "partition", "order", "key", "limit", "comprehension"};
    const std::string_view op = operation.op;
    const bool stays = is_subquery(op) || op == "scalar value" || op.starts_with("agg:") || op.starts_with("win:") || std::find(kStay.begin(), kStay.end(), op) != kStay.end();
    std::size_t leaves = 1;
    TermId first = 0;
    for (const TermId arg : operation.args) {
        leaves *= size(arg);
        if (leaves > kMostLeaves) return 0;
        if (is_decision(arg)) first = first == 0 ? b_.pool()[arg].args[0] : std::min(first, b_.pool()[arg].args[0]);
    }
    if (stays || first == 0) return 0;
    const auto part = [&](std::size_t side) {
        Term one = operation;
        for (TermId& arg : one.args)
            if (is_decision(arg) && b_.pool()[arg].args[0] == first) arg = b_.pool()[arg].args[side];
        const TermId deeper = lifted(one);
        return deeper != 0 ? deeper : b_.build(one.op, one.text, one.args);
    };
    return decide(first, part(1), part(2));
}

} // namespace t2d::passes::check
