// SPDX-License-Identifier: Apache-2.0
#include "backend/parameters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "backend/jinja.h"
#include "ir/text.h"

namespace t2d::backend {

namespace {

const ir::Variable* find_variable(const ir::Project& project, const std::string& name) {
    for (const ir::Variable& variable : project.variables)
        if (variable.name == name) return &variable;
    for (const ir::Variable& variable : project.variables)
        if (equal_ignoring_case(variable.parameter, name)) return &variable;
    return nullptr;
}

bool is_digits(const std::string& text) {
    return !text.empty() && text.size() < 10 &&
           std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0; });
}

} // namespace

std::string parameter_call(const ir::Project& project, const std::string& name, const Dialect& dialect) {
    const ir::Variable* variable = find_variable(project, name);
    if (variable == nullptr) // a fault of an earlier pass: the run must not go on with a guess
        return jinja::expression("exceptions.raise_compiler_error(" +
                                 jinja::literal("parameter " + name + " is not declared") + ")");
    std::string code = fmt::format("tsql_var({}, {}", jinja::literal(variable->name),
                                   jinja::literal(dialect.type_name(variable->type)));
    if (variable->type.is_string() && variable->type.length > 0)
        code += fmt::format(", length={}", variable->type.length);
    if (!variable->fallback.empty()) code += ", fallback=" + jinja::literal(variable->fallback);
    if (variable->required) return jinja::expression(code + ", required=true)");
    if (variable->default_null) return jinja::expression(code + ")");
    const bool number = variable->type.is_integer() && is_digits(variable->default_text);
    return jinja::expression(
        code + ", default=" + (number ? variable->default_text : jinja::literal(variable->default_text)) + ")");
}

} // namespace t2d::backend
