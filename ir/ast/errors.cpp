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

WayOut way_out(const Stmt& stmt, bool throws) {
    const auto farthest = [](const Block& statements, bool out) {
        WayOut way = WayOut::none;
        for (const Stmt& inner : statements) way = std::max(way, way_out(inner, out));
        return way;
    };
    return match(
        stmt.node, [&](const Throw&) { return throws ? WayOut::batch : WayOut::none; }, [](const Break&) { return WayOut::loop; }, [](const Continue&) { return WayOut::loop; },
        [](const Return&) { return WayOut::module; }, [](const Goto&) { return WayOut::label; },
        [&](const If& node) { return std::max(way_out(*node.then, throws), node.otherwise ? way_out(**node.otherwise, throws) : WayOut::none); },
        [&](const While& node) {
            const WayOut way = way_out(*node.body, throws);
            return way == WayOut::loop ? WayOut::none : way;
        },
        [&](const BlockStmt& node) { return farthest(node.body, throws); },
        [&](const TryCatch& node) { return std::max(farthest(node.body, false), farthest(node.handler, throws)); }, [](const auto&) { return WayOut::none; });
}

bool takes_own_errors(const TryCatch& node) { return raise(node.body, false) && !raise(node.handler, true); }

} // namespace t2d::ast
