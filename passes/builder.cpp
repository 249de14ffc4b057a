// SPDX-License-Identifier: Apache-2.0
#include "passes/builder.h"

#include <fmt/format.h>

#include "ir/constants.h"
#include "ir/type_rules.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {
const SqlType kBit = simple_type(TypeKind::bit);

/// A CASE of whole numbers as one of bits: every number but zero is 1.
ScalarRef case_of_bits(Arena& arena, const Scalar& scalar) {
    const auto* choice = std::get_if<Case>(&scalar.node);
    if (choice == nullptr || choice->otherwise == nullptr) return nullptr;
    const auto bit = [&](ScalarRef value) -> ScalarRef {
        const auto number = integer_of(value);
        return number ? arena.make(Scalar{Constant{*number != 0 ? "1" : "0"}, simple_type(TypeKind::bit), false, value->span}) : nullptr;
    };
    Case out = *choice;
    for (CaseArm& arm : out.arms)
        if ((arm.then = bit(arm.then)) == nullptr) return nullptr;
    if ((out.otherwise = bit(out.otherwise)) == nullptr) return nullptr;
    return arena.make(Scalar{std::move(out), simple_type(TypeKind::bit), false, scalar.span});
}

bool is_boolean(ScalarRef condition, std::string_view text) {
    const Constant* constant = constant_of(condition);
    return constant != nullptr && !constant->is_null && condition->type == kBit && constant->text == text;
}
} // namespace

bool is_constant_true(ScalarRef condition) { return condition == nullptr || is_boolean(condition, "1"); }
bool is_constant_false(ScalarRef condition) { return is_boolean(condition, "0"); }

/// Values of columns without DDL: what is stored as a day, a moment or a decimal may lose something, and the target's own conversion loses the same.
bool may_be_cut(const SqlType& to) {
    const bool moment = to.kind == TypeKind::date || to.kind == TypeKind::datetime || to.kind == TypeKind::datetime2;
    return moment || to.kind == TypeKind::decimal || to.is_money() || to.kind == TypeKind::bit;
}

bool needs_conversion(const SqlType& from, const SqlType& to) {
    if (!from.known()) return may_be_cut(to);
    if (!to.known() || from == to) return false;
    if (from.is_string() && to.is_string()) return to.is_fixed_string() ? !from.is_fixed_string() && to.length != from.length : from.is_fixed_string();
    if (from.kind != to.kind) return true;
    if (from.kind == TypeKind::decimal) return from.precision != to.precision || from.scale != to.scale;
    if (from.is_temporal()) return from.scale > to.scale;
    return false;
}

bool is_empty(RelRef rel) {
    const auto* values = std::get_if<Values>(&rel->node);
    return values != nullptr && values->rows.empty();
}

ScalarRef Builder::null(const SqlType& type) const { return arena_.make(Scalar{Constant{{}, true}, type, true, {}}); }

ScalarRef Builder::integer(long long value) const {
    return arena_.make(Scalar{Constant{std::to_string(value)}, simple_type(TypeKind::int_), false, {}});
}

ScalarRef Builder::text(std::string value) const {
    const auto type = string_type(TypeKind::varchar, static_cast<int>(value.size()));
    return arena_.make(Scalar{Constant{std::move(value)}, type, false, {}});
}

ScalarRef Builder::boolean(bool value) const { return arena_.make(Scalar{Constant{value ? "1" : "0"}, kBit, false, {}}); }

ScalarRef Builder::column(const Quantifier& quantifier, int index) const {
    return column(quantifier.id, index, quantifier.rel->columns[static_cast<std::size_t>(index)]);
}

ScalarRef Builder::column(QuantId quant, int index, const Column& column) const {
    return arena_.make(Scalar{ColumnRef{quant, index}, column.type, column.nullable, {}});
}

ScalarRef Builder::convert(ScalarRef operand, const SqlType& type) const {
    if (type.kind == TypeKind::bit)
        if (const ScalarRef bits = case_of_bits(arena_, *operand)) return bits;
    if (!needs_conversion(operand->type, type)) return operand;
    const Constant* constant = constant_of(operand);
    if (constant != nullptr && constant->is_null) return null(type);
    if (constant != nullptr && type.kind == TypeKind::bit && operand->type.is_integer() && (constant->text == "0" || constant->text == "1"))
        return boolean(constant->text == "1");
    if (constant != nullptr && operand->type.is_integer() && type.is_integer() && type.kind != TypeKind::bit)
        return arena_.make(Scalar{*constant, type, false, operand->span});
    return arena_.make(Scalar{Convert{operand, true}, type, operand->nullable, operand->span});
}

