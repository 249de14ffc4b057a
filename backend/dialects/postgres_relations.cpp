// SPDX-License-Identifier: Apache-2.0
// https://www.postgresql.org/docs/15/queries-with.html#QUERIES-WITH-RECURSIVE
#include "backend/dialects/postgres_relations.h"

#include <algorithm>
#include <set>

#include "backend/rel_walk.h"
#include "ir/constants.h"
#include "ir/match.h"

namespace t2d::backend::postgres {

using namespace ir;

namespace {

using Why = std::optional<std::string>;

/// How a step reads the recursive query: how often, and whether anywhere that PostgreSQL forbids.
struct Readings {
    int allowed = 0;
    bool forbidden = false;
};

class RecursionReader {
public:
    explicit RecursionReader(int id) : id_(id) {}

    void read(RelRef rel, bool allowed) {
        match(
            rel->node, [&](const RecursiveRef& n) { count(n.id == id_, allowed); }, [&](const Select& n) { read(n, allowed); },
            [&](const SetOp& n) {
                const bool union_ = n.kind == SetOpKind::union_all || n.kind == SetOpKind::union_;
                for (const RelRef input : n.inputs) read(input, allowed && union_);
            },
            [&](const Recursive& n) {
                read(n.anchor, false);
                read(n.step, false);
            },
            [&](const Values& n) {
                for (const auto& row : n.rows) scalars(row);
            },
            [&](const FunctionScan& n) { scalars(n.args); }, [](const auto&) {});
    }

    [[nodiscard]] Readings found() const { return found_; }

private:
    void count(bool it, bool allowed) {
        if (!it) return;
        if (allowed) ++found_.allowed;
        else found_.forbidden = true;
    }

    void read(const Select& block, bool allowed) {
        const bool plain = allowed && !block.grouped && !block.limit && !block.distinct;
        from(block.from, plain);
        scalars(scalars_of(block));
    }

    void from(FromRef tree, bool allowed) {
        if (tree == nullptr) return;
        match(
            tree->node, [&](const Quantifier& n) { read(n.rel, allowed); },
            [&](const Join& n) {
                from(n.left, allowed && n.kind != JoinKind::right && n.kind != JoinKind::full);
                from(n.right, allowed && n.kind != JoinKind::left && n.kind != JoinKind::full);
            });
    }

    void scalars(const std::vector<ScalarRef>& list) {
        for (const ScalarRef scalar : list)
            for (const RelRef query : subqueries_of(scalar)) read(query, false);
    }

    int id_;
    Readings found_;
};

void collect_quantifiers(FromRef from, std::set<QuantId>& out) {
    for (const Quantifier* quantifier : quantifiers(from)) out.insert(quantifier->id);
}

bool reads_only(ScalarRef scalar, const std::set<QuantId>& ids) {
    bool any = false, other = false;
    const DeepVisitor visitor{nullptr, [&](ScalarRef part) {
                                  const auto* ref = std::get_if<ColumnRef>(&part->node);
                                  if (ref == nullptr) return;
                                  any = true;
                                  other = other || !ids.contains(ref->quant);
                              }};
    walk(scalar, visitor);
    return any && !other;
}

/// PostgreSQL runs a FULL JOIN only by merging or hashing: on equality of both sides.
bool joins_by_equality(ScalarRef on, const Join& join) {
    if (on == nullptr) return false;
    if (const auto* logic = std::get_if<Logic>(&on->node)) return logic->op == LogicOp::and_ && std::all_of(logic->operands.begin(), logic->operands.end(), [&](ScalarRef part) { return joins_by_equality(part, join); });
    const auto* compare = std::get_if<Compare>(&on->node);
    if (compare == nullptr || compare->op != CompareOp::equal || compare->null_safe) return false;
    std::set<QuantId> left, right;
    collect_quantifiers(join.left, left);
    collect_quantifiers(join.right, right);
    return (reads_only(compare->left, left) && reads_only(compare->right, right)) || (reads_only(compare->left, right) && reads_only(compare->right, left));
}

Why joins(FromRef from) {
    const auto* join = from == nullptr ? nullptr : std::get_if<Join>(&from->node);
    if (join == nullptr) return {};
    if (join->kind == JoinKind::full && !joins_by_equality(join->on, *join)) return "a full join on more than equality of its sides";
    const Why left = joins(join->left);
    return left ? left : joins(join->right);
}

Why ordered(const Select& block) {
    const bool unordered = std::any_of(block.order.begin(), block.order.end(), [](const SortKey& key) { return key.expr->type.kind == TypeKind::uniqueidentifier || key.expr->type.is_binary(); });
    return unordered ? Why("an order of uniqueidentifier or binary values") : Why{};
}

Why recursion(const Recursive& recursive) {
    RecursionReader reader(recursive.id);
    reader.read(recursive.step, true);
    return reader.found().forbidden || reader.found().allowed != 1 ? Why("a recursive query that reads itself more than once, in a subquery, an outer join or an aggregate") : Why{};
}

Why table_function(const FunctionScan& scan) {
    if (scan.function == FunctionId::string_split) {
        const Constant* separator = constant_of(scan.args[1]);
        const bool plain = separator != nullptr && std::none_of(separator->text.begin(), separator->text.end(), [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
        return plain ? Why{} : Why("STRING_SPLIT with a computed separator or a letter");
    }
    const auto whole = [](ScalarRef argument) { return argument->type.is_integer() && argument->type.kind != TypeKind::bit && argument->type.kind != TypeKind::tinyint; };
    const bool series = scan.function == FunctionId::generate_series && std::all_of(scan.args.begin(), scan.args.end(), whole);
    return series ? Why{} : Why("the table function " + std::string(info_of(scan.function).name));
}

} // namespace

Why unsupported_relation(const Rel& rel) {
    return match(
        rel.node, [](const Select& n) { return ordered(n).value_or("").empty() ? joins(n.from) : ordered(n); }, [](const Recursive& n) { return recursion(n); }, [](const FunctionScan& n) { return table_function(n); },
        [](const auto&) { return Why{}; });
}

} // namespace t2d::backend::postgres
