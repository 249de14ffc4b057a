// SPDX-License-Identifier: Apache-2.0
// FOR XML PATH('') as it was used before there was STRING_AGG: the texts of all rows, one behind the other.
// https://learn.microsoft.com/sql/relational-databases/xml/use-path-mode-with-for-xml
#include <algorithm>
#include <charconv>

#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/bind/separated_list.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

namespace {

std::string without_blanks(std::string_view text) {
    std::string out;
    std::copy_if(text.begin(), text.end(), std::back_inserter(out), [](char c) { return c != ' ' && c != '\t' && c != '\n' && c != '\r'; });
    return out;
}

/// Whether a column is text without a tag around it: it has no name, or one that says so.
bool is_untagged(const ast::Select& block) {
    if (block.items.size() != 1 || block.into) return false;
    const ast::SelectItem& item = block.items.front();
    const bool names = std::holds_alternative<ast::ColumnName>(item.expr.node) || std::holds_alternative<ast::Star>(item.expr.node);
    return item.alias.empty() ? !names : equal_ignoring_case(item.alias, "text()");
}

/// FOR XML PATH('') over one untagged column; `typed`: with TYPE.
bool is_list(const ast::Query& query, bool& typed) {
    const auto* block = std::get_if<ast::Select>(&query.body);
    if (!query.for_clause || query.for_clause->mode != "XML" || block == nullptr || !is_untagged(*block)) return false;
    bool path = false, other = false;
    for (const ast::Hint& directive : query.for_clause->directives) {
        const std::string word = to_upper(without_blanks(directive.text));
        if (word == "PATH('')" || word == "PATH(N'')") path = true;
        else if (word == "TYPE") typed = true;
        else other = true;
    }
    return path && !other;
}

/// varchar and nvarchar, as the second argument of value() names them; nothing for other types.
std::optional<SqlType> text_type_named(std::string_view written) {
    const std::string name = to_lower(without_blanks(written));
    const TypeKind kind = name.starts_with("nvarchar(") ? TypeKind::nvarchar : name.starts_with("varchar(") ? TypeKind::varchar : TypeKind::unknown;
    if (kind == TypeKind::unknown || !name.ends_with(")")) return std::nullopt;
    const std::size_t open = name.find('(');
    const std::string length = name.substr(open + 1, name.size() - open - 2);
    if (length == "max") return string_type(kind, kMaxLength);
    int characters = 0;
    const auto [stop, error] = std::from_chars(length.data(), length.data() + length.size(), characters);
    if (error != std::errc() || stop != length.data() + length.size() || characters <= 0) return std::nullopt;
    return string_type(kind, characters);
}

const std::string* text_of(const ast::Expr& node) {
    const auto* literal = std::get_if<ast::Literal>(&node.node);
    const bool text = literal != nullptr && (literal->literal == ast::LiteralKind::string || literal->literal == ast::LiteralKind::nstring);
    return text ? &literal->text : nullptr;
}

/// Paths to all of the text, where there is nothing but text.
bool is_whole_text(std::string_view path) {
    static constexpr std::string_view kPaths[] = {".", "(.)[1]", ".[1]", "text()[1]", "(text())[1]", "./text()[1]", "(./text())[1]", "(//text())[1]"};
    return std::find(std::begin(kPaths), std::end(kPaths), without_blanks(path)) != std::end(kPaths);
}

} // namespace

