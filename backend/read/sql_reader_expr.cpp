// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <utility>

#include "backend/read/sql_reader.h"

namespace t2d::backend::read {

namespace {

constexpr int kMaxDepth = 400; ///< of parentheses, CASE and calls in each other

} // namespace

/// The expression with the word before its parenthesis.
static ast::Expr from(std::uint32_t begin, ast::Expr expr) {
    if (expr.span.valid()) expr.span.begin = begin;
    return expr;
}

ast::Expr SqlReader::finish(decltype(ast::Expr::node) node, std::uint32_t begin) {
    const std::uint32_t end = at_ == 0 ? begin : tokens_[at_ - 1].span.end;
    return {std::move(node), {tokens_[0].span.file, begin, std::max(begin, end)}};
}

ast::Expr SqlReader::make_call(std::string name, std::vector<ast::Expr> args, std::uint32_t begin) {
    ast::Call call;
    call.function.parts = {std::move(name)};
    call.args = std::move(args);
    return finish(std::move(call), begin);
}

std::vector<ast::Expr> SqlReader::list_until(std::string_view close) {
    std::vector<ast::Expr> items;
    if (take_symbol(close)) return items;
    do items.push_back(expr());
    while (take_symbol(","));
    expect_symbol(close);
    return items;
}

ast::Expr SqlReader::logic_or() {
    const std::uint32_t begin = here();
    ast::Expr first = logic_and();
    if (!is_word("or")) return first;
    ast::Logic logic{ast::LogicOp::or_, {}};
    logic.operands.push_back(std::move(first));
    while (take("or")) logic.operands.push_back(logic_and());
    return finish(std::move(logic), begin);
}

ast::Expr SqlReader::logic_and() {
    const std::uint32_t begin = here();
    ast::Expr first = logic_not();
    if (!is_word("and")) return first;
    ast::Logic logic{ast::LogicOp::and_, {}};
    logic.operands.push_back(std::move(first));
    while (take("and")) logic.operands.push_back(logic_not());
    return finish(std::move(logic), begin);
}

ast::Expr SqlReader::logic_not() {
    const std::uint32_t begin = here();
    if (++depth_ > kMaxDepth) fail("nesting too deep");
    ast::Expr result = is_word("not") && (next(), true) ? finish(ast::Unary{ast::UnaryOp::logical_not, logic_not()}, begin) : comparison();
    --depth_;
    return result;
}

ast::Expr SqlReader::comparison() {
    static constexpr std::array<std::pair<std::string_view, ast::BinaryOp>, 7> kOperators{{{"=", ast::BinaryOp::equal}, {"<>", ast::BinaryOp::not_equal}, {"!=", ast::BinaryOp::not_equal}, {"<=", ast::BinaryOp::less_equal}, {">=", ast::BinaryOp::greater_equal}, {"<", ast::BinaryOp::less}, {">", ast::BinaryOp::greater}}};
    const std::uint32_t begin = here();
    ast::Expr left = other_operator();
    while (error_.empty()) {
        if (is_word("is")) {
            left = is_test(std::move(left), begin);
            continue;
        }
        const bool negated = is_word("not") && (is_word("in", 1) || is_word("between", 1) || is_word("like", 1) || is_word("ilike", 1));
        if (negated) next();
        if (is_word("in") || is_word("between") || is_word("like") || is_word("ilike")) {
            left = membership(std::move(left), negated, begin);
            continue;
        }
        const std::pair<std::string_view, ast::BinaryOp>* found = nullptr;
        for (const auto& row : kOperators)
            if (is_symbol(row.first)) found = &row;
        if (found == nullptr) return left;
        next();
        if ((is_word("any") || is_word("all")) && is_symbol("(", 1)) {
            ast::Quantified quantified;
            quantified.op = found->second;
            quantified.all = next().text == "all";
            next();
            quantified.operand = std::move(left);
            quantified.query = query();
            expect_symbol(")");
            left = finish(std::move(quantified), begin);
        } else left = finish(ast::Binary{found->second, std::move(left), other_operator()}, begin);
    }
    return left;
}

ast::Expr SqlReader::is_test(ast::Expr left, std::uint32_t begin) {
    expect("is");
    const bool negated = take("not");
    if (take("null")) return finish(ast::IsNull{negated, std::move(left)}, begin);
    if (take("distinct")) {
        expect("from");
        return finish(ast::IsDistinct{negated, std::move(left), other_operator()}, begin);
    }
    const std::string word = identifier();
    if (word != "true") fail("IS " + word);
    std::vector<ast::Expr> args;
    args.push_back(std::move(left));
    return make_call(negated ? "is not true" : "is true", std::move(args), begin);
}

ast::Expr SqlReader::membership(ast::Expr left, bool negated, std::uint32_t begin) {
    if (take("between")) {
        ast::Between between;
        between.negated = negated;
        between.operand = std::move(left);
        between.low = other_operator();
        expect("and");
        between.high = other_operator();
        return finish(std::move(between), begin);
    }
    if (take("in")) {
        expect_symbol("(");
        if (is_word("select") || is_word("with")) {
            ast::InQuery in{negated, std::move(left), query()};
            expect_symbol(")");
            return finish(std::move(in), begin);
        }
        return finish(ast::InList{negated, std::move(left), list_until(")")}, begin);
    }
    const bool case_sensitive = next().text == "like";
    ast::Like like;
    like.negated = negated;
    like.operand = std::move(left);
    if (case_sensitive) {
        const std::uint32_t at = here();
        std::vector<ast::Expr> args;
        args.push_back(other_operator());
        like.pattern = make_call("case sensitive", std::move(args), at);
    } else like.pattern = other_operator();
    if (take("escape")) like.escape = other_operator();
    return finish(std::move(like), begin);
}

/// `||`, `&`, `|`, `<<`, `>>`: one level below `+` in this dialect.
ast::Expr SqlReader::other_operator() {
    const std::uint32_t begin = here();
    ast::Expr left = additive();
    while (is_symbol("||") || is_symbol("&") || is_symbol("|")) {
        const std::string op = next().text;
        ast::Expr right = additive();
        if (op == "||") {
            std::vector<ast::Expr> args;
            args.push_back(std::move(left));
            args.push_back(std::move(right));
            left = make_call("||", std::move(args), begin);
        } else left = finish(ast::Binary{op == "&" ? ast::BinaryOp::bit_and : ast::BinaryOp::bit_or, std::move(left), std::move(right)}, begin);
    }
    return left;
}

ast::Expr SqlReader::additive() {
    const std::uint32_t begin = here();
    ast::Expr left = multiplicative();
    while (is_symbol("+") || is_symbol("-")) {
        const bool plus = next().text == "+";
        ast::Expr right = multiplicative();
        left = finish(ast::Binary{plus ? ast::BinaryOp::add : ast::BinaryOp::subtract, std::move(left), std::move(right)}, begin);
    }
    return left;
}

ast::Expr SqlReader::multiplicative() {
    const std::uint32_t begin = here();
    ast::Expr left = unary();
    while (is_symbol("*") || is_symbol("/") || is_symbol("%") || is_symbol("//")) {
        const std::string op = next().text;
        ast::Expr right = unary();
        if (op == "//") {
            std::vector<ast::Expr> args;
            args.push_back(std::move(left));
            args.push_back(std::move(right));
            left = make_call("//", std::move(args), begin);
        } else left = finish(ast::Binary{op == "*" ? ast::BinaryOp::multiply : op == "/" ? ast::BinaryOp::divide : ast::BinaryOp::modulo, std::move(left), std::move(right)}, begin);
    }
    return left;
}

ast::Expr SqlReader::unary() {
    const std::uint32_t begin = here();
    if (take_symbol("-")) return finish(ast::Unary{ast::UnaryOp::minus, unary()}, begin);
    if (take_symbol("+")) return unary();
    if (take_symbol("~")) return finish(ast::Unary{ast::UnaryOp::bit_not, unary()}, begin);
    return postfix();
}

ast::Expr SqlReader::postfix() {
    const std::uint32_t begin = here();
    ast::Expr value = primary();
    while (error_.empty()) {
        if (take("collate")) {
            std::string collation = identifier();
            while (take_symbol(".")) collation += "." + identifier();
            value = finish(ast::Collate{std::move(value), std::move(collation)}, begin);
        }
        else if (is_word("at") && is_word("time", 1) && is_word("zone", 2)) {
            next();
            next();
            next();
            value = finish(ast::AtTimeZone{std::move(value), primary()}, begin);
        } else if (take_symbol("::")) value = finish(ast::Cast{ast::CastKind::cast, std::move(value), type(), {}}, begin);
        else if (is_symbol("[") || is_symbol("->")) fail("a list element");
        else return value;
    }
    return value;
}

ast::Expr SqlReader::primary() {
    const std::uint32_t begin = here();
    if (peek().kind == TokenKind::number) {
        const std::string digits = next().text;
        const auto kind = digits.find_first_of("eE") != std::string::npos ? ast::LiteralKind::floating : digits.find('.') != std::string::npos ? ast::LiteralKind::decimal : ast::LiteralKind::integer;
        return finish(ast::Literal{kind, digits}, begin);
    }
    if (peek().kind == TokenKind::string) return finish(ast::Literal{ast::LiteralKind::string, next().text}, begin);
    if (peek().kind == TokenKind::jinja) return jinja();
    if (take_symbol("[")) return list(begin);
    if (take_symbol("(")) {
        if (is_word("select") || is_word("with")) {
            ast::Subquery subquery{query()};
            expect_symbol(")");
            return finish(std::move(subquery), begin);
        }
        std::vector<ast::Expr> items = list_until(")");
        if (items.size() == 1) return std::move(items[0]);
        return finish(ast::Tuple{std::move(items)}, begin);
    }
    if (peek().kind == TokenKind::word || peek().kind == TokenKind::quoted) return word_primary();
    fail("expected a value before " + peek().text);
    return {};
}

/// A list of values, or `[value for name in list]`, which is a call of the value, the name and the list.
ast::Expr SqlReader::list(std::uint32_t begin) {
    if (take_symbol("]")) return make_call("list_value", {}, begin);
    std::vector<ast::Expr> items;
    items.push_back(expr());
    const bool built = take("for");
    if (built) {
        items.push_back(finish(ast::ColumnName{{{identifier()}, {}}}, begin));
        expect("in");
        items.push_back(expr());
    }
    while (!built && take_symbol(",")) items.push_back(expr());
    expect_symbol("]");
    return make_call(built ? "list comprehension" : "list_value", std::move(items), begin);
}

ast::Expr SqlReader::word_primary() {
    const std::uint32_t begin = here();
    if (peek().kind == TokenKind::word) {
        if (take("null")) return finish(ast::Literal{}, begin);
        if (is_word("true") || is_word("false")) return make_call(next().text, {}, begin);
        if (is_word("case")) return case_expr();
        if ((is_word("date") || is_word("timestamp") || is_word("time")) && peek(1).kind == TokenKind::string) {
            next();
            return finish(ast::Literal{ast::LiteralKind::string, next().text}, begin);
        }
        if (is_word("interval")) fail("INTERVAL");
        if (is_word("exists") && is_symbol("(", 1)) {
            next();
            next();
            ast::Exists exists{query()};
            expect_symbol(")");
            return finish(std::move(exists), begin);
        }
        if ((is_word("cast") || is_word("try_cast")) && is_symbol("(", 1)) return from(begin, cast(next().text == "cast" ? ast::CastKind::cast : ast::CastKind::try_cast));
    }
    const bool plain = peek().kind == TokenKind::word;
    std::string name = next().text;
    if (plain && is_symbol("(")) return from(begin, call(std::move(name)));
    ast::ColumnName column{{{std::move(name)}, {}}};
    while (take_symbol(".")) column.name.parts.push_back(identifier());
    if (is_symbol("(")) fail("a call behind a name");
    return finish(std::move(column), begin);
}

ast::Expr SqlReader::case_expr() {
    const std::uint32_t begin = here();
    expect("case");
    ast::Case result;
    if (!is_word("when")) result.operand = expr();
    while (take("when")) {
        ast::CaseWhen arm;
        arm.when = expr();
        expect("then");
        arm.then = expr();
        result.whens.push_back(std::move(arm));
    }
    if (take("else")) result.otherwise = expr();
    expect("end");
    return finish(std::move(result), begin);
}

ast::TypeName SqlReader::type() {
    ast::TypeName result;
    result.name.parts = {identifier()};
    if (take_symbol("(")) {
        do result.args.push_back(next().text);
        while (take_symbol(","));
        expect_symbol(")");
    }
    if (is_symbol("[")) fail("a list type");
    return result;
}

ast::Expr SqlReader::cast(ast::CastKind kind) {
    const std::uint32_t begin = here();
    expect_symbol("(");
    ast::Cast result;
    result.cast = kind;
    result.operand = expr();
    expect("as");
    result.type = type();
    expect_symbol(")");
    return finish(std::move(result), begin);
}

ast::FrameBound SqlReader::bound() {
    ast::FrameBound result;
    if (take("unbounded")) result.bound = identifier() == "preceding" ? ast::BoundKind::unbounded_preceding : ast::BoundKind::unbounded_following;
    else if (take("current")) expect("row");
    else {
        result.offset = expr();
        result.bound = identifier() == "preceding" ? ast::BoundKind::preceding : ast::BoundKind::following;
    }
    return result;
}

ast::Over SqlReader::over() {
    ast::Over result;
    expect_symbol("(");
    if (take("partition")) {
        expect("by");
        do result.partition_by.push_back(expr());
        while (take_symbol(","));
    }
    if (is_word("order")) result.order_by = order_by();
    if (is_word("rows") || is_word("range")) {
        ast::Frame frame;
        frame.unit = next().text == "rows" ? ast::FrameUnit::rows : ast::FrameUnit::range;
        const bool pair = take("between");
        frame.start = bound();
        if (pair) {
            expect("and");
            frame.end = bound();
        }
        result.frame = std::move(frame);
    }
    expect_symbol(")");
    return result;
}

/// `name := value`.
ast::Expr SqlReader::named_argument() {
    const std::uint32_t begin = here();
    ast::NamedArgument named;
    named.key = finish(ast::ColumnName{{{identifier()}, {}}}, begin);
    expect_symbol(":=");
    named.value = expr();
    return finish(std::move(named), begin);
}

ast::Expr SqlReader::call(std::string name) {
    const std::uint32_t begin = here();
    expect_symbol("(");
    ast::Call result;
    result.function.parts = {std::move(name)};
    result.distinct = take("distinct");
    if (is_symbol("*") && is_symbol(")", 1)) {
        next();
        result.args.push_back(finish(ast::Star{}, begin));
    } else if (!is_symbol(")")) {
        do {
            result.args.push_back(is_symbol(":=", 1) ? named_argument() : expr());
            if (is_symbol("->")) fail("a lambda");
        } while (take_symbol(","));
    }
    if (is_word("order")) result.within_group = order_by();
    if (take("ignore")) {
        expect("nulls");
        result.nulls = ast::NullTreatment::ignore_nulls;
    }
    expect_symbol(")");
    if (is_word("filter")) fail("FILTER");
    if (take("over")) result.over = Box<ast::Over>(over());
    return finish(std::move(result), begin);
}

namespace {

/// A type that stands as a text in a macro call: `decimal(7, 1)`.
ast::TypeName type_in_text(std::string_view text) {
    ast::TypeName result;
    const std::size_t open = std::min(text.find('('), text.size());
    result.name.parts = {std::string(text.substr(0, open))};
    std::string arg;
    for (const char c : text.substr(open)) {
        if (c >= '0' && c <= '9') arg += c;
        else if (!arg.empty()) result.args.push_back(std::exchange(arg, {}));
    }
    return result;
}

} // namespace

/// `{{ tsql_var('Name', 'type', …) }}`: a conversion to the type of a call with the name and, as second argument, the default value when there is one.
ast::Expr SqlReader::jinja() {
    const Token token = next();
    const std::uint32_t begin = token.span.begin;
    if (token.call.name != "tsql_var" || token.call.args.empty()) {
        fail("Jinja value " + token.call.name);
        return {};
    }
    std::vector<ast::Expr> args;
    args.push_back(finish(ast::Literal{ast::LiteralKind::string, token.call.args[0].text}, begin));
    const auto fallback = token.call.named.find("default");
    if (fallback != token.call.named.end() && fallback->second.text != "none") args.push_back(finish(ast::Literal{ast::LiteralKind::string, fallback->second.text}, begin));
    ast::Expr value = make_call("tsql_var", std::move(args), begin);
    if (token.call.args.size() < 2) return value;
    ast::Cast cast;
    cast.operand = Box<ast::Expr>(std::move(value));
    cast.type = type_in_text(token.call.args[1].text);
    return finish(std::move(cast), begin);
}

} // namespace t2d::backend::read
