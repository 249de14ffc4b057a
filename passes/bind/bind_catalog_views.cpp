// SPDX-License-Identifier: Apache-2.0
// What the DDL of the input answers: whether a table, a column or a schema is there, asked of sys.tables, INFORMATION_SCHEMA and their like.
#include <algorithm>

#include "ir/text.h"
#include "passes/bind/binder.h"
#include "passes/bind/catalog_question.h"

namespace t2d::passes {

using namespace ir;

/// Whether a table is there before anything runs: the DDL declares it, and no procedure of the input makes it.
bool is_declared(const Catalog& catalog, const std::string& key) {
    const auto table = catalog.tables.find(key);
    if (table == catalog.tables.end()) return false;
    const SourceSpan made = table->second.span;
    return std::none_of(catalog.procedures.begin(), catalog.procedures.end(), [&](const auto& entry) {
        const ast::Stmt* stmt = entry.second.stmt;
        return stmt != nullptr && stmt->span.file == made.file && stmt->span.begin <= made.begin && made.end <= stmt->span.end;
    });
}

namespace {

bool fits(const std::optional<std::string>& wanted, const std::string& name) { return !wanted || equal_ignoring_case(*wanted, name); }

const CatalogColumn* column_of(const CatalogTable& table, const std::string& name) {
    const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const CatalogColumn& column) { return equal_ignoring_case(column.name, name); });
    return found == table.columns.end() ? nullptr : &*found;
}

/// What COL_LENGTH says of a type; empty where the server has more to say than the DDL.
std::optional<int> bytes_of(const SqlType& type) {
    const int width = type.kind == TypeKind::nvarchar || type.kind == TypeKind::nchar ? 2 : 1;
    const int fraction = type.scale <= 2 ? 6 : type.scale <= 4 ? 7 : 8; // of datetime2
    switch (type.kind) {
    case TypeKind::bit:
    case TypeKind::tinyint: return 1;
    case TypeKind::smallint: return 2;
    case TypeKind::int_:
    case TypeKind::smallmoney:
    case TypeKind::smalldatetime:
    case TypeKind::real: return 4;
    case TypeKind::bigint:
    case TypeKind::money:
    case TypeKind::datetime:
    case TypeKind::float_: return 8;
    case TypeKind::date: return 3;
    case TypeKind::decimal: return type.precision <= 9 ? 5 : type.precision <= 19 ? 9 : type.precision <= 28 ? 13 : 17;
    case TypeKind::time: return fraction - 3;
    case TypeKind::datetime2: return fraction;
    case TypeKind::datetimeoffset: return fraction + 2;
    case TypeKind::uniqueidentifier: return 16;
    case TypeKind::char_:
    case TypeKind::varchar:
    case TypeKind::nchar:
    case TypeKind::nvarchar:
    case TypeKind::binary:
    case TypeKind::varbinary: return type.length < 0 ? -1 : type.length * width;
    default: return std::nullopt;
    }
}

} // namespace

/// Whether there is such an object; empty where the DDL does not say. What it declares is there; what it does not declare may be
/// there all the same, but the columns of a declared table are all of them.
std::optional<bool> Binder::is_there(const CatalogQuestion& question) const {
    bool any = false;
    for (const auto& [key, table] : catalog_.tables) {
        const bool is_table = key == catalog_key(table.schema, table.name); // and no table type
        if (!is_table || dropped_.contains(key) || !is_declared(catalog_, key)) continue;
        if (!fits(question.schema, table.schema) || !fits(question.table, table.name)) continue;
        if (question.object && *question.object != key) continue;
        any = true;
        if (!question.column || column_of(table, *question.column) != nullptr) return true;
    }
    const bool one = question.table || question.object;
    if (any && one && question.column) return false;
    return std::nullopt;
}

/// The answer to EXISTS over views of the server's catalog; empty where the query is another one, the DDL does not
/// decide, or (with `only_one`) several objects may be meant.
std::optional<bool> Binder::catalog_answer(const ast::Query& node, SourceSpan span, bool only_one) {
    const auto question = question_of(node, [&](const ast::Expr& operand) -> std::optional<std::string> {
        Scope none;
        if (!std::holds_alternative<ast::Literal>(operand.node) && !std::holds_alternative<ast::Variable>(operand.node)) return std::nullopt;
        const ScalarRef bound = expr(operand, none);
        const auto constant = failed_ ? std::nullopt : fold(bound);
        if (!constant || constant->is_null) return std::nullopt;
        return constant->text;
    });
    const bool one = question && (question->object || (question->schema && question->table));
    const auto answer = question && (one || !only_one) ? is_there(*question) : std::nullopt;
    if (answer) diagnostics_.report<diag::catalog_answer>(span, question->name(), *answer ? "is" : "is not");
    return answer;
}

/// `(SELECT COUNT(*) FROM sys.tables WHERE …)` of one object; null pointer where the DDL does not decide.
ScalarRef Binder::catalog_count(const ast::Query& node, SourceSpan span) {
    const auto* block = std::get_if<ast::Select>(&node.body);
    const auto* count = block == nullptr || block->items.size() != 1 ? nullptr : get_boxed<ast::Call>(block->items.front().expr.node);
    const bool counts = count != nullptr && equal_ignoring_case(count->function.last(), "COUNT") && count->args.size() == 1 && std::holds_alternative<ast::Star>(count->args.front().node) && !count->over;
    const auto answer = counts ? catalog_answer(node, span, true) : std::nullopt;
    return answer ? build_.integer(*answer ? 1 : 0) : nullptr;
}

/// COL_LENGTH('dw.Fact', 'Amount') of a table that the DDL declares; null pointer elsewhere.
ScalarRef Binder::column_length(const ast::Call& node, SourceSpan span) {
    const auto text = [&](std::size_t i) {
        const auto* literal = std::get_if<ast::Literal>(&node.args[i].node);
        return literal == nullptr ? std::string{} : literal->text;
    };
    if (node.args.size() != 2 || text(0).empty() || text(1).empty()) return nullptr;
    CatalogQuestion question;
    question.object = key_of_text(text(0));
    question.column = key_of_text(text(1)).substr(std::string_view("dbo.").size());
    const auto there = is_there(question);
    if (!there) return nullptr;
    diagnostics_.report<diag::catalog_answer>(span, question.name(), *there ? "is" : "is not");
    if (!*there) return build_.null(simple_type(TypeKind::int_));
    const auto bytes = bytes_of(column_of(catalog_.tables.at(*question.object), *question.column)->type);
    return bytes ? build_.integer(*bytes) : nullptr;
}

} // namespace t2d::passes
