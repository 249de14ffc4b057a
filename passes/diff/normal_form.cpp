// SPDX-License-Identifier: Apache-2.0
#include "passes/diff/normal_form.h"

#include <algorithm>
#include <type_traits>

#include "ir/ast/dump.h"
#include "ir/match.h"
#include "ir/text.h"

namespace t2d::passes::diff {

namespace {

/// The relations of a block by alias, and those of the blocks around.
struct Scope {
    std::map<std::string, std::string> labels;
    std::size_t relations = 0;
    const Scope* outer = nullptr;
};

class Normaliser {
public:
    Normaliser(Interner& interner, const std::map<std::string, std::string>& renamed) : interner_(interner), renamed_(renamed) {}

    void query(ast::Query& q, const Scope* outer, CteNames ctes) {
        for (ast::Cte& cte : q.with) {
            const std::string name = to_lower(cte.name);
            if (outer != nullptr || !ctes.contains(name)) ctes[name] = content_name(cte, outer, ctes);
        }
        q.with.clear();
        CteNames around = std::move(ctes_);
        ctes_ = std::move(ctes);
        const Scope* const before = scope_;
        Scope scope{{}, 0, outer};
        scope_ = &scope;
        if (auto* const block = std::get_if<ast::Select>(&q.body)) select(*block, scope);
        else if (auto* const set = std::get_if<ast::SetOp>(&q.body)) {
            query(*set->left, outer, ctes_);
            query(*set->right, outer, ctes_);
        } else if (auto* const inner = std::get_if<Box<ast::Query>>(&q.body)) query(**inner, outer, ctes_);
        else walk(std::get<ast::Values>(q.body));
        walk(q.order_by);
        walk(q.offset);
        walk(q.fetch);
        scope_ = before;
        ctes_ = std::move(around);
    }

private:
    /// A recursive CTE reads itself by a name that says nothing.
    std::string content_name(const ast::Cte& cte, const Scope* outer, CteNames known) {
        ast::Query body = *cte.query;
        known[to_lower(cte.name)] = "cte:itself";
        query(body, outer, std::move(known));
        std::string columns;
        for (const std::string& column : cte.columns) columns += to_lower(column) + ",";
        return "cte:" + interner_.name_of(columns + ast::dump(body));
    }

    void select(ast::Select& block, Scope& scope) {
        for (ast::TableSource& source : block.from) name_relations(source, scope);
        for (ast::TableSource& source : block.from) conditions(source);
        for (ast::SelectItem& item : block.items) {
            if (const auto* const column = std::get_if<ast::ColumnName>(&item.expr.node); column != nullptr && item.alias.empty()) item.alias = column->name.last();
            item.alias = to_lower(item.alias);
            walk(item.expr);
        }
        walk(block.top);
        walk(block.where);
        walk(block.group_by);
        walk(block.having);
        walk(block.windows);
    }

    void name_relations(ast::TableSource& source, Scope& scope) {
        match(
            source.node, [&](ast::NamedTable& table) { name_table(table, scope); },
            [&](ast::DerivedTable& derived) {
                query(*derived.query, &scope, ctes_);
                derived.alias = label(derived.alias, "query", scope);
            },
            [&](ast::FunctionTable& table) {
                walk(table.call);
                table.alias = label(table.alias, "function", scope);
            },
            [&](ast::Join& join) {
                name_relations(*join.left, scope);
                name_relations(*join.right, scope);
            },
            [&](ast::Apply& apply) {
                name_relations(*apply.left, scope);
                name_relations(*apply.right, scope);
            },
            [](auto&) {}); // no model is written with the rest
    }

    void name_table(ast::NamedTable& table, Scope& scope) {
        const std::string written = to_lower(table.name.last());
        const auto cte = ctes_.find(written);
        const std::string relation = cte == ctes_.end() ? written : cte->second;
        table.alias = label(table.alias.empty() ? written : table.alias, relation, scope);
        table.name.parts = {relation};
    }

    /// The label of a relation under a name, which no other relation in reach has.
    std::string label(const std::string& alias, const std::string& relation, Scope& scope) {
        std::string result = relation + "#";
        for (const Scope* around = scope.outer; around != nullptr; around = around->outer) result += "inner ";
        std::size_t before = 0;
        for (const auto& [name, known] : scope.labels) before += known.starts_with(result) ? 1U : 0U;
        result += std::to_string(before);
        if (const auto other = renamed_.find(result); other != renamed_.end()) result = other->second;
        scope.labels[to_lower(alias)] = result;
        ++scope.relations;
        return result;
    }

    void conditions(ast::TableSource& source) {
        if (auto* const join = get_boxed<ast::Join>(source.node)) {
            conditions(*join->left);
            conditions(*join->right);
            walk(join->on);
        } else if (auto* const apply = get_boxed<ast::Apply>(source.node)) {
            conditions(*apply->left);
            conditions(*apply->right);
        }
    }

