// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ir/ast/query.h"
#include "ir/catalog.h"

namespace t2d::passes {

/// What a query of the server's catalog asks for: an object that has all of the names given.
struct CatalogQuestion {
    std::optional<std::string> schema, table, column;
    std::optional<std::string> object; ///< catalog key, as OBJECT_ID names it

    /// The names, as far as they are given.
    [[nodiscard]] std::string name() const;
};

/// The text that an operand has where it is known.
using KnownText = std::function<std::optional<std::string>(const ast::Expr&)>;

/// What is asked for by a query over views of the catalog (sys.tables, INFORMATION_SCHEMA.COLUMNS, …) whose conditions do nothing but
/// name an object; empty for any other query.
[[nodiscard]] std::optional<CatalogQuestion> question_of(const ast::Query& query, const KnownText& known);

/// The catalog key of an object's name as OBJECT_ID takes it: `[dw].Fact`, `db.dw.Fact`.
[[nodiscard]] std::string key_of_text(std::string_view text);

/// Whether a table is there before anything runs: the DDL declares it, and no procedure of the input makes it.
[[nodiscard]] bool is_declared(const Catalog& catalog, const std::string& key);

} // namespace t2d::passes
