// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <string>

#include "ir/project.h"

namespace t2d::llm {

/// The typed context of a hole as JSON: its id, reason and statement, the columns and types expected of a body, and the tables in reach.
/// This is all that a proposer (a person or a model) is given.
[[nodiscard]] std::string hole_context(const ir::Hole& hole, const SourceManager& sources);

/// Proposals read from a JSON object `{"<hole id>": "<query>"}`; `error` says why the text is not one.
struct Proposals {
    std::map<std::string, std::string> bodies;
    std::string error;
};
[[nodiscard]] Proposals read_proposals(const std::string& json_text);

} // namespace t2d::llm
