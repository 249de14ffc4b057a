// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <array>

#include "backend/read/sql_reader.h"

namespace t2d::backend::read {

namespace {

/// Words that end an operand of FROM or an item of a select list: none of them is an alias without AS.
constexpr std::array<std::string_view, 24> kNoAlias{"from", "where", "group", "having", "order", "limit", "offset", "union", "except", "intersect", "qualify", "on", "using", "join", "inner", "left", "right", "full", "cross", "as", "window", "end", "and", "or"};

constexpr int kMaxDepth = 200; ///< nesting of a text that people or this product write stays far below

} // namespace

const Token& SqlReader::peek(std::size_t ahead) const { return tokens_[std::min(at_ + ahead, tokens_.size() - 1)]; }
bool SqlReader::is_word(std::string_view word, std::size_t ahead) const { return peek(ahead).kind == TokenKind::word && peek(ahead).text == word; }
bool SqlReader::is_symbol(std::string_view symbol, std::size_t ahead) const { return peek(ahead).kind == TokenKind::symbol && peek(ahead).text == symbol; }

Token SqlReader::next() {
    const Token token = peek();
    if (at_ + 1 < tokens_.size()) ++at_;
    return token;
}

void SqlReader::fail(const std::string& why) {
    if (error_.empty()) error_ = why;
    at_ = tokens_.size() - 1; // every loop ends at the end
}

bool SqlReader::take(std::string_view word) {
    if (!is_word(word)) return false;
    next();
    return true;
}
bool SqlReader::take_symbol(std::string_view symbol) {
    if (!is_symbol(symbol)) return false;
    next();
    return true;
}
void SqlReader::expect(std::string_view word) {
    if (!take(word)) fail("expected " + std::string(word) + " before " + peek().text);
}
void SqlReader::expect_symbol(std::string_view symbol) {
    if (!take_symbol(symbol)) fail("expected " + std::string(symbol) + " before " + peek().text);
}

std::string SqlReader::identifier() {
    if (peek().kind == TokenKind::word || peek().kind == TokenKind::quoted) return next().text;
    fail("expected a name before " + peek().text);
    return {};
}

bool SqlReader::at_alias() const {
    if (peek().kind == TokenKind::quoted) return true;
    return peek().kind == TokenKind::word && std::find(kNoAlias.begin(), kNoAlias.end(), peek().text) == kNoAlias.end();
}

ast::Query SqlReader::query() {
    if (++depth_ > kMaxDepth) fail("nesting too deep");
    ast::Query result;
    const std::uint32_t begin = here();
    std::vector<ast::Cte> with;
    if (take("with")) {
        (void)take("recursive");
        do {
            ast::Cte cte;
            cte.name = identifier();
            if (take_symbol("(")) {
                do cte.columns.push_back(identifier());
                while (take_symbol(","));
                expect_symbol(")");
            }
            expect("as");
            if (take("not")) expect("materialized");
            else (void)take("materialized");
            expect_symbol("(");
            cte.query = query();
            expect_symbol(")");
            with.push_back(std::move(cte));
        } while (take_symbol(","));
    }
    result = set_operation();
    tail(result);
    result.with = std::move(with);
    result.span = {tokens_[0].span.file, begin, here()};
    --depth_;
    return result;
}

ast::Query SqlReader::set_operation() {
    ast::Query left = intersection();
    while (is_word("union") || is_word("except")) {
        ast::SetOp op;
        const bool is_union = next().text == "union";
        const bool all = take("all");
        if (all && !is_union) fail("EXCEPT ALL");
        op.op = !is_union ? ast::SetOpKind::except : all ? ast::SetOpKind::union_all : ast::SetOpKind::union_;
        op.left = std::move(left);
        op.right = intersection();
        left = {};
        left.body = std::move(op);
    }
    return left;
}

ast::Query SqlReader::intersection() {
    ast::Query left = primary_query();
    while (take("intersect")) {
        ast::SetOp op{ast::SetOpKind::intersect, std::move(left), primary_query()};
        left = {};
        left.body = std::move(op);
    }
    return left;
}

ast::Query SqlReader::primary_query() {
    ast::Query result;
    if (take_symbol("(")) {
        result.body = Box<ast::Query>(query());
        expect_symbol(")");
    } else if (take("values")) {
        ast::Values values;
        do {
            expect_symbol("(");
            values.rows.push_back(list_until(")"));
        } while (take_symbol(","));
        result.body = std::move(values);
    } else result.body = select();
    return result;
}

void SqlReader::tail(ast::Query& query) {
    if (is_word("order")) query.order_by = order_by();
    if (take("limit")) query.fetch = expr();
    if (take("offset")) query.offset = expr();
}

std::vector<ast::OrderItem> SqlReader::order_by() {
    expect("order");
    expect("by");
    std::vector<ast::OrderItem> items;
    do {
        ast::OrderItem item;
        const std::uint32_t begin = peek().span.begin;
        item.expr = expr();
        item.descending = take("desc");
        if (!item.descending) (void)take("asc");
        const bool first = take("nulls") && (take("first") || (expect("last"), false));
        // In T-SQL a NULL is less than all values; the target puts it last unless the text says otherwise.
        if (first == item.descending) {
            std::vector<ast::Expr> key;
            key.push_back(std::move(item.expr));
            item.expr = make_call(first ? "nulls first" : "nulls last", std::move(key), begin);
        }
        items.push_back(std::move(item));
    } while (take_symbol(","));
    return items;
}

ast::Select SqlReader::select() {
    ast::Select result;
    expect("select");
    result.distinct = take("distinct");
    do result.items.push_back(select_item());
    while (take_symbol(","));
    if (take("from")) {
        do result.from.push_back(joins());
        while (take_symbol(","));
    }
    if (take("where")) result.where = expr();
    if (is_word("group")) group_by(result);
    if (take("having")) result.having = expr();
    if (take("qualify")) {
        // Read last, so that the walker meets the windows after everything they look at.
        const std::uint32_t begin = here();
        std::vector<ast::Expr> condition;
        condition.push_back(expr());
        std::vector<ast::Expr> parts;
        if (result.where) parts.push_back(std::move(**result.where));
        parts.push_back(make_call("qualify", std::move(condition), begin));
        result.where = parts.size() == 1 ? std::move(parts[0]) : finish(ast::Logic{ast::LogicOp::and_, std::move(parts)}, begin);
    }
    return result;
}

ast::SelectItem SqlReader::select_item() {
    ast::SelectItem item;
    const std::uint32_t begin = here();
    if (take_symbol("*")) {
        item.expr = finish(ast::Star{}, begin);
        if (take("replace")) {
            expect_symbol("(");
            std::vector<ast::Expr> columns;
            do {
                ast::NamedArgument named;
                named.value = expr();
                expect("as");
                named.key = finish(ast::ColumnName{{{identifier()}, {}}}, begin);
                columns.push_back(finish(std::move(named), begin));
            } while (take_symbol(","));
            expect_symbol(")");
            item.expr = make_call("* replace", std::move(columns), begin);
        } else if (is_word("exclude")) fail("* exclude");
        return item;
    }
    if ((peek().kind == TokenKind::word || peek().kind == TokenKind::quoted) && is_symbol(".", 1) && is_symbol("*", 2)) {
        const std::string table = next().text;
        next();
        next();
        item.expr = finish(ast::Star{{{table}, {}}}, begin);
        return item;
    }
    item.expr = expr();
    if (take("as")) item.alias = identifier();
    else if (at_alias()) item.alias = identifier();
    item.span = item.expr.span;
    return item;
}

void SqlReader::group_by(ast::Select& select) {
    expect("group");
    expect("by");
    do select.group_by.push_back(grouping());
    while (take_symbol(","));
}

ast::GroupingElement SqlReader::grouping() {
    ast::GroupingElement element;
    if (is_word("rollup") || is_word("cube")) {
        element.grouping = next().text == "rollup" ? ast::GroupingKind::rollup : ast::GroupingKind::cube;
        expect_symbol("(");
        element.items = list_until(")");
    } else if (is_word("grouping") && is_word("sets", 1)) {
        next();
        next();
        element.grouping = ast::GroupingKind::grouping_sets;
        expect_symbol("(");
        do element.nested.push_back(grouping());
        while (take_symbol(","));
        expect_symbol(")");
    } else element.items.push_back(expr());
    return element;
}

ast::Name SqlReader::relation() {
    ast::Name name;
    name.span = peek().span;
    if (peek().kind == TokenKind::jinja) {
        const Token token = next();
        const auto argument = [&](std::size_t i) { return i < token.call.args.size() ? token.call.args[i].text : std::string(); };
        if (token.call.name == "source") name.parts = {"source:" + argument(0) + "." + argument(1)};
        else if (token.call.name == "ref") name.parts = {"ref:" + argument(token.call.args.size() > 1 ? 1 : 0)};
        else if (token.call.name == "this" || token.call.name == "relation") name.parts = {"this:"};
        else fail("Jinja relation " + token.call.name);
        return name;
    }
    name.parts.push_back(identifier());
    while (take_symbol(".")) name.parts.push_back(identifier());
    return name;
}

ast::TableSource SqlReader::source() {
    ast::TableSource result;
    const std::uint32_t begin = here();
    (void)take("lateral");
    if (take_symbol("(")) {
        if (is_word("select") || is_word("with") || is_word("values") || is_symbol("(")) {
            ast::DerivedTable derived;
            derived.query = query();
            expect_symbol(")");
            (void)take("as");
            if (at_alias()) derived.alias = identifier();
            if (!derived.alias.empty() && take_symbol("(")) {
                do derived.columns.push_back(identifier());
                while (take_symbol(","));
                expect_symbol(")");
            }
            result.node = std::move(derived);
        } else {
            result = joins();
            expect_symbol(")");
        }
    } else if (peek().kind != TokenKind::jinja && is_symbol("(", 1)) {
        ast::FunctionTable table;
        table.call = expr();
        (void)take("as");
        if (at_alias()) table.alias = identifier();
        if (take_symbol("(")) {
            do table.columns.push_back(identifier());
            while (take_symbol(","));
            expect_symbol(")");
        }
        result.node = std::move(table);
    } else {
        ast::NamedTable table;
        table.name = relation();
        (void)take("as");
        if (at_alias()) table.alias = identifier();
        result.node = std::move(table);
    }
    result.span = {tokens_[0].span.file, begin, here()};
    return result;
}

ast::TableSource SqlReader::joins() {
    ast::TableSource left = source();
    const std::uint32_t begin = here();
    while (error_.empty()) {
        ast::Join join;
        if (take("cross")) join.join = ast::JoinKind::cross;
        else if (take("left")) join.join = ast::JoinKind::left;
        else if (take("right")) join.join = ast::JoinKind::right;
        else if (take("full")) join.join = ast::JoinKind::full;
        else if (!take("inner") && !is_word("join")) break;
        (void)take("outer");
        expect("join");
        join.left = std::move(left);
        join.right = source();
        if (join.join != ast::JoinKind::cross) {
            if (is_word("using")) fail("USING");
            expect("on");
            join.on = expr();
        }
        left = {};
        left.node = Box<ast::Join>(std::move(join));
        left.span = {tokens_[0].span.file, begin, here()};
    }
    return left;
}

} // namespace t2d::backend::read
