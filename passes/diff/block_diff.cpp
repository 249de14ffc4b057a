// SPDX-License-Identifier: Apache-2.0
#include "passes/diff/block_diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "ir/ast/dump.h"

namespace t2d::passes::diff {

namespace {

constexpr std::size_t kLongestText = 120;

/// A fact that is compared as a whole: its normal form and its place.
struct Fact {
    std::string form;
    SourceSpan span;
};

Fact fact(const ast::Expr& expr) { return {ast::dump(expr), expr.span}; }

std::vector<Fact> facts(const std::vector<ast::Expr>& exprs) {
    std::vector<Fact> out;
    for (const ast::Expr& expr : exprs) out.push_back(fact(expr));
    return out;
}

/// Takes what both lists have out of them.
void drop_common(std::vector<Fact>& left, std::vector<Fact>& right) {
    for (std::size_t l = 0; l < left.size();) {
        const auto same = std::find_if(right.begin(), right.end(), [&](const Fact& f) { return f.form == left[l].form; });
        if (same == right.end()) {
            ++l;
            continue;
        }
        right.erase(same);
        left.erase(left.begin() + static_cast<std::ptrdiff_t>(l));
    }
}

/// `source:dbo.Region#0` → `dbo.Region`, `cte:enriched#0` → `enriched`.
std::string shown(const std::string& label) {
    const std::size_t colon = label.find(':');
    return label.substr(colon == std::string::npos ? 0 : colon + 1, label.rfind('#') - (colon == std::string::npos ? 0 : colon + 1));
}

/// The union's branches from left to right; a query that is no union of this kind is one branch.
void branches(const ast::Query& query, std::optional<ast::SetOpKind> kind, std::vector<const ast::Query*>& out) {
    const auto* const set = std::get_if<ast::SetOp>(&query.body);
    if (set == nullptr || (kind && set->op != *kind)) {
        out.push_back(&query);
        return;
    }
    branches(*set->left, set->op, out);
    branches(*set->right, set->op, out);
}

std::string_view word(ast::SetOpKind kind) {
    switch (kind) {
    case ast::SetOpKind::union_: return "UNION";
    case ast::SetOpKind::union_all: return "UNION ALL";
    case ast::SetOpKind::except: return "EXCEPT";
    case ast::SetOpKind::intersect: break;
    }
    return "INTERSECT";
}

class QueryDiff {
public:
    QueryDiff(std::string where, const SourceManager& sources) : where_(std::move(where)), sources_(sources) {}

    std::vector<Change> changes;

    void queries(const ast::Query& left, const ast::Query& right) {
        const auto *l = std::get_if<ast::SetOp>(&left.body), *r = std::get_if<ast::SetOp>(&right.body);
        const auto *a = std::get_if<ast::Select>(&left.body), *b = std::get_if<ast::Select>(&right.body);
        if (a != nullptr && b != nullptr) blocks(*a, *b, left.span, right.span);
        else if (l != nullptr && r != nullptr && l->op != r->op) note("set operation", fmt::format("{} became {}", word(l->op), word(r->op)), left.span, right.span);
        else if (l != nullptr || r != nullptr) set_operation(left, right);
        ordering(left, right);
    }

private:
    void note(std::string kind, std::string text, SourceSpan expected, SourceSpan actual) { changes.push_back({std::move(kind), where_, std::move(text), expected, actual}); }

    /// The text as written, on one line.
    [[nodiscard]] std::string text(SourceSpan span) const {
        std::string out;
        for (const char c : sources_.text(span)) {
            const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
            if (!blank) out += c;
            else if (!out.empty() && out.back() != ' ') out += ' ';
        }
        if (out.size() > kLongestText) out = out.substr(0, kLongestText) + " …";
        return out;
    }

    void set_operation(const ast::Query& left, const ast::Query& right) {
        std::vector<const ast::Query*> l, r;
        branches(left, {}, l);
        branches(right, {}, r);
        std::erase_if(l, [&](const ast::Query* query) {
            const auto same = std::find_if(r.begin(), r.end(), [&](const ast::Query* other) { return ast::dump(*query) == ast::dump(*other); });
            if (same == r.end()) return false;
            r.erase(same);
            return true;
        });
        const std::size_t common = std::min(l.size(), r.size());
        for (std::size_t i = 0; i < common; ++i) queries(*l[i], *r[i]);
        for (std::size_t i = common; i < l.size(); ++i) note("set operation", "a branch is gone: " + text(l[i]->span), l[i]->span, {});
        for (std::size_t i = common; i < r.size(); ++i) note("set operation", "a branch is new: " + text(r[i]->span), {}, r[i]->span);
    }

