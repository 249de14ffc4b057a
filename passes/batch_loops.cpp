// SPDX-License-Identifier: Apache-2.0
#include "passes/batch_loops.h"

#include <algorithm>
#include <cstdlib>
#include <limits>
#include <map>
#include <optional>
#include <set>

#include "ir/constants.h"
#include "ir/match.h"
#include "ir/text.h"
#include "passes/batch_write.h"
#include "passes/reenactor.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr long long kMany = std::numeric_limits<int>::max(); ///< no batch is larger

/// What is known of a number within a round: nothing, its value, or that it is the number of rows that the round wrote.
struct Known {
    enum class Kind { nothing, constant, count, size } kind = Kind::nothing; ///< size: the batch size, where it is no constant
    long long value = 0;
};

/// Whether a comparison holds for every difference of its sides from `low` to `high`.
std::optional<bool> decided(CompareOp op, long long low, long long high) {
    const auto both = [](bool always, bool never) { return always ? std::optional(true) : never ? std::optional(false) : std::nullopt; };
    switch (op) {
    case CompareOp::equal: return both(low == 0 && high == 0, low > 0 || high < 0);
    case CompareOp::not_equal: return both(low > 0 || high < 0, low == 0 && high == 0);
    case CompareOp::less: return both(high < 0, low >= 0);
    case CompareOp::less_equal: return both(high <= 0, low > 0);
    case CompareOp::greater: return both(low > 0, high <= 0);
    case CompareOp::greater_equal: return both(low >= 0, high < 0);
    }
    return std::nullopt;
}

CompareOp turned(CompareOp op) {
    switch (op) {
    case CompareOp::less: return CompareOp::greater;
    case CompareOp::less_equal: return CompareOp::greater_equal;
    case CompareOp::greater: return CompareOp::less;
    case CompareOp::greater_equal: return CompareOp::less_equal;
    default: return op;
    }
}

/// Whole numbers keep their values in conversions among them; where one does not fit, the statement fails.
ScalarRef unconverted(ScalarRef scalar) {
    const auto* convert = std::get_if<Convert>(&scalar->node);
    const bool whole = convert != nullptr && !convert->try_ && scalar->type.is_integer() && scalar->type.kind != TypeKind::bit && convert->operand->type.is_integer();
    return whole ? unconverted(convert->operand) : scalar;
}

/// A value that a round gives to a variable.
struct Assignment {
    int variable = -1;
    ScalarRef value = nullptr;
    Known known;
    int counted = -1;         ///< the variable with the round's row count that is added to `variable`
    bool always = false;      ///< every round makes it, the last one included
};

/// One round that wrote rows and is not the last one: all it wrote (`full`: as many as TOP says; otherwise one at least).
class Round {
public:
    Round(const BatchWrite& write, const Statement* node, int rowcount, bool full) : write_(write), node_(node), rowcount_(rowcount), full_(full) {}

    /// Whether the round surely comes to its end, without leaving the loop.
    [[nodiscard]] bool goes_through(const Body& body, bool top = true) {
        for (const Statement& statement : body) {
            if (&statement == node_) {
                known_[rowcount_] = {Known::Kind::count, 0};
                continue;
            }
            if (const auto* assign = std::get_if<Assign>(&statement.node)) {
                note(*assign, top);
                continue;
            }
            const auto* branch = std::get_if<If>(&statement.node);
            const auto taken = branch == nullptr ? std::nullopt : truth(branch->condition);
            if (!taken || !only_assigns(*taken ? branch->otherwise : branch->then)) return false;
            exits_ = exits_ || leaves(*taken ? branch->otherwise : branch->then);
            if (!goes_through(*taken ? branch->then : branch->otherwise, false)) return false;
        }
        return true;
    }

    /// TRUE or FALSE where the round's numbers decide a condition.
    [[nodiscard]] std::optional<bool> truth(ScalarRef condition) const {
        if (is_constant_true(condition)) return true;
        if (is_constant_false(condition)) return false;
        if (const auto* compare = std::get_if<Compare>(&condition->node)) return truth(compare->op, known(compare->left), known(compare->right));
        if (const auto* negation = std::get_if<Not>(&condition->node)) {
            const auto inner = truth(negation->operand);
            return inner ? std::optional(!*inner) : std::nullopt;
        }
        return std::nullopt;
    }

