// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ir/ast/stmt.h"
#include "ir/rel.h"

namespace t2d {

/// A column of a table's declaration.
struct CatalogColumn {
    std::string name;
    SqlType type;
    bool nullable = true;
    std::optional<ast::Identity> identity;
    ast::OptExpr default_value; ///< DEFAULT, from the column or ALTER TABLE … ADD DEFAULT … FOR
    ast::OptExpr computed;
    std::string collation;
    bool rowversion = false;
};

/// A PRIMARY KEY, UNIQUE constraint or unique index.
struct CatalogKey {
    std::vector<std::string> columns;
    bool primary = false;
    bool filtered = false; ///< a filtered unique index: no proof of uniqueness over the whole table
    ast::OptExpr filter;
    bool ignores_duplicates = false; ///< IGNORE_DUP_KEY = ON: rows with a key that is there are left out
};

struct CatalogForeignKey {
    std::vector<std::string> columns;
    std::string table; ///< catalog key of the referenced table
    std::vector<std::string> referenced;
    bool trusted = true;
    ast::ReferentialAction on_delete = ast::ReferentialAction::no_action, on_update = ast::ReferentialAction::no_action;
};

/// A CHECK constraint.
struct CatalogCheck {
    std::string name; ///< empty: it has none
    ast::OptExpr condition;
    bool trusted = true; ///< false: WITH NOCHECK, older rows may break it
    SourceSpan span;
};

/// A table as its DDL declares it.
struct CatalogTable {
    std::string schema, name; ///< as written
    std::vector<CatalogColumn> columns;
    std::vector<CatalogKey> keys;
    std::vector<CatalogForeignKey> foreign_keys;
    std::vector<CatalogCheck> checks;
    std::vector<std::string> period; ///< the columns of PERIOD FOR SYSTEM_TIME: from, to
    std::string history;             ///< catalog key of the table of earlier rows; empty where none is named
    bool versioned = false;          ///< SYSTEM_VERSIONING = ON: every write leaves rows in the history
    SourceSpan span;
};

struct CatalogSequence {
    std::string schema, name;
    SqlType type;
    std::string start = "1", increment = "1";
    SourceSpan span;
};

/// A procedure, view, function or trigger of the input; points into the scripts, which outlive the catalog.
template <typename Node>
struct CatalogModule {
    std::string schema, name;
    const Node* node = nullptr;
    const ast::Stmt* stmt = nullptr;
};

/// Everything the input defines. Keys are lower case `schema.name`; an unqualified name belongs to `dbo`.
struct Catalog {
    std::map<std::string, CatalogTable> tables;
    std::map<std::string, CatalogSequence> sequences;
    std::map<std::string, CatalogModule<ast::CreateProcedure>> procedures;
    std::map<std::string, CatalogModule<ast::CreateView>> views;
    std::map<std::string, CatalogModule<ast::CreateFunction>> functions;
    std::map<std::string, CatalogModule<ast::CreateTrigger>> triggers;
    std::map<std::string, std::string> synonyms; ///< key → key of what it stands for
    std::map<std::string, SqlType> types;        ///< alias types
};

/// The catalog key of a name: its last two parts in lower case, `dbo` where the schema is omitted; a database part is ignored
/// (cross-database names refer to the same object of the input).
[[nodiscard]] std::string catalog_key(const ast::Name& name);
[[nodiscard]] std::string catalog_key(std::string_view schema, std::string_view name);

} // namespace t2d