/// The list that an expression is: XML as text, or with TYPE the value() of its only text node.
std::optional<Binder::XmlList> Binder::xml_list_of(const ast::Expr& node) {
    bool typed = false;
    if (const auto* plain = std::get_if<ast::Subquery>(&node.node)) {
        if (!is_list(*plain->query, typed) || typed) return std::nullopt;
        return XmlList{&*plain->query, true, string_type(TypeKind::nvarchar, kMaxLength)};
    }
    const auto* method = get_boxed<ast::MethodCall>(node.node);
    const auto* typed_query = method == nullptr || method->is_static ? nullptr : std::get_if<ast::Subquery>(&method->operand->node);
    if (typed_query == nullptr || to_lower(method->method) != "value" || method->args.size() != 2 || !is_list(*typed_query->query, typed) || !typed) return std::nullopt;
    const std::string* path = text_of(method->args[0]);
    const std::string* name = text_of(method->args[1]);
    const auto type = path == nullptr || name == nullptr || !is_whole_text(*path) ? std::nullopt : text_type_named(*name);
    return type ? std::optional(XmlList{&*typed_query->query, false, *type, path->find("text()") != std::string::npos}) : std::nullopt;
}

/// STRING_AGG of the texts. Without rows both are NULL; rows without any text give '' in XML, which is said where a text may be NULL, but
/// where the difference does not matter (`empty_is_null`). Rows that no ORDER BY puts in order come in the order of their texts.
ScalarRef Binder::xml_list(const XmlList& list, SourceSpan span, Scope& scope, bool empty_is_null) {
    if (!list.query->with.empty() || !list.query->computes.empty()) fail<diag::unsupported_syntax>(span, "this query FOR XML");
    const RelRef rel = select(std::get<ast::Select>(list.query->body), list.query, &scope);
    if (failed_) return poison();
    Select block = numbered_block(build_, rel);
    if (!is_row_wise(block) || has_window(block)) { // rows are counted or grouped first
        Select below = block;
        std::vector<Column> columns = rel->columns;
        for (const SortKey& key : block.order) {
            below.items.push_back(key.expr);
            columns.push_back({fmt::format("key_{}", columns.size()), key.expr->type, key.expr->nullable});
        }
        if (!below.limit) below.order.clear();
        const Quantifier rows = build_.quantifier(build_.select(std::move(below), std::move(columns)));
        Select around;
        around.from = build_.from(rows);
        around.items = {build_.column(rows, 0)};
        for (std::size_t i = 0; i < block.order.size(); ++i) around.order.push_back({build_.column(rows, static_cast<int>(i) + 1), block.order[i].descending});
        block = std::move(around);
    }
    const ScalarRef text = block.items.front();
    if (!text->type.is_string()) {
        fail<diag::unsupported_syntax>(span, "FOR XML PATH('') over values that are no texts");
        return poison();
    }
    Aggregate all;
    all.function = AggregateKind::string_agg;
    all.args = {text, build_.text("")};
    all.order = block.order.empty() ? std::vector<SortKey>{{text, false}} : block.order;
    block.order.clear();
    block.grouped = true;
    const SqlType whole = string_type(TypeKind::nvarchar, kMaxLength);
    ScalarRef joined = make({std::move(all), whole, true, span});
    if (text->nullable && !empty_is_null && !list.text_node) {
        Aggregate rows;
        rows.function = AggregateKind::count_star;
        const ScalarRef counted = make({std::move(rows), aggregate_type(AggregateKind::count_star, {}), false, span});
        const ScalarRef any = compare(CompareOp::greater, counted, build_.integer(0), span);
        joined = make({Case{nullptr, {{any, make({Call{FunctionId::coalesce, {joined, build_.text("")}, {}, {}}, whole, false, span})}}, nullptr}, whole, true, span});
    }
    block.items = {joined};
    ScalarRef out = make({ScalarSubquery{build_.select(std::move(block), {{"list", whole, true}})}, whole, true, span});
    if (!list.entities) return build_.stored(out, list.type);
    for (const auto& [character, entity] : kXmlEntities) {
        // A control character reads better as CHAR(13) than inside a string.
        const ScalarRef written = character == '\r' ? make({Call{FunctionId::char_, {build_.integer(13)}, {}, {}}, string_type(TypeKind::varchar, 1), false, span}) : build_.text(std::string(1, character));
        out = make({Call{FunctionId::replace, {out, written, build_.text(std::string(entity))}, {}, StringComparison::binary}, out->type, true, span});
    }
    return out;
}

} // namespace t2d::passes
