// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ir/source.h"

/// What the structural check says about a model (docs/equivalence.md).
namespace t2d::ir {

/// In order of weight: the overall verdict is the heaviest of the checks.
enum class Verdict { match, divergence, unproven, gap };

/// One check with both sides. `rule` names the rule that explains a divergence.
struct EquivalenceCheck {
    std::string name;
    Verdict verdict = Verdict::unproven;
    std::string rule;
    std::string procedure, model; ///< the two sides in words; empty when they agree
    SourceSpan procedure_span, model_span;
    std::string hint;
};

struct Equivalence {
    Verdict verdict = Verdict::unproven;
    std::vector<EquivalenceCheck> checks;
};

[[nodiscard]] std::string_view name_of(Verdict verdict);

} // namespace t2d::ir
