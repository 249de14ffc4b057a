// SPDX-License-Identifier: Apache-2.0
// Constant folding of numbers, conditions and rows: what decides the text of dynamic SQL beside the text itself.
#include <algorithm>
#include <cctype>
#include <charconv>
#include <limits>

#include "ir/match.h"
#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/rewrite.h"

namespace t2d::passes {

using namespace ir;

namespace {

std::optional<long long> number_of(const std::string& text) {
    long long out = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), out);
    return !text.empty() && end.ec == std::errc{} && end.ptr == text.data() + text.size() ? std::optional(out) : std::nullopt;
}

/// Whether an integer type can hold a value: SQL Server raises an error otherwise.
bool holds(const SqlType& type, long long value) {
    switch (type.kind) {
    case TypeKind::tinyint: return value >= 0 && value <= 255;
    case TypeKind::smallint: return value >= std::numeric_limits<std::int16_t>::min() && value <= std::numeric_limits<std::int16_t>::max();
    case TypeKind::int_: return value >= std::numeric_limits<std::int32_t>::min() && value <= std::numeric_limits<std::int32_t>::max();
    case TypeKind::bigint: return true;
    default: return false;
    }
}

std::optional<long long> calculated(ArithmeticOp op, long long left, long long right) {
    long long out = 0;
    switch (op) {
    case ArithmeticOp::add: return __builtin_add_overflow(left, right, &out) ? std::nullopt : std::optional(out);
    case ArithmeticOp::subtract: return __builtin_sub_overflow(left, right, &out) ? std::nullopt : std::optional(out);
    case ArithmeticOp::multiply: return __builtin_mul_overflow(left, right, &out) ? std::nullopt : std::optional(out);
    case ArithmeticOp::divide: return right == 0 || right == -1 ? std::nullopt : std::optional(left / right);
    case ArithmeticOp::modulo: return right == 0 || right == -1 ? std::nullopt : std::optional(left % right);
    default: return std::nullopt;
    }
}

bool is_plain(const std::string& text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
}

} // namespace

std::optional<Constant> Binder::fold_convert(const Convert& node, const SqlType& type) const {
    const auto operand = fold(node.operand);
    const SqlType& from = node.operand->type;
    if (!operand || operand->is_null || !(from.is_string() || from.is_integer())) return {};
    if (type.is_integer()) {
        const auto number = number_of(operand->text);
        return from.is_integer() && number && holds(type, *number) ? operand : std::nullopt;
    }
    if (!type.is_string() || node.style >= 0) return {};
    const auto length = static_cast<std::size_t>(std::max(type.length, 0));
    if (length > 0 && operand->text.size() > length) return {};
    Constant out = *operand;
    if (type.is_fixed_string()) out.text.resize(length, ' ');
    return out;
}

std::optional<Constant> Binder::fold_arithmetic(const Arithmetic& node, const SqlType& type) const {
    const auto left = fold(node.left), right = fold(node.right);
    if (!left || !right) return {};
    if (left->is_null || right->is_null) return Constant{{}, true};
    if (node.op == ArithmeticOp::concat) return Constant{left->text + right->text, false};
    const auto a = number_of(left->text), b = number_of(right->text);
    if (!type.is_integer() || !node.left->type.is_integer() || !node.right->type.is_integer() || !a || !b) return {};
    const auto value = calculated(node.op, *a, *b);
    return value && holds(type, *value) ? std::optional(Constant{std::to_string(*value), false}) : std::nullopt;
}

std::optional<Constant> Binder::fold_case(const Case& node) const {
    for (const CaseArm& arm : node.arms) {
        const auto taken = decide(node.operand == nullptr ? arm.when : build_.equal(node.operand, arm.when));
        if (!taken) return {};
        if (*taken) return fold(arm.then);
    }
    return node.otherwise == nullptr ? Constant{{}, true} : fold(node.otherwise);
}

/// Negative, zero or positive as the left constant is less than, equal to or greater than the right one; nothing where one of them is
/// NULL or not known, or where the collation would decide.
std::optional<int> Binder::compare_constants(ScalarRef left, ScalarRef right) const {
    const auto a = fold(left), b = fold(right);
    if (!a || !b || a->is_null || b->is_null) return {};
    if (left->type.is_integer() && right->type.is_integer()) {
        const auto x = number_of(a->text), y = number_of(b->text);
        return x && y ? std::optional(*x < *y ? -1 : *x > *y ? 1 : 0) : std::nullopt;
    }
    if (!left->type.is_string() || !right->type.is_string()) return {};
    const std::string x = to_lower(a->text), y = to_lower(b->text);
    if (x == y) return 0;
    // An empty text comes before every one with a letter or digit, whatever else is in it.
    const auto has_word = [](const std::string& text) { return std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x80 && std::isalnum(c) != 0; }); };
    if (x.empty() && has_word(y)) return -1;
    if (y.empty() && has_word(x)) return 1;
    return is_plain(x) && is_plain(y) ? std::optional(x < y ? -1 : 1) : std::nullopt;
}

