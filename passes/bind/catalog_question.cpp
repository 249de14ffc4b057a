// SPDX-License-Identifier: Apache-2.0
#include "passes/bind/catalog_question.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "ir/text.h"

namespace t2d::passes {

std::string CatalogQuestion::name() const {
    std::string out = object ? *object : table ? *table : std::string{};
    if (!object && schema) out = out.empty() ? "schema " + *schema : *schema + "." + out;
    if (column) out = fmt::format("column {} of {}", *column, out);
    return out;
}

std::string key_of_text(std::string_view text) {
    ast::Name name;
    std::string part;
    char close = 0;
    for (const char c : text) {
        if (close != 0 && c == close) close = 0;
        else if (close == 0 && (c == '[' || c == '"')) close = c == '[' ? ']' : '"';
        else if (close == 0 && c == '.') name.parts.push_back(std::exchange(part, {}));
        else part += c;
    }
    name.parts.push_back(part);
    return catalog_key(name);
}

namespace {

enum class Member { schema, table, column, object, schema_number, kind, ours };

/// A column of a catalog view and what it says.
struct ViewColumn {
    std::string_view view, column;
    Member member;
};

constexpr ViewColumn kColumns[] = {
    {"sys.schemas", "name", Member::schema}, {"sys.schemas", "schema_id", Member::schema_number},
    {"sys.tables", "name", Member::table}, {"sys.tables", "object_id", Member::object}, {"sys.tables", "schema_id", Member::schema_number}, {"sys.tables", "type", Member::kind}, {"sys.tables", "type_desc", Member::kind}, {"sys.tables", "is_ms_shipped", Member::ours},
    {"sys.objects", "name", Member::table}, {"sys.objects", "object_id", Member::object}, {"sys.objects", "schema_id", Member::schema_number}, {"sys.objects", "type", Member::kind}, {"sys.objects", "type_desc", Member::kind}, {"sys.objects", "is_ms_shipped", Member::ours},
    {"sys.sysobjects", "name", Member::table}, {"sys.sysobjects", "id", Member::object}, {"sys.sysobjects", "xtype", Member::kind}, {"sys.sysobjects", "type", Member::kind},
    {"dbo.sysobjects", "name", Member::table}, {"dbo.sysobjects", "id", Member::object}, {"dbo.sysobjects", "xtype", Member::kind}, {"dbo.sysobjects", "type", Member::kind},
    {"sys.columns", "name", Member::column}, {"sys.columns", "object_id", Member::object},
    {"sys.syscolumns", "name", Member::column}, {"sys.syscolumns", "id", Member::object},
    {"dbo.syscolumns", "name", Member::column}, {"dbo.syscolumns", "id", Member::object},
    {"information_schema.schemata", "schema_name", Member::schema},
    {"information_schema.tables", "table_schema", Member::schema}, {"information_schema.tables", "table_name", Member::table}, {"information_schema.tables", "table_type", Member::kind},
    {"information_schema.columns", "table_schema", Member::schema}, {"information_schema.columns", "table_name", Member::table}, {"information_schema.columns", "column_name", Member::column},
};

bool is_view(std::string_view key) {
    return std::any_of(std::begin(kColumns), std::end(kColumns), [&](const ViewColumn& column) { return column.view == key; });
}

/// A word by which the views call a table.
bool is_word_for_tables(std::string_view text) {
    constexpr std::array<std::string_view, 4> kWords{"U", "USER_TABLE", "BASE TABLE", "U "};
    return std::any_of(kWords.begin(), kWords.end(), [&](std::string_view word) { return equal_ignoring_case(word, text); });
}

struct View {
    std::string alias, key;
};

class Reader {
public:
    explicit Reader(const KnownText& known) : known_(known) {}

