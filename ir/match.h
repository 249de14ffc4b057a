// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <utility>
#include <variant>

namespace t2d {

/// Builds one visitor out of lambdas, so that a missing alternative of a variant does not compile.
template <typename... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <typename... F>
Overloaded(F...) -> Overloaded<F...>;

/// Calls the lambda that fits the alternative held by `variant`. Use it without a catch-all where a decision is needed.
template <typename Variant, typename... F>
decltype(auto) match(Variant&& variant, F&&... arms) {
    return std::visit(Overloaded{std::forward<F>(arms)...}, std::forward<Variant>(variant));
}

} // namespace t2d
