// SPDX-License-Identifier: Apache-2.0
// Values of the server and the session: inputs of the procedure that nobody declares.
#include <algorithm>

#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

/// A value of the environment is a parameter of its own. Defaults of columns name it, too: they take it where a statement takes the default.
ScalarRef Binder::environment(const EnvironmentValue& value, SourceSpan span) {
    const ScalarRef scalar = make({ParamRef{std::string(value.variable)}, value.type, true, span});
    if (!in_default_) take_environment(scalar, span);
    return scalar;
}

/// Declares the parameters for the values of the environment that an expression reads, and says once that each must be given.
void Binder::take_environment(ScalarRef scalar, SourceSpan span) {
    for_each_scalar(
        scalar,
        [&](ScalarRef part) {
            const auto* read = std::get_if<ParamRef>(&part->node);
            const auto value = read == nullptr ? std::nullopt : find_environment_value(read->name);
            if (!value) return;
            if (value->of_login && impersonates_) return fail<diag::unsupported_syntax>(span, fmt::format("{} after EXECUTE AS", value->spelling));
            const auto same = std::find_if(program_.parameters.begin(), program_.parameters.end(), [&](const Variable& known) { return equal_ignoring_case(known.name, read->name); });
            if (same != program_.parameters.end()) {
                const auto variable = static_cast<std::size_t>(program_.parameter_variables[static_cast<std::size_t>(same - program_.parameters.begin())]);
                if (program_.variables[variable].name != read->name) fail<diag::unsupported_syntax>(span, fmt::format("{} beside a parameter @{}", value->spelling, read->name));
                return;
            }
            Variable variable;
            variable.name = variable.parameter = read->name;
            variable.type = value->type;
            variable.required = true;
            program_.parameters.push_back(std::move(variable));
            program_.parameter_variables.push_back(static_cast<int>(program_.variables.size()));
            program_.variables.push_back({read->name, value->type}); // without an at-sign: no name of T-SQL
            diagnostics_.report<diag::environment_value>(span, value->spelling, read->name);
        },
        true);
}

/// What DEFAULT stands for.
ScalarRef Binder::default_of(const TableSymbol& symbol, std::size_t column) {
    const ScalarRef rule = symbol.rules[column].default_value;
    if (rule == nullptr) return build_.null(symbol.columns[column].type);
    take_environment(rule, span_);
    return rule;
}

/// New rows take the defaults of the columns that their statement does not name.
void Binder::take_defaults(TableId table, const std::vector<int>& named) {
    const TableSymbol& symbol = program_.tables[static_cast<std::size_t>(table)];
    for (std::size_t i = 0; i < symbol.rules.size(); ++i)
        if (symbol.rules[i].default_value != nullptr && std::find(named.begin(), named.end(), static_cast<int>(i)) == named.end()) take_environment(symbol.rules[i].default_value, span_);
}

} // namespace t2d::passes
