// SPDX-License-Identifier: Apache-2.0
// Constant folding of text: what a string expression is known to be at this point of the procedure (dynamic SQL).
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

std::string trim_left(const std::string& text) { return text.substr(std::min(text.find_first_not_of(' '), text.size())); }
std::string trim_right(const std::string& text) { return text.substr(0, text.find_last_not_of(' ') + 1); }

std::string quote_name(const std::string& name) {
    std::string out = "[";
    for (const char c : name) out += c == ']' ? "]]" : std::string(1, c);
    return out + "]";
}

/// REPLACE under the default collation: the searched text matches without case.
std::string replace_all(const std::string& text, const std::string& what, const std::string& with) {
    if (what.empty()) return text;
    const std::string lower = to_lower(text), needle = to_lower(what);
    std::string out;
    std::size_t from = 0;
    for (std::size_t at = lower.find(needle); at != std::string::npos; at = lower.find(needle, from)) {
        out += text.substr(from, at - from) + with;
        from = at + what.size();
    }
    return out + text.substr(from);
}

bool is_ascii(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

/// LEFT, RIGHT, SUBSTRING, STUFF and LEN of a text whose characters are bytes; nothing for other functions and arguments out of range.
std::optional<Constant> part_of(std::string_view name, const std::vector<Constant>& args) {
    if (args.empty() || !is_ascii(args[0].text)) return {};
    const std::string& text = args[0].text;
    const auto number = [&](std::size_t i) {
        const bool digits = i < args.size() && !args[i].text.empty() && args[i].text.size() < 6 && args[i].text.find_first_not_of("0123456789") == std::string::npos;
        return digits ? std::stoul(args[i].text) : std::string::npos;
    };
    if (name == "LEN" && args.size() == 1) return Constant{std::to_string(trim_right(text).size()), false};
    const std::size_t first = number(1), second = number(2);
    if (first == std::string::npos) return {};
    if (name == "LEFT" && args.size() == 2) return Constant{text.substr(0, first), false};
    if (name == "RIGHT" && args.size() == 2) return Constant{text.substr(text.size() - std::min(first, text.size())), false};
    if (second == std::string::npos || first == 0) return {};
    if (name == "SUBSTRING" && args.size() == 3) return Constant{first > text.size() ? "" : text.substr(first - 1, second), false};
    if (name == "STUFF" && args.size() == 4 && first <= text.size()) return Constant{text.substr(0, first - 1) + args[3].text + text.substr(std::min(first - 1 + second, text.size())), false};
    return {};
}

/// STR of a whole number: right-aligned in ten characters, or as many as are given.
std::optional<Constant> aligned(const std::vector<Constant>& args) {
    const std::size_t width = args.size() < 2 ? 10 : static_cast<std::size_t>(std::max(0, std::atoi(args[1].text.c_str())));
    if (args.size() > 2 || args[0].text.size() > width || args[0].text.find('.') != std::string::npos) return {};
    return Constant{std::string(width - args[0].text.size(), ' ') + args[0].text, false};
}

} // namespace

std::optional<Constant> Binder::fold(ScalarRef scalar) const {
    using Folded = std::optional<Constant>;
    return match(
        scalar->node, [](const Constant& n) -> Folded { return n; },
        [&](const VarRef& n) -> Folded {
            const auto it = known_.find(n.variable);
            return it == known_.end() || it->second.size() != 1 ? Folded{} : Folded{it->second.front()};
        },
        [&](const Convert& n) { return fold_convert(n, scalar->type); }, [&](const Arithmetic& n) { return fold_arithmetic(n, scalar->type); },
        [&](const Case& n) { return fold_case(n); },
        [&](const Call& n) -> Folded { return fold_call(n); }, [](const auto&) -> Folded { return {}; });
}

