// SPDX-License-Identifier: Apache-2.0
#include "ir/ast/errors.h"

#include <algorithm>

#include "ir/match.h"

namespace t2d::ast {

namespace {

/// `caught`: also by a TRY among the statements whose CATCH block raises an error itself.
bool raises(const Stmt& stmt, bool caught) {
    const auto any = [&](const Block& statements) { return std::any_of(statements.begin(), statements.end(), [&](const Stmt& inner) { return raises(inner, caught); }); };
    return match(
        stmt.node, [](const Throw&) { return true; }, [](const Raiserror& node) { return !only_informs(node); },
        [&](const If& node) { return raises(*node.then, caught) || (node.otherwise && raises(**node.otherwise, caught)); },
        [&](const While& node) { return raises(*node.body, caught); }, [&](const BlockStmt& node) { return any(node.body); },
        [&](const TryCatch& node) { return caught && any(node.handler); }, [](const auto&) { return false; });
}

bool raise(const Block& statements, bool caught) {
    return std::any_of(statements.begin(), statements.end(), [&](const Stmt& stmt) { return raises(stmt, caught); });
}

} // namespace

bool only_informs(const Raiserror& node) {
    const auto* severity = node.args.size() > 1 ? std::get_if<Literal>(&node.args[1].node) : nullptr;
    return severity != nullptr && severity->text.size() <= 2 && std::stoi(severity->text) <= 10;
}

bool raises_error(const Stmt& stmt) { return raises(stmt, false); }

bool takes_own_errors(const TryCatch& node) { return raise(node.body, false) && !raise(node.handler, true); }

} // namespace t2d::ast
