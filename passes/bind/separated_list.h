// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "passes/builder.h"

namespace t2d::passes {

/// `STUFF(list, 1, n, '')` where the list puts together texts that all start with the same n characters, their separator: the list of
/// the texts without it, with the separator between them. Both are NULL without texts. Null pointer where the call has another form.
[[nodiscard]] ir::ScalarRef joined_by_separator(const Builder& build, const ir::Call& stuff);

} // namespace t2d::passes