    [[nodiscard]] const std::vector<Assignment>& assignments() const { return assignments_; }

private:
    static bool leaves(const Body& body) {
        return std::any_of(body.begin(), body.end(), [](const Statement& s) { return std::holds_alternative<Break>(s.node); });
    }
    static bool only_assigns(const Body& body) {
        return std::all_of(body.begin(), body.end(), [](const Statement& s) { return std::holds_alternative<Break>(s.node) || std::holds_alternative<Assign>(s.node); });
    }

    [[nodiscard]] Known known(ScalarRef scalar) const {
        scalar = unconverted(scalar);
        if (const auto number = integer_of(scalar)) return std::abs(*number) < kMany ? Known{Known::Kind::constant, *number} : Known{};
        const auto* read = std::get_if<VarRef>(&scalar->node);
        if (read == nullptr) return {};
        if (read->variable == write_.size_variable) return {Known::Kind::size, 0};
        const auto found = known_.find(read->variable);
        return found == known_.end() ? Known{} : found->second;
    }

    [[nodiscard]] std::optional<bool> truth(CompareOp op, Known left, Known right) const {
        using Kind = Known::Kind;
        if (left.kind == Kind::nothing || right.kind == Kind::nothing) return std::nullopt;
        if (left.kind == right.kind) return left.kind == Kind::constant ? decided(op, left.value - right.value, left.value - right.value) : decided(op, 0, 0);
        if (left.kind == Kind::constant || (left.kind == Kind::size && right.kind == Kind::count)) return truth(turned(op), right, left);
        if (right.kind == Kind::size) return full_ ? decided(op, 0, 0) : decided(op, -kMany, 0);
        const long long most = write_.size > 0 ? write_.size : kMany;
        const long long least = left.kind == Kind::count && full_ && write_.size > 0 ? write_.size : 1;
        return decided(op, least - right.value, most - right.value);
    }

    void note(const Assign& assign, bool top) {
        Assignment made{assign.variable, assign.value, known(assign.value), -1, top && !exits_};
        const auto* sum = std::get_if<Arithmetic>(&unconverted(assign.value)->node);
        if (sum != nullptr && sum->op == ArithmeticOp::add) {
            const auto* left = std::get_if<VarRef>(&unconverted(sum->left)->node);
            const auto* right = std::get_if<VarRef>(&unconverted(sum->right)->node);
            if (left != nullptr && right != nullptr && left->variable == assign.variable && known(sum->right).kind == Known::Kind::count) made.counted = right->variable;
            if (left != nullptr && right != nullptr && right->variable == assign.variable && known(sum->left).kind == Known::Kind::count) made.counted = left->variable;
        }
        known_[assign.variable] = made.known;
        assignments_.push_back(made);
    }

    const BatchWrite& write_;
    const Statement* node_;
    int rowcount_;
    bool full_;
    bool exits_ = false; ///< a BREAK came before the statement at hand
    std::map<int, Known> known_;
    std::vector<Assignment> assignments_;
};

void count_assignments(const Body& body, std::map<int, int>& times) {
    for (const Statement& statement : body) {
        if (const auto* assign = std::get_if<Assign>(&statement.node)) ++times[assign->variable];
        if (const auto* branch = std::get_if<If>(&statement.node)) {
            count_assignments(branch->then, times);
            count_assignments(branch->otherwise, times);
        }
    }
}

class BatchLoops {
public:
    BatchLoops(Program& program, Arena& arena) : program_(program), build_(arena) {
        const auto found = std::find_if(program.variables.begin(), program.variables.end(), [](const VariableSymbol& v) { return equal_ignoring_case(v.name, "@@rowcount"); });
        rowcount_ = found == program.variables.end() ? -1 : static_cast<int>(found - program.variables.begin());
    }

