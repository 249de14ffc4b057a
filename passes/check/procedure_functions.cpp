// SPDX-License-Identifier: Apache-2.0
// Functions of the input run in place, with their parameters as variables of their own.
#include <utility>

#include "ir/text.h"
#include "passes/check/procedure.h"

namespace t2d::passes::check {

namespace {

constexpr int kMaxCalls = 16; ///< depth of functions in each other; recursion is not followed

} // namespace

void Procedure::bind_arguments(const ast::CreateFunction& function, const Terms& args) {
    std::map<std::string, TermId> given;
    for (std::size_t i = 0; i < function.parameters.size(); ++i) {
        const ast::Parameter& parameter = function.parameters[i];
        const std::string key = to_lower(parameter.name);
        const bool defaulted = i >= args.size() || b_.pool().is(args[i], "default");
        const TermId argument = !defaulted ? args[i] : parameter.default_value ? value(**parameter.default_value) : b_.null();
        types_[key] = type(parameter.type);
        given[key] = b_.assigned(argument, types_[key]);
    }
    for (const auto& [key, term] : given) variables_[key] = term;
}

TermId Procedure::scalar_function(const ast::CreateFunction& function, const Terms& args) {
    if (calls_ == kMaxCalls || !function.returns || !function.external_name.empty()) return b_.pool().opaque("function " + function.name.last());
    ++calls_;
    const auto variables = variables_;
    const auto types = types_;
    const auto state = state_;
    const auto local = local_;
    const TermId path = std::exchange(path_, b_.truth(true)), running = std::exchange(running_, b_.truth(true)), outer = std::exchange(returned_, b_.null());
    const SourceSpan at = at_;
    bind_arguments(function, args);
    block(function.body);
    const TermId result = b_.assigned(returned_, type(*function.returns));
    variables_ = variables;
    types_ = types;
    state_ = state;
    local_ = local;
    path_ = path;
    running_ = running;
    returned_ = outer;
    at_ = at;
    --calls_;
    return result;
}

Relation Procedure::rows_of_function(const ast::CreateFunction& function, const Terms& args) {
    ++calls_;
    const auto variables = variables_;
    const auto types = types_;
    const auto before = state_;
    const auto local = local_;
    const TermId path = std::exchange(path_, b_.truth(true)), running = std::exchange(running_, b_.truth(true));
    const SourceSpan at = at_;
    bind_arguments(function, args);
    Relation result;
    if (function.query) result = walker_.query(**function.query, nullptr, {});
    else {
        create(to_lower(function.table_variable), *function.table);
        block(function.body);
        result = state(to_lower(function.table_variable));
    }
    variables_ = variables;
    types_ = types;
    state_ = before;
    local_ = local;
    path_ = path;
    running_ = running;
    at_ = at;
    --calls_;
    return result;
}

std::optional<Relation> Procedure::table_function(const ast::Name& name, const Terms& args) {
    const auto found = catalog_.functions.find(catalog_key(name));
    if (found == catalog_.functions.end() || calls_ == kMaxCalls) return std::nullopt;
    const ast::CreateFunction& function = *found->second.node;
    if (!function.query && (!function.table || function.table_variable.empty())) return std::nullopt;
    return rows_of_function(function, args);
}

} // namespace t2d::passes::check
