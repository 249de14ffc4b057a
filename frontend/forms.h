// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace t2d::frontend {

/// Why a part of a statement does not have its form.
struct FormProblem {
    std::size_t at = 0; ///< index of the offending token; the number of tokens when the text ends too early
    std::string message;
};

/// Compares tokens, as they are written, with the form of this name (forms.def explains the notation). Nothing when they
/// fit, or when there is no form of this name: what nobody has described is not judged.
[[nodiscard]] std::optional<FormProblem> check_form(std::string_view name, const std::vector<std::string_view>& tokens);

} // namespace t2d::frontend