    void blocks(const ast::Select& left, const ast::Select& right, SourceSpan l, SourceSpan r) {
        relations(uses_of(left), uses_of(right));
        lists("condition", "condition", facts(conjuncts(left.where)), facts(conjuncts(right.where)));
        columns(left, right);
        grouping(left, right, l, r);
        lists("grain", "group condition", facts(conjuncts(left.having)), facts(conjuncts(right.having)));
        if (left.distinct != right.distinct) note("distinct", right.distinct ? "DISTINCT is new" : "DISTINCT is gone", l, r);
        whole("order", "row limit", left.top ? std::optional(fact(*left.top->count)) : std::nullopt, right.top ? std::optional(fact(*right.top->count)) : std::nullopt);
    }

    void relations(const std::vector<Use>& left, const std::vector<Use>& right) {
        const auto find = [](const std::vector<Use>& uses, const std::string& label) { return std::find_if(uses.begin(), uses.end(), [&](const Use& use) { return use.label == label; }); };
        for (const Use& use : left) {
            const auto other = find(right, use.label);
            const std::string what = use.kind == "from" ? "read of " : "join to ";
            if (other == right.end()) {
                note(use.kind == "from" ? "relation" : "join", what + shown(use.label) + " is gone", use.span, {});
                continue;
            }
            if (use.kind != other->kind) {
                if (use.kind == "from" || other->kind == "from") note("join", fmt::format("{} is {}, was {}", shown(use.label), place(*other), place(use)), use.span, other->span);
                else note("join", fmt::format("join to {} became {}, was {}", shown(use.label), other->kind, use.kind), use.span, other->span);
            }
            lists("join", "join to " + shown(use.label) + ": condition", facts(use.on), facts(other->on));
            inside(*use.source, *other->source);
        }
        for (const Use& use : right)
            if (find(left, use.label) == left.end()) note(use.kind == "from" ? "relation" : "join", (use.kind == "from" ? "read of " : use.kind + " join to ") + shown(use.label) + " is new", {}, use.span);
    }

    /// Relations without a name: queries and functions in the FROM clause.
    void inside(const ast::TableSource& left, const ast::TableSource& right) {
        const auto *l = std::get_if<ast::DerivedTable>(&left.node), *r = std::get_if<ast::DerivedTable>(&right.node);
        if (l != nullptr && r != nullptr) queries(*l->query, *r->query);
        const auto *f = get_boxed<ast::FunctionTable>(left.node), *g = get_boxed<ast::FunctionTable>(right.node);
        if (f != nullptr && g != nullptr) lists("relation", "function", {fact(f->call)}, {fact(g->call)});
    }

    static std::string place(const Use& use) { return use.kind == "from" ? "read first" : "in a " + use.kind + " join"; }

    void lists(const std::string& kind, const std::string& what, std::vector<Fact> left, std::vector<Fact> right) {
        drop_common(left, right);
        const std::size_t common = std::min(left.size(), right.size());
        for (std::size_t i = 0; i < common; ++i) note(kind, fmt::format("{} `{}` became `{}`", what, text(left[i].span), text(right[i].span)), left[i].span, right[i].span);
        for (std::size_t i = common; i < left.size(); ++i) note(kind, fmt::format("{} `{}` is gone", what, text(left[i].span)), left[i].span, {});
        for (std::size_t i = common; i < right.size(); ++i) note(kind, fmt::format("{} `{}` is new", what, text(right[i].span)), {}, right[i].span);
    }

    void whole(const std::string& kind, const std::string& what, const std::optional<Fact>& left, const std::optional<Fact>& right) {
        lists(kind, what, left ? std::vector{*left} : std::vector<Fact>(), right ? std::vector{*right} : std::vector<Fact>());
    }

    static std::vector<std::pair<std::string, const ast::SelectItem*>> named(const ast::Select& block) {
        std::vector<std::pair<std::string, const ast::SelectItem*>> out;
        for (const ast::SelectItem& item : block.items) out.emplace_back(item.alias, &item);
        return out;
    }

    void columns(const ast::Select& left, const ast::Select& right) {
        const auto l = named(left), r = named(right);
        std::vector<Fact> unnamed_left, unnamed_right;
        std::vector<std::string> order_left, order_right;
        const auto find = [](const auto& list, const std::string& name) { return std::find_if(list.begin(), list.end(), [&](const auto& entry) { return entry.first == name; }); };
        for (const auto& [name, item] : l) {
            const auto other = find(r, name);
            if (name.empty()) unnamed_left.push_back(fact(item->expr));
            else if (other == r.end()) note("column", fmt::format("column {} is gone", name), item->span, {});
            else {
                order_left.push_back(name);
                if (ast::dump(item->expr) != ast::dump(other->second->expr))
                    note("column", fmt::format("column {}: `{}` became `{}`", name, text(item->expr.span), text(other->second->expr.span)), item->span, other->second->span);
            }
        }
        for (const auto& [name, item] : r) {
            if (name.empty()) unnamed_right.push_back(fact(item->expr));
            else if (find(l, name) == l.end()) note("column", fmt::format("column {} is new: `{}`", name, text(item->expr.span)), {}, item->span);
            else order_right.push_back(name);
        }
        lists("column", "column", unnamed_left, unnamed_right);
        if (order_left != order_right) note("column", "the columns have another order", l.front().second->span, r.front().second->span);
    }

