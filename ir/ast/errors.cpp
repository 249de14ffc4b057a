// SPDX-License-Identifier: Apache-2.0
#include "ir/ast/errors.h"

#include <algorithm>

#include "ir/match.h"

namespace t2d::ast {

namespace {

bool raises(const Stmt& stmt) {
    return match(
        stmt.node, [](const Throw&) { return true; }, [](const Raiserror& node) { return !only_informs(node); },
        [](const If& node) { return raises(*node.then) || (node.otherwise && raises(**node.otherwise)); },
        [](const While& node) { return raises(*node.body); }, [](const BlockStmt& node) { return raises_error(node.body); },
        [](const TryCatch& node) { return raises_error(node.handler); }, [](const auto&) { return false; });
}

} // namespace

bool only_informs(const Raiserror& node) {
    const auto* severity = node.args.size() > 1 ? std::get_if<Literal>(&node.args[1].node) : nullptr;
    return severity != nullptr && severity->text.size() <= 2 && std::stoi(severity->text) <= 10;
}

bool raises_error(const Block& statements) { return std::any_of(statements.begin(), statements.end(), raises); }

bool takes_own_errors(const TryCatch& node) { return raises_error(node.body) && !raises_error(node.handler); }

} // namespace t2d::ast
