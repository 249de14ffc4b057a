// SPDX-License-Identifier: Apache-2.0
#include "passes/check/writes.h"

#include "ir/text.h"

namespace t2d::passes::check {

namespace {

bool rolls_back(const ast::Stmt& s) {
    const auto* transaction = std::get_if<ast::Transaction>(&s.node);
    return transaction != nullptr && transaction->transaction == ast::TransactionKind::rollback;
}

class Finder {
public:
    Writes found;

    void block(const ast::Block& statements) {
        for (const ast::Stmt& statement : statements) visit(statement);
    }

    void visit(const ast::Stmt& s) {
        if (const auto* n = get_boxed<ast::Insert>(s.node)) {
            outputs(*n);
            found.variables.emplace_back(kScopeIdentity);
            if (holds<ast::Exec>(n->source)) found.anything = true;
            if (const auto* source = std::get_if<ast::Query>(&n->source)) changes(*source);
        } else if (const auto* u = get_boxed<ast::Update>(s.node)) {
            outputs(*u);
            // The target may be an alias: every table of the FROM clause may be meant.
            for (const ast::TableSource& source : u->from) tables(source, u->target);
            for (const ast::Assignment& set : u->set)
                if (!set.variable.empty()) found.variables.push_back(set.variable);
        } else if (const auto* d = get_boxed<ast::Delete>(s.node)) {
            outputs(*d);
            for (const ast::TableSource& source : d->from) tables(source, d->target);
        } else if (const auto* m = get_boxed<ast::Merge>(s.node)) {
            outputs(*m);
            found.variables.emplace_back(kScopeIdentity);
        } else if (const auto* t = std::get_if<ast::Truncate>(&s.node)) found.tables.push_back(&t->table);
        else if (const auto* q = get_boxed<ast::QueryStmt>(s.node)) query(q->query);
        else if (const auto* v = std::get_if<ast::SetVariable>(&s.node)) found.variables.push_back(v->variable);
        else if (const auto* c = get_boxed<ast::CursorStmt>(s.node)) {
            found.variables.insert(found.variables.end(), c->into.begin(), c->into.end());
            found.variables.insert(found.variables.end(), {kFetchStatus, place_of(c->cursor)});
        }
        else if (const auto* dv = std::get_if<ast::Declare>(&s.node)) {
            for (const ast::VariableDecl& variable : dv->variables) found.variables.push_back(variable.name);
        } else if (const auto* i = get_boxed<ast::If>(s.node)) {
            visit(*i->then);
            if (i->otherwise) visit(**i->otherwise);
        } else if (const auto* w = get_boxed<ast::While>(s.node)) visit(*w->body);
        else if (const auto* b = std::get_if<ast::BlockStmt>(&s.node)) block(b->body);
        else if (const auto* t2 = std::get_if<ast::TryCatch>(&s.node)) {
            block(t2->body);
            block(t2->handler);
        } else if (holds<ast::Exec>(s.node) || std::holds_alternative<ast::Unparsed>(s.node) || std::holds_alternative<ast::Goto>(s.node) || rolls_back(s) || holds<ast::Recognized>(s.node) || holds<ast::AlterTable>(s.node) || holds<ast::CreateTable>(s.node)) found.anything = true;
    }

private:
    void outputs(const auto& write) {
        // The target may be a CTE, whatever tables it is made of.
        if (!write.with.empty() && write.target.parts.size() == 1) found.anything = true;
        found.tables.push_back(&write.target);
        for (const ast::Output& output : write.output)
            if (output.into) found.tables.push_back(&*output.into);
        found.variables.emplace_back("@@rowcount");
    }
    /// The data change that an INSERT reads.
    void changes(const ast::Query& query) {
        const auto* select = std::get_if<ast::Select>(&query.body);
        const auto* dml = select == nullptr || select->from.size() != 1 ? nullptr : get_boxed<ast::DmlTable>(select->from[0].node);
        if (dml == nullptr) return;
        if (dml->merge) outputs(**dml->merge);
        if (dml->insert) outputs(**dml->insert);
        if (dml->update) outputs(**dml->update);
        if (dml->remove) outputs(**dml->remove);
    }
    void query(const ast::Query& query) {
        const auto* select = std::get_if<ast::Select>(&query.body);
        if (select == nullptr) return;
        if (select->into) found.tables.push_back(&*select->into);
        for (const ast::SelectItem& item : select->items)
            if (!item.variable.empty()) found.variables.push_back(item.variable);
    }
    void tables(const ast::TableSource& source, const ast::Name& target) {
        const auto* derived = std::get_if<ast::DerivedTable>(&source.node);
        if (derived != nullptr && equal_ignoring_case(derived->alias, target.last())) found.anything = true; // whatever tables it is made of
        if (const auto* table = std::get_if<ast::NamedTable>(&source.node)) found.tables.push_back(&table->name);
        if (const auto* join = get_boxed<ast::Join>(source.node)) {
            tables(*join->left, target);
            tables(*join->right, target);
        }
        if (const auto* apply = get_boxed<ast::Apply>(source.node)) tables(*apply->left, target);
    }
};

} // namespace

std::string place_of(const std::string& cursor) { return "place of " + to_lower(cursor); }

Writes writes_of(const ast::Stmt& statement) {
    Finder finder;
    finder.visit(statement);
    return std::move(finder.found);
}

TermId compound(Builder& b, ast::AssignOp op, TermId left, TermId right) {
    switch (op) {
    case ast::AssignOp::assign: return right;
    case ast::AssignOp::add: return b.build(b.type_of(left).is_string() || b.type_of(right).is_string() ? "concat" : "add", {}, {left, right});
    case ast::AssignOp::subtract: return b.build("sub", {}, {left, right});
    case ast::AssignOp::multiply: return b.build("mul", {}, {left, right});
    case ast::AssignOp::divide: return b.build(b.type_of(left).is_integer() && b.type_of(right).is_integer() ? "int_div" : "div", {}, {left, right});
    case ast::AssignOp::modulo: return b.build("mod", {}, {left, right});
    case ast::AssignOp::bit_and: return b.build("bit_and", {}, {left, right});
    case ast::AssignOp::bit_or: return b.build("bit_or", {}, {left, right});
    case ast::AssignOp::bit_xor: return b.build("bit_xor", {}, {left, right});
    case ast::AssignOp::concat: return b.build("concat", {}, {left, right});
    }
    return right;
}

} // namespace t2d::passes::check