    void grouping(const ast::Select& left, const ast::Select& right, SourceSpan l, SourceSpan r) {
        std::vector<Fact> a, b;
        bool plain = left.group_by_all == right.group_by_all;
        const auto add = [&](const ast::Select& block, std::vector<Fact>& out) {
            for (const ast::GroupingElement& element : block.group_by) {
                plain = plain && element.grouping == ast::GroupingKind::plain;
                for (const ast::Expr& item : element.items) out.push_back(fact(item));
            }
        };
        add(left, a);
        add(right, b);
        if (plain) return lists("grain", "grouping by", a, b);
        const auto form = [](const ast::Select& block) {
            ast::Query query;
            ast::Select only;
            only.group_by = block.group_by;
            only.group_by_all = block.group_by_all;
            query.body = only;
            return ast::dump(query);
        };
        if (form(left) != form(right)) note("grain", "the rows are grouped another way", l, r);
    }

    void ordering(const ast::Query& left, const ast::Query& right) {
        const auto items = [](const ast::Query& query) {
            std::vector<Fact> out;
            for (const ast::OrderItem& item : query.order_by) out.push_back({ast::dump(item.expr) + (item.descending ? " desc" : ""), item.expr.span});
            return out;
        };
        const auto l = items(left), r = items(right);
        if (!std::equal(l.begin(), l.end(), r.begin(), r.end(), [](const Fact& a, const Fact& b) { return a.form == b.form; })) {
            const auto from = l.empty() ? left.span : l.front().span, to = r.empty() ? right.span : r.front().span;
            note("order", l.empty() ? "an order is new" : r.empty() ? "the order is gone" : fmt::format("the order by `{}` … became `{}` …", text(from), text(to)), from, to);
        }
        const auto bound = [](const ast::OptExpr& expr) { return expr ? std::optional(fact(**expr)) : std::nullopt; };
        whole("order", "offset", bound(left.offset), bound(right.offset));
        whole("order", "row limit", bound(left.fetch), bound(right.fetch));
    }

    std::string where_;
    const SourceManager& sources_;
};

/// Where one relation of a block stands in the place of another one, its label becomes the other's, so that only the read changes and not every column.
std::map<std::string, std::string> replaced(const ast::Query& left, const ast::Query& right) {
    const auto *a = std::get_if<ast::Select>(&left.body), *b = std::get_if<ast::Select>(&right.body);
    if (a == nullptr || b == nullptr) return {};
    std::vector<Fact> gone, added;
    for (const Use& use : uses_of(*a)) gone.push_back({use.label, use.span});
    for (const Use& use : uses_of(*b)) added.push_back({use.label, use.span});
    drop_common(gone, added);
    if (gone.size() != 1 || added.size() != 1) return {};
    return {{added[0].form, gone[0].form}};
}

} // namespace

std::vector<Change> query_differences(const Side& expected, const Side& actual, const std::string& where, Interner& interner, const SourceManager& sources) {
    const ast::Query left = normal_form(*expected.query, expected.ctes, interner);
    ast::Query right = normal_form(*actual.query, actual.ctes, interner);
    QueryDiff diff(where, sources);
    if (const auto renamed = replaced(left, right); !renamed.empty()) {
        const auto& [now, before] = *renamed.begin();
        right = normal_form(*actual.query, actual.ctes, interner, renamed);
        diff.changes.push_back({"relation", where, fmt::format("reads {} in place of {}", shown(now), shown(before)), left.span, right.span});
    }
    diff.queries(left, right);
    return std::move(diff.changes);
}

std::vector<std::string> parts_of(const ast::Query& normal) {
    std::vector<const ast::Query*> all;
    branches(normal, {}, all);
    std::vector<std::string> out;
    for (const ast::Query* query : all) {
        const auto* const block = std::get_if<ast::Select>(&query->body);
        if (block == nullptr) continue;
        for (const ast::SelectItem& item : block->items) out.push_back(item.alias + "=" + ast::dump(item.expr));
        for (const ast::Expr& condition : conjuncts(block->where)) out.push_back(ast::dump(condition));
        for (const Use& use : uses_of(*block)) out.push_back(use.label);
    }
    return out;
}

} // namespace t2d::passes::diff
