// SPDX-License-Identifier: Apache-2.0
#include "passes/check/evaluate_shapes.h"

#include <algorithm>
#include <array>

namespace t2d::passes::check {

namespace {

struct Named {
    std::string_view op;
    Action action;
};
constexpr std::array kActions{Named{"lit", Action::literal}, Named{"col", Action::column}, Named{"missing", Action::missing}, Named{"now", Action::now}, Named{"param", Action::parameter},
                              Named{"case", Action::case_of}, Named{"coalesce", Action::coalesce}, Named{"scalar", Action::scalar}, Named{"cast", Action::cast}, Named{"nullif", Action::nullif},
                              Named{"opaque", Action::none}, Named{"identity", Action::none}, Named{"true", Action::truth}, Named{"false", Action::truth}, Named{"and", Action::logic}, Named{"or", Action::logic},
                              Named{"not", Action::negation}, Named{"eq", Action::comparison}, Named{"ne", Action::comparison}, Named{"lt", Action::comparison}, Named{"le", Action::comparison},
                              Named{"distinct_from", Action::comparison}, Named{"not_true", Action::not_true}, Named{"isnull", Action::is_null}, Named{"matched", Action::matched}, Named{"exists", Action::exists},
                              Named{"in_rel", Action::among}, Named{"like", Action::like}};

Action action_of(const Term& term, bool predicate) {
    const auto* known = std::find_if(kActions.begin(), kActions.end(), [&](const Named& one) { return one.op == term.op; });
    if (known != kActions.end()) return known->action;
    if (term.op.starts_with("agg:")) return Action::aggregate;
    if (term.op.starts_with("win:")) return Action::window;
    return predicate ? Action::none : Action::call;
}

Value literal(const std::string& text) {
    if (text == "null") return null_value();
    if (text.starts_with("s:")) return text_value(text.substr(2));
    const std::optional<double> number = parsed_number(text);
    return number ? number_value(*number) : Value{};
}

} // namespace

const Shape& Shapes::of(TermId id) {
    const auto [entry, added] = shapes_.try_emplace(id);
    Shape& shape = entry->second;
    if (!added && shape.seen) return shape;
    const Term& term = pool()[id];
    shape.seen = true;
    shape.predicate = b_.is_predicate(id);
    shape.action = action_of(term, shape.predicate);
    if (shape.action == Action::literal) shape.constant = literal(term.text);
    if (shape.action == Action::column) shape.name = name(term.text);
    if (shape.action == Action::cast) {
        shape.type = b_.type_of(id);
        shape.from = b_.type_of(term.args[0]);
    }
    if (shape.action == Action::call) shape.function = function_named(term.op, term.args.size());
    return shape;
}

NameId Shapes::name(const std::string& column) {
    const auto [entry, added] = numbers_.try_emplace(column, static_cast<NameId>(names_.size()));
    if (added) names_.push_back(column);
    return entry->second;
}

const std::vector<TermId>& Shapes::free_uses(TermId id) {
    Shape& shape = shapes_[id];
    if (shape.uses_known) return shape.uses;
    const Term& term = pool()[id];
    std::vector<TermId> uses;
    if (term.op == "col" || term.op == "matched") uses.push_back(term.args[0]);
    else
        for (const TermId arg : term.args) {
            const std::vector<TermId>& inner = free_uses(arg);
            uses.insert(uses.end(), inner.begin(), inner.end());
        }
    if (term.op == "join" || term.op == "rounds") std::erase(uses, term.args[0]); // its own name
    if (term.op == "select")
        for (const TermId join : pool()[term.args[0]].args) std::erase(uses, pool()[join].args[0]);
    std::sort(uses.begin(), uses.end());
    uses.erase(std::unique(uses.begin(), uses.end()), uses.end());
    shape.uses = std::move(uses);
    shape.uses_known = true;
    return shape.uses;
}

/// A condition is looked at as soon as all that it reads is there; below a full join not before the last of these.
void Shapes::ready_conditions(BlockShape& block) {
    const std::vector<JoinPart>& joins = block.parts.joins;
    std::size_t earliest = 0;
    for (std::size_t i = 0; i < joins.size(); ++i)
        if (joins[i].kind == "full") earliest = i + 1;
    block.ready.resize(joins.size() + 1);
    for (const TermId part : block.parts.where) {
        std::size_t place = 0;
        for (std::size_t i = 0; i < joins.size(); ++i)
            if (const std::vector<TermId>& uses = free_uses(part); std::binary_search(uses.begin(), uses.end(), joins[i].atom)) place = std::max(i + 1, earliest);
        block.ready[place].push_back(part);
    }
}

const BlockShape& Shapes::block(TermId select) {
    const auto [entry, added] = blocks_.try_emplace(select);
    BlockShape& block = entry->second;
    if (!added) return block;
    block.parts = b_.parts(select);
    for (const auto& [written, value] : block.parts.outputs) block.outputs.emplace_back(name(written), value);
    std::sort(block.outputs.begin(), block.outputs.end());
    block.windows = pool().has(select, has_window);
    ready_conditions(block);
    return block;
}

} // namespace t2d::passes::check