std::optional<Constant> Binder::fold_call(const Call& node) const {
    std::vector<Constant> args;
    for (const ScalarRef argument : node.args) {
        const auto folded = fold(argument);
        if (!folded) return {};
        args.push_back(*folded);
    }
    const std::string_view name = info_of(node.function).name;
    if (name == "CONCAT") {
        Constant out;
        for (const auto& argument : args) out.text += argument.text; // NULL has no text
        return out;
    }
    if (name == "ISNULL" || name == "COALESCE") {
        for (const auto& argument : args)
            if (!argument.is_null) return argument;
        return Constant{{}, true};
    }
    if (std::any_of(args.begin(), args.end(), [](const Constant& a) { return a.is_null; })) return Constant{{}, true};
    const auto text = [](std::string value) { return Constant{std::move(value)}; };
    if (name == "QUOTENAME" && args.size() == 1) return text(quote_name(args[0].text));
    if (name == "REPLACE") return text(replace_all(args[0].text, args[1].text, args[2].text));
    if (name == "UPPER") return text(to_upper(args[0].text));
    if (name == "LOWER") return text(to_lower(args[0].text));
    if (name == "LTRIM" && args.size() == 1) return text(trim_left(args[0].text));
    if (name == "RTRIM" && args.size() == 1) return text(trim_right(args[0].text));
    if (name == "TRIM" && args.size() == 1) return text(trim_left(trim_right(args[0].text)));
    if (const auto part = part_of(name, args)) return part;
    if (name == "STR") return aligned(args);
    if (name == "CHAR" && args[0].text.size() <= 3 && std::stoi(args[0].text) < 128) return text(std::string(1, static_cast<char>(std::stoi(args[0].text))));
    return {};
}

namespace {
constexpr std::size_t kMostTexts = 8; ///< texts of one dynamic statement: more than a person would write out
} // namespace

/// The values that a scalar can have, in order: each holds where its condition is true and no earlier one is; the last one needs none.
/// Empty where they are not known or are too many.
std::vector<Binder::Alternative> Binder::alternatives(ScalarRef scalar) const {
    if (const auto folded = fold(scalar)) return {{nullptr, *folded}};
    return match(
        scalar->node, [&](const VarRef& n) { return alternatives_of(n, scalar); }, [&](const Case& n) { return alternatives_of(n); },
        [&](const Convert& n) { return alternatives_of({n.operand}, [&](const std::vector<ScalarRef>& operands) { return Scalar{Convert{operands[0], n.implicit, n.try_, n.style}, scalar->type, scalar->nullable, scalar->span}; }); },
        [&](const Arithmetic& n) {
            return alternatives_of({n.left, n.right}, [&](const std::vector<ScalarRef>& operands) { return Scalar{Arithmetic{n.op, operands[0], operands[1]}, scalar->type, scalar->nullable, scalar->span}; });
        },
        [&](const Call& n) {
            return alternatives_of(n.args, [&](const std::vector<ScalarRef>& operands) {
                Call call = n;
                call.args = operands;
                return Scalar{std::move(call), scalar->type, scalar->nullable, scalar->span};
            });
        },
        [](const auto&) { return std::vector<Alternative>{}; });
}

/// A variable that was assigned different constants on different ways: it says itself which one it has.
std::vector<Binder::Alternative> Binder::alternatives_of(const VarRef& node, ScalarRef variable) const {
    std::vector<Alternative> out;
    const auto known = known_.find(node.variable);
    if (known == known_.end()) return out;
    for (const Constant& value : known->second) {
        const ScalarRef constant = make({value, variable->type, value.is_null, {}});
        out.push_back({value.is_null ? build_.is_null(variable) : build_.equal(variable, constant), value});
    }
    out.back().condition = nullptr;
    return out;
}

std::vector<Binder::Alternative> Binder::alternatives_of(const Case& node) const {
    std::vector<Alternative> out;
    if (node.otherwise == nullptr) return out;
    for (const CaseArm& arm : node.arms)
        if (const auto value = fold(arm.then)) out.push_back({node.operand == nullptr ? arm.when : build_.equal(node.operand, arm.when), *value});
    const auto last = fold(node.otherwise);
    if (!last || out.size() != node.arms.size()) return {};
    out.push_back({nullptr, *last});
    return out;
}

