// SPDX-License-Identifier: Apache-2.0
// Expressions that give values: names, constants, arithmetic, CASE and conversions.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The value of an ODBC escape such as `{d '2024-01-01'}`.
SqlType odbc_type(std::string_view tag) {
    if (equal_ignoring_case(tag, "d")) return simple_type(TypeKind::date);
    if (equal_ignoring_case(tag, "t")) return simple_type(TypeKind::time);
    return simple_type(TypeKind::datetime);
}

std::string strip_leading_zeros(std::string digits) {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string::npos ? "0" : digits.substr(first);
}

SqlType number_type(const std::string& digits) {
    if (digits.size() < 10 || (digits.size() == 10 && digits <= "2147483647")) return simple_type(TypeKind::int_);
    return decimal_type(static_cast<int>(digits.size()), 0); // an integer constant beyond int is numeric in T-SQL
}

SqlType decimal_literal_type(const std::string& text) {
    const std::size_t point = text.find('.');
    const int scale = point == std::string::npos ? 0 : static_cast<int>(text.size() - point - 1);
    std::string whole = point == std::string::npos ? text : text.substr(0, point);
    whole.erase(0, std::min(whole.find_first_not_of('0'), whole.size()));
    return decimal_type(std::max(1, static_cast<int>(whole.size()) + scale), scale);
}

std::string canonical_decimal(std::string text) {
    if (!text.empty() && text.front() == '.') text.insert(text.begin(), '0');
    if (!text.empty() && text.back() == '.') text.pop_back();
    return text;
}

/// Length of a UTF-8 text in characters.
int length_of(std::string_view text) {
    return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

} // namespace

ScalarRef Binder::literal(const ast::Literal& node, SourceSpan span) {
    const auto constant = [&](std::string text, SqlType type) { return make({Constant{std::move(text)}, type, false, span}); };
    switch (node.literal) {
    case ast::LiteralKind::null: return make({Constant{{}, true}, simple_type(TypeKind::null), true, span});
    case ast::LiteralKind::integer: {
        std::string digits = strip_leading_zeros(node.text);
        const SqlType type = number_type(digits);
        return constant(std::move(digits), type);
    }
    case ast::LiteralKind::decimal: return constant(canonical_decimal(node.text), decimal_literal_type(node.text));
    case ast::LiteralKind::floating: return constant(node.text, simple_type(TypeKind::float_));
    case ast::LiteralKind::money: return constant(node.text, simple_type(TypeKind::money));
    case ast::LiteralKind::string: return constant(node.text, string_type(TypeKind::varchar, std::max(1, length_of(node.text))));
    case ast::LiteralKind::nstring: return constant(node.text, string_type(TypeKind::nvarchar, std::max(1, length_of(node.text))));
    case ast::LiteralKind::binary: return constant(node.text, string_type(TypeKind::varbinary, std::max(1, static_cast<int>(node.text.size() / 2))));
    }
    return poison();
}

