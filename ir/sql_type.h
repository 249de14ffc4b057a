// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace t2d {

/// SQL Server's system types. `null` is the type of an untyped NULL; `unknown` could not be determined.
enum class TypeKind : std::uint8_t { unknown, null, bit, tinyint, smallint, int_, bigint, decimal, money, smallmoney, float_, real, char_, varchar, nchar, nvarchar, text, ntext, xml, date, time, datetime, datetime2, smalldatetime, datetimeoffset, uniqueidentifier, binary, varbinary, image, rowversion, sql_variant, other };

/// How texts compare: by the database's default (case does not count) or by a COLLATE of a column or an expression. `upper_first` counts case
/// like `case_sensitive` and sorts capitals before small letters; comparisons under `unsupported` have no exact form.
enum class StringComparison : std::uint8_t { database, case_sensitive, upper_first, case_insensitive, binary, unsupported };

/// What a collation's name says.
[[nodiscard]] StringComparison comparison_named(std::string_view collation);
/// A name that says it; empty for the database's default.
[[nodiscard]] std::string_view name_of(StringComparison strings);
/// Whether case counts (trailing blanks never do).
[[nodiscard]] inline bool is_exact(StringComparison strings) { return strings != StringComparison::database && strings != StringComparison::case_insensitive; }

inline constexpr int kMaxLength = -1; ///< `length` of varchar(max) and its like

/// A type with its parameters. Strings and binaries use `length` (characters or bytes, kMaxLength for max), decimal uses
/// `precision` and `scale`, time/datetime2/datetimeoffset use `scale` (digits of fractional seconds).
struct SqlType {
    TypeKind kind = TypeKind::unknown;
    StringComparison collation = StringComparison::database; ///< of a column's texts; no part of equality, because no value changes with it
    int length = 0;
    int precision = 0;
    int scale = 0;

    friend bool operator==(const SqlType& a, const SqlType& b) { return a.kind == b.kind && a.length == b.length && a.precision == b.precision && a.scale == b.scale; }

    [[nodiscard]] bool is_integer() const { return kind >= TypeKind::bit && kind <= TypeKind::bigint; }
    [[nodiscard]] bool is_money() const { return kind == TypeKind::money || kind == TypeKind::smallmoney; }
    [[nodiscard]] bool is_approximate() const { return kind == TypeKind::float_ || kind == TypeKind::real; }
    /// Exact or approximate number, BIT included.
    [[nodiscard]] bool is_number() const { return kind >= TypeKind::bit && kind <= TypeKind::real; }
    [[nodiscard]] bool is_string() const { return kind >= TypeKind::char_ && kind <= TypeKind::xml; }
    [[nodiscard]] bool is_unicode() const { return kind == TypeKind::nchar || kind == TypeKind::nvarchar || kind == TypeKind::ntext; }
    [[nodiscard]] bool is_fixed_string() const { return kind == TypeKind::char_ || kind == TypeKind::nchar; }
    [[nodiscard]] bool is_temporal() const { return kind >= TypeKind::date && kind <= TypeKind::datetimeoffset; }
    [[nodiscard]] bool is_binary() const { return kind >= TypeKind::binary && kind <= TypeKind::rowversion; }
    [[nodiscard]] bool known() const { return kind != TypeKind::unknown; }
};

[[nodiscard]] inline SqlType simple_type(TypeKind kind) { return {kind, {}, 0, 0, 0}; }
[[nodiscard]] inline SqlType string_type(TypeKind kind, int length) { return {kind, {}, length, 0, 0}; }
[[nodiscard]] inline SqlType decimal_type(int precision, int scale) { return {TypeKind::decimal, {}, 0, precision, scale}; }
/// A time or a date with a time, with so many digits of fractional seconds.
[[nodiscard]] inline SqlType fractional_type(TypeKind kind, int digits) { return {kind, {}, 0, 0, digits}; }

/// The type as T-SQL spells it: `decimal(12,2)`, `varchar(max)`.
[[nodiscard]] std::string to_string(const SqlType& type);

} // namespace t2d
