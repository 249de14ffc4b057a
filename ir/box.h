// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace t2d {

/// A value on the heap with value semantics: copying a Box copies what it holds, and a Box is never empty
/// (except after being moved from). Recursive node types use it; "may be absent" is `std::optional<Box<T>>`.
template <typename T>
class Box {
public:
    Box() : value_(std::make_unique<T>()) {}
    Box(T value) : value_(std::make_unique<T>(std::move(value))) {} // NOLINT(google-explicit-constructor)
    Box(const Box& other) : value_(std::make_unique<T>(*other)) {}
    Box(Box&&) noexcept = default;
    Box& operator=(const Box& other) {
        value_ = std::make_unique<T>(*other);
        return *this;
    }
    Box& operator=(Box&&) noexcept = default;
    ~Box() = default;

    T& operator*() { return *value_; }
    const T& operator*() const { return *value_; }
    T* operator->() { return value_.get(); }
    const T* operator->() const { return value_.get(); }

private:
    std::unique_ptr<T> value_;
};

template <typename T>
inline constexpr bool is_box = false;
template <typename T>
inline constexpr bool is_box<Box<T>> = true;

/// What a Box holds, with the Box's constness and value category; anything else as it is.
template <typename T>
constexpr decltype(auto) unboxed(T&& value) {
    if constexpr (!is_box<std::remove_cvref_t<T>>)
        return std::forward<T>(value);
    else if constexpr (std::is_lvalue_reference_v<T>)
        return *value;
    else
        return std::move(*value);
}

/// As `std::get_if`, for an alternative that stands in its variant as a Box.
template <typename T, typename... Kinds>
const T* get_boxed(const std::variant<Kinds...>& variant) {
    const auto* box = std::get_if<Box<T>>(&variant);
    return box == nullptr ? nullptr : &**box;
}
template <typename T, typename... Kinds>
T* get_boxed(std::variant<Kinds...>& variant) {
    auto* box = std::get_if<Box<T>>(&variant);
    return box == nullptr ? nullptr : &**box;
}

/// As `std::holds_alternative`, whether the alternative stands in the variant as it is or as a Box.
template <typename T, typename... Kinds>
bool holds(const std::variant<Kinds...>& variant) {
    if constexpr ((std::is_same_v<Box<T>, Kinds> || ...))
        return std::holds_alternative<Box<T>>(variant);
    else
        return std::holds_alternative<T>(variant);
}

} // namespace t2d
