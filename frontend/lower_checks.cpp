// SPDX-License-Identifier: Apache-2.0
// What the grammar accepts too much, and SQL Server's parser refuses: wrong parts of definitions and calls.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "frontend/forms.h"
#include "frontend/lowering.h"

namespace t2d::frontend {
namespace {

template <std::size_t N>
bool one_of(std::string_view word, const std::array<std::string_view, N>& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

/// Types that have no length, precision or scale (https://learn.microsoft.com/sql/t-sql/data-types/data-types-transact-sql).
constexpr std::array<std::string_view, 19> kSizeless = {
    "INT",  "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BIT",       "MONEY",      "SMALLMONEY",       "REAL",       "DATE",
    "DATETIME", "SMALLDATETIME", "TEXT", "NTEXT", "IMAGE", "TIMESTAMP", "ROWVERSION", "UNIQUEIDENTIFIER", "SQL_VARIANT"};

} // namespace

void Lowering::expect_form(std::string_view form, std::size_t first, std::size_t past) {
    std::vector<std::string_view> tokens;
    for (std::size_t i = first; i < past; ++i)
        tokens.push_back(view(i));
    const std::optional<FormProblem> problem = check_form(form, tokens);
    if (!problem) return;
    const std::size_t at = std::min(first + problem->at, past - 1); // the last token where the text ends too early
    fail(span(at, at + 1), problem->message);
}

/// Storage of a key that is written with its column.
void Lowering::check_key_options(std::size_t first, std::size_t past) {
    for (std::size_t i = first; i < past; ++i)
        if (type(i) == P::WITH_PAREN || type(i) == P::WITH_OPTION) return expect_form("key-options", i, past);
}

void Lowering::refuse_subquery(const Context* c, std::string_view where) {
    for (std::size_t i = first(c); i < past(c); ++i)
        if (type(i) == P::K_SELECT) return fail(span(i, i + 1), fmt::format("{} cannot hold a subquery", where));
}

/// What a column may have only once.
void Lowering::refuse_repeated(const std::vector<P::ColumnAttributeContext*>& attributes) {
    static constexpr std::array<std::string_view, 8> single = {"IDENTITY", "ROWGUIDCOL", "DEFAULT", "HIDDEN", "SPARSE", "FILESTREAM", "MASKED", "COLLATE"};
    std::set<std::string> seen;
    for (P::ColumnAttributeContext* a : attributes) {
        const std::string word = to_upper(view(first(a)));
        if (word == "GENERATED" && to_upper(view(first(a) + 1)) != "ALWAYS") fail(span(a), "expected GENERATED ALWAYS");
        if (one_of(word, single) && !seen.insert(word).second) fail(span(a), fmt::format("{} is given twice", word));
    }
}

/// Each of the columns that the engine fills exists once in a table.
void Lowering::refuse_repeated_periods(const std::vector<P::TableElementContext*>& elements) {
    std::set<std::string> seen;
    for (P::TableElementContext* e : elements) {
        if (e->col == nullptr) continue;
        for (P::ColumnAttributeContext* a : e->col->attrs)
            if (a->row1 != nullptr && !seen.insert(to_upper(view(index(a->row1))) + to_upper(view(index(a->which)))).second)
                fail(span(a), "a table has one such column only");
    }
}

/// Table variables, table types and tables that functions return know neither names of constraints nor replication.
void Lowering::check_unnamed_table(const Context* c) {
    if (view(past(c) - 2) == ",") fail(span(past(c) - 2, past(c) - 1), "expected a column definition behind the comma");
    for (std::size_t i = first(c); i + 1 < past(c); ++i) {
        if (type(i) == P::K_CONSTRAINT) fail(span(i, i + 1), "a constraint of a table variable or table type has no name");
        if (type(i) == P::K_FOR && type(i + 1) == P::K_REPLICATION) fail(span(i, i + 2), "unexpected NOT FOR REPLICATION in a table variable or table type");
    }
}

/// INDEX in a table: [first, past) are the words before the columns.
void Lowering::check_index_kind(std::size_t first, std::size_t past, bool columns, bool filter) {
    const auto holds = [&](std::size_t wanted) {
        for (std::size_t i = first; i < past; ++i)
            if (type(i) == wanted) return true;
        return false;
    };
    const bool clustered = holds(P::K_CLUSTERED);
    const bool whole = clustered && holds(P::K_COLUMNSTORE);
    if (holds(P::K_PRIMARY) && holds(P::K_COLUMNSTORE)) fail(span(first, past), "a key cannot be a columnstore");
    if (whole && (columns || filter)) fail(span(first, past), "a clustered columnstore index holds all columns and rows");
    if (!whole && !columns) fail(span(first, past), "expected the columns of the index");
    if (clustered && filter) fail(span(first, past), "only a nonclustered index may have a filter");
}

void Lowering::check_type(ast::TypeName& t, P::DataTypeContext* c) {
    if (t.name.parts.size() != 1 || c->n->start->getType() != P::ID || view(first(c->n))[0] == '[') return;
    const std::string word = to_upper(view(first(c->n)));
    const auto refuse = [&](std::string_view why) { fail(span(c), fmt::format("the type {} {}", word, why)); };
    if (!t.args.empty() && one_of(word, kSizeless)) refuse("has no length or precision");
    if (word == "FLOAT" && t.args.size() > 1) refuse("has no scale");
    static constexpr std::array<std::string_view, 4> fixed = {"CHAR", "CHARACTER", "NCHAR", "BINARY"};
    if (!t.args.empty() && to_upper(t.args[0]) == "MAX" && one_of(word, fixed)) refuse("cannot have the length MAX");
    if (c->second == nullptr) return;
    if (word == "BIT" && c->second->getType() == P::K_VARYING) {
        accept(span(c), "BIT VARYING", "BIT");
        t.name.parts.back() = "BIT";
        return;
    }
    if (c->second->getType() == P::K_PRECISION ? word != "DOUBLE" : !one_of(word, fixed)) refuse(fmt::format("does not go with {}", to_upper(view(index(c->second)))));
}

void Lowering::check_table_hints(P::TableHintsContext* c, bool changed) {
    static constexpr std::array<std::string_view, 27> known = {
        "NOLOCK",   "READUNCOMMITTED", "READCOMMITTED", "READPAST", "REPEATABLEREAD", "SERIALIZABLE",      "HOLDLOCK", "ROWLOCK",    "PAGLOCK",
        "TABLOCK",  "TABLOCKX",        "UPDLOCK",       "XLOCK",    "NOWAIT",         "FASTFIRSTROW",      "INDEX",    "FORCESEEK",  "FORCESCAN",
        "NOEXPAND", "SNAPSHOT",        "KEEPIDENTITY",  "KEEPDEFAULTS", "IGNORE_CONSTRAINTS", "IGNORE_TRIGGERS", "READCOMMITTEDLOCK", "SPATIAL_WINDOW_MAX_CELLS", "REMOTE_DATA_ARCHIVE_OVERRIDE"};
    if (c == nullptr) return;
    for (const Context* h : c->h) {
        const std::string word = to_upper(view(first(h)));
        if (word[0] != '$' && !one_of(word, known)) fail(span(h), fmt::format("'{}' is no table hint", view(first(h))));
        if (changed && (word == "INDEX" || word == "FORCESEEK")) fail(span(h), fmt::format("the hint {} goes with tables that are read", word));
    }
}

void Lowering::check_top(P::TopContext* c) {
    const std::size_t end = past(c);
    for (std::size_t i = first(c); i < end; ++i) {
        if (type(i) == P::MINUS && type(i - 1) == P::LP) fail(span(i, i + 1), "TOP cannot be negative");
        if (c->pct == nullptr || (type(i) != P::NUM && type(i) != P::REAL)) continue;
        double percent = 0;
        std::from_chars(view(i).data(), view(i).data() + view(i).size(), percent);
        if (percent > 100 && (c->n != nullptr || i + 2 == index(c->pct))) fail(span(i, i + 1), "TOP takes at most 100 PERCENT");
    }
}

/// `key : value` and ON NULL belong to the functions that make JSON.
void Lowering::check_json(const ast::Call& call, P::ArgListContext* c) {
    const std::string word = call.function.parts.size() == 1 ? to_upper(call.function.last()) : std::string();
    if (word == "JSON_OBJECT" && c->a.size() == 1 && past(c->a[0]) == first(c->a[0]) + 1 && type(first(c->a[0])) == P::K_NULL) return; // NULL ON NULL
    const bool object = word == "JSON_OBJECT" || word == "JSON_OBJECTAGG";
    for (P::ArgContext* a : c->a)
        if ((a->v != nullptr) != object && (object || a->v != nullptr)) fail(span(a), object ? "expected a key and a value with ':' between them" : "unexpected ':' in the arguments of a function");
    const bool json = word.compare(0, 5, "JSON_") == 0;
    if (!call.json_options.empty() && !json && word != "OPENJSON") fail(span(c), "ON NULL goes with functions that make JSON");
    // The grammar leaves the NULL of `ON NULL` behind an argument to the argument, which may be the word itself: JSON_ARRAY(NULL ON NULL).
    if (to_upper(call.json_options.substr(0, 2)) == "ON" && !c->a.empty() && type(past(c->a.back()) - 1) != P::K_NULL)
        fail(span(c->json), "expected NULL or ABSENT before ON NULL");
    if (word == "JSON_ARRAYAGG" && c->a.size() != 1) fail(span(c), "JSON_ARRAYAGG takes one argument");
    if (word == "OPENJSON" && (c->a.empty() || c->a.size() > 2)) fail(call.function.span, "OPENJSON takes one or two arguments");
}

/// The filter of an index compares columns with constants, which are converted once at most.
void Lowering::check_filter(P::ExprContext* c) {
    if (c == nullptr) return;
    std::size_t conversion = 0; // depth in the parentheses of a conversion
    for (std::size_t i = first(c); i < past(c); ++i) {
        const bool converts = type(i) == P::K_CAST || type(i) == P::K_CONVERT;
        if (converts && conversion > 0) return fail(span(i, i + 1), "the filter of an index cannot convert a constant twice");
        if (type(i) == P::LP && (conversion > 0 || type(i - 1) == P::K_CAST || type(i - 1) == P::K_CONVERT)) ++conversion;
        if (type(i) == P::RP && conversion > 0) --conversion;
    }
}

/// A query records no change that a context could be noted with.
void Lowering::refuse_change_tracking(P::WithClauseContext* c) {
    if (c != nullptr && c->pre != nullptr && c->pre->getType() == P::K_CHANGE_TRACKING_CONTEXT)
        fail(span(c), "WITH CHANGE_TRACKING_CONTEXT goes with statements that change rows");
}

/// Statements of full-text search that SQL Server does not take without a semicolon
/// (https://learn.microsoft.com/sql/t-sql/statements/create-fulltext-stoplist-transact-sql).
void Lowering::check_terminated(const Context* c, std::string_view statement) {
    static constexpr std::array<std::string_view, 6> strict = {
        "CREATE FULLTEXT STOPLIST", "ALTER FULLTEXT STOPLIST", "DROP FULLTEXT STOPLIST",
        "CREATE SEARCH PROPERTY LIST", "ALTER SEARCH PROPERTY LIST", "DROP SEARCH PROPERTY LIST"};
    const std::size_t next = type(past(c));
    if (one_of(statement, strict) && next != P::SEMI && next != P::SEMI_ELSE)
        fail(span(past(c) - 1, past(c)), fmt::format("{} must end with a semicolon", statement));
}

} // namespace t2d::frontend
