// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "backend/dialects/spelling.h"

namespace t2d::backend {

/// How PostgreSQL (15 and later) spells what SQL Server means. What takes more than an expression is a function of the schema `tsql`,
/// which the project creates before a run (`postgres_library`).
class PostgresSpelling final : public Spelling {
public:
    [[nodiscard]] std::string type_name(const SqlType& type) const override;
    [[nodiscard]] bool same_type(const SqlType& a, const SqlType& b) const override;
    [[nodiscard]] SqlType result_of_function(const SqlType& type) const override;
    [[nodiscard]] std::string identifier(std::string_view name) const override;
    [[nodiscard]] std::string collation(StringRule) const override { return " collate tsql.ci"; }
    [[nodiscard]] std::string compared(const std::string& text, StringRule strings) const override { return "tsql.comparable(" + text + ")" + collation(strings); }
    [[nodiscard]] bool compares_both() const override { return true; }
    [[nodiscard]] std::string exact_collation() const override { return " collate \"C\""; }
    [[nodiscard]] std::string dictionary_collation() const override { return " collate \"en-x-icu\""; }
    [[nodiscard]] bool keeps_collations() const override { return true; }
    [[nodiscard]] std::string failure(std::string_view message, const SqlType& type) const override;
    [[nodiscard]] std::string constant(const ir::Constant& node, const SqlType& type) const override;
    [[nodiscard]] SqlType type_of_number(const ir::Constant& node, const SqlType& type) const override;
    [[nodiscard]] Form call_form(const ir::Call& node, const SqlType& type) const override;
    [[nodiscard]] Form conversion_form(const Conversion& conversion) const override;
    [[nodiscard]] Form arithmetic_form(const ir::Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) const override;
    [[nodiscard]] Form like_form(const ir::Like& node, bool ignore_case) const override;
    [[nodiscard]] Printed number_aggregate(const NumberAggregate& call) const override;
    [[nodiscard]] std::string grouping_id() const override { return "grouping"; }
    [[nodiscard]] std::string percentile(bool continuous, const std::string& share, const std::string& value) const override;
    [[nodiscard]] std::string row_list(const std::vector<std::string>& names, const std::vector<std::string>& values) const override;
    [[nodiscard]] std::optional<std::string> unsupported(const ir::Scalar& scalar) const override;
};

/// The SQL that makes the schema `tsql`, its collation and its functions; it may run any number of times.
[[nodiscard]] std::string postgres_library();

[[nodiscard]] const Dialect& postgres_dialect();
[[nodiscard]] const ReplaySpelling& postgres_replay();

} // namespace t2d::backend