ScalarRef Builder::stored(ScalarRef value, const SqlType& type) const {
    const bool longer = value->type.length == kMaxLength || value->type.length > type.length;
    if (!value->type.is_string() || !type.is_string() || type.length <= 0 || !longer) return convert(value, type);
    const Constant* constant = constant_of(value);
    if (constant != nullptr && constant->is_null) return null(type);
    return arena_.make(Scalar{Convert{value}, type, value->nullable, value->span});
}

ScalarRef Builder::conjunction(std::vector<ScalarRef> conditions) const {
    std::vector<ScalarRef> operands;
    for (const ScalarRef condition : conditions) {
        if (is_constant_true(condition)) continue;
        if (is_constant_false(condition)) return condition;
        const auto* logic = std::get_if<Logic>(&condition->node);
        if (logic != nullptr && logic->op == LogicOp::and_) operands.insert(operands.end(), logic->operands.begin(), logic->operands.end());
        else operands.push_back(condition);
    }
    if (operands.empty()) return nullptr;
    if (operands.size() == 1) return operands.front();
    return arena_.make(Scalar{Logic{LogicOp::and_, std::move(operands)}, kBit, true, {}});
}

ScalarRef Builder::conjunction(ScalarRef a, ScalarRef b) const { return conjunction(std::vector{a, b}); }

ScalarRef Builder::disjunction(ScalarRef a, ScalarRef b) const {
    if (is_constant_true(a) || is_constant_false(b)) return a;
    if (is_constant_true(b) || is_constant_false(a)) return b;
    return arena_.make(Scalar{Logic{LogicOp::or_, {a, b}}, kBit, true, {}});
}

ScalarRef Builder::is_not_true(ScalarRef condition) const {
    if (is_constant_true(condition)) return boolean(false);
    if (is_constant_false(condition)) return nullptr;
    // Conditions that are never UNKNOWN have an exact complement, which reads better.
    if (const auto* test = std::get_if<IsNull>(&condition->node))
        return arena_.make(Scalar{IsNull{test->operand, !test->negated}, kBit, false, condition->span});
    if (const auto* test = std::get_if<Exists>(&condition->node))
        return arena_.make(Scalar{Exists{test->query, !test->negated}, kBit, false, condition->span});
    if (const auto* test = std::get_if<IsTrue>(&condition->node))
        return test->negated ? test->operand : arena_.make(Scalar{IsTrue{test->operand, true}, kBit, false, condition->span});
    return arena_.make(Scalar{IsTrue{condition, true}, kBit, false, condition->span});
}

ScalarRef Builder::is_null(ScalarRef operand, bool negated) const {
    return arena_.make(Scalar{IsNull{operand, negated}, kBit, false, {}});
}

ScalarRef Builder::equal(ScalarRef a, ScalarRef b) const {
    return arena_.make(Scalar{Compare{CompareOp::equal, a, b}, kBit, a->nullable || b->nullable, {}});
}

ScalarRef Builder::exists(RelRef query, bool negated) const { return arena_.make(Scalar{Exists{query, negated}, kBit, false, {}}); }

ScalarRef Builder::subquery(RelRef query) const {
    return arena_.make(Scalar{ScalarSubquery{query}, query->columns.front().type, true, {}});
}

ScalarRef Builder::choose(ScalarRef condition, ScalarRef a, ScalarRef b) const {
    if (is_constant_true(condition)) return a;
    if (is_constant_false(condition)) return b;
    // A branch inside the same branch is decided; one inside ELSE is another arm.
    if (const auto* inner = std::get_if<Case>(&a->node); inner != nullptr && inner->operand == nullptr && same_scalar(inner->arms.front().when, condition))
        a = inner->arms.front().then;
    const auto* other = constant_of(b);
    const SqlType type = other != nullptr && other->is_null ? a->type : b->type;
    Case choice{nullptr, {{condition, a}}, b};
    if (const auto* inner = std::get_if<Case>(&b->node); inner != nullptr && inner->operand == nullptr && inner->otherwise != nullptr && b->type == type) {
        for (const CaseArm& arm : inner->arms)
            if (!same_scalar(arm.when, condition)) choice.arms.push_back(arm);
        choice.otherwise = inner->otherwise;
    }
    return arena_.make(Scalar{std::move(choice), type, a->nullable || b->nullable, {}});
}

