// SPDX-License-Identifier: Apache-2.0
#include "ir/ast/print.h"

#include <algorithm>
#include <array>

#include "ir/ast/printer.h"

namespace t2d::ast {
namespace {

/// Words that are no names without brackets, in order.
constexpr std::array kReserved = {"ADD",
                                  "ALL",
                                  "ALTER",
                                  "AND",
                                  "ANY",
                                  "APPLY",
                                  "AS",
                                  "ASC",
                                  "AT",
                                  "AUTHORIZATION",
                                  "BACKUP",
                                  "BEGIN",
                                  "BETWEEN",
                                  "BREAK",
                                  "BROWSE",
                                  "BULK",
                                  "BY",
                                  "CASCADE",
                                  "CASE",
                                  "CAST",
                                  "CATCH",
                                  "CHECK",
                                  "CHECKPOINT",
                                  "CLOSE",
                                  "CLUSTERED",
                                  "COALESCE",
                                  "COLLATE",
                                  "COLUMN",
                                  "COLUMNSTORE",
                                  "COMMIT",
                                  "COMPUTE",
                                  "CONSTRAINT",
                                  "CONTAINS",
                                  "CONTAINSTABLE",
                                  "CONTINUE",
                                  "CONVERT",
                                  "COPY",
                                  "CREATE",
                                  "CROSS",
                                  "CURRENT",
                                  "CURRENT_DATE",
                                  "CURRENT_TIME",
                                  "CURRENT_TIMESTAMP",
                                  "CURRENT_TIMEZONE",
                                  "CURRENT_USER",
                                  "CURSOR",
                                  "DATABASE",
                                  "DBCC",
                                  "DEALLOCATE",
                                  "DECLARE",
                                  "DEFAULT",
                                  "DELETE",
                                  "DENY",
                                  "DESC",
                                  "DISABLE",
                                  "DISK",
                                  "DISTINCT",
                                  "DISTRIBUTED",
                                  "DOUBLE",
                                  "DROP",
                                  "DUMP",
                                  "ELSE",
                                  "ENABLE",
                                  "END",
                                  "ERRLVL",
                                  "ESCAPE",
                                  "EXCEPT",
                                  "EXEC",
                                  "EXECUTE",
                                  "EXISTS",
                                  "EXIT",
                                  "EXTERNAL",
                                  "FETCH",
                                  "FILE",
                                  "FILLFACTOR",
                                  "FOR",
                                  "FOREIGN",
                                  "FREETEXT",
                                  "FREETEXTTABLE",
                                  "FROM",
                                  "FULL",
                                  "FUNCTION",
                                  "GO",
                                  "GOTO",
                                  "GRANT",
                                  "GROUP",
                                  "GROUPING",
                                  "HAVING",
                                  "HOLDLOCK",
                                  "IDENTITY",
                                  "IDENTITYCOL",
                                  "IDENTITY_INSERT",
                                  "IF",
                                  "IGNORE",
                                  "IN",
                                  "INCLUDE",
                                  "INDEX",
                                  "INNER",
                                  "INSERT",
                                  "INTERSECT",
                                  "INTO",
                                  "IS",
                                  "JOIN",
                                  "KEY",
                                  "KILL",
                                  "LEFT",
                                  "LIKE",
                                  "LINENO",
                                  "LOAD",
                                  "MATCHED",
                                  "MATERIALIZED",
                                  "MERGE",
                                  "NATIONAL",
                                  "NEXT",
                                  "NOCHECK",
                                  "NONCLUSTERED",
                                  "NOT",
                                  "NULL",
                                  "NULLIF",
                                  "OF",
                                  "OFF",
                                  "OFFSET",
                                  "OFFSETS",
                                  "ON",
                                  "OPEN",
                                  "OPENDATASOURCE",
                                  "OPENQUERY",
                                  "OPENROWSET",
                                  "OPENXML",
                                  "OPTION",
                                  "OR",
                                  "ORDER",
                                  "OUT",
                                  "OUTER",
                                  "OUTPUT",
                                  "OVER",
                                  "PARSE",
                                  "PARTITION",
                                  "PERCENT",
                                  "PERIOD",
                                  "PIVOT",
                                  "PLAN",
                                  "PRECISION",
                                  "PRIMARY",
                                  "PRINT",
                                  "PROC",
                                  "PROCEDURE",
                                  "PUBLIC",
                                  "RAISERROR",
                                  "RANGE",
                                  "READ",
                                  "READTEXT",
                                  "RECONFIGURE",
                                  "REFERENCES",
                                  "RENAME",
                                  "REPLICATION",
                                  "RESPECT",
                                  "RESTORE",
                                  "RESTRICT",
                                  "RETURN",
                                  "REVERT",
                                  "REVOKE",
                                  "RIGHT",
                                  "ROLLBACK",
                                  "ROWCOUNT",
                                  "ROWGUIDCOL",
                                  "ROWS",
                                  "RULE",
                                  "SAVE",
                                  "SCHEMA",
                                  "SECURITYAUDIT",
                                  "SELECT",
                                  "SEQUENCE",
                                  "SESSION_USER",
                                  "SET",
                                  "SETUSER",
                                  "SHUTDOWN",
                                  "SOME",
                                  "SOURCE",
                                  "STATISTICS",
                                  "SYNONYM",
                                  "SYSTEM_TIME",
                                  "SYSTEM_USER",
                                  "TABLE",
                                  "TABLESAMPLE",
                                  "TARGET",
                                  "TEXTSIZE",
                                  "THEN",
                                  "THROW",
                                  "TO",
                                  "TOP",
                                  "TRAN",
                                  "TRANSACTION",
                                  "TRIGGER",
                                  "TRUNCATE",
                                  "TRY",
                                  "TRY_CAST",
                                  "TRY_CONVERT",
                                  "TRY_PARSE",
                                  "TSEQUAL",
                                  "TYPE",
                                  "UNION",
                                  "UNIQUE",
                                  "UNPIVOT",
                                  "UPDATE",
                                  "UPDATETEXT",
                                  "USE",
                                  "USER",
                                  "USING",
                                  "VALUES",
                                  "VARYING",
                                  "VIEW",
                                  "WAITFOR",
                                  "WHEN",
                                  "WHERE",
                                  "WHILE",
                                  "WINDOW",
                                  "WITH",
                                  "WITHIN",
                                  "WRITETEXT",
                                  "XMLNAMESPACES"};

bool is_reserved(std::string_view text) {
    std::string upper(text);
    for (char& c : upper)
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 32);
    return std::binary_search(kReserved.begin(), kReserved.end(), std::string_view(upper));
}

/// True for letters, digits and the few marks a name may hold without brackets; other scripts get brackets.
bool is_plain(std::string_view text) {
    const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '#'; };
    const auto inner = [&](char c) { return letter(c) || (c >= '0' && c <= '9') || c == '$' || c == '@'; };
    if (text.empty() || !(letter(text[0]) || text[0] == '$')) return false; // [@a] is no variable
    if (text[0] == '$' && (text.size() == 1 || !letter(text[1]))) return false;
    return std::all_of(text.begin(), text.end(), inner) && !is_reserved(text);
}

