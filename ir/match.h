// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <variant>

#include "ir/box.h"

namespace t2d {

/// Builds one visitor out of lambdas, so that a missing alternative of a variant does not compile.
template <typename... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

/// Calls the lambda that fits the alternative held by `variant`; an alternative in a Box is handed over without it. Use it without a catch-all where a decision is needed.
template <typename Variant, typename... F>
decltype(auto) match(Variant&& variant, F&&... arms) {
    return std::visit([arm = Overloaded{std::forward<F>(arms)...}]<typename Kind>(Kind&& kind) mutable -> decltype(auto) { return arm(unboxed(std::forward<Kind>(kind))); },
                      std::forward<Variant>(variant));
}

} // namespace t2d
