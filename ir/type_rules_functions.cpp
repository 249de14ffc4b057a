// SPDX-License-Identifier: Apache-2.0
// Result types of semantic functions: the type_rule column of functions.def. A rule is a result and a statement about NULL.
#include <algorithm>
#include <charconv>
#include <optional>

#include "ir/type_rules.h"

namespace t2d {

namespace {

using Args = std::span<const ir::ScalarRef>;

/// When a function gives NULL: if any argument is NULL; perhaps always; never; if the first argument is; if all are;
/// as the arguments after the first (CHOOSE apart, these are values behind a condition).
enum class Nulls { any, maybe, never, first, all, after_first };
struct Rule {
    SqlType (*result)(Args);
    Nulls nulls;
};

constexpr int kVarcharLimit = 8000;
constexpr int kNvarcharLimit = 4000;

SqlType type_at(Args args, std::size_t index) { return index < args.size() ? args[index]->type : SqlType{}; }

/// The value of an integer constant argument.
std::optional<int> constant_at(Args args, std::size_t index) {
    if (index >= args.size()) return std::nullopt;
    const auto* constant = std::get_if<ir::Constant>(&args[index]->node);
    if (constant == nullptr || constant->is_null || !args[index]->type.is_integer()) return std::nullopt;
    int value = 0;
    const auto parsed = std::from_chars(constant->text.data(), constant->text.data() + constant->text.size(), value);
    return parsed.ec == std::errc{} ? std::optional(value) : std::nullopt;
}

int limit_of(const SqlType& type) { return type.is_unicode() ? kNvarcharLimit : kVarcharLimit; }
TypeKind varying(const SqlType& type) { return type.is_unicode() || type.kind == TypeKind::xml ? TypeKind::nvarchar : TypeKind::varchar; }

template <TypeKind kind>
SqlType simple(Args) { return simple_type(kind); }
template <TypeKind kind, int length>
SqlType text_of(Args) { return string_type(kind, length); }
template <TypeKind kind>
SqlType with_fraction(Args) { return fractional_type(kind, 7); }

/// int, or bigint where the text may be longer than an int counts.
SqlType position(const SqlType& text) { return simple_type(text.length == kMaxLength ? TypeKind::bigint : TypeKind::int_); }
SqlType position_first(Args args) { return position(type_at(args, 0)); }
SqlType position_second(Args args) { return position(type_at(args, 1)); }

SqlType all_texts(Args args) {
    SqlType out = string_type(TypeKind::varchar, 0);
    for (const auto* arg : args) {
        const SqlType text = text_type(arg->type);
        if (text.is_unicode()) out.kind = TypeKind::nvarchar;
        out.length = out.length == kMaxLength || text.length == kMaxLength ? kMaxLength : out.length + text.length;
    }
    if (out.length != kMaxLength) out.length = std::clamp(out.length, 1, limit_of(out));
    return out;
}

SqlType varying_first(Args args) {
    const SqlType text = text_type(type_at(args, 0));
    return string_type(varying(text), text.length);
}
/// UPPER and LOWER keep the padding of a char: the result still is as long as the argument.
SqlType text_first(Args args) { return text_type(type_at(args, 0)); }

template <std::size_t count_at>
SqlType part(Args args) {
    SqlType out = type_at(args, 0).is_binary() ? string_type(TypeKind::varbinary, type_at(args, 0).length) : varying_first(args);
    const auto count = constant_at(args, count_at);
    if (!count || out.length == kMaxLength) return out;
    out.length = std::clamp(*count, 1, std::max(1, out.length));
    return out;
}

SqlType longest(Args args) {
    const SqlType text = text_type(type_at(args, 0));
    const SqlType other = text_type(type_at(args, args.size() - 1));
    const bool unicode = text.is_unicode() || other.is_unicode();
    const int limit = unicode ? kNvarcharLimit : kVarcharLimit;
    return string_type(unicode ? TypeKind::nvarchar : TypeKind::varchar, text.length == kMaxLength || other.length == kMaxLength ? kMaxLength : limit);
}

SqlType repeated_text(Args args) {
    SqlType out = varying_first(args);
    if (out.length == kMaxLength) return out;
    const auto count = constant_at(args, 1);
    out.length = count ? std::clamp(out.length * std::max(*count, 0), 1, limit_of(out)) : limit_of(out);
    return out;
}
SqlType blank_text(Args args) { return string_type(TypeKind::varchar, std::clamp(constant_at(args, 0).value_or(kVarcharLimit), 1, kVarcharLimit)); }
SqlType number_text(Args args) { return string_type(TypeKind::varchar, std::clamp(constant_at(args, 1).value_or(10), 1, kVarcharLimit)); }

template <std::size_t index>
SqlType moment(Args args) {
    const SqlType type = type_at(args, index);
    return type.is_temporal() || !type.known() ? type : simple_type(TypeKind::datetime);
}
SqlType with_offset(Args args) {
    const SqlType type = type_at(args, 0);
    const bool fraction = type.kind == TypeKind::datetime2 || type.kind == TypeKind::datetimeoffset;
    return fractional_type(TypeKind::datetimeoffset, fraction ? type.scale : type.kind == TypeKind::datetime ? 3 : 7);
}
template <TypeKind kind>
SqlType by_last(Args args) { return fractional_type(kind, constant_at(args, args.size() - 1).value_or(7)); }

/// ROUND, ABS, SIGN: small integers become int, texts float.
SqlType number(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::tinyint:
    case TypeKind::smallint:
    case TypeKind::int_: return simple_type(TypeKind::int_);
    case TypeKind::smallmoney: return simple_type(TypeKind::money);
    case TypeKind::bigint:
    case TypeKind::money:
    case TypeKind::decimal:
    case TypeKind::unknown: return type;
    default: return simple_type(TypeKind::float_);
    }
}
SqlType number_first(Args args) { return number(type_at(args, 0)); }
SqlType whole_first(Args args) {
    const SqlType type = number(type_at(args, 0));
    return type.kind == TypeKind::decimal ? decimal_type(type.precision, 0) : type;
}
SqlType power_first(Args args) {
    const SqlType type = number(type_at(args, 0));
    return type.kind == TypeKind::decimal ? decimal_type(38, type.scale) : type;
}
SqlType angle_first(Args args) {
    const SqlType type = number(type_at(args, 0));
    return type.kind == TypeKind::decimal ? decimal_type(38, std::max(type.scale, 18)) : type;
}

SqlType common_from(Args args, std::size_t first) {
    SqlType out = simple_type(TypeKind::null);
    for (std::size_t i = first; i < args.size(); ++i) out = common_type(out, args[i]->type);
    return out;
}
SqlType common_all(Args args) { return common_from(args, 0); }
SqlType common_rest(Args args) { return common_from(args, 1); }
SqlType first_type(Args args) { return type_at(args, 0); }
SqlType first_unless_null(Args args) { return type_at(args, 0).kind == TypeKind::null ? type_at(args, 1) : type_at(args, 0); }

namespace rules {
constexpr Rule int_strict{simple<TypeKind::int_>, Nulls::any};
constexpr Rule int_or_null{simple<TypeKind::int_>, Nulls::maybe};
constexpr Rule int_never_null{simple<TypeKind::int_>, Nulls::never};
constexpr Rule bigint_strict{simple<TypeKind::bigint>, Nulls::any};
constexpr Rule identity_or_null{[](Args) { return decimal_type(38, 0); }, Nulls::maybe};
constexpr Rule float_strict{simple<TypeKind::float_>, Nulls::any};
constexpr Rule float_never_null{simple<TypeKind::float_>, Nulls::never};
constexpr Rule position_in_first{position_first, Nulls::any};
constexpr Rule position_in_second{position_second, Nulls::any};

constexpr Rule one_char{text_of<TypeKind::char_, 1>, Nulls::maybe};
constexpr Rule one_nchar{text_of<TypeKind::nchar, 1>, Nulls::maybe};
constexpr Rule text_4{text_of<TypeKind::varchar, 4>, Nulls::any};
constexpr Rule quoted_name{text_of<TypeKind::nvarchar, 258>, Nulls::maybe};
constexpr Rule sysname_or_null{text_of<TypeKind::nvarchar, 128>, Nulls::maybe};
constexpr Rule unicode_30{text_of<TypeKind::nvarchar, 30>, Nulls::any};
constexpr Rule unicode_4000_or_null{text_of<TypeKind::nvarchar, kNvarcharLimit>, Nulls::maybe};
constexpr Rule unicode_max{text_of<TypeKind::nvarchar, kMaxLength>, Nulls::any};
constexpr Rule unicode_max_or_null{text_of<TypeKind::nvarchar, kMaxLength>, Nulls::maybe};
constexpr Rule varbinary_8000{text_of<TypeKind::varbinary, kVarcharLimit>, Nulls::maybe};
constexpr Rule varbinary_max{text_of<TypeKind::varbinary, kMaxLength>, Nulls::any};
constexpr Rule varbinary_or_null{text_of<TypeKind::varbinary, 128>, Nulls::maybe};
constexpr Rule concat_all{all_texts, Nulls::never};
constexpr Rule varying_like_first{varying_first, Nulls::any};
constexpr Rule text_like_first{text_first, Nulls::any};
constexpr Rule part_by_second{part<1>, Nulls::any};
constexpr Rule part_by_third{part<2>, Nulls::any};
constexpr Rule longest_text{longest, Nulls::any};
constexpr Rule longest_text_or_null{longest, Nulls::maybe};
constexpr Rule repeated{repeated_text, Nulls::maybe};
constexpr Rule blanks{blank_text, Nulls::maybe};
constexpr Rule text_of_number{number_text, Nulls::maybe};

constexpr Rule date_strict{simple<TypeKind::date>, Nulls::any};
constexpr Rule date_strict_in_first{simple<TypeKind::date>, Nulls::first};
constexpr Rule datetime_strict{simple<TypeKind::datetime>, Nulls::any};
constexpr Rule smalldatetime_strict{simple<TypeKind::smalldatetime>, Nulls::any};
constexpr Rule datetime_never_null{simple<TypeKind::datetime>, Nulls::never};
constexpr Rule datetime2_never_null{with_fraction<TypeKind::datetime2>, Nulls::never};
constexpr Rule offset_never_null{with_fraction<TypeKind::datetimeoffset>, Nulls::never};
constexpr Rule datetime2_by_last{by_last<TypeKind::datetime2>, Nulls::any};
constexpr Rule time_by_last{by_last<TypeKind::time>, Nulls::any};
constexpr Rule offset_by_last{by_last<TypeKind::datetimeoffset>, Nulls::any};
constexpr Rule offset_like_first{with_offset, Nulls::any};
constexpr Rule moment_like_first{moment<0>, Nulls::any};
constexpr Rule moment_like_second{moment<1>, Nulls::any};

constexpr Rule number_like_first{number_first, Nulls::any};
constexpr Rule whole_like_first{whole_first, Nulls::any};
constexpr Rule power_of_first{power_first, Nulls::any};
constexpr Rule angle{angle_first, Nulls::any};

constexpr Rule common_of_all{common_all, Nulls::all};
constexpr Rule common_after_first{common_rest, Nulls::maybe};
constexpr Rule common_after_condition{common_rest, Nulls::after_first};
constexpr Rule first_or_second{first_unless_null, Nulls::all};
constexpr Rule first_or_null{first_type, Nulls::maybe};

constexpr Rule guid_never_null{simple<TypeKind::uniqueidentifier>, Nulls::never};
constexpr Rule any_or_null{simple<TypeKind::sql_variant>, Nulls::maybe};
constexpr Rule table{simple<TypeKind::other>, Nulls::maybe};
} // namespace rules

const Rule& rule_of(FunctionId id) {
    switch (id) {
#define FUNCTION(id, name, min_args, max_args, type_rule, volatility)                                                  \
    case FunctionId::id: return rules::type_rule;
#include "ir/functions.def"
#undef FUNCTION
    }
    return rules::any_or_null;
}

bool nullable_arg(ir::ScalarRef arg) { return arg->nullable; }

} // namespace