/// True for types of several words: double precision, char varying, national text.
bool is_phrase(std::string_view type) {
    const auto is = [](std::string_view part, std::string_view upper) {
        return std::equal(part.begin(), part.end(), upper.begin(), upper.end(),
                          [](char c, char want) { return (c >= 'a' && c <= 'z' ? c - 32 : c) == want; });
    };
    const std::size_t begin = std::min(type.find(' '), type.size());
    const std::size_t end = type.rfind(' ') == std::string_view::npos ? type.size() : type.rfind(' ') + 1;
    return is(type.substr(0, begin), "NATIONAL") || is(type.substr(end), "PRECISION") || is(type.substr(end), "VARYING");
}

} // namespace

Printer& Printer::put(std::string_view text) {
    out_ += text;
    return *this;
}

void Printer::line() {
    out_ += '\n';
    out_.append(static_cast<std::size_t>(indent_) * 4, ' ');
}

void Printer::identifier(std::string_view text) {
    if (is_plain(text)) {
        put(text);
        return;
    }
    put("[");
    for (const char c : text) {
        out_ += c;
        if (c == ']') out_ += c;
    }
    put("]");
}

void Printer::variable_or_name(std::string_view text) {
    if (!text.empty() && text[0] == '@')
        put(text);
    else
        identifier(text);
}

void Printer::name(const Name& n) {
    if (n.parts.size() == 1) return variable_or_name(n.parts[0]);
    for (std::size_t i = 0; i < n.parts.size(); ++i) {
        if (i > 0) put(".");
        if (!n.parts[i].empty()) identifier(n.parts[i]);
    }
}

void Printer::identifiers(const std::vector<std::string>& list) {
    if (list.empty()) return;
    put(" (");
    commas(list, [&](const std::string& text) { identifier(text); });
    put(")");
}

void Printer::type(const TypeName& t) {
    const std::string& last = t.name.last();
    if (last == "CURSOR")
        put("CURSOR VARYING");
    else if (is_phrase(last))
        put(last);
    else
        name(t.name);
    if (t.args.empty()) return;
    put("(");
    commas(t.args, [&](const std::string& text) { put(text); });
    put(")");
}

void Printer::string(std::string_view text) {
    put("'");
    for (const char c : text) {
        out_ += c;
        if (c == '\'') out_ += c;
    }
    put("'");
}

void Printer::exprs(const std::vector<Expr>& list) {
    commas(list, [&](const Expr& e) { expr(e); });
}

void Printer::hints(const std::vector<Hint>& list) {
    commas(list, [&](const Hint& h) { put(h.text); });
}

void Printer::nested(const Query& q) {
    put("(");
    ++indent_;
    query(q);
    --indent_;
    put(")");
}

namespace {
template <typename Write>
std::string printed(Write write) {
    Printer printer;
    write(printer);
    return printer.take();
}
} // namespace

std::string print_tsql(const Script& script) {
    return printed([&](Printer& p) { p.script(script); });
}
std::string print_tsql(const Stmt& stmt) {
    return printed([&](Printer& p) { p.statement(stmt); });
}
std::string print_tsql(const Query& query) {
    return printed([&](Printer& p) { p.query(query); });
}
std::string print_tsql(const Expr& expr) {
    return printed([&](Printer& p) { p.expr(expr); });
}

} // namespace t2d::ast
