// SPDX-License-Identifier: Apache-2.0
#include "passes/prepare_replay.h"

#include <fmt/format.h>

#include <algorithm>

#include "ir/match.h"
#include "passes/builder.h"
#include "passes/graph_facts.h"
#include "passes/keys.h"
#include "passes/rewrite.h"
#include "passes/split_groups.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// Rows that an expression below them is evaluated for.
struct Level {
    FromRef from = nullptr;
    ScalarRef where = nullptr;
};
/// The blocks around an expression, outermost first; the last one is its own.
using Levels = std::vector<Level>;

bool aggregates(const std::vector<ScalarRef>& scalars) {
    bool found = false;
    for (const ScalarRef scalar : scalars)
        for_each_scalar(scalar, [&](ScalarRef node) { found = found || holds<Aggregate>(node->node); }, false);
    return found;
}

Column argument_column(std::size_t number, const SqlType& type) { return {fmt::format("argument_{}", number + 1), type, true}; }

class Preparation {
public:
    Preparation(Program& program, Arena& arena) : program_(program), build_(arena) {}

    [[nodiscard]] Body body(const Body& statements) {
        Body out;
        for (const Statement& each : statements) {
            Body before;
            Body* outer = std::exchange(before_, &before);
            Statement changed = statement(each);
            before_ = outer;
            if (!before.empty()) out.push_back(plain(Inlined{std::move(before), {}, true}));
            out.push_back(std::move(changed));
        }
        return out;
    }

private:
    // ---- statements

    /// The statement without calls; what runs them goes to `before_`.
    [[nodiscard]] Statement statement(const Statement& original) {
        Statement out = original;
        match(
            out.node, [&](Define& n) { n.content = query(n.content); }, [&](Insert& n) { insert(n); },
            [&](Update& n) { write_rows(n); }, [&](Delete& n) { write_rows(n); },
            [&](WriteThrough& n) {
                n.rows = query(n.rows);
                const Levels rows = filtered({{build_.from(Quantifier{n.row, n.rows, {}})}}, n.where);
                set(n.set, rows);
            },
            [&](Merge& n) { merge(n); }, [&](Assign& n) { n.value = scalar(n.value, {{}}); }, [&](AssignQuery& n) { n.query = query(n.query); },
            [&](If& n) {
                n.condition = scalar(n.condition, {{}});
                n.then = body(n.then);
                n.otherwise = body(n.otherwise);
            },
            [&](While& n) { loop(n); }, [&](Return& n) { n.value = scalar(n.value, {{}}); }, [&](Inlined& n) { n.body = body(n.body); }, [](auto&) {});
        return out;
    }

    void insert(Insert& node) {
        node.source = query(node.source);
        for (std::size_t i = node.columns.size(); i-- > 0;)
            if (node.columns.size() > 1 && asks_own_number(node, i)) leave_out(node, i);
    }

    /// Whether all rows ask the column's own sequence for its value: what it gets anyway where it is not named.
    [[nodiscard]] bool asks_own_number(const Insert& node, std::size_t i) const {
        const ColumnRule& rule = program_.tables[static_cast<std::size_t>(node.table)].rules[static_cast<std::size_t>(node.columns[i])];
        const auto sequence = [](ScalarRef value) { return value == nullptr ? nullptr : std::get_if<NextValue>(&value->node); };
        const NextValue* own = sequence(rule.default_value);
        const auto asks = [&](ScalarRef value) { return own != nullptr && sequence(value) != nullptr && sequence(value)->sequence == own->sequence; };
        if (const auto* block = std::get_if<Select>(&node.source->node)) return asks(block->items[i]);
        const auto* values = std::get_if<Values>(&node.source->node);
        return values != nullptr && std::all_of(values->rows.begin(), values->rows.end(), [&](const auto& row) { return asks(row[i]); });
    }

    void leave_out(Insert& node, std::size_t i) const {
        const auto at = static_cast<std::ptrdiff_t>(i);
        Rel source = *node.source;
        if (auto* block = std::get_if<Select>(&source.node)) block->items.erase(block->items.begin() + at);
        else
            for (auto& row : std::get<Values>(source.node).rows) row.erase(row.begin() + at);
        source.columns.erase(source.columns.begin() + at);
        node.columns.erase(node.columns.begin() + at);
        node.source = build_.arena().make(std::move(source));
    }

    void set(std::vector<SetColumn>& columns, const Levels& levels) {
        for (SetColumn& column : columns) column.value = scalar(column.value, levels);
    }

    template <typename Write>
    void write_rows(Write& node) {
        node.from = from(node.from, {});
        const Levels rows = filtered({{node.from}}, node.where);
        if constexpr (std::is_same_v<Write, Update>) set(node.set, rows);
    }

