// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "ir/scalar.h"

namespace t2d::ir {

/// The constant that a scalar is, NULL included; null pointer for every other one.
[[nodiscard]] const Constant* constant_of(ScalarRef scalar);

/// The value of a constant of an integer type; nothing for NULL and for every other scalar.
[[nodiscard]] std::optional<long long> integer_of(ScalarRef scalar);

} // namespace t2d::ir
