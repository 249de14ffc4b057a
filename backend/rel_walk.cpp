// SPDX-License-Identifier: Apache-2.0
#include "backend/rel_walk.h"

#include <algorithm>

#include "ir/match.h"
#include "ir/slots.h"

namespace t2d::backend {

namespace {

using Scalars = std::vector<ir::ScalarRef>;

void add(Scalars& out, ir::ScalarRef scalar) {
    if (scalar != nullptr) out.push_back(scalar);
}

void add(Scalars& out, const Scalars& scalars) { out.insert(out.end(), scalars.begin(), scalars.end()); }

void add(Scalars& out, const std::vector<ir::SortKey>& keys) {
    for (const ir::SortKey& key : keys)
        add(out, key.expr);
}

/// Calls `see` for a scalar and all below it, without entering subqueries.
template <typename See>
void visit(ir::ScalarRef scalar, const See& see) {
    see(scalar);
    const auto operand = [&](ir::ScalarRef part) { visit(part, see); };
    const auto query = [](ir::RelRef) {};
    visit_held([&](const auto& node) { ir::scalar_slots(unboxed(node), operand, query); }, scalar->node);
}

/// Calls `see` with the scalar that holds it for every subquery of `scalar`, outermost only.
template <typename See>
void visit_queries(ir::ScalarRef scalar, const See& see) {
    if (!scalar->has_query) return;
    visit(scalar, [&](ir::ScalarRef part) {
        if (const ir::RelRef query = ir::subquery_of(part)) see(part, query);
    });
}

void add_conditions(Scalars& out, ir::FromRef from) {
    if (from == nullptr) return;
    if (const auto* join = std::get_if<ir::Join>(&from->node)) {
        add_conditions(out, join->left);
        add_conditions(out, join->right);
        add(out, join->on);
    }
}

/// Calls `see` for the relations and `see_all` for the scalars that stand directly in a relation which is no Select.
template <typename See, typename SeeAll>
void see_parts(const ir::Rel& rel, const See& see, const SeeAll& see_all) {
    match(
        rel.node, [](const ir::Select&) {}, [&](const ir::FunctionScan& scan) { see_all(scan.args); },
        [&](const ir::UserScan& scan) { see_all(scan.args); },
        [&](const ir::SetOp& op) {
            for (const ir::RelRef input : op.inputs)
                see(input);
        },
        [&](const ir::Values& values) {
            for (const Scalars& row : values.rows)
                see_all(row);
        },
        [&](const ir::Recursive& recursive) {
            see(recursive.anchor);
            see(recursive.step);
        },
        [](const ir::TableScan&) {}, [](const ir::CurrentTable&) {}, [](const ir::RecursiveRef&) {},
        [](const ir::HoleRel&) {});
}

/// Collects which quantifiers a relation binds and which it mentions.
class Mentions {
public:
    explicit Mentions(const IsNamed& named) : named_(named) {}

    void see(ir::RelRef rel) {
        if (named_(rel)) return;
        if (const auto* block = std::get_if<ir::Select>(&rel->node)) return see_block(*block);
        see_parts(*rel, [&](ir::RelRef part) { see(part); }, [&](const Scalars& scalars) { see_all(scalars); });
    }

    [[nodiscard]] bool has_free() const {
        return !std::includes(bound_.begin(), bound_.end(), mentioned_.begin(), mentioned_.end());
    }

private:
    void see_block(const ir::Select& block) {
        for (const ir::Quantifier* quantifier : ir::quantifiers(block.from)) {
            bound_.insert(quantifier->id);
            see(quantifier->rel);
        }
        see_all(scalars_of(block));
    }

    void see_all(const Scalars& scalars) {
        for (const ir::ScalarRef scalar : scalars)
            visit(scalar, [&](ir::ScalarRef part) {
                if (const auto* column = std::get_if<ir::ColumnRef>(&part->node)) mentioned_.insert(column->quant);
                if (const ir::RelRef query = ir::subquery_of(part)) see(query);
            });
    }

    const IsNamed& named_;
    std::set<ir::QuantId> bound_, mentioned_;
};

/// Collects `Readers`.
class ReaderWalk {
public:
    ReaderWalk(const ir::Select& block, const IsNamed& named) : named_(named) {
        for (const ir::Quantifier* quantifier : ir::quantifiers(block.from))
            readers_[quantifier->id];
        see_block(block);
    }

    [[nodiscard]] Readers take() { return std::move(readers_); }

private:
    void see(ir::RelRef rel) {
        if (named_(rel)) return;
        const auto* block = std::get_if<ir::Select>(&rel->node);
        if (block == nullptr) return see_parts(*rel, [&](ir::RelRef part) { see(part); }, [&](const Scalars& scalars) { see_all(scalars); });
        around_.push_back(block);
        see_block(*block);
        around_.pop_back();
    }

    void see_block(const ir::Select& block) {
        for (const ir::Quantifier* quantifier : ir::quantifiers(block.from))
            see(quantifier->rel);
        see_all(scalars_of(block));
    }

