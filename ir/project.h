// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "ir/arena.h"
#include "ir/catalog.h"
#include "ir/diagnostics.h"
#include "ir/equivalence.h"

/// What the passes hand to the backend: models as named relations. Nothing here is text of a target dialect.
namespace t2d::ir {

enum class ImportKind {
    source,   ///< a table that no model of this run produces
    ref,      ///< another model of this run, after its run
    previous, ///< this model's own relation before the run (`{{ this }}`), typed empty on a first run without one
};

/// An import CTE. `rel` is the TableScan (or a stand-in for another model's final version) that uses of it point to.
struct Import {
    std::string cte;
    ImportKind kind = ImportKind::source;
    std::string schema, table; ///< of the source, as written in the DDL
    std::string model;         ///< of a ref
    RelRef rel = nullptr;
    /// Columns that are compared as strings: stated once here with the target's own collation (contracts.md, section 6).
    std::vector<int> collated;
    /// CHAR columns and columns that are only compared: trailing blanks are dropped here too.
    std::vector<int> trimmed;
};

/// A logical CTE; the last one of a model is `final`.
struct Cte {
    std::string name;
    RelRef rel = nullptr;
    std::vector<std::string> comments;
};

enum class Materialization { table, view, incremental };
enum class Strategy { none, state, append, merge, delete_insert };

enum class ColumnTestKind { not_null, unique, relationships, max_length };
struct ColumnTest {
    ColumnTestKind kind = ColumnTestKind::not_null;
    std::string to_model, to_schema, to_table, to_column; ///< relationships: model, or else source
    int length = 0;          ///< max_length: characters
    bool warn = false;       ///< severity warn (NOCHECK constraints)
    std::string where;       ///< a filter in the target dialect; empty when none
};
struct ModelColumn {
    Column column;
    std::vector<ColumnTest> tests;
};

/// One dbt model. CTE names are final; every relation that a CTE reads is an import, an earlier CTE, or printed inline.
struct Model {
    std::string name;
    std::string folder = "staging"; ///< below models/
    bool operational = false;
    std::string schema, table; ///< of the target as written in the DDL
    std::string description;
    std::vector<std::string> header; ///< comment lines: procedure, its lines, tool version
    Materialization materialization = Materialization::table;
    Strategy strategy = Strategy::none;
    std::vector<std::string> unique_key;
    std::vector<std::string> merge_update_columns;
    std::vector<Import> imports;
    std::vector<Cte> ctes;
    std::vector<ModelColumn> columns;             ///< the target's declared columns, in order
    std::vector<std::vector<std::string>> unique_combinations; ///< composite keys
    std::vector<std::string> depends_on;          ///< models that must run first though no CTE reads them
    bool sorts_strings = false;                   ///< the order of texts matters in some CTE
    std::vector<int> holes;                       ///< indexes into Project::holes: the model raises a compiler error
};

/// Copies another model's relation before that model runs (architecture.md, section 4: several targets).
struct CaptureModel {
    std::string name;   ///< `<model>__before`
    std::string model;  ///< whose relation is captured
    std::string schema, table;
    std::string folder = "staging";
    std::vector<Column> columns;
};

/// A RAISERROR or THROW under a data condition, or a CHECK constraint: the rows of `ctes.back()` are the violations.
struct GuardTest {
    std::string name;
    std::string procedure; ///< whose run the condition would end; empty: a constraint
    std::vector<std::string> header;
    std::vector<Import> imports;
    std::vector<Cte> ctes;
    bool sorts_strings = false; ///< as in Model
    bool warn = false;          ///< rows from before may be among the violations
};

struct SourceTable {
    std::string schema, name;
    std::vector<Column> columns;
    std::string description;
};

enum class StatementAction { migrate, skip, hole };
/// One line of the statement account: every statement of a procedure has exactly one.
struct StatementRecord {
    SourceSpan span;
    StatementAction action = StatementAction::migrate;
    std::string reason; ///< for skip and hole
};

/// A table in reach of a hole, as it is there.
struct HoleInput {
    std::string name;
    RelRef rows = nullptr;
};
/// What could not be compiled, with the typed context that a proposal must fit (the seam for llm/).
struct Hole {
    std::string id; ///< stable: `<procedure>:<line>`
    std::string procedure;
    SourceSpan span;
    std::string reason;
    std::string table;            ///< what the statement writes
    std::vector<Column> expected; ///< columns and types that a proposed body must give
    std::vector<HoleInput> inputs;
};

enum class WriteEffect { unknown, replace, append, upsert, delete_insert, scd2, state, update_only };
struct Classification {
    std::string kind; ///< dim_scd1, fact_transaction, …; empty when undecided
    std::string confidence; ///< high, medium, low
    std::vector<std::string> evidence;
};

enum class ItemStatus { ok, partial, error };
/// The result of one target table.
struct Item {
    std::string table_ref; ///< `schema.name` as written in the DDL
    std::string model_name;
    ItemStatus status = ItemStatus::ok;
    std::vector<std::string> procedures;
    WriteEffect effect = WriteEffect::unknown;
    Classification classification;
    std::vector<StatementRecord> statements;
    std::vector<Diagnostic> diagnostics;
    Equivalence equivalence; ///< of the structural check
    int model = -1; ///< index into Project::models; -1 when none is emitted
};

/// A parameter that became a dbt var.
struct Variable {
    std::string name;      ///< dbt var name
    std::string parameter; ///< without the at-sign
    std::string fallback;  ///< var that is read when `name` is not set; empty when none
    SqlType type;
    bool required = false;
    std::string default_text; ///< canonical constant (see ir::Constant); meaningless when `default_null` or `required`
    bool default_null = false;
};

/// A whole dbt project and its account. Owns the arenas its relations live in.
struct Project {
    std::vector<std::unique_ptr<Arena>> arenas;
    std::vector<Model> models;
    std::vector<CaptureModel> captures;
    std::vector<GuardTest> guards;
    std::vector<SourceTable> sources;
    std::vector<Variable> variables;
    std::vector<Hole> holes;
    std::vector<Item> items;
};

[[nodiscard]] std::string_view name_of(Materialization materialization);
[[nodiscard]] std::string_view name_of(Strategy strategy);
[[nodiscard]] std::string_view name_of(WriteEffect effect);
[[nodiscard]] std::string_view name_of(ItemStatus status);
[[nodiscard]] std::string_view name_of(StatementAction action);

} // namespace t2d::ir