    std::optional<CatalogQuestion> read(const ast::Query& query) {
        const auto* block = std::get_if<ast::Select>(&query.body);
        if (block == nullptr || !query.with.empty() || query.offset || query.fetch || block->top || !block->group_by.empty() || block->having || block->from.empty()) return std::nullopt;
        for (const ast::TableSource& source : block->from) views(source);
        if (block->where) condition(**block->where);
        const bool named = question_.schema || question_.table || question_.object;
        return sound_ && named ? std::optional(question_) : std::nullopt;
    }

private:
    void views(const ast::TableSource& node) {
        if (const auto* named = std::get_if<ast::NamedTable>(&node.node)) {
            const std::string key = catalog_key(named->name);
            sound_ = sound_ && is_view(key);
            views_.push_back({named->alias.empty() ? named->name.last() : named->alias, key});
            return;
        }
        const auto* join = get_boxed<ast::Join>(node.node);
        sound_ = sound_ && join != nullptr && join->join == ast::JoinKind::inner && join->on;
        if (!sound_) return;
        views(*join->left);
        views(*join->right);
        condition(**join->on);
    }

    std::optional<Member> member(const ast::Expr& node) const {
        const auto* column = std::get_if<ast::ColumnName>(&node.node);
        if (column == nullptr) return std::nullopt;
        const auto& parts = column->name.parts;
        std::optional<Member> found;
        for (const View& view : views_) {
            if (parts.size() > 1 && !equal_ignoring_case(parts[parts.size() - 2], view.alias)) continue;
            for (const ViewColumn& known : kColumns)
                if (known.view == view.key && equal_ignoring_case(known.column, parts.back())) found = known.member;
        }
        return found;
    }

    void condition(const ast::Expr& node) {
        if (const auto* all = std::get_if<ast::Logic>(&node.node); all != nullptr && all->op == ast::LogicOp::and_) {
            for (const ast::Expr& operand : all->operands) condition(operand);
            return;
        }
        if (const auto* list = std::get_if<ast::InList>(&node.node)) { // type IN ('U', 'V'): one of them is the word for tables
            sound_ = sound_ && !list->negated && member(*list->operand) == Member::kind &&
                     std::any_of(list->items.begin(), list->items.end(), [&](const ast::Expr& item) { return is_word_for_tables(known_(item).value_or("")); });
            return;
        }
        const auto* equal = std::get_if<ast::Binary>(&node.node);
        sound_ = sound_ && equal != nullptr && equal->op == ast::BinaryOp::equal && (pinned(*equal->left, *equal->right) || pinned(*equal->right, *equal->left));
    }

    static bool pin(std::optional<std::string>& place, const std::optional<std::string>& text) {
        if (!text || text->empty() || (place && !equal_ignoring_case(*place, *text))) return false;
        place = text;
        return true;
    }

    bool pinned(const ast::Expr& left, const ast::Expr& right) {
        const auto* call = get_boxed<ast::Call>(left.node);
        const auto is_call = [](const ast::Call* node, std::string_view name) { return node != nullptr && !node->args.empty() && equal_ignoring_case(node->function.last(), name); };
        if (is_call(call, "SCHEMA_NAME") && member(call->args.front()) == Member::schema_number) return pin(question_.schema, known_(right));
        if (is_call(call, "OBJECT_NAME") && member(call->args.front()) == Member::object) return pin(question_.table, known_(right));
        const auto what = member(left);
        if (!what) return false;
        const auto* value = get_boxed<ast::Call>(right.node);
        switch (*what) {
        case Member::schema: return pin(question_.schema, known_(right));
        case Member::table: return pin(question_.table, known_(right));
        case Member::column: return pin(question_.column, known_(right));
        case Member::kind: return is_word_for_tables(known_(right).value_or(""));
        case Member::ours: return known_(right) == "0";
        case Member::object: {
            if (member(right) == Member::object) return true; // the views joined
            const auto name = is_call(value, "OBJECT_ID") ? known_(value->args.front()) : std::nullopt;
            return name && pin(question_.object, key_of_text(*name));
        }
        case Member::schema_number:
            return member(right) == Member::schema_number || (is_call(value, "SCHEMA_ID") && pin(question_.schema, known_(value->args.front())));
        }
        return false;
    }

    const KnownText& known_;
    std::vector<View> views_;
    CatalogQuestion question_;
    bool sound_ = true;
};

} // namespace

std::optional<CatalogQuestion> question_of(const ast::Query& query, const KnownText& known) { return Reader(known).read(query); }

} // namespace t2d::passes
