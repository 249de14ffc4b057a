// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "backend/dialect.h"

namespace t2d::backend {

/// Whether a column between blocks must be cast to its T-SQL type because the type that the engine gives it would
/// change what later expressions compute: another class of type, or another scale. A wider integer or decimal is
/// harmless, but a constant that is wider than its column is cast where it stands.
[[nodiscard]] bool changes_later_results(const Dialect& dialect, const ir::Scalar& scalar, const SqlType& given,
                                         const SqlType& meant);

} // namespace t2d::backend