ScalarRef Builder::coalesce(ScalarRef a, ScalarRef b) const {
    return arena_.make(Scalar{Call{FunctionId::coalesce, {a, b}, {}}, a->type, b->nullable, {}});
}

ScalarRef Builder::add(ScalarRef a, ScalarRef b) const {
    const auto left = integer_of(a), right = integer_of(b);
    long long sum = 0;
    if (left && right && !__builtin_add_overflow(*left, *right, &sum)) return arena_.make(Scalar{Constant{std::to_string(sum)}, a->type, false, {}});
    if (left == 0LL && a->type == b->type) return b;
    return arena_.make(Scalar{Arithmetic{ArithmeticOp::add, a, b}, a->type, a->nullable || b->nullable, {}});
}

ScalarRef Builder::aggregate(AggregateKind kind, std::vector<ScalarRef> args, const SqlType& type) const {
    const bool nullable = kind != AggregateKind::count && kind != AggregateKind::count_star;
    return arena_.make(Scalar{Aggregate{kind, std::move(args), false, {}}, type, nullable, {}});
}

Quantifier Builder::quantifier(RelRef rel, std::string alias) const { return {arena_.fresh_quantifier(), rel, std::move(alias)}; }

FromRef Builder::from(const Quantifier& quantifier) const { return arena_.make(From{quantifier}); }

FromRef Builder::join(JoinKind kind, FromRef left, FromRef right, ScalarRef on, bool lateral) const {
    return arena_.make(From{Join{kind, lateral, left, right, on}});
}

RelRef Builder::select(Select select, std::vector<Column> columns) const {
    return arena_.make(Rel{std::move(select), std::move(columns), {}, {}, {}});
}

RelRef Builder::filter(const Quantifier& input, ScalarRef condition) const {
    Select block;
    block.from = from(input);
    block.where = condition;
    block.items = all_columns(*this, input);
    return select(std::move(block), input.rel->columns);
}

RelRef Builder::empty(std::vector<Column> columns) const { return arena_.make(Rel{Values{}, std::move(columns), {}, {}, {}}); }

RelRef Builder::union_all(std::vector<RelRef> inputs, std::vector<Column> columns) const {
    std::vector<RelRef> flat;
    for (const RelRef input : inputs)
        if (!is_empty(input)) flat.push_back(input);
    if (flat.empty()) return empty(std::move(columns));
    if (flat.size() == 1 && flat.front()->columns.size() == columns.size()) return flat.front();
    return arena_.make(Rel{SetOp{SetOpKind::union_all, std::move(flat)}, std::move(columns), {}, {}, {}});
}

RelRef Builder::labelled(RelRef rel, std::string label) const {
    if (rel->label == label) return rel;
    Rel copy = *rel;
    copy.label = std::move(label);
    return arena_.make(std::move(copy));
}

ScalarRef Builder::collected(RelRef rel) const {
    const Quantifier rows = quantifier(rel);
    Aggregate all;
    all.function = AggregateKind::collect;
    for (std::size_t i = 0; i < rel->columns.size(); ++i) {
        all.args.push_back(column(rows, static_cast<int>(i)));
        all.names.push_back(rel->columns[i].name);
    }
    const SqlType type = simple_type(TypeKind::other);
    Select block;
    block.from = from(rows);
    block.grouped = true;
    block.items = {arena_.make(Scalar{std::move(all), type, true, {}})};
    return subquery(select(std::move(block), {{"collected", type, true}}));
}

RelRef Builder::rows_of(ScalarRef collected, std::vector<Column> columns, std::string label) const {
    return arena_.make(Rel{FunctionScan{FunctionId::rows_of, {collected}}, std::move(columns), std::move(label), {}, {}});
}

RelRef Builder::count_rows(RelRef rel) const {
    Select block;
    block.from = from(quantifier(rel));
    block.grouped = true;
    const SqlType type = simple_type(TypeKind::int_);
    block.items = {aggregate(AggregateKind::count_star, {}, type)};
    return select(std::move(block), {{"row_count", type, false}});
}

std::vector<ScalarRef> all_columns(const Builder& build, const Quantifier& quantifier) {
    std::vector<ScalarRef> out;
    for (int i = 0; i < static_cast<int>(quantifier.rel->columns.size()); ++i) out.push_back(build.column(quantifier, i));
    return out;
}

} // namespace t2d::passes