/// Whether a condition is true (false covers UNKNOWN); nothing where that is not known.
std::optional<bool> Binder::decide(ScalarRef condition) const {
    return match(
        condition->node,
        [&](const Compare& n) -> std::optional<bool> {
            const auto order = n.strings == StringComparison::database && !n.null_safe ? compare_constants(n.left, n.right) : std::nullopt;
            if (!order) return {};
            switch (n.op) {
            case CompareOp::equal: return *order == 0;
            case CompareOp::not_equal: return *order != 0;
            case CompareOp::less: return *order < 0;
            case CompareOp::less_equal: return *order <= 0;
            case CompareOp::greater: return *order > 0;
            case CompareOp::greater_equal: return *order >= 0;
            }
            return {};
        },
        [&](const Logic& n) -> std::optional<bool> {
            const bool settles = n.op == LogicOp::or_;
            bool known = true;
            for (const ScalarRef operand : n.operands) {
                const auto value = decide(operand);
                if (value && *value == settles) return settles;
                known = known && value.has_value();
            }
            return known ? std::optional(!settles) : std::nullopt;
        },
        [&](const IsNull& n) -> std::optional<bool> {
            const auto operand = fold(n.operand);
            return operand ? std::optional(operand->is_null != n.negated) : std::nullopt;
        },
        [](const auto&) -> std::optional<bool> { return {}; });
}

/// The rows of a query that reads no data, in the order that it asks for (in the one they are written in, where it asks for none).
std::optional<Binder::ConstantRows> Binder::constant_rows(RelRef rel) const {
    return match(
        rel->node,
        [&](const Values& n) -> std::optional<ConstantRows> {
            ConstantRows out;
            for (const auto& row : n.rows) {
                out.emplace_back();
                for (const ScalarRef cell : row) {
                    const auto value = fold(cell);
                    if (!value) return {};
                    out.back().push_back(*value);
                }
            }
            return out;
        },
        [&](const SetOp& n) -> std::optional<ConstantRows> {
            ConstantRows out;
            for (const RelRef input : n.inputs) {
                const auto rows = n.kind == SetOpKind::union_all ? constant_rows(input) : std::nullopt;
                if (!rows) return {};
                out.insert(out.end(), rows->begin(), rows->end());
            }
            return out;
        },
        [&](const Select& n) { return constant_rows(n); }, [](const auto&) -> std::optional<ConstantRows> { return {}; });
}

std::optional<Binder::ConstantRows> Binder::constant_rows(const Select& block) const {
    if (block.where != nullptr || block.grouped || block.distinct || block.limit) return {};
    const Quantifier* input = block.from == nullptr ? nullptr : std::get_if<Quantifier>(&block.from->node);
    if (block.from != nullptr && input == nullptr) return {};
    const auto rows = input == nullptr ? ConstantRows{{}} : constant_rows(input->rel);
    if (!rows) return {};
    struct Row {
        std::vector<Constant> items;
        std::vector<ScalarRef> keys;
    };
    std::vector<Row> found;
    for (const auto& row : *rows) {
        const auto at_row = [&](ScalarRef scalar) {
            return substitute(build_.arena(), scalar, [&](const ColumnRef& ref) -> ScalarRef {
                if (input == nullptr || ref.quant != input->id) return nullptr;
                const auto column = static_cast<std::size_t>(ref.column);
                return make({row[column], input->rel->columns[column].type, row[column].is_null, {}});
            });
        };
        found.emplace_back();
        for (const ScalarRef item : block.items) {
            const auto value = fold(at_row(item));
            if (!value) return {};
            found.back().items.push_back(*value);
        }
        for (const SortKey& key : block.order) found.back().keys.push_back(at_row(key.expr));
    }
    bool clear = true; // the order of any two rows is known, or nobody asks
    const auto before = [&](const Row& a, const Row& b) {
        for (std::size_t i = 0; i < a.keys.size(); ++i) {
            const int order = *compare_constants(a.keys[i], b.keys[i]);
            if (order != 0) return block.order[i].descending ? order > 0 : order < 0;
        }
        return false;
    };
    for (const Row& a : found)
        for (const Row& b : found)
            for (std::size_t i = 0; i < a.keys.size(); ++i) clear = clear && compare_constants(a.keys[i], b.keys[i]).has_value();
    if (!clear) return {};
    std::stable_sort(found.begin(), found.end(), before);
    ConstantRows out;
    for (Row& row : found) out.push_back(std::move(row.items));
    return out;
}

} // namespace t2d::passes
