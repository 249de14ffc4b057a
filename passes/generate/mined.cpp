// SPDX-License-Identifier: Apache-2.0
#include "passes/generate/mined.h"

#include <type_traits>

#include "ir/match.h"
#include "ir/text.h"

namespace t2d::passes::generate {

namespace {

/// Names and constants of one predicate.
struct Predicate {
    std::set<std::string> columns, variables;
    std::set<MinedValue> values;
};

bool is_predicate(const ast::Expr& expr) {
    if (const auto* const binary = std::get_if<ast::Binary>(&expr.node)) return binary->op >= ast::BinaryOp::equal && binary->op <= ast::BinaryOp::outer_right;
    return std::holds_alternative<ast::Between>(expr.node) || std::holds_alternative<ast::InList>(expr.node) || std::holds_alternative<ast::Like>(expr.node) ||
           holds<ast::Case>(expr.node);
}

/// Visits every node by its list of fields.
class Miner {
public:
    Mined mined;

    template <typename T>
    void walk(const T& value) {
        if constexpr (std::is_same_v<T, ast::Expr>) expression(value);
        else if constexpr (requires { value.node; }) visit_held([&](const auto& alternative) { walk(alternative); }, value.node);
        else if constexpr (requires { T::kind; }) node(value);
        else if constexpr (requires { value.has_value(); }) {
            if (value.has_value()) walk(*value);
        } else if constexpr (requires { *value; }) walk(*value);
        else if constexpr (requires { value.index(); }) visit_held([&](const auto& alternative) { walk(alternative); }, value);
        else if constexpr (std::is_same_v<T, std::vector<bool>> || std::is_same_v<T, std::string>) return;
        else if constexpr (requires { value.begin(); })
            for (const auto& item : value) walk(item);
    }

    /// Constants reach columns through the variables that both are met with.
    void finish() {
        for (const auto& [column, names] : met_)
            for (const std::string& name : names)
                if (const auto known = assigned_.find(name); known != assigned_.end()) mined.values[column].insert(known->second.begin(), known->second.end());
    }

private:
    template <typename T>
    void node(const T& value) {
        if constexpr (std::is_same_v<T, ast::CreateTable>) table_ = catalog_key(value.name);
        else if constexpr (std::is_same_v<T, ast::AlterTable>) table_ = catalog_key(value.name);
        else if constexpr (std::is_same_v<T, ast::Constraint>) {
            if (value.constraint == ast::ConstraintKind::check && value.trusted && value.expr) mined.checks[table_].push_back(**value.expr);
        } else if constexpr (std::is_same_v<T, ast::SetVariable>) assign(value.variable, value.value);
        else if constexpr (std::is_same_v<T, ast::VariableDecl>) assign(value.name, value.value);
        T::fields(value, [&](std::string_view, const auto& field) { walk(field); });
    }

    void assign(const std::string& variable, const ast::OptExpr& value) {
        if (!value) return;
        Predicate found;
        collect(**value, found);
        assigned_[to_lower(variable)].insert(found.values.begin(), found.values.end());
    }

    void expression(const ast::Expr& expr) {
        if (is_predicate(expr)) {
            Predicate found;
            collect(expr, found);
            for (const std::string& column : found.columns) {
                mined.values[column].insert(found.values.begin(), found.values.end());
                met_[column].insert(found.variables.begin(), found.variables.end());
            }
        }
        visit_held([&](const auto& alternative) { walk(alternative); }, expr.node);
    }

    /// The columns, variables and constants of a predicate; those of subqueries have predicates of their own.
    template <typename T>
    void collect(const T& value, Predicate& out) {
        if constexpr (std::is_same_v<T, ast::Query>) return;
        else if constexpr (std::is_same_v<T, ast::Literal>) {
            if (value.literal != ast::LiteralKind::null) out.values.insert({value.literal, value.text});
        } else if constexpr (std::is_same_v<T, ast::ColumnName>) out.columns.insert(to_lower(value.name.last()));
        else if constexpr (std::is_same_v<T, ast::Variable>) out.variables.insert(to_lower(value.name));
        else if constexpr (requires { value.node; }) visit_held([&](const auto& alternative) { collect(alternative, out); }, value.node);
        else if constexpr (requires { T::kind; }) T::fields(value, [&](std::string_view, const auto& field) { collect(field, out); });
        else if constexpr (requires { value.has_value(); }) {
            if (value.has_value()) collect(*value, out);
        } else if constexpr (requires { *value; }) collect(*value, out);
        else if constexpr (std::is_same_v<T, std::string>) return;
        else if constexpr (requires { value.begin(); })
            for (const auto& item : value) collect(item, out);
    }

    std::string table_; ///< whose definition is read
    std::map<std::string, std::set<MinedValue>> assigned_;
    std::map<std::string, std::set<std::string>> met_; ///< column → variables
};

} // namespace

Mined mine(const std::vector<SourceScript>& scripts) {
    Miner miner;
    for (const SourceScript& script : scripts) miner.walk(script.script);
    miner.finish();
    return std::move(miner.mined);
}

} // namespace t2d::passes::generate
