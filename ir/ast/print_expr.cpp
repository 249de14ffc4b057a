// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "ir/ast/printer.h"
#include "ir/match.h"

namespace t2d::ast {
namespace {

/// Binding strength, from OR to what needs no parentheses anywhere.
enum Strength : int { kOr = 1, kAnd, kNot, kCompare, kAdd, kMultiply, kSign, kPostfix, kPrimary };

int strength(BinaryOp op) {
    switch (op) {
    case BinaryOp::add:
    case BinaryOp::subtract:
    case BinaryOp::bit_and:
    case BinaryOp::bit_or:
    case BinaryOp::bit_xor:
    case BinaryOp::shift_left:
    case BinaryOp::shift_right:
    case BinaryOp::concat: return kAdd;
    case BinaryOp::multiply:
    case BinaryOp::divide:
    case BinaryOp::modulo: return kMultiply;
    default: return kCompare;
    }
}

int strength(const Expr& e) {
    if (const auto* n = std::get_if<Logic>(&e.node)) return n->op == LogicOp::or_ ? kOr : kAnd;
    if (const auto* n = std::get_if<Unary>(&e.node)) return n->op == UnaryOp::logical_not ? kNot : kSign;
    if (const auto* n = std::get_if<Binary>(&e.node)) return strength(n->op);
    const auto any = [&](auto... tag) { return (holds<decltype(tag)>(e.node) || ...); };
    if (any(Between{}, InList{}, InQuery{}, Like{}, IsNull{}, IsDistinct{}, Quantified{})) return kCompare;
    return any(Collate{}, AtTimeZone{}) ? kPostfix : kPrimary;
}

std::string_view spelling(BinaryOp op) {
    static constexpr std::array<std::string_view, 21> texts = {"+",  "-", "*",  "/", "%",  "&",  "|",  "^",  "=",
                                                               "<>", "<", "<=", ">", ">=", "!<", "!>", "*=", "=*", "<<", ">>", "||"};
    return texts[static_cast<std::size_t>(op)];
}

std::string upper(std::string_view text) {
    std::string result(text);
    for (char& c : result)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return result;
}

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
    const std::string text = upper(word);
    return std::find(words.begin(), words.end(), text) != words.end();
}

} // namespace

void Printer::expr(const Expr& e, int weakest) {
    const bool parentheses = strength(e) < weakest;
    if (parentheses) put("(");
    match(e.node, [&](const auto& n) { node(n); });
    if (parentheses) put(")");
}

void Printer::node(const Literal& n) {
    if (n.literal == LiteralKind::null) {
        put("NULL");
        return;
    }
    if (n.literal == LiteralKind::nstring) put("N");
    if (n.literal == LiteralKind::string || n.literal == LiteralKind::nstring)
        string(n.text);
    else
        put(n.text);
}

void Printer::node(const Star& n) {
    name(n.qualifier);
    put(n.qualifier.parts.empty() ? "*" : ".*");
}

void Printer::node(const Unary& n) {
    if (n.op == UnaryOp::logical_not) {
        put("NOT ");
        expr(*n.operand, kNot);
        return;
    }
    put(n.op == UnaryOp::plus ? "+" : n.op == UnaryOp::minus ? "-" : "~");
    if (std::holds_alternative<Unary>(n.operand->node)) put(" "); // "--" would start a comment
    expr(*n.operand, kSign);
}

void Printer::node(const Binary& n) {
    const int own = strength(n.op);
    expr(*n.left, own);
    put(" ").put(spelling(n.op)).put(" ");
    expr(*n.right, own + 1);
}

void Printer::node(const Logic& n) {
    const bool is_or = n.op == LogicOp::or_;
    for (std::size_t i = 0; i < n.operands.size(); ++i) {
        if (i > 0) put(is_or ? " OR " : " AND ");
        expr(n.operands[i], is_or ? kAnd : kNot);
    }
}

void Printer::node(const Between& n) {
    expr(*n.operand, kCompare);
    put(n.negated ? " NOT BETWEEN " : " BETWEEN ");
    expr(*n.low, kAdd);
    put(" AND ");
    expr(*n.high, kAdd);
}

void Printer::node(const InList& n) {
    expr(*n.operand, kCompare);
    put(n.negated ? " NOT IN (" : " IN (");
    exprs(n.items);
    put(")");
}

