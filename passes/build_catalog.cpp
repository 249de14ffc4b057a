// SPDX-License-Identifier: Apache-2.0
#include "passes/build_catalog.h"

#include <algorithm>
#include <set>

#include "ir/match.h"
#include "ir/text.h"
#include "ir/type_rules.h"

namespace t2d {

std::string catalog_key(std::string_view schema, std::string_view name) {
    return to_lower(schema.empty() ? std::string_view("dbo") : schema) + "." + to_lower(name);
}

std::string catalog_key(const ast::Name& name) {
    const auto& parts = name.parts;
    if (parts.empty()) return {};
    return catalog_key(parts.size() > 1 ? std::string_view(parts[parts.size() - 2]) : std::string_view{}, parts.back());
}

} // namespace t2d

namespace t2d::passes {

namespace {

std::vector<std::string> column_names(const std::vector<ast::IndexColumn>& columns) {
    std::vector<std::string> out;
    for (const auto& column : columns) out.push_back(column.name);
    return out;
}

CatalogColumn* find(CatalogTable& table, std::string_view name) {
    const auto it = std::find_if(table.columns.begin(), table.columns.end(),
                                 [&](const auto& column) { return equal_ignoring_case(column.name, name); });
    return it == table.columns.end() ? nullptr : &*it;
}

SqlType column_type(const ast::ColumnDef& def, const std::map<std::string, SqlType>& types) {
    if (!def.type) return equal_ignoring_case(def.name, "timestamp") ? simple_type(TypeKind::rowversion) : SqlType{};
    const SqlType type = resolve_type(*def.type);
    if (type.kind != TypeKind::other) return type;
    const auto alias = types.find(catalog_key(def.type->name));
    return alias == types.end() ? type : alias->second;
}

CatalogColumn declare_column(const ast::ColumnDef& def, const std::map<std::string, SqlType>& types) {
    CatalogColumn column;
    column.name = def.name;
    column.type = column_type(def, types);
    column.nullable = def.nullable.value_or(!def.identity.has_value());
    column.identity = def.identity;
    column.default_value = def.default_value;
    column.computed = def.computed;
    column.collation = def.collation;
    column.type.collation = comparison_named(def.collation);
    column.rowversion = column.type.kind == TypeKind::rowversion;
    return column;
}

void add_constraint(CatalogTable& table, const ast::Constraint& constraint) {
    const auto columns = column_names(constraint.columns);
    const bool key = constraint.constraint == ast::ConstraintKind::primary_key || constraint.constraint == ast::ConstraintKind::unique;
    if (key && !constraint.trusted) return; // NOT ENFORCED: the rows need not be unique
    switch (constraint.constraint) {
    case ast::ConstraintKind::primary_key:
        table.keys.push_back({columns, true, false, {}, constraint.ignores_duplicates});
        for (const auto& name : columns)
            if (CatalogColumn* column = find(table, name)) column->nullable = false;
        break;
    case ast::ConstraintKind::unique: table.keys.push_back({columns, false, false, {}, constraint.ignores_duplicates}); break;
    case ast::ConstraintKind::index:
        if (constraint.unique_index) table.keys.push_back({columns, false, constraint.filter.has_value(), constraint.filter, constraint.ignores_duplicates});
        break;
    case ast::ConstraintKind::foreign_key:
        if (constraint.references && !columns.empty())
            table.foreign_keys.push_back({columns, catalog_key(constraint.references->table), constraint.references->columns, constraint.trusted, constraint.references->on_delete, constraint.references->on_update});
        break;
    case ast::ConstraintKind::default_:
        if (!columns.empty())
            if (CatalogColumn* column = find(table, columns.front())) column->default_value = constraint.expr;
        break;
    case ast::ConstraintKind::check:
        table.checks.push_back({constraint.name, constraint.expr, constraint.trusted, constraint.span});
        break;
    case ast::ConstraintKind::period: table.period = columns; break;
    case ast::ConstraintKind::connection: break;
    }
}

/// Whether the text of an index option is IGNORE_DUP_KEY, by itself or as ON.
bool drops_duplicates(std::string text) {
    text = to_upper(text);
    std::erase(text, ' ');
    return text == "IGNORE_DUP_KEY" || text.starts_with("IGNORE_DUP_KEY=ON");
}

/// The catalog key of a name in a text.
std::string key_in(std::string_view text) {
    ast::Name name{{""}, {}};
    for (const char c : text) {
        if (c == '.') name.parts.emplace_back();
        else if (c != '[' && c != ']' && c != '"' && c != ' ' && c != ';' && c != '=') name.parts.back() += c;
    }
    return catalog_key(name);
}

/// The table of `DISABLE TRIGGER names ON table`.
std::string table_behind_on(const std::string& text) {
    const std::size_t on = to_upper(text).rfind(" ON ");
    return key_in(on == std::string::npos ? std::string_view() : std::string_view(text).substr(on + 4));
}

/// `SYSTEM_VERSIONING = ON (HISTORY_TABLE = dbo.h, …)`.
void add_versioning(CatalogTable& table, const std::string& text) {
    constexpr std::string_view kVersioning = "SYSTEM_VERSIONING", kHistory = "HISTORY_TABLE";
    const std::string upper = to_upper(text);
    const std::size_t option = upper.find(kVersioning);
    if (option == std::string::npos) return;
    const std::size_t state = upper.find_first_not_of(" =", option + kVersioning.size());
    table.versioned = state != std::string::npos && upper.substr(state, 2) == "ON";
    const std::size_t history = upper.find(kHistory, option);
    if (history == std::string::npos) return;
    const std::size_t begin = history + kHistory.size();
    table.history = key_in(std::string_view(text).substr(begin, upper.find_first_of(",)", begin) - begin));
}

bool is_temporary(const ast::Name& name) { return !name.parts.empty() && !name.last().empty() && name.last().front() == '#'; }

/// Adds the definitions of one script to the catalog.
class Collector {
public:
    Collector(Catalog& catalog, Diagnostics& diagnostics) : catalog_(catalog), diagnostics_(diagnostics) {}

