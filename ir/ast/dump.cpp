// SPDX-License-Identifier: Apache-2.0
#include "ir/ast/dump.h"

#include <fmt/format.h>

#include <type_traits>

#include "ir/match.h"

namespace t2d::ast {

const std::string& Name::last() const {
    static const std::string empty;
    return parts.empty() ? empty : parts.back();
}

namespace {

/// Walks the field lists; absent, empty and default members are left out so that dumps stay short.
class Dumper {
public:
    std::string out;

    template <typename T>
    void node(const T& n) {
        if constexpr (requires { n.node; }) {
            visit_held([&](const auto& alternative) { node(alternative); }, n.node);
        } else {
            out += '(';
            out += T::kind;
            T::fields(n, [&](std::string_view name, const auto& value) { field(name, value); });
            out += ')';
        }
    }
    template <typename T>
    void node(const Box<T>& boxed) {
        node(*boxed);
    }

private:
    template <typename T>
    void field(std::string_view name, const T& value) {
        if (absent(value)) return;
        out += fmt::format(" {}=", name);
        show(value);
    }

    template <typename T>
    static bool absent(const T& value) {
        if constexpr (requires { value.has_value(); }) return !value.has_value();
        else if constexpr (requires { value.empty(); }) return value.empty();
        else if constexpr (std::is_same_v<T, bool>) return !value;
        else if constexpr (std::is_same_v<T, Name>) return value.parts.empty();
        else return false;
    }

    void show(const std::string& text) { out += quoted(text); }
    void show(bool value) { out += value ? "true" : "false"; }
    template <typename T>
    void show(const std::optional<T>& value) {
        show(*value);
    }
    template <typename T>
    void show(const std::vector<T>& values) {
        out += '[';
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (i > 0) out += ' ';
            show(values[i]);
        }
        out += ']';
    }
    template <typename... T>
    void show(const std::variant<T...>& value) {
        visit_held([&](const auto& alternative) { show(alternative); }, value);
    }
    template <typename T>
    void show(const Box<T>& boxed) {
        show(*boxed);
    }
    template <typename T>
    void show(const T& value) {
        if constexpr (std::is_enum_v<T>) out += std::to_string(static_cast<int>(value));
        else node(value);
    }

    static std::string quoted(const std::string& text) {
        std::string result = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\') result += '\\';
            if (c == '\n') result += "\\n";
            else result += c;
        }
        return result + '"';
    }
};

template <typename T>
std::string dump_node(const T& n) {
    Dumper dumper;
    dumper.node(n);
    return std::move(dumper.out);
}

} // namespace

std::string dump(const Script& script) { return dump_node(script); }
std::string dump(const Stmt& stmt) { return dump_node(stmt); }
std::string dump(const Query& query) { return dump_node(query); }
std::string dump(const Expr& expr) { return dump_node(expr); }

} // namespace t2d::ast