void Printer::node(const InQuery& n) {
    expr(*n.operand, kCompare);
    put(n.negated ? " NOT IN " : " IN ");
    nested(*n.query);
}

void Printer::node(const Like& n) {
    expr(*n.operand, kCompare);
    put(n.negated ? " NOT LIKE " : " LIKE ");
    expr(*n.pattern, kAdd);
    if (!n.escape) return;
    put(" ESCAPE ");
    expr(**n.escape, kAdd);
}

void Printer::node(const IsNull& n) {
    expr(*n.operand, kCompare);
    put(n.negated ? " IS NOT NULL" : " IS NULL");
}

void Printer::node(const IsDistinct& n) {
    expr(*n.left, kCompare);
    put(n.negated ? " IS NOT DISTINCT FROM " : " IS DISTINCT FROM ");
    expr(*n.right, kAdd);
}

void Printer::node(const Exists& n) {
    put("EXISTS ");
    nested(*n.query);
}

void Printer::node(const Quantified& n) {
    expr(*n.operand, kCompare);
    put(" ").put(spelling(n.op)).put(n.all ? " ALL " : " ANY ");
    nested(*n.query);
}

void Printer::node(const Case& n) {
    put("CASE");
    if (n.operand) {
        put(" ");
        expr(**n.operand);
    }
    for (const CaseWhen& w : n.whens) {
        put(" WHEN ");
        expr(w.when);
        put(" THEN ");
        expr(w.then);
    }
    if (n.otherwise) {
        put(" ELSE ");
        expr(**n.otherwise);
    }
    put(" END");
}

void Printer::node(const Cast& n) {
    static constexpr std::array<std::string_view, 6> names = {"CAST",        "TRY_CAST", "CONVERT",
                                                              "TRY_CONVERT", "PARSE",    "TRY_PARSE"};
    put(names[static_cast<std::size_t>(n.cast)]).put("(");
    if (n.cast == CastKind::convert || n.cast == CastKind::try_convert) {
        type(n.type);
        put(", ");
        expr(*n.operand);
        if (n.style) put(", ");
    } else {
        expr(*n.operand);
        put(" AS ");
        type(n.type);
        if (n.style) put(" USING ");
    }
    if (n.style) expr(**n.style);
    put(")");
}

/// Some reserved words are functions too and take no brackets then.
void Printer::call_name(const Name& n) {
    const bool word = n.parts.size() == 1 && is_one_of(n.parts[0], {"LEFT",
                                                                    "RIGHT",
                                                                    "USER",
                                                                    "IDENTITY",
                                                                    "ROWGUIDCOL",
                                                                    "UPDATE",
                                                                    "COALESCE",
                                                                    "NULLIF",
                                                                    "GROUPING",
                                                                    "CONTAINS",
                                                                    "FREETEXT",
                                                                    "CONTAINSTABLE",
                                                                    "FREETEXTTABLE",
                                                                    "OPENQUERY",
                                                                    "OPENROWSET",
                                                                    "OPENXML",
                                                                    "OPENDATASOURCE",
                                                                    "CURRENT_TIMESTAMP",
                                                                    "CURRENT_USER",
                                                                    "SESSION_USER",
                                                                    "SYSTEM_USER",
                                                                    "CURRENT_DATE",
                                                                    "CURRENT_TIMEZONE"});
    if (word)
        put(n.parts[0]);
    else
        name(n);
}

void Printer::arguments(const Call& n) {
    put("(");
    if (n.distinct) put("DISTINCT ");
    if (n.args.size() == 2 && n.function.parts.size() == 1 &&
        is_one_of(n.function.last(), {"TRIM"})) { // TRIM(characters FROM text)
        expr(n.args[1]);
        put(" FROM ");
        expr(n.args[0]);
    } else {
        exprs(n.args);
    }
    if (!n.json_options.empty()) put(" ").put(n.json_options);
    put(")");
}

void Printer::node(const Call& n) {
    call_name(n.function);
    if (n.parentheses) arguments(n);
    if (!n.within_group.empty()) {
        put(" WITHIN GROUP (ORDER BY ");
        order(n.within_group);
        put(")");
    }
    if (n.nulls != NullTreatment::none)
        put(n.nulls == NullTreatment::ignore_nulls ? " IGNORE NULLS" : " RESPECT NULLS");
    if (n.over) {
        put(" OVER ");
        over(**n.over, true);
    }
}

