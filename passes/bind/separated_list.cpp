// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/separated_list.h"

#include <algorithm>

#include "ir/constants.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// A constant that is not NULL; null pointer for every other scalar.
const Constant* known_constant(ScalarRef scalar) {
    const Constant* found = constant_of(scalar);
    return found != nullptr && !found->is_null ? found : nullptr;
}

bool is_text(ScalarRef scalar, std::string_view text) {
    const Constant* found = known_constant(scalar);
    return found != nullptr && found->text == text;
}

/// Characters that count as one in every encoding, and that XML does not write as an entity.
bool is_plain(const std::string& text) {
    const auto special = [](char c) {
        const auto is_entity = [&](const XmlEntity& entity) { return entity.character == c; };
        return static_cast<unsigned char>(c) >= 0x80U || std::any_of(std::begin(kXmlEntities), std::end(kXmlEntities), is_entity);
    };
    return std::none_of(text.begin(), text.end(), special);
}

/// The constant that a concatenation starts with, and the concatenation of the rest; null pointers where it does not.
std::pair<ScalarRef, ScalarRef> split_first(const Builder& build, ScalarRef text) {
    const auto* sum = std::get_if<Arithmetic>(&text->node);
    if (sum == nullptr || sum->op != ArithmeticOp::concat || !sum->left->type.is_string() || !sum->right->type.is_string()) return {nullptr, nullptr};
    if (known_constant(sum->left) != nullptr) return {sum->left, sum->right};
    const auto [first, rest] = split_first(build, sum->left);
    if (first == nullptr) return {nullptr, nullptr};
    return {first, build.arena().make(Scalar{Arithmetic{ArithmeticOp::concat, rest, sum->right}, text->type, text->nullable, text->span})};
}

/// The list with its separator between the texts; `list` is STRING_AGG(…, '') as a query's only value, or such a list with entities.
ScalarRef separated(const Builder& build, ScalarRef list, int length) {
    if (const auto* replace = std::get_if<Call>(&list->node); replace != nullptr && replace->function == FunctionId::replace) {
        const ScalarRef inner = separated(build, replace->args[0], length);
        if (inner == nullptr) return nullptr;
        Call entities = *replace;
        entities.args[0] = inner;
        return build.arena().make(Scalar{std::move(entities), list->type, list->nullable, list->span});
    }
    const auto* query = std::get_if<ScalarSubquery>(&list->node);
    const auto* block = query == nullptr ? nullptr : std::get_if<Select>(&query->query->node);
    const auto* all = block == nullptr || block->items.size() != 1 ? nullptr : get_boxed<Aggregate>(block->items.front()->node);
    if (all == nullptr || all->function != AggregateKind::string_agg || all->distinct || !is_text(all->args[1], "")) return nullptr;
    const auto [separator, text] = split_first(build, all->args[0]);
    if (separator == nullptr || static_cast<int>(known_constant(separator)->text.size()) != length || !is_plain(known_constant(separator)->text)) return nullptr;
    Aggregate joined = *all;
    joined.args = {text, separator};
    for (SortKey& key : joined.order) // the same separator in front of all texts decides nothing
        if (key.expr == all->args[0]) key.expr = text;
    Select copy = *block;
    copy.items = {build.arena().make(Scalar{std::move(joined), list->type, true, list->span})};
    return build.subquery(build.select(std::move(copy), query->query->columns));
}

} // namespace

ScalarRef joined_by_separator(const Builder& build, const Call& stuff) {
    if (!is_text(stuff.args[1], "1") || known_constant(stuff.args[2]) == nullptr || !is_text(stuff.args[3], "")) return nullptr;
    const std::string& length = known_constant(stuff.args[2])->text;
    const bool small = length.size() == 1 && length[0] >= '1' && length[0] <= '9';
    return small ? separated(build, stuff.args[0], length[0] - '0') : nullptr;
}

} // namespace t2d::passes
