// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/mp11/algorithm.hpp>
#include <type_traits>
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

/// Calls `visit` with the alternative held by `variant`. The standard library's visit calls through a table of functions where there are
/// more than a dozen alternatives, as the kinds of nodes are; this one is a switch, which the compiler looks through.
template <typename F, typename Variant>
decltype(auto) visit_held(F&& visit, Variant&& variant) {
    const auto at = [&](auto index) -> decltype(auto) {
        auto* const held = std::get_if<index>(&variant);
        if constexpr (std::is_lvalue_reference_v<Variant>) return visit(*held);
        else return visit(std::move(*held));
    };
    return boost::mp11::mp_with_index<std::variant_size_v<std::remove_cvref_t<Variant>>>(variant.index(), at);
}

/// Calls the lambda that fits the alternative held by `variant`; an alternative in a Box is handed over without it. Use it without a catch-all where a decision is needed.
template <typename Variant, typename... F>
decltype(auto) match(Variant&& variant, F&&... arms) {
    return visit_held([arm = Overloaded{std::forward<F>(arms)...}]<typename Kind>(Kind&& kind) mutable -> decltype(auto) { return arm(unboxed(std::forward<Kind>(kind))); },
                      std::forward<Variant>(variant));
}

} // namespace t2d
