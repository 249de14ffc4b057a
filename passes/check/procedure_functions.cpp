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
        given[key] = assigned(argument, types_[key]);
    }
    for (const auto& [key, term] : given) variables_[key] = term;
}

/// A function that runs: what it sees starts anew, and what its caller knew is back when it ends.
class Procedure::Call {
public:
    explicit Call(Procedure& caller)
        : caller_(caller), variables_(caller.variables_), types_(caller.types_), state_(caller.state_), local_(caller.local_), path_(std::exchange(caller.path_, caller.b_.truth(true))),
          running_(std::exchange(caller.running_, caller.b_.truth(true))), returned_(caller.returned_), loops_(std::exchange(caller.loops_, {})), at_(caller.at_) {
        ++caller.calls_;
    }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;
    ~Call() {
        caller_.variables_ = std::move(variables_);
        caller_.types_ = std::move(types_);
        caller_.state_ = std::move(state_);
        caller_.local_ = std::move(local_);
        caller_.path_ = path_;
        caller_.running_ = running_;
        caller_.returned_ = returned_;
        caller_.loops_ = std::move(loops_);
        caller_.at_ = at_;
        --caller_.calls_;
    }

private:
    Procedure& caller_;
    decltype(Procedure::variables_) variables_;
    decltype(Procedure::types_) types_;
    decltype(Procedure::state_) state_;
    decltype(Procedure::local_) local_;
    TermId path_, running_, returned_;
    decltype(Procedure::loops_) loops_; ///< a RETURN leaves none of them
    SourceSpan at_;
};

TermId Procedure::scalar_function(const ast::CreateFunction& function, const Terms& args) {
    if (calls_ == kMaxCalls || !function.returns || !function.external_name.empty()) return b_.pool().opaque("function " + function.name.last());
    const Call call(*this);
    returned_ = b_.null();
    bind_arguments(function, args);
    body(function.body);
    return assigned(returned_, type(*function.returns));
}

Relation Procedure::rows_of_function(const ast::CreateFunction& function, const Terms& args) {
    const Call call(*this);
    bind_arguments(function, args);
    if (function.query) return walker_.query(**function.query, nullptr, {});
    const std::string rows = to_lower(function.table_variable);
    create(rows, *function.table);
    body(function.body);
    return state(rows);
}

std::optional<Relation> Procedure::table_function(const ast::Name& name, const Terms& args) {
    const auto found = catalog_.functions.find(catalog_key(name));
    if (found == catalog_.functions.end() || calls_ == kMaxCalls) return std::nullopt;
    const ast::CreateFunction& function = *found->second.node;
    if (!function.query && (!function.table || function.table_variable.empty())) return std::nullopt;
    return rows_of_function(function, args);
}

} // namespace t2d::passes::check
