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

} // namespace

std::optional<Constant> Binder::fold(ScalarRef scalar) const {
    using Folded = std::optional<Constant>;
    return match(
        scalar->node, [](const Constant& n) -> Folded { return n; },
        [&](const VarRef& n) -> Folded {
            const auto it = known_.find(n.variable);
            return it == known_.end() ? Folded{} : Folded{it->second};
        },
        [&](const Convert& n) -> Folded {
            const Folded operand = fold(n.operand);
            const bool plain = n.operand->type.is_string() || n.operand->type.is_integer();
            if (!operand || operand->is_null || !plain || !scalar->type.is_string()) return {};
            return scalar->type.length > 0 && operand->text.size() > static_cast<std::size_t>(scalar->type.length) ? Folded{} : operand;
        },
        [&](const Arithmetic& n) -> Folded {
            if (n.op != ArithmeticOp::concat) return {};
            const Folded left = fold(n.left), right = fold(n.right);
            if (!left || !right) return {};
            return Constant{left->is_null || right->is_null ? "" : left->text + right->text, left->is_null || right->is_null};
        },
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
    if (name == "CHAR" && args[0].text.size() <= 3 && std::stoi(args[0].text) < 128) return text(std::string(1, static_cast<char>(std::stoi(args[0].text))));
    return {};
}

/// Remembers or forgets what a variable is known to be after an assignment.
void Binder::learn(int variable, ScalarRef assigned) {
    const auto folded = assigned == nullptr ? std::nullopt : fold(assigned);
    if (!folded) {
        known_.erase(variable);
        return;
    }
    Constant constant = *folded;
    const SqlType& type = program_.variables[static_cast<std::size_t>(variable)].type;
    if (type.is_fixed_string() && !constant.is_null && constant.text.size() < static_cast<std::size_t>(type.length))
        constant.text.resize(static_cast<std::size_t>(type.length), ' ');
    known_[variable] = std::move(constant);
}

/// After code that may or may not have run, only what is known on both ways stays known.
void Binder::join_known(const std::map<int, Constant>& other) {
    std::erase_if(known_, [&](const auto& entry) {
        const auto it = other.find(entry.first);
        return it == other.end() || it->second.text != entry.second.text || it->second.is_null != entry.second.is_null;
    });
}

} // namespace t2d::passes