    void merge(Merge& node) {
        node.source.rel = query(node.source.rel);
        const FromRef target = build_.from(Quantifier{node.target, current(node.table), {}}), source = build_.from(node.source);
        node.on = scalar(node.on, {{build_.join(JoinKind::cross, target, source, nullptr)}});
        const Levels rows = {{build_.join(JoinKind::full, target, source, node.on)}};
        for (MergeBranch& branch : node.branches) {
            branch.condition = scalar(branch.condition, rows);
            set(branch.set, rows);
        }
    }

    /// A condition that calls is asked anew in every round: WHILE TRUE BEGIN … IF NOT condition BREAK … END.
    void loop(While& node) {
        node.body = body(node.body);
        if (!calls_function(node.condition)) return;
        Body round = body({plain(If{build_.is_not_true(node.condition), {plain(Break{})}, {}})});
        std::move(node.body.begin(), node.body.end(), std::back_inserter(round));
        node = {build_.boolean(true), std::move(round)};
    }

    // ---- relations and expressions

    /// A statement's own query.
    [[nodiscard]] RelRef query(RelRef original) { return split_groups(build_.arena(), rel(original, {})); }

    [[nodiscard]] RelRef rel(RelRef original, const Levels& around) {
        if (original == nullptr || !calls_function(original)) return original;
        Rel out = *original;
        match(
            out.node, [&](Select& n) { block(n, around); },
            [&](SetOp& n) {
                for (RelRef& input : n.inputs) input = rel(input, around);
            },
            [&](Values& n) {
                for (auto& row : n.rows)
                    for (ScalarRef& value : row) value = scalar(value, inside(around, {}));
            },
            [&](Recursive& n) { n.anchor = rel(n.anchor, around); },
            [&](FunctionScan& n) {
                for (ScalarRef& argument : n.args) argument = scalar(argument, inside(around, {}));
            },
            [&](UserScan& n) {
                for (ScalarRef& argument : n.args) argument = scalar(argument, inside(around, {}));
                const TableId results = run(n.function, n.args, inside(around, {}), nullptr);
                out.node = look_up(results, n.args, static_cast<int>(n.args.size()), static_cast<int>(out.columns.size()));
            },
            [](auto&) {});
        return build_.arena().make(std::move(out));
    }

    /// The clauses in the order in which they are evaluated: what a later one is asked for is what the earlier ones leave.
    void block(Select& n, const Levels& around) {
        n.from = from(n.from, around);
        const Levels rows = filtered(inside(around, {n.from}), n.where);
        for (ScalarRef& key : n.group_by) key = scalar(key, rows);
        const Select groups = n;
        const Select* grouped = n.grouped ? &groups : nullptr;
        n.having = scalar(n.having, rows, grouped);
        for (ScalarRef& item : n.items) item = scalar(item, rows, grouped);
        for (SortKey& key : n.order) key.expr = scalar(key.expr, rows, grouped);
    }

    [[nodiscard]] FromRef from(FromRef original, const Levels& around) {
        if (original == nullptr) return nullptr;
        From out = *original;
        match(
            out.node, [&](Quantifier& n) { n.rel = rel(n.rel, around); },
            [&](Join& n) {
                n.left = from(n.left, around);
                n.right = from(n.right, n.lateral ? inside(around, {n.left}) : around);
                (void)filtered(inside(around, {build_.join(JoinKind::cross, n.left, n.right, nullptr, n.lateral)}), n.on);
            });
        return build_.arena().make(std::move(out));
    }

    static Levels inside(Levels around, const Level& own) {
        around.push_back(own);
        return around;
    }

    /// The rows that `condition`, which loses its calls, keeps of the innermost level. The calls are asked for the rows that the rest of
    /// the condition leaves.
    [[nodiscard]] Levels filtered(Levels levels, ScalarRef& condition) {
        if (condition == nullptr) return levels;
        std::vector<ScalarRef> plain;
        for (const ScalarRef part : conjuncts(condition))
            if (!calls_function(part)) plain.push_back(part);
        if (!plain.empty()) levels.back().where = build_.conjunction(plain);
        condition = scalar(condition, levels);
        levels.back().where = condition;
        return levels;
    }

    /// `groups`: the grouped block whose expression this is, or null pointer.
    [[nodiscard]] ScalarRef scalar(ScalarRef original, const Levels& levels, const Select* groups = nullptr) {
        if (original == nullptr || !calls_function(original)) return original;
        CopyHooks hooks;
        hooks.before = [&](RelRef query) { return rel(query, levels); };
        hooks.scalar = [&](ScalarRef node) -> ScalarRef {
            const auto* call = std::get_if<UserCall>(&node->node);
            if (call == nullptr) return node;
            const TableId results = run(call->function, call->args, levels, groups);
            Select found = look_up(results, call->args, static_cast<int>(call->args.size()), 1);
            return build_.subquery(build_.select(std::move(found), {program_.tables[static_cast<std::size_t>(results)].columns.back()}));
        };
        return GraphCopy(build_.arena(), std::move(hooks))(original);
    }