    /// Loops inside of loops stay: what a round leaves in the variables may be read in the next one.
    void operator()(Body& body) {
        Body out;
        out.reserve(body.size());
        for (std::size_t i = 0; i < body.size(); ++i) {
            Statement& statement = body[i];
            if (auto* branch = std::get_if<If>(&statement.node)) {
                (*this)(branch->then);
                (*this)(branch->otherwise);
            }
            if (auto* called = std::get_if<Inlined>(&statement.node)) (*this)(called->body);
            const auto* next = i + 1 < body.size() ? std::get_if<Assign>(&body[i + 1].node) : nullptr;
            const bool forgets = next != nullptr && next->variable == rowcount_ && std::holds_alternative<Constant>(next->value->node);
            const auto instead = std::holds_alternative<While>(statement.node) ? unbatched(statement, forgets) : std::nullopt;
            if (instead) out.insert(out.end(), instead->begin(), instead->end());
            else out.push_back(std::move(statement));
        }
        body = std::move(out);
    }

private:
    [[nodiscard]] std::optional<Body> unbatched(const Statement& statement, bool forgets_count) const {
        const auto& loop = std::get<While>(statement.node);
        const Body single{statement};
        std::set<int> assigned = written_in(loop.body).variables;
        assigned.insert(rowcount_);
        const auto node = std::find_if(loop.body.begin(), loop.body.end(), [](const Statement& s) { return std::holds_alternative<WriteThrough>(s.node); });
        if (node == loop.body.end() || rowcount_ < 0) return std::nullopt;
        const auto write = batch_write(build_, std::get<WriteThrough>(node->node), assigned);
        if (!write) return std::nullopt;
        Round full(*write, &*node, rowcount_, true), some(*write, &*node, rowcount_, false);
        const bool until_found = tests_same_rows(loop.condition, *write);
        const auto again = [&](Round& round) { return round.goes_through(loop.body) && (until_found || round.truth(loop.condition).value_or(false)); };
        if (!again(full)) return std::nullopt;
        const bool to_zero = again(some) && !until_found; // the last round writes nothing
        std::vector<int> outside = count_reads(program_.body, program_.variables.size());
        const std::vector<int> inside = count_reads(single, program_.variables.size());
        for (std::size_t v = 0; v < outside.size(); ++v) outside[v] -= inside[v];
        if (forgets_count) outside[static_cast<std::size_t>(rowcount_)] = 0;
        std::map<int, int> times;
        count_assignments(loop.body, times);
        for (const int variable : assigned)
            if (outside[static_cast<std::size_t>(variable)] > 0 && times[variable] != 1) return std::nullopt;
        const auto kept = kept_values(full.assignments(), outside, assigned, to_zero);
        if (!kept) return std::nullopt;
        return written(statement, *node, *write, *kept, until_found);
    }

    /// What the variables hold in the end that something reads later: sums of row counts, and row counts of the last round, which are 0.
    /// Nothing where anything else is read.
    [[nodiscard]] std::optional<Body> kept_values(const std::vector<Assignment>& made, const std::vector<int>& outside, const std::set<int>& assigned, bool to_zero) const {
        Body out;
        for (const int variable : assigned) {
            if (outside[static_cast<std::size_t>(variable)] == 0) continue;
            const auto found = std::find_if(made.begin(), made.end(), [&](const Assignment& a) { return a.variable == variable; });
            if (found == made.end()) return std::nullopt;
            const SqlType& type = program_.variables[static_cast<std::size_t>(variable)].type;
            if (found->counted >= 0 && (found->always || to_zero)) out.insert(out.begin(), {Assign{variable, with_count(*found)}, -1, {}, {}});
            else if (found->known.kind == Known::Kind::count && found->always && to_zero) out.push_back({Assign{variable, build_.convert(build_.integer(0), type)}, -1, {}, {}});
            else return std::nullopt;
        }
        return out;
    }

    /// The sum that a round makes, with the row count of the one write in place of the round's.
    [[nodiscard]] ScalarRef with_count(const Assignment& sum) const {
        const SqlType& type = program_.variables[static_cast<std::size_t>(rowcount_)].type;
        return Rewriter(build_.arena(), [&](ScalarRef scalar) {
            const auto* read = std::get_if<VarRef>(&scalar->node);
            return read != nullptr && read->variable == sum.counted ? build_.arena().make(Scalar{VarRef{rowcount_}, type, false, scalar->span}) : scalar;
        }, nullptr)(sum.value);
    }

    [[nodiscard]] Body written(const Statement& loop, const Statement& node, const BatchWrite& write, const Body& kept, bool until_found) const {
        Statement all{write.remove ? decltype(Statement::node)(write.remove_all(build_)) : decltype(Statement::node)(write.update_all(build_)), node.record, node.span, loop.comments};
        all.comments.insert(all.comments.end(), node.comments.begin(), node.comments.end());
        Body out{std::move(all)};
        for (Statement value : kept) {
            value.record = loop.record;
            value.span = loop.span;
            out.push_back(std::move(value));
        }
        const ScalarRef condition = std::get<While>(loop.node).condition;
        const Round before(write, nullptr, rowcount_, false); // nothing is known before the first round
        if (before.truth(condition).value_or(false) || (until_found && kept.empty())) return out;
        return {{If{condition, std::move(out), {}}, loop.record, loop.span, {}}};
    }

    Program& program_;
    Builder build_;
    int rowcount_ = -1;
};

} // namespace

void batch_loops(Program& program, Arena& arena) { BatchLoops(program, arena)(program.body); }

} // namespace t2d::passes