void Printer::node(const MethodCall& n) {
    const auto& operand = n.operand->node;
    const bool xml = n.parentheses && is_one_of(n.method, {"VALUE", "QUERY", "EXIST", "NODES", "MODIFY"});
    const auto* call = get_boxed<Call>(operand);
    const bool bare = std::holds_alternative<Variable>(operand) || holds<MethodCall>(operand) ||
                      std::holds_alternative<Subquery>(operand) || holds<Cast>(operand) ||
                      (call != nullptr && call->parentheses && !call->over && call->within_group.empty()) ||
                      (std::holds_alternative<ColumnName>(operand) && (xml || n.is_static));
    if (!bare) put("(");
    expr(*n.operand);
    if (!bare) put(")");
    put(n.is_static ? "::" : ".");
    identifier(n.method);
    if (!n.parentheses) return;
    put("(");
    exprs(n.args);
    put(")");
}

void Printer::node(const Collate& n) {
    expr(*n.operand, kPostfix);
    put(" COLLATE ");
    identifier(n.collation);
}

void Printer::node(const AtTimeZone& n) {
    expr(*n.operand, kPostfix);
    put(" AT TIME ZONE ");
    expr(*n.zone, kPrimary);
}

void Printer::node(const NextValue& n) {
    put("NEXT VALUE FOR ");
    name(n.sequence);
    if (!n.over) return;
    put(" OVER ");
    over(**n.over, true);
}

void Printer::node(const NamedArgument& n) {
    const auto* word = std::get_if<ColumnName>(&n.key->node);
    const bool bulk = word != nullptr && word->name.last() == "BULK";
    const bool language = word != nullptr && !n.as && is_one_of(word->name.last(), {"LANGUAGE", "CHANGES", "VERSION"});
    const auto* order = word != nullptr && word->name.last() == "ORDER" ? std::get_if<Literal>(&n.value->node) : nullptr;
    if (order != nullptr && !n.as) {
        put("ORDER ").put(order->text); // the order that a file promises
        return;
    }
    if (bulk || language)
        put(word->name.last()).put(" ");
    else
        expr(*n.key);
    if (!bulk && !language) put(n.as ? " AS " : " : ");
    expr(*n.value);
}

void Printer::node(const OdbcEscape& n) {
    put("{").put(n.tag).put(" ");
    expr(*n.operand);
    put("}");
}

void Printer::node(const CurrentOf& n) {
    put("CURRENT OF ");
    variable_or_name(n.cursor);
}

void Printer::node(const Tuple& n) {
    put("(");
    exprs(n.items);
    put(")");
}

void Printer::order(const std::vector<OrderItem>& items) {
    commas(items, [&](const OrderItem& i) {
        expr(i.expr);
        if (i.descending) put(" DESC");
    });
}

/// `reference`: after OVER, where the name of a window may stand alone.
void Printer::over(const Over& o, bool reference) {
    if (reference && !o.window.empty() && o.partition_by.empty() && o.order_by.empty() && !o.frame)
        return identifier(o.window);
    put("(");
    std::string_view gap;
    const auto part = [&](std::string_view text) {
        put(gap).put(text);
        gap = " ";
    };
    if (!o.window.empty()) {
        part("");
        identifier(o.window);
    }
    if (!o.partition_by.empty()) {
        part("PARTITION BY ");
        exprs(o.partition_by);
    }
    if (!o.order_by.empty()) {
        part("ORDER BY ");
        order(o.order_by);
    }
    if (o.frame) {
        part(o.frame->unit == FrameUnit::rows ? "ROWS " : "RANGE ");
        if (o.frame->end) put("BETWEEN ");
        bound(o.frame->start);
        if (o.frame->end) {
            put(" AND ");
            bound(*o.frame->end);
        }
    }
    put(")");
}

void Printer::bound(const FrameBound& b) {
    static constexpr std::array<std::string_view, 5> texts = {"UNBOUNDED PRECEDING", " PRECEDING", "CURRENT ROW",
                                                              " FOLLOWING", "UNBOUNDED FOLLOWING"};
    if (b.offset) expr(**b.offset, kPrimary);
    put(texts[static_cast<std::size_t>(b.bound)]);
}

} // namespace t2d::ast
