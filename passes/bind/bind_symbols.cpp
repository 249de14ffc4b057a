// SPDX-License-Identifier: Apache-2.0
// Tables and variables: what the names of a procedure stand for.
#include <algorithm>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"
#include "passes/bind/binder.h"
#include "passes/build_catalog.h"
#include "passes/graph_facts.h"

namespace t2d::passes {

using namespace ir;

SqlType Binder::type_of(const ast::TypeName& name, bool in_cast) const {
    const SqlType type = resolve_type(name, in_cast);
    if (type.kind != TypeKind::other) return type;
    const auto alias = catalog_.types.find(catalog_key(name.name));
    return alias == catalog_.types.end() ? type : alias->second;
}

/// The columns of a table type; null pointer for the type of a value.
const CatalogTable* Binder::table_type(const ast::TypeName& name) const {
    const auto found = catalog_.tables.find(table_type_key(name.name));
    return found == catalog_.tables.end() ? nullptr : &found->second;
}

int Binder::declare_variable(const std::string& name, const SqlType& type) {
    program_.variables.push_back({name, type});
    const int index = static_cast<int>(program_.variables.size()) - 1;
    frames_.back().variables[to_lower(name)] = index;
    return index;
}

int Binder::find_variable(const std::string& name) const {
    const auto it = frames_.back().variables.find(to_lower(name));
    return it == frames_.back().variables.end() ? -1 : it->second;
}

TableId Binder::table(const ast::Name& name, SourceSpan span) {
    const std::string& last = name.last();
    const bool variable = !last.empty() && last.front() == '@';
    const bool temporary = !last.empty() && last.front() == '#';
    if (variable || temporary) {
        const std::string key = to_lower(last);
        // Temporary tables of callers are visible in callees; table variables are not.
        for (auto frame = frames_.rbegin(); frame != frames_.rend(); ++frame) {
            if (const auto it = frame->tables.find(key); it != frame->tables.end()) return it->second;
            if (variable) break;
        }
        fail<diag::unknown_table>(span, last);
        return -1;
    }
    if (name.parts.size() == 1) // `inserted` and `deleted` of a trigger
        if (const auto it = frames_.back().tables.find(to_lower(last)); it != frames_.back().tables.end()) return it->second;
    return persistent_table(resolved_key(name), name, span);
}

/// The catalog key of a permanent object's name, behind a synonym.
std::string Binder::resolved_key(const ast::Name& name) const {
    std::string key = catalog_key(name);
    const auto synonym = catalog_.synonyms.find(key);
    return synonym == catalog_.synonyms.end() ? key : synonym->second;
}

/// The view that a name stands for; null pointer for every other name.
const CatalogModule<ast::CreateView>* Binder::view_of(const ast::Name& name) const {
    const bool local = name.last().empty() || name.last().front() == '#' || name.last().front() == '@';
    const auto view = local ? catalog_.views.end() : catalog_.views.find(resolved_key(name));
    return view == catalog_.views.end() ? nullptr : &view->second;
}

/// Whether a table of that key is a view of the server's own catalog, whose rows are no data of the procedure.
static bool is_catalog_view(const std::string& key) { return key.starts_with("sys.") || key.starts_with("information_schema."); }

TableId Binder::persistent_table(const std::string& key, const ast::Name& name, SourceSpan span) {
    if (is_catalog_view(key) && !catalog_.tables.contains(key)) fail<diag::unsupported_syntax>(span, "the catalog view " + key);
    if (const auto it = persistent_.find(key); it != persistent_.end()) return it->second;
    TableSymbol symbol;
    symbol.key = key;
    symbol.kind = TableKind::persistent;
    symbol.self = build_.arena().fresh_quantifier();
    const TableId id = static_cast<TableId>(program_.tables.size());
    const auto declared = catalog_.tables.find(key);
    if (declared == catalog_.tables.end()) {
        symbol.schema = name.parts.size() > 1 && !name.parts[name.parts.size() - 2].empty() ? name.parts[name.parts.size() - 2] : "dbo";
        symbol.name = name.last();
        symbol.inferred = true;
        diagnostics_.report<diag::inferred_table>(span, key);
        program_.tables.push_back(std::move(symbol));
    } else {
        symbol.schema = declared->second.schema;
        symbol.name = declared->second.name;
        program_.tables.push_back(symbol);
        fill_symbol(program_.tables.back(), declared->second);
        fill_rules(program_.tables.back(), declared->second);
        fill_checks(program_.tables.back(), declared->second);
        report_collations(declared->second, span);
    }
    return persistent_[key] = id;
}

/// Statements that compare a column under a collation without an exact form become holes, each for itself.
void Binder::report_collations(const CatalogTable& declared, SourceSpan span) {
    for (const CatalogColumn& column : declared.columns)
        if (column.type.collation == StringComparison::unsupported) diagnostics_.report<diag::column_collation>(span, column.name, declared.schema + "." + declared.name, column.collation);
}

void Binder::fill_symbol(TableSymbol& symbol, const CatalogTable& declared) {
    for (const auto& column : declared.columns) symbol.columns.push_back({column.name, column.type, column.nullable});
    for (const auto& key : declared.keys) {
        if (key.filtered) continue;
        std::vector<int> columns;
        bool nullable = false, exact = false;
        for (const auto& name : key.columns) {
            const int index = find_column(symbol.columns, name);
            if (index < 0) continue;
            exact = exact || is_exact(symbol.columns[static_cast<std::size_t>(index)].type.collation);
            columns.push_back(index);
            nullable = nullable || symbol.columns[static_cast<std::size_t>(index)].nullable;
        }
        if (exact) continue; // what binds rows by their keys compares texts by the default
        symbol.unique_keys.push_back(columns);
        if (!nullable) symbol.keys.push_back(columns);
    }
}

/// Defaults, identities and computed columns; computed ones are bound over the quantifier `self` and also give the column's type.
void Binder::fill_rules(TableSymbol& symbol, const CatalogTable& declared) {
    const RelRef shape = build_.empty(symbol.columns);
    const bool saved_failed = failed_;
    std::vector<ColumnRule> rules(declared.columns.size());
    for (std::size_t i = 0; i < declared.columns.size(); ++i) {
        const CatalogColumn& column = declared.columns[i];
        Scope scope;
        scope.tables.push_back({{}, {}, symbol.self, shape, -1});
        ColumnRule& rule = rules[i];
        if (column.identity) {
            rule.identity = true;
            rule.identity_seed = column.identity->seed;
            rule.identity_increment = column.identity->increment;
        }
        if (column.default_value) {
            Scope none;
            const bool outer = std::exchange(in_default_, true);
            rule.default_value = value(**column.default_value, none, column.type);
            in_default_ = outer;
            if (const auto* next = std::get_if<NextValue>(&rule.default_value->node)) {
                const auto sequence = catalog_.sequences.find(next->sequence);
                if (sequence != catalog_.sequences.end()) {
                    rule.identity_seed = sequence->second.start;
                    rule.identity_increment = sequence->second.increment;
                }
            }
        }
        if (column.computed) {
            rule.computed = expr(**column.computed, scope);
            const StringComparison declared_collation = symbol.columns[i].type.collation;
            symbol.columns[i].type = type_with_collation(rule.computed);
            if (declared_collation != StringComparison::database) symbol.columns[i].type.collation = declared_collation;
            symbol.columns[i].nullable = rule.computed->nullable;
        }
    }
    symbol.rules = std::move(rules);
    failed_ = saved_failed || failed_;
}

/// A condition that cannot be compiled makes nothing else incomplete: it is kept with its reason.
void Binder::fill_checks(TableSymbol& symbol, const CatalogTable& declared) {
    const RelRef shape = build_.empty(symbol.columns);
    for (const CatalogCheck& check : declared.checks) {
        const Diagnostics reported = diagnostics_;
        const bool outer_failed = std::exchange(failed_, false);
        const std::string outer_reason = std::exchange(reason_, {});
        Scope scope;
        scope.tables.push_back({{}, {}, symbol.self, shape, -1});
        const ScalarRef bound = condition(**check.condition, scope);
        if (!failed_ && calls_function(bound)) fail<diag::unsupported_syntax>(check.span, "a call of a function of the database");
        symbol.checks.push_back({check.name, failed_ ? nullptr : bound, reason_, check.trusted, check.span});
        diagnostics_ = reported;
        failed_ = outer_failed;
        reason_ = outer_reason;
    }
}

TableId Binder::declare_local(const std::string& name, TableKind kind, const CatalogTable& declared) {
    TableSymbol symbol;
    const TableId id = static_cast<TableId>(program_.tables.size());
    symbol.key = to_lower(name) + "/" + std::to_string(id); // a temporary table may be created again with another shape
    symbol.name = name;
    symbol.kind = kind;
    symbol.self = build_.arena().fresh_quantifier();
    fill_symbol(symbol, declared);
    fill_rules(symbol, declared);
    program_.tables.push_back(std::move(symbol));
    frames_.back().tables[to_lower(name)] = id;
    return id;
}

TableId Binder::local_table(const std::string& name, TableKind kind, std::vector<Column> columns) {
    TableSymbol symbol;
    const TableId id = static_cast<TableId>(program_.tables.size());
    symbol.key = to_lower(name) + "/" + std::to_string(id);
    symbol.name = name;
    symbol.kind = kind;
    symbol.self = build_.arena().fresh_quantifier();
    symbol.columns = std::move(columns);
    symbol.rules.resize(symbol.columns.size());
    program_.tables.push_back(std::move(symbol));
    frames_.back().tables[to_lower(name)] = id;
    return id;
}

} // namespace t2d::passes