/// Every combination of the operands' values; the first one whose conditions all hold is the right one.
std::vector<Binder::Alternative> Binder::alternatives_of(const std::vector<ScalarRef>& operands, const std::function<Scalar(const std::vector<ScalarRef>&)>& rebuilt) const {
    struct Combination {
        ScalarRef condition = nullptr;
        std::vector<ScalarRef> operands;
    };
    std::vector<Combination> combinations{{}};
    for (const ScalarRef operand : operands) {
        std::vector<Combination> longer;
        const auto values = alternatives(operand);
        for (const Combination& start : combinations)
            for (const Alternative& value : values) {
                Combination next = start;
                next.condition = build_.conjunction(start.condition, value.condition);
                next.operands.push_back(make({value.value, operand->type, value.value.is_null, {}}));
                longer.push_back(std::move(next));
            }
        combinations = std::move(longer);
        if (combinations.size() > kMostTexts) return {};
    }
    std::vector<Alternative> out;
    for (const Combination& combination : combinations) {
        const auto value = fold(make(rebuilt(combination.operands)));
        if (!value) return {};
        out.push_back({combination.condition, *value});
    }
    if (!out.empty()) out.back().condition = nullptr;
    return out;
}

/// A text with a few known values as the choice between them, which later statements can decide on.
ScalarRef Binder::as_choice(ScalarRef scalar) const {
    if (!scalar->type.is_string() || std::holds_alternative<VarRef>(scalar->node) || fold(scalar)) return scalar;
    const auto values = alternatives(scalar);
    if (values.size() < 2) return scalar;
    ScalarRef out = nullptr;
    for (auto value = values.rbegin(); value != values.rend(); ++value) {
        const ScalarRef constant = make({value->value, scalar->type, value->value.is_null, {}});
        out = out == nullptr ? constant : build_.choose(value->condition, constant, out);
    }
    return out;
}

/// A module that may run several times starts with its own variables NULL, whatever an earlier run left in them.
void Binder::forget_locals(Body& body) {
    std::vector<int> locals;
    for (const auto& [name, variable] : frames_.back().variables) locals.push_back(variable);
    std::sort(locals.begin(), locals.end());
    Body first;
    for (const int variable : locals)
        first.push_back({Assign{variable, build_.null(program_.variables[static_cast<std::size_t>(variable)].type)}, -1, span_, {}});
    body.insert(body.begin(), first.begin(), first.end());
}

/// Remembers or forgets what a variable is known to be after an assignment.
void Binder::learn(int variable, ScalarRef assigned) {
    std::vector<Constant> values;
    if (assigned != nullptr)
        for (const Alternative& alternative : alternatives(assigned)) values.push_back(alternative.value);
    if (values.empty()) {
        known_.erase(variable);
        return;
    }
    const SqlType& type = program_.variables[static_cast<std::size_t>(variable)].type;
    for (Constant& constant : values)
        if (type.is_fixed_string() && !constant.is_null && constant.text.size() < static_cast<std::size_t>(type.length))
            constant.text.resize(static_cast<std::size_t>(type.length), ' ');
    known_[variable] = std::move(values);
}

/// After code that may or may not have run, a variable has one of the values that it has on either way. Texts that SQL Server
/// compares as equal cannot be told apart later.
void Binder::join_known(const std::map<int, std::vector<Constant>>& other) {
    const auto same = [](const Constant& a, const Constant& b) { return a.is_null == b.is_null && a.text == b.text; };
    const auto alike = [](const Constant& a, const Constant& b) { return a.is_null == b.is_null && to_lower(trim_right(a.text)) == to_lower(trim_right(b.text)); };
    std::set<int> unclear;
    for (auto& [variable, values] : known_) {
        const auto it = other.find(variable);
        if (it == other.end()) unclear.insert(variable);
        else for (const Constant& value : it->second) {
            if (std::any_of(values.begin(), values.end(), [&](const Constant& v) { return same(v, value); })) continue;
            if (std::any_of(values.begin(), values.end(), [&](const Constant& v) { return alike(v, value); })) unclear.insert(variable);
            values.push_back(value);
        }
        if (values.size() > kMostTexts) unclear.insert(variable);
    }
    for (const int variable : unclear) known_.erase(variable);
}

} // namespace t2d::passes