    // ---- calls

    /// Runs a function for all arguments that the call meets; gives the table of arguments and results.
    [[nodiscard]] TableId run(int function, const std::vector<ScalarRef>& args, const Levels& levels, const Select* groups) {
        const FunctionSymbol& symbol = program_.functions[static_cast<std::size_t>(function)];
        std::vector<Column> columns;
        for (std::size_t i = 0; i < args.size(); ++i) columns.push_back(argument_column(i, program_.variables[static_cast<std::size_t>(symbol.parameters[i])].type));
        if (columns.empty()) columns.push_back({"one", simple_type(TypeKind::int_), false});
        const TableId open = new_table(symbol.name + "_arguments", columns);
        before_->push_back(plain(Define{open, asked(args, columns, levels, groups), -1}));
        const std::size_t given = args.empty() ? 0 : columns.size();
        columns.resize(given);
        const std::vector<Column> results = results_of(symbol);
        columns.insert(columns.end(), results.begin(), results.end());
        const TableId done = new_table(symbol.name + "_results", columns);
        before_->push_back(plain(Define{done, build_.empty(columns), -1}));
        before_->push_back(plain(While{build_.exists(current(open)), one_call(function, open, done)}));
        return done;
    }

    [[nodiscard]] std::vector<Column> results_of(const FunctionSymbol& symbol) const {
        if (symbol.query != nullptr) return symbol.query->columns;
        if (symbol.result >= 0) return program_.tables[static_cast<std::size_t>(symbol.result)].columns;
        return {{"result", symbol.type, true}};
    }

    /// The arguments of a call, one row per evaluation.
    [[nodiscard]] RelRef asked(const std::vector<ScalarRef>& args, const std::vector<Column>& columns, const Levels& levels, const Select* groups) {
        Select block;
        block.items = args;
        if (args.empty()) block.items = {build_.integer(1)};
        const bool constant = std::all_of(args.begin(), args.end(), [](ScalarRef arg) { return free_quantifiers(arg).empty() && !aggregates({arg}); });
        if (!constant) {
            block.from = levels.back().from;
            block.where = levels.back().where;
        }
        if (groups != nullptr && aggregates(args)) {
            block.grouped = true;
            block.group_by = groups->group_by;
            block.grouping_sets = groups->grouping_sets;
        }
        RelRef out = build_.select(std::move(block), columns);
        for (auto level = levels.rbegin() + 1; level < levels.rend() && !free_quantifiers(out).empty(); ++level) {
            const Quantifier below = build_.quantifier(out);
            Select around;
            around.from = level->from == nullptr ? build_.from(below) : build_.join(JoinKind::cross, level->from, build_.from(below), nullptr, true);
            around.where = level->where;
            around.items = all_columns(build_, below);
            out = build_.select(std::move(around), columns);
        }
        return out;
    }

    /// One round: takes arguments, runs the body with them, puts the results into `done` and the arguments off the list.
    [[nodiscard]] Body one_call(int function, TableId open, TableId done) {
        const FunctionSymbol symbol = program_.functions[static_cast<std::size_t>(function)]; // a copy: calls in the body add tables
        Body round;
        std::vector<ScalarRef> given;
        for (const int parameter : symbol.parameters) given.push_back(read(parameter));
        if (!given.empty()) round.push_back(plain(take(symbol, open)));
        Inlined call;
        std::vector<ScalarRef> values = given;
        if (symbol.query != nullptr) {
            call.body = body({plain(results(done, symbol.query, values))});
        } else if (symbol.result >= 0) {
            call.body = body(symbol.body);
            call.body.insert(call.body.begin(), plain(Truncate{symbol.result}));
        } else {
            const int result = new_variable(symbol.type);
            call.body = body(symbol.body);
            keep_result(call.body, result);
            call.body.insert(call.body.begin(), plain(Assign{result, build_.null(symbol.type)}));
            values.push_back(read(result));
        }
        round.push_back(plain(std::move(call)));
        if (symbol.query == nullptr) round.push_back(plain(results(done, symbol.result >= 0 ? current(symbol.result) : nullptr, values)));
        const Quantifier row = build_.quantifier(current(open));
        round.push_back(plain(Delete{open, row.id, build_.from(row), same_arguments(row, given), build_.arena().fresh_quantifier(), {}}));
        return round;
    }

    [[nodiscard]] AssignQuery take(const FunctionSymbol& symbol, TableId open) {
        const Quantifier row = build_.quantifier(current(open));
        Select first;
        first.from = build_.from(row);
        first.items = all_columns(build_, row);
        first.limit = Limit{build_.integer(1), nullptr, false, false};
        return {symbol.parameters, build_.select(std::move(first), row.rel->columns)};
    }

