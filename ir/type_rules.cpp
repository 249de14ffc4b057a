// SPDX-License-Identifier: Apache-2.0
#include "ir/type_rules.h"

#include <algorithm>
#include <charconv>

#include "ir/text.h"

namespace t2d {

namespace {

/// What a type name stands for and which of its arguments count.
enum class Parameters { none, length, decimal, fraction, float_bits };
struct TypeName {
    std::string_view name;
    TypeKind kind;
    Parameters parameters;
};
constexpr TypeName kTypeNames[] = {
    {"bigint", TypeKind::bigint, Parameters::none},
    {"binary", TypeKind::binary, Parameters::length},
    {"binary varying", TypeKind::varbinary, Parameters::length},
    {"bit", TypeKind::bit, Parameters::none},
    {"char", TypeKind::char_, Parameters::length},
    {"char varying", TypeKind::varchar, Parameters::length},
    {"character", TypeKind::char_, Parameters::length},
    {"character varying", TypeKind::varchar, Parameters::length},
    {"date", TypeKind::date, Parameters::none},
    {"datetime", TypeKind::datetime, Parameters::none},
    {"datetime2", TypeKind::datetime2, Parameters::fraction},
    {"datetimeoffset", TypeKind::datetimeoffset, Parameters::fraction},
    {"dec", TypeKind::decimal, Parameters::decimal},
    {"decimal", TypeKind::decimal, Parameters::decimal},
    {"double precision", TypeKind::float_, Parameters::none},
    {"float", TypeKind::float_, Parameters::float_bits},
    {"image", TypeKind::image, Parameters::none},
    {"int", TypeKind::int_, Parameters::none},
    {"integer", TypeKind::int_, Parameters::none},
    {"money", TypeKind::money, Parameters::none},
    {"national char", TypeKind::nchar, Parameters::length},
    {"national char varying", TypeKind::nvarchar, Parameters::length},
    {"national character", TypeKind::nchar, Parameters::length},
    {"national character varying", TypeKind::nvarchar, Parameters::length},
    {"national text", TypeKind::ntext, Parameters::none},
    {"nchar", TypeKind::nchar, Parameters::length},
    {"ntext", TypeKind::ntext, Parameters::none},
    {"numeric", TypeKind::decimal, Parameters::decimal},
    {"nvarchar", TypeKind::nvarchar, Parameters::length},
    {"real", TypeKind::real, Parameters::none},
    {"rowversion", TypeKind::rowversion, Parameters::none},
    {"smalldatetime", TypeKind::smalldatetime, Parameters::none},
    {"smallint", TypeKind::smallint, Parameters::none},
    {"smallmoney", TypeKind::smallmoney, Parameters::none},
    {"sql_variant", TypeKind::sql_variant, Parameters::none},
    {"text", TypeKind::text, Parameters::none},
    {"time", TypeKind::time, Parameters::fraction},
    {"timestamp", TypeKind::rowversion, Parameters::none},
    {"tinyint", TypeKind::tinyint, Parameters::none},
    {"uniqueidentifier", TypeKind::uniqueidentifier, Parameters::none},
    {"varbinary", TypeKind::varbinary, Parameters::length},
    {"varchar", TypeKind::varchar, Parameters::length},
    {"xml", TypeKind::xml, Parameters::none},
};

constexpr int kSysnameLength = 128;
constexpr int kDefaultFraction = 7;

int number_at(const ast::TypeName& name, std::size_t index, int fallback) {
    if (index >= name.args.size()) return fallback;
    const std::string& text = name.args[index];
    if (equal_ignoring_case(text, "max")) return kMaxLength;
    int value = fallback;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

SqlType with_parameters(const TypeName& row, const ast::TypeName& name, bool in_cast) {
    switch (row.parameters) {
    case Parameters::none: return simple_type(row.kind);
    case Parameters::length: return string_type(row.kind, number_at(name, 0, in_cast ? 30 : 1));
    case Parameters::decimal: return decimal_type(number_at(name, 0, 18), number_at(name, 1, 0));
    case Parameters::fraction: return fractional_type(row.kind, number_at(name, 0, kDefaultFraction));
    case Parameters::float_bits: return simple_type(number_at(name, 0, 53) <= 24 ? TypeKind::real : TypeKind::float_);
    }
    return {};
}

/// Kinds from the weakest to the strongest.
constexpr TypeKind kPrecedence[] = {
    TypeKind::binary,     TypeKind::varbinary, TypeKind::image,    TypeKind::char_,          TypeKind::varchar,
    TypeKind::nchar,      TypeKind::nvarchar,  TypeKind::uniqueidentifier,                   TypeKind::rowversion,
    TypeKind::text,       TypeKind::ntext,     TypeKind::bit,      TypeKind::tinyint,        TypeKind::smallint,
    TypeKind::int_,       TypeKind::bigint,    TypeKind::smallmoney,                         TypeKind::money,
    TypeKind::decimal,    TypeKind::real,      TypeKind::float_,   TypeKind::time,           TypeKind::date,
    TypeKind::smalldatetime,                   TypeKind::datetime, TypeKind::datetime2,      TypeKind::datetimeoffset,
    TypeKind::xml,        TypeKind::sql_variant,                   TypeKind::other,
};

bool has_length(const SqlType& type) {
    return (type.is_string() && type.kind < TypeKind::text) || type.kind == TypeKind::binary || type.kind == TypeKind::varbinary;
}

int longer(int a, int b) { return a == kMaxLength || b == kMaxLength ? kMaxLength : std::max(a, b); }

/// A fixed and a varying Unicode string meet as varying: padding the varying one would invent blanks.
TypeKind common_text_kind(TypeKind a, TypeKind b) {
    const TypeKind winner = type_precedence(a) >= type_precedence(b) ? a : b;
    const bool varying = a == TypeKind::varchar || b == TypeKind::varchar;
    return winner == TypeKind::nchar && varying ? TypeKind::nvarchar : winner;
}

SqlType common_decimal(const SqlType& a, const SqlType& b) {
    const int integral = std::max(a.precision - a.scale, b.precision - b.scale);
    const int scale = std::max(a.scale, b.scale);
    if (integral + scale <= 38) return decimal_type(integral + scale, scale);
    return decimal_type(38, std::max(0, 38 - integral));
}

/// Digits of fractional seconds that a type brings into a datetime2, time or datetimeoffset.
int fraction_of(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::datetime: return 3;
    case TypeKind::time:
    case TypeKind::datetime2:
    case TypeKind::datetimeoffset: return type.scale;
    default: return 0;
    }
}

SqlType unify(const SqlType& winner, const SqlType& other) {
    switch (winner.kind) {
    case TypeKind::decimal: return other.is_number() && !other.is_approximate() ? common_decimal(winner, decimal_form(other)) : winner;
    case TypeKind::time:
    case TypeKind::datetime2:
    case TypeKind::datetimeoffset: {
        const bool text = !other.is_temporal();
        return fractional_type(winner.kind, text ? winner.scale : std::max(winner.scale, fraction_of(other)));
    }
    default: break;
    }
    if (winner.is_string() && other.is_string() && has_length(winner) && has_length(other))
        return string_type(common_text_kind(winner.kind, other.kind), longer(winner.length, other.length));
    if (winner.is_binary() && has_length(winner) && has_length(other))
        return string_type(winner.kind, longer(winner.length, other.length));
    return winner;
}

struct DatePart {
    std::string_view written;
    std::string_view canonical;
};
constexpr DatePart kDateParts[] = {
    {"d", "day"},           {"day", "day"},           {"dayofyear", "dayofyear"},     {"dd", "day"},
    {"dw", "weekday"},      {"dy", "dayofyear"},      {"hh", "hour"},                 {"hour", "hour"},
    {"iso_week", "iso_week"}, {"isoweek", "iso_week"}, {"isowk", "iso_week"},         {"isoww", "iso_week"},
    {"m", "month"},         {"mcs", "microsecond"},   {"mi", "minute"},               {"microsecond", "microsecond"},
    {"millisecond", "millisecond"}, {"minute", "minute"}, {"mm", "month"},            {"month", "month"},
    {"ms", "millisecond"},  {"n", "minute"},          {"nanosecond", "nanosecond"},   {"ns", "nanosecond"},
    {"q", "quarter"},       {"qq", "quarter"},        {"quarter", "quarter"},         {"s", "second"},
    {"second", "second"},   {"ss", "second"},         {"tz", "tzoffset"},             {"tzoffset", "tzoffset"},
    {"w", "weekday"},       {"week", "week"},         {"weekday", "weekday"},         {"wk", "week"},
    {"ww", "week"},         {"y", "dayofyear"},       {"year", "year"},               {"yy", "year"},
    {"yyyy", "year"},
};

} // namespace

SqlType resolve_type(const ast::TypeName& name, bool in_cast) {
    const std::string& written = name.name.last();
    if (equal_ignoring_case(written, "sysname")) return string_type(TypeKind::nvarchar, kSysnameLength);
    for (const auto& row : kTypeNames)
        if (equal_ignoring_case(row.name, written)) return with_parameters(row, name, in_cast);
    return simple_type(TypeKind::other);
}

int type_precedence(TypeKind kind) {
    const auto* const found = std::find(std::begin(kPrecedence), std::end(kPrecedence), kind);
    return found == std::end(kPrecedence) ? -1 : static_cast<int>(found - std::begin(kPrecedence));
}

SqlType decimal_form(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit: return decimal_type(1, 0);
    case TypeKind::tinyint: return decimal_type(3, 0);
    case TypeKind::smallint: return decimal_type(5, 0);
    case TypeKind::int_: return decimal_type(10, 0);
    case TypeKind::bigint: return decimal_type(19, 0);
    case TypeKind::money: return decimal_type(19, 4);
    case TypeKind::smallmoney: return decimal_type(10, 4);
    default: return type;
    }
}

SqlType common_type(const SqlType& a, const SqlType& b) {
    if (a.kind == TypeKind::null) return b;
    if (b.kind == TypeKind::null) return a;
    if (!a.known() || !b.known()) return {};
    const bool left_wins = type_precedence(a.kind) >= type_precedence(b.kind);
    return left_wins ? unify(a, b) : unify(b, a);
}

std::string_view canonical_date_part(std::string_view written) {
    for (const auto& part : kDateParts)
        if (equal_ignoring_case(part.written, written)) return part.canonical;
    return {};
}

} // namespace t2d