    /// Every expression below a node, found by the node's list of fields.
    template <typename T>
    void walk(T& value) {
        if constexpr (std::is_same_v<T, ast::Query>) query(value, scope_, ctes_);
        else if constexpr (std::is_same_v<T, ast::Expr>) expression(value);
        else if constexpr (requires { value.node; }) visit_held([&](auto& alternative) { walk(alternative); }, value.node);
        else if constexpr (requires { T::kind; }) T::fields(value, [&](std::string_view, auto& field) { walk(field); });
        else if constexpr (requires { value.has_value(); }) {
            if (value.has_value()) walk(*value);
        } else if constexpr (requires { *value; }) walk(*value);
        else if constexpr (!std::is_same_v<T, std::string> && requires { value.begin(); })
            for (auto&& item : value) element(item);
    }
    template <typename T>
    void element(T& item) { walk(item); }

    void expression(ast::Expr& expr) {
        visit_held([&](auto& alternative) { walk(alternative); }, expr.node);
        if (auto* const column = std::get_if<ast::ColumnName>(&expr.node)) qualify(column->name);
        else if (auto* const star = std::get_if<ast::Star>(&expr.node)) qualify_star(star->qualifier);
        else if (auto* const call = get_boxed<ast::Call>(expr.node))
            for (std::string& part : call->function.parts) part = to_lower(part);
        else if (auto* const cast = get_boxed<ast::Cast>(expr.node))
            for (std::string& part : cast->type.name.parts) part = to_lower(part);
        else if (auto* const binary = std::get_if<ast::Binary>(&expr.node)) order(*binary);
        else if (auto* const logic = std::get_if<ast::Logic>(&expr.node)) sort(logic->operands);
    }

    void qualify(ast::Name& name) {
        for (std::string& part : name.parts) part = to_lower(part);
        if (name.parts.size() == 1) {
            if (scope_ != nullptr && scope_->relations == 1) name.parts.insert(name.parts.begin(), scope_->labels.begin()->second);
        } else if (name.parts.size() == 2) name.parts[0] = label_of(name.parts[0]);
    }

    void qualify_star(ast::Name& name) {
        if (name.parts.empty() && scope_ != nullptr && scope_->relations == 1) name.parts = {scope_->labels.begin()->second};
        else if (name.parts.size() == 1) name.parts[0] = label_of(to_lower(name.parts[0]));
    }

    [[nodiscard]] std::string label_of(const std::string& alias) const {
        for (const Scope* scope = scope_; scope != nullptr; scope = scope->outer)
            if (const auto found = scope->labels.find(alias); found != scope->labels.end()) return found->second;
        return alias;
    }

    static void sort(std::vector<ast::Expr>& operands) {
        std::stable_sort(operands.begin(), operands.end(), [](const ast::Expr& a, const ast::Expr& b) { return ast::dump(a) < ast::dump(b); });
    }

    static void order(ast::Binary& binary) {
        using Op = ast::BinaryOp;
        const bool swappable = binary.op == Op::equal || binary.op == Op::not_equal;
        if (binary.op == Op::greater || binary.op == Op::greater_equal) {
            binary.op = binary.op == Op::greater ? Op::less : Op::less_equal;
            std::swap(binary.left, binary.right);
        } else if (swappable && ast::dump(*binary.right) < ast::dump(*binary.left)) std::swap(binary.left, binary.right);
    }

    Interner& interner_;
    const std::map<std::string, std::string>& renamed_;
    CteNames ctes_;
    const Scope* scope_ = nullptr;
};

constexpr std::string_view word(ast::JoinKind kind) {
    switch (kind) {
    case ast::JoinKind::inner: return "inner";
    case ast::JoinKind::left: return "left";
    case ast::JoinKind::right: return "right";
    case ast::JoinKind::full: return "full";
    case ast::JoinKind::cross: break;
    }
    return "cross";
}

void collect(const ast::TableSource& source, const std::string& kind, const ast::OptExpr& on, std::vector<Use>& uses) {
    if (const auto* const join = get_boxed<ast::Join>(source.node)) {
        collect(*join->left, kind, on, uses);
        collect(*join->right, std::string(word(join->join)), join->on, uses);
        return;
    }
    if (const auto* const apply = get_boxed<ast::Apply>(source.node)) {
        collect(*apply->left, kind, on, uses);
        collect(*apply->right, apply->outer ? "left lateral" : "lateral", {}, uses);
        return;
    }
    Use use{{}, kind, conjuncts(on), &source, source.span};
    match(source.node, [&](const auto& node) {
        if constexpr (requires { node.alias; }) use.label = node.alias;
    });
    uses.push_back(std::move(use));
}

} // namespace

std::string Interner::name_of(const std::string& text) { return std::to_string(numbers_.emplace(text, static_cast<int>(numbers_.size())).first->second); }

std::vector<Use> uses_of(const ast::Select& block) {
    std::vector<Use> uses;
    for (const ast::TableSource& source : block.from) collect(source, "from", {}, uses);
    return uses;
}

std::vector<ast::Expr> conjuncts(const ast::OptExpr& condition) {
    if (!condition) return {};
    const auto* const logic = std::get_if<ast::Logic>(&(*condition)->node);
    if (logic != nullptr && logic->op == ast::LogicOp::and_) return logic->operands;
    return {**condition};
}

ast::Query normal_form(ast::Query query, const CteNames& ctes, Interner& interner, const std::map<std::string, std::string>& renamed) {
    Normaliser(interner, renamed).query(query, nullptr, ctes);
    return query;
}

} // namespace t2d::passes::diff