    /// INSERT of `values` beside the rows of `found`; null pointer: one row.
    [[nodiscard]] Insert results(TableId done, RelRef found, std::vector<ScalarRef> values) {
        Select rows;
        if (found != nullptr) {
            const Quantifier row = build_.quantifier(found);
            rows.from = build_.from(row);
            for (const ScalarRef column : all_columns(build_, row)) values.push_back(column);
        }
        rows.items = std::move(values);
        const std::vector<Column>& columns = program_.tables[static_cast<std::size_t>(done)].columns;
        Insert out{done, {}, build_.select(std::move(rows), columns), build_.arena().fresh_quantifier(), false, {}};
        for (int c = 0; c < static_cast<int>(columns.size()); ++c) out.columns.push_back(c);
        return out;
    }

    /// RETURN puts the function's value into a variable.
    void keep_result(Body& statements, int result) {
        const SqlType type = program_.variables[static_cast<std::size_t>(result)].type;
        Body out;
        for (Statement& each : statements) {
            if (auto* branch = std::get_if<If>(&each.node)) {
                keep_result(branch->then, result);
                keep_result(branch->otherwise, result);
            }
            if (auto* loop = std::get_if<While>(&each.node)) keep_result(loop->body, result);
            if (auto* way_out = std::get_if<Return>(&each.node); way_out != nullptr && way_out->value != nullptr)
                out.push_back(plain(Assign{result, build_.convert(std::exchange(way_out->value, nullptr), type)}));
            out.push_back(std::move(each));
        }
        statements = std::move(out);
    }

    /// The `count` columns from `first` on of the rows with these arguments.
    [[nodiscard]] Select look_up(TableId results, const std::vector<ScalarRef>& args, int first, int count) {
        const Quantifier row = build_.quantifier(current(results));
        Select out;
        out.from = build_.from(row);
        out.where = same_arguments(row, args);
        for (int c = first; c < first + count; ++c) out.items.push_back(build_.column(row, c));
        return out;
    }

    /// The same values to the last blank: a function may tell texts apart that are equal in SQL Server.
    [[nodiscard]] ScalarRef same_arguments(const Quantifier& row, const std::vector<ScalarRef>& args) {
        std::vector<ScalarRef> same;
        for (std::size_t i = 0; i < args.size(); ++i) {
            const ScalarRef column = build_.column(row, static_cast<int>(i));
            same.push_back(equal(column, args[i]));
            if (column->type.is_string()) same.push_back(equal(size_of(column), size_of(args[i])));
        }
        return same.empty() ? nullptr : build_.conjunction(std::move(same));
    }

    [[nodiscard]] ScalarRef equal(ScalarRef a, ScalarRef b) const {
        return build_.arena().make(Scalar{Compare{CompareOp::equal, a, b, true, StringComparison::binary}, simple_type(TypeKind::bit), false, {}});
    }

    [[nodiscard]] ScalarRef size_of(ScalarRef text) const {
        return build_.arena().make(Scalar{Call{FunctionId::datalength, {text}, {}, {}}, simple_type(TypeKind::bigint), true, {}});
    }

    // ---- what is new in the program

    template <typename Node>
    static Statement plain(Node node) {
        return {std::move(node), -1, {}, {}};
    }

    [[nodiscard]] int new_variable(const SqlType& type) {
        program_.variables.push_back({fmt::format("@of_call_{}", program_.variables.size()), type});
        return static_cast<int>(program_.variables.size()) - 1;
    }

    [[nodiscard]] TableId new_table(const std::string& name, const std::vector<Column>& columns) {
        const auto id = static_cast<TableId>(program_.tables.size());
        TableSymbol table;
        table.key = fmt::format("#{}:{}", name, id);
        table.name = "#" + name;
        table.kind = TableKind::temporary;
        table.columns = columns;
        table.rules.resize(columns.size());
        program_.tables.push_back(std::move(table));
        return id;
    }

    [[nodiscard]] RelRef current(TableId table) const {
        return build_.arena().make(Rel{CurrentTable{table}, program_.tables[static_cast<std::size_t>(table)].columns, {}, {}, {}});
    }

    [[nodiscard]] ScalarRef read(int variable) const {
        return build_.arena().make(Scalar{VarRef{variable}, program_.variables[static_cast<std::size_t>(variable)].type, true, {}});
    }

    Program& program_;
    Builder build_;
    Body* before_ = nullptr; ///< what runs before the current statement
};

} // namespace

void prepare_replay(Program& program, Arena& arena) {
    program.body = Preparation(program, arena).body(program.body);
}

} // namespace t2d::passes