    void visit(const ast::Stmt& stmt) {
        match(
            stmt.node, [&](const ast::CreateTable& node) { table(node, stmt.span); },
            [&](const ast::AlterTable& node) { alter(node); }, [&](const ast::CreateIndex& node) { index(node); },
            [&](const ast::CreateSequence& node) { sequence(node, stmt.span); },
            [&](const ast::CreateSynonym& node) { catalog_.synonyms[catalog_key(node.name)] = catalog_key(node.target); },
            [&](const ast::CreateType& node) {
                if (node.base) catalog_.types[catalog_key(node.name)] = resolve_type(*node.base);
                if (node.table) catalog_.tables[table_type_key(node.name)] = declare_table(*node.table, catalog_.types);
            },
            [&](const ast::Recognized& node) {
                if (node.what == "DISABLE TRIGGER") disabled_.insert(table_behind_on(node.text));
            },
            [&](const ast::CreateProcedure& node) {
                module(catalog_.procedures, node, stmt);
                bodies_.push_back(&node.body);
            },
            [&](const ast::CreateView& node) { module(catalog_.views, node, stmt); },
            [&](const ast::CreateFunction& node) { module(catalog_.functions, node, stmt); },
            [&](const ast::CreateTrigger& node) { module(catalog_.triggers, node, stmt); },
            [&](const ast::If& node) {
                visit(*node.then);
                if (node.otherwise) visit(**node.otherwise);
            },
            [&](const ast::BlockStmt& node) {
                for (const auto& inner : node.body) visit(inner);
            },
            [](const auto&) {});
    }

    /// Tables that only procedures make, once everything else is known.
    void tables_of_procedures() {
        for (const ast::Block* body : bodies_)
            for (const ast::Stmt& stmt : *body) made(stmt);
    }

    /// Triggers of tables where one is disabled: whether they fire is not known.
    void disabled_triggers() {
        for (auto& [key, trigger] : catalog_.triggers)
            if (disabled_.contains(catalog_key(trigger.node->table))) trigger.stmt = nullptr;
    }

private:
    void made(const ast::Stmt& stmt) {
        const auto all = [&](const ast::Block& block) {
            for (const ast::Stmt& inner : block) made(inner);
        };
        match(
            stmt.node,
            [&](const ast::CreateTable& node) {
                if (!catalog_.tables.contains(catalog_key(node.name))) table(node, stmt.span);
            },
            [&](const ast::If& node) {
                made(*node.then);
                if (node.otherwise) made(**node.otherwise);
            },
            [&](const ast::BlockStmt& node) { all(node.body); }, [&](const ast::TryCatch& node) { all(node.body); }, [](const auto&) {});
    }

