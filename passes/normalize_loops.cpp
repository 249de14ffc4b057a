// SPDX-License-Identifier: Apache-2.0
#include "passes/normalize_loops.h"

#include <algorithm>
#include <map>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "ir/match.h"
#include "passes/builder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

bool has_loop(const Body& body);

bool has_loop(const Statement& statement) {
    return match(
        statement.node, [](const While&) { return true; }, [](const If& n) { return has_loop(n.then) || has_loop(n.otherwise); },
        [](const Inlined& n) { return has_loop(n.body); }, [](const auto&) { return false; });
}

bool has_loop(const Body& body) {
    return std::any_of(body.begin(), body.end(), [](const Statement& statement) { return has_loop(statement); });
}

void append(Body& to, const Body& more) { to.insert(to.end(), more.begin(), more.end()); }

/// DECLARE @t TABLE: it makes the table once, however often a loop comes by.
bool declares_table(const Program& program, const Statement& statement) {
    const auto* define = std::get_if<Define>(&statement.node);
    return define != nullptr && is_empty(define->content) && program.tables[static_cast<std::size_t>(define->table)].kind == TableKind::variable;
}

/// One outermost loop with everything inside it.
class Loop {
public:
    Loop(Program& program, const Builder& build, const Statement& statement, int number)
        : program_(program), build_(build), statement_(statement), end_(fmt::format("end of round {}", number)) {}

    [[nodiscard]] Body operator()(const While& loop) {
        segments_.emplace_back();
        const Level outermost{0, {}, nullptr};
        segments_[0] = lower(loop.body, 0, {}, outermost);
        Body before, round = std::move(segments_[0]), after;
        if (at_ >= 0) before.push_back(set(at_, 0));
        if (stop_ >= 0) before.push_back(set(stop_, 0));
        if (returned_ >= 0) before.push_back(set(returned_, 0));
        for (std::size_t k = 1; k < segments_.size(); ++k) round = {make(If{is(at_, static_cast<int>(k)), std::move(segments_[k]), std::move(round)})};
        if (jumps_) round.push_back(make(Landing{end_}));
        ScalarRef condition = loop.condition;
        if (at_ >= 0) condition = build_.disjunction(is_not_zero(at_), condition);
        if (stop_ >= 0) condition = build_.conjunction(is(stop_, 0), condition);
        if (reads_tables(condition)) {
            const int more = flag("more");
            before.push_back(test(more, condition));
            round.push_back(test(more, condition));
            condition = is(more, 1);
        }
        before.push_back(make(While{condition, std::move(round)}));
        if (returned_ >= 0) before.push_back(make(If{is(returned_, 1), {make(Return{result_})}, {}}));
        return before;
    }

private:
    /// What follows the call of a procedure up to the end of the round, and the kind of round that it stands in.
    struct Caller {
        int segment = 0;
        Body rest;
    };
    /// A loop being lowered: its kind of round, and what follows its end up to the end of that round.
    struct Level {
        int segment = 0;
        Body exit;
        std::shared_ptr<const Caller> caller; ///< null pointer outside of called procedures
    };

    [[nodiscard]] Statement make(decltype(Statement::node) node) const { return {std::move(node), statement_.record, statement_.span, {}}; }
    [[nodiscard]] int flag(const std::string& name) {
        program_.variables.push_back({"@" + name, simple_type(TypeKind::int_)});
        return static_cast<int>(program_.variables.size()) - 1;
    }
    [[nodiscard]] int flag_once(int& variable, const std::string& name) { return variable >= 0 ? variable : variable = flag(name); }
    [[nodiscard]] ScalarRef read(int variable) const { return build_.arena().make(Scalar{VarRef{variable}, simple_type(TypeKind::int_), true, {}}); }
    [[nodiscard]] ScalarRef is(int variable, int value) const { return build_.equal(read(variable), build_.integer(value)); }
    [[nodiscard]] ScalarRef is_not_zero(int variable) const {
        return build_.arena().make(Scalar{Compare{CompareOp::not_equal, read(variable), build_.integer(0)}, simple_type(TypeKind::bit), true, {}});
    }
    [[nodiscard]] Statement set(int variable, int value) const { return make(Assign{variable, build_.integer(value)}); }
    [[nodiscard]] Statement test(int variable, ScalarRef condition) const {
        return make(Assign{variable, build_.choose(condition, build_.integer(1), build_.integer(0))});
    }
    [[nodiscard]] static bool reads_tables(ScalarRef condition) {
        bool found = false;
        for_each_scalar(condition, [&](ScalarRef node) { found = found || subquery_of(node) != nullptr; }, false);
        return found;
    }

