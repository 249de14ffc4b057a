// SPDX-License-Identifier: Apache-2.0
#include "ir/constants.h"

#include <charconv>

namespace t2d::ir {

const Constant* constant_of(ScalarRef scalar) { return scalar == nullptr ? nullptr : std::get_if<Constant>(&scalar->node); }

std::optional<long long> integer_of(ScalarRef scalar) {
    const Constant* constant = constant_of(scalar);
    if (constant == nullptr || constant->is_null || !scalar->type.is_integer()) return std::nullopt;
    long long value = 0;
    const char* end = constant->text.data() + constant->text.size();
    const auto [stop, error] = std::from_chars(constant->text.data(), end, value);
    return error == std::errc() && stop == end ? std::optional(value) : std::nullopt;
}

} // namespace t2d::ir