ScalarRef Binder::expr(const ast::Expr& node, Scope& scope) {
    const SourceSpan span = node.span;
    return match(
        node.node, [&](const ast::Literal& n) { return literal(n, span); },
        [&](const ast::ColumnName& n) { return column(n.name, span, scope); },
        [&](const ast::Variable& n) { return variable(n.name, span); },
        [&](const ast::Unary& n) { return unary(n, span, scope); }, [&](const ast::Binary& n) { return binary(n, span, scope); },
        [&](const ast::Logic& n) {
            std::vector<ScalarRef> operands;
            for (const auto& operand : n.operands) operands.push_back(condition(operand, scope));
            const bool nullable = std::any_of(operands.begin(), operands.end(), [](ScalarRef o) { return o->nullable; });
            return make({Logic{n.op == ast::LogicOp::and_ ? LogicOp::and_ : LogicOp::or_, std::move(operands)}, simple_type(TypeKind::bit), nullable, span});
        },
        [&](const ast::Between& n) { return between(n, span, scope); }, [&](const ast::InList& n) { return in_list(n, span, scope); },
        [&](const ast::InQuery& n) { return in_query(n, span, scope); }, [&](const ast::Like& n) { return like(n, span, scope); },
        [&](const ast::IsNull& n) {
            return make({IsNull{expr(*n.operand, scope), n.negated}, simple_type(TypeKind::bit), false, span});
        },
        [&](const ast::IsDistinct& n) {
            return compare(n.negated ? CompareOp::equal : CompareOp::not_equal, expr(*n.left, scope), expr(*n.right, scope), span, true);
        },
        [&](const ast::Exists& n) -> ScalarRef {
            if (const auto answer = catalog_answer(*n.query, span)) return build_.equal(build_.integer(1), build_.integer(*answer ? 1 : 0));
            return make({Exists{rows_of(*n.query, &scope)}, simple_type(TypeKind::bit), false, span});
        },
        [&](const ast::Quantified& n) { return quantified(n, span, scope); },
        [&](const ast::Subquery& n) -> ScalarRef {
            if (const auto list = xml_list_of(node)) return xml_list(*list, span, scope, false);
            if (const ScalarRef count = catalog_count(*n.query, span)) return count;
            const RelRef rel = query(*n.query, &scope);
            if (rel->columns.empty()) return poison();
            return make({ScalarSubquery{rel}, rel->columns.front().type, true, span});
        },
        [&](const ast::Case& n) { return case_expr(n, span, scope); }, [&](const ast::Cast& n) { return cast(n, span, scope); },
        [&](const ast::Call& n) { return call(n, span, scope); },
        [&](const ast::MethodCall& n) {
            if (const auto list = xml_list_of(node)) return xml_list(*list, span, scope, false);
            fail<diag::unsupported_syntax>(span, std::string(n.kind));
            return poison();
        },
        [&](const ast::Collate& n) {
            const ScalarRef operand = expr(*n.operand, scope);
            return make({Collate{operand, n.collation}, operand->type, operand->nullable, span});
        },
        [&](const ast::AtTimeZone& n) {
            const std::vector<ScalarRef> args{expr(*n.operand, scope), expr(*n.zone, scope)};
            return make({Call{FunctionId::at_time_zone, args, {}}, function_type(FunctionId::at_time_zone, args), args[0]->nullable || args[1]->nullable, span});
        },
        [&](const ast::NextValue& n) { return next_value(n, span); },
        [&](const ast::OdbcEscape& n) { return make({Convert{expr(*n.operand, scope), true}, odbc_type(n.tag), true, span}); },
        [&](const auto& n) -> ScalarRef {
            fail<diag::unsupported_syntax>(span, std::string(n.kind));
            return poison();
        });
}

ScalarRef Binder::value(const ast::Expr& node, Scope& scope, const SqlType& type) {
    const ScalarRef bound = expr(node, scope);
    if (bound->type.kind == TypeKind::null || !bound->type.known()) {
        const auto* constant = std::get_if<Constant>(&bound->node);
        if (constant != nullptr && constant->is_null) return build_.null(type);
    }
    return build_.convert(bound, type);
}

// ---- names

ScalarRef Binder::find_in_scope(const ast::Name& name, SourceSpan span, Scope& scope, bool& ambiguous) {
    const auto& parts = name.parts;
    const std::string& last = parts.back();
    ScalarRef found = nullptr;
    for (const RangeVariable& range : scope.tables) {
        if (parts.size() == 2 && !equal_ignoring_case(range.alias, parts[0])) continue;
        if (parts.size() > 2 && range.key != catalog_key(parts[parts.size() - 3], parts[parts.size() - 2])) continue;
        const auto& columns = range.table >= 0 ? program_.tables[static_cast<std::size_t>(range.table)].columns : range.rel->columns;
        const int index = find_column(columns, last);
        if (index < 0) continue;
        if (found != nullptr) ambiguous = true;
        note_range(range, index, columns[static_cast<std::size_t>(index)].type);
        if (found == nullptr) found = make({ColumnRef{range.quant, index}, columns[static_cast<std::size_t>(index)].type, columns[static_cast<std::size_t>(index)].nullable || range.outer_joined, span});
    }
    return found;
}

/// A column of a table without DDL: taken from use, when the reference can only mean that table.
ScalarRef Binder::infer_column(const ast::Name& name, Scope& scope) {
    const RangeVariable* candidate = nullptr;
    for (const RangeVariable& range : scope.tables) {
        if (name.parts.size() >= 2 && !equal_ignoring_case(range.alias, name.parts[name.parts.size() - 2])) continue;
        if (range.table < 0 || !program_.tables[static_cast<std::size_t>(range.table)].inferred) continue;
        if (candidate != nullptr) return nullptr;
        candidate = &range;
    }
    if (candidate == nullptr) return nullptr;
    TableSymbol& symbol = program_.tables[static_cast<std::size_t>(candidate->table)];
    const SqlType type = undeclared_type(symbol, name.parts.back());
    symbol.columns.push_back({name.parts.back(), type, true});
    symbol.rules.emplace_back();
    const int index = static_cast<int>(symbol.columns.size()) - 1;
    note_range(*candidate, index, type);
    const ScalarRef made = make({ColumnRef{candidate->quant, index}, type, true, name.span});
    if (!type.known()) first_uses_.insert_or_assign({candidate->table, index}, made);
    return made;
}

