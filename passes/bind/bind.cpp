// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/bind.h"

#include "passes/bind/binder.h"

namespace t2d::passes {

namespace {
constexpr int kRounds = 5; ///< what a text says of columns that come from others is followed so often
} // namespace

ir::Program bind_procedure(const CatalogModule<ast::CreateProcedure>& procedure, ir::Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, const std::map<std::string, std::string>& proposals, Diagnostics& diagnostics) {
    // That a column without DDL is a text may be found behind a statement that uses it: the procedure is bound again with what was found.
    TextColumns texts;
    for (int round = 1;; ++round) {
        ir::Program program;
        Diagnostics reported;
        texts.late = false;
        program.name = procedure.schema + "." + procedure.name;
        for (const auto& comment : procedure.stmt->comments) program.comments.push_back(comment.text);
        Binder binder(arena, catalog, parser, sources, proposals, texts, reported, program);
        binder.procedure(*procedure.node, procedure.stmt->span);
        if (texts.late && round < kRounds) continue;
        diagnostics.merge(std::move(reported));
        return program;
    }
}

} // namespace t2d::passes
