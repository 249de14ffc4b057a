// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "passes/check/check.h"
#include "passes/check/walker.h"

namespace t2d::passes::check {

/// The columns that an option of a model's configuration names, as the catalog's columns are keyed.
[[nodiscard]] std::vector<std::string> columns_in(const ir::ModelText& text, const std::string& option);

/// What a model leaves in its table, as a term over the tables' contents before the run: its query and what dbt does with the query's rows.
class Model final : public Names {
public:
    Model(Builder& builder, const Catalog& catalog, const ReadModels& models) : b_(builder), catalog_(catalog), models_(models), walker_(builder, *this) {}

    /// The state of a model's table after a run; an opaque relation when it cannot be read.
    Relation state(const std::string& model);
    /// That of the model that fills a table (by catalog key); nothing when there is none.
    std::optional<Relation> state_of_table(const std::string& key);
    /// Whether the query of a first run is that of a later run over an empty table.
    bool first_run_agrees(const std::string& model);

    std::optional<Relation> table(const ast::Name& name) override;
    TermId variable(const std::string& name) override { return b_.pool().opaque(name); }
    TermId call(Builder& builder, const std::string& name, Terms args, const ast::Call& written) override;
    SqlType type(const ast::TypeName& name) override;
    TermId conversion(Builder& builder, TermId value, const SqlType& type, TermId style, bool attempt) override;
    TermId text_of(Builder& builder, TermId value) override;
    std::optional<Relation> table_function(const ast::Name&, const Terms&) override { return std::nullopt; }

private:
    Relation by_name(const Relation& rows, const std::vector<std::string>& columns);
    bool differ_in_empty_ctes(const ReadModel& model);
    Relation base(const std::string& key);
    Relation query_of(const std::string& model, const ir::ModelText& text);
    Relation after(const ReadModel& model, const Relation& rows);
    std::optional<TermId> updated_rows(const ReadModel& model, const Relation& rows, const std::vector<std::string>& keys, TermId branch);
    bool excludes_known_keys(const ReadModel& model, const std::vector<std::string>& keys, const SelectParts& parts);
    bool only_new(const ReadModel& model, const std::vector<std::string>& keys, TermId branch);
    Relation merged(const ReadModel& model, const Relation& rows, const std::vector<std::string>& keys, bool keeps_columns);

    Builder& b_;
    const Catalog& catalog_;
    const ReadModels& models_;
    Walker walker_;
    std::map<std::string, Relation> states_;
    std::vector<std::string> open_; ///< models that are being read, innermost last
    bool previous_is_empty_ = false;
};

} // namespace t2d::passes::check
