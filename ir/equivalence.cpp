// SPDX-License-Identifier: Apache-2.0
#include "ir/equivalence.h"

namespace t2d::ir {

std::string_view name_of(Verdict verdict) {
    switch (verdict) {
    case Verdict::match: return "match";
    case Verdict::divergence: return "intentional divergence";
    case Verdict::unproven: return "unproven";
    case Verdict::gap: return "semantic gap";
    }
    return "unproven";
}

} // namespace t2d::ir
