// SPDX-License-Identifier: Apache-2.0
// What is known of tables when the procedure is compiled: IDENTITY() of SELECT INTO, and whether a temporary table exists.
#include <algorithm>

#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/bind/catalog_question.h"

namespace t2d::passes {

using namespace ir;

namespace {

/// The text of a whole number; empty for anything else.
std::string whole_number(const ast::Expr& node) {
    if (const auto* literal = std::get_if<ast::Literal>(&node.node)) return literal->text;
    const auto* unary = std::get_if<ast::Unary>(&node.node);
    const auto* operand = unary == nullptr || unary->op != ast::UnaryOp::minus ? nullptr : std::get_if<ast::Literal>(&unary->operand->node);
    return operand == nullptr ? std::string{} : "-" + operand->text;
}

bool is_whole(const std::string& text) { return !text.empty() && text.size() < 10 && text.find_first_not_of("-0123456789") == std::string::npos; }

const ast::Call* identity_call(const ast::SelectItem& item) {
    const auto* call = get_boxed<ast::Call>(item.expr.node);
    return call != nullptr && call->function.parts.size() == 1 && equal_ignoring_case(call->function.last(), "IDENTITY") ? call : nullptr;
}

} // namespace

/// Whether a SELECT INTO has an IDENTITY() column; `plain` is the query with a constant in its place.
bool Binder::unnumbered(const ast::Query& node, ast::Query& plain, IdentityColumn& identity) {
    const auto* block = std::get_if<ast::Select>(&node.body);
    if (block == nullptr) return false;
    for (std::size_t i = 0; i < block->items.size(); ++i) {
        const ast::Call* call = identity_call(block->items[i]);
        if (call == nullptr) continue;
        const auto* type = call->args.empty() ? nullptr : std::get_if<ast::ColumnName>(&call->args[0].node);
        identity.name = block->items[i].alias;
        if (type != nullptr) identity.type = resolve_type(ast::TypeName{type->name, {}, type->name.span});
        if (call->args.size() > 1) identity.seed = whole_number(call->args[1]);
        if (call->args.size() > 2) identity.increment = whole_number(call->args[2]);
        if (!identity.type.is_integer() || identity.name.empty() || !is_whole(identity.seed) || !is_whole(identity.increment)) {
            fail<diag::unsupported_syntax>(block->items[i].span, "this IDENTITY() column");
            return false;
        }
        plain = node;
        ast::Literal zero;
        zero.literal = ast::LiteralKind::integer;
        zero.text = "0";
        std::get<ast::Select>(plain.body).items[i].expr.node = std::move(zero);
        return true;
    }
    return false;
}

/// The numbers that an identity column gives rows in an order.
ScalarRef Binder::identity_value(std::vector<SortKey> order, const IdentityColumn& identity) {
    Window number;
    number.function = WindowKind::row_number;
    number.order = std::move(order);
    const SqlType bigint = simple_type(TypeKind::bigint);
    const auto calculate = [&](ArithmeticOp op, ScalarRef left, long long right) {
        return make({Arithmetic{op, left, build_.convert(build_.integer(right), bigint)}, bigint, false, span_});
    };
    const long long seed = std::stoll(identity.seed), increment = std::stoll(identity.increment);
    ScalarRef value = make({std::move(number), bigint, false, span_});
    if (increment != 1) value = calculate(ArithmeticOp::multiply, value, increment);
    if (seed != increment) value = calculate(ArithmeticOp::add, value, seed - increment);
    return build_.convert(value, identity.type);
}

/// The rows with their numbers, in the order of the query; without one, in the order of the other columns.
RelRef Binder::numbered(RelRef rel, const IdentityColumn& identity) {
    Select block = numbered_block(build_, rel);
    std::vector<Column> columns = rel->columns;
    const int place = find_column(columns, identity.name);
    const auto at = static_cast<std::size_t>(place);
    std::vector<SortKey> order = block.order;
    if (order.empty()) {
        if (block.limit) fail<diag::unsupported_syntax>(span_, "IDENTITY() beside TOP without an order");
        diagnostics_.report<diag::identity_order>(span_, identity.name);
        for (std::size_t i = 0; i < block.items.size(); ++i)
            if (i != at && !std::holds_alternative<Constant>(block.items[i]->node)) order.push_back({block.items[i], false});
    }
    if (!block.limit) block.order.clear();
    block.items[at] = identity_value(std::move(order), identity);
    columns[at].type = identity.type;
    columns[at].nullable = false;
    return build_.select(std::move(block), std::move(columns));
}

/// A temporary table that is made now: it exists from here on where nothing decides whether it is made.
void Binder::note_made(TableId id, const ast::Name& name) {
    if (branches_ > 0) conditional_.insert(id);
    else dropped_.erase(catalog_key(name));
}

/// OBJECT_ID('tempdb..#t') where it is known whether the table exists. A table of the DDL does until it is dropped; what other objects there are is not known.
ScalarRef Binder::temporary_object(const ast::Call& node, SourceSpan span) {
    Scope none;
    const auto* literal = node.args.empty() ? nullptr : std::get_if<ast::Literal>(&node.args[0].node);
    const std::size_t start = literal == nullptr ? std::string::npos : literal->text.find('#');
    if (start == std::string::npos) {
        const auto* kind = node.args.size() < 2 ? nullptr : std::get_if<ast::Literal>(&node.args[1].node);
        const bool of_tables = node.args.size() == 1 || (kind != nullptr && equal_ignoring_case(kind->text, "U"));
        const std::string key = literal == nullptr || !of_tables ? std::string{} : key_of_text(literal->text);
        if (is_declared(catalog_, key) && !dropped_.contains(key)) return build_.integer(1);
        return system_call(*find_function("OBJECT_ID"), node, span, none);
    }
    std::string name = to_lower(literal->text.substr(start));
    if (!name.empty() && name.back() == ']') name.pop_back();
    TableId found = -1;
    for (const Frame& frame : frames_)
        if (const auto table = frame.tables.find(name); table != frame.tables.end()) found = table->second;
    const bool known = found >= 0 ? !conditional_.contains(found) && !dropped_.contains("dbo." + name) : branches_ == 0;
    if (!known) return system_call(*find_function("OBJECT_ID"), node, span, none);
    return found < 0 ? build_.null(simple_type(TypeKind::int_)) : build_.integer(1);
}

} // namespace t2d::passes
