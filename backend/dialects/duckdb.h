// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "backend/dialects/spelling.h"

namespace t2d::backend {

/// The DuckDB type of a T-SQL type (contracts.md, section 6).
[[nodiscard]] std::string duckdb_type(const SqlType& type);

/// How DuckDB spells what SQL Server means.
class DuckDbSpelling final : public Spelling {
public:
    [[nodiscard]] std::string type_name(const SqlType& type) const override { return duckdb_type(type); }
    [[nodiscard]] std::string identifier(std::string_view name) const override;
    /// `nocase` compares code points, so it orders punctuation and accented letters as no collation of SQL Server does; `en.nocase` is a
    /// dictionary order (punctuation, digits, letters with their accents), at the price of sort keys.
    [[nodiscard]] std::string collation(StringRule strings) const override { return strings == StringRule::dictionary ? " collate en.nocase" : " collate nocase"; }
    [[nodiscard]] std::string exact_collation() const override { return " collate \"binary\""; }
    [[nodiscard]] std::string dictionary_collation() const override { return " collate en"; }
    [[nodiscard]] std::string failure(std::string_view message, const SqlType& type) const override;
    [[nodiscard]] std::string constant(const ir::Constant& node, const SqlType& type) const override;
    [[nodiscard]] Form call_form(const ir::Call& node, const SqlType& type) const override;
    [[nodiscard]] Form conversion_form(const Conversion& conversion) const override;
    [[nodiscard]] Form arithmetic_form(const ir::Arithmetic& node, const SqlType& type, const SqlType& left, const SqlType& right) const override;
    [[nodiscard]] Form like_form(const ir::Like& node, bool ignore_case) const override;
    [[nodiscard]] Printed number_aggregate(const NumberAggregate& call) const override;
    [[nodiscard]] std::string grouping_id() const override { return "grouping_id"; }
    [[nodiscard]] std::string percentile(bool continuous, const std::string& share, const std::string& value) const override;
    [[nodiscard]] std::string row_list(const std::vector<std::string>& names, const std::vector<std::string>& values) const override;
    [[nodiscard]] std::string window_key(std::string text) const override;
    [[nodiscard]] std::optional<std::string> unsupported(const ir::Scalar& scalar) const override;
};

[[nodiscard]] const Dialect& duckdb_dialect();
[[nodiscard]] const ReplaySpelling& duckdb_replay();

} // namespace t2d::backend