    static std::string schema_of(const ast::Name& name) { return name.parts.size() > 1 ? name.parts[name.parts.size() - 2] : "dbo"; }

    void table(const ast::CreateTable& node, SourceSpan span) {
        if (is_temporary(node.name) || node.query) return;
        CatalogTable declared = declare_table(node.def, catalog_.types);
        declared.schema = schema_of(node.name);
        declared.name = node.name.last();
        declared.span = span;
        for (const ast::Hint& option : node.options) add_versioning(declared, option.text);
        const std::string key = catalog_key(node.name);
        if (!catalog_.tables.emplace(key, std::move(declared)).second) diagnostics_.report<diag::duplicate_definition>(span, key);
    }

    void alter(const ast::AlterTable& node) {
        if (to_upper(node.other).starts_with("DISABLE TRIGGER")) disabled_.insert(catalog_key(node.name));
        const auto it = catalog_.tables.find(catalog_key(node.name));
        if (it == catalog_.tables.end()) return;
        CatalogTable& table = it->second;
        add_versioning(table, node.other);
        if (node.action == ast::AlterAction::add) {
            for (const auto& def : node.add.columns)
                if (find(table, def.name) == nullptr) table.columns.push_back(declare_column(def, catalog_.types));
            for (const auto& constraint : node.add.constraints) add_constraint(table, constraint);
        } else if (node.action == ast::AlterAction::drop_column) {
            for (const auto& name : node.dropped)
                std::erase_if(table.columns, [&](const auto& column) { return equal_ignoring_case(column.name, name); });
        } else if (node.action == ast::AlterAction::alter_column && !node.add.columns.empty()) {
            const CatalogColumn changed = declare_column(node.add.columns.front(), catalog_.types);
            if (CatalogColumn* column = find(table, changed.name)) {
                column->type = changed.type;
                column->nullable = changed.nullable;
            }
        }
    }

    void index(const ast::CreateIndex& node) {
        const auto it = catalog_.tables.find(catalog_key(node.table));
        if (it == catalog_.tables.end() || !node.unique) return;
        const bool ignores = std::any_of(node.options.begin(), node.options.end(), [](const ast::Hint& option) { return drops_duplicates(option.text); });
        it->second.keys.push_back({column_names(node.columns), false, node.where.has_value(), node.where, ignores});
    }

    void sequence(const ast::CreateSequence& node, SourceSpan span) {
        CatalogSequence sequence{schema_of(node.name), node.name.last(), simple_type(TypeKind::bigint), "1", "1", span};
        if (node.type) sequence.type = resolve_type(*node.type);
        if (!node.start.empty()) sequence.start = node.start;
        if (!node.increment.empty()) sequence.increment = node.increment;
        catalog_.sequences[catalog_key(node.name)] = std::move(sequence);
    }

    template <typename Node>
    void module(std::map<std::string, CatalogModule<Node>>& modules, const Node& node, const ast::Stmt& stmt) {
        modules[catalog_key(node.name)] = {schema_of(node.name), node.name.last(), &node, &stmt}; // ALTER replaces
    }

    Catalog& catalog_;
    Diagnostics& diagnostics_;
    std::vector<const ast::Block*> bodies_; ///< of procedures
    std::set<std::string> disabled_; ///< keys of tables with a trigger that a script disables
};

} // namespace

namespace {
constexpr std::string_view kTableType = "type ";
} // namespace

std::string table_type_key(const ast::Name& name) { return std::string(kTableType) + catalog_key(name); }

bool is_table_type(std::string_view key) { return key.starts_with(kTableType); }

CatalogTable declare_table(const ast::TableDef& def, const std::map<std::string, SqlType>& types) {
    CatalogTable table;
    for (const auto& column : def.columns) table.columns.push_back(declare_column(column, types));
    for (const auto& constraint : def.constraints) add_constraint(table, constraint);
    return table;
}

Catalog build_catalog(const std::vector<SourceScript>& scripts, Diagnostics& diagnostics) {
    Catalog catalog;
    Collector collector(catalog, diagnostics);
    for (const auto& script : scripts)
        for (const auto& batch : script.script.batches)
            for (const auto& stmt : batch.statements) collector.visit(stmt);
    collector.tables_of_procedures();
    collector.disabled_triggers();
    return catalog;
}

} // namespace t2d::passes