    void see_all(const Scalars& scalars) {
        for (const ir::ScalarRef scalar : scalars)
            visit(scalar, [&](ir::ScalarRef part) {
                const auto* column = std::get_if<ir::ColumnRef>(&part->node);
                const auto found = column == nullptr ? readers_.end() : readers_.find(column->quant);
                if (found != readers_.end()) found->second.insert(around_.begin(), around_.end());
                if (const ir::RelRef query = ir::subquery_of(part)) see(query);
            });
    }

    const IsNamed& named_;
    Readers readers_;
    std::vector<const ir::Select*> around_; ///< the blocks below the first that the walk is in
};

} // namespace

std::vector<ir::ScalarRef> scalars_of(const ir::Select& block) {
    Scalars out = block.items;
    add_conditions(out, block.from);
    add(out, block.where);
    add(out, block.group_by);
    add(out, block.having);
    add(out, block.order);
    if (block.limit) {
        add(out, block.limit->count);
        add(out, block.limit->offset);
    }
    return out;
}

std::vector<ir::RelRef> subqueries_of(ir::ScalarRef scalar) {
    std::vector<ir::RelRef> out;
    visit_queries(scalar, [&](ir::ScalarRef, ir::RelRef query) { out.push_back(query); });
    return out;
}

std::vector<ir::RelRef> exists_queries_of(ir::ScalarRef scalar) {
    std::vector<ir::RelRef> out;
    visit_queries(scalar, [&](ir::ScalarRef holder, ir::RelRef query) {
        if (std::holds_alternative<ir::Exists>(holder->node)) out.push_back(query);
    });
    return out;
}

std::vector<ir::RelRef> value_queries_of(ir::ScalarRef scalar) {
    std::vector<ir::RelRef> out;
    visit_queries(scalar, [&](ir::ScalarRef holder, ir::RelRef query) {
        if (!std::holds_alternative<ir::Exists>(holder->node)) out.push_back(query);
    });
    return out;
}

void walk(ir::ScalarRef scalar, const DeepVisitor& visitor) {
    if (scalar == nullptr || (!visitor.scalar && !scalar->has_query)) return;
    visit(scalar, [&](ir::ScalarRef part) {
        if (visitor.scalar) visitor.scalar(part);
        if (const ir::RelRef query = ir::subquery_of(part)) walk(query, visitor);
    });
}

void walk(ir::FromRef from, const DeepVisitor& visitor) {
    if (from == nullptr) return;
    for (const ir::Quantifier* quantifier : ir::quantifiers(from))
        walk(quantifier->rel, visitor);
    Scalars conditions;
    add_conditions(conditions, from);
    for (const ir::ScalarRef condition : conditions)
        walk(condition, visitor);
}

void walk(ir::RelRef rel, const DeepVisitor& visitor) {
    if (rel == nullptr) return;
    if (visitor.rel) visitor.rel(rel);
    const auto walk_all = [&](const Scalars& scalars) {
        for (const ir::ScalarRef scalar : scalars)
            walk(scalar, visitor);
    };
    match(
        rel->node,
        [&](const ir::Select& block) {
            for (const ir::Quantifier* quantifier : ir::quantifiers(block.from))
                walk(quantifier->rel, visitor);
            walk_all(scalars_of(block));
        },
        [&](const ir::SetOp& op) {
            for (const ir::RelRef input : op.inputs)
                walk(input, visitor);
        },
        [&](const ir::Values& values) {
            for (const Scalars& row : values.rows)
                walk_all(row);
        },
        [&](const ir::Recursive& recursive) {
            walk(recursive.anchor, visitor);
            walk(recursive.step, visitor);
        },
        [&](const ir::FunctionScan& scan) { walk_all(scan.args); }, [&](const ir::UserScan& scan) { walk_all(scan.args); },
        [](const ir::TableScan&) {}, [](const ir::CurrentTable&) {}, [](const ir::RecursiveRef&) {},
        [](const ir::HoleRel&) {});
}

Readers readers_of(const ir::Select& block, const IsNamed& named) { return ReaderWalk(block, named).take(); }

bool is_correlated(ir::RelRef rel, const IsNamed& named) {
    Mentions mentions(named);
    mentions.see(rel);
    return mentions.has_free();
}

namespace {

bool has_outer_join(ir::FromRef from) {
    const auto* join = from == nullptr ? nullptr : std::get_if<ir::Join>(&from->node);
    if (join == nullptr) return false;
    const bool outer = join->kind == ir::JoinKind::left || join->kind == ir::JoinKind::right || join->kind == ir::JoinKind::full;
    return outer || has_outer_join(join->left) || has_outer_join(join->right);
}

} // namespace

bool reads_outer_join(ir::RelRef rel, std::map<ir::RelRef, bool>& known) {
    const auto [entry, is_new] = known.emplace(rel, false);
    if (!is_new) return entry->second;
    bool found = false;
    const auto see = [&](ir::RelRef part) { found = found || reads_outer_join(part, known); };
    if (const auto* block = std::get_if<ir::Select>(&rel->node)) {
        found = has_outer_join(block->from);
        for (const ir::Quantifier* quantifier : ir::quantifiers(block->from)) see(quantifier->rel);
    } else {
        see_parts(*rel, see, [](const Scalars&) {});
    }
    return known[rel] = found;
}

} // namespace t2d::backend