ScalarRef Binder::column(const ast::Name& name, SourceSpan span, Scope& scope) {
    bool ambiguous = false;
    for (Scope* level = &scope; level != nullptr; level = const_cast<Scope*>(level->outer)) {
        const ScalarRef found = find_in_scope(name, span, *level, ambiguous);
        if (ambiguous) {
            fail<diag::ambiguous_column>(span, name.last());
            return poison();
        }
        if (found != nullptr) return found;
    }
    for (Scope* level = &scope; level != nullptr; level = const_cast<Scope*>(level->outer)) {
        if (level->incomplete) return poison();
        if (const ScalarRef found = infer_column(name, *level)) return found;
    }
    fail<diag::unknown_column>(span, fmt::format("{}", fmt::join(name.parts, ".")));
    return poison();
}

ScalarRef Binder::variable(const std::string& name, SourceSpan span) {
    if (equal_ignoring_case(name, "@@rowcount")) return make({VarRef{rowcount_}, simple_type(TypeKind::int_), false, span});
    if (equal_ignoring_case(name, "@@identity")) return make({VarRef{identity_}, simple_type(TypeKind::bigint), true, span});
    if (equal_ignoring_case(name, "@@error")) return build_.integer(0); // a statement that failed would have ended the model
    if (equal_ignoring_case(name, "@@trancount")) return open_transactions(false, span);
    if (equal_ignoring_case(name, "@@datefirst")) return build_.integer(session_.first_weekday);
    if (equal_ignoring_case(name, "@@procid")) return build_.integer(0);
    if (equal_ignoring_case(name, "@@fetch_status")) return make({VarRef{fetch_status_}, simple_type(TypeKind::int_), true, span});
    if (const auto value = find_environment_value(name)) return environment(*value, span);
    const int index = find_variable(name);
    if (index >= 0) return make({VarRef{index}, program_.variables[static_cast<std::size_t>(index)].type, true, span});
    if (name.starts_with("@@"))
        fail<diag::unsupported_syntax>(span, name);
    else
        fail<diag::unknown_variable>(span, name);
    return poison();
}

// ---- operators

ScalarRef Binder::unary(const ast::Unary& node, SourceSpan span, Scope& scope) {
    if (node.op == ast::UnaryOp::logical_not) {
        const ScalarRef operand = condition(*node.operand, scope);
        return make({Not{operand}, simple_type(TypeKind::bit), operand->nullable, span});
    }
    const ScalarRef operand = expr(*node.operand, scope);
    if (node.op == ast::UnaryOp::plus) return operand;
    if (node.op == ast::UnaryOp::minus) {
        const auto* constant = std::get_if<Constant>(&operand->node);
        if (constant != nullptr && operand->type.is_number() && !constant->text.empty() && constant->text.front() != '-' && constant->text != "0")
            return make({Constant{"-" + constant->text}, operand->type, false, span});
    }
    const SqlType type = unary_type(node.op, operand->type);
    const UnaryKind kind = node.op == ast::UnaryOp::minus ? UnaryKind::negate : UnaryKind::bit_not;
    return make({UnaryOp{kind, build_.convert(operand, type)}, type, operand->nullable, span});
}

namespace {
bool is_comparison(ast::BinaryOp op) { return op >= ast::BinaryOp::equal && op <= ast::BinaryOp::not_greater; }

CompareOp compare_op(ast::BinaryOp op) {
    switch (op) {
    case ast::BinaryOp::not_equal: return CompareOp::not_equal;
    case ast::BinaryOp::less: return CompareOp::less;
    case ast::BinaryOp::not_greater:
    case ast::BinaryOp::less_equal: return CompareOp::less_equal;
    case ast::BinaryOp::greater: return CompareOp::greater;
    case ast::BinaryOp::not_less:
    case ast::BinaryOp::greater_equal: return CompareOp::greater_equal;
    default: return CompareOp::equal;
    }
}

/// Operands are converted only across families of types: numbers mix natively in every target.
ScalarRef operand_as(const Builder& build, ScalarRef operand, const SqlType& type) {
    const bool both_numbers = operand->type.is_number() && type.is_number();
    if (both_numbers && operand->type.kind != TypeKind::bit) return operand;
    const bool both_strings = operand->type.is_string() && type.is_string();
    if (both_strings) return operand;
    return build.convert(operand, type);
}
} // namespace

