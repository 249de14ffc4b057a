// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "ir/scalar.h"

namespace t2d::passes {

/// Whether a condition is FALSE or UNKNOWN whatever the values of its columns, as far as its own constants tell. Never says so wrongly.
[[nodiscard]] bool is_never_true(ir::ScalarRef condition);

} // namespace t2d::passes
