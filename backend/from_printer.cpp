// SPDX-License-Identifier: Apache-2.0
#include "backend/from_printer.h"

#include "backend/condition_layout.h"
#include "backend/layout.h"
#include "backend/rel_walk.h"
#include "ir/match.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

constexpr std::size_t kShortestAlias = 3; // shorter ones are abbreviations

/// Chooses the names of a block's relations: the CTE's own where it is free, else a readable alias.
class Naming {
public:
    Naming(const BlockPrinter& printer, Scope& scope, const Readers& readers) : printer_(printer), scope_(scope), readers_(readers) {}

    [[nodiscard]] std::string choose(const ir::Quantifier& quantifier, const NamedRelation* relation) const {
        if (relation != nullptr && !is_in_use(quantifier, relation->name)) return relation->name;
        const std::string alias = to_snake_case(quantifier.alias);
        if (alias.size() >= kShortestAlias && is_free(quantifier, alias)) return alias;
        const std::string label = to_snake_case(quantifier.rel->label);
        const std::string base = relation != nullptr              ? relation->name
                                 : label.size() >= kShortestAlias ? label
                                 : alias.size() >= kShortestAlias ? alias
                                                                  : fallback(*quantifier.rel);
        if (relation == nullptr && is_free(quantifier, base)) return base;
        for (int number = 2;; ++number)
            if (std::string name = base + "_" + std::to_string(number); is_free(quantifier, name)) return name;
    }

private:
    [[nodiscard]] bool is_free(const ir::Quantifier& quantifier, const std::string& name) const {
        return !is_in_use(quantifier, name) && !printer_.is_cte_name(name);
    }

    [[nodiscard]] bool is_in_use(const ir::Quantifier& quantifier, const std::string& name) const {
        return is_taken(&scope_, printer_.dialect().identifier(name)) || is_hidden(quantifier, name);
    }

    /// Whether a subquery that reads the relation has a column of this name, which it would find first.
    [[nodiscard]] bool is_hidden(const ir::Quantifier& quantifier, const std::string& name) const {
        const auto blocks = readers_.find(quantifier.id);
        if (blocks == readers_.end()) return false;
        for (const ir::Select* block : blocks->second)
            for (const ir::Quantifier* inner : ir::quantifiers(block->from))
                for (const ir::Column& column : inner->rel->columns)
                    if (equal_ignoring_case(column.name, name)) return true;
        return false;
    }

    static std::string fallback(const ir::Rel& rel) {
        return std::holds_alternative<ir::Values>(rel.node) ? "entry" : "selected";
    }

    const BlockPrinter& printer_;
    Scope& scope_;
    const Readers& readers_;
};

void add_entries(const BlockPrinter& printer, ir::FromRef from, Scope& scope, const Readers& readers, bool lateral) {
    if (from == nullptr) return;
    match(
        from->node,
        [&](const ir::Quantifier& quantifier) {
            const NamedRelation* relation = printer.find(quantifier.rel, &scope);
            const std::string name = Naming(printer, scope, readers).choose(quantifier, relation);
            std::vector<PrintedColumn> columns =
                relation != nullptr ? relation->columns
                                    : printer.columns_in_place(quantifier.rel, lateral ? &scope : scope.outer);
            scope.entries.push_back({quantifier.id, printer.dialect().identifier(name), std::move(columns), relation != nullptr && relation->open});
        },
        [&](const ir::Join& join) {
            add_entries(printer, join.left, scope, readers, lateral);
            add_entries(printer, join.right, scope, readers, join.lateral);
        });
}

std::string_view words_of(ir::JoinKind kind) {
    switch (kind) {
    case ir::JoinKind::inner: return "inner join ";
    case ir::JoinKind::left: return "left join ";
    case ir::JoinKind::right: return "right join ";
    case ir::JoinKind::full: return "full join ";
    case ir::JoinKind::cross: return "cross join ";
    }
    return {};
}

class FromPrinter {
public:
    FromPrinter(const BlockPrinter& printer, const Scope& scope, const Surroundings& around)
        : printer_(printer), scope_(scope), around_(around) {}

    [[nodiscard]] std::string print(ir::FromRef from, int indent, bool lateral) const {
        return match(
            from->node, [&](const ir::Quantifier& quantifier) { return relation(quantifier, indent, lateral); },
            [&](const ir::Join& join) {
                return print(join.left, indent, lateral) + "\n" + blanks(indent) + joined(join, indent);
            });
    }

private:
    [[nodiscard]] std::string joined(const ir::Join& join, int indent) const {
        std::string out(words_of(join.kind));
        if (std::holds_alternative<ir::Join>(join.right->node)) {
            const int inner = indent + kStep;
            out += "(\n" + blanks(inner) + print(join.right, inner, join.lateral) + "\n" + blanks(indent) + ")";
        } else {
            out += print(join.right, indent, join.lateral);
        }
        if (join.kind == ir::JoinKind::cross) return out;
        const int inner = indent + kStep;
        const std::string on =
            join.on == nullptr ? "on true" : join_condition(*join.on, printer_.dialect(), around_, inner);
        return out + "\n" + blanks(inner) + on;
    }

    [[nodiscard]] const ScopeEntry& entry(ir::QuantId id) const {
        std::size_t at = 0;
        while (scope_.entries[at].id != id)
            ++at;
        return scope_.entries[at];
    }

    [[nodiscard]] std::string relation(const ir::Quantifier& quantifier, int indent, bool lateral) const {
        const std::string& name = entry(quantifier.id).name;
        if (const NamedRelation* named = printer_.find(quantifier.rel, &scope_); named != nullptr) {
            const std::string cte = printer_.dialect().identifier(named->name);
            return cte == name ? cte : cte + " as " + name;
        }
        // A derived table does not see its neighbours; a lateral one does.
        const QueryRequest request{.indent = indent + kStep, .outer = lateral ? &scope_ : scope_.outer};
        const std::string body = printer_.print(quantifier.rel, request).text;
        return std::string(lateral ? "lateral " : "") + "(\n" + body + "\n" + blanks(indent) + ") as " + name;
    }

    const BlockPrinter& printer_;
    const Scope& scope_;
    const Surroundings& around_;
};

} // namespace

Scope block_scope(const BlockPrinter& printer, const ir::Select& block, const Scope* outer) {
    Scope scope{.outer = outer};
    const IsNamed named = [&](ir::RelRef rel) { return printer.find(rel, outer) != nullptr; };
    add_entries(printer, block.from, scope, readers_of(block, named), false);
    return scope;
}

std::string from_clause(const BlockPrinter& printer, ir::FromRef from, const Scope& scope, const Surroundings& around,
                        int indent) {
    return "from " + FromPrinter(printer, scope, around).print(from, indent, false);
}

} // namespace t2d::backend
