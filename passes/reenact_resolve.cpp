// SPDX-License-Identifier: Apache-2.0
// Reading: variables, current tables and user-defined functions become plain expressions and relations.
#include <algorithm>

#include "ir/match.h"
#include "passes/fold.h"
#include "passes/graph_facts.h"
#include "passes/reenactor.h"

namespace t2d::passes {

using namespace ir;

namespace {
/// Beyond this a value is computed once and read by name.
constexpr int kLargeValue = 40;
/// The same inside a loop, where the next rounds read the value again and the statements of a round follow one another.
constexpr int kLargeRoundValue = 8;
/// Longest chain of values and table contents that are each computed from the one before, in steps. Whatever walks the graph of
/// relations recurses, and a model of so many steps is of no use to a reader. Rows that are added are a small step: they become
/// one list.
constexpr int kMaxChain = 4000;
constexpr int kStep = 10;
constexpr int kSmallStep = 1;

/// Counts the nodes of a value as it would be written, shared ones each time: `@a + @a` doubles. Stops when `left` is used up.
bool is_small(ScalarRef value, int& left) {
    const auto* call = std::get_if<Call>(&value->node);
    const bool volatile_call = call != nullptr && info_of(call->function).volatility == Volatility::per_row;
    if (volatile_call || subquery_of(value) != nullptr || --left < 0) return false;
    const Operands children = children_of(value);
    return std::all_of(children.begin(), children.end(), [&](ScalarRef child) { return is_small(child, left); });
}

} // namespace

bool has_one_row(RelRef rel) {
    const auto* select = std::get_if<Select>(&rel->node);
    if (select == nullptr || select->limit) return false;
    if (select->grouped) return select->group_by.empty() && select->grouping_sets.empty() && select->having == nullptr;
    return select->from == nullptr && select->where == nullptr;
}

Rewriter Reenactor::resolver() {
    return Rewriter(
        build_.arena(),
        [this](ScalarRef scalar) -> ScalarRef {
            if (const auto* variable = std::get_if<VarRef>(&scalar->node)) return read_variable(variable->variable);
            if (const auto* call = std::get_if<UserCall>(&scalar->node)) return inline_scalar(*call);
            return fold_condition(build_, scalar);
        },
        [this](RelRef rel) -> RelRef {
            if (const auto* table = std::get_if<CurrentTable>(&rel->node)) return read_table(table->table);
            if (const auto* scan = std::get_if<UserScan>(&rel->node)) return inline_table(*scan);
            return rel;
        });
}

ScalarRef Reenactor::resolve(ScalarRef scalar) { return resolver()(scalar); }
RelRef Reenactor::resolve(RelRef rel) { return resolver()(rel); }
FromRef Reenactor::resolve(FromRef from) { return resolver()(from); }

RelRef Reenactor::read_table(TableId table) const {
    const RelRef rel = state_.visible[static_cast<std::size_t>(table)];
    return rel != nullptr ? rel : build_.empty(symbol(table).columns);
}

ScalarRef Reenactor::read_cell(RelRef rel, int column) const {
    const Quantifier row = build_.quantifier(rel);
    Select cell;
    cell.from = build_.from(row);
    cell.items = {build_.column(row, column)};
    const Column& shape = rel->columns[static_cast<std::size_t>(column)];
    return build_.subquery(build_.select(std::move(cell), {shape}));
}

/// Takes the side of a CASE that the path decides.
ScalarRef Reenactor::under_path(ScalarRef value) const {
    const auto holds = [&](ScalarRef condition) {
        const auto parts = conjuncts(condition);
        return std::all_of(parts.begin(), parts.end(), [&](ScalarRef part) {
            return std::any_of(path_.begin(), path_.end(), [&](const Step& step) { return same_scalar(step.condition, part); });
        });
    };
    while (const auto* choice = std::get_if<Case>(&value->node)) {
        if (choice->operand != nullptr || choice->otherwise == nullptr) break;
        const ScalarRef first = choice->arms.front().when;
        if (holds(first)) {
            value = choice->arms.front().then;
        } else if (holds(build_.is_not_true(first))) {
            Case rest = *choice;
            rest.arms.erase(rest.arms.begin());
            value = rest.arms.empty() ? rest.otherwise : build_.arena().make(Scalar{std::move(rest), value->type, value->nullable, value->span});
        } else {
            break;
        }
    }
    return value;
}

ScalarRef Reenactor::read_variable(int variable) {
    ScalarRef& seen = state_.seen[static_cast<std::size_t>(variable)];
    ScalarRef& everywhere = state_.values[static_cast<std::size_t>(variable)];
    const ScalarRef value = under_path(seen);
    if (functions_ > 0 || !is_complex(value)) return seen = value;
    const ScalarRef cell = materialize(variable, value);
    // A value that is the same on every path is named once for all: a row of IFs would nest its copies otherwise.
    if (value == everywhere && !in_round()) everywhere = cell;
    return seen = cell;
}

bool Reenactor::is_complex(ScalarRef value) const {
    if (const auto* cell = std::get_if<ScalarSubquery>(&value->node)) {
        const auto inputs = inputs_of(cell->query);
        if (inputs.size() == 1 && one_row_.count(inputs.front()) != 0) return false;
    }
    int left = in_round() ? kLargeRoundValue : kLargeValue;
    return !is_small(value, left);
}

bool Reenactor::ends_long_chain(RelRef rel) { return round_ == nullptr && chain_of(rel) > kMaxChain; }

int Reenactor::chain_of(RelRef rel) {
    const auto known = chains_.find(rel);
    if (known != chains_.end()) return known->second;
    int longest = 0;
    for (const RelRef read : reads_of(rel)) longest = std::max(longest, chain_of(read));
    return chains_[rel] = longest + (std::holds_alternative<SetOp>(rel->node) ? kSmallStep : kStep);
}

void Reenactor::cut_chain() {
    const Path outer = std::exchange(path_, {}); // on the other paths, too, or the chain would go on there
    unsupported("the end of a chain of hundreds of statements that each build on the one before", {*statement_});
    path_ = outer;
}

/// Names a one-row relation after the variables whose values it holds.
RelRef Reenactor::one_row(RelRef rel, const std::vector<int>& variables) {
    Rel copy = *rel;
    const auto name = [&](int variable) {
        const std::string& written = program_.variables[static_cast<std::size_t>(variable)].name;
        const std::size_t start = written.find_first_not_of('@');
        return start == std::string::npos ? written : written.substr(start);
    };
    copy.label = variables.size() == 1 ? name(variables.front()) : "variables";
    for (std::size_t i = 0; i < variables.size(); ++i) copy.columns[i].name = name(variables[i]);
    if (statement_ != nullptr) {
        copy.span = statement_->span;
        if (copy.comments.empty()) copy.comments = statement_->comments;
    }
    const RelRef out = build_.arena().make(std::move(copy));
    one_row_.insert(out);
    return out;
}

ScalarRef Reenactor::materialize(int variable, ScalarRef value) {
    if (in_round()) {
        const std::string& written = program_.variables[static_cast<std::size_t>(variable)].name;
        const std::size_t start = written.find_first_not_of('@');
        return beside(start == std::string::npos ? written : written.substr(start), value);
    }
    const auto* cell = std::get_if<ScalarSubquery>(&value->node);
    if (cell != nullptr && has_one_row(cell->query)) return read_cell(one_row(cell->query, {variable}), 0);
    Select row;
    row.items = {value};
    const Column column{{}, value->type, value->nullable};
    return read_cell(one_row(build_.select(std::move(row), {column}), {variable}), 0);
}

void Reenactor::assign(int variable, ScalarRef value) {
    const auto index = static_cast<std::size_t>(variable);
    value = build_.convert(value, program_.variables[index].type);
    if (in_round() && variable != rowcount_ && variable != identity_) {
        // Guarded by the path before it is computed: what is not reached must not fail.
        const ScalarRef guarded = build_.choose(path(), value, state_.values[index]);
        state_.values[index] = state_.seen[index] = is_complex(guarded) ? materialize(variable, guarded) : guarded;
        return;
    }
    if (functions_ == 0 && variable != rowcount_ && variable != identity_ && is_complex(value)) value = materialize(variable, value);
    if (const RelRef query = subquery_of(value); query != nullptr && ends_long_chain(query)) return cut_chain();
    state_.values[index] = build_.choose(path(), value, state_.values[index]);
    state_.seen[index] = value;
}

/// `SELECT @a = x, @b = @a + 1`: an item sees the items before it. False where an item needs its own variable's value of the row
/// before: an accumulation over several rows.
bool Reenactor::assign_in_order(const AssignQuery& node, RelRef& query) const {
    const auto* select = std::get_if<Select>(&query->node);
    if (select == nullptr) return true;
    Select copy = *select;
    bool changed = false;
    bool accumulates = false;
    for (std::size_t i = 0; i < copy.items.size(); ++i) {
        Rewriter earlier(
            build_.arena(),
            [&](ScalarRef scalar) -> ScalarRef {
                const auto* read = std::get_if<VarRef>(&scalar->node);
                if (read == nullptr) return scalar;
                for (std::size_t j = 0; j < node.variables.size(); ++j) {
                    if (node.variables[j] != read->variable) continue;
                    if (j < i) return copy.items[j];
                    accumulates = true;
                }
                return scalar;
            },
            nullptr);
        const ScalarRef item = earlier(copy.items[i]);
        changed = changed || item != copy.items[i];
        copy.items[i] = item;
    }
    if (changed) query = build_.select(std::move(copy), query->columns);
    return !accumulates;
}

/// At most one row of a query; of several, SQL Server's assignment keeps the last one.
RelRef Reenactor::only_row(RelRef query) {
    const auto sets = unique_sets(query, program_.tables, &version_of_);
    if (std::any_of(sets.begin(), sets.end(), [](const ColumnSet& set) { return set.empty(); })) return query;
    diagnostics_.report<diag::last_row>(statement_->span);
    Limit one;
    one.count = build_.integer(1);
    const auto* select = std::get_if<Select>(&query->node);
    if (select != nullptr && !select->limit && !select->grouped && !select->distinct) {
        Select copy = *select;
        if (copy.order.empty())
            for (const ScalarRef item : copy.items) copy.order.push_back({item, false});
        for (SortKey& key : copy.order) key.descending = !key.descending;
        copy.limit = one;
        return build_.select(std::move(copy), query->columns);
    }
    const Quantifier row = build_.quantifier(query);
    Select last;
    last.from = build_.from(row);
    last.items = all_columns(build_, row);
    for (const ScalarRef item : last.items) last.order.push_back({item, true});
    last.limit = one;
    return build_.select(std::move(last), query->columns);
}

void Reenactor::assign_query(const AssignQuery& node) {
    RelRef query = node.query;
    const bool in_order = assign_in_order(node, query);
    query = resolve(query);
    if (!in_order) {
        const auto sets = unique_sets(query, program_.tables, &version_of_);
        const bool single = std::any_of(sets.begin(), sets.end(), [](const ColumnSet& set) { return set.empty(); });
        if (!single) return unsupported("an assignment that accumulates over rows", {*statement_});
    }
    const RelRef all_rows = query;
    query = only_row(query);
    const bool always = has_one_row(query);
    if (in_round()) {
        ScalarRef found = nullptr;
        std::vector<ScalarRef> values = row_beside(query, always, found);
        for (std::size_t i = 0; i < values.size(); ++i)
            if (!always) values[i] = build_.choose(found, values[i], read_variable(node.variables[i]));
        for (std::size_t i = 0; i < values.size(); ++i) assign(node.variables[i], values[i]);
        return count_written(all_rows);
    }
    if (functions_ == 0 && (always || node.variables.size() > 1)) query = one_row(query, node.variables);
    std::vector<ScalarRef> values;
    for (std::size_t i = 0; i < node.variables.size(); ++i) {
        const ScalarRef old = read_variable(node.variables[i]);
        const bool direct = query->columns.size() == 1 && one_row_.count(query) == 0;
        const ScalarRef found = direct ? build_.subquery(query) : read_cell(query, static_cast<int>(i));
        const auto* constant = std::get_if<Constant>(&old->node);
        const bool keeps = !always && (constant == nullptr || !constant->is_null);
        values.push_back(keeps ? build_.choose(build_.exists(query), found, old) : found);
    }
    for (std::size_t i = 0; i < node.variables.size(); ++i) assign(node.variables[i], values[i]);
    count_written(all_rows);
}

/// Runs a function's body over its arguments in a state of its own and gives what `result` makes of it.
template <typename F>
auto Reenactor::evaluate(const FunctionSymbol& function, const std::vector<ScalarRef>& args, F result) {
    const State outer_state = state_;
    Path outer_path = std::exchange(path_, {});
    Activation outer_call = std::exchange(call_, {});
    ++functions_;
    for (std::size_t i = 0; i < function.parameters.size() && i < args.size(); ++i) {
        const auto variable = static_cast<std::size_t>(function.parameters[i]);
        state_.seen[variable] = state_.values[variable] = build_.convert(args[i], program_.variables[variable].type);
    }
    body(function.body);
    path_.clear();
    auto out = result();
    --functions_;
    call_ = std::move(outer_call);
    path_ = std::move(outer_path);
    state_ = outer_state;
    return out;
}

ScalarRef Reenactor::inline_scalar(const UserCall& call) {
    const FunctionSymbol& function = program_.functions[static_cast<std::size_t>(call.function)];
    return evaluate(function, call.args, [&] {
        ScalarRef value = nullptr;
        for (auto result = call_.results.rbegin(); result != call_.results.rend(); ++result) {
            const ScalarRef converted = build_.convert(result->second, function.type);
            value = build_.choose(result->first, converted, value == nullptr ? build_.null(function.type) : value);
        }
        return value == nullptr ? build_.null(function.type) : value;
    });
}

RelRef Reenactor::inline_table(const UserScan& scan) {
    const FunctionSymbol& function = program_.functions[static_cast<std::size_t>(scan.function)];
    return evaluate(function, scan.args, [&]() -> RelRef {
        if (function.query != nullptr) return resolve(function.query);
        forget_path();
        return function.result >= 0 ? read_table(function.result) : nullptr;
    });
}

} // namespace t2d::passes