    /// What a function gives back is kept in a variable until its loop has ended.
    [[nodiscard]] Statement keep_result(ScalarRef value) {
        if (result_ == nullptr) {
            program_.variables.push_back({"@result", value->type});
            result_ = build_.arena().make(Scalar{VarRef{static_cast<int>(program_.variables.size()) - 1}, value->type, true, {}});
        }
        return make(Assign{std::get<VarRef>(result_->node).variable, value});
    }

    [[nodiscard]] Statement end_round() {
        jumps_ = true;
        return make(Jump{end_});
    }
    [[nodiscard]] Body leave(const Level& level) {
        Body out;
        if (level.segment == 0) out.push_back(set(flag_once(stop_, "stopped"), 1));
        append(out, level.exit);
        out.push_back(end_round());
        return out;
    }

    /// What a statement that leaves the round becomes; empty for any other one.
    [[nodiscard]] std::optional<Body> way_out(const Statement& statement, const Level& level) {
        Body out;
        if (const auto* jump = std::get_if<Jump>(&statement.node)) {
            if (!behind_label_.contains(jump->label)) return std::nullopt;
            append(out, behind_label_.at(jump->label));
            out.push_back(end_round());
            return out;
        }
        if (std::holds_alternative<Break>(statement.node)) return leave(level);
        if (std::holds_alternative<Continue>(statement.node)) return Body{end_round()};
        const auto* result = std::get_if<Return>(&statement.node);
        if (result == nullptr) return std::nullopt;
        if (level.caller != nullptr) {
            if (level.caller->segment != level.segment) out.push_back(set(at_, level.caller->segment));
            append(out, level.caller->rest);
            out.push_back(end_round());
            return out;
        }
        if (result->value != nullptr) out.push_back(keep_result(result->value));
        out.push_back(set(flag_once(returned_, "returned"), 1));
        append(out, leave({0, {}, nullptr}));
        return out;
    }

    /// The next place of a label in a list; its size where there is none.
    [[nodiscard]] static std::size_t next_label(const Body& list, std::size_t from) {
        while (from < list.size() && !std::holds_alternative<Landing>(list[from].node)) ++from;
        return from;
    }

    /// Statements `from …` of a list and then `rest`, which ends the round.
    [[nodiscard]] Body lower(const Body& list, std::size_t from, const Body& rest, const Level& level) {
        if (from == 0) continue_at_labels(list, rest, level);
        Body out;
        for (std::size_t i = from; i < list.size(); ++i) {
            const Statement& statement = list[i];
            if (const auto* label = std::get_if<Landing>(&statement.node); label != nullptr && behind_label_.contains(label->label)) continue;
            if (declares_table(program_, statement)) continue;
            if (const auto end = way_out(statement, level)) {
                append(out, *end);
                i = next_label(list, i + 1); // only a jump reaches what is behind
                if (i == list.size()) return out;
                --i;
                continue;
            }
            if (const auto* inner = std::get_if<While>(&statement.node)) {
                append(out, enter(*inner, lower(list, i + 1, rest, level), level));
                return out;
            }
            if (const auto* called = std::get_if<Inlined>(&statement.node); called != nullptr && has_loop(called->body)) {
                append(out, call(*called, statement, lower(list, i + 1, rest, level), level));
                return out;
            }
            if (const auto* branch = std::get_if<If>(&statement.node)) {
                const bool loops = has_loop(statement);
                const Body after = loops ? lower(list, i + 1, rest, level) : Body{};
                Statement copy = statement;
                copy.node = If{branch->condition, lower(branch->then, 0, after, level), lower(branch->otherwise, 0, after, level)};
                out.push_back(std::move(copy));
                if (loops) return out;
                continue;
            }
            out.push_back(statement);
        }
        append(out, rest);
        return out;
    }

