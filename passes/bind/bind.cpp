// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/bind.h"

#include "passes/bind/binder.h"

namespace t2d::passes {

ir::Program bind_procedure(const CatalogModule<ast::CreateProcedure>& procedure, ir::Arena& arena, const Catalog& catalog, const Parser& parser, const SourceManager& sources, const std::map<std::string, std::string>& proposals, Diagnostics& diagnostics) {
    ir::Program program;
    program.name = procedure.schema + "." + procedure.name;
    for (const auto& comment : procedure.stmt->comments) program.comments.push_back(comment.text);
    Binder binder(arena, catalog, parser, sources, proposals, diagnostics, program);
    binder.procedure(*procedure.node, procedure.stmt->span);
    return program;
}

} // namespace t2d::passes
