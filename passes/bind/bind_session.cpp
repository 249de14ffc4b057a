// SPDX-License-Identifier: Apache-2.0
// SET options: those that change what later statements mean.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"

namespace t2d::passes {

using namespace ir;

namespace {

constexpr int kSunday = 7;          ///< DATEFIRST of us_english
constexpr int kWholeWeeks = 53 * 7; ///< weeks that are more than a year

/// Options whose other values change rows in a way that no model shows. Under ANSI_WARNINGS OFF and ARITHABORT OFF statements go on
/// that stop otherwise; the models stop.
const std::map<std::string, std::set<std::string>>& values_understood() {
    static const std::map<std::string, std::set<std::string>> kValues{
        {"ROWCOUNT", {"0"}}, {"DATEFORMAT", {"MDY"}}, {"LANGUAGE", {"US_ENGLISH", "ENGLISH"}}, {"CONCAT_NULL_YIELDS_NULL", {"ON"}}, {"ANSI_NULLS", {"ON"}}};
    return kValues;
}

/// Whether an INSERT adds no more rows than a limit by the look of it.
bool adds_at_most(const ast::Insert& node, const std::string& limit) {
    const auto* query = std::get_if<ast::Query>(&node.source);
    const auto* rows = query == nullptr ? nullptr : std::get_if<ast::Values>(&query->body);
    return std::holds_alternative<ast::DefaultValues>(node.source) || (rows != nullptr && rows->rows.size() <= std::stoul(limit));
}

} // namespace

void Binder::set_option(const ast::SetOption& node, SourceSpan span) {
    const auto word = [&](std::size_t i) { return i < node.words.size() ? to_upper(node.words[i]) : std::string{}; };
    const std::string value = word(node.words.size() - 1);
    if (word(0) == "IDENTITY_INSERT" && node.words.size() >= 3) {
        ast::Name name;
        for (std::size_t i = 1; i + 1 < node.words.size(); ++i)
            if (node.words[i] != ".") name.parts.push_back(node.words[i]);
        const TableId id = table(name, span);
        if (value == "ON") identity_insert_.insert(id);
        else identity_insert_.erase(id);
        return skip("identity insert: explicit keys are taken as they are");
    }
    if (word(0) == "XACT_ABORT") session_.xact_abort = value == "ON";
    if (word(0) == "DATEFIRST") {
        if (value.size() != 1 || value[0] < '1' || value[0] > '7' || branches_ > 0) return refuse_option(node, span);
        session_.first_weekday = value[0] - '0';
        return skip("the first day of the week: part of the expressions that depend on it");
    }
    if (word(0) == "ROWCOUNT" && limit_rows(value)) return skip("the number of rows that statements write: part of them");
    const auto understood = values_understood().find(word(0));
    if (understood != values_understood().end() && !understood->second.contains(value)) return refuse_option(node, span);
    session_.refused.erase(word(0));
    skip("session option without effect on rows");
}

/// SET ROWCOUNT with a constant; not under a condition, where it is not known which statements it is for.
bool Binder::limit_rows(const std::string& count) {
    constexpr std::size_t kDigits = 9;
    const bool number = !count.empty() && count.size() <= kDigits && count.find_first_not_of("0123456789") == std::string::npos;
    if (!number || (branches_ > 0 && count != session_.row_limit && (count != "0" || !session_.row_limit.empty()))) return false;
    session_.row_limit = count == "0" ? std::string{} : count;
    session_.refused.erase("ROWCOUNT");
    return true;
}

/// Under SET ROWCOUNT n a statement that writes has TOP (n); what else the limit holds for is refused.
std::optional<ast::Stmt> Binder::limited(const ast::Stmt& stmt) {
    if (session_.row_limit.empty()) return std::nullopt;
    ast::Literal count{ast::LiteralKind::integer, session_.row_limit};
    const ast::Top top{ast::ExprBox(ast::Expr{std::move(count), stmt.span}), false, false};
    ast::Stmt out = stmt;
    const auto take = [&](auto& node) {
        if (node.top) fail<diag::unsupported_statement>(stmt.span, "TOP under SET ROWCOUNT");
        node.top = top;
        return true;
    };
    const auto refuse = [&](std::string_view what) {
        fail<diag::unsupported_statement>(stmt.span, fmt::format("{} under SET ROWCOUNT", what));
        return false;
    };
    const bool writes = match(
        out.node, [&](ast::Update& node) { return take(node); }, [&](ast::Delete& node) { return take(node); }, [&](ast::Merge& node) { return take(node); },
        [&](ast::Insert& node) {
            if (std::holds_alternative<Box<ast::Exec>>(node.source)) return refuse("EXEC");
            return adds_at_most(node, session_.row_limit) || take(node);
        },
        [&](ast::QueryStmt&) { return refuse("a query"); }, [&](ast::Exec&) { return refuse("EXEC"); }, [&](ast::DeclareCursor&) { return refuse("a cursor"); },
        [&](ast::CursorStmt& node) { return node.action == ast::CursorAction::open && refuse("a cursor"); }, [](auto&) { return false; });
    return writes && !failed_ ? std::optional(std::move(out)) : std::nullopt;
}

/// Whatever comes after it has another meaning, until the option is set back.
void Binder::refuse_option(const ast::SetOption& node, SourceSpan span) {
    std::string text = fmt::format("{}", fmt::join(node.words, " "));
    fail<diag::unsupported_statement>(span, "SET " + text);
    session_.refused.insert_or_assign(to_upper(node.words.front()), std::move(text));
}

/// Whether a SET option that is not compiled is in force and the statement does something by itself.
bool Binder::refused_by_session(const ast::Stmt& stmt) const {
    if (session_.refused.empty()) return false;
    return match(
        stmt.node, [](const ast::Insert&) { return true; }, [](const ast::Update&) { return true; }, [](const ast::Delete&) { return true; }, [](const ast::Merge&) { return true; },
        [](const ast::QueryStmt&) { return true; }, [](const ast::SetVariable&) { return true; }, [](const ast::Exec&) { return true; }, [](const auto&) { return false; });
}

/// DATEPART, DATENAME and DATETRUNC whose value depends on DATEFIRST (https://learn.microsoft.com/sql/t-sql/statements/set-datefirst-transact-sql).
/// DATEADD and DATEDIFF never do.
ScalarRef Binder::by_first_weekday(FunctionId id, ScalarRef call, std::string_view part, SourceSpan span) {
    const bool named = id == FunctionId::datename && part == "weekday";
    const bool reads = id == FunctionId::datepart || id == FunctionId::datename || id == FunctionId::datetrunc;
    if (session_.first_weekday == kSunday || named || !reads || (part != "weekday" && part != "week")) return call;
    if (id != FunctionId::datepart) {
        fail<diag::unsupported_syntax>(span, "a week that does not begin on Sunday");
        return poison();
    }
    const auto number = [&](ArithmeticOp op, ScalarRef left, ScalarRef right) { return make({Arithmetic{op, left, right}, simple_type(TypeKind::int_), call->nullable, span}); };
    const auto part_of = [&](std::string_view name) {
        Call other = std::get<Call>(call->node);
        other.date_part = canonical_date_part(name);
        return make({std::move(other), call->type, call->nullable, span});
    };
    // Sunday is 1 in the value of `weekday`; both are counted from 0 here.
    const ScalarRef weekday = number(ArithmeticOp::modulo, number(ArithmeticOp::add, part_of("weekday"), build_.integer(2 * kSunday - 1 - session_.first_weekday)), build_.integer(kSunday));
    if (part == "weekday") return number(ArithmeticOp::add, weekday, build_.integer(1));
    // The week of 1 January is the first: how far that day lies in its week follows from the day's own place.
    const ScalarRef day = number(ArithmeticOp::subtract, part_of("dayofyear"), build_.integer(1));
    const ScalarRef distance = number(ArithmeticOp::add, number(ArithmeticOp::subtract, weekday, day), build_.integer(kWholeWeeks));
    const ScalarRef days = number(ArithmeticOp::add, day, number(ArithmeticOp::modulo, distance, build_.integer(kSunday)));
    return number(ArithmeticOp::add, number(ArithmeticOp::divide, days, build_.integer(kSunday)), build_.integer(1));
}

} // namespace t2d::passes