    /// A loop before a label ends the segment that jumps to it start in: what follows the label is repeated in place of such a jump.
    void continue_at_labels(const Body& list, const Body& rest, const Level& level) {
        const auto loop = std::find_if(list.begin(), list.end(), [](const Statement& statement) { return has_loop(statement); });
        for (auto i = list.size(); i-- > static_cast<std::size_t>(loop - list.begin());)
            if (const auto* label = std::get_if<Landing>(&list[i].node)) behind_label_[label->label] = lower(list, i + 1, rest, level);
    }

    /// The statements that start an inner loop; its rounds become a segment of their own.
    [[nodiscard]] Body enter(const While& inner, const Body& after, const Level& around) {
        const int at = flag_once(at_, "loop_level");
        const std::size_t segment = segments_.size();
        segments_.emplace_back();
        Level level{static_cast<int>(segment), {set(at, around.segment)}, around.caller};
        append(level.exit, after);
        Body round = lower(inner.body, 0, {}, level);
        segments_[segment] = {make(If{inner.condition, std::move(round), level.exit})};
        return {set(at, static_cast<int>(segment)), end_round()};
    }

    /// A called procedure with loops: its statements, then what it gives back, then what follows the call.
    [[nodiscard]] Body call(const Inlined& called, const Statement& statement, const Body& after, const Level& around) {
        Body back;
        for (const auto& [callee, caller] : called.outputs) {
            const SqlType& type = program_.variables[static_cast<std::size_t>(callee)].type;
            Statement copy = statement;
            copy.node = Assign{caller, build_.arena().make(Scalar{VarRef{callee}, type, true, {}})};
            back.push_back(std::move(copy));
        }
        append(back, after);
        Level level = around;
        level.caller = std::make_shared<const Caller>(Caller{around.segment, back});
        return lower(called.body, 0, back, level);
    }

    Program& program_;
    const Builder& build_;
    const Statement& statement_;
    std::string end_;
    std::vector<Body> segments_;
    std::map<std::string, Body> behind_label_; ///< up to the end of the round
    int at_ = -1, stop_ = -1, returned_ = -1;
    ScalarRef result_ = nullptr; ///< the variable of a function's result
    bool jumps_ = false;
};

class Normalizer {
public:
    Normalizer(Program& program, Arena& arena) : program_(program), build_(arena) {}

    void operator()(Body& body) {
        Body out;
        out.reserve(body.size());
        for (Statement& statement : body) {
            if (const auto* loop = std::get_if<While>(&statement.node)) {
                hoist_declarations(loop->body, out);
                Body lowered = Loop(program_, build_, statement, ++count_)(*loop);
                if (!lowered.empty()) lowered.front().comments = statement.comments;
                append(out, lowered);
                continue;
            }
            if (auto* branch = std::get_if<If>(&statement.node)) {
                (*this)(branch->then);
                (*this)(branch->otherwise);
            }
            if (auto* called = std::get_if<Inlined>(&statement.node)) (*this)(called->body);
            out.push_back(std::move(statement));
        }
        body = std::move(out);
    }

private:
    void hoist_declarations(const Body& body, Body& before) const {
        for (const Statement& statement : body) {
            if (declares_table(program_, statement)) before.push_back(statement);
            if (const auto* branch = std::get_if<If>(&statement.node)) {
                hoist_declarations(branch->then, before);
                hoist_declarations(branch->otherwise, before);
            }
            if (const auto* inner = std::get_if<While>(&statement.node)) hoist_declarations(inner->body, before);
            if (const auto* called = std::get_if<Inlined>(&statement.node)) hoist_declarations(called->body, before);
        }
    }

    Program& program_;
    Builder build_;
    int count_ = 0;
};

} // namespace

void normalize_loops(Program& program, Arena& arena) {
    Normalizer normalize(program, arena);
    normalize(program.body);
    for (FunctionSymbol& function : program.functions) normalize(function.body);
}

} // namespace t2d::passes