ScalarRef Binder::binary(const ast::Binary& node, SourceSpan span, Scope& scope) {
    if (node.op == ast::BinaryOp::outer_left || node.op == ast::BinaryOp::outer_right) {
        fail<diag::unsupported_syntax>(span, "old outer join operator");
        return poison();
    }
    if (node.op == ast::BinaryOp::shift_left || node.op == ast::BinaryOp::shift_right) {
        fail<diag::unsupported_syntax>(span, "bit shift");
        return poison();
    }
    if (node.op == ast::BinaryOp::concat) {
        fail<diag::unsupported_syntax>(span, "concatenation by ||");
        return poison();
    }
    const ScalarRef left = expr(*node.left, scope);
    const ScalarRef right = expr(*node.right, scope);
    if (is_comparison(node.op)) return compare(compare_op(node.op), left, right, span);
    if (node.op == ast::BinaryOp::add) note_sum(left, right);
    const auto result = arithmetic_type(node.op, *left, *right);
    if (!result) {
        if (!failed_) fail<diag::type_mismatch>(span, to_string(left->type), to_string(right->type));
        return poison();
    }
    Arithmetic arithmetic{result->op, operand_as(build_, left, result->left), operand_as(build_, right, result->right)};
    return make({arithmetic, result->type, left->nullable || right->nullable, span});
}

/// A simple CASE compares with conversions that may differ per arm; where one does, the searched form states them.
void Binder::settle_simple_case(Case& node, SourceSpan span) {
    std::vector<ScalarRef> compared{node.operand};
    for (const CaseArm& arm : node.arms) compared.push_back(arm.when);
    note_texts(compared);
    for (std::size_t i = 0; i < node.arms.size(); ++i) {
        ScalarRef operand = node.operand;
        unify(operand, node.arms[i].when);
        compared[i + 1] = node.arms[i].when;
    }
    const SqlType& type = node.operand->type;
    const bool mixed = std::any_of(node.arms.begin(), node.arms.end(), [&](const CaseArm& arm) { return common_type(type, arm.when->type).kind != type.kind && !(type.is_string() && arm.when->type.is_string()); });
    if (mixed) {
        for (CaseArm& arm : node.arms) arm.when = compare(CompareOp::equal, node.operand, arm.when, arm.when->span);
        node.operand = nullptr;
    } else {
        node.strings = collation_of(compared, span);
    }
}

ScalarRef Binder::case_expr(const ast::Case& node, SourceSpan span, Scope& scope) {
    Case out;
    std::vector<ScalarRef> results;
    if (node.operand) out.operand = expr(**node.operand, scope);
    bool nullable = !node.otherwise;
    for (const auto& when : node.whens) {
        const ScalarRef test = out.operand != nullptr ? expr(when.when, scope) : condition(when.when, scope);
        const ScalarRef then = expr(when.then, scope);
        results.push_back(then);
        nullable = nullable || then->nullable;
        out.arms.push_back({test, then});
    }
    if (node.otherwise) {
        out.otherwise = expr(**node.otherwise, scope);
        results.push_back(out.otherwise);
        nullable = nullable || out.otherwise->nullable;
    }
    if (out.operand != nullptr) settle_simple_case(out, span);
    note_texts(results);
    SqlType type = simple_type(TypeKind::null);
    for (const ScalarRef result : results) type = type.kind == TypeKind::null ? result->type : result->type.kind == TypeKind::null ? type : common_type(type, result->type);
    for (auto& arm : out.arms) arm.then = build_.convert(arm.then, type);
    if (out.otherwise != nullptr) out.otherwise = build_.convert(out.otherwise, type);
    return make({std::move(out), type, nullable, span});
}

ScalarRef Binder::cast(const ast::Cast& node, SourceSpan span, Scope& scope) {
    if (node.cast == ast::CastKind::parse || node.cast == ast::CastKind::try_parse) {
        fail<diag::unsupported_syntax>(span, "PARSE");
        return poison();
    }
    const ScalarRef operand = expr(*node.operand, scope);
    Convert convert;
    convert.operand = operand;
    convert.try_ = node.cast == ast::CastKind::try_cast || node.cast == ast::CastKind::try_convert;
    if (node.style) {
        const ScalarRef style = expr(**node.style, scope);
        const auto* constant = std::get_if<Constant>(&style->node);
        if (constant == nullptr || !style->type.is_integer()) {
            fail<diag::unsupported_syntax>(span, "CONVERT with a style that is not a constant");
            return poison();
        }
        convert.style = std::stoi(constant->text);
    }
    return make({convert, type_of(node.type, true), operand->nullable || convert.try_, span});
}

} // namespace t2d::passes
