// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>

#include "passes/builder.h"

namespace t2d::passes {

/// A character of a text that FOR XML writes as an entity.
struct XmlEntity {
    char character;
    std::string_view entity;
};
/// All of them, in an order in which they can be replaced one after the other.
inline constexpr XmlEntity kXmlEntities[] = {{'&', "&amp;"}, {'<', "&lt;"}, {'>', "&gt;"}, {'\r', "&#x0D;"}};

/// `STUFF(list, 1, n, '')` where the list puts together texts that all start with the same n characters, their separator: the list of
/// the texts without it, with the separator between them. Both are NULL without texts. Null pointer where the call has another form.
[[nodiscard]] ir::ScalarRef joined_by_separator(const Builder& build, const ir::Call& stuff);

} // namespace t2d::passes