SqlType text_type(const SqlType& type) {
    switch (type.kind) {
    case TypeKind::bit:
    case TypeKind::null: return string_type(TypeKind::varchar, 1);
    case TypeKind::tinyint: return string_type(TypeKind::varchar, 3);
    case TypeKind::smallint: return string_type(TypeKind::varchar, 6);
    case TypeKind::int_: return string_type(TypeKind::varchar, 12);
    case TypeKind::bigint: return string_type(TypeKind::varchar, 24);
    case TypeKind::decimal: return string_type(TypeKind::varchar, 41);
    case TypeKind::money:
    case TypeKind::smallmoney: return string_type(TypeKind::varchar, 40);
    case TypeKind::float_:
    case TypeKind::real: return string_type(TypeKind::varchar, 32);
    case TypeKind::date:
    case TypeKind::time:
    case TypeKind::datetime:
    case TypeKind::datetime2:
    case TypeKind::smalldatetime:
    case TypeKind::datetimeoffset: return string_type(TypeKind::varchar, 40);
    case TypeKind::uniqueidentifier: return string_type(TypeKind::varchar, 36);
    case TypeKind::text: return string_type(TypeKind::varchar, kMaxLength);
    case TypeKind::ntext:
    case TypeKind::xml: return string_type(TypeKind::nvarchar, kMaxLength);
    case TypeKind::binary:
    case TypeKind::varbinary: return string_type(TypeKind::varchar, type.length);
    default: return type.is_string() ? type : string_type(TypeKind::nvarchar, kNvarcharLimit);
    }
}

SqlType function_type(FunctionId id, std::span<const ir::ScalarRef> args) { return rule_of(id).result(args); }

bool function_nullable(FunctionId id, std::span<const ir::ScalarRef> args) {
    switch (rule_of(id).nulls) {
    case Nulls::any: return std::any_of(args.begin(), args.end(), nullable_arg);
    case Nulls::maybe: return true;
    case Nulls::never: return false;
    case Nulls::first: return args.empty() || args.front()->nullable;
    case Nulls::all: return std::all_of(args.begin(), args.end(), nullable_arg);
    case Nulls::after_first: return args.size() < 2 || std::any_of(args.begin() + 1, args.end(), nullable_arg);
    }
    return true;
}

} // namespace t2d
